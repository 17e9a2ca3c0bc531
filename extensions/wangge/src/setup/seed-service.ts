/**
 * Rows that a release ships: created when missing, changed where the administrator did not change them, never put
 * back once the administrator deleted them. What was shipped is remembered row by row in `wangge_release`.
 */
import type { Db } from '../kernel/context.ts';
import type { Json, JsonRecord } from './merge-rules.ts';
import type { Change } from './plan-rules.ts';
import type { Bases } from './release-store.ts';
import type { Column } from './row-store.ts';
import type { Block } from './seed-files.ts';
import { createHash } from 'node:crypto';
import { equal, mergeRecord } from './merge-rules.ts';
import { forget, remember } from './release-store.ts';
import { deleteRow, insertRows, normalise, readColumns, readRows, updateRow } from './row-store.ts';
import { stableUuid } from './seed-files.ts';

/** Tables whose rows a later release may withdraw, if untouched: a permission that was a mistake must be able to go. */
const WITHDRAWABLE = ['directus_permissions', 'directus_panels'];
/** The text of a row that tells people which one it is. */
const LABELS = ['name', 'code', 'bookmark', 'title', 'version'];

interface Run {
  db: Db;
  dryRun: boolean;
  bases: Bases;
  changes: Change[];
  shipped: Bases;
  seen: Set<string>;
  /** Ids of rows that the administrator deleted: what refers to them cannot be created. */
  deleted: Set<Json>;
  columns: Map<string, Map<string, Column>>;
}

/** Call it with a transaction: rows and the record of what was shipped belong together. */
export async function applySeeds(db: Db, blocks: readonly Block[], bases: Bases, dryRun: boolean): Promise<Change[]> {
  const run: Run = { db, dryRun, bases, changes: [], shipped: new Map(), seen: new Set(), deleted: new Set(), columns: new Map() };
  for (const block of blocks) {
    await applyBlock(run, block).catch((error: Error) => {
      throw new Error(`seeds/${block.file}, ${block.collection}: ${error.message.split(' - ').at(-1)}`, { cause: error });
    });
  }
  await withdraw(run, blocks);
  if (!dryRun)
    await remember(db, run.shipped);
  return run.changes;
}

async function applyBlock(run: Run, block: Block): Promise<void> {
  if (block.rows.length === 0)
    return;
  const onceKey = `block:${block.file}:${block.collection}`;
  const sha256 = createHash('sha256').update(JSON.stringify(block.rows)).digest('hex');
  if (block.once && run.bases.get(onceKey)?.sha256 === sha256)
    return;

  const columns = await columnsOf(run, block.collection);
  if (columns.size === 0) {
    if (!run.dryRun)
      throw new Error('there is no such table');
    run.changes.push(...block.rows.map(row => ({ action: 'create' as const, kind: block.collection, name: labelOf(row, block.key) })));
    return;
  }
  const key = block.singleton ? [] : block.key;
  const rows = block.rows.map(row => prepare(block, columns, row));
  const shipped = await normalise(run.db, block.collection, rows);
  const stored = new Map((await readRows(run.db, block.collection, key, rows)).reverse().map(row => [identity(row, key), row]));
  const bases = await readRowBases(run, block, key, shipped);

  const missing: JsonRecord[] = [];
  for (const [i, row] of shipped.entries()) {
    const id = identity(row, key);
    const releaseKey = `row:${block.collection}:${id}`;
    const [before, base] = [stored.get(id), bases.get(id)];
    run.seen.add(releaseKey);
    if (before === undefined && (base !== undefined || Object.values(row).some(value => run.deleted.has(value)))) {
      if (row.id !== undefined)
        run.deleted.add(row.id);
      continue;
    }
    if (before === undefined)
      missing.push(rows[i]!);
    else if (!block.once)
      await mergeRow(run, block, key, { base: base ?? block.replaces, shipped: row, stored: before });
    if (!block.once && !equal(run.bases.get(releaseKey), rows[i]))
      run.shipped.set(releaseKey, rows[i]!);
  }
  run.changes.push(...missing.map(row => ({ action: 'create' as const, kind: block.collection, name: labelOf(row, block.key) })));
  if (!run.dryRun)
    await insertRows(run.db, block.collection, columns, missing);
  if (block.once)
    run.shipped.set(onceKey, { sha256, rows: rows.length });
}

interface Three { base: JsonRecord; shipped: JsonRecord; stored: JsonRecord }

