import type { Calendar, PinnedLimit } from '../../extensions/wangge/src/calendar/model.ts';
import type { Moment } from '../../extensions/wangge/src/kernel/values.ts';
/** What the calendar's tests share: the shipped calendar, limits, and days and moments to draw from. */
import fc from 'fast-check';
import { shippedCalendar } from '../../extensions/wangge/src/calendar/shipped-calendar-rules.ts';
import { dayString, epochDay, momentString } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';

export const shipped: Calendar = shippedCalendar();

/** The wall clock in Shanghai as a moment. */
export function at(local: string): Moment {
  return new Date(`${local}${local.length === 16 ? ':00' : ''}+08:00`).toISOString();
}

export function workingDays(working_days: number, said: Partial<PinnedLimit> = {}): PinnedLimit {
  return { policy: null, working_days, clock_hours: null, warn_working_hours: 0, close_of_business: '18:00', calendar_version: 'CN-2026', ...said };
}

export function clockHours(clock_hours: number): PinnedLimit {
  return workingDays(0, { working_days: null, clock_hours });
}

/** From before the first published year to after the last. */
export const someDay = fc.integer({ min: epochDay('2019-06-01'), max: epochDay('2027-12-31') }).map(dayString);
export const someMoment = fc.integer({ min: Date.UTC(2019, 5, 1), max: Date.UTC(2027, 11, 31) }).map(momentString);
export const fewDays = fc.integer({ min: 0, max: 60 });

/** Pauses as a timeline makes them: in order, one after the other, none before the start. */
export function pausesAfter(start: Moment, closed = true): fc.Arbitrary<{ from: Moment; until: Moment | null }[]> {
  return fc.array(fc.integer({ min: 0, max: 6 * 86_400_000 }), { maxLength: 6 }).map((steps) => {
    let now = Date.parse(start);
    const ends = steps.map(step => momentString(now += step));
    const pauses: { from: Moment; until: Moment | null }[] = [];
    for (let i = 0; i < ends.length; i += 2) {
      if (ends[i + 1] !== undefined || !closed)
        pauses.push({ from: ends[i]!, until: ends[i + 1] ?? null });
    }
    return pauses;
  });
}
