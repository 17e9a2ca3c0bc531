/**
 * What is offered to whoever looks at ledgers: the data sets that they may read, the least looked at first; and of one of them entries
 * that are drawn, that they may read and have no part in: those of patches in which nobody has looked at anything in the quarter come first.
 */
import type { Caller, Db, HookContext } from '../../kernel/context.ts';
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Day, Uuid, Values } from '../../kernel/values.ts';
import type { Dataset } from '../model.ts';
import type { OfferedEntry } from './spot-check-offer-rules.ts';
import { isDirectusError } from '@directus/errors';
import { loadDatasets } from '../dataset-store.ts';
import { DRAWN_BELOW } from '../model.ts';
import { entryName, fieldsToName } from './spot-check-offer-rules.ts';
import { lookedAmong, lookedGrids, lookedSets, reachOf } from './spot-check-store.ts';

export interface Span { starts_on: Day; ends_on: Day }
export interface OfferedSet { id: Uuid; collection: string; name: string; looked: number }

/** `more`: there are others, which are found by their content. */
export interface Offered { entries: OfferedEntry[]; more: boolean }

/** As many as somebody looks through. */
const OFFERED = 30;
/** Read at once, where those that were looked at stand among the others. */
const PAGE = 500;
const DRAWN = { state: { _eq: 'current' }, draw: { _lt: DRAWN_BELOW } };

/** `only`: of this one alone is it asked whether they may read it. */
export async function setsOffered({ services }: Pick<HookContext, 'services'>, caller: Caller, db: Db, span: Span, language: Language, only: Uuid | null): Promise<OfferedSet[]> {
  const looked = await lookedSets(db, span);
  const offered: OfferedSet[] = [];
  for (const { id, collection, name } of await loadDatasets(db)) {
    if (only !== null && id !== only)
      continue;
    const rows = await readable(new services.ItemsService(collection, { ...caller }).readByQuery({ fields: ['id'], filter: DRAWN, limit: 1 }));
    if (rows !== null && rows.length > 0)
      offered.push({ id, collection, name: name[language], looked: looked.get(id) ?? 0 });
  }
  return offered.sort((a, b) => a.looked - b.looked);
}

export interface EntriesAsked { dataset: Dataset; span: Span; search: string; person: Uuid }

/** Null: there is nothing of it that they may read. */
export async function entriesOffered({ services }: Pick<HookContext, 'services'>, caller: Caller, db: Db, { dataset, span, search, person }: EntriesAsked): Promise<Offered | null> {
  const { subdistrict, own } = await reachOf(db, person);
  const grids = await lookedGrids(db, span, subdistrict);
  const reach = [DRAWN, ...subdistrict === null ? [] : [{ grid: { subdistrict: { _eq: subdistrict } } }], ...own.map(path => ({ grid_path: { _nstarts_with: path } }))];
  const read = async (fields: string[], more: object, limit: number, offset = 0): Promise<Values[] | null> => {
    const asked = { fields, filter: { _and: [...reach, more] }, sort: ['grid_path', 'id'], limit, offset, ...search === '' ? {} : { search } };
    return await readable(new services.ItemsService(dataset.collection, { ...caller }).readByQuery(asked as object));
  };
  const ids = async (...asked: [more: object, limit: number, offset?: number]): Promise<Uuid[] | null> => (await read(['id'], ...asked))?.map(({ id }) => id as Uuid) ?? null;
  const most = OFFERED + 1;
  const found = await ids({ grid: { _nin: grids } }, most);
  if (found === null)
    return null;
  // In the other patches: those that nobody has looked at, then those that somebody has.
  const seen: Uuid[] = [];
  for (let offset = 0; grids.length > 0 && found.length < most; offset += PAGE) {
    const page = await ids({ grid: { _in: grids } }, PAGE, offset) ?? [];
    const looked = await lookedAmong(db, span, dataset.id, page);
    found.push(...page.filter(id => !looked.has(id)));
    seen.push(...page.filter(id => looked.has(id)));
    if (page.length < PAGE)
      break;
  }
  const offered = [...found, ...seen].slice(0, OFFERED);
  const rows = new Map((offered.length === 0 ? [] : await read(fieldsToName(dataset), { id: { _in: offered } }, OFFERED) ?? []).map(row => [row.id as Uuid, row]));
  const looked = await lookedAmong(db, span, dataset.id, offered);
  const entries = offered.flatMap((id) => {
    const row = rows.get(id);
    return row === undefined ? [] : [{ id, name: entryName(row, dataset), grid: String((row.grid as Values | null)?.name ?? ''), looked: looked.has(id) }];
  });
  return { entries, more: found.length + seen.length > OFFERED };
}

/** Null: Directus forbids it. */
async function readable<Rows>(reading: Promise<Rows>): Promise<Rows | null> {
  return reading.catch((error: unknown) => {
    if (isDirectusError(error, 'FORBIDDEN'))
      return null;
    throw error;
  });
}
