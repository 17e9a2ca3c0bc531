/**
 * What a query may look at. The main property: whatever is permitted gives the same answer when something changes that its
 * caller may not read, in a small world that is asked as Directus asks: joined without rules, `_some` and `_none` with them.
 */
import type { Grant, Query, Schema } from '../../extensions/wangge/src/access/model.ts';
import { getRelationInfo } from '@directus/utils';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { addressOf, writesByQuery } from '../../extensions/wangge/src/access/by-query-rules.ts';
import { permitted, touched } from '../../extensions/wangge/src/access/guard-rules.ts';
import { filterSteps, levels, sortSteps, steps } from '../../extensions/wangge/src/access/steps-rules.ts';
import { isRefusal } from '../../extensions/wangge/src/kernel/refusal-rules.ts';

const fields = (...names: string[]) => Object.fromEntries(names.map(name => [name, { type: name.endsWith('s') ? 'alias' : 'string' }]));
/** Areas with their streets with their houses. */
const SCHEMA: Schema = {
  collections: {
    areas: { primary: 'id', fields: fields('id', 'tag', 'x', 'streets') },
    streets: { primary: 'id', fields: fields('id', 'tag', 'x', 'area', 'houses') },
    houses: { primary: 'id', fields: fields('id', 'tag', 'x', 'street', 'anything') },
  },
  relations: [
    { collection: 'streets', field: 'area', related_collection: 'areas', meta: { one_field: 'streets' } },
    { collection: 'houses', field: 'street', related_collection: 'streets', meta: { one_field: 'houses' } },
    { collection: 'houses', field: 'anything', related_collection: null, meta: { one_collection_field: 'tag', one_allowed_collections: ['areas', 'streets'] } },
  ],
};
const UP: Record<string, [string, string]> = { streets: ['area', 'areas'], houses: ['street', 'streets'] };
const DOWN: Record<string, [string, string, string]> = { areas: ['streets', 'streets', 'area'], streets: ['houses', 'houses', 'street'] };

interface Row { id: number; tag: string; x: number; up: number | null }
type World = Record<string, Row[]>;
type Filter = Record<string, any>;

const tag = fc.constantFrom('open', 'half', 'shut');
const value = fc.integer({ min: 0, max: 2 });
const rows = (parents: number): fc.Arbitrary<Row[]> => fc.array(fc.record({ tag, x: value, up: fc.option(fc.integer({ min: 0, max: parents - 1 })) }), { minLength: 3, maxLength: 5 })
  .map(list => list.map((row, id) => ({ id, ...row })));
const world: fc.Arbitrary<World> = fc.record({ areas: rows(1), streets: rows(3), houses: rows(3) });

const grants: fc.Arbitrary<Grant[]> = fc.tuple(...Object.keys(SCHEMA.collections).map(collection => fc.array(fc.record({
  collection: fc.constant(collection),
  fields: fc.oneof(fc.constant(['*']), fc.subarray(Object.keys(SCHEMA.collections[collection]!.fields))),
  permissions: fc.constantFrom<Grant['permissions']>(null, {}, { tag: { _eq: 'open' } }, { tag: { _eq: 'half' } }),
}), { maxLength: 3 }))).map(list => list.flat());

function filters(collection: string, depth: number): fc.Arbitrary<Filter> {
  const of = (inner: fc.Arbitrary<Filter>, ...names: string[]): fc.Arbitrary<Filter> => fc.tuple(fc.constantFrom(...names), inner).map(([name, filter]) => ({ [name]: filter }));
  const leaves = fc.oneof(fc.constantFrom('id', 'x', 'tag').chain(field => of(field === 'tag' ? tag.map(_eq => ({ _eq })) : value.map(_eq => ({ _eq })), field)));
  if (depth === 0)
    return leaves;
  const [up, down] = [UP[collection], DOWN[collection]];
  return fc.oneof(
    leaves,
    fc.array(fc.oneof(leaves, filters(collection, depth - 1)), { minLength: 1, maxLength: 2 }).chain(list => fc.constantFrom({ _and: list }, { _or: list })),
    ...up === undefined ? [] : [of(filters(up[1], depth - 1), up[0]), fc.constant({ [up[0]]: { _nnull: true } })],
    ...down === undefined
      ? []
      : [
          of(filters(down[1], depth - 1), down[0], `$FOLLOW(${down[1]},${down[2]})`),
          of(of(filters(down[1], depth - 1), '_some', '_none'), down[0]),
          fc.constant({ [down[0]]: { _nnull: true } }),
          value.map(_eq => ({ [`count(${down[0]})`]: { _eq } })),
        ],
  );
}

