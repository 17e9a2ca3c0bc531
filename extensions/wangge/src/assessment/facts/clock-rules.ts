/**
 * The clocks of one issue as things stood at the cut, told by its events alone.
 *
 * What the columns of clocks and issues say today (`CLOCK_COLUMNS`, in SQL) is what was recorded at the cut only where nothing
 * was recorded since; every other issue is told anew from the events up to the cut, and gives the same forever, whatever
 * became of it afterwards. The two say the same of an issue that both can tell: a system test holds them together.
 */
import type { Calendar } from '../../calendar/model.ts';
import type { Clock, ClockIdentity, IssueEvent, Pins, Scope } from '../../handling/model.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { ClockFlag } from './clock-columns.ts';
import type { ResponseLimit } from './model.ts';
import { dueAt, pinOf } from '../../calendar/working-days-rules.ts';
import { deadlines } from '../../handling/clocks/deadline-rules.ts';
import { NO_INPUT } from '../../handling/lifecycle/decision-facts-rules.ts';
import { replay } from '../../handling/lifecycle/evolve-rules.ts';

export interface AsOf {
  from: Moment;
  /** The end of the period: what happened before it counts … */
  until: Moment;
  /** … if it was recorded before this. */
  cut: Moment;
  /** Days that no version knew at the cut are counted by this one; what rests on a day that it does not know either makes no case. */
  calendar: Calendar;
  calendars: (version: string) => Calendar;
  response_limits: readonly ResponseLimit[];
}

/** A clock that fell due in the period, with what it says. */
export interface ToldClock extends ClockIdentity, Pick<Pins, 'scope' | 'grid' | 'department_at_due' | 'person_at_due' | 'first_round'>, Pick<Clock, 'due_at' | 'warn_at' | 'met_at'> {
  facts: Record<ClockFlag, boolean | null>;
}

/** When an event was written: what the system dates with the moment at which it became true may be written later. */
export function recordedAt({ at, data: { decided } }: Pick<IssueEvent, 'at' | 'data'>): Moment {
  return decided.recorded_at ?? at;
}

/** What had been recorded of an issue before the cut. */
export function recordedBefore(cut: Moment, events: readonly IssueEvent[]): readonly IssueEvent[] {
  const late = events.findIndex(event => recordedAt(event) >= cut);
  return late === -1 ? events : events.slice(0, late);
}

/** Kinds that nobody is assessed by. */
const UNASSESSED: readonly string[] = ['progress'];

/** Events of one issue in the order of `seq`; `repeats`: was it reported as happening again? */
export function clocksAsOf(events: readonly IssueEvent[], repeats: boolean, asOf: AsOf): ToldClock[] {
  const told = recordedBefore(asOf.cut, events);
  if (told.length === 0)
    return [];
  const clocks = clocksAtCut(told, asOf);
  const due = clocks.filter((clock) => {
    const due_at = dueOf(clock);
    return !UNASSESSED.includes(clock.kind) && due_at !== null && within(countedFrom(clock, due_at, told), asOf);
  });
  if (due.length === 0)
    return [];
  const issue = issueAsOf(told, clocks, repeats, asOf);
  return due.map((clock) => {
    const { kind, department, opened_by_seq, scope, grid, department_at_due, person_at_due, first_round, due_at, warn_at, met_at } = clock;
    return { kind, department, opened_by_seq, scope, grid, department_at_due, person_at_due, first_round, due_at, warn_at, met_at, facts: saidBy(clock, issue, asOf) };
  });
}

/** What a report had come to at the cut. */
export interface ToldReport { grid: Uuid; scope: Scope; category: Uuid; duplicate_of: Uuid | null; stands: boolean }

/** Null: it was not on record. */
export function reportAsOf(events: readonly IssueEvent[], cut: Moment): ToldReport | null {
  const told = recordedBefore(cut, events);
  if (told.length === 0)
    return null;
  const { grid, scope, category, status, duplicate_of, withdrawn_at } = replay(told, []);
  return { grid, scope, category, duplicate_of: status === 'merged' ? duplicate_of : null, stands: status !== 'merged' && status !== 'rejected' && withdrawn_at === null };
}

/** What rests on days that were not known is judged by the calendar that knows them, as the job does once its year is published. */
function clocksAtCut(told: readonly IssueEvent[], { cut, calendar, calendars }: AsOf): Clock[] {
  const versions = (version: string): Calendar => version === calendar.version ? calendar : calendars(version);
  const clocks = deadlines(told, versions);
  const judged = clocks.filter(clock => clock.provisional && isKnown(clock, calendar))
    .map(({ kind, department, opened_by_seq }) => ({ kind, department, opened_by_seq, calendar_version: calendar.version }));
  if (judged.length === 0)
    return clocks;
  const { issue, seq, to_status } = told.at(-1)!;
  const moved: IssueEvent = { ...NO_INPUT, issue, seq: seq + 1, type: 'deadline_moved', actor: null, at: cut, from_status: to_status, to_status, data: { decided: { judged }, patch: {} } };
  return deadlines([...told, moved], versions);
}

