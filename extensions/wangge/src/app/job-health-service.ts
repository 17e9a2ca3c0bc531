/** How the jobs of this installation stand: what is done, what waits, what is late. */
import type { Db } from '../kernel/context.ts';
import type { Job } from '../kernel/job-rules.ts';
import type { Moment } from '../kernel/values.ts';
import type { JobHealth, JobState } from './late-jobs-rules.ts';
import { epochMs, MS_PER_MINUTE } from '../kernel/civil-date-rules.ts';
import { LATE_AFTER_MINUTES } from '../kernel/job-rules.ts';
import { planFor, timeZoneOf } from './job-rounds.ts';
import { lastRuns } from './late-jobs-store.ts';

export interface Health { status: 'ok' | 'late'; at: Moment; jobs: JobHealth[] }

/** Writes nothing. A job that nobody has run yet is not late: nobody has waited for it. */
export async function healthOf(db: Db, jobs: readonly Job[], now: Moment): Promise<Health> {
  const zone = await timeZoneOf(db);
  const last = await lastRuns(db, jobs.flatMap(({ name, formerly = [] }) => [name, ...formerly]));
  const found: JobHealth[] = [];
  for (const job of jobs) {
    const { run, first } = await planFor(db, job, now, zone, { again_at_once: true });
    const runs = [job.name, ...job.formerly ?? []].flatMap(name => last.get(name) ?? []).toSorted((a, b) => a.started_at < b.started_at ? 1 : -1);
    const [oldest] = run;
    const late = !first && oldest !== undefined && epochMs(now) - epochMs(oldest.at) > LATE_AFTER_MINUTES * MS_PER_MINUTE;
    const state: JobState = late ? 'late' : runs[0]?.outcome === 'failed' ? 'failed' : runs[0]?.outcome === null ? 'running' : runs.length === 0 ? 'new' : 'ok';
    const { slot = null, started_at = null, outcome = null, error = null } = runs[0] ?? {};
    found.push({ job: job.name, state, waiting: run.map(({ slot, at }) => ({ slot, at })), last: started_at === null ? null : { slot: slot!, started_at, outcome, error } });
  }
  return { status: found.some(({ state }) => state === 'late' || state === 'failed') ? 'late' : 'ok', at: now, jobs: found };
}
