/** The SQL of entries: what stands, what is sealed, what is there already, and bulk writing. */
import type { Db } from '../kernel/context.ts';
import type { Language } from '../kernel/refusal-rules.ts';
import type { Uuid } from '../kernel/values.ts';
import type { Checked } from './entry-rules.ts';
import type { Change, Dataset, EntrySource, Values } from './model.ts';

export type StoredEntry = Values & { id: Uuid; grid: Uuid; grid_path: string; state: string; entry_key: string | null };

/** Rows as JSON: dates `YYYY-MM-DD`, numbers as numbers. In no particular order. */
export async function entriesById(db: Db, collection: string, ids: readonly Uuid[]): Promise<StoredEntry[]> {
  const { rows } = await db.raw<{ rows: { row: StoredEntry }[] }>('select to_jsonb(t) as row from ?? t where t.id = any(?::uuid[])', [collection, ids]);
  return rows.map(({ row }) => row);
}

/** The current entries of a grid, in the order of their ids. */
export async function currentIn(db: Db, collection: string, grid: Uuid): Promise<StoredEntry[]> {
  const { rows } = await db.raw<{ rows: { row: StoredEntry }[] }>('select to_jsonb(t) as row from ?? t where t.grid = ? and t.state = \'current\' order by t.id', [collection, grid]);
  return rows.map(({ row }) => row);
}

/** Current entries with these keys. */
export async function entriesByKey(db: Db, { collection }: Pick<Dataset, 'collection'>, keys: readonly string[]): Promise<Map<string, StoredEntry>> {
  const { rows } = await db.raw<{ rows: { row: StoredEntry }[] }>('select to_jsonb(t) as row from ?? t where t.entry_key = any(?) and t.state = \'current\'', [collection, keys]);
  return new Map(rows.map(({ row }) => [row.entry_key!, row]));
}

/** Hashes of the sealed numbers of these entries, by entry and field. */
export async function sealedHashes(db: Db, items: readonly Uuid[]): Promise<Map<Uuid, Record<string, string>>> {
  const rows: { item: Uuid; field: string; hash: string }[] = await db('ledger_sealed').whereIn('item', items).select('item', 'field', 'hash');
  const hashes = new Map<Uuid, Record<string, string>>();
  for (const { item, field, hash } of rows)
    hashes.set(item, { ...hashes.get(item), [field]: hash });
  return hashes;
}

/** Entries of this collection in which one of these numbers is sealed. */
export async function itemsByHash(db: Db, collection: string, hashes: readonly string[], field?: string): Promise<Uuid[]> {
  return db('ledger_sealed').where({ collection, ...field === undefined ? {} : { field } }).whereIn('hash', hashes).orderBy('item').pluck('item');
}

export async function ciphersOf(db: Db, collection: string, item: Uuid): Promise<{ field: string; cipher: string }[]> {
  return db('ledger_sealed').where({ collection, item }).orderBy('field').select('field', 'cipher');
}

/** Of several entries, by entry. */
export async function ciphersOfField(db: Db, collection: string, field: string, items: readonly Uuid[]): Promise<Map<Uuid, string>> {
  const rows: { item: Uuid; cipher: string }[] = await db('ledger_sealed').where({ collection, field }).whereIn('item', items).select('item', 'cipher');
  return new Map(rows.map(({ item, cipher }) => [item, cipher]));
}

export async function gridOf(db: Db, id: Uuid): Promise<{ level: number; name: string } | null> {
  return (await db('grids').where('id', id).first('level', 'name')) ?? null;
}

/** Every change and every confirmation of an entry, newest first. */
export async function changesOf(db: Db, collection: string, item: Uuid): Promise<Change[]> {
  const { rows } = await db.raw<{ rows: Change[] }>(`
    select to_char(h.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, h.actor, nullif(concat(u.last_name, u.first_name), '') as name, h.action, h.changes
    from (
      select at, actor, action, changes from ledger_changes where collection = :collection and item = :item
      union all
      select confirmed_at, confirmed_by, 'confirm', '{}' from ledger_confirmations
      where item = :item and dataset = (select id from ledger_datasets where collection = :collection)
    ) h
    left join directus_users u on u.id = h.actor
    order by h.at desc`, { collection, item });
  return rows;
}

