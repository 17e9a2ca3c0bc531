/** Every night: who is told that a task is due soon or overdue, and whoever was not told in the moment that it was issued. */
import type { Db } from '../../kernel/context.ts';
import type { Job } from '../../kernel/job-rules.ts';
import type { Day } from '../../kernel/values.ts';
import { everyDay } from '../../calendar/slot-rules.ts';
import { enqueue } from '../../outbox/index.ts';
import { todayOf } from '../../territory/index.ts';
import { partsToTell } from './assignment-store.ts';
import { partNotice } from './notice-rules.ts';

const BATCH = 1_000;

/** `today` null: as it is. Right at any moment of the day, and again: what was said is not said twice. */
export async function run(db: Db, today: Day | null = null): Promise<Record<string, number>> {
  const day = today ?? await todayOf(db);
  const counts: Record<string, number> = {};
  for (const news of ['issued', 'due', 'overdue'] as const) {
    const notices = (await partsToTell(db, news, { today: day })).map(part => partNotice(news, part));
    for (let from = 0; from < notices.length; from += BATCH)
      await enqueue(db, notices.slice(from, from + BATCH));
    counts[news] = notices.length;
  }
  return counts;
}

const remindAssignments: Job = { name: 'remind_assignments', formerly: ['assignments'], slots: everyDay('00:25'), missed: { within_days: 31 }, run: async (db, { day }) => run(db, day) };

export const jobs = [remindAssignments] as const;
