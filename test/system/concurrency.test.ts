/** A hundred people act on the same issue at once: one wins each step, the others are told so in a sentence. */
import type { Community } from './community.ts';
import type { Account, Answer, Server } from './harness.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { peopled, reported } from './community.ts';
import { server } from './harness.ts';

const CROWD = 100;

let wangge: Server;
let community: Community;
/** Members of the handling department. */
let members: Account[];
/** Deputies of the grid that the community's leader leads, and of the area above it. */
let level2: Account[];
let level1: Account[];

beforeAll(async () => {
  wangge = await server();
  community = await peopled(wangge);
  const { area, communities, communityDepartments } = community.place;
  const crowd = async (size: number, user: Parameters<Server['createUser']>[0]): Promise<Account[]> => {
    const people: Account[] = [];
    for (let made = 0; made < size; made += 10)
      people.push(...await Promise.all(Array.from({ length: 10 }, () => wangge.createUser(user))));
    return people;
  };
  members = await crowd(CROWD, { role: 'community_cadre', department: communityDepartments[0].id });
  level2 = await crowd(CROWD, { role: 'level_2', posts: [{ grid: communities[0].id, role: 'deputy' }] });
  level1 = await crowd(CROWD, { role: 'level_1', posts: [{ grid: area.id, role: 'deputy' }] });
});

type Said = Record<string, unknown> & { type: string };

const event = (as: Account, issue: string, said: Said) => wangge.request('POST', '/items/issue_events', { as, body: { issue, ...said } });
const row = (id: string) => wangge.db('issues').where({ id }).first();
const atOnce = (people: readonly Account[], issue: string, said: Said) => Promise.all(people.map(person => event(person, issue, said)));

/** Exactly one got through; everybody else reads, in Chinese, why not. Gives the winner's place. */
function oneWins(answers: readonly Answer<unknown>[], why: RegExp): number {
  const won = answers.flatMap(({ status }, index) => status === 200 ? [index] : []);
  expect(won, JSON.stringify(answers.map(({ status }) => status))).toHaveLength(1);
  for (const { status, errors } of answers.filter(answer => answer.status !== 200)) {
    expect(status).toBe(400);
    expect(errors[0]!.extensions).toMatchObject({ code: 'FAILED_VALIDATION', field: 'type' });
    expect(errors[0]!.message).toMatch(why);
  }
  return won[0]!;
}

const timeline = (issue: string): Promise<{ seq: number; type: string; actor: string }[]> =>
  wangge.db('issue_events').where({ issue }).orderBy('seq').select('seq', 'type', 'actor');

/** Nothing is missing from the timeline, nothing stands in it twice, and all that is derived from it agrees. */
async function whole(issue: string, types: readonly string[]): Promise<void> {
  const events = await timeline(issue);
  expect(events.map(({ type }) => type)).toEqual(types);
  expect(events.map(({ seq }) => seq)).toEqual(types.map((_, index) => index + 1));
  expect((await row(issue)).event_seq).toBe(types.length);
}