/** What relations in a history mean, by id: names of grids and of entries of other sets are shown, not ids. */
export async function namesOfGrids(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const rows: { id: string; name: string }[] = await db('grids').whereIn('id', ids).select('id', 'name');
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export interface NewEntry {
  id: Uuid;
  values: Values;
  sealed: Checked['sealed'];
  entry_key: string | null;
}

export interface By {
  person: Uuid | null;
  source: EntrySource;
}

/** Set-based; triggers fill in the rest. Values that are left out take the column's default. All rows must have the same fields. */
export async function insertEntries(db: Db, { collection }: Pick<Dataset, 'collection'>, rows: readonly NewEntry[], { person, source }: By): Promise<void> {
  if (rows.length === 0)
    return;
  const written = rows.map(({ id, values, sealed, entry_key }) => ({ source, user_created: person, ...values, id, entry_key, sealed: mailbox(sealed) }));
  const columns = ['date_created', ...Object.keys(written[0]!)];
  const values = columns.map(column => column === 'date_created' ? 'now()' : `r.${quoted(column)}`);
  await db.raw(`
    insert into ?? (${columns.map(quoted).join(', ')})
    select ${values.join(', ')} from json_populate_recordset(null::??, ?::json) r`, [collection, collection, JSON.stringify(written)]);
}

/** Only the values given change; all rows must have the same fields. */
export async function updateEntries(db: Db, { collection }: Pick<Dataset, 'collection'>, rows: readonly NewEntry[], { person }: Pick<By, 'person'>): Promise<void> {
  if (rows.length === 0)
    return;
  const written = rows.map(({ id, values, sealed, entry_key }) => ({ ...values, id, entry_key, sealed: mailbox(sealed), user_updated: person }));
  const columns = Object.keys(written[0]!).filter(column => column !== 'id');
  await db.raw(`
    update ?? t set date_updated = now(), ${columns.map(column => `${quoted(column)} = r.${quoted(column)}`).join(', ')}
    from json_populate_recordset(null::??, ?::json) r where r.id = t.id`, [collection, collection, JSON.stringify(written)]);
}

function mailbox(sealed: Checked['sealed']): Checked['sealed'] | null {
  return Object.keys(sealed).length === 0 ? null : sealed;
}

/** Column names come from Directus' metadata; `?` is no part of them. */
function quoted(column: string): string {
  return `"${column.replaceAll('"', '""').replaceAll('?', '\\?')}"`;
}

export async function isDataset(db: Db, collection: string): Promise<boolean> {
  return (await db('ledger_datasets').where('collection', collection).first('id')) !== undefined;
}

/** By what entries of other sets are shown, by id: their name where they have one. */
export async function namesOfEntries(db: Db, entries: ReadonlyMap<string, readonly string[]>): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const [collection, ids] of entries) {
    const { rows } = await db.raw<{ rows: { id: string; name: string | null }[] }>(`
      select t.id, coalesce(to_jsonb(t) ->> 'name', to_jsonb(t) ->> d.reference_field) as name
      from ?? t join ledger_datasets d on d.collection = ? where t.id = any(?::uuid[])`, [collection, collection, ids]);
    for (const { id, name } of rows)
      names.set(id, name ?? id);
  }
  return names;
}

/** What the common choices are called, by value. */
export async function commonWords(db: Db, language: Language): Promise<Map<string, string>> {
  const rows: { key: string; value: string }[] = await db('directus_translations').where('language', language).where(either => either.whereLike('key', 'ledger.state.%').orWhereLike('key', 'ledger.source.%')).select('key', 'value');
  return new Map(rows.map(({ key, value }) => [key.slice(key.lastIndexOf('.') + 1), value]));
}
