/**
 * The interval of a rank: 1,000 sets of rates that fit the evidence are drawn, and everybody is ranked in each. One more bad
 * case lowers a cell's rates in every draw or leaves them (the seed stays, the prior is frozen), so with frozen priors it never
 * improves an end, `back` or `front`.
 */
import type { DrawnIndicator, DrawnTier, GridInterval, IntervalInput, IntervalOutput, Prior } from './model.ts';
import { exactRanks } from './exact-rank-rules.ts';
import { Generator, seedText } from './generator-rules.ts';
import { cellOf } from './input-rules.ts';
import { BACK, DRAWS, FRONT, TAIL, VERSION } from './model.ts';
import { priorOf } from './prior-rules.ts';
import { pointTable, quantiles, urnKey, urnOf } from './quantile-rules.ts';

/** For an input that `checkInput` finds sound. `onProgress`: from 0 to 1. */
export function rankIntervals(input: IntervalInput, onProgress: (share: number) => void = () => {}): IntervalOutput {
  const draws = input.options?.draws ?? DRAWS;
  const ranks = input.grids.some(({ rank }) => rank !== undefined) ? input.grids.map(({ rank }) => rank ?? null) : exactRanks(input);
  const taking = [...ranks.keys()].filter(at => ranks[at] !== null);
  const priors = priorsOf(input);
  const sums = drawnSums(input, { draws, taking, priors }, share => onProgress(0.7 * share));
  const placed = places(sums, taking.length, draws, share => onProgress(0.7 + 0.3 * share));
  const rowOf = new Map(taking.map((at, row) => [at, row]));
  return {
    version: VERSION,
    draws,
    ranked: taking.length,
    priors: Object.fromEntries(priors),
    grids: input.grids.map(({ id }, at) => {
      const row = rowOf.get(at);
      return row === undefined ? { id, rank: null } : intervalOf(id, ranks[at]!, placed, row);
    }),
  };
}

/** By the id of the indicator; without one it is not drawn. */
function priorsOf(input: IntervalInput): Map<string, Prior> {
  return new Map(input.indicators.flatMap((indicator): [string, Prior][] => {
    const prior = indicator.prior ?? priorOf(input.grids.map(grid => cellOf(grid, indicator)), indicator.phi);
    return prior === null ? [] : [[indicator.id, prior]];
  }));
}

interface Drawing { draws: number; taking: readonly number[]; priors: ReadonlyMap<string, Prior> }

/** Points of each grid that takes part in each draw, one grid after the other. */
function drawnSums(input: IntervalInput, { draws, taking, priors }: Drawing, onProgress: (share: number) => void): Int32Array {
  const sums = new Int32Array(taking.length * draws);
  taking.forEach((at, row) => sums.fill(input.grids[at]!.fixed ?? 0, row * draws, (row + 1) * draws));
  input.indicators.forEach((indicator, which) => {
    const prior = priors.get(indicator.id);
    if (prior !== undefined && indicator.weight > 0)
      addDraws(sums, input, { draws, taking, indicator, prior, onProgress: share => onProgress((which + share) / input.indicators.length) });
  });
  return sums;
}

const TOLD_EVERY = 500;

interface OneIndicator { draws: number; taking: readonly number[]; indicator: DrawnIndicator; prior: Prior; onProgress: (share: number) => void }

/** Each cell by itself: a cell without cases is drawn from the prior alone. Equal urns of an indicator share one table. */
function addDraws(sums: Int32Array, input: IntervalInput, { draws, taking, indicator, prior, onProgress }: OneIndicator): void {
  const points = pointTable(indicator.points);
  const tables = new Map<number, Int32Array>();
  const values = new Int32Array(draws);
  taking.forEach((at, row) => {
    const grid = input.grids[at]!;
    const urn = urnOf(cellOf(grid, indicator), indicator.phi ?? 1, prior);
    const key = urnKey(urn);
    let table = tables.get(key);
    if (table === undefined)
      tables.set(key, table = weighted(quantiles(urn, draws), points, indicator.weight));
    values.set(table);
    new Generator(seedText(input, grid.id, indicator.id)).shuffle(values);
    const begin = row * draws;
    for (let t = 0; t < draws; t++)
      sums[begin + t]! += values[t]!;
    if (row % TOLD_EVERY === 0)
      onProgress(row / taking.length);
  });
}

/** Written out: `Int32Array.from` with a function takes ten times as long. */
function weighted(rates: Uint16Array, points: Uint16Array, weight: number): Int32Array {
  const values = new Int32Array(rates.length);
  for (let i = 0; i < rates.length; i++)
    values[i] = weight * points[rates[i]!]!;
  return values;
}

interface Places {
  count: number;
  draws: number;
  /** By grid and draw: one more than are strictly better, and all less those strictly worse; equal sums share both ends. */
  best: Uint16Array;
  worst: Uint16Array;
}

/** A sum and its row in one number below 2^53, so that numbers alone are sorted. */
const ROWS = 2 ** 16;

function places(sums: Int32Array, count: number, draws: number, onProgress: (share: number) => void): Places {
  const [best, worst] = [new Uint16Array(sums.length), new Uint16Array(sums.length)];
  const order = new Float64Array(count);
  for (let t = 0; t < draws; t++) {
    for (let row = 0; row < count; row++)
      order[row] = sums[row * draws + t]! * ROWS + row;
    order.sort();
    for (let begin = 0, end = 0; begin < count; begin = end) {
      const sum = Math.floor(order[begin]! / ROWS);
      while (end < count && Math.floor(order[end]! / ROWS) === sum)
        end++;
      for (let at = begin; at < end; at++) {
        const place = (order[at]! - sum * ROWS) * draws + t;
        best[place] = count - end + 1;
        worst[place] = count - begin;
      }
    }
    if (t % 50 === 0)
      onProgress(t / draws);
  }
  return { count, draws, best, worst };
}

function intervalOf(id: string, rank: number, { count, draws, best, worst }: Places, row: number): GridInterval {
  const ownBest = best.slice(row * draws, (row + 1) * draws).sort();
  const ownWorst = worst.slice(row * draws, (row + 1) * draws).sort();
  const cut = Math.floor(draws * TAIL / 1000);
  const [drawLow, drawHigh] = [ownBest[cut]!, ownWorst[draws - 1 - cut]!];
  const back = ownBest.reduce((sum, place) => sum + Number(2 * (place - 1) >= count), 0);
  const front = ownWorst.reduce((sum, place) => sum + Number(2 * (count - place) >= count), 0);
  return { id, rank, low: Math.min(drawLow, rank), high: Math.max(drawHigh, rank), drawLow, drawHigh, back, front, tier: tierOf(back, front, draws) };
}

function tierOf(back: number, front: number, draws: number): DrawnTier {
  if (1000 * back >= BACK * draws)
    return 'back';
  return 1000 * front >= FRONT * draws ? 'front' : 'middle';
}
