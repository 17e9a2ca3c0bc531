/** What a query's answer tells beside its rows: how often a row is counted, and lists that lead back the way a hidden column points. */
import type { Grant, Query, Schema } from '../../extensions/wangge/src/access/model.ts';
import type { AccessMatrix } from '../../extensions/wangge/src/setup/access-rules.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { asAsked, counted, countedLists } from '../../extensions/wangge/src/access/count-rules.ts';
import { opens } from '../../extensions/wangge/src/access/guard-rules.ts';
import { listed, withoutHiddenLists } from '../../extensions/wangge/src/access/list-rules.ts';
import { expandAccess } from '../../extensions/wangge/src/setup/access-rules.ts';

const fields = (...names: string[]) => Object.fromEntries(names.map(name => [name, { type: name.endsWith('s') ? 'alias' : 'string' }]));
/** People of roles, who keep books in which there are pictures. */
const SCHEMA: Schema = {
  collections: {
    directus_roles: { primary: 'id', fields: fields('id', 'name', 'users') },
    directus_users: { primary: 'id', fields: fields('id', 'name', 'role', 'books') },
    books: { primary: 'code', fields: fields('code', 'keeper', 'pictures') },
    pictures: { primary: 'id', fields: fields('id', 'book') },
  },
  relations: [
    { collection: 'directus_users', field: 'role', related_collection: 'directus_roles', meta: { one_field: 'users' } },
    { collection: 'books', field: 'keeper', related_collection: 'directus_users', meta: { one_field: 'books' } },
    { collection: 'pictures', field: 'book', related_collection: 'books', meta: { one_field: 'pictures' } },
  ],
};
const GRANTS: Grant[] = [
  { collection: 'directus_roles', fields: ['*'], permissions: { id: { _in: '$CURRENT_ROLES' } } },
  { collection: 'directus_users', fields: ['id', 'name', 'books'], permissions: {} },
  { collection: 'directus_users', fields: ['role'], permissions: { id: { _eq: '$CURRENT_USER' } } },
  { collection: 'books', fields: ['*'], permissions: { _or: [{ keeper: { name: { _eq: 'x' } } }, { pictures: { id: { _nnull: true } } }] } },
  { collection: 'pictures', fields: ['*'], permissions: null },
];

describe('rows found over a list of others', () => {
  it('are counted once, and the answer has the form that was asked for', () => {
    const asked = counted(SCHEMA, GRANTS, 'books', { aggregate: { count: ['*'], countAll: [], max: ['keeper'] }, group: ['keeper'], sort: ['-count', 'keeper'] });
    expect(asked).toEqual({ aggregate: { max: ['keeper'], countDistinct: ['code'] }, group: ['keeper'], sort: ['-countDistinct.code', 'keeper'], recount: { key: 'code', names: ['count', 'countAll'], kept: false } });
    expect(asAsked([{ keeper: 'x', max: { keeper: 'x' }, countDistinct: { code: '3' } }], (asked as Query).recount!)).toEqual([{ keeper: 'x', max: { keeper: 'x' }, count: '3', countAll: '3' }]);
    const keys = counted(SCHEMA, GRANTS, 'books', { aggregate: { count: ['code'], countDistinct: ['code', 'keeper'] } }) as Query;
    expect(asAsked([{ countDistinct: { code: 3, keeper: 2 } }], keys.recount!)).toEqual([{ countDistinct: { code: 3, keeper: 2 }, count: { code: 3 } }]);
  });

  it('are not summed up once each, and nothing is changed where no list is joined', () => {
    for (const aggregate of [{ count: ['keeper'] }, { sum: ['code'] }, { avg: ['code'] }, { count: ['*', 'code'] }] as Query['aggregate'][])
      expect(counted(SCHEMA, GRANTS, 'books', { aggregate: aggregate! })).toMatchObject({ code: 'aggregate_repeated' });
    for (const [grants, collection] of [[GRANTS, 'pictures'], [[], 'books']] as const)
      expect(counted(SCHEMA, grants, collection, { aggregate: { count: ['*'] } })).toEqual({ aggregate: { count: ['*'] } });
  });

  it('also where some or none of the others are asked for, by a rule or by the filter', () => {
    const some = { pictures: { _some: { id: { _nnull: true } } } };
    const once = { aggregate: { countDistinct: ['code'] }, recount: { names: ['count'] } };
    expect(counted(SCHEMA, [{ collection: 'books', fields: ['*'], permissions: some }], 'books', { aggregate: { count: ['*'] } })).toMatchObject(once);
    for (const filter of [some, { pictures: { _none: { id: { _eq: 1 } } } }, { _or: [{ code: { _eq: 'x' } }, { _and: [some] }] }, { '$FOLLOW(pictures,book)': { id: { _eq: 1 } } }, { keeper: { books: { code: { _eq: 'y' } } } }])
      expect(counted(SCHEMA, [], 'books', { aggregate: { count: ['*'] }, filter }), JSON.stringify(filter)).toMatchObject({ ...once, filter });
    expect(counted(SCHEMA, [], 'books', { aggregate: { count: ['*'] }, filter: { keeper: { name: { _eq: 'x' } } } })).not.toHaveProperty('recount');
  });

  it('in groups, too, as GraphQL asks for them', () => {
    expect(counted(SCHEMA, [], 'books', { aggregate: { countAll: [] }, group: ['keeper'] })).toMatchObject({ aggregate: { countDistinct: ['code'] }, recount: { names: ['countAll'] } });
    expect(counted(SCHEMA, [], 'books', { aggregate: { countAll: [] } })).toEqual({ aggregate: { countAll: [] } });
  });

  it('are not counted beside another row, where they would be counted more than once', () => {
    for (const [fields, alias] of [[['id', 'count(books)']], [['id', 'n'], { n: 'count(books)' }]] as const)
      expect(counted(SCHEMA, GRANTS, 'directus_users', { fields: [...fields], ...alias ? { alias } : {} })).toMatchObject({ code: 'count_repeated', status: 403 });
    expect(counted(SCHEMA, GRANTS, 'pictures', { fields: ['book.keeper.count(books)'] })).toMatchObject({ code: 'count_repeated' });
    expect(countedLists(SCHEMA, 'pictures', { fields: ['book.keeper.count(books)', 'id', 'book.count(pictures)'] })).toEqual(new Set(['books', 'pictures']));
    expect(counted(SCHEMA, GRANTS, 'books', { fields: ['count(pictures)', 'keeper.name'] })).toEqual({ fields: ['count(pictures)', 'keeper.name'] });
  });
});

