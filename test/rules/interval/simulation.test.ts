/** How often intervals are wrong, with the shipped scheme; what of a scheme is drawn; and the whole in a thread of the pool. */
import type { Simulation } from '../../../extensions/wangge/src/assessment/interval/simulation-rules.ts';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { rankIntervals } from '../../../extensions/wangge/src/assessment/interval/draw-rules.ts';
import { drawnIndicator, fixedAmount } from '../../../extensions/wangge/src/assessment/interval/drawn-rules.ts';
import { weightRanges } from '../../../extensions/wangge/src/assessment/interval/exact-rank-rules.ts';
import { intervalHeader } from '../../../extensions/wangge/src/assessment/interval/header-rules.ts';
import { groupIntervals } from '../../../extensions/wangge/src/assessment/interval/interval-service.ts';
import { pointTable } from '../../../extensions/wangge/src/assessment/interval/quantile-rules.ts';
import { simulationInput } from '../../../extensions/wangge/src/assessment/interval/simulation-input-rules.ts';
import { simulateErrors, WORLDS } from '../../../extensions/wangge/src/assessment/interval/simulation-rules.ts';
import { errorLines } from '../../../extensions/wangge/src/assessment/interval/simulation-words.ts';
import { typicalSizes } from '../../../extensions/wangge/src/assessment/interval/typical-rules.ts';
import { groupOf, SHIPPED_AT_LEVEL_3 } from './interval-world.ts';

const shipped = SHIPPED_AT_LEVEL_3.map(([measure, hundredths]) => ({ code: measure, group: 'any', measure, weight: hundredths / 100, rule: measure === 'ledger_accurate_rate' ? 'threshold' : 'ratio', params: measure === 'ledger_accurate_rate' ? { full_at: 95, per_point: 0.5 } : {} }));
const { typical: _, ...typical } = simulationInput(shipped, [])!;
const simulation: Simulation = { ...typical, worlds: WORLDS, runs: 6, draws: 200, seed: 'test' };
const errors = simulateErrors(simulation);
const inWorld = (code: string) => errors.find(({ world }) => world.code === code)!;

describe('simulated sub-districts of 57 patches with the shipped scheme', () => {
  it('weigh 100 points in 13 indicators', () => {
    expect(simulation.indicators.reduce((sum, { weight }) => sum + weight, 0)).toBe(10_000);
    expect(simulation.indicators).toHaveLength(13);
    expect(simulation.indicators.find(({ id }) => id === 'ledger_accurate_rate')!.points).toEqual({ full: 950, loss: 5 });
  });

  it.each(['none', 'small', 'moderate', 'large'])('have their true place in the interval, 85 to 95 of 100 times: %s', (code) => {
    const { coverage } = inWorld(code);
    expect(coverage).toBeGreaterThanOrEqual(0.85);
    expect(coverage).toBeLessThanOrEqual(0.95);
  });

  it('name nobody back or front where nothing differs, and some where much does', () => {
    expect(inWorld('none').back).toEqual({ named: 0, false: 0, any_false: 0 });
    expect(inWorld('none').front).toEqual({ named: 0, false: 0, any_false: 0 });
    expect(inWorld('large').back.named).toBeGreaterThan(0.5);
    expect(inWorld('large').back.any_false).toBeLessThan(0.5);
  });

  it('have narrower intervals the more differs, and truer first places', () => {
    const [none, small, moderate, large] = ['none', 'small', 'moderate', 'large'].map(inWorld) as [typeof errors[0], typeof errors[0], typeof errors[0], typeof errors[0]];
    expect(none.width > moderate.width && small.width > moderate.width && moderate.width > large.width).toBe(true);
    expect(none.first_three).toBe(29);
    expect(large.first_three).toBeLessThan(moderate.first_three);
  });

  it('are told beside those whose qualities go together (too wide), and whose cases repeat each other (too narrow)', () => {
    expect(inWorld('moderate_correlated').coverage).toBeGreaterThan(inWorld('moderate').coverage);
    expect(inWorld('none_clustered').coverage).toBeLessThan(inWorld('none').coverage);
  });

  it('are the same again, whichever other worlds are simulated', () => {
    expect(simulateErrors({ ...simulation, worlds: WORLDS.slice(2, 3) })).toEqual([inWorld('moderate')]);
  });

  it('are told in both languages', () => {
    const told = { scheme: { name: '方案', version: 2 }, level: 3, source: null, grids: 57, runs: 6, draws: 200 };
    const zh = errorLines(told, errors, 'zh-CN');
    expect(zh).toHaveLength(4 + WORLDS.length);
    expect(zh.join('')).not.toMatch(/undefined|NaN|moderate|[a-z]{4}/);
    expect(zh[3]).toContain('公布的前三名实际平均在第 29.0 名');
    const en = errorLines({ ...told, scheme: { name: 'Scheme', version: 2 }, source: { period: '2026-Q3', subdistrict: 'X' } }, errors, 'en-US');
    expect(en.join('')).not.toMatch(/undefined|NaN|[\u4E00-\u9FFF]/);
    expect(en[3]).toContain('first three truly at place 29.0 on average');
  });
});

