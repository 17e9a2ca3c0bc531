/** The rules of an indicator: what holds for each of them, then the examples of other places (domain.md §2.1). */
import type { Fact } from '../../extensions/wangge/src/assessment/facts/model.ts';
import type { Indicator, RuleCount } from '../../extensions/wangge/src/assessment/schemes/model.ts';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { factColumnsFor } from '../../extensions/wangge/src/assessment/facts/fact-lookup-rules.ts';
import { countFacts } from '../../extensions/wangge/src/assessment/facts/fact-tally-rules.ts';
import { MEASURE_CODES } from '../../extensions/wangge/src/assessment/facts/measure-lookup-rules.ts';
import { MEASURES } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import { compare, decimal, rounded, ZERO } from '../../extensions/wangge/src/assessment/schemes/fraction-rules.ts';
import { flagsOf, RULES } from '../../extensions/wangge/src/assessment/schemes/model.ts';
import { casesOf, countOfScores, pointsFor, restsOn } from '../../extensions/wangge/src/assessment/schemes/point-rules.ts';
import { checkDirection, checkIndicator } from '../../extensions/wangge/src/assessment/schemes/scheme-rules.ts';
import { countFor } from '../../extensions/wangge/src/assessment/schemes/subject-scoring-rules.ts';
import { FLAGGED_SOURCES } from '../../extensions/wangge/src/handling/model.ts';

const indicator = (more: Partial<Indicator> = {}): Indicator => ({
  code: 'i',
  name: 'i',
  group: 'handling',
  subject: 'grid',
  levels: [3],
  measure: 'on_time_rate',
  weight: 10,
  rule: 'ratio',
  no_data: 'full',
  ...more,
  params: { scopes: ['community'], ...more.params },
});
const points = (numerator: number, denominator: number, more: Partial<Indicator>): string => rounded(pointsFor({ numerator, denominator }, indicator(more)));
const codeOf = (more: Partial<Indicator>) => (checkIndicator(indicator(more)) ?? checkDirection(indicator(more)))?.code ?? null;

const anyParams = fc.record({
  full_at: fc.integer({ min: 0, max: 100 }),
  per_point: fc.constantFrom(0.05, 0.5, 3),
  bands: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 4 }).chain(bounds => fc.tuple(...[0, ...bounds].map(from => fc.integer({ min: 0, max: 10 }).map(points => ({ from, points }))))),
  of: fc.constantFrom('percent' as const, 'cases' as const, 'hits' as const),
  per_case: fc.constantFrom(0.1, 2, 7),
  cap: fc.constantFrom(1, 5, 10),
  multiplier: fc.constantFrom(1, 2, 2.5),
});
/** Whatever a person may write down, as long as it is let into a scheme. */
const sound = fc.record({ measure: fc.constantFrom(...MEASURE_CODES), rule: fc.constantFrom(...RULES), params: anyParams, weight: fc.constantFrom(0, 5, 10, '12.5'), group: fc.constantFrom('handling', 'bonus'), no_data: fc.constantFrom('exclude' as const, 'full' as const, 'zero' as const) })
  .map(more => indicator(more)).filter(one => checkIndicator(one) === null && checkDirection(one) === null);
/** Cases, some of them flagged. */
const counted = fc.tuple(fc.nat(40), fc.nat(40), fc.nat(10), fc.nat(10)).map(([hits, others, flaggedHits, flaggedOthers]): RuleCount => ({
  numerator: hits + flaggedHits,
  denominator: hits + others + flaggedHits + flaggedOthers,
  flagged: { numerator: flaggedHits, denominator: flaggedHits + flaggedOthers },
}));
const worse = ({ numerator, denominator, flagged }: RuleCount, { measure }: Indicator, isFlagged: boolean): RuleCount => {
  const hit = MEASURES[measure as keyof typeof MEASURES].better === 'lower' ? 1 : 0;
  const more = { numerator: flagged!.numerator + hit, denominator: flagged!.denominator + 1 };
  return { numerator: numerator + hit, denominator: denominator + 1, flagged: isFlagged ? more : flagged! };
};

