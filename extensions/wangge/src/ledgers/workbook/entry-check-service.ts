/**
 * The rows of a workbook, a thousand at a time: what each would do to the ledger, and what is wrong in which cell.
 *
 * The rules are those of the form (`entry-rules.ts`), the rights those of the caller. Nothing is written here.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { CheckedRow } from '../../workbook/import-service.ts';
import type { FileRow } from '../../workbook/sheet-entries.ts';
import type { Checked, CheckEntry } from '../entry-rules.ts';
import type { StoredEntry } from '../entry-store.ts';
import type { Dataset, Field, Values } from '../model.ts';
import type { Column } from './column-rules.ts';
import type { GridLookup } from './grid-lookup-service.ts';
import type { Rights } from './import-rights-service.ts';
import type { ColumnFacts, GridRow } from './import-store.ts';
import type { ReferenceSearch, WrittenReference } from './reference-service.ts';
import { randomUUID } from 'node:crypto';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { COMMON } from '../common-field-rules.ts';
import { entryKey, entryKeys } from '../entry-rules.ts';
import { withHashes } from '../entry-service.ts';
import { entriesById, entriesByKey, sealedHashes } from '../entry-store.ts';
import { changesOf } from './change-rules.ts';
import { pastEntriesByKey, sameContent } from './import-store.ts';
import { resolveReferences } from './reference-service.ts';

export interface EntryChecks extends ReferenceSearch {
  dataset: Dataset;
  columns: readonly (Column | null)[];
  check: CheckEntry;
  facts: ColumnFacts;
  rights: Rights;
  grids: GridLookup;
  /** Rows of the whole file by what makes them the same entry. */
  rowsByEntry: Map<string, number>;
}

export interface CheckedEntry extends CheckedRow {
  faults: Refusal[];
  id: Uuid;
  values: Values;
  sealed: Checked['sealed'];
  entry_key: string | null;
  stored: StoredEntry | null;
}

interface Line extends CheckedEntry {
  /** Under which it may be stored. */
  keys: string[];
  given: Values;
  written: { id: string | null; grid: string | null };
  grid: GridRow | null;
}

export async function checkEntries(checks: EntryChecks, rows: readonly FileRow[]): Promise<CheckedEntry[]> {
  const lines = rows.map(row => lineOf(checks, row));
  await findById(checks, lines);
  await findGrids(checks, lines);
  await findReferences(checks, lines);
  await findByKey(checks, lines);
  await checkValues(checks, lines);
  for (const line of lines) {
    if (line.faults.length === 0)
      await checkEntry(checks, line);
  }
  return lines;
}

function lineOf({ columns, facts }: EntryChecks, { row, cells }: FileRow): Line {
  const line: Line = { row, verdict: 'new', item: null, faults: [], id: randomUUID(), values: {}, sealed: {}, entry_key: null, keys: [], stored: null, given: {}, written: { id: null, grid: null }, grid: null };
  let code: string | null = null;
  for (const [at, column] of columns.entries()) {
    const value = cells[at] ?? null;
    // An empty cell says nothing: it empties nothing that stands.
    if (column === null || value === null)
      continue;
    if (column.meaning.kind === 'id')
      line.written.id = String(value);
    else if (column.meaning.kind === 'grid_code')
      code = String(value);
    else if (column.name === 'grid')
      line.written.grid = String(value);
    else if (column.meaning.kind === 'field')
      line.given[column.name] = value;
    // 0.85 is hardly a share of a hundred, and would become 0.9.
    const scale = column.meaning.kind === 'field' && column.meaning.field.kind === 'percent' ? facts.scales.get(column.name) : undefined;
    if (scale !== undefined && typeof value === 'number' && Math.abs(value * 10 ** scale - Math.round(value * 10 ** scale)) > 1e-6)
      line.faults.push(refused('percent_decimals', column.name, { scale, value, hundredfold: Number((value * 100).toPrecision(12)) }));
  }
  line.written.grid = code ?? line.written.grid;
  return line;
}

