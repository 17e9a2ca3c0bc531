/** The shipped days against the notices of the State Council and against a second package. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calendarRows } from '../../extensions/wangge/src/calendar/shipped-calendar-rules.ts';
import { addWorkingDays, dueAt, isWorkingDay, workingDaysIn } from '../../extensions/wangge/src/calendar/working-days-rules.ts';
import { dayString, epochDay, weekday } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { at, shipped, workingDays } from './calendar-world.ts';

/** Typed from the notices: days off, and make-up days on weekends. */
const NOTICES: Record<number, { off: string[]; work: string[] }> = {
  2024: {
    off: ['2024-01-01', '2024-02-10..2024-02-17', '2024-04-04..2024-04-06', '2024-05-01..2024-05-05', '2024-06-10', '2024-09-15..2024-09-17', '2024-10-01..2024-10-07'],
    work: ['2024-02-04', '2024-02-18', '2024-04-07', '2024-04-28', '2024-05-11', '2024-09-14', '2024-09-29', '2024-10-12'],
  },
  2025: {
    off: ['2025-01-01', '2025-01-28..2025-02-04', '2025-04-04..2025-04-06', '2025-05-01..2025-05-05', '2025-05-31..2025-06-02', '2025-10-01..2025-10-08'],
    work: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  },
  2026: {
    off: ['2026-01-01..2026-01-03', '2026-02-15..2026-02-23', '2026-04-04..2026-04-06', '2026-05-01..2026-05-05', '2026-06-19..2026-06-21', '2026-09-25..2026-09-27', '2026-10-01..2026-10-07'],
    work: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
};

function daysBetween(from: string, until: string): string[] {
  return Array.from({ length: epochDay(until) - epochDay(from) + 1 }, (_, i) => dayString(epochDay(from) + i));
}

function spread(ranges: string[]): Set<string> {
  return new Set(ranges.flatMap((range) => {
    const [from, until = from] = range.split('..') as [string, string?];
    return daysBetween(from, until!);
  }));
}

function workingByPackage(year: number): Map<string, boolean> {
  const url = new URL(`../../node_modules/holiday-calendar/data/CN/${year}.json`, import.meta.url);
  const { dates } = JSON.parse(readFileSync(url, 'utf8')) as { dates: { date: string; type: 'public_holiday' | 'transfer_workday' }[] };
  return new Map(dates.map(({ date, type }) => [date, type === 'transfer_workday']));
}

describe('the shipped calendar', () => {
  it.each([2024, 2025, 2026])('is the notice of %i, day by day', (year) => {
    const [off, work] = [spread(NOTICES[year]!.off), spread(NOTICES[year]!.work)];
    for (const day of daysBetween(`${year}-01-01`, `${year}-12-31`)) {
      const expected = off.has(day) ? false : work.has(day) || weekday(epochDay(day)) <= 5;
      expect(isWorkingDay(shipped, day), day).toBe(expected);
      expect(shipped.days.get(day)?.kind, day).toBe(off.has(day) ? 'restday' : work.has(day) ? 'workday' : undefined);
    }
  });

  it.each([2020, 2021, 2022, 2023])('agrees with a second package in %i, day by day', (year) => {
    const second = new Map([...workingByPackage(year), ...[...workingByPackage(year + 1)].filter(([day]) => day.startsWith(`${year}`))]);
    for (const day of daysBetween(`${year}-01-01`, `${year}-12-31`))
      expect(isWorkingDay(shipped, day), day).toBe(second.get(day) ?? weekday(epochDay(day)) <= 5);
  });

  it('gives New Year\'s Eve to the notice of the new year (file year is not date year)', () => {
    expect(shipped.days.get('2022-12-31')).toEqual({ kind: 'restday', name: '元旦', source: '国务院办公厅关于2023年部分节假日安排的通知', origin: 'national' });
  });

  it('knows the holiday that was prolonged within the year', () => {
    expect(shipped.days.get('2020-01-31')).toMatchObject({ kind: 'restday', name: '春节' });
    expect(shipped.days.get('2020-01-31')!.source).toContain('国办发明电〔2020〕1号');
  });

  it('names every day that it lists, and lists no plain day', () => {
    const { version, days } = calendarRows();
    expect(new Set(days.map(day => day.name))).toEqual(new Set(['元旦', '春节', '清明节', '劳动节', '端午节', '中秋节', '国庆节']));
    expect(new Set(days.map(day => day.date)).size).toBe(days.length);
    for (const { version: of, date, kind, source } of days) {
      expect(of).toBe(version.id);
      expect(source).toMatch(/^国务院办公厅关于/);
      if (kind === 'workday')
        expect(weekday(epochDay(date)), date).toBeGreaterThan(5);
      expect(date >= version.covers_from && date <= version.covers_to).toBe(true);
    }
  });

  it.each([
    [2024, 251, [61, 62, 66, 62]],
    [2025, 248, [59, 61, 67, 61]],
    [2026, 248, [59, 61, 66, 62]],
  ])('%i has %i working days', (year, total, quarters) => {
    const starts = [`${year}-01-01`, `${year}-04-01`, `${year}-07-01`, `${year}-10-01`, `${year + 1}-01-01`];
    expect(workingDaysIn(shipped, starts[0]!, starts[4]!)).toBe(total);
    expect([0, 1, 2, 3].map(q => workingDaysIn(shipped, starts[q]!, starts[q + 1]!))).toEqual(quarters);
  });
});

describe('deadlines over holidays', () => {
  it.each([
    ['2026-03-11', '2026-03-12', '2026-03-16', '2026-03-18'],
    ['2024-02-08', '2024-02-09', '2024-02-19', '2024-02-21'],
    ['2024-04-30', '2024-05-06', '2024-05-08', '2024-05-10'],
    ['2024-12-31', '2025-01-02', '2025-01-06', '2025-01-08'],
    ['2025-01-27', '2025-02-05', '2025-02-07', '2025-02-10'],
    ['2025-04-30', '2025-05-06', '2025-05-08', '2025-05-12'],
    ['2025-09-28', '2025-09-29', '2025-10-09', '2025-10-11'],
    ['2025-12-31', '2026-01-04', '2026-01-06', '2026-01-08'],
    ['2026-02-14', '2026-02-24', '2026-02-26', '2026-02-28'],
    ['2026-04-30', '2026-05-06', '2026-05-08', '2026-05-11'],
    ['2026-09-18', '2026-09-20', '2026-09-22', '2026-09-24'],
    ['2026-10-09', '2026-10-10', '2026-10-13', '2026-10-15'],
  ])('received %s: 1, 3, 5 working days end on %s, %s, %s', (received, ...ends) => {
    for (const [i, n] of [1, 3, 5].entries()) {
      expect(addWorkingDays(shipped, received, n)).toEqual({ day: ends[i], provisional: false });
      expect(dueAt(shipped, at(`${received}T10:00`), workingDays(n)).due_at).toBe(at(`${ends[i]}T18:00`));
    }
  });
});
