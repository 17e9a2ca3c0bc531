/** Which slots of a job are due: none is lost, none is done twice, whenever somebody looks. */
import type { Known, Slot } from '../../extensions/wangge/src/kernel/job-rules.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyDay, everyMinute, everyMonth, everyQuarter } from '../../extensions/wangge/src/calendar/slot-rules.ts';
import { epochMs, momentString } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { lookFrom, planOf } from '../../extensions/wangge/src/kernel/job-rules.ts';

const SHANGHAI = 'Asia/Shanghai';
const db = null as never;
const due = (slots: typeof everyMinute, since: string | null, now: string, zone = SHANGHAI) => slots(since, now, zone, db) as Slot[];
const moments = fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-12-31T00:00:00Z') }).map(momentString);
const HOURS = 3_600_000;

describe('slots by the clock on the wall', () => {
  it.each([
    ['a day', everyDay('00:20'), '2026-11-29T16:19:59.000Z', '2026-11-29T16:20:00.000Z', { slot: '2026-11-30', at: '2026-11-29T16:20:00.000Z', day: '2026-11-30' }],
    ['a month', everyMonth('00:40'), '2026-11-30T16:00:00.000Z', '2026-12-01T00:00:00.000Z', { slot: '2026-11', at: '2026-11-30T16:40:00.000Z', day: '2026-12-01' }],
    ['a quarter', everyQuarter('01:00'), '2026-09-30T16:00:00.000Z', '2026-10-02T00:00:00.000Z', { slot: '2026-Q3', at: '2026-09-30T17:00:00.000Z', day: '2026-10-01' }],
    ['a minute', everyMinute, '2026-11-30T10:04:07.000Z', '2026-11-30T10:05:59.999Z', { slot: '2026-11-30T10:05', at: '2026-11-30T10:05:00.000Z', day: '2026-11-30' }],
  ])('%s', (_, slots, since, now, expected) => {
    expect(due(slots, since, now)).toEqual([expected]);
    // Seen for the first time: the newest, however long ago.
    expect(due(slots, null, now)).toEqual([expected]);
  });

  it('comes to the same however often, and wherever, somebody looks in between', () => {
    fc.assert(fc.property(fc.constantFrom(everyDay('00:20'), everyDay('23:59'), everyMonth('00:40'), everyQuarter('01:00')), moments, fc.array(fc.integer({ min: 1, max: 2000 * HOURS }), { minLength: 1, maxLength: 6 }), (slots, start, steps) => {
      const looks = steps.reduce<string[]>((all, step) => [...all, momentString(epochMs(all.at(-1)!) + step)], [start]);
      const seen = looks.slice(1).flatMap((now, n) => due(slots, looks[n]!, now));
      expect(seen).toEqual(due(slots, start, looks.at(-1)!));
      expect(new Set(seen.map(({ slot }) => slot)).size).toBe(seen.length);
    }), { numRuns: 200 });
  });

  it('a minute that nobody was there for is named, with how many there were', () => {
    expect(due(everyMinute, '2026-11-27T10:00:00.000Z', '2026-11-30T10:05:03.000Z')).toEqual([
      { slot: '2026-11-27T10:01/2026-11-30T10:04', at: '2026-11-27T10:01:00.000Z', day: '2026-11-27', count: 4324 },
      { slot: '2026-11-30T10:05', at: '2026-11-30T10:05:00.000Z', day: '2026-11-30' },
    ]);
    expect(due(everyMinute, '2026-11-30T10:03:00.000Z', '2026-11-30T10:05:03.000Z').map(({ slot }) => slot)).toEqual(['2026-11-30T10:04', '2026-11-30T10:05']);
    expect(due(everyMinute, '2026-11-30T10:05:00.000Z', '2026-11-30T10:05:03.000Z')).toEqual([]);
  });

  it('a day is a day where the clock is changed, too', () => {
    expect(due(everyDay('02:30'), '2026-03-27T12:00:00.000Z', '2026-03-30T12:00:00.000Z', 'Europe/Berlin').map(({ slot, at }) => [slot, at]))
      .toEqual([['2026-03-28', '2026-03-28T01:30:00.000Z'], ['2026-03-29', '2026-03-29T01:30:00.000Z'], ['2026-03-30', '2026-03-30T00:30:00.000Z']]);
  });
});

