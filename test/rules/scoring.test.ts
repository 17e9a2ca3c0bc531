/** From counts to ranks: what must hold for every ranking, then the cases of the law and of other systems. */
import type { CaseFact } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import type { Tally } from '../../extensions/wangge/src/assessment/facts/model.ts';
import type { ComputedRows } from '../../extensions/wangge/src/assessment/periods/compute-task.ts';
import type { Subject } from '../../extensions/wangge/src/assessment/schemes/model.ts';
import type { Indicator, Scheme } from '../../extensions/wangge/src/assessment/schemes/scheme-rules.ts';
import type { Subject as RankedSubject, Ranking, Scored } from '../../extensions/wangge/src/assessment/schemes/scoring-rules.ts';
import type { SubjectRanking, SubjectScore } from '../../extensions/wangge/src/assessment/schemes/subject-scoring-rules.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseColumnsFor } from '../../extensions/wangge/src/assessment/facts/measure-lookup-rules.ts';
import { countCases, rollUp, tally } from '../../extensions/wangge/src/assessment/facts/tally-rules.ts';
import { COMPUTE } from '../../extensions/wangge/src/assessment/periods/compute-task.ts';
import { holders } from '../../extensions/wangge/src/assessment/periods/holder-rules.ts';
import { decimal, fraction, multiply, rounded } from '../../extensions/wangge/src/assessment/schemes/fraction-rules.ts';
import { score } from '../../extensions/wangge/src/assessment/schemes/scoring-rules.ts';
import { lastQuarterOver, periodOf, quarterBefore } from '../../extensions/wangge/src/calendar/period-rules.ts';
import { packs, unpacked } from '../../extensions/wangge/src/kernel/task.ts';
import { workers } from '../../extensions/wangge/src/kernel/worker-pool.ts';

const indicator = (measure: string, weight: number, more: Partial<Indicator> = {}): Indicator => ({
  code: measure,
  name: measure,
  group: 'handling',
  subject: 'grid',
  levels: [2, 3],
  measure,
  weight,
  rule: measure === 'rework_rate' || measure === 'return_rate' ? 'inverse_ratio' : 'ratio',
  params: { scopes: ['community'] },
  no_data: 'exclude',
  ...more,
});

const scheme = (more: Partial<Scheme> = {}): Scheme => ({
  code: 'test',
  name: 'test',
  version: 1,
  ranked_levels: [2, 3],
  min_sample: 5,
  grade_bands: [['A', 90], ['B', 75], ['C', 60], ['D', 40], ['E', 0]].map(([grade, from]) => ({ grade: grade as string, from: from as number, names: {} })),
  tie_break: ['on_time_rate', 'rework_rate'],
  indicators: [indicator('on_time_rate', 50), indicator('handled_rate', 20), indicator('rework_rate', 20), indicator('return_rate', 10)],
  ...more,
});

const COMMUNITIES = ['c1', 'c2'];
const patches = (count: number): RankedSubject[] => [
  { code: 'a', level: 1, path: '/a/', retired: false, previous_rank: null },
  ...COMMUNITIES.map((code): RankedSubject => ({ code, level: 2, path: `/a/${code}/`, retired: false, previous_rank: null })),
  ...Array.from({ length: count }, (_, n): RankedSubject => {
    const community = COMMUNITIES[n % 2]!;
    return { code: `p${n}`, level: 3, path: `/a/${community}/p${n}/`, retired: false, previous_rank: null };
  }),
];

const fact = (grid: string, more: Partial<CaseFact> = {}): CaseFact =>
  ({ grid, scope: 'community', on_time: true, handled: true, reworked: false, returned: false, ...more });
const many = (count: number, make: (n: number) => CaseFact): CaseFact[] => Array.from({ length: count }, (_, n) => make(n));

const caseFact = (grids: number) => fc.record({
  grid: fc.integer({ min: 0, max: grids - 1 }).map(n => `p${n}`),
  scope: fc.constantFrom('community' as const, 'subdistrict' as const, 'district' as const),
  outcome: fc.constantFrom('on_time', 'late', 'open'),
  reworked: fc.boolean(),
  returned: fc.boolean(),
}).map(({ outcome, reworked, ...rest }): CaseFact => ({ ...rest, on_time: outcome === 'on_time', handled: outcome !== 'open', reworked: reworked && outcome !== 'open' }));

