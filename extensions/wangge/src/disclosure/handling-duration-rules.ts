/** How long did the matter take, against its limit? From the resolve clock's certificate, by the calendar that it pins. */
import type { Calendar, Certificate } from '../calendar/model.ts';
import type { Moment } from '../kernel/values.ts';
import { dayOf, stood, workingDaysIn } from '../calendar/working-days-rules.ts';
import { dayString, epochDay, epochMs } from '../kernel/civil-date-rules.ts';

export interface HandlingDuration {
  unit: 'working_days' | 'hours';
  /** Without the day of receipt, as limits count; 0: on the same day. Hours are rounded up. */
  took: number;
  /** With what was granted. */
  limit: number;
  in_time: boolean;
}

const MS_PER_HOUR = 3_600_000;

/** Null for a limit that another authority set: it has no length of its own. */
export function handlingDuration(certificate: Certificate, met_at: Moment, calendar: Calendar): HandlingDuration | null {
  const { limit, extensions, due_at } = certificate;
  const length = limit.working_days ?? limit.clock_hours;
  if (length === null)
    return null;
  return {
    unit: limit.working_days === null ? 'hours' : 'working_days',
    took: limit.working_days === null ? hoursUntil(certificate, met_at) : workingDaysUntil(certificate, met_at, calendar),
    limit: length + extensions.reduce((sum, extension) => sum + extension, 0),
    in_time: met_at <= due_at,
  };
}

function workingDaysUntil(certificate: Certificate, met_at: Moment, calendar: Calendar): number {
  const first = epochDay(dayOf(calendar, certificate.started_at)) + 1;
  const end = epochDay(dayOf(calendar, met_at)) + 1;
  if (end <= first)
    return 0;
  const { spans } = stood(calendar, certificate.started_at, certificate.limit, certificate);
  const days = (from: number, until: number): number => until <= from ? 0 : workingDaysIn(calendar, dayString(from), dayString(until));
  return spans.reduce((left, { from, until }) => left - days(Math.max(from, first), Math.min(until, end)), days(first, end));
}

function hoursUntil({ started_at, pauses }: Certificate, met_at: Moment): number {
  const end = epochMs(met_at);
  const paused = pauses.reduce((sum, { from, until }) => sum + Math.max(0, Math.min(until === null ? end : epochMs(until), end) - epochMs(from)), 0);
  return Math.max(0, Math.ceil((end - epochMs(started_at) - paused) / MS_PER_HOUR));
}
