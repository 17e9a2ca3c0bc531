/** Who is at work on what, in the database: of several imports into one place each finds what the one before has made. */
import type { Db } from '../kernel/context.ts';

export async function waitForTurn(db: Db, place: string): Promise<void> {
  await db.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [place]);
}
