/** What may not be read is not to be guessed either: every way in which a query looks at rows and fields on its way. */
import type { Community } from './community.ts';
import type { Account, Answer, Server } from './harness.ts';
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { peopled, reported } from './community.ts';
import { server } from './harness.ts';
import { publishedNotice } from './notice-rows.ts';

const PHONE = '13912345678';
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');

let wangge: Server;
let community: Community;
/** Published for everybody; the issue is of patch 0, and `stranger` leads patch 2. */
let hidden: { issue: string; notice: string };
let own: string;

beforeAll(async () => {
  wangge = await server();
  community = await peopled(wangge);
  hidden = await publishedNotice(wangge.db, { grid: community.place.patches[0], columns: { contact_name: '王秘密', contact_phone: PHONE } });
  const answer = await wangge.request('POST', '/items/issues', { as: community.stranger, body: { description: '楼道照明', category: community.category, parties: 'residents', kind: 'dispute', contact_phone: '13800000000' }, query: { fields: 'id' } });
  own = answer.body.data.id;
});

const ask = (path: string, query: Record<string, unknown>, as: Account = community.stranger): Promise<Answer<any>> =>
  wangge.request('GET', path, { as, query: Object.fromEntries(Object.entries(query).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)])) });
const graphql = (query: string, path = '/graphql', as: Account = community.stranger): Promise<Answer<any>> => wangge.request('POST', path, { as, body: { query } });

/** As a body says what an address says in brackets. */
const bodyForm = (query: Record<string, unknown>): object => ({
  aggregate: Object.fromEntries(Object.entries(query).filter(([key]) => key.startsWith('aggregate[')).map(([key, value]) => [key.slice('aggregate['.length, -1), [value]])),
  ...'groupBy[]' in query ? { groupBy: [query['groupBy[]']] } : {},
  ...typeof query.fields === 'string' ? { fields: [query.fields] } : {},
  ...typeof query.sort === 'string' ? { sort: [query.sort] } : {},
});

/** Refused, in words. */
function closed({ status, errors, body }: Answer<any>, door: string): void {
  expect([status, errors[0]?.extensions.code], `${door}: ${JSON.stringify(body).slice(0, 300)}`).toEqual([403, 'WANGGE_REFUSED']);
  expect(errors[0]!.message).toMatch(/\p{Script=Han}.*。$/u);
}

const GUESS = { issue: { contact_phone: { _starts_with: '139' } } };
const DEEPER = { issue: { reporter: { email: { _contains: '@' } } } };

