/**
 * By which calendar clocks are counted: the one that their limit is pinned to, one that an event counts them by from then on, or
 * one by which a later event judges them anew, from their start to that event.
 * Why there are such events stands in `recalendar-rules.ts`.
 */
import type { Calendar, PinnedLimit } from '../../calendar/model.ts';
import type { Clock, ClockIdentity, IssueEvent } from '../model.ts';
import type { CalendarPins } from './clock-rules.ts';
import { isPast, miss, repin } from './clock-rules.ts';

/** By the identity of the clock: until when, and by which calendar. The last word counts. */
export type Judgments = ReadonlyMap<string, { until_seq: number; calendar_version: string }>;

/** What counting takes: the calendars, and clocks that a later event judges anew. */
export interface Counting { calendars: (version: string) => Calendar; judged: Judgments }

export function judgedAnew(events: readonly IssueEvent[]): Judgments {
  return new Map(events.flatMap(({ seq, data: { decided } }) =>
    (decided.judged ?? []).map(clock => [identityOf(clock), { until_seq: seq, calendar_version: clock.calendar_version }] as const)));
}

/** By which calendar a later event judges this clock for the time of this one; null: as it is pinned. */
function judgment(judged: Judgments, { seq }: Pick<IssueEvent, 'seq'>, clock: ClockIdentity): string | null {
  const found = judged.get(identityOf(clock));
  return found !== undefined && seq < found.until_seq ? found.calendar_version : null;
}

/** A limit as it counts for this clock at this event, with its calendar. */
export function counted({ judged, calendars }: Counting, event: IssueEvent, clock: ClockIdentity, pinned: PinnedLimit): [limit: PinnedLimit, calendar: Calendar] {
  const version = judgment(judged, event, clock);
  const limit: PinnedLimit = version === null ? pinned : { ...pinned, calendar_version: version, statutory: true };
  return [limit, calendars(limit.calendar_version)];
}

export function calendarOf({ calendars }: Counting, clock: Clock): Calendar {
  return calendars(clock.certificate.limit.calendar_version);
}

/** The calendar that an event counts by from now on; the clock's own where it names none, or a later event judges the clock. */
export function repinned(counting: Counting, event: IssueEvent, clock: Clock): Calendar {
  const pin = pinsOf(event);
  if (pin === null || judgment(counting.judged, event, clock) !== null)
    return calendarOf(counting, clock);
  if (clock.state === 'running' || clock.state === 'paused')
    clock.certificate.limit = { ...clock.certificate.limit, ...pin };
  return counting.calendars(pin.calendar_version);
}

/** The event counts the clock by its calendar from now on. */
export function moveTo({ judged, calendars }: Counting, event: IssueEvent, clock: Clock): void {
  const pin = pinsOf(event);
  if (pin !== null && judgment(judged, event, clock) === null)
    repin(clock, pin, calendars(pin.calendar_version));
}

/** A miss stands; judged anew, it stands where the limit had passed when it was written, and has its true date. */
export function recordMiss({ judged }: Counting, event: IssueEvent, clock: Clock): void {
  if (judgment(judged, event, clock) === null)
    miss(clock, event.at);
  else if (isPast(clock, event.data.decided.recorded_at ?? event.at))
    miss(clock, clock.due_at);
}

/** What an event that counts clocks anew says of the calendar; null: nothing. */
function pinsOf({ data: { decided: { calendar_version, statutory } } }: IssueEvent): CalendarPins | null {
  return calendar_version === undefined ? null : { calendar_version, ...(statutory === true ? { statutory } : {}) };
}

export function identityOf({ kind, department, opened_by_seq }: ClockIdentity): string {
  return `${opened_by_seq} ${kind} ${department}`;
}
