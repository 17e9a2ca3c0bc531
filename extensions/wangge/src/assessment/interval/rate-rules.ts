/** What a rate of few cases can say, in tenths of a percent. Neither is ever ranked by. */
import type { Cell, Prior } from './model.ts';

/** z = 1.6448…: 90 % between the ends; z² in ten-thousandths. */
const Z = 27_055n;

/** Wilson's interval of k of n yes/no cases, rounded outward; null without a case. */
export function wilson90(k: number, n: number): [low: number, high: number] | null {
  if (n === 0)
    return null;
  const [hits, all] = [BigInt(k), BigInt(n)];
  const square = (Z * Z * all + 40_000n * Z * hits * (all - hits)) * all;
  const root = floorRoot(square);
  const ceilingRoot = root * root === square ? root : root + 1n;
  const middle = (20_000n * hits + Z) * all;
  const whole = 2n * all * (10_000n * all + Z);
  const low = 1000n * (middle - ceilingRoot);
  const high = (1000n * (middle + ceilingRoot) + whole - 1n) / whole;
  return [low <= 0n ? 0 : Number(low / whole), high > 1000n ? 1000 : Number(high)];
}

/** The rate with what is usual in the group counted in, half up. */
export function shrunkRate([good, n]: Cell, phi: number, prior: Prior): number {
  const num = good * phi + prior.good;
  const den = 100 * n * phi + prior.good + prior.bad;
  return Math.floor((2000 * num + den) / (2 * den));
}

/** Newton's steps from above. */
function floorRoot(square: bigint): bigint {
  if (square < 2n)
    return square;
  let root = 1n << BigInt(Math.ceil(square.toString(2).length / 2));
  for (;;) {
    const next = (root + square / root) / 2n;
    if (next >= root)
      return root;
    root = next;
  }
}
