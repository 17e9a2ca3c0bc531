/** What must hold of every interval of a rank: above all, that no bad case ever helps whoever had it. */
import type { GridInterval, IntervalInput, IntervalOutput } from '../../../extensions/wangge/src/assessment/interval/model.ts';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { rankIntervals } from '../../../extensions/wangge/src/assessment/interval/draw-rules.ts';
import { exactRanks, weightRanges } from '../../../extensions/wangge/src/assessment/interval/exact-rank-rules.ts';
import { quantiles, urnOf } from '../../../extensions/wangge/src/assessment/interval/quantile-rules.ts';
import { groupOf, worsened } from './interval-world.ts';

const interval = ({ grids }: IntervalOutput, at: number): GridInterval => grids[at] as GridInterval;
const TIER_ORDER = ['front', 'middle', 'back'];

/** Nothing of `after` is better. */
function noBetter(after: GridInterval, before: GridInterval): boolean {
  return after.rank >= before.rank && after.low >= before.low && after.high >= before.high
    && after.drawLow >= before.drawLow && after.drawHigh >= before.drawHigh
    && after.back >= before.back && after.front <= before.front && TIER_ORDER.indexOf(after.tier) >= TIER_ORDER.indexOf(before.tier);
}

describe('one more bad case never improves a place, an end or a tier', () => {
  it.each([
    { grids: 5, every: 1, mixed: true },
    { grids: 12, every: 1, mixed: true },
    { grids: 12, every: 1, mixed: false },
    { grids: 57, every: 13, mixed: true },
  ])('in a group of $grids (mixed: $mixed)', ({ grids, every, mixed }) => {
    const input = groupOf(`bad case ${grids}`, { grids, mixed });
    const before = rankIntervals(input);
    const better: string[] = [];
    let tried = 0;
    let empty = 0;
    for (let cell = 0; cell < grids * input.indicators.length; cell += every) {
      const [grid, indicator] = [Math.floor(cell / input.indicators.length), cell % input.indicators.length];
      for (const how of ['one more', 'turned'] as const) {
        const after = rankIntervals(worsened(input, grid, indicator, how));
        tried++;
        empty += Number(input.grids[grid]!.cells[`i${indicator}`] === undefined);
        if (!noBetter(interval(after, grid), interval(before, grid)))
          better.push(`${how} in ${grid}, ${indicator}`);
      }
    }
    expect(better).toEqual([]);
    expect(tried).toBeGreaterThan(40);
    expect(empty > 0).toBe(mixed);
  });

  it('and where it is compared at all, it can tell: with the prior of the same quarter a bad case does help', () => {
    const helped = Array.from({ length: 12 }, (_, at) => `own prior ${at}`).some((seed) => {
      const { indicators, ...rest } = groupOf(seed, { grids: 5, indicators: 3, mixed: false, cases: 6 });
      const input: IntervalInput = { ...rest, indicators: indicators.map(({ prior: _, ...indicator }) => indicator) };
      const before = rankIntervals(input);
      return input.grids.some((_, grid) => [0, 1, 2].some(indicator => !noBetter(interval(rankIntervals(worsened(input, grid, indicator, 'one more')), grid), interval(before, grid))));
    });
    expect(helped).toBe(true);
  });

  property.prop([
    fc.integer({ min: 4, max: 200 }).chain(strength => fc.record({ strength: fc.constant(strength), good: fc.integer({ min: 1, max: 100 * strength - 1 }) })),
    fc.integer({ min: 0, max: 400 }).chain(n => fc.record({ n: fc.constant(n), good: fc.integer({ min: 0, max: 100 * n }) })),
    fc.integer({ min: 1, max: 20 }),
  ], { numRuns: 300 })('of a cell\'s rates, each stays or falls', (prior, cell, phi) => {
    const priors = { good: prior.good, bad: 100 * prior.strength - prior.good };
    const before = quantiles(urnOf([cell.good, cell.n], phi, priors), 200);
    const after = quantiles(urnOf([cell.good, cell.n + 1], phi, priors), 200);
    expect(after.every((x, at) => x <= before[at]!)).toBe(true);
  });
});

describe('an output', () => {
  const input = groupOf('shape', { grids: 30 });
  const output = rankIntervals(input);

  it('has the official place inside its interval, and tiers as its draws say', () => {
    for (const { rank, low, high, drawLow, drawHigh, back, front, tier } of output.grids as GridInterval[]) {
      expect(low).toBe(Math.min(rank, drawLow));
      expect(high).toBe(Math.max(rank, drawHigh));
      expect(low >= 1 && high <= 30).toBe(true);
      expect(tier).toBe(1000 * back >= 990 * 200 ? 'back' : 1000 * front >= 975 * 200 ? 'front' : 'middle');
    }
  });

  it('is the same for every order of grids and of indicators', () => {
    const turned = rankIntervals({ ...input, indicators: input.indicators.toReversed(), grids: input.grids.toReversed() });
    expect(turned.grids.toReversed()).toEqual(output.grids);
  });

  it('of nobody is empty, and of one alone certain', () => {
    expect(rankIntervals({ ...input, grids: [] })).toMatchObject({ ranked: 0, grids: [] });
    expect(rankIntervals({ ...input, grids: [{ id: 'none', cells: {} }] })).toMatchObject({ ranked: 0, grids: [{ id: 'none', rank: null }] });
    expect(rankIntervals({ ...input, grids: input.grids.slice(0, 1) }).grids).toEqual([{ id: 'g0', rank: 1, low: 1, high: 1, drawLow: 1, drawHigh: 1, back: 0, front: 0, tier: 'middle' }]);
  });

  it('of two grids with the same cases shares the place, and not the draws', () => {
    const [one, twin] = [interval(output, 3), interval(output, 4)];
    expect(input.grids[4]!.cells).toBe(input.grids[3]!.cells);
    expect(twin.rank).toBe(one.rank);
    expect([twin.back, twin.front]).not.toEqual([one.back, one.front]);
  });

  it('takes the official places where they are said, and leaves out who has none', () => {
    const official = input.grids.map((grid, at) => ({ ...grid, rank: at === 0 ? null : at }));
    const told = rankIntervals({ ...input, grids: official });
    expect(told.ranked).toBe(29);
    expect(told.grids[0]).toEqual({ id: 'g0', rank: null });
    expect(told.grids.slice(1).map(({ rank }) => rank)).toEqual(Array.from({ length: 29 }, (_, at) => at + 1));
    expect((told.grids.slice(1) as GridInterval[]).every(({ low, rank, high }) => low <= rank && rank <= high)).toBe(true);
    // Who has no place is compared with nobody.
    const without = rankIntervals({ ...input, grids: official.slice(1) });
    expect(without.grids).toEqual(told.grids.slice(1));
  });
});

