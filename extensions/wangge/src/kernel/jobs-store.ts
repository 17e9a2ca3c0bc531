/**
 * Has this job run for this slot? A slot is done exactly once, on however many replicas and after whatever kill:
 * a unique row (job, slot) in `job_runs` says what happened, advisory locks say who is at it now.
 */
import type { Db } from './context.ts';
import type { Counts, Job, Known, Outcome, Reason, Slot, Span } from './job-rules.ts';
import type { Moment } from './values.ts';

export interface Clock { now: () => Moment }
const CLOCK: Clock = { now: () => new Date().toISOString() };

type Named = Pick<Job, 'name' | 'formerly'>;

/** `first`: it falls due with the job's first appearance, so nobody waited for it. */
export interface RunOptions { clock?: Clock; first?: boolean }

/**
 * Does `work` once for the slot. `already`: it was done, or another process is at this job. A run that failed, or whose
 * process was killed, is done again at the next call; the error of `work` is recorded, then thrown.
 * `work` gets the pool, not the lock's transaction: it commits its batches itself.
 */
export async function runOnce(db: Db, job: string | Named, slot: string | Pick<Slot, 'slot' | 'at'>, work: (db: Db) => Promise<Counts>, { clock = CLOCK, first = false }: RunOptions = {}): Promise<'done' | 'already'> {
  const { name, formerly = [] } = typeof job === 'string' ? { name: job } : job;
  const { slot: key, at } = typeof slot === 'string' ? { slot, at: null } : slot;
  return db.transaction(async (lock) => {
    // One slot of a job after the other; and not while a replica of an earlier release, which knows the second lock alone, is at this one.
    if (!await taken(lock, ownLock(name)) || !await taken(lock, slotLock(name, key)) || await doneAs(db, formerly, key) || !await begin(db, name, key, at, clock.now(), first))
      return 'already';
    try {
      await finish(db, name, key, { outcome: 'ok', counts: await work(db), error: null }, clock.now());
      return 'done';
    }
    catch (error) {
      await finish(db, name, key, { outcome: 'failed', counts: null, error: (error as Error).message }, clock.now());
      throw error;
    }
  });
}

const ownLock = (job: string): string => `job ${job}`;
const slotLock = (job: string, slot: string): string => `job ${job} ${slot}`;

async function taken(lock: Db, what: string): Promise<boolean> {
  const { rows: [held] } = await lock.raw('select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as locked', [what]);
  return held.locked;
}

/** Was it done by a release that called the job otherwise? */
async function doneAs(db: Db, names: readonly string[], slot: string): Promise<boolean> {
  return names.length > 0 && await db('job_runs').whereIn('job', names as string[]).where({ slot, outcome: 'ok' }).first('job') !== undefined;
}

/** Takes the slot, unless it is done. Whoever holds the lock may take a slot that was begun and never finished. */
async function begin(db: Db, job: string, slot: string, at: Moment | null, now: Moment, first: boolean): Promise<boolean> {
  const { rows } = await db.raw(`
    insert into job_runs (job, slot, due_at, started_at, told_at) values (:job, :slot, :at, :now, :told)
    on conflict (job, slot) do update
      set started_at = excluded.started_at, due_at = coalesce(job_runs.due_at, excluded.due_at), finished_at = null, outcome = null, reason = null, counts = null, error = null
      where job_runs.outcome is null or job_runs.outcome = 'failed'
    returning 1`, { job, slot, at, now, told: first ? now : null });
  return rows.length > 0;
}

interface Result { outcome: Outcome; counts: Counts | null; error: string | null }

async function finish(db: Db, job: string, slot: string, { outcome, counts, error }: Result, now: Moment): Promise<void> {
  await db.raw(
    `update job_runs set finished_at = :now, outcome = :outcome, counts = cast(:counts as json), error = :error,
       told_at = case when cast(:outcome as text) = 'failed' and told_at = started_at then null else told_at end where job = :job and slot = :slot`,
    { now, outcome, counts: counts === null ? null : JSON.stringify(counts), error, job, slot },
  );
}

