/** Time as an office spends it: forwards by working minutes, over nights, weekends and holidays. */
import type { Calendar } from '../../calendar/model.ts';
import type { Day, Moment } from '../../kernel/values.ts';
import { addWorkingDays, dayOf, isWorkingDay, momentAt, workingDaysIn } from '../../calendar/working-days-rules.ts';
import { epochMs, momentString } from '../../kernel/civil-date-rules.ts';

/** Minutes since midnight between which people work; a little less than the office is open. */
const FROM = 8 * 60 + 40;
const UNTIL = 17 * 60 + 50;
export const WORKING_DAY = UNTIL - FROM;

interface Place { day: Day; minute: number }

/** The moment after so many working minutes; always within working time. */
export function afterWorking(calendar: Calendar, from: Moment, minutes: number): Moment {
  let { day, minute } = atWork(calendar, from);
  let rest = minutes;
  while (minute + rest > UNTIL) {
    rest -= UNTIL - minute;
    day = addWorkingDays(calendar, day, 1).day;
    minute = FROM;
  }
  return at(calendar, day, minute + rest);
}

/** The working minutes between two moments; 0 if `until` is not later. */
export function workingBetween(calendar: Calendar, from: Moment, until: Moment): number {
  const start = atWork(calendar, from);
  const end = atWork(calendar, until);
  const days = workingDaysIn(calendar, start.day, end.day);
  return start.day > end.day ? 0 : Math.max(0, days * WORKING_DAY + end.minute - start.minute);
}

/** A moment of that day, its minute since midnight given. */
export function at(calendar: Calendar, day: Day, minute: number): Moment {
  return momentString(epochMs(momentAt(calendar, day, '00:00')) + Math.round(minute * 60_000));
}

/** The first whole minute after a moment: when the next sweep runs. */
export function nextMinute(moment: Moment): Moment {
  return momentString((Math.floor(epochMs(moment) / 60_000) + 1) * 60_000);
}

export function plusMinutes(moment: Moment, minutes: number): Moment {
  return momentString(epochMs(moment) + Math.round(minutes * 60_000));
}

/** Where work goes on from that moment: there, or when people come back. */
function atWork(calendar: Calendar, moment: Moment): Place {
  const day = dayOf(calendar, moment);
  const minute = (epochMs(moment) - epochMs(momentAt(calendar, day, '00:00'))) / 60_000;
  if (!isWorkingDay(calendar, day) || minute >= UNTIL)
    return { day: addWorkingDays(calendar, day, 1).day, minute: FROM };
  return { day, minute: Math.max(minute, FROM) };
}
