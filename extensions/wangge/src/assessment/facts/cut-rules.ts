/** When a period's facts are to be on record, and by when what was reported in it was to be answered. */
import type { Calendar } from '../../calendar/model.ts';
import type { Day, Moment } from '../../kernel/values.ts';
import type { Scheme } from '../schemes/scheme-rules.ts';
import type { ResponseLimit } from './model.ts';
import { addWorkingDays, dayOf, momentAt } from '../../calendar/working-days-rules.ts';
import { epochMs, momentString, MS_PER_DAY } from '../../kernel/civil-date-rules.ts';

/** From when until when a clock's due moment makes a case. */
export interface PeriodBounds {
  from: Moment;
  until: Moment;
  time_zone: string;
  /** `HH:MM`. */
  close_of_business: string;
}

/** The close of the scheme's nth working day after the period; of a scheme without one, its end. */
export function cutOf(scheme: Pick<Scheme, 'cut_working_days'>, ends_on: Day, { until, close_of_business }: PeriodBounds, calendar: Calendar): Moment {
  const days = scheme.cut_working_days ?? 0;
  return days === 0 ? until : momentAt(calendar, addWorkingDays(calendar, ends_on, days).day, close_of_business);
}

/** Reports of this many days before the period may have cases in it: suspended ones come back after a year at most. */
const REPORTED_BEFORE = 800;

/** For each day whose reports may have cases: the close of the next working day. */
export function responseLimitsIn({ from, until, close_of_business }: PeriodBounds, calendar: Calendar): ResponseLimit[] {
  const first = epochMs(from) - REPORTED_BEFORE * MS_PER_DAY;
  const noons = Array.from({ length: Math.ceil((epochMs(until) - first) / MS_PER_DAY) }, (_, n) => momentString(first + (n + 0.5) * MS_PER_DAY));
  return [...new Set(noons.map(noon => dayOf(calendar, noon)))].map(day => ({
    from: momentAt(calendar, day, '00:00'),
    due_at: momentAt(calendar, addWorkingDays(calendar, day, 1).day, close_of_business),
  }));
}
