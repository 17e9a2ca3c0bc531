/** The SQL of a score that is given by hand: what is there of it. */
import type { Db } from '../../../kernel/context.ts';
import type { Uuid } from '../../../kernel/values.ts';
import type { Asked, Found } from './manual-score-rules.ts';

/** Without the cut, which the calendar says. */
export interface StoredFound extends Omit<Found, 'period'> { period: { state: string; code: string } | null }

/** An indicator goes by its code: those of other versions of its scheme that measure the same. */
export const sameIndicators = (id: string): string => `select same.id from assessment_indicators asked join assessment_indicators same on same.code = asked.code and same.measure = asked.measure where asked.id = ${id}`;

export async function foundOf(db: Db, { kind, subject, period, indicator }: Asked, rater: Uuid): Promise<StoredFound> {
  const { rows } = await db.raw<{ rows: StoredFound[] }>(`
    with asked as (
      select * from assessment_periods where id = cast(:period as uuid)
    ), places as (
      -- The grid, or those of which the person held a post in the period.
      select g.path, g.subdistrict from grids g where cast(:kind as text) = 'grid' and g.id = cast(:subject as uuid) and g.status = 'active'
      union all
      select g.path, g.subdistrict from asked a join posts p on p.person = cast(:subject as uuid) and p.starts_on <= a.ends_on and (p.ends_on is null or p.ends_on >= a.starts_on)
      join grids g on g.id = p.grid where cast(:kind as text) = 'person'
    ), offices as (
      select d.id, d.subdistrict from departments d
      where cast(:kind as text) = 'department' and d.id = cast(:subject as uuid) and d.active
        or cast(:kind as text) = 'person' and d.id = (select department from directus_users where id = cast(:subject as uuid))
    )
    select (select to_jsonb(p) from (select state, code from asked) p) as period,
      (select to_jsonb(i) from (select measure, subject, name from assessment_indicators where id = cast(:indicator as uuid)) i) as indicator,
      exists (select from asked a where a.subdistrict in (select subdistrict from places union select subdistrict from offices)) as here,
      exists (
        select from asked a join posts p on p.person = cast(:rater as uuid) and p.starts_on <= a.ends_on and (p.ends_on is null or p.ends_on >= a.starts_on)
        join grids own on own.id = p.grid join places on starts_with(places.path, own.path) or starts_with(own.path, places.path)
      ) or exists (select from offices o join directus_users u on u.id = cast(:rater as uuid) and u.department = o.id) as part_of_it,
      (select s.id from assessment_manual_scores s where s.period = cast(:period as uuid) and s.indicator in (${sameIndicators('cast(:indicator as uuid)')}) and s.rater = cast(:rater as uuid)
        and coalesce(s.grid, s.department, s.person) = cast(:subject as uuid) order by s.entered_at desc, s.id desc limit 1) as last`, { kind, subject, period, indicator, rater });
  return rows[0]!;
}
