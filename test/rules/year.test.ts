/** The places of a year: what weighs, what is spread, and what never counts against anybody. */
import type { EarlierCount, EarlierSubject } from '../../extensions/wangge/src/assessment/interval/year-rules.ts';
import type { QuarterFact, QuarterOfYear, YearFact, YearWeights } from '../../extensions/wangge/src/assessment/year/model.ts';
import type { YearInput } from '../../extensions/wangge/src/assessment/year/year-scoring-rules.ts';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { countedBefore } from '../../extensions/wangge/src/assessment/interval/year-rules.ts';
import { standings } from '../../extensions/wangge/src/assessment/schemes/subject-scoring-rules.ts';
import { treeFactOf, yearFactOf } from '../../extensions/wangge/src/assessment/year/fact-rules.ts';
import { SHIPPED_WEIGHTS } from '../../extensions/wangge/src/assessment/year/model.ts';
import { weightsIn } from '../../extensions/wangge/src/assessment/year/weight-rules.ts';
import { daysIn, yearFieldKeys, yearResults } from '../../extensions/wangge/src/assessment/year/year-scoring-rules.ts';
import { periodAfter, periodBefore, periodOf, periodsWith, quartersOf } from '../../extensions/wangge/src/calendar/period-rules.ts';
import { indicator, schemeOf, subject } from './scheme-world.ts';

const SCHEME = schemeOf([indicator('on_time', 100)]);
const LENGTHS = [90, 91, 92, 92] as const;
const QUARTERS: readonly QuarterOfYear[] = quartersOf('2026').map(code => ({ code, version: 1, digest: 'd' }));
const quarter = (code: string, n: number, total: number | null, more: Partial<QuarterFact> = {}): QuarterFact =>
  ({ of: 'quarter', subject: { kind: 'grid', code }, quarter: `2026-Q${n}`, total, days: LENGTHS[n - 1]!, days_of: LENGTHS[n - 1]!, sample: 8, without: null, ...more });
const review = (code: string, score: number, basis: 'rater' | 'visit' = 'rater'): YearFact => ({ of: 'review', subject: { kind: 'grid', code }, score, basis });
const community = (code: string, score: number): YearFact => ({ of: 'community', subject: { kind: 'grid', code }, score });

function year(facts: readonly YearFact[], { weights = SHIPPED_WEIGHTS, ...more }: Partial<YearInput> = {}) {
  const codes = [...new Set(facts.map(({ subject: { code } }) => code))].sort();
  const subjects = more.subjects ?? codes.map(code => subject(code, { days: 365 }));
  const results = yearResults({ period: '2026', days_of: 365, scheme: SCHEME, weights, quarters: QUARTERS, fields: yearFieldKeys(SCHEME, subjects), counts: [], ...more, subjects, facts });
  return {
    ...results,
    totals: Object.fromEntries(results.rankings.map(({ subject: code, total }) => [code, total])),
    ranks: Object.fromEntries(results.rankings.map(({ subject: code, rank }) => [code, rank])),
    of: (code: string) => results.made.find(one => one.code === code)!,
  };
}

const score = fc.integer({ min: 0, max: 10_000 });
const someQuarters = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.option(score, { nil: null }), fc.integer({ min: 0, max: 90 })), { selector: ([n]) => n, minLength: 1, maxLength: 4 });
const weighing: fc.Arbitrary<YearWeights> = fc.tuple(fc.integer({ min: 1, max: 98 }), fc.integer({ min: 0, max: 98 })).map(([quarters, most]) => ({ quarters, review: Math.min(most, 100 - quarters), community: 100 - quarters - Math.min(most, 100 - quarters) }));
const grids = fc.array(fc.record({ quarters: someQuarters, reviews: fc.array(score, { maxLength: 3 }), said: fc.option(score, { nil: null }) }), { minLength: 1, maxLength: 5 });
const factsIn = (drawn: readonly { quarters: readonly (readonly [number, number | null, number])[]; reviews: readonly number[]; said: number | null }[]): YearFact[] => drawn.flatMap((one, at) => [
  ...one.quarters.map(([n, total, days]) => quarter(`g${at}`, n, total, { days })),
  ...one.reviews.map(points => review(`g${at}`, points)),
  ...one.said === null ? [] : [community(`g${at}`, one.said)],
]);