function scored(cases: readonly CaseFact[], subjects: readonly RankedSubject[], rules = scheme()): Scored {
  const result = score({ tallies: tally(cases, subjects), subjects }, rules);
  if (result.kind === 'refused')
    throw new Error(result.code);
  return result;
}
const ranking = (result: Scored, grid: string): Ranking => result.rankings.find(row => row.grid === grid)!;

/** The total once more, in floating point and by another path: what exact totals are held against. */
function floatTotal(scores: Scored['scores']): number {
  const weights: Record<string, number> = { on_time_rate: 50, handled_rate: 20, rework_rate: 20, return_rate: 10 };
  const known = scores.filter(({ denominator }) => denominator > 0);
  const good = ({ indicator, numerator, denominator }: Scored['scores'][number]) => indicator.startsWith('re') ? 1 - numerator / denominator : numerator / denominator;
  const sum = (value: (row: Scored['scores'][number]) => number) => known.reduce((total, row) => total + value(row), 0);
  return 100 * sum(row => weights[row.indicator]! * good(row)) / sum(row => weights[row.indicator]!);
}

describe('what holds for every ranking', () => {
  it('T18: permuting cases, grids, indicators or bands changes nothing', () => {
    const world = fc.tuple(fc.array(caseFact(8), { maxLength: 120 }), fc.infiniteStream(fc.nat()));
    fc.assert(fc.property(world, ([cases, keys]) => {
      const shuffled = <T>(items: readonly T[]): T[] => items.map(item => ({ item, key: keys.next().value! })).sort((a, b) => a.key - b.key).map(({ item }) => item);
      const [subjects, rules] = [patches(8), scheme({ min_sample: 2 })];
      const other = scheme({ min_sample: 2, indicators: shuffled(rules.indicators), grade_bands: shuffled(rules.grade_bands) });
      expect(scored(shuffled(cases), shuffled(subjects), other)).toEqual(scored(cases, subjects, rules));
      const counts = countCases(cases);
      expect(score({ tallies: shuffled(rollUp(shuffled(counts), subjects)), subjects }, rules)).toEqual(scored(cases, subjects, rules));
    }));
  });

  it('a rank is one more than the number of grids that are strictly better', () => {
    fc.assert(fc.property(fc.array(caseFact(9), { maxLength: 150 }), (cases) => {
      const { rankings, scores } = scored(cases, patches(9), scheme({ min_sample: 1, tie_break: [] }));
      const ranked = rankings.filter(row => row.level === 3 && row.rank !== null);
      const totals = new Map(ranked.map(row => [row.grid, floatTotal(scores.filter(({ grid }) => grid === row.grid))]));
      for (const row of ranked) {
        const own = totals.get(row.grid)!;
        expect(Number(row.total)).toBeCloseTo(own, 1);
        expect(row.rank).toBe(1 + ranked.filter(({ grid }) => totals.get(grid)! - own > 1e-9).length);
        expect(row.of).toBe(ranked.length);
      }
    }));
  });

  it('a rate never passes its denominator, and a community has what its patches have', () => {
    fc.assert(fc.property(fc.array(caseFact(6), { maxLength: 80 }), (cases) => {
      const { scores } = scored(cases, patches(6));
      for (const row of scores)
        expect(row.numerator).toBeLessThanOrEqual(row.denominator);
      for (const community of COMMUNITIES) {
        const below = patches(6).filter(({ level, path }) => level === 3 && path.startsWith(`/a/${community}/`)).map(({ code }) => code);
        const sum = scores.filter(row => below.includes(row.grid) && row.indicator === 'on_time_rate').reduce((total, row) => total + row.denominator, 0);
        expect(scores.find(row => row.grid === community && row.indicator === 'on_time_rate')!.denominator).toBe(sum);
      }
    }));
  });

  it('one case more on time never lowers a grid', () => {
    fc.assert(fc.property(fc.array(caseFact(4), { minLength: 1, maxLength: 60 }), (cases) => {
      const rules = scheme({ min_sample: 1 });
      const before = ranking(scored(cases, patches(4), rules), 'p0');
      const late = cases.findIndex(row => row.grid === 'p0' && row.handled && !row.on_time && row.scope === 'community');
      if (late < 0 || before.rank === null)
        return;
      const after = ranking(scored(cases.map((row, n) => n === late ? { ...row, on_time: true } : row), patches(4), rules), 'p0');
      expect(Number(after.total)).toBeGreaterThan(Number(before.total));
      expect(after.rank).toBeLessThanOrEqual(before.rank);
    }));
  });
});

