/**
 * How often intervals and tiers are wrong: quarters are made up whose true places are known, with a scheme's own weights and
 * numbers of cases, and judged by the draws that judge a real one (`draw-rules.ts`, priors frozen from a quarter before). This
 * is what is published with a scheme. In floating point: nothing here decides about anybody.
 */
import type { Cell, DrawnGrid, DrawnIndicator, GridInterval, IntervalInput, Points } from './model.ts';
import { rankIntervals } from './draw-rules.ts';
import { Generator } from './generator-rules.ts';
import { priorOf } from './prior-rules.ts';
import { pointTable } from './quantile-rules.ts';
import { groupWidth } from './tier-rules.ts';

export interface SimulatedIndicator {
  id: string;
  weight: number;
  points?: Points | null;
  phi?: number;
  /** The good share that is usual in the group, per mille. */
  usual: number;
}

export interface Simulation {
  indicators: readonly SimulatedIndicator[];
  /** Numbers of cases, one row a grid, in the order of the indicators; grids beyond the rows begin again with the first. */
  sizes: readonly (readonly number[])[];
  /** In the group. */
  grids: number;
  worlds: readonly World[];
  runs: number;
  draws?: number;
  seed: string;
}

/** How grids truly differ. */
export interface World {
  code: string;
  /** Standard deviation of the true rates, as logits; 0: nothing differs. */
  spread: number;
  /** Half of it common to all indicators: who is good is good in everything. */
  correlated?: boolean;
  /** Per mille of cases that only repeat the one before (several reports of one event). */
  clustered?: number;
}

export const WORLDS: readonly World[] = [
  { code: 'none', spread: 0 },
  { code: 'small', spread: 0.2 },
  { code: 'moderate', spread: 0.4 },
  { code: 'large', spread: 0.8 },
  { code: 'moderate_correlated', spread: 0.4, correlated: true },
  { code: 'large_correlated', spread: 0.8, correlated: true },
  { code: 'none_clustered', spread: 0, clustered: 150 },
  { code: 'moderate_clustered', spread: 0.4, clustered: 150 },
];

/** Means over the runs. */
export interface SimulatedErrors {
  world: World;
  runs: number;
  grids: number;
  /** Share of true places inside their interval; where true places are tied, the share of them that it covers. */
  coverage: number;
  /** Of an interval, as a share of the group. */
  width: number;
  back: TierErrors;
  front: TierErrors;
  /** Mean true place of the three that were published first. */
  first_three: number;
}

export interface TierErrors {
  /** A quarter: so many in the tier, so many of them truly in the other half; and the share of quarters with any such. */
  named: number;
  false: number;
  any_false: number;
}

/** The runs of a world do not depend on which others are simulated. */
export function simulateErrors(simulation: Simulation, onProgress: (share: number) => void = () => {}): SimulatedErrors[] {
  const { worlds, runs } = simulation;
  return worlds.map((world, at) => {
    const sums = { coverage: 0, width: 0, first_three: 0, back: noErrors(), front: noErrors() };
    for (let run = 0; run < runs; run++) {
      judge(quarterOf(simulation, world, run), sums);
      onProgress((at + (run + 1) / runs) / worlds.length);
    }
    const mean = (sum: number): number => sum / runs;
    const errors = (tier: TierErrors): TierErrors => ({ named: mean(tier.named), false: mean(tier.false), any_false: mean(tier.any_false) });
    return { world, runs, grids: simulation.grids, coverage: mean(sums.coverage), width: mean(sums.width), back: errors(sums.back), front: errors(sums.front), first_three: mean(sums.first_three) };
  });
}

interface Quarter { input: IntervalInput; truth: number[] }

