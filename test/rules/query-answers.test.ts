/** What a query's answer tells beside its rows: how often a row is counted, and lists that lead back the way a hidden column points. */
import type { Grant, Query, Schema } from '../../extensions/wangge/src/access/model.ts';
import type { AccessMatrix } from '../../extensions/wangge/src/setup/access-rules.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { asAsked, counted } from '../../extensions/wangge/src/access/count-rules.ts';
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
    const some: Grant[] = [{ collection: 'books', fields: ['*'], permissions: { pictures: { _some: { id: { _nnull: true } } } } }];
    for (const [grants, collection] of [[some, 'books'], [GRANTS, 'pictures'], [[], 'books']] as const)
      expect(counted(SCHEMA, grants, collection, { aggregate: { count: ['*'] } })).toEqual({ aggregate: { count: ['*'] } });
  });
});

describe('a list that leads back the way a hidden column points', () => {
  const read = (query: Query, collection = 'directus_roles') => withoutHiddenLists(SCHEMA, GRANTS, collection, query);

  it('is left out of everything, and refused by its name', () => {
    expect(read({})).toEqual({ fields: ['id', 'name'] });
    expect(read({ fields: ['*'], limit: 1 })).toEqual({ fields: ['id', 'name'], limit: 1 });
    for (const fields of [['users'], ['users.name'], ['id', 'count(users)'], ['users.*']])
      expect(read({ fields })).toMatchObject({ code: 'query_hidden', params: { field: 'directus_roles.users' } });
    expect(read({ fields: ['id', 'x'], alias: { x: 'users' } })).toMatchObject({ code: 'query_hidden' });
    expect(read({ fields: ['*'], alias: { x: 'users' } })).toMatchObject({ code: 'query_hidden' });
  });

  it('also further on; other lists stay', () => {
    expect(read({ fields: ['role.*'] }, 'directus_users')).toEqual({ fields: ['role.id', 'role.name'] });
    expect(read({ fields: ['*.*'] }, 'directus_users')).toEqual({ fields: ['id', 'name', 'role.id', 'role.name', 'books.*'] });
    expect(read({ fields: ['keeper.role.users.id'] }, 'books')).toMatchObject({ code: 'query_hidden' });
    for (const query of [{ fields: ['*'] }, { fields: ['books.pictures.*', 'books.*', 'count(books)'] }, {}])
      expect(read(query, 'directus_users')).toEqual(query);
    expect(listed(SCHEMA, 'books', { fields: ['pictures.*', 'code'] })).toEqual(new Set());
    expect(listed(SCHEMA, 'books', { fields: ['*.*'] })).toEqual(new Set(['directus_users', 'books']));
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
