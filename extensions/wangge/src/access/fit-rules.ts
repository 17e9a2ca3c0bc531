/** What a query does with values has to suit their type: the database would fail where it does not. */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Query, Schema } from './model.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { levels, partsOf, sortSteps } from './steps-rules.ts';

const NUMBERS = ['integer', 'bigInteger', 'float', 'decimal'];
const TEXTS = ['string', 'text', 'csv', 'hash'];
const TIMES = ['timestamp', 'dateTime', 'date', 'time'];
const ORDERED = [...NUMBERS, ...TEXTS, ...TIMES];
const EQUATED = [...ORDERED, 'uuid', 'boolean', 'binary'];

/** By what is worked out, the types that it takes; `countAll` asks for no field. */
const AGGREGATES: Readonly<Record<string, readonly string[] | null>> = {
  count: [...EQUATED, 'json', 'geometry'],
  countDistinct: EQUATED,
  min: ORDERED,
  max: ORDERED,
  sum: NUMBERS,
  avg: NUMBERS,
  sumDistinct: NUMBERS,
  avgDistinct: NUMBERS,
  countAll: null,
};

/** `nested`: what is worked out within a relation, by whose rows, as the Studio counts the people of each role for administrators. */
export function unfit(schema: Schema, collection: string, query: Query, nested = false): Refusal | null {
  const [, ...inner] = levels(schema, collection, query);
  const worked = inner.map(({ query: level }) => level).filter(({ aggregate, group }) => aggregate !== undefined || group !== undefined);
  if (worked.some(({ group }) => !nested || group === undefined))
    return refused('aggregate_nested');
  for (const { collection: at, query: level } of levels(schema, collection, query)) {
    const refusal = unfitAggregate(schema, at, level) ?? unfitGroup(schema, at, level) ?? unfitSort(schema, at, level);
    if (refusal !== null)
      return refusal;
  }
  return null;
}

function unfitAggregate(schema: Schema, collection: string, { aggregate }: Query): Refusal | null {
  for (const [name, fields] of Object.entries(aggregate ?? {})) {
    const takes = Object.hasOwn(AGGREGATES, name) ? AGGREGATES[name] : undefined;
    if (takes === undefined)
      return refused('aggregate_unknown', null, { name, names: Object.keys(AGGREGATES).join('、') });
    const list: readonly unknown[] = Array.isArray(fields) ? fields : [fields];
    const bad = takes === null ? undefined : list.find(field => !(field === '*' && name === 'count') && !takes.includes(typeOf(schema, collection, field)));
    if (bad !== undefined)
      return refused('aggregate_unfit', null, { name, field: fieldNamed(collection, bad) });
  }
  return null;
}

/** Parts of dates; what there is no part of, Directus itself refuses. */
const PART_OF_DATE = /^(?:year|month|week|day|weekday|hour|minute|second)\(\w+\)$/;

function unfitGroup(schema: Schema, collection: string, { group }: Query): Refusal | null {
  const bad = group?.find(field => !PART_OF_DATE.test(field) && !EQUATED.includes(typeOf(schema, collection, field)));
  return bad === undefined ? null : refused('group_unfit', null, { field: fieldNamed(collection, bad) });
}

function unfitSort(schema: Schema, collection: string, query: Query): Refusal | null {
  for (const sort of query.sort ?? []) {
    const last = sortSteps(schema, collection, query, sort).at(-1);
    const inFunction = /\(/.test(partsOf(sort).at(-1) ?? '');
    if (last !== undefined && !inFunction && typeOf(schema, last.collection, last.field) === 'json')
      return refused('sort_unfit', null, { field: fieldNamed(last.collection, last.field) });
  }
  return null;
}

/** `unknown` for what is no field. */
function typeOf({ collections }: Schema, collection: string, field: unknown): string {
  const type = collections[collection]?.fields[String(field)]?.type ?? 'unknown';
  return type.startsWith('geometry') ? 'geometry' : type;
}

function fieldNamed(collection: string, field: unknown): string {
  return /^\w+$/.test(String(field)) ? `${collection}.${String(field)}` : String(field).slice(0, 60);
}

/** What Postgres says of a value that its column cannot be compared with: data exceptions, and operators that there are not. */
const UNFIT_VALUE = /^(?:22[\dA-Z]{3}|42883|42804)$/;

/** A reading failed at what it was asked for: no fault of the server. Our own routes weigh what they are sent themselves. */
export function unfitValue(error: unknown, { method, path }: { method: string; path: string }): Refusal | null {
  const { code, severity } = (error ?? {}) as { code?: unknown; severity?: unknown };
  const isReading = (method === 'GET' || method === 'SEARCH') && !/^\/+(?:wangge|notices)(?:\/|$)/i.test(path);
  return isReading && typeof code === 'string' && severity !== undefined && UNFIT_VALUE.test(code) ? refused('value_unfit') : null;
}
