/** Nobody sees or writes outside their part of the territory, by whichever way they ask. */
import type { Community } from './community.ts';
import type { Account, Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { peopled, reported, residentsMatter } from './community.ts';
import { server } from './harness.ts';
import { insertEvent } from './notice-rows.ts';

const SECRET = '绝密楼道';
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');

let wangge: Server;
let community: Community;
/** The issue of patch 0 that `stranger`, who leads patch 2, must not learn of. */
let hidden: { id: string; number: string; file: string };

beforeAll(async () => {
  wangge = await server();
  community = await peopled(wangge);
  const form = new FormData();
  form.append('file', new Blob([PNG], { type: 'image/png' }), 'photo.png');
  const file = (await wangge.request('POST', '/files', { as: community.worker, body: form })).body.data.id as string;
  const id = await reported(wangge, community, { description: `${SECRET}堆物`, contact_name: '王秘密', photos: { create: [{ directus_files_id: file }], update: [], delete: [] } });
  await reported(wangge, community, { description: `${SECRET}再次堆物` });
  const progress = await wangge.request('POST', '/items/issue_events', { as: community.worker, body: { issue: id, type: 'progress', note: `${SECRET}已拍照` } });
  expect(progress.status).toBe(200);
  const { number } = await wangge.db('issues').where({ id }).first('number');
  await wangge.db('directus_comments').insert({ id: randomUUID(), collection: 'issues', item: id, comment: SECRET, user_created: community.worker.id });
  await insertEvent(wangge.db, id, 'close', { decided: { disclosure: { mode: 'individual', reason: null } } });
  hidden = { id, number, file };
});

const ask = (as: Account, path: string, query: Record<string, string> = {}) => wangge.request('GET', path, { as, query });

describe('the issues of another patch', () => {
  const empty = async (path: string, query: Record<string, string>, as = community.stranger): Promise<void> => {
    const answer = await ask(as, path, query);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body.data).toEqual([]);
  };

  it('are seen by their own worker: the questions below have answers', async () => {
    const list = await ask(community.worker, '/items/issues', { fields: '*,events.*,deadlines.*,photos.*', search: SECRET, meta: '*' });
    expect(list.body.data).toHaveLength(2);
    expect(list.body.meta).toMatchObject({ filter_count: 2 });
    expect(list.body.data[0].events.length).toBeGreaterThan(0);
    expect((await ask(community.worker, '/items/issues', { 'aggregate[count]': '*' })).body.data).toEqual([{ count: '2' }]);
    expect((await ask(community.worker, `/assets/${hidden.file}`)).status).toBe(200);
  });

  it('are not read by id, and the answer is the same as for an issue that does not exist', async () => {
    const answer = await ask(community.stranger, `/items/issues/${hidden.id}`);
    const nowhere = await ask(community.stranger, '/items/issues/7d3f0c54-8e6c-4bb0-9d55-0d1b5a0e7a11');
    expect(answer.status).toBe(403);
    expect(answer.body).toEqual(nowhere.body);
  });

  it('are in no list, search, filter, page or order', async () => {
    await empty('/items/issues', {});
    await empty('/items/issues', { limit: '100', sort: 'due_at', fields: '*.*' });
    await empty('/items/issues', { search: SECRET });
    await empty('/items/issues', { filter: JSON.stringify({ number: { _eq: hidden.number } }) });
    await empty('/items/issues', { filter: JSON.stringify({ _or: [{ id: { _eq: hidden.id } }, { description: { _contains: SECRET } }] }) });
    await empty('/items/issues', { filter: JSON.stringify({ events: { _some: { type: { _eq: 'report' } } } }) });
    await empty('/items/issues', { filter: JSON.stringify({ events: { _none: { type: { _eq: 'close' } } } }) });
    const search = await wangge.request('SEARCH', '/items/issues', { as: community.stranger, body: { query: { filter: { id: { _eq: hidden.id } } } } });
    expect(search.body.data).toEqual([]);
  });

  it('are not counted, grouped or aggregated', async () => {
    const { meta } = (await ask(community.stranger, '/items/issues', { meta: '*', limit: '0' })).body;
    expect(meta).toMatchObject({ filter_count: 0 });
    expect((await ask(community.stranger, '/items/issues', { 'aggregate[count]': '*' })).body.data).toEqual([{ count: '0' }]);
    await empty('/items/issues', { 'aggregate[count]': '*', 'groupBy[]': 'grid_path' });
    const extremes = await ask(community.stranger, '/items/issues', { 'aggregate[min]': 'reported_at', 'aggregate[max]': 'number' });
    expect(JSON.stringify(extremes.body)).not.toContain(hidden.number);
    expect(extremes.body.data[0].min).toEqual({ reported_at: null });
  });

  it('are not exported', async () => {
    for (const format of ['csv', 'csv_utf8', 'json', 'xml', 'yaml']) {
      const answer = await ask(community.stranger, '/items/issues', { export: format, fields: '*', limit: '-1' });
      expect(JSON.stringify(answer.body), format).not.toMatch(new RegExp(`${SECRET}|${hidden.id}`));
    }
  });

  it('do not show through events, clocks, files, comments or other tables', async () => {
    for (const collection of ['issue_events', 'issue_deadlines', 'issue_helpers', 'issues_files', 'issue_events_files']) {
      await empty(`/items/${collection}`, { fields: '*.*', limit: '100' });
      expect((await ask(community.stranger, `/items/${collection}`, { 'aggregate[count]': '*' })).body.data).toEqual([{ count: '0' }]);
    }
    await empty('/items/issue_events', { filter: JSON.stringify({ issue: { id: { _eq: hidden.id } } }), fields: 'issue.description' });
    await empty('/items/issue_events', { search: SECRET });
    await empty('/items/disclosures', { filter: JSON.stringify({ issue: { _eq: hidden.id } }) });
    const event = await wangge.db('issue_events').where({ issue: hidden.id, seq: 1 }).first('id');
    expect((await ask(community.stranger, `/items/issue_events/${event.id}`, { fields: '*.*' })).status).toBe(403);
    await empty('/files', { fields: '*.*' });
    expect((await ask(community.stranger, `/assets/${hidden.file}`)).status).toBe(403);
    await empty('/comments', {});
  });

  it('do not show through versions, revisions, activity, shares or our own routes', async () => {
    expect((await ask(community.stranger, '/versions')).status).toBe(403);
    expect((await ask(community.stranger, '/revisions')).status).toBe(403);
    expect((await ask(community.stranger, `/items/issues/${hidden.id}`, { version: 'main' })).status).toBe(403);
    const activity = await ask(community.stranger, '/activity', { limit: '100', fields: '*.*' });
    expect(JSON.stringify(activity.body)).not.toContain(hidden.id);
    const share = await wangge.request('POST', '/shares', { as: community.stranger, body: { collection: 'issues', item: hidden.id } });
    expect(share.status).toBe(403);
    const comment = await wangge.request('POST', '/comments', { as: community.stranger, body: { collection: 'issues', item: hidden.id, comment: '?' } });
    expect(comment.status).toBe(403);
    for (const routeName of ['actions', 'certificate'])
      expect((await ask(community.stranger, `/wangge/issues/${hidden.id}/${routeName}`)).status, routeName).toBe(403);
  });

  it('do not show through GraphQL', async () => {
    const graphql = async (query: string): Promise<any> => (await wangge.request('POST', '/graphql', { as: community.stranger, body: { query } })).body;
    expect((await graphql('{ issues { id events { note } } }')).data).toEqual({ issues: [] });
    expect((await graphql(`{ issues(search: "${SECRET}") { id } }`)).data).toEqual({ issues: [] });
    expect((await graphql('{ issues_aggregated { count { id } } }')).data).toEqual({ issues_aggregated: [{ count: { id: 0 } }] });
    expect((await graphql(`{ issue_events(filter: { issue: { id: { _eq: "${hidden.id}" } } }) { note issue { description } } }`)).data).toEqual({ issue_events: [] });
    const byId = await graphql(`{ issues_by_id(id: "${hidden.id}") { description } }`);
    expect(byId.data?.issues_by_id ?? null).toBeNull();
  });

  it('are not changed, acted on or given files by a stranger', async () => {
    const refusals = [
      await wangge.request('PATCH', `/items/issues/${hidden.id}`, { as: community.stranger, body: { description: 'x' } }),
      await wangge.request('PATCH', `/items/issues/${hidden.id}`, { as: community.stranger, body: { events: { create: [{ type: 'progress', note: 'x' }], update: [], delete: [] } } }),
      await wangge.request('POST', '/items/issue_events', { as: community.stranger, body: { issue: hidden.id, type: 'progress', note: 'x' } }),
      await wangge.request('POST', '/items/issues_files', { as: community.stranger, body: { issues_id: hidden.id, directus_files_id: hidden.file } }),
      await wangge.request('DELETE', `/items/issues/${hidden.id}`, { as: community.stranger }),
    ];
    expect(refusals.map(({ status }) => status >= 400 && status < 500)).toEqual(refusals.map(() => true));
  });
});

