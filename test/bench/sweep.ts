/**
 * The sweep of 20,000 clocks that have run out, against the bare SQL update of the same rows: the clocks missed and
 * their issues overdue, without events, hash chain and notices.
 */
import type { Bench } from './bench.ts';
import { sweep } from '../../extensions/wangge/src/handling/sweep-service.ts';
import { peopled } from '../system/community.ts';
import { reportAt } from '../system/past.ts';
import { line, measure } from './measure.ts';
import { sized } from './scale.ts';

const CLOCKS = sized(20_000, 2);
const ROUNDS = 4;
/** Each run has clocks of its own that fall due together, a day after those of the run before. */
const RUNS = 2 * (ROUNDS + 1);
const FIRST_DUE = '2026-05-14T10:00:00.000Z';

async function run({ server, say }: Parameters<Bench['run']>[0]): Promise<void> {
  const wangge = await server();
  const { db } = wangge;
  const community = await peopled(wangge);
  const model = await reportAt(db, { grid: community.place.patches[0].id, category: community.category, reporter: community.worker.id, at: '2026-05-11T02:00:00.000Z' });
  // 10,000 issues with two clocks each, copied from one that came by the rules; the triggers still chain every copy.
  for (let number = 0; number < RUNS; number++) {
    await db.transaction(async (trx) => {
      await trx.raw(`create temporary table copies on commit drop as select gen_random_uuid() as id, n from generate_series(1, ?) n`, [CLOCKS / 2]);
      await trx.raw(`insert into issue_events (issue, type, actor, at, from_status, to_status, data)
        select c.id, e.type, e.actor, e.at, e.from_status, e.to_status,
          replace(e.data::text, (select number from issues where id = e.issue), 'bench-' || ?::text || '-' || c.n)::json
        from copies c cross join issue_events e where e.issue = ?`, [number, model]);
      await trx.raw(`insert into issues (id, title, description, category, grid, kind, parties, source, severity, involves_departments, confidential)
        select c.id, i.title, i.description, i.category, i.grid, i.kind, i.parties, i.source, i.severity, i.involves_departments, i.confidential
        from copies c cross join issues i where i.id = ?`, [model]);
      await trx.raw(`insert into issue_deadlines (issue, kind, department, opened_by_seq, policy, person, started_at, due_at, original_due_at, provisional, state, certificate)
        select c.id, d.kind, d.department, d.opened_by_seq, d.policy, d.person, d.started_at, d.due_at + ? * interval '1 day', d.original_due_at, d.provisional, d.state, d.certificate
        from copies c cross join issue_deadlines d where d.issue = ?`, [number, model]);
    });
  }
  await sweep(db, FIRST_DUE);
  await db('issue_deadlines').where({ issue: model }).update({ state: 'met' });
  // The guard of managed columns steps aside for the baseline, as for a table without it.
  await db.raw('alter table issues disable trigger wangge_issue_managed');
  await db.raw('vacuum analyze');

  let number = 0;
  const due = (): string => new Date(Date.parse(FIRST_DUE) + number++ * 86_400_000 + 3_600_000).toISOString();
  const all = (written: number): void => {
    if (written !== CLOCKS)
      throw new Error(`${written} clocks instead of ${CLOCKS}`);
  };
  const bare = {
    name: 'the bare update of clocks and issues',
    run: async () => {
      const { rowCount } = await db.raw(`
        with missed as (
          update issue_deadlines set state = 'missed', missed_at = due_at where state = 'running' and due_at < ? returning issue, kind
        )
        update issues set overdue = true from missed where missed.issue = issues.id and missed.kind = 'resolve'`, [due()]);
      all(2 * rowCount);
    },
  };
  const ours = { name: `the sweep of ${CLOCKS} due clocks`, run: async () => all((await sweep(db, due())).missed) };
  const [baseline, result] = await measure([bare, ours], { rounds: ROUNDS, prepare: () => db.raw('vacuum analyze issues, issue_events, issue_deadlines, outbox').then(() => {}) });
  say(line(result!, baseline!, 'ms', 3));
  say('  for each clock the sweep writes an event with its hash, the issue’s patch, the clock and two notices');
}

export default { name: 'Sweep', run } satisfies Bench;
