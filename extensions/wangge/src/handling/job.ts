/** Handling's jobs: the sweep each minute, on every replica (what one holds another skips), and clocks that follow the calendar. */
import type { Db } from '../kernel/context.ts';
import type { Job } from '../kernel/jobs-store.ts';
import type { Moment } from '../kernel/values.ts';
import { loadCalendar } from '../calendar/index.ts';
import { dayOf } from '../calendar/working-days-rules.ts';
import { moveClocks } from './clocks/recalendar-service.ts';
import { sweep } from './sweep-service.ts';

const sweepDue: Job = { name: 'sweep', cron: '* * * * *', per: 'minute', run: (db, now) => sweep(db, now) };

/**
 * A version that is in force since a minute ago moves the clocks now, one that was interrupted goes on.
 * Once a day again: what was reported while it was published may be pinned to the version before.
 */
export const recalendar = {
  name: 'recalendar',
  cron: '* * * * *',
  per: async (now: Moment, _timeZone: string, db: Db): Promise<string> => {
    const calendar = await loadCalendar(db);
    return `${calendar.version} ${dayOf(calendar, now)}`;
  },
  run: (db: Db, now: Moment) => moveClocks(db, now),
} satisfies Job;

export const jobs = [sweepDue, recalendar] as const;
