/** The demonstration obeys the rules that it shows: it can be repeated, replayed and swept without finding anything to do. */
import type { Demonstration } from '../../extensions/wangge/src/app/demonstration/generate.ts';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generate, quartersUntil } from '../../extensions/wangge/src/app/demonstration/generate.ts';
import { deadlines } from '../../extensions/wangge/src/handling/clocks/deadline-rules.ts';
import { dueTimers } from '../../extensions/wangge/src/handling/clocks/timer-rules.ts';
import { EVENTS } from '../../extensions/wangge/src/handling/event-registry-rules.ts';
import { applyPatches, replay } from '../../extensions/wangge/src/handling/lifecycle/evolve-rules.ts';
import { findPersonalData } from '../../extensions/wangge/src/kernel/personal-data-rules.ts';
import { material, reference } from './demonstration-world.ts';

const NOW = '2026-11-18T03:20:00.000Z';
const made = generate(material, reference, { now: NOW, seed: '1', perQuarter: 300 });
const calendars = (): typeof reference.calendar => reference.calendar;

function digestOf({ world, issues, counters }: Demonstration): string {
  const content = { world, counters, issues: issues.map(({ report, events, clocks, state }) => ({ report, events, clocks, state })) };
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

describe('the same again', () => {
  const small = (seed: string): string => digestOf(generate(material, reference, { now: NOW, seed, perQuarter: 40 }));
  const first = small('1');

  it('the same seed and present give the same demonstration', () => {
    expect(small('1')).toBe(first);
  });

  it('another seed gives another one', () => {
    expect(small('2')).not.toBe(first);
  });
});

describe('every issue', () => {
  it('is what its events say, by the rules and by the patches', () => {
    for (const { events, clocks, state } of made.issues) {
      expect(replay(events, clocks)).toEqual(state);
      expect(applyPatches(events)).toEqual(state);
    }
  });

  it('has the clocks that its events give', () => {
    for (const { events, clocks } of made.issues)
      expect(clocks).toEqual(deadlines(events, calendars));
  });

  it('takes only the steps that the table of transitions knows', () => {
    for (const { events } of made.issues) {
      for (const { type, from_status } of events.slice(1))
        expect(EVENTS[type].transition.from).toContain(from_status);
    }
  });

  it('goes forward in time and stops at the present', () => {
    for (const { events } of made.issues) {
      const moments = events.map(({ at }) => at);
      expect(moments).toEqual([...moments].sort());
      expect(moments.at(-1)! <= NOW).toBe(true);
    }
  });

  it('leaves a sweep nothing to do: what time made true is written', () => {
    for (const { clocks, state } of made.issues) {
      expect(dueTimers(clocks, NOW)).toEqual([]);
      expect(state.status === 'fed_back' && state.closes_at !== null && state.closes_at <= NOW).toBe(false);
    }
  });

  it('has a number of its own, without gaps on any day', () => {
    const numbers = made.issues.map(({ state }) => state.number);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const { day, last } of made.counters) {
      const ofDay = numbers.filter(number => number.includes(`-${day.replaceAll('-', '')}-`)).sort();
      expect(ofDay).toHaveLength(last);
      expect(ofDay.at(-1)).toMatch(new RegExp(`-${String(last).padStart(4, '0')}$`));
    }
  });
});

describe('a present on the first morning of a quarter', () => {
  it('has two finished quarters and an empty running one', () => {
    expect(quartersUntil('2027-01-01', 100).map(({ code }) => code)).toEqual(['2026-Q3', '2026-Q4', '2027-Q1']);
    const { issues } = generate(material, reference, { now: '2026-12-31T16:00:01.000Z', seed: '1', perQuarter: 40 });
    expect(issues.length).toBe(28 + 40);
  });
});

describe('it shows the life of an office', () => {
  const count = (test: (issue: Demonstration['issues'][number]) => boolean): number => made.issues.filter(test).length;

  it('most is in time, some is late, some is open', () => {
    const resolved = made.issues.flatMap(({ clocks }) => clocks.filter(({ kind }) => kind === 'resolve'));
    const late = resolved.filter(({ state }) => state === 'late' || state === 'missed').length;
    expect(late / resolved.length).toBeGreaterThan(0.03);
    expect(late / resolved.length).toBeLessThan(0.25);
    expect(count(({ state }) => ['assigned', 'handling', 'handled', 'fed_back', 'escalated', 'returned', 'reported'].includes(state.status))).toBeGreaterThan(5);
  });

  it.each(['withdraw', 'reject', 'return', 'route', 'explain', 'escalate', 'verify', 'reopen', 'close', 'deadline_warning', 'deadline_missed'])('there is "%s"', (type) => {
    expect(count(({ events }) => events.some(event => event.type === type))).toBeGreaterThan(0);
  });

  it('every category that can be chosen is reported', () => {
    const leaves = reference.categories.filter(({ id }) => !reference.categories.some(({ parent }) => parent === id)).map(({ code }) => code);
    expect(new Set(material.matters.matters.map(({ category }) => category))).toEqual(new Set(leaves));
  });

  it('what must be photographed is', () => {
    for (const { events, photos, state } of made.issues) {
      const handled = events.find(({ type }) => type === 'handle');
      if (handled !== undefined && made.directory.category(state.category).photo_required)
        expect(photos.get(handled.seq)?.length).toBeGreaterThan(0);
    }
  });
});

it('no notice that it publishes tells of a person', () => {
  const told = made.issues.filter(({ events }) => events.some(({ type }) => type === 'disclose'));
  expect(told.length).toBeGreaterThan(100);
  for (const { report, events } of told) {
    const result = events.findLast(({ type }) => type === 'handle')!.result;
    expect(findPersonalData({ description: report.description, result })).toEqual([]);
  }
});
