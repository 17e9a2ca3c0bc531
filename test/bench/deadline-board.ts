/**
 * The deadline board at 100,000 running clocks: a page with its counts, as three people ask for it over HTTP, against
 * the bare SQL that anybody would write for it: count the groups, and take the first page.
 */
import type { Account } from '../system/harness.ts';
import type { Bench } from './bench.ts';
import { fillQuarter } from '../system/quarter.ts';
import { line, measure } from './measure.ts';
import { sized } from './scale.ts';

const SIZE = { subdistricts: sized(20), patches: sized(2_000), issues: sized(100_000) };
const REQUESTS = sized(10);
const GOAL = 3;

const BARE_COUNTS = `
  select count(*) filter (where d.state = 'missed' or d.due_at < now()) as overdue,
    count(*) filter (where d.state = 'running' and d.due_at >= now() and d.due_at < current_date + 1) as today,
    count(*) filter (where d.state = 'running' and d.warned_at is not null and d.due_at >= current_date + 1) as soon,
    count(*) filter (where d.state = 'running' and d.provisional) as provisional
  from issue_deadlines d join issues i on i.id = d.issue
  where d.state in ('running', 'missed') and i.status not in ('closed', 'rejected', 'merged')`;
const BARE_PAGE = `
  select i.id, i.number, i.title, i.status, g.name, d.kind, d.due_at
  from issue_deadlines d join issues i on i.id = d.issue join grids g on g.id = i.grid
  where d.state in ('running', 'missed') and d.due_at < now() and i.status not in ('closed', 'rejected', 'merged')
  order by d.due_at limit 25`;

export default {
  name: 'The deadline board at 100,000 running clocks',
  run: async ({ server, say }) => {
    const wangge = await server({ RATE_LIMITER_ENABLED: 'false' });
    const { db } = wangge;
    await fillQuarter(db, SIZE);
    // Every issue is at hand; half of the limits of its department are still to come, one in twenty is warned of, some are missed.
    await db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx.raw(`update issues set status = 'handling', closed_at = null, handled_at = null, fed_back_at = null, overdue = false`);
      await trx.raw(`delete from issue_deadlines where kind = 'own'`);
      await trx.raw(`
        update issue_deadlines set met_at = null, missed_at = null, state = 'running',
          due_at = now() + (random() * 10 - 0.2) * interval '1 day', provisional = random() < 0.02`);
      await trx.raw(`update issue_deadlines set state = 'missed', missed_at = due_at where due_at < now() and random() < 0.8`);
      await trx.raw(`update issue_deadlines set warned_at = now() where state = 'running' and due_at < now() + interval '1 day'`);
    });
    await db.raw('vacuum analyze issues, issue_deadlines');
    const { rows: [{ running }] } = await db.raw(`select count(*) as running from issue_deadlines where state in ('running', 'missed')`);
    say(`  ${running} clocks that run or are missed`);

    const area = await db('grids').where({ level: 1 }).orderBy('code').first('id');
    const leader = await wangge.createUser({ role: 'level_1', posts: [{ grid: area.id, role: 'deputy' }] });
    const dispatcher = await wangge.createUser({ role: 'dispatcher' });
    await db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx.raw('update issues set lead = ? where grid_path like (select path || \'%\' from grids where id = ?)', [leader.id, area.id]);
    });
    await db.raw('vacuum analyze issues');
    const asked = async (person: Account, scope: string): Promise<void> => {
      for (let n = 0; n < REQUESTS; n++) {
        const { status, body } = await wangge.request('GET', '/wangge/deadlines/board', { as: person, query: { scope, group: 'overdue' } });
        if (status !== 200 || body.data.scope !== scope)
          throw new Error(`The board answered ${status}`);
      }
    };
    const bare = {
      name: 'the bare SQL',
      run: async () => {
        for (let n = 0; n < REQUESTS; n++) {
          await db.raw(BARE_COUNTS);
          await db.raw(BARE_PAGE);
        }
      },
    };
    const [baseline, ...ours] = await measure([
      bare,
      { name: 'all, a dispatcher', run: () => asked(dispatcher, 'all') },
      { name: 'the grids of a leader of level 1', run: () => asked(leader, 'grids') },
      { name: 'mine, a leader of level 1', run: () => asked(leader, 'mine') },
    ], { rounds: 5 });
    for (const result of ours)
      say(line(result, baseline!, `ms for ${REQUESTS} requests`, GOAL));
  },
} satisfies Bench;