describe('a year', () => {
  test.prop([grids, weighing])('shares of the quarters that count make one, and what the parts give makes the total', (drawn, weights) => {
    const { made, totals } = year(factsIn(drawn), { weights });
    for (const { code, quarters, parts } of made) {
      const shares = quarters.flatMap(({ share }) => share === null ? [] : [Number(share)]);
      expect(shares.length === 0 ? 100 : shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 0);
      const points = parts.flatMap(part => part.points === null ? [] : [Number(part.points)]);
      if (totals[code] != null)
        expect(points.reduce((sum, next) => sum + next, 0)).toBeCloseTo(Number(totals[code]), 1);
      for (const part of parts)
        expect(part.score === null).toBe(part.points === null);
    }
  });

  test.prop([grids, weighing])('no quarter without data becomes zero: left out altogether it is the same year', (drawn, weights) => {
    const facts = factsIn(drawn);
    const silent = (fact: YearFact): boolean => fact.of === 'quarter' && (fact.total === null || fact.days === 0);
    const heard = facts.filter(fact => !silent(fact));
    const all = year(facts, { weights });
    const without = year(heard, { weights, subjects: [...new Set(facts.map(fact => fact.subject.code))].sort().map(code => subject(code, { days: 365 })) });
    expect(without.totals).toEqual(all.totals);
    expect(without.ranks).toEqual(all.ranks);
  });

  test.prop([grids, weighing, fc.infiniteStream(fc.nat())])('the order of what it is given does not matter', (drawn, weights, keys) => {
    const facts = factsIn(drawn);
    const shuffled = facts.map(fact => ({ fact, key: keys.next().value as number })).sort((a, b) => a.key - b.key).map(({ fact }) => fact);
    expect(year(shuffled, { weights })).toEqual({ ...year(facts, { weights }), of: expect.any(Function) as unknown });
  });

  test.prop([score, fc.integer({ min: 1, max: 90 }), fc.array(score, { maxLength: 2 })])('a grid that lived for a part of the year has what it earned while it was there', (total, days, reviews) => {
    const lived = year([...[1, 2, 3, 4].map(n => quarter('old', n, total)), quarter('new', 3, total, { days }), quarter('new', 4, total), ...['old', 'new'].flatMap(code => reviews.map(points => review(code, points)))], { subjects: [subject('old', { days: 365 }), subject('new', { days: days + 92 })] });
    expect(lived.totals.new).toBe(lived.totals.old);
    expect(lived.ranks).toEqual({ old: 1, new: 1 });
    expect(lived.of('new')).toMatchObject({ days: days + 92, days_of: 365 });
    expect(lived.of('new').quarters.map(({ without }) => without)).toEqual(['not_there', 'not_there', null, null]);
  });

  test.prop([score, score, fc.integer({ min: 1, max: 20 })])('a few days of a quarter weigh as few', (usual, odd, days) => {
    const [few, whole] = [days, 90].map(lived => Number(year([quarter('a', 1, odd, { days: lived }), ...[2, 3, 4].map(n => quarter('a', n, usual))]).totals.a));
    expect(Math.abs(few! - usual / 100)).toBeLessThanOrEqual(Math.abs(whole! - usual / 100) + 0.01);
  });

  test.prop([grids, weighing, fc.nat(), fc.integer({ min: 1, max: 500 })])('more in a quarter, a review or an assessment never costs a point', (drawn, weights, which, more) => {
    const facts = factsIn(drawn);
    const at = which % facts.length;
    const raised = facts.map((fact, n) => n !== at ? fact : fact.of === 'quarter' ? { ...fact, total: fact.total === null ? null : Math.min(10_000, fact.total + more) } : { ...fact, score: Math.min(10_000, fact.score + more) });
    const { code } = facts[at]!.subject;
    expect(Number(year(raised, { weights }).totals[code] ?? 0)).toBeGreaterThanOrEqual(Number(year(facts, { weights }).totals[code] ?? 0));
  });

  it('is the mean of its quarters and the team’s review, by 70 and 30; one that nobody reviewed spreads the weight', () => {
    const totals = [80, 90, 70, 100].map((points, n) => quarter('a', n + 1, points * 100));
    const { totals: { a, b } } = year([...totals, review('a', 9000), review('a', 7000), ...totals.map(fact => ({ ...fact, subject: { kind: 'grid' as const, code: 'b' } }))]);
    expect([a, b]).toEqual(['83.50', '85.00']);
  });

  it('flags the quarter that is not published, the one without a case and the one of another level, each with its word', () => {
    const { made: [a] } = year([quarter('a', 1, 8000), quarter('a', 2, null), quarter('a', 3, 9000, { without: 'other_level' })], { quarters: QUARTERS.map((one, n) => n === 3 ? { ...one, version: null, digest: null } : one) });
    expect(a!.quarters.map(({ total, share, without }) => [total, share, without])).toEqual([['80.00', '100.00', null], [null, null, 'no_data'], ['90.00', null, 'other_level'], [null, null, 'not_published']]);
  });

  it('takes the visits of the year only where nobody of the team gave a year-end score; the community’s assessment is shown, and weighs where the scheme says so', () => {
    const facts = [quarter('a', 1, 8000), review('a', 6000, 'visit'), community('a', 4000)];
    expect(year(facts).of('a').parts).toMatchObject([{ part: 'quarters', score: '80.00', points: '56.00' }, { part: 'review', score: '60.00', points: '18.00', basis: 'visit' }, { part: 'community', weight: 0, score: '40.00', points: '0.00' }]);
    expect(year([...facts, review('a', 9000)]).of('a').parts[1]).toMatchObject({ score: '90.00', basis: 'rater', cases: 1 });
    expect(year(facts, { weights: { quarters: 60, review: 20, community: 20 } }).totals.a).toBe('68.00');
  });

  it('does not rank who is retired, has too few cases, or nothing at all; it lists them', () => {
    const { rankings } = year([quarter('a', 1, 8000), quarter('old', 1, 9900), review('none', 9000)], { subjects: [subject('a'), subject('old', { retired: true }), subject('none')] });
    expect(rankings.map(({ subject: code, rank, note }) => [code, rank, note])).toEqual([['a', 1, null], ['none', null, 'no_cases'], ['old', null, 'retired']]);
  });

  it('draws its intervals from what all quarters counted: of many cases a clear place, of few a wide one', () => {
    const codes = Array.from({ length: 12 }, (_, n) => `g${String(n).padStart(2, '0')}`);
    const drawn = (cases: number) => year(codes.map((code, n) => quarter(code, 1, 10_000 - 700 * n)), { counts: codes.map((code, n) => ({ kind: 'grid', code, sample: cases, counts: { on_time: [Math.round(cases * (1 - 0.07 * n)), cases] } })) }).fields[0]!;
    const [many, few] = [drawn(400), drawn(6)].map(field => 'rows' in field ? field : null);
    expect(many!.header.mean_width).toBeLessThan(few!.header.mean_width!);
    expect(many!.rows[0]).toMatchObject({ code: 'g00', tier: 'front' });
    expect(many!.rows.at(-1)).toMatchObject({ code: 'g11', tier: 'back' });
  });

  // Four rules without a rate, 100 points together; each quarter's total is exact in hundredths.
  const BY_CASE = schemeOf([
    indicator('late', 40, { rule: 'deduct_per_case', params: { per_case: 2.5, cap: 30, multiplier: 2, flagged_sources: ['media'] } }),
    indicator('more', 30, { rule: 'add_per_case', params: { per_case: 1.5, cap: 20 } }),
    indicator('band', 20, { rule: 'bands', params: { of: 'hits', bands: [{ from: 0, points: 5 }, { from: 4, points: 12 }, { from: 9, points: 20 }] } }),
    indicator('none', 10, { rule: 'zeroing' }),
  ]);
  const cell = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 })).map(([of, hits, flagged]): EarlierCount => [Math.min(hits, of), of, 0, Math.min(flagged, of - Math.min(hits, of))]);
  const cells = fc.record({ late: cell, more: cell, band: cell, none: cell });
  test.prop([fc.array(fc.uniqueArray(fc.record({ n: fc.integer({ min: 1, max: 4 }), days: fc.integer({ min: 1, max: 90 }), cells }), { selector: ({ n }) => n, minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 6 })])('what goes by the case is drawn as the quarters had it: where nothing else is scored, a draw is the official place', (drawn) => {
    const code = (at: number) => `g${at}`;
    const countsIn = drawn.map((quarters, at): EarlierSubject => ({
      kind: 'grid',
      code: code(at),
      sample: 40,
      counts: Object.fromEntries(Object.keys(quarters[0]!.cells).map(key => [key, [0, 1, 2, 3].map(which => quarters.reduce((sum, one) => sum + one.cells[key as keyof typeof one.cells][which]!, 0)) as unknown as EarlierCount])),
      by_quarter: Object.fromEntries(quarters.map(one => [`2026-Q${one.n}`, one.cells])),
    }));
    const facts = drawn.flatMap((quarters, at) => quarters.map((one) => {
      const { total } = standings([{ subject: subject(code(at)), sample: 40, countOf: ({ code: key }) => countedBefore({ counts: one.cells }, key) }], BY_CASE)[0]!;
      return quarter(code(at), one.n, Math.round(100 * Number(total!.numerator) / Number(total!.denominator)), { days: one.days });
    }));
    const { fields: [field], ranks } = year(facts, { scheme: BY_CASE, weights: { quarters: 80, review: 0, community: 20 }, counts: countsIn, fields: yearFieldKeys(BY_CASE, drawn.map((_, at) => subject(code(at)))) });
    const rows = field !== undefined && 'rows' in field ? field.rows : [];
    expect(Object.fromEntries(rows.map(row => [row.code, row.drawLow]))).toEqual(ranks);
  });

  test.prop([grids])('its lines say what it was made of, and no more', (drawn) => {
    for (const fact of factsIn(drawn))
      expect(yearFactOf(treeFactOf(fact, 'x'))).toEqual(fact);
  });
});

