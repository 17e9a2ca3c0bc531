import type { Calendar, PinnedLimit } from '../../extensions/wangge/src/calendar/model.ts';
/** Working days and limits: properties first, then the law's examples and other systems' bugs (T1 … T24). */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { CalendarError } from '../../extensions/wangge/src/calendar/day-table-rules.ts';
import { offsetAt } from '../../extensions/wangge/src/calendar/time-zone-rules.ts';
import { addWorkingDays, dayOf, dueAt, isWorkingDay, momentAt, pinOf, warnAt, workingDaysIn } from '../../extensions/wangge/src/calendar/working-days-rules.ts';
import { civilDate, dayString, epochDay, momentString } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { at, clockHours, fewDays, pausesAfter, shipped, someDay, someMoment, workingDays } from './calendar-world.ts';

/** As limits are pinned now. */
const pinned = (n: number, said: Partial<PinnedLimit> = {}) => workingDays(n, { ...pinOf(shipped), ...said });
const NOTHING = { pauses: [], extensions: [] };
const received = someMoment.chain(start => pausesAfter(start).map(pauses => ({ start, pauses })));

describe('properties', () => {
  test.prop([someDay, fewDays, fewDays])('adding n, then m, is adding n + m', (day, n, m) => {
    expect(addWorkingDays(shipped, addWorkingDays(shipped, day, n).day, m).day).toBe(addWorkingDays(shipped, day, n + m).day);
  });

  test.prop([someDay, fc.integer({ min: 1, max: 60 })])('the nth working day is one, with n working days up to it', (day, n) => {
    const due = addWorkingDays(shipped, day, n).day;
    expect(isWorkingDay(shipped, due)).toBe(true);
    expect(workingDaysIn(shipped, dayString(epochDay(day) + 1), dayString(epochDay(due) + 1))).toBe(n);
  });

  test.prop([someDay, someDay, fewDays])('later received is never due earlier', (a, b, n) => {
    const [first, second] = a < b ? [a, b] : [b, a];
    expect(addWorkingDays(shipped, first, n).day <= addWorkingDays(shipped, second, n).day).toBe(true);
  });

  test.prop([someDay, fewDays])('more days end later', (day, n) => {
    expect(addWorkingDays(shipped, day, n).day < addWorkingDays(shipped, day, n + 1).day).toBe(true);
  });

  test.prop([fc.tuple(someDay, someDay, someDay).map(days => days.sort())])('counting adds up', ([a, b, c]) => {
    expect(workingDaysIn(shipped, a!, b!) + workingDaysIn(shipped, b!, c!)).toBe(workingDaysIn(shipped, a!, c!));
    expect(workingDaysIn(shipped, c!, a!)).toBe(0);
  });

  test.prop([someDay, fc.integer({ min: 0, max: 400 })])('counting is asking day by day', (day, length) => {
    let count = 0;
    for (let i = 0; i < length; i++)
      count += isWorkingDay(shipped, dayString(epochDay(day) + i)) ? 1 : 0;
    expect(workingDaysIn(shipped, day, dayString(epochDay(day) + length))).toBe(count);
  });

  test.prop([received, fc.integer({ min: 1, max: 60 }), fc.boolean()])('a pause never shortens, and one more never does', ({ start, pauses }, n, hours) => {
    const limit = hours ? clockHours(n) : pinned(n);
    const due = (upTo: number) => dueAt(shipped, start, limit, { pauses: pauses.slice(0, upTo), extensions: [] }).due_at;
    expect(due(0)).toBe(dueAt(shipped, start, limit, NOTHING).due_at);
    for (let i = 0; i < pauses.length; i++)
      expect(due(i + 1) >= due(i)).toBe(true);
  });

  test.prop([received, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 })])('T2 an extension survives pause and resume', ({ start, pauses }, n, more) => {
    const plain = dueAt(shipped, start, pinned(n), { pauses, extensions: [] });
    const extended = dueAt(shipped, start, pinned(n), { pauses, extensions: [more] });
    const floor = addWorkingDays(shipped, dayOf(shipped, plain.due_at), more).day;
    expect(dayOf(shipped, extended.due_at) >= floor).toBe(true);
    expect(extended.original_due_at).toBe(plain.original_due_at);
  });

  test.prop([someDay])('days and their numbers are the same thing', (day) => {
    expect(dayString(epochDay(day))).toBe(day);
    const { year, month, day: date } = civilDate(epochDay(day));
    expect(Date.UTC(year, month - 1, date)).toBe(epochDay(day) * 86_400_000);
  });

  test.prop([fc.integer({ min: -3e12, max: 5e12 })])('moments are written as Date writes them', (ms) => {
    expect(momentString(ms)).toBe(new Date(ms).toISOString());
  });

  test.prop([someMoment, fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia')])('the wall clock is the zone\'s', (moment, time_zone) => {
    const shown = new Intl.DateTimeFormat('en-CA', { timeZone: time_zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(moment));
    const calendar = { ...shipped, time_zone };
    expect(dayOf(calendar, moment)).toBe(shown);
    const noon = momentAt(calendar, shown, '12:00');
    expect(dayOf(calendar, noon)).toBe(shown);
    expect((Date.parse(noon) + offsetAt(time_zone, Date.parse(noon))) % 86_400_000).toBe(43_200_000);
  });

  test.prop([someMoment, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 40 })])('a warning comes in office hours, before the end, the more hours the earlier', (start, n, hours) => {
    const limit = (warn: number) => pinned(n, { warn_working_hours: warn });
    const { due_at } = dueAt(shipped, start, limit(hours), NOTHING);
    const warned = warnAt(shipped, due_at, limit(hours));
    expect(warned < due_at).toBe(true);
    expect(warnAt(shipped, due_at, limit(hours + 1)) < warned).toBe(true);
    expect(isWorkingDay(shipped, dayOf(shipped, warned))).toBe(true);
    expect(warned >= momentAt(shipped, dayOf(shipped, warned), '09:00') && warned < momentAt(shipped, dayOf(shipped, warned), '18:00')).toBe(true);
  });

  it('the process\' time zone changes nothing', () => {
    const before = process.env.TZ;
    const sample = () => ['2026-02-13T15:59:59.999Z', '2026-02-13T16:00:00.000Z', '2026-09-30T15:59:59.000Z', '2025-12-31T23:00:00.000Z'].map(moment =>
      [dayOf(shipped, moment), dueAt(shipped, moment, workingDays(3), NOTHING), warnAt(shipped, moment, workingDays(3, { warn_working_hours: 4 }))]);
    try {
      const answers = ['UTC', 'Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati'].map((zone) => {
        process.env.TZ = zone;
        return sample();
      });
      for (const answer of answers)
        expect(answer).toEqual(answers[0]);
    }
    finally {
      process.env.TZ = before ?? '';
      if (before === undefined)
        delete process.env.TZ;
    }
  });
});

