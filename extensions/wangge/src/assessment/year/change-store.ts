/** The SQL of the change of year: what is there already, and the steps that were taken. */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { TakenStep, YearFacts } from './change-rules.ts';

export async function yearFacts(db: Db, subdistrict: Uuid, year: number): Promise<Omit<YearFacts, 'archive'>> {
  const next = year + 1;
  const { rows } = await db.raw<{ rows: (Omit<YearFacts, 'next' | 'archive'>)[] }>(`
    with new_year as (select make_date(:next, 1, 1) as first, make_date(:next, 12, 31) as last)
    select
      (select jsonb_build_object('version', v.version, 'covers', coalesce(v.covers_to >= n.last, false),
        'days', (select count(*) from calendar_days d where d.version = v.id and d.date between n.first and n.last))
        from (select 1) one left join calendar_versions v on v.id = wangge_calendar_in_force(wangge_today())) as calendar,
      (select count(*)::int from posts p join grids g on g.id = p.grid and g.subdistrict = :subdistrict and g.status = 'active'
        where p.role = 'leader' and (p.ends_on is null or p.ends_on >= n.first) and p.starts_on <= n.first) as posts,
      (select count(*)::int from posts p join grids g on g.id = p.grid and g.subdistrict = :subdistrict and g.status = 'active'
        where p.role = 'leader' and (p.ends_on is null or p.ends_on >= n.first) and p.starts_on <= n.first and exists (
          select from responsibility_statements s where s.person = p.person and s.grid = p.grid and s.role = p.role and s.state = 'signed'
            and s.term_starts_on <= n.first and (s.term_ends_on is null or s.term_ends_on >= n.first))) as statements,
      (select coalesce(json_agg(g.name order by g.level, g.code), '[]') from grids g where g.subdistrict = :subdistrict and g.status = 'active' and not exists (
        select from posts p where p.grid = g.id and p.role = 'leader' and (p.ends_on is null or p.ends_on >= n.first) and p.starts_on <= n.first)) as vacant,
      (select count(*)::int from ledger_datasets where active) as datasets,
      (select count(distinct c.dataset)::int from collection_plans c join ledger_datasets s on s.id = c.dataset and s.active join grids g on g.id = c.grid and g.subdistrict = :subdistrict where c.active and c.starts_on <= n.last) as planned,
      (select jsonb_build_object('name', s.name, 'version', s.version) from assessment_schemes s
        where s.state = 'active' and (s.valid_from is null or s.valid_from <= n.first) order by s.valid_from desc nulls last, s.version desc limit 1) as scheme,
      jsonb_build_object('state', coalesce((select state from assessment_periods where subdistrict = :subdistrict and code = :code), 'open')) as year
    from new_year n`, { subdistrict, next, code: String(year) });
  return { next, ...rows[0]! };
}

/** In the order in which they were taken. */
export async function takenSteps(db: Db, subdistrict: Uuid, year: number): Promise<TakenStep[]> {
  const { rows } = await db.raw<{ rows: (Omit<TakenStep, 'at'> & { at: Date })[] }>(`
    select s.step, s.outcome, s.word, concat(u.last_name, u.first_name) as actor_name, s.at from year_steps s join directus_users u on u.id = s.actor
    where s.subdistrict = ? and s.year = ? order by s.at, s.id`, [subdistrict, year]);
  return rows.map(({ at, ...step }) => ({ ...step, at: new Date(at).toISOString() }));
}

/** Inspects in the sub-district, or leads or deputises at level 1 there. */
export async function mayChangeYear(db: Db, subdistrict: Uuid, person: Uuid, now: Moment): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { may: boolean }[] }>(`
    select exists (select from directus_users u join departments d on d.id = u.department and d.active and d.supervises
        where u.id = :person and u.status = 'active' and (d.subdistrict is null or d.subdistrict = :subdistrict))
      or exists (select from posts p join grids g on g.id = p.grid and g.level = 1 and g.subdistrict = :subdistrict
        where p.person = :person and p.starts_on <= wangge_day(:now) and (p.ends_on is null or p.ends_on >= wangge_day(:now))) as may`, { subdistrict, person, now });
  return rows[0]!.may;
}

/** Books of the paper ledger that were asked for since the year was over, by the areas of the sub-district. */
export async function booksOf(db: Db, subdistrict: Uuid, year: number): Promise<{ grid: Uuid; name: string; asked: number; open: number }[]> {
  const { rows } = await db.raw<{ rows: { grid: Uuid; name: string; asked: number; open: number }[] }>(`
    select g.id as grid, g.name, count(j.id)::int as asked, count(j.id) filter (where j.state in ('queued', 'running'))::int as open
    from grids g left join ledger_print_jobs j on j.grid = g.id and j.date_created >= make_date(:year + 1, 1, 1)::timestamptz
    where g.subdistrict = :subdistrict and g.level = 1 and g.status = 'active' group by g.id, g.name order by g.name`, { subdistrict, year });
  return rows;
}
