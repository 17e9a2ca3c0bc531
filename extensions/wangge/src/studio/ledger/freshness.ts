/** How fresh an entry is, in words: the same on its form, in lists and on the panel. */
import type { Day, Freshness } from '../../ledgers/model.ts';
import { freshness } from '../../ledgers/model.ts';
import { speakerOf } from '../speaker.ts';

const ZH = {
  fresh: '正常',
  due: '待核',
  stale: '逾期未维护',
  until: '请于 {day} 前核实',
  days_left: '还剩 {count} 天',
  last_day: '今日到期',
  days_over: '已逾期 {count} 天',
};
const EN: typeof ZH = {
  fresh: 'Fresh',
  due: 'Due',
  stale: 'Stale',
  until: 'to be confirmed by {day}',
  days_left: '{count} days left',
  last_day: 'due today',
  days_over: '{count} days over',
};
const speaker = speakerOf(ZH, EN);

export interface Badge { state: Freshness; label: string; until: string; left: string }

export function badgeOf(review_due_on: Day | null | undefined, today: Day, locale: string): Badge | null {
  if (!review_due_on)
    return null;
  const speak = speaker(locale);
  const state = freshness(review_due_on, today);
  const days = daysFrom(today, review_due_on);
  return {
    state,
    label: speak(state),
    until: speak('until', { day: dayWords(review_due_on, locale) }),
    left: days < 0 ? speak('days_over', { count: -days }) : days === 0 ? speak('last_day') : speak('days_left', { count: days }),
  };
}

export function stateWords(state: Freshness, locale: string): string {
  return speaker(locale)(state);
}

/** `2026年11月23日`: a calendar day, in whatever zone the browser is. */
export function dayWords(day: Day, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day.slice(0, 10)}T00:00:00Z`));
}

/** The calendar day of a moment in a time zone. */
export function dayIn(zone: string, moment: Date): Day {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(moment);
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

function daysFrom(from: Day, until: Day): number {
  return Math.round((Date.parse(until.slice(0, 10)) - Date.parse(from)) / 86_400_000);
}
