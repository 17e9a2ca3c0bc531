/** What is set right within one working day: a report made by mistake, a return, a scope that somebody gives their own matter. */
import type { Calendar } from '../../calendar/model.ts';
import type { DerivedIssue } from './transition-rules.ts';
import { dueAt } from '../../calendar/working-days-rules.ts';

/** More than a working day after the report, or past its limit, nobody takes a matter out of their own hands any more. */
export function isSettled({ reported_at, overdue, due_at, received }: Pick<DerivedIssue, 'reported_at' | 'overdue' | 'due_at' | 'received'>, now: string, calendar: Calendar): boolean {
  const until = dueAt(calendar, reported_at, withinOneWorkingDay(received.close_of_business, calendar.version)).due_at;
  return now > until || overdue || (due_at !== null && now > due_at);
}

export function withinOneWorkingDay(close_of_business: string, calendar_version: string): Parameters<typeof dueAt>[2] {
  return { policy: null, working_days: 1, clock_hours: null, warn_working_hours: 0, close_of_business, calendar_version, statutory: true };
}
