/** Ledgers are kept up: confirmed in one tap, collected by plan, found fault with fairly, and counted for whoever may see counts. */
import type { Community } from './community.ts';
import type { Account } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeTasks } from '../../extensions/wangge/src/ledgers/upkeep/task-service.ts';
import { peopled } from './community.ts';
import { server } from './harness.ts';

const wangge = await server();
const { db } = wangge;
const SET = 'ledger_facilities';
let people: Community;
let inspector: Account;
let dataset: string;
let today: string;
let count = 0;

beforeAll(async () => {
  people = await peopled(wangge);
  const team = randomUUID();
  await db('departments').insert({ id: team, code: `${people.place.code}S01`, name: '督查考核组', subdistrict: people.place.id, kind: 'office', active: true, supervises: true });
  inspector = await wangge.createUser({ role: 'inspector', department: team });
  dataset = await setId(SET);
  today = (await db.raw('select wangge_today()::text as today')).rows[0].today;
});

const setId = async (collection: string): Promise<string> => (await db('ledger_datasets').where({ collection }).first('id')).id;
const post = (as: Account | null, path: string, body: unknown) => wangge.request('POST', path, { as, body });
const patch = (as: Account, path: string, body: unknown) => wangge.request('PATCH', path, { as, body });
const rule = ({ errors }: { errors: { extensions: Record<string, unknown> }[] }) => errors[0]?.extensions.rule ?? errors[0]?.extensions.code;
const facility = (grid: string) => ({ grid, name: `健身路径${++count}`, group: 'environment', kind: 'fitness', condition: 'intact' });

/** An entry of patch 0, made by its worker; `confirmed_on` set back if a day is given. */
async function entry(confirmed_on?: string, { as = people.worker, grid = people.place.patches[0].id } = {}): Promise<string> {
  const { status, body } = await post(as, `/items/${SET}`, facility(grid));
  expect(status, JSON.stringify(body)).toBe(200);
  if (confirmed_on !== undefined)
    await db(SET).where({ id: body.data.id }).update({ confirmed_on });
  return body.data.id;
}

const stored = (id: string) => db(SET).where({ id }).first('confirmed_on', 'confirmed_by', 'review_due_on', 'user_updated', 'state', 'name');

describe('nothing has changed', () => {
  it('dates the entry anew and is no change of it', async () => {
    const id = await entry('2026-01-05');
    expect((await stored(id)).review_due_on).toBe('2026-07-04');
    const before = await db('ledger_changes').where({ item: id }).count();
    const { status, body } = await post(people.level2, '/items/ledger_confirmations', { dataset, item: id, grid: people.place.patches[0].id, confirmed_by: people.worker.id });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(await db('ledger_confirmations').where({ item: id }).first('grid', 'grid_path', 'confirmed_by')).toEqual({ grid: people.place.patches[0].id, grid_path: people.place.patches[0].path, confirmed_by: people.level2.id });
    expect(await stored(id)).toMatchObject({ confirmed_on: today, confirmed_by: people.level2.id, user_updated: null });
    expect(await db('ledger_changes').where({ item: id }).count()).toEqual(before);
  });

  it('is said by whoever may change the entry, of what is current, and stands', async () => {
    const id = await entry();
    for (const person of [people.stranger, people.officer, people.cadre, inspector])
      expect([400, 403]).toContain((await post(person, '/items/ledger_confirmations', { dataset, item: id })).status);
    expect(rule(await post(people.stranger, '/items/ledger_confirmations', { dataset, item: id }))).toBe('confirm_not_yours');
    expect(rule(await post(people.worker, '/items/ledger_confirmations', { dataset, item: randomUUID() }))).toBe('confirm_not_yours');
    expect(rule(await post(people.worker, '/items/ledger_confirmations', { dataset: randomUUID(), item: id }))).toBe('dataset_unknown');
    await patch(people.worker, `/items/${SET}/${id}`, { state: 'void' });
    expect(rule(await post(people.worker, '/items/ledger_confirmations', { dataset, item: id }))).toBe('confirm_not_current');
    const said = await db('ledger_confirmations').first('id');
    expect(rule(await patch(wangge.admin, `/items/ledger_confirmations/${said.id}`, { confirmed_at: null }))).toBe('confirmation_kept');
    await expect(db('ledger_confirmations').where({ id: said.id }).update({ confirmed_by: people.stranger.id })).rejects.toThrow('only added to');
    await expect(db('ledger_confirmations').where({ id: said.id }).delete()).rejects.toThrow('only added to');
  });

  it('of many rows at once: all or none, once a day', async () => {
    const keys = [await entry('2026-01-05'), await entry('2026-01-05'), await entry()];
    const other = await entry('2026-01-05', { as: people.stranger, grid: people.place.patches[2].id });
    const path = `/wangge/ledgers/${SET}/confirm`;
    expect(rule(await post(people.worker, path, { keys: [...keys, other] }))).toBe('confirm_some_not_yours');
    expect(rule(await post(people.worker, path, { keys: [] }))).toBe('confirm_keys');
    expect((await stored(keys[0]!)).confirmed_on).toBe('2026-01-05');
    expect((await post(people.worker, path, { keys: [...keys, keys[0]] })).body).toEqual({ data: { confirmed: 2, already: 1 } });
    expect((await post(people.worker, path, { keys })).body).toEqual({ data: { confirmed: 0, already: 3 } });
    expect((await stored(keys[1]!))).toMatchObject({ confirmed_on: today, confirmed_by: people.worker.id });
    expect(await db('ledger_confirmations').whereIn('item', keys).pluck('item')).toHaveLength(2);
    expect((await post(people.worker, '/wangge/ledgers/directus_users/confirm', { keys })).status).toBe(403);
    expect((await post(null, path, { keys })).status).toBe(403);
    await patch(people.worker, `/items/${SET}/${keys[0]}`, { state: 'moved' });
    expect(rule(await post(people.worker, path, { keys }))).toBe('confirm_some_not_current');
  });
});

