/**
 * Rows are counted once. Where rows are found over a list of others (files by the issues that they are attached to), be it by
 * the caller's rules or by the filter, Directus counts each as often as there are such others, those that the caller may not
 * see among them: it is asked for the number of different keys instead, and the answer takes the form that was asked for.
 */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Values } from '../kernel/values.ts';
import type { Grant, Query, Recount, Schema } from './model.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { fieldOf, hop, isRecord, partsOf, primaryOf } from './steps-rules.ts';

/** What comes out the same however often a row is met. */
const SAFE = ['countDistinct', 'sumDistinct', 'avgDistinct', 'min', 'max'];

/** Collections whose grants decide over the number of rows behind a field, as `count(photos)` asks for it. */
export function countedLists(schema: Schema, collection: string, { fields, alias }: Query): Set<string> {
  return new Set((fields ?? []).flatMap(field => listsCounted(schema, collection, alias?.[field] ?? field)));
}

export function counted(schema: Schema, grants: readonly Grant[], collection: string, query: Query): Query | Refusal {
  const repeated = (query.fields ?? []).find(field => listsCounted(schema, collection, query.alias?.[field] ?? field).some(list => isRepeated(schema, grants, list)));
  if (repeated !== undefined)
    return { ...refused('count_repeated', null, { field: `${collection}.${repeated}` }), status: 403 };
  const aggregate = query.aggregate ?? {};
  const unsafe = Object.entries(aggregate).filter(([name]) => !SAFE.includes(name));
  // GraphQL asks for `countAll` of no field: Directus miscounts its columns then, and groups by the wrong one.
  const isMisplaced = 'countAll' in aggregate && (query.group?.length ?? 0) > 0;
  if (unsafe.length === 0 || !(isMisplaced || isRepeated(schema, grants, collection) || joinsMany(schema, collection, query.filter)))
    return query;
  const key = primaryOf(schema, collection);
  const names = unsafe.map(([name, fields]) => name === 'countAll' ? 'countAll' : name === 'count' && fields.length === 1 ? fields[0] === '*' ? 'count' : fields[0] === key ? 'keys' : null : null);
  if (!names.every(name => name !== null))
    return refused('aggregate_repeated', null, { key });
  const distinct = aggregate.countDistinct ?? [];
  const sort = query.sort?.map(one => one.replace(/^(-?)(?:count|countAll)(?:\..*)?$/, `$1countDistinct.${key}`));
  return {
    ...query,
    ...sort === undefined ? {} : { sort },
    aggregate: { ...Object.fromEntries(Object.entries(aggregate).filter(([name]) => SAFE.includes(name))), countDistinct: [...new Set([...distinct, key])] },
    recount: { key, names, kept: distinct.includes(key) },
  };
}

export function asAsked(rows: readonly Values[], { key, names, kept }: Recount): Values[] {
  return rows.map((row) => {
    const { [key]: count, ...others } = isRecord(row.countDistinct) ? row.countDistinct : {};
    const distinct = kept ? row.countDistinct : others;
    const { countDistinct: _, ...rest } = row;
    return {
      ...rest,
      ...isRecord(distinct) && Object.keys(distinct).length > 0 ? { countDistinct: distinct } : {},
      ...Object.fromEntries(names.map(name => name === 'keys' ? ['count', { [key]: count }] : [name, count])),
    };
  });
}

/** Are the caller's rows of it found over a list of others? */
function isRepeated(schema: Schema, grants: readonly Grant[], collection: string): boolean {
  return grants.some(grant => grant.collection === collection && joinsMany(schema, collection, grant.permissions));
}

/** Does it find rows over a list of others? Directus joins them also where it asks for some or none of them in a query apart. */
function joinsMany(schema: Schema, collection: string, rule: unknown): boolean {
  if (Array.isArray(rule))
    return rule.some(one => joinsMany(schema, collection, one));
  return Object.entries(isRecord(rule) ? rule : {}).some(([name, value]) => {
    if (name === '_and' || name === '_or')
      return joinsMany(schema, collection, value);
    const next = name.startsWith('_') ? null : hop(schema, collection, name);
    return next !== null && (next.many || joinsMany(schema, next.target, value));
  });
}

/** The lists whose rows a field counts: `count(photos)`, `issue.count(photos)`. */
function listsCounted(schema: Schema, collection: string, field: string): string[] {
  let at = collection;
  for (const part of partsOf(field)) {
    const { field: name, inFunction } = fieldOf(part);
    const next = hop(schema, at, inFunction ? name : part);
    if (next === null)
      return [];
    if (inFunction)
      return next.many ? [next.target] : [];
    at = next.target;
  }
  return [];
}
