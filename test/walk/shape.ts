/** What there is to walk: collections, their columns and relations, as the running server tells them to an administrator. */
import type { Server } from '../system/harness.ts';

export interface Collection {
  name: string;
  primary: string;
  singleton: boolean;
  /** How a row is shown elsewhere: `{{name}}`. */
  template: string | null;
  /** Where it is read: `/items/issues`, `/users`. */
  path: string;
  /** Its name in GraphQL, and which of the two doors. */
  graphql: { door: '/graphql' | '/graphql/system'; name: string };
  columns: Map<string, Column>;
  steps: Step[];
}

export interface Column {
  name: string;
  type: string;
  choices: string[];
  /** The collection that it points to. */
  target: string | null;
}

/** One hop: along a foreign key, against it by its name on the other side, or against it without a name. */
export interface Step {
  kind: 'm2o' | 'o2m' | 'follow';
  from: string;
  /** As it stands in a filter. */
  name: string;
  to: string;
  /** The column with the key: of `from` (m2o) or of `to`. */
  column: string;
}

export type Shape = Map<string, Collection>;

/** What Directus itself is made of: nobody but administrators reads it row by row, and a server does not start without it. */
export const MACHINERY = new Set(['permissions', 'policies', 'access', 'settings', 'migrations', 'sessions', 'deployments', 'deployment_projects', 'deployment_runs'].map(name => `directus_${name}`));

/** Not rows but descriptions of the schema, by routes that take no query. */
const DESCRIBED = new Set(['directus_collections', 'directus_fields', 'directus_relations', 'directus_extensions']);

interface FieldRow { collection: string; field: string; type: string; schema: { is_primary_key: boolean } | null; meta: { options?: { choices?: { value?: unknown }[] } | null } | null }
interface RelationRow { collection: string; field: string; related_collection: string | null; meta?: { one_field?: string | null } | null }
interface CollectionRow { collection: string; schema: object | null; meta: { singleton?: boolean; display_template?: string | null } | null }

export async function shapeOf({ request, admin }: Server): Promise<Shape> {
  const all = async <Row>(path: string): Promise<Row[]> => (await request<{ data: Row[] }>('GET', path, { as: admin, query: { limit: '-1' } })).body.data;
  const [collections, fields, relations] = [await all<CollectionRow>('/collections'), await all<FieldRow>('/fields'), await all<RelationRow>('/relations')];
  const shape: Shape = new Map();
  for (const { collection: name, schema, meta } of collections) {
    const own = fields.filter(field => field.collection === name && field.schema !== null);
    const primary = own.find(field => field.schema?.is_primary_key)?.field;
    if (schema === null || primary === undefined || DESCRIBED.has(name))
      continue;
    const system = name.startsWith('directus_');
    const short = name.replace(/^directus_/, '');
    shape.set(name, {
      name,
      primary,
      singleton: meta?.singleton === true || name === 'directus_settings',
      template: meta?.display_template ?? null,
      path: system ? `/${short}` : `/items/${name}`,
      graphql: { door: system ? '/graphql/system' : '/graphql', name: short },
      columns: new Map(own.map(({ field, type, meta }) => [field, { name: field, type, choices: choicesOf(meta?.options ?? null), target: null }])),
      steps: [],
    });
  }
  for (const { collection, field, related_collection, meta } of relations) {
    const [many, one] = [shape.get(collection), shape.get(related_collection ?? '')];
    const column = many?.columns.get(field);
    if (many === undefined || one === undefined || column === undefined)
      continue;
    column.target = one.name;
    many.steps.push({ kind: 'm2o', from: many.name, name: field, to: one.name, column: field });
    if (meta?.one_field)
      one.steps.push({ kind: 'o2m', from: one.name, name: meta.one_field, to: many.name, column: field });
    one.steps.push({ kind: 'follow', from: one.name, name: `$FOLLOW(${many.name},${field})`, to: many.name, column: field });
  }
  return shape;
}

function choicesOf(options: { choices?: { value?: unknown }[] } | null): string[] {
  return (options?.choices ?? []).flatMap(({ value }) => typeof value === 'string' ? [value] : []);
}
