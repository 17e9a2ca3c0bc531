/** Administrators are told, in the app and once, of what did not run when it should have: made up, skipped or failed. */
import type { Db } from '../kernel/context.ts';
import type { Job } from '../kernel/job-rules.ts';
import type { Moment } from '../kernel/values.ts';
import { administrators, enqueue } from '../outbox/index.ts';
import { lateNotices } from './late-jobs-rules.ts';
import { takeLate } from './late-jobs-store.ts';

export async function tellLate(db: Db, jobs: readonly Job[], now: Moment): Promise<number> {
  return db.transaction(async (trx) => {
    const late = await takeLate(trx, jobs.map(({ name }) => name), jobs.filter(({ often }) => often).map(({ name }) => name), now);
    if (late.length > 0)
      await enqueue(trx, lateNotices(late, await administrators(trx)));
    return late.length;
  });
}