describe('the row behind a relation', () => {
  it.each<[string, () => Promise<Answer<any>>]>([
    ['a list', () => ask('/items/disclosures', { filter: GUESS })],
    ['inside of others', () => ask('/items/disclosures', { filter: { _or: [{ id: { _null: true } }, { _and: [GUESS] }] } })],
    ['with a logic of its own', () => ask('/items/disclosures', { filter: { issue: { _or: [{ contact_phone: { _eq: PHONE } }, { title: { _null: true } }] } } })],
    ['two hops', () => ask('/items/disclosures', { filter: DEEPER })],
    ['a single item', () => ask(`/items/disclosures/${hidden.notice}`, { filter: GUESS })],
    ['the count', () => ask('/items/disclosures', { filter: GUESS, meta: 'filter_count', limit: '0' })],
    ['every count', () => ask('/items/disclosures', { filter: GUESS, meta: '*', limit: '0' })],
    ['an aggregate', () => ask('/items/disclosures', { 'filter': GUESS, 'aggregate[count]': '*' })],
    ['a grouping', () => ask('/items/disclosures', { 'filter': GUESS, 'aggregate[count]': '*', 'groupBy[]': 'grid' })],
    ['a grouping by it', () => ask('/items/disclosures', { 'aggregate[count]': '*', 'groupBy[]': 'issue.contact_phone' })],
    ['a function', () => ask('/items/disclosures', { filter: { issue: { 'year(reported_at)': { _eq: 2026 } } } })],
    ['rows that point to it', () => ask('/items/grids', { filter: { '$FOLLOW(issues,grid)': { contact_phone: { _starts_with: '139' } } } })],
    ['their number alone', () => ask('/items/grids', { filter: { '$FOLLOW(issues,grid)': { _nnull: true } } })],
    ['some of what is read in no row', () => ask('/items/disclosures', { filter: { '$FOLLOW(issue_contacts,issue)': { _some: {} } } })],
    ['a hop within some', () => ask('/items/issues', { filter: { events: { _some: { actor: { email: { _contains: 'a' } } } } } })],
    ['a hop within none', () => ask('/items/issues', { filter: { events: { _none: { issue: { contact_phone: { _starts_with: '1' } } } } } })],
    ['whether there are any', () => ask('/items/departments', { filter: { '$FOLLOW(issues,department)': { id: { _nnull: true } } } })],
    ['a relation alone', () => ask('/items/issues', { filter: { events: { _nnull: true } } })],
    ['their number by a function', () => ask('/items/issues', { filter: { 'count(events)': { _gt: 3 } } })],
    ['deep', () => ask('/items/issues', { fields: 'id,repeat_of.id,events.id', deep: { events: { _filter: { actor: { email: { _contains: 'a' } } } } } })],
    ['deep by an alias', () => ask('/items/issues', { fields: 'id,x.id', alias: { x: 'events' }, deep: { x: { _filter: { actor: { email: { _contains: 'a' } } } } } })],
    ['deep in deep', () => ask('/items/grids', { fields: 'id,posts.person.id', deep: { posts: { person: { _filter: { email: { _contains: 'a' } } } } } })],
    ['SEARCH', () => wangge.request('SEARCH', '/items/disclosures', { as: community.stranger, body: { query: { filter: GUESS } } })],
    ['SEARCH of keys', () => wangge.request('SEARCH', '/items/disclosures', { as: community.stranger, body: { keys: [hidden.notice], query: { filter: GUESS, meta: ['filter_count'] } } })],
    ['what is read back after a change', () => wangge.request('PATCH', `/items/issues/${own}`, { as: community.stranger, body: { contact_name: '李' }, query: { filter: JSON.stringify({ repeat_of: { contact_phone: { _starts_with: '1' } } }) } })],
    ['an export', () => ask('/items/disclosures', { filter: GUESS, export: 'csv' })],
  ])('%s', async (door, request) => {
    closed(await request(), door);
  });

  it('is not written before what is read back is refused', async () => {
    expect((await wangge.db('issues').where({ id: own }).first('contact_name')).contact_name).toBeNull();
  });

  it('nor in GraphQL, nor in a file', async () => {
    for (const query of [
      '{ disclosures(filter: { issue: { contact_phone: { _starts_with: "139" } } }) { id } }',
      '{ disclosures_aggregated(filter: { issue: { contact_phone: { _starts_with: "139" } } }) { countAll } }',
      '{ issues { id events(filter: { actor: { email: { _contains: "a" } } }) { id } } }',
    ]) {
      const { body, errors } = await graphql(query);
      expect([body.data?.disclosures ?? body.data?.disclosures_aggregated ?? body.data?.issues ?? null, errors[0]?.extensions.code], query).toEqual([null, 'WANGGE_REFUSED']);
    }
    const files = async (): Promise<number> => Number((await wangge.db('directus_files').where({ uploaded_by: community.stranger.id }).count())[0]!.count);
    const before = await files();
    await wangge.request('POST', '/utils/export/disclosures', { as: community.stranger, body: { format: 'json', query: { filter: GUESS, fields: ['id'] }, file: { title: 'x' } } });
    await expect.poll(async () => Number((await wangge.db('directus_notifications').where({ recipient: community.stranger.id }).count())[0]!.count)).toBeGreaterThan(0);
    expect(await files()).toBe(before);
  });

  it('gives no order', async () => {
    const up = await ask('/items/disclosures', { fields: 'id', sort: 'issue.contact_phone' });
    const down = await ask('/items/disclosures', { fields: 'id', sort: '-issue.contact_phone' });
    expect(up.status).toBe(200);
    expect(up.body).toEqual(down.body);
    for (const sort of ['events', 'count(events)', 'issue.-contact_phone', 'events.actor.email'])
      expect((await ask('/items/issues', { fields: 'id', sort })).status, sort).not.toBe(500);
  });

  it('is as open as before to whoever may read it, and the own key of a relation to all', async () => {
    expect((await ask('/items/disclosures', { fields: 'id', filter: { _and: [{ id: { _eq: hidden.notice } }, GUESS] } }, community.dispatcher)).body.data).toEqual([{ id: hidden.notice }]);
    expect((await ask('/items/disclosures', { fields: 'id', filter: GUESS }, wangge.admin)).status).toBe(200);
    expect((await ask('/items/disclosures', { fields: 'id', filter: { issue: { id: { _eq: hidden.issue } } } })).body.data).toEqual([{ id: hidden.notice }]);
    expect((await ask('/items/disclosures', { fields: 'id', filter: { _and: [{ id: { _eq: hidden.notice } }, { grid: { code: { _nnull: true } } }] }, sort: 'grid.code,category.name' })).body.data).toHaveLength(1);
    expect((await ask('/items/issues', { fields: 'id', filter: { events: { _some: { type: { _eq: 'report' } } } } })).body.data).toEqual([{ id: own }]);
    expect((await ask('/items/issues', { fields: 'id', filter: { events: { _none: { type: { _eq: 'close' } } } } })).body.data).toEqual([{ id: own }]);
  });
});

