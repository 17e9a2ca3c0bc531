/** How fresh an entry is, in words: the same on its form, in lists and on the panel. */
import type { Day } from '../../../kernel/values.ts';
import type { Freshness } from '../../model.ts';
import { dayWords } from '../../../ui/days.ts';
import { speakerOf } from '../../../ui/speaker.ts';
import { freshness } from '../../model.ts';

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

function daysFrom(from: Day, until: Day): number {
  return Math.round((Date.parse(until.slice(0, 10)) - Date.parse(from)) / 86_400_000);
}
