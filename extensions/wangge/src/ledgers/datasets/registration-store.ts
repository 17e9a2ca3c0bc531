/** The SQL of registration: one at a time, names that are taken, rows of Directus' own tables, retiring. */
import type { Db } from '../../kernel/context.ts';
import type { JsonRecord } from '../../setup/merge-rules.ts';
import type { StoredDataset } from './registration-rules.ts';
import { stableUuid } from '../../setup/seed-files.ts';

/** Until the transaction ends nobody else registers a set of this name, and no two registrations change the schema at once. */
export async function lockRegistration(trx: Db, collection: string): Promise<boolean> {
  const { rows } = await trx.raw<{ rows: { locked: boolean }[] }>('select pg_try_advisory_xact_lock(hashtext(?)) as locked', [`wangge.ledger ${collection}`]);
  if (!rows[0]!.locked)
    return false;
  await trx.raw('select pg_advisory_xact_lock(hashtext(\'wangge.ledgers\'))');
  return true;
}

export async function nameTaken(trx: Db, name: string): Promise<boolean> {
  const { rows } = await trx.raw<{ rows: { taken: boolean }[] }>(`
    select to_regclass(format('public.%I', ?::text)) is not null or exists (select from directus_collections where collection = ?) as taken`, [name, name]);
  return rows[0]!.taken;
}

/** Rows as seeds write them: JSON columns as values, lists of a text column joined. */
export async function writeRows(trx: Db, table: string, rows: readonly JsonRecord[]): Promise<void> {
  if (rows.length === 0)
    return;
  const columns = await trx(table).columnInfo() as unknown as Record<string, { type: string; defaultValue: string | null }>;
  const ided = columns.id?.type === 'uuid' ? (row: JsonRecord): JsonRecord => ({ id: stableUuid(`${table} ${JSON.stringify(row)}`), ...row }) : (row: JsonRecord) => row;
  await trx(table).insert(rows.map(row => Object.fromEntries(
    Object.entries(ided(row)).map(([name, value]) => [name, stored(columns[name]?.type ?? '', value)]),
  )));
}

function stored(type: string, value: unknown): unknown {
  if (type === 'json' || type === 'jsonb')
    return value === null ? null : JSON.stringify(value);
  return Array.isArray(value) ? value.join(',') : value;
}

export async function loadStored(db: Db, ids: readonly string[]): Promise<StoredDataset[]> {
  return db('ledger_datasets').whereIn('id', ids)
    .select('collection', 'sensitivity', 'active', 'legal_basis', 'purpose', 'retention_months', 'impact_assessment', 'prepared_by');
}

/** A retired set is out of the navigation; its rows stay. */
export async function showCollections(db: Db, shown: boolean, ids: readonly string[]): Promise<void> {
  await db('directus_collections').whereIn('collection', db('ledger_datasets').whereIn('id', ids).select('collection')).update({ hidden: !shown });
}
