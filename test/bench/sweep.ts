/**
 * The sweep of 20,000 clocks that have run out, against the bare SQL update of the same rows: the clocks missed and
 * their issues overdue, without events, hash chain and notices.
 */
import type { Bench } from './bench.ts';
import { sweep } from '../../extensions/wangge/src/handling/sweep.ts';
import { peopled } from '../system/community.ts';
import { reportAt } from '../system/past.ts';
import { line, measure } from './measure.ts';

const CLOCKS = 20_000;
const AT = '2026-06-01T00:00:00.000Z';

async function run({ server, say }: Parameters<Bench['run']>[0]): Promise<void> {
  const wangge = await server();
  const { db } = wangge;
  const community = await peopled(wangge);
  const model = await reportAt(db, { grid: community.place.patches[0].id, category: community.category, reporter: community.worker.id, at: '2026-05-11T02:00:00.000Z' });
  // 10,000 issues with two clocks each, copied from one that came by the rules; the triggers still chain every copy.
  await db.transaction(async (trx) => {
    await trx.raw(`create temporary table copies on commit drop as select gen_random_uuid() as id, n from generate_series(2, ?) n`, [CLOCKS / 2]);
    await trx.raw(`insert into issue_events (issue, type, actor, at, from_status, to_status, data)
      select c.id, e.type, e.actor, e.at, e.from_status, e.to_status, replace(e.data::text, (select number from issues where id = e.issue), 'bench-' || c.n)::json
      from copies c cross join issue_events e where e.issue = ?`, [model]);
    await trx.raw(`insert into issues (id, title, description, category, grid, kind, parties, source, severity, involves_departments, confidential)
      select c.id, i.title, i.description, i.category, i.grid, i.kind, i.parties, i.source, i.severity, i.involves_departments, i.confidential from copies c cross join issues i where i.id = ?`, [model]);
    await trx.raw(`insert into issue_deadlines (issue, kind, department, opened_by_seq, policy, person, started_at, due_at, original_due_at, provisional, warn_at, state, certificate)
      select c.id, d.kind, d.department, d.opened_by_seq, d.policy, d.person, d.started_at, d.due_at, d.original_due_at, d.provisional, d.warn_at, d.state, d.certificate
      from copies c cross join issue_deadlines d where d.issue = ?`, [model]);
  });
  await db.raw('vacuum analyze');

  // Every round starts from the same rows: what it did is rolled back.
  const undone = async (work: (trx: typeof db) => Promise<number>): Promise<void> => {
    const undo = new Error('undo');
    await db.transaction(async (trx) => {
      const written = await work(trx);
      if (written !== CLOCKS)
        throw new Error(`${written} clocks instead of ${CLOCKS}`);
      throw undo;
    }).catch((error: unknown) => {
      if (error !== undo)
        throw error;
    });
  };
  const bare = {
    name: 'the bare update of clocks and issues',
    run: () => undone(async (trx) => {
      // The guard of managed columns steps aside for the baseline, as for a table without it.
      await trx.raw('alter table issues disable trigger wangge_issue_managed');
      const { rowCount } = await trx.raw(`update issue_deadlines set state = 'missed', missed_at = due_at where state = 'running' and due_at < ?`, [AT]);
      await trx.raw(`update issues set overdue = true where id in (select issue from issue_deadlines where kind = 'resolve' and state = 'missed')`);
      return rowCount;
    }),
  };
  const ours = { name: `the sweep of ${CLOCKS} due clocks`, run: () => undone(async trx => (await sweep(trx, AT)).missed) };
  const [baseline, result] = await measure([bare, ours], { rounds: 5, prepare: () => db.raw('vacuum issues, issue_events, issue_deadlines, outbox').then(() => {}) });
  say(line(result!, baseline!, 'ms', 3));
  say(`  the sweep writes for each clock an event with its hash, the issue's patch, the clock and ${2} notices`);
}

export default { name: 'Sweep', run } satisfies Bench;
