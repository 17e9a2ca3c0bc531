/** A patch worker reports: by every way in, the issue arrives numbered, routed and with its clocks running. */
import type { Schema } from '../../extensions/wangge/src/setup/schema/types.ts';
import type { Community } from './community.ts';
import type { Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { createItem } from '@directus/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { peopled, residentsMatter } from './community.ts';
import { server } from './harness.ts';

let wangge: Server;
let community: Community;

beforeAll(async () => {
  wangge = await server();
  community = await peopled(wangge);
});

const report = (said: Record<string, unknown> = {}, query: Record<string, string> = {}) =>
  wangge.request('POST', '/items/issues', { as: community.worker, body: residentsMatter(community, said), query });

/** What every report must have become, whichever way it came. */
async function expectWhole(id: string): Promise<void> {
  const row = await wangge.db('issues').where({ id }).first();
  expect(row).toMatchObject({
    status: 'assigned',
    scope: 'community',
    lead: community.level2.id,
    handler: community.cadre.id,
    department: community.place.communityDepartments[0].id,
    reporter: community.worker.id,
    event_seq: 1,
    grid_path: community.place.patches[0].path,
  });
  expect(row.number).toMatch(new RegExp(`^${community.place.code}-\\d{8}-\\d{4}$`));
  const clocks = await wangge.db('issue_deadlines').where({ issue: id });
  const resolve = clocks.find(clock => clock.kind === 'resolve');
  expect(clocks.map(clock => clock.kind).sort()).toEqual(['own', 'resolve']);
  expect(resolve).toMatchObject({ state: 'running', certificate: { limit: { working_days: 3 } } });
  expect(resolve.due_at).toEqual(row.due_at);
  const told = await wangge.db('outbox').where('link', `/content/issues/${id}`);
  expect(told.map(notice => notice.recipient).sort()).toEqual([community.cadre.id, community.level2.id].sort());
}

describe('reporting', () => {
  it('answers with number, scope, lead, handler and the deadline of the running resolve clock', async () => {
    const issue = await wangge.client<Schema>(community.worker).request(createItem('issues', {
      description: '楼道堆放杂物，两户居民发生争执',
      category: community.category,
      parties: 'residents',
      kind: 'dispute',
      source: 'patrol',
      grid: community.place.patches[0].id,
    }, { fields: ['id', 'number', 'scope', 'lead', 'handler', 'due_at', { deadlines: ['kind', 'state', 'due_at', 'certificate'] }] }));
    expect(issue).toMatchObject({ scope: 'community', lead: community.level2.id, handler: community.cadre.id });
    const resolve = issue.deadlines?.find(clock => clock.kind === 'resolve');
    expect(resolve).toMatchObject({ state: 'running', due_at: issue.due_at, certificate: { limit: { working_days: 3 } } });
    await expectWhole(issue.id);
  });

  it('presets the grid of who leads one patch, and a title', async () => {
    const { status, body } = await report({}, { fields: 'id,title,grid' });
    expect(status).toBe(200);
    expect(body.data.grid).toBe(community.place.patches[0].id);
    expect(body.data.title).not.toBe('');
    await expectWhole(body.data.id);
  });

  it('gives 20 at once 20 numbers', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => report({}, { fields: 'number' })));
    expect(answers.map(answer => answer.status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(new Set(answers.map(answer => answer.body.data.number)).size).toBe(20);
  });

  it('works over GraphQL', async () => {
    const answer: any = await wangge.client(community.worker).query(`mutation ($data: create_issues_input!) {
      create_issues_item(data: $data) { id number status due_at lead { id } }
    }`, { data: residentsMatter(community) });
    expect(answer.create_issues_item).toMatchObject({ status: 'assigned', lead: { id: community.level2.id } });
    await expectWhole(answer.create_issues_item.id);
  });

  it('works as a batch: all or nothing', async () => {
    const two = await wangge.request('POST', '/items/issues', { as: community.worker, body: [residentsMatter(community), residentsMatter(community)], query: { fields: 'id' } });
    expect(two.status).toBe(200);
    for (const { id } of two.body.data)
      await expectWhole(id);
    const before = await wangge.db('issues').where({ reporter: community.worker.id }).count();
    const bad = await wangge.request('POST', '/items/issues', { as: community.worker, body: [residentsMatter(community), residentsMatter(community, { severity: 'terrible' })] });
    expect(bad.status).toBe(400);
    expect(bad.errors[0]!.extensions).toMatchObject({ code: 'FAILED_VALIDATION', field: 'severity' });
    expect(await wangge.db('issues').where({ reporter: community.worker.id }).count()).toEqual(before);
  });

  it('carries nested events, in the array form too', async () => {
    const { status, body } = await wangge.request('POST', '/items/issues', {
      as: community.worker,
      body: residentsMatter(community, { events: [{ type: 'progress', note: '已到现场劝导' }] }),
      query: { fields: 'id,event_seq,status,events.type,events.seq' },
    });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.data.events.map((event: any) => event.type)).toEqual(['report', 'progress']);
    expect(body.data).toMatchObject({ event_seq: 2, status: 'assigned' });
  });

  it('works as a CSV import', async () => {
    const form = new FormData();
    const address = `导入-${randomUUID()}`;
    form.set('file', new Blob([`description,category,parties,kind,address\n井盖破损,${community.category},residents,dispute,${address}\n路面塌陷,${community.category},residents,dispute,${address}\n`], { type: 'text/csv' }), 'issues.csv');
    const answer = await wangge.request('POST', '/utils/import/issues', { as: community.worker, body: form });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const rows = await wangge.db('issues').where({ address });
    expect(rows).toHaveLength(2);
    for (const { id } of rows)
      await expectWhole(id);
  });

  it('is the same report when sent again, another under the same key is refused (T27)', async () => {
    const client_key = randomUUID();
    const first = await report({ client_key }, { fields: 'id,number' });
    expect(first.status).toBe(200);
    // The answer is that of the first time.
    const again = await report({ client_key }, { fields: 'id,number' });
    expect([again.status, again.body]).toEqual([200, first.body]);
    const graphql = await wangge.request('POST', '/graphql', { as: community.worker, body: { query: 'mutation ($data: create_issues_input!) { create_issues_item(data: $data) { id } }', variables: { data: residentsMatter(community, { client_key }) } } });
    expect(graphql.errors[0]!.extensions).toMatchObject({ code: 'ALREADY_REPORTED', id: first.body.data.id, number: first.body.data.number });
    const other = await report({ client_key, description: '另一件事' });
    expect(other.status).toBe(409);
    expect(other.errors[0]!.extensions).toMatchObject({ code: 'CLIENT_KEY_REUSED' });
    const at_once = randomUUID();
    const answers = await Promise.all(Array.from({ length: 6 }, () => report({ client_key: at_once })));
    expect(answers.map(answer => answer.status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(new Set(answers.map(answer => answer.body.data.id)).size).toBe(1);
  });
});

describe('bad input', () => {
  it.each([
    ['description', { description: '  ' }],
    ['category', { category: 'roads' }],
    ['category', { category: randomUUID() }],
    ['severity', { severity: 'terrible' }],
    ['parties', { parties: ['residents'] }],
    ['source', { source: 7 }],
    ['involves_departments', { involves_departments: 'perhaps' }],
    ['grid', { grid: 'somewhere' }],
    ['location', { location: { type: 'Point', coordinates: [200, 100] } }],
    ['occurred_at', { occurred_at: 'yesterday' }],
    ['occurred_at', { occurred_at: '2199-01-01T00:00:00Z' }],
    ['occurred_at', { occurred_at: new Date(Date.now() + 3_600_000).toISOString() }],
    ['client_key', { client_key: 'abc' }],
  ])('at %s is refused at the field, and nothing is written: %j', async (field, said) => {
    const before = await wangge.db('issue_events').count();
    const answer = await report(said);
    expect(answer.status).toBe(400);
    expect(answer.errors[0]!.extensions).toMatchObject({ code: 'FAILED_VALIDATION', field });
    expect(answer.errors[0]!.message).toMatch(/\p{Script=Han}/u);
    expect(await wangge.db('issue_events').count()).toEqual(before);
  });
});
