/** Whoever may take the step that a period waits for is told so, once. */
import type { Db } from '../../kernel/context.ts';
import type { Moment } from '../../kernel/values.ts';
import { enqueue } from '../../outbox/index.ts';
import { periodsNamed } from './ranking-store.ts';
import { stepNotices, waitingNotices } from './reminder-rules.ts';
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

/** The team there, that the year waits for these quarters: once for each that wait. Answers how many notices were put in. */
export async function remindOfWaitingQuarters(db: Db, { year, subdistrict, quarters }: { year: string; subdistrict: string; quarters: string }, now: Moment): Promise<number> {
  const [period] = await periodsNamed(db, year, subdistrict);
  if (period === undefined)
    return 0;
  const notices = waitingNotices({ ...period, quarters }, await standingsOf(db, period, now));
  await enqueue(db, notices);
  return notices.length;
}
