/**
 * Equally likely rates of a cell: how many of its next 1,000 cases are good, drawn from an urn with the group's and its own
 * cases to which each drawn case is added once more (Polya). In closed form, one table for equal urns.
 */
import type { Cell, Points, Prior } from './model.ts';
import { CAP, FUTURE, PEAK } from './model.ts';

/** Hundredths of a ball, good and bad; at least one of each, and no more than the arithmetic bears. */
export interface Urn { good: number; bad: number }

export function urnOf([good, n]: Cell, phi: number, prior: Prior): Urn {
  const urn = { good: good * phi + prior.good, bad: (100 * n - good) * phi + prior.bad };
  const all = urn.good + urn.bad;
  if (all > CAP) {
    urn.good = Math.floor(urn.good * CAP / all);
    urn.bad = CAP - urn.good;
  }
  return { good: Math.max(1, urn.good), bad: Math.max(1, urn.bad) };
}

/** Tells urns apart, as a number. */
export function urnKey({ good, bad }: Urn): number {
  return good * 2 ** 20 + bad;
}

const weights = new Float64Array(FUTURE + 1);

/** So many numbers of good ones among the next 1,000, each equally likely, in rising order. Exact: every product is below 2^53. */
export function quantiles({ good: A, bad: D }: Urn, draws: number): Uint16Array {
  const start = likeliest(A, D);
  weights.fill(0);
  weights[start] = PEAK;
  let total = PEAK;
  for (let x = start, weight = PEAK; x < FUTURE && weight > 0; x++) {
    weight = Math.floor(weight * ((FUTURE - x) * (100 * x + A)) / ((x + 1) * (100 * (FUTURE - x - 1) + D)));
    weights[x + 1] = weight;
    total += weight;
  }
  for (let x = start - 1, weight = PEAK; x >= 0 && weight > 0; x--) {
    weight = Math.floor(weight * ((x + 1) * (100 * (FUTURE - x - 1) + D)) / ((FUTURE - x) * (100 * x + A)));
    weights[x] = weight;
    total += weight;
  }
  const values = new Uint16Array(draws);
  let x = 0;
  let below = weights[0]!;
  for (let i = 0; i < draws; i++) {
    while (2 * draws * below <= (2 * i + 1) * total)
      below += weights[++x]!;
    values[i] = x;
  }
  return values;
}

/**
 * Where the weights begin: the least x after which the next number is less likely, or the likelier end where an end is likeliest.
 * up(x) - dn(x) is linear in x: (200 - A - D) x + F (A - 100) + 100 - D.
 */
function likeliest(A: number, D: number): number {
  if (A < 100 || D < 100)
    return A >= D ? FUTURE : 0;
  const [slope, at0] = [A + D - 200, FUTURE * (A - 100) + 100 - D];
  if (slope === 0)
    return FUTURE;
  return Math.max(0, Math.min(FUTURE, Math.floor(at0 / slope) + 1));
}

/** Points per mille for every number of good ones among 1,000. */
export function pointTable(points: Points | null | undefined): Uint16Array {
  const table = new Uint16Array(FUTURE + 1);
  for (let x = 0; x <= FUTURE; x++)
    table[x] = points == null ? x : pointsAt(x, points);
  return table;
}

function pointsAt(x: number, { full, loss, per = 1 }: Points): number {
  return x >= full ? 1000 : Math.max(0, Math.floor((1000 * per - loss * (full - x)) / per));
}
