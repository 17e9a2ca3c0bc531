/**
 * Books of a whole community or area: every few seconds the open jobs are looked at, and each is done patch by patch in
 * the name and with the rights of whoever asked. Killed at any moment, it goes on where it was.
 */
import type { Caller, HookContext } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Notice } from '../../outbox/model.ts';
import type { Rights } from '../../print/index.ts';
import type { PrintJob } from './print-job-store.ts';
import type { Patch } from './print-store.ts';
import { madeHere } from '../../files/index.ts';
import { enqueue } from '../../outbox/index.ts';
import { accountabilityOf, existingFile, folderNamed } from '../../print/index.ts';
import { faultOf, pauseAfter } from '../../print/retry-rules.ts';
import { beginJob, endJob, halfPrints, linkFile, openJobs, patchesLeft, postponeJob, takeJob } from './print-job-store.ts';
import { isForbidden, print } from './print-service.ts';
import { patchBy, removePrint } from './print-store.ts';
import { wordsIn } from './words.ts';

const FOLDER = '台账打印本';

export interface Printing {
  /** Stops between two books. */
  signal?: AbortSignal;
  /** Those that failed are tried now, whenever their turn is. */
  atOnce?: boolean;
}

/** Does what is open, and says how many books it has made. */
export async function printOpenJobs(context: HookContext, { signal, atOnce = false }: Printing = {}): Promise<number> {
  let made = 0;
  for (const id of await openJobs(context.database, atOnce)) {
    if (signal?.aborted)
      return made;
    made += await context.database.transaction(async (lock) => {
      const job = await takeJob(lock, id);
      return job === null ? 0 : await work(context, job, signal);
    });
  }
  return made;
}

async function work(context: HookContext, job: PrintJob, signal: AbortSignal | undefined): Promise<number> {
  const { database: db } = context;
  let made = 0;
  try {
    const rights = job.requested_by === null ? null : await accountabilityOf(db, job.requested_by);
    if (rights === null) {
      await endJob(db, job.id, { state: 'failed', error: '申请人已停用 / The requester is no longer active' });
      return made;
    }
    await clearHalf(context, job);
    const patches = await patchesLeft(db, job);
    await beginJob(db, job, patches.length);
    const folder = await folderNamed(db, FOLDER);
    const forbidden: string[] = [];
    let failed: unknown = null;
    for (const { id, name } of patches) {
      if (signal?.aborted)
        return made;
      try {
        await printBook(context, { job, rights, patch: (await patchBy(db, id))!, folder, signal });
        made++;
      }
      catch (error) {
        if (signal?.aborted)
          return made;
        if (isForbidden(error)) {
          forbidden.push(name);
          continue;
        }
        failed = error;
        // One book may be at fault by itself: the others are made.
        if (faultOf(error).everything)
          break;
      }
    }
    if (failed === null)
      await finish(context, job, forbidden);
    else
      await tryLater(context, made > 0 ? { ...job, attempts: 0 } : job, failed);
  }
  catch (error) {
    // The pool is being closed: the next process goes on.
    if (!signal?.aborted)
      await tryLater(context, made > 0 ? { ...job, attempts: 0 } : job, error);
  }
  return made;
}

interface Book { job: PrintJob; rights: Rights; patch: Patch; folder: Uuid; signal: AbortSignal | undefined }

async function printBook(context: HookContext, { job, rights, patch, folder, signal }: Book): Promise<void> {
  const { database: db, services, getSchema } = context;
  const caller: Caller = { accountability: rights.accountability, schema: await getSchema() };
  const { id: file, version, pdf } = await print(context, { caller, patch, language: rights.language, job: job.id, ...signal === undefined ? {} : { signal } });
  const title = `${wordsIn(rights.language)('title')} ${patch.name} ${wordsIn(rights.language)('nth', { n: version })}`;
  await new services.FilesService({ ...caller, knex: db }).uploadOne(madeHere(Buffer.from(pdf)), { id: file, title, filename_download: `${patch.code}-${version}.pdf`, type: 'application/pdf', folder } as never, undefined, { emitEvents: false });
  await linkFile(db, job.id, file);
}

/** Nothing of a book that was not stored stays in the register, whether it is tried again or given up. */
async function tryLater(context: HookContext, job: PrintJob, error: unknown): Promise<void> {
  const { database: db, logger } = context;
  const { message } = error as Error;
  logger.error(error as Error, `Print job ${job.id}: ${message}`);
  await clearHalf(context, job).catch((failure: Error) => logger.error(failure, `Print job ${job.id}: what is half could not be cleared: ${failure.message}`));
  const { said, everything } = faultOf(error);
  const minutes = pauseAfter(job.attempts + 1, { everything });
  if (minutes !== null) {
    await postponeJob(db, job, { minutes, error: said });
    return;
  }
  await endJob(db, job.id, { state: 'failed', error: said });
  await tell(context, job, { 'zh-CN': `${job.grid_name}台账批量打印未完成`, 'en-US': `The ledgers of ${job.grid_name} could not all be printed` }, said);
}

/**
 * A file has the id of its print: what was stored without being linked is found again. The register comes first; what the
 * library cannot give up now is a row without a file, and is tidied away as such.
 */
async function clearHalf({ database: db, services, getSchema, logger }: HookContext, job: PrintJob): Promise<void> {
  for (const id of await halfPrints(db, job.id)) {
    await removePrint(db, id);
    if (await existingFile(db, id))
      await new services.FilesService({ knex: db, schema: await getSchema() }).deleteMany([id]).catch((error: Error) => logger.warn(error, `Print job ${job.id}: the file of a half print stays for now: ${error.message}`));
  }
}

async function finish(context: HookContext, job: PrintJob, forbidden: readonly string[]): Promise<void> {
  const error = forbidden.length === 0 ? null : `无权打印 / Not permitted: ${forbidden.join('、')}`;
  const done = await endJob(context.database, job.id, { state: 'done', error });
  await tell(context, job, { 'zh-CN': `${job.grid_name}台账已打印 ${done} 本`, 'en-US': `${done} ledgers of ${job.grid_name} are printed` }, error);
}

async function tell({ database: db }: HookContext, job: PrintJob, subject: Notice['subject'], error: string | null = null): Promise<void> {
  await enqueue(db, [{
    dedupe_key: `ledger_books:${job.id}`,
    event: 'ledger_books',
    recipient: job.requested_by!,
    channel: 'inapp',
    subject,
    body: { 'zh-CN': error ?? `文件存放在文件库“${FOLDER}”，也可以从打印记录中打开。`, 'en-US': error ?? `The files are in the folder ${FOLDER} of the library, and at each print.` },
    link: `/content/ledger_print_jobs/${job.id}`,
    urgent: false,
  }]);
}
