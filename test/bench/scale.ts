/**
 * How large the benches are. `SCALE=0.01 npm run bench` runs them at a hundredth of their size and each round once: enough to
 * see that they run (`test/system/benches.test.ts`), nothing to learn about times.
 */
import process from 'node:process';

export const SCALE = Number(process.env.SCALE ?? 1);
if (!(SCALE > 0 && SCALE <= 1))
  throw new Error(`SCALE is a share of the full size, above 0 and up to 1: ${process.env.SCALE}`);

/** So many at full size; at least `least`, and a multiple of it. */
export function sized(full: number, least = 1): number {
  return Math.max(1, Math.round(full * SCALE / least)) * least;
}
