/**
 * An entry as people send it, made into one that is stored: checked, numbers sealed and masked, its key.
 *
 * Every way in passes here: the form, REST, GraphQL, batches, Directus' own import. The workbook
 * import uses the same rules (`entry-rules.ts`) in bulk.
 */
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Uuid } from '../kernel/values.ts';
import type { Checked, Facts } from './entry-rules.ts';
import type { StoredEntry } from './entry-store.ts';
import type { Dataset, Values } from './model.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { keyOf } from '../kernel/relation-key-rules.ts';
import { todayOf } from '../territory/index.ts';
import { installedCipher } from './encryption-key.ts';
import { entryChecker, entryKeys } from './entry-rules.ts';
import { ciphersOfField, entriesById, entriesByKey, gridOf, sealedHashes } from './entry-store.ts';
import { compileValidation } from './field-validation.ts';
import { COMMON_FIELDS, MANAGED_FIELDS } from './model.ts';

export type Prepared = { kind: 'prepared'; values: Values } | { kind: 'refusals'; refusals: Refusal[] };

const refusals = (...list: Refusal[]): Prepared => ({ kind: 'refusals', refusals: list });

export async function prepareCreate(db: Db, dataset: Dataset, payload: Values): Promise<Prepared> {
  const objection = objectionToWriting(dataset, payload) ?? await objectionToGrid(db, payload.grid);
  if (objection !== null)
    return refusals(objection);
  const facts = await factsOf(db);
  const { values, sealed, faults } = entryChecker(dataset, facts)(payload, null);
  if (faults.length > 0)
    return refusals(...faults);
  const complete = { ...payload, ...values, grid: keyOf(payload.grid) };
  const keys = entryKeys(dataset, withHashes(dataset, complete, {}, sealed), facts.seals);
  const twice = (complete as Values).state === undefined || (complete as Values).state === 'current' ? await objectionToKeys(db, dataset, keys, null) : null;
  return twice === null ? { kind: 'prepared', values: { ...unread(dataset, payload), ...values, entry_key: keys[0] ?? null, sealed } } : refusals(twice);
}

/** The same change of all these entries. What makes an entry unique, and sealed numbers, are changed one by one. */
export async function prepareUpdate(db: Db, dataset: Dataset, payload: Values, ids: readonly Uuid[]): Promise<Prepared> {
  const objection = objectionToWriting(dataset, payload) ?? ('grid' in payload ? await objectionToGrid(db, payload.grid) : null);
  if (objection !== null)
    return refusals(objection);
  const facts = await factsOf(db);
  const check = entryChecker(dataset, facts);
  const stored = await withIdentity(db, dataset, payload, facts, await entriesById(db, dataset.collection, ids));
  const checked = stored.map(row => check(payload, row));
  const fault = checked.find(({ faults }) => faults.length > 0);
  if (fault !== undefined)
    return refusals(...fault.faults);
  const [first] = checked;
  if (first === undefined)
    return { kind: 'prepared', values: unread(dataset, payload) };
  const single = keyFieldIn(dataset, { ...payload, ...first.sealed });
  if (single !== null && ids.length > 1)
    return refusals(refused('one_by_one', single));
  if (single === null)
    return { kind: 'prepared', values: { ...unread(dataset, payload), ...first.values } };
  return keyed(db, dataset, { payload, checked: first, stored: stored[0]! }, facts);
}

/** Birthday and sex are compared with the whole number where one of them changes. */
async function withIdentity(db: Db, { collection, fields }: Dataset, payload: Values, { seals }: Facts, stored: StoredEntry[]): Promise<StoredEntry[]> {
  const compares = ('birth_on' in payload || 'sex' in payload) && fields.some(({ field, sealed }) => field === IDENTITY && sealed === IDENTITY);
  if (!compares || seals === null)
    return stored;
  const ciphers = await ciphersOfField(db, collection, IDENTITY, stored.map(({ id }) => id));
  return stored.map((row) => {
    const cipher = ciphers.get(row.id);
    return cipher === undefined ? row : { ...row, [IDENTITY]: seals.open(cipher) };
  });
}

