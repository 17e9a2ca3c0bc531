/** The SQL of late jobs: which slots administrators have not been told of yet. */
import type { Db } from '../kernel/context.ts';
import type { Moment } from '../kernel/values.ts';
import type { JobHealth, LateSlot } from './late-jobs-rules.ts';
import { LATE_AFTER_MINUTES } from '../kernel/job-rules.ts';

/**
 * Takes the slots that were not done, or not well, within a quarter of an hour of their moment: each is told of once, on however many
 * replicas. Of a job that runs every minute (`often`) only if nothing was said of it for half a day. To be called in a transaction.
 */
export async function takeLate(db: Db, jobs: readonly string[], often: readonly string[], now: Moment): Promise<LateSlot[]> {
  const { rows } = await db.raw<{ rows: LateSlot[] }>(`
    with late as (
      select id, job, exists (
        select from job_runs t where t.job = r.job and t.job = any(:often) and t.told_at > cast(:now as timestamptz) - interval '12 hours'
      ) as said from job_runs r
      where told_at is null and due_at is not null and job = any(:jobs)
        -- What an earlier release missed long ago is written down, and no news.
        and (reason is distinct from 'too_late' or due_at > (select min(started_at) from job_runs where due_at is not null and outcome is distinct from 'skipped'))
        and due_at < case when outcome in ('ok', 'skipped') then finished_at else cast(:now as timestamptz) end - interval '${LATE_AFTER_MINUTES} minutes'
      for update skip locked
    ), told as (
      update job_runs r set told_at = :now from late where r.id = late.id returning r.*
    )
    select t.job, t.slot, t.outcome from told t join late on late.id = t.id where not late.said order by t.job, t.due_at`, { jobs, often, now });
  return rows;
}

/** The last run of each of these jobs that was not said to be skipped. */
export async function lastRuns(db: Db, jobs: readonly string[]): Promise<Map<string, NonNullable<JobHealth['last']>>> {
  const { rows } = await db.raw<{ rows: (NonNullable<JobHealth['last']> & { job: string })[] }>(`
    select name as job, slot, started_at, outcome, error from unnest(cast(? as text[])) name cross join lateral (
      select * from job_runs r where r.job = name and r.outcome is distinct from 'skipped' order by coalesce(r.due_at, r.started_at) desc limit 1
    ) last`, [[...jobs]]);
  return new Map(rows.map(({ job, started_at, ...run }) => [job, { ...run, started_at: new Date(started_at).toISOString() }]));
}
