/**
 * Which days a period covers, by its code: a quarter `2026-Q3`, which the statement asks to rank (A2), a month `2026-09`,
 * which is reported, or a year `2026`, which sums up its quarters.
 */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Day } from '../kernel/values.ts';
import { dayString, epochDay } from '../kernel/civil-date-rules.ts';
import { refused } from '../kernel/refusal-rules.ts';

export interface PeriodSpan {
  code: string;
  kind: 'quarter' | 'month' | 'year';
  starts_on: Day;
  ends_on: Day;
}

const QUARTER = /^(20\d\d)-Q([1-4])$/;
const MONTH = /^20\d\d-(?:0[1-9]|1[0-2])$/;
const YEAR = /^20\d\d$/;
const FIRST_DAYS = ['01-01', '04-01', '07-01', '10-01'];
const LAST_DAYS = ['03-31', '06-30', '09-30', '12-31'];

export function periodOf(code: string): PeriodSpan | Refusal {
  const match = QUARTER.exec(code);
  if (MONTH.test(code))
    return { code, kind: 'month', starts_on: `${code}-01`, ends_on: lastDayOf(code) };
  if (YEAR.test(code))
    return { code, kind: 'year', starts_on: `${code}-01-01`, ends_on: `${code}-12-31` };
  if (!match)
    return refused('period_unknown', 'period', { period: code });
  const [year, quarter] = [match[1], Number(match[2])];
  return {
    code,
    kind: 'quarter',
    starts_on: `${year}-${FIRST_DAYS[quarter - 1]}`,
    ends_on: `${year}-${LAST_DAYS[quarter - 1]}`,
  };
}

function lastDayOf(month: string): Day {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  const next = number === 12 ? `${year + 1}-01-01` : `${month.slice(0, 5)}${String(number + 1).padStart(2, '0')}-01`;
  return dayString(epochDay(next) - 1);
}

/** Of the code of a day so many characters are the code of the period in which it lies. */
const LENGTH_OF = { month: 'YYYY-MM'.length, year: 'YYYY'.length } as const;

/** The code of the period of the same kind before: `2026-Q1` → `2025-Q4`, `2026-01` → `2025-12`. */
export function periodBefore({ code, kind, starts_on }: Pick<PeriodSpan, 'code' | 'kind' | 'starts_on'>): string {
  return kind === 'quarter' ? quarterBefore(code) : dayString(epochDay(starts_on) - 1).slice(0, LENGTH_OF[kind]);
}

/** And the one after. */
export function periodAfter({ kind, ends_on }: Pick<PeriodSpan, 'kind' | 'ends_on'>): string {
  const next = dayString(epochDay(ends_on) + 1);
  return kind === 'quarter' ? quarterWith(next) : next.slice(0, LENGTH_OF[kind]);
}

/** The four quarters of a year, in their order. */
export function quartersOf(year: string): string[] {
  return ['1', '2', '3', '4'].map(quarter => `${year}-Q${quarter}`);
}

/** The code of the quarter before: `2026-Q1` → `2025-Q4`. */
export function quarterBefore(code: string): string {
  const [year, quarter] = [Number(code.slice(0, 4)), Number(code.slice(6))];
  return quarter === 1 ? `${year - 1}-Q4` : `${year}-Q${quarter - 1}`;
}

/** The code of the quarter in which this day lies. */
export function quarterWith(day: Day): string {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

/** The codes of the periods in which this day lies: its quarter, its month, its year. */
export function periodsWith(day: Day): [quarter: string, month: string, year: string] {
  return [quarterWith(day), day.slice(0, LENGTH_OF.month), day.slice(0, LENGTH_OF.year)];
}

/** The code of the last quarter that was over before this day began. */
export function lastQuarterOver(day: Day): string {
  return quarterBefore(quarterWith(day));
}
