/** What a person sees follows their posts: several, none, ended, to come, high above, and departments that are not there. */
import type { Account, Department, Grid, Place, Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { server } from './harness.ts';
import { insertIssue } from './issue-rows.ts';

let wangge: Server;
let place: Place;
/** One issue in each of the four patches. */
let issues: string[];

beforeAll(async () => {
  wangge = await server();
  place = await wangge.createSubdistrict();
  issues = [];
  for (const grid of place.patches)
    issues.push(await insertIssue(wangge.db, { grid }));
});

/** The issues of this sub-district that a person sees; by list and by count alike. */
async function seen(person: Account, within = issues): Promise<string[]> {
  const filter = JSON.stringify({ id: { _in: within } });
  const list = await wangge.request('GET', '/items/issues', { as: person, query: { fields: 'id', limit: '-1', filter } });
  const count = await wangge.request('GET', '/items/issues', { as: person, query: { 'aggregate[count]': '*', filter } });
  const clocks = await wangge.request('GET', '/items/issue_deadlines', { as: person, query: { 'aggregate[count]': '*', 'filter': JSON.stringify({ issue: { id: { _in: within } } }) } });
  const ids = list.body.data.map((issue: { id: string }) => issue.id) as string[];
  expect(count.body.data).toEqual([{ count: String(ids.length) }]);
  expect(clocks.body.data).toEqual([{ count: String(ids.length) }]);
  return within.filter(id => ids.includes(id));
}
const slots = async (person: Account): Promise<string[]> =>
  Object.values(await wangge.db('directus_users').where({ id: person.id }).first('scope_1', 'scope_2', 'scope_3', 'scope_4', 'scope_5', 'scope_6')) as string[];
const level3 = (...posts: Parameters<Server['createUser']>[0]['posts'] & object) => wangge.createUser({ role: 'level_3', posts });

describe('a person sees', () => {
  it('with one post its patch, with two posts both, in different communities too', async () => {
    expect(await seen(await level3({ grid: place.patches[0].id }))).toEqual([issues[0]]);
    expect(await seen(await level3({ grid: place.patches[1].id, role: 'deputy' }, { grid: place.patches[2].id, role: 'deputy' }))).toEqual([issues[1], issues[2]]);
  });

  it('without a post nothing at all, whatever the role', async () => {
    for (const role of ['level_1', 'level_2', 'level_3', 'community_cadre', 'office'] as const)
      expect(await seen(await wangge.createUser({ role }))).toEqual([]);
  });

  it('of a post that has ended or is still to come, nothing', async () => {
    const person = await level3({ grid: place.patches[0].id, role: 'deputy', ends_on: '2021-12-31' }, { grid: place.patches[1].id, role: 'deputy', starts_on: '2999-01-01' });
    expect(await seen(person)).toEqual([]);
    expect(await slots(person)).toEqual(['-', '-', '-', '-', '-', '-']);
  });

  it('no longer what a post gave, the moment it ends; and again when it is given back', async () => {
    const person = await level3({ grid: place.patches[3].id, role: 'deputy' });
    expect(await seen(person)).toEqual([issues[3]]);
    await wangge.db('posts').where({ person: person.id }).update({ ends_on: '2021-01-01' });
    expect(await seen(person)).toEqual([]);
    const { id } = await wangge.db('posts').where({ person: person.id }).first('id');
    const answer = await wangge.request('PATCH', `/items/posts/${id}`, { as: wangge.admin, body: { ends_on: null } });
    expect(answer.status).toBe(200);
    expect(await seen(person)).toEqual([issues[3]]);
  });

  it('with a post on a community its patches, once, though they hold one of the patches too', async () => {
    const person = await wangge.createUser({ role: 'level_2', posts: [{ grid: place.communities[0].id }, { grid: place.patches[0].id, role: 'deputy' }] });
    expect(await seen(person)).toEqual([issues[0], issues[1]]);
    expect(await slots(person)).toEqual([place.communities[0].path, '-', '-', '-', '-', '-']);
  });

  it('what they reported, lead, handle or follow, wherever it lies', async () => {
    const person = await level3({ grid: place.patches[0].id, role: 'deputy' });
    const elsewhere = (await wangge.createSubdistrict()).patches[0];
    const parts = ['reporter', 'lead', 'handler', 'follower'] as const;
    const theirs = await Promise.all(parts.map(part => insertIssue(wangge.db, { grid: elsewhere, [part]: person.id })));
    const other = await insertIssue(wangge.db, { grid: elsewhere });
    expect(await seen(person, [...theirs, other])).toEqual(theirs);
  });

  it('with more than a hundred patches below them, every one', async () => {
    const wide = await wangge.createSubdistrict();
    const patches = Array.from({ length: 130 }, (_, n): Grid => {
      const code = `${wide.code}0019${String(n).padStart(2, '0')}`;
      return { id: randomUUID(), code: `${code}${n >= 100 ? 'X' : ''}`, path: '' };
    });
    await wangge.db('grids').insert(patches.map(({ id, code }) => ({ id, code, name: code, subdistrict: wide.id, level: 3, parent: wide.communities[0].id, kind: 'basic', status: 'active' })));
    const theirs: string[] = [];
    for (const grid of patches)
      theirs.push(await insertIssue(wangge.db, { grid }));
    const leader = await wangge.createUser({ role: 'level_1', posts: [{ grid: wide.area.id }] });
    expect(await seen(leader, [...theirs, ...issues])).toEqual(theirs);
  });
});

describe('a department', () => {
  const departments: { handled: string; nobodys: string; department: Department }[] = [];
  beforeAll(async () => {
    for (const department of [place.office, place.communityDepartments[0]])
      departments.push({ department, handled: await insertIssue(wangge.db, { grid: place.patches[2], department: department.id }), nobodys: await insertIssue(wangge.db, { grid: place.patches[3] }) });
  });

  it('shows its members what it handles, and no issue without a department', async () => {
    for (const [place_, role] of (['office', 'community_cadre'] as const).entries()) {
      const { department, handled, nobodys } = departments[place_]!;
      expect(await seen(await wangge.createUser({ role, department: department.id }), [handled, nobodys])).toEqual([handled]);
    }
  });

  it('that a person does not have shows nothing: empty does not match empty', async () => {
    for (const [place_, role] of (['office', 'community_cadre'] as const).entries()) {
      const { handled, nobodys } = departments[place_]!;
      expect(await seen(await wangge.createUser({ role, department: null }), [handled, nobodys])).toEqual([]);
    }
  });
});

describe('posts and grids, as an administrator keeps them', () => {
  const create = (collection: string, body: unknown) => wangge.request('POST', `/items/${collection}`, { as: wangge.admin, body });
  const refused = (answer: { status: number; errors: unknown[] }, field: string, rule: string): void => {
    expect(answer.errors[0]).toMatchObject({ extensions: { code: 'FAILED_VALIDATION', field, rule } });
    expect(answer.status).toBe(400);
  };

  it('refuse a second leader of a grid at the field, in words', async () => {
    const [first, second] = [await level3(), await level3()];
    const own = await wangge.createSubdistrict();
    const post = { person: first.id, grid: own.patches[0].id, role: 'leader', starts_on: '2026-01-01' };
    expect((await create('posts', post)).status).toBe(200);
    expect(await wangge.db('grids').where({ id: own.patches[0].id }).first('leader')).toEqual({ leader: first.id });
    refused(await create('posts', { ...post, person: second.id, starts_on: '2026-05-01' }), 'grid', 'leader_overlap');
    refused(await create('posts', { ...post, starts_on: '2026-05-01', ends_on: '2026-04-01' }), 'ends_on', 'term_reversed');
    refused(await create('posts', { ...post, starts_on: 'soon' }), 'starts_on', 'post_incomplete');
    expect((await create('posts', { ...post, person: second.id, role: 'deputy' })).status).toBe(200);
  });

  it('refuse a seventh separate part, by a post and by moving a grid, and take a post above', async () => {
    const [own, other] = [await wangge.createSubdistrict(), await wangge.createSubdistrict()];
    const person = await wangge.createUser({ role: 'level_2', posts: [...own.patches, ...other.patches].slice(0, 6).map(grid => ({ grid: grid.id, role: 'deputy' as const })) });
    expect((await slots(person)).filter(slot => slot !== '-')).toHaveLength(6);
    refused(await create('posts', { person: person.id, grid: other.patches[2].id, role: 'deputy', starts_on: '2026-01-01' }), 'grid', 'seventh_scope');
    await expect(wangge.db('posts').insert({ id: randomUUID(), person: person.id, grid: other.patches[2].id, role: 'deputy', starts_on: '2026-01-01' })).rejects.toThrow('more than six');
    expect((await create('posts', { person: person.id, grid: own.communities[0].id, role: 'deputy', starts_on: '2026-01-01' })).status).toBe(200);
    expect((await create('posts', { person: person.id, grid: other.patches[2].id, role: 'deputy', starts_on: '2026-01-01' })).status).toBe(200);
    // 2 separate patches of the other community, the community, 3 of the second sub-district: moving one out of the community makes seven.
    refused(await create('grid_changes', { kind: 'move', grid: own.patches[0].id, parent: own.communities[1].id, note: '调整' }), 'parent', 'move_seventh_scope');
  });

  it('move a subtree with all its rows and everybody\'s scope', async () => {
    const own = await wangge.createSubdistrict();
    const issue = await insertIssue(wangge.db, { grid: own.patches[0] });
    const [was, is] = [await wangge.createUser({ role: 'level_2', posts: [{ grid: own.communities[0].id }] }), await wangge.createUser({ role: 'level_2', posts: [{ grid: own.communities[1].id }] })];
    const worker = await level3({ grid: own.patches[0].id });
    const answer = await create('grid_changes', { kind: 'move', grid: own.patches[0].id, parent: own.communities[1].id, note: '调整' });
    expect(answer.status).toBe(200);
    const path = `${own.communities[1].path}${own.patches[0].code}/`;
    expect(await wangge.db('issues').where({ id: issue }).first('grid_path')).toEqual({ grid_path: path });
    expect((await slots(worker))[0]).toBe(path);
    expect(await seen(was, [issue])).toEqual([]);
    expect(await seen(is, [issue])).toEqual([issue]);
    expect(await seen(worker, [issue])).toEqual([issue]);
  });

  it('keep the tree in order', async () => {
    const own = await wangge.createSubdistrict();
    const grid = { name: '新网格', subdistrict: own.id, kind: 'basic', status: 'active' };
    refused(await create('grids', { ...grid, code: `${own.code}009`, level: 2 }), 'parent', 'parent_level');
    refused(await create('grids', { ...grid, code: `${own.code}009001`, level: 3, parent: own.area.id }), 'parent', 'parent_level');
    refused(await create('grids', { ...grid, code: `${own.code}/1`, level: 2, parent: own.area.id }), 'code', 'code_pattern');
    const made = await create('grids', { ...grid, code: `${own.code}009`, level: 2, parent: own.area.id, path: '/forged/', leader: wangge.admin.id });
    expect(made.body.data).toMatchObject({ path: `${own.area.path}${own.code}009/`, leader: null });
    const change = (id: string, body: unknown) => wangge.request('PATCH', `/items/grids/${id}`, { as: wangge.admin, body });
    refused(await change(own.patches[0].id, { path: '/forged/' }), 'path', 'managed_field');
    refused(await change(own.communities[0].id, { code: `${own.code}008` }), 'code', 'code_in_use');
    expect((await change(made.body.data.id, { code: `${own.code}008` })).body.data.path).toBe(`${own.area.path}${own.code}008/`);
  });

  it('never delete a grid or a person, nor let anybody write scopes', async () => {
    const person = await level3({ grid: place.patches[0].id, role: 'deputy' });
    for (const path of [`/items/grids/${place.patches[0].id}`, `/users/${person.id}`]) {
      const answer = await wangge.request('DELETE', path, { as: wangge.admin });
      expect(answer.status).toBe(400);
      expect(answer.errors[0]).toMatchObject({ extensions: { code: 'WANGGE_REFUSED' } });
    }
    refused(await wangge.request('PATCH', `/users/${person.id}`, { as: wangge.admin, body: { scope_2: '/' } }), 'scope_2', 'managed_field');
    expect((await wangge.request('PATCH', '/users/me', { as: person, body: { scope_2: '/' } })).status).toBe(400);
    expect((await wangge.request('PATCH', '/users/me', { as: person, body: { role: null } })).status).toBe(403);
    expect((await wangge.request('PATCH', '/users/me', { as: person, body: { department: place.office.id } })).status).toBe(403);
    expect((await wangge.request('PATCH', '/users/me', { as: person, body: { language: 'en-US' } })).status).toBe(200);
  });

  it('change hands at midnight: the job writes the scopes and leaders of its day', async () => {
    const own = await wangge.createSubdistrict();
    const [before, after] = [
      await level3({ grid: own.patches[0].id, starts_on: '2020-01-01', ends_on: '2030-06-30' }),
      await level3({ grid: own.patches[0].id, starts_on: '2030-07-01' }),
    ];
    const state = async (): Promise<unknown[]> => [(await slots(before))[0], (await slots(after))[0], (await wangge.db('grids').where({ id: own.patches[0].id }).first('leader')).leader];
    const { path } = own.patches[0];
    expect(await state()).toEqual([path, '-', before.id]);
    await wangge.db.transaction(async (trx) => {
      await trx.raw('select wangge_refresh_scopes(?)', ['2030-07-01']);
      const row = await trx('directus_users').where({ id: after.id }).first('scope_1');
      expect(row.scope_1).toBe(path);
      expect((await trx('grids').where({ id: own.patches[0].id }).first('leader')).leader).toBe(after.id);
      // The other files of this server live today.
      await trx.raw('select wangge_refresh_scopes(wangge_today())');
    });
    expect(await state()).toEqual([path, '-', before.id]);
    const { rows } = await wangge.db.raw('select * from wangge_refresh_scopes(wangge_today())');
    expect(rows).toEqual([{ people: 0, leaders: 0 }]);
  });
});
