/** The clocks of reviews: warned of, and reported as missed, each once, dated with the moment at which it became true. */
import type { Db } from '../../kernel/context.ts';
import type { Moment } from '../../kernel/values.ts';
import { enqueue } from '../../outbox/index.ts';
import { noteClock, runningReviews, seatsOf, teamHeads } from './appeal-store.ts';
import { missedNotices, openedNotices, warnedNotices } from './notice-rules.ts';

export async function watchAppeals(db: Db, now: Moment): Promise<{ warned: number; missed: number }> {
  const counts = { warned: 0, missed: 0 };
  for (const review of await runningReviews(db)) {
    await db.transaction(async (trx) => {
      const { appeal: id, title, stage, due_on, filed_by } = review;
      // People come and go: whoever may review it since is told of it.
      const seats = await seatsOf(trx, id, stage);
      await enqueue(trx, openedNotices({ id, title }, stage, seats, due_on));
      if (!review.warned && review.warn_at !== null && now >= review.warn_at && now < review.due_at && await noteClock(trx, review, 'warned_at', review.warn_at)) {
        await enqueue(trx, warnedNotices({ id, title }, stage, seats, due_on));
        counts.warned++;
      }
      if (!review.missed && now > review.due_at && await noteClock(trx, review, 'missed_at', review.due_at)) {
        await enqueue(trx, missedNotices({ id, title }, stage, [...seats, filed_by, ...await teamHeads(trx, id)], due_on));
        counts.missed++;
      }
    });
  }
  return counts;
}