describe('limits', () => {
  it('T1 suspending from Friday 08:00 to Monday 08:00 takes exactly one working day', () => {
    const limit = workingDays(5);
    const plain = dueAt(shipped, at('2026-06-01T08:00'), limit, NOTHING);
    expect(plain.due_at).toBe(at('2026-06-08T18:00'));
    const paused = dueAt(shipped, at('2026-06-01T08:00'), limit, { pauses: [{ from: at('2026-06-05T08:00'), until: at('2026-06-08T08:00') }], extensions: [] });
    expect(paused).toEqual({ due_at: at('2026-06-09T18:00'), original_due_at: plain.due_at, provisional: false });
  });

  it.each([
    ['over a weekend, from after the close of business', '2026-06-05T18:00', '2026-06-08T09:00', '2026-06-08T18:00'],
    ['within a day', '2026-06-03T09:00', '2026-06-03T17:59', '2026-06-08T18:00'],
    ['over a night', '2026-06-03T19:00', '2026-06-04T08:00', '2026-06-08T18:00'],
    ['over the day of receipt alone, which does not count anyway', '2026-06-01T09:00', '2026-06-02T09:00', '2026-06-08T18:00'],
    ['from the last day, for a week', '2026-06-08T09:00', '2026-06-15T09:00', '2026-06-15T18:00'],
    ['over a holiday and its make-up days', '2026-06-04T09:00', '2026-06-22T09:00', '2026-06-24T18:00'],
    ['begun after the limit ran out: too late', '2026-06-08T18:01', '2026-06-22T09:00', '2026-06-08T18:00'],
    ['that still lasts: nothing yet', '2026-06-04T09:00', null, '2026-06-08T18:00'],
  ])('a pause %s', (_, from, until, due) => {
    const pauses = [{ from: at(from), until: until === null ? null : at(until) }];
    expect(dueAt(shipped, at('2026-06-01T08:00'), workingDays(5), { pauses, extensions: [] }).due_at).toBe(at(due));
  });

  it('days that two pauses share are taken once', () => {
    const pauses = [{ from: at('2026-06-03T09:00'), until: at('2026-06-05T09:00') }, { from: at('2026-06-04T09:00'), until: at('2026-06-08T09:00') }];
    expect(dueAt(shipped, at('2026-06-01T08:00'), workingDays(5), { pauses, extensions: [] }).due_at).toBe(at('2026-06-11T18:00'));
    expect(dueAt(shipped, at('2026-06-01T08:00'), clockHours(100), { pauses: pauses.reverse(), extensions: [] }).due_at).toBe(at('2026-06-10T12:00'));
  });

  it('T3 over New Year: the new year\'s holidays count when they are known, and make the end provisional when not', () => {
    const known = dueAt(shipped, at('2025-12-30T10:00'), workingDays(3), NOTHING);
    expect(known).toMatchObject({ due_at: at('2026-01-05T18:00'), provisional: false });
    const until2025: Calendar = {
      ...shipped,
      version: 'CN-2025',
      covers_to: '2025-12-31',
      days: new Map([...shipped.days].filter(([day]) => day < '2026')),
    };
    expect(dueAt(until2025, at('2025-12-30T10:00'), workingDays(3), NOTHING)).toMatchObject({ due_at: at('2026-01-02T18:00'), provisional: true });
    expect(dueAt(until2025, at('2025-12-30T10:00'), workingDays(1), NOTHING)).toMatchObject({ due_at: at('2025-12-31T18:00'), provisional: false });
    expect(dueAt(shipped, at('2026-12-30T10:00'), workingDays(3), NOTHING)).toMatchObject({ due_at: at('2027-01-04T18:00'), provisional: true });
  });

  it('T4 a make-up Saturday counts, the Sunday after it does not', () => {
    expect(isWorkingDay(shipped, '2026-02-28')).toBe(true);
    expect(isWorkingDay(shipped, '2026-03-01')).toBe(false);
    expect(dueAt(shipped, at('2026-02-27T10:00'), workingDays(1), NOTHING).due_at).toBe(at('2026-02-28T18:00'));
    expect(dueAt(shipped, at('2026-02-28T10:00'), workingDays(1), NOTHING).due_at).toBe(at('2026-03-02T18:00'));
  });

  it.each([[1, '2026-03-16'], [3, '2026-03-18'], [5, '2026-03-20']])('T5 received on a Saturday, %i working days: Monday is the first (%s)', (n, due) => {
    expect(addWorkingDays(shipped, '2026-03-14', n).day).toBe(due);
  });

  it('T12 a calendar without working days is refused, and does not hang', () => {
    const rest = { kind: 'restday', name: null, source: null, origin: 'local' } as const;
    const days = new Map(Array.from({ length: 365 }, (_, i) => [dayString(epochDay('2026-01-01') + i), rest]));
    const closed: Calendar = { version: 'closed', time_zone: 'Asia/Shanghai', covers_from: '2026-01-01', covers_to: '2026-12-31', days };
    for (const ask of [
      () => dueAt(closed, at('2026-03-02T10:00'), workingDays(3), NOTHING),
      () => addWorkingDays(closed, '2026-03-02', 1),
      () => isWorkingDay(closed, '2026-03-02'),
    ]) {
      expect(ask).toThrow(CalendarError);
    }
    expect(() => isWorkingDay({ ...shipped, covers_to: '9999-12-31' }, '2026-03-02')).toThrow(CalendarError);
    expect(() => isWorkingDay({ ...shipped, covers_from: '2027-01-01', days: new Map() }, '2026-03-02')).toThrow(CalendarError);
  });

  it('T15 the last second of 30 September and the first of 1 October are two days in Shanghai, whatever the server\'s clock', () => {
    expect(dayOf(shipped, '2026-09-30T15:59:59.000Z')).toBe('2026-09-30');
    expect(dayOf(shipped, '2026-09-30T16:00:00.000Z')).toBe('2026-10-01');
    expect(dueAt(shipped, at('2026-09-30T23:59:59'), workingDays(1), NOTHING).due_at).toBe(at('2026-10-08T18:00'));
    expect(dueAt(shipped, at('2026-10-01T00:00:00'), workingDays(1), NOTHING).due_at).toBe(at('2026-10-08T18:00'));
    expect(dueAt(shipped, at('2026-09-29T23:59:59'), workingDays(1), NOTHING).due_at).toBe(at('2026-09-30T18:00'));
    expect(dueAt(shipped, at('2026-09-30T00:00:00'), workingDays(1), NOTHING).due_at).toBe(at('2026-10-08T18:00'));
  });

  it('T24 limits of 25 days and more do not overflow', () => {
    expect(dueAt(shipped, at('2026-01-05T10:00'), workingDays(25), NOTHING).due_at).toBe(at('2026-02-09T18:00'));
    expect(dueAt(shipped, at('2025-01-02T10:00'), workingDays(247), NOTHING).due_at).toBe(at('2025-12-31T18:00'));
    expect(dueAt(shipped, at('2026-01-05T10:00'), clockHours(24 * 60), NOTHING).due_at).toBe(at('2026-03-06T10:00'));
    expect(addWorkingDays(shipped, '2026-01-05', 100_000)).toMatchObject({ provisional: true });
  });

  it('hours run day and night, and stand exactly as long as they stood', () => {
    const pauses = [{ from: at('2026-10-01T01:00'), until: at('2026-10-01T02:30') }];
    expect(dueAt(shipped, at('2026-09-30T23:00'), clockHours(4), { pauses, extensions: [2] })).toEqual({
      due_at: at('2026-10-01T06:30'),
      original_due_at: at('2026-10-01T03:00'),
      provisional: false,
    });
  });

  it('another close of business ends the day there, 24:00 at midnight', () => {
    expect(dueAt(shipped, at('2026-03-11T10:00'), workingDays(1, { close_of_business: '17:30' }), NOTHING).due_at).toBe(at('2026-03-12T17:30'));
    expect(dueAt(shipped, at('2026-03-11T10:00'), workingDays(1, { close_of_business: '24:00' }), NOTHING).due_at).toBe(at('2026-03-13T00:00'));
    expect(warnAt(shipped, at('2026-03-13T00:00'), workingDays(1, { close_of_business: '24:00', warn_working_hours: 2 }))).toBe(at('2026-03-12T22:00'));
  });

  it.each([
    [4, '2026-03-16T14:00'],
    [9, '2026-03-16T09:00'],
    [10, '2026-03-13T17:00'],
    [19, '2026-03-12T17:00'],
    [0.5, '2026-03-16T17:30'],
  ])('a warning %d working hours before Monday 18:00', (warn_working_hours, warned) => {
    expect(warnAt(shipped, at('2026-03-16T18:00'), workingDays(3, { warn_working_hours }))).toBe(at(warned));
  });

  it('keeps to the zone where summer time begins and ends', () => {
    const berlin: Calendar = { version: 'DE', time_zone: 'Europe/Berlin', covers_from: '2026-01-01', covers_to: '2026-12-31', days: new Map() };
    expect(momentAt(berlin, '2026-03-27', '18:00')).toBe('2026-03-27T17:00:00.000Z');
    expect(momentAt(berlin, '2026-03-30', '18:00')).toBe('2026-03-30T16:00:00.000Z');
    expect(momentAt(berlin, '2026-03-29', '02:30')).toBe('2026-03-29T01:30:00.000Z');
    expect(momentAt(berlin, '2026-10-25', '02:30')).toBe('2026-10-25T00:30:00.000Z');
    expect(dayOf(berlin, '2026-03-28T22:59:59.000Z')).toBe('2026-03-28');
    expect(dueAt(berlin, '2026-03-27T09:00:00.000Z', workingDays(1), NOTHING).due_at).toBe('2026-03-30T16:00:00.000Z');
  });

  it('the moment at which summer time begins belongs to it, and to nothing before', () => {
    const change = Date.parse('2026-03-29T01:00:00.000Z');
    expect([change, change - 1, Date.parse('2025-12-01T00:00:00.000Z')].map(ms => offsetAt('Europe/Paris', ms))).toEqual([7_200_000, 3_600_000, 3_600_000]);
  });

  it('a local day replaces the national one', () => {
    const local: Calendar = { ...shipped, days: new Map([...shipped.days, ['2024-02-09', { kind: 'restday', name: '除夕', source: null, origin: 'local' }]]) };
    expect(addWorkingDays(shipped, '2024-02-08', 1).day).toBe('2024-02-09');
    expect(addWorkingDays(local, '2024-02-08', 1).day).toBe('2024-02-18');
  });

  it.each([-1, 1.5, Number.NaN])('refuses to add %d days', n => expect(() => addWorkingDays(shipped, '2026-03-02', n)).toThrow(RangeError));
  it.each(['2026-3-2', 'today', ''])('refuses "%s" as a day', day => expect(() => isWorkingDay(shipped, day)).toThrow(RangeError));
});