it('is confirmed once by two people at once, and over GraphQL like over REST', async () => {
  const keys = [await entry('2026-01-05'), await entry('2026-01-05')];
  const answers = await Promise.all([people.worker, people.level2, people.worker].map((as, index) => post(as, `/wangge/ledgers/${SET}/confirm`, { keys: index === 1 ? keys.toReversed() : keys })));
  expect(answers.map(({ body }) => body.data.confirmed).toSorted()).toEqual([0, 0, 2]);
  const confirm = (as: Account, item: string) => post(as, '/graphql', { query: `mutation { create_ledger_confirmations_item(data: { dataset: "${dataset}", item: "${item}" }) { id } }` });
  const item = await entry('2026-01-05');
  expect((await confirm(people.stranger, item)).errors[0]?.extensions.rule).toBe('confirm_not_yours');
  expect((await confirm(people.worker, item)).errors).toEqual([]);
  expect(await stored(item)).toMatchObject({ confirmed_on: today, confirmed_by: people.worker.id });
});

describe('collection tasks', () => {
  let patches: string[];
  const plan = (said: Record<string, unknown>) => ({ name: '季度采集', grid: people.place.communities[0].id, level: 3, every: 'quarter', due_working_days: 5, starts_on: '2026-01-01', ...said });
  const tasksOf = (made: string) => db('collection_tasks').where({ plan: made }).orderBy('grid').select('id', 'grid', 'grid_path', 'dataset', 'starts_on', 'due_on', 'outcome', 'done_by', 'late', 'none_here');
  /** Tasks are made just after the answer. */
  const made = async (said: Record<string, unknown>): Promise<{ id: string; tasks: Awaited<ReturnType<typeof tasksOf>> }> => {
    const { status, body } = await post(people.level2, '/items/collection_plans', plan(said));
    expect(status, JSON.stringify(body)).toBe(200);
    await expect.poll(() => tasksOf(body.data.id)).not.toHaveLength(0);
    return { id: body.data.id, tasks: await tasksOf(body.data.id) };
  };
  const task = async (id: string, grid: string) => (await tasksOf(id)).find(one => one.grid === grid)!;

  beforeAll(() => {
    patches = people.place.patches.slice(0, 2).map(({ id }) => id);
  });

  it('are made at once for every grid below, again at night for what is missing, and never twice', async () => {
    const { id, tasks } = await made({ topic: '汛期隐患排查' });
    expect(tasks.map(({ grid }) => grid)).toEqual(patches.toSorted());
    expect(tasks[0]!.due_on > today).toBe(true);
    expect(tasks[0]!.starts_on <= today).toBe(true);
    await db('collection_tasks').where({ id: tasks[0]!.id }).delete();
    expect((await makeTasks(db, { plans: null })).made).toBeGreaterThanOrEqual(1);
    expect(await makeTasks(db, { plans: [id] })).toEqual({ made: 0, closed: 0 });
    expect(await tasksOf(id)).toHaveLength(2);
    // The next quarter, and half a year in which nobody made any.
    const both = await Promise.all([1, 2].map(() => makeTasks(db, { plans: [id], today: '2027-08-02' })));
    expect(both.reduce((sum, { made }) => sum + made, 0)).toBe(2);
    expect((await tasksOf(id)).map(({ starts_on }) => starts_on).toSorted().at(-1)).toBe('2027-07-01');
    await patch(people.level2, `/items/collection_plans/${id}`, { active: false });
    expect((await makeTasks(db, { plans: [id], today: '2028-01-03' })).made).toBe(0);
    expect(rule(await patch(people.level2, `/items/collection_plans/${id}`, { every: 'month' }))).toBe('plan_fixed');
    expect(rule(await wangge.request('DELETE', `/items/collection_plans/${id}`, { as: wangge.admin }))).toBe('plan_in_use');
  });

  it.each([
    [{}, 'plan_dataset_or_topic'],
    [{ topic: '隐患', level: 1 }, 'plan_level'],
    [{ topic: '隐患', due_working_days: 0 }, 'plan_limit'],
    [{ topic: '隐患', starts_on: '2026-13-01' }, 'date_invalid'],
  ])('of a plan that makes no sense are none: %j', async (said, code) => {
    expect(rule(await post(people.level2, '/items/collection_plans', plan(said)))).toBe(code);
  });

  it('belong to the planner\'s own part', async () => {
    expect(rule(await post(people.level2, '/items/collection_plans', plan({ topic: '隐患', grid: people.place.communities[1].id })))).toBe('grid_out_of_scope');
    expect((await post(people.worker, '/items/collection_plans', plan({ topic: '隐患', grid: people.place.patches[0].id }))).status).toBe(403);
  });

  it('close by themselves when every current entry was entered, changed or confirmed since', async () => {
    const [here, there] = people.place.patches;
    const venues = await setId('ledger_venues');
    const { id: first } = await made({ dataset: venues });
    const enter = async (as: Account, grid: string): Promise<string> => {
      const { status, body } = await post(as, '/items/ledger_venues', { grid, name: `活动室${++count}`, kind: 'cultural', type: 'cultural', ...await requiredOf('ledger_venues') });
      expect(status, JSON.stringify(body)).toBe(200);
      return body.data.id;
    };
    const one = await enter(people.worker, here.id);
    expect(await task(first, here.id)).toMatchObject({ outcome: 'entered', done_by: people.worker.id, late: false });
    expect(await task(first, there.id)).toMatchObject({ outcome: null, done_by: null });
    const two = await enter(people.worker, here.id);
    // Both are of the year before; a new plan asks again.
    await db('ledger_changes').whereIn('item', [one, two]).update({ at: '2025-06-01T00:00:00.000Z' });
    await db('ledger_venues').whereIn('id', [one, two]).update({ confirmed_on: '2025-06-01' });
    const { id: second } = await made({ dataset: venues, name: '再采集' });
    await post(people.worker, '/items/ledger_confirmations', { dataset: venues, item: one });
    expect(await task(second, here.id)).toMatchObject({ outcome: null });
    await post(people.worker, '/wangge/ledgers/ledger_venues/confirm', { keys: [one, two] });
    expect(await task(second, here.id)).toMatchObject({ outcome: 'confirmed', done_by: people.worker.id, late: false });
    // What was kept up before a plan is not asked for again.
    expect((await made({ dataset: venues, name: '三采集' })).tasks.find(({ grid }) => grid === here.id)).toBeDefined();
    const { id: third } = (await db('collection_plans').where({ name: '三采集', grid: people.place.communities[0].id }).first('id'));
    await expect.poll(async () => (await task(third, here.id)).outcome).toBe('confirmed');
    // A community's task waits for all its patches: the last one that was not confirmed is found to be gone.
    const three = await enter(people.level2, there.id);
    await db('ledger_venues').where({ id: three }).update({ confirmed_on: '2025-06-01' });
    const { id: whole, tasks } = await made({ dataset: venues, level: 2, name: '社区采集' });
    expect(tasks).toMatchObject([{ grid: people.place.communities[0].id, outcome: null }]);
    expect((await patch(people.level2, `/items/ledger_venues/${three}`, { state: 'void' })).status).toBe(200);
    expect(await tasksOf(whole)).toMatchObject([{ outcome: 'entered', done_by: people.level2.id }]);
    // What two people finished at the same moment, neither seeing the other's, the night closes.
    await db('ledger_venues').where({ id: one }).update({ confirmed_on: '2025-06-01' });
    const { id: fourth } = await made({ dataset: venues, name: '四采集' });
    await db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('ledger_venues').where({ id: one }).update({ confirmed_on: today, review_due_on: (await db('ledger_venues').where({ id: two }).first('review_due_on')).review_due_on });
    });
    expect(await task(fourth, here.id)).toMatchObject({ outcome: null });
    await makeTasks(db, { plans: null });
    expect(await task(fourth, here.id)).toMatchObject({ outcome: 'confirmed', late: false });
  });

  it('are closed by "none here" in one tap, by a report on a topic, within scope, and stay closed', async () => {
    const rentals = await setId('ledger_hazard_points');
    const { id } = await made({ dataset: rentals });
    const [here, there] = people.place.patches;
    const [mine, second] = [await task(id, here.id), await task(id, there.id)];
    const path = `/items/collection_tasks/${mine.id}`;
    expect((await patch(people.stranger, path, { none_here: true })).status).not.toBe(200);
    expect((await patch(people.cadre, path, { none_here: true })).status).not.toBe(200);
    expect(rule(await patch(people.worker, path, { outcome: 'none_here' }))).toBe('managed_field');
    expect(rule(await patch(people.worker, path, { done_by: people.level2.id }))).toBe('managed_field');
    expect(rule(await patch(people.worker, path, { report: '无' }))).toBe('report_of_topic');
    const said = await patch(people.worker, path, { none_here: true });
    expect(said.status, JSON.stringify(said.body)).toBe(200);
    expect(await task(id, here.id)).toMatchObject({ outcome: 'none_here', none_here: true, done_by: people.worker.id, late: false });
    expect(rule(await patch(people.worker, path, { none_here: false }))).toBe('task_done');
    // One turns up all the same.
    const required = await requiredOf('ledger_hazard_points');
    const entered = await post(people.worker, '/items/ledger_hazard_points', { grid: here.id, ...required });
    expect(entered.status, JSON.stringify(entered.body)).toBe(200);
    expect(await task(id, here.id)).toMatchObject({ outcome: 'entered', none_here: true });
    // Where there are entries, there is not "none". (Done: it is made open again.)
    expect((await post(people.level2, '/items/ledger_hazard_points', { grid: there.id, ...required })).status).toBe(200);
    await db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('collection_tasks').where({ id: second.id }).update({ outcome: null, done_at: null, done_by: null, late: null });
    });
    expect(rule(await patch(people.level2, `/items/collection_tasks/${second.id}`, { none_here: true }))).toBe('none_here_entries');
    await expect(db('collection_tasks').where({ id: second.id }).update({ none_here: true })).rejects.toThrow('has entries');

    const { tasks: [topic] } = await made({ topic: '出租房屋消防隐患' });
    await db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('collection_tasks').where({ id: topic!.id }).update({ due_on: '2026-01-09' });
    });
    expect((await patch(people.level2, `/items/collection_tasks/${topic!.id}`, { report: '排查12户，整改2户' })).status).toBe(200);
    expect(await db('collection_tasks').where({ id: topic!.id }).first('outcome', 'late', 'done_by')).toEqual({ outcome: 'entered', late: true, done_by: people.level2.id });
    expect(rule(await post(wangge.admin, '/items/collection_tasks', { plan: id }))).toBe('tasks_of_plans');
    expect(rule(await wangge.request('DELETE', path, { as: wangge.admin }))).toBe('tasks_of_plans');
  });
});

