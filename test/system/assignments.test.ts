/** Assigned tasks (A3): drafted, issued to every grid of a level, completed with evidence, accepted or returned; by every role, twice, at once. */
import type { Community } from './community.ts';
import type { Account, RoleName } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../extensions/wangge/src/reporting/assignments/job.ts';
import { peopled } from './community.ts';
import { server } from './harness.ts';
import { PDF, upload as uploadAs } from './uploads.ts';

const wangge = await server();
const { db } = wangge;
let people: Community;
let today: string;

beforeAll(async () => {
  people = await peopled(wangge);
  today = (await db.raw('select wangge_today()::text as today')).rows[0].today;
});

const ask = (as: Account, method: string, path: string, body?: unknown, query?: Record<string, string>) =>
  wangge.request(method, path, { as, ...(body === undefined ? {} : { body }), ...(query === undefined ? {} : { query }) });
const said = ({ errors }: { errors: { extensions: Record<string, unknown> }[] }) => errors[0]?.extensions.rule ?? errors[0]?.extensions.code;
const field = ({ errors }: { errors: { extensions: Record<string, unknown> }[] }) => errors[0]?.extensions.field;
const step = (as: Account, id: string, name: 'issue' | 'withdraw', body: unknown = {}) => ask(as, 'POST', `/wangge/assignments/${id}/${name}`, body);
const part = (as: Account, id: string, name: 'complete' | 'accept' | 'return', body: unknown = {}) => ask(as, 'POST', `/wangge/assignments/grids/${id}/${name}`, body);
const day = async (days: number): Promise<string> => (await db.raw('select (wangge_today() + ?::int)::text as day', [days])).rows[0].day;
const told = (key: string) => db('outbox').where('dedupe_key', 'like', `${key}%`).where({ channel: 'inapp' }).orderBy('id');

async function draft(as: Account, { place }: Community, change: Record<string, unknown> = {}): Promise<string> {
  const answer = await ask(as, 'POST', '/items/assignments', { title: '飞线充电排查', description: '逐栋排查，登记楼号', area: place.area.id, level: 3, due_on: await day(10), ...change });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.data.id;
}

async function issued(community: Community, change: Record<string, unknown> = {}): Promise<{ task: string; parts: Record<string, string>; of: (grid: { id: string }) => string }> {
  const task = await draft(community.dispatcher, community, change);
  const answer = await step(community.dispatcher, task, 'issue');
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const parts = Object.fromEntries((await db('assignment_grids').where({ assignment: task }).select('id', 'grid')).map(({ id, grid }) => [grid, id]));
  return { task, parts, of: ({ id }) => parts[id]! };
}

const upload = (as: Account): Promise<string> => uploadAs(wangge, as, { content: PDF, type: 'application/pdf', name: '佐证.pdf' });

