/** Handling's jobs: the sweep each minute, on every replica (what one holds another skips), and clocks that follow the calendar. */
import type { Job } from '../kernel/job-rules.ts';
import { loadCalendar } from '../calendar/index.ts';
import { everyDay, everyMinute, everyYear } from '../calendar/slot-rules.ts';
import { dayOf } from '../calendar/working-days-rules.ts';
import { warnOfMissingYear } from './calendar-change/missing-year-service.ts';
import { moveClocks } from './clocks/recalendar-service.ts';
import { handBack } from './routing/hand-back-service.ts';
import { sweep } from './sweep-service.ts';

const sweepDue: Job = { name: 'sweep', slots: everyMinute, missed: 'newest', often: true, run: async (db, { now }) => sweep(db, now) };

/**
 * A version that is in force since a minute ago moves the clocks now, one that was interrupted goes on.
 * Once a day again: what was reported while it was published may be pinned to the version before.
 */
export const recalendar = {
  name: 'recalendar',
  slots: async (_since, now, _zone, db) => {
    const calendar = await loadCalendar(db);
    const day = dayOf(calendar, now);
    // (With the days that the law fixes: what an earlier release did today counted without.)
    return [{ slot: `${calendar.version} ${day} statutory`, at: now, day }];
  },
  missed: 'newest',
  often: true,
  run: async (db, { now }) => moveClocks(db, now),
} satisfies Job;

/** Absences end with a day: what stand-ins still have goes back. After `refresh_scopes`. */
const handBackDue: Job = { name: 'hand_back', slots: everyDay('00:03'), missed: 'newest', run: async (db, { now, now_day }) => ({ handed_back: await handBack(db, now_day, now) }) };

/** From the middle of November, when its notice is due, administrators are told that the next year is not known: once. */
const warnMissingYear: Job = {
  name: 'warn_missing_year',
  slots: everyYear('11-15', '08:40'),
  missed: 'newest',
  run: async (db, { slot }) => warnOfMissingYear(db, Number(slot)),
};

export const jobs = [sweepDue, recalendar, warnMissingYear, handBackDue] as const;
