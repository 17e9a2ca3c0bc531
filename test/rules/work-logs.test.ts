/** Work logs and the standards of a post: minutes counted once, days judged one by one, leave excused. */
import type { Calendar, CalendarDay } from '../../extensions/wangge/src/calendar/model.ts';
import type { Deed, Per, Span, Standard } from '../../extensions/wangge/src/reporting/compliance/compliance-rules.ts';
import type { Stretch } from '../../extensions/wangge/src/reporting/logs/log-rules.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWorkingDay } from '../../extensions/wangge/src/calendar/working-days-rules.ts';
import { civilDate, dayString, epochDay, weekday } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { compliance, COUNTED, isMet, PERS, runningUnits, shareOf, unitsOf } from '../../extensions/wangge/src/reporting/compliance/compliance-rules.ts';
import { periodAsked } from '../../extensions/wangge/src/reporting/compliance/period-rules.ts';
import { summaryOf, timesDrafted } from '../../extensions/wangge/src/reporting/logs/draft-rules.ts';
import { clashOf, drawn, LOG_KINDS, minutesOf, objectionToCheck, objectionToMoment, stretchOf, union } from '../../extensions/wangge/src/reporting/logs/log-rules.ts';
import { reminders } from '../../extensions/wangge/src/reporting/logs/reminder-rules.ts';

const stretches = fc.array(fc.tuple(fc.nat(1439), fc.integer({ min: 1, max: 300 })).map(([from, length]): Stretch => ({ from, until: Math.min(1440, from + length) })), { maxLength: 12 });

/** Minute by minute. */
const slowMinutes = (those: readonly Stretch[]): Set<number> => new Set(those.flatMap(({ from, until }) => Array.from({ length: until - from }, (_, index) => from + index)));

describe('minutes', () => {
  it('of a day are those of the union of its stretches, whatever overlaps', () => {
    fc.assert(fc.property(stretches, (those) => {
      expect(minutesOf(those)).toBe(slowMinutes(those).size);
      expect(minutesOf(those)).toBeLessThanOrEqual(1440);
      const merged = union(those);
      expect(slowMinutes(merged)).toEqual(slowMinutes(those));
      merged.slice(1).forEach((one, index) => expect(one.from).toBeGreaterThan(merged[index]!.until));
    }));
  });

  it('are the sum where none clashes with another', () => {
    fc.assert(fc.property(stretches, (those) => {
      const apart = those.reduce<Stretch[]>((kept, one) => clashOf(one, kept) === undefined ? [...kept, one] : kept, []);
      expect(minutesOf(apart)).toBe(apart.reduce((sum, { from, until }) => sum + until - from, 0));
    }));
  });

  it('end after they began, within one day', () => {
    expect(stretchOf('09:00', '10:30:00')).toEqual({ from: 540, until: 630 });
    expect(['24:00', '24:00:00'].map(midnight => stretchOf('22:00', midnight))).toEqual([{ from: 1320, until: 1440 }, { from: 1320, until: 1440 }]);
    for (const [from, until, code, field] of [['09:00', '09:00', 'log_order', 'ended_at'], ['23:00', '01:00', 'log_order', 'ended_at'], ['24:00', '25:00', 'log_time', 'started_at'], ['23:00', '24:01', 'log_end_time', 'ended_at'], ['23:00', '00:00', 'log_order', 'ended_at'], ['09:00', '', 'field_required', 'ended_at']])
      expect(stretchOf(from, until)).toMatchObject({ kind: 'refused', code, field });
  });

  it('are worked, not to come: nothing ends later than now', () => {
    const now = { today: '2026-11-30', minute: 9 * 60 + 52 };
    const at = (day: string, from: string, until: string) => objectionToMoment(stretchOf(from, until) as Stretch, day, now);
    expect(at('2026-11-30', '20:00', '22:30')).toMatchObject({ code: 'log_not_over', field: 'ended_at', params: { now: '09:52' } });
    expect(at('2026-11-30', '09:00', '09:53')).toMatchObject({ field: 'ended_at' });
    expect([at('2026-11-30', '09:00', '09:52'), at('2026-11-29', '20:00', '24:00')]).toEqual([null, null]);
    expect(at('2026-12-01', '00:00', '01:00')).toMatchObject({ code: 'log_future', field: 'work_date' });
  });
});

// ── Compliance ────────────────────────────────────────────────────────────────────────────────────────────────

