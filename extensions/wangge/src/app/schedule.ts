/**
 * When do jobs run? Each minute every job is asked which of its slots are due and not done (`job-rounds.ts`); what has to
 * run all the time, sending and printing, looks at its queue every ten seconds. `WANGGE_SCHEDULER=off` leaves a process without
 * jobs (tests, one-shot commands).
 */
import type { HookContext } from '../kernel/context.ts';
import type { Job } from '../kernel/job-rules.ts';
import type { Shutdown } from '../kernel/shutdown.ts';
import type { Minutes } from './job-rounds.ts';
import { schedule } from 'node-cron';
import { jobs as accounts } from '../accounts/job.ts';
import { jobs as assessment } from '../assessment/periods/job.ts';
import { makeOpenArchives } from '../assessment/reports/archive-job.ts';
import { makeOpenExports } from '../assessment/reports/export-job.ts';
import { everyDay } from '../calendar/slot-rules.ts';
import { jobs as files } from '../files/job.ts';
import { jobs as handling } from '../handling/job.ts';
import { forgetKeys } from '../kernel/client-key-store.ts';
import { tidyRuns } from '../kernel/jobs-store.ts';
import { printOpenJobs } from '../ledgers/book/job.ts';
import { jobs as snapshots } from '../ledgers/snapshots/job.ts';
import { jobs as upkeep } from '../ledgers/upkeep/job.ts';
import { jobs as outbox, tasksOf } from '../outbox/job.ts';
import { jobs as appeals } from '../recognition/appeals/job.ts';
import { jobs as recognition } from '../recognition/job.ts';
import { jobs as assignments } from '../reporting/assignments/job.ts';
import { jobs as reporting } from '../reporting/job.ts';
import { jobs as returns } from '../reporting/returns/job.ts';
import { jobs as territory } from '../territory/job.ts';
import { jobs as statements } from '../territory/statements/job.ts';
import { everyMinuteDo, MINUTES, round, roundUntilDone } from './job-rounds.ts';
import { tellLate } from './late-jobs-service.ts';

const ROOMS: readonly Job[] = [
  ...files,
  ...accounts,
  ...handling,
  ...assessment,
  ...appeals,
  ...recognition,
  ...territory,
  ...statements,
  ...upkeep,
  ...snapshots,
  ...reporting,
  ...assignments,
  ...returns,
  ...outbox,
];
const OFTEN = ROOMS.filter(({ often }) => often);

export const JOBS: readonly Job[] = [
  ...ROOMS,
  {
    name: 'tidy_job_runs',
    slots: everyDay('03:30'),
    missed: 'newest',
    run: async (db, { now }) => ({ ...await tidyRuns(db, OFTEN.map(({ name }) => name), now), client_keys: await forgetKeys(db) }),
  },
];

const SELDOM = JOBS.filter(({ often, long }) => !often && !long);
const LONG = JOBS.filter(({ long }) => long);
const QUEUE_CRON = '*/10 * * * * *';

/** Resolves when what has to be made up before the first request is made up. */
export async function startJobs(context: HookContext, { signal, waitFor }: Pick<Shutdown, 'signal' | 'waitFor'>, minutes: Minutes = MINUTES): Promise<void> {
  const { database, env, logger } = context;
  if (env.WANGGE_SCHEDULER === 'off')
    return;
  const queue = (name: string, work: (now: string) => Promise<unknown>): void => {
    const task = schedule(QUEUE_CRON, ({ date }) => {
      const done = work(date.toISOString()).then(() => {}, (error: Error) => logger.error(error, `Job "${name}" failed: ${error.message}`));
      waitFor(done);
      return done;
    }, { name, noOverlap: true });
    // A job that began while Directus closes its pool would wait for a connection that never comes.
    signal.addEventListener('abort', () => void task.stop());
  };
  const lane = (name: string, work: (signal: AbortSignal) => Promise<void>): void => void everyMinuteDo(name, work, context, { signal, waitFor }, minutes);

  const first = roundUntilDone(context, SELDOM.filter(({ before_requests }) => before_requests), { clock: minutes, signal })
    .catch((error: Error) => logger.error(error, `Jobs before the first request: ${error.message}`));
  waitFor(first);
  await first;
  if (signal.aborted)
    return;
  queue('assessment_exports', async () => makeOpenExports(context, { signal }));
  queue('year_archives', async () => makeOpenArchives(context, { signal }));
  queue('ledger_books', async () => printOpenJobs(context, { signal }));
  for (const { name, run } of tasksOf(context, signal))
    queue(name, run);
  for (const job of [...OFTEN, ...LONG])
    lane(job.name, async signal => round(context, [job], { clock: minutes, signal }));
  lane('seldom', async signal => round(context, SELDOM, { clock: minutes, signal }));
  lane('late', async () => void await tellLate(database, JOBS, minutes.now()));
}
