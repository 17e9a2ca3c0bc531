/** What people still owe a period before its facts are closed: set-based, of one sub-district. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import { indicatorsToScore } from './to-score-store.ts';

export const MISSING = ['unchecked_logs', 'unlooked_patches', 'open_findings', 'unscored', 'unanswered_repeats', 'months_without_snapshot'] as const;

/** So many are named. */
const NAMED = 200;

/** `open` of `of` are not done yet; `which` of them: months, or issues by their ids. */
export interface Missing { code: (typeof MISSING)[number]; open: number; of: number; which?: string[] }

/** `period` null: it is not stored yet, and nothing is scored by hand. */
export interface MissingOf { period: Uuid | null; kind: string; subdistrict: Uuid; starts_on: Day; ends_on: Day; from: Moment; until: Moment }

export async function missingOf(db: Db, { period, kind, subdistrict, starts_on, ends_on, from, until }: MissingOf): Promise<Missing[]> {
  const { rows } = await db.raw<{ rows: Missing[] }>(`
    select 'unchecked_logs' as code, count(*) filter (where l.check_result is null)::int as open, count(*)::int as "of", cast(null as json) as which
    from work_logs l join grids g on g.id = l.grid and g.subdistrict = :subdistrict
    where l.sampled and l.work_date between :starts_on and :ends_on
    union all
    select 'unlooked_patches', count(*) filter (where c.grid is null)::int, count(*)::int, cast(null as json)
    from grids g left join (select distinct grid from ledger_spot_checks where checked_on between :starts_on and :ends_on) c on c.grid = g.id
    where g.subdistrict = :subdistrict and g.level = 3 and g.status = 'active'
    union all
    select 'open_findings', count(*) filter (where f.state in ('open', 'answered'))::int, count(*)::int, cast(null as json)
    from ledger_findings f join grids g on g.id = f.grid and g.subdistrict = :subdistrict
    where f.found_on between :starts_on and :ends_on
    union all
    -- Of those whose form asked: not of what comes in as a work order, nor beside what is confidential, nor from before the question was there.
    select 'unanswered_repeats', count(*) filter (where i.same_event is distinct from 'no')::int, count(*)::int,
      to_json((array_agg(i.id order by i.reported_at desc) filter (where i.same_event is distinct from 'no'))[1:${NAMED}])
    from issues i join grids g on g.id = i.grid and g.subdistrict = :subdistrict
    where i.reported_at >= :from and i.reported_at < :until and i.source not in ('hotline', 'superior', 'media', 'transfer')
      and i.reported_at >= (select min(reported_at) from issues where same_event is not null) and i.status not in ('rejected', 'merged') and i.withdrawn_at is null and exists (
      select from issues e where e.grid = i.grid and e.category = i.category and e.id <> i.id and e.reported_at <= i.reported_at
        and (e.reported_at < i.reported_at or e.id < i.id) and e.reported_at >= i.reported_at - interval '1 hour'
        and e.status not in ('rejected', 'merged') and e.withdrawn_at is null and not e.confidential)
    union all
    select 'months_without_snapshot', count(*) filter (where coalesce(r.state, 'no_data') = 'no_data')::int, count(*)::int,
      json_agg(to_char(m, 'YYYY-MM') order by m) filter (where coalesce(r.state, 'no_data') = 'no_data')
    from generate_series(cast(:starts_on as date), cast(:ends_on as date), interval '1 month') m
    left join ledger_snapshot_runs r on r.month = wangge_month_end(m::date)
    where wangge_month_end(m::date) < wangge_day(now())`, { subdistrict, starts_on, ends_on, from, until });
  // A bonus is given where somebody has earned one: nobody owes it.
  const scored = period === null || kind !== 'quarter' ? [] : (await indicatorsToScore(db, period, null)).filter(({ bonus }) => !bonus);
  const unscored: Missing = { code: 'unscored', open: scored.reduce((sum, { open }) => sum + open, 0), of: scored.reduce((sum, one) => sum + one.of, 0) };
  return [...rows.map(({ which, ...row }): Missing => which == null ? row : { ...row, which }), unscored]
    .sort((a, b) => MISSING.indexOf(a.code) - MISSING.indexOf(b.code));
}
