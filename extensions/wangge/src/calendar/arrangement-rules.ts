/**
 * An arrangement of holidays as it arrives, and the draft that it makes of the calendar before it.
 *
 * Two shapes are read: the holiday file of a year as the public collections publish it
 * (`{ year, papers, days: [{ name, date, isOffDay }] }`, where New Year's holiday may begin in
 * the December before), and our own (`{ days: [{ date, kind, name, source }], … }`), in which a
 * day of kind null goes by the week again.
 */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Day } from '../kernel/values.ts';
import type { Calendar, CalendarDay } from './model.ts';
import { z } from 'zod';
import { civilDate, epochDay, isDay, weekday } from '../kernel/civil-date-rules.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { isStatutory } from './statutory-rules.ts';

export interface ArrangedDay {
  date: Day;
  /** Null: nothing is arranged for it any more. */
  day: CalendarDay | null;
}

export interface Arrangement {
  /** The name of the version; found where it is left out. */
  version: string | null;
  covers_from: Day | null;
  covers_to: Day | null;
  note: string | null;
  published_on: Day | null;
  /** Set where this is all that is arranged for a year: what was known of it before is replaced. */
  year: number | null;
  days: ArrangedDay[];
}

const day = z.string().refine(isDay);
const text = (length: number) => z.string().trim().max(length).nullish().transform(said => said || null);
const year = z.number().int().min(2000).max(2100);

const HolidayFile = z.object({
  year: z.number().int().min(1900).max(2100),
  papers: z.array(z.string().trim()),
  days: z.array(z.object({ name: z.string().trim().min(1).max(255), date: day, isOffDay: z.boolean() })).max(400),
});

const OwnShape = z.object({
  version: text(64),
  covers_from: day.nullish(),
  covers_to: day.nullish(),
  note: text(2000),
  published_on: day.nullish(),
  year: year.nullish(),
  days: z.array(z.object({
    date: day,
    kind: z.enum(['workday', 'restday']).nullable(),
    name: text(255),
    source: text(255),
    origin: z.enum(['national', 'local']).default('local'),
  })).min(1).max(2000),
});

/** The arrangement, or every reason why it cannot be read, by day where a day is to blame. */
export function parseArrangement(body: unknown): Arrangement | Refusal[] {
  const isFile = typeof body === 'object' && body !== null && 'papers' in body;
  const parsed = isFile ? HolidayFile.safeParse(body) : OwnShape.safeParse(body);
  if (!parsed.success)
    return parsed.error.issues.map(({ path }) => refused('arrangement_invalid', String(path[0] ?? 'days'), { path: path.join('.') || 'days' }));
  if (parsed.data.days.length === 0)
    return [refused('no_days_yet', 'days', { year: parsed.data.year ?? '' })];
  const arrangement = isFile ? ofFile(parsed.data as z.infer<typeof HolidayFile>) : ofOwnShape(parsed.data as z.infer<typeof OwnShape>);
  const faults = [...twice(arrangement), ...(isFile ? ofOtherYears(arrangement) : [])];
  return faults.length > 0 ? faults : arrangement;
}

/** A working day on a weekday says nothing that the week does not say: files name some, and nothing is arranged by it. */
function ofFile({ year, papers, days }: z.infer<typeof HolidayFile>): Arrangement {
  const source = sourceOf(year, papers);
  return {
    version: null,
    covers_from: null,
    covers_to: null,
    note: null,
    published_on: null,
    year,
    days: days.filter(({ date, isOffDay }) => isOffDay || weekday(epochDay(date)) > 5 || isStatutory(epochDay(date))).map(({ date, name, isOffDay }) => ({ date, day: { kind: isOffDay ? 'restday' : 'workday', name, source, origin: 'national' } })),
  };
}

/** The State Council's notice by its title, any other paper as it is given. Null: the file names none. */
function sourceOf(year: number, papers: readonly string[]): string | null {
  const paper = papers.find(Boolean);
  if (paper === undefined)
    return null;
  const source = /^https?:\/\/(?:[\w-]+\.)*gov\.cn\//.test(paper) ? `国务院办公厅关于${year}年部分节假日安排的通知（${paper}）` : paper;
  return source.slice(0, 255);
}

