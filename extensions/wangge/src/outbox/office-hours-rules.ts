/** When may an ordinary message leave the house? In office hours of a working day: a phone that rings at night is no service (T26). */
import type { Calendar } from '../calendar/model.ts';
import type { Moment } from '../kernel/values.ts';
import { localTime } from '../calendar/time-zone-rules.ts';
import { isWorkingDay } from '../calendar/working-days-rules.ts';
import { dayString, epochMs, minuteOfDay } from '../kernel/civil-date-rules.ts';

/** `HH:MM` in the calendar's time zone; `24:00` is the end of the day. */
export interface OfficeHours {
  open: string;
  close: string;
}

/** From opening on, and no longer at closing. Hours that leave no minute are taken for the whole working day. */
export function inOfficeHours(calendar: Calendar, hours: OfficeHours, now: Moment): boolean {
  const { epoch, minute } = localTime(calendar.time_zone, epochMs(now));
  const [open, close] = [minuteOfDay(hours.open), minuteOfDay(hours.close)];
  return isWorkingDay(calendar, dayString(epoch)) && (open >= close || (open <= minute && minute < close));
}
