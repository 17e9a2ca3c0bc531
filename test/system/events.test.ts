/** Events are the only writer: what they do, and that nothing else gets through. */
import type { Community } from './community.ts';
import type { Account, Server } from './harness.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { peopled, reported, residentsMatter } from './community.ts';
import { server } from './harness.ts';
import { upload as uploadAs } from './uploads.ts';

let wangge: Server;
let community: Community;

beforeAll(async () => {
  wangge = await server();
  community = await peopled(wangge);
});

const event = (as: Account, issue: string, said: Record<string, unknown>) =>
  wangge.request('POST', '/items/issue_events', { as, body: { issue, ...said } });
const row = (id: string) => wangge.db('issues').where({ id }).first();

describe('an issue’s life', () => {
  it('from the report to the verified end', async () => {
    const id = await reported(wangge, community, { source: 'resident' });
    for (const [as, said, status] of [
      [community.cadre, { type: 'accept' }, 'handling'],
      [community.cadre, { type: 'progress', note: '已联系双方当事人', channel: 'phone' }, 'handling'],
      [community.cadre, { type: 'explain', cause: 'parties_absent', note: '一方当事人外出' }, 'handling'],
      [community.cadre, { type: 'handle', result: '双方和解，杂物已清理', channel: 'visit' }, 'fed_back'],
      [community.level2, { type: 'verify', solved: 'yes', channel: 'phone', satisfaction: 5 }, 'closed'],
    ] as const) {
      const answer = await event(as, id, said);
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      expect((await row(id)).status).toBe(status);
    }
    const types = await wangge.db('issue_events').where({ issue: id }).orderBy('seq').pluck('type');
    expect(types).toEqual(['report', 'accept', 'progress', 'explain', 'handle', 'feed_back', 'verify', 'close']);
    expect(await row(id)).toMatchObject({ handler: community.cadre.id, solved: 'yes', satisfaction: 5, overdue: false });
    const clocks = await wangge.db('issue_deadlines').where({ issue: id }).pluck('state');
    expect(clocks).toEqual(['met', 'met', 'met']);
  });

  it('returned, routed by the dispatcher, accepted by a member of the office who so becomes the handler', async () => {
    const id = await reported(wangge, community);
    const { communityDepartments: [department], office } = community.place;
    expect((await event(community.cadre, id, { type: 'return', cause: 'not_in_duty', note: '不属社区职责' })).status).toBe(200);
    const [own] = await wangge.db('issue_deadlines').where({ issue: id, kind: 'own' });
    expect(own).toMatchObject({ state: 'paused', department: department.id });
    const told = await wangge.db('outbox').where({ event: 'return', link: `/content/issues/${id}` }).pluck('recipient');
    expect(told.sort()).toEqual([community.dispatcher.id, community.level2.id, community.worker.id].sort());
    const refused = await event(community.cadre, id, { type: 'route', note: '改派', to_department: office.id });
    expect([400, 403]).toContain(refused.status);
    const routed = await event(community.dispatcher, id, { type: 'route', note: '属街道职责', to_department: office.id });
    expect(routed.status, JSON.stringify(routed.body)).toBe(200);
    expect(await row(id)).toMatchObject({ status: 'assigned', scope: 'subdistrict', department: office.id, follower: community.level2.id, return_count: 1, faulted_return_count: 0 });
    const colleague = await wangge.createUser({ role: 'office', department: office.id });
    const seen = await wangge.request('GET', `/items/issues/${id}`, { as: colleague, query: { fields: 'id' } });
    expect(seen.status).toBe(200);
    expect((await event(colleague, id, { type: 'accept' })).status).toBe(200);
    expect(await row(id)).toMatchObject({ status: 'handling', handler: colleague.id });
    const clocks = await wangge.db('issue_deadlines').where({ issue: id }).orderBy('id');
    expect(clocks.map(clock => [clock.kind, clock.department, clock.state])).toEqual([['resolve', null, 'running'], ['own', department.id, 'cancelled'], ['own', office.id, 'running']]);
    expect(clocks[0].certificate.limit.working_days).toBe(5);
  });

  it('tells the caller what may be done now, and why this deadline', async () => {
    const id = await reported(wangge, community);
    const actions = await wangge.request('GET', `/wangge/issues/${id}/actions`, { as: community.cadre });
    expect(actions.body.data.map((action: { type: string }) => action.type)).toEqual(['accept', 'progress', 'handle', 'return', 'explain', 'request_extension', 'call_in']);
    expect(actions.body.others.find((other: { type: string }) => other.type === 'verify').why).toMatch(/^问题现为“待签收”，不能“核查（回访）”。$/);
    const certificate = await wangge.request('GET', `/wangge/issues/${id}/certificate`, { as: community.cadre });
    const resolve = certificate.body.data.find((clock: { kind: string }) => clock.kind === 'resolve');
    expect(resolve.days.filter((day: { counted: boolean }) => day.counted)).toHaveLength(3);
    const text = await wangge.request('GET', `/wangge/issues/${id}/certificate`, { as: community.cadre, query: { format: 'text' } });
    expect(text.body).toContain('【办结反馈时限】');
    expect((await wangge.request('GET', `/wangge/issues/${id}/certificate`, { as: community.stranger })).status).toBe(403);
  });

  it('files come with their event, are in its hash, and are one’s own', async () => {
    const upload = (as: Account): Promise<string> => uploadAs(wangge, as);
    const id = await reported(wangge, community);
    const [own, foreign] = [await upload(community.cadre), await upload(community.worker)];
    const attached = (file: string) => ({ create: [{ directus_files_id: { id: file } }], update: [], delete: [] });
    const stolen = await event(community.cadre, id, { type: 'progress', note: '附他人文件', attachments: attached(foreign) });
    expect(stolen.status).toBe(400);
    expect(stolen.errors[0]!.message).toBe('只能附上本人上传的文件。');
    const handled = await event(community.cadre, id, { type: 'handle', result: '已清理', attachments: attached(own) });
    expect(handled.status, JSON.stringify(handled.body)).toBe(200);
    const written = await wangge.db('issue_events').where({ issue: id, type: 'handle' }).first();
    expect(written.files_digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await wangge.db('issue_events_files').where({ issue_events_id: written.id }).pluck('directus_files_id')).toEqual([own]);
    const late = await wangge.request('POST', '/items/issue_events_files', { as: community.cadre, body: { issue_events_id: written.id, directus_files_id: await upload(community.cadre) } });
    expect(late.status).toBe(400);
  });

  it('saved from the issue’s form: nested events, added only', async () => {
    const id = await reported(wangge, community);
    const saved = await wangge.request('PATCH', `/items/issues/${id}`, { as: community.cadre, body: { events: { create: [{ type: 'accept' }], update: [], delete: [] } } });
    expect(saved.status, JSON.stringify(saved.body)).toBe(200);
    expect((await row(id)).status).toBe('handling');
  });

  it('20 commands at once get 20 places in the timeline', async () => {
    const id = await reported(wangge, community);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => event(community.cadre, id, { type: 'progress', note: `第 ${index} 次` })));
    expect(answers.map(answer => answer.status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(await wangge.db('issue_events').where({ issue: id }).orderBy('seq').pluck('seq')).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
  });

  it('replays: rules, patches, row, clocks and chain agree', async () => {
    const { issues, faults } = await verifyIssues(wangge.db);
    expect(issues).toBeGreaterThan(0);
    // Other files share the server and make rows of their own kind.
    expect(faults.filter(fault => fault.number.startsWith(community.place.code))).toEqual([]);
  });

  it('tells those whom it concerns', async () => {
    const id = await reported(wangge, community);
    await event(community.cadre, id, { type: 'handle', result: '已清理', channel: 'visit' });
    const told = await wangge.db('outbox').where({ link: `/content/issues/${id}`, event: 'feed_back' });
    expect(told.map(notice => notice.recipient).sort()).toEqual([community.level2.id, community.worker.id].sort());
    expect(told[0].subject).toMatch(/^已反馈：/);
  });
});

