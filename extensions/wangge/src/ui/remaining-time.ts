/** Working time that is left until a limit, or that has passed since, in words. */
import type { Remaining } from '../calendar/remaining-time-rules.ts';
import { speakerOf } from './speaker.ts';

const ZH = {
  days_left: '还剩 {count} 个工作日',
  last_day: '今日截止，还剩 {time}',
  time_left: '还剩 {time}',
  days_over: '已超期 {count} 个工作日',
  time_over: '已超期 {time}',
  hours_minutes: '{hours} 小时 {minutes} 分',
  hours: '{hours} 小时',
  minutes: '{minutes} 分钟',
};
const EN: typeof ZH = {
  days_left: '{count} working days left',
  last_day: 'Ends today: {time} left',
  time_left: '{time} left',
  days_over: '{count} working days overdue',
  time_over: '{time} overdue',
  hours_minutes: '{hours} h {minutes} min',
  hours: '{hours} h',
  minutes: '{minutes} min',
};
const speaker = speakerOf(ZH, EN);

export function remainingText({ overdue, working_days, minutes }: Remaining, locale: string): string {
  const speak = speaker(locale);
  if (working_days !== null && working_days > 0)
    return speak(overdue ? 'days_over' : 'days_left', { count: working_days });
  const time = timeText(minutes, locale);
  return speak(overdue ? 'time_over' : working_days === null ? 'time_left' : 'last_day', { time });
}

/** `3 小时 20 分`, and only hours where there are many. */
export function timeText(minutes: number, locale: string): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return speaker(locale)(hours === 0 ? 'minutes' : rest === 0 || hours >= 24 ? 'hours' : 'hours_minutes', { hours, minutes: rest });
}

/** How urgent it is, for its colour: never the only sign of it. */
export function urgencyOf({ overdue, working_days, minutes }: Remaining): 'over' | 'today' | 'calm' {
  if (overdue)
    return 'over';
  return working_days === 0 || (working_days === null && minutes < 24 * 60) ? 'today' : 'calm';
}
