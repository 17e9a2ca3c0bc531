/** Every step beside the straight way, over REST by the person it is for with their real role, and refused to the wrong one. */
import type { Cast, Said } from './cast.ts';
import type { Account, Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { calling, castFor, finishing, handsOn, SHOWN } from './cast.ts';
import { reported } from './community.ts';
import { server } from './harness.ts';

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

let wangge: Server;
let community: Cast;
const { done, refused, row } = handsOn(() => wangge);

beforeAll(async () => {
  wangge = await server();
  community = await castFor(wangge);
});

/** What comes before the step, whose it is, whose it is not, and what it makes of the issue. */
interface StepCase {
  before?: () => [Account, Said][];
  issue?: () => Record<string, unknown>;
  said: () => Said;
  by: () => Account;
  notBy: () => Account[];
  becomes: () => Record<string, unknown>;
}

const accept = (): [Account, Said] => [community.cadre, { type: 'accept' }];
const ask = (): [Account, Said] => [community.cadre, { type: 'request_extension', request_kind: 'extension', cause: 'materials', note: '缺配件' }];

const STEPS: Record<string, StepCase> = {
  request_extension: {
    before: () => [accept()],
    said: () => ask()[1],
    by: () => community.cadre,
    notBy: () => [community.worker, community.officer, community.dispatcher, community.team],
    becomes: () => ({ status: 'handling', extension_count: 0 }),
  },
  decide_extension: {
    before: () => [accept(), ask()],
    said: () => ({ type: 'decide_extension', decision: 'yes' }),
    by: () => community.level2,
    notBy: () => [community.cadre, community.worker, community.officer, community.dispatcher, community.team],
    becomes: () => ({ status: 'handling', extension_count: 1 }),
  },
  suspend: {
    before: () => [accept()],
    said: () => ({ type: 'suspend', cause: 'complex', note: '待管网改造', until: inDays(30) }),
    by: () => community.level1,
    notBy: () => [community.cadre, community.level2, community.worker, community.dispatcher, community.team],
    becomes: () => ({ status: 'suspended' }),
  },
  resume: {
    before: () => [accept(), [community.level1, { type: 'suspend', cause: 'complex', note: '待管网改造', until: inDays(30) }]],
    said: () => ({ type: 'resume' }),
    by: () => community.cadre,
    notBy: () => [community.worker, community.officer, community.dispatcher, community.team],
    becomes: () => ({ status: 'handling', resumes_at: null }),
  },
  call_in: {
    said: () => calling(community)[1],
    by: () => community.cadre,
    notBy: () => [community.worker, community.officer, community.helper, community.team],
    becomes: () => ({ helper_1: community.station, status: 'assigned' }),
  },
  answer_call: {
    before: () => [calling(community)],
    said: () => ({ type: 'answer_call', note: '民警已到场' }),
    by: () => community.helper,
    notBy: () => [community.worker, community.officer, community.level2, community.team],
    becomes: () => ({ helper_1: community.station }),
  },
  rate_help: {
    before: () => [calling(community), [community.helper, { type: 'answer_call', result: '已劝离' }]],
    said: () => ({ type: 'rate_help', to_department: community.station, satisfaction: 5 }),
    by: () => community.cadre,
    notBy: () => [community.helper, community.worker, community.officer, community.team],
    becomes: () => ({ helper_1: community.station }),
  },
  urge: {
    before: () => [accept()],
    said: () => ({ type: 'urge', note: '请尽快办理' }),
    by: () => community.worker,
    notBy: () => [community.cadre, community.officer, community.stranger, community.dispatcher],
    becomes: () => ({ reply_awaited_at: expect.any(String) }),
  },
  supervise: {
    before: () => [accept()],
    said: () => ({ type: 'supervise', note: '限期办结' }),
    by: () => community.team,
    // An inspector who belongs to no department that supervises has the role, not the office.
    notBy: () => [community.inspector, community.worker, community.cadre, community.level2, community.dispatcher],
    becomes: () => ({ reply_awaited_at: expect.any(String) }),
  },
  reject: {
    said: () => ({ type: 'reject', note: '不属受理范围' }),
    by: () => community.dispatcher,
    notBy: () => [community.cadre, community.worker, community.team],
    becomes: () => ({ status: 'rejected', fed_back_at: null }),
  },
  withdraw: {
    said: () => ({ type: 'withdraw', note: '重复填写' }),
    by: () => community.worker,
    notBy: () => [community.cadre, community.level2, community.dispatcher, community.team],
    becomes: () => ({ status: 'rejected', withdrawn_at: expect.any(String) }),
  },
  escalate: {
    // Alone only what was found to be beyond the sub-district.
    before: () => [accept(), [community.dispatcher, { type: 'route', to_scope: 'district', to_department: community.place.communityDepartments[0].id, note: '超出街道职责' }]],
    said: () => ({ type: 'escalate', to_department: community.place.district.id }),
    by: () => community.cadre,
    notBy: () => [community.worker, community.officer, community.dispatcher, community.team],
    becomes: () => ({ status: 'escalated', scope: 'district', escalated_to: community.place.district.id, follower: community.level2.id }),
  },
  disclose: {
    issue: () => SHOWN,
    before: () => finishing(community),
    said: () => ({ type: 'disclose' }),
    by: () => community.dispatcher,
    notBy: () => [community.cadre, community.level2, community.worker, community.team],
    becomes: () => ({ status: 'closed', disclosed_at: expect.any(String) }),
  },
  withdraw_disclosure: {
    issue: () => SHOWN,
    before: () => [...finishing(community), [community.level1, { type: 'disclose' }]],
    said: () => ({ type: 'withdraw_disclosure', note: '内容有误' }),
    by: () => community.level1,
    notBy: () => [community.cadre, community.level2, community.worker, community.team],
    becomes: () => ({ status: 'closed', disclosed_at: null }),
  },
  redact: {
    before: () => [accept()],
    said: () => ({ type: 'redact', note: '当事人要求' }),
    by: () => community.dispatcher,
    notBy: () => [community.cadre, community.level1, community.level2, community.worker, community.team],
    becomes: () => ({ status: 'handling', description: '（已清除）' }),
  },
};

describe('each step once', () => {
  it.each(Object.entries(STEPS))('%s by whom it is for, and by nobody else', async (type, { before, issue, said, by, notBy, becomes }) => {
    const id = await reported(wangge, community, { source: 'resident', ...issue?.() });
    for (const [person, earlier] of before?.() ?? [])
      await done(person, earlier, id);
    for (const person of notBy())
      await refused(person, said(), id);
    await done(by(), said(), id);
    expect(await row(id)).toMatchObject(becomes());
    const written = await wangge.db('issue_events').where({ issue: id, type }).first();
    expect(written).toMatchObject({ actor: by().id, note: said().note ?? null });
  });

  it('merge: into an issue that is open; feedback stays owed, and is asked for when the other has its answer', async () => {
    const into = await reported(wangge, community);
    const id = await reported(wangge, community);
    for (const person of [community.cadre, community.worker, community.team])
      await refused(person, { type: 'merge', to_issue: into }, id);
    await refused(community.dispatcher, { type: 'merge', to_issue: id }, id);
    await refused(community.dispatcher, { type: 'merge', to_issue: randomUUID() }, id);
    await done(community.dispatcher, { type: 'merge', to_issue: into }, id);
    expect(await row(id)).toMatchObject({ status: 'merged', duplicate_of: into, fed_back_at: null });
    expect(await wangge.db('issue_deadlines').where({ issue: id }).pluck('state')).toEqual(['cancelled', 'cancelled']);
    await done(community.cadre, { type: 'handle', result: '已清理', channel: 'visit' }, into);
    expect(await wangge.db('outbox').where({ event: 'feedback_owed', link: `/content/issues/${id}` }).pluck('recipient')).toEqual([community.level2.id]);
    await done(community.level2, { type: 'feed_back', channel: 'phone', note: '已告知' }, id);
    expect(await row(id)).toMatchObject({ status: 'merged', fed_back_at: expect.any(String) });
    await refused(community.level2, { type: 'feed_back', channel: 'phone' }, id);
  });

  it('merge: feedback is asked for too where the issue it was merged into was merged itself', async () => {
    const [last, middle, first] = [await reported(wangge, community), await reported(wangge, community), await reported(wangge, community)];
    await done(community.dispatcher, { type: 'merge', to_issue: middle }, first);
    await done(community.dispatcher, { type: 'merge', to_issue: last }, middle);
    await done(community.cadre, { type: 'handle', result: '已清理', channel: 'visit' }, last);
    expect(await wangge.db('outbox').where({ event: 'feedback_owed' }).whereIn('link', [first, middle].map(id => `/content/issues/${id}`))).toHaveLength(2);
  });

  it('a suspension that is granted follows at once, in one save', async () => {
    const id = await reported(wangge, community);
    const until = inDays(20);
    await done(community.cadre, { type: 'request_extension', request_kind: 'suspension', cause: 'complex', note: '待改造', until }, id);
    await refused(community.level2, { type: 'decide_extension', decision: 'yes' }, id);
    await done(community.level1, { type: 'decide_extension', decision: 'yes' }, id);
    expect(await wangge.db('issue_events').where({ issue: id }).orderBy('seq').pluck('type')).toEqual(['report', 'request_extension', 'decide_extension', 'suspend']);
    expect(await row(id)).toMatchObject({ status: 'suspended', resumes_at: until });
    expect(await wangge.db('issue_deadlines').where({ issue: id }).pluck('state')).toEqual(['paused', 'paused']);
    await done(community.cadre, { type: 'resume', note: '改造提前完成' }, id);
    expect(await row(id)).toMatchObject({ status: 'handling', resumes_at: null });
    expect(await wangge.db('issue_deadlines').where({ issue: id }).pluck('state')).toEqual(['running', 'running']);
    await refused(community.cadre, { type: 'request_extension', request_kind: 'suspension', cause: 'complex', note: '再次', until }, id);
    await refused(community.level1, { type: 'suspend', cause: 'complex', note: '再次', until }, id);
  });

  it('more time is granted by level 1 too, and refused with a reason, which uses up nothing', async () => {
    const id = await reported(wangge, community);
    for (const [person, said] of [ask(), [community.level2, { type: 'decide_extension', decision: 'no', note: '理由不足' }], ask(), [community.level1, { type: 'decide_extension', decision: 'yes' }]] as [Account, Said][])
      await done(person, said, id);
    expect(await row(id)).toMatchObject({ status: 'handling', extension_count: 1, overdue: false });
    // The second is for level 1 alone; a refusal needs its reason.
    await done(...ask(), id);
    await refused(community.level2, { type: 'decide_extension', decision: 'yes' }, id);
    await refused(community.level1, { type: 'decide_extension', decision: 'no' }, id);
    await done(community.level1, { type: 'decide_extension', decision: 'yes' }, id);
    await refused(...ask(), id);
    expect(await row(id)).toMatchObject({ extension_count: 2 });
  });

  it('over GraphQL too; the issue’s text does not change by it', async () => {
    const id = await reported(wangge, community);
    const { description } = await row(id);
    const graphql = (as: Account, query: string, variables: object) => wangge.request('POST', '/graphql', { as, body: { query, variables } });
    // The type of a new event's issue is that of a new issue, whose description is required.
    const create = (as: Account) => graphql(as, 'mutation ($data: create_issue_events_input!) { create_issue_events_item(data: $data) { type to_status seq actor { id } } }', { data: { issue: { id, description: '改写' }, type: 'urge', note: '请尽快' } });
    const wrong = await create(community.stranger);
    expect(wrong.errors[0]!.message).toMatch(/您无权“催办”/);
    const right = await create(community.worker);
    expect(right.errors, JSON.stringify(right.body)).toEqual([]);
    expect(right.body.data.create_issue_events_item).toEqual({ type: 'urge', to_status: 'assigned', seq: 2, actor: { id: community.worker.id } });
    expect(await row(id)).toMatchObject({ description, reply_awaited_at: expect.any(String), event_seq: 2 });
  });

  it('and every timeline replays', async () => {
    const { faults } = await verifyIssues(wangge.db);
    expect(faults.filter(({ number }) => number.startsWith(community.place.code))).toEqual([]);
  });
});
