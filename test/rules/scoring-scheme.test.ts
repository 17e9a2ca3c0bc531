/** What a scheme may say: rules, their parameters, weights and bands. */
import type { GradeBand, Indicator, Scheme } from '../../extensions/wangge/src/assessment/schemes/scheme-rules.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, rounded } from '../../extensions/wangge/src/assessment/schemes/fraction-rules.ts';
import { pointsFor } from '../../extensions/wangge/src/assessment/schemes/point-rules.ts';
import { objectionToScheme } from '../../extensions/wangge/src/assessment/schemes/scheme-guard-rules.ts';
import { checkFrame, checkIndicator, checkScheme } from '../../extensions/wangge/src/assessment/schemes/scheme-rules.ts';

const on_time: Indicator = {
  code: 'on_time',
  name: 'on time',
  group: 'handling',
  subject: 'grid',
  levels: [3],
  measure: 'on_time_rate',
  weight: '100.00',
  rule: 'ratio',
  params: { scopes: ['community'] },
  no_data: 'exclude',
};
const BANDS: GradeBand[] = [{ grade: 'A', from: 90, names: {} }, { grade: 'B', from: 0, names: {} }];
const scheme = (more: Partial<Scheme> = {}): Scheme =>
  ({ code: 's', name: 's', version: 1, ranked_levels: [3], min_sample: 5, grade_bands: BANDS, tie_break: ['on_time_rate'], indicators: [on_time], ...more });
const codeOf = (refusal: { code: string } | null) => refusal?.code ?? null;

describe('a scheme', () => {
  it('is sound when the weights of each level sum to 100, bonus aside', () => {
    expect(checkScheme(scheme())).toBeNull();
    const [a, b] = [{ ...on_time, code: 'a', weight: '33.35' }, { ...on_time, code: 'b', weight: 66.65 }];
    expect(checkScheme(scheme({ indicators: [a, b, { ...on_time, code: 'c', group: 'bonus', weight: 5 }] }))).toBeNull();
    expect(checkScheme(scheme({ indicators: [a, { ...b, weight: 66 }] }))).toMatchObject({ code: 'weights_not_100', params: { level: 3, sum: 99.35 } });
    expect(codeOf(checkScheme(scheme({ indicators: [] })))).toBe('scheme_empty');
    expect(codeOf(checkScheme(scheme({ indicators: [{ ...a, weight: 50 }, { ...a, weight: 50 }] })))).toBe('indicator_twice');
  });

  it('has grade bands without holes: the lowest starts at 0, no two start together', () => {
    const bands = (grade_bands: GradeBand[]) => codeOf(checkFrame(scheme({ grade_bands })));
    expect(bands([])).toBe('grade_bands_hole');
    expect(bands([{ grade: 'A', from: 60, names: {} }])).toBe('grade_bands_hole');
    expect(bands([...BANDS, { grade: 'C', from: 90, names: {} }])).toBe('grade_bands_overlap');
    expect(bands([...BANDS, { grade: 'A', from: 50, names: {} }])).toBe('grade_bands_overlap');
    expect(bands([...BANDS, { grade: 'C', from: 101, names: {} }])).toBe('grade_band_invalid');
  });

  it('refuses a minimum sample below one and a tie-break that is no measure', () => {
    expect(codeOf(checkFrame(scheme({ min_sample: 0 })))).toBe('min_sample_invalid');
    expect(codeOf(checkFrame(scheme({ tie_break: ['luck'] as never })))).toBe('measure_unknown');
    expect(codeOf(checkFrame(scheme({ ranked_levels: [4] as never })))).toBe('levels_invalid');
  });
});

