/** How much an extension adds: from the wished day to the unit of each clock's limit. */
import type { Calendar, ClockKind } from '../../calendar/model.ts';
import type { Moment } from '../../kernel/values.ts';
import type { Clock } from '../model.ts';
import { dayOf, workingDaysIn } from '../../calendar/working-days-rules.ts';
import { dayString, epochDay, epochMs } from '../../kernel/civil-date-rules.ts';

export const EXTENSIONS_GRANTED_AT_MOST = 2;

const MS_PER_HOUR = 3_600_000;
/** What an extension moves: the limit of the issue, and that of the department that has it. */
const EXTENDED = ['resolve', 'own'] as const;

/**
 * What is added to the running `resolve` and `own` clocks, in the units of their limits, so that
 * they end on the day of `until` (null: one more original limit, the most that one extension
 * gives). Null: the resolve clock does not run, or that day is not after its end, or is too late.
 */
export function extensionsUntil(
  clocks: readonly Clock[],
  until: Moment | null,
  calendars: (version: string) => Calendar,
): Partial<Record<ClockKind, number>> | null {
  const added: Partial<Record<ClockKind, number>> = {};
  for (const kind of EXTENDED) {
    const clock = clocks.findLast(one => one.kind === kind);
    if (clock === undefined || clock.state !== 'running')
      continue;
    const { limit } = clock.certificate;
    const most = limit.working_days ?? limit.clock_hours ?? 0;
    const wished = until === null ? most : amountUntil(clock, until, calendars(limit.calendar_version));
    if (kind === 'resolve' && (wished < 1 || wished > most))
      return null;
    // The department's own clock may end later already.
    if (wished >= 1)
      added[kind] = Math.min(wished, most);
  }
  return added.resolve === undefined ? null : added;
}

function amountUntil(clock: Clock, until: Moment, calendar: Calendar): number {
  if (clock.certificate.limit.working_days === null)
    return Math.ceil((epochMs(until) - epochMs(clock.due_at)) / MS_PER_HOUR);
  const next = (moment: Moment): string => dayString(epochDay(dayOf(calendar, moment)) + 1);
  return workingDaysIn(calendar, next(clock.due_at), next(until));
}
