/** To the district and back, by those whose it is with their real roles; each way with its certificate. */
import type { Cast, Said } from './cast.ts';
import type { Account, Server } from './harness.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { castFor, handsOn } from './cast.ts';
import { reported } from './community.ts';
import { server } from './harness.ts';
import { reportAt, stepAt } from './past.ts';

let wangge: Server;
let community: Cast;
const { done, refused, row } = handsOn(() => wangge);

beforeAll(async () => {
  wangge = await server();
  community = await castFor(wangge);
});

const asking = (): Said => ({ type: 'request_extension', request_kind: 'escalation', to_department: community.place.district.id, note: '须区城管委处理' });
const YES: Said = { type: 'decide_extension', decision: 'yes' };
const states = async (issue: string): Promise<string[]> => (await wangge.db('issue_deadlines').where({ issue }).orderBy('opened_by_seq').orderBy('id').select('kind', 'state')).map(({ kind, state }) => `${kind} ${state}`);
const certificate = async (issue: string, as: Account): Promise<string> => (await wangge.request('GET', `/wangge/issues/${issue}/certificate`, { as, query: { format: 'text' } })).body;
const offered = async (issue: string, as: Account): Promise<any[]> => (await wangge.request('GET', `/wangge/issues/${issue}/actions`, { as })).body.data;
const told = (issue: string, event: string): Promise<string[]> => wangge.db('outbox').where({ link: `/content/issues/${issue}`, event }).orderBy('recipient').pluck('recipient');