function isKnown({ started_at, certificate }: Clock, calendar: Calendar): boolean {
  return !dueAt(calendar, started_at, { ...certificate.limit, ...pinOf(calendar) }, certificate).provisional;
}

/** When it fell due; null where it did not, or nobody knows yet. */
function dueOf({ state, provisional, due_at }: Clock): Moment | null {
  return state === 'cancelled' || state === 'paused' || provisional ? null : due_at;
}

/** A report that was merged into another and is on its own again: a limit that passed meanwhile counts from then on, when it is known. One that had passed before stays where it is. */
function countedFrom({ opened_by_seq }: Clock, due_at: Moment, told: readonly IssueEvent[]): Moment {
  const meanwhile = told.filter(({ type, seq }) => type === 'separate' && seq > opened_by_seq && told.findLast(event => event.type === 'merge' && event.seq < seq)!.at <= due_at);
  return meanwhile.reduce((latest, { at }) => latest < at ? at : latest, due_at);
}

function within(moment: Moment, { from, until }: Pick<AsOf, 'from' | 'until'>): boolean {
  return from <= moment && moment < until;
}

/** What an issue had come to by the end of the period. */
interface IssueAsOf {
  repeats: boolean;
  /** Events of the first round, and the one that ended it. */
  first: readonly IssueEvent[];
  closed: boolean;
  returned: boolean;
  responded: boolean | null;
  /** The verifications of the first round, as far as they say something. */
  solved: boolean | null;
  satisfied: boolean | null;
  reworked: boolean;
  escalation_returned: boolean | null;
  /** Which rounds stand: those that residents' votes opened only when a verification confirmed them. */
  stands: (opened_by_seq: number) => boolean;
}

function issueAsOf(told: readonly IssueEvent[], clocks: readonly Clock[], repeats: boolean, { until, response_limits }: AsOf): IssueAsOf {
  const opened = clocks.find(({ kind, first_round, state }) => kind === 'resolve' && first_round && state !== 'cancelled')?.opened_by_seq ?? 0;
  const later = clocks.filter(({ kind, first_round }) => kind === 'resolve' && !first_round);
  const second = Math.min(...later.map(({ opened_by_seq }) => opened_by_seq));
  const then = told.filter(({ at }) => at < until);
  const first = then.filter(({ seq }) => seq <= second);
  const verified = first.filter(({ type, seq }) => type === 'verify' && seq > opened);
  const rated = verified.findLast(({ satisfaction }) => satisfaction !== null);
  const { reported_at, accepted_at, contacted_at } = replay(told, []);
  const answered = [accepted_at, contacted_at].filter(moment => moment !== null).sort()[0] ?? null;
  const answer_by = response_limits.findLast(({ from }) => from <= reported_at)?.due_at ?? null;
  const stands = (opened_by_seq: number): boolean => {
    const opening = told.find(({ seq }) => seq === opened_by_seq)!;
    return opening.type !== 'reopen' || opening.actor !== null || then.some(({ type, solved, seq }) => type === 'verify' && solved === 'no' && seq > opened_by_seq);
  };
  return {
    repeats,
    first,
    closed: then.length > 0 && replay(then, []).closed_at !== null,
    returned: first.some(({ type, cause }) => type === 'return' && cause === 'insufficient'),
    responded: answer_by === null ? null : answered !== null && answered <= answer_by,
    solved: verified.length === 0 ? null : verified.at(-1)!.solved === 'yes',
    satisfied: rated === undefined ? null : rated.satisfaction! >= 4,
    reworked: later.some(({ started_at, opened_by_seq }) => started_at < until && stands(opened_by_seq)),
    escalation_returned: first.some(({ type }) => type === 'escalate') ? first.some(({ type, from_status }) => type === 'route' && from_status === 'escalated') : null,
    stands,
  };
}

function saidBy(clock: Clock, issue: IssueAsOf, { until }: AsOf): ToldClock['facts'] {
  const { kind, first_round, met_at, due_at, handled_at, certificate } = clock;
  const met = met_at !== null && met_at <= due_at;
  const handled = handled_at !== null && handled_at < until;
  const resolve = kind === 'resolve';
  const first = (said: boolean | null): boolean | null => resolve && first_round ? said : null;
  const kept = (asked: Clock['kind']): boolean | null => kind === asked && (first_round || !met) ? met : null;
  const rework = (stands: boolean): boolean | null => !resolve ? null : !first_round ? stands || null : handled ? false : null;
  return {
    on_time: first(met),
    handled: first(handled),
    reworked: rework(true),
    returned: first(issue.returned),
    responded: first(issue.responded),
    solved: first(issue.solved),
    satisfied: first(issue.satisfied),
    repeated: first(issue.repeats),
    first_time: first(met && !issue.reworked),
    overdue_open: resolve && (first_round || !handled) ? !handled : null,
    closed: first(issue.closed),
    extended: first(certificate.extensions.length > 0),
    escalated_on_time: kept('escalate'),
    escalation_returned: first(issue.escalation_returned),
    own_on_time: kept('own'),
    verified_on_time: kept('verify'),
    disclosed_on_time: kept('disclose'),
    external_on_time: kept('external'),
    rework_confirmed: rework(issue.stands(clock.opened_by_seq)),
  };
}
