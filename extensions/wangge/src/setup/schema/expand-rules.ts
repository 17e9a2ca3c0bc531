/**
 * From the schema file to the snapshot that Directus compares and applies:
 * every attribute that the file leaves out is filled in by its rule.
 */
import type { Rule, Surroundings } from './defaults-rules.ts';
import type { Item, Json, Kind, Snapshot } from './snapshot-rules.ts';
import { key, rulesFor, surroundings } from './defaults-rules.ts';
import { KINDS, read, text, write } from './snapshot-rules.ts';

/**
 * The whole snapshot of a compact one, in the order in which Directus lists it:
 * collections by name, fields by collection and then as in the file.
 */
export function expand(compact: Snapshot): Snapshot {
  const around = surroundings(compact);
  const expanded = (kind: Kind): Item[] => compact[kind].map(item => fill(item, rulesFor(kind, item, around), around)).sort(byCollection);
  return {
    version: compact.version,
    directus: compact.directus,
    vendor: compact.vendor,
    ...Object.fromEntries(KINDS.map(kind => [kind, expanded(kind)])) as Pick<Snapshot, Kind>,
    systemFields: structuredClone(compact.systemFields),
  };
}

function fill(compact: Item, rules: readonly Rule[], around: Surroundings): Item {
  const item = structuredClone(compact);
  const translations = read(item, ['meta', 'translations']);
  if (translations !== undefined)
    write(item, ['meta', 'translations'], longTranslations(translations));
  for (const { path, value } of rules) {
    if (read(item, path) === undefined)
      write(item, path, structuredClone(value(item, around)));
  }
  return item;
}

/** `{ zh-CN: 状态 }` → `[{ language: zh-CN, translation: 状态 }]`; the long form stays as it is. */
function longTranslations(translations: Json): Json {
  if (translations === null || typeof translations !== 'object' || Array.isArray(translations))
    return translations;
  return Object.entries(translations).map(([language, translation]) => ({ language, translation }));
}

function byCollection(a: Item, b: Item): number {
  const left = text(a, 'collection');
  const right = text(b, 'collection');
  return left < right ? -1 : left > right ? 1 : 0;
}

/** What a snapshot holds twice, which the file must not: `issues.grid` named two times, say. */
export function duplicates(snapshot: Pick<Snapshot, Kind>): string[] {
  return KINDS.flatMap((kind) => {
    const seen = new Set<string>();
    return snapshot[kind].map(key).filter(name => seen.size === seen.add(name).size);
  });
}
