/** Grids are moved, split, merged and retired: what is open goes on with whoever answers for it now, what is closed stays where it was. */
import type { Community } from './community.ts';
import type { OwnServer } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { sweep } from '../../extensions/wangge/src/handling/sweep-service.ts';
import { peopled, reported } from './community.ts';
import { freshServer } from './harness.ts';

let wangge: OwnServer;
let community: Community;
const issue = (id: string) => wangge.db('issues').where({ id }).first();
const clocks = (id: string) => wangge.db('issue_deadlines').where({ issue: id }).orderBy('id').select('kind', 'due_at', 'state', 'started_at');
const change = (body: Record<string, unknown>, as: Parameters<OwnServer['request']>[2] extends infer Options ? Options extends { as?: infer As } ? As : never : never = wangge.admin) =>
  wangge.request('POST', '/items/grid_changes', { as, body: { note: '街道办发〔2026〕12号', ...body } });
const to = (...grids: string[]) => grids.map(grids_id => ({ grids_id }));
const patch = async (parent: { id: string; code: string }, suffix: string, boundary: unknown = null) => {
  const row = { id: randomUUID(), code: `${parent.code}${suffix}` };
  await wangge.db('grids').insert({ ...row, name: row.code, subdistrict: community.place.id, level: 3, parent: parent.id, kind: 'basic', status: 'active', boundary: boundary === null ? null : JSON.stringify(boundary) });
  return row;
};
const square = (west: number, south: number) => ({ type: 'Polygon', coordinates: [[[west, south], [west + 0.01, south], [west + 0.01, south + 0.01], [west, south + 0.01], [west, south]]] });

beforeAll(async () => {
  wangge = await freshServer();
});
beforeEach(async () => {
  community = await peopled(wangge);
});
afterAll(() => wangge.close());

describe('a grid that is moved', () => {
  it('takes its rows along; its open issues follow the new level 2, no limit moves', async () => {
    const { place } = community;
    const id = await reported(wangge, community, { kind: 'problem', parties: 'none' });
    const other = await wangge.createUser({ role: 'level_2', posts: [{ grid: place.communities[1].id }] });
    const before = await issue(id);
    const limits = await clocks(id);
    const answer = await change({ kind: 'move', grid: place.patches[0].id, parent: place.communities[1].id });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const after = await issue(id);
    expect(after.grid_path).toBe(`${place.communities[1].path}${place.patches[0].code}/`);
    expect(after).toMatchObject({ status: before.status, grid: before.grid, due_at: before.due_at });
    expect([after.lead, after.handler, after.follower]).not.toContain(community.level2.id);
    if (before.lead === community.level2.id)
      expect(after.lead).toBe(other.id);
    expect(await clocks(id)).toEqual(limits);
    expect((await wangge.db('directus_users').where({ id: community.worker.id }).first()).scope_1).toBe(after.grid_path);
    expect(await verifyIssues(wangge.db)).toMatchObject({ faults: [] });
  });

  it('is not moved over the form once it is in use, nor back and forth without leaving things as they were', async () => {
    const { place } = community;
    const id = await reported(wangge, community);
    const form = await wangge.request('PATCH', `/items/grids/${place.patches[0].id}`, { as: wangge.admin, body: { parent: place.communities[1].id } });
    expect(form.body.errors[0].extensions).toMatchObject({ field: 'parent', rule: 'move_by_change' });
    const state = async () => ({
      grids: await wangge.db('grids').where({ subdistrict: place.id }).orderBy('code').select('id', 'path', 'parent', 'leader', 'status'),
      people: await wangge.db('directus_users').whereIn('id', [community.worker.id, community.level2.id, community.level1.id]).orderBy('id').select('scope_1', 'scope_2'),
      issue: await wangge.db('issues').where({ id }).first('grid', 'grid_path', 'status', 'lead', 'handler', 'follower', 'department', 'due_at'),
      clocks: await clocks(id),
    });
    await wangge.createUser({ role: 'level_2', posts: [{ grid: place.communities[1].id }] });
    const before = await state();
    for (const parent of [place.communities[1], place.communities[0]])
      expect((await change({ kind: 'move', grid: place.patches[0].id, parent: parent.id })).status).toBe(200);
    expect(await state()).toEqual(before);
  });
});

