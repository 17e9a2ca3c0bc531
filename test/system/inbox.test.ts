/** What waits for whom: each step for those who may take it now, and for nobody else. */
import type { Community } from './community.ts';
import type { Account, Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { peopled } from './community.ts';
import { server } from './harness.ts';
import { falls, propose, step, timeIsOver } from './recognised.ts';

let wangge: Server;
let people: Community;
let team: Account[];
let day: string;

const waiting = async (as: Account): Promise<string[]> =>
  ((await wangge.request('GET', '/wangge/recognition/inbox', { as })).body.data.items as { waits: string; item: string }[]).map(({ waits, item }) => `${waits} ${item}`);

beforeAll(async () => {
  wangge = await server();
  people = await peopled(wangge);
  const department = randomUUID();
  await wangge.db('departments').insert({ id: department, code: `${people.place.code}T11`, name: '督查考核组', subdistrict: people.place.id, kind: 'office', active: true, supervises: true });
  team = await Promise.all([1, 2].map(() => wangge.createUser({ role: 'inspector', department })));
  day = (await wangge.db.raw('select wangge_today()::text as day')).rows[0].day;
});

it('a proposal waits for whom it names, then for who decides, publishes, acknowledges and settles; never for one who is barred', async () => {
  const { db } = wangge;
  const { worker, level1, stranger, dispatcher, level2 } = people;
  const { id, facts } = await propose(db, people.place, { person: worker.id, grid: people.place.patches[0].id, actor: team[0]!.id });
  expect(await waiting(worker)).toEqual([`answer ${id}`]);
  for (const other of [level1, level2, stranger, dispatcher, ...team])
    expect(await waiting(other)).toEqual([]);
  const { items } = (await wangge.request('GET', '/wangge/recognition/inbox', { as: worker })).body.data;
  expect(items[0]).toMatchObject({ collection: 'recognitions', what: 'criticism', remaining: { overdue: false } });

  await timeIsOver(db, id);
  expect(await waiting(level1)).toEqual([`decide ${id}`]);
  await step(db, id, 'silent');
  await step(db, id, 'confirmed', { actor: level1.id, reason: '事实清楚' });
  expect(await waiting(level1)).toEqual([]);
  expect(await waiting(team[1]!)).toEqual([`publish ${id}`]);
  await step(db, id, 'published', { actor: team[1]!.id });
  expect([await waiting(worker), await waiting(team[1]!), await waiting(stranger)]).toEqual([[`acknowledge ${id}`], [], []]);
  await falls(db, facts[0]!);
  // Who confirmed may revoke it, and is not the one who lets it stand.
  for (const who of [team[0]!, team[1]!, level1])
    expect(await waiting(who)).toEqual([`settle ${id}`]);
  expect(await waiting(worker)).toEqual([]);
  await step(db, id, 'revoked', { actor: team[1]!.id, reason: '依据不再成立' });
  expect(await waiting(team[0]!)).toEqual([]);
});

it('a visit waits for its inspectors and, once it is held, for who leads the grid', async () => {
  const { body } = await wangge.request('POST', '/items/inspection_visits', { as: team[0]!, body: { grid: people.place.patches[0].id, planned_on: day, inspector_1: team[0]!.id, inspector_2: team[1]!.id, reason: '群众反映集中' } });
  const id = body.data.id as string;
  expect([await waiting(team[0]!), await waiting(team[1]!), await waiting(people.worker)]).toEqual([[`visit_begin ${id}`], [`visit_begin ${id}`], []]);
  await wangge.request('POST', `/wangge/inspections/${id}/begin`, { as: team[0]! });
  for (const as of team) {
    expect(await waiting(as)).toEqual([`visit_sheets ${id}`]);
    const { answers } = (await wangge.request('GET', `/wangge/inspections/${id}/visit`, { as })).body.data;
    await wangge.request('POST', `/wangge/inspections/${id}/answers`, { as, body: { answers: answers.map((answer: { id: string }) => ({ id: answer.id, score: 8, note: null })) } });
    await wangge.request('POST', `/wangge/inspections/${id}/complete`, { as });
    expect(await waiting(as)).toEqual([]);
  }
  expect(await waiting(people.worker)).toEqual([`visit_acknowledge ${id}`]);
  await wangge.request('POST', `/wangge/inspections/${id}/acknowledge`, { as: people.worker, body: { note: null } });
  expect(await waiting(people.worker)).toEqual([]);
});

it('nobody who is not signed in is told anything', async () => {
  expect((await wangge.request('GET', '/wangge/recognition/inbox', { as: null })).status).toBe(403);
});
