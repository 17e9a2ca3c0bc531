/**
 * Visits: who plans them, who may take which step. Two inspectors score apart, neither in the line of what they look at; the grid's
 * leader acknowledges. What was held stays.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day, Uuid, Values } from '../../kernel/values.ts';
import type { StoredVisit } from './model.ts';
import { dayIn } from '../../kernel/civil-date-rules.ts';
import { conflicting, refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';

/** Columns that follow from what people do. */
const MANAGED = ['state', 'occasion', 'planned_by', 'begun_at', 'completed_1_at', 'completed_2_at', 'held_on', 'acknowledged_by', 'acknowledged_at', 'acknowledgement', 'cancelled_reason', 'grid_path', 'answers', 'samples', 'photos', 'date_created', 'user_created'] as const;

export interface AskedVisit { grid: Uuid; inspectors: readonly [Uuid, Uuid]; draw: Uuid | null; planned_on: Day }

/** What is there of it. */
export interface FoundVisit {
  /** Null: there is none, or it is not in use. */
  grid: { code: string } | null;
  /** Is whoever plans it of the inspection team for this sub-district? */
  planner: boolean;
  /** Of each inspector, in the order of the form. */
  inspectors: readonly { inspects: boolean; in_line: boolean }[];
  /** The codes that the named draw drew; null: no draw is named. */
  drawn: readonly string[] | null;
}

export function visitIn(said: Values, today: Day): AskedVisit | Refusal {
  const managed = MANAGED.find(field => said[field] != null);
  if (managed !== undefined)
    return refused('managed_field', managed, { field: managed });
  const [grid, first, second, draw] = [keyOf(said.grid), keyOf(said.inspector_1), keyOf(said.inspector_2), keyOf(said.draw)];
  const empty = grid === null ? 'grid' : first === null ? 'inspector_1' : second === null ? 'inspector_2' : said.planned_on == null ? 'planned_on' : null;
  if (grid === null || first === null || second === null || empty !== null)
    return refused('field_required', empty!);
  const planned_on = dayIn(said.planned_on);
  if (planned_on === null)
    return refused('date_invalid', 'planned_on');
  if (planned_on < today)
    return refused('visit_day_past', 'planned_on');
  if (first === second)
    return refused('visit_two_inspectors', 'inspector_2');
  if (draw === null && (typeof said.reason !== 'string' || said.reason.trim() === ''))
    return refused('visit_reason', 'reason');
  return { grid, inspectors: [first, second], draw, planned_on };
}

/** The row as it is stored. */
export function visitOf(said: Values, { draw }: AskedVisit, { grid, planner, inspectors, drawn }: FoundVisit, by: Uuid): Values | Refusal {
  if (grid === null)
    return refused('visit_grid', 'grid');
  if (!planner)
    return refused('visit_planner', 'grid');
  const stranger = inspectors.findIndex(({ inspects }) => !inspects);
  if (stranger >= 0)
    return refused('visit_inspector', `inspector_${stranger + 1}`);
  const own = inspectors.findIndex(({ in_line }) => in_line);
  if (own >= 0)
    return refused('visit_own_line', `inspector_${own + 1}`);
  if (draw !== null && drawn?.includes(grid.code) !== true)
    return refused('visit_not_drawn', 'draw');
  return { ...said, occasion: draw === null ? 'called' : 'drawn', state: 'planned', planned_by: by };
}

export const VISIT_STEPS = ['begin', 'answer', 'complete', 'sample', 'acknowledge', 'cancel'] as const;
export type VisitStep = (typeof VISIT_STEPS)[number];

/** How somebody stands to the visit today. */
export interface VisitActor {
  person: Uuid;
  /** Of the inspection team, for this sub-district. */
  inspects: boolean;
  /** Leads the grid, or stands in for whoever does. */
  leads: boolean;
}

/** Why this person cannot take the step now; null if they can. */
export function objectionToStep(visit: StoredVisit, step: VisitStep, { person, inspects, leads }: VisitActor): Refusal | null {
  const seat = seatOf(visit, person);
  if (step === 'acknowledge')
    return !leads || seat !== null ? refused('visit_not_leader') : visit.state === 'held' ? null : conflicting(visit.state === 'acknowledged' ? 'visit_acknowledged' : 'visit_not_held');
  if (step === 'cancel')
    return !inspects ? refused('visit_not_inspector') : visit.state === 'planned' ? null : conflicting('visit_begun');
  if (seat === null)
    return refused('visit_not_inspector');
  if (visit.state === 'cancelled')
    return conflicting('visit_cancelled');
  if (step === 'begin')
    return visit.state === 'planned' ? null : conflicting('visit_begun');
  if (visit.state === 'planned')
    return conflicting('visit_not_begun');
  // A sample may still be looked at while the other one's sheets are open.
  return step === 'sample' ? visit.state === 'under_way' ? null : conflicting('visit_held') : visit[`completed_${seat}_at`] === null ? null : conflicting('visit_completed');
}

/** Whose sheets are whose; null: nobody's here. */
export function seatOf({ inspector_1, inspector_2 }: Pick<StoredVisit, 'inspector_1' | 'inspector_2'>, person: Uuid): 1 | 2 | null {
  return person === inspector_1 ? 1 : person === inspector_2 ? 2 : null;
}

/** Is it held once this seat's sheets are in? */
export function heldWith(visit: Pick<StoredVisit, 'completed_1_at' | 'completed_2_at'>, seat: 1 | 2): boolean {
  return visit[seat === 1 ? 'completed_2_at' : 'completed_1_at'] !== null;
}