const FIRST = epochDay('2026-09-01');
const calendar: Calendar = {
  version: 'test',
  time_zone: 'Asia/Shanghai',
  covers_from: '2026-01-01',
  covers_to: '2026-12-31',
  days: new Map<string, CalendarDay>([
    ...['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'].map((day): [string, CalendarDay] => [day, { kind: 'restday', name: '国庆节', source: null, origin: 'national' }]),
    ['2026-10-10', { kind: 'workday', name: '国庆节', source: null, origin: 'national' }],
  ]),
};
const someDay = fc.integer({ min: 0, max: 75 }).map(offset => dayString(FIRST + offset));
const span = fc.tuple(someDay, fc.option(fc.nat(30))).map(([starts_on, length]): Span => ({ starts_on, ends_on: length === null ? null : dayString(epochDay(starts_on) + length) }));
const standards = fc.record({
  kind: fc.constantFrom('field_minutes', 'visit', 'meeting', 'log_check'),
  log_kinds: fc.subarray([...LOG_KINDS]),
  amount: fc.integer({ min: 1, max: 130 }),
  per: fc.constantFrom<Per>(...PERS),
});
const deeds = fc.array(fc.record({ day: someDay, kind: fc.constantFrom(...LOG_KINDS, 'log_check'), stretch: fc.tuple(fc.nat(1400), fc.integer({ min: 1, max: 180 })).map(([from, length]) => ({ from, until: Math.min(1440, from + length) })) }), { maxLength: 40 });

/** A name for the unit that a day belongs to. */
function unitName(per: Per, day: string): string {
  const epoch = epochDay(day);
  const { year, month } = civilDate(epoch);
  return { working_day: day, week: String(epoch - weekday(epoch)), month: day.slice(0, 7), quarter: `${year}-${Math.ceil(month / 3)}` }[per];
}

/** Day by day, slowly: walks the calendar, closes a unit when the next day belongs to another one. */
function slowly(standard: Standard, terms: readonly Span[], leave: readonly Span[], done: readonly Deed[], from: string, until: string): { required: number; excused: number; done: number }[] {
  const on = (spans: readonly Span[], day: string) => spans.some(({ starts_on, ends_on }) => day >= starts_on && day <= (ends_on ?? '9999-12-31'));
  const kinds = standard.kind === 'log_check' ? ['log_check'] : standard.log_kinds.length > 0 ? standard.log_kinds : COUNTED[standard.kind]!;
  const results = [];
  let tally = { total: 0, held: 0, present: 0, done: 0 };
  for (let epoch = epochDay(from) - 100; epoch <= epochDay(until); epoch++) {
    const day = dayString(epoch);
    if (isWorkingDay(calendar, day)) {
      tally.total++;
      tally.held += on(terms, day) ? 1 : 0;
      tally.present += on(terms, day) && !on(leave, day) ? 1 : 0;
    }
    const those = on(terms, day) ? done.filter(deed => deed.day === day && kinds.includes(deed.kind)) : [];
    tally.done += standard.kind === 'field_minutes' ? slowMinutes(those.map(({ stretch }) => stretch!)).size : those.length;
    if (unitName(standard.per, day) === unitName(standard.per, dayString(epoch + 1)))
      continue;
    const share = (days: number) => Math.round(standard.amount * days / tally.total);
    if (day >= from && tally.total > 0 && share(tally.held) > 0)
      results.push({ required: share(tally.present), excused: share(tally.held) - share(tally.present), done: tally.done });
    tally = { total: 0, held: 0, present: 0, done: 0 };
  }
  return results;
}

