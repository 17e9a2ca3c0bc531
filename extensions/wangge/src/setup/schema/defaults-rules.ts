/**
 * Which value an attribute has when the schema file does not say it.
 *
 * A list of rules per kind, worked through from top to bottom: a rule may look at
 * the attributes above it, never at those below. That is what makes the compact
 * form exact: `expand` fills an attribute that is not written by its rule, and
 * `compact` leaves out an attribute that equals what its rule gives.
 *
 * Sources: the columns' defaults of `directus_collections`, `directus_fields` and
 * `directus_relations`, the Studio's own choices of interface, and what
 * `information_schema` says of a column that Directus made (11.17.4, Postgres).
 */
import type { Item, Json, Kind, Snapshot } from './snapshot-rules.ts';
import { foreignKeyName } from './constraint-names-rules.ts';
import { read, text } from './snapshot-rules.ts';

/** What a rule may know of the rest of the snapshot. */
export interface Surroundings {
  /** The collection that a field points to, null for a field without a relation. */
  target: (collection: string, field: string) => string | null;
  /** The place of a collection in its folder, or of a field in its group, from 1. */
  place: (kind: Kind, item: Item) => number | null;
  /** A collection without fields is a folder: it has no table. */
  isFolder: (collection: string) => boolean;
}

export interface Rule {
  path: readonly string[];
  value: (item: Item, around: Surroundings) => Json;
}

const constant = (path: string, value: Json): Rule => ({ path: path.split('.'), value: () => value });
const rule = (path: string, value: Rule['value']): Rule => ({ path: path.split('.'), value });

/** Fields without a column: lists of related rows, groups and dividers of the form. */
const isAlias = (field: Item): boolean => field.type === 'alias';
const isKey = (field: Item): boolean => read(field, ['schema', 'is_primary_key']) === true;
const target = (field: Item, around: Surroundings): string | null => around.target(text(field, 'collection'), text(field, 'field'));

const INTERFACES: Readonly<Record<string, string>> = {
  string: 'input',
  uuid: 'input',
  integer: 'input',
  bigInteger: 'input',
  decimal: 'input',
  float: 'input',
  text: 'input-multiline',
  boolean: 'boolean',
  timestamp: 'datetime',
  dateTime: 'datetime',
  date: 'datetime',
  time: 'datetime',
  json: 'input-code',
};

function interfaceOf(field: Item, around: Surroundings): Json {
  const related = target(field, around);
  if (related === 'directus_files')
    return 'file';
  if (related !== null)
    return 'select-dropdown-m2o';
  if (read(field, ['meta', 'options', 'choices']) !== undefined)
    return field.type === 'json' ? 'select-multiple-dropdown' : 'select-dropdown';
  return INTERFACES[text(field, 'type')] ?? null;
}

const SPECIALS: Readonly<Record<string, string[]>> = {
  'list-o2m': ['o2m'],
  'list-m2m': ['m2m'],
  'files': ['files'],
  'group-detail': ['alias', 'no-data', 'group'],
  'group-raw': ['alias', 'no-data', 'group'],
  'group-accordion': ['alias', 'no-data', 'group'],
  'presentation-divider': ['alias', 'no-data'],
  'presentation-notice': ['alias', 'no-data'],
  'notice-preview': ['alias', 'no-data'],
  'account-box': ['alias', 'no-data'],
  'issue-actions': ['alias', 'no-data'],
  'issue-timeline': ['alias', 'no-data'],
  'issue-clocks': ['alias', 'no-data'],
  'similar-issues': ['alias', 'no-data'],
  'on-the-spot': ['o2m'],
  'calendar-change': ['alias', 'no-data'],
  'routing-trial': ['alias', 'no-data'],
  'ledger-entry': ['alias', 'no-data'],
  'ledger-workbook': ['alias', 'no-data'],
  'task-actions': ['alias', 'no-data'],
  'inspection-visit': ['alias', 'no-data'],
  'recognition-steps': ['alias', 'no-data'],
  'recognition-rule': ['alias', 'no-data'],
  'appeal-review': ['alias', 'no-data'],
  'statement-actions': ['alias', 'no-data'],
  'work-log': ['alias', 'no-data'],
  'handover-actions': ['alias', 'no-data'],
  'grid-change': ['alias', 'no-data'],
  'grid-board': ['alias', 'no-data'],
  'territory-import': ['alias', 'no-data'],
  'assignment-actions': ['alias', 'no-data'],
  'scheme-form': ['alias', 'no-data'],
  'score-choice': ['alias', 'no-data'],
  'spot-check': ['alias', 'no-data'],
};

