/** The SQL of reports that are made as a job, one after the other, in somebody's name. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Document, Format } from './document-service.ts';
import { randomUUID } from 'node:crypto';

export interface ExportOrder { document: Document; format: Format; period: string; subdistrict: string | null; version: number | null }
export interface ExportJob extends ExportOrder { id: Uuid; requested_by: Uuid; attempts: number }

/** So many of one person may wait at once. */
export const OPEN_AT_MOST = 5;

/** Asked for again while it is not through, it is the same job; null: they have too many open. */
export async function insertExport(trx: Db, order: ExportOrder, person: Uuid): Promise<Uuid | null> {
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`assessment_exports of ${person}`]);
  const open = await trx('assessment_exports').where({ requested_by: person }).whereIn('state', ['queued', 'running']).select('id', 'document', 'format', 'period', 'subdistrict', 'version') as (ExportOrder & { id: Uuid })[];
  const same = open.find(one => (['document', 'format', 'period', 'subdistrict', 'version'] as const).every(key => one[key] === order[key]));
  if (same !== undefined)
    return same.id;
  if (open.length >= OPEN_AT_MOST)
    return null;
  const id = randomUUID();
  await trx.raw('insert into assessment_exports (id, document, format, period, subdistrict, version, requested_by, state, done, attempts, date_created) values (:id, :document, :format, :period, :subdistrict, :version, :person, \'queued\', 0, 0, now())', { ...order, id, person } as unknown as Record<string, string>);
  return id;
}

/** Jobs that are not through, oldest first; one that failed when its time to be tried again has come, or `atOnce`. */
export async function openExports(db: Db, atOnce: boolean): Promise<Uuid[]> {
  const open = db('assessment_exports').whereIn('state', ['queued', 'running']).orderBy(['date_created', 'id']);
  return (atOnce ? open : open.whereRaw('coalesce(next_at, now()) <= now()')).pluck('id');
}

/** Takes a job for the length of the transaction; null: somebody is at it, or it is through. A killed process holds nothing. */
export async function takeExport(lock: Db, id: Uuid): Promise<ExportJob | null> {
  const { rows: [held] } = await lock.raw<{ rows: { locked: boolean }[] }>('select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as locked', [`assessment_exports ${id}`]);
  if (!held!.locked)
    return null;
  const job = await lock('assessment_exports').where({ id }).whereIn('state', ['queued', 'running']).first('id', 'document', 'format', 'period', 'subdistrict', 'version', 'requested_by', 'attempts') as ExportJob | undefined;
  return job ?? null;
}

export async function tellProgress(db: Db, id: Uuid, { done, total }: { done: number; total: number | null }): Promise<void> {
  await db('assessment_exports').where({ id }).update({ state: 'running', error: null, next_at: null, done, total });
}

/** The file is in the library, and whoever asked is its owner: nobody else is shown it. */
export async function finishExport(db: Db, { id, requested_by }: ExportJob): Promise<void> {
  await db.transaction(async (trx) => {
    await trx('directus_files').where({ id }).update({ uploaded_by: requested_by });
    await trx('assessment_exports').where({ id }).update({ state: 'done', error: null, next_at: null, file: id, done: trx.raw('coalesce(total, done)') });
  });
}

export async function postponeExport(db: Db, { id, attempts }: ExportJob, { minutes, error }: { minutes: number; error: string }): Promise<void> {
  await db.raw('update assessment_exports set state = \'queued\', error = ?, attempts = ?, next_at = now() + make_interval(mins => ?) where id = ?', [error, attempts + 1, minutes, id]);
}

export async function failExport(db: Db, id: Uuid, error: string): Promise<void> {
  await db('assessment_exports').where({ id }).update({ state: 'failed', error, next_at: null });
}
