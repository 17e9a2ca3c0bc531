/** Who is rated, when places are worth a number, and what single rates can say. */
import type { GridInterval } from '../../../extensions/wangge/src/assessment/interval/model.ts';
import type { Known } from '../../../extensions/wangge/src/assessment/interval/tier-rules.ts';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { funnelLimits } from '../../../extensions/wangge/src/assessment/interval/funnel-rules.ts';
import { TIERS } from '../../../extensions/wangge/src/assessment/interval/model.ts';
import { phiOf, priorOf } from '../../../extensions/wangge/src/assessment/interval/prior-rules.ts';
import { shrunkRate, wilson90 } from '../../../extensions/wangge/src/assessment/interval/rate-rules.ts';
import { groupWidth, tierOf, TOO_LITTLE, tooLittle } from '../../../extensions/wangge/src/assessment/interval/tier-rules.ts';
import { MOSTLY_CHANCE, TIER_WORDS, TOO_LITTLE_WORDS } from '../../../extensions/wangge/src/assessment/interval/words.ts';

const known: Known = { indicators: [{ weight: 60, n: 5 }, { weight: 40, n: 0 }], days: 60, recorded: 10, recorded_before: [20, 19, 4, 40] };

describe('not rated', () => {
  it.each<[string, Partial<Known>, string[]]>([
    ['just enough of everything', {}, []],
    ['a case too few', { indicators: [{ weight: 60, n: 4 }, { weight: 40, n: 100 }] }, ['few_cases']],
    ['a little less weight', { indicators: [{ weight: 5999, n: 5 }, { weight: 4001, n: 0 }] }, ['few_cases']],
    ['a day too few', { days: 59 }, ['few_days']],
    ['days enough for a month', { days: 20, least_days: 20 }, []],
    // The median of 20, 19, 4, 40 is 19.5, half of it 9.75.
    ['less than half of the usual', { recorded: 9 }, ['few_recorded']],
    ['an odd number of quarters', { recorded: 10, recorded_before: [5, 21, 100] }, ['few_recorded']],
    ['one quarter before', { recorded: 10, recorded_before: [20] }, []],
    ['no quarter before', { recorded: 0, recorded_before: [] }, []],
    ['others counted twice as many', { counted_outside: 20 }, []],
    ['others counted more than twice as many, it recorded what is usual there', { counted_outside: 21 }, []],
    ['less than usual there, as many as others counted', { recorded: 9, counted_outside: 9 }, []],
    ['less than half of either', { recorded: 9, counted_outside: 19 }, ['few_recorded']],
    ['others counted, nobody before', { recorded_before: [], counted_outside: 21 }, ['few_recorded']],
    ['nothing known at all', { indicators: [{ weight: 100, n: 0 }], days: 0, recorded: 0 }, ['few_cases', 'few_days', 'few_recorded']],
  ])('%s', (_, more, reasons) => {
    expect(tooLittle({ ...known, ...more })).toEqual(reasons);
  });

  property.prop([fc.nat(50), fc.nat(50), fc.array(fc.nat(50), { maxLength: 4 })])('recording fewer never makes a grid rated', (recorded, fewer, recorded_before) => {
    const reasons = tooLittle({ ...known, recorded, recorded_before });
    expect(tooLittle({ ...known, recorded: Math.max(0, recorded - fewer), recorded_before })).toEqual(expect.arrayContaining(reasons));
  });

  it('is neither middle nor front nor back; every tier and every reason has its words', () => {
    for (const drawn of ['front', 'middle', 'back'] as const) {
      expect(tierOf(drawn, [])).toBe(drawn);
      expect(tierOf(drawn, ['few_days'])).toBe('not_rated');
    }
    expect(TIERS.map(tier => TIER_WORDS[tier]['zh-CN'])).toEqual(['领先档', '中间档（未能区分）', '靠后档', '数据不足，暂不评档']);
    for (const words of [...TOO_LITTLE.map(reason => TOO_LITTLE_WORDS[reason]), MOSTLY_CHANCE]) {
      expect(words['zh-CN']).not.toMatch(/[a-z]/i);
      expect(words['en-US']).not.toMatch(/[\u4E00-\u9FFF]/);
    }
  });
});

describe('the gate of a group', () => {
  const group = (widths: readonly number[]): Parameters<typeof groupWidth>[0] => ({ ranked: widths.length, grids: [...widths.map((width, at) => ({ id: `g${at}`, rank: 1, low: 1, high: width }) as GridInterval), { id: 'x', rank: null }] });
  it.each([
    [[7, 7, 7, 7, 7, 7, 7, 7, 7, 7], { mean_width: 700, places_told: true }],
    // Judged before it is rounded.
    [[...Array.from({ length: 99 }, () => 70), 71], { mean_width: 700, places_told: false }],
    [[1, 1], { mean_width: 500, places_told: true }],
    [[], { mean_width: null, places_told: false }],
  ])('of widths %j', (widths, width) => {
    expect(groupWidth(group(widths))).toEqual(width);
  });
});

