/**
 * What a calendar makes of one issue's clocks, as one event of the system (`deadline_moved`).
 *
 * Clocks that run are counted by it from now on. Where a year is known at last, those whose end rested on it are judged anew
 * from their start, ended ones too: missed, met or still running, as if it had been known all along. And pins that earlier
 * releases set to a version that was not in force are put right.
 */
import type { Calendar } from '../../calendar/model.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Written } from '../lifecycle/decide-rules.ts';
import type { Facts } from '../lifecycle/decision-facts-rules.ts';
import type { IssueState } from '../lifecycle/evolve-rules.ts';
import type { Clock, ClockIdentity, Decided, IssueEvent } from '../model.ts';
import { dueAt, pinOf } from '../../calendar/working-days-rules.ts';
import { Timeline } from '../lifecycle/decide-rules.ts';
import { NO_INPUT } from '../lifecycle/decision-facts-rules.ts';
import { deadlines } from './deadline-rules.ts';
import { identityOf } from './judgment-rules.ts';

/** What stands in the timeline, in the office's language. */
const NOTE = {
  judged: '所涉年份的节假日安排已公布，原暂定的到期时间据实认定。',
  repairs: '系统更正：原时限引用的工作日历当时尚未启用，现按当时有效的工作日历认定。',
} as const;

/** Null: no clock ends at another moment, or less certainly, or otherwise than before, and no answer is awaited longer or shorter. */
export function moveDeadlines(stored: readonly IssueEvent[], state: IssueState, id: Uuid, calendars: Facts['calendars'], version: string, now: Moment): Written | null {
  const calendar = calendars(version);
  const timeline = new Timeline(stored, state, { issue: { id }, calendars, now });
  const misses = timeline.writeMisses();
  const before = timeline.clocks;
  const judged = withoutOthers(timeline.events, calendars, before.filter(clock => isJudgedBy(calendar, clock, now)).map(clock => ({ ...identity(clock), calendar_version: version })), before);
  const decided: Decided = { ...pinOf(calendar), ...(judged.length === 0 ? {} : { judged }) };
  const event = timeline.write('deadline_moved', null, now, { ...NO_INPUT, note: judged.length === 0 ? null : NOTE.judged }, decided, state.status);
  const moved = differences(before, timeline.clocks);
  if (moved.length === 0)
    return null;
  event.data.decided.moved = moved;
  return { events: [...misses, event], clocks: timeline.clocks, state: timeline.state! };
}

/** Did something hinge on an end that was provisional, and is it certain by this calendar? */
export function isJudgedBy(calendar: Calendar, clock: Pick<Clock, 'provisional' | 'state' | 'due_at' | 'started_at' | 'certificate'>, now: Moment): boolean {
  if (!clock.provisional || (clock.state === 'running' && clock.due_at >= now))
    return false;
  return !dueAt(calendar, clock.started_at, { ...clock.certificate.limit, ...pinOf(calendar) }, clock.certificate).provisional;
}

/** A version and when it came to be. */
export interface InForce {
  now: Calendar;
  at: (moment: Moment) => string;
}

/**
 * Clocks that are stored otherwise than their events say, because these name a version that was not in force: from now on the
 * one that was counts. Null: nothing of the kind is wrong.
 */
export function repairPins(stored: readonly IssueEvent[], state: IssueState, id: Uuid, clocks: readonly Clock[], calendars: Facts['calendars'], inForce: InForce, now: Moment): Written | null {
  const foreign = stored.some(({ at, data: { decided } }) => Object.values(decided.limits ?? {}).some(({ calendar_version }) => calendar_version !== inForce.at(at)));
  if (!foreign)
    return null;
  const derived = deadlines(stored, calendars);
  const kept = new Map(clocks.map(clock => [identityOf(clock), clock]));
  const wrong = derived.filter((clock) => {
    const row = kept.get(identityOf(clock));
    return row !== undefined && (row.due_at !== clock.due_at || row.original_due_at !== clock.original_due_at);
  });
  if (wrong.length === 0)
    return null;
  const judged = wrong.map(clock => ({ ...identity(clock), calendar_version: ended(clock) ? inForce.at(clock.met_at ?? clock.missed_at ?? stored[clock.opened_by_seq - 1]!.at) : inForce.now.version }));
  const decided: Decided = { ...pinOf(inForce.now), judged, repairs: 'calendar_pins' };
  const timeline = new Timeline(stored, state, { issue: { id }, calendars, now });
  const event = timeline.write('deadline_moved', null, now, { ...NO_INPUT, note: NOTE.repairs }, decided, state.status);
  event.data.decided.moved = differences(clocks, timeline.clocks);
  return timeline.clocks.length === kept.size ? { events: [event], clocks: timeline.clocks, state: timeline.state! } : null;
}

type Judged = NonNullable<Decided['judged']>;

/** Judging anew may not make other clocks begin or vanish: if it would, those that were called off stay so; or all. */
function withoutOthers(events: readonly IssueEvent[], calendars: Facts['calendars'], judged: Judged, clocks: readonly Clock[]): Judged {
  const last = events.at(-1)!;
  const keys = clocks.map(identityOf).join();
  const keeps = (some: Judged): boolean => {
    const event: IssueEvent = { ...last, ...NO_INPUT, seq: last.seq + 1, type: 'deadline_moved', data: { decided: { judged: some }, patch: {} } };
    return deadlines([...events, event], calendars).map(identityOf).join() === keys;
  };
  const calledOff = new Set(clocks.filter(({ state }) => state === 'cancelled').map(identityOf));
  return [judged, judged.filter(clock => !calledOff.has(identityOf(clock)))].find(some => some.length === 0 || keeps(some)) ?? [];
}

function differences(before: readonly Clock[], after: readonly Clock[]): NonNullable<Decided['moved']> {
  const known = new Map(before.map(clock => [identityOf(clock), clock]));
  return after.flatMap((clock) => {
    const earlier = known.get(identityOf(clock));
    if (earlier === undefined || !differs(earlier, clock))
      return [];
    return [{ ...identity(clock), from: earlier.due_at, to: clock.due_at }];
  });
}

/** That a provisional end waits for its year from now on is a difference, too, and that an answer is awaited until another moment. */
function differs(before: Clock, after: Clock): boolean {
  return before.due_at !== after.due_at || before.provisional !== after.provisional || before.state !== after.state || before.missed_at !== after.missed_at || before.held_until !== after.held_until
    || (after.provisional && before.certificate.limit.statutory !== after.certificate.limit.statutory);
}

function ended({ state }: Clock): boolean {
  return state !== 'running' && state !== 'paused';
}

function identity({ kind, department, opened_by_seq }: ClockIdentity): ClockIdentity {
  return { kind, department, opened_by_seq };
}
