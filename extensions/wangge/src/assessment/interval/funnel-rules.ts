/**
 * The limits of a funnel plot (Spiegelhalter, Statistics in Medicine 24, 2005, A.1.1): within which the rate of n cases lies
 * by chance alone where the true rate is the group's. Exact binomial limits, interpolated between numbers of cases. For
 * charts: in floating point, and nothing is ranked by them.
 */

export interface FunnelLimits {
  n: number;
  /** Shares 0..1: two-sided 95 % and 99.8 %. */
  low95: number;
  high95: number;
  low998: number;
  high998: number;
}

/** Around `rate` (0..1), for 1..`most` cases, or for these numbers of cases only. */
export function funnelLimits(rate: number, most: number | readonly number[]): FunnelLimits[] {
  if (!(rate >= 0 && rate <= 1))
    throw new RangeError(`A rate is a share from 0 to 1: ${rate}`);
  const numbers = typeof most === 'number' ? Array.from({ length: most }, (_, at) => at + 1) : most;
  return numbers.map((n) => {
    const chances = binomial(n, rate);
    return { n, low95: limit(chances, n, 0.025), high95: limit(chances, n, 0.975), low998: limit(chances, n, 0.001), high998: limit(chances, n, 0.999) };
  });
}

/** Beyond limits that lie between whole numbers of hits only whole hits are: one of one is never too many where all are hits. */
export function isBeyond(hits: number, n: number, low: number, high: number): boolean {
  return hits < low * n || hits - 1 >= high * n;
}

/** The chance of each number of hits, from the likeliest on: nothing underflows that matters. */
function binomial(n: number, rate: number): Float64Array {
  const chances = new Float64Array(n + 1);
  const mode = Math.min(n, Math.floor((n + 1) * rate));
  chances[mode] = 1;
  let total = 1;
  for (let k = mode; k < n && chances[k]! > 0; k++)
    total += chances[k + 1] = chances[k]! * (n - k) / (k + 1) * (rate / (1 - rate));
  for (let k = mode; k > 0 && chances[k]! > 0; k--)
    total += chances[k - 1] = chances[k]! * k / (n - k + 1) * ((1 - rate) / rate);
  return chances.map(chance => chance / total);
}

/** The least r with P(R ≤ r) > p, less the part of its own chance that lies beyond p. */
function limit(chances: Float64Array, n: number, p: number): number {
  let below = 0;
  for (const [r, chance] of chances.entries()) {
    if (below + chance > p)
      return Math.max(0, (r - (below + chance - p) / chance) / n);
    below += chance;
  }
  return 1;
}
