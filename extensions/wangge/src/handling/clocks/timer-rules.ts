/** Which timers of an issue's clocks are due. */
import type { Moment } from '../../kernel/values.ts';
import type { Clock } from '../model.ts';
import { isPast } from './clock-rules.ts';

export interface Timer {
  type: 'deadline_warning' | 'deadline_missed';
  clock: Clock;
  /** When it became true, however much later it is noticed. */
  at: Moment;
}

/**
 * What has become true of running clocks by `now` and is not recorded yet, in order of time; a clock that has run out is not
 * warned of any more, and one whose end is provisional not called missed: that is known when its year is published.
 */
export function dueTimers(clocks: readonly Clock[], now: Moment): Timer[] {
  const timers: Timer[] = [];
  for (const clock of clocks) {
    if (clock.state !== 'running' || (clock.held_until !== null && now <= clock.held_until && isPast(clock, now)))
      continue;
    if (isPast(clock, now))
      timers.push(...(clock.provisional ? [] : [{ type: 'deadline_missed' as const, clock, at: clock.due_at }]));
    else if (clock.warn_at !== null && clock.warned_at === null && clock.warn_at <= now)
      timers.push({ type: 'deadline_warning', clock, at: clock.warn_at });
  }
  return timers.sort((a, b) => a.at < b.at ? -1 : a.at > b.at ? 1 : 0);
}