describe('a list that leads back the way a hidden column points', () => {
  const read = (query: Query, collection = 'directus_roles') => withoutHiddenLists(SCHEMA, GRANTS, collection, query, 'me');

  it('is left out of everything, and refused by its name', () => {
    expect(read({})).toEqual({ fields: ['id', 'name'] });
    expect(read({ fields: ['*'], limit: 1 })).toEqual({ fields: ['id', 'name'], limit: 1 });
    for (const fields of [['users'], ['users.name'], ['id', 'count(users)'], ['users.*']])
      expect(read({ fields })).toMatchObject({ code: 'query_hidden', params: { field: 'directus_roles.users' } });
    expect(read({ fields: ['id', 'x'], alias: { x: 'users' } })).toMatchObject({ code: 'query_hidden' });
    expect(read({ fields: ['*'], alias: { x: 'users' } })).toMatchObject({ code: 'query_hidden' });
  });

  it('also further on; other lists stay', () => {
    const own = { filter: { id: { _in: ['me'] } } };
    expect(read({ fields: ['role.*'], ...own }, 'directus_users')).toEqual({ fields: ['role.id', 'role.name'], ...own });
    expect(read({ fields: ['*.*'], ...own }, 'directus_users')).toEqual({ fields: ['id', 'name', 'role.id', 'role.name', 'books.*'], ...own });
    for (const query of [{ fields: ['*'] }, { fields: ['books.pictures.*', 'books.*', 'count(books)'] }, {}])
      expect(read(query, 'directus_users')).toEqual(query);
    expect(listed(SCHEMA, 'books', { fields: ['pictures.*', 'code'] })).toEqual(new Set());
    expect(listed(SCHEMA, 'books', { fields: ['*.*'] })).toEqual(new Set(['directus_users', 'books']));
  });
});

describe('what stands behind a field that is hidden in some rows', () => {
  const read = (query: Query, collection = 'directus_users') => withoutHiddenLists(SCHEMA, GRANTS, collection, query, 'me');

  it('is read of oneself alone', () => {
    for (const filter of [{ id: { _in: ['me'] } }, { id: { _eq: 'me' } }, { _and: [{ name: { _eq: 'x' } }, { id: { _in: ['me'] } }] }])
      expect(read({ fields: ['id', 'role.name'], filter })).toEqual({ fields: ['id', 'role.name'], filter });
    for (const filter of [undefined, { id: { _in: ['me', 'you'] } }, { _or: [{ id: { _eq: 'me' } }, { id: { _eq: 'you' } }] }, { id: { _neq: 'me' } }, { name: { _eq: 'me' } }])
      expect(read({ fields: ['id', 'role.name'], ...filter ? { filter } : {} })).toMatchObject({ fields: ['id'] });
    expect(read({ fields: ['keeper.role.name', 'keeper.name'], filter: { keeper: { id: { _eq: 'me' } } } }, 'books')).toMatchObject({ fields: ['keeper.name'] });
    expect(read({ fields: ['*.*'] })).toEqual({ fields: ['id', 'name', 'role', 'books.*'] });
    expect(read({ fields: ['x.name'], alias: { x: 'role' } })).toMatchObject({ fields: ['id'] });
    expect(read({ fields: ['role'] })).toEqual({ fields: ['role'] });
  });
});

describe('the shipped matrix', () => {
  const { access_matrix: matrix } = parse(readFileSync('seeds/access/matrix.yaml', 'utf8'), { merge: true }) as { access_matrix: AccessMatrix };
  const snapshot = parse(readFileSync('schema-snapshot.yaml', 'utf8')) as { fields: { collection: string; field: string; type: string }[]; relations: Schema['relations'] };
  const schema: Schema = {
    relations: snapshot.relations,
    collections: Object.fromEntries(snapshot.fields.map(({ collection }) => [collection, { primary: 'id', fields: Object.fromEntries(snapshot.fields.filter(field => field.collection === collection).map(({ field, type }) => [field, { type }])) }])),
  };

  it('opens no list of rows whose way back it hides, but of Directus\' own collections, where queries are weighed', () => {
    const { permissions } = expandAccess(matrix);
    for (const { policy } of Object.values(matrix.roles)) {
      const grants = permissions.filter(row => row.policy === policy && row.action === 'read') as unknown as Grant[];
      for (const { collection, field, related_collection: parent, meta } of schema.relations) {
        const open = meta?.one_field && !parent!.startsWith('directus_') && grants.some(grant => grant.collection === parent && grant.fields?.some(one => one === '*' || one === meta.one_field)) && grants.some(grant => grant.collection === collection);
        expect(!open || opens(schema, grants, { collection, field, rows: 'seen' }), `${parent}.${meta?.one_field} of ${policy}`).toBe(true);
      }
    }
  });
});