describe('an indicator', () => {
  const check = (more: Partial<Indicator>) => codeOf(checkIndicator({ ...on_time, ...more }));

  it('names a rule and a measure that can be scored', () => {
    expect(check({})).toBeNull();
    expect(check({ rule: 'veto' })).toBe('veto_weighs');
    expect(check({ rule: 'dice' })).toBe('rule_unknown');
    expect(check({ measure: 'online_time' })).toBe('measure_unknown');
    expect(check({ weight: 'much' })).toBe('weight_invalid');
    expect(check({ weight: -1 })).toBe('weight_invalid');
    expect(check({ levels: [] })).toBe('levels_invalid');
  });

  it('says by when facts are on record: from the second working day on, or not at all', () => {
    const cut = (cut_working_days: unknown) => objectionToScheme({ cut_working_days }, null)?.code ?? null;
    expect([2, 5, 30, null, '5'].map(cut)).toEqual([null, null, null, null, null]);
    expect([0, 1, 31, 2.5, -3, 'soon'].map(cut)).toEqual(Array.from({ length: 6 }, () => 'cut_working_days_invalid'));
    expect(objectionToScheme({ cut_working_days: 1 }, null)?.field).toBe('cut_working_days');
  });

  it('has the parameters of its rule', () => {
    expect(check({ params: {} as never })).toBe('scopes_invalid');
    expect(check({ rule: 'threshold' })).toBe('threshold_invalid');
    expect(check({ rule: 'threshold', params: { scopes: ['community'], full_at: 90, per_point: 1 } })).toBeNull();
    expect(check({ rule: 'bands', params: { scopes: ['community'], bands: [{ from: 10, points: 3 }] } })).toBe('bands_hole');
    expect(check({ rule: 'bands', params: { scopes: ['community'], bands: [{ from: 0, points: 101 }] } })).toBe('bands_invalid');
    expect(check({ rule: 'bands', params: { scopes: ['community'], bands: [{ from: 0, points: 0 }, { from: 60, points: 100 }] } })).toBeNull();
  });
});

describe('points', () => {
  const points = (numerator: number, denominator: number, more: Partial<Indicator>) => rounded(pointsFor({ numerator, denominator }, { ...on_time, weight: 50, ...more }));

  it('ratio and inverse ratio', () => {
    expect([points(737, 972, {}), points(1, 4, { rule: 'inverse_ratio' })]).toEqual(['37.91', '37.50']);
  });

  it('threshold: full from the target (金华: 70 % full, one point for each percentage point below)', () => {
    const threshold = { rule: 'threshold', params: { scopes: ['community' as const], full_at: 70, per_point: 1 } };
    expect([points(7, 10, threshold), points(9, 10, threshold), points(65, 100, threshold), points(0, 10, threshold)]).toEqual(['50.00', '50.00', '45.00', '0.00']);
    const low = { ...threshold, measure: 'rework_rate', params: { ...threshold.params, full_at: 5 } };
    expect([points(1, 20, low), points(1, 10, low), points(0, 10, low)]).toEqual(['50.00', '45.00', '50.00']);
  });

  it('bands: from the lower bound on', () => {
    const bands = { rule: 'bands', params: { scopes: ['community' as const], bands: [{ from: 90, points: 50 }, { from: 0, points: 0 }, { from: 50, points: 20 }] } };
    expect([points(9, 10, bands), points(899, 1000, bands), points(1, 2, bands), points(0, 2, bands)]).toEqual(['50.00', '20.00', '20.00', '0.00']);
  });

  it('never leave 0 to the weight', () => {
    const rules = fc.constantFrom<Partial<Indicator>>(
      { rule: 'ratio' },
      { rule: 'inverse_ratio' },
      { rule: 'threshold', params: { scopes: ['community'], full_at: 95, per_point: 2.5 } },
      { rule: 'bands', params: { scopes: ['community'], bands: [{ from: 0, points: 1 }, { from: 33.3, points: 50 }] } },
    );
    fc.assert(fc.property(rules, fc.nat(1000), fc.integer({ min: 1, max: 1000 }), (rule, n, d) => {
      const got = Number(points(Math.min(n, d), d, rule));
      expect(got).toBeGreaterThanOrEqual(0);
      expect(got).toBeLessThanOrEqual(50);
    }));
  });

  it('reads decimals exactly, and nothing else', () => {
    expect(decimal('0.1')).toEqual({ numerator: 1n, denominator: 10n });
    for (const wrong of ['1e3', '', 'NaN', '1.', '.5'])
      expect(() => decimal(wrong)).toThrow(RangeError);
  });
});
