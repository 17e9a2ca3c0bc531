/**
 * The rows of a workbook, a thousand at a time: what each would do to the ledger, and what is wrong in which cell.
 *
 * The rules are those of the form (`entry-rules.ts`), the rights those of the caller. Nothing is written here.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Verdict } from '../../workbook/import-report-rules.ts';
import type { FileRow } from '../../workbook/workbook-file.ts';
import type { Checked, CheckEntry } from '../entry-rules.ts';
import type { StoredEntry } from '../entry-store.ts';
import type { Dataset, Field, Values } from '../model.ts';
import type { Column } from './column-rules.ts';
import type { Rights } from './import-rights-service.ts';
import type { ColumnFacts, GridRow } from './import-store.ts';
import type { Places } from './place-service.ts';
import type { Finding, Wanted } from './reference-service.ts';
import { randomUUID } from 'node:crypto';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { COMMON } from '../common-field-rules.ts';
import { entryKey } from '../entry-rules.ts';
import { withHashes } from '../entry-service.ts';
import { entriesById, entriesByKey, sealedHashes } from '../entry-store.ts';
import { changesOf } from './change-rules.ts';
import { givenOf } from './column-rules.ts';
import { pastEntriesByKey, sameContent } from './import-store.ts';
import { meant } from './reference-service.ts';

export interface Judging extends Finding {
  dataset: Dataset;
  columns: readonly (Column | null)[];
  check: CheckEntry;
  facts: ColumnFacts;
  rights: Rights;
  places: Places;
  /** Rows of the whole file by what makes them the same entry. */
  rowsByEntry: Map<string, number>;
}

export interface Judged {
  row: number;
  verdict: Verdict;
  faults: Refusal[];
  id: Uuid;
  values: Values;
  sealed: Checked['sealed'];
  entry_key: string | null;
  stored: StoredEntry | null;
}

interface Line extends Judged {
  given: Values;
  said: { id: string | null; grid: string | null };
  grid: GridRow | null;
}

export async function judge(judging: Judging, rows: readonly FileRow[]): Promise<Judged[]> {
  const lines = rows.map(row => lineOf(judging, row));
  await findStated(judging, lines);
  await findPlaces(judging, lines);
  await findReferred(judging, lines);
  await findByKey(judging, lines);
  await check(judging, lines);
  for (const line of lines) {
    if (line.faults.length === 0)
      await decide(judging, line);
    if (line.faults.length > 0)
      line.verdict = 'error';
  }
  return lines;
}

function lineOf({ columns }: Judging, { row, cells }: FileRow): Line {
  const line: Line = { row, verdict: 'new', faults: [], id: randomUUID(), values: {}, sealed: {}, entry_key: null, stored: null, given: {}, said: { id: null, grid: null }, grid: null };
  let code: string | null = null;
  for (const [at, column] of columns.entries()) {
    const value = column === null ? null : givenOf(cells[at]);
    // An empty cell says nothing: it empties nothing that stands.
    if (column === null || value === null)
      continue;
    if (column.meaning.kind === 'id')
      line.said.id = String(value);
    else if (column.meaning.kind === 'grid_code')
      code = String(value);
    else if (column.name === 'grid')
      line.said.grid = String(value);
    else if (column.meaning.kind === 'field')
      line.given[column.name] = value;
  }
  line.said.grid = code ?? line.said.grid;
  return line;
}

/** Entries that the file names by their number: only such that lie where the caller may write. */
async function findStated({ trx, dataset, places, rights }: Judging, lines: readonly Line[]): Promise<void> {
  const stated = lines.filter(({ said }) => said.id !== null);
  if (stated.length === 0)
    return;
  const entries = new Map((await entriesById(trx, dataset.collection, stated.flatMap(({ said }) => keyOf(said.id) ?? []))).map(entry => [entry.id, entry]));
  await places.lookUp([], [...entries.values()].map(({ grid }) => grid));
  for (const line of stated) {
    const entry = entries.get(keyOf(line.said.id) ?? '');
    const outside = entry === undefined || (await rights.objectionToGrid(entry.grid, ''))?.code === 'grid_out_of_scope';
    if (outside)
      line.faults.push(refused('entry_unknown', 'id'));
    else
      line.stored = entry;
  }
}

async function findPlaces({ places }: Judging, lines: readonly Line[]): Promise<void> {
  await places.lookUp(lines.flatMap(({ said }) => said.grid ?? []), []);
  for (const line of lines) {
    if (line.said.grid === null) {
      line.grid = line.stored === null ? null : places.of(line.stored.grid);
      continue;
    }
    const grid = await places.named(line.said.grid);
    if ('kind' in grid) {
      line.faults.push(grid);
      continue;
    }
    line.grid = grid;
    line.given.grid = grid.id;
  }
}