/** Runs that were begun and whose process is gone (nobody holds their lock) end as failed. Says which. */
export async function endKilled(db: Db, jobs: readonly Named[], now: Moment): Promise<{ job: string; slot: string }[]> {
  const names = jobs.flatMap(({ name, formerly = [] }) => [name, ...formerly]);
  const open: { job: string; slot: string }[] = await db('job_runs').whereIn('job', names).whereNull('outcome').select('job', 'slot');
  const ended: { job: string; slot: string }[] = [];
  for (const { job, slot } of open) {
    await db.transaction(async (lock) => {
      if (await taken(lock, slotLock(job, slot)) && await db('job_runs').where({ job, slot }).whereNull('outcome').update({ outcome: 'failed', reason: 'killed', finished_at: now }) > 0)
        ended.push({ job, slot });
    });
  }
  return ended;
}

/** For which moments the job has run, the oldest and the newest that came to an end. Runs of releases that did not note what they stood for began with it. */
export async function spanOf(db: Db, { name, formerly = [] }: Named): Promise<Span> {
  const { rows: [span] } = await db.raw<{ rows: { first: Date | null; newest: Date | null }[] }>(`
    select min(first) as first, max(newest) as newest from unnest(cast(? as text[])) name cross join lateral (select
      (select coalesce(due_at, started_at) from job_runs where job = name order by coalesce(due_at, started_at) limit 1) as first,
      (select coalesce(due_at, started_at) from job_runs where job = name and outcome in ('ok', 'skipped') order by coalesce(due_at, started_at) desc limit 1) as newest
    ) of_name`, [[name, ...formerly]]);
  const moment = (value: Date | null): Moment | null => value === null ? null : new Date(value).toISOString();
  return { first: moment(span!.first), newest: moment(span!.newest) };
}

/** What is known of these slots, under any of the job's names. */
export async function knownOf(db: Db, { name, formerly = [] }: Named, slots: readonly string[]): Promise<Map<string, Known>> {
  const rows: (Omit<Known, 'started_at'> & { job: string; started_at: Date })[] = slots.length === 0
    ? []
    : await db('job_runs').whereIn('job', [name, ...formerly]).whereRaw('slot = any(?)', [[...slots]]).select('job', 'slot', 'outcome', 'reason', 'started_at');
  const known = rows.filter(({ job, outcome }) => job === name || outcome === 'ok').toSorted((a, b) => Number(a.outcome === 'ok') - Number(b.outcome === 'ok'));
  return new Map(known.map(({ slot, outcome, reason, started_at }) => [slot, { slot, outcome, reason, started_at: new Date(started_at).toISOString() }]));
}

/** Says of slots that nobody will do them any more. */
export async function skipSlots(db: Db, job: string, skipped: readonly { slot: Slot; reason: Reason }[], now: Moment): Promise<void> {
  if (skipped.length > 0) {
    await db('job_runs').insert(skipped.map(({ slot: { slot, at, count = 1 }, reason }) =>
      ({ job, slot, due_at: at, started_at: now, finished_at: now, outcome: 'skipped', reason, counts: count > 1 ? JSON.stringify({ slots: count }) : null })))
      .onConflict(['job', 'slot']).ignore();
  }
}

/** Removes successful runs of jobs that run every minute: those of the last week are enough to look at. */
export async function tidyRuns(db: Db, jobs: readonly string[], now: string): Promise<Counts> {
  const { rows } = await db.raw(`
    with gone as (
      delete from job_runs where job = any(?) and outcome = 'ok' and started_at < ?::timestamptz - interval '7 days' returning 1
    ) select count(*)::int as removed from gone`, [jobs, now]);
  return { removed: rows[0].removed };
}
