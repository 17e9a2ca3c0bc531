/**
 * Rows of any table, read and written as JSON: Postgres itself brings a seed's values into the form that the stored
 * row has (`jsonb_populate_record`), so that dates, numbers and JSON compare equal when they are.
 */
import type { Db } from '../kernel/context.ts';
import type { JsonRecord } from './merge-rules.ts';

export interface Column {
  name: string;
  /** Postgres' name of the type: `uuid`, `varchar`, `int4`, `json`, … */
  type: string;
  /** The SQL expression of the column's default, null without one. */
  default: string | null;
}

/** The columns of a table in the schema in use; empty where the table does not exist. */
export async function readColumns(db: Db, table: string): Promise<Map<string, Column>> {
  const { rows } = await db.raw(`
    select column_name as name, udt_name as type, column_default as default
    from information_schema.columns where table_schema = current_schema() and table_name = ?`, [table]);
  return new Map(rows.map((column: Column) => [column.name, column]));
}

/** Each row as the table would hold it, in the order given. */
export async function normalise(db: Db, table: string, rows: readonly JsonRecord[]): Promise<JsonRecord[]> {
  if (rows.length === 0)
    return [];
  const { rows: found } = await db.raw(`
    select to_jsonb(r) as row
    from jsonb_array_elements(?::jsonb) with ordinality e (v, n), jsonb_populate_record(null::??, e.v) r
    order by e.n`, [JSON.stringify(rows), table]);
  return found.map(({ row }: { row: JsonRecord }, i: number) =>
    Object.fromEntries(Object.keys(rows[i]!).filter(name => name in row).map(name => [name, row[name]!])));
}

/** The stored rows that have the keys of the given ones; without a key, the one row of a singleton. */
export async function readRows(db: Db, table: string, key: readonly string[], rows: readonly JsonRecord[]): Promise<JsonRecord[]> {
  if (key.length === 0) {
    const { rows: found } = await db.raw('select to_jsonb(t) as row from ?? t limit 1', [table]);
    return found.map(({ row }: { row: JsonRecord }) => row);
  }
  if (rows.length === 0)
    return [];
  // `=` lets Postgres hash; a key that may be null (a bookmark for everybody) needs the slower comparison.
  const join = key.map(name => rows.some(row => row[name] === null || row[name] === undefined)
    ? 't.?? is not distinct from k.??'
    : 't.?? = k.??').join(' and ');
  const { rows: found } = await db.raw(
    `select to_jsonb(t) as row from ?? t join jsonb_populate_recordset(null::??, ?::jsonb) k on ${join}`,
    [table, table, JSON.stringify(rows), ...key.flatMap(name => [name, name])],
  );
  return found.map(({ row }: { row: JsonRecord }) => row);
}

/** One statement for all rows, so that rows may refer to each other; what a row leaves out takes the column's default. */
export async function insertRows(db: Db, table: string, columns: ReadonlyMap<string, Column>, rows: readonly JsonRecord[]): Promise<void> {
  if (rows.length === 0)
    return;
  const names = [...new Set(rows.flatMap(row => Object.keys(row)))];
  const values = names.map(name => rows.every(row => name in row)
    ? { sql: 'r.??', bindings: [name] }
    : { sql: `case when jsonb_exists(e.v, ?) then r.?? else ${columns.get(name)?.default?.replaceAll('?', '\\?') ?? 'null'} end`, bindings: [name, name] });
  await db.raw(`
    insert into ?? (${names.map(() => '??').join(', ')})
    select ${values.map(value => value.sql).join(', ')}
    from jsonb_array_elements(?::jsonb) with ordinality e (v, n), jsonb_populate_record(null::??, e.v) r
    order by e.n`, [table, ...names, ...values.flatMap(value => value.bindings), JSON.stringify(rows), table]);
}

/** Writes the given columns of the row that has this primary key. */
export async function updateRow(db: Db, table: string, primary: string, row: JsonRecord, changes: JsonRecord): Promise<void> {
  const names = Object.keys(changes);
  await db.raw(`
    update ?? t set ${names.map(() => '?? = r.??').join(', ')}
    from jsonb_populate_record(null::??, ?::jsonb) r where t.?? = r.??`, [
    table,
    ...names.flatMap(name => [name, name]),
    table,
    JSON.stringify({ ...changes, [primary]: row[primary]! }),
    primary,
    primary,
  ]);
}

export async function deleteRow(db: Db, table: string, primary: string, row: JsonRecord): Promise<void> {
  await db.raw('delete from ?? t using jsonb_populate_record(null::??, ?::jsonb) r where t.?? = r.??', [
    table,
    table,
    JSON.stringify({ [primary]: row[primary]! }),
    primary,
    primary,
  ]);
}
