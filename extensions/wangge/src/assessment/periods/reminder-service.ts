/** Whoever may take the step that a period waits for is told so, once. */
import type { Db } from '../../kernel/context.ts';
import type { Moment } from '../../kernel/values.ts';
import { enqueue } from '../../outbox/index.ts';
import { stepNotices } from './reminder-rules.ts';
import { draftsWaiting, standingsOf } from './step-store.ts';

/** Answers how many notices were put in, those that had been before counted too. */
export async function remind(db: Db, now: Moment): Promise<number> {
  let told = 0;
  for (const period of await draftsWaiting(db)) {
    const notices = stepNotices(period, await standingsOf(db, period, now), now);
    await enqueue(db, notices);
    told += notices.length;
  }
  return told;
}
