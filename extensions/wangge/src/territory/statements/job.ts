/**
 * After midnight: statements of posts that are over, and those that a newer one takes the place of today, are superseded; new posts
 * get their drafts; whoever has not signed for some days is asked once more.
 */
import type { Db } from '../../kernel/context.ts';
import type { Job } from '../../kernel/job-rules.ts';
import type { Day } from '../../kernel/values.ts';
import { everyDay } from '../../calendar/slot-rules.ts';
import { draftForNewPosts, remindUnsigned } from './statement-service.ts';
import { supersede, todayOf } from './statement-store.ts';

/** `today` null: as it is. */
export async function run(db: Db, today: Day | null = null): Promise<{ superseded: number; drafted: number; reminded: number }> {
  return {
    superseded: await supersede(db),
    drafted: await draftForNewPosts(db),
    reminded: await remindUnsigned(db, today ?? await todayOf(db)),
  };
}

const supersedeStatements: Job = { name: 'supersede_statements', slots: everyDay('00:05'), missed: 'newest', run: async (db, { day }) => ({ ...await run(db, day) }) };

export const jobs = [supersedeStatements] as const;