describe('the weights of a year', () => {
  it('are those of the scheme, all three or none, 100 together', () => {
    expect(weightsIn({})).toEqual({ quarters: 70, review: 30, community: 0 });
    expect(weightsIn({ year_quarters: 60, year_review: '25', year_community: 15 })).toEqual({ quarters: 60, review: 25, community: 15 });
    expect(weightsIn({ year_quarters: 60 })).toMatchObject({ code: 'year_weights_partly', field: 'year_review' });
    expect(weightsIn({ year_quarters: 60, year_review: 60, year_community: 0 })).toMatchObject({ code: 'year_weights_sum' });
    expect(weightsIn({ year_quarters: 110, year_review: -10, year_community: 0 })).toMatchObject({ code: 'year_weight_invalid', field: 'year_quarters' });
  });
});

describe('the code of a year', () => {
  it('is its four digits, with a year before and after and four quarters', () => {
    const span = periodOf('2028');
    expect(span).toEqual({ code: '2028', kind: 'year', starts_on: '2028-01-01', ends_on: '2028-12-31' });
    if (span.kind === 'refused')
      throw new Error('no year');
    expect([daysIn(span), periodBefore(span), periodAfter(span)]).toEqual([366, '2027', '2029']);
    expect(quartersOf('2028')).toEqual(['2028-Q1', '2028-Q2', '2028-Q3', '2028-Q4']);
    expect(periodsWith('2028-05-06')).toEqual(['2028-Q2', '2028-05', '2028']);
  });
});
