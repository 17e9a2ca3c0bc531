/** A change of the calendar: previewed, applied, followed by the running clocks, each once. */
import type { Community } from './community.ts';
import type { OwnServer } from './harness.ts';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCalendar } from '../../extensions/wangge/src/calendar/calendar-store.ts';
import { shippedCalendar } from '../../extensions/wangge/src/calendar/shipped-calendar-rules.ts';
import { addWorkingDays, dayOf } from '../../extensions/wangge/src/calendar/working-days-rules.ts';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { moveClocks } from '../../extensions/wangge/src/handling/clocks/recalendar-service.ts';
import { recalendar } from '../../extensions/wangge/src/handling/job.ts';
import { sweep } from '../../extensions/wangge/src/handling/sweep-service.ts';
import { dayString, epochDay, weekday } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { peopled } from './community.ts';
import { freshServer } from './harness.ts';
import { handleAt, reportAt } from './past.ts';

let wangge: OwnServer;
let community: Community;
let past: (at: string) => Promise<string>;

/** Days are counted from the real today: what is in force depends on it. */
const now = (): string => new Date().toISOString();
const move = async (): Promise<unknown> => recalendar.run(wangge.db, { slot: '', at: now(), day: '', now: now(), now_day: '' });
const today = dayOf(shippedCalendar(), now());
const daysFrom = (day: string, n: number): string => dayString(epochDay(day) + n);

beforeAll(async () => {
  wangge = await freshServer();
  community = await peopled(wangge);
  // The shipped years may lie behind or end soon: this year and the next are known here.
  for (let year = Number((await loadCalendar(wangge.db)).covers_to.slice(0, 4)) + 1; year <= Number(today.slice(0, 4)) + 1; year++)
    await change('apply', holidayFile(year));
  past = at => reportAt(wangge.db, { grid: community.place.patches[0].id, category: community.category, reporter: community.worker.id, at });
});
afterAll(() => wangge.close());

const change = (path: string, body: unknown, as = wangge.admin, query: Record<string, string> = {}) =>
  wangge.request('POST', `/wangge/calendar/${path}`, { as, body, query });
const movedEvents = (issue?: string) => wangge.db('issue_events').where({ type: 'deadline_moved', ...(issue === undefined ? {} : { issue }) }).orderBy(['issue', 'seq']);

/** The working day after today that a limit of today counts first: closing on it moves everything that runs. */
async function nextWorkingDay(after = today, n = 1): Promise<string> {
  return addWorkingDays(await loadCalendar(wangge.db), after, n).day;
}
const closedOn = (date: string, said: object = {}) => ({ days: [{ date, kind: 'restday', name: '市民节', source: '街道办通知' }], note: '测试', ...said });
/** A year's file with one holiday, and what the range of the calendar needs. */
const holidayFile = (year: number) => ({ year, papers: ['https://www.gov.cn/zhengce/content.htm'], days: [{ name: '元旦', date: `${year}-01-01`, isOffDay: true }] });

/** Handled a month ago and closed since, as most are that need no verification. */
async function closedIssue(): Promise<string> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const issue = await past(`${daysFrom(today, -30)}T02:00:00.000Z`);
    await handleAt(wangge.db, issue, community.cadre.id, `${daysFrom(today, -30)}T03:00:00.000Z`);
    await sweep(wangge.db, now());
    if ((await wangge.db('issues').where({ id: issue }).first('status')).status === 'closed')
      return issue;
  }
  throw new Error('Nothing closed');
}