describe('who is ranked', () => {
  it('T17: one perfect case does not head the table; no case is never ranked', () => {
    const result = scored([fact('p0'), ...many(10, n => fact('p1', { on_time: n > 0 }))], patches(3));
    expect(ranking(result, 'p0')).toMatchObject({ rank: null, note: 'below_minimum', sample: 1, total: '100.00' });
    expect(ranking(result, 'p1')).toMatchObject({ rank: 1, of: 1, sample: 10, note: null });
    expect(ranking(result, 'p2')).toMatchObject({ rank: null, note: 'no_cases', total: null, grade: null, sample: 0 });
  });

  it('no case is never ranked, even where missing data earns full points', () => {
    const rules = scheme({ indicators: scheme().indicators.map(row => ({ ...row, no_data: 'full' as const })) });
    expect(ranking(scored([], patches(1), rules), 'p0')).toMatchObject({ rank: null, note: 'no_cases' });
  });

  it('T18: equal totals share a rank and the next is left out: 1, 2, 2, 4', () => {
    const onTime = (grid: string, good: number) => many(10, n => fact(grid, { on_time: n < good }));
    const result = scored([...onTime('p0', 9), ...onTime('p1', 8), ...onTime('p2', 8), ...onTime('p3', 7)], patches(4));
    expect(['p0', 'p1', 'p2', 'p3'].map(grid => ranking(result, grid).rank)).toEqual([1, 2, 2, 4]);
  });

  it('T18: totals that look alike when rounded are still told apart', () => {
    const cases = (grid: string, bad: number, of: number) => many(of, n => fact(grid, { on_time: n >= bad }));
    const result = scored([...cases('p0', 1, 20_001), ...cases('p1', 1, 20_000)], patches(2));
    expect([ranking(result, 'p0').total, ranking(result, 'p1').total]).toEqual(['100.00', '100.00']);
    expect([ranking(result, 'p0').rank, ranking(result, 'p1').rank]).toEqual([1, 2]);
  });

  it('parts equal totals by the scheme\'s chain, and by nothing else', () => {
    // Both 80: p0 loses 20 by two late of ten (50) and the other points elsewhere, p1 by handling.
    const even = [indicator('on_time_rate', 50), indicator('handled_rate', 50)];
    const cases = [
      ...many(10, n => fact('p0', { on_time: n < 6, handled: true })),
      ...many(10, n => fact('p1', { on_time: n < 8, handled: n < 8 })),
    ];
    const ranks = (tie_break: Scheme['tie_break']) => ['p0', 'p1'].map(grid => ranking(scored(cases, patches(2), scheme({ indicators: even, tie_break })), grid).rank);
    expect(ranks([])).toEqual([1, 1]);
    expect(ranks(['on_time_rate'])).toEqual([2, 1]);
    expect(ranks(['handled_rate', 'on_time_rate'])).toEqual([1, 2]);
  });

  it('lists retired grids and levels that are not ranked, with the reason', () => {
    const subjects = patches(2).map(row => row.code === 'p0' ? { ...row, retired: true, previous_rank: 7 } : row);
    const rules = scheme({ ranked_levels: [2], indicators: scheme().indicators });
    const result = scored(many(12, n => fact(`p${n % 2}`)), subjects, rules);
    expect(ranking(result, 'p0')).toMatchObject({ rank: null, note: 'retired', previous_rank: 7 });
    expect(ranking(result, 'p1')).toMatchObject({ rank: null, note: 'level_not_ranked', total: '100.00' });
    expect(ranking(result, 'c1')).toMatchObject({ rank: 1, sample: 6 });
  });
});