/** As Directus evaluates it. */
function matches(all: World, given: readonly Grant[], collection: string, row: Row, filter: Filter): boolean {
  return Object.entries(filter).every(([key, sought]) => {
    if (key === '_and' || key === '_or')
      return sought[key === '_and' ? 'every' : 'some']((one: Filter) => matches(all, given, collection, row, one));
    const [up, down] = [UP[collection], DOWN[collection]];
    if (key === up?.[0]) {
      const target = all[up[1]]!.find(({ id }) => id === row.up);
      return '_nnull' in sought ? row.up !== null : target !== undefined && matches(all, given, up[1], target, sought);
    }
    if (down !== undefined && key !== 'x' && key !== 'id' && key !== 'tag') {
      const children = all[down[1]]!.filter(({ up }) => up === row.id);
      const visible = children.filter(child => seen(given, down[1], child));
      if (key.startsWith('count('))
        return children.length === sought._eq;
      if ('_some' in sought || '_none' in sought)
        return visible.some(child => matches(all, given, down[1], child, sought._some ?? sought._none)) === ('_some' in sought);
      return '_nnull' in sought ? children.length > 0 : children.some(child => matches(all, given, down[1], child, sought));
    }
    return (row as any)[key] === sought._eq;
  });
}

const applies = (grant: Grant, collection: string, row: Row): boolean => grant.collection === collection && (grant.permissions as any)?.tag?._eq !== undefined ? grant.collection === collection && (grant.permissions as any).tag._eq === row.tag : grant.collection === collection;
const seen = (given: readonly Grant[], collection: string, row: Row): boolean => given.some(grant => applies(grant, collection, row));
const shows = (given: readonly Grant[], collection: string, row: Row, field: string): boolean => given.some(grant => applies(grant, collection, row) && (grant.fields!.includes('*') || grant.fields!.includes(field)));
const answer = (all: World, given: readonly Grant[], collection: string, filter: Filter): number[] =>
  all[collection]!.filter(row => seen(given, collection, row) && matches(all, given, collection, row, filter)).map(({ id }) => id);

describe('a filter that is permitted', () => {
  const asked = fc.constantFrom('areas', 'streets', 'houses').chain(collection => fc.tuple(fc.constant(collection), filters(collection, 3)));

  test.prop([world, grants, asked, fc.array(fc.tuple(value, tag, fc.integer({ min: 0, max: 2 })), { minLength: 15, maxLength: 15 })], { numRuns: 3_000 })('tells nothing of what is hidden', (all, given, [collection, filter], changes) => {
    fc.pre(!isRefusal(permitted(SCHEMA, given, collection, { filter })));
    const left = changes[Symbol.iterator]();
    const other = Object.fromEntries(Object.entries(all).map(([name, list]) => [name, list.map((row) => {
      const [x] = left.next().value ?? [row.x];
      return shows(given, name, row, 'x') ? row : { ...row, x };
    })])) as World;
    // Rows appear that nobody of this caller's sees.
    for (const name of ['streets', 'houses'])
      other[name]!.push(...changes.slice(0, 3).map(([x, tag, up], n) => ({ id: 90 + n, tag, x, up })).filter(row => !seen(given, name, row)));
    expect(answer(other, given, collection, filter)).toEqual(answer(all, given, collection, filter));
  });

  test.prop([grants, asked], { numRuns: 500 })('looks only at collections whose grants were asked for', (given, [collection, filter]) => {
    const asked = touched(SCHEMA, collection, { filter });
    expect(isRefusal(permitted(SCHEMA, given.filter(grant => asked.has(grant.collection)), collection, { filter }))).toBe(isRefusal(permitted(SCHEMA, given, collection, { filter })));
  });

  test.prop([asked], { numRuns: 500 })('is any filter where all is to be read', ([collection, filter]) => {
    const all = Object.keys(SCHEMA.collections).map(collection => ({ collection, fields: ['*'], permissions: null }));
    expect(permitted(SCHEMA, all, collection, { filter })).toEqual({ filter });
  });

  test.prop([grants, asked, grants], { numRuns: 500 })('stays so when something more may be read everywhere', (given, [collection, filter], more) => {
    fc.pre(!isRefusal(permitted(SCHEMA, given, collection, { filter })));
    const wide = more.filter(({ permissions }) => Object.keys(permissions ?? {}).length === 0).map(grant => ({ ...grant, fields: ['*'] }));
    expect(isRefusal(permitted(SCHEMA, [...given, ...wide], collection, { filter }))).toBe(false);
  });
});

