/**
 * The freshness panel over 2,000,000 entries: of all communities and of all patches as an analyst asks for them, and of one
 * community as its level 2 does, against the bare query in the database: all tables joined to the grids, counted with
 * nothing tuned.
 *
 * The entries lie in every shipped set, in 4,000 patches; a twentieth is no longer current. `EXPLAIN=1` prints the plan
 * of one set's part. Besides: entering rows with and without the triggers of upkeep, while every patch has a task that is open.
 */
import type { Knex } from 'knex';
import type { OwnServer } from '../system/harness.ts';
import type { Bench } from './bench.ts';
import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { makeTasks } from '../../extensions/wangge/src/ledgers/upkeep/task-service.ts';
import { fillQuarter } from '../system/quarter.ts';
import { line, measure } from './measure.ts';
import { sized } from './scale.ts';

const ENTRIES = sized(2_000_000);
const PATCHES = sized(4_000, 10);
const GOAL = 2;

async function fill(db: Knex): Promise<string[]> {
  await fillQuarter(db, { subdistricts: sized(40), patches: PATCHES, issues: 0 });
  const sets: { id: string; collection: string; review_days: number }[] = await db('ledger_datasets').where('active', true).orderBy('collection').select('id', 'collection', 'review_days');
  await db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    for (const { id, collection, review_days } of sets) {
      await trx.raw(`
        insert into ?? (id, grid, grid_path, dataset, state, source, confirmed_on, review_due_on, draw, remark)
        select gen_random_uuid(), g.id, g.path, ?, case when n % 20 = 0 then 'moved' else 'current' end, 'visit', d.day, d.day + ?::int, n % 128, repeat('台账', 40)
        from generate_series(1, ?::int) n
        join (select id, path, row_number() over (order by hashtext(code)) as place from grids where level = 3 and code like '8%') g on g.place = 1 + n % ?
        cross join lateral (select wangge_today() - (n * 7919 % ?::int) as day) d`, [collection, id, review_days, Math.ceil(ENTRIES / sets.length), PATCHES, Math.ceil(review_days * 1.1)]);
    }
  });
  await db.raw('vacuum analyze');
  return sets.map(({ collection }) => collection);
}

/** What somebody writes who knows the index: each table counted by grid first. */
async function tunedOf(db: Knex, sets: readonly string[], today: string): Promise<string> {
  const rootOf = await rootsOf(db);
  return `
    select g.parent, e.root, sum(e.total), sum(e.due), sum(e.stale)
    from (${sets.map(set => `select grid, '${rootOf.get(set)}' as root, count(*) as total, count(*) filter (where review_due_on between date '${today}' and date '${today}' + 7) as due,
      count(*) filter (where review_due_on < date '${today}') as stale from ${set} where state = 'current' group by grid`).join(' union all ')}) e
    join grids g on g.id = e.grid group by g.parent, e.root`;
}

async function rootsOf(db: Knex): Promise<Map<string, string>> {
  const roots: { collection: string; root: string }[] = await db('ledger_datasets as d').join('ledger_categories as c', 'c.id', 'd.category').join('ledger_categories as r', 'r.id', 'c.parent').select('d.collection', 'r.code as root');
  return new Map(roots.map(({ collection, root }) => [collection, root]));
}

/** What anybody would write. */
async function bareOf(db: Knex, sets: readonly string[], top: string, today: string): Promise<string> {
  const rootOf = await rootsOf(db);
  return `
    select ${top}, e.root, count(*), count(*) filter (where e.review_due_on between date '${today}' and date '${today}' + 7),
      count(*) filter (where e.review_due_on < date '${today}')
    from (${sets.map(set => `select grid, review_due_on, '${rootOf.get(set)}' as root from ${set} where state = 'current'`).join(' union all ')}) e
    join grids g on g.id = e.grid group by ${top}, e.root`;
}

