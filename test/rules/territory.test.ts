import type { CodePatterns, Grid, GridChange } from '../../extensions/wangge/src/territory/grid-rules.ts';
import type { StoredPost } from '../../extensions/wangge/src/territory/post-rules.ts';
import type { Term } from '../../extensions/wangge/src/territory/scope-rules.ts';
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { keyOf } from '../../extensions/wangge/src/kernel/relation-key-rules.ts';
import { DEFAULT_PATTERNS, objectionToGrid } from '../../extensions/wangge/src/territory/grid-rules.ts';
import { objectionToPosts } from '../../extensions/wangge/src/territory/post-rules.ts';
import { overfullDay, overlap, SLOTS, subtrees } from '../../extensions/wangge/src/territory/scope-rules.ts';

const segment = fc.constantFrom('a', 'aa', 'b', 'c', '1', '11');
const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map(codes => `/${codes.join('/')}/`);
const day = fc.integer({ min: 1, max: 28 }).map(date => `2026-03-${String(date).padStart(2, '0')}`);
const span = fc.tuple(day, fc.option(day)).map(([starts_on, end]) => ({ starts_on, ends_on: end !== null && end < starts_on ? starts_on : end }));
const term = fc.tuple(path, span).map(([at, dates]): Term => ({ path: at, ...dates }));

describe('subtrees', () => {
  const sees = (tops: readonly string[], at: string): boolean => tops.some(top => at.startsWith(top));

  test.prop([fc.array(path), path])('shows exactly what the posts hold', (paths, at) => {
    expect(sees(subtrees(paths), at)).toBe(sees(paths, at));
  });
  test.prop([fc.array(path)])('no subtree lies in another', (paths) => {
    const tops = subtrees(paths);
    for (const top of tops)
      expect(tops.filter(other => top.startsWith(other))).toEqual([top]);
  });
  test.prop([fc.array(path), fc.array(path)])('the order of posts and doubles do not matter', (paths, more) => {
    expect(subtrees([...more, ...paths, ...paths])).toEqual(subtrees([...paths, ...more]));
  });
  test('a code that begins with another code is no part of it', () => {
    expect(subtrees(['/11/', '/1/', '/1/2/'])).toEqual(['/1/', '/11/']);
  });
});

describe('the seventh part of the territory', () => {
  const patches = (count: number): Term[] => Array.from({ length: count }, (_, n) => ({ path: `/a/b/${n}/`, starts_on: '2026-01-01', ends_on: null }));

  test('six fit, seven do not, a post above them all does', () => {
    expect(overfullDay(patches(SLOTS), '2026-03-01')).toBeNull();
    expect(overfullDay(patches(SLOTS + 1), '2026-03-01')).toBe('2026-03-01');
    expect(overfullDay([...patches(100), { path: '/a/b/', starts_on: '2026-01-01', ends_on: null }], '2026-03-01')).toBeNull();
  });
  test('a term to come is refused for the day on which it begins', () => {
    expect(overfullDay([...patches(SLOTS), { path: '/z/', starts_on: '2026-05-01', ends_on: null }], '2026-03-01')).toBe('2026-05-01');
  });
  test.prop([fc.array(term, { maxLength: 12 }), day])('is found on the first day that has it, day by day', (terms, from) => {
    const days = Array.from({ length: 40 }, (_, n) => new Date(Date.UTC(2026, 2, 1 + n)).toISOString().slice(0, 10)).filter(one => one >= from);
    const expected = days.find(one =>
      subtrees(terms.filter(held => held.starts_on <= one && (held.ends_on === null || held.ends_on >= one)).map(held => held.path)).length > SLOTS);
    expect(overfullDay(terms, from)).toBe(expected ?? null);
  });
});

