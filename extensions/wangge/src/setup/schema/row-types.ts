/**
 * From the schema to the TypeScript types of its rows, for `@directus/sdk`.
 *
 * What JSON really brings: keys of bigint columns and exact decimals are strings, days
 * and moments are strings, choices are unions of their values, and a `json` column is
 * whatever was stored in it (`unknown`).
 */
import type { Item, Json, Snapshot } from './snapshot-rules.ts';
import { read, text } from './snapshot-rules.ts';

const SCALARS: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  integer: 'number',
  float: 'number',
  json: 'unknown',
};

/** Rows of Directus' own collections as the SDK knows them, our fields on users merged in. */
const SYSTEM: Readonly<Record<string, string>> = {
  directus_users: 'DirectusUser<Schema>',
  directus_files: 'DirectusFile<Schema>',
};

const HEADER = `/**
 * The rows of Wangge's collections, as REST and GraphQL return them. Generated from
 * \`schema-snapshot.yaml\` by \`npm run generate\`: change that, never this.
 */
import type { DirectusFile, DirectusUser } from '@directus/sdk';
`;

/** The module text: one interface per collection, and \`Schema\` for a client. */
export function generateTypes(snapshot: Snapshot): string {
  const context = relationsOf(snapshot);
  const tables = snapshot.collections.filter(collection => collection.schema !== undefined);
  const names = tables.map(table => text(table, 'collection'));
  const system = [...new Set(snapshot.fields.map(field => text(field, 'collection')))].filter(name => !names.includes(name));
  const rows = [...names, ...system].map(name => rowType(name, snapshot.fields.filter(field => field.collection === name), context));
  const members = tables.map((table) => {
    const name = text(table, 'collection');
    return `  ${name}: ${typeName(name)}${read(table, ['meta', 'singleton']) === true ? '' : '[]'};`;
  });
  // The SDK follows a relation to files only where the schema names them.
  const core = system.map(name => `  ${name}: ${typeName(name)};`);
  if (!system.includes('directus_files'))
    core.push('  directus_files: { id: string };');
  const schema = ['export interface Schema {', ...members, ...core, '}'].join('\n');
  return `${[HEADER.trimEnd(), ...rows, schema].join('\n\n')}\n`;
}

interface Relations {
  /** `issues.grid` → `grids`. */
  targets: Map<string, string>;
  /** `issues.events` → the collection whose rows it lists. */
  lists: Map<string, string>;
}

function relationsOf(snapshot: Snapshot): Relations {
  const targets = new Map<string, string>();
  const lists = new Map<string, string>();
  for (const relation of snapshot.relations) {
    const related = text(relation, 'related_collection');
    targets.set(`${text(relation, 'collection')}.${text(relation, 'field')}`, related);
    const list = text(relation, 'meta', 'one_field');
    if (list !== '')
      lists.set(`${related}.${list}`, text(relation, 'collection'));
  }
  return { targets, lists };
}

function rowType(collection: string, fields: readonly Item[], context: Relations): string {
  const members = fields.flatMap((field) => {
    const type = fieldType(field, context);
    return type === null ? [] : [`  ${text(field, 'field')}: ${type};`];
  });
  return [`export interface ${typeName(collection)} {`, ...members, '}'].join('\n');
}

/** The type of a field's value; null for what holds none (groups and dividers of a form). */
function fieldType(field: Item, { targets, lists }: Relations): string | null {
  const name = `${text(field, 'collection')}.${text(field, 'field')}`;
  if (field.type === 'alias') {
    const listed = lists.get(name);
    return listed === undefined ? null : `string[] | ${typeName(listed)}[]`;
  }
  const target = targets.get(name);
  const type = target === undefined ? scalar(field) : `string | ${SYSTEM[target] ?? typeName(target)}`;
  const nullable = read(field, ['schema', 'is_nullable']) === true && type !== 'unknown';
  return nullable ? `${type} | null` : type;
}

function scalar(field: Item): string {
  const choices = read(field, ['meta', 'options', 'choices']);
  const type = text(field, 'type');
  if (Array.isArray(choices) && type !== 'json' && read(field, ['meta', 'options', 'allowOther']) !== true)
    return choices.map(choice => literal((choice as Item).value!)).join(' | ');
  return SCALARS[type] ?? 'string';
}

function literal(value: Json): string {
  return typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll('\'', '\\\'')}'` : String(value);
}

/** `issue_events` → `IssueEvents`; what we add to `directus_users` is `UserFields`. */
function typeName(collection: string): string {
  if (collection.startsWith('directus_'))
    return `${typeName(collection.slice('directus_'.length).replace(/s$/, ''))}Fields`;
  return collection.split('_').map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
