/** The sweep: exactly once and truly dated, whoever runs it and whenever it is killed. */
import type { Community } from './community.ts';
import type { OwnServer } from './harness.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweep } from '../../extensions/wangge/src/handling/sweep.ts';
import { verifyIssues } from '../../extensions/wangge/src/handling/verify.ts';
import { peopled } from './community.ts';
import { freshServer } from './harness.ts';
import { handleAt, reportAt } from './past.ts';

let wangge: OwnServer;
let community: Community;
let past: (at: string) => Promise<string>;

beforeAll(async () => {
  wangge = await freshServer();
  community = await peopled(wangge);
  past = at => reportAt(wangge.db, { grid: community.place.patches[0].id, category: community.category, reporter: community.worker.id, at });
});
afterAll(() => wangge.close());

const event = (type: string) => wangge.db('issue_events').where({ type });

describe('the sweep', () => {
  it('warns before, misses after, and dates both with the moment at which they became true', async () => {
    const issue = await past('2026-03-11T02:00:00.000Z');
    expect(await sweep(wangge.db, '2026-03-13T09:59:59.000Z')).toEqual({ resumed: 0, missed: 0, warned: 0, closed: 0, rehomed: 0 });
    // Eight working hours before Monday 18:00.
    expect(await sweep(wangge.db, '2026-03-16T03:00:00.000Z')).toMatchObject({ missed: 0, warned: 2 });
    expect(await sweep(wangge.db, '2026-03-16T10:00:00.000Z')).toMatchObject({ missed: 0 });
    expect(await sweep(wangge.db, '2026-03-16T10:00:00.001Z')).toMatchObject({ missed: 2, warned: 0 });
    const missed = await event('deadline_missed').where({ issue });
    expect(missed.map(row => row.at)).toEqual(['2026-03-16T10:00:00.000Z', '2026-03-16T10:00:00.000Z']);
    expect(await wangge.db('issues').where({ id: issue }).first()).toMatchObject({ overdue: true, status: 'assigned' });
    const told = await wangge.db('outbox').where({ event: 'deadline_missed', link: `/content/issues/${issue}` });
    expect(told).toHaveLength(4);
    expect(told.map(notice => notice.subject)).toContainEqual(expect.stringMatching(/^已超期（办结反馈时限）：/));
    expect(await sweep(wangge.db, '2026-04-01T00:00:00.000Z')).toEqual({ resumed: 0, missed: 0, warned: 0, closed: 0, rehomed: 0 });
  });

  it('T11: after days of downtime each miss comes once, dated truly', async () => {
    const issues = [await past('2026-03-02T02:00:00.000Z'), await past('2026-03-04T02:00:00.000Z')];
    await sweep(wangge.db, '2026-04-02T00:00:00.000Z');
    const dated = await event('deadline_missed').whereIn('issue', issues).orderBy('at').select('at', 'data');
    expect(dated.map(row => row.at)).toEqual(['2026-03-05T10:00:00.000Z', '2026-03-05T10:00:00.000Z', '2026-03-09T10:00:00.000Z', '2026-03-09T10:00:00.000Z']);
    expect(dated[0].data.decided.recorded_at).toBe('2026-04-02T00:00:00.000Z');
  });

  it('T9, T10: four at once over 2,000 due clocks, killed at random and started again: every miss exactly once', async () => {
    for (let filed = 0; filed < 1000; filed += 20)
      await Promise.all(Array.from({ length: 20 }, () => past('2026-05-11T02:00:00.000Z')));
    const due = await wangge.db('issue_deadlines').where({ state: 'running' }).count().first();
    expect(Number(due!.count)).toBe(2000);

    const { host, port, user, password, database } = wangge.db.client.config.connection;
    let kills = 0;
    const sweeper = async (seed: number): Promise<void> => {
      for (let attempt = 0; ; attempt++) {
        const child = spawn(process.execPath, ['test/system/sweeper.ts', JSON.stringify({ host, port, user, password, database }), '2026-06-01T00:00:00.000Z', '20'], { stdio: ['ignore', 'pipe', 'ignore'] });
        const ended = once(child, 'exit');
        if (attempt < 4) {
          await Promise.race([ended, once(child.stdout, 'data')]);
          await Promise.race([ended, wait(5 + (seed * 7 + attempt * 13) % 40)]);
          kills += child.kill('SIGKILL') ? 1 : 0;
        }
        const [code] = await ended;
        if (code === 0)
          return;
      }
    };
    await Promise.all([1, 2, 3, 4].map(sweeper));
    await sweep(wangge.db, '2026-06-01T00:00:00.000Z');
    expect(kills).toBeGreaterThan(4);

    const clocks = await wangge.db('issue_deadlines').where({ started_at: '2026-05-11T02:00:00.000Z' });
    expect(clocks.map(clock => clock.state)).toEqual(Array.from({ length: 2000 }, () => 'missed'));
    const { rows } = await wangge.db.raw(`
      select count(*)::int as events, count(distinct (issue, data -> 'decided' -> 'clock' ->> 'kind'))::int as clocks,
        count(*) filter (where at = '2026-05-14T10:00:00Z')::int as truly_dated
      from issue_events where type = 'deadline_missed' and issue in (select id from issues where reported_at = '2026-05-11T02:00:00Z')`);
    expect(rows[0]).toEqual({ events: 2000, clocks: 2000, truly_dated: 2000 });
    const { code, stdout, stderr } = await wangge.cli('wangge', 'verify', 'issues');
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(' 0 faults');
  }, 240_000);

  it('closes what nobody objected to', async () => {
    const issue = await past('2026-07-01T02:00:00.000Z');
    await handleAt(wangge.db, issue, community.cadre.id, '2026-07-02T02:00:00.000Z');
    const row = await wangge.db('issues').where({ id: issue }).first();
    await sweep(wangge.db, '2026-07-10T00:00:00.000Z');
    const after = await wangge.db('issues').where({ id: issue }).first();
    if (row.verify_required)
      expect(after.status).toBe('fed_back');
    else
      expect(after).toMatchObject({ status: 'closed', closed_at: row.closes_at, closes_at: null });
    expect(await wangge.db('outbox').where({ event: 'close', link: `/content/issues/${issue}` })).toHaveLength(row.verify_required ? 0 : 2);
    expect(await verifyIssues(wangge.db)).toMatchObject({ faults: [] });
  });

  it('is refused a moment that is none', async () => {
    const { code, stderr } = await wangge.cli('wangge', 'sweep', '--at', 'yesterday');
    expect(code).toBe(1);
    expect(stderr).toContain('"yesterday" is no moment');
  });
});
