/** A patrol: what is not in order becomes an issue by itself, the rest is confirmed in one go; what residents said becomes an issue in one step. */
import type { Community } from './community.ts';
import type { Account, OwnServer } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { dayString, epochDay } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { peopled } from './community.ts';
import { freshServer } from './harness.ts';

let wangge: OwnServer;
let community: Community;
let today: string;
let yesterday: string;
let facilities: string[];
const rule = (answer: { body: { errors?: { extensions: Record<string, unknown> }[] } }) => answer.body.errors?.[0]?.extensions.rule ?? answer.body.errors?.[0]?.extensions.code;
const log = (body: Record<string, unknown> = {}, as: Account = community.worker) =>
  wangge.request('POST', '/items/work_logs', { as, body: { work_date: yesterday, kind: 'patrol', started_at: '08:00', ended_at: '09:00', summary: '沿街巡查', ...body }, query: { fields: 'id,grid,facility_checks.id,facility_checks.issue.id,facility_checks.issue.number' } });
const confirmed = () => wangge.db('ledger_confirmations').whereIn('item', facilities).pluck('item');
const facility = async (grid: string, name: string, said: Record<string, unknown> = {}) => {
  const answer = await wangge.request('POST', '/items/ledger_facilities', { as: wangge.admin, body: { grid, name, group: 'utility', kind: 'street_lamp', condition: 'intact', ...said }, query: { fields: 'id' } });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.data.id as string;
};

beforeAll(async () => {
  wangge = await freshServer();
  today = (await wangge.db.raw('select wangge_today()::text as today')).rows[0].today;
  yesterday = dayString(epochDay(today) - 1);
});
beforeEach(async () => {
  community = await peopled(wangge);
  const grid = community.place.patches[0].id;
  facilities = [await facility(grid, '路灯一号', { address: '花园路1号' }), await facility(grid, '路灯二号'), await facility(grid, '消火栓', { group: 'fire', kind: 'hydrant', check_days: 7 })];
  await wangge.db('ledger_facilities').whereIn('id', facilities).update({ confirmed_on: '2026-01-01' });
});
afterAll(() => wangge.close());