/** Entries that the file names by their number: only such that lie where the caller may write. */
async function findById({ trx, dataset, grids, rights }: EntryChecks, lines: readonly Line[]): Promise<void> {
  const stated = lines.filter(({ written }) => written.id !== null);
  if (stated.length === 0)
    return;
  const entries = new Map((await entriesById(trx, dataset.collection, stated.flatMap(({ written }) => keyOf(written.id) ?? []))).map(entry => [entry.id, entry]));
  await grids.lookUp([], [...entries.values()].map(({ grid }) => grid));
  for (const line of stated) {
    const entry = entries.get(keyOf(line.written.id) ?? '');
    const outside = entry === undefined || (await rights.objectionToGrid(entry.grid, ''))?.code === 'grid_out_of_scope';
    if (outside)
      line.faults.push(refused('entry_unknown', 'id'));
    else
      line.stored = entry;
  }
}

async function findGrids({ grids }: EntryChecks, lines: readonly Line[]): Promise<void> {
  await grids.lookUp(lines.flatMap(({ written }) => written.grid ?? []), []);
  for (const line of lines) {
    if (line.written.grid === null) {
      line.grid = line.stored === null ? null : grids.byId(line.stored.grid);
      continue;
    }
    const grid = await grids.called(line.written.grid);
    if ('kind' in grid) {
      line.faults.push(grid);
      continue;
    }
    line.grid = grid;
    line.given.grid = grid.id;
  }
}

async function findReferences(checks: EntryChecks, lines: readonly Line[]): Promise<void> {
  const fields = checks.columns.flatMap(column => column?.meaning.kind === 'field' && column.name !== 'grid' && (column.meaning.field.kind === 'person' || column.meaning.field.kind === 'entry') ? [column.meaning.field] : []);
  const references: { line: Line; reference: WrittenReference }[] = [];
  for (const line of fields.length === 0 ? [] : lines) {
    for (const field of fields.filter(({ field }) => field in line.given)) {
      const written = String(line.given[field.field]).trim();
      delete line.given[field.field];
      if (line.grid !== null)
        references.push({ line, reference: { field, written, grid_path: line.grid.path, stored: keyOf(line.stored?.[field.field]) } });
    }
  }
  for (const [at, answer] of (await resolveReferences(checks, references.map(({ reference }) => reference))).entries()) {
    const { line, reference: { field } } = references[at]!;
    if ('fault' in answer)
      line.faults.push(answer.fault);
    else
      line.given[field.field] = answer.id;
  }
}

/** The entry that is there already: by its key, or where nothing makes a key, by all that is said. */
async function findByKey({ trx, dataset, check, seals, columns }: EntryChecks, lines: readonly Line[]): Promise<void> {
  const open = lines.filter(({ written, faults }) => written.id === null && faults.length === 0);
  for (const line of open) {
    const { values, sealed, faults } = check(line.given, null);
    line.keys = entryKeys(dataset, withHashes(dataset, { ...line.given, ...values }, {}, sealed), seals);
    line.entry_key = line.keys[0] ?? null;
    line.values = values;
    // Without a key only a faultless row can be compared.
    if (faults.length > 0)
      line.values = {};
  }
  const keyed = open.filter(({ entry_key }) => entry_key !== null);
  // Of two that were stored apart, the one that is written in the same way.
  const among = (entries: ReadonlyMap<string, StoredEntry>, { keys }: Line): StoredEntry | null => keys.map(key => entries.get(key)).findLast(entry => entry !== undefined) ?? null;
  const current = await entriesByKey(trx, dataset, keyed.flatMap(({ keys }) => keys));
  const leaving = new Set(keyed.filter(line => among(current, line) === null && (line.values.state ?? 'current') !== 'current'));
  const past = leaving.size === 0 ? new Map<string, StoredEntry>() : await pastEntriesByKey(trx, dataset, [...leaving].flatMap(({ keys }) => keys));
  for (const line of keyed)
    line.stored = among(current, line) ?? (leaving.has(line) ? among(past, line) : null);
  const keyless = open.filter(({ entry_key, values }) => entry_key === null && values.grid != null && (values.state ?? 'current') === 'current');
  if (keyless.length === 0)
    return;
  const fields = columns.flatMap(column => column?.meaning.kind === 'field' && !COMMON.some(({ field }) => field === column.name) ? [column.name] : []);
  const same = await sameContent(trx, dataset, fields, keyless.map(({ values }) => values));
  for (const [at, line] of keyless.entries())
    line.stored = same.get(at) ?? null;
}

