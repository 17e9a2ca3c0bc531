/**
 * Scores at the end of a year: a review by a member of the team, with the reason; or what a community said, with its source,
 * which counts once another member has compared it with the paper. Only added to; whoever corrects one adds another.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid, Values } from '../../kernel/values.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';

const MANAGED = ['entered_by', 'entered_at', 'confirmed_by', 'confirmed_at', 'supersedes', 'grid_path'] as const;
export type ScorePart = 'review' | 'community';

export interface AskedScore { part: ScorePart; kind: 'grid' | 'department'; subject: Uuid; period: Uuid; score: number; source: string }

export interface FoundScore {
  period: { kind: string; state: string; code: string } | null;
  /** The subject is of the year's sub-district, and in use or was in the year. */
  here: boolean;
  /** Inspects there, and by which right. */
  inspects: boolean;
  /** Holds a post in the line of what is scored, or is of the department. */
  part_of_it: boolean;
  /** What this one stands in place of: of the rater, or of what the community said. */
  last: Uuid | null;
}

export function askedScore(said: Values): AskedScore | Refusal {
  const managed = MANAGED.find(field => said[field] != null);
  if (managed !== undefined)
    return refused('managed_field', managed, { field: managed });
  const part = said.part ?? 'review';
  if (part !== 'review' && part !== 'community')
    return refused('year_score_part', 'part');
  const [period, grid, department] = [keyOf(said.period), keyOf(said.grid), keyOf(said.department)];
  if (period === null)
    return refused('field_required', 'period');
  if ((grid === null) === (department === null))
    return refused('year_score_subject', grid === null ? 'grid' : 'department');
  const score = scoreIn(said.score);
  if (score === null)
    return refused('year_score_number', 'score');
  const source = textIn(said.source);
  if (source === null)
    return refused('year_score_source', 'source');
  if (part === 'review' && textIn(said.note) === null)
    return refused('score_reason', 'note');
  return { part, kind: grid === null ? 'department' : 'grid', subject: grid ?? department!, period, score, source };
}

/** 0 to 100, with two decimals at most. */
export function scoreIn(value: unknown): number | null {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  const number = /^\d{1,3}(?:\.\d{1,2})?$/.test(text) ? Number(text) : Number.NaN;
  return number >= 0 && number <= 100 ? number : null;
}

export function scoreRow(said: Values, { part, kind, score, source }: AskedScore, { period, here, inspects, part_of_it, last }: FoundScore, by: { person: Uuid; now: string }): Values | Refusal {
  const refusal = objectionToScore(kind, { period, here, inspects, part_of_it });
  return refusal ?? { ...said, part, score, source, entered_by: by.person, entered_at: by.now, supersedes: last };
}

export function objectionToScore(kind: AskedScore['kind'], { period, here, inspects, part_of_it }: Omit<FoundScore, 'last'>): Refusal | null {
  if (period === null || period.kind !== 'year')
    return refused('year_score_period', 'period');
  if (period.state === 'published')
    return refused('year_score_closed', 'period', { period: period.code });
  if (!here)
    return refused('score_subject_elsewhere', kind);
  if (!inspects)
    return refused('year_score_team', null);
  return part_of_it ? refused('score_own_line', kind) : null;
}

/** `name`: of the grid or department. */
export interface ToConfirm { id: Uuid; name: string; part: ScorePart; entered_by: Uuid; confirmed: boolean; superseded: boolean; part_of_it: boolean; inspects: boolean; state: string; period: string }

/** Why this person cannot confirm this row; null: they can. */
export function objectionToConfirm({ name, part, entered_by, confirmed, superseded, part_of_it, inspects, state, period }: ToConfirm, person: Uuid): Refusal | null {
  if (part !== 'community')
    return refused('year_confirm_community', null);
  if (state === 'published')
    return refused('year_score_closed', 'period', { period });
  if (confirmed)
    return refused('year_confirmed', null, { name });
  if (superseded)
    return refused('year_superseded', null, { name });
  if (!inspects)
    return refused('year_score_team', null);
  if (person === entered_by)
    return refused('year_confirm_second', null, { name });
  return part_of_it ? refused('year_confirm_own_line', null, { name }) : null;
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