describe('what cannot be worked out', () => {
  it.each<[Record<string, unknown>, string]>([
    [{ 'aggregate[min]': 'handler' }, 'aggregate_unfit'],
    [{ 'aggregate[sum]': 'title' }, 'aggregate_unfit'],
    [{ 'aggregate[countDistinct]': 'location' }, 'aggregate_unfit'],
    [{ 'aggregate[count]': 'grid.name' }, 'aggregate_unfit'],
    [{ 'aggregate[median]': 'number' }, 'aggregate_unknown'],
    [{ 'groupBy[]': 'grid.name', 'aggregate[count]': '*' }, 'group_unfit'],
    [{ sort: 'route_explanation' }, 'sort_unfit'],
    [{ filter: { _or: Array.from({ length: 301 }, () => ({ id: { _null: true } })) } }, 'query_conditions'],
    [{ fields: '*.*', limit: '1000' }, 'query_rows'],
    [{ fields: 'events.issue.events.id', limit: '1000' }, 'query_rows'],
    [{ filter: { title: { _eq: 'a\0' } } }, 'query_unaskable'],
  ])('%j is told in words', async (query, rule) => {
    for (const as of [community.dispatcher, wangge.admin]) {
      const sent = await wangge.request('SEARCH', '/items/issues', { as, body: { query: { ...query, ...'limit' in query ? { limit: 1000 } : {}, ...bodyForm(query) } } });
      expect([sent.status, sent.errors[0]?.extensions.rule], JSON.stringify(sent.body).slice(0, 200)).toEqual([400, rule]);
    }
    expect((await ask('/users', { filter: { first_name: { _eq: '\0' } } })).status).toBe(400);
  });

  it('as an administrator, too; an export of everything goes on, in parts', async () => {
    expect((await ask('/users', { 'aggregate[min]': 'role' }, wangge.admin)).status).toBe(400);
    // The Studio's page of roles.
    const roles = await ask('/roles', { limit: '-1', fields: 'id,name,users,children.name', deep: { users: { _aggregate: { count: 'id' }, _groupBy: ['role'], _sort: 'role', _limit: -1 } }, sort: 'name' }, wangge.admin);
    expect(roles.body.data.find((role: { users: object[] }) => role.users.length > 0).users).toEqual([expect.objectContaining({ count: { id: expect.stringMatching(/^[1-9]/) } })]);
    expect((await graphql('{ issues_aggregated { countAll count { id } } }')).body.data.issues_aggregated).toHaveLength(1);
    const exported = await ask('/items/issues', { fields: 'id,title,grid.name,lead.first_name,category.name,photos.directus_files_id', limit: '1000', export: 'csv' });
    expect(exported.status).toBe(200);
    expect(wangge.environment).toMatchObject({ EXPORT_BATCH_SIZE: '250', MAX_RELATIONAL_DEPTH: '4' });
  });

  it('what is imported are rows', async () => {
    for (const [list, status] of [[[[1], null, 'x'], 400], [[null], 400], [['x'], 400], [[1], 400], [[true], 400], [[], 200]] as const) {
      const form = new FormData();
      form.append('file', new Blob([JSON.stringify(list)], { type: 'application/json' }), 'rows.json');
      const answer = await wangge.request('POST', '/utils/import/issues', { as: community.worker, body: form });
      expect([list, answer.status], JSON.stringify(answer.body)).toEqual([list, status]);
      if (status === 400)
        expect(answer.errors[0]!.message).toContain('每一项都应是一条记录');
    }
  });

  it.each([['application/json', '[{"description":"', '"}]'], ['text/csv', 'description\n', '\n']])('what is imported is no larger than a workbook may be: %s', async (type, begin, end) => {
    const form = new FormData();
    form.append('file', new Blob([begin, 'a'.repeat(30 * 2 ** 20), end], { type }), 'rows');
    const answer = await wangge.request('POST', '/utils/import/issues', { as: community.worker, body: form });
    expect(answer.errors[0], JSON.stringify(answer.body)).toMatchObject({ message: '文件超过 30 MB，没有导入。请分成几份后再导入。', extensions: { rule: 'import_too_large' } });
    expect(answer.status).toBe(400);
  });
});