describe('a patrol', () => {
  it('raises an issue of each fault, linked both ways, and confirms the rest', async () => {
    const answer = await log({ facility_checks: [{ facility: facilities[0], result: 'damaged', note: '灯罩破裂' }], route_confirmed: true });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const [check] = answer.body.data.facility_checks;
    const issue = await wangge.db('issues').where({ id: check.issue.id }).first();
    expect(issue).toMatchObject({ source: 'facility_check', grid: community.place.patches[0].id, reporter: community.worker.id, work_log: answer.body.data.id, address: '花园路1号', kind: 'problem' });
    expect(issue.description).toContain('灯罩破裂');
    expect(await wangge.db('issue_deadlines').where({ issue: issue.id })).not.toEqual([]);
    expect(await wangge.db('ledger_facilities').where({ id: facilities[0] }).first()).toMatchObject({ condition: 'damaged' });
    expect((await confirmed()).sort()).toEqual([facilities[1], facilities[2]].sort());
    const rows = await wangge.db('ledger_facilities').whereIn('id', facilities.slice(1)).select(wangge.db.raw('confirmed_on::text as day'));
    expect(rows.map(({ day }) => day)).toEqual([yesterday, yesterday]);
    const back = await wangge.request('GET', `/items/issues/${issue.id}`, { as: community.worker, query: { fields: 'work_log,facility_checks.facility_name' } });
    expect(back.body.data).toEqual({ work_log: answer.body.data.id, facility_checks: [{ facility_name: '路灯一号' }] });
    expect(await verifyIssues(wangge.db)).toMatchObject({ faults: [] });
  });

  it('needs no words where the way says it; confirms as of its day; what is reported stays out', async () => {
    const hazard = await log({ summary: undefined, facility_checks: [{ facility: facilities[0], result: 'hazard' }] });
    expect(hazard.status, JSON.stringify(hazard.body)).toBe(200);
    expect((await wangge.db('work_logs').where({ id: hazard.body.data.id }).first()).summary).toContain('发现异常1处');
    expect((await log({ summary: undefined, route_confirmed: true, started_at: '10:00', ended_at: '11:00' })).status).toBe(200);
    expect((await confirmed()).sort()).toEqual([facilities[1], facilities[2]].sort());
    const [row] = await wangge.db('ledger_facilities').where({ id: facilities[1] }).select(wangge.db.raw('confirmed_on::text as day'));
    expect(row.day).toBe(yesterday);
    const twice = await log({ facility_checks: [{ facility: facilities[1], result: 'damaged' }, { facility: facilities[1], result: 'missing' }], started_at: '12:00', ended_at: '13:00' });
    expect(rule(twice)).toBe('check_twice');
    const removed = await wangge.request('DELETE', `/items/work_logs/${hazard.body.data.id}`, { as: community.worker });
    expect(rule(removed)).toBe('log_raised');
    await wangge.db('posts').where({ person: community.worker.id }).update({ ends_on: yesterday });
    const late = await wangge.request('POST', '/items/facility_checks', { as: community.worker, body: { work_log: hazard.body.data.id, facility: facilities[1], result: 'damaged' } });
    expect(late.status).toBeGreaterThanOrEqual(400);
  });

  it('finds the same fault again: the open issue is linked, no second one is raised', async () => {
    const checks = { facility_checks: [{ facility: facilities[0], result: 'damaged' }] };
    const first = await log(checks);
    const second = await log({ ...checks, started_at: '10:00', ended_at: '11:00' });
    expect(second.body.data.facility_checks[0].issue.id).toBe(first.body.data.facility_checks[0].issue.id);
    const at = ['12:00', '13:00', '14:00', '15:00'];
    const others = await Promise.all(at.map((started_at, place) => log({ facility_checks: [{ facility: facilities[1], result: 'missing' }], started_at, ended_at: `${12 + place}:30` })));
    expect(others.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(others.map(({ body }) => body.data.facility_checks[0].issue.id)).size).toBe(1);
  });

  it('tells the way: those due first, with their open issue', async () => {
    await log({ facility_checks: [{ facility: facilities[0], result: 'hazard', note: '线路外露' }] });
    await wangge.db('ledger_facilities').where({ id: facilities[1] }).update({ confirmed_on: today });
    const route = await wangge.request('GET', '/wangge/logs/route', { as: community.worker, query: { grid: community.place.patches[0].id } });
    expect(route.body.data.at(-1)).toMatchObject({ id: facilities[1], due: false, issue: null });
    expect(route.body.data.find(({ id }: { id: string }) => id === facilities[0])).toMatchObject({ due: true, issue: expect.any(String) });
    expect((await wangge.request('GET', '/wangge/logs/route', { as: community.stranger, query: { grid: community.place.patches[0].id } })).body.data).toEqual([]);
    expect((await wangge.request('GET', '/wangge/logs/route', { as: community.worker, query: { grid: 'x' } })).status).toBe(400);
  });

  it('is refused as a whole where a check is wrong: nothing is half written', async () => {
    const elsewhere = await facility(community.place.patches[2].id, '别处路灯');
    const before = (await wangge.db('issues').count('* as n').first())!.n;
    const tried = async (check: Record<string, unknown>) => rule(await log({ facility_checks: [{ facility: facilities[0], result: 'damaged' }, check], route_confirmed: true }));
    expect(await tried({ facility: elsewhere, result: 'damaged' })).toBe('check_elsewhere');
    expect(await tried({ facility: randomUUID(), result: 'damaged' })).toBe('check_facility');
    expect(await tried({ facility: facilities[1], result: 'fine' })).toBe('check_fault');
    expect(await tried({ facility: facilities[1], result: 'damaged', issue: randomUUID() })).toBe('managed_field');
    expect(await wangge.db('work_logs').where({ person: community.worker.id })).toEqual([]);
    expect((await wangge.db('issues').count('* as n').first())!.n).toBe(before);
    expect(await confirmed()).toEqual([]);
    expect(await wangge.db('ledger_facilities').where({ id: facilities[0] }).first()).toMatchObject({ condition: 'intact' });
  });

  it('that is checked takes no more; what was found stays', async () => {
    const { worker, level2, stranger } = community;
    const { id, facility_checks: [check] } = (await log({ facility_checks: [{ facility: facilities[0], result: 'damaged' }] })).body.data;
    const change = (method: 'PATCH' | 'DELETE', body?: object) => wangge.request(method, `/items/facility_checks/${check.id}`, { as: worker, body });
    expect((await change('PATCH', { note: '已设警示' })).status).toBe(200);
    expect(rule(await change('PATCH', { result: 'missing' }))).toBe('check_fixed');
    expect((await change('DELETE')).status).toBeGreaterThanOrEqual(400);
    await expect(wangge.db('facility_checks').where({ id: check.id }).update({ issue: null })).rejects.toThrow();
    const foreign = await wangge.request('POST', '/items/facility_checks', { as: stranger, body: { work_log: id, facility: facilities[1], result: 'damaged' } });
    expect(rule(foreign)).toBe('log_not_yours');
    expect((await wangge.request('PATCH', `/items/work_logs/${id}`, { as: level2, body: { check_result: 'ok' } })).status).toBe(200);
    expect(rule(await wangge.request('POST', '/items/facility_checks', { as: worker, body: { work_log: id, facility: facilities[1], result: 'damaged' } }))).toBe('log_closed');
    expect(rule(await change('PATCH', { note: '再改' }))).toBe('log_closed');
  });

  it('is read by whoever reads the log, and by nobody else', async () => {
    const { id } = (await log({ facility_checks: [{ facility: facilities[0], result: 'damaged', note: '灯罩破裂' }] })).body.data.facility_checks[0];
    const analyst = await wangge.createUser({ role: 'analyst' });
    const { worker, level2, level1, inspector, stranger, cadre, officer, dispatcher } = community;
    const sees = async (as: Account) => (await wangge.request('GET', `/items/facility_checks/${id}`, { as })).status === 200;
    expect(await Promise.all([worker, level2, level1, inspector, analyst].map(sees))).toEqual([true, true, true, true, true]);
    expect(await Promise.all([stranger, cadre, officer, dispatcher].map(sees))).toEqual([false, false, false, false]);
    expect((await wangge.request('GET', `/items/facility_checks/${id}`, { as: analyst, query: { fields: 'note' } })).status).toBe(403);
  });
});

