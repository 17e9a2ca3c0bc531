/** In place of somebody: where level 1 is vacant, of confidential reports, for several departments, and when an absence is over. */
import type { Cast, Said } from './cast.ts';
import type { Account, Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { handBack } from '../../extensions/wangge/src/handling/routing/hand-back-service.ts';
import { STOOD_IN_SQL } from '../../extensions/wangge/src/handling/routing/hand-back-store.ts';
import { castFor, handsOn } from './cast.ts';
import { reported } from './community.ts';
import { server } from './harness.ts';

let wangge: Server;
let community: Cast;
const { done, refused, row } = handsOn(() => wangge);
const day = (offset = 0): string => new Date(Date.now() + 8 * 3_600_000 + offset * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  wangge = await server();
  community = await castFor(wangge);
});

const absent = async (away: Account, stand_in: Account, starts_on = day(-3), ends_on: string | null = day(3)): Promise<string> => {
  const id = randomUUID();
  await wangge.db('absences').insert({ id, person: away.id, stand_in: stand_in.id, starts_on, ends_on, kind: 'leave', approved_by: wangge.admin.id });
  return id;
};
const offered = async (issue: string, as: Account): Promise<string[]> => (await wangge.request('GET', `/wangge/issues/${issue}/actions`, { as })).body.data.map(({ type }: { type: string }) => type);
const told = (issue: string, event: string): Promise<string[]> => wangge.db('outbox').where({ link: `/content/issues/${issue}`, event }).orderBy('recipient').pluck('recipient');
const YES: Said = { type: 'decide_extension', decision: 'yes' };
const ASK: Said = { type: 'request_extension', request_kind: 'extension', cause: 'materials', note: '缺配件' };

describe('where level 1 is vacant', () => {
  it('its deputy decides, then the dispatchers, who are told', async () => {
    const { level1, level2, cadre, dispatcher, place } = community;
    const waits = async (): Promise<string> => {
      const id = await reported(wangge, community);
      await done(level2, ASK, id);
      return id;
    };
    const present = await waits();
    await refused(dispatcher, YES, present);
    expect(await told(present, 'request_extension')).toEqual([level1.id]);

    // The post is over: its deputy is there.
    const deputy = await wangge.createUser({ role: 'level_1', posts: [{ grid: place.area.id, role: 'deputy' }] });
    await wangge.db('posts').where({ person: level1.id }).update({ ends_on: day(-1) });
    const led = await waits();
    expect(await told(led, 'request_extension')).toEqual([deputy.id]);
    await refused(dispatcher, YES, led);
    await done(deputy, YES, led);

    // And gone as well, without a stand-in.
    await wangge.db('absences').insert({ id: randomUUID(), person: deputy.id, starts_on: day(-1), ends_on: day(2), kind: 'leave', approved_by: wangge.admin.id });
    const vacant = await waits();
    expect(await told(vacant, 'request_extension')).toEqual([dispatcher.id]);
    expect(await offered(vacant, dispatcher)).toContain('decide_extension');
    await refused(level2, YES, vacant);
    await done(dispatcher, YES, vacant);
    expect(await row(vacant)).toMatchObject({ extension_count: 1 });

    const back = { type: 'route', note: '仍请承办', to_department: place.communityDepartments[0].id };
    const thrice = await reported(wangge, community);
    for (let n = 0; n < 3; n++) {
      await done(cadre, { type: 'return', cause: 'not_in_duty', note: '不属社区职责' }, thrice);
      if (n < 2)
        await done(dispatcher, back, thrice);
    }
    await refused(level2, back, thrice);
    await done(dispatcher, back, thrice);
    // A district matter likewise: whoever leads asks, and nobody but the dispatchers is above.
    await done(level2, { type: 'request_extension', request_kind: 'escalation', to_department: place.district.id, note: '须区里处理' }, thrice);
    await done(dispatcher, YES, thrice);
    expect((await row(thrice)).status).toBe('escalated');

    await wangge.db('absences').where({ person: deputy.id }).delete();
    await wangge.db('posts').where({ person: deputy.id }).delete();
    await wangge.db('posts').where({ person: level1.id }).update({ ends_on: null });
  });
});

describe('a confidential report', () => {
  it('is fed back by who may read the contact, and offered to nobody else', async () => {
    const { cadre, level1, level2, dispatcher } = community;
    const confidential = (): Promise<string> => reported(wangge, community, { confidential: true, contact_name: '李秘密', contact_phone: '13900000000' });
    const id = await confidential();
    const together = await wangge.request('POST', '/items/issue_events', { as: cadre, body: { issue: id, type: 'handle', result: '已清理', channel: 'phone' } });
    expect(together.errors[0]!.extensions).toMatchObject({ field: 'channel' });
    await done(cadre, { type: 'handle', result: '已清理' }, id);
    expect(await told(id, 'handle')).toContain(dispatcher.id);
    for (const person of [cadre, level2]) {
      expect(await offered(id, person)).not.toContain('feed_back');
      await refused(person, { type: 'feed_back', channel: 'phone' }, id);
    }
    for (const person of [dispatcher, level1])
      expect(await offered(id, person)).toContain('feed_back');
    await done(level1, { type: 'feed_back', channel: 'phone', note: '已告知' }, id);
    expect((await row(id)).status).toBe('fed_back');

    const rejected = await confidential();
    await done(dispatcher, { type: 'reject', note: '不属受理范围' }, rejected);
    await refused(level2, { type: 'feed_back', channel: 'phone' }, rejected);
    await done(dispatcher, { type: 'feed_back', channel: 'phone' }, rejected);
    // What a merged one owes is owed by those who can.
    const [into, merged] = [await reported(wangge, community), await confidential()];
    await done(dispatcher, { type: 'merge', to_issue: into }, merged);
    await done(cadre, { type: 'handle', result: '已清理', channel: 'visit' }, into);
    expect(await told(merged, 'feedback_owed')).toEqual([dispatcher.id]);
  });
});