describe('every rule that may stand in a scheme', () => {
  property.prop([sound, counted])('gives no less than nothing and no more than the weight', (one, count) => {
    if (count.denominator === 0)
      return;
    const got = pointsFor(count, one);
    expect(compare(got, ZERO)).toBeGreaterThanOrEqual(0);
    expect(compare(got, decimal(one.weight))).toBeLessThanOrEqual(0);
  });

  property.prop([sound, counted, fc.boolean()], { numRuns: 2000 })('never gives more for one more bad case, flagged or not', (one, count, flagged) => {
    const before = count.denominator > 0 ? pointsFor(count, one) : { exclude: null, full: decimal(one.weight), zero: ZERO }[one.no_data];
    const after = pointsFor(worse(count, one, flagged), one);
    // What is left out takes the mean of the others: at the worst nothing, and a first bad case brings no more than that.
    expect(compare(after, before ?? ZERO)).toBeLessThanOrEqual(0);
  });

  property.prop([sound, counted])('rests on the count alone, not on how it is written', (one, count) => {
    if (count.denominator === 0)
      return;
    const { weight } = one;
    expect(rounded(pointsFor({ ...count }, { ...one, weight: String(Number(weight).toFixed(2)) }))).toBe(rounded(pointsFor(count, one)));
  });
});

describe('a rule that would reward a bad case', () => {
  it('is refused: the wrong way round, bands out of order, full points for a first miss', () => {
    expect(codeOf({})).toBeNull();
    expect(codeOf({ measure: 'rework_rate' })).toBe('rule_rewards_bad');
    expect(codeOf({ rule: 'inverse_ratio' })).toBe('rule_rewards_bad');
    expect(codeOf({ measure: 'rework_rate', rule: 'inverse_ratio' })).toBeNull();
    // What weighs nothing is shown only.
    expect(codeOf({ measure: 'rework_rate', weight: 0 })).toBeNull();
    const bands = (...pairs: [number, number][]) => ({ rule: 'bands', params: { bands: pairs.map(([from, points]) => ({ from, points })) } });
    expect(codeOf(bands([0, 0], [60, 5], [90, 10]))).toBeNull();
    expect(codeOf(bands([0, 0], [60, 7], [90, 5]))).toBe('rule_rewards_bad');
    expect(codeOf({ ...bands([0, 10], [60, 5], [90, 0]), measure: 'rework_rate' })).toBeNull();
    expect(codeOf({ rule: 'bands', params: { of: 'cases', bands: [{ from: 0, points: 0 }, { from: 100, points: 10 }] } })).toBe('rule_rewards_bad');
    expect(codeOf({ rule: 'deduct_per_case', params: { per_case: 2 }, no_data: 'exclude' })).toBe('first_bad_case_earns');
    expect(codeOf({ rule: 'deduct_per_case', params: { per_case: 2 }, no_data: 'full' })).toBeNull();
    expect(codeOf({ rule: 'deduct_per_case', params: { per_case: 10 }, no_data: 'exclude' })).toBeNull();
    expect(codeOf({ rule: 'threshold', params: { full_at: 95, per_point: 0.05 }, no_data: 'exclude' })).toBe('first_bad_case_earns');
    expect(codeOf({ rule: 'threshold', params: { full_at: 95, per_point: 0.5 }, no_data: 'exclude' })).toBeNull();
    expect(codeOf({ group: 'bonus', rule: 'add_per_case', params: { per_case: 1 }, no_data: 'exclude' })).toBeNull();
    expect(codeOf({ group: 'bonus', rule: 'add_per_case', params: { per_case: 1 }, no_data: 'full' })).toBe('bonus_for_nothing');
    expect(codeOf({ group: 'bonus', rule: 'deduct_per_case', params: { per_case: 1 }, no_data: 'zero' })).toBe('bonus_for_nothing');
  });

  it('as is one that goes by the case where there are scores, or by scores where there are cases', () => {
    expect(codeOf({ rule: 'manual' })).toBe('rule_out_of_place');
    expect(codeOf({ rule: 'raters', measure: 'manual_mean', params: {} })).toBeNull();
    expect(codeOf({ rule: 'deduct_per_case', measure: 'inspection_mean', params: { per_case: 1 } })).toBe('rule_out_of_place');
    expect(codeOf({ rule: 'threshold', measure: 'inspection_mean', params: { full_at: 80, per_point: 0.5 } })).toBeNull();
  });

  it('and one without its numbers', () => {
    expect(codeOf({ rule: 'deduct_per_case' })).toBe('per_case_invalid');
    expect(codeOf({ rule: 'add_per_case', params: { per_case: 0 } })).toBe('per_case_invalid');
    expect(codeOf({ rule: 'add_per_case', params: { per_case: 1, cap: 11 } })).toBe('cap_invalid');
    expect(codeOf({ params: { multiplier: 0.5 } })).toBe('multiplier_invalid');
    expect(codeOf({ rule: 'deduct_per_case', params: { per_case: 1, flagged_sources: ['patrol' as never] } })).toBe('flagged_sources_invalid');
    expect(codeOf({ rule: 'deduct_per_case', params: { per_case: 1, multiplier: 2, flagged_sources: [] } })).toBe('flagged_sources_invalid');
    expect(codeOf({ rule: 'deduct_per_case', params: { per_case: 1, multiplier: 2, flagged_sources: ['media', 'media'] } })).toBe('flagged_sources_invalid');
    expect(codeOf({ rule: 'veto', weight: 5 })).toBe('veto_weighs');
    expect(codeOf({ rule: 'bands', params: { of: 'moon' as never, bands: [{ from: 0, points: 0 }] } })).toBe('bands_base_unknown');
    expect(codeOf({ rule: 'bands', params: { of: 'hits', bands: [{ from: 0, points: 0 }, { from: 2.5, points: 1 }] } })).toBe('bands_invalid');
  });
});

