/** The SQL of who is scored in a period: how long a grid was in use, and what was before. */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { PeriodDays } from '../facts/holder-store.ts';

/** Days of the period on which each grid was in use; null where its sub-district was not known yet when it began. */
export async function daysInUse(db: Db, subdistricts: readonly Uuid[], { starts_on, ends_on }: PeriodDays): Promise<Map<Uuid, number | null>> {
  const { rows } = await db.raw<{ rows: { grid: Uuid; days: number | null }[] }>(`
    with known as (select subdistrict, min(valid_from) as since from grid_spans where subdistrict = any (cast(:subdistricts as uuid[])) group by subdistrict)
    select s.grid, case when min(k.since) <= :starts_on::date then coalesce(sum(least(coalesce(s.valid_to, :ends_on::date + 1), :ends_on::date + 1) - greatest(s.valid_from, :starts_on::date))
      filter (where s.status = 'active'), 0)::int end as days
    from grid_spans s join known k on k.subdistrict = s.subdistrict
    where s.valid_from <= :ends_on::date and (s.valid_to is null or s.valid_to > :starts_on::date)
    group by s.grid`, { subdistricts: [...subdistricts], starts_on, ends_on });
  return new Map(rows.map(({ grid, days }) => [grid, days]));
}

export interface Before { rank: number | null; sample: number }

/** Ranks and samples of an earlier period as they were published at that moment, by kind and id of the subject; persons only where they were counted by their posts, as they are now. */
export async function resultsBefore(db: Db, code: string, at: Moment, formerly = false): Promise<Map<string, Before>> {
  const { rows } = await db.raw<{ rows: (Before & { subject: string; id: Uuid })[] }>(`
    select r.subject, r.rank, coalesce(r.sample, 0) as sample, case r.subject when 'person' then r.person when 'department' then r.department else r.grid end as id
    from assessment_periods p
    join lateral (select version, persons_by_post from assessment_versions v where v.period = p.id and v.published_at <= :at order by published_at desc, version desc limit 1) v on true
    join rankings r on r.period = p.id and r.version = v.version and (r.subject <> 'person' or v.persons_by_post or cast(:formerly as boolean))
    where p.code = :code`, { code, at, formerly });
  return new Map(rows.map(({ subject, id, ...before }) => [`${subject} ${id}`, before]));
}
