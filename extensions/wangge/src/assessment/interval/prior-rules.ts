/**
 * What is usual in a group, as cases that every grid is credited with. Computed from the closed quarter before, by the method of
 * moments, and frozen: were it of this quarter, a grid's own bad cases would move what it is compared with.
 */
import type { Cell, Prior } from './model.ts';
import { STRENGTH } from './model.ts';

/** Whole numbers stand for fractions of this. */
const P = 2n ** 40n;

/** Null without a single case: the indicator is not drawn. */
export function priorOf(cells: Iterable<Cell>, phi = 1): Prior | null {
  let [g, N, K, Q, S] = [0n, 0n, 0n, 0n, 0n];
  for (const [good, n] of cells) {
    if (n === 0)
      continue;
    const k = BigInt(good) * BigInt(phi);
    const m = 100n * BigInt(n) * BigInt(phi);
    g += 1n;
    N += m;
    K += k;
    Q += m * m;
    S += k * k * P / m;
  }
  if (g === 0n)
    return null;
  const num = K + 50n;
  const den = N + 100n;
  const strength = strengthOf({ g, N, K, Q, S, num, den });
  const all = 100n * strength;
  const good = clamp((all * num + den / 2n) / den, 1n, all - 1n);
  return { good: Number(good), bad: Number(all - good) };
}

interface Moments { g: bigint; N: bigint; K: bigint; Q: bigint; S: bigint; num: bigint; den: bigint }

/** In cases: the smaller the share of real differences in the variance of one case, the more the group counts. */
function strengthOf({ g, N, K, Q, S, num, den }: Moments): bigint {
  const [least, most] = [BigInt(STRENGTH.least), BigInt(STRENGTH.most)];
  if (g === 1n)
    return most;
  const X = (S - K * K * P / N) * den * den / (100n * num * (den - num)) - (g - 1n) * P;
  const Y = (N - Q / N) * P / 100n - (g - 1n) * P;
  return X > 0n && Y > 0n ? clamp(Y / X - 1n, least, most) : most;
}

/** The scores 0..100 that one grid was given by hand: how many, their sum, the sum of their squares. */
export interface ManualScores { n: number; sum: number; squares: number }

const PHI = { least: 1n, most: 20n, unknown: 12, degrees: 20 } as const;

/** How many yes/no cases one manual score is worth, from the quarter before: floor(mean (1 - mean) / variance within grids). */
export function phiOf(grids: Iterable<ManualScores>): number {
  let [scores, sum, degrees] = [0n, 0n, 0n];
  // The squares within grids, as a fraction.
  let [within, over] = [0n, 1n];
  for (const { n, sum: own, squares } of grids) {
    if (n === 0)
      continue;
    const [size, total] = [BigInt(n), BigInt(own)];
    scores += size;
    sum += total;
    degrees += size - 1n;
    within = within * size + (BigInt(squares) * size - total * total) * over;
    over *= size;
    const common = divisor(within, over);
    within /= common;
    over /= common;
  }
  if (degrees < BigInt(PHI.degrees))
    return PHI.unknown;
  if (within === 0n)
    return Number(PHI.most);
  return Number(clamp(sum * (100n * scores - sum) * degrees * over / (scores * scores * within), PHI.least, PHI.most));
}

function divisor(a: bigint, b: bigint): bigint {
  let [one, other] = [a, b];
  while (other !== 0n)
    [one, other] = [other, one % other];
  return one;
}

function clamp(value: bigint, least: bigint, most: bigint): bigint {
  return value < least ? least : value > most ? most : value;
}
