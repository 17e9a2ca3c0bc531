/**
 * After midnight: statements of posts that are over, and those that a newer one takes the place of today, are superseded; new posts
 * get their drafts; whoever has not signed for some days is asked once more.
 */
import type { Db } from '../../kernel/context.ts';
import type { Day } from '../../kernel/values.ts';
import { draftForNewPosts, remindUnsigned } from './statement-service.ts';
import { supersede, todayOf } from './statement-store.ts';

export const name = 'supersede_statements';
/** In the installation's time zone. Also right at any other moment. */
export const cron = '5 0 * * *';

/** `today` null: as it is. */
export async function run(db: Db, today: Day | null = null): Promise<{ superseded: number; drafted: number; reminded: number }> {
  return {
    superseded: await supersede(db),
    drafted: await draftForNewPosts(db),
    reminded: await remindUnsigned(db, today ?? await todayOf(db)),
  };
}
