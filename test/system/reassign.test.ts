/** Open issues are handed on when a post has ended: once each, whoever sweeps and whenever it is killed; nobody does it by hand. */
import type { Knex } from 'knex';
import type { Community } from './community.ts';
import type { Account, OwnServer } from './harness.ts';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { reassignExpired } from '../../extensions/wangge/src/handling/routing/reassign-service.ts';
import { expiredPosts } from '../../extensions/wangge/src/handling/routing/reassign-store.ts';
import { sweep } from '../../extensions/wangge/src/handling/sweep-service.ts';
import { peopled, reported } from './community.ts';
import { freshServer } from './harness.ts';
import { reportAt } from './past.ts';

let wangge: OwnServer;
let community: Community;
const now = (): string => new Date().toISOString();
const issue = (id: string) => wangge.db('issues').where({ id }).first();
const clocks = (id: string) => wangge.db('issue_deadlines').where({ issue: id }).orderBy('id').select('kind', 'started_at', 'due_at', 'original_due_at', 'state');
const handed = (ids: readonly string[]) => wangge.db('issue_events').whereIn('issue', ids).where({ type: 'hand_over' });
const said = async (as: Account, id: string, body: Record<string, unknown>): Promise<void> => {
  const answer = await wangge.request('POST', '/items/issue_events', { as, body: { issue: id, ...body } });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};
/** The post ended yesterday. */
const leave = (person: Account) => wangge.db('posts').where({ person: person.id }).update({ starts_on: '2026-01-01', ends_on: wangge.db.raw('wangge_today() - 1') });
const today = () => wangge.db.raw('wangge_today()') as unknown as string;
const follow = (role: 'level_2' | 'level_1', grid: string) => wangge.createUser({ role, posts: [{ grid, starts_on: today() }] });
/** Filed and routed now, in patch 0. */
const filed = (count: number) => Promise.all(Array.from({ length: count }, () => reportAt(wangge.db, { grid: community.place.patches[0].id, category: community.category, reporter: community.worker.id, at: now() })));

beforeAll(async () => {
  wangge = await freshServer();
});
beforeEach(async () => {
  community = await peopled(wangge);
});
afterAll(() => wangge.close());

