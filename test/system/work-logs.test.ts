/** Work logs: entered with little typing, one stretch at a time, checked from above, counted against the standards of the post. */
import type { Deed, Span } from '../../extensions/wangge/src/reporting/compliance/compliance-rules.ts';
import type { Community } from './community.ts';
import type { Account } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCalendar } from '../../extensions/wangge/src/calendar/index.ts';
import { isWorkingDay, workingDaysIn } from '../../extensions/wangge/src/calendar/working-days-rules.ts';
import { dayString, epochDay } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { compliance, isMet } from '../../extensions/wangge/src/reporting/compliance/compliance-rules.ts';
import { complianceRows, EVERYBODY } from '../../extensions/wangge/src/reporting/compliance/compliance-store.ts';
import { run } from '../../extensions/wangge/src/reporting/job.ts';
import { drawn, minuteIn } from '../../extensions/wangge/src/reporting/logs/log-rules.ts';
import { logsFoundWanting } from '../../extensions/wangge/src/reporting/logs/nightly-store.ts';
import { peopled, reported } from './community.ts';
import { server } from './harness.ts';
import { upload } from './uploads.ts';

const wangge = await server();
const { db } = wangge;
let people: Community;
let patch: string;
let today: string;
let yesterday: string;

beforeAll(async () => {
  people = await peopled(wangge);
  patch = people.place.patches[0].id;
  today = (await db.raw('select wangge_today()::text as today')).rows[0].today;
  yesterday = dayString(epochDay(today) - 1);
});

const post = (as: Account, body: unknown) => wangge.request('POST', '/items/work_logs', { as, body });
const change = (as: Account, id: string, body: unknown) => wangge.request('PATCH', `/items/work_logs/${id}`, { as, body });
const said = ({ errors }: { errors: { extensions: Record<string, unknown> }[] }) => errors[0]?.extensions.rule ?? errors[0]?.extensions.code;
const stored = (id: string) => db('work_logs').where({ id }).first();
const log = (from: string, until: string, more: Record<string, unknown> = {}) => ({ work_date: yesterday, started_at: from, ended_at: until, kind: 'patrol', summary: '巡查主干道及背街小巷', ...more });

/** A worker of a patch of their own, with nothing entered yet. */
const newcomer = (posts: { grid: string; starts_on?: string; ends_on?: string | null }[] = [{ grid: people.place.patches[1].id }]) =>
  wangge.createUser({ role: 'level_3', posts: posts.map(one => ({ role: 'deputy', ...one })) });

async function entered(as: Account, body: Record<string, unknown>): Promise<string> {
  const { status, body: answer } = await post(as, body);
  expect(status, JSON.stringify(answer)).toBe(200);
  return answer.data.id;
}

