/**
 * The daily facts of a quarter of 10,000 patches, 5,000,000 logs and 2,000,000 ledger rows as the assessment counts them, each kind
 * against the bare aggregate over its tables, and all of them counted by every measure and written as lines of evidence against the
 * three together. `EXPLAIN=1` prints the plans; `SCALE=0.1` a tenth, to see that they are linear.
 */
import type { Knex } from 'knex';
import type { FactsAsked } from '../../extensions/wangge/src/assessment/facts/facts-service.ts';
import type { FactKind } from '../../extensions/wangge/src/assessment/facts/model.ts';
import type { Bench } from './bench.ts';
import process from 'node:process';
import { FACT_KINDS } from '../../extensions/wangge/src/assessment/facts/fact-kinds.ts';
import { factColumnsFor } from '../../extensions/wangge/src/assessment/facts/fact-lookup-rules.ts';
import { MEASURE_CODES } from '../../extensions/wangge/src/assessment/facts/measure-lookup-rules.ts';
import { MEASURES } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import { STRETCH } from '../../extensions/wangge/src/assessment/facts/stretch-rules.ts';
import { periodBounds } from '../../extensions/wangge/src/assessment/periods/period-store.ts';
import { loadCalendar } from '../../extensions/wangge/src/calendar/index.ts';
import { CUT, QUARTER } from '../system/daily-facts.ts';
import { fill } from './compliance.ts';
import { gatheredFacts, toldOf } from './gathered-facts.ts';
import { line, measure } from './measure.ts';
import { sized } from './scale.ts';

const PEOPLE = sized(10_000, 100);
const SETS = 67;
const GOAL = { counted: 2, written: 4 };

const IN_QUARTER = `between date '${QUARTER.starts_on}' and date '${QUARTER.ends_on}'`;

/** What anybody would write. */
const BARE: Partial<Record<FactKind, string>> = {
  duty: `select person, grid, kind, sum(minutes) from work_logs where work_date ${IN_QUARTER} group by person, grid, kind, work_date`,
  log: `select grid, count(*), count(*) filter (where route_confirmed), count(*) filter (where check_result = 'ok') from work_logs where work_date ${IN_QUARTER} group by grid`,
  ledger: `select grid, sum(entries), sum(fresh), sum(least(entries, expected)), sum(expected) from ledger_snapshots where taken_on ${IN_QUARTER} group by grid`,
};

async function run({ server, say }: Parameters<Bench['run']>[0]): Promise<void> {
  const { db } = await server();
  await fill(db, 500);
  await db.raw(`
    insert into ledger_snapshots (taken_on, dataset, grid, entries, fresh, due, stale, expected)
    select m, d, g.id, 30, 20, 5, 5, 33 from grids g, unnest(array(select gen_random_uuid() from generate_series(1, ?::int))) d, unnest(array[date '2026-07-31', date '2026-08-31', date '2026-09-30']) m
    where g.level = 3 and g.code like '8%'`, [SETS]);
  await db.raw('vacuum analyze');
  const subdistricts = await db('subdistricts').whereLike('code', '8%').pluck('id');
  const calendar = await loadCalendar(db);
  say(`${PEOPLE} patches, ${(await db('work_logs').count())[0]!.count} logs, ${(await db('ledger_snapshots').count())[0]!.count} ledger rows`);
  for (const [kind, bare] of Object.entries(BARE) as [FactKind, string][]) {
    // In which stretch of a grid's leaders it lies is told over the facts of persons alone.
    const columns = Object.keys(FACT_KINDS[kind].columns).filter(column => column !== STRETCH);
    const { sql, bindings } = FACT_KINDS[kind].select!({ ...QUARTER, cut: CUT, calendar, columns, response_limits: [], subdistricts });
    const counted = `select grid, person, ${columns.map(column => `count(${column})`).join(', ')} from (${sql}) f group by grid, person`;
    const named = { ...QUARTER, cut: CUT, subdistricts, ...bindings } as unknown as Record<string, string>;
    const [baseline, ours] = await measure([
      { name: `the bare aggregate: ${kind}`, run: async () => void await db.raw(`select count(*) from (${bare}) b`) },
      { name: `facts of ${kind}, counted`, run: async () => void await db.raw(counted, named) },
    ], { rounds: 3, warmUp: 1 });
    say(line(ours!, baseline!, 'ms', GOAL.counted));
    if (process.env.EXPLAIN)
      say(await explained(db, counted, named));
  }

  const kinds = Object.keys(BARE) as FactKind[];
  const measures = MEASURE_CODES.filter(code => kinds.includes(MEASURES[code].fact)).map(measure => ({ measure }));
  const columns = factColumnsFor({ tie_break: [], indicators: measures });
  const span = { code: '2026-Q3', kind: 'quarter' as const, starts_on: QUARTER.starts_on, ends_on: QUARTER.ends_on };
  const asked: FactsAsked = { span, bounds: await periodBounds(db, span.starts_on, span.ends_on), calendar, cut: CUT, columns };
  let found = { facts: 0, bytes: 0 };
  const [baseline, ...ours] = await measure([
    {
      name: 'the bare aggregates together',
      run: async () => {
        for (const bare of Object.values(BARE))
          await db.raw(`select count(*) from (${bare}) b`);
      },
    },
    { name: `counted by ${measures.length} measures, for grids, departments and persons`, run: async () => void await gatheredFacts(db, subdistricts, asked, false) },
    { name: 'counted, and written line by line', run: async () => void (found = await gatheredFacts(db, subdistricts, asked, true)) },
  ], { rounds: 3, warmUp: 1 });
  for (const [at, result] of ours.entries())
    say(line(result, baseline!, 'ms', at === 0 ? GOAL.counted : GOAL.written));
  say(toldOf(found));
}

async function explained(db: Knex, sql: string, named: Record<string, string>): Promise<string> {
  const { rows } = await db.raw(`explain (analyze, buffers, costs off) ${sql}`, named);
  return rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n');
}

export default { name: 'Daily facts of a quarter with 5,000,000 logs and 2,000,000 ledger rows', run } satisfies Bench;
