/**
 * What is handed out beside the field that hides it. Lists lead back the way a hidden column points: whose role is hidden of
 * others is not to be read in the list of people of a role; Directus hands such a list out by the list's own permission. And
 * of a row that another points to it hands out what may be read there, also where the pointing field is hidden in that row:
 * one's own role may be read, so that others could be found to have it. Our own collections grant both or none (a test holds
 * that); its own it grants itself.
 */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Uuid } from '../kernel/values.ts';
import type { Grant, Query, Schema } from './model.ts';
import { isRefusal, refused } from '../kernel/refusal-rules.ts';
import { opens } from './guard-rules.ts';
import { fieldOf, hop, isRecord, partsOf, primaryOf } from './steps-rules.ts';

type Path = readonly string[];

/** Of these collections the lists are weighed. */
const isWatched = (collection: string): boolean => collection.startsWith('directus_');

/** Collections whose grants decide over lists. */
export function listed(schema: Schema, collection: string, query: Query): Set<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const walk = (at: string, [first = '', ...rest]: Path, alias: Query['alias']): void => {
    const known = `${at} ${first} ${rest.join('.')}`;
    if (seen.has(known))
      return;
    seen.add(known);
    if (isWatched(at)) {
      found.add(at);
      for (const { target } of lists(schema, at))
        found.add(target);
    }
    for (const name of rest.length === 0 ? [] : first === '*' ? relationNames(schema, at) : [alias?.[first] ?? first]) {
      const next = hop(schema, at, name);
      if (next !== null)
        walk(next.target, rest, {});
    }
  };
  for (const field of query.fields ?? ['*'])
    walk(collection, partsOf(field), query.alias);
  return found;
}

/**
 * The query without such lists, where everything was asked for; refused where one was named. What stands behind a field that is
 * hidden in some rows is left out. `user`: who asks; of themselves they are told everything.
 */
export function withoutHiddenLists(schema: Schema, grants: readonly Grant[], collection: string, query: Query, user: Uuid | null = null): Query | Refusal {
  const ofOneself = collection === 'directus_users' && user !== null && isOfOne(query.filter, primaryOf(schema, collection), user);
  const known = new Map<string, readonly Path[] | Refusal>();
  const walk = (at: string, path: Path, alias: Query['alias'], isRoot = false): readonly Path[] | Refusal => {
    const key = `${at} ${path.join('.')} ${isRoot}`;
    const paths = known.get(key) ?? expanded(at, path, alias, isRoot);
    known.set(key, paths);
    return paths;
  };

  const named = (at: string, [first = '', ...rest]: Path, alias: Query['alias'], hidden: readonly string[], isRoot: boolean): readonly Path[] | Refusal => {
    const name = alias?.[first] ?? first;
    const { field } = fieldOf(name);
    if (hidden.includes(field))
      return { ...refused('query_hidden', null, { field: `${at}.${field}` }), status: 403 };
    const next = rest.length === 0 ? null : hop(schema, at, name);
    if (next !== null && !next.many && !(isRoot && ofOneself) && isHiddenSometimes(schema, grants, at, field))
      return [];
    const inner = next === null ? [rest] : walk(next.target, rest, {});
    return isRefusal(inner) ? inner : inner.map(path => [first, ...path]);
  };

  const expanded = (at: string, path: Path, alias: Query['alias'], isRoot: boolean): readonly Path[] | Refusal => {
    const [first, ...rest] = path;
    const hidden = !isWatched(at) ? [] : lists(schema, at).filter(list => isHidden(schema, grants, list)).map(({ name }) => name);
    const otherwise = Object.keys(alias ?? {}).find(name => hidden.includes(alias![name]!));
    if (first !== '*' || otherwise !== undefined)
      return named(at, first === '*' ? [otherwise!] : path, alias, hidden, isRoot);
    const isBarred = (name: string): boolean => hidden.includes(name) || (isWatched(at) && !(isRoot && ofOneself) && hop(schema, at, name)?.many === false && isHiddenSometimes(schema, grants, at, name));
    const relations = rest.length === 0 ? [] : relationNames(schema, at).filter(name => !isBarred(name) && isReadable(grants, at, name));
    const inner = relations.map(name => ({ name, paths: walk(hop(schema, at, name)!.target, rest, {}) }));
    const isWhole = ({ paths }: { paths: readonly Path[] | Refusal }): boolean => !isRefusal(paths) && paths.length === 1 && paths[0]!.join('.') === rest.join('.');
    if (inner.every(isWhole) && (rest.length === 0 ? hidden.length === 0 : !relationNames(schema, at).some(isBarred)))
      return [path];
    const own = Object.keys(schema.collections[at]?.fields ?? {}).filter(field => !hidden.includes(field) && !relations.includes(field) && isReadable(grants, at, field));
    return [...own.map(field => [field]), ...inner.flatMap(({ name, paths }) => isRefusal(paths) ? [] : paths.map(path => [name, ...path]))];
  };

  const fields: string[] = [];
  for (const field of query.fields ?? ['*']) {
    const whole = partsOf(field);
    const paths = walk(collection, whole, query.alias, true);
    if (isRefusal(paths))
      return paths;
    fields.push(...paths.length === 1 && paths[0]!.length === whole.length ? [field] : paths.map(path => path.join('.')));
  }
  const asked = query.fields ?? ['*'];
  if (fields.length === 0)
    return { ...query, fields: [primaryOf(schema, collection)] };
  return fields.length === asked.length && fields.every((field, n) => field === asked[n]) ? query : { ...query, fields };
}

/** Does the filter leave one row and no other, as where it is asked for by its key? */
function isOfOne(filter: unknown, primary: string, key: Uuid): boolean {
  if (!isRecord(filter))
    return false;
  const { [primary]: own, _and: all } = filter;
  const named = isRecord(own) ? [own._eq ?? own._in].flat() : [];
  return (named.length === 1 && named[0] === key) || (Array.isArray(all) && all.some(one => isOfOne(one, primary, key)));
}

/** To be read in some of the rows that are to be seen, and not in others. */
function isHiddenSometimes(schema: Schema, grants: readonly Grant[], collection: string, field: string): boolean {
  return isWatched(collection) && isReadable(grants, collection, field) && !opens(schema, grants, { collection, field, rows: 'seen' });
}

interface List { name: string; target: string; column: string }

function lists({ relations }: Schema, collection: string): List[] {
  return relations.flatMap(({ collection: target, field: column, related_collection: to, meta }) => to === collection && meta?.one_field ? [{ name: meta.one_field, target, column }] : []);
}

/** Lists of rows that are to be seen while their column that points here is not. Of others Directus says nothing. */
function isHidden(schema: Schema, grants: readonly Grant[], { target, column }: List): boolean {
  return grants.some(grant => grant.collection === target) && !opens(schema, grants, { collection: target, field: column, rows: 'seen' });
}

function isReadable(grants: readonly Grant[], collection: string, field: string): boolean {
  return grants.some(grant => grant.collection === collection && grant.fields?.some(one => one === '*' || one === field));
}

function relationNames(schema: Schema, collection: string): string[] {
  return [...schema.relations.filter(relation => relation.collection === collection && relation.related_collection !== null).map(({ field }) => field), ...lists(schema, collection).map(({ name }) => name)];
}
