/** Which days a question about compliance means: `today`, `quarter` (the running one) or a quarter's code. */
import type { Day } from '../handling/model.ts';
import type { Period } from './compliance.ts';
import { periodOf } from '../assessment/period.ts';
import { dayString, epochDay } from '../calendar/civil.ts';

export interface NamedPeriod extends Period { code: string }

/** A running quarter ends yesterday: a day is judged when it is over. Null: no such period. */
export function periodAsked(asked: string, today: Day): NamedPeriod | null {
  if (asked === 'today')
    return { code: today, from: today, until: today };
  const span = periodOf(asked === 'quarter' ? `${today.slice(0, 4)}-Q${Math.ceil(Number(today.slice(5, 7)) / 3)}` : asked);
  if (span.kind === 'refused')
    return null;
  const yesterday = dayString(epochDay(today) - 1);
  return { code: span.code, from: span.starts_on, until: span.ends_on < yesterday ? span.ends_on : yesterday };
}
