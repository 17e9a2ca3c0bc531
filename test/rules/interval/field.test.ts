/** From the standings of a field to its intervals and tiers: what a scheme may say, and what more bad cases may do. */
import type { Tally } from '../../../extensions/wangge/src/assessment/facts/model.ts';
import type { FrozenField } from '../../../extensions/wangge/src/assessment/interval/field-rules.ts';
import type { Indicator, Scheme, Subject } from '../../../extensions/wangge/src/assessment/schemes/model.ts';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { cellOf, drawnOf, intervalInput } from '../../../extensions/wangge/src/assessment/interval/field-input-rules.ts';
import { fieldIntervals, notDrawn } from '../../../extensions/wangge/src/assessment/interval/field-rules.ts';
import { checkInput } from '../../../extensions/wangge/src/assessment/interval/input-rules.ts';
import { counted, standings } from '../../../extensions/wangge/src/assessment/schemes/subject-scoring-rules.ts';

const indicator = (measure: string, weight: number, more: Partial<Indicator> = {}): Indicator =>
  ({ code: measure, name: measure, group: 'handling', subject: 'grid', levels: [3], measure, weight, rule: 'ratio', params: {}, no_data: 'exclude', ...more });
const SCHEME: Scheme = {
  code: 'test',
  name: 'Test',
  version: 1,
  ranked_levels: [3],
  min_sample: 1,
  grade_bands: [{ grade: 'A', from: 0, names: {} }],
  tie_break: [],
  indicators: [
    indicator('on_time_rate', 40),
    indicator('rework_rate', 20, { rule: 'inverse_ratio' }),
    indicator('ledger_accurate_rate', 10, { rule: 'threshold', params: { full_at: 95, per_point: 0.5 } }),
    indicator('inspection_mean', 10, { rule: 'manual' }),
    indicator('handled_rate', 20, { rule: 'bands', params: { bands: [{ from: 0, points: 0 }, { from: 80, points: 20 }] } }),
    indicator('urged_rate', 5, { group: 'bonus' }),
  ],
};
const MEASURES = ['on_time_rate', 'rework_rate', 'ledger_accurate_rate', 'handled_rate', 'urged_rate'] as const;
const FIELD: FrozenField = { kind: 'grid', level: 3, group: null, priors: Object.fromEntries(['on_time_rate', 'rework_rate', 'ledger_accurate_rate', 'inspection_mean'].map(code => [code, { prior: { good: 800, bad: 200 }, phi: code === 'inspection_mean' ? 12 : 1, from: '2026-Q2' }])), recorded_before: {} };

type Counts = Record<string, [hits: number, of: number]>;
const subjects = (grids: number): Subject[] => Array.from({ length: grids }, (_, n) => ({ kind: 'grid', code: `p${n}`, level: 3, path: `/p${n}/`, group: null, retired: false, days: 92, previous_rank: null }));
const talliesOf = (counts: readonly Counts[]): Tally[] => counts.map((own, n) => ({ subject: { kind: 'grid', code: `p${n}` }, scope: null, measures: Object.fromEntries(Object.entries(own).map(([measure, [numerator, denominator]]) => [measure, { numerator, denominator }])) }));
const placedOf = (counts: readonly Counts[]) => standings(counted(talliesOf(counts), subjects(counts.length), SCHEME), SCHEME);
const intervalsOf = (counts: readonly Counts[], field: FrozenField = FIELD) => fieldIntervals('2026-Q3', field, placedOf(counts), SCHEME)!;

const count = fc.tuple(fc.nat(30), fc.nat(30)).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
const grid = fc.record({ ...Object.fromEntries(MEASURES.map(measure => [measure, count])), inspection_mean: fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 4 }).map((scores): [number, number] => [scores.reduce((sum, next) => sum + next, 0), 100 * scores.length]) }, { noNullPrototype: true }) as fc.Arbitrary<Counts>;
const fieldOf = fc.array(grid, { minLength: 2, maxLength: 6 });

const TIERS = ['front', 'middle', 'back', 'not_rated'];

