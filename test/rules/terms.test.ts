/** Persons through the posts that they held in a period. */
import type { Term } from '../../extensions/wangge/src/assessment/facts/term-rules.ts';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { daysOf, personsInPost, personsOfEach } from '../../extensions/wangge/src/assessment/facts/term-rules.ts';
import { dayString, epochDay } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';

const GRIDS = new Map([['a1', { level: 1 as const, above: null }], ['c1', { level: 2 as const, above: 'a1' }], ['p1', { level: 3 as const, above: 'c1' }], ['p2', { level: 3 as const, above: 'c1' }]]);
const FIRST = epochDay('2026-07-01');
const days = fc.tuple(fc.nat(91), fc.nat(91)).map(([a, b]) => ({ from: dayString(FIRST + Math.min(a, b)), until: dayString(FIRST + Math.max(a, b)) }));
const term = fc.record({ grid: fc.constantFrom('a1', 'c1', 'p1', 'p2', 'gone'), person: fc.constantFrom('x', 'y'), span: days }).map(({ span, ...rest }): Term => ({ ...rest, ...span }));

describe('days in a post', () => {
  property.prop([fc.array(days, { maxLength: 6 })])('are counted once each', (spans) => {
    const all = new Set(spans.flatMap(({ from, until }) => Array.from({ length: epochDay(until) - epochDay(from) + 1 }, (_, n) => epochDay(from) + n)));
    expect(daysOf(spans)).toBe(all.size);
  });
});

describe('persons in posts', () => {
  property.prop([fc.array(term, { maxLength: 8 }), fc.nat()])('are each there once, whatever the order, at the level that they held longest', (terms, turn) => {
    const found = personsInPost(terms, GRIDS);
    const at = terms.length === 0 ? 0 : turn % terms.length;
    expect(personsInPost([...terms.slice(at), ...terms.slice(0, at)], GRIDS)).toEqual(found);
    expect(found.map(({ person }) => person)).toEqual([...new Set(terms.filter(({ grid }) => grid !== 'gone').map(({ person }) => person))].sort());
    for (const { person, level, days, grid, above } of found) {
      expect(GRIDS.get(grid)).toEqual({ level, above });
      const held = (of: number): number => daysOf(terms.filter(one => one.person === person && GRIDS.get(one.grid)?.level === of));
      expect(days).toBe(Math.max(held(1), held(2), held(3)));
    }
  });

  property.prop([fc.array(term, { maxLength: 8 })])('of two sub-districts are of each what they are of it alone', (terms) => {
    const places = new Map([
      ['one', [{ id: 'a1', code: 'A1', level: 1 as const, path: '/A1/' }, { id: 'p1', code: 'P1', level: 3 as const, path: '/A1/P1/' }]],
      ['two', [{ id: 'c1', code: 'C1', level: 2 as const, path: '/C1/' }, { id: 'p2', code: 'P2', level: 3 as const, path: '/C1/P2/' }]],
    ]);
    const together = personsOfEach(terms, places);
    for (const [place, grids] of places) {
      expect(personsOfEach(terms, new Map([[place, grids]])).get(place)).toEqual(together.get(place));
      const here = new Set(grids.map(({ id }) => id));
      expect(together.get(place)!.map(({ person }) => person)).toEqual([...new Set(terms.filter(({ grid }) => here.has(grid)).map(({ person }) => person))].sort());
    }
  });

  it('both of a split quarter are, each with their own days', () => {
    const terms: Term[] = [{ grid: 'p1', person: 'x', from: '2026-07-01', until: '2026-08-15' }, { grid: 'p1', person: 'y', from: '2026-08-16', until: '2026-09-30' }];
    expect(personsInPost(terms, GRIDS)).toEqual([{ person: 'x', level: 3, days: 46, grid: 'p1', above: 'c1' }, { person: 'y', level: 3, days: 46, grid: 'p1', above: 'c1' }]);
  });
});
