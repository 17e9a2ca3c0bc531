/** Grids, departments and persons, each ranked among its own: what holds for every ranking, who is left out and why, who is compared with whom. */
import type { Scheme, Subject } from '../../extensions/wangge/src/assessment/schemes/model.ts';
import type { SubjectResults } from '../../extensions/wangge/src/assessment/schemes/subject-scoring-rules.ts';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { peerGroupOf } from '../../extensions/wangge/src/assessment/schemes/peer-group-rules.ts';
import { checkScheme, checkSound, weightSums } from '../../extensions/wangge/src/assessment/schemes/scheme-rules.ts';
import { scoreSubjects } from '../../extensions/wangge/src/assessment/schemes/subject-scoring-rules.ts';
import { counts, indicator, schemeOf, subject } from './scheme-world.ts';

const placeOf = ({ rankings }: SubjectResults, code: string) => rankings.find(row => row.subject === code)!;
const THREE = [
  indicator('on_time', 60),
  indicator('true', 40, { measure: 'log_true_rate' }),
  indicator('office', 100, { subject: 'department', levels: [], measure: 'own_on_time_rate' }),
  indicator('person_on_time', 50, { subject: 'person', levels: [2, 3] }),
  indicator('person_duty', 50, { subject: 'person', levels: [2, 3], measure: 'duty_met_rate' }),
];

describe('what holds for every ranking', () => {
  const drawn = fc.record({
    on_time_rate: fc.tuple(fc.nat(6), fc.nat(6)).map(([hits, misses]) => [hits, hits + misses] as const),
    log_true_rate: fc.tuple(fc.nat(3), fc.nat(3)).map(([hits, misses]) => [hits, hits + misses] as const),
    group: fc.constantFrom(null, '社区', '园区'),
    days: fc.integer({ min: 0, max: 92 }),
  });
  const world = fc.array(drawn, { maxLength: 12 }).map(rows => ({
    subjects: rows.map(({ group, days }, n) => subject(`p${n}`, { group, days })),
    tallies: rows.map(({ on_time_rate, log_true_rate }, n) => counts(`p${n}`, { on_time_rate, log_true_rate })),
  }));
  const scheme = schemeOf(THREE, { min_days: 30, min_sample: 3 });

  property.prop([world, fc.infiniteStream(fc.nat())])('permuting counts, subjects or indicators changes nothing', ({ subjects, tallies }, keys) => {
    const shuffled = <T>(items: readonly T[]): T[] => items.map(item => ({ item, key: keys.next().value! })).sort((a, b) => a.key - b.key).map(({ item }) => item);
    expect(scoreSubjects(shuffled(tallies), shuffled(subjects), { ...scheme, indicators: shuffled(scheme.indicators) })).toEqual(scoreSubjects(tallies, subjects, scheme));
  });

  property.prop([world])('a rank is one more than how many of its group are strictly better; who is below a minimum has none', ({ subjects, tallies }) => {
    const { rankings } = scoreSubjects(tallies, subjects, scheme);
    for (const row of rankings) {
      const of = subjects.find(({ code }) => code === row.subject)!;
      const [, sample] = Object.values(tallies.find(({ subject: { code } }) => code === row.subject)!.measures.on_time_rate!);
      expect(row.rank === null).toBe(sample! < 3 || of.days! < 30);
      const field = rankings.filter(({ group, rank }) => group === row.group && rank !== null);
      if (row.rank === null)
        continue;
      expect(row.of).toBe(field.length);
      expect(row.rank).toBe(1 + field.filter(({ rank }) => rank! < row.rank!).length);
      expect(field.filter(({ total }) => Number(total) > Number(row.total)).length).toBeLessThan(row.rank);
    }
  });

  it('equal totals share a place: 1, 2, 2, 4; rounding comes after ranking', () => {
    const tallies = [20, 19, 19, 1].map((hits, n) => counts(`p${n}`, { on_time_rate: [hits, 20] }));
    expect(scoreSubjects(tallies, tallies.map((_, n) => subject(`p${n}`)), scheme).rankings.map(({ rank }) => rank)).toEqual([1, 2, 2, 4]);
    const close = [counts('p0', { on_time_rate: [20_000, 20_001] }), counts('p1', { on_time_rate: [19_999, 20_000] })];
    expect(scoreSubjects(close, [subject('p0'), subject('p1')], scheme).rankings.map(({ total, rank }) => [total, rank])).toEqual([['100.00', 1], ['100.00', 2]]);
  });

  it('what is missing is neither nothing nor full: its weight goes to the others, unless the scheme says', () => {
    const none = counts('p0', { on_time_rate: [5, 10] });
    const total = (no_data: 'exclude' | 'full' | 'zero') => placeOf(scoreSubjects([none], [subject('p0')], { ...scheme, indicators: THREE.map(one => ({ ...one, no_data })) }), 'p0').total;
    expect([total('exclude'), total('full'), total('zero')]).toEqual(['50.00', '70.00', '30.00']);
    // Of what weighs nothing alone there is no total.
    const shown = schemeOf([indicator('on_time', 0), indicator('true', 100, { measure: 'log_true_rate' })]);
    expect(placeOf(scoreSubjects([none], [subject('p0')], shown), 'p0')).toMatchObject({ total: null, rank: null, note: 'no_cases' });
  });
});

