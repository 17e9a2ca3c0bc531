/** How long it is until a limit, or since it passed. */
import type { Day, Moment } from '../kernel/values.ts';
import type { Calendar, PinnedLimit } from './model.ts';
import { dayString, epochDay, epochMs } from '../kernel/civil-date-rules.ts';
import { dayOf, momentAt, workingDaysIn } from './working-days-rules.ts';

export interface Remaining {
  overdue: boolean;
  /** Whole working days after today, up to the day on which the limit ends (or since then); null for a limit by the clock. */
  working_days: number | null;
  /** By the clock, to the limit or since then; what counts on the last day. */
  minutes: number;
}

/** How long until this limit, in the time it is counted in; one whose end is provisional is not overdue before its year is known. */
export function remaining(calendar: Calendar, { due_at, limit, provisional = false }: { due_at: Moment; limit: Pick<PinnedLimit, 'clock_hours'> | null; provisional?: boolean }, now: Moment): Remaining {
  if (provisional && now > due_at)
    return { overdue: false, working_days: 0, minutes: 0 };
  const minutes = Math.floor(Math.abs(epochMs(due_at) - epochMs(now)) / 60_000);
  const overdue = now > due_at;
  if (limit?.clock_hours != null)
    return { overdue, working_days: null, minutes };
  const [today, last] = [dayOf(calendar, now), lastDay(calendar, due_at)];
  const working_days = overdue ? workingDaysIn(calendar, after(last), after(today)) : workingDaysIn(calendar, after(today), after(last));
  return { overdue, working_days, minutes };
}

/** The day that a limit ends on: one that ends at midnight ends on the day before. */
function lastDay(calendar: Calendar, due_at: Moment): Day {
  const day = dayOf(calendar, due_at);
  return momentAt(calendar, day, '00:00') === due_at ? dayString(epochDay(day) - 1) : day;
}

function after(day: Day): Day {
  return dayString(epochDay(day) + 1);
}