describe('what came from above or from the press counts several times', () => {
  it('where cases are counted one by one, and facts tell their source', () => {
    const twice = (more: Partial<Indicator>) => codeOf({ ...more, params: { per_case: 1, multiplier: 2, ...more.params } });
    expect(twice({ rule: 'deduct_per_case' })).toBeNull();
    expect(twice({ rule: 'deduct_per_case', params: { flagged_sources: ['media'] } })).toBeNull();
    expect(twice({ rule: 'add_per_case', group: 'bonus', no_data: 'exclude' })).toBeNull();
    expect(twice({ rule: 'bands', params: { bands: [{ from: 0, points: 0 }, { from: 90, points: 10 }] } })).toBeNull();
    expect(twice({ rule: 'deduct_per_case', measure: 'missed_report_rate' })).toBeNull();
    // Of a rate one more ordinary bad case would weigh less beside a heavy one, and places are drawn by rates.
    for (const rule of ['ratio', 'threshold', 'zeroing'])
      expect(twice({ rule, params: { full_at: 95, per_point: 0.5 } }), rule).toBe('multiplier_out_of_place');
    expect(twice({ rule: 'deduct_per_case', measure: 'log_true_rate', params: { scopes: undefined as never } })).toBe('multiplier_out_of_place');
  });

  it('nothing but its own sources moves it, and by as much as it says', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom(null, ...FLAGGED_SOURCES), fc.boolean()), { minLength: 1, maxLength: 20 }), fc.subarray([...FLAGGED_SOURCES], { minLength: 1 }), fc.constantFrom(2, 3, 10), (cases, flagged_sources, multiplier) => {
      const facts = cases.map(([source, late], at): Fact => ({ kind: 'clock', grid: 'a', department: null, person: null, id: String(at), cells: ['resolve', 'community', Number(!late), source] }));
      const tallies = countFacts(facts, { clock: ['clock', 'scope', 'on_time', 'flagged_source'] });
      const one = indicator({ rule: 'deduct_per_case', weight: 100, params: { per_case: 0.01, multiplier, flagged_sources } });
      const count = countFor(one.measure, one.params.scopes, tallies.filter(({ subject }) => subject.kind === 'grid'), one.code, flagsOf(one.params));
      const weight = cases.filter(([, late]) => late).reduce((sum, [source]) => sum + (source !== null && flagged_sources.includes(source) ? multiplier : 1), 0);
      expect(rounded(casesOf(count, one)!)).toBe(`${weight}.00`);
      // The rate, and what the sample counts, are of cases.
      expect([count.denominator, count.denominator - count.numerator]).toEqual([cases.length, cases.filter(([, late]) => late).length]);
      // Without a factor nobody asks for sources.
      expect(countFor(one.measure, one.params.scopes, tallies, one.code)).not.toHaveProperty('flagged');
    }));
  });

  it('evidence has the source where somebody weighs it, and only there', () => {
    const columns = (params: Indicator['params'], measure = 'on_time_rate') => factColumnsFor({ tie_break: [], indicators: [indicator({ measure, rule: 'deduct_per_case', params })] });
    expect(columns({ per_case: 1 }).clock).not.toContain('flagged_source');
    expect(columns({ per_case: 1, multiplier: 1 }).clock).not.toContain('flagged_source');
    expect(columns({ per_case: 1, multiplier: 2 }).clock!.at(-1)).toBe('flagged_source');
    const reports = columns({ per_case: 1, multiplier: 2 }, 'missed_report_rate');
    expect([reports.report!.at(-1), reports.clock!.includes('flagged_source')]).toEqual(['flagged_source', false]);
  });
});

