/** May a draft of the calendar be published? Limits will rest on it for good. */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Day } from '../kernel/values.ts';
import type { Calendar } from './model.ts';
import { civilDate, epochDay, weekday } from '../kernel/civil-date-rules.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { changedDays } from './arrangement-rules.ts';
import { CalendarError } from './day-table-rules.ts';
import { isStatutory, statutoryHoliday } from './statutory-rules.ts';
import { isWorkingDay } from './working-days-rules.ts';

export interface Publication {
  /** The day from which it is to be in force; and today. */
  published_on: Day;
  today: Day;
  /** What is in force on that day otherwise; null on a new installation. */
  before: (Calendar & { published_on: Day }) | null;
}

/** Every reason against it, by day (`params.date`) where a day is to blame; none: it may be published. */
export function objectionsToPublishing(draft: Calendar, { published_on, today, before }: Publication): Refusal[] {
  const { version, days } = draft;
  const no = (code: string, params: Refusal['params'] = {}): Refusal => refused(code, 'published_on', { version, ...params });
  if (days.size === 0)
    return [no('no_days')];
  const broken = withoutWorkingDays(draft);
  if (broken !== null)
    return [no(broken)];
  return [
    ...(before !== null && published_on < before.published_on ? [no('published_before', { before: before.version, date: before.published_on })] : []),
    ...lostCoverage(draft, today, before).map(({ from, to }) => no('covers_less', { before: before!.version, from, to })),
    ...emptyYears(draft, today).map(year => no('year_without_holidays', { year })),
    ...objectionsToDays(draft, before).map(({ code, params }) => no(code, params)),
  ];
}

function withoutWorkingDays(draft: Calendar): string | null {
  try {
    isWorkingDay(draft, draft.covers_from);
    return null;
  }
  catch (error) {
    if (error instanceof CalendarError)
      return error.code;
    throw error;
  }
}

/** Days that the version before did not have; what was published once is not gone over again. */
function objectionsToDays(draft: Calendar, before: Calendar | null): { code: string; params: Refusal['params'] }[] {
  const { covers_from: from, covers_to: to } = draft;
  const outside = [...draft.days.keys()].filter(date => date < from || date > to).map(date => ({ code: 'outside_range', params: { date, from, to } }));
  const changed = changedDays(before, draft).flatMap(({ date, after }) => [
    ...(after?.kind === 'workday' && isStatutory(epochDay(date)) ? [{ code: 'statutory_day', params: { date, name: statutoryHoliday(date)! } }] : []),
    ...(after?.kind === 'workday' && !isStatutory(epochDay(date)) && weekday(epochDay(date)) <= 5 ? [{ code: 'make_up_on_weekday', params: { date } }] : []),
    ...(after !== null && !after.source?.trim() ? [{ code: 'source_missing', params: { date } }] : []),
  ]);
  return [...outside, ...changed];
}

/** What was certain from this year on must not become provisional again. */
function lostCoverage({ covers_from, covers_to }: Calendar, today: Day, before: Calendar | null): { from: Day; to: Day }[] {
  if (before === null)
    return [];
  const newYear = `${today.slice(0, 4)}-01-01`;
  const needed = { from: before.covers_from > newYear ? before.covers_from : newYear, to: before.covers_to };
  return needed.from <= needed.to && (covers_from > needed.from || covers_to < needed.to) ? [needed] : [];
}

/** Every year has its statutory holidays: one without is a range that was drawn too wide, or a draft that lost its days. */
function emptyYears({ covers_from, covers_to, days }: Calendar, today: Day): number[] {
  const [now, last] = [today, covers_to].map(day => civilDate(epochDay(day)).year) as [number, number];
  const rests = new Set([...days].filter(([, { kind }]) => kind === 'restday').map(([date]) => Number(date.slice(0, 4))));
  return Array.from({ length: Math.max(0, last - now + 1) }, (_, i) => now + i)
    .filter(year => covers_from <= `${year}-01-01` && covers_to >= `${year}-12-31` && !rests.has(year));
}
