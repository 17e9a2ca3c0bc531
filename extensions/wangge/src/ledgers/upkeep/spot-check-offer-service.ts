/**
 * What is offered to whoever looks at ledgers: the data sets that they may read, the least looked at first; and of one of them entries
 * that they may read and have no part in: those of patches in which nobody has looked at anything in the quarter come first.
 */
import type { Caller, Db, HookContext } from '../../kernel/context.ts';
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Day, Uuid, Values } from '../../kernel/values.ts';
import type { Dataset } from '../model.ts';
import type { OfferedEntry } from './spot-check-offer-rules.ts';
import { isDirectusError } from '@directus/errors';
import { loadDatasets } from '../dataset-store.ts';
import { entryName, fieldsToName } from './spot-check-offer-rules.ts';
import { lookedAt, lookedSets, reachOf } from './spot-check-store.ts';

export interface Span { starts_on: Day; ends_on: Day }
export interface OfferedSet { id: Uuid; collection: string; name: string; looked: number }

/** As many as somebody looks through. */
const OFFERED = 30;

export async function setsOffered({ services }: Pick<HookContext, 'services'>, caller: Caller, db: Db, span: Span, language: Language): Promise<OfferedSet[]> {
  const looked = await lookedSets(db, span);
  const offered: OfferedSet[] = [];
  for (const { id, collection, name } of await loadDatasets(db)) {
    const rows = await readable(new services.ItemsService(collection, { ...caller }).readByQuery({ fields: ['id'], filter: { state: { _eq: 'current' } }, limit: 1 }));
    if (rows !== null && rows.length > 0)
      offered.push({ id, collection, name: name[language], looked: looked.get(id) ?? 0 });
  }
  return offered.sort((a, b) => a.looked - b.looked);
}

export interface EntriesAsked { dataset: Dataset; span: Span; search: string; person: Uuid }

/** Null: there is nothing of it that they may read. */
export async function entriesOffered({ services }: Pick<HookContext, 'services'>, caller: Caller, db: Db, { dataset, span, search, person }: EntriesAsked): Promise<OfferedEntry[] | null> {
  const { items, grids } = await lookedAt(db, span);
  const { subdistrict, own } = await reachOf(db, person);
  const reach = [...subdistrict === null ? [] : [{ grid: { subdistrict: { _eq: subdistrict } } }], ...own.map(path => ({ grid_path: { _nstarts_with: path } }))];
  const read = async (limit: number, ...more: object[]): Promise<Values[] | null> => {
    const filter = { _and: [{ state: { _eq: 'current' } }, ...reach, ...more] };
    const asked = { fields: fieldsToName(dataset), filter, sort: ['grid_path', 'id'], limit, ...search === '' ? {} : { search } };
    return await readable(new services.ItemsService(dataset.collection, { ...caller }).readByQuery(asked as object));
  };
  const offered: Values[] = [];
  const unlooked = { id: { _nin: [...items] } };
  for (const which of [{ _and: [unlooked, { grid: { _nin: [...grids] } }] }, { _and: [unlooked, { grid: { _in: [...grids] } }] }, { id: { _in: [...items] } }]) {
    const rows = offered.length < OFFERED ? await read(OFFERED - offered.length, which) : [];
    if (rows === null)
      return null;
    offered.push(...rows);
  }
  return offered.map(row => ({ id: row.id as Uuid, name: entryName(row, dataset), grid: String((row.grid as Values | null)?.name ?? ''), looked: items.has(row.id as Uuid) }));
}

/** Null: Directus forbids it. */
async function readable<Rows>(reading: Promise<Rows>): Promise<Rows | null> {
  return reading.catch((error: unknown) => {
    if (isDirectusError(error, 'FORBIDDEN'))
      return null;
    throw error;
  });
}