describe('a field', () => {
  it('that is too large to be drawn says why, and one that is drawn or has no place says nothing', () => {
    const cell: Counts = { on_time_rate: [1, 2] };
    const large = placedOf([{ on_time_rate: [1, 2 ** 26] }, cell]);
    expect(fieldIntervals('2026-Q3', FIELD, large, SCHEME)).toBeNull();
    expect(notDrawn('2026-Q3', FIELD, large, SCHEME)).toMatchObject({ kind: 'grid', level: 3, group: null, not_drawn: { code: 'interval_number' } });
    expect(notDrawn('2026-Q3', FIELD, placedOf([cell, cell]), SCHEME)).toBeNull();
    expect(notDrawn('2026-Q3', FIELD, [], SCHEME)).toBeNull();
  });

  property.prop([fieldOf], { numRuns: 30 })('is an input that can be drawn; ranks stay what they are, inside their interval', (counts) => {
    const placed = placedOf(counts);
    const { kind, level, group, priors } = FIELD;
    expect(checkInput(intervalInput({ period: '2026-Q3', kind, level, group, indicators: SCHEME.indicators, priors }, placed))).toBeNull();
    const drawn = fieldIntervals('2026-Q3', FIELD, placed, SCHEME);
    const ranks = new Map(placed.flatMap(({ subject, rank }) => rank === null ? [] : [[subject.code, rank] as const]));
    expect(drawn === null).toBe(ranks.size === 0);
    for (const { code, low, high, too_little, tier } of drawn?.rows ?? []) {
      expect(low <= ranks.get(code)! && ranks.get(code)! <= high).toBe(true);
      expect(tier === 'not_rated').toBe(too_little.length > 0);
    }
  });

  property.prop([fieldOf, fc.nat(5), fc.constantFrom('on_time_rate', 'rework_rate', 'ledger_accurate_rate', 'handled_rate')], { numRuns: 30 })('no bad case more improves a rank, an end of its interval or a tier', (counts, which, measure) => {
    const at = which % counts.length;
    const [hits, of] = counts[at]![measure]!;
    const worse = counts.map((own, n) => n === at ? { ...own, [measure]: measure === 'rework_rate' ? [hits + 1, of + 1] as [number, number] : [hits, of + 1] as [number, number] } : own);
    const row = (all: readonly Counts[]) => {
      const placed = placedOf(all);
      const found = fieldIntervals('2026-Q3', FIELD, placed, SCHEME)?.rows.find(({ code }) => code === `p${at}`);
      return found && { ...found, rank: placed.find(({ subject }) => subject.code === `p${at}`)!.rank! };
    };
    const [before, after] = [row(counts), row(worse)];
    // Whom nobody rates (before, or since) is not compared: "not rated" is no favour, its list is looked at first.
    if (before === undefined || after === undefined || before.too_little.length + after.too_little.length > 0)
      return;
    expect(after.rank).toBeGreaterThanOrEqual(before.rank);
    expect(after.low).toBeGreaterThanOrEqual(before.low);
    expect(after.high).toBeGreaterThanOrEqual(before.high);
    expect(TIERS.indexOf(after.tier)).toBeGreaterThanOrEqual(TIERS.indexOf(before.tier));
    expect(after.drawLow).toBeGreaterThanOrEqual(before.drawLow);
    expect(after.drawHigh).toBeGreaterThanOrEqual(before.drawHigh);
    expect(after.back).toBeGreaterThanOrEqual(before.back);
    expect(after.front).toBeLessThanOrEqual(before.front);
  });

  it('turns what is lower the better, takes scores as they are, and draws no bands and no bonus', () => {
    const by = (code: string): Indicator => SCHEME.indicators.find(one => one.code === code)!;
    expect(cellOf(by('on_time_rate'), { numerator: 9, denominator: 10 })).toEqual([900, 10]);
    expect(cellOf(by('rework_rate'), { numerator: 1, denominator: 10 })).toEqual([900, 10]);
    expect(cellOf(by('inspection_mean'), { numerator: 540, denominator: 600 })).toEqual([540, 6]);
    expect(SCHEME.indicators.filter(one => drawnOf(one) === null).map(({ code }) => code)).toEqual(['handled_rate', 'urged_rate']);
  });

  it('who has no case of what is fixed is given what is usual in the group', () => {
    const counts: Counts[] = [{ on_time_rate: [9, 10], handled_rate: [10, 10] }, { on_time_rate: [9, 10], handled_rate: [0, 10] }, { on_time_rate: [9, 10] }];
    const { kind, level, group, priors } = FIELD;
    const input = intervalInput({ period: '2026-Q3', kind, level, group, indicators: SCHEME.indicators, priors }, placedOf(counts));
    expect(input.grids.map(({ fixed }) => fixed)).toEqual([2_000_000, 0, 1_000_000]);
  });

  it('too few cases, too few days or much fewer than usual are not rated, and keep their rank', () => {
    const full: Counts = { on_time_rate: [9, 10], rework_rate: [1, 10], ledger_accurate_rate: [9, 10], inspection_mean: [540, 600], handled_rate: [9, 10] };
    const few: Counts = { ...full, on_time_rate: [4, 4], rework_rate: [0, 4] };
    const { rows } = intervalsOf([full, few, full], { ...FIELD, recorded_before: { p2: [40, 40, 30, 30] } });
    expect(rows.map(({ code, too_little }) => [code, too_little])).toEqual([['p0', []], ['p1', ['few_cases']], ['p2', ['few_recorded']]]);
    expect(rows.map(({ tier }) => tier)).toEqual(['middle', 'not_rated', 'not_rated']);
    expect(intervalsOf([full, full]).header).toMatchObject({ level: 'grid-3', group: 'all', ranked: 2, indicators: expect.arrayContaining([expect.objectContaining({ id: 'on_time_rate', prior: { good: 800, bad: 200 }, prior_from: '2026-Q2' })]) });
    // Without priors they are of the cells at hand, and said to be.
    expect(intervalsOf([full, full], { ...FIELD, priors: {} }).header.indicators[0]).toMatchObject({ prior_from: 'current' });
  });
});