describe('the contact of a resident', () => {
  it('is hidden from those who inspect and analyse, also behind a relation, a filter or an order', async () => {
    for (const query of [{ fields: 'contact_name' }, { sort: 'contact_phone' }, { filter: JSON.stringify({ contact_name: { _eq: '王秘密' } }) }, { 'aggregate[max]': 'contact_name' }] as Record<string, string>[])
      expect((await ask(community.inspector, '/items/issues', query)).status).toBe(403);
    expect((await ask(community.inspector, '/items/issues', { search: '王秘密' })).body.data).toEqual([]);
    expect((await ask(community.inspector, '/items/issue_events', { fields: 'issue.contact_name' })).status).toBe(403);
  });

  it('is read by those who work on it', async () => {
    for (const who of [community.worker, community.cadre, community.level2, community.dispatcher])
      expect((await ask(who, `/items/issues/${hidden.id}`, { fields: 'contact_name' })).body.data).toEqual({ contact_name: '王秘密' });
  });

  it('of a confidential report is read by the dispatcher, by nobody who handles or follows it, and stands in no revision', async () => {
    const id = await reported(wangge, community, { confidential: true, contact_name: '李秘密', contact_phone: '13900000000' });
    const [apart] = (await ask(community.dispatcher, '/items/issue_contacts', { filter: JSON.stringify({ issue: { _eq: id } }) })).body.data;
    expect(apart).toMatchObject({ name: '李秘密', phone: '13900000000' });
    for (const who of [community.worker, community.cadre, community.level2, community.inspector]) {
      expect((await ask(who, '/items/issue_contacts')).status).toBe(403);
      expect(JSON.stringify((await ask(who, '/items/issues', { fields: '*,contacts.*,contacts.name' })).body)).not.toMatch('李秘密');
      expect((await ask(who, '/items/issues', { filter: JSON.stringify({ contacts: { name: { _eq: '李秘密' } } }) })).status).toBe(403);
      expect((await ask(who, '/items/issues', { search: '李秘密' })).body.data).toEqual([]);
    }
    expect(await wangge.db('issues').where({ id }).first('contact_name', 'contact_phone')).toEqual({ contact_name: null, contact_phone: null });
    expect(await wangge.db('directus_revisions').where({ collection: 'issues', item: id }).whereRaw('data::text like ?', ['%李秘密%'])).toEqual([]);
  });
});