describe('any walk of moves', () => {
  it('gone back step by step changes nothing: paths, scopes, leaders, rows of every bound table, who has what is open, limits', async () => {
    const { place } = community;
    const { db } = wangge;
    const area = randomUUID();
    await db('grids').insert({ id: area, code: `${place.code}L02`, name: '第二片区', subdistrict: place.id, level: 1, kind: 'basic', status: 'active' });
    await wangge.createUser({ role: 'level_1', posts: [{ grid: area }] });
    await wangge.createUser({ role: 'level_2', posts: [{ grid: place.communities[1].id }] });
    await wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[1].id }, { grid: place.communities[0].id, role: 'deputy' }] });
    for (const said of [{}, { kind: 'problem', parties: 'none' }, { kind: 'dispute', parties: 'organisations' }])
      await reported(wangge, community, said);
    const entry = await wangge.request('POST', '/items/ledger_facilities', { as: community.worker, body: { grid: place.patches[0].id, name: '消火栓', group: 'fire', kind: 'hydrant', condition: 'intact' } });
    expect(entry.status, JSON.stringify(entry.body)).toBe(200);
    const log = await wangge.request('POST', '/items/work_logs', { as: community.worker, body: { grid: place.patches[0].id, started_at: '00:01', ended_at: '00:02', kind: 'patrol', summary: '巡查' } });
    expect(log.status, JSON.stringify(log.body)).toBe(200);

    const grids: string[] = await db('grids').where({ subdistrict: place.id }).pluck('id');
    const bound: string[] = (await db.raw('select wangge_grid_bound()::text as name order by 1')).rows.map((row: { name: string }) => row.name);
    const state = async () => ({
      grids: await db('grids').whereIn('id', grids).orderBy('id').select('id', 'path', 'parent', 'leader', 'status'),
      people: await db('directus_users').whereIn('id', db('posts').whereIn('grid', grids).select('person')).orderBy('id').select('id', 'scope_1', 'scope_2', 'scope_3', 'scope_4', 'scope_5', 'scope_6'),
      rows: await Promise.all(bound.filter(table => table !== 'grid_changes').map(async table => [table, await db(table).whereIn('grid', grids).orderByRaw('id::text').select('id', 'grid', 'grid_path')])),
      issues: (await db('issues').whereIn('grid', grids).orderBy('id')).map(({ event_seq, event_hash, event_recorded_at, date_updated, user_updated, ...row }) => row),
      clocks: await db('issue_deadlines').whereIn('issue', db('issues').whereIn('grid', grids).select('id')).orderBy('id').select('id', 'person', 'due_at', 'original_due_at', 'state', 'started_at'),
    });
    const before = await state();
    expect(before.rows.filter(([, rows]) => (rows as unknown[]).length > 0).length).toBeGreaterThan(3);
    const places = new Map<string, string[]>([...place.patches.map(({ id }) => [id, place.communities.map(one => one.id)] as const), ...place.communities.map(({ id }) => [id, [place.area.id, area]] as const)].map(([id, parents]) => [id, [...parents]]));
    const walked: [string, string][] = [];
    const move = async (grid: string, parent: string): Promise<void> => {
      const answer = await change({ kind: 'move', grid, parent });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    };
    // Each grid has two places: a step goes to the other one.
    for (const n of [0, 4, 0, 5, 2, 0, 4, 1]) {
      const [grid, parents] = [...places][n]!;
      const { parent } = await db('grids').where({ id: grid }).first('parent');
      await move(grid, parents.find(one => one !== parent)!);
      walked.push([grid, parent]);
    }
    expect(await state()).not.toEqual(before);
    for (const [grid, parent] of walked.toReversed())
      await move(grid, parent);
    expect(await state()).toEqual(before);
    expect(await verifyIssues(db)).toMatchObject({ faults: [] });
  });
});