describe('a hundred at once', () => {
  it('accept: one is the handler, the others read that it is being handled', async () => {
    const id = await reported(wangge, community);
    const winner = oneWins(await atOnce(members, id, { type: 'accept' }), /^问题现为“处置中”，不能“签收”。您现在可以：/);
    expect(await row(id)).toMatchObject({ status: 'handling', handler: members[winner]!.id });
    await whole(id, ['report', 'accept']);
  });

  it('ask for more time and decide on it: one request, one decision, one extension', async () => {
    const id = await reported(wangge, community);
    await event(community.cadre, id, { type: 'accept' });
    const { due_at } = await row(id);
    const asking = { type: 'request_extension', request_kind: 'extension', cause: 'materials', note: '缺配件' };
    oneWins(await atOnce(Array.from({ length: CROWD }, () => community.cadre), id, asking), /^已有一项申请待审批/);
    // What the lead may decide, level 1 may too.
    const winner = oneWins(await atOnce(level1, id, { type: 'decide_extension', decision: 'yes' }), /^目前没有待审批的申请/);
    expect((await timeline(id)).at(-1)!.actor).toBe(level1[winner]!.id);
    const after = await row(id);
    expect(after.extension_count).toBe(1);
    expect(after.due_at > due_at).toBe(true);
    const extensions = await wangge.db('issue_deadlines').where({ issue: id }).pluck('certificate');
    expect(extensions.map(certificate => certificate.extensions)).toEqual([[3], [3]]);
    await whole(id, ['report', 'accept', 'request_extension', 'decide_extension']);
  });

  it('suspend: once, until one moment', async () => {
    const id = await reported(wangge, community);
    const until = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
    const answers = await Promise.all(level1.map((person, index) => event(person, id, { type: 'suspend', cause: 'complex', note: '待改造工程', until: until(index + 1) })));
    const winner = oneWins(answers, /^问题现为“挂账（暂缓）”，不能“挂账”。/);
    const { until: said } = await wangge.db('issue_events').where({ issue: id, type: 'suspend' }).first('until');
    expect((await row(id)).resumes_at).toBe(said);
    expect(Math.round((Date.parse(said) - Date.now()) / 86_400_000)).toBe(winner + 1);
    await whole(id, ['report', 'suspend']);
  });

  it('handle, with the feedback in it: one result, one feedback', async () => {
    const id = await reported(wangge, community, { source: 'resident' });
    const answers = await atOnce(Array.from({ length: CROWD }, () => community.cadre), id, { type: 'handle', result: '已清理', channel: 'visit' });
    oneWins(answers, /^问题现为“已反馈，待结案”，不能“办结”。/);
    await whole(id, ['report', 'handle', 'feed_back']);
    expect(await wangge.db('issue_deadlines').where({ issue: id }).orderBy('id').pluck('state')).toEqual(['met', 'met', 'running']);
  });

  it('verify, half of them with yes and half with no: one answer stands', async () => {
    const id = await reported(wangge, community, { source: 'resident' });
    await event(community.cadre, id, { type: 'handle', result: '已清理', channel: 'visit' });
    const answers = await Promise.all(level2.map((person, index) => event(person, id, { type: 'verify', solved: index % 2 === 0 ? 'yes' : 'no', channel: 'phone', satisfaction: 3 })));
    const winner = oneWins(answers, /^问题现为“(已结案|处置中)”，不能“核查（回访）”。/);
    const solved = winner % 2 === 0;
    expect(await row(id)).toMatchObject({ status: solved ? 'closed' : 'handling', solved: solved ? 'yes' : 'no', reopen_count: solved ? 0 : 1 });
    await whole(id, ['report', 'handle', 'feed_back', 'verify', ...solved ? ['close'] : []]);
  });

  it('call the same department for help: it is called once', async () => {
    const id = await reported(wangge, community);
    const answers = await atOnce(level1, id, { type: 'call_in', to_department: community.place.office.id, note: '请到场' });
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, errors } of answers.filter(answer => answer.status !== 200)) {
      expect(status).toBe(400);
      expect(errors[0]!.extensions).toMatchObject({ field: 'to_department' });
      expect(errors[0]!.message).toMatch(/\p{Script=Han}/u);
    }
    expect(await wangge.db('issue_helpers').where({ issue: id })).toHaveLength(1);
    await whole(id, ['report', 'call_in']);
  });

  it('merge two issues into each other: one takes the other in, never both', async () => {
    for (let round = 0; round < 10; round++) {
      const [one, other] = [await reported(wangge, community), await reported(wangge, community)];
      const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => index % 2 === 0
        ? event(level2[index]!, one, { type: 'merge', to_issue: other })
        : event(level2[index]!, other, { type: 'merge', to_issue: one })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 400)]);
      expect([(await row(one)).status, (await row(other)).status].sort()).toEqual(['assigned', 'merged']);
    }
  });

  it('do whatever they like: each step that got through has a place of its own, no answer is a failure of the server', async () => {
    const id = await reported(wangge, community);
    const steps: [Account, Said][] = Array.from({ length: CROWD }, (_, index) => [
      [members[index]!, { type: 'accept' }],
      [community.cadre, { type: 'handle', result: '已清理', channel: 'visit' }],
      [level2[index]!, { type: 'route', note: '改派', to_department: community.place.office.id }],
      [community.dispatcher, { type: 'reject', note: '不属受理范围' }],
      [community.cadre, { type: 'return', cause: 'not_in_duty', note: '不属社区职责' }],
      [community.worker, { type: 'withdraw' }],
      [level1[index]!, { type: 'suspend', cause: 'complex', note: '待改造工程', until: new Date(Date.now() + 86_400_000).toISOString() }],
      [community.worker, { type: 'urge', note: '请尽快' }],
      [members[index]!, { type: 'progress', note: '已到现场' }],
      [level2[index]!, { type: 'verify', solved: 'yes', channel: 'phone' }],
    ][index % 10] as [Account, Said]);
    const answers = await Promise.all(steps.map(([person, said]) => event(person, id, said)));
    // 204: written, and routed away before the answer could show it to who wrote it.
    const written = answers.filter(({ status }) => status === 200 || status === 204);
    for (const { status, errors } of answers.filter(answer => !written.includes(answer))) {
      expect([400, 403]).toContain(status);
      expect(errors[0]!.message.length).toBeGreaterThan(0);
    }
    const events = await timeline(id);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    // A handling that carries its feedback is one save and two events.
    const carried = events.filter(({ type }) => type === 'feed_back' || type === 'close').length;
    expect(events.length - 1 - carried).toBe(written.length);
  });

  it('and every timeline replays: rules, patches, row, clocks and chain agree', async () => {
    const { faults } = await verifyIssues(wangge.db);
    expect(faults.filter(({ number }) => number.startsWith(community.place.code))).toEqual([]);
  });
});
