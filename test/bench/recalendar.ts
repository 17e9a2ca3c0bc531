/**
 * A new calendar over 100,000 running clocks, all of which move: the preview, and the application, against the bare
 * SQL update of the same rows (clocks and issues get another limit, without events, hash chain and notices).
 */
import type { Bench } from './bench.ts';
import { loadCalendar } from '../../extensions/wangge/src/calendar/calendar-store.ts';
import { addWorkingDays, dayOf } from '../../extensions/wangge/src/calendar/working-days-rules.ts';
import { moveClocks, previewMoves } from '../../extensions/wangge/src/handling/clocks/recalendar-service.ts';
import { peopled } from '../system/community.ts';
import { reportAt } from '../system/past.ts';
import { line, measure } from './measure.ts';
import { sized } from './scale.ts';

const ISSUES = sized(50_000, 5);

async function run({ server, say }: Parameters<Bench['run']>[0]): Promise<void> {
  const wangge = await server();
  const { db } = wangge;
  const community = await peopled(wangge);
  const now = new Date().toISOString();
  const model = await reportAt(db, { grid: community.place.patches[0].id, category: community.category, reporter: community.worker.id, at: now });
  for (let part = 0; part < 5; part++) {
    await db.transaction(async (trx) => {
      await trx.raw('create temporary table copies on commit drop as select gen_random_uuid() as id, n from generate_series(1, ?) n', [ISSUES / 5]);
      await trx.raw(`insert into issue_events (issue, type, actor, at, from_status, to_status, data)
        select c.id, e.type, e.actor, e.at, e.from_status, e.to_status,
          replace(e.data::text, (select number from issues where id = e.issue), 'bench-' || ?::text || '-' || c.n)::json
        from copies c cross join issue_events e where e.issue = ?`, [part, model]);
      await trx.raw(`insert into issues (id, title, description, category, grid, kind, parties, source, severity, involves_departments, confidential)
        select c.id, i.title, i.description, i.category, i.grid, i.kind, i.parties, i.source, i.severity, i.involves_departments, i.confidential
        from copies c cross join issues i where i.id = ?`, [model]);
      await trx.raw(`insert into issue_deadlines (issue, kind, department, opened_by_seq, policy, person, started_at, due_at, original_due_at, provisional, warn_at, state, certificate)
        select c.id, d.kind, d.department, d.opened_by_seq, d.policy, d.person, d.started_at, d.due_at, d.original_due_at, d.provisional, d.warn_at, d.state, d.certificate
        from copies c cross join issue_deadlines d where d.issue = ?`, [model]);
    });
  }
  await db.raw('alter table issues disable trigger wangge_issue_managed');
  await db.raw('vacuum analyze');

  /** Each round closes one working day more. */
  const publish = async (): Promise<void> => {
    const before = await loadCalendar(db);
    const { day } = addWorkingDays(before, dayOf(before, now), 1);
    const [{ id }] = await db('calendar_versions').insert({ id: db.raw('gen_random_uuid()'), version: `bench-${Math.random()}`, covers_from: before.covers_from, covers_to: before.covers_to }).returning('id');
    await db('calendar_days').insert({ id: db.raw('gen_random_uuid()'), version: id, date: day, kind: 'restday', source: 'bench', origin: 'local' });
    await db('calendar_versions').where({ id }).update({ published_on: db.raw('wangge_today()') });
  };
  const all = (clocks: number): void => {
    if (clocks < 2 * ISSUES)
      throw new Error(`${clocks} clocks instead of ${2 * ISSUES}`);
  };
  const bare = {
    name: 'the bare update of clocks and issues',
    run: async () => {
      const { rowCount } = await db.raw(`
        with moved as (
          update issue_deadlines set due_at = due_at + interval '0 seconds', warn_at = warn_at + interval '0 seconds', certificate = certificate where state = 'running' returning issue, kind, due_at
        )
        update issues set due_at = moved.due_at from moved where moved.issue = issues.id and moved.kind = 'resolve'`);
      all(2 * rowCount);
    },
  };
  const preview = { name: `the preview of ${2 * ISSUES} clocks`, run: async () => all((await previewMoves(db, await loadCalendar(db), now)).totals.clocks) };
  const apply = { name: `moving ${2 * ISSUES} clocks`, run: async () => all((await moveClocks(db, now)).clocks) };
  const prepare = async (variant: { name: string }): Promise<void> => {
    if (variant === preview)
      await publish();
    await db.raw('vacuum analyze issues, issue_events, issue_deadlines, outbox');
  };
  const [baseline, shown, moved] = await measure([bare, preview, apply], { rounds: 1, warmUp: 0, prepare });
  say(line(shown!, baseline!, 'ms'));
  say(line(moved!, baseline!, 'ms'));
  say('  for each issue the move writes an event with its hash, the issue’s patch, two clocks and two notices, 200 issues a transaction');
}

export default { name: 'Recalendar', run } satisfies Bench;
