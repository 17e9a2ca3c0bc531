/** The SQL of what is told of a year. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Moment, Uuid, Values } from '../../kernel/values.ts';
import type { PartMade, QuarterMade } from './model.ts';
import type { GridChange } from './year-store.ts';
import { IN_YEAR } from './score-store.ts';

export interface YearDetail { subject: string; id: Uuid; level: number | null; days: number | null; days_of: number; parts: PartMade[]; quarters: QuarterMade[]; holders: { name: string; days: number }[]; changes: Pick<GridChange, 'on' | 'what'>[] }

const WHOSE = 'case r.subject when \'person\' then r.person when \'department\' then r.department else r.grid end';

/** Of these subjects, by kind and id. */
export async function yearRowsOf(db: Db, period: Uuid, version: number, rows: readonly { subject: string; id: Uuid }[]): Promise<YearDetail[]> {
  const { rows: found } = await db.raw<{ rows: YearDetail[] }>(`
    select r.subject, ${WHOSE} as id, r.level, r.days, r.days_of, r.parts, r.quarters, r.changes,
      coalesce((select json_agg(json_build_object('name', concat(u.last_name, u.first_name), 'days', h.days) order by h.days desc, u.id)
        from jsonb_to_recordset(r.holders) h (person uuid, days int) join directus_users u on u.id = h.person), '[]') as holders
    from assessment_year_results r join unnest(cast(:subjects as text[]), cast(:ids as uuid[])) asked (subject, id) on asked.subject = r.subject and asked.id = ${WHOSE}
    where r.period = :period and r.version = :version`, { period, version, subjects: rows.map(({ subject }) => subject), ids: rows.map(({ id }) => id) });
  return found;
}

export async function schemeWeights(db: Db, period: Uuid, version: number): Promise<Values> {
  return await db('assessment_versions as v').join('assessment_schemes as s', 's.id', 'v.scheme').where({ 'v.period': period, 'v.version': version }).first('s.year_quarters', 's.year_review', 's.year_community') as Values;
}

/** `draft`: the version that is computed or previewed and not published, also one beside what is published; null: there is none. */
export interface QuarterState { code: string; state: string; version: number; over: boolean; draft: number | null; draft_state: 'computed' | 'preview' | null }

export async function quarterStates(db: Db, subdistrict: Uuid, codes: readonly string[], now: Moment): Promise<QuarterState[]> {
  const { rows } = await db.raw<{ rows: QuarterState[] }>(`
    select c.code, coalesce(p.state, 'open') as state, coalesce(p.version, 0) as version, coalesce(p.ends_on, (make_date(cast(left(c.code, 4) as integer), cast(right(c.code, 1) as integer) * 3, 1) + interval '1 month - 1 day')::date) < wangge_day(:now) as over,
      d.version as draft, d.state as draft_state
    from unnest(cast(:codes as text[])) with ordinality c (code, place) left join assessment_periods p on p.code = c.code and p.subdistrict = :subdistrict
    left join lateral (select version, state from assessment_versions v where v.period = p.id and v.state in ('computed', 'preview') order by version desc limit 1) d on true
    order by c.place`, { codes: [...codes], subdistrict, now });
  return rows;
}

export async function restsOn(db: Db, period: Uuid, version: number): Promise<{ code: string; version: number }[]> {
  return db('assessment_year_quarters as y').join('assessment_periods as p', 'p.id', 'y.quarter').where({ 'y.period': period, 'y.version': version }).orderBy('p.starts_on').select('p.code', 'y.quarter_version as version');
}

/** Scores that were given, or confirmed, once the newest version was computed: none of them counts in it. */
export async function scoresSince(db: Db, period: Uuid): Promise<number> {
  const { rows } = await db.raw<{ rows: { count: number }[] }>(`
    select count(*)::int as count from assessment_year_scores s
    join lateral (select computed_at from assessment_versions where period = s.period order by version desc limit 1) v on true
    where s.period = ? and case s.part when 'community' then s.confirmed_at else s.entered_at end >= v.computed_at`, [period]);
  return rows[0]!.count;
}

/** Whom a scheme ranks. */
export interface RanksWhom { levels: readonly number[]; departments: boolean }

/** Of all that are ranked (grids that were in service in the year, departments that its quarters list): without a review, without what the community said; and what waits to be confirmed. */
export async function scoresMissing(db: Db, subdistrict: Uuid, { code, starts_on, ends_on }: { code: string; starts_on: Day; ends_on: Day }, { levels, departments }: RanksWhom): Promise<{ grids: number; unreviewed: number; without_community: number; unconfirmed: number }> {
  const { rows } = await db.raw<{ rows: { grids: number; unreviewed: number; without_community: number; unconfirmed: number }[] }>(`
    with year as (select cast(:starts_on as date) as starts_on, cast(:ends_on as date) as ends_on),
    own as (select s.* from assessment_year_scores s join assessment_periods p on p.id = s.period and p.code = :code and p.subdistrict = :subdistrict),
    place as (
      select g.id from grids g cross join year where g.subdistrict = :subdistrict and g.level = any (cast(:levels as int[])) and ${IN_YEAR('g', 'year')}
      union all select d.id from departments d cross join year where cast(:departments as boolean) and d.subdistrict = :subdistrict and exists (
        select from assessment_periods q join rankings r on r.period = q.id and r.version = q.version and r.subject = 'department' and r.department = d.id
        where q.subdistrict = :subdistrict and q.kind = 'quarter' and q.version > 0 and q.starts_on between year.starts_on and year.ends_on)
    )
    select count(*)::int as grids, count(*) filter (where not exists (select from own where coalesce(own.grid, own.department) = place.id and own.part = 'review'))::int as unreviewed,
      count(*) filter (where not exists (select from own where coalesce(own.grid, own.department) = place.id and own.part = 'community' and own.confirmed_at is not null))::int as without_community,
      (select count(*)::int from own where part = 'community' and confirmed_at is null and not exists (select from own later where later.supersedes = own.id)) as unconfirmed
    from place`, { subdistrict, code, starts_on, ends_on, levels: [...levels], departments } as unknown as Record<string, string>);
  return rows[0]!;
}
