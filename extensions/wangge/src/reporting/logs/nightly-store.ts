/** The SQL of the night: which logs are drawn to be checked, and whom a check concerns. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { CheckedLog } from './reminder-rules.ts';

/** Decides, for every log of a day before `today` that nobody decided on, whether it is checked: a tenth of those of level 3. Says how many are. */
export async function drawLogs(db: Db, today: Day): Promise<number> {
  const { rows } = await db.raw<{ rows: { drawn: number }[] }>(`
    with due as (
      update work_logs set sampled = wangge_log_drawn(id, work_date)
      where sampled is null and checked_at is null and work_date < cast(? as date) and grid in (select id from grids where level = 3)
      returning sampled
    ) select count(*) filter (where sampled)::int as drawn from due`, [today]);
  return rows[0]!.drawn;
}

/** Checked logs that are not in order; `ids` null: those of the last week. */
export async function logsFoundWanting(db: Db, ids: readonly Uuid[] | null): Promise<CheckedLog[]> {
  const { rows } = await db.raw<{ rows: CheckedLog[] }>(`
    select l.id, l.person, l.work_date::text, g.name as grid_name, l.check_result, l.check_note, l.checked_by, f.id as finding
    from work_logs l join grids g on g.id = l.grid left join ledger_findings f on f.work_log = l.id and f.kind = 'false'
    where l.checked_by is not null and l.check_result in ('incomplete', 'false')
      and case when cast(:ids as uuid[]) is null then l.checked_at > now() - interval '7 days' else l.id = any(cast(:ids as uuid[])) end`, { ids });
  return rows;
}