describe('what is refused', () => {
  it.each(['status', 'due_at', 'lead', 'handler', 'number', 'event_seq', 'grid_path'])('a patch of %s, by staff and by an admin', async (field) => {
    const id = await reported(wangge, community);
    const before = await row(id);
    for (const as of [community.worker, community.cadre, community.level1, wangge.admin]) {
      const answer = await wangge.request('PATCH', `/items/issues/${id}`, { as, body: { [field]: null } });
      expect([400, 403]).toContain(answer.status);
      expect(answer.errors[0]!.message).not.toMatch(/unexpected/i);
    }
    expect(await row(id)).toEqual(before);
  });

  it('an array patch that mixes an event with a raw write', async () => {
    const [first, second] = [await reported(wangge, community), await reported(wangge, community)];
    const answer = await wangge.request('PATCH', '/items/issues', {
      as: wangge.admin,
      body: [{ id: first, events: { create: [{ type: 'progress', note: '进展' }] } }, { id: second, status: 'closed' }],
    });
    expect([400, 403]).toContain(answer.status);
    expect(await row(first)).toMatchObject({ event_seq: 1 });
    expect(await row(second)).toMatchObject({ status: 'assigned' });
  });

  it('forged managed fields on create are ignored', async () => {
    const forged = { number: 'X-1', status: 'closed', due_at: '2099-01-01T00:00:00Z', lead: community.worker.id, event_seq: 9, event_hash: 'x', overdue: true, grid_path: '/' };
    const answer = await wangge.request('POST', '/items/issues', { as: wangge.admin, body: residentsMatter(community, { ...forged, grid: community.place.patches[0].id }), query: { fields: '*' } });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body.data).toMatchObject({ status: 'assigned', lead: community.level2.id, event_seq: 1, overdue: false, grid_path: community.place.patches[0].path });
  });

  it('forged seq, hash, actor, time and data of an event are overwritten', async () => {
    const id = await reported(wangge, community);
    const answer = await event(community.cadre, id, {
      type: 'accept',
      seq: 77,
      hash: 'forged',
      prev_hash: 'forged',
      actor: community.level1.id,
      at: '2020-01-01T00:00:00Z',
      data: { decided: {}, patch: { status: 'closed' } },
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const written = await wangge.db('issue_events').where({ issue: id, seq: 2 }).first();
    expect(written).toMatchObject({ actor: community.cadre.id, type: 'accept', to_status: 'handling' });
    expect(written.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(Date.parse(written.at)).toBeGreaterThan(Date.now() - 60_000);
  });

  it('changing, unlinking and deleting an event, for admins too', async () => {
    const id = await reported(wangge, community);
    const { id: first } = await wangge.db('issue_events').where({ issue: id }).first('id');
    const attempts = [
      ['PATCH', `/items/issue_events/${first}`, { note: '改' }],
      ['PATCH', `/items/issues/${id}`, { events: { create: [], update: [{ id: first, note: '改' }], delete: [] } }],
      ['PATCH', `/items/issues/${id}`, { events: [] }],
      ['PATCH', `/items/issues/${id}`, { events: { create: [], update: [], delete: [first] } }],
      ['DELETE', `/items/issue_events/${first}`, undefined],
      ['DELETE', `/items/issues/${id}`, undefined],
    ] as const;
    for (const [method, path, body] of attempts.filter(([, , body]) => !(body && 'events' in body && Array.isArray(body.events)))) {
      const answer = await wangge.request(method, path, { as: wangge.admin, body });
      expect(answer.status, `${method} ${path}`).toBe(400);
      expect(answer.errors[0]!.message).toMatch(/event|deleted|added/i);
    }
    const unlinked = await wangge.request('PATCH', `/items/issues/${id}`, { as: wangge.admin, body: { events: [] } });
    expect(unlinked.status).toBe(200);
    expect(await wangge.db('issue_events').where({ issue: id }).count()).toEqual([{ count: '1' }]);
  });

  it('an illegal step, with a sentence that names what is allowed', async () => {
    const id = await reported(wangge, community);
    const answer = await event(community.level2, id, { type: 'verify', solved: 'yes', channel: 'phone' });
    expect(answer.status).toBe(400);
    expect(answer.errors[0]!.extensions).toMatchObject({ code: 'FAILED_VALIDATION', field: 'type' });
    expect(answer.errors[0]!.message).toMatch(/^问题现为“待签收”，不能“核查（回访）”。您现在可以：.*分派／改派/);
  });

  it('handling by a person who is neither handler nor lead', async () => {
    const id = await reported(wangge, community);
    for (const as of [community.stranger, community.officer]) {
      const answer = await event(as, id, { type: 'handle', result: '已办' });
      expect([400, 403]).toContain(answer.status);
    }
    expect(await row(id)).toMatchObject({ status: 'assigned', event_seq: 1 });
  });

  it('what routing and limits rest on, after the report; a report as an event', async () => {
    const id = await reported(wangge, community);
    for (const [field, value] of [['severity', 'urgent'], ['parties', 'organisations'], ['source', 'resident'], ['category', community.category]]) {
      const answer = await wangge.request('PATCH', `/items/issues/${id}`, { as: community.worker, body: { [field!]: value } });
      expect(answer.status).toBe(400);
      expect(answer.errors[0]!.extensions).toMatchObject({ code: 'FAILED_VALIDATION', field });
    }
    const again = await event(community.worker, id, { type: 'report' });
    expect(again.status).toBe(400);
    expect(again.errors[0]!.extensions).toMatchObject({ code: 'FAILED_VALIDATION', field: 'type' });
    expect(again.errors[0]!.message).toMatch(/^事项类型应为以下之一：签收、.*、分派／改派、/);
  });

  it('an event without its fields, at the field', async () => {
    const id = await reported(wangge, community);
    const answer = await event(community.cadre, id, { type: 'handle' });
    expect(answer.status).toBe(400);
    expect(answer.errors[0]!.extensions).toMatchObject({ code: 'FAILED_VALIDATION', field: 'result' });
    for (const [field, value] of [['type', 'explode'], ['satisfaction', 9], ['issue', 'x'], ['channel', 'pigeon'], ['to_department', 5]] as const) {
      const bad = await event(community.cadre, id, { type: 'progress', note: '进展', [field]: value });
      expect(bad.status).toBe(400);
      expect(bad.errors[0]!.extensions).toMatchObject({ code: 'FAILED_VALIDATION', field });
    }
  });

  it('setting a clock by hand, for administrators too', async () => {
    const id = await reported(wangge, community);
    const clock = await wangge.db('issue_deadlines').where({ issue: id }).first();
    for (const [method, path, body] of [
      ['PATCH', `/items/issue_deadlines/${clock.id}`, { due_at: '2099-01-01T00:00:00Z' }],
      ['DELETE', `/items/issue_deadlines/${clock.id}`, undefined],
      ['POST', '/items/issue_deadlines', { issue: id, kind: 'resolve' }],
    ] as const) {
      const answer = await wangge.request(method, path, { as: wangge.admin, body });
      expect(answer.status).toBe(400);
    }
    expect(await wangge.db('issue_deadlines').where({ id: clock.id }).first()).toEqual(clock);
  });

  it('by the database too, where no hook stands in the way', async () => {
    const id = await reported(wangge, community);
    await expect(wangge.db('issues').where({ id }).update({ status: 'closed' })).rejects.toThrow(/managed columns/);
    await expect(wangge.db('issue_events').where({ issue: id }).update({ note: 'x' })).rejects.toThrow(/never changed/);
    await expect(wangge.db('issues').where({ id }).delete()).rejects.toThrow(/never deleted/);
    await expect(wangge.db.transaction(async (trx) => {
      await trx('issue_events').insert({ issue: id, type: 'progress', at: new Date(), to_status: 'assigned', data: JSON.stringify({ decided: {}, patch: {} }) });
      await trx('issues').where({ id }).update({ status: 'closed' });
    })).rejects.toThrow(/managed columns/);
  });
});