describe('other people', () => {
  const named = (filter: object): object => ({ _and: [{ id: { _eq: community.worker.id } }, filter] });

  it.each(['email', 'password', 'tfa_secret', 'role', 'provider', 'last_page', 'language', 'appearance'])('%s is neither filtered, counted, grouped nor ordered', async (field) => {
    closed(await ask('/users', { filter: named({ [field]: { _nnull: true } }) }), 'filter');
    closed(await ask('/users', { filter: { _or: [{ [field]: { _null: true } }] }, limit: '0', meta: '*' }), 'count');
    closed(await ask('/users', { 'filter': named({ first_name: { _nnull: true } }), 'aggregate[min]': field }), 'aggregate');
    closed(await ask('/users', { 'aggregate[count]': '*', 'groupBy[]': field }), 'group');
    closed(await ask('/items/grids', { filter: { leader: { [field]: { _nnull: true } } } }), 'behind a relation');
    const [up, down] = [await ask('/users', { fields: 'id', sort: field }), await ask('/users', { fields: 'id', sort: `-${field}` })];
    expect(up.body).toEqual(down.body);
  });

  it.each(['token', 'last_access', 'external_identifier', 'auth_data', 'scope_1', 'email_notifications'])('%s is not to be asked for at all', async (field) => {
    for (const query of [{ fields: field }, { filter: { [field]: { _nnull: true } } }, { sort: field }, { 'aggregate[count]': field }])
      expect((await ask('/users', query)).status, JSON.stringify(query)).toBe(403);
  });

  it('are a staff directory: name, post, department and office telephone, for everybody', async () => {
    await wangge.db('directus_users').where({ id: community.worker.id }).update({ title: '网格长', phone: '010-12345678', last_name: `甲${community.place.code}` });
    const query = { fields: 'first_name,last_name,title,phone,department.name', filter: { _and: [{ last_name: { _eq: `甲${community.place.code}` } }, { phone: { _starts_with: '010' } }] }, sort: 'title,department.name' };
    expect((await ask('/users', query)).body.data).toEqual([{ first_name: expect.any(String), last_name: `甲${community.place.code}`, title: '网格长', phone: '010-12345678', department: null }]);
    expect((await ask('/users', { search: community.worker.email })).body.data).toEqual([]);
  });

  it('are not listed by their role, and files are counted once', async () => {
    for (const fields of ['id,users.id', 'users', 'count(users)', 'users.first_name'])
      closed(await ask('/roles', { fields }), fields);
    expect(Object.keys((await ask('/roles', { fields: '*' })).body.data[0])).toEqual(expect.not.arrayContaining(['users']));
    expect((await ask('/users/me', { fields: 'role.*' })).body.data.role).toEqual(expect.not.objectContaining({ users: expect.anything() }));
    closed(await ask('/roles', { filter: { users: { _some: { id: { _eq: community.worker.id } } } } }), '_some');
    closed(await ask('/roles', { filter: { users: { first_name: { _nnull: true } } } }), 'joined');

    const form = new FormData();
    form.append('file', new Blob([PNG], { type: 'image/png' }), 'photo.png');
    const file = (await wangge.request('POST', '/files', { as: community.stranger, body: form })).body.data.id as string;
    await wangge.db('issues_files').insert([own, own, hidden.issue].map(issues_id => ({ id: randomUUID(), issues_id, directus_files_id: file })));
    const count = async (query: Record<string, string>) => (await ask('/files', query)).body.data;
    expect(await count({ fields: 'id' })).toEqual([{ id: file }]);
    expect(await count({ 'aggregate[count]': '*' })).toEqual([{ count: '1' }]);
    expect(await count({ 'aggregate[count]': '*', 'aggregate[max]': 'title', 'groupBy[]': 'type', 'sort': '-count' })).toEqual([{ type: 'image/png', count: '1', max: { title: 'Photo' } }]);
    expect((await graphql('{ files_aggregated { countAll count { id } countDistinct { type } } }', '/graphql/system')).body.data.files_aggregated).toEqual([{ countAll: 1, count: { id: 1 }, countDistinct: { type: 1 } }]);
    expect((await ask('/files', { 'aggregate[sum]': 'filesize' })).errors[0]!.extensions.rule).toBe('aggregate_repeated');
  });

  it('know themselves', async () => {
    const { body } = await ask('/users/me', { fields: 'id,email,role.id' });
    expect(body.data).toMatchObject({ email: community.stranger.email });
  });
});

