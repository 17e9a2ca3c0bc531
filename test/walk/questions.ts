/** What is asked, apart from the door it is asked at; and how it reads at each door. */
import type { Collection, Shape, Step } from './shape.ts';

export interface Filter { [key: string]: unknown }

export interface Question {
  collection: string;
  /** Of one row alone. */
  key?: string;
  fields: string[];
  filter?: Filter;
  sort?: string[];
  limit?: number;
  search?: string;
  aggregate?: Record<string, string[]>;
  group?: string[];
  alias?: Record<string, string>;
  /** By name or alias: what is asked of the rows behind it. */
  deep?: Record<string, { filter?: Filter; sort?: string[]; limit?: number; aggregate?: Record<string, string[]>; group?: string[] }>;
}

export const DOORS = ['list', 'search', 'keys', 'count', 'export_json', 'export_csv', 'graphql'] as const;
export type Door = typeof DOORS[number];

export interface Ask {
  method: string;
  path: string;
  query?: Record<string, string>;
  body?: unknown;
  /** Travels with others in one request. */
  selection?: string;
}

export function stepOf(shape: Shape, collection: string, name: string): Step | undefined {
  return shape.get(collection)?.steps.find(step => step.name === name);
}

/** Null where the door has no words for it. */
export function asked(shape: Shape, question: Question, door: Door): Ask | null {
  const { path, graphql } = shape.get(question.collection)!;
  const at = question.key === undefined ? path : `${path}/${question.key}`;
  const query = parametersOf(question);
  switch (door) {
    case 'list': return { method: 'GET', path: at, query: inUrl(query) };
    case 'count': return question.aggregate || question.key !== undefined ? null : { method: 'GET', path, query: { ...inUrl({ ...query, limit: 1 }), meta: 'filter_count,total_count' } };
    case 'export_json': return question.key === undefined ? { method: 'GET', path, query: { ...inUrl(query), export: 'json' } } : null;
    case 'export_csv': return question.key === undefined ? { method: 'GET', path, query: { ...inUrl(query), export: 'csv' } } : null;
    case 'search': return question.key === undefined ? { method: 'SEARCH', path, body: { query } } : null;
    case 'keys': return question.key === undefined ? null : { method: 'SEARCH', path, body: { query: { ...query, meta: ['filter_count'] }, keys: [question.key] } };
    case 'graphql': {
      const selection = question.key === undefined ? selectionOf(shape, question) : null;
      return selection === null ? null : { method: 'POST', path: graphql.door, selection };
    }
  }
}

function parametersOf({ fields, filter, sort, limit, search, aggregate, group, alias, deep }: Question): Record<string, unknown> {
  return {
    ...aggregate ? { aggregate, ...group ? { groupBy: group } : {} } : { fields },
    ...filter ? { filter } : {},
    ...sort ? { sort } : {},
    ...limit === undefined ? {} : { limit },
    ...search === undefined ? {} : { search },
    ...alias ? { alias } : {},
    ...deep ? { deep: Object.fromEntries(Object.entries(deep).map(([name, inner]) => [name, Object.fromEntries(Object.entries(inner).map(([key, value]) => [`_${key === 'group' ? 'groupBy' : key}`, value]))])) } : {},
  };
}

function inUrl(query: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([key, value]) => [key, Array.isArray(value) ? value.join(',') : typeof value === 'object' ? JSON.stringify(value) : String(value)]));
}

// GraphQL ------------------------------------------------------------------

