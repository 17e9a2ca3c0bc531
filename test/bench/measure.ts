/**
 * How the benches measure. The machine is shared and noisy, so only ratios to a baseline of the same run
 * mean anything: both variants take turns in every round, and the minimum and the median over the rounds are told.
 */
import { readFileSync } from 'node:fs';
import { SCALE } from './scale.ts';

export interface Variant {
  name: string;
  /** Does the work of one round, once. */
  run: (round: number) => Promise<void>;
}

export interface MeasureOptions {
  /** Each round runs every variant once, in turning order. */
  rounds: number;
  /** Rounds before those that count. */
  warmUp?: number;
  /** What a round costs; wall-clock milliseconds unless said otherwise. See `cpuOf`. */
  cost?: () => number | Promise<number>;
  /** Runs before each variant of each round and is not measured. */
  prepare?: (variant: Variant, round: number) => Promise<void>;
}

export interface Result {
  name: string;
  minimum: number;
  median: number;
  rounds: number[];
}

/** Costs by variant, the baseline being the first. */
export async function measure(variants: readonly Variant[], options: MeasureOptions): Promise<Result[]> {
  const { cost = () => performance.now(), prepare } = options;
  const [rounds, warmUp] = SCALE < 1 ? [1, 0] : [options.rounds, options.warmUp ?? 1];
  const costs = new Map<string, number[]>(variants.map(({ name }) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    // Who begins changes from round to round: caches favour the second.
    const order = round % 2 === 0 ? variants : variants.toReversed();
    for (const variant of order) {
      await prepare?.(variant, round);
      const before = await cost();
      await variant.run(round);
      const spent = await cost() - before;
      if (round >= 0)
        costs.get(variant.name)?.push(spent);
    }
  }
  return variants.map(({ name }) => summary(name, costs.get(name) ?? []));
}

function summary(name: string, rounds: number[]): Result {
  const sorted = rounds.toSorted((one, other) => one - other);
  return { name, minimum: sorted[0] ?? Number.NaN, median: medianOf(sorted), rounds };
}

function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

/** Ratio of a result to the baseline: by the minimum (the least disturbed round) and by the median. */
export function ratio(result: Result, baseline: Result): { minimum: number; median: number } {
  return { minimum: result.minimum / baseline.minimum, median: result.median / baseline.median };
}

/** One line for people: `reporting an issue  1.32× (median 1.35×) of a plain create  (goal ≤ 1.5×)`. */
export function line(result: Result, baseline: Result, unit: string, goal?: number): string {
  const { minimum, median } = ratio(result, baseline);
  const target = goal === undefined ? '' : `   goal ≤ ${goal}×: ${minimum <= goal ? 'reached' : 'not reached'}`;
  return `  ${result.name}: ${minimum.toFixed(2)}× (median ${median.toFixed(2)}×) of ${baseline.name}`
    + `   [${result.minimum.toFixed(1)} against ${baseline.minimum.toFixed(1)} ${unit}]${target}`;
}

/** CPU milliseconds that a process has used so far, from Linux' /proc; for `MeasureOptions.cost`. */
export function cpuOf(pid: number): () => number {
  // Clock ticks are 10 ms on every Linux that Node runs on.
  const TICK = 10;
  return () => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK;
  };
}