describe('compliance', () => {
  it('is what a slow walk through the days finds', () => {
    fc.assert(fc.property(standards, fc.array(span, { maxLength: 3 }), fc.array(span, { maxLength: 3 }), deeds, someDay, fc.nat(75), (standard, terms, leave, done, from, length) => {
      const until = dayString(epochDay(from) + length);
      expect(compliance(standard, terms, leave, done, { from, until }, calendar).map(({ unit: _, ...rest }) => rest)).toEqual(slowly(standard, terms, leave, done, from, until));
    }), { numRuns: 400 });
  });

  it('leave only ever lessens what is asked, and changes nothing of what the post asks in all', () => {
    fc.assert(fc.property(standards, fc.array(span, { maxLength: 2 }), span, deeds, (standard, terms, leave, done) => {
      const period = { from: '2026-09-01', until: '2026-11-30' };
      const [there, away] = [compliance(standard, terms, [], done, period, calendar), compliance(standard, terms, [leave], done, period, calendar)];
      expect(away.map(({ unit, required, excused, done }) => [unit, required + excused, done])).toEqual(there.map(({ unit, required, done }) => [unit, required, done]));
      away.forEach(({ required }, index) => expect(required).toBeLessThanOrEqual(there[index]!.required));
    }));
  });

  const two_hours: Standard = { kind: 'field_minutes', log_kinds: ['patrol', 'visit', 'handling'], amount: 120, per: 'working_day' };
  const held: Span[] = [{ starts_on: '2026-01-01', ends_on: null }];
  const patrol = (day: string, from: number, until: number, kind = 'patrol'): Deed => ({ day, kind, stretch: { from, until } });

  it('two hours on each working day: holidays ask nothing, make-up days do, a meeting does not count, more makes up for no other day', () => {
    const done = [patrol('2026-09-30', 540, 900), patrol('2026-10-08', 540, 600), patrol('2026-10-08', 600, 660, 'meeting'), patrol('2026-10-10', 480, 600), patrol('2026-10-03', 480, 600)];
    const results = compliance(two_hours, held, [{ starts_on: '2026-10-09', ends_on: '2026-10-09' }], done, { from: '2026-09-30', until: '2026-10-11' }, calendar);
    expect(results).toEqual([
      { unit: '2026-09-30', required: 120, excused: 0, done: 360 },
      { unit: '2026-10-08', required: 120, excused: 0, done: 60 },
      { unit: '2026-10-09', required: 0, excused: 120, done: 0 },
      { unit: '2026-10-10', required: 120, excused: 0, done: 120 },
    ]);
    expect(results.map(isMet)).toEqual([true, false, true, true]);
  });

  it('a unit counts in the period in which it ends, and a share of it where the post was held for a part', () => {
    expect(unitsOf('week', { from: '2026-09-28', until: '2026-10-04' }, calendar).map(({ unit, working }) => [unit, working.length])).toEqual([['2026-09-28', 3]]);
    expect(unitsOf('week', { from: '2026-09-29', until: '2026-10-03' }, calendar)).toEqual([]);
    expect(unitsOf('quarter', { from: '2026-07-01', until: '2026-09-30' }, calendar).map(({ unit, ends_on }) => [unit, ends_on])).toEqual([['2026-07-01', '2026-09-30']]);
    expect([shareOf(4, 10, 20), shareOf(1, 1, 5), shareOf(1, 3, 5), shareOf(120, 0, 1)]).toEqual([2, 0, 1, 0]);
  });

  it('of a running day: that day if it is one of work, and the week, month and quarter that hold it', () => {
    expect(runningUnits('2026-09-30', calendar).map(({ per, unit, ends_on }) => [per, unit, ends_on])).toEqual([['working_day', '2026-09-30', '2026-09-30'], ['week', '2026-09-28', '2026-10-04'], ['month', '2026-09-01', '2026-09-30'], ['quarter', '2026-07-01', '2026-09-30']]);
    // The first day of the National Day holiday.
    expect(runningUnits('2026-10-01', calendar).map(({ per }) => per)).toEqual(['week', 'month', 'quarter']);
    fc.assert(fc.property(someDay, fc.constantFrom(...PERS), (day, per) => {
      const running = runningUnits(day, calendar).find(unit => unit.per === per);
      const over = running && unitsOf(per, { from: running.unit, until: running.ends_on }, calendar);
      expect(over ?? []).toEqual(running === undefined ? [] : [running]);
    }));
  });

  it('is asked for by day and by quarter; a running quarter ends yesterday', () => {
    expect(periodAsked('today', '2026-11-23')).toEqual({ code: '2026-11-23', from: '2026-11-23', until: '2026-11-23' });
    expect(periodAsked('quarter', '2026-11-23')).toEqual({ code: '2026-Q4', from: '2026-10-01', until: '2026-11-22' });
    expect(periodAsked('2026-Q3', '2026-11-23')).toEqual({ code: '2026-Q3', from: '2026-07-01', until: '2026-09-30' });
    expect(periodAsked('2026-Q5', '2026-11-23')).toBeNull();
  });
});

