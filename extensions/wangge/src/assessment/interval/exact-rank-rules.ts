/**
 * Places by the observed rates, as exact fractions; and the places when one weight at a time is a quarter larger or smaller.
 * Chance is one thing, a choice of policy another: the two are never mixed.
 */
import type { Cell, DrawnIndicator, IntervalInput, Points, WeightRange } from './model.ts';
import { cellOf } from './input-rules.ts';

/** What a grid earned in each indicator, exactly: points per mille as fractions; null without a case. */
type Earned = readonly ({ num: number; den: number } | null)[];

interface Standing { earned: Earned; rough: readonly number[]; fixed: number }

/** Places of all grids by their cells and fixed amounts; equal scores share the better place (1 2 2 4), no data: null. */
export function exactRanks(input: IntervalInput): (number | null)[] {
  return ranksWith(standingsOf(input), input.indicators.map(({ weight }) => weight), weightSum(input.indicators));
}

/** The official place is inside its range, too. Exact, 2 × indicators times. */
export function weightRanges(input: IntervalInput, onProgress: (share: number) => void = () => {}): WeightRange[] {
  const { indicators, grids } = input;
  const standings = standingsOf(input);
  const total = weightSum(indicators);
  const computed = ranksWith(standings, indicators.map(({ weight }) => weight), total);
  const official = grids.map(({ rank }, at) => rank === undefined ? computed[at]! : rank);
  const ranges = official.map((rank): WeightRange & { moved: number } => ({ best: rank, worst: rank, by: null, moved: 0 }));
  indicators.forEach(({ id, weight: changed }, which) => {
    onProgress(which / indicators.length);
    // Weights are in quarters now, so that they stay whole numbers.
    for (const quarters of changed === 0 ? [] : [3, 5]) {
      const weights = indicators.map(({ weight }, at) => weight * (at === which ? quarters : 4));
      ranksWith(standings, weights, total).forEach((rank, at) => {
        const range = ranges[at]!;
        if (rank === null || range.best === null || range.worst === null)
          return;
        const place = official[at]! + rank - computed[at]!;
        range.best = Math.max(1, Math.min(range.best, place));
        range.worst = Math.min(grids.length, Math.max(range.worst, place));
        const moved = Math.abs(rank - computed[at]!);
        if (moved > range.moved) {
          range.moved = moved;
          range.by = id;
        }
      });
    }
  });
  return ranges.map(({ best, worst, by }) => ({ best, worst, by }));
}

function weightSum(indicators: readonly DrawnIndicator[]): number {
  return indicators.reduce((sum, { weight }) => sum + weight, 0);
}

/** Null: it has neither a case that weighs anything nor a fixed amount, or officially no place. */
function standingsOf({ indicators, grids }: IntervalInput): (Standing | null)[] {
  return grids.map((grid) => {
    const earned = indicators.map(indicator => earnedIn(cellOf(grid, indicator), indicator.points));
    if (grid.rank === null || (grid.fixed === undefined && earned.every((one, at) => one === null || indicators[at]!.weight === 0)))
      return null;
    return { earned, rough: earned.map(one => one === null ? 0 : one.num / one.den), fixed: grid.fixed ?? 0 };
  });
}

function earnedIn([good, n]: Cell, points: Points | null | undefined): Earned[number] {
  if (n === 0)
    return null;
  if (points == null)
    return { num: 10 * good, den: n };
  const { full, loss, per = 1 } = points;
  const missing = full * n - 10 * good;
  return missing <= 0 ? { num: 1000, den: 1 } : { num: Math.max(0, 1000 * per * n - loss * missing), den: per * n };
}

/** Sorted by floating point, and exactly wherever that is too near to tell. The drawn part keeps its sum of weights beside what is fixed. */
function ranksWith(standings: readonly (Standing | null)[], weights: readonly number[], total: number): (number | null)[] {
  const rough = Float64Array.from(standings, one => one === null ? 0 : roughScore(one, weights, total));
  const order = [...standings.keys()].filter(at => standings[at] !== null).sort((a, b) => rough[b]! - rough[a]!);
  const near = 1e-9 * (1 + order.reduce((most, at) => Math.max(most, Math.abs(rough[at]!)), 0));
  const ranks: (number | null)[] = standings.map(() => null);
  for (let begin = 0, end = 1; begin < order.length; begin = end, end = begin + 1) {
    while (end < order.length && rough[order[end - 1]!]! - rough[order[end]!]! <= near)
      end++;
    const cluster = order.slice(begin, end);
    const exact = new Map(cluster.length === 1 ? [] : cluster.map(at => [at, exactScore(standings[at]!, weights, total)]));
    cluster.sort((a, b) => compare(exact.get(b)!, exact.get(a)!));
    cluster.forEach((at, index) => {
      const before = cluster[index - 1];
      ranks[at] = before !== undefined && compare(exact.get(before)!, exact.get(at)!) === 0 ? ranks[before]! : begin + index + 1;
    });
  }
  return ranks;
}

function roughScore({ earned, rough, fixed }: Standing, weights: readonly number[], total: number): number {
  let [sum, weight] = [0, 0];
  for (let at = 0; at < weights.length; at++) {
    sum += weights[at]! * rough[at]!;
    weight += earned[at] === null ? 0 : weights[at]!;
  }
  return weight === 0 ? fixed : total * sum / weight + fixed;
}

interface Exact { num: bigint; den: bigint }

function exactScore({ earned, fixed }: Standing, weights: readonly number[], total: number): Exact {
  let [num, den, weight] = [0n, 1n, 0n];
  earned.forEach((one, at) => {
    if (one === null || weights[at] === 0)
      return;
    const own = BigInt(weights[at]!);
    num = num * BigInt(one.den) + own * BigInt(one.num) * den;
    den *= BigInt(one.den);
    weight += own;
  });
  return weight === 0n ? { num: BigInt(fixed), den: 1n } : { num: BigInt(total) * num + BigInt(fixed) * weight * den, den: weight * den };
}

function compare(a: Exact, b: Exact): number {
  const [left, right] = [a.num * b.den, b.num * a.den];
  return left < right ? -1 : left > right ? 1 : 0;
}
