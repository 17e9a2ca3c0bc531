/** A change of the calendar: how arrangements are read, what is refused, and which clocks move. */
import type { Arrangement } from '../../extensions/wangge/src/calendar/arrangement-rules.ts';
import type { Calendar } from '../../extensions/wangge/src/calendar/model.ts';
import type { OpenClock } from '../../extensions/wangge/src/handling/clocks/recalendar-diff-rules.ts';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { changedDays, drafted, parseArrangement, versionName } from '../../extensions/wangge/src/calendar/arrangement-rules.ts';
import { objectionsToPublishing } from '../../extensions/wangge/src/calendar/publication-rules.ts';
import { addWorkingDays, isWorkingDay } from '../../extensions/wangge/src/calendar/working-days-rules.ts';
import { deadlines } from '../../extensions/wangge/src/handling/clocks/deadline-rules.ts';
import { movesOf, totalsOf } from '../../extensions/wangge/src/handling/clocks/recalendar-diff-rules.ts';
import { dayString, epochDay } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { at, shipped, workingDays } from './calendar-world.ts';
import { reported, Story } from './deadlines-world.ts';

const FILE_2019 = {
  $schema: 'https://example.com/schema.json',
  year: 2019,
  papers: ['https://www.gov.cn/zhengce/content/2018-12/06/content_5346276.htm'],
  days: [
    { name: '元旦', date: '2018-12-29', isOffDay: false },
    { name: '元旦', date: '2018-12-30', isOffDay: true },
    { name: '元旦', date: '2018-12-31', isOffDay: true },
    { name: '元旦', date: '2019-01-01', isOffDay: true },
  ],
};
const FILE_2027 = {
  year: 2027,
  papers: ['https://www.gov.cn/zhengce/2026-11/04/content_1.htm'],
  days: [
    { name: '元旦', date: '2026-12-31', isOffDay: true },
    { name: '元旦', date: '2027-01-01', isOffDay: true },
    { name: '元旦', date: '2027-01-03', isOffDay: false },
  ],
};

const read = (body: unknown): Arrangement => {
  const arrangement = parseArrangement(body);
  if (Array.isArray(arrangement))
    throw new Error(JSON.stringify(arrangement));
  return arrangement;
};
const draftOf = (body: unknown, before: Calendar | null = shipped): Calendar => ({ version: 'draft', time_zone: 'Asia/Shanghai', ...drafted(before, read(body)) });
const publication = { published_on: '2026-11-20', today: '2026-11-20', before: { ...shipped, published_on: '2025-11-04' } };
const codes = (draft: Calendar, said: Partial<Parameters<typeof objectionsToPublishing>[1]> = {}) =>
  objectionsToPublishing(draft, { ...publication, ...said }).map(({ code, params }) => params.date === undefined ? code : `${code} ${params.date}`);

describe('a holiday file', () => {
  it('may speak of the December before its year', () => {
    const { days, year } = read(FILE_2019);
    expect(year).toBe(2019);
    expect(days[0]).toEqual({ date: '2018-12-29', day: { kind: 'workday', name: '元旦', origin: 'national', source: '国务院办公厅关于2019年部分节假日安排的通知（https://www.gov.cn/zhengce/content/2018-12/06/content_5346276.htm）' } });
  });

  it('adds its year to the years before, which stay', () => {
    const draft = draftOf(FILE_2027);
    expect([draft.covers_from, draft.covers_to]).toEqual(['2020-01-01', '2027-12-31']);
    expect(changedDays(shipped, draft).map(({ date }) => date)).toEqual(['2026-12-31', '2027-01-01', '2027-01-03']);
    expect(addWorkingDays(draft, '2026-12-30', 1)).toEqual({ day: '2027-01-03', provisional: false });
    expect(objectionsToPublishing(draft, publication)).toEqual([]);
  });

  it('read again replaces what it said of its year, and nothing of the next', () => {
    const later = draftOf(FILE_2027);
    const corrected = draftOf({ ...FILE_2027, days: FILE_2027.days.slice(1) }, later);
    expect(corrected.days.has('2026-12-31')).toBe(false);
    const again = draftOf({ year: 2026, papers: ['x'], days: [{ name: '国庆节', date: '2026-10-01', isOffDay: true }] }, later);
    expect([...again.days.keys()].filter(date => date >= '2026-01-01')).toEqual(['2026-10-01', '2026-12-31', '2027-01-01', '2027-01-03']);
  });

  it('keeps the days that the place itself arranged', () => {
    const local = draftOf({ days: [{ date: '2027-03-05', kind: 'restday', name: '市民节', source: '街道通知' }] });
    expect(draftOf({ ...FILE_2027 }, local).days.get('2027-03-05')).toMatchObject({ origin: 'local' });
  });

  it.each([
    [{ ...FILE_2027, days: [...FILE_2027.days, FILE_2027.days[0]] }, 'day_twice', '2026-12-31'],
    [{ ...FILE_2027, days: [{ name: '元旦', date: '2026-11-30', isOffDay: true }] }, 'day_of_other_year', '2026-11-30'],
    [{ ...FILE_2027, days: [{ name: '元旦', date: '2028-01-01', isOffDay: true }] }, 'day_of_other_year', '2028-01-01'],
    [{ ...FILE_2027, days: [{ name: '元旦', date: '2027-02-30', isOffDay: true }] }, 'arrangement_invalid', undefined],
    [{ ...FILE_2027, year: 'next' }, 'arrangement_invalid', undefined],
    [{ days: [{ date: '2027-01-01', kind: 'holiday' }] }, 'arrangement_invalid', undefined],
    [{ days: [] }, 'arrangement_invalid', undefined],
    [[], 'arrangement_invalid', undefined],
    [null, 'arrangement_invalid', undefined],
    ['2027', 'arrangement_invalid', undefined],
  ])('%# is refused, by day', (body, code, date) => {
    expect(parseArrangement(body)).toContainEqual(expect.objectContaining({ code, params: expect.objectContaining(date === undefined ? {} : { date }) }));
  });
});