describe('a grid that is merged', () => {
  it('hands on what is open and keeps what is closed', async () => {
    const { place } = community;
    const [from, into] = place.patches;
    const heir = await wangge.createUser({ role: 'level_3', posts: [{ grid: into.id }] });
    const id = await reported(wangge, community);
    const closed = await reported(wangge, community);
    expect((await wangge.request('POST', '/items/issue_events', { as: community.worker, body: { issue: closed, type: 'withdraw' } })).status).toBe(200);
    const resident = await wangge.request('POST', '/items/ledger_facilities', { as: community.worker, body: { grid: from.id, name: '路灯一号', group: 'utility', kind: 'street_lamp', condition: 'intact' } });
    expect(resident.status, JSON.stringify(resident.body)).toBe(200);
    const plan = randomUUID();
    await wangge.db('collection_plans').insert({ id: plan, name: '走访', topic: '走访独居老人', grid: place.area.id, level: 3, every: 'month', due_working_days: 5, starts_on: '2026-01-01', active: true });
    const task = (grid: string, starts_on: string) => ({ id: randomUUID(), plan, topic: '走访独居老人', grid, starts_on, due_on: '2026-12-31' });
    await wangge.db('collection_tasks').insert([task(from.id, '2026-10-01'), task(from.id, '2026-11-01'), task(into.id, '2026-11-01')]);

    const handover = await wangge.request('POST', '/items/handovers', { as: community.level2, body: { grid: from.id, to_person: heir.id, handed_on: (await wangge.db.raw('select wangge_today()::text as today')).rows[0].today } });
    expect(handover.status, JSON.stringify(handover.body)).toBe(200);

    const preview = await wangge.request('POST', '/wangge/territory/changes/preview', { as: wangge.admin, body: { kind: 'merge', grid: from.id, successors: to(into.id) } });
    expect(preview.body.data.open).toMatchObject({ issues: 1, entries: 1, tasks: 2 });
    const answer = await change({ kind: 'merge', grid: from.id, successors: to(into.id) });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body.data.outcome).toMatchObject({ issues: 1, entries: 1, tasks: 1, same: 1 });
    expect(await issue(id)).toMatchObject({ grid: into.id, grid_path: into.path });
    expect((await issue(closed)).grid).toBe(from.id);
    expect(await wangge.db('handovers').where({ grid: from.id }).pluck('state')).toEqual(['cancelled']);
    expect((await wangge.db('ledger_facilities').where({ id: resident.body.data.id }).first()).grid).toBe(into.id);
    expect(await wangge.db('collection_tasks').where({ plan, grid: into.id })).toHaveLength(2);
    expect(await wangge.db('grids').where({ id: from.id }).first()).toMatchObject({ status: 'retired', leader: null });
    expect((await wangge.db('directus_users').where({ id: community.worker.id }).first()).scope_1).toBe('-');
    expect((await wangge.request('GET', '/items/issues', { as: heir, query: { fields: 'id' } })).body.data.map((row: { id: string }) => row.id)).toContain(id);
    const [event] = await wangge.db('issue_events').where({ issue: id, type: 'hand_over' });
    expect(event).toMatchObject({ actor: null, to_grid: into.id });
    expect(await verifyIssues(wangge.db)).toMatchObject({ faults: [] });
    expect((await sweep(wangge.db, new Date().toISOString())).reassigned).toBe(0);
  });

  it('takes ledgers along by the set, each entry as it was confirmed and under its new key; tasks stay open until they are done where they are', async () => {
    const { place } = community;
    const [from, into] = place.patches;
    await wangge.createUser({ role: 'level_3', posts: [{ grid: into.id }] });
    const made = await wangge.request('POST', '/items/ledger_facilities', { as: community.worker, body: ['一', '二', '三'].map(n => ({ grid: from.id, name: `路灯${n}号`, group: 'utility', kind: 'street_lamp', condition: 'intact' })), query: { fields: 'id' } });
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    const ids = made.body.data.map((row: { id: string }) => row.id);
    const { id: dataset } = await wangge.db('ledger_datasets').where({ collection: 'ledger_facilities' }).first('id');
    const [plan, task] = [randomUUID(), randomUUID()];
    await wangge.db('collection_plans').insert({ id: plan, name: '设施', dataset, grid: place.area.id, level: 3, every: 'year', due_working_days: 5, starts_on: '2026-01-01', active: true });
    await wangge.db('ledger_facilities').whereIn('id', ids).update({ confirmed_on: '2026-02-01', confirmed_by: community.worker.id });
    await wangge.db('collection_tasks').insert({ id: task, plan, dataset, grid: from.id, starts_on: '2026-10-01', due_on: '2026-12-31' });
    const rows = () => wangge.db('ledger_facilities').whereIn('id', ids).orderBy('id').select('id', 'grid', 'grid_path', 'confirmed_on', 'confirmed_by', 'review_due_on', 'entry_key');
    const before = await rows();
    const answer = await change({ kind: 'merge', grid: from.id, successors: to(into.id) });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body.data.outcome).toMatchObject({ entries: 3, tasks: 1 });
    const after = await rows();
    expect(after).toEqual(before.map((row, n) => ({ ...row, grid: into.id, grid_path: into.path, entry_key: after[n].entry_key })));
    expect(new Set([...before, ...after].map(({ entry_key }) => entry_key)).size).toBe(6);
    expect(await wangge.db('ledger_changes').whereIn('item', ids).where({ action: 'update', actor: wangge.admin.id, grid: into.id })).toHaveLength(3);
    expect(await wangge.db('collection_tasks').where({ id: task }).first()).toMatchObject({ grid: into.id, done_at: null });
    const twice = await wangge.request('POST', '/items/ledger_facilities', { as: wangge.admin, body: { grid: into.id, name: '路灯一号', group: 'utility', kind: 'street_lamp', condition: 'intact' } });
    expect(twice.body.errors[0].extensions.rule).toBe('entry_exists');
  });

  it('into another community, leaves nobody named who has no part there', async () => {
    const { place, level2, level1 } = community;
    const [from, , into] = place.patches;
    const [other, standIn] = [await wangge.createUser({ role: 'level_2', posts: [{ grid: place.communities[1].id }] }), await wangge.createUser({ role: 'level_2' })];
    const id = await reported(wangge, community);
    await wangge.db('absences').insert({ id: randomUUID(), person: level2.id, kind: 'leave', starts_on: wangge.db.raw('wangge_today()'), ends_on: wangge.db.raw('wangge_today() + 3'), stand_in: standIn.id, approved_by: level1.id });
    const second = await reported(wangge, community);
    expect((await issue(second)).lead).toBe(standIn.id);
    const answer = await change({ kind: 'merge', grid: from.id, successors: to(into.id) });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    for (const one of [id, second]) {
      const { lead, handler, follower } = await issue(one);
      expect([lead, handler, follower]).toContain(other.id);
      for (const person of [level2.id, standIn.id])
        expect([lead, handler, follower]).not.toContain(person);
    }
    expect(await verifyIssues(wangge.db)).toMatchObject({ faults: [] });
  });

  it('takes nobody along whose entry stands in the successor already, and then nothing at all', async () => {
    const { place } = community;
    const [from, into] = place.patches;
    await wangge.createUser({ role: 'level_3', posts: [{ grid: into.id }] });
    for (const grid of [from, into]) {
      const made = await wangge.request('POST', '/items/ledger_facilities', { as: wangge.admin, body: { grid: grid.id, name: '路灯', group: 'utility', kind: 'street_lamp', condition: 'intact' } });
      expect(made.status).toBe(200);
    }
    const body = { kind: 'merge', grid: from.id, successors: to(into.id) };
    const preview = await wangge.request('POST', '/wangge/territory/changes/preview', { as: wangge.admin, body, headers: { 'accept-language': 'zh-CN' } });
    const answer = await change(body);
    expect([preview.status, answer.status], JSON.stringify(answer.body)).toEqual([400, 400]);
    for (const { body: { errors } } of [preview, answer])
      expect(errors[0].extensions).toMatchObject({ field: 'successors', rule: 'change_entries_twice', validation_message: expect.stringContaining('“路灯”') });
    expect((await wangge.db('grids').where({ id: from.id }).first()).status).toBe('active');
    expect(await wangge.db('posts').where({ grid: from.id }).whereNull('ends_on')).toHaveLength(1);
  });
});

