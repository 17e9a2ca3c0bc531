/** The SQL of the import: what names in a workbook may mean, what is registered already, and what a column keeps. One query for a thousand rows. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { StoredEntry } from '../entry-store.ts';
import type { Dataset } from '../model.ts';
import { sameKey } from '../../kernel/text-rules.ts';

export interface GridRow { id: Uuid; code: string; name: string; level: number; status: string; path: string }

/** By these codes or names, however they are written (`sameKey`). */
export async function gridsCalled(db: Db, keys: readonly string[]): Promise<GridRow[]> {
  const { rows } = await db.raw<{ rows: GridRow[] }>(`
    select id, code, name, level, status, path from grids where wangge_same_key(code) = any(?) or wangge_same_key(name) = any(?) order by code`, [keys, keys]);
  return rows;
}

export async function gridsById(db: Db, ids: readonly Uuid[]): Promise<GridRow[]> {
  return db('grids').whereIn('id', ids).select('id', 'code', 'name', 'level', 'status', 'path');
}

/** Active patches of the person's own scope, of all sub-districts for whoever has none. */
export async function ownPatches(db: Db, person: Uuid | null, most: number): Promise<{ code: string; name: string }[]> {
  const { rows } = await db.raw<{ rows: { code: string; name: string }[] }>(`
    select g.code, g.name from grids g join directus_users u on u.id = ?
    where g.level = 3 and g.status = 'active' and (
      starts_with(g.path, u.scope_1) or starts_with(g.path, u.scope_2) or starts_with(g.path, u.scope_3)
      or starts_with(g.path, u.scope_4) or starts_with(g.path, u.scope_5) or starts_with(g.path, u.scope_6))
    order by g.code limit ?`, [person, most]);
  return rows;
}

export interface Referred {
  id: Uuid;
  grid_path: string;
  /** What was looked for: the text, or the hash of the number. */
  said: string;
  /** Of people: the identity number, masked. */
  number: string | null;
}

/** Current entries of this set that are called so, below these paths; however it is written where nothing is written exactly so. `said`: its `sameKey`. */
export async function entriesCalled(db: Db, collection: string, field: string, texts: readonly string[], paths: readonly string[]): Promise<Referred[]> {
  const called = async (written: string, wanted: readonly string[]): Promise<Referred[]> => {
    const { rows } = await db.raw<{ rows: Referred[] }>(`
      select t.id, t.grid_path, wangge_same_key(t.??::text) as said, to_jsonb(t) ->> 'identity_number' as number from ?? t
      where t.state = 'current' and ${written} = any(?) and exists (select from unnest(?::text[]) p where starts_with(t.grid_path, p))`, [field, collection, field, wanted, paths]);
    return rows;
  };
  const exact = await called('t.??::text', texts);
  const found = new Set(exact.map(({ said }) => said));
  const missing = [...new Set(texts.map(sameKey))].filter(key => key !== '' && !found.has(key));
  return missing.length === 0 ? exact : [...exact, ...await called('wangge_same_key(t.??::text)', missing)];
}

/** Current entries of this set with one of these numbers in this field. */
export async function entriesNumbered(db: Db, collection: string, field: string, hashes: readonly string[]): Promise<Referred[]> {
  const { rows } = await db.raw<{ rows: Referred[] }>(`
    select t.id, t.grid_path, s.hash as said, null as number from ledger_sealed s join ?? t on t.id = s.item
    where s.hash = any(?) and s.collection = ? and s.field = ? and t.state = 'current'`, [collection, hashes, collection, field]);
  return rows;
}

/** Entries with these keys that are current no more, the one of each key that was changed last. */
export async function pastEntriesByKey(db: Db, { collection }: Pick<Dataset, 'collection'>, keys: readonly string[]): Promise<Map<string, StoredEntry>> {
  const { rows } = await db.raw<{ rows: { row: StoredEntry }[] }>(`
    select distinct on (t.entry_key) to_jsonb(t) as row from ?? t where t.entry_key = any(?) and t.state <> 'current'
    order by t.entry_key, coalesce(t.date_updated, t.date_created) desc nulls last, t.id`, [collection, keys]);
  return new Map(rows.map(({ row }) => [row.entry_key!, row]));
}

/** Of entries that no key tells apart, the ones in which all that is said stands already: position in `rows` → entry. */
export async function sameContent(db: Db, { collection }: Pick<Dataset, 'collection'>, fields: readonly string[], rows: readonly Record<string, unknown>[]): Promise<Map<number, StoredEntry>> {
  const { rows: found } = await db.raw<{ rows: { at: number; row: StoredEntry }[] }>(`
    with said as (
      select (row_number() over ())::int - 1 as at, r.* from json_populate_recordset(null::??, ?::json) r
    )
    select distinct on (s.at) s.at, to_jsonb(t) as row
    from said s join ?? t on t.entry_key is null and t.state = 'current' and t.grid = s.grid
      ${fields.map(() => 'and (s.?? is null or to_jsonb(t.??) = to_jsonb(s.??))').join(' ')}
    order by s.at, t.id`, [collection, JSON.stringify(rows), collection, ...fields.flatMap(field => [field, field, field])]);
  return new Map(found.map(({ at, row }) => [at, row]));
}

export interface ColumnFacts {
  /** Columns with a value of their own when none is given. */
  defaulted: ReadonlySet<string>;
  /** Digits after the point that a number keeps. */
  scales: ReadonlyMap<string, number>;
}

export async function columnFacts(db: Db, collection: string): Promise<ColumnFacts> {
  const { rows } = await db.raw<{ rows: { name: string; defaulted: boolean; scale: number | null }[] }>(`
    select column_name as name, column_default is not null as defaulted, case when data_type = 'numeric' then numeric_scale end as scale
    from information_schema.columns where table_schema = 'public' and table_name = ?`, [collection]);
  return {
    defaulted: new Set(rows.filter(({ defaulted }) => defaulted).map(({ name }) => name)),
    scales: new Map(rows.flatMap(({ name, scale }) => scale === null ? [] : [[name, scale] as const])),
  };
}

/** Has an administrator laid down what may be written into this collection, beyond who may write? */
export async function hasConditions(db: Db, collection: string): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { found: boolean }[] }>(`
    select exists (select from directus_permissions where collection = ? and action in ('create', 'update')
      and (coalesce(validation::jsonb, '{}') <> '{}' or coalesce(presets::jsonb, '{}') <> '{}')) as found`, [collection]);
  return rows[0]!.found;
}

export async function personName(db: Db, id: Uuid): Promise<string> {
  const { rows } = await db.raw<{ rows: { name: string | null }[] }>('select coalesce(nullif(concat(last_name, first_name), \'\'), email) as name from directus_users where id = ?', [id]);
  return rows[0]?.name ?? '';
}