describe('what is simulated', () => {
  const scheme = [{ code: 'a', group: 'handling', measure: 'on_time_rate', weight: 60, rule: 'ratio', params: {} }, { code: 'b', group: 'handling', measure: 'rework_rate', weight: '30.00', rule: 'inverse_ratio', params: {} }, { code: 'c', group: 'operation', measure: 'inspection_mean', weight: 10, rule: 'manual', params: {} }, { code: 'd', group: 'handling', measure: 'handled_rate', weight: 5, rule: 'add_per_case', params: {} }, { code: 'e', group: 'bonus', measure: 'manual_mean', weight: 5, rule: 'manual', params: {} }];
  const counted = ['g1', 'g2', 'g3', 'g4'].flatMap((grid, at) => [
    { grid, measure: 'on_time_rate', numerator: 9, denominator: 10 + at },
    ...at === 3 ? [] : [{ grid, measure: 'rework_rate', numerator: 1, denominator: 10 }],
    { grid, measure: 'inspection_mean', numerator: 320, denominator: 400 },
  ]);

  it('is a real quarter where there was one: its sizes grid by grid, its usual shares', () => {
    expect(simulationInput(scheme, counted)).toEqual({
      typical: false,
      grids: 4,
      sizes: [[10, 10, 4], [11, 10, 4], [12, 10, 4], [13, 0, 4]],
      indicators: [{ id: 'a', weight: 6000, usual: 783 }, { id: 'b', weight: 3000, usual: 900 }, { id: 'c', weight: 1000, phi: 12, usual: 800 }],
    });
  });

  it('is typical where nothing was counted, or by too few; and only as far as nothing was', () => {
    expect(simulationInput(scheme, counted.slice(0, 3))).toMatchObject({ typical: true, grids: 57, indicators: [{ usual: 880 }, { usual: 880 }, { usual: 850 }] });
    const partly = simulationInput(scheme, counted.filter(({ measure }) => measure !== 'inspection_mean'))!;
    expect(partly.sizes.map(([first]) => first)).toEqual([10, 11, 12, 13]);
    expect(partly.sizes.every(([, , scores]) => scores! >= 4 && scores! <= 13)).toBe(true);
    expect(simulationInput(scheme.slice(3), counted)).toBeNull();
  });

  it('has sizes as patches have them', () => {
    const sizes = typicalSizes(['on_time_rate', 'resident_solved_rate'], 400);
    const first = sizes.map(([cases]) => cases!).toSorted((a, b) => a - b);
    expect([first[0], first[399]]).toEqual([5, 40]);
    expect(first[200]).toBeGreaterThan(10);
    expect(first[200]).toBeLessThan(20);
    expect(sizes.filter(([, votes]) => votes === 0).length / 400).toBeCloseTo(0.5, 1);
  });
});

