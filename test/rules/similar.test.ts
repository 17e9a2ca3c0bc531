/** How alike two reports are, and what may be called a repeat. */
import type { Comparable } from '../../extensions/wangge/src/handling/intake/similar-issues-rules.ts';
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { isAsked, LIKELY, likeness, metresBetween, objectionToRepeat, similarAs, wording } from '../../extensions/wangge/src/handling/intake/similar-issues-rules.ts';
import { STATUSES } from '../../extensions/wangge/src/handling/model.ts';

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[一二三路灯不亮井盖缺失楼道堆物]{0,20}$/));
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const comparable: fc.Arbitrary<Comparable> = fc.record({
  grid: orNull(fc.constantFrom('a', 'b', 'c')),
  location: orNull(fc.tuple(fc.double({ min: 116, max: 116.01, noNaN: true }), fc.double({ min: 39.9, max: 39.91, noNaN: true })).map(coordinates => ({ coordinates }))),
  address: orNull(text),
  at: orNull(fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }).map(date => date.toISOString())),
  text: orNull(text),
});
const nothing: Comparable = { grid: null, location: null, address: null, at: null, text: null };
const lamp: Comparable = { grid: 'a', location: { coordinates: [116.35, 39.94] }, address: '新街口北大街12号门前', at: '2026-03-04T01:00:00.000Z', text: '路灯不亮 新街口北大街12号门前路灯夜间不亮' };

describe('likeness', () => {
  test.prop([comparable, comparable])('is symmetric and between 0 and 1', (a, b) => {
    expect(likeness(a, b)).toBeCloseTo(likeness(b, a), 12);
    expect(likeness(a, b)).toBeGreaterThanOrEqual(0);
    expect(likeness(a, b)).toBeLessThanOrEqual(1);
  });
  test.prop([comparable.filter(item => Object.values(item).some(value => value !== null))])('is 1 for a report itself', (a) => {
    expect(likeness(a, a)).toBeCloseTo(1, 12);
  });
  test.prop([comparable])('who says nothing is like nobody', (a) => {
    expect(likeness(a, nothing)).toBe(0);
  });
  test('the same lamp in other words is offered, the manhole beside it is not', () => {
    const again = { ...lamp, text: '北大街12号门口的路灯坏了，晚上不亮', at: '2026-03-05T10:00:00.000Z', address: null };
    const manhole = { ...lamp, text: '井盖缺失，行人易摔倒', at: '2026-02-20T10:00:00.000Z', location: { coordinates: [116.352, 39.94] }, address: '新街口南大街3号' };
    expect(likeness(lamp, again)).toBeGreaterThan(0.7);
    expect(likeness(lamp, manhole)).toBeLessThan(LIKELY);
  });
  test.prop([text, text])('words: spaces, width and punctuation do not matter', (a, b) => {
    expect(wording(a, b)).toBe(wording(` ${a}，。`, `${b}!! `));
  });
  test('a degree of latitude is 111 km, of longitude as much less as it is north', () => {
    expect(metresBetween({ coordinates: [116, 39] }, { coordinates: [116, 40] })).toBeCloseTo(111_320, 0);
    expect(metresBetween({ coordinates: [116, 60] }, { coordinates: [117, 60] })).toBeCloseTo(55_660, 0);
  });
});

describe('what is offered', () => {
  const now = '2026-06-30T00:00:00.000Z';
  const daysAgo = (days: number): string => new Date(Date.parse(now) - days * 86_400_000).toISOString();

  test.each(STATUSES)('of an issue that is %s: a repeat where it is closed, nothing where it was refused or merged, else a duplicate', (status) => {
    const as = similarAs({ status, reported_at: daysAgo(5), closed_at: status === 'closed' ? daysAgo(2) : null }, now);
    expect(as).toBe(status === 'closed' ? 'repeat' : status === 'rejected' || status === 'merged' ? null : 'duplicate');
  });
  test('open ones for thirty days, closed ones for ninety', () => {
    expect(similarAs({ status: 'handling', reported_at: daysAgo(30), closed_at: null }, now)).toBe('duplicate');
    expect(similarAs({ status: 'handling', reported_at: daysAgo(31), closed_at: null }, now)).toBeNull();
    expect(similarAs({ status: 'closed', reported_at: daysAgo(300), closed_at: daysAgo(90) }, now)).toBe('repeat');
    expect(similarAs({ status: 'closed', reported_at: daysAgo(300), closed_at: daysAgo(91) }, now)).toBeNull();
  });
  test('a report repeats what was closed, of its category, one above or one below', () => {
    const closed = { status: 'closed', reported_at: daysAgo(20), closed_at: daysAgo(10), category_path: ['lamp', 'municipal'] } as const;
    const code = (earlier: Parameters<typeof objectionToRepeat>[0], ...category_path: string[]) => objectionToRepeat(earlier, { category_path }, now)?.code ?? null;
    expect(code(closed, 'lamp', 'municipal')).toBeNull();
    expect(code(closed, 'municipal')).toBeNull();
    expect(code({ ...closed, category_path: ['municipal'] }, 'lamp', 'municipal')).toBeNull();
    expect(code(closed, 'manhole', 'municipal')).toBe('repeat_unfit');
    expect(code({ ...closed, status: 'handling', closed_at: null }, 'lamp', 'municipal')).toBe('repeat_unfit');
    expect(code({ ...closed, closed_at: daysAgo(120) }, 'lamp', 'municipal')).toBe('repeat_unfit');
    expect(code(null, 'lamp')).toBe('repeat_unfit');
  });
});

describe('what is asked about', () => {
  const now = '2026-07-01T04:00:00.000Z';
  const minutesAgo = (minutes: number) => new Date(Date.parse(now) - minutes * 60_000).toISOString();
  const earlier = { status: 'handling', reported_at: minutesAgo(30), grid: 'g', category: 'c' } as const;

  test('is another report of the same category and grid within the hour, open or closed, and no other', () => {
    const asked = (said: object, report = { grid: 'g' as string | null, category: 'c' }) => isAsked({ ...earlier, ...said }, report, now);
    expect([asked({}), asked({ status: 'closed' }), asked({ reported_at: minutesAgo(60) })]).toEqual([true, true, true]);
    expect([asked({ status: 'rejected' }), asked({ status: 'merged' }), asked({ reported_at: minutesAgo(60.01) }), asked({ grid: 'h' }), asked({ category: 'd' })]).toEqual([false, false, false, false, false]);
    // Where it is not known where either lies, nothing is asked.
    expect(asked({ grid: null }, { grid: null, category: 'c' })).toBe(false);
  });
});