describe('a check', () => {
  const log = { person: 'worker', level: 3, checked: false };
  const code = (...[said, checker, of = log]: [Record<string, unknown>, { person: string; levels: number[] }, typeof log?]) => objectionToCheck(of, said, checker)?.code ?? null;

  it('comes from above, from another, with words where something is wrong', () => {
    const above = { person: 'leader', levels: [2] };
    expect(code({ check_result: 'ok' }, above)).toBeNull();
    expect(code({ check_result: 'false', check_note: '当天未到' }, { person: 'chief', levels: [1] })).toBeNull();
    expect(code({ check_result: 'false', check_note: ' ' }, above)).toBe('check_note_needed');
    expect(code({ check_result: 'ok', summary: '改' }, above)).toBe('check_apart');
    expect(code({ check_note: '好' }, above)).toBe('check_result_needed');
    expect(code({ check_result: 'ok' }, { person: 'worker', levels: [2] })).toBe('check_own');
    expect(code({ check_result: 'ok' }, { person: 'other', levels: [3] })).toBe('check_authority');
    expect(code({ check_result: 'ok' }, above, { ...log, level: 2 })).toBe('check_authority');
    expect(code({ check_result: 'ok' }, above, { ...log, checked: true })).toBe('log_checked');
  });

  it('is drawn for about a tenth, always the same', () => {
    const ids = Array.from({ length: 5000 }, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`);
    const share = ids.filter(id => drawn(id, '2026-09-15')).length;
    expect(share).toBeGreaterThan(400);
    expect(share).toBeLessThan(600);
    expect(ids.filter(id => drawn(id, '2026-09-15'))).toEqual(ids.filter(id => drawn(id, '2026-09-30')));
    expect(ids.filter(id => drawn(id, '2026-09-15'))).not.toEqual(ids.filter(id => drawn(id, '2026-10-01')));
  });
});

describe('a draft', () => {
  it('says what was done, and nothing where nothing was', () => {
    const done = {
      reported: [{ number: '1-1', title: '路灯不亮' }],
      steps: [{ number: '1-0', title: null, types: ['accept', 'handle'] }],
      confirmed: [{ name: '老年人', name_en: 'Elderly', count: 3 }],
    };
    expect(summaryOf(done, 'zh-CN')).toBe('上报问题1件：1-1 路灯不亮；办理问题1件：1-0（签收、办结）；核实台账3条：老年人3条。');
    expect(summaryOf(done, 'en-US')).toBe('Reported 1: 1-1 路灯不亮; Worked on 1: 1-0 (accept, handle); Confirmed 3 ledger entries: Elderly 3.');
    expect(summaryOf({ reported: [], steps: [], confirmed: [] }, 'zh-CN')).toBeNull();
    expect(summaryOf({ reported: Array.from({ length: 7 }, (_, index) => ({ number: String(index), title: '' })), steps: [], confirmed: [] }, 'zh-CN')).toBe('上报问题7件：0、1、2、3、4等。');
  });

  it('goes on where the last log ended, and is a stretch of one day whatever the hour', () => {
    const now = { today: '2026-11-23', minute: 16 * 60 + 7 };
    const last = { work_date: '2026-11-23', from: 540, until: 630 };
    expect(timesDrafted('2026-11-23', last, now)).toEqual({ from: 630, until: 965 });
    // Hardly begun: the usual beginning is still to come.
    expect(timesDrafted('2026-11-23', { ...last, work_date: '2026-11-20' }, { ...now, minute: 500 })).toEqual({ from: 410, until: 500 });
    expect(timesDrafted('2026-11-23', { ...last, until: 592 }, { ...now, minute: 594 })).toEqual({ from: 592, until: 594 });
    expect(timesDrafted('2026-11-20', null, now)).toEqual({ from: 540, until: 600 });
    fc.assert(fc.property(fc.nat(1438), fc.integer({ min: 1, max: 700 }), fc.nat(1439), fc.boolean(), (from, length, minute, same) => {
      const drafted = timesDrafted('2026-11-23', { work_date: same ? '2026-11-23' : '2026-11-20', from, until: Math.min(1439, from + length) }, { today: '2026-11-23', minute });
      expect(drafted.until).toBeGreaterThan(drafted.from);
      // What is still to come is not drafted (a day that has no minute yet has its first).
      expect(drafted.until).toBeLessThanOrEqual(Math.max(1, minute));
    }));
  });
});

it('reminds of what was not met when its day, week or month is over; whoever was on leave, or met it, hears nothing', () => {
  const row = { person: 'a', person_name: '', grid: 'g', grid_code: '', grid_name: '一号网格', level: 3, standard: 's', standard_name: '每个工作日2小时', kind: 'field_minutes', per: 'working_day' as const, required: 120, excused: 0, done: 40, units: 1, met: 0 };
  const weekly = { ...row, person: 'd', standard: 'w', standard_name: '每周走访1次', kind: 'visit', per: 'week' as const, required: 1, done: 0 };
  const told = reminders([row, { ...row, person: 'b', required: 0, excused: 120, done: 0, units: 0 }, { ...row, person: 'c', done: 130, met: 1 }, weekly, { ...weekly, per: 'month' }], '2026-11-22');
  expect(told.map(({ recipient, subject }) => [recipient, subject['zh-CN']])).toEqual([['a', '2026-11-22 履职未达标：一号网格'], ['d', '截至 2026-11-22 的一周履职未达标：一号网格'], ['d', '2026年11月履职未达标：一号网格']]);
  expect(told[0]!.body['zh-CN']).toContain('已记40分钟，标准120分钟');
});
