/** Longer ways through an issue’s life over REST: returned three times, reported upwards, published and reopened, handled on the spot, helped by another department. */
import type { Cast } from './cast.ts';
import type { Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { attached, calling, castFor, finishing, handsOn, SHOWN } from './cast.ts';
import { reported, residentsMatter } from './community.ts';
import { server } from './harness.ts';

let wangge: Server;
let community: Cast;
const { done, refused, row, upload } = handsOn(() => wangge);

beforeAll(async () => {
  wangge = await server();
  community = await castFor(wangge);
});

describe('the ways round', () => {
  it('three returns: the third goes to level 1, who alone routes it then', async () => {
    const id = await reported(wangge, community);
    const back = { type: 'return', cause: 'wrong_routing', note: '非本社区职责' };
    const again = { type: 'route', note: '仍请承办', to_department: community.place.communityDepartments[0].id };
    for (let round = 0; round < 2; round++) {
      await done(community.cadre, back, id);
      await done(community.dispatcher, again, id);
    }
    await done(community.cadre, back, id);
    expect(await row(id)).toMatchObject({ status: 'returned', return_count: 3, lead: community.level1.id });
    for (const person of [community.dispatcher, community.level2])
      await refused(person, again, id);
    await done(community.level1, again, id);
    expect(await row(id)).toMatchObject({ status: 'assigned', department: community.place.communityDepartments[0].id });
    // Back to the same department each time: one clock of its own, with three pauses.
    const own = await wangge.db('issue_deadlines').where({ issue: id, kind: 'own' });
    expect(own.map(({ state, certificate }) => [state, certificate.pauses.length])).toEqual([['running', 3]]);
  });

  it('beyond the sub-district: each progress meets its clock and starts the next; the answer is handled and fed back', async () => {
    const id = await reported(wangge, community);
    await done(community.cadre, { type: 'request_extension', request_kind: 'escalation', to_department: community.place.district.id, note: '需区城管局处理' }, id);
    await done(community.level2, { type: 'decide_extension', decision: 'yes' }, id);
    await done(community.cadre, { type: 'progress', note: '区里已派员' }, id);
    await done(community.worker, { type: 'progress', note: '现场未见动工' }, id);
    await done(community.cadre, { type: 'handle', result: '区里已拆除', channel: 'visit' }, id);
    const clocks = await wangge.db('issue_deadlines').where({ issue: id }).orderBy('opened_by_seq').orderBy('id').select('kind', 'state');
    expect(clocks.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['resolve met', 'own met', 'progress met', 'progress met', ...(await row(id)).verify_required ? ['verify running'] : []]);
  });

  it('published and reopened: the notice comes down, and the next closing drafts another', async () => {
    const id = await reported(wangge, community, { ...SHOWN, source: 'resident' });
    for (const [person, said] of finishing(community))
      await done(person, said, id);
    await done(community.dispatcher, { type: 'disclose' }, id);
    await done(community.worker, { type: 'reopen', note: '又堆上了' }, id);
    const notice = () => wangge.db('disclosures').where({ issue: id }).first('state', 'result', 'published_by');
    expect(await notice()).toMatchObject({ state: 'withdrawn' });
    expect(await row(id)).toMatchObject({ status: 'handling', disclosed_at: null, reopen_count: 1 });
    await done(community.cadre, { type: 'handle', result: '再次清理并上锁', channel: 'visit' }, id);
    await done(community.level2, { type: 'verify', solved: 'yes', channel: 'phone' }, id);
    expect(await notice()).toEqual({ state: 'draft', result: '再次清理并上锁', published_by: null });
    await done(community.level1, { type: 'disclose' }, id);
    expect(await notice()).toMatchObject({ state: 'published', published_by: community.level1.id });
    const clocks = await wangge.db('issue_deadlines').where({ issue: id, kind: 'disclose' }).orderBy('id').pluck('state');
    expect(clocks).toEqual(['met', 'met']);
  });

  it('several steps in one save, in their order: all or nothing', async () => {
    const id = await reported(wangge, community);
    const save = (create: object[]) => wangge.request('PATCH', `/items/issues/${id}`, { as: community.cadre, body: { events: { create, update: [], delete: [] } } });
    const wrong = await save([{ type: 'accept' }, { type: 'feed_back', channel: 'phone' }]);
    expect(wrong.status).toBe(400);
    expect(await row(id)).toMatchObject({ status: 'assigned', event_seq: 1 });
    const right = await save([{ type: 'accept' }, { type: 'progress', note: '已到现场' }, { type: 'handle', result: '已清理', channel: 'visit' }]);
    expect(right.status, JSON.stringify(right.body)).toBe(200);
    expect(await wangge.db('issue_events').where({ issue: id }).orderBy('seq').pluck('type')).toEqual(['report', 'accept', 'progress', 'handle', 'feed_back']);
    const batch = await wangge.request('POST', '/items/issue_events', { as: community.worker, body: [{ issue: id, type: 'reopen', note: '未解决' }, { issue: id, type: 'urge', note: '请尽快' }] });
    expect(batch.status, JSON.stringify(batch.body)).toBe(200);
    expect(await row(id)).toMatchObject({ status: 'handling', event_seq: 7, reply_awaited_at: expect.any(String) });
    const { faults } = await verifyIssues(wangge.db);
    expect(faults.filter(({ number }) => number.startsWith(community.place.code))).toEqual([]);
  });
});

describe('on the spot', () => {
  it('one form reports, handles and feeds back; the reporter is its handler and does not verify it', async () => {
    const answer = await wangge.request('POST', '/items/issues', {
      as: community.worker,
      body: residentsMatter(community, { source: 'resident', events: { create: [{ type: 'handle', result: '当场劝导，已清理', channel: 'visit' }], update: [], delete: [] } }),
      query: { fields: 'id,status,handler,handled_at,fed_back_at' },
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const { id, ...issue } = answer.body.data;
    expect(issue).toMatchObject({ status: 'fed_back', handler: community.worker.id });
    expect(await wangge.db('issue_events').where({ issue: id }).orderBy('seq').pluck('type')).toEqual(['report', 'handle', 'feed_back']);
    expect(await wangge.db('issue_deadlines').where({ issue: id }).orderBy('id').select('kind', 'state')).toEqual([
      { kind: 'resolve', state: 'met' },
      { kind: 'own', state: 'met' },
      { kind: 'verify', state: 'running' },
    ]);
    expect(await wangge.db('issue_deadlines').where({ issue: id, kind: 'verify' }).first('person')).toEqual({ person: community.level2.id });
    await refused(community.worker, { type: 'verify', solved: 'yes', channel: 'phone' }, id);
    await done(community.level2, { type: 'verify', solved: 'yes', channel: 'phone' }, id);
  });

  it('all or nothing: what may not be handled so is not reported either', async () => {
    const address = `当场-${randomUUID()}`;
    const answer = await wangge.request('POST', '/items/issues', {
      as: community.worker,
      body: residentsMatter(community, { address, parties: 'organisations', involves_departments: true, events: [{ type: 'handle', result: '当场处理', channel: 'visit' }] }),
    });
    expect(answer.status).toBe(400);
    expect(answer.errors[0]!.message).toMatch(/\p{Script=Han}/u);
    expect(await wangge.db('issues').where({ address })).toEqual([]);
  });
});

describe('a called department', () => {
  it('sees the case from the call on: its text, its timeline, its clocks and its photographs', async () => {
    const [photo, file] = [await upload(community.worker), await upload(community.cadre)];
    const id = await reported(wangge, community, { photos: attached(photo) });
    await done(community.cadre, { type: 'progress', note: '已到现场', attachments: attached(file) }, id);
    const read = (path: string, query: Record<string, string> = {}) => wangge.request('GET', path, { as: community.helper, query });
    expect((await read(`/items/issues/${id}`)).status).toBe(403);
    expect((await read(`/assets/${photo}`)).status).toBe(403);
    await done(...calling(community), id);
    const seen = await read(`/items/issues/${id}`, { fields: 'description,helper_1,events.type,deadlines.kind,helpers.department,photos.directus_files_id,events.attachments.directus_files_id' });
    expect(seen.status, JSON.stringify(seen.body)).toBe(200);
    expect(seen.body.data).toMatchObject({ helper_1: community.station, helpers: [{ department: community.station }], photos: [{ directus_files_id: photo }] });
    expect(seen.body.data.events.map((one: { type: string }) => one.type)).toEqual(['report', 'progress', 'call_in']);
    expect(seen.body.data.deadlines).toHaveLength(2);
    expect(seen.body.data.events[1].attachments).toEqual([{ directus_files_id: file }]);
    expect((await read(`/assets/${photo}`)).status).toBe(200);
    expect((await read(`/assets/${file}`)).status).toBe(200);
    const actions = await read(`/wangge/issues/${id}/actions`);
    expect(actions.body.data.map((action: { type: string }) => action.type)).toEqual(['progress', 'answer_call']);
  });

  it('keeps its own part of it: it neither accepts nor handles nor decides', async () => {
    const id = await reported(wangge, community);
    await done(...calling(community), id);
    for (const said of [{ type: 'accept' }, { type: 'handle', result: '已办' }, { type: 'return', cause: 'not_in_duty', note: '退回' }, { type: 'escalate', to_department: community.place.district.id }])
      await refused(community.helper, said, id);
  });
});
