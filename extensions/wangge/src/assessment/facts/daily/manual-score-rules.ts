/**
 * Scores given by hand: a whole number from 0 to 100, with its reason and its evidence, by somebody who has no part in what is
 * scored. A score is only added: a correction is another row by the same rater, and both are kept.
 */
import type { Refusal } from '../../../kernel/refusal-rules.ts';
import type { Uuid, Values } from '../../../kernel/values.ts';
import { refused } from '../../../kernel/refusal-rules.ts';
import { keyOf } from '../../../kernel/relation-key-rules.ts';

const SCORED_BY_HAND = { manual_mean: 'manual', inspection_mean: 'inspection' } as const;
const SUBJECTS = ['grid', 'department', 'person'] as const;
type SubjectKind = (typeof SUBJECTS)[number];
const MANAGED = ['rater', 'entered_at', 'supersedes', 'source', 'grid_path', 'date_created', 'user_created'] as const;

/** What is scored, and in what. */
export interface Asked { kind: SubjectKind; subject: Uuid; period: Uuid; indicator: Uuid }

/** What is there of it. */
export interface Found {
  /** `cut`: what is given from then on does not count. */
  period: { state: string; code: string; cut: string } | null;
  indicator: { measure: string; subject: string; name: string } | null;
  /** The subject is of the period's sub-district, and in use. */
  here: boolean;
  /** The rater holds a post in the line of what is scored, or is of the department. */
  part_of_it: boolean;
  /** The last score that the rater gave of it. */
  last: Uuid | null;
}

/** What a form says, or why it says nothing. */
export function askedIn(said: Values, person: Uuid): Asked | Refusal {
  const managed = MANAGED.find(field => said[field] != null);
  if (managed !== undefined)
    return refused('managed_field', managed, { field: managed });
  const kind = SUBJECTS.find(one => one === (said.subject_kind ?? 'grid'));
  if (kind === undefined)
    return refused('score_subject_kind', 'subject_kind');
  const beside = SUBJECTS.find(one => one !== kind && said[one] != null);
  if (beside !== undefined)
    return refused('score_one_subject', beside);
  const [subject, period, indicator] = [keyOf(said[kind]), keyOf(said.period), keyOf(said.indicator)];
  const empty = subject === null ? kind : period === null ? 'period' : indicator === null ? 'indicator' : null;
  if (subject === null || period === null || indicator === null)
    return refused('field_required', empty!);
  const { score } = said;
  if (typeof score !== 'number' || !Number.isInteger(score) || score < 0 || score > 100)
    return refused('score_whole', 'score');
  if (blank(said.note))
    return refused('score_reason', 'note');
  if (said.evidence == null && blank(said.evidence_link))
    return refused('score_evidence', 'evidence');
  if (kind === 'person' && subject === person)
    return refused('score_self', 'person');
  return { kind, subject, period, indicator };
}

/** The row as it is stored. */
export function scoreOf(said: Values, { kind }: Asked, { period, indicator, here, part_of_it, last }: Found, by: { person: Uuid; now: string }): Values | Refusal {
  if (period === null)
    return refused('score_period_unknown', 'period');
  if (/^\d{4}$/.test(period.code))
    return refused('year_score_of_year', 'period');
  if (period.state !== 'open')
    return refused('score_period_closed', 'period', { period: period.code });
  if (by.now >= period.cut)
    return refused('score_cut_passed', 'period', { period: period.code });
  if (indicator === null || !Object.hasOwn(SCORED_BY_HAND, indicator.measure))
    return refused('score_indicator', 'indicator');
  if (indicator.subject !== kind)
    return refused('score_indicator_subject', 'indicator', { indicator: indicator.name });
  if (!here)
    return refused('score_subject_elsewhere', kind);
  if (part_of_it)
    return refused('score_own_line', kind);
  return { ...said, subject_kind: kind, rater: by.person, entered_at: by.now, supersedes: last, source: SCORED_BY_HAND[indicator.measure as keyof typeof SCORED_BY_HAND] };
}

function blank(value: unknown): boolean {
  return typeof value !== 'string' || value.trim() === '';
}