async function mergeRow(run: Run, block: Block, key: readonly string[], { base, shipped, stored }: Three): Promise<void> {
  const columns = Object.keys(shipped).filter(name => name !== 'id' && !key.includes(name) && !run.deleted.has(shipped[name]!));
  const only = (row: JsonRecord) => unfold(block.collection, Object.fromEntries(columns.filter(name => name in row).map(name => [name, row[name]!])));
  const merged = mergeRecord(only(base), only(shipped), only(stored), name => name === 'fields' && block.collection === 'directus_permissions' ? 'set' : 'whole');
  const name = labelOf({ ...stored, ...shipped }, block.key);
  const changes = Object.entries(merged.changes);
  if (changes.length > 0) {
    run.changes.push({ action: 'update', kind: block.collection, name: `${name}: ${changes.map(([column]) => column).join(' ')}` });
    if (!run.dryRun)
      await updateRow(run.db, block.collection, 'id', stored, fold(block.collection, merged.changes));
  }
  run.changes.push(...merged.kept.map(column => ({ action: 'keep' as const, kind: block.collection, name: `${name}: ${column}` })));
}

/** Rows that earlier releases shipped and this one does not, and that nobody touched. */
async function withdraw(run: Run, blocks: readonly Block[]): Promise<void> {
  for (const collection of WITHDRAWABLE) {
    const block = blocks.find(block => block.collection === collection);
    const prefix = `row:${collection}:`;
    const gone = [...run.bases].filter(([key]) => key.startsWith(prefix) && !run.seen.has(key));
    if (!block || gone.length === 0)
      continue;
    const bases = await normalise(run.db, collection, gone.map(([, base]) => base));
    const stored = new Map((await readRows(run.db, collection, block.key, bases)).map(row => [identity(row, block.key), row]));
    for (const base of bases) {
      const row = stored.get(identity(base, block.key));
      if (!row || !Object.keys(base).every(name => equal(base[name], row[name])))
        continue;
      run.changes.push({ action: 'remove', kind: collection, name: labelOf(base, block.key) });
      if (!run.dryRun)
        await deleteRow(run.db, collection, 'id', row);
    }
    if (!run.dryRun)
      await forget(run.db, gone.map(([key]) => key));
  }
}

async function columnsOf(run: Run, table: string): Promise<Map<string, Column>> {
  const columns = run.columns.get(table) ?? await readColumns(run.db, table);
  run.columns.set(table, columns);
  return columns;
}

async function readRowBases(run: Run, block: Block, key: readonly string[], shipped: readonly JsonRecord[]): Promise<Map<string, JsonRecord>> {
  const bases = shipped.map(row => run.bases.get(`row:${block.collection}:${identity(row, key)}`)).filter(base => base !== undefined);
  return new Map((await normalise(run.db, block.collection, bases)).map(row => [identity(row, key), row]));
}

/** A seed's row as the table takes it: lists of a text column joined, the id derived where none is given. */
function prepare(block: Block, columns: ReadonlyMap<string, Column>, row: JsonRecord): JsonRecord {
  const prepared: JsonRecord = {};
  const id = columns.get('id');
  if (id?.type === 'uuid' && id.default === null && row.id === undefined)
    prepared.id = stableUuid(`${block.collection} ${identity(row, block.key)}`);
  for (const [name, value] of Object.entries(row)) {
    const column = columns.get(name);
    if (!column)
      throw new Error(`there is no column "${name}"`);
    prepared[name] = Array.isArray(value) && ['text', 'varchar'].includes(column.type) ? value.join(',') : value;
  }
  return prepared;
}

function identity(row: JsonRecord, key: readonly string[]): string {
  return key.map(name => row[name] ?? null).map(value => typeof value === 'string' ? value : JSON.stringify(value)).join(' ');
}

function labelOf(row: JsonRecord, key: readonly string[]): string {
  const label = key.includes('id') ? LABELS.map(name => row[name]).find(value => typeof value === 'string') : undefined;
  // Of a composed key people read the words, not the uuids.
  return typeof label === 'string' ? label : identity(row, key).replaceAll(/[0-9a-f-]{36} (?=\S)| null\b/g, '');
}

/** Permitted fields are a set that Directus stores as one text: merged member by member. */
function unfold(collection: string, row: JsonRecord): JsonRecord {
  return collection === 'directus_permissions' && typeof row.fields === 'string' ? { ...row, fields: row.fields.split(',') } : row;
}

function fold(collection: string, row: JsonRecord): JsonRecord {
  return collection === 'directus_permissions' && Array.isArray(row.fields) ? { ...row, fields: row.fields.join(',') } : row;
}
