/**
 * Findings about a ledger: who may say what, and when.
 *
 * Somebody finds an entry missing, outdated, inaccurate or false; whoever is responsible answers; another person
 * than both confirms or dismisses. What is confirmed stays a fact, also when the entry has been corrected.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import { conflicting, refused } from '../../kernel/refusal-rules.ts';

export const FINDING_KINDS = ['missing', 'outdated', 'inaccurate', 'false', 'unreported'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export const FINDING_STATES = ['open', 'answered', 'confirmed', 'dismissed', 'corrected'] as const;
export type FindingState = (typeof FINDING_STATES)[number];

/** Working days within which a "false" is to be answered before it may be confirmed without an answer. */
export const ANSWER_WORKING_DAYS = 3;

export type Change = Record<string, unknown>;

export interface StoredFinding {
  kind: FindingKind;
  state: FindingState;
  found_by: Uuid | null;
  answered_by: Uuid | null;
  /** The last day of the time for an answer. */
  answer_due_on: Day;
  /** Who may answer: the grid's leader and deputies, who stands in for them, who confirmed the entry last, and whose work log it is about. */
  answerers: readonly Uuid[];
}

/** Who acts, and how they stand to the finding's grid. */
export interface Actor {
  person: Uuid;
  /** At which levels they hold the place. */
  levels: readonly number[];
  /** Of the inspection team: everywhere. */
  inspector: boolean;
}

export interface When {
  today: Day;
  /** A moment. */
  now: string;
}

/** Columns that follow from what people do. */
export const FINDING_MANAGED = ['found_by', 'answered_by', 'answered_at', 'decided_by', 'decided_at', 'corrected_at', 'grid_path', 'work_log', 'visit', 'date_created', 'user_created'] as const;
/** What the finding says; its finder may correct it until somebody answers or decides. */
const SAID = ['kind', 'description', 'evidence', 'found_on', 'issue'] as const;
const PLACE = ['grid', 'dataset', 'item'] as const;

export type Decided = { kind: 'decided'; set: Change } | Refusal;

const decided = (set: Change): Decided => ({ kind: 'decided', set });

/** A new finding, as it is to be stored, beyond what was sent. */
export function decideNew(change: Change, { person, levels, inspector }: Actor, { today }: When): Decided {
  const managed = managedIn(change) ?? ['answer', 'decision_note'].find(field => !blank(change[field]));
  if (managed !== undefined)
    return refused('managed_field', managed, { field: managed });
  if (!inspector && levels.length === 0)
    return refused('finding_out_of_scope', 'grid');
  if (change.state != null && change.state !== 'open')
    return refused('finding_begins_open', 'state');
  const said = objectionToWords({ kind: null, description: null, ...change }, today);
  if (said !== null)
    return said;
  if (!blank(change.item) && blank(change.dataset))
    return refused('finding_needs_dataset', 'dataset');
  return decided({ found_by: person, found_on: change.found_on ?? today, state: 'open' });
}

/** One step of a finding that is there. */
export function decide(stored: StoredFinding, change: Change, actor: Actor, when: When): Decided {
  const managed = managedIn(change);
  if (managed !== undefined)
    return refused('managed_field', managed, { field: managed });
  const place = PLACE.find(field => field in change);
  if (place !== undefined)
    return refused('finding_place_fixed', place);
  const state = change.state == null ? stored.state : String(change.state);
  const again = change.state === 'confirmed' || change.state === 'dismissed' || (change.state === 'corrected' && stored.state === 'corrected');
  if (isDecided(stored) && (again || change.answer != null || change.decision_note != null))
    return conflicting('finding_decided');
  if (state !== stored.state && state !== 'answered')
    return step(stored, state, change, actor, when);
  if ('answer' in change || state !== stored.state)
    return answer(stored, change, actor, when);
  return reword(stored, change, actor, when);
}

function answer(stored: StoredFinding, change: Change, { person }: Actor, { now }: When): Decided {
  const beside = [...SAID, 'decision_note'].find(field => field in change);
  if (beside !== undefined)
    return refused('finding_one_step', beside);
  if (!stored.answerers.includes(person))
    return refused('finding_not_answerer', 'answer');
  if (stored.answered_by !== null && stored.answered_by !== person)
    return refused('finding_answered_by_other', 'answer');
  return blank(change.answer) ? refused('field_required', 'answer') : decided({ state: 'answered', answered_by: person, answered_at: now });
}

function step(stored: StoredFinding, state: string, change: Change, actor: Actor, when: When): Decided {
  const beside = [...SAID, 'answer'].find(field => field in change);
  if (beside !== undefined)
    return refused('finding_one_step', beside);
  if (state === 'confirmed' || state === 'dismissed')
    return decision(stored, state, change, actor, when);
  if (state !== 'corrected')
    return refused('finding_step', 'state');
  if (stored.state !== 'confirmed')
    return refused('finding_not_confirmed', 'state');
  return stored.answerers.includes(actor.person) || actor.levels.includes(3) ? decided({ corrected_at: when.now }) : refused('finding_not_answerer', 'state');
}

function decision(stored: StoredFinding, state: 'confirmed' | 'dismissed', change: Change, { person, levels, inspector }: Actor, { today, now }: When): Decided {
  if (person === stored.found_by)
    return refused('finding_own', 'state');
  if (person === stored.answered_by || stored.answerers.includes(person))
    return refused('finding_concerns_self', 'state');
  if (!inspector && !levels.some(level => level <= 2))
    return refused('finding_authority', 'state');
  if (state === 'confirmed' && stored.kind === 'false' && stored.state === 'open' && today <= stored.answer_due_on)
    return refused('finding_unanswered', 'state', { day: stored.answer_due_on });
  if (state === 'dismissed' && blank(change.decision_note))
    return refused('finding_reason', 'decision_note');
  return decided({ decided_by: person, decided_at: now });
}

/** The finder's own words, while nobody has answered them. */
function reword(stored: StoredFinding, change: Change, { person }: Actor, { today }: When): Decided {
  if ('decision_note' in change)
    return refused('finding_step', 'state');
  const field = SAID.find(name => name in change);
  if (field === undefined)
    return decided({});
  if (stored.state !== 'open')
    return refused('finding_fixed', field);
  if (person !== stored.found_by)
    return refused('finding_not_finder', field);
  return objectionToWords(change, today) ?? decided({});
}

function objectionToWords(change: Change, today: Day): Refusal | null {
  if ('kind' in change && !FINDING_KINDS.includes(change.kind as FindingKind))
    return refused(blank(change.kind) ? 'field_required' : 'finding_kind_unknown', 'kind');
  if ('description' in change && (typeof change.description !== 'string' || blank(change.description)))
    return refused('field_required', 'description');
  if (change.found_on != null && !(typeof change.found_on === 'string' && /^\d{4}-\d\d-\d\d/.test(change.found_on)))
    return refused('date_invalid', 'found_on');
  return change.found_on != null && String(change.found_on).slice(0, 10) > today ? refused('date_future', 'found_on') : null;
}

function isDecided({ state }: StoredFinding): boolean {
  return state !== 'open' && state !== 'answered';
}

function managedIn(change: Change): string | undefined {
  return FINDING_MANAGED.find(field => change[field] != null);
}

function blank(value: unknown): boolean {
  return value == null || (typeof value === 'string' && value.trim() === '');
}