describe('an issue whose leader has left', () => {
  it('goes to the next one whatever its status, and neither status nor a limit moves', async () => {
    const { cadre, level1, level2, dispatcher, place } = community;
    const ways: Record<string, [Account, Record<string, unknown>][]> = {
      assigned: [],
      handling: [[cadre, { type: 'accept' }]],
      returned: [[cadre, { type: 'return', cause: 'insufficient', note: '信息不全' }]],
      suspended: [[cadre, { type: 'accept' }], [level1, { type: 'suspend', cause: 'complex', note: '待改造', until: new Date(Date.now() + 20 * 86_400_000).toISOString() }]],
      handled: [[cadre, { type: 'accept' }], [cadre, { type: 'handle', result: '已清理' }]],
      fed_back: [[cadre, { type: 'accept' }], [cadre, { type: 'handle', result: '已清理', channel: 'visit' }]],
      escalated: [[dispatcher, { type: 'route', to_scope: 'district', to_department: place.office.id, note: '超出街道职责' }], [community.officer, { type: 'escalate', to_department: place.district.id, note: '请区级部门处置' }]],
    };
    const issues = new Map<string, string>();
    for (const [status, steps] of Object.entries(ways)) {
      const id = await reported(wangge, community);
      for (const [as, step] of steps)
        await said(as, id, step);
      expect((await issue(id)).status).toBe(status);
      issues.set(status, id);
    }
    const state = () => Promise.all([...issues.values()].map(async (id) => {
      const { lead, handler, follower, event_seq, event_hash, event_recorded_at, date_updated, user_updated, ...rest } = await issue(id);
      return { rest, clocks: await clocks(id) };
    }));
    const named = await Promise.all([...issues.values()].map(issue));
    expect(named.every(row => [row.lead, row.handler, row.follower].includes(level2.id))).toBe(true);
    const before = await state();
    await leave(level2);
    const next = await follow('level_2', place.communities[0].id);
    expect((await sweep(wangge.db, now())).reassigned).toBe(issues.size);
    expect(await state()).toEqual(before);
    for (const row of named) {
      const after = await issue(row.id);
      for (const part of ['lead', 'handler', 'follower'])
        expect(after[part], row.status).toBe(row[part] === level2.id ? next.id : row[part]);
    }
    // Who is named now answers for what runs; for a pause answers who had it then, until it goes on.
    expect(await wangge.db('issue_deadlines').whereIn('issue', [...issues.values()]).where({ person: level2.id, state: 'running' })).toEqual([]);
    const events = await handed([...issues.values()]);
    expect(events.map(({ actor, from_status, to_status }) => [actor, from_status === to_status])).toEqual(events.map(() => [null, true]));
    // One message of all of them.
    expect(await wangge.db('outbox').where({ event: 'hand_over' })).toMatchObject([{ recipient: next.id, subject: expect.stringContaining(String(issues.size)) }]);
    expect(await verifyIssues(wangge.db)).toMatchObject({ faults: [] });
  });

  it('goes to the level above while the post is vacant; nobody below is left out, nobody else is touched', async () => {
    const { level2, level1, stranger } = community;
    const id = await reported(wangge, community);
    const closed = await reported(wangge, community);
    await said(community.worker, closed, { type: 'withdraw' });
    const elsewhere = await wangge.request('POST', '/items/issues', { as: stranger, body: { description: '路灯不亮', category: community.category, parties: 'residents', kind: 'dispute' }, query: { fields: 'id' } });
    await leave(level2);
    expect((await sweep(wangge.db, now())).reassigned).toBe(1);
    expect((await issue(id)).lead).toBe(level1.id);
    expect((await issue(closed)).lead).toBe(level2.id);
    // Nobody at all, in both communities: it stays, and the dispatchers are told once of each grid.
    await leave(level1);
    for (let turn = 0; turn < 3; turn++)
      expect((await sweep(wangge.db, now())).reassigned).toBe(0);
    expect((await issue(id)).lead).toBe(level1.id);
    expect(await wangge.db('outbox').where({ event: 'hand_over', recipient: community.dispatcher.id })).toHaveLength(2);
    expect(await handed([closed, elsewhere.body.data.id])).toEqual([]);
  });

  it('stays with whoever took another post over it, works in its department, or stands in there', async () => {
    const { level2, level1, place } = community;
    const id = await reported(wangge, community);
    await leave(level2);
    await follow('level_2', place.communities[0].id);
    await wangge.db('posts').insert({ id: randomUUID(), person: level2.id, grid: place.area.id, role: 'deputy', starts_on: today() });
    expect((await sweep(wangge.db, now())).reassigned).toBe(0);
    await wangge.db('posts').where({ person: level2.id, role: 'deputy' }).delete();
    await wangge.db('absences').insert({ id: randomUUID(), person: level1.id, kind: 'leave', starts_on: today(), ends_on: null, stand_in: level2.id, approved_by: level1.id });
    expect((await sweep(wangge.db, now())).reassigned).toBe(0);
    await wangge.db('absences').where({ person: level1.id }).delete();
    await wangge.db('directus_users').where({ id: level2.id }).update({ department: place.communityDepartments[0].id });
    expect((await sweep(wangge.db, now())).reassigned).toBe(0);
    await wangge.db('directus_users').where({ id: level2.id }).update({ department: null });
    expect((await sweep(wangge.db, now())).reassigned).toBe(1);
    expect((await issue(id)).lead).not.toBe(level2.id);
  });
});

describe('by hand', () => {
  it('nobody hands over, and everybody is told why', async () => {
    const { level1, level2, worker, cadre, officer, dispatcher, inspector } = community;
    const id = await reported(wangge, community);
    for (const person of [level1, level2, worker, cadre, officer, dispatcher, inspector, wangge.admin]) {
      const answer = await wangge.request('POST', '/items/issue_events', { as: person, body: { issue: id, type: 'hand_over', note: '移交' } });
      expect([400, 403], JSON.stringify(answer.body)).toContain(answer.status);
      expect(answer.errors[0]!.message).not.toBe('');
    }
    expect(await handed([id])).toEqual([]);
    const nested = await wangge.request('PATCH', `/items/issues/${id}`, { as: wangge.admin, body: { lead: worker.id } });
    expect(nested.status).toBe(400);
  });
});

