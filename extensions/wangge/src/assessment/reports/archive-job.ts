/**
 * The archive of a year, as files in the library: asked for by a person, made one after the other in their name. Each is there
 * once and has the id of its row: killed at any moment, what was not finished is made again, and nothing twice.
 */
import type { HookContext, KnownCaller } from '../../kernel/context.ts';
import type { Language, Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { ArchiveFile } from './archive-rules.ts';
import type { OpenFile } from './archive-store.ts';
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { madeHere } from '../../files/index.ts';
import { isRefusal, refused, sentence } from '../../kernel/refusal-rules.ts';
import { accountabilityOf, existingFile, folderNamed } from '../../print/index.ts';
import { evidenceFiles } from '../evidence/evidence-files.ts';
import { archiveFile, archiveOf, indexText } from './archive-rules.ts';
import { askForFiles, failedFile, filesOf, madeFile, openFiles, publishedOfYear, takeFile, versionFiles } from './archive-store.ts';
import { makeDocument, TYPES } from './document-service.ts';
import { messages } from './messages.ts';

const FOLDER = '年度归档';

/** Answers how many files are new; refused where nothing of the year is published. */
export async function askForArchive({ database: db }: Pick<HookContext, 'database'>, { subdistrict, year }: { subdistrict: Uuid; year: number }, person: Uuid, now: string): Promise<{ asked: number } | Refusal> {
  return db.transaction(async (trx) => {
    const files = archiveOf(await publishedOfYear(trx, subdistrict, year));
    return files.length === 0 ? refused('archive_nothing', 'year', { year }) : { asked: await askForFiles(trx, { subdistrict, year }, files, person, now) };
  });
}

export async function makeOpenArchives(context: HookContext, { signal }: { signal?: AbortSignal } = {}): Promise<number> {
  let made = 0;
  for (const id of await openFiles(context.database)) {
    if (signal?.aborted)
      return made;
    made += await context.database.transaction(async (lock) => {
      const open = await takeFile(lock, id);
      return open === null ? 0 : Number(await make(context, open, signal));
    });
  }
  return made;
}

async function make(context: HookContext, open: OpenFile, signal: AbortSignal | undefined): Promise<boolean> {
  const { database: db, logger } = context;
  const asked = archiveFile(open.name);
  try {
    if (asked?.kind === 'index' && (await filesOf(db, open.subdistrict, open.year)).some(({ kind, digest, error }) => kind !== 'index' && digest === null && error === null))
      return false;
    const content = asked === null ? refused('archive_nothing', 'year', { year: open.year }) : await contentOf(context, open, asked, signal);
    if (isRefusal(content)) {
      await failedFile(db, open.id, sentence(messages, content, 'zh-CN'));
      return false;
    }
    const { bytes, file } = content;
    const digest = createHash('sha256').update(bytes).digest('hex');
    await madeFile(db, open.id, { file: file ?? await lay(context, open, asked!, bytes), digest, bytes: bytes.length }, new Date().toISOString());
    return true;
  }
  catch (error) {
    // The pool is being closed: the next process goes on.
    if (signal?.aborted)
      return false;
    const { message } = error as Error;
    logger.error(error as Error, `Archive ${open.name}: ${message}`);
    await failedFile(db, open.id, message);
    return false;
  }
}

interface Content { bytes: Buffer; /** It lies in the library already. */ file: Uuid | null }

async function contentOf(context: HookContext, { subdistrict, subdistrict_code, year, asked_by }: OpenFile, { kind, period, version, format }: ArchiveFile, signal: AbortSignal | undefined): Promise<Content | Refusal> {
  const { database: db, getSchema } = context;
  if (kind === 'index')
    return { bytes: Buffer.from(indexText((await filesOf(db, subdistrict, year)).flatMap(file => file.kind === 'index' || file.digest === null ? [] : [{ name: file.name, digest: file.digest }]))), file: null };
  const stored = await versionFiles(db, subdistrict, period!, version!);
  if (stored === null)
    return refused('archive_nothing', 'year', { year });
  if (kind === 'evidence')
    return { bytes: await buffer(await evidenceFiles(context).open(stored.evidence)), file: stored.evidence };
  if (kind === 'checkpoint')
    return { bytes: Buffer.from(stored.checkpoint ?? ''), file: null };
  const rights = await accountabilityOf(db, asked_by);
  if (rights === null)
    return refused('archive_requester', 'year');
  const caller: KnownCaller = { accountability: rights.accountability, schema: await getSchema() };
  const language: Language = 'zh-CN';
  const made = await makeDocument(context, caller, { document: kind, format: format!, period: period!, subdistrict: subdistrict_code, version: version!, language }, { patient: true, ...signal === undefined ? {} : { signal } });
  return isRefusal(made) ? made : { bytes: Buffer.from(made.bytes), file: null };
}

/** What a killed process left is replaced. */
async function lay({ database: db, services, getSchema }: HookContext, { id, year, subdistrict_code, name }: OpenFile, { kind, format }: ArchiveFile, bytes: Buffer): Promise<Uuid> {
  const files = new services.FilesService({ accountability: null, schema: await getSchema(), knex: db });
  if (await existingFile(db, id))
    await files.deleteMany([id]);
  const type = format === null ? 'text/plain' : TYPES[format].split(';')[0]!;
  await files.uploadOne(madeHere(bytes), { id, title: `${year} ${subdistrict_code} ${name}`, filename_download: `${subdistrict_code}-${name}`, type: kind === 'evidence' ? 'application/gzip' : type, folder: await folderNamed(db, FOLDER) } as never, undefined, { emitEvents: false });
  return id;
}
