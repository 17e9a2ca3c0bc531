/**
 * The SQL of the demonstration's daily work: logs, findings, responsibility statements, plans of collection with their tasks.
 *
 * One trigger is switched off while logs are written: it would call everything late that was not done today, and nothing checked.
 */
import type { Db } from '../../kernel/context.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { Duty } from './daily-work.ts';
import type { DutyWords } from './material.ts';
import type { DemoRows } from './model.ts';
import { isRefusal } from '../../kernel/refusal-rules.ts';
import { makeTasks } from '../../ledgers/index.ts';
import { makeStatements } from '../../territory/index.ts';
import { insertRows } from './demo-store.ts';
import { idOf } from './random.ts';

export async function insertDuty(db: Db, { logs, finding }: Duty): Promise<void> {
  await db.raw('alter table work_logs disable trigger wangge_log_said');
  await insertRows(db, 'work_logs', logs);
  await db.raw('alter table work_logs enable trigger wangge_log_said');
  if (finding !== null)
    await insertRows(db, 'ledger_findings', [finding]);
}

/** This year's statements: nearly all signed, some waiting for it (that of `unsigned` among them), a few still drafts. */
export async function insertStatements(db: Db, { now, today, dispatcher, unsigned }: { now: Moment; today: Day; dispatcher: Uuid; unsigned: Uuid }): Promise<void> {
  const made = await makeStatements(db, { person: null, everything: true }, { path: null, starts_on: `${today.slice(0, 4)}-01-01`, ends_on: `${today.slice(0, 4)}-12-31`, anew: false, posts: null });
  if (isRefusal(made))
    throw new Error(`No statements: ${made.code}`);
  await db.raw(`
    with draft as (delete from responsibility_statements where state = 'draft' returning *),
    dated as (
      select d.*, case when person = :unsigned then 90 else ('x' || substr(md5(person::text), 1, 4))::bit(16)::int % 100 end as share,
        least(cast(:now as timestamptz), term_starts_on + interval '4 days 2 hours') as issued
      from draft d
    )
    insert into responsibility_statements
    select row.* from dated d cross join lateral jsonb_populate_record(null::responsibility_statements, to_jsonb(d) || case
      when share >= 96 then '{}'::jsonb
      when share >= 88 then jsonb_build_object('state', 'issued', 'issued_at', issued, 'issued_by', cast(:dispatcher as uuid))
      else jsonb_build_object('state', 'signed', 'issued_at', issued, 'issued_by', cast(:dispatcher as uuid), 'signed_by', person,
        'signed_at', least(cast(:now as timestamptz), issued + make_interval(days => share % 4, mins => share)))
    end) row`, { now, dispatcher, unsigned });
}

/** A plan for the entries of a data set, and one for a report on a topic, in every area; most reports are in. */
export async function insertPlans(db: Db, { grids }: DemoRows, { plans }: DutyWords, { today, since }: { today: Day; since: Day }): Promise<void> {
  const dataset = await db('ledger_datasets').where({ collection: plans.dataset.collection }).first('id');
  const rows = grids.filter(({ level }) => level === 1).flatMap(({ id: grid, code }) => [
    { kind: 'dataset', name: plans.dataset.name, dataset: dataset.id as Uuid, topic: null, every: plans.dataset.every, due_working_days: plans.dataset.due_working_days },
    { kind: 'topic', name: plans.topic.name, dataset: null, topic: plans.topic.topic, every: plans.topic.every, due_working_days: plans.topic.due_working_days },
  ].map(({ kind, ...plan }) => ({ id: idOf(`plan/${kind}/${code}`), grid, level: 3, starts_on: since, active: true, ...plan })));
  await insertRows(db, 'collection_plans', rows);
  await makeTasks(db, { plans: rows.map(({ id }) => id), today });
  await db.raw(`
    update collection_tasks t set report = (cast(:reports as text[]))[1 + place % cardinality(cast(:reports as text[]))], done_by = leader, late = false
    from (select t.id, g.leader, ('x' || substr(md5(t.grid::text), 1, 4))::bit(16)::int as place from collection_tasks t join grids g on g.id = t.grid) p
    where p.id = t.id and t.dataset is null and leader is not null and place % 4 <> 0`, { reports: plans.reports });
}

/** What the inspection team found in ledgers: to be answered, answered, confirmed. */
export async function insertFindings(db: Db, { findings: words }: DutyWords, { now, today, inspector }: { now: Moment; today: Day; inspector: Uuid }): Promise<void> {
  await db.raw(`
    with chosen as (
      select distinct on (r.grid) r.id as item, r.grid, g.leader, c.leader as above
      from ledger_residents r join grids g on g.id = r.grid and g.leader is not null join grids c on c.id = g.parent and c.leader is not null
      where r.state = 'current' order by r.grid, r.id
    ), numbered as (select *, row_number() over (order by grid) as place from chosen)
    insert into ledger_findings (id, dataset, item, grid, kind, state, description, found_by, found_on, answer, answered_by, answered_at, decision_note, decided_by, decided_at, date_created, user_created)
    select gen_random_uuid(), (select id from ledger_datasets where collection = 'ledger_residents'), item, grid, case when place % 2 = 0 then 'inaccurate' else 'outdated' end,
      case when place <= 2 then 'open' when place <= 4 then 'answered' else 'confirmed' end,
      case when place % 2 = 0 then :inaccurate else :outdated end, :inspector, cast(:today as date) - 6, case when place > 2 then :answer end,
      case when place > 2 then leader end, case when place > 2 then cast(:now as timestamptz) - interval '4 days' end, case when place > 4 then :decision end,
      case when place > 4 then above end, case when place > 4 then cast(:now as timestamptz) - interval '2 days' end, cast(:now as timestamptz) - interval '6 days', :inspector
    from numbered where place <= 6`, { ...words, now, today, inspector });
}
