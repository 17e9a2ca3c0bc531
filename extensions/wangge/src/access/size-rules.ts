/**
 * How much one request may ask for. Directus reads and puts together what was asked for without a pause: while it does,
 * nobody else is answered. Estimated before anything is read, from above.
 */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Values } from '../kernel/values.ts';
import type { Query, Schema } from './model.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { fieldOf, hop, isRecord, levelOf, levels, partsOf, primaryOf } from './steps-rules.ts';

/**
 * Rows that are put together, each some 0.1 ms of the only thread; conditions of a filter; values that are compared, of which
 * the database takes 65,535; counts beside a list, of which there are two; fields that are named;
 * sorts, each of which may join a table.
 */
export const MOST = { rows: 16_000, conditions: 300, values: 30_000, counts: 4, names: 2000, sorts: 20 } as const;

/** Where a request says nothing, and of relations, where nobody knows how many there are; of which only the keys are read, for less. */
const USUAL = { rows: 100, children: 10, keys: 2 } as const;

export function oversized(schema: Schema, collection: string, query: Query): Refusal | null {
  if ((query.meta?.length ?? 0) > MOST.counts || (query.fields?.length ?? 0) > MOST.names)
    return refused('query_rows');
  const asked = levels(schema, collection, query);
  if (asked.some(({ query: level }) => (level.sort?.length ?? 0) > MOST.sorts || named(level) > MOST.names))
    return refused('query_rows');
  const found = asked.map(({ query: { filter } }) => weighed(filter));
  const conditions = found.reduce((sum, one) => sum + one.conditions, 0);
  if (conditions > MOST.conditions)
    return refused('query_conditions', null, { most: MOST.conditions });
  if (found.reduce((sum, one) => sum + one.values, 0) > MOST.values)
    return refused('query_values', null, { most: MOST.values });
  return rows(schema, collection, query) > MOST.rows ? refused('query_rows') : null;
}

function named({ group, aggregate }: Query): number {
  return (group?.length ?? 0) + Object.values(aggregate ?? {}).flat().length;
}

interface Weight { conditions: number; values: number }

function weighed(filter: unknown): Weight {
  const weight = { conditions: 0, values: 0 };
  const rest: unknown[] = [filter];
  while (rest.length > 0 && weight.conditions <= MOST.conditions) {
    for (const [key, value] of Object.entries(rest.pop() ?? {})) {
      if (!key.startsWith('_') || isLogic(key)) {
        rest.push(...Array.isArray(value) ? value.filter(isRecord) : isRecord(value) ? [value] : []);
        weight.conditions += isRecord(value) || Array.isArray(value) ? 0 : 1;
      }
      else {
        weight.conditions++;
        weight.values += Array.isArray(value) ? value.length : 1;
      }
    }
  }
  return weight;
}

function isLogic(key: string): boolean {
  return ['_and', '_or', '_some', '_none'].includes(key);
}

/** The rows that the fields lead to, counted as soon as they are too many; those of a collection alone are cheap, and limited. */
export function rows(schema: Schema, collection: string, query: Query): number {
  const own = ownRows(schema, collection, query);
  const isSummary = Object.keys(query.aggregate ?? {}).length > 0 || (query.group ?? []).length > 0;
  let sum = 0;
  const walk = (at: string, level: Query, fields: readonly (readonly string[])[], each: number): void => {
    for (const [part, inner] of relationsOf(schema, at, level, fields)) {
      const next = hop(schema, at, level.alias?.[part] ?? part);
      if (next === null || sum > MOST.rows)
        continue;
      const deep = levelOf(isRecord(level.deep?.[part]) ? level.deep[part] as Values : {});
      const usual = inner.length === 0 ? USUAL.keys : USUAL.children;
      const few = typeof deep.limit === 'number' && deep.limit >= 0 ? Math.min(deep.limit, usual) : usual;
      const count = next.many ? each * few : each;
      sum += count;
      walk(next.target, deep, inner, count);
    }
  };
  if (!isSummary)
    walk(collection, query, (query.fields ?? ['*']).map(partsOf), own);
  return sum;
}

/** Ours alone ask for all rows: what comes over the API has a limit, and the highest in its place. */
function ownRows(schema: Schema, collection: string, { limit, filter }: Query): number {
  const keys = keysIn(filter, primaryOf(schema, collection));
  return limit === -1 ? 0 : Math.min(limit ?? USUAL.rows, keys);
}

/** How many rows the filter names by their key. */
function keysIn(filter: unknown, primary: string): number {
  if (!isRecord(filter))
    return Infinity;
  const key = filter[primary];
  const named = !isRecord(key) ? Infinity : '_eq' in key ? 1 : Array.isArray(key._in) ? key._in.length : Infinity;
  return Math.min(named, ...(Array.isArray(filter._and) ? filter._and : []).map(one => keysIn(one, primary)));
}

/** By the names of relations, what is asked of the rows that they lead to. A list of rows is read even where only its name is said. */
function relationsOf(schema: Schema, collection: string, { alias }: Query, fields: readonly (readonly string[])[]): Map<string, string[][]> {
  const found = new Map<string, string[][]>();
  for (const [first = '', ...rest] of fields) {
    const { inFunction } = fieldOf(first);
    const names = first === '*' ? relationNames(schema, collection, rest.length > 0) : [first];
    for (const name of inFunction ? [] : names) {
      const next = hop(schema, collection, alias?.[name] ?? name);
      if (next !== null && (rest.length > 0 || next.many))
        found.set(name, [...found.get(name) ?? [], ...rest.length === 0 ? [] : [rest]]);
    }
  }
  return found;
}

function relationNames({ relations }: Schema, collection: string, all: boolean): string[] {
  return relations.flatMap(({ collection: from, field, related_collection: to, meta }) => [
    ...all && from === collection ? [field] : [],
    ...to === collection && meta?.one_field ? [meta.one_field] : [],
  ]);
}
