/**
 * A day, or a day and a time of day, as people, platforms and interfaces write it: `2026/3/5`, `2026年3月5日上午8时30分`,
 * `2026-03-05 08:30:00.0`, `20260305083000`, `2026-03-05T08:30:00+08:00` (Open311). A day without its year, or with its
 * month first, is none: nobody can say which is meant.
 */
import type { Day } from './values.ts';
import { isDay } from './civil-date-rules.ts';

export interface WrittenMoment {
  day: Day;
  /** Of the day, up to 24:00; null: the day alone. */
  time: { hour: number; minute: number; second: number } | null;
  /** Minutes ahead of UTC; null: it is the clock on the wall. */
  offset: number | null;
}

const DAYS = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})/,
  /^(\d{4})\/(\d{1,2})\/(\d{1,2})/,
  /^(\d{4})\.(\d{1,2})\.(\d{1,2})/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})[日号]?/,
  /^(\d{4})(\d\d)(\d\d)/,
];
const WEEKDAY = /^[ ,]?\(?(?:星期|周|礼拜)[一二三四五六日天]\)?/;
const HALF = /^(?:上午|下午|凌晨|早上|早晨|中午|晚上|AM|PM)/i;
const CLOCKS = [
  /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d{1,9})?/,
  /^(\d{1,2}):(\d{1,2})/,
  /^(\d{1,2})[时点](\d{1,2})分(\d{1,2})秒/,
  /^(\d{1,2})[时点](\d{1,2})分?/,
  /^(\d{1,2})[时点]整?/,
];
const PACKED = /^(\d\d)(\d\d)(\d\d)?/;
const OFFSET = /^(?:Z|(?:GMT|UTC)?([+-])(\d{1,2})(?::?(\d\d))?)$/i;
const AFTERNOON = /^(?:下午|晚上|PM)$/i;
const LONGEST = 60;

/** Null: it is none, or nobody can say which. */
export function writtenMoment(text: string): WrittenMoment | null {
  if (text.length > LONGEST)
    return null;
  let rest = text.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').replaceAll(/ ?([年月日号时点分秒:]) ?/g, '$1');
  /** What stands next, if it does, and is behind us then. */
  const next = (...patterns: readonly RegExp[]): RegExpExecArray | null => {
    const found = patterns.map(pattern => pattern.exec(rest)).find(match => match !== null) ?? null;
    rest = rest.slice(found?.[0].length ?? 0);
    return found;
  };
  const written = next(...DAYS);
  const day = written === null ? '' : `${written[1]}-${written[2]!.padStart(2, '0')}-${written[3]!.padStart(2, '0')}`;
  if (!isDay(day))
    return null;
  next(WEEKDAY);
  if (rest === '')
    return { day, time: null, offset: null };
  const packed = written![0].length === 8 && /^ ?\d{4}(?:\d\d)?$/.test(rest);
  // Digits go on where the day's end; else something stands between, unless its sign does.
  if (next(/^(?:T|,? )/i) === null && !packed && !/[日号]$/.test(written![0]) && !HALF.test(rest))
    return null;
  const half = next(HALF)?.[0];
  next(/^ /);
  const clock = packed ? next(PACKED) : next(...CLOCKS);
  if (clock === null)
    return null;
  const [hour, minute, second] = clock.slice(1, 4).map(part => Number(part ?? 0)) as [number, number?, number?];
  next(/^ /);
  const said = half ?? next(HALF)?.[0];
  // One at night may be of this day's beginning or its end.
  if (said === '晚上' && hour < 5)
    return null;
  const time = { hour: onTheClock(hour, said), minute: minute ?? 0, second: second ?? 0 };
  const offset = rest === '' ? null : minutesOf(rest);
  const end = time.hour === 24 && time.minute === 0 && time.second === 0;
  return (time.hour < 24 || end) && time.minute < 60 && time.second < 60 && offset !== undefined ? { day, time, offset } : null;
}

/** 12 at noon is 12, at night 0; 3 in the afternoon is 15. */
function onTheClock(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12)
    return hour;
  if (AFTERNOON.test(half))
    return hour === 12 ? (half === '晚上' ? 24 : 12) : hour + 12;
  if (half === '中午')
    return hour < 3 ? hour + 12 : hour;
  return hour === 12 ? (half === '凌晨' || /am/i.test(half) ? 0 : 12) : hour;
}

/** Undefined: it is none. */
function minutesOf(written: string): number | undefined {
  const found = OFFSET.exec(written.trim());
  if (found === null)
    return undefined;
  const minutes = Number(found[2] ?? 0) * 60 + Number(found[3] ?? 0);
  return minutes > 14 * 60 ? undefined : found[1] === '-' ? -minutes : minutes;
}
