/**
 * The sweep: writes what time alone has made true — warnings, misses, closings, ends of suspensions.
 *
 * It may run on any number of replicas, be killed at any moment and catch up after days:
 * each timer is written exactly once and dated with the moment at which it became true.
 */
import type { Db } from '../kernel/context.ts';
import type { Moment } from '../kernel/values.ts';
import { writeClosings, writeResumptions } from './lifecycle/automatic-steps-service.ts';
import { reassignExpired } from './routing/reassign-service.ts';
import { routeOrphans } from './routing/route-orphans-service.ts';
import { writeMisses, writeWarnings } from './sweep-store.ts';

/**
 * How many of each. `orphans_routed`: given to level 2, since nobody worked on them; `reassigned`: to who holds the post
 * now.
 */
export type Swept = Record<'missed' | 'warned' | 'closed' | 'resumed' | 'orphans_routed' | 'reassigned', number>;

/** Large enough that a batch's fixed cost does not show, small enough that nobody waits for its locks. */
const BATCH = 2000;
/** What needs a look at each timeline. */
const SMALL_BATCH = 200;

export async function sweep(db: Db, now: Moment, batch = BATCH): Promise<Swept> {
  return {
    // First what lets clocks run: those that go on, and those of a notice, may have run out since.
    resumed: await untilNone(() => writeResumptions(db, now, SMALL_BATCH)),
    closed: await untilNone(() => writeClosings(db, now, SMALL_BATCH)),
    missed: await untilNone(() => writeMisses(db, now, batch)),
    warned: await untilNone(() => writeWarnings(db, now, batch)),
    reassigned: await reassignExpired(db, now),
    orphans_routed: await routeOrphans(db, now, SMALL_BATCH),
  };
}

/** What others hold is left to them, or to the next minute. */
async function untilNone(batch: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let written = await batch(); written > 0; written = await batch())
    total += written;
  return total;
}