describe('departments and persons', () => {
  const subjects: Subject[] = [
    subject('p0'),
    subject('p1'),
    subject('o1', { kind: 'department', level: null, path: null }),
    subject('o2', { kind: 'department', level: null, path: null }),
    subject('zhang', { kind: 'person', path: null, days: 20 }),
    subject('li', { kind: 'person', path: null, days: 72 }),
    subject('wang', { kind: 'person', level: 2, path: null }),
  ];
  const tallies = [
    counts('p0', { on_time_rate: [9, 10], log_true_rate: [1, 2] }, { scope: 'community' }),
    counts('p1', { on_time_rate: [8, 10], log_true_rate: [2, 2] }, { scope: 'community' }),
    counts('o1', { own_on_time_rate: [7, 10], on_time_rate: [1, 10] }, { kind: 'department', scope: 'subdistrict' }),
    counts('o2', { own_on_time_rate: [9, 10], on_time_rate: [9, 10] }, { kind: 'department', scope: 'subdistrict' }),
    // A department's code may be a grid's, too: each has its own counts.
    counts('p0', { own_on_time_rate: [0, 10] }, { kind: 'department' }),
    ...['zhang', 'li', 'wang'].map(code => counts(code, { on_time_rate: [4, 5], duty_met_rate: [60, 60] }, { kind: 'person' })),
  ];

  it('are ranked among their own: offices on their own clocks, persons by level', () => {
    const result = scoreSubjects(tallies, subjects, schemeOf(THREE));
    expect(['o1', 'o2'].map(code => placeOf(result, code))).toMatchObject([{ kind: 'department', total: '70.00', rank: 2, of: 2, sample: 10 }, { total: '90.00', rank: 1 }]);
    expect(['zhang', 'li', 'wang'].map(code => placeOf(result, code))).toMatchObject([{ kind: 'person', level: 3, total: '90.00', rank: 1, of: 2 }, { rank: 1 }, { level: 2, rank: 1, of: 1 }]);
    expect(placeOf(result, 'p1')).toMatchObject({ kind: 'grid', total: '88.00', rank: 1, of: 2 });
    expect(result.scores.filter(({ kind }) => kind === 'department').map(({ subject, indicator }) => `${subject} ${indicator}`)).toEqual(['o1 office', 'o2 office']);
  });

  it('who held the post for too few days is shown and not ranked; so is a grid that was not in service', () => {
    const result = scoreSubjects(tallies, [...subjects, subject('new', { days: 10 })], schemeOf(THREE, { min_days: 30 }));
    expect(placeOf(result, 'zhang')).toMatchObject({ rank: null, note: 'too_few_days', total: '90.00' });
    expect(placeOf(result, 'li')).toMatchObject({ rank: 1, of: 1 });
    expect(placeOf(result, 'new')).toMatchObject({ rank: null, note: 'no_cases' });
    // Nobody knows: nobody is left out for it.
    expect(placeOf(scoreSubjects(tallies, subjects.map(one => ({ ...one, days: null })), schemeOf(THREE, { min_days: 30 })), 'zhang').rank).toBe(1);
  });

  it('weights sum to 100 for each kind and level', () => {
    expect(checkScheme(schemeOf(THREE))).toBeNull();
    expect(checkScheme(schemeOf(THREE.map(one => one.code === 'office' ? { ...one, weight: 90 } : one)))).toMatchObject({ code: 'weights_not_100_department', params: { sum: 90 } });
    expect(checkScheme(schemeOf(THREE.map(one => one.code === 'person_duty' ? { ...one, levels: [3] } : one)))).toMatchObject({ code: 'weights_not_100_person', params: { level: 2, sum: 50 } });
    expect(weightSums(schemeOf(THREE)).map(({ kind, level }) => [kind, level])).toEqual([['grid', 3], ['department', null], ['person', 2], ['person', 3]]);
    expect(checkScheme(schemeOf([indicator('a', 100, { subject: 'department', levels: [], measure: 'own_on_time_rate', params: {} })]))).toBeNull();
  });
});

