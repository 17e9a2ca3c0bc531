/** How much a query may ask for at once, and what can be done with values of which type. */
import type { Query, Schema } from '../../extensions/wangge/src/access/model.ts';
import { readFileSync } from 'node:fs';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { unfit, unfitValue } from '../../extensions/wangge/src/access/fit-rules.ts';
import { MOST, oversized, rows } from '../../extensions/wangge/src/access/size-rules.ts';

const snapshot = parse(readFileSync('schema-snapshot.yaml', 'utf8')) as { fields: { collection: string; field: string; type: string }[]; relations: (Schema['relations'][number] & { meta?: object })[] };
const SCHEMA: Schema = {
  collections: Object.fromEntries([...new Set(snapshot.fields.map(({ collection }) => collection))].map(collection => [collection, {
    primary: 'id',
    fields: Object.fromEntries(snapshot.fields.filter(field => field.collection === collection).map(({ field, type }) => [field, { type }])),
  }])),
  relations: snapshot.relations.map(relation => ({ ...relation, meta: relation.meta ?? null })),
};
const codeOf = (query: Query, collection = 'issues'): string | undefined => oversized(SCHEMA, collection, query)?.code;

describe('what one request asks for', () => {
  it.each<[string, Query, string | undefined]>([
    ['a page of a list', { fields: ['id', 'number', 'grid.name', 'handler.first_name', 'category.parent.name', 'photos.directus_files_id.id'], limit: 500 }, undefined],
    ['a page with everything one step away', { fields: ['*.*'], limit: 100 }, undefined],
    ['a thousand rows with everything', { fields: ['*.*'], limit: 1000 }, 'query_rows'],
    ['a thousand rows with their columns', { fields: ['*'], limit: 1000 }, undefined],
    ['there and back again', { fields: ['events.issue.events.id'], limit: 1000 }, 'query_rows'],
    ['there and back of one', { fields: ['events.issue.events.id'], filter: { id: { _eq: 'x' } } }, undefined],
    ['there and back of a few', { fields: ['events.issue.events.id'], filter: { _and: [{ id: { _in: ['x', 'y'] } }, {}] }, limit: 1000 }, undefined],
    ['there and back by other names', { fields: Array.from({ length: 40 }, (_, n) => `a${n}.id`), alias: Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`a${n}`, 'events'])) }, 'query_rows'],
    ['there and back with few of each', { fields: ['events.issue.events.id'], deep: { events: { _limit: 1, issue: { events: { _limit: 1 } } } } }, undefined],
    ['a list and how long it is', { fields: ['id'], meta: ['total_count', 'filter_count'] }, undefined],
    ['how long it is, again and again', { fields: ['id'], meta: Array.from({ length: 1000 }, () => 'filter_count') }, 'query_rows'],
    ['the same field by the thousand', { fields: Array.from({ length: 100_000 }, () => 'grid.name') }, 'query_rows'],
    ['the same order by the hundred', { fields: ['id'], sort: Array.from({ length: 100 }, () => 'grid.name') }, 'query_rows'],
    ['a hundred figures of each field, again and again', { aggregate: { count: Array.from({ length: 3000 }, () => 'id') } }, 'query_rows'],
    ['a figure', { fields: ['*.*.*'], aggregate: { count: ['*'] }, limit: 1000 }, undefined],
    ['a long list of keys, as only ours ask', { fields: ['id'], limit: 50_001 }, undefined],
    ['everything, as only ours ask', { fields: ['id', 'grid.name'], limit: -1 }, undefined],
  ])('%s', (_, query, expected) => {
    expect(codeOf(query)).toBe(expected);
  });

  it('a filter of thousands of conditions, wherever they stand', () => {
    const many = (n: number): object[] => Array.from({ length: n }, () => ({ id: { _null: true } }));
    expect(codeOf({ filter: { _or: many(MOST.conditions) } })).toBeUndefined();
    expect(codeOf({ filter: { _or: many(MOST.conditions + 1) } })).toBe('query_conditions');
    expect(codeOf({ filter: { events: { _some: { _and: [{ _or: many(MOST.conditions + 1) }] } } } })).toBe('query_conditions');
    expect(codeOf({ deep: { events: { _filter: { _or: many(MOST.conditions + 1) } } } })).toBe('query_conditions');
    expect(codeOf({ filter: { id: { _in: Array.from({ length: MOST.values + 1 }, () => 'x') } } })).toBe('query_values');
  });

  test.prop([fc.array(fc.constantFrom('id', '*', 'events.*', 'grid.name', '*.*', 'lead.department.name', 'photos.*')), fc.constantFrom('events', 'deadlines.*', '*.*', 'repeat_of.photos.id'), fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 })])(
    'is never less with more fields or rows',
    (fields, more, one, other) => {
      const [few, many] = [Math.min(one, other), Math.max(one, other)];
      const capped = (query: Query): number => Math.min(rows(SCHEMA, 'issues', query), MOST.rows + 1);
      expect(capped({ fields: [...fields, more], limit: few })).toBeGreaterThanOrEqual(capped({ fields: [...fields, 'id'], limit: few }));
      expect(capped({ fields: [...fields, 'id'], limit: many })).toBeGreaterThanOrEqual(capped({ fields: [...fields, 'id'], limit: few }));
    },
  );
});