describe('our own shape', () => {
  it('changes single days; a day of kind null goes by the week again', () => {
    const draft = draftOf({ days: [{ date: '2026-10-10', kind: null }, { date: '2026-11-27', kind: 'restday', name: '市民节', source: '街道通知' }] });
    expect(isWorkingDay(draft, '2026-10-10')).toBe(false);
    expect(isWorkingDay(draft, '2026-11-27')).toBe(false);
    expect([draft.covers_from, draft.covers_to]).toEqual([shipped.covers_from, shipped.covers_to]);
  });

  it('gets a name that is not taken', () => {
    const days = [{ date: '2026-11-27', kind: 'restday' }];
    expect(versionName(read({ days }), shipped, new Set(['CN-2026']))).toBe('CN-2026-2');
    expect(versionName(read(FILE_2027), shipped, new Set(['CN-2027', 'CN-2027-2']))).toBe('CN-2027-3');
    expect(versionName(read({ days, version: 'ours' }), shipped, new Set(['ours']))).toBe('ours');
  });
});

describe('publishing', () => {
  it('the shipped calendar is above suspicion', () => {
    expect(codes(shipped, { before: null })).toEqual([]);
  });

  it('T12 refuses a calendar without working days, without a hang', () => {
    const days = Array.from({ length: 365 }, (_, i) => ({ date: dayString(epochDay('2027-01-01') + i), kind: 'restday', source: 'x' }));
    expect(codes(draftOf({ days, covers_to: '2027-12-31' }))).toEqual(['no_working_days']);
  });

  it('refuses make-up days that are no weekend, and days without their notice; days published before are not gone over again', () => {
    expect(codes(draftOf({ days: [{ date: '2026-12-02', kind: 'workday', source: 'x' }, { date: '2026-12-03', kind: 'restday' }] })))
      .toEqual(['make_up_on_weekday 2026-12-02', 'source_missing 2026-12-03']);
    const before = { ...draftOf({ days: [{ date: '2026-12-03', kind: 'restday' }] }), published_on: '2026-01-01' };
    expect(codes(draftOf(FILE_2027, before), { before })).toEqual([]);
    expect(codes(draftOf({ ...FILE_2027, papers: [] }))).toEqual(['source_missing 2026-12-31', 'source_missing 2027-01-01', 'source_missing 2027-01-03']);
  });

  it('lets rest days stand on weekends', () => {
    expect(codes(draftOf({ days: [{ date: '2026-11-28', kind: 'restday', source: 'x' }] }))).toEqual([]);
  });

  it('refuses a version that makes certain days provisional again, or has an empty year', () => {
    expect(codes({ ...draftOf(FILE_2027), covers_from: '2027-01-01' })).toContain('covers_less');
    expect(codes({ ...shipped, covers_to: '2026-06-30' })).toContain('covers_less');
    expect(codes({ ...shipped, covers_from: '2026-01-01', days: new Map([...shipped.days].filter(([date]) => date >= '2026')) })).toEqual([]);
    expect(codes({ ...shipped, covers_to: '2027-12-31' })).toEqual(['year_without_holidays']);
  });

  it('refuses days outside the range, an empty draft and a day of publication that would never be in force', () => {
    expect(codes({ ...draftOf(FILE_2027), covers_to: '2026-12-31' })).toEqual(['outside_range 2027-01-01', 'outside_range 2027-01-03']);
    expect(codes({ ...shipped, days: new Map() })).toEqual(['no_days']);
    expect(codes(draftOf(FILE_2027), { published_on: '2025-01-01' })).toEqual(['published_before 2025-11-04']);
  });
});