describe('help', () => {
  it('is answered for each department that one person answers for, and rated by who follows', async () => {
    const { cadre, level2, helper, station, officer, dispatcher, place } = community;
    await wangge.db('departments').where({ id: place.office.id }).update({ head: helper.id });
    const id = await reported(wangge, community);
    for (const to_department of [station, place.office.id])
      await done(cadre, { type: 'call_in', to_department, note: '请到场' }, id);
    const { body } = await wangge.request('GET', `/wangge/issues/${id}/actions`, { as: helper });
    expect(body.data.find(({ type }: { type: string }) => type === 'answer_call').departments).toEqual([station, place.office.id]);
    await refused(helper, { type: 'answer_call', note: '已到场' }, id);
    await done(helper, { type: 'answer_call', note: '所已到场', to_department: station }, id);
    await done(helper, { type: 'answer_call', result: '科室已办完', to_department: place.office.id }, id);
    await done(officer, { type: 'answer_call', note: '科室补充' }, id);
    const answers = await wangge.db('issue_helpers').where({ issue: id }).orderBy('called_seq').select('department', 'answer', 'result');
    expect(answers).toEqual([{ department: station, answer: '所已到场', result: null }, { department: place.office.id, answer: '科室补充', result: '科室已办完' }]);
    await wangge.db('departments').where({ id: place.office.id }).update({ head: null });

    await done(dispatcher, { type: 'route', to_scope: 'subdistrict', to_department: place.office.id, note: '属街道职责' }, id);
    expect(await row(id)).toMatchObject({ follower: level2.id });
    await refused(helper, { type: 'rate_help', to_department: station, satisfaction: 5 }, id);
    await done(level2, { type: 'rate_help', to_department: station, satisfaction: 4 }, id);
  });
});

describe('a stand-in', () => {
  it('does the work of who is away; when they are back it goes back, and both are told', async () => {
    const { cadre, level2, worker, place } = community;
    const standIn = await wangge.createUser({ role: 'community_cadre', department: place.communityDepartments[0].id });
    const leader = await wangge.createUser({ role: 'level_2' });
    const older = await reported(wangge, community);
    const [away, gone] = [await absent(cadre, standIn), await absent(level2, leader)];
    const [given, begun, over] = [await reported(wangge, community), await reported(wangge, community), await reported(wangge, community)];
    expect(await row(given)).toMatchObject({ handler: standIn.id, lead: leader.id });
    // What the other one has already, they may do, too.
    await done(standIn, { type: 'accept' }, older);
    expect(await row(older)).toMatchObject({ handler: standIn.id, lead: level2.id });
    await done(leader, ASK, older);
    await refused(leader, YES, older);
    await done(standIn, { type: 'accept' }, begun);
    await done(standIn, { type: 'handle', result: '已清理' }, over);

    // While they are away all stays.
    await handBack(wangge.db, day(), new Date().toISOString());
    expect((await row(given)).handler).toBe(standIn.id);
    for (const absence of [away, gone])
      await wangge.db('absences').where({ id: absence }).update({ ends_on: day(-1) });
    const before = await wangge.db('issue_deadlines').whereIn('issue', [given, begun, over, older]).orderBy('id').select('id', 'due_at', 'state');
    await Promise.all([handBack(wangge.db, day(), new Date().toISOString(), 2), handBack(wangge.db, day(), new Date().toISOString(), 2)]);
    expect(await handBack(wangge.db, day(), new Date().toISOString())).toBe(0);
    for (const id of [given, begun, older])
      expect(await row(id)).toMatchObject({ handler: cadre.id, lead: level2.id });
    expect(await row(begun)).toMatchObject({ status: 'handling', route_explanation: { handler_by: 'duty_line', lead_by: 'grid_leader' } });
    // Whoever has done it already is its handler.
    expect(await row(over)).toMatchObject({ handler: standIn.id, lead: level2.id, status: 'handled' });
    expect(await wangge.db('issue_deadlines').whereIn('issue', [given, begun, over, older]).orderBy('id').select('id', 'due_at', 'state')).toEqual(before);
    const notices = await wangge.db('outbox').whereIn('recipient', [cadre.id, level2.id, standIn.id, leader.id]).whereIn('event', ['handed_back', 'given_back']).select('recipient', 'event');
    expect(new Set(notices.map(({ recipient, event }) => `${event} ${recipient}`))).toEqual(new Set([`handed_back ${cadre.id}`, `handed_back ${level2.id}`, `given_back ${standIn.id}`, `given_back ${leader.id}`]));
    await done(cadre, { type: 'progress', note: '继续办理' }, begun);
    await done(worker, { type: 'urge', note: '请尽快' }, begun);
  });

  it('is found without looking through all issues', async () => {
    await wangge.db.transaction(async (trx) => {
      await trx.raw('set local enable_seqscan = off');
      const { rows } = await trx.raw(`explain ${STOOD_IN_SQL}`, { after: '00000000-0000-0000-0000-000000000000', batch: 200 });
      expect(rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n')).not.toContain('Seq Scan on issues');
    });
  });
});

it('every timeline replays', async () => {
  const { faults } = await verifyIssues(wangge.db);
  expect(faults.filter(({ number }) => number.startsWith(community.place.code))).toEqual([]);
});
