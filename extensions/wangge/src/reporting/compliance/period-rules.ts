/** Which days a question about compliance means: `today`, `quarter` (the running one) or a quarter's code. */
import type { Day } from '../../kernel/values.ts';
import type { Period } from './compliance-rules.ts';
import { periodOf } from '../../calendar/period-rules.ts';
import { dayString, epochDay } from '../../kernel/civil-date-rules.ts';

export interface NamedPeriod extends Period { code: string }

/** A running quarter ends yesterday: a day is judged when it is over. Null: no such period. */
export function periodAsked(asked: string, today: Day): NamedPeriod | null {
  if (asked === 'today')
    return { code: today, from: today, until: today };
  const span = periodOf(asked === 'quarter' ? `${today.slice(0, 4)}-Q${Math.ceil(Number(today.slice(5, 7)) / 3)}` : asked);
  if (span.kind === 'refused' || span.kind === 'year')
    return null;
  const yesterday = dayString(epochDay(today) - 1);
  return { code: span.code, from: span.starts_on, until: span.ends_on < yesterday ? span.ends_on : yesterday };
}
