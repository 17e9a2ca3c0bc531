/**
 * The life of one clock: opened, paused, resumed, given another limit, and how it ends.
 *
 * A clock that has run out stays missed whatever happens afterwards, also when nobody has
 * recorded the miss yet: pausing, routing or cancelling comes too late for it, and it keeps
 * running until the miss is recorded. Whether one has run out is not known while its end rests on a year
 * that is not published: it goes on as if it had not, and is judged anew then (`decided.judged`). Clocks are changed in place: `deadline-rules.ts` makes
 * them anew for every timeline.
 */
import type { Calendar, CalendarPin, PinnedLimit } from '../../calendar/model.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Clock, ClockIdentity, Pins } from '../model.ts';
import { dueAt, warnAt } from '../../calendar/working-days-rules.ts';

/** What an event that counts clocks anew says of the calendar; those of earlier releases name the version alone. */
export type CalendarPins = Pick<CalendarPin, 'calendar_version'> & Partial<CalendarPin>;

/** `calendar` is the version that the limit pins. */
export function openClock(
  identity: ClockIdentity,
  person: Uuid | null,
  started_at: Moment,
  limit: PinnedLimit,
  calendar: Calendar,
): Omit<Clock, keyof Pins> {
  const { due_at, original_due_at, provisional } = dueAt(calendar, started_at, limit);
  return {
    ...identity,
    policy: limit.policy,
    person,
    started_at,
    due_at,
    original_due_at,
    provisional,
    warn_at: warning(calendar, limit, started_at, due_at),
    warned_at: null,
    held_until: null,
    met_at: null,
    missed_at: null,
    state: 'running',
    certificate: { limit, started_at, pauses: [], extensions: [], original_due_at, due_at, provisional },
  };
}

/** Another scope, another limit: from the same start, so that passing on wins no time. The original due moment stays on record. */
export function relimit(clock: Clock, at: Moment, limit: PinnedLimit, calendar: Calendar): void {
  if (!ticking(clock, at))
    return;
  clock.certificate.limit = limit;
  clock.policy = limit.policy;
  retime(clock, calendar);
}

/** A request made in time: its answer is awaited one working day beyond the limit, and no longer. */
export function holdMiss(clock: Clock, at: Moment, calendar: Calendar): void {
  if (ticking(clock, at))
    clock.held_until = aWorkingDayBeyond(clock.due_at, clock.certificate.limit, calendar);
}

/** How long an answer is awaited of what a limit that ends then would miss. */
export function aWorkingDayBeyond(due_at: Moment, limit: PinnedLimit, calendar: Calendar): Moment {
  return dueAt(calendar, due_at, { ...limit, working_days: 1, clock_hours: null }).due_at;
}

/** What was asked for in time may be granted while its miss is held. */
export function extend(clock: Clock, amount: number, calendar: Calendar): void {
  if (clock.state !== 'running')
    return;
  clock.certificate.extensions.push(amount);
  retime(clock, calendar);
}

/** Counted by another version of the calendar from now on. */
export function repin(clock: Clock, pin: CalendarPins, calendar: Calendar): void {
  if (clock.state !== 'running' && clock.state !== 'paused')
    return;
  clock.certificate.limit = { ...clock.certificate.limit, ...pin };
  retime(clock, calendar);
  if (clock.held_until !== null)
    clock.held_until = aWorkingDayBeyond(clock.due_at, clock.certificate.limit, calendar);
}

/** At the very moment of the limit nothing is left that could stand. */
export function pause(clock: Clock, at: Moment, why: 'district' | null = null): void {
  if (!ticking(clock, at) || at === clock.due_at)
    return;
  clock.certificate.pauses.push({ from: at, until: null, ...(why === null ? {} : { why }) });
  clock.state = 'paused';
}

export function resume(clock: Clock, at: Moment, calendar: Calendar): void {
  const standing = clock.certificate.pauses.at(-1);
  if (clock.state !== 'paused' || standing === undefined)
    return;
  standing.until = at;
  clock.state = 'running';
  retime(clock, calendar);
}

/** It stood for that time, which is over, since the district had it. */
export function standStill(clock: Clock, from: Moment, until: Moment, calendar: Calendar): void {
  clock.certificate.pauses.push({ from, until, why: 'district' });
  retime(clock, calendar);
}

/** What it measured is done: in time or late. */
export function finish(clock: Clock, at: Moment, calendar: Calendar): void {
  if (!isOpen(clock))
    return;
  resume(clock, at, calendar);
  clock.met_at = at;
  if (ticking(clock, at)) {
    clock.state = 'met';
    return;
  }
  clock.missed_at ??= clock.due_at;
  clock.state = 'late';
}

/** What it measured is no longer asked for. */
export function cancel(clock: Clock, at: Moment): void {
  if (clock.state === 'paused' || ticking(clock, at))
    clock.state = 'cancelled';
}

export function miss(clock: Clock, at: Moment): void {
  if (clock.state !== 'running')
    return;
  clock.state = 'missed';
  clock.missed_at = at;
}

/** Not finished: a missed clock still waits to be finished late. */
export function isOpen(clock: Clock): boolean {
  return clock.state === 'running' || clock.state === 'paused' || clock.state === 'missed';
}

/** Running, and its limit has not passed, as far as anybody knows. */
export function ticking(clock: Clock, at: Moment): boolean {
  return clock.state === 'running' && (!isPast(clock, at) || awaitsYear(clock));
}

/** Its end rests on a year that is not published: nobody says that it is missed before it is. */
function awaitsYear({ provisional, certificate: { limit } }: Clock): boolean {
  return provisional && limit.statutory === true;
}

/** The end of the last day is still in time. */
export function isPast(clock: Clock, at: Moment): boolean {
  return at > clock.due_at;
}

export function sameClock(a: ClockIdentity, b: ClockIdentity): boolean {
  return a.kind === b.kind && a.department === b.department && a.opened_by_seq === b.opened_by_seq;
}

function retime(clock: Clock, calendar: Calendar): void {
  const { certificate } = clock;
  const { due_at, provisional } = dueAt(calendar, clock.started_at, certificate.limit, certificate);
  clock.due_at = certificate.due_at = due_at;
  clock.provisional = certificate.provisional = provisional;
  clock.warn_at = warning(calendar, certificate.limit, clock.started_at, due_at);
}

/** No warning where the policy wants none, or where it would come with the task itself. */
function warning(calendar: Calendar, limit: PinnedLimit, started_at: Moment, due_at: Moment): Moment | null {
  if (limit.warn_working_hours <= 0)
    return null;
  const at = warnAt(calendar, due_at, limit);
  return at > started_at ? at : null;
}
