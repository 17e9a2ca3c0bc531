/** One print: read, given its version, put into the log, set and written. */
import type { HookContext } from '../../platform/context.ts';
import type { Language } from '../../platform/refusal.ts';
import type { Uuid } from '../model.ts';
import type { Caller } from '../reveal.ts';
import type { Gathered } from './gather.ts';
import type { BookModel } from './model.ts';
import type { Patch } from './print-store.ts';
import { randomUUID } from 'node:crypto';
import { ForbiddenError, isDirectusError } from '@directus/errors';
import { log } from '../reveal.ts';
import { gather } from './gather.ts';
import { earlierPrints, insertPrint, personName, removePrint } from './print-store.ts';
import { printer } from './printer.ts';

export interface PrintOrder { caller: Caller; patch: Patch; language: Language; job: Uuid | null }
export interface Print { id: Uuid; version: number; pdf: Uint8Array }

/** Directus' 403 for whoever sees nothing of this grid's ledgers or may not read numbers at all (their log is not theirs to write). */
export async function print(context: HookContext, order: PrintOrder): Promise<Print> {
  const { database: db } = context;
  const id = randomUUID();
  let version = 0;
  try {
    const pdf = await printer.print(async () => {
      const gathered = await gather(context, order.caller, order.patch.id, order.language);
      version = await register(context, order, id, gathered);
      return model(context, order, id, version, gathered);
    });
    return { id, version, pdf };
  }
  catch (error) {
    if (version > 0)
      await removePrint(db, id);
    throw error;
  }
}

async function register(context: HookContext, { caller, patch, job }: PrintOrder, id: Uuid, { at, sheets }: Gathered): Promise<number> {
  const entries = Object.fromEntries(sheets.map(({ collection, rows }) => [collection, rows.length]));
  const total = sheets.reduce((sum, { rows }) => sum + rows.length, 0);
  return context.database.transaction(async (trx) => {
    const version = await insertPrint(trx, { id, grid: patch.id, printed_by: caller.accountability!.user!, printed_at: at, entries, job });
    await log(context, caller, trx, { action: 'print', dataset: null, collection: null, item: null, grid: patch.id, fields: null, rows: total, purpose: null });
    // Of an empty grid there is a book too: for those to whom its prints are shown.
    if (total === 0)
      await new context.services.ItemsService('ledger_prints', { ...caller, knex: trx }).readOne(id, { fields: ['id'] });
    return version;
  });
}

async function model({ database: db, env }: HookContext, { caller, patch, language }: PrintOrder, id: Uuid, version: number, { local, sheets, left_out }: Gathered): Promise<BookModel> {
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
