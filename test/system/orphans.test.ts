/** Issues that nobody works on are given to level 2: exactly once, whoever sweeps and whenever it is killed. */
import type { Community } from './community.ts';
import type { OwnServer } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { orphanBindings, ORPHANS_SQL } from '../../extensions/wangge/src/handling/routing/orphans-store.ts';
import { routeOrphans } from '../../extensions/wangge/src/handling/routing/route-orphans-service.ts';
import { sweep } from '../../extensions/wangge/src/handling/sweep-service.ts';
import { peopled } from './community.ts';
import { freshServer } from './harness.ts';
import { reportAt } from './past.ts';

const REPORTED = '2026-03-04T02:00:00.000Z';
const NOW = '2026-03-05T02:00:00.000Z';

let wangge: OwnServer;
let community: Community;
const past = (patch: 0 | 2 = 0, at = REPORTED) => reportAt(wangge.db, { grid: community.place.patches[patch].id, category: community.category, reporter: community.worker.id, at });
const issue = (id: string) => wangge.db('issues').where({ id }).first();
const routes = (ids: string[]) => wangge.db('issue_events').whereIn('issue', ids).where({ type: 'route' });
const setStatus = (id: string, status: string) => wangge.db('directus_users').where({ id }).update({ status });

beforeAll(async () => {
  wangge = await freshServer();
  community = await peopled(wangge);
});
afterAll(() => wangge.close());

describe('an issue', () => {
  it('whose handler has left goes to level 2; its department, lead and limit stay', async () => {
    const id = await past();
    expect(await routeOrphans(wangge.db, NOW, 10)).toBe(0);
    const before = await issue(id);
    expect(before.handler).toBe(community.cadre.id);
    await setStatus(community.cadre.id, 'suspended');
    expect(await routeOrphans(wangge.db, NOW, 10)).toBe(1);
    expect(await issue(id)).toMatchObject({ handler: community.level2.id, department: before.department, lead: before.lead, scope: before.scope, due_at: before.due_at, status: 'assigned' });
    const [route, ...more] = await routes([id]);
    expect(more).toEqual([]);
    expect(route).toMatchObject({ actor: null, note: expect.stringContaining('已不在岗'), at: NOW, to_person: community.level2.id });
    expect(await wangge.db('outbox').where({ event: 'route', recipient: community.level2.id, link: `/content/issues/${id}` })).toHaveLength(1);
    expect((await sweep(wangge.db, NOW)).orphans_routed).toBe(0);
    await setStatus(community.cadre.id, 'active');
  });

  it('whose department is closed goes to the community', async () => {
    const id = await past();
    const { id: closing } = (await wangge.db('departments').insert({ id: randomUUID(), code: `${community.place.code}X`, name: '撤并科室', kind: 'office', subdistrict: community.place.id, active: true }).returning('id'))[0];
    expect((await wangge.request('POST', '/items/issue_events', { as: community.dispatcher, body: { issue: id, type: 'route', note: '改派', to_department: closing } })).status).toBe(200);
    await wangge.db('departments').where({ id: closing }).update({ active: false });
    const now = new Date(Date.now() + 1000).toISOString();
    await routeOrphans(wangge.db, now, 10);
    expect(await issue(id)).toMatchObject({ handler: community.level2.id, department: community.place.communityDepartments[0].id });
    expect((await routes([id])).map(({ note }) => note).at(-1)).toContain('已停用');
  });

  it('that found nobody waits a working day for the dispatcher, then goes to level 2', async () => {
    const lines = await wangge.db('duty_lines');
    await wangge.db('duty_lines').delete();
    await wangge.db('posts').where({ person: community.level2.id }).update({ ends_on: '2020-12-31' });
    await wangge.db('posts').where({ person: community.level1.id }).update({ ends_on: '2020-12-31' });
    const department = await wangge.db('grids').where({ id: community.place.communities[0].id }).first('department');
    await wangge.db('grids').where({ id: community.place.communities[0].id }).update({ department: null });
    const id = await past();
    expect(await issue(id)).toMatchObject({ status: 'reported', handler: null });
    await routeOrphans(wangge.db, '2026-03-05T09:59:00.000Z', 10);
    expect((await issue(id)).status).toBe('reported');
    // Nobody on level 2 or 1: it stays, and the dispatchers are told once.
    for (const now of ['2026-03-05T10:00:01.000Z', '2026-03-05T10:01:00.000Z'])
      expect(await routeOrphans(wangge.db, now, 10)).toBe(0);
    expect(await wangge.db('outbox').where({ dedupe_key: `orphan:${id}` })).toMatchObject([{ recipient: community.dispatcher.id, event: 'orphan' }]);
    await wangge.db('posts').where({ person: community.level1.id }).update({ ends_on: null });
    expect(await routeOrphans(wangge.db, '2026-03-05T10:02:00.000Z', 10)).toBe(1);
    expect(await issue(id)).toMatchObject({ status: 'assigned', handler: community.level1.id, department: null });
    await wangge.db('posts').where({ person: community.level2.id }).update({ ends_on: null });
    await wangge.db('grids').where({ id: community.place.communities[0].id }).update(department!);
    await wangge.db('duty_lines').insert(lines);
  });
});