describe('a grid that is split', () => {
  it('gives each issue to the successor that holds its place, the rest to the first', async () => {
    const { place } = community;
    const [parent] = place.communities;
    const west = await patch(parent, '101', square(116.30, 39.90));
    const east = await patch(parent, '102', square(116.31, 39.90));
    const [here, there, nowhere] = [
      await reported(wangge, community, { grid: place.patches[0].id, location: { type: 'Point', coordinates: [116.305, 39.905] } }),
      await reported(wangge, community, { grid: place.patches[0].id, location: { type: 'Point', coordinates: [116.315, 39.905] } }),
      await reported(wangge, community),
    ];
    const answer = await change({ kind: 'split', grid: place.patches[0].id, successors: to(west.id, east.id) });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect([(await issue(here)).grid, (await issue(there)).grid, (await issue(nowhere)).grid]).toEqual([west.id, east.id, west.id]);
    expect(await verifyIssues(wangge.db)).toMatchObject({ faults: [] });
  });
});

describe('what is refused', () => {
  it('says where and why, and changes nothing', async () => {
    const { place } = community;
    const [from, into, elsewhere] = place.patches;
    await reported(wangge, community);
    const rule = async (body: Record<string, unknown>) => (await change(body)).body.errors?.[0].extensions.rule;
    expect(await rule({ kind: 'burn', grid: from.id })).toBe('change_kind');
    expect(await rule({ kind: 'move', grid: from.id })).toBe('change_parent');
    expect(await rule({ kind: 'move', grid: from.id, parent: place.communities[0].id })).toBe('change_same_parent');
    expect(await rule({ kind: 'move', grid: from.id, parent: place.area.id })).toBe('parent_level');
    expect(await rule({ kind: 'merge', grid: from.id, successors: to(from.id) })).toBe('change_successor');
    expect(await rule({ kind: 'merge', grid: from.id, successors: to(into.id, elsewhere.id) })).toBe('change_merge');
    expect(await rule({ kind: 'split', grid: from.id, successors: to(into.id) })).toBe('change_split');
    expect(await rule({ kind: 'merge', grid: from.id, successors: to(place.communities[1].id) })).toBe('change_successor');
    expect(await rule({ kind: 'retire', grid: from.id })).toBe('change_open');
    expect(await rule({ kind: 'retire', grid: place.communities[0].id })).toBe('change_children');
    expect(await rule({ kind: 'retire', grid: randomUUID() })).toBe('grid_unknown');
    expect(await rule({ kind: 'retire', grid: into.id, note: ' ' })).toBe('change_note');
    expect(await rule({ kind: 'retire', grid: into.id, outcome: {} })).toBe('managed_field');
    const form = await wangge.request('PATCH', `/items/grids/${from.id}`, { as: wangge.admin, body: { status: 'retired' } });
    expect(form.body.errors[0].extensions).toMatchObject({ field: 'status', rule: 'retire_by_change' });
    expect(await wangge.db('grid_changes').where({ grid: from.id })).toEqual([]);
    expect(await wangge.db('grids').where({ subdistrict: place.id, status: 'retired' })).toEqual([]);
  });

  it('administrators alone; a change that is made stays', async () => {
    const { place, level1, level2, worker, dispatcher, inspector, cadre, officer } = community;
    // Whoever has no part there hears that first.
    for (const person of [level1, level2, worker, dispatcher, inspector, cadre, officer])
      expect([400, 403]).toContain((await change({ kind: 'retire', grid: place.patches[1].id }, person)).status);
    expect(await wangge.db('grids').where({ id: place.patches[1].id }).first('status')).toEqual({ status: 'active' });
    const made = await change({ kind: 'retire', grid: place.patches[1].id });
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    for (const [method, body] of [['PATCH', { note: '改' }], ['DELETE', undefined]] as const)
      expect((await wangge.request(method, `/items/grid_changes/${made.body.data.id}`, { as: wangge.admin, body })).status).toBe(400);
    await expect(wangge.db('grid_changes').where({ id: made.body.data.id }).update({ note: '改' })).rejects.toThrow('stays');
    const later = await wangge.request('POST', '/items/grid_changes_grids', { as: wangge.admin, body: { grid_changes_id: made.body.data.id, grids_id: place.patches[0].id } });
    expect([later.status, later.errors[0]?.extensions.rule]).toEqual([400, 'change_done']);
    const twice = await change({ kind: 'retire', grid: place.patches[1].id });
    expect(twice.body.errors[0].extensions.rule).toBe('change_retired');
  });
});