describe('whose delay counts', () => {
  it('an office\'s delay costs a patch and a community nothing, and counts for the area', () => {
    const area = scheme().indicators.map(row => ({ ...row, code: `${row.code}_area`, levels: [1 as const], params: { scopes: ['community' as const, 'subdistrict' as const] } }));
    const rules = scheme({ ranked_levels: [1, 2, 3], indicators: [...scheme().indicators, ...area] });
    const cases = [...many(6, () => fact('p0')), ...many(6, () => fact('p0', { scope: 'subdistrict', on_time: false, handled: false }))];
    const result = scored(cases, patches(2), rules);
    expect(ranking(result, 'p0')).toMatchObject({ total: '100.00', sample: 6 });
    expect(ranking(result, 'c1')).toMatchObject({ total: '100.00', sample: 6 });
    expect(ranking(result, 'a')).toMatchObject({ total: '65.00', sample: 12 });
  });

  it('T19: what is missing is not zero: the weight goes to the rest, is given or is withheld as the scheme says', () => {
    const cases = many(10, () => fact('p0', { on_time: false, handled: false, reworked: null }));
    const total = (no_data: Indicator['no_data']) => {
      const indicators = scheme().indicators.map(row => ({ ...row, no_data }));
      return scored(cases, patches(1), scheme({ indicators })).scores.find(row => row.grid === 'p0' && row.indicator === 'rework_rate');
    };
    expect(total('exclude')).toMatchObject({ numerator: 0, denominator: 0, value: null, points: null, no_data: true });
    expect(total('full')).toMatchObject({ value: null, points: '20.00', no_data: true });
    expect(total('zero')).toMatchObject({ value: null, points: '0.00', no_data: true });
    // 10 of the 80 points that remain: 12.5 of 100.
    expect(ranking(scored(cases, patches(1)), 'p0').total).toBe('12.50');
  });
});

describe('figures', () => {
  it('rounds half up to two decimals (天门, 2019)', () => {
    const percent = (n: number, of: number) => rounded(multiply(fraction(n, of), fraction(100)));
    expect([percent(911, 972), percent(737, 972), percent(902, 956), percent(9, 16)]).toEqual(['93.72', '75.82', '94.35', '56.25']);
    expect([rounded(fraction(1, 8)), rounded(fraction(1, 200)), rounded(fraction(-1, 8)), rounded(decimal('12.344'))]).toEqual(['0.13', '0.01', '-0.13', '12.34']);
  });

  it('grades by the exact total', () => {
    const grade = (good: number, of: number) => ranking(scored(many(of, n => fact('p0', { on_time: n < good, handled: n < good })), patches(1), scheme({ indicators: [indicator('on_time_rate', 100)] })), 'p0').grade;
    expect([grade(10, 10), grade(9, 10), grade(899, 1000), grade(75, 100), grade(6, 10), grade(4, 10), grade(0, 10)]).toEqual(['A', 'A', 'B', 'B', 'C', 'D', 'E']);
    expect(ranking(scored(many(20_000, n => fact('p0', { on_time: n < 17_999 })), patches(1), scheme({ indicators: [indicator('on_time_rate', 100)] })), 'p0')).toMatchObject({ total: '90.00', grade: 'B' });
  });

  it('spreads points so that they add up to the total', () => {
    const result = scored(many(8, n => fact('p0', { on_time: n < 4, handled: false })), patches(1));
    const points = result.scores.filter(row => row.grid === 'p0').map(row => Number(row.points));
    expect(points.reduce((sum, next) => sum + next, 0)).toBeCloseTo(Number(ranking(result, 'p0').total), 1);
  });

  it('knows the quarters', () => {
    expect(periodOf('2026-Q3')).toEqual({ code: '2026-Q3', kind: 'quarter', starts_on: '2026-07-01', ends_on: '2026-09-30' });
    expect(periodOf('2026-Q5')).toMatchObject({ kind: 'refused', code: 'period_unknown' });
    expect([quarterBefore('2026-Q1'), quarterBefore('2026-Q3')]).toEqual(['2025-Q4', '2026-Q2']);
    expect([lastQuarterOver('2026-10-01'), lastQuarterOver('2026-01-01'), lastQuarterOver('2026-12-31')]).toEqual(['2026-Q3', '2025-Q4', '2026-Q3']);
  });

  it('names who led a grid longest, over all terms', () => {
    expect(holders([
      { grid: 'p0', person: 'x', days: 30, until: '2026-07-30' },
      { grid: 'p0', person: 'y', days: 40, until: '2026-09-08' },
      { grid: 'p0', person: 'x', days: 22, until: '2026-09-30' },
      { grid: 'p1', person: 'x', days: 46, until: '2026-08-15' },
      { grid: 'p1', person: 'y', days: 46, until: '2026-09-30' },
    ])).toEqual(new Map([['p0', 'x'], ['p1', 'y']]));
  });
});