function specialOf(field: Item, around: Surroundings): Json {
  const related = target(field, around);
  if (related === 'directus_files')
    return ['file'];
  if (related !== null)
    return ['m2o'];
  if (isAlias(field))
    return SPECIALS[text(field, 'meta', 'interface')] ?? null;
  if (field.type === 'json')
    return ['cast-json'];
  if (field.type === 'boolean')
    return ['cast-boolean'];
  if (field.field === 'id' && field.type === 'uuid')
    return ['uuid'];
  return null;
}

function displayOf(field: Item): Json {
  switch (text(field, 'meta', 'interface')) {
    case 'select-dropdown':
    case 'select-multiple-dropdown':
      return 'labels';
    case 'select-dropdown-m2o':
    case 'list-o2m':
    case 'list-m2m':
      return 'related-values';
    case 'boolean': return 'boolean';
    case 'datetime': return 'datetime';
    case 'file': return 'file';
    default: return null;
  }
}

/** A label shows the words and colours of the form's choices, unaltered. */
function displayOptionsOf(field: Item): Json {
  const choices = read(field, ['meta', 'options', 'choices']);
  const template = read(field, ['meta', 'options', 'template']);
  if (text(field, 'meta', 'display') === 'labels' && choices !== undefined)
    return { choices, format: false };
  if (text(field, 'meta', 'display') === 'related-values' && typeof template === 'string')
    return { template };
  return null;
}

interface Column { data_type: string; max_length?: number; precision?: number; scale?: number }

const COLUMNS: Readonly<Record<string, Column>> = {
  string: { data_type: 'character varying', max_length: 255 },
  hash: { data_type: 'character varying', max_length: 255 },
  text: { data_type: 'text' },
  csv: { data_type: 'text' },
  uuid: { data_type: 'uuid' },
  integer: { data_type: 'integer', precision: 32, scale: 0 },
  bigInteger: { data_type: 'bigint', precision: 64, scale: 0 },
  float: { data_type: 'real', precision: 24 },
  decimal: { data_type: 'numeric', precision: 10, scale: 5 },
  boolean: { data_type: 'boolean' },
  timestamp: { data_type: 'timestamp with time zone' },
  dateTime: { data_type: 'timestamp without time zone' },
  date: { data_type: 'date' },
  time: { data_type: 'time without time zone' },
  json: { data_type: 'json' },
};

const column = (field: Item): Column => COLUMNS[text(field, 'type')] ?? { data_type: text(field, 'type') };

function defaultValueOf(field: Item): Json {
  return read(field, ['schema', 'has_auto_increment']) === true
    ? `nextval('${text(field, 'collection')}_${text(field, 'field')}_seq'::regclass)`
    : null;
}

/** Rules of a column; a field without a column has none of these attributes. */
const COLUMN_RULES: readonly Rule[] = [
  rule('schema.name', field => field.field ?? null),
  rule('schema.table', field => field.collection ?? null),
  rule('schema.data_type', field => column(field).data_type),
  rule('schema.is_primary_key', field => field.field === 'id'),
  rule('schema.has_auto_increment', field => isKey(field) && ['integer', 'bigInteger'].includes(text(field, 'type'))),
  rule('schema.default_value', defaultValueOf),
  rule('schema.max_length', field => column(field).max_length ?? null),
  rule('schema.numeric_precision', field => column(field).precision ?? null),
  rule('schema.numeric_scale', field => column(field).scale ?? null),
  rule('schema.is_nullable', field => !isKey(field)),
  rule('schema.is_unique', isKey),
  constant('schema.is_indexed', false),
  constant('schema.is_generated', false),
  constant('schema.generation_expression', null),
  rule('schema.foreign_key_table', target),
  rule('schema.foreign_key_column', (field, around) => target(field, around) === null ? null : 'id'),
];