describe('T14 the clocks that move', () => {
  const newer: Calendar = { ...draftOf({ days: [{ date: '2026-03-12', kind: 'restday', name: '市民节', source: 'x' }, { date: '2026-03-14', kind: 'workday', name: '市民节', source: 'x' }] }), version: 'newer' };
  const calendars = (version: string): Calendar => version === newer.version ? newer : shipped;
  const now = at('2026-03-11T12:00');
  const open = (story: Story): OpenClock[] => deadlines(story.events, calendars)
    .filter(({ state }) => state === 'running' || state === 'paused')
    .map(clock => ({ ...clock, issue: 'i', number: 'n', title: null, department_name: null }));

  it('are those that end at another moment, with by how much', () => {
    const limits = { resolve: workingDays(1), own: workingDays(5) };
    const moves = movesOf(open(reported(limits)), newer, now);
    expect(moves).toMatchObject([{ kind: 'resolve', from: at('2026-03-12T18:00'), to: at('2026-03-13T18:00'), working_days: 1, becomes_overdue: false }]);
    expect(totalsOf(2, moves)).toMatchObject({ open: 2, issues: 1, clocks: 1, later: 1, earlier: 0, becomes_overdue: 0, confirmed: 0 });
  });

  it('may end earlier, and be overdue at once', () => {
    const earlier: Calendar = { ...draftOf({ days: [{ date: '2026-03-14', kind: 'workday', source: 'x' }] }), version: 'newer' };
    const [move] = movesOf(open(reported({ resolve: workingDays(3) })), earlier, at('2026-03-16T09:00'));
    expect(move).toMatchObject({ from: at('2026-03-16T18:00'), to: at('2026-03-14T18:00'), working_days: -1, becomes_overdue: true });
    expect(movesOf(open(reported({ resolve: workingDays(3) })), earlier, at('2026-03-16T18:00:01'))).toEqual([]);
  });

  it('are provisional no more when their year is published', () => {
    const story = new Story().on('2026-12-30T10:00', 'report', { limits: { resolve: workingDays(3) } });
    const [move] = movesOf(open(story), { ...draftOf(FILE_2027), version: 'newer' }, at('2026-12-30T11:00'));
    expect(move).toMatchObject({ from: at('2027-01-04T18:00'), to: at('2027-01-05T18:00'), provisional: { from: true, to: false } });
  });

  it('and those whose answer is awaited until another moment: nobody answers on a day off', () => {
    const asked = reported().on('2026-03-11T11:00', 'request_extension');
    const rest: Calendar = { ...draftOf({ days: [{ date: '2026-03-17', kind: 'restday', source: 'x' }] }), version: 'newer' };
    const end = at('2026-03-16T18:00');
    expect(asked.clocks().map(({ due_at, held_until }) => [due_at, held_until])).toEqual([[end, at('2026-03-17T18:00')], [end, at('2026-03-17T18:00')]]);
    const moves = movesOf(open(asked), rest, now);
    expect(moves).toMatchObject([{ kind: 'resolve', from: end, to: end, working_days: 0 }, { kind: 'own', from: end, to: end, working_days: 0 }]);
    expect(totalsOf(2, moves)).toMatchObject({ clocks: 2, later: 0, earlier: 0 });
    expect(movesOf(open(reported()), rest, now)).toEqual([]);
  });

  const change = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 6 }).map(offsets => draftOf({
    days: offsets.map((offset) => {
      const date = dayString(epochDay('2026-03-01') + offset);
      return { date, kind: isWorkingDay(shipped, date) ? 'restday' : 'workday', source: 'x' };
    }),
  }));
  const story = fc.record({ days: fc.integer({ min: 1, max: 15 }), pausedFor: fc.integer({ min: 0, max: 9 }), resumed: fc.boolean(), asked: fc.boolean() }).map(({ days, pausedFor, resumed, asked }) => {
    const told = reported({ resolve: workingDays(days), own: workingDays(days) });
    if (asked)
      told.on('2026-03-11T11:00', 'request_extension');
    if (pausedFor > 0) {
      told.on('2026-03-12T08:00', 'suspend');
      if (resumed)
        told.on(`2026-03-${13 + pausedFor}T08:00`, 'resume');
    }
    return told;
  });

  test.prop([change, story])('what is predicted from the rows is what the event does, and a second time nothing', (draft, told) => {
    const next: Calendar = { ...draft, version: 'newer' };
    const known = (version: string): Calendar => version === 'newer' ? next : shipped;
    const before = deadlines(told.events, known);
    const moment = at('2026-03-11T12:00');
    const moves = movesOf(open(told), next, moment);
    told.on(told.events.at(-1)!.at, 'deadline_moved', { calendar_version: 'newer' });
    const after = deadlines(told.events, known);
    const moved = after.filter((clock, i) => clock.due_at !== before[i]!.due_at || clock.provisional !== before[i]!.provisional || clock.held_until !== before[i]!.held_until);
    expect(moves.map(({ kind, to }) => [kind, to])).toEqual(moved.map(({ kind, due_at }) => [kind, due_at]));
    expect(after.every(({ original_due_at }, i) => original_due_at === before[i]!.original_due_at)).toBe(true);
    expect(movesOf(after.map(clock => ({ ...clock, issue: 'i', number: 'n', title: null, department_name: null })), next, moment)).toEqual([]);
  });
});
