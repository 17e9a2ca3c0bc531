/**
 * "Nothing has changed": one entry over the API, or many rows at once through `POST /wangge/ledgers/:collection/confirm`.
 *
 * Whoever may change an entry may confirm it.
 */
import type { Caller, Db, HookContext } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Values } from '../model.ts';
import { z } from 'zod';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { mayUpdate } from '../../kernel/rights.ts';
import { todayOf } from '../../territory/index.ts';
import { datasetBy, holdEntries, insertConfirmations } from './confirmation-store.ts';

export const MOST_KEYS = 5_000;

const Keys = z.array(z.uuid().transform(key => key.toLowerCase())).min(1).max(MOST_KEYS).transform(keys => [...new Set(keys)]);

/** What `confirmed` counts: rows that this call confirmed; `already`: those that were entered, changed or confirmed today. */
export interface Confirmed { confirmed: number; already: number }

/** A row of `ledger_confirmations` with what the system fills in. `accountability` null: the system itself. */
export async function prepareConfirmation(context: Pick<HookContext, 'services'>, { accountability, schema }: Caller, db: Db, payload: Values): Promise<Values | Refusal> {
  const set = keyOf(payload.dataset);
  const item = keyOf(payload.item);
  const dataset = set === null ? null : await datasetBy(db, { id: set });
  if (dataset === null)
    return refused('dataset_unknown', 'dataset');
  const [entry] = item === null ? [] : await holdEntries(db, dataset.collection, [item]);
  // Whose entry it is nobody else learns, nor whether there is one.
  if (entry === undefined || !await mayUpdate(context, { accountability, schema }, db, dataset.collection, [entry.id]))
    return refused('confirm_not_yours', 'item');
  if (!dataset.active)
    return refused('dataset_retired', 'dataset', { name: dataset.name });
  if (entry.state !== 'current')
    return refused('confirm_not_current', 'item');
  return { ...payload, grid: entry.grid, confirmed_by: accountability?.user ?? null, confirmed_at: new Date().toISOString() };
}

/** All or nothing. Null: there is no such data set. */
export async function confirmMany(context: HookContext, caller: Caller, collection: string, keys: unknown): Promise<Confirmed | Refusal | null> {
  const asked = Keys.safeParse(keys);
  if (!asked.success)
    return refused('confirm_keys', 'keys', { most: MOST_KEYS });
  return context.database.transaction(async (trx) => {
    const dataset = await datasetBy(trx, { collection });
    if (dataset === null)
      return null;
    const entries = await holdEntries(trx, collection, asked.data);
    if (entries.length < asked.data.length || !await mayUpdate(context, caller, trx, collection, asked.data))
      return refused('confirm_some_not_yours', 'keys');
    if (!dataset.active)
      return refused('dataset_retired', null, { name: dataset.name });
    const gone = entries.filter(({ state }) => state !== 'current').length;
    if (gone > 0)
      return refused('confirm_some_not_current', 'keys', { count: gone });
    const today = await todayOf(trx);
    const due = entries.filter(({ confirmed_on }) => confirmed_on < today);
    await insertConfirmations(trx, dataset.id, caller.accountability?.user ?? null, due);
    return { confirmed: due.length, already: entries.length - due.length };
  });
}
