/** The SQL of the flow for confirming: what it is set to, and beside which lists it belongs. */
import type { Db } from '../../kernel/context.ts';

/** Null: there is no such flow. */
export async function flowCollections(db: Db, id: string): Promise<{ collections?: string[]; [option: string]: unknown } | null> {
  const flow = await db('directus_flows').where({ id }).first('options');
  if (flow === undefined)
    return null;
  return (typeof flow.options === 'string' ? JSON.parse(flow.options) : flow.options) ?? {};
}

/** In a settled order, so that equal lists are equal. */
export async function activeCollections(db: Db): Promise<string[]> {
  return db('ledger_datasets').where({ active: true }).orderBy('collection').pluck('collection');
}
