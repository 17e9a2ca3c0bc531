/**
 * The facts of a city's quarter (10,000 patches, 1,000,000 issues with two clocks each): counted for grids, departments and
 * persons by every measure of clocks and reports, and written as lines of evidence, against the bare aggregates.
 *
 * The baseline joins clocks and issues, groups by who is counted and counts, one query for clocks and one for reports, with
 * nothing tuned: what anybody would write.
 */
import type { Knex } from 'knex';
import type { FactsAsked } from '../../extensions/wangge/src/assessment/facts/facts-service.ts';
import type { Bench } from './bench.ts';
import { factColumnsFor } from '../../extensions/wangge/src/assessment/facts/fact-lookup-rules.ts';
import { MEASURE_CODES } from '../../extensions/wangge/src/assessment/facts/measure-lookup-rules.ts';
import { MEASURES } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import { periodBounds } from '../../extensions/wangge/src/assessment/periods/period-store.ts';
import { loadCalendar } from '../../extensions/wangge/src/calendar/index.ts';
import { fillQuarter, QUARTER } from '../system/quarter.ts';
import { gatheredFacts, toldOf } from './gathered-facts.ts';
import { line, measure } from './measure.ts';
import { sized } from './scale.ts';

const SIZE = { subdistricts: sized(100), patches: sized(10_000), issues: sized(1_000_000) };
const [STARTS_ON, ENDS_ON] = ['2025-07-01', '2025-09-30'];

const CLOCKS = `
  select d.grid, d.department_at_due, d.person_at_due, i.scope, count(*), count(*) filter (where d.met_at <= d.due_at), count(*) filter (where i.handled_at < :until),
    count(*) filter (where i.reopen_count > 0), count(*) filter (where i.faulted_return_count > 0), count(*) filter (where i.closed_at < :until), count(*) filter (where i.repeat_of is not null)
  from issue_deadlines d join issues i on i.id = d.issue
  where d.due_at >= :from and d.due_at < :until
  group by d.grid, d.department_at_due, d.person_at_due, i.scope`;
const REPORTS = `
  select i.grid, i.scope, count(*), count(*) filter (where i.source in ('resident', 'hotline')) from issues i join issue_categories c on c.id = i.category and c.seen_on_patrol
  where i.reported_at >= :from and i.reported_at < :until and i.status not in ('merged', 'rejected') group by i.grid, i.scope`;

export default {
  name: 'Facts of a quarter with 1,000,000 issues',
  run: async ({ server, say }) => {
    const { db } = await server();
    await fillQuarter(db, SIZE);
    await answeredFor(db);
    await db.raw('vacuum analyze');

    const bounds = await periodBounds(db, STARTS_ON, ENDS_ON);
    const calendar = await loadCalendar(db);
    const subdistricts: string[] = await db('subdistricts').pluck('id');
    const measures = MEASURE_CODES.filter(code => ['clock', 'report'].includes(MEASURES[code].fact)).map(measure => ({ measure }));
    const asked: FactsAsked = { span: { code: QUARTER, kind: 'quarter', starts_on: STARTS_ON, ends_on: ENDS_ON }, bounds, calendar, cut: '2025-10-20T00:00:00.000Z', columns: factColumnsFor({ tie_break: [], indicators: measures }) };
    let found = { facts: 0, bytes: 0 };
    const [baseline, ...ours] = await measure([
      {
        name: 'the bare aggregate queries',
        run: async () => {
          const { from, until } = bounds;
          await db.raw(CLOCKS, { from, until });
          await db.raw(REPORTS, { from, until });
        },
      },
      { name: `counted by ${measures.length} measures, for grids, departments and persons`, run: async () => void await gatheredFacts(db, subdistricts, asked, false) },
      { name: 'counted, and written line by line', run: async () => void (found = await gatheredFacts(db, subdistricts, asked, true)) },
    ], { rounds: 3 });
    for (const [at, result] of ours.entries())
      say(line(result, baseline!, 'ms', at === 0 ? 2 : 4));
    say(toldOf(found));
  },
} satisfies Bench;

/** A community's cadre answers for its patches, and its department handles. */
async function answeredFor(db: Knex): Promise<void> {
  await db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx.raw(`insert into directus_users (id, status) select id, 'active' from grids where level = 2 and code like '8%'`);
    await trx.raw(`insert into departments (id, code, name, subdistrict, kind, active) select id, 'D' || code, name, subdistrict, 'community', true from grids where level = 2 and code like '8%'`);
    await trx.raw(`update issue_deadlines d set department_at_due = g.parent, person_at_due = g.parent from grids g where g.id = d.grid`);
  });
}
