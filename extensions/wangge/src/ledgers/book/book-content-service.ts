/** What stands in a grid's books, read in the name of whoever prints, as of one moment. */
import type { Caller, Db, HookContext } from '../../kernel/context.ts';
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Dataset } from '../model.ts';
import type { PackedRows, PackedSheet } from './model.ts';
import type { Column } from './printed-cell-rules.ts';
import { isDirectusError } from '@directus/errors';
import { packed } from '../../kernel/task.ts';
import { loadDatasets } from '../dataset-store.ts';
import { beginning, currentEntries, partNames } from './print-store.ts';
import { columnsOf, printed } from './printed-cell-rules.ts';
import { wordsIn } from './words.ts';

/** So many together hold the server for some 20 ms. */
const PAGE = 200;

export interface Gathered {
  at: string;
  local: string;
  sheets: Omit<PackedSheet, 'address'>[];
  left_out: string[];
}

/**
 * A set of which somebody may read only a part, or not all columns, is left out: half a sheet would be taken for the whole.
 * Sensitive sets are never printed.
 */
export async function gather(context: HookContext, caller: Caller, grid: Uuid, language: Language): Promise<Gathered> {
  return context.database.transaction(async (trx) => {
    const { at, local } = await beginning(trx);
    const datasets = await loadDatasets(trx);
    const byCollection = new Map(datasets.map(dataset => [dataset.collection, dataset]));
    const parts = await partNames(trx, language);
    const w = wordsIn(language);
    const gathered: Gathered = { at, local, sheets: [], left_out: [] };
    for (const dataset of datasets) {
      const columns = columnsOf(dataset, byCollection, language);
      if (dataset.sensitivity === 'sensitive' || columns.length === 0)
        continue;
      const entries = await currentEntries(trx, dataset.collection, grid);
      if (entries.length === 0 && !dataset.required)
        continue;
      const title = dataset.name[language];
      const rows = await read(context, caller, trx, { dataset, columns, entries, language });
      if (rows === null || rows.count < entries.length)
        gathered.left_out.push(title);
      else
        gathered.sheets.push({ collection: dataset.collection, title, part: parts.get(dataset.category) ?? '', note: w('review', { days: dataset.review_days }), columns: columns.map(({ label }) => label), ...rows });
    }
    return gathered;
  }, { isolationLevel: 'repeatable read', readOnly: true });
}

interface Asked { dataset: Dataset; columns: readonly Column[]; entries: readonly Uuid[]; language: Language }

/** In the order in which entries came, so that a number stays with its entry from version to version. Null: not to be read by this person. */
async function read({ services }: HookContext, caller: Caller, trx: Db, { dataset, columns, entries, language }: Asked): Promise<PackedRows | null> {
  const service = new services.ItemsService(dataset.collection, { ...caller, knex: trx });
  const rows: PackedRows = { count: 0, packed: [] };
  try {
    for (let at = 0; at === 0 || at < entries.length; at += PAGE) {
      const ids = entries.slice(at, at + PAGE);
      const found = await service.readByQuery({ fields: ['id', ...columns.map(({ path }) => path)], filter: { id: { _in: ids } }, limit: PAGE });
      const byId = new Map(found.map(entry => [entry.id as Uuid, entry]));
      const printable = ids.flatMap(id => byId.get(id) ?? []).map(entry => columns.map(column => printed(column, entry, language)));
      rows.count += printable.length;
      rows.packed.push(packed(printable));
    }
    return rows;
  }
  catch (error) {
    if (isDirectusError(error, 'FORBIDDEN'))
      return null;
    throw error;
  }
}