describe('peer groups', () => {
  it('as declared, or by size: a pure function of what is known', () => {
    const size = { declared: ' 园区 ', households: 420, matters: 30 };
    const group = (peer_groups: Scheme['peer_groups']) => peerGroupOf(size, { peer_groups: peer_groups! });
    expect(group(null)).toBeNull();
    expect(group({ by: 'declared' })).toBe('园区');
    expect(group({ by: 'size', households: [0, 300, 500] })).toBe('households 300-499');
    expect(group({ by: 'size', households: [500, 0], matters: [0, 20] })).toBe('households 0-499, matters 20+');
    expect(peerGroupOf({ declared: '', households: null, matters: null }, { peer_groups: { by: 'size', households: [0, 300] } })).toBe('households ?');
    expect(peerGroupOf({ declared: '', households: null, matters: null }, { peer_groups: { by: 'declared' } })).toBeNull();
  });

  property.prop([fc.nat(2000), fc.uniqueArray(fc.integer({ min: 1, max: 1500 }), { maxLength: 5 })])('every size is in one band, and bands do not depend on their order', (households, bounds) => {
    const group = (list: number[]) => peerGroupOf({ declared: null, households, matters: null }, { peer_groups: { by: 'size', households: list } });
    const all = [...bounds, 0];
    expect(group(all)).toBe(group(all.toReversed()));
    const [from, to] = group(all)!.replace('households ', '').replace('+', '-999999').split('-').map(Number);
    expect(from! <= households && households <= to!).toBe(true);
    expect(all).toContain(from);
  });

  it('ranks start anew in each', () => {
    const tallies = [18, 16, 14, 12].map((hits, n) => counts(`p${n}`, { on_time_rate: [hits, 20] }));
    const subjects = tallies.map((_, n) => subject(`p${n}`, { group: n % 2 === 0 ? 'a' : 'b' }));
    expect(scoreSubjects(tallies, subjects, schemeOf(THREE)).rankings.map(({ rank, of, group }) => [rank, of, group])).toEqual([[1, 2, 'a'], [1, 2, 'b'], [2, 2, 'a'], [2, 2, 'b']]);
  });
});

describe('a veto', () => {
  it('keeps the score, takes the rank, and leaves the others their places', () => {
    const scheme = schemeOf([indicator('on_time', 100), indicator('lies', 0, { measure: 'log_true_rate', rule: 'veto' })]);
    expect(checkSound(scheme)).toBeNull();
    const tallies = [counts('p0', { on_time_rate: [20, 20], log_true_rate: [4, 5] }), counts('p1', { on_time_rate: [15, 20], log_true_rate: [5, 5] }), counts('p2', { on_time_rate: [15, 20] })];
    const result = scoreSubjects(tallies, ['p0', 'p1', 'p2'].map(code => subject(code)), scheme);
    expect(result.rankings).toMatchObject([
      { subject: 'p0', total: '100.00', grade: 'A', rank: null, vetoed: true, note: 'vetoed', of: 2 },
      { subject: 'p1', rank: 1, vetoed: false },
      { subject: 'p2', rank: 1, vetoed: false },
    ]);
    expect(result.scores.find(({ subject, indicator }) => subject === 'p0' && indicator === 'lies')).toMatchObject({ points: null, no_data: false, cases: '1.00', value: '80.00' });
  });
});
