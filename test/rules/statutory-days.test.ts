/** The days that the law fixes: rest days in every year, at the root of all counting; and limits that were pinned before it was known. */
import type { Calendar, PinnedLimit } from '../../extensions/wangge/src/calendar/model.ts';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { objectionToYear, parseArrangement } from '../../extensions/wangge/src/calendar/arrangement-rules.ts';
import { expandCertificate } from '../../extensions/wangge/src/calendar/certificate-rules.ts';
import { certificateText } from '../../extensions/wangge/src/calendar/certificate-words.ts';
import { objectionsToPublishing } from '../../extensions/wangge/src/calendar/publication-rules.ts';
import { everyYear } from '../../extensions/wangge/src/calendar/slot-rules.ts';
import { addWorkingDays, dueAt, isWorkingDay, pinOf, workingDaysIn } from '../../extensions/wangge/src/calendar/working-days-rules.ts';
import { dayString, epochDay, weekday } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { at, shipped, workingDays } from './calendar-world.ts';

const FIXED = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'];
const anyDay = fc.integer({ min: epochDay('1950-01-01'), max: epochDay('2150-12-31') }).map(dayString);
/** A calendar that knows some years, or one that lists nothing at all, or says that people work on a fixed day. */
const anyCalendar = fc.constantFrom<Calendar>(
  shipped,
  { ...shipped, version: 'empty', days: new Map() },
  { ...shipped, version: 'wrong', days: new Map([['2026-10-01', { kind: 'workday', name: null, source: 'x', origin: 'local' }]]) },
);
const pinned = (days: number): PinnedLimit => workingDays(days, pinOf(shipped));

describe('the days that the law fixes', () => {
  test.prop([fc.integer({ min: 1950, max: 2150 }), fc.constantFrom(...FIXED), anyCalendar])('are rest days in every year, published or not', (year, date, calendar) => {
    expect(isWorkingDay(calendar, `${year}-${date}`)).toBe(false);
  });

  test.prop([anyDay, fc.integer({ min: 0, max: 400 }), anyCalendar])('counting and its inverse agree with a count day by day', (from, n, calendar) => {
    let [day, left] = [epochDay(from), n];
    while (left > 0) {
      if (isWorkingDay(calendar, dayString(++day)))
        left--;
    }
    expect(addWorkingDays(calendar, from, n).day).toBe(dayString(day));
    expect(workingDaysIn(calendar, dayString(epochDay(from) + 1), dayString(day + 1))).toBe(n);
  });

  test.prop([anyDay])('other days that nobody arranged go by the week', (day) => {
    fc.pre(!FIXED.includes(day.slice(5)) && (day < shipped.covers_from || day > shipped.covers_to));
    expect(isWorkingDay(shipped, day)).toBe(weekday(epochDay(day)) <= 5);
  });

  it('move a limit over 1 January, which stays provisional; one that was pinned before is replayed as it was', () => {
    expect(dueAt(shipped, at('2026-12-30T10:00'), pinned(3))).toMatchObject({ due_at: at('2027-01-05T18:00'), provisional: true });
    expect(dueAt(shipped, at('2026-12-30T10:00'), workingDays(3))).toMatchObject({ due_at: at('2027-01-04T18:00'), provisional: true });
  });

  it('have their own reason in the certificate, in both languages', () => {
    const limit = pinned(2);
    const certificate = { limit, started_at: at('2026-12-30T10:00'), pauses: [], extensions: [], ...dueAt(shipped, at('2026-12-30T10:00'), limit) };
    const expanded = expandCertificate(certificate, shipped);
    expect(expanded.days.find(({ day }) => day === '2027-01-01')).toMatchObject({ reason: 'statutory', name: '元旦', counted: false, provisional: false });
    expect(certificateText(expanded, 'zh-CN')).toContain('1月1日（星期五）：元旦（法定节假日，每年固定），不计入');
    expect(certificateText(expanded, 'zh-CN')).toContain('《全国年节及纪念日放假办法》');
    expect(certificateText(expanded, 'zh-CN')).toContain('收录前到期的暂不记超期');
    expect(certificateText(expanded, 'en-US')).toContain('Friday 1 January: New Year’s Day (fixed by law in every year), not counted');
  });

  it('are no working days in any version that is published', () => {
    const draft: Calendar = { ...shipped, version: 'next', covers_to: '2027-12-31', days: new Map([...shipped.days, ['2027-01-01', { kind: 'restday', name: '元旦', source: 'x', origin: 'national' }], ['2027-10-01', { kind: 'workday', name: null, source: 'x', origin: 'local' }]]) };
    expect(objectionsToPublishing(draft, { published_on: '2026-11-30', today: '2026-11-30', before: null })).toMatchObject([{ code: 'statutory_day', params: { date: '2027-10-01' } }]);
  });
});

describe('a holiday file', () => {
  const file = (days: object[], year = 2027) => parseArrangement({ year, papers: ['https://www.gov.cn/x'], days });

  it('without days answers that there are none yet', () => {
    expect(file([])).toMatchObject([{ code: 'no_days_yet', params: { year: 2027 } }]);
  });
  it('may name a working day on a weekday: nothing is arranged by it', () => {
    const read = file([{ name: '元旦', date: '2027-01-01', isOffDay: true }, { name: '元旦', date: '2027-01-04', isOffDay: false }, { name: '元旦', date: '2027-01-09', isOffDay: false }]);
    expect('days' in read && read.days.map(({ date, day }) => [date, day?.kind])).toEqual([['2027-01-01', 'restday'], ['2027-01-09', 'workday']]);
  });
  it.each([2019, 1999])('of %i is told that the calendar begins later', (year) => {
    const read = file([{ name: '元旦', date: `${year}-01-01`, isOffDay: true }], year);
    expect('days' in read && objectionToYear(shipped, read)).toMatchObject({ code: 'year_too_early', params: { year, first: 2020 } });
  });
});

it.each([['2026-11-15T08:39', '2026'], ['2026-11-15T08:40', '2027'], ['2026-12-31T12:00', '2027'], ['2027-03-01T12:00', '2027']])('at %s administrators have been told of the year %s, and are not told again', async (local, year) => {
  const slots = everyYear('11-15', '08:40');
  expect(await slots(null, at(local), 'Asia/Shanghai', null as never)).toMatchObject([{ slot: year }]);
  expect(await slots(at('2025-11-15T08:40'), at(local), 'Asia/Shanghai', null as never)).toMatchObject(year === '2026' ? [] : [{ slot: '2027', at: at('2026-11-15T08:40'), day: '2026-11-15' }]);
});