describe('steps', () => {
  const all = (collection: string, field: string) => ({ collection, field, rows: 'all' });
  const seen = (collection: string, field: string) => ({ collection, field, rows: 'seen' });

  it.each<[string, Filter, object[]]>([
    ['houses', { street: { _eq: 1 } }, [seen('houses', 'street')]],
    ['houses', { street: { id: { _eq: 1 } } }, [seen('houses', 'street')]],
    ['houses', { street: { area: { id: { _eq: 1 } } } }, [seen('houses', 'street'), all('streets', 'area')]],
    ['houses', { 'year(x)': { _eq: 1 } }, [seen('houses', 'x')]],
    ['houses', { street: { 'year(x)': 5 } }, [seen('houses', 'street'), all('streets', 'x')]],
    ['houses', { 'anything:streets': { x: { _eq: 1 } } }, [seen('houses', 'anything'), all('streets', 'x')]],
    ['streets', { houses: 7 }, [seen('streets', 'houses'), all('houses', 'street'), all('houses', 'id')]],
    ['streets', { 'count(houses)': 7 }, [seen('streets', 'houses'), all('houses', 'street'), all('houses', 'id')]],
    ['streets', { '$FOLLOW(houses, street)': { _some: { x: 1 } } }, [seen('houses', 'street'), seen('houses', 'id'), seen('houses', 'x')]],
    ['streets', { '$FOLLOW(houses, street)': { x: 1 } }, [all('houses', 'street'), all('houses', 'x')]],
    ['streets', { area: { streets: { _some: { x: 1 } } } }, [seen('streets', 'area'), all('areas', 'streets'), all('streets', 'area'), all('streets', 'id'), all('streets', 'x')]],
    ['streets', { houses: { _some: { street: { x: 1 } } } }, [seen('streets', 'houses'), seen('houses', 'street'), seen('houses', 'id'), seen('houses', 'street'), all('streets', 'x')]],
  ])('%s %j', (collection, filter, expected) => {
    expect(filterSteps(SCHEMA, collection, filter)).toEqual(expected);
  });

  it.each<[string, string, object[]]>([
    ['houses', '-street', [seen('houses', 'street')]],
    ['houses', 'street.area.x', [seen('houses', 'street'), all('streets', 'area'), all('areas', 'x')]],
    ['houses', 'street.year(x)', [seen('houses', 'street'), all('streets', 'x')]],
    ['houses', 'year(street.x)', [seen('houses', 'street'), all('streets', 'x')]],
    ['streets', 'count(area.streets)', [seen('streets', 'area'), all('areas', 'streets'), all('streets', 'area'), all('streets', 'id')]],
    ['streets', '-houses', [seen('streets', 'houses'), all('houses', 'street'), all('houses', 'id')]],
    ['streets', '$FOLLOW(houses,street).x', [all('houses', 'street'), all('houses', 'x')]],
  ])('%s sorted by %s', (collection, sort, expected) => {
    expect(sortSteps(SCHEMA, collection, {}, sort)).toEqual(expected);
  });

  it('an order of what is aggregated is none of its own; a grouping may be known by another name', () => {
    expect(sortSteps(SCHEMA, 'houses', { aggregate: { count: ['x'] } }, '-count.x')).toEqual([]);
    expect(steps(SCHEMA, 'houses', { group: ['x'], alias: { x: 'tag' } })).toEqual([seen('houses', 'x'), seen('houses', 'tag')]);
    expect(steps(SCHEMA, 'houses', { aggregate: { min: ['x', '*'] } })).toEqual([seen('houses', 'x')]);
  });

  it('all of it again in deep, by whatever name the relation is called', () => {
    const query: Query = { alias: { s: 'streets' }, deep: { s: { _filter: { x: 1 }, _alias: { h: 'houses' }, h: { _sort: ['-street.x'] } }, nothing: { _filter: { x: 1 } }, _limit: 3 } };
    expect(levels(SCHEMA, 'areas', query).map(({ collection }) => collection)).toEqual(['areas', 'streets', 'houses']);
    expect(steps(SCHEMA, 'areas', query)).toEqual([seen('streets', 'x'), seen('houses', 'street'), all('streets', 'x')]);
  });

  it('go the way that Directus goes', () => {
    for (const [collection, field] of [['houses', 'street'], ['houses', 'anything:areas'], ['streets', 'houses'], ['streets', '$FOLLOW(houses,street)'], ['areas', 'x']] as const) {
      const { relation } = getRelationInfo(SCHEMA.relations as any, collection, field.split(':')[0]!.startsWith('$') ? field : field.split(':')[0]!);
      expect(filterSteps(SCHEMA, collection, { [field]: { x: 1 } }).some(step => step.field === 'x' && step.rows === 'all')).toBe(relation !== null && field !== 'x');
    }
  });
});

