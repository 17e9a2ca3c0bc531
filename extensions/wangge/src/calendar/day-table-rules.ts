/**
 * Which days of a calendar are working days, laid out for counting.
 *
 * A report, a sweep and a demonstration ask thousands of times; each answer is one look-up
 * in a table made once per calendar. Days that the calendar does not list go by the week, but for those that the law fixes:
 * on them nobody works, whatever is listed. (Limits that were pinned before this was known are counted without, for ever.)
 */
import type { Calendar } from './model.ts';
import { epochDay, weekday } from '../kernel/civil-date-rules.ts';
import { isStatutory, statutoryWeekdaysBefore } from './statutory-rules.ts';

/** No arrangement closes offices for two months on end: such a table is a mistake, and no limit would ever end. */
const LONGEST_REST = 60;
const LONGEST_TABLE = 366 * 200;

export interface Table {
  /** First and last day laid out (days since 1970). */
  first: number;
  last: number;
  coversFrom: number;
  coversTo: number;
  /** Do the days that the law fixes count as rest days? */
  statutory: boolean;
  /** `before[i]`: working days in `[first, first + i)`. */
  before: Int32Array;
  /** The working days, in order. */
  working: Int32Array;
}

export class CalendarError extends Error {
  readonly code: 'no_working_days' | 'bad_range';
  readonly version: string;

  constructor(code: 'no_working_days' | 'bad_range', version: string) {
    super(code === 'no_working_days'
      ? `Calendar "${version}" has no working day for more than ${LONGEST_REST} days: no limit can be counted on it`
      : `Calendar "${version}" covers no days, or more than 200 years`);
    this.code = code;
    this.version = version;
  }
}

const tables = new WeakMap<Calendar, Table>();
const tablesWithoutLaw = new WeakMap<Calendar, Table>();

/** A calendar is a value: who changes its days makes another object. */
export function tableOf(calendar: Calendar, statutory = true): Table {
  const known = statutory ? tables : tablesWithoutLaw;
  let table = known.get(calendar);
  if (table === undefined)
    known.set(calendar, table = layOut(calendar, statutory));
  return table;
}

function layOut({ version, covers_from, covers_to, days }: Calendar, statutory: boolean): Table {
  const coversFrom = epochDay(covers_from);
  const coversTo = epochDay(covers_to);
  const kinds = new Map<number, boolean>();
  let [first, last] = [coversFrom, coversTo];
  for (const [day, { kind }] of days) {
    const epoch = epochDay(day);
    kinds.set(epoch, kind === 'workday');
    first = Math.min(first, epoch);
    last = Math.max(last, epoch);
  }
  if (coversTo < coversFrom || last - first > LONGEST_TABLE)
    throw new CalendarError('bad_range', version);

  const before = new Int32Array(last - first + 2);
  const working: number[] = [];
  let rest = 0;
  for (let epoch = first; epoch <= last; epoch++) {
    if (!(statutory && isStatutory(epoch)) && (kinds.get(epoch) ?? isWeekday(epoch))) {
      working.push(epoch);
      rest = 0;
    }
    else if (++rest > LONGEST_REST) {
      throw new CalendarError('no_working_days', version);
    }
    before[epoch - first + 1] = working.length;
  }
  return { first, last, coversFrom, coversTo, statutory, before, working: Int32Array.from(working) };
}

/** Working days in `[first, day)`; negative for a day before the table. */
export function rank(table: Table, day: number): number {
  if (day < table.first)
    return unlistedBefore(table, day) - unlistedBefore(table, table.first);
  const within = table.before[day - table.first];
  return within ?? table.working.length + unlistedBefore(table, day) - unlistedBefore(table, table.last + 1);
}

/** The working day of this rank: the inverse of `rank`. */
export function workingDay(table: Table, wanted: number): number {
  if (wanted < 0)
    return unlistedNumber(table, unlistedBefore(table, table.first) + wanted);
  return table.working[wanted] ?? unlistedNumber(table, unlistedBefore(table, table.last + 1) + wanted - table.working.length);
}

/** Working days before this day where no arrangement says anything. */
function unlistedBefore({ statutory }: Table, day: number): number {
  return weekdaysBefore(day) - (statutory ? statutoryWeekdaysBefore(day) : 0);
}

/** The day of that number among them. */
function unlistedNumber({ statutory }: Table, number: number): number {
  if (!statutory)
    return weekdayNumber(number);
  // Each statutory day up to the one that is found moves it one weekday on.
  for (let passed = 0; ;) {
    const day = weekdayNumber(number + passed);
    const before = statutoryWeekdaysBefore(day + 1);
    if (before === passed)
      return day;
    passed = before;
  }
}

function isWeekday(epoch: number): boolean {
  return weekday(epoch) <= 5;
}

/** Days from Monday to Friday in `[Monday 1969-12-29, day)`. */
function weekdaysBefore(day: number): number {
  const since = day + 3;
  const weeks = Math.floor(since / 7);
  return weeks * 5 + Math.min(since - weeks * 7, 5);
}

/** The day of that number among the days from Monday to Friday. */
function weekdayNumber(number: number): number {
  const weeks = Math.floor(number / 5);
  return weeks * 7 + (number - weeks * 5) - 3;
}
