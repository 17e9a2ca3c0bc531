/** Who is told, through the running server: people that the issue itself does not name, and requests that lapse. */
import type { Community } from './community.ts';
import type { Account, OwnServer } from './harness.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweep } from '../../extensions/wangge/src/handling/sweep-service.ts';
import { peopled, reported } from './community.ts';
import { freshServer } from './harness.ts';

let wangge: OwnServer;
let community: Community;
let head: Account;
let helper: Account;

beforeAll(async () => {
  wangge = await freshServer();
  community = await peopled(wangge);
  const [own] = community.place.communityDepartments;
  head = await wangge.createUser({ role: 'community_cadre', department: own.id });
  helper = await wangge.createUser({ role: 'office', department: community.place.office.id });
  await wangge.db('departments').where({ id: own.id }).update({ head: head.id });
});
afterAll(() => wangge.close());

async function act(as: Account, issue: string, type: string, said: Record<string, unknown> = {}): Promise<void> {
  const answer = await wangge.request('POST', '/items/issue_events', { as, body: { issue, type, ...said } });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
}
const told = async (issue: string, event: string): Promise<{ recipient: string; subject: string; urgent: boolean }[]> =>
  await wangge.db('outbox').where({ event, link: `/content/issues/${issue}` }).select('recipient', 'subject', 'urgent') as never;
const recipients = async (issue: string, event: string): Promise<string[]> => (await told(issue, event)).map(({ recipient }) => recipient).sort();
const ids = (...accounts: Account[]): string[] => accounts.map(({ id }) => id).sort();

describe('who is told', () => {
  it('of a critical issue level 1 and the department\'s head too, at any hour; of an ordinary one not', async () => {
    const critical = await reported(wangge, community, { severity: 'critical', title: '燃气泄漏' });
    expect(await recipients(critical, 'report')).toEqual(expect.arrayContaining(ids(community.cadre, community.level1, head)));
    expect((await told(critical, 'report')).every(({ urgent, subject }) => urgent && subject === '【重大】新问题：燃气泄漏')).toBe(true);
    const ordinary = await reported(wangge, community);
    expect(await recipients(ordinary, 'report')).not.toContain(community.level1.id);
    expect((await told(ordinary, 'report')).some(({ urgent }) => urgent)).toBe(false);
  });

  it('of a confidential issue by its number', async () => {
    const issue = await reported(wangge, community, { confidential: true, title: '举报邻居' });
    const notices = await told(issue, 'report');
    expect(notices.length).toBeGreaterThan(0);
    expect(notices.filter(({ subject }) => subject.includes('举报'))).toEqual([]);
  });

  it('of a call for help the department that is called: its head or, without one, its members; of the answer who called', async () => {
    const issue = await reported(wangge, community);
    await act(community.cadre, issue, 'accept');
    await act(community.cadre, issue, 'call_in', { to_department: community.place.office.id, note: '请派人现场核实' });
    expect(await recipients(issue, 'call_in')).toEqual(ids(community.officer, helper));
    await act(helper, issue, 'answer_call', { note: '已派人', result: '已到场' });
    expect(await recipients(issue, 'answer_call')).toEqual(expect.arrayContaining(ids(community.cadre)));
  });

  it('of a supervision handler, lead and the head; of the reply who supervised', async () => {
    const issue = await reported(wangge, community);
    await act(community.cadre, issue, 'accept');
    await act(community.level1, issue, 'supervise', { note: '请三日内回复' });
    expect(await recipients(issue, 'supervise')).toEqual(expect.arrayContaining(ids(community.cadre, head)));
    await act(community.cadre, issue, 'progress', { note: '已约双方调解' });
    expect(await recipients(issue, 'progress')).toEqual(ids(community.level1));
  });

  it('of a request that nobody decided who asked, when the limit has passed', async () => {
    const issue = await reported(wangge, community);
    await act(community.cadre, issue, 'accept');
    await act(community.cadre, issue, 'request_extension', { request_kind: 'extension', cause: 'complex', note: '双方须多次调解' });
    expect(await recipients(issue, 'request_extension')).toEqual(ids(community.level2));
    // One that was decided beside it: who asked was told then, and nothing lapses.
    const decided = await reported(wangge, community);
    await act(community.cadre, decided, 'accept');
    await act(community.cadre, decided, 'request_extension', { request_kind: 'extension', cause: 'complex', note: '双方须多次调解' });
    await act(community.level2, decided, 'decide_extension', { decision: 'no', note: '请如期办结' });
    expect([await told(issue, 'request_lapsed'), await recipients(issue, 'deadline_missed')]).toEqual([[], []]);
    const later = new Date(Date.now() + 60 * 86_400_000).toISOString();
    await sweep(wangge.db, later);
    await sweep(wangge.db, later);
    expect(await told(issue, 'request_lapsed')).toMatchObject([{ recipient: community.cadre.id, subject: expect.stringMatching(/^延期申请未经审批，已失效：/) }]);
    expect(await told(decided, 'request_lapsed')).toEqual([]);
    expect(await recipients(issue, 'deadline_missed')).toContain(community.cadre.id);
  });
});
