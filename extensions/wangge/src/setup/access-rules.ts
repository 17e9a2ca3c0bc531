/**
 * What does the access matrix (`seeds/access/matrix.yaml`) come to in Directus' own rows?
 *
 * The matrix names sets of rows, lists of fields and groups of roles once; here they are
 * put in their places. Pure; whatever the matrix does not explain is an error that says where.
 */
import type { Json, JsonRecord } from './merge-rules.ts';

/** What a role is granted: the rows alone, or more. */
type Grant = string | { rows?: string; fields?: string[]; validation?: JsonRecord; presets?: JsonRecord };

export interface AccessMatrix {
  roles: Record<string, { id: string; policy: string; name: string; icon: string; description: string }>;
  groups: Record<string, string[]>;
  rows: Record<string, JsonRecord>;
  fields: Record<string, string[]>;
  events: Record<string, string[]>;
  grants: Record<string, Grants>;
  /** What a data set of this sensitivity is granted. */
  ledgers: Record<string, Grants>;
}

/** By action, by roles. */
export type Grants = Record<string, Record<string, Grant>>;

export interface AccessSeed {
  roles: JsonRecord[];
  permissions: PermissionRow[];
}

export type PermissionRow = JsonRecord & {
  policy: string;
  collection: string;
  action: string;
  fields: string[];
  permissions: JsonRecord;
};

/** The sections `roles` and `permissions` of a seed file. */
export function expandAccess(matrix: AccessMatrix): AccessSeed {
  const granted = new Set<string>();
  const permissions = Object.entries(matrix.grants).flatMap(([collection, actions]) =>
    Object.entries(actions).flatMap(([action, grants]) =>
      Object.entries(grants).flatMap(([roles, grant]) => {
        const place = `${collection}.${action}`;
        return rolesIn(roles, matrix, place).map((role) => {
          if (granted.has(`${place} ${role}`))
            throw new Error(`${place}: ${role} is granted twice`);
          granted.add(`${place} ${role}`);
          return permission(matrix, matrix.roles[role]!.policy, collection, action, grant);
        });
      })));
  const roles = Object.values(matrix.roles).map(({ policy, ...role }): JsonRecord => ({
    ...role,
    policy: { id: policy, name: role.name, icon: role.icon, description: role.description, app_access: true, admin_access: false },
  }));
  return { roles, permissions };
}

function permission(matrix: AccessMatrix, policy: string, collection: string, action: string, grant: Grant): PermissionRow {
  const place = `${collection}.${action}`;
  const { rows = 'all', fields = ['*'], validation = null, presets = null } = typeof grant === 'string' ? { rows: grant } : grant;
  return {
    policy,
    collection,
    action,
    fields: words(fields, matrix.fields, place),
    permissions: filterOf(rows, matrix.rows, place),
    validation: validation === null ? null : withWords(validation, matrix.events, place) as JsonRecord,
    presets,
  };
}

/** `levels, office` → the roles meant, groups resolved. */
function rolesIn(text: string, matrix: AccessMatrix, place: string): string[] {
  return text.split(',').map(name => name.trim()).flatMap((name): string[] => {
    if (name in matrix.roles)
      return [name];
    const group = matrix.groups[name];
    if (group === undefined)
      throw new Error(`${place}: no role or group "${name}"`);
    return group.flatMap(member => rolesIn(member, matrix, place));
  });
}

/** `issue.S or preview and S` → one filter; `and` binds closer than `or`, `relation.` looks through a relation. */
export function filterOf(expression: string, rows: AccessMatrix['rows'], place = 'rows'): JsonRecord {
  const either = expression.split(' or ').map((all) => {
    const terms = all.split(' and ').map(term => termOf(term.trim(), rows, place));
    return terms.length === 1 ? terms[0]! : { _and: terms.flatMap(filter => '_and' in filter ? filter._and as JsonRecord[] : [filter]) };
  });
  // One flat list: Directus builds a level of parentheses for each nesting.
  return either.length === 1 ? either[0]! : { _or: either.flatMap(filter => '_or' in filter ? filter._or as JsonRecord[] : [filter]) };
}

function termOf(term: string, rows: AccessMatrix['rows'], place: string): JsonRecord {
  const [name, ...relations] = term.split('.').reverse();
  const filter = rows[name!];
  if (filter === undefined)
    throw new Error(`${place}: no rows are called "${name}"`);
  return relations.reduce<JsonRecord>((inner, relation) => through(relation, inner), filter);
}

/** Inside the alternatives, not around them: `{ _or: [{ issue: … }, …] }` joins the related table once and stays flat. */
function through(relation: string, filter: JsonRecord): JsonRecord {
  const [operator, alternatives] = Object.entries(filter)[0] ?? [];
  return (operator === '_or' || operator === '_and') && Array.isArray(alternatives)
    ? { [operator]: alternatives.map(one => through(relation, one as JsonRecord)) }
    : { [relation]: filter };
}

/** `[$report, events]` → names, each once. */
function words(list: string[], known: Record<string, string[]>, place: string): string[] {
  return [...new Set(list.flatMap((word) => {
    if (!word.startsWith('$'))
      return [word];
    const meant = known[word.slice(1)];
    if (meant === undefined)
      throw new Error(`${place}: no list is called "${word}"`);
    return words(meant, known, place);
  }))];
}

/** Lists inside a validation: `{ type: { _in: [$handler] } }`. */
function withWords(value: Json, known: Record<string, string[]>, place: string): Json {
  if (Array.isArray(value))
    return value.every(item => typeof item === 'string') ? words(value, known, place) : value.map(item => withWords(item, known, place));
  return value !== null && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withWords(inner as Json, known, place)]))
    : value;
}
