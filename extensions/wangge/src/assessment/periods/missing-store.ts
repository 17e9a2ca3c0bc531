/** What people still owe a period before its facts are closed: set-based, of one sub-district. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';

/** `open` of `of` are not done yet. */
export interface Missing { code: 'unchecked_logs' | 'open_findings' | 'months_without_snapshot'; open: number; of: number }

export interface MissingOf { subdistrict: Uuid; starts_on: Day; ends_on: Day }

export async function missingOf(db: Db, { subdistrict, starts_on, ends_on }: MissingOf): Promise<Missing[]> {
  const { rows } = await db.raw<{ rows: Missing[] }>(`
    select 'unchecked_logs' as code, count(*) filter (where l.check_result is null)::int as open, count(*)::int as "of"
    from work_logs l join grids g on g.id = l.grid and g.subdistrict = :subdistrict
    where l.sampled and l.work_date between :starts_on and :ends_on
    union all
    select 'open_findings', count(*) filter (where f.state in ('open', 'answered'))::int, count(*)::int
    from ledger_findings f join grids g on g.id = f.grid and g.subdistrict = :subdistrict
    where f.found_on between :starts_on and :ends_on
    union all
    select 'months_without_snapshot', count(*) filter (where r.state is distinct from 'taken')::int, count(*)::int
    from generate_series(cast(:starts_on as date), cast(:ends_on as date), interval '1 month') m
    left join ledger_snapshot_runs r on r.month = wangge_month_end(m::date)
    where wangge_month_end(m::date) < wangge_day(now())`, { subdistrict, starts_on, ends_on });
  return rows;
}