describe('what is the community’s own', () => {
  it('goes to the district by the lead’s leave alone, and comes back by who routes', async () => {
    const { cadre, level2, dispatcher, worker, place } = community;
    const id = await reported(wangge, community);
    await done(cadre, { type: 'accept' }, id);
    const alone = await wangge.request('POST', '/items/issue_events', { as: cadre, body: { issue: id, type: 'escalate', to_department: place.district.id } });
    expect(alone.errors[0]!.message).toBe('该问题未认定为超出街道职责，不能直接报送区级部门；请用“申请延期／挂账／报区”提出，由牵头责任人或一级网格责任人审批。');
    const step = (await offered(id, cadre)).find(({ type }) => type === 'request_extension');
    expect(Object.keys(step.requests)).toEqual(['extension', 'suspension', 'escalation']);
    expect((await offered(id, cadre)).map(({ type }) => type)).not.toContain('escalate');

    for (const [said, field] of [[{ ...asking(), to_department: null }, 'to_department'], [{ ...asking(), to_department: place.office.id }, 'to_department'], [{ ...asking(), note: null }, 'note']] as const)
      expect((await wangge.request('POST', '/items/issue_events', { as: cadre, body: { issue: id, ...said } })).errors[0]!.extensions).toMatchObject({ field });
    await done(cadre, asking(), id);
    expect(await told(id, 'request_extension')).toEqual([level2.id]);
    const situation = (await wangge.request('GET', `/wangge/issues/${id}/situation`, { as: level2 })).body.data;
    expect(situation).toMatchObject({ subdistrict: place.id, pending: { kind: 'escalation', to_department: place.district.id, approver: 'lead', cause: null }, merged: [] });
    for (const person of [cadre, worker, dispatcher])
      await refused(person, YES, id);
    await done(level2, YES, id);
    expect(await row(id)).toMatchObject({ status: 'escalated', scope: 'district', escalated_to: place.district.id, request_pending_at: null });
    expect(await states(id)).toEqual(['resolve paused', 'own paused', 'progress running']);
    expect(await certificate(id, cadre)).toMatch(/报送区级部门期间（暂停计时）：自.*起，尚未恢复/);
    expect(await wangge.db('outbox').where({ event: 'decide_extension', recipient: cadre.id, link: `/content/issues/${id}` }).pluck('subject')).toEqual([expect.stringMatching(/^报区申请已批准：/)]);

    await refused(cadre, { type: 'route', to_scope: 'community', note: '退回' }, id);
    await refused(dispatcher, { type: 'route', to_scope: 'district', note: '区级部门退回' }, id);
    await done(dispatcher, { type: 'route', to_scope: 'community', note: '区级部门退回' }, id);
    expect(await row(id)).toMatchObject({ status: 'assigned', scope: 'community', escalated_to: null, handler: cadre.id });
    expect(await states(id)).toEqual(['resolve running', 'own running', 'progress cancelled']);
    expect(await certificate(id, cadre)).toContain('报送区级部门期间（暂停计时）：');
  });

  it('of a lead is for level 1; refused, nothing has moved; asked again it may be granted', async () => {
    const { level1, level2 } = community;
    const id = await reported(wangge, community);
    const before = await row(id);
    await done(level2, asking(), id);
    await refused(level2, YES, id);
    await refused(level1, { type: 'decide_extension', decision: 'no' }, id);
    await done(level1, { type: 'decide_extension', decision: 'no', note: '属社区职责' }, id);
    const { event_seq: _seq, event_hash: _hash, event_recorded_at: _recorded, date_updated: _at, user_updated: _by, ...after } = await row(id);
    expect(before).toMatchObject(after);
    await done(level2, asking(), id);
    await done(level1, YES, id);
    expect((await row(id)).status).toBe('escalated');
  });

  it('what waits lapses when the issue moves on, and the requester is told', async () => {
    const { cadre, dispatcher, place } = community;
    const id = await reported(wangge, community);
    await done(cadre, asking(), id);
    await done(dispatcher, { type: 'route', note: '改派', to_department: place.office.id }, id);
    expect(await told(id, 'request_lapsed')).toEqual([cadre.id]);
    await refused(community.level1, YES, id);
  });

  it('asked in time and granted after the limit nothing is missed; the limit goes on from the report', async () => {
    const id = await past();
    await accept(id);
    await at(id, { person: community.cadre.id }, asking(), '2026-03-16T09:00:00.000Z');
    await at(id, { person: community.level2.id, levels: [2] }, YES, '2026-03-17T02:00:00.000Z');
    await at(id, { dispatcher: true }, { type: 'route', to_scope: 'community', note: '区级部门退回' }, '2026-03-24T02:00:00.000Z');
    // Thursday, Friday, and the Monday on which it was asked for less its last hour: one day is left.
    const [resolve] = await wangge.db('issue_deadlines').where({ issue: id, kind: 'resolve' });
    expect(resolve).toMatchObject({ state: 'running', missed_at: null, due_at: '2026-03-24T10:00:00.000Z', first_round: true });
    const text = await certificate(id, community.cadre);
    expect(text).toContain('报送区级部门期间（暂停计时）：2026年3月16日（星期一）17:00至2026年3月24日（星期二）10:00');
    expect(text).toMatch(/原定期限：2026年3月16日（星期一）18:00.*期限相应变更/);
  });

  it('a miss stays with the scope that it had, and no more time is asked for after it', async () => {
    const id = await past();
    await accept(id);
    await at(id, { person: community.cadre.id }, asking(), '2026-03-17T02:00:00.000Z');
    await at(id, { person: community.level2.id, levels: [2] }, YES, '2026-03-18T02:00:00.000Z');
    await expect(at(id, { person: community.cadre.id }, { ...asking(), request_kind: 'extension', cause: 'complex' }, '2026-03-18T03:00:00.000Z')).rejects.toThrow('illegal_step');
    await at(id, { dispatcher: true }, { type: 'route', to_scope: 'subdistrict', to_department: community.place.office.id, note: '区级部门退回' }, '2026-03-24T02:00:00.000Z');
    expect(await wangge.db('issue_deadlines').where({ issue: id, kind: 'resolve' }).first('state', 'scope', 'missed_at', 'department_at_due')).toEqual({ state: 'missed', scope: 'community', missed_at: '2026-03-16T10:00:00.000Z', department_at_due: community.place.communityDepartments[0].id });
    expect(await row(id)).toMatchObject({ overdue: true, scope: 'subdistrict' });
    // The department that has it now has a limit of its own.
    expect(await wangge.db('issue_deadlines').where({ issue: id, kind: 'own', state: 'running' }).pluck('due_at')).toEqual(['2026-03-31T10:00:00.000Z']);
    expect(await certificate(id, community.level2)).toContain('【本单位时限】');
  });
});

