/**
 * The queue of facts that fell. What rests on one is suspended in the transaction in which it fell (`sql/097-recognitions.sql`); here,
 * within the minute, whatever was not is, everybody is told, and the fact is done with.
 */
import type { Db } from '../kernel/context.ts';
import type { Moment, Uuid } from '../kernel/values.ts';
import { tell } from './recognition-service.ts';
import { recognitionToStep } from './recognition-store.ts';

/** So many in one go; the next minute has the others. */
const TOGETHER = 500;

interface Fallen { id: string; fact_kind: string; fact: string; why: string; at: string }

export async function settleFallen(db: Db, now: Moment): Promise<{ fallen: number; suspended: number }> {
  const open: Fallen[] = await db('fallen_facts').whereNull('done_at').orderBy('id').limit(TOGETHER).select('id', 'fact_kind', 'fact', 'why', db.raw('cast(at as text) as at'));
  let suspended = 0;
  for (const fallen of open)
    suspended += await settle(db, fallen, now);
  return { fallen: open.length, suspended };
}

async function settle(db: Db, { id, fact_kind, fact, why, at }: Fallen, now: Moment): Promise<number> {
  return db.transaction(async (trx) => {
    const held = await trx('fallen_facts').where({ id }).whereNull('done_at').forUpdate().skipLocked().first('id');
    if (held === undefined)
      return 0;
    const { rows: [said] } = await trx.raw<{ rows: { suspended: number }[] }>('select wangge_suspend_for(:fact_kind, :fact, :why, cast(:at as timestamptz)) as suspended', { fact_kind, fact, why, at });
    const { rows } = await trx.raw<{ rows: { id: Uuid }[] }>(`
      select r.id from recognitions r where r.state = 'suspended' and (:fact_kind = 'recognition' and cast(r.id as text) = :fact
        or exists (select from recognition_evidence e where e.recognition = r.id and e.fact_kind = :fact_kind and e.fact = :fact))`, { fact_kind, fact });
    for (const { id: recognition } of rows) {
      const found = await recognitionToStep(trx, recognition);
      if (found?.state === 'suspended')
        await tell(trx, found, 'suspended', null);
    }
    await trx('fallen_facts').where({ id }).update({ done_at: now });
    return said!.suspended;
  });
}
