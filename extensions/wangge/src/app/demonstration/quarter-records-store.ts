/**
 * The SQL of what was recorded of the last finished quarter besides its issues: the ledgers at the end of its months, entries that
 * the inspection team looked at, and a task that every patch was assigned. Drawn by digests: the same at every time.
 */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';

export interface EndedQuarter { starts_on: Day; ends_on: Day; inspector: Uuid; dispatcher: Uuid }

/** A number from 0 to 99, by the digest of some words. */
const share = (words: string): string => `(('x' || substr(md5(${words}), 1, 4))::bit(16)::int % 100)`;

export async function insertQuarterRecords(db: Db, quarter: EndedQuarter): Promise<void> {
  const sets: { id: Uuid; collection: string }[] = await db('ledger_datasets').where({ active: true }).orderBy('collection').select('id', 'collection');
  for (const { id, collection } of sets)
    await insertSet(db, id, collection, quarter);
  await db.raw(`
    insert into ledger_snapshot_runs (month, state, closes_at, taken_at)
    select wangge_month_end(first::date), 'taken', wangge_day_ends(wangge_month_end(first::date)), wangge_day_ends(wangge_month_end(first::date))
    from generate_series(cast(:starts_on as timestamp), cast(:ends_on as timestamp), '1 month') first
    on conflict do nothing`, { starts_on: quarter.starts_on, ends_on: quarter.ends_on });
  await insertAssigned(db, quarter);
}

/** As it was at the end of each month: nearly what it is today, some of it overdue; and a few entries that were looked at. */
async function insertSet(db: Db, id: Uuid, collection: string, { starts_on, ends_on, inspector }: EndedQuarter): Promise<void> {
  await db.raw(`
    insert into ledger_snapshots (taken_on, dataset, grid, entries, fresh, due, stale, expected)
    select month, :id, grid, entries, entries - stale - due, due, stale, expected from (
      select m.month, g.id as grid, coalesce(e.entries, 0) as entries, coalesce(e.entries, 0) * ${share('g.id::text || m.month')} / 500 as stale,
        coalesce(e.entries, 0) * ${share('m.month || g.id::text')} / 1000 as due,
        case when d.expected_from = 'households' then g.households else coalesce(x.expected, e.entries + ${share('g.id::text')} / 80) end as expected
      from grids g join ledger_datasets d on d.id = :id
      cross join (select wangge_month_end(first::date) as month from generate_series(cast(:starts_on as timestamp), cast(:ends_on as timestamp), '1 month') first) m
      left join (select grid, count(*)::int as entries from ${collection} where state = 'current' group by grid) e on e.grid = g.id
      left join ledger_expected x on x.dataset = d.id and x.grid = g.id
      where g.level = 3 and g.status = 'active' and (d.required or e.entries > 0)
    ) counted on conflict do nothing`, { id, starts_on, ends_on });
  await db.raw(`
    insert into ledger_spot_checks (id, dataset, item, grid, result, checked_on, checked_by, note, date_created, user_created)
    select md5(e.id || 'look')::uuid, :id, e.id, e.grid, 'right', day, :inspector, '现场核对，与台账一致', wangge_day_ends(day), :inspector
    from ${collection} e cross join lateral (select cast(:starts_on as date) + ${share('e.id::text')} * (cast(:ends_on as date) - cast(:starts_on as date)) / 100 as day) d
    where e.state = 'current' and ${share(`e.id::text || 'look'`)} < 4
    on conflict do nothing`, { id, starts_on, ends_on, inspector });
}

/** One task of every patch: most in time and accepted, some late, some sent back. (Two triggers would date it today.) */
async function insertAssigned(db: Db, { starts_on, ends_on, inspector, dispatcher }: EndedQuarter): Promise<void> {
  const words = { title: '汛期低洼易涝点排查', description: '逐户排查低洼院落、地下车库和排水口，登记隐患并上报。', report: '已逐户排查，隐患已上报。', note: '情况属实。', back: '排水口未排查，请补充。' };
  for (const trigger of ['wangge_assignment_said', 'wangge_assignment_stepped'])
    await db.raw(`alter table assignments disable trigger ${trigger}`);
  await db.raw(`
    with task as (
      insert into assignments (id, title, description, area, level, due_on, evidence_required, state, issued_by, issued_on, date_created, user_created)
      select md5(g.id || 'assigned')::uuid, :title, :description, g.id, 3, cast(:ends_on as date) - 20, false, 'issued', :dispatcher, cast(:starts_on as date) + 30,
        wangge_day_ends(cast(:starts_on as date) + 29) + interval '10 hours', :dispatcher from grids g where g.level = 1 returning id, area, due_on, date_created
    )
    insert into assignment_grids (id, assignment, grid, due_on, state, report, completed_by, completed_at, accepted, accept_note, accepted_by, accepted_at, late, date_created, user_created)
    select md5(g.id || 'part')::uuid, t.id, g.id, t.due_on, s.state, case when s.state <> 'open' then :report end, case when s.state <> 'open' then g.leader end,
      case when s.state <> 'open' then wangge_day_ends(t.due_on - case when drawn < 90 then 3 else -2 end) - interval '10 hours' end,
      case s.state when 'accepted' then 'yes' when 'returned' then 'no' end, case s.state when 'accepted' then :note when 'returned' then :back end,
      case when s.state in ('accepted', 'returned') then cast(:inspector as uuid) end, case when s.state in ('accepted', 'returned') then wangge_day_ends(t.due_on + 3) - interval '10 hours' end,
      s.state <> 'open' and drawn >= 90, t.date_created, :dispatcher
    from task t join grids top on top.id = t.area join grids g on g.level = 3 and g.status = 'active' and starts_with(g.path, top.path)
    cross join lateral (select ${share(`g.id::text || 'part'`)} as drawn) d
    cross join lateral (select case when g.leader is null or drawn >= 96 then 'open' when drawn < 4 then 'returned' when drawn < 8 then 'completed' else 'accepted' end as state) s`, { ...words, starts_on, ends_on, inspector, dispatcher });
  for (const trigger of ['wangge_assignment_said', 'wangge_assignment_stepped'])
    await db.raw(`alter table assignments enable trigger ${trigger}`);
}