describe('what is written by a query', () => {
  const body = { query: { filter: { email: { _eq: 'admin@example.com' }, password: { _nempty: true } } }, data: {} };

  it.each(['/users', '/USERS', '/users/', '//users', '/Users//', '/%75sers', '/items/issues', '/items/issues/', '/ITEMS/issues', '/items//issues', '/items/iss%75es', '/roles', '/policies', '/files', '/presets', '/notifications', '/comments', '/items/directus_users'])('is refused at %s, whether or not a row matches', async (path) => {
    for (const method of ['PATCH', 'DELETE']) {
      const sent = await fetch(`${wangge.url}${path}`, { method, headers: { 'authorization': `Bearer ${community.stranger.token}`, 'content-type': 'application/json' }, body: JSON.stringify(method === 'PATCH' ? body : { query: body.query }) });
      expect([method, path, sent.status]).toEqual([method, path, path.startsWith('//') ? expect.toBeOneOf([403, 404]) : 403]);
    }
  });

  it('is refused to whoever is not signed in, and open to administrators', async () => {
    expect((await wangge.request('PATCH', '/users', { body })).status).toBe(403);
    expect((await wangge.request('PATCH', '/users', { as: wangge.admin, body: { query: { filter: { email: { _eq: 'nobody@example.com' } } }, data: {} } })).status).toBe(200);
  });

  it('by keys and by rows it goes on', async () => {
    const issue = await reported(wangge, community);
    expect((await wangge.request('PATCH', '/items/issues', { as: community.worker, body: { keys: [issue], data: { address: '三号楼' } } })).status).toBe(200);
    expect((await wangge.request('PATCH', '/items/issues', { as: community.worker, body: [{ id: issue, address: '四号楼' }] })).status).toBe(200);
  });
});

