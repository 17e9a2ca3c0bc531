/**
 * Which entries do the names in a workbook mean? A person by the identity number, or by name within the grid; any
 * other entry by what its set is referred to by, within the community. Only what the caller may read is found:
 * otherwise a workbook would tell who is registered elsewhere.
 */
import type { Caller, Db, HookContext } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { FieldCipher } from '../field-encryption-rules.ts';
import type { Dataset, Field } from '../model.ts';
import type { Referred } from './import-store.ts';
import { parseIdentityNumber } from '../../kernel/identity-number-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { sameKey } from '../../kernel/text-rules.ts';
import { loadDataset } from '../dataset-store.ts';
import { entriesCalled, entriesNumbered } from './import-store.ts';

/** A name in a cell. `stored`: what the entry refers to now. */
export interface WrittenReference { field: Field; written: string; grid_path: string; stored: Uuid | null }
export type ResolvedReference = { id: Uuid } | { fault: Refusal };

export interface ReferenceSearch { services: HookContext['services']; caller: Caller; trx: Db; seals: FieldCipher | null; today: Day; sets: Map<string, Dataset | null> }

/** In their order. */
export async function resolveReferences(search: ReferenceSearch, references: readonly WrittenReference[]): Promise<ResolvedReference[]> {
  const answers: ResolvedReference[] = [];
  for (const collection of new Set(references.map(({ field }) => field.of!))) {
    const set = search.sets.get(collection) ?? await loadDataset(search.trx, collection);
    search.sets.set(collection, set);
    const places = [...references.keys()].filter(at => references[at]!.field.of === collection);
    const found = set === null ? [] : await candidates(search, set, places.map(at => references[at]!));
    for (const [index, at] of places.entries())
      answers[at] = choose(references[at]!, found[index] ?? [], set);
  }
  return answers;
}

/** How a workbook names a person: the number, the name, or (as exports do) the name with the masked number. */
interface Naming { number: string | null; name: string; masked: string | null }

function namingOf(said: string, today: Day): Naming {
  const number = parseIdentityNumber(said, today)?.number ?? null;
  const masked = /[\s（(](\d[\dX*＊]{14,17})[)）]?$/i.exec(said);
  return { number, name: masked === null ? said : said.slice(0, masked.index).trim(), masked: masked?.[1]!.replaceAll('＊', '*').toUpperCase() ?? null };
}

/** For each the entries that it may mean, in the community; those of a person without number in the grid. */
async function candidates(search: ReferenceSearch, set: Dataset, references: readonly WrittenReference[]): Promise<Referred[][]> {
  const { trx, seals, today } = search;
  const people = set.fields.some(({ field, sealed }) => field === 'identity_number' && sealed !== null) && set.fields.some(({ field }) => field === 'name');
  const by = people ? 'name' : set.reference_field;
  const namings = references.map(({ written }) => people ? namingOf(written, today) : { number: null, name: written, masked: null });
  const hashes = namings.map(({ number }) => number === null || seals === null ? null : seals.hash(number));
  const numbered = hashes.some(hash => hash !== null) ? await entriesNumbered(trx, set.collection, 'identity_number', [...new Set(hashes.filter(hash => hash !== null))]) : [];
  const named = set.fields.some(({ field }) => field === by)
    ? await entriesCalled(trx, set.collection, by, [...new Set(namings.map(({ name }) => name))], [...new Set(references.map(({ grid_path }) => communityOf(grid_path)))])
    : [];
  const seen = await visible(search, set.collection, [...numbered, ...named].map(({ id }) => id));
  const [byHash, byName] = [numbered, named].map(list => grouped(list.filter(({ id }) => seen.has(id))));
  return references.map(({ grid_path, stored }, at) => {
    const { name, masked } = namings[at]!;
    if (hashes[at] != null)
      return byHash!.get(hashes[at]) ?? [];
    const near = (byName!.get(sameKey(name)) ?? []).filter(one => one.grid_path.startsWith(communityOf(grid_path)) && (masked === null || one.number === masked));
    const here = near.filter(one => one.grid_path === grid_path);
    const standing = near.filter(({ id }) => id === stored);
    return standing.length > 0 ? standing : here.length > 0 || (people && masked === null) ? here : near;
  });
}

function choose({ field, written }: WrittenReference, found: readonly Referred[], set: Dataset | null): ResolvedReference {
  const params = { label: field.label['zh-CN'], label_en: field.label['en-US'], value: written, set: set?.name['zh-CN'] ?? '', set_en: set?.name['en-US'] ?? '' };
  if (found.length === 1)
    return { id: found[0]!.id };
  if (found.length === 0)
    return { fault: refused('reference_unknown', field.field, params) };
  const instead = field.kind === 'person'
    ? { instead: '请改填公民身份号码', instead_en: 'give the identity number instead' }
    : { instead: '请先在该台账中区分名称', instead_en: 'give them different names first' };
  return { fault: refused('reference_ambiguous', field.field, { ...params, ...instead }) };
}

/** The path of a patch without its own part. */
function communityOf(path: string): string {
  return path.replace(/[^/]+\/$/, '');
}

async function visible({ services, caller, trx }: ReferenceSearch, collection: string, ids: readonly Uuid[]): Promise<Set<Uuid>> {
  if (ids.length === 0)
    return new Set();
  try {
    const rows = await new services.ItemsService(collection, { ...caller, knex: trx }).readByQuery({ filter: { id: { _in: [...new Set(ids)] } }, fields: ['id'], limit: -1 });
    return new Set(rows.map(({ id }) => id as Uuid));
  }
  catch (error) {
    if ((error as { status?: number }).status === 403)
      return new Set();
    throw error;
  }
}

function grouped(list: readonly Referred[]): Map<string, Referred[]> {
  const groups = new Map<string, Referred[]>();
  for (const one of list)
    groups.set(one.said, [...groups.get(one.said) ?? [], one]);
  return groups;
}