describe('the rates that a scheme may add', () => {
  const rates = (measure: string, facts: CaseFact[]) => countCases(facts)[0]!.measures[measure as 'response_rate'];

  it('count only the cases that say something of them', () => {
    const facts = [
      fact('p0', { responded: true, solved: true, satisfied: null, repeated: false }),
      fact('p0', { responded: false, solved: null, satisfied: null, repeated: true }),
      fact('p0', { responded: null, solved: false, satisfied: true, repeated: null }),
      fact('p0'),
    ];
    expect(rates('response_rate', facts)).toEqual({ numerator: 1, denominator: 2 });
    expect(rates('solution_rate', facts)).toEqual({ numerator: 1, denominator: 2 });
    expect(rates('satisfaction_rate', facts)).toEqual({ numerator: 1, denominator: 1 });
    expect(rates('repeat_rate', facts)).toEqual({ numerator: 1, denominator: 2 });
  });

  it('are shown with the weight 0, and change no rank', () => {
    const cases = many(20, n => fact(`p${n % 2}`, { on_time: n % 3 > 0, responded: n % 2 === 0, solved: null, satisfied: null, repeated: false }));
    const shown = scheme({ indicators: [...scheme().indicators, indicator('response_rate', 0), indicator('repeat_rate', 0, { rule: 'inverse_ratio' })] });
    const asksMore = (one: Scheme) => caseColumnsFor(one).length > caseColumnsFor(scheme()).length;
    expect([asksMore(scheme()), asksMore(shown), asksMore(scheme({ tie_break: ['satisfaction_rate'] }))]).toEqual([false, true, true]);
    const [plainly, extended] = [scheme(), shown].map(one => score({ tallies: tally(cases, patches(2)), subjects: patches(2) }, one) as Scored);
    expect(extended!.rankings).toEqual(plainly!.rankings);
    expect(extended!.scores.find(row => row.grid === 'p0' && row.indicator === 'response_rate')).toMatchObject({ numerator: 10, denominator: 10, points: expect.anything() });
  });
});

describe('scoring in a thread', () => {
  it('gives what it gives here, in packs', async () => {
    const grids = patches(1500);
    const counts = countCases(many(9000, n => fact(`p${n % 1500}`, { on_time: n % 3 !== 0, reworked: n % 7 === 0 })));
    const here = score({ tallies: rollUp(counts, grids), subjects: grids }, scheme()) as Scored;
    const subjects = grids.map((grid): Subject => ({ kind: 'grid', group: null, days: null, ...grid }));
    const tallies = counts.map(({ grid, scope, measures }): Tally => ({ subject: { kind: 'grid', code: grid }, scope, measures }));
    const rows: ComputedRows[] = [];
    const input = { period: '2026-Q3', counts: await packs(tallies), subjects: await packs(subjects), scheme: scheme(), fields: [], year: { before: [], subjects: [] } };
    const { listed, ranked } = await workers.run(COMPUTE, input, { onPiece: piece => rows.push(piece) });
    const all = <Row>(wanted: ComputedRows['kind']) => rows.filter(({ kind }) => kind === wanted).flatMap(pack => unpacked<Row[]>(pack.rows));
    expect(all<SubjectRanking>('rankings').map(({ subject, rank, total }) => [subject, rank, total])).toEqual(here.rankings.map(({ grid, rank, total }) => [grid, rank, total]));
    expect(all<SubjectScore>('scores').map(({ subject, indicator, points }) => [subject, indicator, points])).toEqual(here.scores.map(({ grid, indicator, points }) => [grid, indicator, points]));
    expect([listed, ranked, rows.length]).toEqual([here.rankings.length, here.rankings.filter(({ rank }) => rank !== null).length, 9]);
  });
});