describe('preview and apply', () => {
  it('T14: what is previewed is what is applied; closed issues are untouched; a second time nothing moves', async () => {
    const closed = await closedIssue();
    const ended = await wangge.db('issues').where({ id: closed }).first();
    // As if its notice were still to come: a clock that runs on after the closing.
    const { id: _, ...clock } = await wangge.db('issue_deadlines').where({ issue: closed, kind: 'resolve' }).first();
    const due_at = `${daysFrom(today, 9)}T10:00:00.000Z`;
    const started_at = now();
    await wangge.db('issue_deadlines').insert({ ...clock, kind: 'disclose', state: 'running', started_at, due_at, certificate: { ...clock.certificate, started_at, due_at } });
    const fresh = await past(now());

    const date = await nextWorkingDay();
    const versions = await wangge.db('calendar_versions').pluck('version');
    const preview = await change('preview', closedOn(date));
    expect(preview.status, JSON.stringify(preview.body)).toBe(200);
    const { totals, moves, version, changed_days } = preview.body.data;
    expect(versions).not.toContain(version);
    expect(changed_days).toMatchObject([{ date, before: null, after: { kind: 'restday', origin: 'local' } }]);
    const ofFresh = moves.filter((move: { issue: string }) => move.issue === fresh);
    expect(ofFresh.map((move: { kind: string }) => move.kind).sort()).toEqual(['own', 'resolve']);
    expect(ofFresh[0]).toMatchObject({ title: expect.any(String), number: expect.any(String), working_days: 1, becomes_overdue: false });
    expect(totals.clocks).toBe(moves.length);
    expect(await movedEvents()).toHaveLength(0);
    expect(await wangge.db('calendar_versions').pluck('version')).toEqual(versions);

    const applied = await change('apply', closedOn(date));
    expect(applied.status, JSON.stringify(applied.body)).toBe(200);
    expect(applied.body.data).toMatchObject({ version, published_on: today, moved: { issues: totals.issues, clocks: totals.clocks } });
    const activity = await wangge.db('directus_activity').where({ collection: 'calendar_versions', item: applied.body.data.id, user: wangge.admin.id }).orderBy('id').pluck('action');
    expect(activity).toEqual(['create', 'update']);
    const events = await movedEvents();
    expect(events.flatMap(({ issue, data }) => data.decided.moved.map((move: object) => ({ issue, ...move }))).map(({ issue, kind, from, to }) => `${issue} ${kind} ${from} ${to}`).sort())
      .toEqual(moves.map((move: Record<string, string>) => `${move.issue} ${move.kind} ${move.from} ${move.to}`).sort());
    expect(new Set(events.map(event => event.issue)).size).toBe(events.length);
    for (const move of ofFresh)
      expect((await wangge.db('issue_deadlines').where({ issue: fresh, kind: move.kind }).first()).due_at).toEqual(move.to);
    expect(moves.filter((move: { issue: string }) => move.issue === closed)).toEqual([]);
    expect(await movedEvents(closed)).toHaveLength(0);
    await wangge.db('issue_deadlines').where({ issue: closed, kind: 'disclose' }).delete();
    expect((await wangge.db('issues').where({ id: closed }).first()).event_seq).toBe(ended.event_seq);

    expect(await moveClocks(wangge.db, now())).toEqual({ issues: 0, clocks: 0 });
    const again = await change('preview', { days: [{ date, kind: 'restday', name: '市民节', source: '街道办通知' }] });
    expect(again.body.data.totals).toMatchObject({ clocks: 0 });
    expect(await verifyIssues(wangge.db)).toMatchObject({ faults: [] });
  });

  it('tells handler and lead, and the certificate names the new version', async () => {
    const issue = await past(now());
    const date = await nextWorkingDay();
    expect((await change('apply', closedOn(date))).status).toBe(200);
    const told = await wangge.db('outbox').where({ event: 'deadline_moved', link: `/content/issues/${issue}` });
    expect(told.length).toBeGreaterThan(0);
    const text = await wangge.request<string>('GET', `/wangge/issues/${issue}/certificate`, { as: community.level2, query: { format: 'text' } });
    expect(text.status).toBe(200);
    expect(String(text.body)).toContain('工作日历调整：');
    expect(String(text.body)).toContain(`按工作日历${(await loadCalendar(wangge.db)).version}计算`);
    const page = await wangge.request<string>('GET', `/wangge/issues/${issue}/certificate`, { as: community.level2, query: { format: 'html' } });
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(String(page.body)).toContain('校验通过：共2条记录');
    expect(String(page.body)).toContain((await wangge.db('issues').where({ id: issue }).first()).event_hash);
    expect((await wangge.request('GET', `/wangge/issues/${issue}/certificate`, { as: community.stranger, query: { format: 'html' } })).status).toBe(403);
  });

  it('shows who held an issue to whoever may read it', async () => {
    const issue = await past(now());
    const { status, body } = await wangge.request('GET', `/wangge/issues/${issue}/held`, { as: community.level2 });
    expect(status).toBe(200);
    expect(body.data.spans).toMatchObject([{ waiting: 'acceptance', status: 'assigned', until: null, person: community.cadre.id, department: community.place.communityDepartments[0].id }]);
    expect(body.data.names[body.data.spans[0].department]).toEqual(expect.any(String));
    expect((await wangge.request('GET', `/wangge/issues/${issue}/held`, { as: community.stranger })).status).toBe(403);
  });

  it('is refused to whoever may not create calendar versions', async () => {
    const date = await nextWorkingDay();
    const before = await wangge.db('calendar_versions').count();
    for (const path of ['preview', 'apply', 'import']) {
      expect((await change(path, closedOn(date), community.dispatcher)).status).toBe(403);
      expect((await change(path, closedOn(date), null as never)).status).toBe(403);
    }
    expect(await wangge.db('calendar_versions').count()).toEqual(before);
  });

  it('is open to whoever was given the permission', async () => {
    const keeper = await wangge.createUser({ role: 'analyst' });
    const policy = randomUUID();
    await wangge.db('directus_policies').insert({ id: policy, name: 'keeps the calendar', admin_access: false, app_access: false, enforce_tfa: false });
    await wangge.db('directus_access').insert({ id: randomUUID(), user: keeper.id, policy, sort: 1 });
    await wangge.db('directus_permissions').insert({ collection: 'calendar_versions', action: 'create', fields: '*', permissions: '{}', policy });
    await wangge.request('POST', '/utils/cache/clear', { as: wangge.admin });
    const body = closedOn(await nextWorkingDay());
    expect((await change('preview', body, keeper)).status).toBe(200);
    // Publishing changes the version: that takes the permission to update it.
    expect((await change('apply', body, keeper)).status).toBe(403);
    expect(await wangge.db('calendar_versions').whereNull('published_on')).toHaveLength(0);
  });

  it('reads an uploaded file as the caller', async () => {
    const form = new FormData();
    form.append('file', new Blob([JSON.stringify({ ...holidayFile(2099), days: [{ name: '元旦', date: '2097-01-01', isOffDay: true }] })], { type: 'application/json' }), 'holidays.json');
    const { body } = await wangge.request('POST', '/files', { as: wangge.admin, body: form });
    const answer = await change('preview', { file: body.data.id });
    expect(answer.errors[0]!.extensions).toMatchObject({ rule: 'day_of_other_year' });
    expect((await change('preview', { file: body.data.id }, community.worker)).status).toBe(403);
  });

  it('says what is wrong, by day, and stores nothing', async () => {
    const monday = daysFrom(today, 8 - weekday(epochDay(today)));
    const refused = await change('apply', { days: [{ date: monday, kind: 'workday', source: '通知' }, { date: daysFrom(monday, 1), kind: 'restday' }] });
    expect(refused.status).toBe(400);
    expect(refused.errors.map(({ extensions }) => extensions.rule).sort()).toEqual(['make_up_on_weekday', 'source_missing']);
    expect(refused.errors.map(({ message }) => message).join()).toContain(monday);
    expect((await change('preview', { nothing: true })).errors[0]!.extensions).toMatchObject({ rule: 'arrangement_invalid' });
    expect(await wangge.db('calendar_versions').whereNull('published_on')).toHaveLength(0);
  });
});

