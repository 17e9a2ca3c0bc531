/** The SQL of print jobs: books of many grids, one after the other, in somebody's name. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import { randomUUID } from 'node:crypto';

export interface PrintJob {
  id: Uuid;
  grid: Uuid;
  grid_name: string;
  requested_by: Uuid | null;
  path: string;
  /** How often it was tried in vain since its last book. */
  attempts: number;
}

/** Asked for again while it is not through, it is the same job. */
export async function insertJob(trx: Db, grid: Uuid, person: Uuid): Promise<Uuid> {
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`ledger_print_jobs of ${person} ${grid}`]);
  const open = await trx('ledger_print_jobs').where({ grid, requested_by: person }).whereIn('state', ['queued', 'running']).first('id') as { id: Uuid } | undefined;
  if (open !== undefined)
    return open.id;
  const id = randomUUID();
  await trx.raw('insert into ledger_print_jobs (id, grid, requested_by, state, done, attempts, date_created) values (?, ?, ?, \'queued\', 0, 0, now())', [id, grid, person]);
  return id;
}

/** Jobs that are not through, oldest first; one that failed when its time to be tried again has come, or `atOnce`. */
export async function openJobs(db: Db, atOnce: boolean): Promise<Uuid[]> {
  const open = db('ledger_print_jobs').whereIn('state', ['queued', 'running']).orderBy(['date_created', 'id']);
  return (atOnce ? open : open.whereRaw('coalesce(next_at, now()) <= now()')).pluck('id');
}

/** Takes a job for the length of the transaction; null: somebody is at it, or it is through. A killed process holds nothing. */
export async function takeJob(lock: Db, id: Uuid): Promise<PrintJob | null> {
  const { rows: [held] } = await lock.raw<{ rows: { locked: boolean }[] }>('select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as locked', [`ledger_print_jobs ${id}`]);
  if (!held!.locked)
    return null;
  const job = await lock('ledger_print_jobs as j').join('grids as g', 'g.id', 'j.grid').where('j.id', id).whereIn('j.state', ['queued', 'running']).first('j.id', 'j.grid', 'g.name as grid_name', 'j.requested_by', 'g.path', lock.raw('coalesce(j.attempts, 0) as attempts'));
  return job ?? null;
}

/** Prints of this job of which the file was never linked: the process was killed in between. */
export async function halfPrints(db: Db, job: Uuid): Promise<Uuid[]> {
  return db('ledger_prints').where({ job, file: null }).pluck('id');
}

/** The patches under a grid that are in use and of which this job has made no book yet. */
export async function patchesLeft(db: Db, { id, path }: PrintJob): Promise<{ id: Uuid; name: string }[]> {
  return db('grids as g').where('level', 3).where('status', 'active').where('path', 'like', `${path}%`).whereNotExists(db('ledger_prints as p').whereRaw('p.grid = g.id').where('p.job', id)).orderBy('code').select('id', 'name');
}

export async function beginJob(db: Db, { id }: PrintJob, left: number): Promise<void> {
  await db.raw('update ledger_print_jobs j set state = \'running\', error = null, next_at = null, done = d.done, total = d.done + ? from (select count(*)::int as done from ledger_prints where job = ?) d where j.id = ?', [left, id, id]);
}

/** The book is in the library: print and progress say so at once. */
export async function linkFile(db: Db, job: Uuid, print: Uuid): Promise<void> {
  await db.transaction(async (trx) => {
    await trx('ledger_prints').where({ id: print }).update({ file: print });
    await trx('ledger_print_jobs').where({ id: job }).update({ attempts: 0 }).increment('done', 1);
  });
}

/** It waits, and is tried again in so many minutes. */
export async function postponeJob(db: Db, { id, attempts }: PrintJob, { minutes, error }: { minutes: number; error: string }): Promise<void> {
  await db.raw('update ledger_print_jobs set state = \'queued\', error = ?, attempts = ?, next_at = now() + make_interval(mins => ?) where id = ?', [error, attempts + 1, minutes, id]);
}

export async function endJob(db: Db, id: Uuid, { state, error }: { state: 'done' | 'failed'; error: string | null }): Promise<number> {
  const [row] = await db('ledger_print_jobs').where({ id }).update({ state, error, next_at: null }).returning('done') as { done: number }[];
  return row!.done;
}
