/**
 * How a month's ledgers are counted: 10,000 patches, 30 sets, 6,000,000 entries; on time, and late, after a twentieth of the
 * entries was confirmed anew and changed. Against the bare counts of all tables, nothing written. `EXPLAIN=1` prints a set's plan.
 */
import type { Knex } from 'knex';
import type { Bench } from './bench.ts';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { takeSnapshots } from '../../extensions/wangge/src/ledgers/snapshots/snapshot-service.ts';
import { countingQuery, gatherPatches, openMonth, setsAt } from '../../extensions/wangge/src/ledgers/snapshots/snapshot-store.ts';
import { fillQuarter } from '../system/quarter.ts';
import { line, measure } from './measure.ts';
import { sized } from './scale.ts';

const ENTRIES = sized(6_000_000);
const PATCHES = sized(10_000, 10);
const SETS = 30;
const GOAL = 60_000;

/** Every shipped set, sensitive ones too, as often as it takes to be thirty. */
async function fill(db: Knex): Promise<string[]> {
  await fillQuarter(db, { subdistricts: sized(100), patches: PATCHES, issues: 0 });
  await db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx.raw(`alter table ledger_datasets drop constraint ledger_datasets_second_person`);
    await trx('ledger_datasets').update({ active: true });
    await trx('grids').whereLike('code', '8%').where({ level: 3 }).update({ households: 300 });
  });
  const sets = await db('ledger_datasets').orderBy('collection').limit(SETS).select('id', 'collection', 'review_days');
  await db('ledger_datasets').whereNotIn('id', sets.map(({ id }) => id)).update({ active: false });
  await db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    for (const { id, collection, review_days } of sets) {
      await trx.raw(`
        insert into ?? (id, grid, grid_path, dataset, state, source, confirmed_on, review_due_on, draw)
        select gen_random_uuid(), g.id, g.path, ?, case when n % 20 = 0 then 'moved' else 'current' end, 'visit', d.day, d.day + ?::int, n % 128
        from generate_series(1, ?::int) n
        join (select id, path, row_number() over (order by hashtext(code)) as place from grids where level = 3 and code like '8%') g on g.place = 1 + n % ?
        cross join lateral (select wangge_today() - (n * 7919 % ?::int) as day) d`, [collection, id, review_days, Math.ceil(ENTRIES / sets.length), PATCHES, Math.ceil(review_days * 1.1)]);
    }
  });
  await db.raw('vacuum analyze');
  return sets.map(({ collection }) => collection);
}

async function run({ server, say }: Parameters<Bench['run']>[0]): Promise<void> {
  const { db } = await server();
  const sets = await fill(db);
  await db.raw(`create table bench_clock (at timestamptz); insert into bench_clock select closes_at from ledger_snapshot_runs where state = 'open'; grant select on bench_clock to public;
    create or replace function wangge_clock() returns timestamptz language sql volatile as 'select at from bench_clock'`);
  const loop = monitorEventLoopDelay({ resolution: 5 });
  let rows = 0;
  const take = async (): Promise<void> => {
    loop.enable();
    rows = (await takeSnapshots(db, (await openMonth(db))!.month)).rows!;
    loop.disable();
  };
  const counts = sets.map(set => `select grid, count(*), count(*) filter (where review_due_on < wangge_today()) from ${set} where state = 'current' group by grid`).join(' union all ');
  const bare = { name: `the bare counts of ${sets.length} tables`, run: async () => void await db.raw(`select count(*) from (${counts}) c`) };
  const atClose = (): Promise<unknown> => db.raw(`update bench_clock set at = (select closes_at from ledger_snapshot_runs where state = 'open')`);
  const write = async (): Promise<void> => {
    await atClose();
    for (const set of sets)
      await db.raw(`update ?? set confirmed_on = least(confirmed_on + 1, wangge_today()), confirmed_by = ? where draw in (1, 2, 3, 4, 5, 6)`, [set, (await db('directus_users').first('id')).id]);
  };
  for (const [what, prepare] of [['on time', atClose], ['late, after changes', write]] as const) {
    const [baseline, ours] = await measure([bare, { name: `a month's snapshots, ${what}`, run: take }], { rounds: 1, warmUp: 0, prepare: async ({ name }) => void (name === bare.name || await prepare()) });
    say(line(ours!, baseline!, 'ms'));
    say(`  ${rows} rows; at most ${GOAL / 1000} s asked for; the loop of the process was held ${Math.round(loop.max / 1e6)} ms at most`);
    loop.reset();
  }
  if (process.env.EXPLAIN) {
    const { month, closes_at } = (await openMonth(db))!;
    const { sql, bindings } = countingQuery((await setsAt(db, closes_at))[0]!, { month, closed: closes_at, facilities: true });
    await db.transaction(async (trx) => {
      await gatherPatches(trx, month, closes_at);
      const { rows } = await trx.raw(`explain (analyze, buffers, costs off) ${sql}`, bindings);
      say(rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n'));
      await trx.rollback();
    }).catch(() => {});
  }
}

export default { name: 'The snapshots of a month: 10,000 patches, 30 data sets', run } satisfies Bench;
