/**
 * Clocks that a later event judges anew, from their start to that event: by another calendar than the one they were pinned to.
 * Why there are such events stands in `recalendar-rules.ts`.
 */
import type { PinnedLimit } from '../../calendar/model.ts';
import type { ClockIdentity, IssueEvent } from '../model.ts';
import type { CalendarPins } from './clock-rules.ts';

/** By the identity of the clock: until when, and by which calendar. The last word counts. */
export type Judgments = ReadonlyMap<string, { until_seq: number; calendar_version: string }>;

export function judgedAnew(events: readonly IssueEvent[]): Judgments {
  return new Map(events.flatMap(({ seq, data: { decided } }) =>
    (decided.judged ?? []).map(clock => [identityOf(clock), { until_seq: seq, calendar_version: clock.calendar_version }] as const)));
}

/** By which calendar a later event judges this clock for the time of this one; null: as it is pinned. */
export function judgment(judged: Judgments, { seq }: Pick<IssueEvent, 'seq'>, clock: ClockIdentity): string | null {
  const found = judged.get(identityOf(clock));
  return found !== undefined && seq < found.until_seq ? found.calendar_version : null;
}

/** A limit as it counts for this clock at this event. */
export function limitJudged(judged: Judgments, event: IssueEvent, clock: ClockIdentity, pinned: PinnedLimit): PinnedLimit {
  const calendar_version = judgment(judged, event, clock);
  return calendar_version === null ? pinned : { ...pinned, calendar_version, statutory: true };
}

/** What an event that counts clocks anew says of the calendar; null: nothing. */
export function pinsOf({ data: { decided: { calendar_version, statutory } } }: IssueEvent): CalendarPins | null {
  return calendar_version === undefined ? null : { calendar_version, ...(statutory === true ? { statutory } : {}) };
}

export function identityOf({ kind, department, opened_by_seq }: ClockIdentity): string {
  return `${opened_by_seq} ${kind} ${department}`;
}
