/** Whose what falls due in a grid is: of whoever answered for it, and for what it lies in, on that day. */
import type { Answered } from '../../extensions/wangge/src/assessment/facts/stretch-rules.ts';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { countFacts } from '../../extensions/wangge/src/assessment/facts/fact-tally-rules.ts';
import { answerersOf, stretchesOf, stretchTable } from '../../extensions/wangge/src/assessment/facts/stretch-rules.ts';
import { dayString, epochDay } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';

const PERIOD = { starts_on: '2026-07-01', ends_on: '2026-09-30' };
const FIRST = epochDay(PERIOD.starts_on);
const LAST = epochDay(PERIOD.ends_on);
const GRIDS = [
  { id: 'A', code: 'a', level: 1, path: '/a/' },
  { id: 'C', code: 'c', level: 2, path: '/a/c/' },
  { id: 'P', code: 'p', level: 3, path: '/a/c/p/' },
  { id: 'Q', code: 'q', level: 3, path: '/a/c/q/' },
] as const;
const answered = fc.record({ grid: fc.constantFrom('A', 'C', 'P', 'Q'), person: fc.constantFrom('x', 'y', 'z'), a: fc.nat(91), b: fc.nat(91) })
  .map(({ grid, person, a, b }): Answered => ({ grid, person, from: dayString(FIRST + Math.min(a, b)), until: dayString(FIRST + Math.max(a, b)) }));
const levels = fc.record({ x: fc.constantFrom(1, 2, 3), y: fc.constantFrom(1, 2, 3) }).map(said => new Map<string, number>(Object.entries(said)));

describe('the stretches of a grid', () => {
  property.prop([fc.array(answered, { maxLength: 8 }), fc.nat()])('cover the period day by day, without gaps and without two alike in a row, whatever the order', (said, turn) => {
    const found = stretchesOf(said, GRIDS, PERIOD);
    const at = said.length === 0 ? 0 : turn % said.length;
    expect(stretchesOf([...said.slice(at), ...said.slice(0, at)], GRIDS, PERIOD)).toEqual(found);
    for (const { id, path } of GRIDS) {
      const own = found.get(id)!;
      expect([own[0]!.from, own.at(-1)!.until]).toEqual([PERIOD.starts_on, PERIOD.ends_on]);
      own.slice(1).forEach(({ from, leaders }, n) => {
        expect(epochDay(from)).toBe(epochDay(own[n]!.until) + 1);
        expect(leaders).not.toEqual(own[n]!.leaders);
      });
      for (const day of [FIRST, FIRST + 31, LAST]) {
        const here = own.find(({ from, until }) => epochDay(from) <= day && day <= epochDay(until))!;
        const expected = new Set(said.filter(({ grid, from, until }) => path.includes(`/${grid.toLowerCase()}/`) && epochDay(from) <= day && day <= epochDay(until)).map(({ grid, person }) => `${person} ${GRIDS.find(one => one.id === grid)!.level}`));
        expect(new Set(here.leaders.map(({ person, level }) => `${person} ${level}`))).toEqual(expected);
      }
    }
  });

  property.prop([fc.array(answered, { maxLength: 8 }), levels])('count for everybody once at most, at the level at which they are ranked', (said, ranked) => {
    for (const [grid, own] of stretchesOf(said, GRIDS, PERIOD)) {
      own.forEach(({ leaders }, stretch) => {
        const counted = answerersOf(own, stretch, ranked);
        expect(new Set(counted).size).toBe(counted.length);
        expect(new Set(counted)).toEqual(new Set(leaders.filter(({ person, level }) => ranked.get(person) === level).map(({ person }) => person)));
        expect(counted).not.toContain('z');
      });
      expect(answerersOf(own, null, ranked)).toEqual(answerersOf(own, 0, ranked));
      expect(stretchTable(new Map([[grid, own]])).grid).toHaveLength(own.length < 2 ? 0 : own.length);
    }
  });

  it('of a quarter that two held one after the other, with somebody standing in: each has their own days', () => {
    const own = stretchesOf([
      { grid: 'A', person: 'boss', from: '2026-07-01', until: '2026-09-30' },
      { grid: 'P', person: 'x', from: '2026-07-01', until: '2026-08-15' },
      { grid: 'P', person: 'z', from: '2026-08-16', until: '2026-08-20' },
      { grid: 'P', person: 'y', from: '2026-08-21', until: '2026-09-30' },
    ], GRIDS, PERIOD);
    expect(own.get('P')!.map(({ from, until, leaders }) => [from, until, leaders.map(({ person }) => person)])).toEqual([
      ['2026-07-01', '2026-08-15', ['boss', 'x']],
      ['2026-08-16', '2026-08-20', ['boss', 'z']],
      ['2026-08-21', '2026-09-30', ['boss', 'y']],
    ]);
    expect(own.get('Q')).toHaveLength(1);
    // Who leads nothing of their own is not ranked: those days are nobody's.
    expect(answerersOf(own.get('P'), 1, new Map([['x', 3], ['y', 3], ['boss', 1]]))).toEqual(['boss']);
  });
});

describe('facts that are counted for persons', () => {
  const COLUMNS = { clock: ['clock', 'scope', 'on_time', 'verified_on_time', 'stretch'], warning: ['urged'] };
  const clock = (grid: string | null, person: string | null, on_time: number | null, verified: number | null, stretch: number | null) => ({ kind: 'clock' as const, grid, department: null, person, id: '1', cells: ['resolve', 'community', on_time, verified, stretch] });
  const persons = (tallies: ReturnType<typeof countFacts>, code: string) => tallies.filter(({ subject }) => subject.kind === 'person' && subject.code === code).flatMap(({ measures }) => Object.entries(measures).map(([name, count]) => `${name} ${count!.numerator}/${count!.denominator}`));
  const FACTS = [clock('p', 'cadre', 1, null, 0), clock('p', 'cadre', 0, null, 1), clock('p', 'cadre', 1, null, 1), clock('p', 'boss', null, 1, 0), clock(null, 'cadre', 0, null, null), { kind: 'warning' as const, grid: 'p', department: null, person: 'y', id: '2', cells: [1] }];
  const led = { p: [['x', 'boss'], ['y', 'boss']] };

  it('by the posts that they held; what one was asked to do by name, and their own deeds, by the name', () => {
    const tallies = countFacts(FACTS, COLUMNS, led);
    expect(persons(tallies, 'x')).toEqual(['on_time_rate 1/1']);
    expect(persons(tallies, 'y')).toEqual(['on_time_rate 1/2', 'urged_rate 1/1']);
    expect(persons(tallies, 'boss')).toEqual(['on_time_rate 2/3', 'verification_on_time_rate 1/1']);
    expect(persons(tallies, 'cadre')).toEqual([]);
  });

  it('as earlier releases counted them, by the name alone: without posts in the header', () => {
    const tallies = countFacts(FACTS, COLUMNS);
    expect(persons(tallies, 'cadre')).toEqual(['on_time_rate 2/4']);
    expect(persons(tallies, 'x')).toEqual([]);
  });
});