describe('a report for a grid outside one\'s scope', () => {
  const count = async (): Promise<number> => Number((await wangge.db('issues').count())[0]!.count);
  const foreign = () => residentsMatter(community, { grid: community.place.patches[0].id });
  const own = () => residentsMatter(community, { grid: community.place.patches[2].id });
  const refusal = { extensions: { code: 'FAILED_VALIDATION', field: 'grid', rule: 'grid_out_of_scope' } };

  it('is refused at the field, over REST, in a batch and over GraphQL', async () => {
    const before = await count();
    for (const body of [foreign(), [own(), foreign()], { ...foreign(), grid: { id: community.place.patches[0].id } }]) {
      const answer = await wangge.request('POST', '/items/issues', { as: community.stranger, body });
      expect(answer.status).toBe(400);
      expect(answer.errors[0]).toMatchObject(refusal);
      expect(answer.errors[0]!.message).toContain('责任范围');
    }
    const graphql = await wangge.request('POST', '/graphql', {
      as: community.stranger,
      body: { query: 'mutation ($data: create_issues_input!) { create_issues_item(data: $data) { id } }', variables: { data: foreign() } },
    });
    expect(graphql.errors[0]).toMatchObject(refusal);
    expect(await count()).toBe(before);
  });

  it('is refused in an imported file, and nothing of the file is kept', async () => {
    const before = await count();
    const form = new FormData();
    const line = (grid: string): string => `导入,none,${grid}`;
    form.append('file', new Blob([['description,parties,grid', line(community.place.patches[2].id), line(community.place.patches[0].id)].join('\n')], { type: 'text/csv' }), 'issues.csv');
    const answer = await wangge.request('POST', '/utils/import/issues', { as: community.stranger, body: form });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain('grid');
    expect(await count()).toBe(before);
  });

  it('is refused for a grid that does not exist, is none or is retired', async () => {
    const retired = (await wangge.createSubdistrict()).patches[0];
    const person = await wangge.createUser({ role: 'level_3', posts: [{ grid: retired.id }], language: 'en-US' });
    await wangge.db('grids').where({ id: retired.id }).update({ status: 'retired' });
    for (const [grid, rule] of [['7d3f0c54-8e6c-4bb0-9d55-0d1b5a0e7a11', 'grid_unknown'], ['abc', 'choice_expected'], [{ code: '1' }, 'grid_unknown'], [retired.id, 'grid_retired']] as const) {
      const answer = await wangge.request('POST', '/items/issues', { as: person, body: residentsMatter(community, { grid }) });
      expect(answer.status).toBe(400);
      expect(answer.errors[0]).toMatchObject({ extensions: { field: 'grid', rule } });
    }
  });
});
