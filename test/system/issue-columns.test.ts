/** Columns that an administrator adds to issues in the Studio: whose they are, when they freeze, what makes two reports the same, what an erasure takes. */
import type { Community } from './community.ts';
import type { Account, OwnServer } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { peopled, reported, residentsMatter } from './community.ts';
import { freshServer } from './harness.ts';

let wangge: OwnServer;
let community: Community;

/** As a form of the Studio's data model does it. */
async function addColumn(field: string, type: string, meta: object = {}, schema: object = {}): Promise<void> {
  const answer = await wangge.request('POST', '/fields/issues', { as: wangge.admin, body: { field, type, meta, schema } });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
}

/** Adds fields to what a role may do with issues. */
async function permit(role: string, actions: readonly string[], fields: readonly string[]): Promise<void> {
  for (const action of actions) {
    const { id, fields: said } = await wangge.db('directus_permissions as p')
      .join('directus_access as a', 'a.policy', 'p.policy')
      .join('directus_users as u', 'u.role', 'a.role')
      .where({ 'u.id': role, 'p.collection': 'issues', 'p.action': action })
      .first('p.id', 'p.fields');
    const answer = await wangge.request('PATCH', `/permissions/${id}`, { as: wangge.admin, body: { fields: [...said.split(','), ...fields] } });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  }
}

const change = (as: Account, id: string, body: object) => wangge.request('PATCH', `/items/issues/${id}`, { as, body });
const event = (as: Account, issue: string, said: object) => wangge.request('POST', '/items/issue_events', { as, body: { issue, ...said } });
const row = (id: string) => wangge.db('issues').where({ id }).first();
async function accepted(said: object = {}): Promise<string> {
  const id = await reported(wangge, community, { ...said });
  expect((await event(community.cadre, id, { type: 'accept' })).status).toBe(200);
  return id;
}

beforeAll(async () => {
  wangge = await freshServer();
  community = await peopled(wangge);
  await addColumn('local_landmark', 'string');
  await addColumn('local_floors', 'integer');
  await addColumn('local_remark', 'text');
  await addColumn('local_touched_at', 'timestamp', { special: ['date-updated'] });
  await permit(community.worker.id, ['create', 'update', 'read'], ['local_landmark', 'local_floors', 'local_touched_at']);
  await permit(community.cadre.id, ['update', 'read'], ['local_remark']);
});
afterAll(async () => wangge?.close());

