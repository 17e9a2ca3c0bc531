/** What of a scheme is drawn: an indicator as `rank-interval/1` reads it, in whole numbers. */
import type { DrawnIndicator, Points } from './model.ts';
import { decimal, divide, fraction, multiply } from '../schemes/fraction-rules.ts';

/** What must be known of an indicator of a scheme. */
export interface Scored {
  code: string;
  group: string;
  weight: number | string;
  rule: string;
  params: { full_at?: number; per_point?: number };
}

/** Rules that give a part of the weight by a rate, or by a mean of scores. */
const RATES = ['ratio', 'inverse_ratio', 'manual', 'raters'];

/** Of the two numbers of a loss (`LIMITS`). */
const MOST = 1_000_000n;

/** Weights are in hundredths of a point. Null: its points are fixed, since its rule is no rate, or it is a bonus on top of the hundred points. */
export function drawnIndicator({ code, group, weight, rule, params }: Scored, better: 'higher' | 'lower'): Pick<DrawnIndicator, 'id' | 'weight' | 'points'> | null {
  if (group === 'bonus')
    return null;
  const hundredths = rounded(decimal(weight), 100);
  if (RATES.includes(rule))
    return { id: code, weight: hundredths };
  return rule === 'threshold' ? { id: code, weight: hundredths, points: thresholdPoints(params, weight, better) } : null;
}

/** Points per mille as weight × per mille, as `fixed` wants them. `points` out of 100, as a decimal. */
export function fixedAmount(points: number | string): number {
  return rounded(decimal(points), 100_000);
}

/** Turned round where lower is better, since what is drawn is what was good. A threshold within a per mille begins at the next. */
function thresholdPoints({ full_at = 100, per_point = 1 }: Scored['params'], weight: number | string, better: 'higher' | 'lower'): Points | null {
  const own = decimal(weight);
  if (own.numerator === 0n)
    return null;
  const least = multiply(decimal(full_at), fraction(10));
  const full = better === 'higher' ? ceiling(least) : 1000 - Number(least.numerator / least.denominator);
  // Per mille of the points for each per mille of the rate: 100 × per_point / weight.
  const loss = divide(multiply(decimal(per_point), fraction(100)), own);
  const common = divisor(loss.numerator, loss.denominator);
  const [cost, per] = [loss.numerator / common, loss.denominator / common];
  if (cost > 1000n * per)
    return { full, loss: 1000 };
  if (cost > MOST || per > MOST)
    return { full, loss: Math.max(1, Number(1000n * cost / per)), per: 1000 };
  return { full, loss: Number(cost), ...per === 1n ? {} : { per: Number(per) } };
}

function rounded(value: { numerator: bigint; denominator: bigint }, times: number): number {
  const scaled = multiply(value, fraction(times));
  const half = scaled.denominator / 2n;
  return Number((scaled.numerator >= 0n ? scaled.numerator + half : scaled.numerator - half) / scaled.denominator);
}

function ceiling({ numerator, denominator }: { numerator: bigint; denominator: bigint }): number {
  return Number((numerator + denominator - 1n) / denominator);
}

function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisor(b, a % b);
}