describe('what is fixed', () => {
  it('is added to every draw: enough of it decides all places', () => {
    const input = groupOf('fixed', { grids: 8, mixed: false });
    const output = rankIntervals({ ...input, fixed_indicators: ['bands'], grids: input.grids.map((grid, at) => ({ ...grid, fixed: -100_000_000 * at })) });
    expect((output.grids as GridInterval[]).map(({ rank, low, high }) => [rank, low, high])).toEqual(Array.from({ length: 8 }, (_, at) => [at + 1, at + 1, at + 1]));
  });

  it('ranks alone where nothing is drawn', () => {
    const grids = [300, 200, 200, 100].map((fixed, at) => ({ id: `g${at}`, cells: {}, fixed }));
    const output = rankIntervals({ period: 'p', level: '1', group: 'all', indicators: [], fixed_indicators: ['manual'], grids });
    expect((output.grids as GridInterval[]).map(({ rank, low, high, tier }) => [rank, low, high, tier])).toEqual([[1, 1, 1, 'front'], [2, 2, 3, 'middle'], [2, 2, 3, 'middle'], [4, 4, 4, 'back']]);
  });

  it('the same for all changes nothing', () => {
    const input = groupOf('shift', { grids: 12, mixed: false });
    const output = rankIntervals(input);
    expect(rankIntervals({ ...input, grids: input.grids.map(grid => ({ ...grid, fixed: 12_345 })) })).toEqual(output);
  });
});

describe('places by the observed rates', () => {
  /** Once more, in floating point. */
  const scores = ({ indicators, grids }: IntervalInput): number[] => grids.map(({ cells, fixed = 0 }) => {
    const known = indicators.filter(({ id }) => cells[id] !== undefined);
    const weight = (list: IntervalInput['indicators']): number => list.reduce((sum, one) => sum + one.weight, 0);
    const points = known.map(({ id, weight: own, points: rule }) => {
      const [good, n] = cells[id]!;
      const x = 10 * good / n;
      return own * (rule ? x >= rule.full ? 1000 : Math.max(0, 1000 - rule.loss * (rule.full - x) / (rule.per ?? 1)) : x);
    });
    return known.length === 0 ? fixed : weight(indicators) * points.reduce((sum, one) => sum + one, 0) / weight(known) + fixed;
  });

  property.prop([fc.integer({ min: 0, max: 10_000 })], { numRuns: 50 })('are those of the weighted means', (seed) => {
    const input = groupOf(`exact ${seed}`, { grids: 20, cases: 6 });
    const mine = scores(input);
    const ranks = exactRanks(input);
    for (const [at, score] of mine.entries()) {
      const ahead = mine.filter(other => other > score + 1e-6).length;
      expect(ranks[at]).toBe(ahead + 1);
    }
  });

  it('share the better place where scores are equal, exactly: a third is a third', () => {
    const grids = [[100, 3], [200, 6], [33, 1], [1, 1], [0, 0]].map(([good, n], at) => ({ id: `g${at}`, cells: { a: [good!, n!] as const } }));
    expect(exactRanks({ period: 'p', level: '3', group: 'g', indicators: [{ id: 'a', weight: 1 }], grids })).toEqual([1, 1, 3, 4, null]);
  });

  it('move when a weight does, and say by whose', () => {
    const indicators = [{ id: 'a', weight: 50 }, { id: 'b', weight: 50 }, { id: 'c', weight: 0 }];
    const cells = (a: number, b: number): Record<string, readonly [number, number]> => ({ a: [a, 100], b: [b, 100] });
    const input: IntervalInput = { period: 'p', level: '3', group: 'g', indicators, grids: [{ id: 'x', cells: cells(9000, 5000) }, { id: 'y', cells: cells(6900, 7000) }, { id: 'z', cells: cells(0, 0) }] };
    expect(weightRanges(input)).toEqual([{ best: 1, worst: 2, by: 'a' }, { best: 1, worst: 2, by: 'a' }, { best: 3, worst: 3, by: null }]);
    // The official place is where the range begins.
    expect(weightRanges({ ...input, grids: input.grids.map((grid, at) => ({ ...grid, rank: at === 2 ? null : 2 - at })) })).toEqual([{ best: 2, worst: 3, by: 'a' }, { best: 1, worst: 1, by: 'a' }, { best: null, worst: null, by: null }]);
  });
});