describe('what is beyond the sub-district', () => {
  it('its office reports within a working day, alone; what comes back has a limit', async () => {
    const { officer, dispatcher, place } = community;
    const id = await past();
    await at(id, { dispatcher: true }, { type: 'route', to_scope: 'district', to_department: place.office.id, note: '超出街道职责' }, '2026-03-11T03:00:00.000Z');
    expect(await states(id)).toEqual(['resolve running', 'own cancelled', 'own running', 'escalate running']);
    await at(id, { person: officer.id, department: place.office.id }, { type: 'escalate', to_department: place.district.id }, '2026-03-12T02:00:00.000Z');
    expect(await states(id)).toEqual(['resolve paused', 'own cancelled', 'own paused', 'escalate met', 'progress running']);
    await at(id, { person: dispatcher.id, dispatcher: true }, { type: 'route', to_scope: 'subdistrict', to_department: place.office.id, note: '区级部门退回' }, '2026-03-18T02:00:00.000Z');
    expect(await states(id)).toEqual(['resolve running', 'own cancelled', 'own running', 'escalate met', 'progress cancelled']);
    expect(await wangge.db('issue_deadlines').where({ issue: id }).whereIn('state', ['running']).orderBy('id').pluck('due_at')).toEqual(['2026-03-24T10:00:00.000Z', '2026-03-24T10:00:00.000Z']);
    expect((await certificate(id, officer)).match(/报送区级部门期间（暂停计时）：2026年3月12日（星期四）10:00至2026年3月18日（星期三）10:00/g)).toHaveLength(2);
    await at(id, { person: officer.id, department: place.office.id }, { type: 'handle', result: '已修复', channel: 'phone' }, '2026-03-20T02:00:00.000Z');
    expect((await states(id)).slice(0, 3)).toEqual(['resolve met', 'own cancelled', 'own met']);
  });

  it('handled there, the feedback is due in what was left', async () => {
    const id = await past();
    await accept(id);
    await at(id, { person: community.cadre.id }, asking(), '2026-03-12T02:00:00.000Z');
    await at(id, { person: community.level2.id, levels: [2] }, YES, '2026-03-12T02:00:00.000Z');
    await at(id, { person: community.cadre.id }, { type: 'handle', result: '区级部门已修复' }, '2026-03-18T02:00:00.000Z');
    expect(await states(id)).toEqual(['resolve running', 'own met', 'progress met']);
    expect(await wangge.db('issue_deadlines').where({ issue: id, kind: 'resolve' }).first('due_at', 'handled_at')).toEqual({ due_at: '2026-03-20T10:00:00.000Z', handled_at: '2026-03-18T02:00:00.000Z' });
    await at(id, { person: community.cadre.id }, { type: 'feed_back', channel: 'phone' }, '2026-03-23T02:00:00.000Z');
    expect(await wangge.db('issue_deadlines').where({ issue: id, kind: 'resolve' }).first('state', 'missed_at')).toEqual({ state: 'late', missed_at: '2026-03-20T10:00:00.000Z' });
  });
});

it('every timeline replays', async () => {
  const { faults } = await verifyIssues(wangge.db);
  expect(faults.filter(({ number }) => number.startsWith(community.place.code))).toEqual([]);
});

/** Reported on Wednesday 11 March 2026, due on Monday 16 at 18:00. */
const past = (): Promise<string> => reportAt(wangge.db, { grid: community.place.patches[0].id, category: community.category, reporter: community.worker.id, at: '2026-03-11T02:00:00.000Z' });
const at = (issue: string, by: Parameters<typeof stepAt>[2], said: Said, moment: string): Promise<void> => stepAt(wangge.db, issue, { person: community.dispatcher.id, ...by }, said as never, moment);
const accept = (issue: string): Promise<void> => at(issue, { person: community.cadre.id, department: community.place.communityDepartments[0].id }, { type: 'accept' }, '2026-03-11T03:00:00.000Z');