describe('drafting and issuing', () => {
  it('one row for each active grid of the level in the area, once, however many issue at once; everybody is told', async () => {
    const { place, dispatcher, worker, stranger, level2 } = people;
    await db('grids').where({ id: place.patches[1].id }).update({ status: 'retired' });
    const file = await upload(dispatcher);
    const task = await draft(dispatcher, people, { files: { create: [{ directus_files_id: file }] } });
    const answers = await Promise.all([1, 2, 3].map(() => step(dispatcher, task, 'issue')));
    expect(answers.map(({ status }) => status).sort(), JSON.stringify(answers.map(({ body }) => body))).toEqual([200, 400, 400]);
    expect(answers.filter(({ status }) => status === 400).map(said)).toEqual(['issue_issued', 'issue_issued']);
    const rows = await db('assignment_grids').where({ assignment: task }).orderBy('grid_path');
    expect(rows.map(({ grid, grid_path, state, due_on, late }) => [grid, grid_path, state, due_on, late]))
      .toEqual([0, 2, 3].map(nth => [place.patches[nth]!.id, place.patches[nth]!.path, 'open', rows[0].due_on, false]));
    expect(await db('assignments').where({ id: task }).first()).toMatchObject({ state: 'issued', issued_by: dispatcher.id, issued_on: today });
    // The fourth patch has no leader: its community has none either, its area has.
    const notices = await Promise.all(rows.map(({ id }) => told(`assignment_issued:${id}`)));
    expect(notices.map(list => list.map(({ recipient }) => recipient))).toEqual([[worker.id], [stranger.id], [people.level1.id]]);
    expect(notices[0]![0].link).toBe(`/content/assignment_grids/${rows[0].id}`);
    expect((await ask(worker, 'GET', `/assets/${file}`)).status).toBe(200);
    expect((await ask(level2, 'GET', `/items/assignments/${task}`, undefined, { fields: 'title,grids.state' })).body.data).toMatchObject({ title: '飞线充电排查', grids: [{ state: 'open' }] });
    await db('grids').where({ id: place.patches[1].id }).update({ status: 'active' });
  });

  it('is for dispatchers in their sub-district and level-1 leaders in their area', async () => {
    const far = await peopled(wangge);
    const body = { title: 'x', description: 'x', area: people.place.area.id, level: 3, due_on: today };
    for (const person of [people.worker, people.level2, people.cadre, people.officer, people.inspector])
      expect((await ask(person, 'POST', '/items/assignments', body)).status).toBeGreaterThanOrEqual(400);
    expect([said(await ask(far.dispatcher, 'POST', '/items/assignments', body)), said(await ask(far.level1, 'POST', '/items/assignments', body))]).toEqual(['area_not_yours', 'area_not_yours']);
    const task = await draft(people.level1, people, { area: people.place.communities[0].id });
    expect((await step(far.dispatcher, task, 'issue')).status).toBe(403);
    expect((await step(people.level2, task, 'issue')).status).toBe(403);
    expect((await step(people.level1, task, 'issue')).body.data).toEqual({ grids: 2 });
    expect(said(await step(people.level2, task, 'withdraw', { reason: 'x' }))).toBe('area_not_yours');
    // A dispatcher by role who belongs to no dispatching department.
    const clerk = await wangge.createUser({ role: 'dispatcher', department: people.place.office.id });
    expect(said(await ask(clerk, 'POST', '/items/assignments', body))).toBe('area_not_yours');
  });

  it('bad input is refused at its field, and nothing is written', async () => {
    const { place, dispatcher } = people;
    const before = await db('assignments').count();
    const retired = randomUUID();
    await db('grids').insert({ id: retired, code: `${place.code.slice(0, 9)}777001`, name: '旧网格', subdistrict: place.id, level: 2, parent: place.area.id, status: 'retired' });
    const bad: [string, string, Record<string, unknown>][] = [
      ['title', 'field_required', { title: ' ' }],
      ['title', 'text_too_long', { title: '长'.repeat(201) }],
      ['description', 'field_required', { description: null }],
      ['area', 'field_required', { area: null }],
      ['area', 'area_unknown', { area: randomUUID() }],
      ['area', 'choice_expected', { area: 'somewhere' }],
      ['area', 'area_retired', { area: retired }],
      ['level', 'level_unknown', { level: 7 }],
      ['level', 'area_without_grids', { area: place.patches[0].id, level: 2 }],
      ['due_on', 'due_past', { due_on: await day(-1) }],
      ['due_on', 'due_day', { due_on: '31.12.2099' }],
      ['state', 'managed_field', { state: 'issued' }],
      ['issued_by', 'managed_field', { issued_by: dispatcher.id }],
      ['grids', 'managed_field', { grids: [{ grid: place.patches[0].id }] }],
    ];
    for (const [name, code, change] of bad) {
      const answer = await ask(dispatcher, 'POST', '/items/assignments', { title: 'x', description: 'x', area: place.area.id, level: 3, due_on: today, ...change });
      expect([answer.status, field(answer), said(answer)], JSON.stringify(change)).toEqual([400, name, code]);
    }
    expect(await db('assignments').count()).toEqual(before);
    const task = await draft(dispatcher, people);
    expect(field(await ask(dispatcher, 'PATCH', `/items/assignments/${task}`, { due_on: await day(-3) }))).toBe('due_on');
    expect((await ask(dispatcher, 'PATCH', `/items/assignments/${task}`, { title: '改过的任务' })).status).toBe(200);
    await db('grids').where({ id: people.place.communities[1].id }).update({ status: 'retired' });
    const elsewhere = await draft(dispatcher, people, { area: place.patches[2].id });
    await db('grids').where({ id: place.patches[2].id }).update({ status: 'retired' });
    expect(said(await step(dispatcher, elsewhere, 'issue'))).toBe('area_retired');
    await db('grids').whereIn('id', [place.patches[2].id, place.communities[1].id]).update({ status: 'active' });
    expect((await ask(dispatcher, 'DELETE', `/items/assignments/${elsewhere}`)).status).toBe(204);
  });

  it('what was issued is fixed, over the API and in the database', async () => {
    const { task, of } = await issued(people);
    const id = of(people.place.patches[0]);
    for (const change of [{ title: 'x' }, { due_on: await day(20) }, { level: 2 }, { files: { create: [{ directus_files_id: await upload(wangge.admin) }] } }])
      expect(said(await ask(wangge.admin, 'PATCH', `/items/assignments/${task}`, change)), JSON.stringify(change)).toBe('assignment_fixed');
    expect((await ask(people.dispatcher, 'PATCH', `/items/assignments/${task}`, { title: 'x' })).status).toBeGreaterThanOrEqual(400);
    expect(said(await ask(wangge.admin, 'PATCH', `/items/assignments/${task}`, { state: 'draft' }))).toBe('assignment_step');
    expect(said(await ask(wangge.admin, 'DELETE', `/items/assignments/${task}`))).toBe('assignment_kept');
    expect(said(await ask(wangge.admin, 'POST', '/items/assignment_grids', { assignment: task, grid: people.place.patches[0].id }))).toBe('parts_of_task');
    expect(said(await ask(wangge.admin, 'DELETE', `/items/assignment_grids/${id}`))).toBe('parts_of_task');
    for (const name of ['grid', 'due_on', 'completed_at', 'late', 'accepted', 'accepted_by', 'assignment'])
      expect(said(await ask(wangge.admin, 'PATCH', `/items/assignment_grids/${id}`, { [name]: null })), name).toBe('managed_field');
    expect(said(await ask(wangge.admin, 'PATCH', `/items/assignment_grids/${id}`, { report: 'x' }))).toBe('part_step');
    for (const change of [{ title: 'x' }, { state: 'draft' }, { issued_on: '2020-01-01' }, { state: 'withdrawn' }])
      await expect(db('assignments').where({ id: task }).update(change), JSON.stringify(change)).rejects.toThrow(/fixed|does not go|violates/);
    for (const change of [{ state: 'accepted' }, { report: 'x' }, { late: true }, { due_on: '2020-01-01' }, { state: 'completed' }])
      await expect(db('assignment_grids').where({ id }).update(change), JSON.stringify(change)).rejects.toThrow(/fixed|does not go|violates|by its steps/);
    await expect(db('assignment_grids').where({ id }).delete()).rejects.toThrow(/stays/);
    await expect(db('assignment_grids').insert({ id: randomUUID(), assignment: task, grid: people.place.patches[0].id, due_on: today })).rejects.toThrow(/once/);
  });
});

