/** Calendar days in the browser: in words, of a moment, so many later. */
import type { Day } from '../kernel/values.ts';

/** `2026年11月23日`: a calendar day, in whatever zone the browser is. */
export function dayWords(day: Day, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day.slice(0, 10)}T00:00:00Z`));
}

/** The calendar day of a moment in a time zone. */
export function dayIn(zone: string, moment: Date): Day {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(moment);
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
