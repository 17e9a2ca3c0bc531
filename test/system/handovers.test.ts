/** A post is handed over with what is open: both sides confirm, then posts, territory and issues follow in one step. */
import type { Community } from './community.ts';
import type { Account, OwnServer } from './harness.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { sweep } from '../../extensions/wangge/src/handling/sweep-service.ts';
import { dayString, epochDay } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { peopled, reported } from './community.ts';
import { freshServer } from './harness.ts';

let wangge: OwnServer;
let community: Community;
let heir: Account;
let today: string;
const day = (offset: number) => dayString(epochDay(today) + offset);
const rule = (answer: { body: { errors?: { extensions: Record<string, unknown> }[] } }) => answer.body.errors?.[0]?.extensions.rule ?? answer.body.errors?.[0]?.extensions.code;
const post = (as: Account, body: Record<string, unknown>) => wangge.request('POST', '/items/handovers', { as, query: { fields: 'id' }, body });
const prepare = async (grid: string, as: Account = community.level1, handed_on = today): Promise<string> => {
  const answer = await post(as, { grid, to_person: heir.id, handed_on });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.data.id;
};
const step = (as: Account, id: string, name: string, remark?: string) => wangge.request('POST', `/wangge/handovers/${id}/${name}`, { as, body: { remark } });
const view = async (as: Account, id: string) => (await wangge.request('GET', `/wangge/handovers/${id}`, { as })).body.data;

beforeAll(async () => {
  wangge = await freshServer();
  today = (await wangge.db.raw('select wangge_today()::text as today')).rows[0].today;
});
beforeEach(async () => {
  community = await peopled(wangge);
  heir = await wangge.createUser({ role: 'level_2' });
});
afterAll(() => wangge.close());