describe('a rate', () => {
  property.prop([fc.integer({ min: 1, max: 5000 }).chain(n => fc.record({ n: fc.constant(n), k: fc.integer({ min: 0, max: n }) }))])('lies in its interval, which mirrors that of the misses', ({ n, k }) => {
    const [low, high] = wilson90(k, n)!;
    expect(low / 1000 <= k / n && k / n <= high / 1000).toBe(true);
    expect(wilson90(n - k, n)).toEqual([1000 - high, 1000 - low]);
    // The formula itself, in floating point.
    const z2 = 2.7055;
    const middle = (k + z2 / 2) / (n + z2);
    const half = Math.sqrt(z2) / (n + z2) * Math.sqrt(k * (n - k) / n + z2 / 4);
    expect(low).toBeLessThanOrEqual(1000 * (middle - half) + 1e-6);
    expect(low).toBeGreaterThan(1000 * (middle - half) - 1.001);
    expect(high).toBeGreaterThanOrEqual(1000 * (middle + half) - 1e-6);
  });

  it('of no case has none; of a million it is narrow', () => {
    expect(wilson90(0, 0)).toBeNull();
    expect(wilson90(500_000, 1_000_000)).toEqual([499, 501]);
    expect(wilson90(0, 1)).toEqual([0, 731]);
  });

  it('with the group counted in lies between the two', () => {
    expect(shrunkRate([0, 0], 1, { good: 1800, bad: 200 })).toBe(900);
    expect(shrunkRate([1000, 10], 1, { good: 0, bad: 1000 })).toBe(500);
  });
});

describe('what is usual', () => {
  it('has no prior without a case, the strongest from one grid, and never all or nothing', () => {
    expect(priorOf([])).toBeNull();
    expect(priorOf([[0, 0]])).toBeNull();
    expect(priorOf([[900, 10]])).toEqual({ good: 17_273, bad: 2727 });
    expect(priorOf([[0, 100_000], [0, 100_000]])).toEqual({ good: 1, bad: 19_999 });
    const { good, bad } = priorOf([[100_000_000, 1_000_000]])!;
    expect([good, bad]).toEqual([19_999, 1]);
  });

  it('counts for the fewer cases the more the grids really differ', () => {
    const strength = (rates: readonly number[]): number => {
      const { good, bad } = priorOf(rates.map(rate => [100 * rate, 100]))!;
      return (good + bad) / 100;
    };
    expect(strength([80, 80, 80, 80])).toBe(200);
    expect(strength([70, 76, 84, 90])).toBeGreaterThan(strength([50, 70, 90, 100]));
    expect(strength([0, 0, 100, 100])).toBe(4);
  });

  it('phi: how many cases a manual score is worth', () => {
    const scores = (...lists: number[][]): Parameters<typeof phiOf>[0] => lists.map(list => ({ n: list.length, sum: list.reduce((sum, one) => sum + one, 0), squares: list.reduce((sum, one) => sum + one * one, 0) }));
    const spread = (from: number, to: number): number[][] => Array.from({ length: 10 }, () => [from, from, to, to]);
    expect(phiOf([])).toBe(12);
    expect(phiOf(scores(...spread(80, 90).slice(0, 6)))).toBe(12);
    // 0.85 × 0.15 against 100/3 in squared points: 38 cases, 20 at most.
    expect(phiOf(scores(...spread(80, 90)))).toBe(20);
    // 0.5 × 0.5 against 2500 × 4/3 in squared points: less than one.
    expect(phiOf(scores(...spread(0, 100)))).toBe(1);
    // 0.7 × 0.3 / (0.04 × 4/3) = 3.94.
    expect(phiOf(scores(...spread(50, 90)))).toBe(3);
    expect(phiOf(scores(...spread(85, 85)))).toBe(20);
    // What differs between grids is not what differs within them.
    expect(phiOf(scores(...spread(20, 20), ...spread(80, 80)))).toBe(20);
  });
});

describe('a funnel', () => {
  it('has the exact binomial limits, interpolated', () => {
    // By hand for n = 1 and a rate of one half: P(0) = 0.5, P(≤ 1) = 1.
    expect(funnelLimits(0.5, 1)).toEqual([{ n: 1, low95: 0, high95: 1 - (1 - 0.975) / 0.5, low998: 0, high998: expect.closeTo(1 - (1 - 0.999) / 0.5, 9) as number }]);
    // n = 10, 0.5: P(≤ 1) = 0.0107, P(≤ 2) = 0.0547; P(≤ 7) = 0.9453, P(≤ 8) = 0.9893.
    const ten = funnelLimits(0.5, [10])[0]!;
    expect(ten.low95).toBeCloseTo((2 - (0.0546875 - 0.025) / 0.0439453125) / 10, 9);
    expect(ten.high95).toBeCloseTo((8 - (0.9892578125 - 0.975) / 0.0439453125) / 10, 9);
  });

  property.prop([fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 3000 })])('stands around the rate, the wider pair outside', (rate, n) => {
    const [{ low95, high95, low998, high998 }] = funnelLimits(rate, [n]) as [ReturnType<typeof funnelLimits>[number]];
    expect(low998).toBeGreaterThanOrEqual(0);
    expect(low998 <= low95 && low95 <= rate + 1e-9 && high95 <= high998).toBe(true);
    expect(high998).toBeLessThanOrEqual(1);
  });

  it('narrows with the number of cases, however many, and knows no share beyond all', () => {
    const widths = funnelLimits(0.9, [10, 100, 1000, 10_000]).map(({ low95, high95 }) => high95 - low95);
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
    expect(widths[3]).toBeCloseTo(2 * 1.96 * Math.sqrt(0.09 / 10_000), 3);
    expect(funnelLimits(0, 3).every(({ low998, high998 }) => low998 === 0 && high998 === 0)).toBe(true);
    expect(funnelLimits(1, 3).map(({ high998 }) => high998 <= 1)).toEqual([true, true, true]);
    expect(() => funnelLimits(1.01, 3)).toThrow(RangeError);
  });
});