/** Runs a script in processes of its own and ends them after ever longer waits; says how many were ended. */
async function killed(script: string, args: readonly string[], waits: readonly number[]): Promise<number> {
  const { host, port, user, password, database } = wangge.db.client.config.connection;
  let kills = 0;
  for (const patience of waits) {
    const child = spawn(process.execPath, [`test/system/${script}`, JSON.stringify({ host, port, user, password, database }), ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(child, 'exit');
    await Promise.race([ended, once(child.stdout, 'data')]);
    await Promise.race([ended, wait(patience)]);
    kills += child.kill('SIGKILL') ? 1 : 0;
    await ended;
  }
  return kills;
}

describe('many at once', () => {
  it('by several sweepers side by side and one that is killed: each exactly once', async () => {
    const { level2, place } = community;
    const ids = await filed(60);
    await leave(level2);
    const next = await follow('level_2', place.communities[0].id);
    await killed('sweeper.ts', [now(), '20'], [5, 30, 60]);
    await Promise.all(Array.from({ length: 4 }, () => reassignExpired(wangge.db, now())));
    expect(await handed(ids)).toHaveLength(60);
    expect(new Set(await wangge.db('issues').whereIn('id', ids).pluck('lead'))).toEqual(new Set([next.id]));
    expect((await verifyIssues(wangge.db)).faults).toEqual([]);
  });

  it('with a change of the grid that is killed in the middle: nothing is half', async () => {
    const { place } = community;
    const [from, into] = place.patches;
    const ids = await filed(150);
    await wangge.createUser({ role: 'level_3', posts: [{ grid: into.id }] });
    const entry = await wangge.request('POST', '/items/ledger_facilities', { as: community.worker, body: { grid: from.id, name: '路灯', group: 'utility', kind: 'street_lamp', condition: 'intact' } });
    const state = async () => ({
      grids: await wangge.db('grids').where({ subdistrict: place.id }).orderBy('code').select('id', 'path', 'status', 'leader'),
      posts: await wangge.db('posts').whereIn('grid', [from.id, into.id]).orderBy('id').select('id', 'ends_on'),
      issues: await wangge.db('issues').whereIn('id', ids).orderBy('id').select('id', 'grid', 'grid_path', 'lead', 'handler', 'event_seq'),
      entry: await wangge.db('ledger_facilities').where({ id: entry.body.data.id }).first('grid'),
      events: (await handed(ids)).length,
    });
    const before = await state();
    const change = { kind: 'merge', grid: from.id, successors: [{ grids_id: into.id }], note: '合并' };
    const kills = await killed('grid-changer.ts', [JSON.stringify(change)], [10, 60, 150]);
    expect(kills).toBe(3);
    expect(await state()).toEqual(before);
    const answer = await wangge.request('POST', '/items/grid_changes', { as: wangge.admin, body: change });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body.data.outcome).toMatchObject({ issues: 150, entries: 1 });
    expect(await wangge.db('issues').where({ grid: from.id })).toEqual([]);
    expect(await wangge.db('issues').whereIn('id', ids).where({ grid: into.id, grid_path: into.path })).toHaveLength(150);
    expect((await verifyIssues(wangge.db)).faults).toEqual([]);
  }, 120_000);
});

describe('on grown tables', () => {
  it('no issue is read through to find whose post has ended', async () => {
    await wangge.db.transaction(async trx => trx.raw(`
      set local session_replication_role = replica;
      insert into directus_users (id, status) select md5('e' || n)::uuid, 'active' from generate_series(1, 5000) n;
      insert into posts (id, person, grid, grid_path, role, starts_on, ends_on)
      select gen_random_uuid(), md5('e' || n)::uuid, g.id, g.path, 'deputy', date '2020-01-01', case when n % 20 = 0 then wangge_today() - 1 - n % 60 end
      from generate_series(1, 5000) n join (select id, path, row_number() over (order by code) - 1 as place, count(*) over () as total from grids) g on g.place = n % g.total;
      insert into issues (id, number, title, description, category, grid, grid_path, status, scope, lead, handler, follower, department, reported_at, event_seq, event_hash)
      select gen_random_uuid(), 'H' || n, '路灯', '路灯不亮', (select id from issue_categories limit 1), g.id, g.path, case when n % 20 = 0 then 'handling' else 'closed' end,
        'community', md5('e' || 1 + n % 5000)::uuid, md5('e' || 1 + n * 7 % 5000)::uuid, md5('e' || 1 + n * 11 % 5000)::uuid, (select id from departments limit 1), now(), 1, ''
      from generate_series(1, 100000) n join (select id, path, row_number() over (order by code) - 1 as place, count(*) over () as total from grids) g on g.place = n % g.total;
    `));
    await wangge.db.raw('analyze issues, posts, directus_users');
    const [statement] = await asked(wangge.db, trx => expiredPosts(trx, '2026-11-23', 90));
    const { client } = wangge.db;
    const connection = await client.acquireConnection();
    const { response: { rows } } = await client.query(connection, { sql: `explain (analyze, buffers) ${statement!.sql}`, bindings: statement!.bindings });
    await client.releaseConnection(connection);
    const lines = rows.map((row: Record<string, string>) => row['QUERY PLAN']!);
    process.stdout.write(`whose post has ended, 5,000 posts and 100,000 issues: ${lines.at(-1)}\n`);
    expect(lines.filter((line: string) => /Seq Scan on issues\b/.test(line)), lines.join('\n')).toEqual([]);
  });
});

async function asked(db: Knex, ask: (db: Knex) => Promise<unknown>): Promise<{ sql: string; bindings: unknown[] }[]> {
  const statements: { sql: string; bindings: unknown[] }[] = [];
  const note = (statement: { sql: string; bindings: unknown[] }): void => void statements.push(statement);
  db.on('query', note);
  await ask(db);
  db.off('query', note);
  return statements;
}
