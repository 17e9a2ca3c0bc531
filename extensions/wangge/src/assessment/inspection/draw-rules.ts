/**
 * Which grids are visited: a draw that anybody can make again from its seed. Those that were not seen for long come up more often
 * (weighted sampling without replacement, Efraimidis and Spirakis 2006, A-Res): each grid has a lot u in (0, 1) from HMAC-SHA-256 of
 * its code under the seed, and the greatest u^(1/weight) are drawn.
 */
import type { Calendar } from '../../calendar/model.ts';
import type { Day } from '../../kernel/values.ts';
import { createHmac } from 'node:crypto';
import { addWorkingDays, workingDaysIn } from '../../calendar/working-days-rules.ts';
import { dayString, epochDay } from '../../kernel/civil-date-rules.ts';

export interface Drawable {
  code: string;
  /** Since the last visit; null: never seen. */
  quarters_since: number | null;
}

/** From so many quarters on, waiting longer counts no more. */
const LONGEST = 8;
const LOT_BYTES = 6;

/** 1 for a grid that was seen this quarter, one more for each quarter since, and most for what was never seen. */
export function weightOf({ quarters_since }: Pick<Drawable, 'quarters_since'>): number {
  return 1 + Math.min(quarters_since ?? LONGEST, LONGEST);
}

/** In (0, 1); 48 bits of it, which a number holds exactly. */
export function lotOf(seed: string, name: string): number {
  return (createHmac('sha256', seed).update(name).digest().readUIntBE(0, LOT_BYTES) + 0.5) / 2 ** (8 * LOT_BYTES);
}

/** The first `count` of the draw, in its order. Fewer where there are fewer. */
export function drawn<Grid extends Drawable>(seed: string, grids: readonly Grid[], count: number): Grid[] {
  return grids
    // ln(u)/w is greatest where u^(1/w) is.
    .map(grid => ({ grid, key: Math.log(lotOf(seed, grid.code)) / weightOf(grid) }))
    .sort((a, b) => b.key - a.key || (a.grid.code < b.grid.code ? -1 : 1))
    .slice(0, count)
    .map(({ grid }) => grid);
}

/** On which day each of so many visits is, in their order: spread evenly over the working days from the first day to the last. None where there is no working day. */
export function spreadOver(calendar: Calendar, first: Day, last: Day, count: number): Day[] {
  const days = workingDaysIn(calendar, first, dayString(epochDay(last) + 1));
  const before = dayString(epochDay(first) - 1);
  return days === 0 ? [] : Array.from({ length: count }, (_, nth) => addWorkingDays(calendar, before, 1 + Math.floor(nth * days / count)).day);
}
