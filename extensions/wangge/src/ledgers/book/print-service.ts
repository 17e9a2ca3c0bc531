/** One print: read, given its version, put into the log, set and written. */
import type { Caller, Db, HookContext } from '../../kernel/context.ts';
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Gathered } from './book-content-service.ts';
import type { PackedBook } from './model.ts';
import type { Patch } from './print-store.ts';
import { randomUUID } from 'node:crypto';
import { ForbiddenError, isDirectusError } from '@directus/errors';
import { pdfQueue } from '../../print/pdf-queue.ts';
import { log } from '../reveal-service.ts';
import { gather } from './book-content-service.ts';
import { bookPaper } from './book-page-rules.ts';
import { changeEntries, earlierPrints, insertPrint, personName, removePrint } from './print-store.ts';

export interface PrintOrder { caller: Caller; patch: Patch; language: Language; job: Uuid | null; signal?: AbortSignal }
export interface Print { id: Uuid; version: number; pdf: Uint8Array }

/** Directus' 403 for whoever sees nothing of this grid's ledgers or may not read numbers at all (their log is not theirs to write). */
export async function print(context: HookContext, order: PrintOrder): Promise<Print> {
  const { database: db } = context;
  const id = randomUUID();
  let version = 0;
  try {
    const pdf = await pdfQueue.print(bookPaper, async () => {
      const gathered = await gather(context, order.caller, order.patch.id, order.language);
      const registered = await register(context, order, id, gathered);
      version = registered.version;
      return model(context, order, id, registered);
    }, { patient: order.job !== null, ...order.signal === undefined ? {} : { signal: order.signal } });
    return { id, version, pdf };
  }
  catch (error) {
    if (version > 0)
      await removePrint(db, id);
    throw error;
  }
}

/** What is left of the book for this person, with its version. */
async function register(context: HookContext, { caller, patch, job }: PrintOrder, id: Uuid, gathered: Gathered): Promise<Gathered & { version: number }> {
  const filled = gathered.sheets.filter(({ count }) => count > 0);
  const total = filled.reduce((sum, { count }) => sum + count, 0);
  return context.database.transaction(async (trx) => {
    const version = await insertPrint(trx, { id, grid: patch.id, printed_by: caller.accountability!.user!, printed_at: gathered.at, entries: entriesOf(gathered.sheets), job });
    await log(context, caller, trx, { action: 'print', dataset: null, collection: null, item: null, grid: patch.id, fields: null, rows: total, purpose: null });
    if (await isShown(context, caller, trx, id))
      return { ...gathered, version };
    // Nobody's rights speak of a set without entries: those from outside get none.
    if (total === 0)
      throw new ForbiddenError();
    await changeEntries(trx, id, entriesOf(filled));
    return { ...gathered, sheets: filled, version };
  });
}

/** Whether they are among those to whom this grid's prints are shown: its own people, and those above it. */
async function isShown({ services }: HookContext, caller: Caller, trx: Db, id: Uuid): Promise<boolean> {
  const seen = await new services.ItemsService('ledger_prints', { ...caller, knex: trx }).readByQuery({ filter: { id: { _eq: id } }, fields: ['id'] }).catch((error: unknown) => {
    if (isForbidden(error))
      return [];
    throw error;
  });
  return seen.length > 0;
}

const entriesOf = (sheets: Gathered['sheets']): Record<string, number> => Object.fromEntries(sheets.map(({ collection, count }) => [collection, count]));

async function model({ database: db, env }: HookContext, { caller, patch, language }: PrintOrder, id: Uuid, { version, local, sheets, left_out }: Gathered & { version: number }): Promise<PackedBook> {
  const site = /^https?:\/\//.test(String(env.PUBLIC_URL ?? '')) ? String(env.PUBLIC_URL).replace(/\/+$/, '') : null;
  return {
    language,
    subdistrict: patch.subdistrict,
    community: patch.community ?? '',
    grid: patch.name,
    code: patch.code,
    responsible: patch.responsible,
    phone: patch.phone,
    version,
    printed_at: local,
    printed_by: await personName(db, caller.accountability!.user!),
    sheets: sheets.map(sheet => ({ ...sheet, address: site === null ? null : `${site}/wangge/ledgers/sheet/${id}/${sheet.collection}` })),
    left_out,
    prints: await earlierPrints(db, patch.id, version),
  };
}

/** Whether this is the answer that somebody may not, rather than that something broke. */
export function isForbidden(error: unknown): boolean {
  return error instanceof ForbiddenError || isDirectusError(error, 'FORBIDDEN');
}
