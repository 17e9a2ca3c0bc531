/** The deadline board shows nothing that its reader may not see; the chain of an issue is checked for whoever may read it. */
import type { Community } from './community.ts';
import type { Account } from './harness.ts';
import { beforeAll, expect, it } from 'vitest';
import { peopled, reported } from './community.ts';
import { server } from './harness.ts';

const wangge = await server();
const { db } = wangge;
let people: Community;
let analyst: Account;

beforeAll(async () => {
  people = await peopled(wangge);
  analyst = await wangge.createUser({ role: 'analyst' });
});

interface Board { scope: string; scopes: string[]; rows: { issue: { id: string }; clocks: object[] }[]; next: string | null; counts?: Record<string, number> }

async function board(as: Account, query: Record<string, string>): Promise<Board> {
  const { status, body } = await wangge.request('GET', '/wangge/deadlines/board', { as, query });
  expect(status).toBe(200);
  return body.data;
}

const past = async (issue: string, due_at: string): Promise<void> => {
  await db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx('issue_deadlines').where({ issue }).update({ due_at, warned_at: due_at });
  });
};
const event = (as: Account, body: Record<string, unknown>) => wangge.request('POST', '/items/issue_events', { as, body });

it('shows each person what is theirs, of their grids, and everything only to who may read everything', async () => {
  const id = await reported(wangge, people);
  await past(id, '2019-01-07T10:00:00.000Z');
  const seen = async (as: Account, scope: string): Promise<boolean> => (await board(as, { scope, group: 'overdue' })).rows.some(({ issue }) => issue.id === id);
  const { worker, cadre, level2, level1, stranger, officer, dispatcher, inspector } = people;
  expect(await Promise.all([worker, cadre, level2].map(person => seen(person, 'mine')))).toEqual([true, true, true]);
  expect(await Promise.all([level1, stranger, officer, dispatcher].map(person => seen(person, 'mine')))).toEqual([false, false, false, false]);
  expect(await Promise.all([worker, level1].map(person => seen(person, 'grids')))).toEqual([true, true]);
  expect(await seen(stranger, 'grids')).toBe(false);
  // Asked for everything, they are shown what they may see.
  expect((await board(stranger, { scope: 'all' })).scopes).toEqual(['mine', 'grids']);
  expect(await seen(stranger, 'all')).toBe(false);
  expect((await board(cadre, { scope: 'all' })).scope).toBe('mine');
  expect(await Promise.all([dispatcher, inspector, analyst].map(person => seen(person, 'all')))).toEqual([true, true, true]);
  expect((await wangge.request('GET', '/wangge/deadlines/board')).status).toBe(403);
  // The clocks of one issue stand in one row.
  expect((await board(cadre, { scope: 'mine', group: 'overdue' })).rows.find(({ issue }) => issue.id === id)!.clocks).toHaveLength(2);
});

it('groups by what is left, and pages without losing or repeating a clock', async () => {
  const place = await peopled(wangge);
  const ids = await Promise.all(Array.from({ length: 15 }, () => reported(wangge, place)));
  for (const [index, id] of ids.entries())
    await past(id, `2026-01-${String(6 + index % 3).padStart(2, '0')}T10:00:00.000Z`);
  const first = await board(place.cadre, { scope: 'mine', group: 'overdue' });
  expect(first.counts).toMatchObject({ overdue: 30, today: 0 });
  const second = await board(place.cadre, { scope: 'mine', group: 'overdue', after: first.next! });
  const clocks = [...first.rows, ...second.rows].reduce((sum, row) => sum + row.clocks.length, 0);
  expect([clocks, second.next, second.counts]).toEqual([30, null, undefined]);
  expect(new Set([...first.rows, ...second.rows].map(({ issue }) => issue.id)).size).toBe(15);
  // What was missed and is no longer worked on is nobody's.
  await db('issue_deadlines').where({ issue: ids[0] }).update({ state: 'missed', missed_at: '2026-01-06T10:00:00.000Z' });
  expect((await board(place.cadre, { scope: 'mine', group: 'overdue' })).counts!.overdue).toBe(30);
  expect((await event(place.worker, { issue: ids[0], type: 'withdraw' })).status).toBe(200);
  expect((await board(place.cadre, { scope: 'mine', group: 'overdue' })).counts!.overdue).toBe(28);
});

it('verifies the chain, and names the event that was altered', async () => {
  const id = await reported(wangge, people);
  expect((await event(people.cadre, { issue: id, type: 'accept', note: '收到' })).status).toBe(200);
  const chain = async (as: Account): Promise<unknown> => (await wangge.request('GET', `/wangge/issues/${id}/chain`, { as })).body.data;
  expect(await chain(people.worker)).toEqual({ events: 2, verified: true, fault: null });
  expect((await wangge.request('GET', `/wangge/issues/${id}/chain`, { as: people.stranger })).status).toBe(403);
  await db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx('issue_events').where({ issue: id, seq: 2 }).update({ note: '未收到' });
  });
  expect(await chain(people.worker)).toEqual({ events: 2, verified: false, fault: 2 });
});

it('a request that waits is told, listed for who decides, and gone once decided', async () => {
  const id = await reported(wangge, people);
  const pending = async (): Promise<{ kind: string; by: string; approver: string; cause: string } | null> => (await wangge.request('GET', `/wangge/issues/${id}/situation`, { as: people.level2 })).body.data.pending;
  const listed = async (): Promise<boolean> => (await db('issues').where({ id }).first('request_pending_at')).request_pending_at !== null;
  expect([await pending(), await listed()]).toEqual([null, false]);
  expect((await event(people.cadre, { issue: id, type: 'request_extension', request_kind: 'extension', cause: 'weather', note: '连日暴雨' })).status).toBe(200);
  expect(await pending()).toMatchObject({ kind: 'extension', by: people.cadre.id, approver: 'lead', cause: 'weather' });
  expect(await listed()).toBe(true);
  expect((await event(people.level2, { issue: id, type: 'decide_extension', decision: 'no', note: '可先行处理' })).status).toBe(200);
  expect([await pending(), await listed()]).toEqual([null, false]);
});

it('clocks come with the working time that is left', async () => {
  const id = await reported(wangge, people);
  const { body } = await wangge.request('GET', `/wangge/issues/${id}/clocks`, { as: people.cadre });
  expect(body.data).toMatchObject([{ kind: 'resolve', state: 'running', remaining: { overdue: false, working_days: 3 } }, { kind: 'own', remaining: { working_days: 3 } }]);
});
