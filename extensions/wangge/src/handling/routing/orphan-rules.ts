/**
 * Issues that nobody works on: the handler has left, the department is closed, or nobody was
 * found at the report. They are given to level 2, and no limit moves by it.
 */
import type { Calendar } from '../../calendar/model.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { IssueState } from '../lifecycle/evolve-rules.ts';
import type { Routed, RoutingContext } from './model.ts';
import { dueAt, pinOf } from '../../calendar/working-days-rules.ts';
import { leaderFrom } from './responsible-rules.ts';

export type OrphanCause = 'handler_left' | 'department_closed' | 'unrouted';

/** Of whom the issue names, who is still there. */
export interface Remaining {
  handler: boolean;
  department: boolean;
  lead: boolean;
  follower: boolean;
}

/** How long an issue may wait for the dispatcher, in working days. */
const WAITS = 1;

export function orphaned(state: Pick<IssueState, 'status' | 'reported_at' | 'handler' | 'department'>, there: Remaining, calendar: Calendar, close_of_business: string, now: Moment): OrphanCause | null {
  if (state.status === 'reported') {
    const limit = { policy: null, working_days: WAITS, clock_hours: null, warn_working_hours: 0, close_of_business, ...pinOf(calendar) };
    return dueAt(calendar, state.reported_at, limit).due_at < now ? 'unrouted' : null;
  }
  if (state.status !== 'assigned' && state.status !== 'handling')
    return null;
  if (state.department !== null && !there.department)
    return 'department_closed';
  return state.handler !== null && !there.handler ? 'handler_left' : null;
}

/**
 * Who has it from now on: the level-2 leader handles it (or who stands for them, or the level above). Its department stays
 * answerable while it exists, otherwise the community's takes its place; lead and follower stay
 * while they are there. Null: there is nobody on level 2 or above.
 */
export function orphanRoute(state: Pick<IssueState, 'scope' | 'lead' | 'follower' | 'department' | 'routing_rule' | 'route_explanation'>, there: Remaining, context: RoutingContext): Routed | null {
  const leader = leaderFrom(2, context);
  if (leader.person === null)
    return null;
  const kept = (person: Uuid | null, stays: boolean): Uuid | null => person !== null && stays ? person : null;
  const community = context.chain.find(({ level }) => level === 2)?.department ?? null;
  const lead = kept(state.lead, there.lead);
  return {
    rule: state.routing_rule,
    scope: state.scope,
    lead: lead ?? leader.person,
    department: kept(state.department, there.department) ?? context.departments.find(({ id }) => id === community)?.id ?? null,
    handler: leader.person,
    follower: kept(state.follower, there.follower) ?? (state.scope === 'community' ? null : leader.person),
    explanation: {
      steps: state.route_explanation?.steps ?? [],
      lead_by: lead === null ? leader.by : state.route_explanation?.lead_by ?? 'grid_leader',
      handler_by: leader.by,
    },
  };
}

/** What stands in the timeline: written by the system, in the office's language. */
export const ORPHAN_NOTE: Readonly<Record<OrphanCause, string>> = {
  handler_left: '原承办人已不在岗，系统转交二级网格责任人办理。',
  department_closed: '原承办单位已停用，系统转交二级网格责任人办理。',
  unrouted: '上报后超过一个工作日未分派，系统转交二级网格责任人办理。',
};