describe('completing and accepting', () => {
  it('with report and evidence, once; accepted by another; the issuer is told when all have reported', async () => {
    const { place, worker, stranger, cadre, level1, dispatcher, level2 } = people;
    const { task, of } = await issued(people, { evidence_required: true, area: place.communities[0].id });
    const [first, second] = [of(place.patches[0]), of(place.patches[1])];
    expect(field(await part(worker, first, 'complete', { report: ' ' }))).toBe('report');
    expect([said(await part(worker, first, 'complete', { report: '已排查' })), said(await part(worker, first, 'complete', { report: '已排查', evidence: 'x' })), field(await part(worker, first, 'complete', { report: 7 }))])
      .toEqual(['evidence_missing', 'evidence_input', 'report']);
    expect(said(await part(worker, first, 'complete', { report: '已排查', evidence: [await upload(stranger)] }))).toBe('not_uploader');
    const file = await upload(worker);
    expect(said(await part(level2, first, 'complete', { report: 'x', evidence: [await upload(level2)] }))).toBe('complete_person');
    expect((await part(stranger, first, 'complete', { report: 'x' })).status).toBe(403);
    expect(said(await part(dispatcher, first, 'accept'))).toBe('decide_open');
    const answers = await Promise.all([1, 2].map(() => part(worker, first, 'complete', { report: '已排查 12 栋，清理 3 处', evidence: [file] })));
    expect(answers.map(({ status }) => status).sort(), JSON.stringify(answers.map(({ body }) => body))).toEqual([200, 400]);
    expect(answers.map(said).filter(Boolean)).toEqual(['complete_completed']);
    expect(await db('assignment_grids').where({ id: first }).first()).toMatchObject({ state: 'completed', completed_by: worker.id, report: '已排查 12 栋，清理 3 处', late: false, accepted: null });
    expect(await db('assignment_grids_files').where({ assignment_grids_id: first })).toHaveLength(1);
    expect([(await ask(dispatcher, 'GET', `/assets/${file}`)).status, (await ask(level1, 'GET', `/assets/${file}`)).status, (await ask(stranger, 'GET', `/assets/${file}`)).status]).toEqual([200, 200, 403]);
    expect(await db('directus_activity').where({ collection: 'assignment_grids', item: first, action: 'update' })).toMatchObject([{ user: worker.id }]);
    expect(await told(`assignment_completed:${task}`)).toEqual([]);

    // A patch without a leader: the leader of the community, or its staff.
    expect((await ask(cadre, 'GET', `/wangge/assignments/grids/${second}/actions`)).body.data).toEqual(['complete']);
    expect((await ask(level2, 'GET', `/wangge/assignments/grids/${second}/actions`)).body.data).toEqual(['complete']);
    expect((await part(cadre, second, 'complete', { report: '已排查', evidence: [await upload(cadre)] })).status).toBe(200);
    expect((await told(`assignment_completed:${task}`)).map(({ recipient }) => recipient)).toEqual([dispatcher.id]);

    for (const person of [worker, level2, cadre])
      expect(said(await part(person, first, 'accept'))).toBe('decide_person');
    expect((await part(level1, first, 'accept', { note: '属实' })).status).toBe(200);
    expect(await db('assignment_grids').where({ id: first }).first()).toMatchObject({ state: 'accepted', accepted: 'yes', accepted_by: level1.id, accept_note: '属实' });
    expect([said(await part(dispatcher, first, 'accept')), said(await part(dispatcher, first, 'return', { note: 'x' })), said(await part(worker, first, 'complete', { report: 'x' }))]).toEqual(['decide_accepted', 'decide_accepted', 'complete_accepted']);
    expect((await part(wangge.admin, second, 'accept')).status).toBe(200);
  });

  it('returned with a note, the leader is told and completes it again; the last completion counts', async () => {
    const { place, worker, dispatcher } = people;
    const { task, of } = await issued(people, { area: place.patches[0].id });
    const id = of(place.patches[0]);
    await part(worker, id, 'complete', { report: '已排查' });
    expect(field(await part(dispatcher, id, 'return'))).toBe('accept_note');
    expect((await part(dispatcher, id, 'return', { note: '请补充楼号' })).status).toBe(200);
    expect(await db('assignment_grids').where({ id }).first()).toMatchObject({ state: 'returned', accepted: 'no', accepted_by: dispatcher.id, accept_note: '请补充楼号' });
    expect((await told(`assignment_returned:${id}`)).map(({ recipient, body }) => [recipient, body.includes('请补充楼号')])).toEqual([[worker.id, true]]);
    // The close of business of the due day has passed meanwhile.
    await db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('assignment_grids').where({ id }).update({ due_on: trx.raw('wangge_today() - 1') });
    });
    expect((await part(worker, id, 'complete', { report: '已排查，含 3 号楼' })).status).toBe(200);
    expect(await db('assignment_grids').where({ id }).first()).toMatchObject({ state: 'completed', accepted: null, accepted_by: null, late: true, accept_note: '请补充楼号' });
    expect(await told(`assignment_completed:${task}`)).toHaveLength(2);
    const both = await Promise.all([part(dispatcher, id, 'return', { note: 'x' }), part(people.level1, id, 'accept')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  it('on the due day, late is what comes after the sub-district\'s close of business', async () => {
    const community = await peopled(wangge);
    const { place, worker } = community;
    for (const [close, late] of [['23:59:59', false], ['00:00:01', true]] as const) {
      await db('subdistricts').where({ id: place.id }).update({ close_of_business: close });
      const { of } = await issued(community, { area: place.patches[0].id, due_on: today });
      expect((await part(worker, of(place.patches[0]), 'complete', { report: '已办' })).status).toBe(200);
      expect((await db('assignment_grids').where({ id: of(place.patches[0]) }).first('late')).late, close).toBe(late);
    }
  });

  it('nobody accepts their own, not even at the level that issues', async () => {
    const { place, level1, dispatcher } = people;
    const { of } = await issued(people, { level: 1 });
    const id = of(place.area);
    expect((await part(level1, id, 'complete', { report: '已部署' })).status).toBe(200);
    expect(said(await part(level1, id, 'accept'))).toBe('decide_own');
    expect((await ask(level1, 'GET', `/wangge/assignments/grids/${id}/actions`)).body.data).toEqual([]);
    expect((await part(dispatcher, id, 'accept')).status).toBe(200);
  });

  it('by deputies and whoever stands in for an absent leader', async () => {
    const { place, dispatcher } = people;
    const grid = place.patches[3];
    const leader = await wangge.createUser({ role: 'level_3', posts: [{ grid: grid.id }] });
    const deputy = await wangge.createUser({ role: 'level_3', posts: [{ grid: grid.id, role: 'deputy' }] });
    const stand_in = await wangge.createUser({ role: 'level_3' });
    await db('absences').insert({ id: randomUUID(), person: leader.id, kind: 'leave', starts_on: today, ends_on: today, stand_in: stand_in.id, decision: 'yes', approved_by: people.level2.id });
    for (const person of [deputy, stand_in]) {
      const { of } = await issued(people, { area: grid.id });
      expect((await part(person, of(grid), 'complete', { report: '已办' })).status).toBe(200);
      expect((await part(dispatcher, of(grid), 'accept')).status).toBe(200);
    }
    await db('posts').whereIn('person', [leader.id, deputy.id]).delete();
  });

  it('withdrawn with a reason: whoever had it open is told and has nothing more to do', async () => {
    const { place, worker, dispatcher, cadre } = people;
    const { task, of } = await issued(people, { area: place.communities[0].id });
    const [first, second] = [of(place.patches[0]), of(place.patches[1])];
    await part(cadre, second, 'complete', { report: '已排查' });
    await part(dispatcher, second, 'accept');
    expect(field(await step(dispatcher, task, 'withdraw'))).toBe('withdrawn_reason');
    expect((await step(dispatcher, task, 'withdraw', { reason: '与区级任务重复' })).status).toBe(200);
    expect(said(await step(dispatcher, task, 'withdraw', { reason: 'x' }))).toBe('withdraw_withdrawn');
    expect((await db('assignment_grids').where({ assignment: task }).orderBy('grid_path').select('state')).map(({ state }) => state)).toEqual(['withdrawn', 'accepted']);
    expect((await told(`assignment_withdrawn:${first}`)).map(({ recipient, body }) => [recipient, body.includes('与区级任务重复')])).toEqual([[worker.id, true]]);
    expect(said(await part(worker, first, 'complete', { report: 'x' }))).toBe('task_withdrawn');
    expect(said(await step(dispatcher, await draft(dispatcher, people), 'withdraw', { reason: 'x' }))).toBe('withdraw_draft');
  });
});

describe('grids that are gone', () => {
  it('what is open goes to the successor by SQL; what is completed stays and can be accepted', async () => {
    const { place, worker, dispatcher } = people;
    const { of } = await issued(people, { area: place.communities[0].id });
    const [first, second] = [of(place.patches[0]), of(place.patches[1])];
    await part(worker, first, 'complete', { report: '已排查' });
    await expect(db('assignment_grids').where({ id: first }).update({ grid: place.patches[2].id })).rejects.toThrow(/fixed/);
    expect(await db('assignment_grids').where({ id: second }).update({ grid: place.patches[2].id })).toBe(1);
    expect((await db('assignment_grids').where({ id: second }).first('grid_path')).grid_path).toBe(place.patches[2].path);
    expect((await part(people.stranger, second, 'complete', { report: '已排查' })).status).toBe(200);
    await db('grids').where({ id: place.patches[0].id }).update({ status: 'retired' });
    expect(said(await part(dispatcher, first, 'return', { note: 'x' }))).toBe('return_retired');
    expect((await part(dispatcher, first, 'accept')).status).toBe(200);
    await db('grids').where({ id: place.patches[0].id }).update({ status: 'active' });
  });
});

describe('progress and the night', () => {
  it('counts by community what the reader may see', async () => {
    const { place, worker, stranger, dispatcher, level2, cadre } = people;
    const { task, of } = await issued(people);
    await part(worker, of(place.patches[0]), 'complete', { report: '已排查' });
    await part(dispatcher, of(place.patches[0]), 'accept');
    await part(stranger, of(place.patches[2]), 'complete', { report: '已排查' });
    const see = async (as: Account) => (await ask(as, 'GET', `/wangge/assignments/${task}/progress`)).body.data;
    const none = { open: 0, completed: 0, returned: 0, accepted: 0, withdrawn: 0, late: 0, overdue: 0 };
    expect(await see(dispatcher)).toEqual({
      total: { ...none, total: 4, open: 2, completed: 1, accepted: 1 },
      communities: [
        { ...none, grid: place.communities[0].id, name: expect.any(String), total: 2, open: 1, accepted: 1 },
        { ...none, grid: place.communities[1].id, name: expect.any(String), total: 2, open: 1, completed: 1 },
      ],
    });
    expect((await see(level2)).communities.map(({ grid }: { grid: string }) => grid)).toEqual([place.communities[0].id]);
    expect((await see(cadre)).total.total).toBe(2);
    expect((await see(worker)).total.total).toBe(1);
    expect((await ask(people.officer, 'GET', `/wangge/assignments/${task}/progress`)).status).toBe(403);
    expect((await ask(dispatcher, 'GET', '/wangge/assignments/somewhere/progress')).status).toBe(403);
  });

  it('reminds one working day before the due day and once when it is over, of what is open; told once', async () => {
    const { place, worker, stranger } = people;
    // Wednesday, 12 January 2050, far from any published calendar: working days are weekdays.
    const { task, of } = await issued(people, { due_on: '2050-01-12' });
    const own = of(place.patches[0]);
    await part(stranger, of(place.patches[2]), 'complete', { report: '已排查' });
    await run(db, '2050-01-10');
    expect(await told(`assignment_due:${own}`)).toEqual([]);
    await run(db, '2050-01-11');
    await run(db, '2050-01-11');
    await run(db, '2050-01-12');
    expect((await told(`assignment_due:${own}`)).map(({ recipient }) => recipient)).toEqual([worker.id]);
    expect(await told(`assignment_overdue:${own}`)).toEqual([]);
    await run(db, '2050-01-13');
    await run(db, '2050-01-14');
    expect((await told(`assignment_overdue:${own}`)).map(({ recipient }) => recipient)).toEqual([worker.id]);
    expect(await told(`assignment_due:${of(place.patches[2])}`)).toEqual([]);
    expect(await told(`assignment_overdue:${of(place.patches[2])}`)).toEqual([]);
    await step(people.dispatcher, task, 'withdraw', { reason: '试验结束' });
    // Due on a Monday: the Friday before.
    const monday = await issued(people, { due_on: '2050-01-17' });
    await run(db, '2050-01-13');
    expect(await told(`assignment_due:${monday.of(place.patches[0])}`)).toEqual([]);
    await run(db, '2050-01-14');
    expect(await told(`assignment_due:${monday.of(place.patches[0])}`)).toHaveLength(1);
    await step(people.dispatcher, monday.task, 'withdraw', { reason: '试验结束' });
  });

  it('tells at night whoever was not told when it was issued', async () => {
    const { of } = await issued(people, { area: people.place.patches[0].id });
    const key = `assignment_issued:${of(people.place.patches[0])}`;
    await db('outbox').where({ dedupe_key: key }).delete();
    await run(db);
    await run(db);
    expect(await told(key)).toHaveLength(1);
  });
});

describe('the matrix', () => {
  type Role = Exclude<RoleName, 'administrator'>;
  const ROLES: readonly Role[] = ['level_1', 'level_2', 'level_3', 'community_cadre', 'office', 'dispatcher', 'inspector', 'analyst'];
  /** Who reads which parts: of patch 0, of patch 2 (the other community), of another sub-district; and the draft. */
  const READS: Record<Role, { parts: number[]; draft: boolean; evidence: boolean; writes: boolean }> = {
    level_1: { parts: [0, 1], draft: true, evidence: true, writes: true },
    level_2: { parts: [0], draft: false, evidence: true, writes: false },
    level_3: { parts: [0], draft: false, evidence: true, writes: false },
    community_cadre: { parts: [0], draft: false, evidence: true, writes: false },
    office: { parts: [], draft: false, evidence: false, writes: false },
    dispatcher: { parts: [0, 1], draft: true, evidence: true, writes: true },
    inspector: { parts: [0, 1, 2], draft: false, evidence: true, writes: false },
    analyst: { parts: [0, 1, 2], draft: false, evidence: false, writes: false },
  };
  let parts: string[];
  let tasks: string[];
  let links: { file: string; evidence: string; text: string; proof: string };
  let drafted: string;
  const as: Partial<Record<Role, Account>> = {};

  beforeAll(async () => {
    const [here, far] = [await peopled(wangge), await peopled(wangge)];
    const text = await upload(here.dispatcher);
    const one = await issued(here, { files: { create: [{ directus_files_id: text }] } });
    const two = await issued(far);
    const proof = await upload(here.worker);
    await part(here.worker, one.of(here.place.patches[0]), 'complete', { report: '已排查', evidence: [proof] });
    parts = [one.of(here.place.patches[0]), one.of(here.place.patches[2]), two.of(far.place.patches[0])];
    tasks = [one.task, two.task];
    drafted = await draft(here.dispatcher, here);
    links = {
      file: (await db('assignments_files').where({ assignments_id: one.task }).first('id')).id,
      evidence: (await db('assignment_grids_files').where({ assignment_grids_id: parts[0] }).first('id')).id,
      text,
      proof,
    };
    Object.assign(as, { level_1: here.level1, level_2: here.level2, level_3: here.worker, community_cadre: here.cadre, office: here.officer, dispatcher: here.dispatcher, inspector: here.inspector });
    as.analyst = await wangge.createUser({ role: 'analyst' });
  });

  const keys = async (role: Role, collection: string, ids: string[]): Promise<string[]> => {
    const answer = await ask(as[role]!, 'GET', `/items/${collection}`, undefined, { fields: 'id', limit: '-1', filter: JSON.stringify({ id: { _in: ids } }) });
    return answer.status === 403 ? [] : answer.body.data.map(({ id }: { id: string }) => id).sort();
  };

  it.each(ROLES)('%s reads and writes of assigned tasks what the matrix says', async (role) => {
    const expected = READS[role];
    expect(await keys(role, 'assignment_grids', parts)).toEqual(expected.parts.map(nth => parts[nth]!).sort());
    expect(await keys(role, 'assignments', [...tasks, drafted])).toEqual([...new Set(expected.parts.map(nth => tasks[nth === 2 ? 1 : 0]!)), ...expected.draft ? [drafted] : []].sort());
    expect(await keys(role, 'assignment_grids_files', [links.evidence])).toHaveLength(expected.evidence ? 1 : 0);
    expect(await keys(role, 'assignments_files', [links.file])).toHaveLength(expected.evidence ? 1 : 0);
    expect([(await ask(as[role]!, 'GET', `/assets/${links.text}`)).status, (await ask(as[role]!, 'GET', `/assets/${links.proof}`)).status]).toEqual(expected.evidence ? [200, 200] : [403, 403]);
    expect((await ask(as[role]!, 'GET', '/items/assignment_grids', undefined, { fields: 'report', limit: '1' })).status).toBe(['office', 'analyst'].includes(role) ? 403 : 200);

    const refused = async (method: string, path: string, body?: unknown) => expect((await ask(as[role]!, method, path, body)).status, `${method} ${path}`).toBeGreaterThanOrEqual(400);
    for (const body of [{ state: 'completed', report: 'x' }, { state: 'accepted' }, { report: 'x' }, { accepted: 'yes' }, { grid: null }])
      await refused('PATCH', `/items/assignment_grids/${parts[0]}`, body);
    await refused('POST', '/items/assignment_grids', { assignment: tasks[0], grid: null });
    await refused('DELETE', `/items/assignment_grids/${parts[0]}`);
    await refused('POST', '/items/assignment_grids_files', { assignment_grids_id: parts[1], directus_files_id: links.proof });
    await refused('DELETE', `/items/assignment_grids_files/${links.evidence}`);
    await refused('DELETE', `/items/assignments_files/${links.file}`);
    await refused('DELETE', `/items/assignments/${tasks[0]}`);
    await refused('PATCH', `/items/assignments/${drafted}`, { state: 'issued' });
    const title = `${role} 改写`;
    const changed = await ask(as[role]!, 'PATCH', `/items/assignments/${drafted}`, { title });
    expect(changed.status === 200, JSON.stringify(changed.body)).toBe(expected.writes);
    const steps = await ask(as[role]!, 'GET', `/wangge/assignments/${drafted}/actions`);
    expect([steps.status, steps.body?.data], role).toEqual(expected.draft ? [200, ['issue']] : [403, undefined]);
  });

  it('nobody without a role, nobody from outside', async () => {
    for (const path of ['/items/assignments', '/items/assignment_grids', `/wangge/assignments/${tasks[0]}/progress`, `/wangge/assignments/grids/${parts[0]}/actions`])
      expect((await wangge.request('GET', path)).status).toBe(403);
    expect((await wangge.request('POST', `/wangge/assignments/grids/${parts[0]}/accept`)).status).toBe(403);
  });
});
