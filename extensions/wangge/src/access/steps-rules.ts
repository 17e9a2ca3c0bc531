/**
 * Which fields of which collections a query looks at, on every way that leads there: filters (`_some`, functions, `$FOLLOW`,
 * a relation alone), sorts, aggregates, groupings, and all of it again in `deep`.
 *
 * It errs on the side of more: every key of a filter is walked, also one that Directus leaves out.
 */
import type { Values } from '../kernel/values.ts';
import type { Query, Schema, Step } from './model.ts';

/** Where a path has come to. */
interface Place {
  collection: string;
  rows: Step['rows'];
  /** The field whose value stands in the row that was come from: the key of what it points to. */
  known: string | null;
  /** At the beginning of a path: only there `_some` and `_none` keep to the rows that may be read. */
  head: boolean;
}

export interface Hop {
  target: string;
  /** One row of this one leads to many. */
  many: boolean;
  /** Columns of the target by which its rows are found: whoever may not read them is not to learn which rows those are. */
  compared: readonly string[];
}

/** Every level of a query: itself, and what `deep` says of its relations. */
export function steps(schema: Schema, collection: string, query: Query): Step[] {
  return levels(schema, collection, query).flatMap(({ collection: at, query: level }) => [
    ...filterSteps(schema, at, level.filter),
    ...valueSteps(schema, at, level),
    ...(level.sort ?? []).flatMap(sort => sortSteps(schema, at, level, sort)),
  ]);
}

export interface Level { collection: string; query: Query }

export function levels(schema: Schema, collection: string, query: Query, inherited: Query['alias'] = {}): Level[] {
  return [{ collection, query }, ...relationsIn(schema, collection, query, inherited).flatMap(({ target, inner, aliases }) => levels(schema, target, levelOf(inner), aliases))];
}

export interface DeepRelation { key: string; target: string; inner: Values; aliases: Query['alias'] }

/** What `deep` says of relations. Directus gives the aliases of a level to what a many-to-any relation leads to. */
export function relationsIn(schema: Schema, collection: string, { deep, alias }: Query, inherited: Query['alias'] = {}): DeepRelation[] {
  const aliases = { ...inherited, ...alias };
  return Object.entries(deep ?? {}).flatMap(([key, inner]) => {
    const target = scopeOf(key) ?? hop(schema, collection, aliases[key] ?? key)?.target ?? null;
    return key.startsWith('_') || !isRecord(inner) || target === null ? [] : [{ key, target, inner, aliases: scopeOf(key) === null ? {} : aliases }];
  });
}

/** What `deep` says of one relation, as a query. */
export function levelOf(deep: Values): Query {
  const own = Object.entries(deep).filter(([key]) => key.startsWith('_')).map(([key, value]) => [key.slice(1), value]);
  return { ...Object.fromEntries(own), deep };
}

export function filterSteps(schema: Schema, collection: string, filter: unknown): Step[] {
  return conditions(schema, { collection, rows: 'seen', known: null, head: true }, filter);
}

/** What is counted, summed up, compared or grouped by. */
export function valueSteps(schema: Schema, collection: string, { aggregate, group, alias }: Query): Step[] {
  const values = Object.entries(aggregate ?? {}).flatMap(([name, fields]) => name === 'countAll' ? [] : fields).filter(field => typeof field === 'string' && field !== '*');
  const groups = (group ?? []).flatMap(field => [field, ...alias?.[field] === undefined ? [] : [alias[field]]]);
  return [...values, ...groups].flatMap(path => pathSteps(schema, collection, partsOf(path)));
}

/** A sort by a value that is aggregated looks at nothing more. */
export function sortSteps(schema: Schema, collection: string, { aggregate }: Query, sort: string): Step[] {
  const parts = partsOf(sort.replace(/^-/, ''));
  return parts[0]! in (aggregate ?? {}) ? [] : pathSteps(schema, collection, parts);
}

function pathSteps(schema: Schema, collection: string, parts: readonly string[]): Step[] {
  const found: Step[] = [];
  let place: Place = { collection, rows: 'seen', known: null, head: true };
  for (const [index, part] of parts.entries()) {
    const next = hop(schema, place.collection, part);
    found.push(...look(schema, place, part));
    if (next === null)
      break;
    if (index === parts.length - 1)
      return [...found, ...ends(schema, next)];
    found.push(...compared(next, 'all'));
    place = beyond(schema, next);
  }
  return found;
}

function conditions(schema: Schema, place: Place, filter: unknown): Step[] {
  if (Array.isArray(filter))
    return filter.flatMap(one => conditions(schema, place, one));
  return Object.entries(isRecord(filter) ? filter : {}).flatMap(([key, value]) => {
    if (key === '_and' || key === '_or')
      return conditions(schema, place, Array.isArray(value) ? value : [value]);
    return key.startsWith('_') ? [] : [...look(schema, place, key), ...condition(schema, place, key, value)];
  });
}

