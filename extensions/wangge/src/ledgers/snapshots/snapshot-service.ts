/** The snapshots that are due: how the ledgers stood when each month ended, counted once, the same however late. */
import type { Db } from '../../kernel/context.ts';
import type { Counts } from '../../kernel/job-rules.ts';
import type { Day } from '../../kernel/values.ts';
import { setTimeout as wait } from 'node:timers/promises';
import { FACILITIES } from '../upkeep/figures-rules.ts';
import { awaitWriters, closeMonth, countSet, gatherPatches, lockMonth, openMonth, setsAt } from './snapshot-store.ts';

/** So much may the clock of the database be behind that of the server, in milliseconds. */
const PATIENCE = 10_000;

/** Counts every month up to this one (its last day) that is not counted yet, the earliest first. */
export async function takeSnapshots(db: Db, until: Day): Promise<Counts> {
  return await take(db, until, true);
}

/** The same of those that are over by the clock of the database, for whoever needs them before the job of this month has run. */
export async function takeSnapshotsOver(db: Db, until: Day): Promise<Counts> {
  return await take(db, until, false);
}

/** `due`: the last one is over, by the clock of whoever asks. */
async function take(db: Db, until: Day, due: boolean): Promise<Counts> {
  const done = { months: 0, rows: 0 };
  for (;;) {
    const open = await openMonth(db);
    if (open === null || open.month > until || (open.remaining > 0 && !due))
      return done;
    if (open.remaining > PATIENCE)
      throw new Error(`The month of ${open.month} is not over by the clock of the database`);
    if (open.remaining > 0) {
      await wait(open.remaining);
      continue;
    }
    await awaitWriters(db, open.month);
    const rows = await db.transaction(trx => takeMonth(trx, open.month));
    if (rows !== null) {
      done.months += 1;
      done.rows += rows;
    }
  }
}

/** Null: another replica was first. */
async function takeMonth(trx: Db, month: Day): Promise<number | null> {
  const closed = await lockMonth(trx, month);
  if (closed === null)
    return null;
  await gatherPatches(trx, month, closed);
  const sets = await setsAt(trx, closed);
  const facilities = sets.some(({ collection }) => collection === FACILITIES);
  let rows = 0;
  for (const set of sets)
    rows += await countSet(trx, set, { month, closed, facilities });
  await closeMonth(trx, month);
  return rows;
}