/** Values for what a set requires, the grid aside. */
async function requiredOf(collection: string): Promise<Record<string, unknown>> {
  const rows: { field: string; type: string; options: { choices?: { value: string }[]; kind?: string } | null }[] = await db('directus_fields as f').where({ collection, required: true }).whereNot('field', 'grid').select('field', 'options', db.raw('f.interface as type'));
  const columns: Record<string, { type: string }> = await db(collection).columnInfo() as never;
  return Object.fromEntries(rows.map(({ field, options }) => [field, options?.choices?.[0]?.value ?? (columns[field]?.type === 'date' ? today : columns[field]?.type === 'integer' ? 1 : `测试${++count}`)]));
}

describe('findings', () => {
  const find = (as: Account, said: Record<string, unknown>) => post(as, '/items/ledger_findings', { dataset, kind: 'inaccurate', description: '现场数量与台账不符', ...said });
  const step = (as: Account, id: string, said: Record<string, unknown>) => patch(as, `/items/ledger_findings/${id}`, said);
  const row = (id: string) => db('ledger_findings').where({ id }).first();
  const told = (id: string) => db('outbox').whereLike('dedupe_key', `finding:${id}:%`).orderBy('id').select('recipient', 'event');

  it('are answered by the worker, decided by another person, corrected by the change; the fact stays', async () => {
    const item = await entry();
    const { status, body } = await find(inspector, { item });
    expect(status, JSON.stringify(body)).toBe(200);
    const { id } = await db('ledger_findings').where({ item }).first('id');
    expect(await row(id)).toMatchObject({ grid: people.place.patches[0].id, found_by: inspector.id, found_on: today, state: 'open' });
    expect(await told(id)).toEqual([{ recipient: people.worker.id, event: 'finding_found' }]);
    expect(rule(await step(inspector, id, { state: 'confirmed' }))).toBe('finding_own');
    expect(rule(await step(people.worker, id, { state: 'confirmed' }))).toBe('finding_concerns_self');
    expect(rule(await step(people.level2, id, { answer: '已核' }))).toBe('finding_not_answerer');
    expect((await step(people.worker, id, { answer: '漏记两件，已核实' })).status).toBe(200);
    expect((await step(people.stranger, id, { state: 'confirmed' })).status).not.toBe(200);
    expect((await step(people.level2, id, { state: 'confirmed' })).status).toBe(200);
    expect(await row(id)).toMatchObject({ state: 'confirmed', answered_by: people.worker.id, decided_by: people.level2.id, corrected_at: null });
    await expect.poll(() => told(id)).toHaveLength(3);
    expect((await told(id)).slice(1).map(({ recipient }) => recipient).toSorted()).toEqual([inspector.id, people.worker.id].toSorted());
    // To confirm the entry corrects nothing, to change it does.
    await db(SET).where({ id: item }).update({ confirmed_on: '2026-01-05' });
    await post(people.worker, '/items/ledger_confirmations', { dataset, item });
    expect((await row(id)).state).toBe('confirmed');
    expect((await patch(people.worker, `/items/${SET}/${item}`, { condition: 'damaged' })).status).toBe(200);
    expect(await row(id)).toMatchObject({ state: 'corrected', kind: 'inaccurate', description: '现场数量与台账不符' });
    expect((await row(id)).corrected_at).not.toBeNull();
    expect(rule(await wangge.request('DELETE', `/items/ledger_findings/${id}`, { as: wangge.admin }))).toBe('finding_kept');
    for (const change of [{ kind: 'missing' }, { state: 'open' }, { decided_by: people.level1.id }, { found_by: people.level1.id }])
      await expect(db('ledger_findings').where({ id }).update(change)).rejects.toThrow(/fixed|cannot become/);
    await expect(db('ledger_findings').where({ id }).delete()).rejects.toThrow('stays');
  });

  it('"false" waits for an answer', async () => {
    const { body } = await find(people.level2, { grid: people.place.patches[0].id, kind: 'false' });
    const { id } = body.data;
    expect(rule(await step(inspector, id, { state: 'confirmed' }))).toBe('finding_unanswered');
    await expect(db('ledger_findings').where({ id }).update({ state: 'confirmed', decided_by: inspector.id, decided_at: new Date().toISOString() })).rejects.toThrow('ledger_findings_heard');
    await db('ledger_findings').where({ id }).update({ date_created: '2026-01-05T02:00:00.000Z' });
    expect((await step(inspector, id, { state: 'confirmed' })).status).toBe(200);
    expect((await step(people.worker, id, { state: 'corrected' })).status).toBe(200);
    expect(await row(id)).toMatchObject({ state: 'corrected' });
  });

  it('come from those who work in the grid and the inspection team; nobody writes what the system writes', async () => {
    const grid = people.place.patches[0].id;
    expect(rule(await find(people.stranger, { grid }))).toBe('finding_out_of_scope');
    expect(rule(await find(people.worker, { grid, found_by: people.level2.id }))).toBe('managed_field');
    expect(rule(await find(people.worker, { item: randomUUID() }))).toBe('finding_entry_unknown');
    expect(rule(await find(inspector, { item: await entry(), grid: people.place.patches[2].id }))).toBe('finding_entry_elsewhere');
    expect((await find(people.officer, { grid })).status).not.toBe(200);
    expect((await find(people.dispatcher, { grid })).status).not.toBe(200);
    await expect(db('ledger_findings').insert({ id: randomUUID(), grid, kind: 'missing', description: '漏登', found_by: people.level1.id, state: 'confirmed', decided_by: people.level1.id, decided_at: today })).rejects.toThrow('ledger_findings_decided');
  });
});

