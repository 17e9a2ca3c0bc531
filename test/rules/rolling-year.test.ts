/** The rolling year: of whom it is, and of how many quarters. */
import type { EarlierCount } from '../../extensions/wangge/src/assessment/interval/year-rules.ts';
import { describe, expect, it } from 'vitest';
import { countedBefore, yearRows } from '../../extensions/wangge/src/assessment/interval/year-rules.ts';
import { counted } from '../../extensions/wangge/src/assessment/schemes/subject-scoring-rules.ts';
import { counts, indicator, schemeOf, subject } from './scheme-world.ts';

describe('a rolling year', () => {
  const scheme = schemeOf([indicator('on_time', 100), indicator('person_on_time', 100, { subject: 'person' })]);
  const quarter = counted(
    [counts('p0', { on_time_rate: [3, 4] }, { scope: 'community' }), counts('zhang', { on_time_rate: [3, 4] }, { kind: 'person', scope: 'community' })],
    [subject('p0'), subject('zhang', { kind: 'person', path: null })],
    scheme,
  );
  const yearOf = (...by_post: boolean[]) => yearRows('2026-Q3', quarter, { before: by_post.map((persons_by_post, n) => ({ code: `2026-Q${2 - n}`, version: 1, persons_by_post })), subjects: [] }, [], scheme)
    .map(({ code, quarters }) => [code, quarters]);

  it('counts quarters of persons only where they were counted as they are now; of one quarter alone there is no year', () => {
    expect(yearOf(true, true)).toEqual([['p0', 3], ['zhang', 3]]);
    expect(yearOf(true, false)).toEqual([['p0', 3], ['zhang', 2]]);
    expect(yearOf(false, false)).toEqual([['p0', 3]]);
  });

  it('what came from flagged sources weighs in each of its quarters, where it was told apart', () => {
    const late = schemeOf([indicator('late', 100, { rule: 'deduct_per_case', params: { per_case: 10, multiplier: 3, flagged_sources: ['media'] } })]);
    // This quarter one late of two, from the press: 3; before two late, one of them from the press: 4.
    const now = counted([counts('p0', { 'on_time_rate': [1, 2], 'on_time_rate@media': [0, 1], 'on_time_rate@hotline': [0, 1] }, { scope: 'community' })], [subject('p0')], late);
    const totalAfter = (had: EarlierCount) => yearRows('2026-Q3', now, { before: [{ code: '2026-Q2', version: 1, persons_by_post: true }], subjects: [{ kind: 'grid', code: 'p0', sample: 9, counts: { late: had } }] }, [], late)[0]!.total;
    expect(totalAfter([7, 9, 0, 1])).toBe('30.00');
    expect(totalAfter([7, 9])).toBe('50.00');
    const before = { kind: 'grid' as const, code: 'p0', sample: 9, counts: { late: [7, 9, 0, 1] as const, rest: [1, 2] as const } };
    expect([countedBefore(before, 'late'), countedBefore(before, 'rest'), countedBefore(before, 'toString'), countedBefore(undefined, 'late')]).toEqual([
      { numerator: 7, denominator: 9, flagged: { numerator: 0, denominator: 1 } },
      { numerator: 1, denominator: 2 },
      { numerator: 0, denominator: 0 },
      { numerator: 0, denominator: 0 },
    ]);
  });
});