describe('many at once', () => {
  it('by several sweepers side by side, some ended in the middle: each exactly once, and the timelines verify', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, () => past(0, '2026-03-09T02:00:00.000Z')));
    await setStatus(community.cadre.id, 'suspended');
    const ended = wangge.db.transaction(async (trx) => {
      await routeOrphans(trx, '2026-03-10T02:00:00.000Z', 15);
      throw new Error('killed');
    });
    await expect(ended).rejects.toThrow('killed');
    const counts = await Promise.all(Array.from({ length: 4 }, () => routeOrphans(wangge.db, '2026-03-10T02:00:00.000Z', 7)));
    const last = await routeOrphans(wangge.db, '2026-03-10T02:00:00.000Z', 7);
    expect([...counts, last].reduce((sum, count) => sum + count, 0)).toBe(40);
    expect(await routes(ids)).toHaveLength(40);
    expect(new Set(await wangge.db('issues').whereIn('id', ids).pluck('handler'))).toEqual(new Set([community.level2.id]));
    expect((await verifyIssues(wangge.db)).faults).toEqual([]);
    await setStatus(community.cadre.id, 'active');
  });
});

describe('on grown tables', () => {
  it('no issue is read through for it', async () => {
    await wangge.db.transaction(async trx => trx.raw(`
      set local session_replication_role = replica;
      insert into directus_users (id, status) select md5('u' || n)::uuid, case when n % 10 = 0 then 'archived' else 'active' end from generate_series(1, 2000) n;
      insert into issues (id, number, title, description, category, grid, grid_path, status, scope, handler, department, reported_at, event_seq, event_hash)
      select gen_random_uuid(), 'S' || n, '路灯', '路灯不亮', (select id from issue_categories limit 1), (select id from grids limit 1), '/x/', case when n % 20 = 0 then 'handling' else 'closed' end,
        'community', md5('u' || 1 + n % 2000)::uuid, (select id from departments limit 1), now(), 1, '' from generate_series(1, 100000) n;
    `));
    await wangge.db.raw('analyze issues, directus_users');
    const plan = await wangge.db.raw(`explain (format text) ${ORPHANS_SQL}`, orphanBindings(NOW, null, 200));
    const lines: string[] = plan.rows.map((row: Record<string, string>) => row['QUERY PLAN']);
    expect(lines.filter(line => /Seq Scan on issues\b/.test(line))).toEqual([]);
    const started = performance.now();
    await wangge.db.transaction(trx => trx.raw(ORPHANS_SQL, orphanBindings(NOW, null, 200)));
    process.stdout.write(`orphans among 100,000 issues: ${(performance.now() - started).toFixed(2)} ms\n`);
  });
});