describe('posts', () => {
  const post = (change: Partial<StoredPost>): StoredPost =>
    ({ id: null, person: 'p', person_name: '张三', grid: 'g', path: '/g/', role: 'leader', starts_on: '2026-03-01', ends_on: null, ...change });

  test.prop([span, span])('overlap is symmetric and means a shared day', (a, b) => {
    const days = Array.from({ length: 31 }, (_, n) => `2026-03-${String(n + 1).padStart(2, '0')}`);
    const on = (one: string) => (held: typeof a): boolean => held.starts_on <= one && (held.ends_on === null || one <= held.ends_on);
    expect(overlap(a, b)).toBe(days.some(one => on(one)(a) && on(one)(b)));
    expect(overlap(a, b)).toBe(overlap(b, a));
  });
  test('a second leader is refused by name and term; a deputy, or the day after, is not', () => {
    const stored = post({ id: 'x', person: 'q', person_name: '李四', starts_on: '2025-01-01', ends_on: '2026-03-31' });
    expect(objectionToPosts([post({})], [stored], '2026-03-01')).toMatchObject({ code: 'leader_overlap', field: 'grid', params: { name: '李四', until: '2026-03-31' } });
    expect(objectionToPosts([post({ role: 'deputy' })], [stored], '2026-03-01')).toBeNull();
    expect(objectionToPosts([post({ starts_on: '2026-04-01' })], [stored], '2026-03-01')).toBeNull();
  });
  test('two posts of one save are held against each other', () => {
    expect(objectionToPosts([post({ person: 'a' }), post({ person: 'b' })], [], '2026-03-01')).toMatchObject({ code: 'leader_overlap' });
  });
  test('a term does not end before it starts', () => {
    expect(objectionToPosts([post({ ends_on: '2026-02-28' })], [], '2026-03-01')).toMatchObject({ code: 'term_reversed', field: 'ends_on' });
  });
});

describe('grids', () => {
  const grid = (change: Partial<Grid>): Grid => ({ id: 'g', code: '110105014', level: 1, parent: null, subdistrict: 's', path: null, ...change });
  const level1 = grid({ id: 'one', code: '110105014L01', level: 1 });
  const level2 = grid({ id: 'two', code: '110105014001', level: 2, parent: 'one' });
  const ask = (change: Partial<GridChange>, patterns: CodePatterns = DEFAULT_PATTERNS) =>
    objectionToGrid({ before: null, after: level2, parent: level1, in_use: false, has_children: false, ...change }, patterns)?.code ?? null;

  test('each level stands under the one above, in its sub-district', () => {
    expect(ask({ after: level1, parent: null })).toBeNull();
    expect(ask({})).toBeNull();
    expect(ask({ after: grid({ ...level1, parent: 'two' }), parent: level2 })).toBe('parent_of_level_1');
    expect(ask({ parent: null })).toBe('parent_level');
    expect(ask({ parent: level2 })).toBe('parent_level');
    expect(ask({ parent: grid({ ...level1, subdistrict: 'other' }) })).toBe('parent_subdistrict');
    expect(ask({ after: grid({ level: 4 }) })).toBe('level_unknown');
  });
  test('codes follow the pattern of their level, which an administrator may change', () => {
    expect(ask({ after: grid({ ...level2, code: '110105014' }) })).toBe('code_pattern');
    expect(ask({ after: grid({ ...level2, code: 'C-7' }) }, { ...DEFAULT_PATTERNS, 2: '^C-[0-9]$' })).toBeNull();
  });
  test.prop([fc.constantFrom('/', '%', '_', '\\', ' ', '网')])('no pattern lets a separator or a wildcard into a path', (bad) => {
    expect(ask({ after: grid({ ...level2, code: `1${bad}2` }) }, { ...DEFAULT_PATTERNS, 2: '.*' })).toBe('code_pattern');
  });
  test('a code in use and a level with grids below do not change', () => {
    expect(ask({ before: grid({ ...level2, code: '110105014009' }), in_use: true })).toBe('code_in_use');
    expect(ask({ before: grid({ ...level2, code: '110105014009' }), in_use: false })).toBeNull();
    expect(ask({ before: grid({ ...level2, level: 3 }), has_children: true })).toBe('level_with_children');
  });
});

describe('keyOf', () => {
  test('reads the id, or an object with it, and nothing else', () => {
    const id = '7D3F0C54-8E6C-4BB0-9D55-0D1B5A0E7A11';
    expect(keyOf(id)).toBe(id.toLowerCase());
    expect(keyOf({ id })).toBe(id.toLowerCase());
    for (const other of [null, undefined, '', 'x', 7, {}, { id: 7 }, [id], `${id}' or true`])
      expect(keyOf(other)).toBeNull();
  });
});