function quarterOf({ indicators, sizes, grids: count, draws, seed }: Simulation, world: World, run: number): Quarter {
  const name = `${seed} ${world.code} ${run}`;
  const chance = new Generator(`simulate-errors\n${name}`);
  const truths = Array.from({ length: count }, () => trueRates(indicators, world, chance));
  const cellsOf = (): Cell[][] => truths.map((rates, grid) => indicators.map(({ phi = 1 }, at) => cellOf(chance, rates[at]!, sizes[grid % sizes.length]![at]!, phi, world)));
  const before = cellsOf();
  const drawn = indicators.map(({ id, weight, points = null, phi = 1 }, at): DrawnIndicator => ({ id, weight, points, phi, prior: priorOf(before.map(cells => cells[at]!), phi) }));
  const grids = cellsOf().map((cells, at): DrawnGrid => ({ id: `g${at}`, cells: Object.fromEntries(indicators.map(({ id }, which) => [id, cells[which]!])) }));
  return {
    input: { period: name, level: '', group: '', ...draws === undefined ? {} : { options: { draws } }, indicators: drawn, grids },
    truth: truths.map(rates => trueScore(indicators, rates)),
  };
}

function trueRates(indicators: readonly SimulatedIndicator[], { spread, correlated = false }: World, chance: Generator): number[] {
  const common = normal(chance);
  return indicators.map(({ usual }) => {
    const own = normal(chance);
    const usualShare = Math.min(0.999, Math.max(0.001, usual / 1000));
    const logit = Math.log(usualShare / (1 - usualShare)) + spread * (correlated ? Math.SQRT1_2 * (common + own) : own);
    return 1 / (1 + Math.exp(-logit));
  });
}

/** Exactly equal where nothing differs, so that ties are ties. */
function trueScore(indicators: readonly SimulatedIndicator[], rates: readonly number[]): number {
  return indicators.reduce((sum, { weight, points }, at) => sum + weight * (points == null ? 1000 * rates[at]! : pointTable(points)[Math.round(1000 * rates[at]!)]!), 0);
}

/** A manual score is as sure as `phi` yes/no cases are. */
function cellOf(chance: Generator, rate: number, n: number, phi: number, { clustered = 0 }: World): Cell {
  let good = 0;
  let last = false;
  for (let one = 0; one < n; one++) {
    let hits = 0;
    for (let ball = 0; ball < phi; ball++) {
      if (ball > 0 || one === 0 || chance.below(1000) >= clustered)
        last = uniform(chance) < rate;
      hits += Number(last);
    }
    good += Math.round(100 * hits / phi);
  }
  return [good, n];
}

type Sums = Pick<SimulatedErrors, 'coverage' | 'width' | 'back' | 'front' | 'first_three'>;

function noErrors(): TierErrors {
  return { named: 0, false: 0, any_false: 0 };
}

function judge({ input, truth }: Quarter, sums: Sums): void {
  const output = rankIntervals(input);
  const judged = output.grids.flatMap((grid, at) => grid.rank === null ? [] : [{ ...grid, ...trueEnds(truth, at) }]);
  sums.coverage += judged.reduce((sum, one) => sum + coveredShare(one), 0) / judged.length;
  sums.width += (groupWidth(output).mean_width ?? 0) / 1000;
  tally(sums.back, judged.filter(({ tier }) => tier === 'back'), ({ best }) => 2 * (best - 1) < truth.length);
  tally(sums.front, judged.filter(({ tier }) => tier === 'front'), ({ worst }) => 2 * (truth.length - worst) < truth.length);
  const first = judged.toSorted((a, b) => a.rank - b.rank).slice(0, 3);
  sums.first_three += first.reduce((sum, { best, worst }) => sum + (best + worst) / 2, 0) / first.length;
}

interface True { best: number; worst: number }

function trueEnds(truth: readonly number[], at: number): True {
  const own = truth[at]!;
  return { best: 1 + truth.filter(other => other > own).length, worst: truth.filter(other => other >= own).length };
}

function coveredShare({ low, high, best, worst }: GridInterval & True): number {
  return Math.max(0, Math.min(high, worst) - Math.max(low, best) + 1) / (worst - best + 1);
}

function tally(errors: TierErrors, named: readonly True[], isFalse: (place: True) => boolean): void {
  const wrong = named.filter(isFalse).length;
  errors.named += named.length;
  errors.false += wrong;
  errors.any_false += Number(wrong > 0);
}

/** Between 0 and 1, both left out. */
function uniform(chance: Generator): number {
  return (chance.next() + 0.5) / 2 ** 32;
}

function normal(chance: Generator): number {
  return Math.sqrt(-2 * Math.log(uniform(chance))) * Math.cos(2 * Math.PI * uniform(chance));
}
