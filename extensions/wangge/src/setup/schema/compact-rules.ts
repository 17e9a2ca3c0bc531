/**
 * From the snapshot that Directus writes to the schema file: what a rule would
 * fill in anyway is left out, and with a committed file at hand also what admins
 * and ledgers added to the database.
 */
import type { Item, Json, Kind, Snapshot } from './snapshot-rules.ts';
import { indexName } from './constraint-names-rules.ts';
import { key, rulesFor, surroundings } from './defaults-rules.ts';
import { KINDS, read, same, text, write } from './snapshot-rules.ts';

export interface Selection {
  /** The committed file: only what it names is kept, in its order. */
  committed: Snapshot;
  /** Names (`issues`, `issues.grid`) that are to be taken in although the file does not have them yet. */
  include: readonly string[];
}

/**
 * The snapshot without indexes that are not Directus' own: what our SQL makes on a single column
 * (partial, `text_pattern_ops`) is reported by Directus as a plain index of the field.
 */
export function withoutForeignIndexes(snapshot: Snapshot, indexes: ReadonlySet<string>): Snapshot {
  const fields = snapshot.fields.map((field) => {
    const foreign = read(field, ['schema', 'is_indexed']) === true && !indexes.has(indexName(text(field, 'collection'), text(field, 'field')));
    return foreign ? { ...field, schema: { ...field.schema as Item, is_indexed: false } } : field;
  });
  return { ...snapshot, fields };
}

/** The compact form of a whole snapshot: `expand(compact(snapshot))` is the snapshot, up to the order of its lists. */
export function compact(snapshot: Snapshot, selection?: Selection): Snapshot {
  const chosen = inFormOrder(selection === undefined ? snapshot : select(snapshot, selection), selection?.committed);
  const around = surroundings(chosen);
  const compacted = (kind: Kind): Item[] => chosen[kind].map((item) => {
    const short = head(item);
    const rules = rulesFor(kind, item, around);
    for (const { path, value } of rules) {
      const actual = read(item, path);
      if (actual !== undefined && !same(actual, value(item, around)))
        write(short, path, path.at(-1) === 'translations' ? shortTranslations(actual) : structuredClone(actual));
    }
    for (const path of unruled(item, rules))
      write(short, path, structuredClone(read(item, path)!));
    return short;
  });
  return {
    version: snapshot.version,
    directus: snapshot.directus,
    vendor: snapshot.vendor,
    collections: compacted('collections'),
    fields: compacted('fields'),
    relations: compacted('relations'),
    systemFields: structuredClone(chosen.systemFields),
  };
}

/** What an item always says of itself: its name, its type, where it points to. */
function head(item: Item): Item {
  const short: Item = {};
  for (const name of ['collection', 'field', 'related_collection', 'type']) {
    if (item[name] !== undefined)
      short[name] = item[name];
  }
  return short;
}

/** Attributes that no rule speaks of (a later Directus may have new ones) are kept as they are. */
function unruled(item: Item, rules: readonly { path: readonly string[] }[]): string[][] {
  const ruled = new Set(rules.map(({ path }) => path.join('.')));
  return ['meta', 'schema'].flatMap((part) => {
    const value = item[part];
    return value === null || typeof value !== 'object' ? [] : Object.keys(value).map(name => [part, name]);
  }).filter(path => !ruled.has(path.join('.')));
}

function select(snapshot: Snapshot, { committed, include }: Selection): Snapshot {
  const wanted = new Set([...KINDS.flatMap(kind => committed[kind].map(key)), ...include]);
  const ours = (item: Item): boolean => wanted.has(key(item)) || include.includes(text(item, 'collection'));
  const system = new Set(committed.systemFields.map(key));
  const kept = {
    ...snapshot,
    ...Object.fromEntries(KINDS.map(kind => [kind, snapshot[kind].filter(ours)])) as Pick<Snapshot, Kind>,
    systemFields: snapshot.systemFields.filter(field => system.has(key(field)) || include.includes(key(field))),
  };
  // What was left out leaves gaps in the numbering, which are not ours to keep: the order is.
  const ordered = inFormOrder(kept, undefined);
  return { ...ordered, collections: ordered.collections.map(unnumbered), fields: ordered.fields.map(unnumbered) };
}

function unnumbered(item: Item): Item {
  const { sort: _, ...meta } = item.meta as Item;
  return { ...item, meta };
}

/** Collections as in the committed file, new ones after; fields by their collection, group and place in the form. */
function inFormOrder(snapshot: Snapshot, committed: Snapshot | undefined): Snapshot {
  const known = new Map((committed?.collections ?? []).map((item, place) => [key(item), place]));
  const rank = (collection: string): number => known.get(collection) ?? known.size;
  const collections = tree(snapshot.collections).sort((a, b) => rank(key(a)) - rank(key(b)));
  const order = new Map(collections.map((item, place) => [key(item), place]));
  const place = (item: Item): number => order.get(text(item, 'collection')) ?? -1;
  const owners = [...new Set(snapshot.fields.map(field => text(field, 'collection')))];
  return {
    ...snapshot,
    collections,
    fields: owners.flatMap(owner => tree(snapshot.fields.filter(field => field.collection === owner))).sort((a, b) => place(a) - place(b)),
    relations: [...snapshot.relations].sort((a, b) => place(a) - place(b)),
  };
}

/** A group's members follow it, each group in the order of `sort`; the order given decides between equals. */
function tree(items: readonly Item[]): Item[] {
  const name = (item: Item): string => 'field' in item ? text(item, 'field') : text(item, 'collection');
  const names = new Set(items.map(name));
  const members = new Map<string, Item[]>();
  for (const item of items) {
    const group = text(item, 'meta', 'group');
    const parent = names.has(group) ? group : '';
    members.set(parent, [...members.get(parent) ?? [], item]);
  }
  const from = (group: string): Item[] => (members.get(group) ?? [])
    .sort((a, b) => number(read(a, ['meta', 'sort'])) - number(read(b, ['meta', 'sort'])))
    .flatMap(item => [item, ...from(name(item))]);
  return from('');
}

function number(value: Json | undefined): number {
  return typeof value === 'number' ? value : Number.MAX_SAFE_INTEGER;
}

/** `[{ language, translation }]` → `{ language: translation }` where nothing is lost by it. */
function shortTranslations(translations: Json): Json {
  if (!Array.isArray(translations) || translations.length === 0)
    return structuredClone(translations);
  const short: Item = {};
  for (const entry of translations) {
    const { language, translation, ...rest } = entry as Item;
    if (typeof language !== 'string' || typeof translation !== 'string' || Object.keys(rest).length > 0 || language in short)
      return structuredClone(translations);
    short[language] = translation;
  }
  return short;
}