describe('entering', () => {
  it('takes person, day and grid from who is asking, minutes from start and end', async () => {
    const id = await entered(people.worker, { started_at: '00:00', ended_at: '00:01:30', kind: 'patrol', summary: '查看消防通道' });
    expect(await stored(id)).toMatchObject({ person: people.worker.id, entered_by: people.worker.id, grid: patch, grid_path: people.place.patches[0].path, work_date: today, minutes: 1, entered_late: false, sampled: null, route_confirmed: false });
    const graphql = await wangge.request('POST', '/graphql', { as: people.worker, body: { query: `mutation { create_work_logs_item(data: { work_date: "${yesterday}", started_at: "08:00", ended_at: "08:45", kind: "visit", summary: "走访独居老人" }) { id minutes } }` } });
    expect(graphql.errors, JSON.stringify(graphql.body)).toEqual([]);
    expect(graphql.body.data.create_work_logs_item.minutes).toBe(45);
  });

  it('refuses at its field, and says why: overlaps, days to come, an end before the start, words that are none', async () => {
    const worker = await newcomer();
    await entered(worker, log('09:00', '10:30'));
    const clash = await post(worker, log('10:00', '11:00'));
    expect([said(clash), clash.errors[0]?.extensions.field, clash.errors[0]?.message]).toEqual(['log_overlap', 'started_at', '与当天 09:00–10:30 的日志时间重叠，请修改起止时间。']);
    await entered(worker, log('10:30', '11:00'));
    expect(said(await post(worker, log('09:00', '10:00', { work_date: dayString(epochDay(today) + 1) })))).toBe('log_future');
    expect(said(await post(worker, log('15:00', '14:00')))).toBe('log_order');
    expect(said(await post(worker, log('15:00', '25:00')))).toBe('log_end_time');
    expect(said(await post(worker, log('15:00', '16:00', { work_date: '2026-02-30' })))).toBe('log_day');
    expect(said(await post(worker, log('15:00', '16:00', { kind: 'rest' })))).toBe('log_kind');
    expect(said(await post(worker, log('15:00', '16:00', { summary: ' ' })))).toBe('log_summary');
    // Of two in one batch the second sees the first, and neither stays.
    expect(said(await post(worker, [log('15:00', '16:00'), log('15:30', '16:30')]))).toBe('log_overlap');
    for (const managed of ['minutes', 'entered_by', 'entered_late', 'checked_by', 'sampled', 'grid_path'])
      expect(said(await post(worker, log('15:00', '16:00', { [managed]: 1 })))).toBe('managed_field');
    expect(said(await post(worker, log('15:00', '16:00', { check_result: 'ok' })))).toBe('check_later');
    expect(await db('work_logs').where({ person: worker.id })).toHaveLength(2);
    const both = await Promise.all([0, 1, 2].map(() => post(worker, log('18:00', '19:00'))));
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 400, 400]);
  });

  it('in the person\'s own grid of that day, by themself', async () => {
    const worker = await newcomer();
    expect(said(await post(worker, log('09:00', '10:00', { grid: patch })))).toBe('grid_out_of_scope');
    expect(said(await post(worker, log('09:00', '10:00', { person: people.worker.id })))).toBe('log_for_other');
    expect(said(await post(worker, log('09:00', '10:00', { person: randomUUID() })))).toBe('log_person');
    expect(said(await post(worker, log('09:00', '10:00', { work_date: '2019-12-31' })))).toBe('log_grid_none');
    expect(said(await post(worker, log('09:00', '10:00', { grid: people.place.patches[1].id, work_date: '2019-12-31' })))).toBe('log_grid_not_held');
    const two = await newcomer([{ grid: patch }, { grid: people.place.patches[1].id }]);
    expect(said(await post(two, log('09:00', '10:00')))).toBe('log_grid_choose');
    await entered(two, log('09:00', '10:00', { grid: patch }));
    // From then on, where they were last.
    expect((await stored(await entered(two, log('10:00', '11:00')))).grid).toBe(patch);
    // A community's leader works in its patches too, and a cadre in the community that they belong to.
    expect((await stored(await entered(people.level2, log('09:00', '10:00', { kind: 'visit' })))).grid).toBe(people.place.communities[0].id);
    await entered(people.level2, log('10:00', '11:00', { grid: patch }));
    expect((await stored(await entered(people.cadre, log('09:00', '10:00', { kind: 'publicity' })))).grid).toBe(people.place.communities[0].id);
    for (const person of [people.officer, people.inspector])
      expect([400, 403]).toContain((await post(person, log('09:00', '10:00'))).status);
  });

  it('for a level-1 leader by the dispatcher: visits and meetings, nobody else\'s', async () => {
    const visit = (more: Record<string, unknown> = {}) => log('14:00', '15:00', { kind: 'visit', person: people.level1.id, summary: '入户听取居民意见', ...more });
    const id = await entered(people.dispatcher, visit());
    expect(await stored(id)).toMatchObject({ person: people.level1.id, entered_by: people.dispatcher.id, grid: people.place.area.id });
    expect(said(await post(people.dispatcher, visit({ started_at: '15:00', ended_at: '16:00', kind: 'patrol' })))).toBe('log_for_other');
    expect(said(await post(people.dispatcher, visit({ person: people.level2.id })))).toBe('log_for_other');
    expect(said(await post(people.worker, visit({ started_at: '16:00', ended_at: '17:00', grid: patch })))).toBe('log_for_other');
    expect((await change(people.dispatcher, id, { ended_at: '15:30' })).status).toBe(200);
    expect((await change(people.level1, id, { ended_at: '15:20' })).status).toBe(200);
    expect((await stored(id)).minutes).toBe(80);
    expect((await wangge.request('GET', '/items/work_logs', { as: people.dispatcher, query: { fields: 'id' } })).body.data).toEqual([{ id }]);
  });

  it('changed to the same hours at the same moment: one of them, the others with a sentence', async () => {
    const worker = await newcomer();
    const ids: string[] = [];
    for (const hour of ['08', '10', '12', '14'])
      ids.push(await entered(worker, log(`${hour}:00`, `${hour}:30`)));
    const answers = await Promise.all(ids.map(id => change(worker, id, { started_at: '17:00', ended_at: '17:30' })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status !== 200).every(answer => ['log_overlap', 'log_overlap_now'].includes(String(said(answer))))).toBe(true);
  });

  it('late entries are marked, and stay so; what is changed late too', async () => {
    const calendar = await loadCalendar(db);
    const worker = await newcomer();
    // The last day with that many working days after it, up to today.
    const back = (working: number): string => {
      const days = Array.from({ length: 30 }, (_, index) => dayString(epochDay(today) - index));
      return days.find(day => workingDaysIn(calendar, dayString(epochDay(day) + 1), dayString(epochDay(today) + 1)) === working)!;
    };
    const [timely, late] = [back(2), back(3)];
    expect((await stored(await entered(worker, log('09:00', '10:00', { work_date: timely })))).entered_late).toBe(false);
    const id = await entered(worker, log('09:00', '10:00', { work_date: late }));
    expect((await stored(id)).entered_late).toBe(true);
    await change(worker, id, { work_date: yesterday });
    expect((await stored(id)).entered_late).toBe(true);
  });

  it('is corrected or deleted by themself alone, until it is checked', async () => {
    const worker = await newcomer();
    const id = await entered(worker, log('09:00', '10:00'));
    await entered(worker, log('11:00', '12:00'));
    expect(said(await change(worker, id, { ended_at: '11:30' }))).toBe('log_overlap');
    expect(said(await change(worker, id, { ended_at: '08:30' }))).toBe('log_order');
    expect(said(await change(worker, id, { person: people.worker.id }))).toBe('log_person_fixed');
    expect(said(await change(worker, id, { summary: '' }))).toBe('field_required');
    expect(said(await change(worker, id, { minutes: 600 }))).toBe('managed_field');
    expect(said(await change(people.level2, id, { summary: '改' }))).toBe('log_not_yours');
    expect((await change(worker, id, { ended_at: '10:20', residents_heard: '希望增设充电桩' })).status).toBe(200);
    expect((await stored(id)).minutes).toBe(80);
    expect((await wangge.request('DELETE', `/items/work_logs/${id}`, { as: people.level2 })).status).not.toBe(204);
    expect((await wangge.request('DELETE', `/items/work_logs/${id}`, { as: worker })).status).toBe(204);
  });

  it('of hours that have not come yet is refused at its end, however it is written; midnight is an end', async () => {
    const worker = await newcomer();
    const ahead = { work_date: today, started_at: '00:00', ended_at: '24:00' };
    const refusedAtEnd = (answer: Awaited<ReturnType<typeof post>>) => [said(answer), answer.errors[0]?.extensions.field];
    const answer = await post(worker, log('00:00', '24:00', ahead));
    expect(refusedAtEnd(answer)).toEqual(['log_not_over', 'ended_at']);
    expect(answer.errors[0]!.message).toMatch(/^结束时间不能晚于现在（\d\d:\d\d），请在工作结束后填写。$/);
    expect(refusedAtEnd(await post(worker, [log('09:00', '10:00'), log('00:00', '24:00', ahead)]))).toEqual(['log_not_over', 'ended_at']);
    const id = await entered(worker, log('22:00', '24:00'));
    expect(await stored(id)).toMatchObject({ ended_at: '24:00:00', minutes: 120 });
    expect(refusedAtEnd(await change(worker, id, { work_date: today }))).toEqual(['log_not_over', 'ended_at']);
    expect((await change(worker, id, { started_at: '23:00', ended_at: '23:30' })).status).toBe(200);
    expect((await change(worker, id, { ended_at: '24:00:00' })).status).toBe(200);
    expect((await stored(id)).minutes).toBe(60);
    expect(said(await post(worker, log('23:30', '24:00')))).toBe('log_overlap');
    await db('work_logs').where({ id }).delete();
  });

  it('drafts from what was done on the day, so that nothing is typed twice', async () => {
    const own = await peopled(wangge);
    await entered(own.worker, { started_at: '00:00', ended_at: '00:01:30', kind: 'patrol', summary: '查看消防通道' });
    const issue = await reported(wangge, own);
    const { number } = await db('issues').where({ id: issue }).first('number');
    const { status, body } = await wangge.request('GET', '/wangge/logs/draft', { as: own.worker });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.data).toMatchObject({ grid: own.place.patches[0].id, work_date: today, kind: 'patrol' });
    expect(body.data.summary).toContain(number);
    expect(minuteIn(body.data.ended_at)).toBeGreaterThan(minuteIn(body.data.started_at)!);
    const early = await db('work_logs').where({ person: own.worker.id, work_date: today }).orderBy('ended_at', 'desc').first('ended_at');
    const left = await post(own.worker, { started_at: early.ended_at, ended_at: body.data.ended_at, kind: 'handling' });
    expect(left.status, JSON.stringify(left.body)).toBe(200);
    expect(left.body.data.summary).toMatch(/^上报问题1件：.+。$/);
    await db('work_logs').where({ id: left.body.data.id }).delete();
    expect((await wangge.request('GET', '/wangge/logs/draft', { as: own.level2, query: { date: '2020-02-02' } })).body.data).toMatchObject({ grid: own.place.communities[0].id, work_date: '2020-02-02', started_at: '09:00:00', ended_at: '10:00:00', kind: 'visit', summary: null });
    expect(said(await wangge.request('GET', '/wangge/logs/draft', { as: own.worker, query: { date: 'soon' } }))).toBe('draft_day');
    expect((await wangge.request('GET', '/wangge/logs/draft')).status).toBe(403);
  });

  it('with photographs of one\'s own, which whoever checks sees', async () => {
    const file = await upload(wangge, people.worker);
    const id = await entered(people.worker, log('13:00', '13:30', { photos: { create: [{ directus_files_id: { id: file } }], update: [], delete: [] } }));
    expect((await wangge.request('GET', `/files/${file}`, { as: people.level2 })).status).toBe(200);
    expect((await wangge.request('GET', `/files/${file}`, { as: people.stranger })).status).toBe(403);
    const steal = await wangge.request('POST', '/items/work_logs_files', { as: people.level2, body: { work_logs_id: id, directus_files_id: file } });
    expect([400, 403]).toContain(steal.status);
    await change(people.level2, id, { check_result: 'ok' });
    const [link] = await db('work_logs_files').where({ work_logs_id: id });
    expect(said(await wangge.request('DELETE', `/items/work_logs_files/${link.id}`, { as: people.worker }))).toBe('log_closed');
    await expect(db('work_logs_files').where({ id: link.id }).delete()).rejects.toThrow('photographs stay');
  });
});

