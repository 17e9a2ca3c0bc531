/**
 * Which steps of a query are closed to its caller, and what becomes of the query: refused, or left without the sorts that
 * would show what may not be seen.
 */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Grant, Query, Schema, Step } from './model.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { filterSteps, levelOf, levels, relationsIn, sortSteps, steps, valueSteps } from './steps-rules.ts';

/** What the product's own lists need although the rows that they step into are not all to be seen: collection and sort. */
export const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  // The bookmark of rankings: the newest period first. Of a period that is not published, rankings tell what day it begins.
  rankings: ['period.starts_on'],
};

/** A query without any of these looks at nothing but what it hands out, and Directus keeps to the rules there. */
const LOOKING = ['filter', 'sort', 'search', 'aggregate', 'group', 'deep'] as const;

export function looks(query: Query): boolean {
  return LOOKING.some(part => query[part] !== undefined && query[part] !== null);
}

/** The collections whose grants decide. */
export function touched(schema: Schema, collection: string, query: Query): Set<string> {
  return new Set([...levels(schema, collection, query), ...steps(schema, collection, query)].map(step => step.collection));
}

/** The query as it may be asked. */
export function permitted(schema: Schema, grants: readonly Grant[], collection: string, query: Query): Query | Refusal {
  const isOpen = (step: Step): boolean => opens(schema, grants, step);
  for (const { collection: at, query: level } of levels(schema, collection, query)) {
    const closed = [...filterSteps(schema, at, level.filter), ...valueSteps(schema, at, level), ...unsorted(schema, grants, at, level)].find(step => !isOpen(step));
    if (closed !== undefined)
      return refusal('query_hidden', closed);
    if (level.search && searchesTooFar(grants, at))
      return refusal('search_hidden', { collection: at });
  }
  return withoutHiddenSorts(schema, grants, collection, query);
}

/** May the field be looked at, at this step? */
export function opens({ collections }: Schema, grants: readonly Grant[], { collection, field, rows }: Step): boolean {
  if (collections[collection]?.fields[field] === undefined)
    return false;
  const all = grants.filter(grant => grant.collection === collection);
  const opening = all.filter(grant => reads(grant, field));
  if (opening.some(isOfAllRows))
    return true;
  // Whatever opens a row opens the field in it, too.
  const rules = new Set(opening.map(rule));
  return rows === 'seen' && opening.length > 0 && all.every(grant => rules.has(rule(grant)));
}

/** Sorts by what the caller may read in no row at all: they are refused like filters. */
function unsorted(schema: Schema, grants: readonly Grant[], collection: string, query: Query): Step[] {
  return (query.sort ?? []).flatMap(sort => sortSteps(schema, collection, query, sort)).filter(({ collection: at, field }) =>
    schema.collections[at]?.fields[field] === undefined || !grants.some(grant => grant.collection === at && reads(grant, field)));
}

/** Left out, not refused: the Studio's own list of people asks for the order of their e-mail addresses. */
function withoutHiddenSorts(schema: Schema, grants: readonly Grant[], collection: string, query: Query, inherited: Query['alias'] = {}): Query {
  const kept = query.sort?.filter(sort => EXCEPTIONS[collection]?.includes(sort.replace(/^-/, ''))
    || sortSteps(schema, collection, query, sort).every(step => opens(schema, grants, step)));
  const deep = relationsIn(schema, collection, query, inherited).map(({ key, target, inner, aliases }) => {
    const { sort, deep } = withoutHiddenSorts(schema, grants, target, levelOf(inner), aliases);
    const { _sort, ...others } = deep ?? {};
    return [key, { ...others, ...sort === undefined ? {} : { _sort: sort } }] as const;
  });
  const { sort: _, ...rest } = query;
  return {
    ...rest,
    ...kept === undefined || kept.length === 0 ? {} : { sort: kept },
    ...query.deep === undefined || query.deep === null ? {} : { deep: { ...query.deep, ...Object.fromEntries(deep) } },
  };
}

/**
 * Directus searches a row by the fields that the caller may read in it, but by all fields in all rows once one of the
 * caller's grants opens every field.
 */
function searchesTooFar(grants: readonly Grant[], collection: string): boolean {
  const all = grants.filter(grant => grant.collection === collection);
  const whole = new Set(all.filter(grant => grant.fields?.includes('*')).map(rule));
  return whole.size > 0 && !all.some(grant => grant.fields?.includes('*') && isOfAllRows(grant)) && !all.every(grant => whole.has(rule(grant)));
}

function reads({ fields }: Grant, field: string): boolean {
  return fields !== null && (fields.includes('*') || fields.includes(field));
}

function rule({ permissions }: Grant): string {
  return JSON.stringify(permissions ?? {});
}

function isOfAllRows({ permissions }: Grant): boolean {
  return Object.keys(permissions ?? {}).length === 0;
}

function refusal(code: string, { collection, field }: { collection: string; field?: string }): Refusal {
  return { ...refused(code, null, { field: field === undefined ? collection : `${collection}.${field}` }), status: 403 };
}
