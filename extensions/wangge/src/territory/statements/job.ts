/**
 * After midnight: statements of posts that are over, and those that a newer one takes the place of today, are superseded; new posts
 * get their drafts; whoever has not signed for some days is asked once more.
 */
import type { Db } from '../../kernel/context.ts';
import type { Job } from '../../kernel/jobs-store.ts';
import type { Day } from '../../kernel/values.ts';
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

const supersedeStatements: Job = { name: 'supersede_statements', cron: '5 0 * * *', per: 'day', run: async db => ({ ...await run(db) }) };

export const jobs = [supersedeStatements] as const;