describe('what is done with values', () => {
  const codes = (query: Query, collection = 'issues'): string | undefined => unfit(SCHEMA, collection, query)?.code;

  it.each<[Query, string | undefined]>([
    [{ aggregate: { count: ['*'], countDistinct: ['handler'], min: ['due_at'], max: ['number'], sum: ['return_count'], countAll: ['*'] } }, undefined],
    [{ aggregate: { min: ['handler'] } }, 'aggregate_unfit'],
    [{ aggregate: { max: ['overdue'] } }, 'aggregate_unfit'],
    [{ aggregate: { sum: ['title'] } }, 'aggregate_unfit'],
    [{ aggregate: { avg: ['due_at'] } }, 'aggregate_unfit'],
    [{ aggregate: { countDistinct: ['route_explanation'] } }, 'aggregate_unfit'],
    [{ aggregate: { count: ['events'] } }, 'aggregate_unfit'],
    [{ aggregate: { count: ['grid.name'] } }, 'aggregate_unfit'],
    [{ aggregate: { sum: ['*'] } }, 'aggregate_unfit'],
    [{ aggregate: { median: ['due_at'] } }, 'aggregate_unknown'],
    [{ aggregate: { constructor: ['due_at'] } }, 'aggregate_unknown'],
    [{ aggregate: { count: { x: 'y' } as never } }, 'aggregate_unfit'],
    [{ group: ['status', 'grid', 'overdue', 'year(reported_at)'] }, undefined],
    [{ group: ['grid.name'] }, 'group_unfit'],
    [{ group: ['events'] }, 'group_unfit'],
    [{ group: ['count(events)'] }, 'group_unfit'],
    [{ group: ['route_explanation'] }, 'group_unfit'],
    [{ sort: ['-due_at', 'grid.code', 'handler', 'year(reported_at)'] }, undefined],
    [{ sort: ['route_explanation'] }, 'sort_unfit'],
    [{ deep: { events: { _sort: ['-data'] } } }, 'sort_unfit'],
    [{ deep: { events: { _aggregate: { count: ['*'] } } } }, 'aggregate_nested'],
    [{ deep: { events: { _group: ['type'] } } }, 'aggregate_nested'],
  ])('%j', (query, expected) => {
    expect(codes(query)).toBe(expected);
  });

  it('within a relation only by its rows, as the Studio asks for administrators', () => {
    const asked = { events: { _aggregate: { count: ['id'] }, _group: ['issue'], _sort: ['issue'] } };
    expect(unfit(SCHEMA, 'issues', { deep: asked }, true)).toBeNull();
    expect(unfit(SCHEMA, 'issues', { deep: { events: { _aggregate: { count: ['*'] } } } }, true)?.code).toBe('aggregate_nested');
    expect(unfit(SCHEMA, 'issues', { deep: { events: { _aggregate: { min: ['issue'] }, _group: ['issue'] } } }, true)?.code).toBe('aggregate_unfit');
  });
});

describe('a value that its column cannot be compared with', () => {
  const error = (code: string) => Object.assign(new Error('invalid input syntax'), { code, severity: 'ERROR' });

  it('is no failure of the server, where something is read of Directus\' own routes', () => {
    for (const code of ['22P02', '22003', '22008', '42883'])
      expect(unfitValue(error(code), { method: 'GET', path: '/items/issues' })?.code).toBe('value_unfit');
    for (const [failure, asked] of [[error('23505'), { method: 'GET', path: '/items/issues' }], [error('22P02'), { method: 'POST', path: '/items/issues' }], [error('22P02'), { method: 'GET', path: '/WANGGE/map' }], [error('22P02'), { method: 'GET', path: '/notices' }], [{ code: '22P02' }, { method: 'GET', path: '/users' }], [null, { method: 'GET', path: '/users' }]] as const)
      expect(unfitValue(failure, asked)).toBeNull();
  });
});