describe('rows that are found over a list of others', () => {
  it('are counted once, whoever counts, and in groups as GraphQL asks', async () => {
    const filter = { _and: [{ id: { _eq: community.place.communities[0].id } }, { '$FOLLOW(disclosures,grid)': { _some: { id: { _nnull: true } } } }] };
    for (let n = 0; n < 2; n++)
      await publishedNotice(wangge.db, { grid: community.place.patches[0] });
    for (const as of [community.stranger, wangge.admin])
      expect((await ask('/items/grids', { filter, 'aggregate[count]': '*' }, as)).body.data).toEqual([{ count: '1' }]);
    await wangge.db('absences').insert({ id: randomUUID(), person: community.stranger.id, starts_on: '2026-03-02', ends_on: '2026-03-03', kind: 'leave' });
    const groups = await graphql('{ absences_aggregated(filter: { ends_on: { _eq: "2026-03-03" } }, groupBy: ["ends_on"]) { group countAll } }');
    expect(groups.body.data.absences_aggregated).toEqual([{ group: { ends_on: '2026-03-03' }, countAll: 1 }]);
  });

  it('are not counted beside another row', async () => {
    closed(await ask('/files', { fields: 'id,count(assignment_files)' }), 'a list');
    closed(await wangge.request('SEARCH', '/files', { as: community.stranger, body: { query: { fields: ['count(assignment_files)'] } } }), 'a search');
  });
});

describe('a field that is hidden in some rows', () => {
  it('leads nowhere there: of others nobody learns the role, of themselves they do', async () => {
    const colleague = await wangge.createUser({ role: 'level_3' });
    const filter = { id: { _in: [colleague.id, community.stranger.id] } };
    const people = await ask('/users', { fields: 'id,role.id', filter });
    expect(people.body.data.find(({ id }: { id: string }) => id === colleague.id)).toEqual({ id: colleague.id });
    expect((await ask('/users', { fields: 'id,role.id,role.name', filter, deep: { role: { _filter: { name: { _nnull: true } } } } })).body.data.find(({ id }: { id: string }) => id === colleague.id)).toEqual({ id: colleague.id });
    expect((await graphql(`{ users(filter: { id: { _eq: "${colleague.id}" } }) { id role { id } } }`, '/graphql/system')).body.data.users).toEqual([{ id: colleague.id, role: null }]);
    for (const path of ['/users/me', `/users/${community.stranger.id}`])
      expect((await ask(path, { fields: 'role.name' })).body.data.role.name).toBeTruthy();
  });
});

describe('one GraphQL request', () => {
  const many = (count: number): string => `{ ${Array.from({ length: count }, (_, n) => `g${n}: grids(limit: 1) { id }`).join(' ')} }`;

  it('asks for so many things, by whichever method, and an administrator’s, too', async () => {
    expect((await graphql(many(50))).errors).toEqual([]);
    for (const as of [community.stranger, wangge.admin])
      expect((await graphql(many(51), '/graphql', as)).errors[0]).toMatchObject({ extensions: { rule: 'graphql_questions' } });
    const sent = await wangge.request('GET', `/GRAPHQL?query=${encodeURIComponent(many(51))}`, { as: community.stranger });
    expect(sent.errors[0]).toMatchObject({ extensions: { rule: 'graphql_questions' } });
  });
});

describe('what one person asks in a day', () => {
  it('is weighed request by request', async () => {
    for (let n = 0; n < 150; n++)
      expect((await graphql('{ grids(limit: 2) { id } }')).errors).toEqual([]);
  });
});

describe('what the guard stands on', () => {
  it('is there: parts of Directus that it documents nowhere', () => {
    const parts = readFileSync('extensions/wangge/src/access/directus-permissions.ts', 'utf8').matchAll(/(\w+): '@directus\/api\/([\w/-]+)'/g);
    const names = [...parts].map(([, name, path]) => {
      expect(readFileSync(`node_modules/@directus/api/dist/${path}.js`, 'utf8'), path).toMatch(new RegExp(`export \\{[^}]*\\b${name}\\b`));
      return name;
    });
    expect(names).toHaveLength(3);
    expect(readFileSync('node_modules/@directus/api/dist/services/items.js', 'utf8').match(/emitFilter\(this\.eventScope === "items" \? \["items\.query"/g)).toHaveLength(1);
    const { version } = JSON.parse(readFileSync('node_modules/directus/package.json', 'utf8'));
    expect(version).toBe('11.17.4');
  });

  it('is off where Directus keeps other doors closed: sockets, MCP and AI read by queries of their own', () => {
    expect(wangge.environment).toMatchObject({ WEBSOCKETS_ENABLED: 'false', MCP_ENABLED: 'false', AI_ENABLED: 'false' });
  });
});
