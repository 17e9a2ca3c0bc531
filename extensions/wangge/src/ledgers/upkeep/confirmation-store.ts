/** The SQL of confirmations: "nothing has changed", for one entry or thousands at once. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';

export interface SetRow {
  id: Uuid;
  collection: string;
  name: string;
  active: boolean;
}

export async function datasetBy(db: Db, key: { id: Uuid } | { collection: string }): Promise<SetRow | null> {
  return (await db('ledger_datasets').where(key).first('id', 'collection', 'name', 'active')) ?? null;
}

export interface EntryPlace {
  id: Uuid;
  grid: Uuid;
  state: string;
  confirmed_on: Day;
}

/** The entries as they stand, held until the transaction ends; always in one order, so that two people never wait for each other. */
export async function holdEntries(db: Db, collection: string, ids: readonly Uuid[]): Promise<EntryPlace[]> {
  const { rows } = await db.raw<{ rows: EntryPlace[] }>(
    'select id, grid, state, confirmed_on::text from ?? where id = any(?::uuid[]) order by id for no key update',
    [collection, [...ids]],
  );
  return rows;
}

/** The trigger on `ledger_confirmations` dates the entries anew. */
export async function insertConfirmations(db: Db, dataset: Uuid, person: Uuid | null, entries: readonly EntryPlace[]): Promise<void> {
  if (entries.length === 0)
    return;
  await db.raw(`
    insert into ledger_confirmations (id, dataset, item, grid, confirmed_by, confirmed_at)
    select gen_random_uuid(), ?, e.id, e.grid, ?, now() from jsonb_to_recordset(?::jsonb) e (id uuid, grid uuid)
  `, [dataset, person, JSON.stringify(entries.map(({ id, grid }) => ({ id, grid })))]);
}
