/** The rolling year: of whom it is, and of how many quarters. */
import { describe, expect, it } from 'vitest';
import { yearRows } from '../../extensions/wangge/src/assessment/interval/year-rules.ts';
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
});