describe('an indicator of a scheme', () => {
  it.each([
    ['ratio', {}, { id: 'x', weight: 1000 }],
    ['inverse_ratio', {}, { id: 'x', weight: 1000 }],
    ['threshold', { full_at: 95, per_point: 0.5 }, { id: 'x', weight: 1000, points: { full: 950, loss: 5 } }],
    ['threshold', { full_at: 93.75, per_point: 1 / 8 }, { id: 'x', weight: 1000, points: { full: 938, loss: 5, per: 4 } }],
    ['threshold', { full_at: 100, per_point: 0.123456789 }, { id: 'x', weight: 1000, points: { full: 1000, loss: 1234, per: 1000 } }],
    ['threshold', { full_at: 100, per_point: 200 }, { id: 'x', weight: 1000, points: { full: 1000, loss: 1000 } }],
    ['bands', {}, null],
    ['deduct_per_case', {}, null],
    ['veto', {}, null],
  ])('by %s with %j', (rule, params, drawn) => {
    expect(drawnIndicator({ code: 'x', group: 'handling', weight: '10.00', rule, params }, 'higher')).toEqual(drawn);
  });

  it('that is a bonus stands on top of the hundred points and is fixed, whatever its rule', () => {
    expect(drawnIndicator({ code: 'x', group: 'bonus', weight: 5, rule: 'manual', params: {} }, 'higher')).toBeNull();
  });

  it('that is better lower is turned round', () => {
    expect(drawnIndicator({ code: 'x', group: 'handling', weight: 7.5, rule: 'threshold', params: { full_at: 5.05, per_point: 0.3 } }, 'lower')).toEqual({ id: 'x', weight: 750, points: { full: 950, loss: 4 } });
    expect(drawnIndicator({ code: 'x', group: 'handling', weight: 0, rule: 'threshold', params: { full_at: 5, per_point: 1 } }, 'lower')).toEqual({ id: 'x', weight: 0, points: null });
  });

  property.prop([fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 900 })])('its points are those of its threshold, within a per mille', (weight, full, cost) => {
    const { points } = drawnIndicator({ code: 'x', group: 'handling', weight: weight / 100, rule: 'threshold', params: { full_at: full / 10, per_point: cost / 100 } }, 'higher')!;
    const table = pointTable(points);
    for (let x = 0; x <= 1000; x += 50) {
      const exact = Math.max(0, 1000 * (1 - Math.max(0, (full - x) / 10) * cost / weight));
      expect(Math.abs(table[x]! - exact)).toBeLessThanOrEqual(1.001);
    }
  });

  it('that is fixed gives its points in the units of a draw', () => {
    expect([fixedAmount(4.25), fixedAmount('-0.005'), fixedAmount(0)]).toEqual([425_000, -500, 0]);
  });
});

describe('in a thread of the pool', () => {
  const input = groupOf('thread', { grids: 1200, indicators: 2, draws: 50 });
  const facts = { prior_from: { i0: '2026Q2' }, not_rated: new Map([['g3', ['few_days' as const]]]), script: null };

  it('come the same rows and the same header, and how far it is', async () => {
    const told: number[] = [];
    const done = await groupIntervals(input, facts, { onProgress: share => told.push(share) });
    const [output, weights] = [rankIntervals(input), weightRanges(input)];
    expect(done).toEqual({ kind: 'intervals', header: intervalHeader(input, output, weights, facts), priors: output.priors, rows: output.grids.map((grid, at) => ({ ...grid, weights: weights[at] })) });
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.length).toBeGreaterThan(3);
    expect(told.every(share => share >= 0 && share <= 1)).toBe(true);
  });

  it('what is no input is refused there', async () => {
    expect(await groupIntervals({ ...input, level: 'a\nb' }, facts)).toMatchObject({ kind: 'refused', code: 'interval_text', field: 'level' });
  });
});