describe('a handover', () => {
  it('prepared twice at the same moment is prepared once, of a vacant grid too', async () => {
    const { level1, place } = community;
    const others = await Promise.all([1, 2, 3].map(() => wangge.createUser({ role: 'level_3' })));
    for (const grid of [place.patches[0].id, place.patches[1].id]) {
      const answers = await Promise.all(others.map(person => post(level1, { grid, to_person: person.id, handed_on: day(1) })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
      expect(answers.filter(({ status }) => status === 400).map(rule)).toEqual(['handover_open', 'handover_open']);
    }
  });

  it('lists what is open, is given and taken, and everything follows', async () => {
    const { level2, level1, place } = community;
    const issue = await reported(wangge, community);
    const before = await wangge.db('issues').where({ id: issue }).first();
    expect([before.lead, before.handler, before.follower]).toContain(level2.id);
    const id = await prepare(place.communities[0].id);
    const list = await view(level2, id);
    expect(list.items.issues).toMatchObject({ count: 1, rows: [expect.objectContaining({ id: issue })] });
    expect(list.items.clocks.count).toBeGreaterThan(0);
    expect([list.steps, (await view(heir, id)).steps, (await view(level1, id)).steps]).toEqual([['give'], [], ['give', 'cancel']]);
    expect(rule(await step(heir, id, 'take'))).toBe('handover_give_first');
    expect(rule(await step(heir, id, 'give'))).toBe('handover_give');
    expect((await step(level2, id, 'give', '三号楼有独居老人')).status).toBe(200);
    expect(rule(await step(level2, id, 'give'))).toBe('handover_given');
    expect(rule(await step(level2, id, 'take'))).toBe('handover_take');
    const taken = await step(heir, id, 'take');
    expect(taken.status, JSON.stringify(taken.body)).toBe(200);
    expect(await wangge.db('handovers').where({ id }).first()).toMatchObject({ state: 'taken', given_by: level2.id, taken_by: heir.id, remark_from: '三号楼有独居老人' });
    expect((await wangge.db('grids').where({ id: place.communities[0].id }).first()).leader).toBe(heir.id);
    const after = await wangge.db('issues').where({ id: issue }).first();
    for (const part of ['lead', 'handler', 'follower'])
      expect(after[part]).toBe(before[part] === level2.id ? heir.id : before[part]);
    expect(after.due_at).toEqual(before.due_at);
    expect(await wangge.db('directus_users').where({ id: level2.id }).first('scope_1')).toEqual({ scope_1: '-' });
    expect(await wangge.db('directus_users').where({ id: heir.id }).first('scope_1')).toEqual({ scope_1: place.communities[0].path });
    const on = async (which: string) => (await wangge.request('GET', `/wangge/grids/${place.communities[0].id}/holders`, { as: community.worker, query: { on: which } })).body.data.map(({ person }: { person: string }) => person);
    expect([await on(day(-1)), await on(today)]).toEqual([[level2.id], [heir.id]]);
    expect(await verifyIssues(wangge.db)).toMatchObject({ faults: [] });
    expect(rule(await step(heir, id, 'take'))).toBe('handover_over');
  });

  it('for a later day changes the posts, and the issues on that day', async () => {
    const { level2, place } = community;
    const issue = await reported(wangge, community);
    const id = await prepare(place.communities[0].id, community.dispatcher, day(5));
    await step(level2, id, 'give');
    expect((await step(heir, id, 'take')).status).toBe(200);
    expect((await wangge.db('grids').where({ id: place.communities[0].id }).first()).leader).toBe(level2.id);
    const posts = await wangge.db('posts').where({ grid: place.communities[0].id }).orderBy('starts_on').select('person', wangge.db.raw('starts_on::text, ends_on::text'));
    expect(posts).toEqual([expect.objectContaining({ person: level2.id, ends_on: day(4) }), expect.objectContaining({ person: heir.id, starts_on: day(5), ends_on: null })]);
    expect((await sweep(wangge.db, new Date().toISOString())).reassigned).toBe(0);
    expect(await wangge.db('issue_events').where({ issue, type: 'hand_over' })).toEqual([]);
  });

  it('taken twice at the same moment is taken once', async () => {
    const { level2, place } = community;
    const id = await prepare(place.communities[0].id);
    await Promise.all([step(level2, id, 'give'), step(level2, id, 'give')]);
    const answers = await Promise.all(Array.from({ length: 4 }, () => step(heir, id, 'take')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await wangge.db('posts').where({ grid: place.communities[0].id, person: heir.id })).toHaveLength(1);
  });

  it('of a vacant grid has no giver; of somebody who has left, whoever is above gives', async () => {
    const { level1, worker, level2, place } = community;
    const vacant = await prepare(place.patches[1].id, level2);
    expect(rule(await step(level1, vacant, 'give'))).toBe('handover_vacant');
    expect((await step(heir, vacant, 'take')).status).toBe(200);
    expect((await wangge.db('grids').where({ id: place.patches[1].id }).first()).leader).toBe(heir.id);
    const left = await prepare(place.patches[0].id, level2);
    expect((await step(level2, left, 'give', '本人已调离')).status).toBe(200);
    expect((await wangge.db('handovers').where({ id: left }).first())).toMatchObject({ from_person: worker.id, given_by: level2.id });
  });

  it('says what is wrong, and stays as it was', async () => {
    const { level1, level2, worker, stranger, dispatcher, inspector, officer, cadre, place } = community;
    const grid = place.communities[0].id;
    expect(rule(await post(level1, { grid, to_person: heir.id, handed_on: day(-1) }))).toBe('handover_past');
    expect(rule(await post(level1, { grid, to_person: level2.id, handed_on: today }))).toBe('handover_same');
    expect(rule(await post(level1, { grid, to_person: heir.id, handed_on: today, from_person: worker.id }))).toBe('handover_not_held');
    expect(rule(await post(level1, { grid, to_person: heir.id, handed_on: today, state: 'taken' }))).toBe('managed_field');
    expect(rule(await post(level1, { grid, handed_on: today }))).toBe('handover_person');
    expect(rule(await post(level2, { grid, to_person: heir.id, handed_on: today }))).toBe('handover_prepare');
    for (const person of [worker, stranger, cadre, officer, inspector])
      expect([400, 403]).toContain((await post(person, { grid, to_person: heir.id, handed_on: today })).status);
    const id = await prepare(grid, dispatcher);
    expect(rule(await post(level1, { grid, to_person: heir.id, handed_on: today }))).toBe('handover_open');
    for (const person of [stranger, officer, cadre]) {
      expect((await wangge.request('GET', `/wangge/handovers/${id}`, { as: person })).status).toBe(403);
      expect((await step(person, id, 'take')).status).toBe(403);
    }
    expect((await wangge.request('PATCH', `/items/handovers/${id}`, { as: wangge.admin, body: { state: 'taken' } })).status).toBe(400);
    expect((await wangge.request('DELETE', `/items/handovers/${id}`, { as: wangge.admin })).status).toBe(400);
    await expect(wangge.db('handovers').where({ id }).update({ to_person: worker.id })).rejects.toThrow('fixed');
    expect((await step(dispatcher, id, 'cancel')).status).toBe(200);
    // Cancelled, it tells the receiver nothing of what comes after.
    await reported(wangge, community);
    expect((await view(heir, id)).items.issues).toEqual({ count: 0, rows: [] });
    expect(rule(await step(level2, id, 'give'))).toBe('handover_over');
    expect((await wangge.db('grids').where({ id: grid }).first()).leader).toBe(level2.id);
  });
});