const NOW = '2026-11-30T02:00:00.000Z';
const days = (...names: string[]): Slot[] => names.map(day => ({ slot: day, at: `${day}T00:20:00.000Z`, day }));
const known = (...rows: [string, Known['outcome'], string?, Known['reason']?][]) =>
  new Map(rows.map(([slot, outcome, started_at = NOW, reason = null]) => [slot, { slot, outcome, reason, started_at }]));
const each = { missed: { within_days: 31 } };
const newest = { missed: 'newest' as const };
const plan = (job: typeof each | typeof newest, slots: Slot[], rows: Map<string, Known> = new Map()) => {
  const { skip, run } = planOf(job, slots, rows, NOW);
  return { skip: skip.map(({ slot: { slot }, reason }) => `${slot} ${reason}`), run: run.map(({ slot }) => slot) };
};

describe('what is done now', () => {
  it('each missed slot, the oldest first; what is done is done', () => {
    expect(plan(each, days('2026-11-28', '2026-11-29', '2026-11-30'), known(['2026-11-29', 'ok']))).toEqual({ skip: [], run: ['2026-11-28', '2026-11-30'] });
  });

  it('so many at a time', () => {
    const many = days(...Array.from({ length: 25 }, (_, n) => `2026-11-${String(n + 1).padStart(2, '0')}`));
    expect(plan(each, many).run).toEqual(many.slice(0, 10).map(({ slot }) => slot));
  });

  it('of what one run does for all, the newest; the others are said to be skipped', () => {
    expect(plan(newest, days('2026-11-28', '2026-11-29', '2026-11-30'), known(['2026-11-28', 'failed']))).toEqual({ skip: ['2026-11-29 newest'], run: ['2026-11-30'] });
    expect(plan(newest, days('2026-11-29', '2026-11-30'), known(['2026-11-29', 'skipped'], ['2026-11-30', 'ok']))).toEqual({ skip: [], run: [] });
  });

  it('what was missed too long ago is said to be skipped, a period without an end never', () => {
    expect(plan(each, days('2026-10-29', '2026-10-31'))).toEqual({ skip: ['2026-10-29 too_late'], run: ['2026-10-31'] });
    expect(plan({ missed: { within_days: Number.POSITIVE_INFINITY } }, days('2020-10-29'))).toEqual({ skip: [], run: ['2020-10-29'] });
  });

  it('what failed waits for ten minutes; what was killed, or may have been, does not', () => {
    const slots = days('2026-11-30');
    const run = (...row: [Known['outcome'], string?, Known['reason']?]) => plan(each, slots, known(['2026-11-30', ...row])).run;
    expect([run('failed', '2026-11-30T01:50:00.001Z'), run('failed', '2026-11-30T01:50:00.000Z'), run('failed', NOW, 'killed'), run(null)]).toEqual([[], ['2026-11-30'], ['2026-11-30'], ['2026-11-30']]);
    // The clock was set back.
    expect(run('failed', '2026-11-30T09:00:00.000Z')).toEqual(['2026-11-30']);
  });
});

describe('since when it is looked for', () => {
  const span = { first: '2026-11-20T00:00:00.000Z', newest: '2026-11-29T00:20:00.000Z' };

  it('from the first run of the installation, never before', () => {
    expect([lookFrom(each, { first: null, newest: null }, NOW), lookFrom(newest, { first: null, newest: null }, NOW)]).toEqual([null, null]);
    expect(lookFrom(each, span, NOW)).toBe('2026-11-19T23:59:59.999Z');
    expect(lookFrom(newest, span, NOW)).toBe(span.newest);
  });

  it('a clock that was ahead stops nothing: the newest slot is looked at again', () => {
    expect(lookFrom(newest, { ...span, newest: '2027-11-29T00:20:00.000Z' }, NOW)).toBeNull();
  });
});
