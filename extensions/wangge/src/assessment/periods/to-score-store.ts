/**
 * The SQL of what is still to be scored by hand: every indicator of the scheme in force that people score, with everybody whom it
 * scores. A rater is offered what they may score (`facts/daily/manual-score-rules.ts` says the same when a score comes in).
 */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { SubjectKind } from '../facts/model.ts';

export interface PeriodToScore { id: Uuid; code: string; subdistrict_code: string; subdistrict_name: string }

/** Quarters that have begun and take scores yet, the latest first: of the rater's own sub-district, or of all where their office is of none. */
export async function periodsToScore(db: Db, rater: Uuid): Promise<PeriodToScore[]> {
  const { rows } = await db.raw<{ rows: PeriodToScore[] }>(`
    select p.id, p.code, s.code as subdistrict_code, s.name as subdistrict_name from assessment_periods p join subdistricts s on s.id = p.subdistrict
    where p.state = 'open' and p.kind = 'quarter' and p.starts_on <= wangge_today()
      and p.subdistrict = coalesce((select d.subdistrict from directus_users u join departments d on d.id = u.department where u.id = cast(? as uuid)), p.subdistrict)
    order by p.starts_on desc, s.code`, [rater]);
  return rows;
}

/** What an indicator asks to be scored, and how much of it nobody has scored yet. */
export interface IndicatorToScore { id: Uuid; name: string; subject: SubjectKind; bonus: boolean; open: number; of: number }

export interface SubjectToScore {
  id: Uuid;
  name: string;
  /** Where it lies: the grid above, or those that the person leads. */
  place: string | null;
  /** How many have scored it. */
  raters: number;
  /** What the rater gave last. */
  mine: number | null;
}

/**
 * Of one period: `subjects` (indicator, kind, id, name, place). With `:rater` those in whose line they hold a post, of their own
 * department and themselves are left out.
 */
const SUBJECTS = `
  with asked as materialized (select * from assessment_periods where id = cast(:period as uuid)),
  scheme as (
    select s.id from assessment_schemes s cross join asked a where s.state = 'active' and (s.valid_from is null or s.valid_from <= a.ends_on)
    order by s.valid_from desc nulls last, s.version desc limit 1
  ), indicators as materialized (
    select i.id, i.code, i.measure, i.name, i.subject, i."group" = 'bonus' as bonus, (select array_agg(cast(l as int)) from json_array_elements_text(i.levels) l) as levels
    from assessment_indicators i join scheme on scheme.id = i.scheme where i.measure in ('manual_mean', 'inspection_mean')
  ), held as materialized (
    select p.person, p.role, g.id as grid, g.path, g.level, g.name, g.subdistrict from asked a
    join posts p on p.starts_on <= a.ends_on and (p.ends_on is null or p.ends_on >= a.starts_on) join grids g on g.id = p.grid
  ), own as materialized (select path from held where person = cast(:rater as uuid)),
  own_office as materialized (select department from directus_users where id = cast(:rater as uuid) and department is not null),
  in_line as materialized (select g.id, g.path from grids g join asked a on a.subdistrict = g.subdistrict where exists (select from own where starts_with(g.path, own.path) or starts_with(own.path, g.path))),
  subjects as materialized (
    select i.id as indicator, 'grid' as kind, g.id, g.name, above.name as place, g.path as sort from indicators i join asked a on true
    join grids g on g.subdistrict = a.subdistrict and g.status = 'active' and g.level = any (i.levels) left join grids above on above.id = g.parent
    where i.subject = 'grid' and g.id not in (select id from in_line)
    union all
    select i.id, 'department', d.id, d.name, null, d.code from indicators i join asked a on true join departments d on d.subdistrict = a.subdistrict and d.active
    where i.subject = 'department' and d.id not in (select department from own_office)
    union all
    select i.id, 'person', u.id, concat(u.last_name, u.first_name), string_agg(distinct h.name, '、'), min(h.path) from indicators i join asked a on true
    join held h on h.role = 'leader' and h.subdistrict = a.subdistrict and h.level = any (i.levels) join directus_users u on u.id = h.person and u.status = 'active'
    where i.subject = 'person' and u.id is distinct from cast(:rater as uuid)
      and (u.department is null or u.department not in (select department from own_office))
      and not exists (select from held o join in_line l on l.id = o.grid where o.person = u.id)
    group by i.id, u.id
  ), given as materialized (
    select distinct on (i.id, s.rater, coalesce(s.grid, s.department, s.person)) i.id as indicator, coalesce(s.grid, s.department, s.person) as subject, s.rater, s.score
    -- By the code of what was scored: an earlier version of the scheme may have asked for it.
    from assessment_manual_scores s join assessment_indicators told on told.id = s.indicator join indicators i on i.code = told.code and i.measure = told.measure
    where s.period = cast(:period as uuid)
    order by i.id, s.rater, coalesce(s.grid, s.department, s.person), s.entered_at desc, s.id desc
  ), scored as materialized (
    select indicator, subject, count(*)::int as raters, max(score) filter (where rater = cast(:rater as uuid)) as mine from given group by indicator, subject
  )`;

/** `rater` null: of everybody. */
export async function indicatorsToScore(db: Db, period: Uuid, rater: Uuid | null): Promise<IndicatorToScore[]> {
  const { rows } = await db.raw<{ rows: IndicatorToScore[] }>(`
    ${SUBJECTS}
    select i.id, i.name, i.subject, i.bonus, count(*) filter (where s.id is not null and g.raters is null)::int as open, count(s.id)::int as "of"
    from indicators i left join subjects s on s.indicator = i.id left join scored g on g.indicator = i.id and g.subject = s.id
    group by i.id, i.name, i.subject, i.bonus, i.code order by i.bonus, i.subject <> 'grid', i.code`, { period, rater } as Record<string, Uuid>);
  return rows;
}

/** What nobody has scored comes first, what the rater has scored last. */
export async function subjectsToScore(db: Db, { period, indicator, rater, search, limit }: { period: Uuid; indicator: Uuid; rater: Uuid; search: string; limit: number }): Promise<{ total: number; rows: SubjectToScore[] }> {
  const { rows } = await db.raw<{ rows: (SubjectToScore & { total: number })[] }>(`
    ${SUBJECTS}
    select s.id, s.name, s.place, coalesce(g.raters, 0) as raters, g.mine, count(*) over ()::int as total
    from subjects s left join scored g on g.indicator = s.indicator and g.subject = s.id
    where s.indicator = cast(:indicator as uuid) and strpos(lower(concat(s.name, ' ', s.place)), lower(:search)) > 0
    order by g.mine is not null, coalesce(g.raters, 0), s.sort, s.id limit :limit`, { period, indicator, rater, search, limit } as unknown as Record<string, string>);
  return { total: rows[0]?.total ?? 0, rows: rows.map(({ total: _, ...row }) => row) };
}
