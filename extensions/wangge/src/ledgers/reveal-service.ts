/**
 * Reading a sealed number: the one way, and it leaves a row in `ledger_access_log`.
 *
 * The permission is that to add to the log: the row is created as the caller, in the transaction that reads.
 */
import type { Caller, Db, HookContext } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Uuid } from '../kernel/values.ts';
import type { Dataset } from './model.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { installedCipher } from './encryption-key.ts';
import { ciphersOf, itemsByHash } from './entry-store.ts';
import { numberIn } from './search-rules.ts';

export const ACCESS_LOG = 'ledger_access_log';

export interface Reading {
  action: 'reveal' | 'find' | 'export' | 'import' | 'print';
  dataset: Uuid | null;
  collection: string | null;
  item: Uuid | null;
  grid: Uuid | null;
  fields: string[] | null;
  rows: number | null;
  purpose: string | null;
}

/** Adds a row to the log in the caller's name; Directus' 403 where the role may not. */
export async function log({ services }: Pick<HookContext, 'services'>, caller: Caller, trx: Db, reading: Reading): Promise<void> {
  // Without hooks: an office reads in grids where it has no post, and the territory's guard would refuse its row.
  await new services.ItemsService(ACCESS_LOG, { ...caller, knex: trx }).createOne({ ...reading }, { emitEvents: false });
}

/** The numbers of one entry, by field. `purpose`: why, in the reader's words. */
export async function reveal(context: HookContext, caller: Caller, dataset: Dataset, item: Uuid, purpose: unknown): Promise<Record<string, string> | Refusal> {
  if (typeof purpose !== 'string' || purpose.trim().length < 2 || purpose.length > 500)
    return refused('purpose_required', 'purpose');
  const seals = installedCipher();
  if (seals === null)
    return refused('no_ledger_key');
  return context.database.transaction(async (trx) => {
    const { grid } = await new context.services.ItemsService(dataset.collection, { ...caller, knex: trx }).readOne(item, { fields: ['id', 'grid'] });
    const ciphers = await ciphersOf(trx, dataset.collection, item);
    const fields = ciphers.map(({ field }) => field);
    await log(context, caller, trx, { action: 'reveal', dataset: dataset.id, collection: dataset.collection, item, grid, fields, rows: 1, purpose: purpose.trim() });
    return Object.fromEntries(ciphers.map(({ field, cipher }) => [field, seals.open(cipher)]));
  });
}

/** Entries that the caller sees in which this whole number stands. */
export async function find(context: HookContext, caller: Caller, dataset: Dataset, field: unknown, value: unknown): Promise<Uuid[] | Refusal> {
  const seals = installedCipher();
  if (seals === null)
    return refused('no_ledger_key');
  const number = numberIn(value);
  if (number === null)
    return refused('number_incomplete', 'value');
  const named = dataset.fields.find(one => one.field === field && one.sealed !== null)?.field;
  return context.database.transaction(async trx => seenByNumber(context, caller, trx, dataset, seals.hash(number), named));
}

/** The same by the number's hash, in the caller's transaction or none: who was looked for is in the log before anything is told. */
export async function seenByNumber(context: Pick<HookContext, 'services'>, caller: Caller, db: Db, dataset: Dataset, hash: string, field?: string): Promise<Uuid[]> {
  const ids = await itemsByHash(db, dataset.collection, [hash], field);
  const seen = await new context.services.ItemsService(dataset.collection, { ...caller, knex: db }).readByQuery({ filter: { id: { _in: ids } }, fields: ['id'], limit: -1 });
  await log(context, caller, db, { action: 'find', dataset: dataset.id, collection: dataset.collection, item: null, grid: null, fields: field === undefined ? null : [field], rows: seen.length, purpose: null });
  return seen.map(({ id }) => id as Uuid);
}