describe('a post that ends by itself', () => {
  it('gives its open issues to who holds it now, once', async () => {
    const { place, level2 } = community;
    const id = await reported(wangge, community);
    const before = await issue(id);
    expect([before.lead, before.handler, before.follower]).toContain(level2.id);
    await wangge.db('posts').where({ person: level2.id }).update({ starts_on: '2026-01-01', ends_on: wangge.db.raw('wangge_today() - 1') });
    const next = await wangge.createUser({ role: 'level_2', posts: [{ grid: place.communities[0].id, starts_on: wangge.db.raw('wangge_today()') as unknown as string }] });
    const now = new Date().toISOString();
    expect((await sweep(wangge.db, now)).reassigned).toBe(1);
    expect((await sweep(wangge.db, now)).reassigned).toBe(0);
    const after = await issue(id);
    for (const part of ['lead', 'handler', 'follower'])
      expect(after[part]).toBe(before[part] === level2.id ? next.id : before[part]);
    expect(after.due_at).toEqual(before.due_at);
    expect(await wangge.db('outbox').where({ event: 'hand_over', recipient: next.id })).toHaveLength(1);
    const said = await wangge.request('POST', '/items/issue_events', { as: next, body: { issue: id, type: 'hand_over', note: '移交' } });
    expect(said.status).toBeGreaterThanOrEqual(400);
    expect(await verifyIssues(wangge.db)).toMatchObject({ faults: [] });
  });
});