describe('by the case', () => {
  it('金华: 0.2 off for each case done over, a lie −1 each; no more than the weight', () => {
    const rework = { measure: 'rework_rate', rule: 'deduct_per_case', weight: 5, params: { per_case: 0.2 } };
    expect([0, 1, 4, 30].map(bad => points(bad, 40, rework))).toEqual(['5.00', '4.80', '4.20', '0.00']);
    expect([3, 2, 0].map(good => points(good, 3, { measure: 'log_true_rate', rule: 'deduct_per_case', weight: 5, params: { per_case: 1 } }))).toEqual(['5.00', '4.00', '2.00']);
  });

  it('金牛: “累计扣分, 最高不超过 X 分”; bonus +1 each, 5 at most', () => {
    expect([1, 9].map(bad => points(bad, 40, { measure: 'missed_report_rate', rule: 'deduct_per_case', params: { per_case: 0.5, cap: 3 } }))).toEqual(['9.50', '7.00']);
    expect([0, 1, 3, 9].map(good => points(good, 9, { rule: 'add_per_case', weight: 5, group: 'bonus', params: { per_case: 1 } }))).toEqual(['0.00', '1.00', '3.00', '5.00']);
  });

  it('one overdue takes it all (金牛 hotline, 10)', () => {
    expect([0, 1, 5].map(bad => points(bad, 40, { measure: 'overdue_open_rate', rule: 'zeroing' }))).toEqual(['10.00', '0.00', '0.00']);
  });

  it('what leaders and the press hand in counts double (金华)', () => {
    const twice = indicator({ measure: 'rework_rate', rule: 'deduct_per_case', params: { per_case: 1, multiplier: 2 } });
    const count = { numerator: 3, denominator: 20, flagged: { numerator: 1, denominator: 4 } };
    expect([rounded(casesOf(count, twice)!), rounded(pointsFor(count, twice))]).toEqual(['4.00', '6.00']);
    // Of a rate a flagged case stands as often above and below the line: 4 of 24.
    expect(rounded(pointsFor(count, { ...twice, rule: 'inverse_ratio' }))).toBe('8.33');
    expect(casesOf(count, indicator())).toBeNull();
  });
});

describe('scores', () => {
  it('manual: the mean of the scores, of a hundred', () => {
    expect(rounded(pointsFor(countOfScores([80, 95]), indicator({ measure: 'manual_mean', rule: 'manual', weight: 5 })))).toBe('4.38');
  });

  it('several raters: of five or more the highest and the lowest are left out', () => {
    const raters = indicator({ measure: 'manual_mean', rule: 'raters', weight: 10 });
    const of = (...scores: number[]) => [restsOn(countOfScores(scores), raters), rounded(pointsFor(countOfScores(scores), raters))];
    expect(of(60, 80, 100, 40)).toEqual([{ numerator: 280, denominator: 400 }, '7.00']);
    expect(of(60, 80, 100, 40, 90)).toEqual([{ numerator: 230, denominator: 300 }, '7.67']);
    expect(of(90, 90, 90, 90, 90, 0)).toEqual([{ numerator: 360, denominator: 400 }, '9.00']);
    expect(restsOn(countOfScores([0, 100, 100, 100, 100]), indicator({ rule: 'manual' }))).toEqual({ numerator: 400, denominator: 500 });
  });

  property.prop([fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 9 }), fc.nat(), fc.integer({ min: 0, max: 100 })])('a rater who gives less never brings more', (scores, place, less) => {
    const raters = indicator({ measure: 'manual_mean', rule: 'raters' });
    const at = place % scores.length;
    const lowered = scores.map((score, index) => index === at ? Math.min(score, less) : score);
    expect(compare(pointsFor(countOfScores(lowered), raters), pointsFor(countOfScores(scores), raters))).toBeLessThanOrEqual(0);
  });
});