describe('what residents said', () => {
  it('becomes an issue of kind opinion, once however often it is sent', async () => {
    const { worker, stranger } = community;
    const made = (await log({ kind: 'visit', residents_heard: '希望增设休息座椅' })).body.data.id;
    const say = (as: Account, description: unknown = '希望增设休息座椅') => wangge.request('POST', `/wangge/logs/${made}/opinions`, { as, body: { description } });
    const first = await say(worker);
    expect(first.status, JSON.stringify(first.body)).toBe(200);
    expect(await wangge.db('issues').where({ id: first.body.data.issue }).first()).toMatchObject({ kind: 'opinion', source: 'visit', work_log: made, reporter: worker.id });
    const again = await Promise.all([say(worker), say(worker)]);
    expect(again.filter(({ status }) => status === 200).every(({ body }) => body.data.issue === first.body.data.issue)).toBe(true);
    expect(await wangge.db('issues').where({ work_log: made })).toHaveLength(1);
    expect(rule(await say(worker, ' '))).toBe('opinion_text');
    expect((await say(stranger)).status).toBe(403);
    // The link comes from there alone.
    expect((await wangge.request('PATCH', `/items/issues/${first.body.data.issue}`, { as: worker, body: { work_log: null } })).status).toBe(403);
  });
});