async function checkValues({ trx, dataset, check, seals, facts }: EntryChecks, lines: readonly Line[]): Promise<void> {
  const known = lines.flatMap(({ stored }) => stored === null ? [] : [stored.id]);
  const hashes = known.length === 0 ? new Map<Uuid, Record<string, string>>() : await sealedHashes(trx, known);
  const kinds = new Map([...COMMON, ...dataset.fields].map(({ field, kind }) => [field, kind] as [string, Field['kind']]));
  for (const line of lines) {
    const { stored, given, faults } = line;
    const checked = check(given, stored);
    // One fault per cell: what could not be looked up is not missing as well.
    const reported = new Set(faults.map(({ field }) => field));
    const left = checked.faults.filter(({ field }) => !reported.has(field) && !(field === 'grid' && line.written.grid !== null));
    faults.push(...(reported.has('id') ? [] : left));
    if (stored === null) {
      Object.assign(line, { values: checked.values, sealed: checked.sealed });
      continue;
    }
    const changes = changesOf(checked, stored, hashes.get(stored.id) ?? {}, kinds, facts.scales);
    const keyless = line.written.id === null && line.entry_key === null;
    if (keyless && Object.keys(changes.sealed).length > 0) {
      // The same but for a number that is shown masked: somebody else.
      Object.assign(line, { stored: null, ...check(given, null), faults });
      continue;
    }
    const complete = { ...stored, ...changes.values };
    const entry_key = entryKey(dataset, withHashes(dataset, complete, hashes.get(stored.id) ?? {}, changes.sealed), seals) ?? (seals === null ? stored.entry_key : null);
    Object.assign(line, { ...changes, id: stored.id, entry_key, verdict: Object.keys(changes.values).length + Object.keys(changes.sealed).length === 0 ? 'same' : 'changed' });
  }
  const moved = lines.filter(({ stored, entry_key, verdict }) => verdict === 'changed' && entry_key !== null && entry_key !== stored!.entry_key);
  const standing = moved.length === 0 ? new Map<string, StoredEntry>() : await entriesByKey(trx, dataset, moved.map(({ entry_key }) => entry_key!));
  for (const { entry_key, id, faults, stored, values } of moved) {
    const other = standing.get(entry_key!);
    if (other !== undefined && other.id !== id && (values.state ?? stored!.state) === 'current')
      faults.push(refused('entry_exists', keyField(dataset), { grid: '' }));
  }
}

/** What only this row's verdict can ask for: the same twice in the file, somebody else's entry, the caller's rights. */
async function checkEntry({ dataset, grids, rights, rowsByEntry }: EntryChecks, line: Line): Promise<void> {
  const { stored, grid, faults } = line;
  const same = stored?.id ?? line.entry_key ?? JSON.stringify(line.given);
  const earlier = rowsByEntry.get(same);
  if (earlier !== undefined) {
    faults.push(refused('row_twice', keyField(dataset), { row: earlier }));
    return;
  }
  rowsByEntry.set(same, line.row);
  if (stored !== null) {
    await grids.lookUp([], [stored.grid]);
    const { name } = grids.byId(stored.grid) ?? { name: '' };
    // As the form says it; what stands there is not told.
    if ((await rights.objectionToGrid(stored.grid, name))?.code === 'grid_out_of_scope') {
      faults.push(refused('entry_exists', keyField(dataset), { grid: name }));
      return;
    }
  }
  if (line.verdict === 'same' || grid === null)
    return;
  const objection = stored === null
    ? await rights.objectionToCreate(grid, line.values)
    : await rights.objectionToUpdate(grids.byId(stored.grid) ?? grid, stored.id, line.values);
  if (objection !== null)
    faults.push(objection);
}

function keyField({ key_fields }: Dataset): string | null {
  return key_fields[0]?.find(name => name !== 'grid') ?? null;
}