describe('the import of a year', () => {
  it('makes a draft with the years before, by the route', async () => {
    const year = Number((await loadCalendar(wangge.db)).covers_to.slice(0, 4)) + 1;
    const { status, body } = await change('import', { ...holidayFile(year), papers: [] });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.data).toMatchObject({ version: `CN-${year}`, covers_from: '2020-01-01', covers_to: `${year}-12-31`, errors: [{ date: `${year}-01-01`, rule: 'source_missing' }] });
    expect((await wangge.db('calendar_versions').where({ id: body.data.id }).first()).published_on).toBeNull();
    expect((await change('apply', { version: body.data.id })).errors[0]!.extensions).toMatchObject({ rule: 'source_missing' });
    await wangge.db('calendar_days').where({ version: body.data.id, date: `${year}-01-01` }).update({ source: '通知' });
    expect((await change('preview', { version: body.data.id })).status).toBe(200);
  });

  it('and by the command line, which applies it too', async () => {
    const year = Number((await loadCalendar(wangge.db)).covers_to.slice(0, 4)) + 1;
    const file = join(tmpdir(), `holidays-${process.pid}.json`);
    writeFileSync(file, JSON.stringify(holidayFile(year)));
    const { code, stdout, stderr } = await wangge.cli('wangge', 'calendar', 'import', file, '--apply');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(new RegExp(`Published CN-${year}-2, in force from`));
    expect((await loadCalendar(wangge.db)).covers_to).toBe(`${year}-12-31`);
    writeFileSync(file, '{"year": 2027');
    const broken = await wangge.cli('wangge', 'calendar', 'import', file);
    expect(broken.code).toBe(1);
    rmSync(file);
  }, 60_000);
});

