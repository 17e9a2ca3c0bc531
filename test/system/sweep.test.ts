/** The sweep: exactly once and truly dated, whoever runs it and whenever it is killed. */
import type { Community } from './community.ts';
import type { OwnServer } from './harness.ts';
import type { PastReport } from './past.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { drawn } from '../../extensions/wangge/src/handling/lifecycle/event-outcome-rules.ts';
import { sweep } from '../../extensions/wangge/src/handling/sweep-service.ts';
import { peopled } from './community.ts';
import { freshServer } from './harness.ts';
import { handleAt, reportAt, stepAt } from './past.ts';

let wangge: OwnServer;
let community: Community;
let past: (at: string, said?: PastReport['said']) => Promise<string>;

beforeAll(async () => {
  wangge = await freshServer();
  community = await peopled(wangge);
  past = (at, said = {}) => reportAt(wangge.db, { grid: community.place.patches[0].id, category: community.category, reporter: community.worker.id, at, said });
});
afterAll(() => wangge.close());

const event = (type: string) => wangge.db('issue_events').where({ type });

/** So many processes sweep at once; each is killed at random four times and started again until it comes to its end. How often a kill hit. */
async function sweptByMany(processes: number, at: string): Promise<number> {
  const { host, port, user, password, database } = wangge.db.client.config.connection;
  let kills = 0;
  const sweeper = async (seed: number): Promise<void> => {
    for (let attempt = 0; ; attempt++) {
      const child = spawn(process.execPath, ['test/system/sweeper.ts', JSON.stringify({ host, port, user, password, database }), at, '20'], { stdio: ['ignore', 'pipe', 'ignore'] });
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
  await Promise.all(Array.from({ length: processes }, (_, index) => sweeper(index + 1)));
  return kills;
}

describe('the sweep', () => {
  it('warns before, misses after, and dates both with the moment at which they became true', async () => {
    const issue = await past('2026-03-11T02:00:00.000Z');
    expect(await sweep(wangge.db, '2026-03-13T09:59:59.000Z')).toEqual({ resumed: 0, missed: 0, warned: 0, closed: 0, reassigned: 0, orphans_routed: 0 });
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
    expect(await sweep(wangge.db, '2026-04-01T00:00:00.000Z')).toEqual({ resumed: 0, missed: 0, warned: 0, closed: 0, reassigned: 0, orphans_routed: 0 });
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

    expect(await sweptByMany(4, '2026-06-01T00:00:00.000Z')).toBeGreaterThan(4);
    await sweep(wangge.db, '2026-06-01T00:00:00.000Z');

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

  it('one sweep catches up with all that time has made true: a second finds nothing', async () => {
    const issue = await past('2026-07-13T02:00:00.000Z', { kind: 'problem' });
    await handleAt(wangge.db, issue, community.cadre.id, '2026-07-14T02:00:00.000Z');
    await stepAt(wangge.db, issue, { person: community.level2.id, levels: [2] }, { type: 'reopen', note: '仍未解决' }, '2026-07-14T03:00:00.000Z');
    await stepAt(wangge.db, issue, { person: community.level1.id, levels: [1] }, { type: 'suspend', cause: 'complex', note: '待改造', until: '2026-07-16T00:00:00.000Z' }, '2026-07-14T04:00:00.000Z');
    const undrawn = await closesByItself('2026-07-13T02:00:00.000Z');
    await sweep(wangge.db, '2026-07-31T00:00:00.000Z');
    expect(await sweep(wangge.db, '2026-07-31T00:00:00.000Z')).toEqual({ resumed: 0, missed: 0, warned: 0, closed: 0, reassigned: 0, orphans_routed: 0 });
    // Closed on Thursday 16 July; its notice is missed five working days later.
    expect(await wangge.db('issue_deadlines').where({ issue: undrawn, kind: 'disclose' }).first('state', 'missed_at')).toEqual({ state: 'missed', missed_at: '2026-07-23T10:00:00.000Z' });
  });

  it('two at once after two weeks of downtime, killed at random: suspensions end, closings come, every kind of clock is missed, each once and truly dated', async () => {
    const monday = '2026-08-03T02:00:00.000Z';
    const many = async (size: number, make: () => Promise<string>): Promise<string[]> => {
      const issues: string[] = [];
      while (issues.length < size)
        issues.push(...await Promise.all(Array.from({ length: 10 }, make)));
      return issues;
    };
    const { cadre, level1, place } = community;
    const suspended = await many(220, async () => {
      const issue = await past(monday);
      await stepAt(wangge.db, issue, { person: level1.id, levels: [1] }, { type: 'suspend', cause: 'complex', note: '待改造', until: '2026-08-10T00:00:00.000Z' }, '2026-08-03T03:00:00.000Z');
      return issue;
    });
    const asked = await many(30, async () => {
      const issue = await past(monday);
      await stepAt(wangge.db, issue, { person: cadre.id }, { type: 'request_extension', request_kind: 'extension', cause: 'materials', note: '缺配件' }, '2026-08-06T09:00:00.000Z');
      return issue;
    });
    const unverified = await many(30, async () => {
      const issue = await past(monday, { source: 'resident' });
      await handleAt(wangge.db, issue, cadre.id, '2026-08-04T02:00:00.000Z');
      return issue;
    });
    const escalated = await many(30, async () => {
      const issue = await past(monday);
      await stepAt(wangge.db, issue, { person: level1.id, levels: [1] }, { type: 'route', to_scope: 'district', to_department: place.communityDepartments[0].id, note: '超出街道职责' }, '2026-08-03T02:30:00.000Z');
      await stepAt(wangge.db, issue, { person: cadre.id }, { type: 'escalate', to_department: place.district.id }, '2026-08-03T03:00:00.000Z');
      return issue;
    });
    const outside = await many(30, () => past(monday, { external_due_at: '2026-08-05T04:00:00.000Z' }));
    const closing = await many(220, () => closesByItself(monday));

    // While the answer is awaited nobody says that the limit is missed.
    await sweep(wangge.db, '2026-08-07T09:00:00.000Z');
    expect(await event('deadline_missed').whereIn('issue', asked)).toEqual([]);

    expect(await sweptByMany(2, '2026-08-20T00:00:00.000Z')).toBeGreaterThan(2);
    await sweep(wangge.db, '2026-08-20T00:00:00.000Z');

    const missed = async (issues: readonly string[]): Promise<Record<string, string[]>> => {
      const rows = await event('deadline_missed').whereIn('issue', issues);
      const clocks = Map.groupBy(rows, row => row.data.decided.clock.kind as string);
      for (const of of clocks.values())
        expect(of.map(row => row.issue).sort()).toEqual([...issues].sort());
      return Object.fromEntries([...clocks].map(([kind, of]) => [kind, [...new Set(of.map(row => row.at as string))]]));
    };
    const steps = async (type: string, issues: readonly string[]) => {
      const rows = await event(type).whereIn('issue', issues);
      expect(rows.map(row => row.issue).sort()).toEqual([...issues].sort());
      return [...new Set(rows.map(row => `${row.at} ${row.actor}`))];
    };
    expect(await steps('resume', suspended)).toEqual(['2026-08-10T00:00:00.000Z null']);
    // Four working days stood still: Thursday 6 becomes Wednesday 12.
    expect(await missed(suspended)).toEqual({ resolve: ['2026-08-12T10:00:00.000Z'], own: ['2026-08-12T10:00:00.000Z'] });
    expect(await missed(asked)).toEqual({ resolve: ['2026-08-06T10:00:00.000Z'], own: ['2026-08-06T10:00:00.000Z'] });
    expect(await missed(unverified)).toEqual({ verify: ['2026-08-07T10:00:00.000Z'] });
    expect(await missed(escalated)).toEqual({ progress: ['2026-08-10T10:00:00.000Z'] });
    expect(await missed(outside)).toEqual({ external: ['2026-08-05T04:00:00.000Z'], resolve: ['2026-08-06T10:00:00.000Z'], own: ['2026-08-06T10:00:00.000Z'] });
    expect(await steps('close', closing)).toEqual(['2026-08-06T10:00:00.000Z null']);
    expect(await missed(closing)).toEqual({ disclose: ['2026-08-13T10:00:00.000Z'] });
    expect(await verifyIssues(wangge.db)).toMatchObject({ faults: [] });
  }, 240_000);

  it('while people work on the same issues: a miss is written once, whoever comes first', async () => {
    const issues: string[] = [];
    while (issues.length < 60)
      issues.push(...await Promise.all(Array.from({ length: 10 }, () => past('2026-10-12T02:00:00.000Z'))));
    const now = new Date().toISOString();
    // Four people work through them, not in the sweep's order; it comes when some are through, and goes in single steps.
    const order = issues.map((_, index) => issues[index * 7 % issues.length]!);
    const statuses: number[] = [];
    const { promise: someDone, resolve } = Promise.withResolvers<void>();
    const person = async (): Promise<void> => {
      for (let issue = order.pop(); issue !== undefined; issue = order.pop()) {
        statuses.push((await wangge.request('POST', '/items/issue_events', { as: community.cadre, body: { issue, type: 'progress', note: '已到现场' } })).status);
        if (statuses.length === 8)
          resolve();
      }
    };
    const people = Promise.all(Array.from({ length: 4 }, person));
    await someDone;
    await Promise.all([people, ...Array.from({ length: 2 }, () => sweep(wangge.db, now, 1))]);
    expect(statuses).toEqual(issues.map(() => 200));
    await sweep(wangge.db, now);
    const missed = await event('deadline_missed').whereIn('issue', issues);
    const bySweep = missed.filter(row => row.data.decided.recorded_at === now).length;
    expect(bySweep, 'both have written some').toBeGreaterThan(0);
    expect(bySweep, 'both have written some').toBeLessThan(missed.length);
    expect(missed.map(row => `${row.issue} ${row.data.decided.clock.kind}`).sort()).toEqual(issues.flatMap(issue => [`${issue} own`, `${issue} resolve`]).sort());
    expect(new Set(missed.map(row => row.at))).toEqual(new Set(['2026-10-15T10:00:00.000Z']));
    const { faults } = await verifyIssues(wangge.db);
    expect(faults).toEqual([]);
  });

  it('is refused a moment that is none', async () => {
    const { code, stderr } = await wangge.cli('wangge', 'sweep', '--at', 'yesterday');
    expect(code).toBe(1);
    expect(stderr).toContain('"yesterday" is no moment');
  });
});

/** Handled on the next day and fed back; not one of those that are drawn for verification, and no dispute: it gets a notice. */
async function closesByItself(at: string): Promise<string> {
  for (;;) {
    const issue = await past(at, { kind: 'problem' });
    if (drawn(issue))
      continue;
    await handleAt(wangge.db, issue, community.cadre.id, new Date(Date.parse(at) + 86_400_000).toISOString());
    return issue;
  }
}
