/**
 * Reports that are asked for as a job: every few seconds the open ones are made, each in the name and with the rights of whoever
 * asked, and laid into the file library, where it is theirs alone. Killed at any moment, it is made again.
 */
import type { Caller, HookContext, KnownCaller } from '../../kernel/context.ts';
import type { Words } from '../../kernel/refusal-rules.ts';
import type { Made } from './document-service.ts';
import type { ExportJob } from './export-store.ts';
import { Buffer } from 'node:buffer';
import { isDirectusError } from '@directus/errors';
import { madeHere } from '../../files/index.ts';
import { isRefusal, sentence } from '../../kernel/refusal-rules.ts';
import { enqueue } from '../../outbox/index.ts';
import { accountabilityOf, existingFile, folderNamed } from '../../print/index.ts';
import { faultOf, pauseAfter } from '../../print/retry-rules.ts';
import { makeDocument, TYPES } from './document-service.ts';
import { failExport, finishExport, openExports, postponeExport, takeExport, tellProgress } from './export-store.ts';
import { messages } from './messages.ts';

const FOLDER = '考核报表';

export interface Exporting {
  signal?: AbortSignal;
  /** Those that failed are tried now, whenever their turn is. */
  atOnce?: boolean;
}

/** Does what is open, and says how many it has made. */
export async function makeOpenExports(context: HookContext, { signal, atOnce = false }: Exporting = {}): Promise<number> {
  let made = 0;
  for (const id of await openExports(context.database, atOnce)) {
    if (signal?.aborted)
      return made;
    made += await context.database.transaction(async (lock) => {
      const job = await takeExport(lock, id);
      return job === null ? 0 : Number(await work(context, job, signal));
    });
  }
  return made;
}

const GONE: Words = { 'zh-CN': '申请人已停用', 'en-US': 'The requester is no longer active' };
const FORBIDDEN: Words = { 'zh-CN': '申请人无权查看', 'en-US': 'The requester may not see it' };

async function work(context: HookContext, job: ExportJob, signal: AbortSignal | undefined): Promise<boolean> {
  const { database: db, getSchema, logger } = context;
  try {
    const rights = await accountabilityOf(db, job.requested_by);
    if (rights === null) {
      await failExport(db, job.id, both(GONE));
      return false;
    }
    await tellProgress(db, job.id, { done: 0, total: null });
    const caller: KnownCaller = { accountability: rights.accountability, schema: await getSchema() };
    const made = await makeDocument(context, caller, { ...job, language: rights.language }, {
      patient: true,
      progress: async (done, total) => tellProgress(db, job.id, { done, total }),
      ...signal === undefined ? {} : { signal },
    });
    if (isRefusal(made)) {
      await giveUp(context, job, both({ 'zh-CN': sentence(messages, made, 'zh-CN'), 'en-US': sentence(messages, made, 'en-US') }));
      return false;
    }
    await lay(context, job, made);
    return true;
  }
  catch (error) {
    // The pool is being closed: the next process goes on.
    if (signal?.aborted)
      return false;
    if (isDirectusError(error, 'FORBIDDEN')) {
      await giveUp(context, job, both(FORBIDDEN));
      return false;
    }
    const { message } = error as Error;
    logger.error(error as Error, `Export ${job.id}: ${message}`);
    const { said, everything } = faultOf(error);
    const minutes = pauseAfter(job.attempts + 1, { everything });
    if (minutes === null)
      await giveUp(context, job, said);
    else
      await postponeExport(db, job, { minutes, error: said });
    return false;
  }
}

/** The file has the id of its job: what a killed process left is replaced. */
async function lay(context: HookContext, job: ExportJob, { bytes, filename, title }: Made): Promise<void> {
  const { database: db, services, getSchema } = context;
  const caller: Caller = { accountability: null, schema: await getSchema() };
  const files = new services.FilesService({ ...caller, knex: db });
  if (await existingFile(db, job.id))
    await files.deleteMany([job.id]);
  await files.uploadOne(madeHere(Buffer.from(bytes)), { id: job.id, title, filename_download: filename, type: TYPES[job.format].split(';')[0]!, folder: await folderNamed(db, FOLDER) } as never, undefined, { emitEvents: false });
  await finishExport(db, job);
  await tell(context, job, { 'zh-CN': `${title}已生成`, 'en-US': `Ready: ${title}` }, null);
}

async function giveUp(context: HookContext, job: ExportJob, error: string): Promise<void> {
  await failExport(context.database, job.id, error);
  await tell(context, job, { 'zh-CN': '申请的考核报表未能生成', 'en-US': 'A report could not be made' }, error);
}

function both(words: Words): string {
  return `${words['zh-CN']} / ${words['en-US']}`;
}

async function tell({ database: db }: HookContext, job: ExportJob, subject: Words, error: string | null): Promise<void> {
  await enqueue(db, [{
    dedupe_key: `assessment_exports:${job.id}`,
    event: 'assessment_exports',
    recipient: job.requested_by,
    channel: 'inapp',
    subject,
    body: { 'zh-CN': error ?? `文件存放在文件库“${FOLDER}”，只有您本人可以打开。`, 'en-US': error ?? `The file is in the folder ${FOLDER} of the library; only you can open it.` },
    link: `/content/assessment_exports/${job.id}`,
    urgent: false,
  }]);
}
