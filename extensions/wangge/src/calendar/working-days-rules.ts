/**
 * Working days: which they are, and when a limit ends.
 *
 * The rule (《民法典》 art. 201, 203): the day of receipt never counts, a limit of n working
 * days ends at the close of business of the nth working day after it. Working days are
 * those that the State Council's arrangement says, make-up days included, and never those that the law fixes
 * (`statutory-rules.ts`); days that no arrangement covers go by the week, and what rests on one of them is provisional.
 *
 * A limit is counted as it is pinned (`PinnedLimit.statutory`); whatever has no pin of its own, with the law.
 */
import type { Day, Moment } from '../kernel/values.ts';
import type { Table } from './day-table-rules.ts';
import type { Calendar, CalendarPin, PinnedLimit } from './model.ts';
import { dayString, epochDay, epochMs, minuteOfDay, momentString } from '../kernel/civil-date-rules.ts';
import { rank, tableOf, workingDay } from './day-table-rules.ts';
import { localTime, momentOf } from './time-zone-rules.ts';

export interface Stretch {
  pauses: readonly { from: Moment; until: Moment | null }[];
  /** What approved extensions add, in the unit of the limit (working days or hours). */
  extensions: readonly number[];
}

export interface Due {
  due_at: Moment;
  /** The end without pauses and extensions. */
  original_due_at: Moment;
  provisional: boolean;
}

const NO_STRETCH: Stretch = { pauses: [], extensions: [] };
const MS_PER_HOUR = 3_600_000;
/** Office hours begin; a day that closes before this opens at midnight. */
const OPEN_OF_BUSINESS = 9 * 60;

/** What a limit keeps of the calendar that it is counted by: pinned and counted by one and the same. */
export function pinOf({ version }: Pick<Calendar, 'version'>): CalendarPin {
  return { calendar_version: version, statutory: true };
}

function tableFor(calendar: Calendar, { statutory }: Pick<PinnedLimit, 'statutory'>): Table {
  return tableOf(calendar, statutory === true);
}

export function isWorkingDay(calendar: Calendar, day: Day, limit: Pick<PinnedLimit, 'statutory'> = { statutory: true }): boolean {
  const table = tableFor(calendar, limit);
  const epoch = epochDay(day);
  return rank(table, epoch + 1) > rank(table, epoch);
}

/** The nth working day after `day` (`n` = 0: the day itself). Provisional if a day outside the published range was looked at. */
export function addWorkingDays(calendar: Calendar, day: Day, n: number): { day: Day; provisional: boolean } {
  const from = epochDay(day);
  const table = tableOf(calendar);
  const until = nthAfter(table, from, n);
  return { day: dayString(until), provisional: isProvisional(table, from, until) || (until > from && from + 1 < table.coversFrom) };
}

/** Working days in `[from, until)`; 0 if `until` is not later. */
export function workingDaysIn(calendar: Calendar, from: Day, until: Day): number {
  return countIn(tableOf(calendar), epochDay(from), epochDay(until));
}

/** The calendar day of a moment in the calendar's time zone. */
export function dayOf(calendar: Calendar, moment: Moment): Day {
  return dayString(localTime(calendar.time_zone, epochMs(moment)).epoch);
}

/** The moment at which the wall clock shows `time` (`HH:MM`, `24:00` for the end) on that day. */
export function momentAt(calendar: Calendar, day: Day, time: string): Moment {
  return momentString(momentOf(calendar.time_zone, epochDay(day), minuteOfDay(time)));
}

/** When a limit ends that began at `started_at`, with what held it up and what was added. Another authority's moment stays where it is. */
export function dueAt(calendar: Calendar, started_at: Moment, limit: PinnedLimit, stretch: Stretch = NO_STRETCH): Due {
  if (limit.fixed_due_at !== undefined)
    return { due_at: limit.fixed_due_at, original_due_at: limit.fixed_due_at, provisional: false };
  if (limit.working_days === null)
    return dueByTheClock(started_at, limit, stretch);
  const table = tableFor(calendar, limit);
  const receipt = localTime(calendar.time_zone, epochMs(started_at)).epoch;
  const close = minuteOfDay(limit.close_of_business);
  const original = nthAfter(table, receipt, limit.working_days);
  const original_due_at = momentString(momentOf(calendar.time_zone, original, close));
  if (stretch.pauses.length === 0 && stretch.extensions.length === 0)
    return { due_at: original_due_at, original_due_at, provisional: isProvisional(table, receipt, original) };
  const { days } = stood(calendar, started_at, limit, stretch);
  const due = nthAfter(table, receipt, days);
  return {
    due_at: momentString(momentOf(calendar.time_zone, due, close)),
    original_due_at,
    provisional: isProvisional(table, receipt, due),
  };
}

/** Round the clock: to the millisecond, whatever the calendar says. */
function dueByTheClock(started_at: Moment, limit: PinnedLimit, { pauses, extensions }: Stretch): Due {
  if (limit.clock_hours === null)
    throw new RangeError('A limit is set in working days, in hours or by its moment');
  const original = epochMs(started_at) + limit.clock_hours * MS_PER_HOUR;
  let due = original + total(extensions) * MS_PER_HOUR;
  let free = epochMs(started_at);
  for (const pause of inOrder(pauses)) {
    if (pause.until === null || epochMs(pause.from) >= due)
      continue;
    const from = Math.max(epochMs(pause.from), free);
    const until = Math.max(epochMs(pause.until), from);
    due += until - from;
    free = until;
  }
  return { due_at: momentString(due), original_due_at: momentString(original), provisional: false };
}