describe('checking', () => {
  it('from above, by another, once; then the log is closed', async () => {
    const worker = await newcomer();
    const id = await entered(worker, log('09:00', '10:00'));
    for (const person of [worker, people.worker, people.stranger, people.cadre, people.dispatcher, people.inspector])
      expect([400, 403]).toContain((await change(person, id, { check_result: 'ok' })).status);
    expect(said(await change(people.level2, id, { check_result: 'incomplete' }))).toBe('check_note_needed');
    expect(said(await change(people.level2, id, { check_result: 'fine' }))).toBe('check_result_needed');
    expect(said(await change(people.level2, id, { check_result: 'ok', summary: '改' }))).toBe('check_apart');
    const { status, body } = await change(people.level2, id, { check_result: 'incomplete', check_note: '未写明巡查路线' });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(await stored(id)).toMatchObject({ check_result: 'incomplete', checked_by: people.level2.id, checked_at: expect.anything() });
    expect(said(await change(worker, id, { summary: '补充' }))).toBe('log_closed');
    expect(said(await change(people.level1, id, { check_result: 'ok' }))).toBe('log_checked');
    expect(said(await wangge.request('DELETE', `/items/work_logs/${id}`, { as: worker }))).toBe('log_closed');
    await expect(db('work_logs').where({ id }).update({ summary: '改' })).rejects.toThrow('closed');
    await expect(db('work_logs').where({ id }).delete()).rejects.toThrow('stays');
    await expect.poll(() => db('outbox').where({ dedupe_key: `log_check:${id}` }).pluck('recipient')).toEqual([worker.id]);
    // Level 2's own is checked by level 1.
    const own = await entered(people.level2, log('16:00', '17:00'));
    expect(said(await change(people.level2, own, { check_result: 'ok' }))).toBe('check_own');
    expect((await change(people.level1, own, { check_result: 'ok' })).status).toBe(200);
  });

  it('a "false" becomes a finding, which the person answers and somebody else decides; only then the log counts no more', async () => {
    const worker = await newcomer([{ grid: people.place.patches[1].id }]);
    await db('posts').where({ person: worker.id }).update({ role: 'leader' });
    const calendar = await loadCalendar(db);
    let day = yesterday;
    while (!isWorkingDay(calendar, day))
      day = dayString(epochDay(day) - 1);
    const id = await entered(worker, log('09:00', '12:00', { work_date: day }));
    const done = async () => (await complianceRows(db, { from: day, until: day }, calendar, EVERYBODY, people.place.patches[1].id)).find(row => row.person === worker.id)?.done;
    expect(await done()).toBe(180);
    await change(people.level2, id, { check_result: 'false', check_note: '当天在外地' });
    const finding = await db('ledger_findings').where({ work_log: id }).first();
    expect(finding).toMatchObject({ kind: 'false', state: 'open', grid: people.place.patches[1].id, grid_path: people.place.patches[1].path, description: '当天在外地', found_by: people.level2.id });
    await expect.poll(() => db('outbox').where({ link: `/content/ledger_findings/${finding.id}` }).pluck('recipient')).toEqual([worker.id]);
    expect(await done()).toBe(180);
    const step = (as: Account, body: unknown) => wangge.request('PATCH', `/items/ledger_findings/${finding.id}`, { as, body });
    expect(said(await step(people.level2, { state: 'confirmed' }))).toBe('finding_own');
    expect(said(await step(people.level1, { state: 'confirmed' }))).toBe('finding_unanswered');
    expect((await step(worker, { answer: '上午在格，有照片' })).status).toBe(200);
    expect((await step(people.level1, { state: 'confirmed' })).status).toBe(200);
    expect(await done()).toBe(0);
    expect(said(await wangge.request('POST', '/items/ledger_findings', { as: people.level2, body: { grid: patch, kind: 'false', description: '不实', work_log: id } }))).toBe('managed_field');
    await expect(db('ledger_findings').where({ id: finding.id }).update({ work_log: null })).rejects.toThrow('fixed');
    await db('posts').where({ person: worker.id }).delete();
  });

  it('a "false" that is dismissed is taken back: the log says so, with the reason, and stays closed', async () => {
    const worker = await newcomer([{ grid: people.place.patches[1].id }]);
    const id = await entered(worker, log('09:00', '12:00'));
    await change(people.level2, id, { check_result: 'false', check_note: '当天在外地' });
    const finding = await db('ledger_findings').where({ work_log: id }).first();
    await expect(db('work_logs').where({ id }).update({ check_result: 'ok', check_note: null })).rejects.toThrow('closed');
    expect((await wangge.request('PATCH', `/items/ledger_findings/${finding.id}`, { as: people.level1, body: { state: 'dismissed', decision_note: '有照片为证，属实' } })).status).toBe(200);
    expect(await stored(id)).toMatchObject({ check_result: 'ok', check_note: '有照片为证，属实', checked_by: people.level2.id, minutes: 180 });
    expect(said(await change(worker, id, { summary: '改' }))).toBe('log_closed');
    await expect(db('work_logs').where({ id }).update({ check_result: 'false', check_note: 'x' })).rejects.toThrow('closed');
    // Nor is anybody told again that it was found false.
    expect((await logsFoundWanting(db, [id]))).toEqual([]);
  });

  it('the database keeps it without the hooks', async () => {
    const row = { id: randomUUID(), person: people.stranger.id, entered_by: people.stranger.id, grid: people.place.patches[2].id, work_date: yesterday, started_at: '09:00', ended_at: '10:00', kind: 'patrol', summary: '巡查', minutes: 999, entered_late: true, sampled: true, check_result: 'ok', checked_by: people.level1.id };
    await db('work_logs').insert(row);
    expect(await stored(row.id)).toMatchObject({ minutes: 60, entered_late: false, sampled: null, check_result: null, checked_by: null });
    const insert = (more: Record<string, unknown>) => db('work_logs').insert({ ...row, id: randomUUID(), ...more });
    await expect(insert({ started_at: '09:59', ended_at: '11:00' })).rejects.toThrow('work_logs_apart');
    await expect(insert({ work_date: dayString(epochDay(today) + 1) })).rejects.toThrow('still to come');
    await expect(insert({ work_date: today, started_at: '23:00', ended_at: '24:00' })).rejects.toThrow('still to come');
    await expect(insert({ started_at: '12:00', ended_at: '11:00' })).rejects.toThrow('work_logs_in_order');
    await expect(db('work_logs').where({ id: row.id }).update({ check_result: 'ok', checked_by: people.stranger.id })).rejects.toThrow('work_logs_checked');
    await expect(db('work_logs').where({ id: row.id }).update({ sampled: !drawn(row.id, yesterday) })).rejects.toThrow('drawn');
    await expect(db('work_logs').where({ id: row.id }).update({ person: people.worker.id })).rejects.toThrow('cannot change');
    await db('work_logs').where({ id: row.id }).delete();
  });
});

