/** Days and times as people, platforms and interfaces write them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentOf } from '../../extensions/wangge/src/handling/intake/row-rules.ts';
import { writtenMoment } from '../../extensions/wangge/src/kernel/written-moment-rules.ts';

/** `2026-03-05`, `2026-03-05 08:30:00`, `2026-03-05 08:30:00 +480`. */
const said = (text: string): string | null => {
  const written = writtenMoment(text);
  if (written === null)
    return null;
  const { day, time, offset } = written;
  return [day, ...time === null ? [] : [[time.hour, time.minute, time.second].map(part => String(part).padStart(2, '0')).join(':')], ...offset === null ? [] : [String(offset)]].join(' ');
};

describe('a day', () => {
  it.each(['2026-03-05', '2026-3-5', '2026/3/5', '2026/03/05', '2026.3.5', '2026年3月5日', '2026年03月05日', '2026 年 3 月 5 日', '2026年3月5号', '20260305', '２０２６年３月５日', ' 2026-03-05 ', '2026-03-05 星期四', '2026年3月5日（周四）'])('%s', (text) => {
    expect(said(text)).toBe('2026-03-05');
  });
  it.each(['3月5日', '26-3-5', '03/05/2026', '5.3.2026', '2026-02-30', '2026-13-01', '2026年', '202635', '46086', '昨天', '', '2026-03-05x', '2026/3-5'])('is none: %s', (text) => {
    expect(said(text)).toBeNull();
  });
});

describe('a day with its time', () => {
  it.each([
    '2026-03-05 08:30:00',
    '2026-03-05 08:30',
    '2026/3/5 8:30:00',
    '2026-03-05T08:30:00',
    '2026-03-05 08:30:00.0',
    '2026-03-05T08:30:00.000',
    '20260305083000',
    '202603050830',
    '20260305 083000',
    '2026年3月5日8时30分',
    '2026年3月5日 8:30',
    '2026年3月5日上午8时30分00秒',
    '2026年3月5日上午 8:30',
    '2026-03-05 上午8:30',
    '2026/3/5 8:30 AM',
    '2026-03-05 星期四 08：30',
  ])('%s', (text) => {
    expect(said(text)).toBe('2026-03-05 08:30:00');
  });
  it.each([
    ['2026-03-05 下午3:20', '2026-03-05 15:20:00'],
    ['2026-03-05 3:20 PM', '2026-03-05 15:20:00'],
    ['2026-03-05 晚上8:20', '2026-03-05 20:20:00'],
    ['2026-03-05 12:20 AM', '2026-03-05 00:20:00'],
    ['2026-03-05 中午12:20', '2026-03-05 12:20:00'],
    ['2026年3月5日24时', '2026-03-05 24:00:00'],
    ['2026年3月5日15时', '2026-03-05 15:00:00'],
    ['2026-03-05T08:30:00+08:00', '2026-03-05 08:30:00 480'],
    ['2026-03-05T00:30:00Z', '2026-03-05 00:30:00 0'],
    ['2026-03-05T00:30:00.123Z', '2026-03-05 00:30:00 0'],
    ['2026-03-05T08:30:00.000+0800', '2026-03-05 08:30:00 480'],
    ['2026-03-05 08:30:00 GMT+8', '2026-03-05 08:30:00 480'],
    ['2026-03-04T19:30:00-05:00', '2026-03-04 19:30:00 -300'],
  ])('%s', (text, expected) => {
    expect(said(text)).toBe(expected);
  });
  it.each(['2026-03-05 晚上1点', '2026-03-05 25:00', '2026-03-05 08:60', '2026-03-05 24:01', '2026-03-05 8', '2026-03-0508:30', '2026-03-05T08:30:00+99:00', '2026-03-05 08:30 左右'])('is none: %s', (text) => {
    expect(said(text)).toBeNull();
  });
  it('whatever is written, takes no time', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'2026-/.年月日时分 :TZ+上午'), maxLength: 80 }), (text) => {
      expect([null, 10]).toContain(writtenMoment(text)?.day.length ?? null);
    }));
  });
});

describe('a moment of a work order', () => {
  it.each([
    ['2026-03-05T08:30:00+08:00', '2026-03-05T00:30:00.000Z'],
    ['2026-03-05T00:30:00Z', '2026-03-05T00:30:00.000Z'],
    ['2026-03-04T19:30:00-05:00', '2026-03-05T00:30:00.000Z'],
    ['2026年3月5日8时30分', '2026-03-05T00:30:00.000Z'],
    ['20260305', '2026-03-05T10:00:00.000Z'],
    ['2026年3月4日24时', '2026-03-04T16:00:00.000Z'],
  ])('%s', (text, moment) => {
    expect(momentOf(text, 'Asia/Shanghai', '18:00')).toBe(moment);
  });
  it('as a number is the day that it looks like, and not one of long ago', () => {
    expect(momentOf(20260305, 'Asia/Shanghai', '18:00')).toBe('2026-03-05T10:00:00.000Z');
    for (const cell of [46000, 0.5, '1926-03-05', new Date('1900-01-01T08:30:00Z')])
      expect(momentOf(cell, 'Asia/Shanghai', '18:00')).toBeNull();
  });
});