async function findReferred(judging: Judging, lines: readonly Line[]): Promise<void> {
  const fields = judging.columns.flatMap(column => column?.meaning.kind === 'field' && column.name !== 'grid' && (column.meaning.field.kind === 'person' || column.meaning.field.kind === 'entry') ? [column.meaning.field] : []);
  const wanted: { line: Line; wanted: Wanted }[] = [];
  for (const line of fields.length === 0 ? [] : lines) {
    for (const field of fields.filter(({ field }) => field in line.given)) {
      const said = String(line.given[field.field]).trim();
      delete line.given[field.field];
      if (line.grid !== null)
        wanted.push({ line, wanted: { field, said, grid_path: line.grid.path, stored: keyOf(line.stored?.[field.field]) } });
    }
  }
  for (const [at, answer] of (await meant(judging, wanted.map(({ wanted }) => wanted))).entries()) {
    const { line, wanted: { field } } = wanted[at]!;
    if ('fault' in answer)
      line.faults.push(answer.fault);
    else
      line.given[field.field] = answer.id;
  }
}

/** The entry that is there already: by its key, or where nothing makes a key, by all that is said. */
async function findByKey({ trx, dataset, check, seals, columns }: Judging, lines: readonly Line[]): Promise<void> {
  const open = lines.filter(({ said, faults }) => said.id === null && faults.length === 0);
  for (const line of open) {
    const { values, sealed, faults } = check(line.given, null);
    line.entry_key = entryKey(dataset, withHashes(dataset, { ...line.given, ...values }, {}, sealed), seals);
    line.values = values;
    // Without a key only a faultless row can be compared.
    if (faults.length > 0)
      line.values = {};
  }
  const keyed = open.filter(({ entry_key }) => entry_key !== null);
  const current = await entriesByKey(trx, dataset, keyed.map(({ entry_key }) => entry_key!));
  const leaving = keyed.filter(({ entry_key, values }) => !current.has(entry_key!) && (values.state ?? 'current') !== 'current');
  const past = leaving.length === 0 ? new Map<string, StoredEntry>() : await pastEntriesByKey(trx, dataset, leaving.map(({ entry_key }) => entry_key!));
  for (const line of keyed)
    line.stored = current.get(line.entry_key!) ?? (leaving.includes(line) ? past.get(line.entry_key!) ?? null : null);
  const keyless = open.filter(({ entry_key, values }) => entry_key === null && values.grid != null && (values.state ?? 'current') === 'current');
  if (keyless.length === 0)
    return;
  const fields = columns.flatMap(column => column?.meaning.kind === 'field' && !COMMON.some(({ field }) => field === column.name) ? [column.name] : []);
  const same = await sameContent(trx, dataset, fields, keyless.map(({ values }) => values));
  for (const [at, line] of keyless.entries())
    line.stored = same.get(at) ?? null;
}

async function check({ trx, dataset, check, seals, facts }: Judging, lines: readonly Line[]): Promise<void> {
  const known = lines.flatMap(({ stored }) => stored === null ? [] : [stored.id]);
  const hashes = known.length === 0 ? new Map<Uuid, Record<string, string>>() : await sealedHashes(trx, known);
  const kinds = new Map([...COMMON, ...dataset.fields].map(({ field, kind }) => [field, kind] as [string, Field['kind']]));
  for (const line of lines) {
    const { stored, given, faults } = line;
    const checked = check(given, stored);
    // One fault per cell: what could not be looked up is not missing as well.
    const reported = new Set(faults.map(({ field }) => field));
    const left = checked.faults.filter(({ field }) => !reported.has(field) && !(field === 'grid' && line.said.grid !== null));
    faults.push(...(reported.has('id') ? [] : left));
    if (stored === null) {
      Object.assign(line, { values: checked.values, sealed: checked.sealed });
      continue;
    }
    const changes = changesOf(checked, stored, hashes.get(stored.id) ?? {}, kinds, facts.scales);
    const keyless = line.said.id === null && line.entry_key === null;
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
async function decide({ dataset, places, rights, rowsByEntry }: Judging, line: Line): Promise<void> {
  const { stored, grid, faults } = line;
  const same = stored?.id ?? line.entry_key ?? JSON.stringify(line.given);
  const earlier = rowsByEntry.get(same);
  if (earlier !== undefined) {
    faults.push(refused('row_twice', keyField(dataset), { row: earlier }));
    return;
  }
  rowsByEntry.set(same, line.row);
  if (stored !== null) {
    await places.lookUp([], [stored.grid]);
    const { name } = places.of(stored.grid) ?? { name: '' };
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
    : await rights.objectionToUpdate(places.of(stored.grid) ?? grid, stored.id, line.values);
  if (objection !== null)
    faults.push(objection);
}

function keyField({ key_fields }: Dataset): string | null {
  return key_fields[0]?.find(name => name !== 'grid') ?? null;
}