describe('compliance', () => {
  it('of many people is what the rule says of each', async () => {
    const far = await wangge.createSubdistrict();
    const calendar = await loadCalendar(db);
    const standards = [
      { id: randomUUID(), level: 3, code: randomUUID(), name: '每周走访', kind: 'visit', log_kinds: null, amount: 2, per: 'week', active: true },
      { id: randomUUID(), level: 2, code: randomUUID(), name: '每月检查日志', kind: 'log_check', log_kinds: null, amount: 3, per: 'month', active: true },
      { id: randomUUID(), level: 2, code: randomUUID(), name: '每季会议', kind: 'meeting', log_kinds: '[]', amount: 4, per: 'quarter', active: true },
    ];
    // Made today: what is computed as of an earlier cut by another file of this server knows nothing of them.
    await db('duty_standards').insert(standards.map(standard => ({ ...standard, date_created: new Date() })));
    try {
      const period = { from: '2026-04-01', until: '2026-06-30' };
      // No dice: what comes out wrong once comes out wrong again.
      let seed = 7;
      const dice = (sides: number): number => (seed = (seed * 48271) % 2147483647) % sides;
      const leader = await wangge.createUser({ role: 'level_2', posts: [{ grid: far.communities[0].id }] });
      const workers = await Promise.all([
        wangge.createUser({ role: 'level_3', posts: [{ grid: far.patches[0].id, ends_on: '2026-05-12' }] }),
        wangge.createUser({ role: 'level_3', posts: [{ grid: far.patches[0].id, starts_on: '2026-05-13' }, { grid: far.patches[1].id }] }),
        wangge.createUser({ role: 'level_3', posts: [{ grid: far.patches[2].id, role: 'deputy' }] }),
      ]);
      await db('absences').insert([
        { id: randomUUID(), person: workers[1]!.id, kind: 'leave', starts_on: '2026-05-20', ends_on: '2026-06-03', approved_by: leader.id },
        { id: randomUUID(), person: workers[0]!.id, kind: 'leave', starts_on: '2026-04-07', ends_on: '2026-04-09', approved_by: null },
        { id: randomUUID(), person: leader.id, kind: 'training', starts_on: '2026-06-22', ends_on: null, approved_by: leader.id },
      ]);
      const kinds = ['patrol', 'visit', 'meeting', 'handling', 'publicity'];
      const logs = [leader, ...workers].flatMap((person, index) => Array.from({ length: 130 }, (_, number) => {
        const grid = [far.communities[0], far.patches[0], far.patches[dice(2)]!, far.patches[2]][index]!;
        const hour = 8 + number % 2 * 4;
        return { id: randomUUID(), person: person.id, entered_by: person.id, grid: grid.id, work_date: dayString(epochDay('2026-03-28') + Math.floor(number / 2) + dice(2) * 35), started_at: `${hour}:00`, ended_at: `${hour + 1 + dice(3)}:${10 + dice(50)}`, kind: kinds[dice(5)]!, summary: '工作' };
      }));
      // Two of one person on one day at the same hour are dropped by the database, as they would be refused.
      await db('work_logs').insert(logs).onConflict().ignore();
      const kept = await db('work_logs').whereIn('id', logs.map(({ id }) => id)).orderBy('id');
      const checks = kept.filter(({ person }) => person !== leader.id).slice(0, 40);
      await db.transaction(async (trx) => {
        await trx.raw('alter table work_logs disable trigger wangge_log_said');
        for (const one of checks)
          await trx('work_logs').where({ id: one.id }).update({ check_result: 'ok', checked_by: leader.id, checked_at: `2026-0${4 + dice(3)}-1${dice(9)}T02:00:00Z` });
        await trx.raw('alter table work_logs enable trigger wangge_log_said');
      });

      const rows = await complianceRows(db, period, calendar, { ...EVERYBODY }, far.area.id);
      const held = await db('posts as p').join('grids as g', 'g.id', 'p.grid').where({ 'p.role': 'leader' }).whereIn('p.person', [leader, ...workers].map(({ id }) => id)).select('p.person', 'g.id as grid', 'g.path', 'g.level', 'p.starts_on', 'p.ends_on');
      const [all, leave, written] = [await db('duty_standards').where({ active: true }), await db('absences').whereNotNull('approved_by'), await db('work_logs').whereIn('id', kept.map(({ id }) => id))];
      const expected = held.flatMap(place => all.filter(({ level }) => level === place.level).map((standard) => {
        const own = written.filter(({ person, grid_path }) => person === place.person && grid_path.startsWith(place.path));
        const deeds: Deed[] = own.map(one => ({ day: one.work_date, kind: one.kind, stretch: { from: minuteIn(one.started_at)!, until: minuteIn(one.ended_at)! } }));
        deeds.push(...written.filter(one => one.checked_by === place.person && one.grid_path.startsWith(place.path)).map(one => ({ day: String(one.checked_at).slice(0, 10), kind: 'log_check', stretch: null })));
        const results = compliance({ ...standard, log_kinds: standard.log_kinds ?? [] }, [place], leave.filter(({ person }) => person === place.person) as Span[], deeds, period, calendar);
        const asked = results.filter(({ required }) => required > 0);
        const sum = (field: 'required' | 'excused' | 'done') => results.reduce((total, one) => total + one[field], 0);
        return { person: place.person, grid: place.grid, standard: standard.id, required: sum('required'), excused: sum('excused'), done: sum('done'), units: asked.length, met: asked.filter(isMet).length };
      })).filter(({ required, excused }) => required + excused > 0);
      const key = (row: { person: string; grid: string; standard: string }) => `${row.person} ${row.grid} ${row.standard}`;
      const counted = rows.map(({ person, grid, standard, required, excused, done, units, met }) => ({ person, grid, standard, required, excused, done, units, met }));
      expect(counted.toSorted((a, b) => key(a) < key(b) ? -1 : 1)).toEqual(expected.toSorted((a, b) => key(a) < key(b) ? -1 : 1));
      expect(expected.length).toBe(12);
      expect(expected.filter(({ excused }) => excused > 0).length).toBeGreaterThan(2);
      expect(expected.filter(({ met, units }) => met > 0 && met < units).length).toBeGreaterThan(2);
    }
    finally {
      await db('duty_standards').whereIn('id', standards.map(({ id }) => id)).delete();
    }
  });

  it('is shown to whoever may see it: oneself, one\'s part of the territory, everybody\'s to the inspection team', async () => {
    const ask = async (as: Account, query: Record<string, string> = { period: '2026-Q2' }) => {
      const { status, body } = await wangge.request('GET', '/wangge/logs/compliance', { as, query });
      expect(status, JSON.stringify(body)).toBe(200);
      return body.data as { period: { code: string; from: string; until: string }; rows: { person: string; grid: string; required: number; done: number }[] };
    };
    const own = await ask(people.worker);
    expect(own.period).toEqual({ code: '2026-Q2', from: '2026-04-01', until: '2026-06-30' });
    expect(own.rows).toMatchObject([{ person: people.worker.id, grid: patch, required: 120 * 61, done: 0 }]);
    const above = (await ask(people.level2)).rows.map(({ person }) => person);
    expect([...new Set(above)].toSorted()).toEqual([people.level2.id, people.worker.id].toSorted());
    const everybody = (await ask(people.inspector)).rows.map(({ person }) => person);
    expect(everybody).toEqual(expect.arrayContaining([people.worker.id, people.stranger.id]));
    const inside = (await ask(people.inspector, { period: '2026-Q2', grid: people.place.communities[0].id })).rows.map(({ person }) => person);
    expect([...new Set(inside)].toSorted()).toEqual([people.level2.id, people.worker.id].toSorted());
    expect((await ask(people.officer)).rows).toEqual([]);
    expect((await ask(people.worker, {})).period.code).toBe(today);
    expect((await ask(people.worker, { period: 'quarter' })).period.until).toBe(yesterday);
    expect(said(await wangge.request('GET', '/wangge/logs/compliance', { as: people.worker, query: { period: '2026' } }))).toBe('figures_period');
    expect(said(await wangge.request('GET', '/wangge/logs/compliance', { as: people.worker, query: { grid: 'x' } }))).toBe('figures_grid');
    expect((await wangge.request('GET', '/wangge/logs/compliance')).status).toBe(403);
  });

  it('at night, who did too little is reminded once, whoever was on leave is not; logs are drawn, the same ones whoever draws', async () => {
    const place = await wangge.createSubdistrict();
    // A working day, and the day after it.
    const [day, night] = ['2026-09-15', '2026-09-16'];
    const [idle, away, diligent] = await Promise.all([0, 1, 2].map(index => wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[index]!.id }] })));
    await db('absences').insert({ id: randomUUID(), person: away!.id, kind: 'leave', starts_on: day, ends_on: day, approved_by: people.level2.id });
    const logs = Array.from({ length: 60 }, (_, index) => ({ id: randomUUID(), person: diligent!.id, entered_by: diligent!.id, grid: place.patches[2].id, work_date: day, started_at: `0${index < 40 ? 8 : 9}:${String(index % 40).padStart(2, '0')}:00`, ended_at: `0${index < 40 ? 8 : 9}:${String(index % 40).padStart(2, '0')}:59`, kind: 'patrol', summary: '巡查' }));
    await expect(db('work_logs').insert(logs[0]!)).rejects.toThrow('work_logs_in_order');
    await db('work_logs').insert(logs.map((one, index) => ({ ...one, started_at: `${8 + Math.floor(index / 20)}:${String(index % 20 * 3).padStart(2, '0')}`, ended_at: `${8 + Math.floor((index * 3 + 3) / 60)}:${String((index * 3 + 3) % 60).padStart(2, '0')}` })));
    const told = () => db('outbox').where({ event: 'log_missing' }).whereIn('recipient', [idle!.id, away!.id, diligent!.id]).select('recipient', 'body');
    await run(db, night);
    await run(db, night);
    expect(await told()).toMatchObject([{ recipient: idle!.id, body: expect.stringContaining('已记0分钟，标准120分钟') }]);
    const rows = await db('work_logs').whereIn('id', logs.map(({ id }) => id)).select('id', 'sampled');
    expect(rows.every(({ id, sampled }) => sampled === drawn(id, day))).toBe(true);
  });
});

it('is seen by roles as the matrix says', async () => {
  const worker = await newcomer();
  const id = await entered(worker, log('09:00', '10:00', { residents_heard: '反映停车难' }));
  const analyst = await wangge.createUser({ role: 'analyst' });
  const sees = async (as: Account, fields = 'id') => (await wangge.request('GET', `/items/work_logs/${id}`, { as, query: { fields } })).status === 200;
  const readers = { worker, level2: people.level2, level1: people.level1, inspector: people.inspector, analyst, other: people.worker, stranger: people.stranger, cadre: people.cadre, officer: people.officer, dispatcher: people.dispatcher };
  const found = await Promise.all(Object.entries(readers).map(async ([name, person]) => await sees(person) ? name : null));
  expect(found.filter(name => name !== null)).toEqual(['worker', 'level2', 'level1', 'inspector', 'analyst']);
  expect([await sees(analyst, 'minutes,kind'), await sees(analyst, 'summary'), await sees(analyst, 'residents_heard'), await sees(people.inspector, 'summary')]).toEqual([true, false, false, true]);
  for (const person of [people.stranger, people.officer, people.inspector, analyst])
    expect((await change(person, id, { residents_heard: '改' })).status).not.toBe(200);
});
