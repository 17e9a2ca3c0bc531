/** `2026-Q3`, `2026-09` and `2026` in words. */
import type { Speak } from './words.ts';

export function periodName(code: string, speak: Speak): string {
  const [, year, quarter, month] = /^(\d{4})(?:-Q([1-4])|-(\d\d))?$/.exec(code) ?? [];
  if (year === undefined)
    return code;
  if (quarter !== undefined)
    return speak('quarter', { year, quarter });
  return month === undefined ? speak('year', { year }) : speak('month', { year, month: Number(month) });
}