describe('figures', () => {
  const freshness = async (as: Account, query: Record<string, string> = {}) => (await wangge.request('GET', '/wangge/ledgers/freshness', { as, query })).body.data;
  const completeness = async (as: Account, query: Record<string, string> = {}) => (await wangge.request('GET', '/wangge/ledgers/completeness', { as, query })).body.data;
  let other: Community;
  let patch0: string;

  beforeAll(async () => {
    other = await peopled(wangge);
    patch0 = other.place.patches[0].id;
    const ago = (days: number): Promise<string> => db.raw('select (wangge_today() - ?::int)::text as day', [days]).then(({ rows }) => rows[0].day);
    for (const days of [0, 172, 173, 180, 181])
      await entry(await ago(days), { as: other.worker, grid: patch0 });
    const gone = await entry(await ago(300), { as: other.worker, grid: patch0 });
    await patch(other.worker, `/items/${SET}/${gone}`, { state: 'void' });
    await entry(undefined, { as: other.stranger, grid: other.place.patches[2].id });
  });

  it('count fresh, due and stale by grid and category, as the filters do', async () => {
    const own = await freshness(other.level2);
    expect(own).toMatchObject({ today, level: 3 });
    expect(own.grids.map(({ grid }: { grid: string }) => grid)).toEqual(other.place.patches.slice(0, 2).map(({ id }) => id));
    expect(own.grids[0].categories.urban_management).toEqual({ total: 5, fresh: 2, due: 2, stale: 1 });
    expect(own.grids[1].categories.urban_management).toEqual({ total: 0, fresh: 0, due: 0, stale: 0 });
    expect(own.categories.map(({ code }: { code: string }) => code)).toHaveLength(8);
    const area = await freshness(other.level1);
    expect(area).toMatchObject({ level: 2 });
    expect(area.grids.map((grid: any) => grid.categories.urban_management.total)).toEqual([5, 1]);
    expect((await freshness(other.level1, { grid: other.place.communities[1].id, level: '3' })).grids.map((grid: any) => grid.categories.urban_management.total)).toEqual([1, 0]);
  });

  it('are shown within one\'s part: others\' grids are left out', async () => {
    expect((await freshness(other.worker)).grids.map(({ grid }: any) => grid)).toEqual([patch0]);
    expect((await freshness(other.worker, { grid: other.place.patches[2].id })).grids).toEqual([]);
    expect((await freshness(other.cadre)).grids).toHaveLength(2);
    expect((await freshness(other.dispatcher)).grids).toEqual([]);
    expect((await freshness(other.officer)).grids).toEqual([]);
    await db('ledger_datasets_departments').insert({ id: randomUUID(), ledger_datasets_id: dataset, departments_id: other.place.office.id });
    const office = await freshness(other.officer, { level: '2' });
    expect(office.grids.map((grid: any) => grid.categories)).toEqual([
      { urban_management: { total: 5, fresh: 2, due: 2, stale: 1 } },
      { urban_management: { total: 1, fresh: 1, due: 0, stale: 0 } },
    ]);
    const analyst = await wangge.createUser({ role: 'analyst' });
    for (const everywhere of [analyst, inspector])
      expect((await freshness(everywhere, { grid: other.place.area.id, level: '1' })).grids[0].categories.urban_management.total).toBe(6);
    expect((await wangge.request('GET', '/wangge/ledgers/freshness')).status).toBe(403);
    expect((await wangge.request('GET', '/wangge/ledgers/freshness', { as: analyst, query: { level: '4' } })).status).toBe(400);
    expect((await wangge.request('GET', '/wangge/ledgers/freshness', { as: analyst, query: { grid: 'x' } })).status).toBe(400);
  });

  it('leave sensitive sets out, except for those who read the entries', async () => {
    const sensitive = await db('ledger_datasets').where({ sensitivity: 'sensitive' }).first('id', 'collection');
    const { rows: [{ readers }] } = await db.raw(`select count(*)::int as readers from directus_permissions where collection = ? and action = 'read'`, [sensitive.collection]);
    expect(readers).toBe(1);
    const assessment = randomUUID();
    await db('directus_files').insert({ id: assessment, storage: 'local', filename_download: '影响评估.pdf' });
    const activated = { legal_basis: '测试依据', purpose: '测试', retention_months: 12, impact_assessment: assessment, prepared_by: other.level1.id, activated_by: wangge.admin.id };
    await db('ledger_datasets').where({ id: sensitive.id }).update({ ...activated, active: true, required: true });
    const names = async (as: Account): Promise<string[]> => (await completeness(as)).grids[0].sets.map(({ collection }: { collection: string }) => collection);
    expect(await names(other.level2)).not.toContain(sensitive.collection);
    const { policy } = await db('directus_permissions').where({ collection: sensitive.collection, action: 'read' }).first('policy');
    await db('directus_access').insert({ id: randomUUID(), user: other.level2.id, policy });
    expect(await names(other.level2)).toContain(sensitive.collection);
    await db('ledger_datasets').where({ id: sensitive.id }).update({ active: false, required: false });
  });

  it('say how complete a ledger is, by the denominator of each set', async () => {
    const [dwellings, residents] = [await setId('ledger_dwellings'), await setId('ledger_residents')];
    await db('grids').where({ id: patch0 }).update({ households: 40 });
    const expected = (as: Account, said: Record<string, unknown>) => post(as, '/items/ledger_expected', { dataset: residents, grid: patch0, expected: 8, ...said });
    expect(rule(await expected(other.level2, { expected: -1 }))).toBe('expected_number');
    expect(rule(await expected(other.level2, { expected: 2.5 }))).toBe('expected_number');
    expect(rule(await expected(other.level2, { dataset: dwellings }))).toBe('expected_not_declared');
    expect(rule(await expected(other.level2, { grid: other.place.patches[2].id }))).toBe('grid_out_of_scope');
    expect((await expected(other.worker, {})).status).not.toBe(200);
    expect((await expected(other.level2, {})).status).toBe(200);
    expect((await expected(other.level2, {})).status).toBe(400);
    expect(rule(await expected(other.level2, { as_of: '2199-01-01' }))).toBe('date_future');
    await expect(db('ledger_expected').where({ grid: patch0 }).update({ expected: -1 })).rejects.toThrow('ledger_expected_counted');
    const { grids: [grid] } = await completeness(other.worker);
    const of = (collection: string) => grid.sets.find((set: { collection: string }) => set.collection === collection);
    expect(of(SET)).toMatchObject({ expected: 5, entries: 5, share: 1 });
    expect(of('ledger_dwellings')).toMatchObject({ expected: 40, entries: 0, share: 0 });
    expect(of('ledger_residents')).toMatchObject({ expected: 8, entries: 0, share: 0 });
    expect(of('ledger_enterprises')).toMatchObject({ expected: null, entries: 0, share: null });
    const above = (await completeness(other.level1)).grids[0];
    expect(above.sets.find((set: { collection: string }) => set.collection === 'ledger_residents')).toMatchObject({ expected: 8 });
  });
});