function ofOwnShape({ version, covers_from, covers_to, note, published_on, year, days }: z.infer<typeof OwnShape>): Arrangement {
  return {
    version,
    covers_from: covers_from ?? null,
    covers_to: covers_to ?? null,
    note,
    published_on: published_on ?? null,
    year: year ?? null,
    days: days.map(({ date, kind, ...said }) => ({ date, day: kind === null ? null : { kind, ...said } })),
  };
}

function twice({ days }: Arrangement): Refusal[] {
  const seen = new Set<Day>();
  return days.filter(({ date }) => seen.has(date) || !seen.add(date)).map(({ date }) => refused('day_twice', 'days', { date }));
}

/** A year's notice speaks of that year, and of the December before it. */
function ofOtherYears({ year, days }: Arrangement): Refusal[] {
  return days
    .filter(({ date }) => date < `${year! - 1}-12-01` || date > `${year}-12-31`)
    .map(({ date }) => refused('day_of_other_year', 'days', { date, year: year! }));
}

/** A year that lies before all that the calendar covers: no limit can fall into it any more. */
export function objectionToYear(before: Pick<Calendar, 'covers_from'> | null, { year, covers_from }: Arrangement): Refusal | null {
  return before !== null && year !== null && covers_from === null && `${year}-12-31` < before.covers_from
    ? refused('year_too_early', 'year', { year, first: Number(before.covers_from.slice(0, 4)) })
    : null;
}

/** The days and the range of the next version: those of the version before, and over them what is arranged now. */
export function drafted(before: Calendar | null, arrangement: Arrangement): Pick<Calendar, 'covers_from' | 'covers_to' | 'days'> {
  const { year, days: arranged } = arrangement;
  const days = new Map(before?.days ?? []);
  if (year !== null) {
    for (const [date, { name, origin }] of days) {
      if (origin === 'national' && yearArranging(date, name) === year)
        days.delete(date);
    }
  }
  for (const { date, day } of arranged) {
    if (day === null)
      days.delete(date);
    else
      days.set(date, day);
  }
  const years = [...(year === null ? [] : [year]), ...arranged.map(({ date }) => civilDate(epochDay(date)).year)];
  return {
    covers_from: arrangement.covers_from ?? before?.covers_from ?? `${year ?? Math.min(...years)}-01-01`,
    covers_to: arrangement.covers_to ?? [before?.covers_to ?? '', ...(year === null && before !== null ? [] : [`${year ?? Math.max(...years)}-12-31`])].sort().at(-1)!,
    days: new Map([...days].sort(([a], [b]) => a < b ? -1 : 1)),
  };
}

/** Which year's notice speaks of a day: New Year's holiday in December belongs to the year that begins. */
function yearArranging(date: Day, name: string | null): number {
  const { year, month } = civilDate(epochDay(date));
  return month === 12 && name === '元旦' ? year + 1 : year;
}

/** The days on which two calendars differ, as the newer one has them. */
export function changedDays(before: Calendar | null, after: Pick<Calendar, 'days'>): { date: Day; before: CalendarDay | null; after: CalendarDay | null }[] {
  const dates = [...new Set([...(before?.days.keys() ?? []), ...after.days.keys()])].sort();
  return dates
    .map(date => ({ date, before: before?.days.get(date) ?? null, after: after.days.get(date) ?? null }))
    .filter(({ before, after }) => before?.kind !== after?.kind || before?.name !== after?.name || before?.source !== after?.source || before?.origin !== after?.origin);
}

/** A name that is not taken: the one asked for, or the base with the next number. */
export function versionName(arrangement: Arrangement, before: Calendar | null, taken: ReadonlySet<string>): string {
  if (arrangement.version !== null)
    return arrangement.version;
  const base = arrangement.year === null ? (before?.version ?? 'CN').replace(/-\d{1,3}$/, '') : `CN-${arrangement.year}`;
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(name))
      return name;
  }
}