describe('a column that a reporter may write', () => {
  it('is the reporter’s to change before acceptance, and nobody’s after it', async () => {
    const id = await reported(wangge, community, { local_landmark: '东门' });
    expect((await change(community.worker, id, { local_landmark: '西门' })).status).toBe(200);
    expect(await row(id)).toMatchObject({ local_landmark: '西门' });
    expect((await event(community.cadre, id, { type: 'accept' })).status).toBe(200);
    for (const [as, text] of [[community.worker, '问题已签收，上报内容不能再改；后续情况请用“办理进展”补充。'], [wangge.admin, 'The report is fixed once accepted; add later facts as progress.']] as const) {
      const refused = await change(as, id, { local_landmark: '南门' });
      expect(refused.status).toBe(400);
      expect(refused.errors[0]!.extensions).toMatchObject({ code: 'FAILED_VALIDATION', field: 'local_landmark' });
      expect(refused.errors[0]!.message).toBe(text);
    }
    const graphql = await wangge.request('POST', '/graphql', { as: community.worker, body: { query: `mutation { update_issues_item(id: "${id}", data: { local_landmark: "南门" }) { id } }` } });
    expect(graphql.errors[0]?.extensions).toMatchObject({ field: 'local_landmark' });
    expect(await row(id)).toMatchObject({ local_landmark: '西门' });
  });

  it('belongs to who reported, not to whoever else has that role', async () => {
    const id = await reported(wangge, community, { local_landmark: '东门' });
    const deputy = await wangge.createUser({ role: 'level_3', posts: [{ grid: community.place.patches[0].id, role: 'deputy' }] });
    const refused = await change(deputy, id, { local_landmark: '南门' });
    expect(refused.status, JSON.stringify(refused.body)).toBe(400);
    expect(refused.errors[0]!.message).toBe('上报内容只能由上报人本人在签收前修改。');
    expect(await row(id)).toMatchObject({ local_landmark: '东门' });
  });

  it('is refused by the database too, past Directus, and the events go on', async () => {
    const id = await accepted({ local_landmark: '东门', local_floors: 6 });
    for (const said of [{ local_landmark: '南门' }, { local_floors: 7 }, { local_landmark: null }])
      await expect(wangge.db('issues').where({ id }).update(said)).rejects.toThrow('a report is fixed once it is accepted');
    await wangge.db('issues').where({ id }).update({ local_landmark: '东门', local_floors: 6 });
    expect((await event(community.cadre, id, { type: 'progress', note: '到场' })).status).toBe(200);
    expect((await event(community.cadre, id, { type: 'handle', result: '已清理', channel: 'visit' })).status).toBe(200);
    expect(await row(id)).toMatchObject({ status: 'fed_back', local_landmark: '东门', local_floors: 6 });
    const open = await reported(wangge, community, { local_landmark: '东门' });
    await wangge.db('issues').where({ id: open }).update({ local_landmark: '南门' });
    expect(await row(open)).toMatchObject({ local_landmark: '南门' });
  });

  it('counts when a report is sent again', async () => {
    const client_key = randomUUID();
    const send = (said: object) => wangge.request('POST', '/items/issues', { as: community.worker, body: residentsMatter(community, { client_key, ...said }) });
    const first = await send({ local_landmark: '东门', local_floors: 6 });
    expect(first.status).toBe(200);
    const code = async (said: object): Promise<unknown> => (await send(said)).errors[0]!.extensions.code;
    for (const same of [{ local_landmark: '东门', local_floors: 6 }, { local_landmark: '东门', local_floors: '6' }]) {
      const again = await send(same);
      expect([again.status, again.body.data.id]).toEqual([200, first.body.data.id]);
    }
    for (const other of [{ local_landmark: '西门', local_floors: 6 }, { local_landmark: '东门', local_floors: 7 }, { local_floors: 6 }, { local_landmark: '东门' }])
      expect(await code(other), JSON.stringify(other)).toBe('CLIENT_KEY_REUSED');
  });

  it('goes with an erasure, as all text does', async () => {
    const id = await accepted({ local_landmark: '王某家门前', local_floors: 6 });
    expect((await change(community.cadre, id, { local_remark: '王某不在家' })).status).toBe(200);
    expect((await event(community.dispatcher, id, { type: 'redact', note: '当事人要求' })).status).toBe(200);
    expect(await row(id)).toMatchObject({ description: '（已清除）', local_landmark: null, local_remark: null, local_floors: 6 });
  });
});

describe('a column of others', () => {
  it('that only the departments may write stays theirs after acceptance', async () => {
    const id = await accepted();
    const saved = await change(community.cadre, id, { local_remark: '联系物业' });
    expect(saved.status, JSON.stringify(saved.body)).toBe(200);
    expect((await change(community.worker, id, { local_remark: '改' })).status).toBe(403);
    expect(await row(id)).toMatchObject({ local_remark: '联系物业' });
  });

  it('that Directus keeps moves with every save, after acceptance too', async () => {
    const id = await accepted();
    const saved = await change(community.cadre, id, { events: { create: [{ type: 'progress', note: '到场' }], update: [], delete: [] } });
    expect(saved.status, JSON.stringify(saved.body)).toBe(200);
    expect((await change(community.cadre, id, { local_remark: '联系物业' })).status).toBe(200);
    expect((await row(id)).local_touched_at).not.toBeNull();
  });

  it('of ours are frozen as before: past Directus too', async () => {
    const id = await accepted();
    for (const said of [{ title: '改' }, { client_key: randomUUID() }, { occurred_at: '2026-01-01T00:00:00Z' }])
      await expect(wangge.db('issues').where({ id }).update(said)).rejects.toThrow('a report is fixed once it is accepted');
    for (const said of [{ status: 'closed' }, { kind: 'problem' }, { grid: community.place.patches[1].id }, { request_pending_at: '2026-01-01T00:00:00Z' }])
      await expect(wangge.db('issues').where({ id }).update(said)).rejects.toThrow('managed columns of an issue change through events only');
    await wangge.db('issues').where({ id }).update({ contact_phone: '13900000000' });
    expect((await row(id)).contact_phone).toBe('13900000000');
  });
});

it('after all of it the timelines replay', async () => {
  expect((await verifyIssues(wangge.db)).faults).toEqual([]);
});
