/**
 * Which days a ranked period covers, by its code.
 *
 * The statement asks for a ranking every quarter (A2); a period's code is `2026-Q3`.
 */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Day } from '../kernel/values.ts';
import { refused } from '../kernel/refusal-rules.ts';

export interface PeriodSpan {
  code: string;
  kind: 'quarter';
  starts_on: Day;
  ends_on: Day;
}

const QUARTER = /^(20\d\d)-Q([1-4])$/;
const FIRST_DAYS = ['01-01', '04-01', '07-01', '10-01'];
const LAST_DAYS = ['03-31', '06-30', '09-30', '12-31'];

export function periodOf(code: string): PeriodSpan | Refusal {
  const match = QUARTER.exec(code);
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

/** The code of the quarter before: `2026-Q1` → `2025-Q4`. */
export function quarterBefore(code: string): string {
  const [year, quarter] = [Number(code.slice(0, 4)), Number(code.slice(6))];
  return quarter === 1 ? `${year - 1}-Q4` : `${year}-Q${quarter - 1}`;
}

/** The code of the last quarter that was over before this day began. */
export function lastQuarterOver(day: Day): string {
  const quarter = Math.ceil(Number(day.slice(5, 7)) / 3);
  return quarterBefore(`${day.slice(0, 4)}-Q${quarter}`);
}
