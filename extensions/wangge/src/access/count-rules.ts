/**
 * Rows are counted once. Where the caller's rows are found over a list of others (files by the issues that they are attached
 * to), Directus counts each as often as there are such others, those that the caller may not see among them: it is asked
 * for the number of different keys instead, and the answer takes the form that was asked for.
 */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Values } from '../kernel/values.ts';
import type { Grant, Query, Recount, Schema } from './model.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { hop, isRecord, primaryOf } from './steps-rules.ts';

/** What comes out the same however often a row is met. */
const SAFE = ['countDistinct', 'sumDistinct', 'avgDistinct', 'min', 'max'];

export function counted(schema: Schema, grants: readonly Grant[], collection: string, query: Query): Query | Refusal {
  const aggregate = query.aggregate ?? {};
  const unsafe = Object.entries(aggregate).filter(([name]) => !SAFE.includes(name));
  if (unsafe.length === 0 || !grants.some(grant => grant.collection === collection && joinsMany(schema, collection, grant.permissions)))
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

/** Does a rule find rows over a list of others? Not where it asks for some of them (`_some`): nothing is joined there. */
function joinsMany(schema: Schema, collection: string, rule: unknown): boolean {
  if (Array.isArray(rule))
    return rule.some(one => joinsMany(schema, collection, one));
  return Object.entries(isRecord(rule) ? rule : {}).some(([name, value]) => {
    if (name === '_and' || name === '_or')
      return joinsMany(schema, collection, value);
    const next = name.startsWith('_') ? null : hop(schema, collection, name);
    if (next === null || (isRecord(value) && ('_some' in value || '_none' in value)))
      return false;
    return next.many || joinsMany(schema, next.target, value);
  });
}