async function run({ server, say }: Parameters<Bench['run']>[0]): Promise<void> {
  const wangge = await server({ RATE_LIMITER_ENABLED: 'false' });
  const { db } = wangge;
  const sets = await fill(db);
  const today = await todayOf(db);
  const analyst = await wangge.createUser({ role: 'analyst' });
  const community = await db('grids').where({ level: 2 }).whereLike('code', '8%').orderBy('code').first('id', 'path');
  const level2 = await wangge.createUser({ role: 'level_2', posts: [{ grid: community.id }] });

  const asked = (as: { token: string }, query: Record<string, string>) => async (): Promise<void> => {
    const { status, body } = await wangge.request('GET', '/wangge/ledgers/freshness', { as, query });
    if (status !== 200)
      throw new Error(`The panel answered ${status}: ${JSON.stringify(body)}`);
  };
  const bare = (sql: string) => async (): Promise<void> => void await db.raw(sql);
  for (const [what, top, level] of [['all communities', 'g.parent', '2'], ['all patches', 'g.id', '3']] as const) {
    const [baseline, ours] = await measure([
      { name: `the bare query (${what})`, run: bare(await bareOf(db, sets, top, today)) },
      { name: `the panel's answer over HTTP`, run: asked(analyst, { level }) },
    ], { rounds: 5, warmUp: 2 });
    say(line(ours!, baseline!, 'ms', GOAL));
  }
  const [tuned, panel] = await measure([
    { name: 'the same statement alone, tuned by hand (all communities)', run: bare(await tunedOf(db, sets, today)) },
    { name: `the panel's answer over HTTP`, run: asked(analyst, { level: '2' }) },
  ], { rounds: 5, warmUp: 2 });
  say(line(panel!, tuned!, 'ms', GOAL));
  const one = (await bareOf(db, sets, 'g.id', today)).replace(' group by', ` where starts_with(g.path, '${community.path}') group by`);
  const [baseline, ours] = await measure([
    { name: 'the bare query (one community)', run: bare(one) },
    { name: 'the panel of one community over HTTP', run: asked(level2, {}) },
  ], { rounds: 5, warmUp: 2 });
  say(line(ours!, baseline!, 'ms', GOAL));
  if (process.env.EXPLAIN) {
    const { rows } = await db.raw(`explain (analyze, buffers, costs off) select grid, count(*), count(*) filter (where review_due_on < date '${today}') from ledger_residents where state = 'current' group by grid`);
    say(rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n'));
  }
  await entering(wangge, say);
}

async function todayOf(db: Knex): Promise<string> {
  return (await db.raw('select wangge_today()::text as today')).rows[0].today;
}

const PER_ROUND = sized(2_000);

/** What the triggers of upkeep add to a set-based insert, every patch having an open task of the set. */
async function entering({ db }: OwnServer, say: (text: string) => void): Promise<void> {
  const { id: dataset } = await db('ledger_datasets').where({ collection: 'ledger_residents' }).first('id');
  const areas: string[] = await db('grids').where({ level: 1 }).whereLike('code', '8%').pluck('id');
  const today = await todayOf(db);
  const plans = areas.map(grid => ({ id: randomUUID(), name: '采集', dataset, grid, level: 3, every: 'year', due_working_days: 20, starts_on: today, active: true }));
  await db('collection_plans').insert(plans);
  const { made } = await makeTasks(db, { plans: plans.map(({ id }) => id) });
  await db.raw('analyze collection_tasks');
  const toggle = (what: string): Promise<unknown> => db.raw(['created', 'updated', 'deleted'].map(name => `alter table ledger_residents ${what} trigger wangge_upkeep_${name};`).join(' '));
  const insert = async (patches: number): Promise<void> => {
    const trx = await db.transaction();
    await trx.raw(`
      insert into ledger_residents (id, grid, state, source, remark)
      select gen_random_uuid(), g.id, 'current', 'import', 'x' from generate_series(1, ?::int) n
      join (select id, row_number() over (order by code) as place from grids where level = 3 and code like '8%') g on g.place = 1 + n % ?`, [PER_ROUND, patches]);
    await trx.rollback();
  };
  for (const patches of [1, 100, PATCHES / 2]) {
    const [without, with_] = await measure([
      { name: `without upkeep`, run: () => insert(patches) },
      { name: `entering ${PER_ROUND} rows in ${patches} patches with ${made} open tasks`, run: () => insert(patches) },
    ], { rounds: 3, prepare: async ({ name }) => void await toggle(name === 'without upkeep' ? 'disable' : 'enable') });
    say(line(with_!, without!, 'ms'));
  }
}

export default { name: 'The freshness of 2,000,000 entries', run } satisfies Bench;
