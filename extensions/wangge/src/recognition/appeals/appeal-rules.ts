/** Who may appeal what until when, and who may not review it: in sentences. The database has the last word (`sql/096-appeals.sql`). */
import type { FactReference } from '../../assessment/facts/fact-reference-rules.ts';
import type { Calendar, PinnedLimit } from '../../calendar/model.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Moment, Uuid, Values } from '../../kernel/values.ts';
import type { Part } from '../duty-rules.ts';
import type { AppealDays, AppealFacts, AppealState, ReviewClock, Stage, Standing } from './model.ts';
import { factReference } from '../../assessment/facts/fact-reference-rules.ts';
import { addWorkingDays, dayOf, dueAt, momentAt, pinOf, warnAt } from '../../calendar/working-days-rules.ts';
import { conflicting, refused } from '../../kernel/refusal-rules.ts';
import { barredBy } from '../duty-rules.ts';
import { reasonOf } from '../reason-rules.ts';

/** Characters of a reason, at least. */
export const LEAST_WORDS = 5;
/** A review is warned of a working day before it is due. */
const WARN_WORKING_HOURS = 8;

/** Columns that follow from what is appealed, and from what people do. */
const MANAGED = ['title', 'state', 'person', 'grid', 'department', 'subdistrict', 'on_day', 'filed_by', 'filed_at', 'due_at', 'warn_at', 'certificate', 'decided_at', 'withdrawn_note', 'reviews', 'seats', 'grid_path'] as const;

export function appealIn(said: Values): { reference: FactReference; reason: string } | Refusal {
  const managed = MANAGED.find(field => said[field] != null);
  if (managed !== undefined)
    return refused('managed_field', managed, { field: managed });
  for (const field of ['subject_kind', 'subject'] as const) {
    if (said[field] == null || said[field] === '')
      return refused('field_required', field);
  }
  const reference = factReference(said.subject_kind, said.subject);
  if (reference === null)
    return refused('appeal_subject_unknown', 'subject');
  const reason = reasonIn(said.reason);
  return reason === null ? refused('appeal_reason', 'reason', { least: LEAST_WORDS }) : { reference, reason };
}

const DAYS = { least: 1, most: 60 };

/** Of a scheme: for how long people may appeal, and how long each review takes. */
export function objectionToDays(said: Values): Refusal | null {
  const wrong = (['appeal_working_days', 'review_working_days'] as const).find(field => said[field] != null && said[field] !== '' && !(Number.isInteger(Number(said[field])) && Number(said[field]) >= DAYS.least && Number(said[field]) <= DAYS.most));
  return wrong === undefined ? null : refused('appeal_days', wrong, DAYS);
}

/** Null: too few words to decide on, or too many to be read. */
export const reasonIn = (said: unknown): string | null => reasonOf(said, LEAST_WORDS);

/**
 * Until when: the close of the nth working day after the last of these moments (the fact itself; the preview and the first
 * publication of the period that counts it).
 */
export function appealUntil(known: readonly Moment[], { appeal_working_days, close_of_business }: AppealDays, calendar: Calendar): Moment | null {
  const last = [...known].sort().at(-1);
  return last === undefined ? null : momentAt(calendar, addWorkingDays(calendar, dayOf(calendar, last), appeal_working_days).day, close_of_business);
}

/** Why this person cannot appeal it now; null if they can. What does not concern somebody, they are told nothing of. */
export function objectionToAppeal({ place, concerned, filed, until }: AppealFacts, now: Moment): Refusal | null {
  if (place === null || concerned === null)
    return refused(place === null ? 'appeal_nothing' : 'appeal_not_theirs', 'subject');
  if (filed !== null)
    return conflicting('appeal_once');
  return until !== null && now > until ? refused('appeal_too_late', 'subject', { until: until.slice(0, 10) }) : null;
}

/** The clock of a review that begins now. */
export function reviewClock(calendar: Calendar, now: Moment, { review_working_days, close_of_business }: AppealDays): ReviewClock {
  const limit: PinnedLimit = { policy: null, working_days: review_working_days, clock_hours: null, warn_working_hours: WARN_WORKING_HOURS, close_of_business, ...pinOf(calendar) };
  const due = dueAt(calendar, now, limit);
  return { due_at: due.due_at, warn_at: warnAt(calendar, due.due_at, limit), certificate: { limit, started_at: now, pauses: [], extensions: [], ...due } };
}

export function stageOf(state: AppealState): Stage | null {
  return state === 'first_review' ? 1 : state === 'second_review' ? 2 : null;
}

function partsOf({ filed, concerned, reviewed, part }: Standing): Set<Part> {
  return new Set([...filed ? ['filed' as const] : [], ...concerned ? ['concerned' as const] : [], ...reviewed ? ['reviewed' as const] : [], ...part === null ? [] : ['had_part' as const]]);
}

/** Why this person cannot decide the review that runs; null if they can. Nobody who had a part decides. */
export function objectionToReview(state: AppealState, standing: Standing): Refusal | null {
  const stage = stageOf(state);
  if (stage === null)
    return conflicting(state === 'withdrawn' ? 'appeal_is_withdrawn' : 'appeal_decided');
  const barred = barredBy(stage === 1 ? 'first_review' : 'second_review', partsOf(standing));
  if (barred !== null)
    return refused(barred === 'concerned' || barred === 'filed' ? 'appeal_review_own' : barred === 'reviewed' ? 'appeal_review_again' : 'appeal_review_part');
  if (standing.in_line)
    return refused('appeal_review_line');
  if (stage === 1 && !standing.inspects && !standing.heads_office)
    return refused('appeal_review_team');
  if (standing.own_department)
    return refused('appeal_review_department');
  if (stage === 2 && !standing.leads_area && !standing.heads_office)
    return refused('appeal_review_leader');
  return standing.seated ? null : refused(stage === 2 && !standing.leads_area ? 'appeal_review_leader_first' : 'appeal_review_team');
}

/** Whoever filed it takes it back before anybody decided. */
export function objectionToWithdrawal({ filed_by, state }: { filed_by: Uuid; state: AppealState }, person: Uuid): Refusal | null {
  if (filed_by !== person)
    return refused('appeal_not_filed_by');
  return state === 'first_review' ? null : conflicting(state === 'withdrawn' ? 'appeal_is_withdrawn' : state === 'second_review' ? 'appeal_reviewed' : 'appeal_decided');
}
