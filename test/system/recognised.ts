/** Recognitions past every rule of the application, so that the database answers for itself. */
import type { Knex } from 'knex';
import type { Place } from './harness.ts';
import { randomUUID } from 'node:crypto';

export interface Proposed {
  id: string;
  facts: readonly string[];
}

const WORKING_DAYS_ENOUGH = 14;

/** `actor` null: by the system. */
export async function propose(db: Knex, place: Pick<Place, 'id'>, said: { person?: string | null; grid?: string | null; kind?: string; cause?: string; actor?: string | null; facts?: readonly string[]; fact_kind?: string; until?: Date; rule?: string | null; honour_level?: string | null; year?: number }): Promise<Proposed> {
  const id = randomUUID();
  const { person = null, grid = null, kind = 'criticism', cause = 'late_handling', actor = null, facts = [randomUUID()], fact_kind = 'clock', rule = null, honour_level = null, year = 2026 } = said;
  const until = said.until ?? new Date(Date.now() + WORKING_DAYS_ENOUGH * 86_400_000);
  await db.transaction(async (trx) => {
    await trx('recognitions').insert({ id, person, grid, subdistrict: place.id, kind, cause, rule, year, honour_level, text: '超期办结。' });
    if (facts.length > 0)
      await trx('recognition_evidence').insert(facts.map((fact, sort) => ({ id: randomUUID(), recognition: id, sort, fact_kind, fact, label: 'QX-0001', says: '未按期办结反馈', says_en: 'Not handled in time', rule, subject: person ?? grid, once: `${fact_kind}:${fact}` })));
    await step(trx, id, 'proposed', { actor, until });
  });
  return { id, facts };
}

export async function step(db: Knex, recognition: string, name: string, said: { actor?: string | null; reason?: string | null; until?: Date | null; fact?: string | null; fact_kind?: string | null } = {}): Promise<void> {
  await db('recognition_steps').insert({ id: randomUUID(), recognition, seq: 0, step: name, actor: null, reason: null, at: new Date(), ...said });
}

export async function stateOf(db: Knex, id: string): Promise<string> {
  return (await db('recognitions').where({ id }).first('state')).state;
}

/** What is restored before it was decided has its time anew; null once it was. */
export async function timeAnew(db: Knex, recognition: string): Promise<Date | null> {
  const last: string | undefined = (await db('recognition_steps').where({ recognition }).whereNotIn('step', ['suspended', 'restored']).orderBy('seq', 'desc').first('step'))?.step;
  return ['proposed', 'answered', 'silent'].includes(last ?? '') ? new Date(Date.now() + WORKING_DAYS_ENOUGH * 86_400_000) : null;
}

/** As if its time to answer were over: the clock cannot be waited for. */
export async function timeIsOver(db: Knex, id: string): Promise<void> {
  await db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx('recognitions').where({ id }).update({ answer_until: new Date(Date.now() - 60_000) });
    await trx('recognition_steps').where({ recognition: id, step: 'proposed' }).update({ until: new Date(Date.now() - 60_000), at: new Date(Date.now() - 14 * 86_400_000) });
  });
}

/** A fact falls, as its cause writes it. */
export async function falls(db: Knex, fact: string, why = 'corrected', fact_kind = 'clock'): Promise<void> {
  await db('fallen_facts').insert({ fact_kind, fact, why });
}