const FIELD_RULES: readonly Rule[] = [
  rule('meta.collection', field => field.collection ?? null),
  rule('meta.field', field => field.field ?? null),
  constant('meta.group', null),
  rule('meta.sort', (field, around) => around.place('fields', field)),
  constant('meta.options', null),
  rule('meta.interface', interfaceOf),
  rule('meta.special', specialOf),
  rule('meta.display', displayOf),
  rule('meta.display_options', displayOptionsOf),
  rule('meta.hidden', field => field.field === 'id' || field.field === 'grid_path'),
  rule('meta.readonly', field => field.field === 'id' || field.field === 'grid_path'),
  constant('meta.required', false),
  constant('meta.width', 'full'),
  constant('meta.translations', null),
  constant('meta.note', null),
  constant('meta.conditions', null),
  constant('meta.validation', null),
  constant('meta.validation_message', null),
  constant('meta.searchable', true),
];

const COLLECTION_RULES: readonly Rule[] = [
  rule('meta.collection', collection => collection.collection ?? null),
  constant('meta.group', null),
  rule('meta.sort', (collection, around) => around.place('collections', collection)),
  constant('meta.accountability', 'all'),
  constant('meta.archive_app_filter', true),
  constant('meta.archive_field', null),
  constant('meta.archive_value', null),
  constant('meta.unarchive_value', null),
  constant('meta.collapse', 'open'),
  constant('meta.color', null),
  constant('meta.display_template', null),
  constant('meta.hidden', false),
  constant('meta.icon', null),
  constant('meta.item_duplication_fields', null),
  constant('meta.note', null),
  constant('meta.preview_url', null),
  constant('meta.singleton', false),
  constant('meta.sort_field', null),
  constant('meta.translations', null),
  constant('meta.versioning', false),
];

const RELATION_RULES: readonly Rule[] = [
  rule('meta.many_collection', relation => relation.collection ?? null),
  rule('meta.many_field', relation => relation.field ?? null),
  rule('meta.one_collection', relation => relation.related_collection ?? null),
  constant('meta.one_field', null),
  constant('meta.one_collection_field', null),
  constant('meta.one_allowed_collections', null),
  constant('meta.one_deselect_action', 'nullify'),
  constant('meta.junction_field', null),
  constant('meta.sort_field', null),
  rule('schema.table', relation => relation.collection ?? null),
  rule('schema.column', relation => relation.field ?? null),
  rule('schema.foreign_key_table', relation => relation.related_collection ?? null),
  constant('schema.foreign_key_column', 'id'),
  rule('schema.constraint_name', relation => foreignKeyName(text(relation, 'collection'), text(relation, 'field'))),
  constant('schema.on_update', 'NO ACTION'),
  constant('schema.on_delete', 'NO ACTION'),
];

/** The rules that hold for one item, in the order in which they are to be worked. */
export function rulesFor(kind: Kind, item: Item, around: Surroundings): readonly Rule[] {
  if (kind === 'relations')
    return RELATION_RULES;
  if (kind === 'collections')
    return around.isFolder(text(item, 'collection')) ? COLLECTION_RULES : [...COLLECTION_RULES, rule('schema.name', it => it.collection ?? null)];
  return isAlias(item) ? FIELD_RULES : [...FIELD_RULES, ...COLUMN_RULES];
}

/** What the rules ask of the snapshot around an item; `places` counts in the order of its lists. */
export function surroundings(snapshot: Pick<Snapshot, Kind>): Surroundings {
  const targets = new Map(snapshot.relations.map(relation => [key(relation), relation.related_collection ?? null]));
  const places = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const kind of ['collections', 'fields'] as const) {
    for (const item of snapshot[kind]) {
      const group = `${kind}/${kind === 'fields' ? text(item, 'collection') : ''}/${text(item, 'meta', 'group')}`;
      const place = (counts.get(group) ?? 0) + 1;
      counts.set(group, place);
      places.set(`${kind}/${key(item)}`, place);
    }
  }
  const owners = new Set(snapshot.fields.map(field => text(field, 'collection')));
  return {
    isFolder: collection => !owners.has(collection),
    target: (collection, field) => (targets.get(`${collection}.${field}`) ?? null) as string | null,
    place: (kind, item) => places.get(`${kind}/${key(item)}`) ?? null,
  };
}

/** What names an item: `issues`, or `issues.grid` for a field and a relation. */
export function key(item: Item): string {
  return 'field' in item ? `${text(item, 'collection')}.${text(item, 'field')}` : text(item, 'collection');
}
