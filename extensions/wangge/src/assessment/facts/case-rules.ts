/**
 * The cases of one issue as things stood at the cut, told by its events alone.
 *
 * What the columns of clocks and issues say today (`CASE_COLUMNS`, in SQL) is what was recorded at the cut only where nothing
 * was recorded since; every other issue is told anew from the events up to the cut, and gives the same forever, whatever
 * became of it afterwards. The two say the same of an issue that both can tell: a system test holds them together.
 */
import type { Calendar } from '../../calendar/model.ts';
import type { Clock, IssueEvent, Scope } from '../../handling/model.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { CaseFacts } from './measure-rules.ts';
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

export interface AsOfCase { opened_by_seq: number; grid: Uuid | null; scope: Scope | null; facts: Required<CaseFacts> }

/** When an event was written: what the system dates with the moment at which it became true may be written later. */
export function recordedAt({ at, data: { decided } }: Pick<IssueEvent, 'at' | 'data'>): Moment {
  return decided.recorded_at ?? at;
}

/** Events of one issue in the order of `seq`; `repeats`: was it reported as happening again? */
export function casesAsOf(events: readonly IssueEvent[], repeats: boolean, asOf: AsOf): AsOfCase[] {
  const late = events.findIndex(event => recordedAt(event) >= asOf.cut);
  const told = late === -1 ? events : events.slice(0, late);
  if (told.length === 0)
    return [];
  const clocks = clocksAtCut(told, asOf);
  return clocks.flatMap((clock) => {
    const due_at = dueOf(clock);
    if (clock.kind !== 'resolve' || due_at === null || !within(countedFrom(clock, due_at, told), asOf))
      return [];
    const { opened_by_seq, grid, scope } = clock;
    return [{ opened_by_seq, grid, scope, facts: clock.first_round ? firstRound(clock, due_at, told, clocks, repeats, asOf) : LATER_ROUND }];
  });
}

/** What rests on days that were not known is judged by the calendar that knows them, as the job does once its year is published. */
function clocksAtCut(told: readonly IssueEvent[], { cut, calendar, calendars }: AsOf): Clock[] {
  const versions = (version: string): Calendar => version === calendar.version ? calendar : calendars(version);
  const clocks = deadlines(told, versions);
  const judged = clocks.filter(clock => clock.kind === 'resolve' && clock.provisional && isKnown(clock, calendar))
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

/** What was done over says that, and nothing else. */
const LATER_ROUND: Required<CaseFacts> = { on_time: null, handled: null, reworked: true, returned: null, responded: null, solved: null, satisfied: null, repeated: null };

function firstRound(clock: Clock, due_at: Moment, told: readonly IssueEvent[], clocks: readonly Clock[], repeats: boolean, asOf: AsOf): Required<CaseFacts> {
  const { until, response_limits } = asOf;
  const second = Math.min(...clocks.filter(({ kind, first_round }) => kind === 'resolve' && !first_round).map(({ opened_by_seq }) => opened_by_seq));
  const during = told.filter(({ at, seq }) => at < until && seq <= second);
  const verified = during.filter(({ type, seq }) => type === 'verify' && seq > clock.opened_by_seq);
  const rated = verified.findLast(({ satisfaction }) => satisfaction !== null);
  const handled = clock.handled_at !== null && clock.handled_at < until;
  const { reported_at, accepted_at, contacted_at } = replay(told, []);
  const answered = [accepted_at, contacted_at].filter(moment => moment !== null).sort()[0] ?? null;
  const answer_by = response_limits.findLast(({ from }) => from <= reported_at)?.due_at ?? null;
  return {
    on_time: clock.met_at !== null && clock.met_at <= due_at,
    handled,
    reworked: handled ? false : null,
    returned: during.some(({ type, cause }) => type === 'return' && cause === 'insufficient'),
    responded: answer_by === null ? null : answered !== null && answered <= answer_by,
    solved: verified.length === 0 ? null : verified.at(-1)!.solved === 'yes',
    satisfied: rated === undefined ? null : rated.satisfaction! >= 4,
    repeated: repeats,
  };
}
