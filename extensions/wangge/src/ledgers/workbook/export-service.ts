/**
 * A view of a ledger as a workbook, read as its caller: rows, fields and masks are those of the list that they see.
 *
 * First the keys in the order of the view, then the entries in batches by key, written while they are read.
 */
import type { Query } from '@directus/types';
import type { ColumnDef } from 'hucre';
import type { Caller, HookContext } from '../../kernel/context.ts';
import type { Language, Words } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Cell } from '../../workbook/cell-rules.ts';
import type { Dataset, Field, Values } from '../model.ts';
import type { Column } from './column-rules.ts';
import { writeXlsxStream } from 'hucre/xlsx';
import { asText } from '../../workbook/cell-rules.ts';
import { REMARK, sheetName } from '../../workbook/sheet-mark-rules.ts';
import { loadDataset } from '../dataset-store.ts';
import { cellOf, columnsOf, isMaskedTwin } from './column-rules.ts';

export const EXPORTED_AT_MOST = 50_000;
/** So many are read and written together: some 20 ms. */
const BATCH = 200;

export type View = Pick<Query, 'filter' | 'sort' | 'search'>;

export interface Exporting { context: Pick<HookContext, 'services' | 'database'>; caller: Caller; dataset: Dataset; language: Language }

/** The keys of the view, one more than are exported where there are more. */
export async function keysOf({ context, caller, dataset }: Exporting, { filter, sort, search }: View): Promise<Uuid[]> {
  const rows = await service(context, caller, dataset.collection).readByQuery({
    fields: ['id'],
    limit: EXPORTED_AT_MOST + 1,
    sort: [...sort ?? [], 'id'],
    ...filter == null ? {} : { filter },
    ...search == null ? {} : { search },
  });
  return rows.map(({ id }) => id as Uuid);
}

/** Which columns the caller may read: what comes with the first entry. Of a name and its masked twin one is enough. */
export async function readable(exporting: Exporting, keys: readonly Uuid[]): Promise<Column[]> {
  const { dataset } = exporting;
  const [first] = keys.length === 0 ? [] : await entries(exporting, keys.slice(0, 1));
  return columnsOf(dataset).filter(({ name, meaning }) => {
    if (meaning.kind === 'field' && isMaskedTwin(meaning.field, dataset.fields) && (first === undefined || name.slice(0, -'_masked'.length) in first))
      return false;
    return first === undefined || name in first || (name === 'grid_code' && 'grid' in first);
  });
}

export function workbook(exporting: Exporting, columns: readonly Column[], keys: readonly Uuid[], by: { name: string; at: string }): ReadableStream<Uint8Array> {
  const { dataset, language } = exporting;
  const exported = keys.slice(0, EXPORTED_AT_MOST);
  async function* rows(): AsyncGenerator<Cell[]> {
    yield columns.map(({ label }) => label[language]);
    for (let from = 0; from < exported.length; from += BATCH) {
      const batch = await entries(exporting, exported.slice(from, from + BATCH));
      const names = await namesIn(exporting, columns, batch);
      for (const entry of batch)
        yield columns.map(column => cell(column, entry, names, language));
    }
    yield [remark(keys.length, by)[language]];
  }
  return writeXlsxStream(rows(), { name: sheetName(dataset.name[language]), columns: columns.map(columnStyle), freezePane: { rows: 1 } });
}

/** Gone or out of sight since the keys were read: left out. In the order of the keys. */
async function entries({ context, caller, dataset }: Exporting, keys: readonly Uuid[]): Promise<Values[]> {
  const rows = await service(context, caller, dataset.collection).readByQuery({ filter: { id: { _in: [...keys] } }, fields: ['*'], limit: -1 });
  const known = new Map(rows.map(row => [row.id as Uuid, row as Values]));
  return keys.map(key => known.get(key)).filter(entry => entry !== undefined);
}

function service({ services, database }: Exporting['context'], caller: Caller, collection: string) {
  return new services.ItemsService(collection, { ...caller, knex: database });
}

type Names = ReadonlyMap<Uuid, { name: string; code: string | null }>;

/** What relations are called, as far as the caller may read it. */
async function namesIn({ context, caller }: Exporting, columns: readonly Column[], batch: readonly Values[]): Promise<Names> {
  const names = new Map<Uuid, { name: string; code: string | null }>();
  const wanted = new Map<string, Set<Uuid>>();
  for (const { meaning } of columns) {
    if (meaning.kind !== 'field' || meaning.field.of === null)
      continue;
    const ids = wanted.get(meaning.field.of) ?? new Set();
    wanted.set(meaning.field.of, ids);
    batch.forEach(entry => typeof entry[meaning.field.field] === 'string' && ids.add(entry[meaning.field.field] as Uuid));
  }
  for (const [collection, ids] of wanted) {
    const rows = await service(context, caller, collection).readByQuery({ filter: { id: { _in: [...ids] } }, fields: ['*'], limit: -1 }).catch((error: { status?: number }) => {
      if (error.status === 403)
        return [];
      throw error;
    });
    const set = collection === 'grids' ? null : await loadDataset(context.database, collection);
    for (const row of rows as Values[])
      names.set(row.id as Uuid, { name: nameOf(row, set), code: collection === 'grids' ? String(row.code ?? '') : null });
  }
  return names;
}

/** A person by name and masked number, which is how a workbook is read back; others by what their set is referred to by. */
function nameOf(row: Values, set: Dataset | null): string {
  const sealed = set?.fields.find(({ field, sealed }) => field === set.reference_field && sealed !== null);
  const name = String((set === null || sealed !== undefined ? row.name ?? row.name_masked : row[set.reference_field]) ?? '');
  const number = sealed === undefined ? null : row[sealed.field];
  return number == null || number === '' ? name : `${name}（${String(number)}）`;
}

function cell({ name, meaning }: Column, entry: Values, names: Names, language: Language): Cell {
  if (meaning.kind === 'grid_code')
    return names.get(entry.grid as Uuid)?.code ?? null;
  const value = entry[name];
  if (meaning.kind !== 'field')
    return meaning.kind === 'passed_over' ? cellOf({ kind: 'date' } as Field, value, language) : String(value ?? '');
  if (meaning.field.of !== null)
    return value == null ? null : asText(names.get(value as Uuid)?.name ?? '');
  return cellOf(meaning.field, value, language);
}

function columnStyle({ meaning }: Column): ColumnDef {
  const kind = meaning.kind === 'field' ? meaning.field.kind : meaning.kind === 'passed_over' ? 'date' : 'text';
  if (kind === 'date')
    return { width: 12, numFmt: 'yyyy-mm-dd' };
  return kind === 'integer' || kind === 'decimal' || kind === 'percent' ? { width: 12 } : { width: kind === 'long_text' ? 40 : 20, numFmt: '@' };
}

/** Below the entries; passed over when the workbook is brought in again. */
function remark(found: number, { name, at }: { name: string; at: string }): Words {
  const cut = found > EXPORTED_AT_MOST;
  const rows = Math.min(found, EXPORTED_AT_MOST);
  return {
    'zh-CN': `${REMARK} 共导出 ${rows} 条${cut ? '，其余未导出，请缩小筛选范围' : ''}（一次最多导出 ${EXPORTED_AT_MOST} 条）。${name} 导出于 ${at}。`,
    'en-US': `${REMARK} ${rows} entries${cut ? '; there are more: narrow the filter' : ''} (at most ${EXPORTED_AT_MOST} at once). Exported by ${name} on ${at}.`,
  };
}