/** A span of days (since 1970) in which the clock stood: `[from, until)`. */
export interface Stood { from: number; until: number }

/**
 * The days on which a clock stood, and the length of its limit with them.
 *
 * A pause takes the working days d with eff(from) <= d < eff(until), where eff is the day of
 * the moment, or the next one at or after the close of business: suspending from Friday
 * morning to Monday morning takes exactly Friday. The day of receipt counts for neither
 * side. A pause that begins when the limit has run out comes too late to move it; one
 * that still lasts takes nothing yet.
 */
export function stood(calendar: Calendar, started_at: Moment, limit: PinnedLimit, stretch: Stretch): { spans: Stood[]; days: number } {
  const table = tableFor(calendar, limit);
  const zone = calendar.time_zone;
  const close = minuteOfDay(limit.close_of_business);
  const receipt = localTime(zone, epochMs(started_at)).epoch;
  const spans: Stood[] = [];
  let days = (limit.working_days ?? 0) + total(stretch.extensions);
  let free = receipt + 1;
  for (const pause of inOrder(stretch.pauses)) {
    if (pause.until === null || epochMs(pause.from) >= momentOf(zone, nthAfter(table, receipt, days), close))
      continue;
    const from = Math.max(effectiveDay(calendar, pause.from, close), free);
    const until = effectiveDay(calendar, pause.until, close);
    if (until <= from)
      continue;
    spans.push({ from, until });
    days += countIn(table, from, until);
    free = until;
  }
  return { spans, days };
}

/** The first day that is wholly or partly left at a moment: the next one once business has closed. */
export function effectiveDay(calendar: Calendar, moment: Moment, close: number): number {
  const { epoch, minute } = localTime(calendar.time_zone, epochMs(moment));
  return minute >= close ? epoch + 1 : epoch;
}

/** `warn_working_hours` before the end, counted in office hours (09:00 to the close of business); by the clock for a limit in hours. */
export function warnAt(calendar: Calendar, due_at: Moment, limit: PinnedLimit): Moment {
  if (limit.clock_hours !== null)
    return momentString(epochMs(due_at) - limit.warn_working_hours * MS_PER_HOUR);
  const table = tableFor(calendar, limit);
  const zone = calendar.time_zone;
  const close = minuteOfDay(limit.close_of_business);
  const open = openOn(close);
  const due = lastOfficeMinute(calendar, due_at, close);
  const asked = Math.round(limit.warn_working_hours * 60);
  const today = countIn(table, due.epoch, due.epoch + 1) * Math.max(0, due.minute - open);
  if (asked <= today)
    return momentString(momentOf(zone, due.epoch, due.minute - asked));
  const office = Math.max(1, close - open);
  const daysBack = Math.ceil((asked - today) / office);
  const day = workingDay(table, rank(table, due.epoch) - daysBack);
  return momentString(momentOf(zone, day, close - (asked - today - (daysBack - 1) * office)));
}

/** Minutes of an office day that closes at `close` (`HH:MM`). */
export function officeDay(close: string): number {
  return Math.max(1, minuteOfDay(close) - openOn(minuteOfDay(close)));
}

/** Office minutes in `[from, until)`, on working days that close at `close`; a minute counts from when the clock shows it. */
export function officeMinutes(calendar: Calendar, from: Moment, until: Moment, close: string): number {
  return until <= from ? 0 : officeMinutesUntil(calendar, until, close) - officeMinutesUntil(calendar, from, close);
}

/** Since the first day of the calendar's table: only differences mean anything. */
function officeMinutesUntil(calendar: Calendar, moment: Moment, close: string): number {
  const table = tableOf(calendar);
  const { epoch, minute } = localTime(calendar.time_zone, epochMs(moment));
  const today = Math.min(Math.max(0, minute - openOn(minuteOfDay(close))), officeDay(close));
  return rank(table, epoch) * officeDay(close) + countIn(table, epoch, epoch + 1) * today;
}

function openOn(close: number): number {
  return close > OPEN_OF_BUSINESS ? OPEN_OF_BUSINESS : 0;
}

/** A limit that ends at 24:00 ends on the day before the one that then begins. */
function lastOfficeMinute(calendar: Calendar, due_at: Moment, close: number): { epoch: number; minute: number } {
  const { epoch, minute } = localTime(calendar.time_zone, epochMs(due_at));
  return close === 1440 && minute === 0 ? { epoch: epoch - 1, minute: 1440 } : { epoch, minute: Math.min(minute, close) };
}

function nthAfter(table: Table, day: number, n: number): number {
  if (!Number.isInteger(n) || n < 0)
    throw new RangeError(`Working days to add are a whole number from 0: ${n}`);
  return n === 0 ? day : workingDay(table, rank(table, day + 1) + n - 1);
}

function countIn(table: Table, from: number, until: number): number {
  return until <= from ? 0 : rank(table, until) - rank(table, from);
}

/**
 * Whether a day after `from`, up to `until`, lies outside the published range. What lies before it is never published any
 * more: a limit that waits for its year's arrangement would wait for ever.
 */
function isProvisional({ coversFrom, coversTo, statutory }: Table, from: number, until: number): boolean {
  return until > from && ((!statutory && from + 1 < coversFrom) || until > coversTo);
}

function inOrder(pauses: Stretch['pauses']): Stretch['pauses'] {
  return pauses.length < 2 ? pauses : [...pauses].sort((a, b) => epochMs(a.from) - epochMs(b.from));
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
