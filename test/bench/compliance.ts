/**
 * Compliance of 10,000 people over a quarter with 1,000,000 logs, as the panel and the assessment ask for it, against the bare
 * query: the minutes of each person on each day of the quarter in the grid of their post, added up by the database with nothing
 * else asked. `EXPLAIN=1` prints both plans. Besides: what the panel of everybody, of one community and of today costs over HTTP.
 */
import type { Knex } from 'knex';
import type { Bench } from './bench.ts';
import process from 'node:process';
import { loadCalendar } from '../../extensions/wangge/src/calendar/index.ts';
import { complianceRows, EVERYBODY } from '../../extensions/wangge/src/reporting/compliance/compliance-store.ts';
import { fillQuarter } from '../system/quarter.ts';
import { line, measure } from './measure.ts';
import { sized } from './scale.ts';

const PEOPLE = sized(10_000, 100);
const LOGS_EACH = 100;
const PERIOD = { from: '2026-07-01', until: '2026-09-30' };
const DAYS = 92;
const GOAL = 2;

/** So many people, each with a post and so many logs in the quarter. */
export async function fill(db: Knex, each = LOGS_EACH): Promise<void> {
  await fillQuarter(db, { subdistricts: sized(100), patches: PEOPLE, issues: 0 });
  await db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx.raw(`
      insert into directus_users (id, last_name, first_name, email, status, provider)
      select gen_random_uuid(), '王', n, 'bench-' || n || '@example.com', 'active', 'default' from generate_series(1, ?::int) n`, [PEOPLE]);
    await trx.raw(`
      insert into posts (id, person, grid, grid_path, role, starts_on)
      select gen_random_uuid(), u.id, g.id, g.path, 'leader', date '2026-01-01'
      from (select id, row_number() over (order by code) as place, path from grids where level = 3 and code like '8%') g
      join (select id, row_number() over (order by id) as place from directus_users where email like 'bench-%') u using (place)`);
    await trx.raw(`
      insert into absences (id, person, kind, starts_on, ends_on, approved_by, decision)
      select gen_random_uuid(), person, 'leave', day, day + 4, person, 'yes' from posts, lateral (select date '2026-07-01' + abs(hashtext(person::text)) % 85 as day) d where grid_path like '/8%' and hashtext(grid::text) % 4 = 0`);
    // As they come in: day after day, everybody's, morning and afternoon.
    await trx.raw(`
      insert into work_logs (id, person, entered_by, grid, grid_path, work_date, started_at, ended_at, minutes, kind, summary, entered_late, route_confirmed)
      select gen_random_uuid(), p.person, p.person, p.grid, p.grid_path, date '${PERIOD.from}' + n * ${DAYS} / :each,
        time '08:30' + make_interval(mins => n % cast(:slots as int) * 600 / cast(:slots as int)), time '08:30' + make_interval(mins => n % cast(:slots as int) * 600 / cast(:slots as int) + m.minutes), m.minutes,
        (array['patrol', 'patrol', 'visit', 'handling', 'meeting'])[1 + abs(hashtext(p.grid::text || n)) % 5], repeat('巡查主干道及背街小巷，', 8), false, false
      from generate_series(0, :each::int - 1) n cross join posts p
      cross join lateral (select 45 + abs(hashtext(n || p.person::text)) % cast(:longer as int) as minutes) m
      where p.grid_path like '/8%' order by n, p.person`, { each, slots: 2 * Math.ceil(each / 184), longer: each > 184 ? 50 : 90 });
  });
  await db.raw('vacuum analyze');
}

/** What anybody would write. */
const BARE = `
  select l.person, p.grid, l.work_date, sum(l.minutes)
  from work_logs l join posts p on p.person = l.person and p.grid = l.grid and p.role = 'leader'
    and p.starts_on <= l.work_date and (p.ends_on is null or p.ends_on >= l.work_date)
  where l.work_date between date '${PERIOD.from}' and date '${PERIOD.until}' and l.kind in ('patrol', 'visit', 'handling')
  group by l.person, p.grid, l.work_date`;

async function run({ server, say }: Parameters<Bench['run']>[0]): Promise<void> {
  const wangge = await server({ RATE_LIMITER_ENABLED: 'false' });
  const { db } = wangge;
  await fill(db);
  const calendar = await loadCalendar(db);

  const bare = { name: 'the bare query', run: async () => void await db.raw(`select count(*), sum(sum) from (${BARE}) days`) };
  const [baseline, ours] = await measure([
    bare,
    { name: 'compliance of everybody', run: async () => void await complianceRows(db, PERIOD, calendar, EVERYBODY) },
  ], { rounds: 7, warmUp: 2 });
  say(line(ours!, baseline!, 'ms', GOAL));
  if (process.env.EXPLAIN)
    await explained(db, async () => void await complianceRows(db, PERIOD, calendar, EVERYBODY), say);

  const analyst = await wangge.createUser({ role: 'analyst' });
  const community = await db('grids').where({ level: 2 }).whereLike('code', '8%').orderBy('code').first('id', 'path');
  const level2 = await wangge.createUser({ role: 'level_2', posts: [{ grid: community.id }] });
  const asked = (as: { token: string }, query: Record<string, string>) => async (): Promise<void> => {
    const { status, body } = await wangge.request('GET', '/wangge/logs/compliance', { as, query });
    if (status !== 200)
      throw new Error(`The panel answered ${status}: ${JSON.stringify(body)}`);
  };
  for (const [what, who, query] of [
    ['everybody\'s quarter over HTTP', analyst, { period: '2026-Q3' }],
    ['everybody\'s today over HTTP', analyst, { period: 'today' }],
    ['one community\'s quarter over HTTP', level2, { period: '2026-Q3' }],
  ] as const) {
    const [plain, panel] = await measure([bare, { name: what, run: asked(who, query) }], { rounds: 3, warmUp: 1 });
    say(line(panel!, plain!, 'ms'));
  }
}

/** The plans that the database chose: by its own account, so that nothing is said of another statement. */
async function explained(db: Knex, ask: () => Promise<void>, say: (text: string) => void): Promise<void> {
  const statements: { sql: string; bindings: unknown[] }[] = [{ sql: BARE, bindings: [] }];
  const note = ({ sql, bindings }: { sql: string; bindings: unknown[] }): void => void statements.push({ sql, bindings });
  db.on('query', note);
  await ask();
  db.off('query', note);
  const connection = await db.client.acquireConnection();
  for (const { sql, bindings } of statements) {
    const { rows } = await connection.query(`explain (analyze, buffers, costs off) ${sql}`, bindings);
    say(rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n'));
  }
  await db.client.releaseConnection(connection);
}

export default { name: 'Compliance of a quarter with 1,000,000 logs', run } satisfies Bench;
