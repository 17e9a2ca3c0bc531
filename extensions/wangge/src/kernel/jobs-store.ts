/**
 * Has this job run for this slot? A slot is done exactly once, on however many replicas and after whatever kill:
 * a unique row (job, slot) in `job_runs` says what happened, an advisory lock says who is at it now.
 */
import type { Db, HookContext } from './context.ts';
import type { Moment } from './values.ts';

/** What a run counted, by name: shown to administrators in `job_runs`. */
export type Counts = Record<string, number>;

/** What a room offers in its `job.ts`, named verb_object as `job_runs` shows it. */
export interface Job {
  name: string;
  /** Names that it had in earlier releases: a slot done under one of them is done. */
  formerly?: readonly string[];
  /** Cron expression in the installation's time zone. */
  cron: string;
  /**
   * What one run stands for: a slot is done once, on however many replicas. Of a day, or a slot of its own, it also runs
   * at start if it was missed.
   */
  per: 'minute' | 'day' | ((now: Moment, timeZone: string, db: Db) => string | Promise<string>);
  /** `now`: the moment of the tick. Right at any other moment, and again. */
  run: (db: Db, now: Moment, context: HookContext) => Promise<Counts>;
}

/**
 * Does `work` once for the slot. `already`: it was done, or another process is doing it. A run that failed, or whose
 * process was killed, is done again at the next call; the error of `work` is recorded, then thrown.
 * `work` gets the pool, not the lock's transaction: it commits its batches itself.
 */
export async function runOnce(db: Db, job: string | Pick<Job, 'name' | 'formerly'>, slot: string, work: (db: Db) => Promise<Counts>): Promise<'done' | 'already'> {
  const { name, formerly = [] } = typeof job === 'string' ? { name: job } : job;
  return db.transaction(async (lock) => {
    const { rows: [held] } = await lock.raw('select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as locked', [`job ${name} ${slot}`]);
    if (!held.locked || await doneAs(db, formerly, slot) || !await begin(db, name, slot))
      return 'already';
    try {
      await finish(db, name, slot, { outcome: 'ok', counts: await work(db), error: null });
      return 'done';
    }
    catch (error) {
      await finish(db, name, slot, { outcome: 'failed', counts: null, error: (error as Error).message });
      throw error;
    }
  });
}

/** Slots of these jobs that failed within the last day, and were not done since. */
export async function failedSlots(db: Db, jobs: readonly string[]): Promise<{ job: string; slot: string }[]> {
  return db('job_runs').whereIn('job', jobs as string[]).where({ outcome: 'failed' }).whereRaw('started_at > now() - interval \'1 day\'').select('job', 'slot');
}

/** Was it done by a release that called the job otherwise? */
async function doneAs(db: Db, names: readonly string[], slot: string): Promise<boolean> {
  return names.length > 0 && await db('job_runs').whereIn('job', names as string[]).where({ slot, outcome: 'ok' }).first('job') !== undefined;
}

/** Takes the slot, unless it is done. Whoever holds the lock may take a slot that was begun and never finished. */
async function begin(db: Db, job: string, slot: string): Promise<boolean> {
  const { rows } = await db.raw(`
    insert into job_runs (job, slot, started_at) values (?, ?, now())
    on conflict (job, slot) do update
      set started_at = excluded.started_at, finished_at = null, outcome = null, counts = null, error = null
      where job_runs.outcome is distinct from 'ok'
    returning 1`, [job, slot]);
  return rows.length > 0;
}

interface Outcome { outcome: 'ok' | 'failed'; counts: Counts | null; error: string | null }

async function finish(db: Db, job: string, slot: string, { outcome, counts, error }: Outcome): Promise<void> {
  await db.raw(
    'update job_runs set finished_at = now(), outcome = ?, counts = ?::json, error = ? where job = ? and slot = ?',
    [outcome, counts === null ? null : JSON.stringify(counts), error, job, slot],
  );
}

/** Removes successful runs of jobs that run every minute: those of the last week are enough to look at. */
export async function tidyRuns(db: Db, jobs: readonly string[], now: string): Promise<Counts> {
  const { rows } = await db.raw(`
    with gone as (
      delete from job_runs where job = any(?) and outcome = 'ok' and started_at < ?::timestamptz - interval '7 days' returning 1
    ) select count(*)::int as removed from gone`, [jobs, now]);
  return { removed: rows[0].removed };
}
