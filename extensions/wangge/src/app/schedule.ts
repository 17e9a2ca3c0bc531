/**
 * When do jobs run? `node-cron` ticks in the installation's time zone and never overlaps itself; `runOnce` makes a
 * slot exactly-once across replicas. `WANGGE_SCHEDULER=off` leaves a process without jobs (tests, one-shot commands).
 */
import type { Db, HookContext } from '../kernel/context.ts';
import type { Job } from '../kernel/jobs-store.ts';
import type { Shutdown } from '../kernel/shutdown.ts';
import type { Moment } from '../kernel/values.ts';
import { schedule } from 'node-cron';
import { jobs as accounts } from '../accounts/job.ts';
import { jobs as assessment } from '../assessment/job.ts';
import { localTime } from '../calendar/time-zone-rules.ts';
import { jobs as files } from '../files/job.ts';
import { jobs as handling } from '../handling/job.ts';
import { dayString } from '../kernel/civil-date-rules.ts';
import { forgetKeys } from '../kernel/client-key-store.ts';
import { failedSlots, runOnce, tidyRuns } from '../kernel/jobs-store.ts';
import { printOpenJobs } from '../ledgers/book/job.ts';
import { jobs as upkeep } from '../ledgers/upkeep/job.ts';
import { jobs as outbox, tasksOf } from '../outbox/job.ts';
import { jobs as assignments } from '../reporting/assignments/job.ts';
import { jobs as reporting } from '../reporting/job.ts';
import { jobs as territory } from '../territory/job.ts';
import { jobs as statements } from '../territory/statements/job.ts';

const today = (now: Moment, timeZone: string): string => dayString(localTime(timeZone, Date.parse(now)).epoch);

const ROOMS: readonly Job[] = [
  ...files,
  ...accounts,
  ...handling,
  ...assessment,
  ...territory,
  ...statements,
  ...upkeep,
  ...reporting,
  ...assignments,
  ...outbox,
];
const EVERY_MINUTE = ROOMS.filter(({ per }) => per === 'minute').map(({ name }) => name);

export const JOBS: readonly Job[] = [
  ...ROOMS,
  { name: 'tidy_job_runs', cron: '30 3 * * *', per: 'day', run: async (db, now) => ({ ...await tidyRuns(db, EVERY_MINUTE, now), client_keys: await forgetKeys(db) }) },
];

/** What is done once a day, or more seldom, is not left undone for a day because a disk was full for a minute. */
const RETRY_CRON = '*/10 * * * *';
const SELDOM = new Map(JOBS.filter(({ per }) => per !== 'minute').map(job => [job.name, job]));
const OUTBOX_CRON = '*/10 * * * * *';
const DEFAULT_TIME_ZONE = 'Asia/Shanghai';

export function startJobs(context: HookContext, { signal, waitFor }: Pick<Shutdown, 'signal' | 'waitFor'>): void {
  const { database, env, logger } = context;
  if (env.WANGGE_SCHEDULER === 'off')
    return;
  const attempt = (name: string, work: () => Promise<unknown>): Promise<void> => {
    const done = work().then(() => {}, (error: Error) => logger.error(error, `Job "${name}" failed: ${error.message}`));
    waitFor(done);
    return done;
  };

  void attempt('schedule', async () => {
    const timezone = await timeZoneOf(database);
    const tick = (job: Job, date: Date): Promise<void> => attempt(job.name, () => runSlot(context, job, date.toISOString(), timezone));
    const tasks = [
      schedule(OUTBOX_CRON, () => attempt('ledger_books', () => printOpenJobs(context, { signal })), { name: 'ledger_books', timezone, noOverlap: true }),
      ...tasksOf(context, signal).map(({ name, run }) =>
        schedule(OUTBOX_CRON, ({ date }) => attempt(name, () => run(date.toISOString())), { name, timezone, noOverlap: true })),
      schedule(RETRY_CRON, ({ date }) => attempt('retry_failed', () => retryFailed(context, date.toISOString())), { name: 'retry_failed', timezone, noOverlap: true }),
      ...JOBS.map(job => schedule(job.cron, ({ date }) => tick(job, date), { name: job.name, timezone, noOverlap: true })),
    ];
    // A job that began while Directus closes its pool would wait for a connection that never comes.
    const stop = (): void => tasks.forEach(task => void task.stop());
    signal.addEventListener('abort', stop);
    if (signal.aborted)
      stop();
    for (const job of SELDOM.values()) {
      if (!signal.aborted)
        await tick(job, new Date());
    }
  });
}

async function runSlot(context: HookContext, job: Job, now: Moment, timeZone: string): Promise<'done' | 'already'> {
  return runOnce(context.database, job, await slotOf(job, now, timeZone, context.database), db => job.run(db, now, context));
}

/** A slot that failed, again; the last words on it stay in `job_runs`. */
export async function retryFailed(context: HookContext, now: Moment): Promise<void> {
  for (const { job, slot } of await failedSlots(context.database, [...SELDOM.keys()]))
    await runOnce(context.database, SELDOM.get(job)!, slot, db => SELDOM.get(job)!.run(db, now, context)).catch((error: Error) => context.logger.error(error, `Job "${job}" failed again: ${error.message}`));
}

async function slotOf({ per }: Job, now: Moment, timeZone: string, db: Db): Promise<string> {
  switch (per) {
    case 'minute': return now.slice(0, 'YYYY-MM-DDTHH:MM'.length);
    case 'day': return today(now, timeZone);
    default: return per(now, timeZone, db);
  }
}

async function timeZoneOf(db: Db): Promise<string> {
  const settings = await db('settings_wangge').first('time_zone').catch(() => undefined) as { time_zone: string | null } | undefined;
  return settings?.time_zone ?? DEFAULT_TIME_ZONE;
}
