/**
 * Every minute: which slots of these jobs have fallen due and are not done? They are done, the oldest first; or said to be skipped.
 *
 * Nothing is kept in the process: a round that fails, or that nobody was there for, is made good by the next one, here or on another
 * replica. What is late is told to administrators, once.
 */
import type { Db, HookContext } from '../kernel/context.ts';
import type { Job, Plan, Slot } from '../kernel/job-rules.ts';
import type { Clock } from '../kernel/jobs-store.ts';
import type { Shutdown } from '../kernel/shutdown.ts';
import type { Moment } from '../kernel/values.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { dayAt } from '../calendar/slot-rules.ts';
import { epochMs, MS_PER_MINUTE } from '../kernel/civil-date-rules.ts';
import { AGAIN_AFTER, lookFrom, planOf } from '../kernel/job-rules.ts';
import { endKilled, knownOf, runOnce, skipSlots, spanOf } from '../kernel/jobs-store.ts';

/** The time of day, and how to wait for the next minute: a server's own, or a test's. */
export interface Minutes extends Clock { untilNext: (signal: AbortSignal) => Promise<void> }

/** A process that was paused wakes late, not never; a clock that is set back makes nobody wait for longer than a minute. */
export const MINUTES: Minutes = {
  now: () => new Date().toISOString(),
  untilNext: async (signal) => {
    await delay(MS_PER_MINUTE - Date.now() % MS_PER_MINUTE, null, { signal, ref: false }).catch(() => {});
  },
};

const DEFAULT_TIME_ZONE = 'Asia/Shanghai';

export async function timeZoneOf(db: Db): Promise<string> {
  const settings = await db('settings_wangge').first('time_zone').catch(() => undefined) as { time_zone: string | null } | undefined;
  return settings?.time_zone ?? DEFAULT_TIME_ZONE;
}

export interface JobPlan extends Plan {
  job: Job;
  /** It is seen for the first time: nobody waited for it. */
  first: boolean;
}

/** What this job has to do now. Writes nothing. `again_at_once`: what failed, too, though it waits for its next attempt. */
export async function planFor(db: Db, job: Job, now: Moment, zone: string, { again_at_once = false } = {}): Promise<JobPlan> {
  const span = await spanOf(db, job);
  const slots = await job.slots(lookFrom(job, span, now), now, zone, db);
  return { job, first: span.first === null, ...planOf(job, slots, await knownOf(db, job, slots.map(({ slot }) => slot)), now, again_at_once ? 0 : AGAIN_AFTER) };
}

type Attempt = <Result>(name: string, work: () => Promise<Result>) => Promise<Result | undefined>;

/** One round of jobs that wait for one another. What fails is logged and keeps nothing else back. */
export async function round(context: HookContext, jobs: readonly Job[], { clock, signal }: { clock: Clock; signal?: AbortSignal }): Promise<void> {
  const { database: db, logger } = context;
  const attempt: Attempt = async (name, work) => work().catch((error: Error) => {
    logger.error(error, `Job "${name}" failed: ${error.message}`);
    return undefined;
  });
  const zone = await timeZoneOf(db);
  const now = clock.now();
  await endKilled(db, jobs, now);
  const runs: { job: Job; slot: Slot; first: boolean }[] = [];
  for (const job of jobs) {
    await attempt(job.name, async () => {
      const { skip, run, first } = await planFor(db, job, now, zone);
      await skipSlots(db, job.name, skip, now);
      runs.push(...run.map(slot => ({ job, slot, first })));
    });
  }
  for (const { job, slot, first } of runs.toSorted(inOrder)) {
    if (signal?.aborted === true)
      return;
    const moment = clock.now();
    await attempt(job.name, async () => runOnce(db, job, slot, db => job.run(db, { ...slot, now: moment, now_day: dayAt(zone, moment) }, context), { clock, first }));
  }
}

const PATIENCE = 15 * MS_PER_MINUTE;

/** Until nothing of these jobs is due and undone: another replica may be at it. What failed, or takes too long, keeps nobody waiting. */
export async function roundUntilDone(context: HookContext, jobs: readonly Job[], { clock, signal }: { clock: Clock; signal: AbortSignal }): Promise<void> {
  const zone = await timeZoneOf(context.database);
  for (const until = performance.now() + PATIENCE; !signal.aborted && performance.now() < until;) {
    await round(context, jobs, { clock, signal });
    const plans = await Promise.all(jobs.map(async job => planFor(context.database, job, clock.now(), zone)));
    if (plans.every(({ run }) => run.length === 0))
      return;
    await delay(1000, null, { signal, ref: false }).catch(() => {});
  }
}

/** First what makes the present right (scopes, who leads); then one slot after the other as they would have come. */
function inOrder(a: { job: Job; slot: Slot }, b: { job: Job; slot: Slot }): number {
  return Number(a.job.missed !== 'newest') - Number(b.job.missed !== 'newest') || epochMs(a.slot.at) - epochMs(b.slot.at);
}

/** Does this every minute until the process stops; the pool stays open for what has begun. */
export async function everyMinuteDo(name: string, work: (signal: AbortSignal) => Promise<void>, context: HookContext, { signal, waitFor }: Pick<Shutdown, 'signal' | 'waitFor'>, minutes: Minutes): Promise<void> {
  while (!signal.aborted) {
    const done = work(signal).catch((error: Error) => context.logger.error(error, `Jobs (${name}): ${error.message}`));
    waitFor(done);
    await done;
    if (!signal.aborted)
      await minutes.untilNext(signal);
  }
}
