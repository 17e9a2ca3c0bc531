/**
 * When do jobs run? `node-cron` ticks in the installation's time zone and never overlaps itself; `runOnce` makes a
 * slot exactly-once across replicas. `WANGGE_SCHEDULER=off` leaves a process without jobs (tests, one-shot commands).
 */
import type { Db, HookContext } from '../kernel/context.ts';
import type { Counts } from '../kernel/jobs-store.ts';
import type { Moment } from '../kernel/values.ts';
import process from 'node:process';
import { schedule } from 'node-cron';
import { job as ranking } from '../assessment/job.ts';
import { localTime } from '../calendar/time-zone-rules.ts';
import { recalendar, job as sweep } from '../handling/job.ts';
import { dayString } from '../kernel/civil-date-rules.ts';
import { runOnce, tidyRuns } from '../kernel/jobs-store.ts';
import { printOpenJobs } from '../ledgers/book/job.ts';
import * as collection from '../ledgers/upkeep/job.ts';
import { tasksOf, TIDY, WATCH } from '../outbox/job.ts';
import * as assignments from '../reporting/assignments/job.ts';
import * as reporting from '../reporting/job.ts';
import * as scopes from '../territory/job.ts';
import * as statements from '../territory/statements/job.ts';

/** What a room offers in its `job.ts`. */
export interface Job {
  name: string;
  /** Cron expression in the installation's time zone. */
  cron: string;
  /** What one run stands for; without it, the minute. A job with a slot of its own also runs at start, if that slot was missed. */
  slot?: (now: Moment, timeZone: string, db: Db) => string | Promise<string>;
  /** `now`: the moment of the tick. */
  run: (db: Db, now: Moment, context: HookContext) => Promise<Counts>;
}

const today = (now: Moment, timeZone: string): string => dayString(localTime(timeZone, Date.parse(now)).epoch);

const ROOMS: readonly Job[] = [
  sweep,
  recalendar,
  ranking,
  { name: scopes.name, cron: scopes.cron, slot: today, run: async db => ({ ...await scopes.run(db) }) },
  { name: statements.name, cron: statements.cron, slot: today, run: async db => ({ ...await statements.run(db) }) },
  { name: collection.name, cron: collection.cron, slot: today, run: collection.run },
  { name: reporting.name, cron: reporting.cron, slot: today, run: db => reporting.run(db) },
  { name: assignments.name, cron: assignments.cron, slot: today, run: db => assignments.run(db) },
];
const EVERY_MINUTE = ROOMS.filter(job => job.slot === undefined).map(job => job.name);

const JOBS: readonly Job[] = [
  ...ROOMS,
  { ...WATCH, slot: today },
  { ...TIDY, slot: today },
  { name: 'tidy_job_runs', cron: '30 3 * * *', slot: today, run: (db, now) => tidyRuns(db, EVERY_MINUTE, now) },
];

const OUTBOX_CRON = '*/10 * * * * *';
const DEFAULT_TIME_ZONE = 'Asia/Shanghai';

export function startJobs(context: HookContext): void {
  const { database, env, logger } = context;
  if (env.WANGGE_SCHEDULER === 'off')
    return;
  const attempt = (name: string, work: () => Promise<unknown>): Promise<void> =>
    work().then(() => {}, (error: Error) => logger.error(error, `Job "${name}" failed: ${error.message}`));

  void attempt('schedule', async () => {
    const timezone = await timeZoneOf(database);
    const tick = (job: Job, date: Date): Promise<void> => attempt(job.name, () => runSlot(context, job, date.toISOString(), timezone));
    const stopping = new AbortController();
    const tasks = [
      schedule(OUTBOX_CRON, () => attempt('ledger_books', () => printOpenJobs(context, stopping.signal)), { name: 'ledger_books', timezone, noOverlap: true }),
      ...tasksOf(context, stopping.signal).map(({ name, run }) =>
        schedule(OUTBOX_CRON, ({ date }) => attempt(name, () => run(date.toISOString())), { name, timezone, noOverlap: true })),
      ...JOBS.map(job => schedule(job.cron, ({ date }) => tick(job, date), { name: job.name, timezone, noOverlap: true })),
    ];
    // A job that began while Directus closes its pool would wait for a connection that never comes.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        stopping.abort();
        tasks.forEach(task => void task.stop());
      });
    }
    for (const job of JOBS.filter(job => job.slot !== undefined))
      await tick(job, new Date());
  });
}

async function runSlot(context: HookContext, job: Job, now: Moment, timeZone: string): Promise<'done' | 'already'> {
  const slot = await job.slot?.(now, timeZone, context.database) ?? now.slice(0, 'YYYY-MM-DDTHH:MM'.length);
  return runOnce(context.database, job.name, slot, db => job.run(db, now, context));
}

async function timeZoneOf(db: Db): Promise<string> {
  const settings = await db('settings_wangge').first('time_zone').catch(() => undefined) as { time_zone: string | null } | undefined;
  return settings?.time_zone ?? DEFAULT_TIME_ZONE;
}