function selectionOf(shape: Shape, { collection, fields, filter, sort, limit, search, aggregate, group, alias = {}, deep = {} }: Question): string | null {
  const { graphql: { name } } = shape.get(collection)!;
  const given = { ...filter ? { filter } : {}, ...sort ? { sort } : {}, ...limit === undefined ? {} : { limit }, ...search === undefined ? {} : { search } };
  if (aggregate) {
    const args = argumentsOf({ ...given, ...group ? { groupBy: group } : {} });
    const values = Object.entries(aggregate).map(([operation, columns]) => columns.includes('*') ? 'countAll' : `${operation} { ${columns.join(' ')} }`);
    return args === null || Object.values(aggregate).flat().some(column => column.includes('.')) ? null : `${name}_aggregated${args} { ${group ? 'group ' : ''}${values.join(' ')} }`;
  }
  const args = argumentsOf(given);
  const inner = bodyOf(fields.map(field => field.split('.')), alias, deep);
  return args === null || inner === null ? null : `${name}${args} ${inner}`;
}

function bodyOf(paths: string[][], alias: Record<string, string>, deep: NonNullable<Question['deep']>): string | null {
  const heads = new Map<string, string[][]>();
  for (const [head, ...rest] of paths)
    heads.set(head!, [...heads.get(head!) ?? [], ...rest.length > 0 ? [rest] : []]);
  const parts = [...heads].map(([head, rest]) => {
    const { aggregate, group, ...given } = deep[head] ?? {};
    const args = argumentsOf(given);
    const counted = /^count\((\w+)\)$/.exec(head);
    const inner = rest.length === 0 ? '' : bodyOf(rest, {}, {});
    return args === null || inner === null || aggregate || group || (!counted && /[($*]/.test(head)) ? null : counted ? `${counted[1]}_func { count }` : `${alias[head] ? `${head}: ${alias[head]}` : head}${args} ${inner}`;
  });
  return parts.includes(null) ? null : `{ ${parts.join(' ')} }`;
}

function argumentsOf(given: Record<string, unknown>): string | null {
  const parts = Object.entries(given).map(([name, value]) => [name, literal(value)] as const);
  return parts.some(([, value]) => value === null) ? null : parts.length === 0 ? '' : `(${parts.map(([name, value]) => `${name}: ${value}`).join(', ')})`;
}

/** Null for what cannot be said: `$FOLLOW(…)` is no name there. */
function literal(value: unknown): string | null {
  if (Array.isArray(value)) {
    const parts = value.map(literal);
    return parts.includes(null) ? null : `[${parts.join(', ')}]`;
  }
  if (typeof value !== 'object' || value === null)
    return JSON.stringify(value);
  const parts = Object.entries(value).map(([key, inner]) => {
    const called = /^(\w+)\((\w+)\)$/.exec(key);
    const text = literal(called ? { [called[1]!]: inner } : inner);
    return text === null || !/^\w+$/.test(called ? called[2]! : key) ? null : `${called ? `${called[2]}_func` : key}: ${text}`;
  });
  return parts.includes(null) ? null : `{ ${parts.join(', ')} }`;
}

// The same, as the mirror is asked -----------------------------------------

/**
 * The key of what a row points to stands in the row itself: `issue.id` is read as `issue`, which says the same where the
 * issue is there, and what the person sees where it is not.
 */
export function shortened(shape: Shape, question: Question): Question {
  const { filter, sort, group, deep } = question;
  const root = shape.get(question.collection)!;
  return {
    ...question,
    ...filter ? { filter: shortFilter(shape, root, filter) } : {},
    ...sort ? { sort: sort.map(one => shortPath(shape, root, one)) } : {},
    ...group ? { group: group.map(one => shortPath(shape, root, one)) } : {},
    ...deep
      ? {
          deep: Object.fromEntries(Object.entries(deep).map(([name, inner]) => {
            const target = shape.get(stepOf(shape, root.name, question.alias?.[name] ?? name)?.to ?? '');
            return [name, target ? { ...inner, ...inner.filter ? { filter: shortFilter(shape, target, inner.filter) } : {}, ...inner.sort ? { sort: inner.sort.map(one => shortPath(shape, target, one)) } : {} } : inner];
          })),
        }
      : {},
  };
}

function shortFilter(shape: Shape, collection: Collection, filter: Filter): Filter {
  return Object.fromEntries(Object.entries(filter).map(([key, value]) => {
    if (key === '_and' || key === '_or')
      return [key, (value as Filter[]).map(one => shortFilter(shape, collection, one))];
    const step = collection.steps.find(({ name }) => name === key);
    const target = step && shape.get(step.to);
    if (target === undefined || !isFilter(value))
      return [key, value];
    const head = Object.keys(value)[0];
    if (head === '_some' || head === '_none')
      return [key, { [head]: shortFilter(shape, target, value[head] as Filter) }];
    if (step?.kind === 'm2o' && head === target.primary && Object.keys(value).length === 1)
      return [key, value[head]];
    return [key, shortFilter(shape, target, value)];
  }));
}

const isFilter = (value: unknown): value is Filter => typeof value === 'object' && value !== null && !Array.isArray(value);

function shortPath(shape: Shape, collection: Collection, path: string): string {
  const parts = path.replace(/^-/, '').split('.');
  const steps = parts.slice(0, -1);
  let at: Collection | undefined = collection;
  let last: Step | undefined;
  for (const name of steps) {
    last = at && stepOf(shape, at.name, name);
    at = last && shape.get(last.to);
  }
  return last?.kind === 'm2o' && at?.primary === parts.at(-1) ? `${path.startsWith('-') ? '-' : ''}${steps.join('.')}` : path;
}

/** The columns that a question steps into: of the rows that are asked for, and of others. */
export function touched(shape: Shape, question: Question): { own: [string, string][]; others: [string, string][] } {
  const own: [string, string][] = [];
  const others: [string, string][] = [];
  const path = (from: string, parts: string[], isRoot: boolean): void => {
    const [head, ...rest] = parts;
    const name = /^\w+\((\w+)\)$/.exec(head ?? '')?.[1] ?? head ?? '';
    const step = stepOf(shape, from, name);
    if (step === undefined || step.kind === 'm2o')
      (isRoot ? own : others).push([from, name]);
    if (step !== undefined && step.kind !== 'm2o')
      others.push([step.to, step.column]);
    if (step?.kind === 'o2m')
      (isRoot ? own : others).push([from, name]);
    const target = step && shape.get(step.to);
    if (target && rest.length > 0 && !(step.kind === 'm2o' && rest.length === 1 && rest[0] === target.primary))
      path(step.to, rest, false);
  };
  const filter = (from: string, value: Filter, before: string[], isRoot: boolean): void => {
    for (const [key, inner] of Object.entries(value)) {
      if (key === '_and' || key === '_or') {
        (inner as Filter[]).forEach(one => filter(from, one, before, isRoot));
      }
      else if (key === '_some' || key === '_none') {
        filter(before.reduce((at, name) => stepOf(shape, at, name)?.to ?? '', from), inner as Filter, [], false);
        path(from, before, isRoot);
      }
      else if (key.startsWith('_')) {
        path(from, before, isRoot);
      }
      else if (isFilter(inner)) {
        filter(from, inner, [...before, key], isRoot);
      }
    }
  };
  const all = (from: string, { filter: given, sort = [], group = [], aggregate = {} }: Pick<Question, 'filter' | 'sort' | 'group' | 'aggregate'>, isRoot: boolean): void => {
    if (given)
      filter(from, given, [], isRoot);
    for (const one of [...sort, ...group, ...Object.values(aggregate).flat().filter(column => column !== '*')])
      path(from, one.replace(/^-/, '').split('.'), isRoot);
  };
  all(question.collection, question, true);
  for (const [name, inner] of Object.entries(question.deep ?? {})) {
    const step = stepOf(shape, question.collection, question.alias?.[name] ?? name);
    if (step)
      all(step.to, inner, true);
  }
  for (const field of question.fields) {
    if (field.startsWith('count('))
      path(question.collection, [field], true);
  }
  return { own, others };
}