describe('sorts', () => {
  const given: Grant[] = [
    { collection: 'houses', fields: ['id', 'street'], permissions: {} },
    { collection: 'houses', fields: ['id', 'x'], permissions: { tag: { _eq: 'open' } } },
    { collection: 'streets', fields: ['*'], permissions: { tag: { _eq: 'open' } } },
  ];

  it('are left out where they would show what is hidden in some rows, and refused where it is in all', () => {
    expect(permitted(SCHEMA, given, 'houses', { sort: ['x', 'id', 'street.x'], limit: 3 })).toEqual({ sort: ['id'], limit: 3 });
    expect(permitted(SCHEMA, given, 'houses', { sort: ['-x'] })).toEqual({});
    expect(permitted(SCHEMA, given, 'houses', { sort: ['tag'] })).toMatchObject({ code: 'query_hidden', status: 403, params: { field: 'houses.tag' } });
    expect(permitted(SCHEMA, given, 'houses', { sort: ['-none'] })).toMatchObject({ code: 'query_hidden' });
  });

  it('in deep likewise, and the rest of it stays', () => {
    expect(permitted(SCHEMA, given, 'streets', { deep: { houses: { _sort: ['x'], _limit: 2, street: { _sort: ['x', 'area.x'] } } } })).toMatchObject({ code: 'query_hidden' });
    expect(permitted(SCHEMA, given, 'streets', { deep: { houses: { _sort: ['x'], _limit: 2, street: { _sort: ['x'] } } } })).toEqual({ deep: { houses: { _limit: 2, street: { _sort: ['x'] } } } });
  });
});

describe('a search', () => {
  it('is refused where Directus would search all fields in rows of which some are to be seen in part', () => {
    const whole: Grant = { collection: 'houses', fields: ['*'], permissions: { tag: { _eq: 'open' } } };
    expect(permitted(SCHEMA, [whole], 'houses', { search: 'a' })).toEqual({ search: 'a' });
    expect(permitted(SCHEMA, [whole, { collection: 'houses', fields: ['id'], permissions: {} }], 'houses', { search: 'a' })).toMatchObject({ code: 'search_hidden' });
    expect(permitted(SCHEMA, [{ ...whole, fields: ['x'] }, { collection: 'houses', fields: ['id'], permissions: {} }], 'houses', { search: 'a' })).toEqual({ search: 'a' });
  });
});

describe('a write by a query', () => {
  it.each([
    ['/items/issues', 'issues', true],
    ['/ITEMS//issues/', 'issues', true],
    ['/items/iss%75es', 'issues', true],
    ['/%69tems/issues', 'issues', true],
    ['/items/issues/1', 'issues', false],
    ['/Users', 'directus_users', true],
    ['/users/me', 'directus_users', false],
  ])('%s', (path, collection, whole) => {
    expect(addressOf(path)).toEqual({ collection, whole });
  });

  it('is one that names no keys', () => {
    const whole = { collection: 'issues', whole: true };
    for (const [method, body, is] of [['PATCH', { query: {}, data: {} }, true], ['DELETE', { query: {} }, true], ['PATCH', { keys: [1], data: {} }, false], ['PATCH', [{ id: 1, query: 1 }], false], ['SEARCH', { query: {} }, false], ['DELETE', null, false]] as const)
      expect(writesByQuery(method, whole, body), `${method} ${JSON.stringify(body)}`).toBe(is);
    expect(writesByQuery('PATCH', { ...whole, whole: false }, { query: 'a column of this name' })).toBe(false);
    expect([addressOf('/'), addressOf('/items'), addressOf('/%E0%A4%A')]).toEqual([null, null, { collection: 'directus_%e0%a4%a', whole: true }]);
  });
});
