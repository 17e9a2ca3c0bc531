/** May this calendar version be published? */
import type { Day } from '../handling/model.ts';
import type { Refusal } from '../platform/refusal.ts';
import type { Calendar } from './calendar.ts';
import { refused } from '../platform/refusal.ts';
import { CalendarError, isWorkingDay } from './calendar.ts';

/** Limits will rest on it for good: it has days, all of them in its range, and no stretch without working days. */
export function objectionToPublishing(draft: Calendar): Refusal | null {
  const { version, covers_from, covers_to, days } = draft;
  if (days.size === 0)
    return refused('no_days', 'published_on', { version });
  const outside = [...days.keys()].find((day: Day) => day < covers_from || day > covers_to);
  if (outside !== undefined)
    return refused('outside_range', 'published_on', { version, date: outside, from: covers_from, to: covers_to });
  try {
    isWorkingDay(draft, covers_from);
    return null;
  }
  catch (error) {
    if (error instanceof CalendarError)
      return refused(error.code, 'published_on', { version });
    throw error;
  }
}