const IDENTITY = 'identity_number';

async function keyed(db: Db, dataset: Dataset, { payload, checked: { values, sealed }, stored }: { payload: Values; checked: ReturnType<ReturnType<typeof entryChecker>>; stored: StoredEntry }, facts: Facts): Promise<Prepared> {
  const hashes = (await sealedHashes(db, [stored.id])).get(stored.id) ?? {};
  const grid = 'grid' in payload ? keyOf(payload.grid) : stored.grid;
  const complete = { ...stored, ...values, grid };
  const keys = entryKeys(dataset, withHashes(dataset, complete, hashes, sealed), facts.seals);
  const state = (payload.state ?? stored.state) as string;
  const twice = state === 'current' ? await objectionToKeys(db, dataset, keys, stored.id) : null;
  if (twice !== null)
    return refusals(twice);
  const mailbox = Object.keys(sealed).length === 0 ? {} : { sealed };
  return { kind: 'prepared', values: { ...unread(dataset, payload), ...values, entry_key: keys[0] ?? null, ...mailbox } };
}

/** What the rules do not speak of: the grid, fields of kinds that are not theirs. Everything else comes from them. */
function unread({ fields }: Dataset, payload: Values): Values {
  const read = new Set([...fields.map(({ field }) => field), ...COMMON_FIELDS.filter(field => field !== 'grid')] as string[]);
  return Object.fromEntries(Object.entries(payload).filter(([field]) => !read.has(field)));
}

/** For keys a sealed number counts by its hash: the one that is sent now, else the one that stands. */
export function withHashes(dataset: Pick<Dataset, 'fields'>, values: Values, stored: Record<string, string>, sealed: Checked['sealed']): Values {
  const hashed = dataset.fields.filter(field => field.sealed !== null).map(({ field }) =>
    [field, (values[field] ?? '') === '' ? null : field in sealed ? sealed[field]?.hash ?? null : stored[field] ?? null]);
  return { ...values, ...Object.fromEntries(hashed) };
}

async function factsOf(db: Db): Promise<Facts> {
  return { today: await todayOf(db), seals: installedCipher(), compile: compileValidation };
}

function objectionToWriting(dataset: Dataset, payload: Values): Refusal | null {
  const managed = MANAGED_FIELDS.find(field => field in payload);
  if (managed !== undefined)
    return refused('managed_field', managed, { field: managed });
  return dataset.active ? null : refused('dataset_inactive', null, { name: dataset.name['zh-CN'] });
}

async function objectionToGrid(db: Db, said: unknown): Promise<Refusal | null> {
  const id = keyOf(said);
  const grid = id === null ? null : await gridOf(db, id);
  if (grid === null)
    return refused((said ?? '') === '' ? 'field_required' : 'grid_unknown', 'grid', { field: 'grid', label: '网格', label_en: 'Grid' });
  return grid.level === 3 ? null : refused('grid_not_patch', 'grid', { name: grid.name });
}

async function objectionToKeys(db: Db, dataset: Dataset, keys: readonly string[], self: Uuid | null): Promise<Refusal | null> {
  const standing = keys.length === 0 ? undefined : [...(await entriesByKey(db, dataset, keys)).values()].find(({ id }) => id !== self);
  if (standing === undefined)
    return null;
  const field = dataset.key_fields[0]?.find(name => name !== 'grid') ?? null;
  return refused('entry_exists', field, { grid: (await gridOf(db, standing.grid))?.name ?? '' });
}

/** The first field of the payload that tells entries apart, or is sealed; an entry that is current again brings its key back. */
function keyFieldIn(dataset: Dataset, payload: Values): string | null {
  const telling = new Set([...payload.state === 'current' ? ['state'] : [], ...dataset.key_fields.flat(), ...dataset.fields.filter(({ sealed }) => sealed !== null).map(({ field }) => field)]);
  return Object.keys(payload).find(field => telling.has(field)) ?? null;
}
