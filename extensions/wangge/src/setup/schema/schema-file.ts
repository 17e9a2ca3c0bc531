/**
 * `schema-snapshot.yaml` as text: read strictly, printed so that a person can
 * read it and a change shows as a change of few lines.
 */
import type { Document, Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import type { Item, Json, Snapshot } from './snapshot-rules.ts';
import { isMap, isScalar, isSeq, parseDocument, Document as YamlDocument } from 'yaml';
import { duplicates, expand } from './expand-rules.ts';

const HEADER = ` The schema of Wangge: a Directus snapshot in which everything that goes without saying is left out.
 The order of fields is their order in the form. What an attribute is when it is not written:
 extensions/wangge/src/setup/schema/defaults-rules.ts. "npm run schema:snapshot" rewrites this file from a
 database, "npm run generate" makes the TypeScript types. Words shown for $t: keys: seeds/studio/translations.yaml.
`;

const LISTS = ['collections', 'fields', 'relations', 'systemFields'] as const;

/** The compact snapshot in the text; throws with the line where it is no snapshot. */
export function parseSchemaFile(text: string): Snapshot {
  const document = parseDocument(text, { uniqueKeys: true });
  const error = document.errors[0];
  if (error !== undefined)
    throw new Error(`schema-snapshot.yaml: ${error.message}`);
  const parsed = document.toJS({ maxAliasCount: 10_000 }) as Partial<Snapshot> | null;
  for (const name of LISTS) {
    if (!Array.isArray(parsed?.[name]))
      throw new Error(`schema-snapshot.yaml: "${name}" must be a list`);
  }
  const snapshot = parsed as Snapshot;
  const twice = duplicates(snapshot);
  if (twice.length > 0)
    throw new Error(`schema-snapshot.yaml: named twice: ${twice.join(', ')}`);
  return snapshot;
}

/** The text's whole snapshot, as `SchemaService.diff` takes it. */
export function readSchemaFile(text: string): Snapshot {
  return expand(parseSchemaFile(text));
}

/** The text of a compact snapshot. */
export function printSchemaFile(snapshot: Snapshot): string {
  const document = new YamlDocument({ ...snapshot, fields: snapshot.fields.map(ordered) }, { aliasDuplicateObjects: false });
  document.commentBefore = HEADER.trimEnd();
  for (const name of LISTS) {
    spaceOut(document, name);
    let previous: unknown = null;
    for (const item of (document.get(name) as YAMLSeq<YAMLMap>).items) {
      const collection = item.get('collection');
      if (name === 'fields' && collection !== previous) {
        item.commentBefore = ` ${String(collection)}`;
        item.spaceBefore = previous !== null;
      }
      previous = collection;
      if (name === 'relations' || name === 'systemFields')
        item.flow = true;
      else
        shorten(item);
    }
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false, singleQuote: true });
}

/** Directus sorts the keys of options and conditions; people want to read the value and its words first. */
const FIRST = ['name', 'value', 'text', 'color', 'rule'];

function ordered(field: Item): Item {
  const meta = { ...field.meta as Item };
  for (const name of ['options', 'display_options', 'conditions', 'validation']) {
    if (meta[name] !== undefined)
      meta[name] = sorted(meta[name]);
  }
  return 'meta' in field ? { ...field, meta } : field;
}

function sorted(value: Json): Json {
  if (Array.isArray(value))
    return value.map(sorted);
  if (value === null || typeof value !== 'object')
    return value;
  const rank = (name: string): string => `${(FIRST.indexOf(name) + FIRST.length + 1) % (FIRST.length + 1)} ${name}`;
  return Object.fromEntries(Object.keys(value).sort((a, b) => rank(a) < rank(b) ? -1 : 1).map(name => [name, sorted(value[name]!)]));
}

function spaceOut(document: Document, name: string): void {
  const pair = (document.contents as YAMLMap<Node>).items.find(({ key }) => isScalar(key) && key.value === name) as Pair<Node>;
  pair.key.spaceBefore = true;
}

/** Always on one line, however deep. */
const ONE_LINE = new Set(['schema', 'translations', 'special', 'validation']);

/** Small things on one line each: a column, translations, a choice, a condition, options that are plain values. */
function shorten(item: YAMLMap): void {
  for (const { key, value } of item.items as Pair<Node, Node>[]) {
    const name = isScalar(key) ? String(key.value) : '';
    if (isMap(value)) {
      value.flow = ONE_LINE.has(name) || (name !== 'meta' && value.items.every(entry => isScalar(entry.value)));
      if (!value.flow)
        shorten(value);
    }
    else if (isSeq(value)) {
      value.flow = ONE_LINE.has(name) || value.items.every(isScalar);
      value.items.filter(isMap).forEach(entry => void (entry.flow = true));
    }
  }
}
