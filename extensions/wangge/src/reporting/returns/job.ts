/** In the night after an absence: the person and who stood in for them are told what is open. */
import type { Db } from '../../kernel/context.ts';
import type { Job } from '../../kernel/job-rules.ts';
import type { Day } from '../../kernel/values.ts';
import { everyDay } from '../../calendar/slot-rules.ts';
import { enqueue } from '../../outbox/index.ts';
import { returnNotices } from './return-notice-rules.ts';
import { returnsBefore } from './return-store.ts';

/** Right at any moment, and again: what was said is not said twice. */
export async function run(db: Db, today: Day): Promise<{ over: number }> {
  const back = await returnsBefore(db, today);
  await enqueue(db, back.flatMap(returnNotices));
  return { over: back.length };
}

const tellReturned: Job = { name: 'tell_returned', slots: everyDay('00:15'), missed: { within_days: 31 }, run: async (db, { day }) => run(db, day) };

export const jobs = [tellReturned] as const;
