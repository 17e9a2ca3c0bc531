/**
 * Calendar days and moments as whole numbers, so that rules can count instead of parse.
 *
 * A day is the number of days since 1970-01-01, a moment the milliseconds since then (UTC).
 * No time zone here: `time-zone-rules.ts` knows those. The day arithmetic is H. Hinnant's
 * `days_from_civil`, exact for every proleptic Gregorian date.
 */
import type { Day, Moment } from './values.ts';

export const MS_PER_DAY = 86_400_000;
export const MS_PER_MINUTE = 60_000;

/** Days since 1970-01-01 of `YYYY-MM-DD`. */
export function epochDay(day: Day): number {
  const month = Number(day.slice(5, 7));
  const year = Number(day.slice(0, 4)) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + Number(day.slice(8, 10)) - 1;
  const epoch = era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
  if (!Number.isInteger(epoch) || day.length !== 10)
    throw new RangeError(`Not a calendar day (YYYY-MM-DD): ${day}`);
  return epoch;
}

/** `YYYY-MM-DD` that stands in the calendar: no 31 February. */
export function isDay(value: unknown): value is Day {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && dayString(epochDay(value)) === value;
}

/** A day as a form sends it, a time of day behind it or not; null: no such day. */
export function dayIn(value: unknown): Day | null {
  const day = typeof value === 'string' ? value.slice(0, 10) : null;
  return isDay(day) ? day : null;
}

export interface CivilDate { year: number; month: number; day: number }

export function civilDate(epoch: number): CivilDate {
  const shifted = epoch + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

export function dayString(epoch: number): Day {
  const { year, month, day } = civilDate(epoch);
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}

/** 1 Monday … 7 Sunday. */
export function weekday(epoch: number): number {
  return ((epoch + 3) % 7 + 7) % 7 + 1;
}

/** Milliseconds since 1970 of a moment. */
export function epochMs(moment: Moment): number {
  const time = Number(moment.slice(11, 13)) * 3_600_000 + Number(moment.slice(14, 16)) * MS_PER_MINUTE
    + Number(moment.slice(17, 19)) * 1000 + Number(moment.slice(20, 23));
  if (!Number.isInteger(time) || moment.length !== 24 || !moment.endsWith('Z'))
    throw new RangeError(`Not a moment (YYYY-MM-DDTHH:MM:SS.sssZ): ${moment}`);
  return epochDay(moment.slice(0, 10)) * MS_PER_DAY + time;
}

export function momentString(ms: number): Moment {
  const epoch = Math.floor(ms / MS_PER_DAY);
  const rest = ms - epoch * MS_PER_DAY;
  return `${dayString(epoch)}T${clockTime(Math.floor(rest / MS_PER_MINUTE))}:${digits(Math.floor(rest / 1000) % 60, 2)}.${digits(rest % 1000, 3)}Z`;
}

/** Minutes since midnight of `HH:MM`; `24:00` is the end of the day. */
export function minuteOfDay(time: string): number {
  const [hour, minute] = [Number(time.slice(0, 2)), Number(time.slice(3, 5))];
  const minutes = hour * 60 + minute;
  if (!Number.isInteger(minutes) || minutes < 0 || minutes > 1440 || minute > 59)
    throw new RangeError(`Not a time of day (HH:MM): ${time}`);
  return minutes;
}

/** `HH:MM` of minutes since midnight. */
export function clockTime(minutes: number): string {
  return `${digits(Math.floor(minutes / 60), 2)}:${digits(minutes % 60, 2)}`;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
