/**
 * The data sets that a release ships, in the form that set-up takes in: items of the schema and rows of seeds.
 *
 * Pure. The same shapes, grants and bookmarks serve the sets that administrators register.
 */
import type { AccessMatrix } from '../../setup/access-rules.ts';
import type { JsonRecord } from '../../setup/merge-rules.ts';
import type { Item } from '../../setup/schema/snapshot-rules.ts';
import type { Block } from '../../setup/seed-files.ts';
import type { DatasetSpec } from '../model.ts';
import { displayPath } from '../display-rules.ts';
import { writeKeys, writePersonal } from '../field-list-rules.ts';
import { bookmarksOf } from './bookmark-rules.ts';
import { COMMON_WORDS, datasetSchemaOf } from './dataset-schema-rules.ts';
import { grantsOf } from './grant-rules.ts';

export interface BundledDatasets {
  items: { collections: Item[]; fields: Item[]; relations: Item[] };
  blocks: Block[];
}

const FILE = 'reference/ledgers';

/** `categories`: the rows of `ledger_categories` that are shipped: `id`, `code`, `parent`. */
export function bundledDatasets(specs: readonly DatasetSpec[], categories: readonly JsonRecord[], matrix: AccessMatrix): BundledDatasets {
  const byName = new Map(specs.map(spec => [spec.collection, spec]));
  const shown = (collection: string): string => byName.has(collection) ? displayPath(byName.get(collection)!, shown) : 'id';
  const byCode = new Map(categories.map(row => [row.code, row]));
  const byId = new Map(categories.map(row => [row.id, row]));
  const category = (spec: DatasetSpec): JsonRecord => {
    const found = byCode.get(spec.category);
    if (found === undefined)
      throw new Error(`seeds/${FILE}: ${spec.collection} names a category that does not exist, "${spec.category}"`);
    return found;
  };
  const shapes = specs.map(spec => datasetSchemaOf(spec, String((byId.get(category(spec).parent!) ?? category(spec)).code), shown));
  const grants = specs.map(spec => grantsOf(spec, matrix));
  const block = (collection: string, key: string[], rows: JsonRecord[]): Block => ({ file: FILE, collection, key, rows, once: false, singleton: false, replaces: {} });
  return {
    items: {
      collections: shapes.flatMap(({ collections }) => collections),
      fields: shapes.flatMap(({ fields }) => fields),
      relations: shapes.flatMap(({ relations }) => relations),
    },
    blocks: [
      block('ledger_datasets', ['collection'], specs.map(spec => rowOf(spec, String(category(spec).id)))),
      block('directus_translations', ['language', 'key'], [...COMMON_WORDS, ...shapes.flatMap(({ translations }) => translations)].flatMap(({ key, words }) =>
        Object.entries(words).map(([language, value]) => ({ language, key, value })))),
      block('directus_policies', ['id'], grants.flatMap(({ policies }) => policies)),
      block('directus_permissions', ['policy', 'collection', 'action'], grants.flatMap(({ permissions }) => permissions)),
      block('directus_presets', ['collection', 'bookmark', 'role', 'user'], specs.flatMap(bookmarksOf)),
    ],
  };
}

function rowOf({ name, fields, ...spec }: DatasetSpec, category: string): JsonRecord {
  return {
    collection: spec.collection,
    name: name['zh-CN'],
    name_en: name['en-US'],
    category,
    icon: spec.icon ?? 'list_alt',
    review_days: spec.review_days,
    required: spec.required,
    expected_from: spec.expected_from,
    sensitivity: spec.sensitivity,
    key_fields: writeKeys(spec.key_fields),
    reference_field: spec.reference_field,
    print_fields: spec.print_fields,
    personal_fields: writePersonal(fields),
    legal_basis: spec.legal_basis ?? null,
    purpose: spec.purpose ?? null,
    retention_months: spec.retention_months ?? null,
    // Special personal information waits for its assessment and a second person.
    export_allowed: spec.sensitivity !== 'sensitive',
    active: spec.sensitivity !== 'sensitive',
  };
}