describe('a version published in the Studio', () => {
  const draft = async (date: string): Promise<string> => {
    const { covers_from, covers_to } = await loadCalendar(wangge.db);
    const { body } = await wangge.request('POST', '/items/calendar_versions', { as: wangge.admin, body: { version: `studio-${date}-${Math.random()}`, covers_from, covers_to } });
    await wangge.request('POST', '/items/calendar_days', { as: wangge.admin, body: { version: body.data.id, date, kind: 'restday', name: '停电', source: '通知', origin: 'local' } });
    return body.data.id;
  };

  it('is applied by the job', async () => {
    const issue = await past(now());
    const id = await draft(await nextWorkingDay());
    expect((await wangge.request('PATCH', `/items/calendar_versions/${id}`, { as: wangge.admin, body: { published_on: dayOf(await loadCalendar(wangge.db), now()) } })).status).toBe(200);
    expect(await movedEvents(issue)).toHaveLength(0);
    expect(await recalendar.slots(null, now(), '', wangge.db)).toMatchObject([{ slot: expect.stringContaining('studio-') }]);
    await move();
    expect(await movedEvents(issue)).toHaveLength(1);
  });

  it('takes no effect before its day', async () => {
    const current = (await loadCalendar(wangge.db)).version;
    const issue = await past(now());
    const id = await draft(await nextWorkingDay());
    const applied = await change('apply', { version: id, published_on: daysFrom(today, 3) });
    expect(applied.status, JSON.stringify(applied.body)).toBe(200);
    expect(applied.body.data.moved).toEqual({ issues: 0, clocks: 0 });
    expect((await loadCalendar(wangge.db)).version).toBe(current);
    await move();
    expect(await movedEvents(issue)).toHaveLength(0);
    // The day comes.
    await wangge.db.raw('alter table calendar_versions disable trigger wangge_keep_published_version');
    await wangge.db('calendar_versions').where({ id }).update({ published_on: dayOf(await loadCalendar(wangge.db), now()) });
    await wangge.db.raw('alter table calendar_versions enable trigger wangge_keep_published_version');
    await move();
    expect(await movedEvents(issue)).toHaveLength(1);
  });
});

describe('killed', () => {
  it('with SIGKILL while clocks move: whoever goes on moves the rest, each once', async () => {
    for (let filed = 0; filed < 400; filed += 20)
      await Promise.all(Array.from({ length: 20 }, () => past(now())));
    const before = (await movedEvents()).length;
    const { version } = (await change('import', closedOn(await nextWorkingDay()))).body.data;
    const { id } = await wangge.db('calendar_versions').where({ version }).first('id');
    const { body } = await change('preview', { version: id }, wangge.admin, { limit: '-1' });
    const { totals } = body.data;
    expect(totals.issues).toBeGreaterThanOrEqual(400);
    await wangge.db('calendar_versions').where({ id }).update({ published_on: dayOf(await loadCalendar(wangge.db), now()) });

    const { host, port, user, password, database } = wangge.db.client.config.connection;
    let kills = 0;
    let seen = 0;
    for (let attempt = 0; attempt < 5; attempt++) {
      const child = spawn(process.execPath, ['test/system/recalendar-worker.ts', JSON.stringify({ host, port, user, password, database }), '10'], { stdio: ['ignore', 'pipe', 'ignore'] });
      const ended = once(child, 'exit');
      await Promise.race([ended, once(child.stdout, 'data')]);
      await Promise.race([ended, wait(60 + attempt * 40)]);
      kills += child.kill('SIGKILL') ? 1 : 0;
      await ended;
      seen = (await movedEvents()).length - before;
    }
    expect(kills).toBeGreaterThan(2);
    expect(seen).toBeLessThan(totals.issues);
    await move();
    const events = (await movedEvents()).filter(({ data }) => data.decided.calendar_version === version);
    expect(events).toHaveLength(totals.issues);
    expect(new Set(events.map(({ issue }) => issue)).size).toBe(totals.issues);
    expect(events.flatMap(({ data }) => data.decided.moved)).toHaveLength(totals.clocks);
    expect(await moveClocks(wangge.db, now())).toEqual({ issues: 0, clocks: 0 });
    expect(await verifyIssues(wangge.db)).toMatchObject({ faults: [] });
  }, 180_000);
});

describe('the time zone', () => {
  it('does not change once there are issues, and says so', async () => {
    const answer = await wangge.request('PATCH', '/items/settings_wangge', { as: wangge.admin, body: { time_zone: 'Europe/Berlin' } });
    expect(answer.status).toBe(400);
    expect(answer.errors[0]!.extensions).toMatchObject({ field: 'time_zone', rule: 'time_zone_kept' });
    expect((await wangge.request('PATCH', '/items/settings_wangge', { as: wangge.admin, body: { time_zone: 'Asia/Shanghai' } })).status).toBe(200);
    await expect(wangge.db('settings_wangge').update({ time_zone: 'UTC' })).rejects.toThrow(/time zone is fixed/);
  });
});