/** What is asked of a field: of a relation perhaps something of the rows that it leads to. */
function condition(schema: Schema, place: Place, key: string, value: unknown): Step[] {
  const next = hop(schema, place.collection, key);
  if (next === null)
    return [];
  const asked: [string, unknown][] = isRecord(value) ? Object.entries(value) : [['_eq', value]];
  return asked.flatMap(([inner, sought]) => {
    if (inner === '_some' || inner === '_none') {
      const rows = place.head ? 'seen' : 'all';
      return [...compared(next, rows), { collection: next.target, field: primaryOf(schema, next.target), rows }, ...conditions(schema, { collection: next.target, rows, known: null, head: place.head }, sought)];
    }
    if (inner.startsWith('_') && inner !== '_and' && inner !== '_or')
      return ends(schema, next);
    return [...compared(next, 'all'), ...conditions(schema, beyond(schema, next), { [inner]: sought })];
  });
}

/** The field itself, and the rows that a function counts. */
function look(schema: Schema, { collection, rows, known }: Place, part: string): Step[] {
  if (isImplicit(part))
    return [];
  const { field, inFunction } = fieldOf(part);
  const counted = inFunction ? hop(schema, collection, field) : null;
  return [
    ...field === known && !inFunction ? [] : [{ collection, field, rows }],
    ...counted === null ? [] : ends(schema, counted),
  ];
}

/** A path that ends at a relation asks whether there is such a row; what a row points to stands in the row. */
function ends(schema: Schema, next: Hop): Step[] {
  return next.many ? [...compared(next, 'all'), { collection: next.target, field: primaryOf(schema, next.target), rows: 'all' }] : [];
}

function compared({ target, compared }: Hop, rows: Step['rows']): Step[] {
  return compared.map(field => ({ collection: target, field, rows }));
}

function beyond(schema: Schema, { target, many }: Hop): Place {
  return { collection: target, rows: 'all', known: many ? null : primaryOf(schema, target), head: false };
}

/** Where a part of a path leads; null: nowhere else. */
export function hop({ relations }: Schema, collection: string, part: string): Hop | null {
  if (isImplicit(part)) {
    const [target = '', ...columns] = part.slice('$FOLLOW('.length, -1).split(',').map(word => word.trim());
    return { target, many: true, compared: columns };
  }
  const name = part.split(':')[0]!;
  const relation = relations.find(one => (one.collection === collection && one.field === name) || (one.related_collection === collection && one.meta?.one_field === name));
  if (relation === undefined)
    return null;
  if (relation.collection !== collection || relation.field !== name)
    return { target: relation.collection, many: true, compared: [relation.field, ...relation.meta?.one_collection_field ? [relation.meta.one_collection_field] : []] };
  const target = relation.meta?.one_collection_field && relation.meta.one_allowed_collections ? scopeOf(part) : relation.related_collection;
  return target === null ? null : { target, many: scopeOf(part) !== null, compared: [] };
}

export function primaryOf({ collections }: Schema, collection: string): string {
  return collections[collection]?.primary ?? 'id';
}

function scopeOf(part: string): string | null {
  return isImplicit(part) ? null : part.split(':')[1] ?? null;
}

/** `$FOLLOW(issue_events,issue)`: the way from a row to those that point to it, although no field is there for it. */
function isImplicit(part: string): boolean {
  return part.startsWith('$FOLLOW(') && part.endsWith(')');
}

/** `year(reported_at)`, `json(data,path)`, `item:issues`. */
export function fieldOf(part: string): { field: string; inFunction: boolean } {
  const argument = /^[^()]+\(([^,)]*)/.exec(part)?.[1];
  return argument === undefined ? { field: part.split(':')[0]!, inFunction: false } : { field: argument.trim(), inFunction: true };
}

/** The parts of `issue.year(reported_at)`, `year(issue.reported_at)` or `$FOLLOW(issue_events,issue).type`. */
export function partsOf(path: string): string[] {
  const [, before = '', name, argument, rest = ''] = /^((?:[^.()]+\.)*)([^.()$]+)\(([^()]*)\)(.*)$/.exec(path) ?? [];
  if (name === undefined || argument === undefined)
    return path.split(/\.(?![^(]*\))/);
  const [field = '', ...others] = argument.split(',');
  const way = field.split('.');
  return [...`${before}${way.slice(0, -1).map(part => `${part}.`).join('')}`.split('.').filter(Boolean), `${name}(${[way.at(-1), ...others].join(',')})${rest}`];
}

export function isRecord(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
