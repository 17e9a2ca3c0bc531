/** The SQL of scores at the end of a year: what is there of one, who may confirm which. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { AskedScore, FoundScore, ToConfirm } from './score-rules.ts';

/** Posts that the person held on a day of the year, or stood in for, in whose line the grid lies. */
const PART = (person: string, grid: string, department: string, period: string): string => `(
  exists (select from assessment_periods a
    cross join lateral (select ${person} as person, a.starts_on as since, a.ends_on as until
      union all select b.person, greatest(b.starts_on, a.starts_on), least(b.ends_on, a.ends_on) from absences b where b.stand_in = ${person} and b.approved_by is not null) led
    join posts p on p.person = led.person and p.starts_on <= led.until and (p.ends_on is null or p.ends_on >= led.since) and led.since <= led.until
    join grids own on own.id = p.grid join grids g on g.id = ${grid} and (starts_with(g.path, own.path) or starts_with(own.path, g.path)) where a.id = ${period})
  or exists (select from directus_users u where u.id = ${person} and u.department = ${department}))`;
/** A grid was in service on a day of the year: it may be scored, and is missed where it is not. */
export const IN_YEAR = (grid: string, year: string): string => `exists (
  select from grid_spans s where s.grid = ${grid}.id and s.status = 'active' and s.valid_from <= ${year}.ends_on and (s.valid_to is null or s.valid_to > ${year}.starts_on))`;
const INSPECTS = (person: string, period: string): string => `exists (
  select from directus_users u join departments d on d.id = u.department and d.active and d.supervises join assessment_periods a on a.id = ${period}
  where u.id = ${person} and u.status = 'active' and (d.subdistrict is null or d.subdistrict = a.subdistrict))`;

export async function foundScore(db: Db, { part, kind, subject, period }: Pick<AskedScore, 'part' | 'kind' | 'subject' | 'period'>, person: Uuid): Promise<FoundScore> {
  const grid = kind === 'grid' ? subject : null;
  const department = kind === 'department' ? subject : null;
  const { rows } = await db.raw<{ rows: FoundScore[] }>(`
    with given as (select cast(:period as uuid) as period, cast(:grid as uuid) as grid, cast(:department as uuid) as department, cast(:person as uuid) as person)
    select (select to_jsonb(p) from (select kind, state, code from assessment_periods where id = given.period) p) as period,
      exists (select from assessment_periods a join grids g on g.id = given.grid and g.subdistrict = a.subdistrict where a.id = given.period and ${IN_YEAR('g', 'a')})
      or exists (select from assessment_periods a join departments d on d.id = given.department and d.subdistrict = a.subdistrict where a.id = given.period) as here,
      ${INSPECTS('given.person', 'given.period')} as inspects,
      ${PART('given.person', 'given.grid', 'given.department', 'given.period')} as part_of_it,
      (select s.id from assessment_year_scores s where s.period = given.period and s.part = :part and coalesce(s.grid, s.department) = coalesce(given.grid, given.department)
        and (s.part = 'community' or s.entered_by = given.person) order by s.entered_at desc, s.id desc limit 1) as last
    from given`, { period, grid, department, person, part } as unknown as Record<string, string>);
  return rows[0]!;
}

/** Of the score `s` of the period `p`, all that decides whether `:person` confirms it. */
const TO_CONFIRM = `s.id, coalesce(g.name, d.name, '') as name, s.part, s.entered_by, s.confirmed_at is not null as confirmed, p.state, p.code as period,
  exists (select from assessment_year_scores later where later.supersedes = s.id) as superseded,
  ${PART('cast(:person as uuid)', 's.grid', 's.department', 's.period')} as part_of_it, ${INSPECTS('cast(:person as uuid)', 's.period')} as inspects`;
const SCORES = 'assessment_year_scores s join assessment_periods p on p.id = s.period left join grids g on g.id = s.grid left join departments d on d.id = s.department';

/** Held until the end of the transaction. */
export async function scoresToConfirm(trx: Db, ids: readonly Uuid[], person: Uuid): Promise<ToConfirm[]> {
  const { rows } = await trx.raw<{ rows: ToConfirm[] }>(`select ${TO_CONFIRM} from ${SCORES} where s.id = any (cast(:ids as uuid[])) order by s.id for update of s`, { ids: [...ids], person });
  return rows;
}

export interface OpenScore extends ToConfirm { year: Uuid; subdistrict: string; score: string; source: string; entered_by_name: string; evidence: Uuid | null }

/** What communities said that stands, of years that are open, and nobody has confirmed yet; `code`: of one year. */
export async function openScores(db: Db, person: Uuid, { code, subdistrict }: { code?: string; subdistrict?: string } = {}): Promise<OpenScore[]> {
  const { rows } = await db.raw<{ rows: OpenScore[] }>(`
    select ${TO_CONFIRM}, p.id as year, t.name as subdistrict, s.score, s.source, concat(u.last_name, u.first_name) as entered_by_name, s.evidence
    from ${SCORES} join subdistricts t on t.id = p.subdistrict join directus_users u on u.id = s.entered_by
    where s.part = 'community' and s.confirmed_at is null and p.state <> 'published' and not exists (select from assessment_year_scores later where later.supersedes = s.id)
      and p.code = coalesce(:code, p.code) and t.code = coalesce(:subdistrict, t.code)
    order by p.code, t.code, g.code, s.entered_at, s.id`, { person, code: code ?? null, subdistrict: subdistrict ?? null } as Record<string, string>);
  return rows;
}

export async function confirmScores(trx: Db, ids: readonly Uuid[], person: Uuid): Promise<void> {
  await trx('assessment_year_scores').whereIn('id', ids as Uuid[]).update({ confirmed_by: person, confirmed_at: trx.raw('clock_timestamp()') });
}

/** The grids of a year's sub-district by the codes that they have or had in it. */
export async function gridsCoded(db: Db, period: Uuid, codes: readonly string[]): Promise<Map<string, Uuid>> {
  const { rows } = await db.raw<{ rows: { code: string; grid: Uuid }[] }>(`
    select distinct on (c.code) c.code, g.id as grid from unnest(cast(:codes as text[])) c (code)
    join assessment_periods a on a.id = cast(:period as uuid)
    join grids g on g.subdistrict = a.subdistrict and (g.code = c.code or exists (select from grid_spans s where s.grid = g.id and s.code = c.code and s.valid_from <= a.ends_on and (s.valid_to is null or s.valid_to > a.starts_on)))
    order by c.code, (g.code = c.code) desc, g.id`, { codes: [...codes], period });
  return new Map(rows.map(({ code, grid }) => [code, grid]));
}

export interface CommunityNow { grid: Uuid; score: string; source: string }

/** What was entered last of each grid. */
export async function communityNow(db: Db, period: Uuid): Promise<Map<Uuid, CommunityNow>> {
  const { rows } = await db.raw<{ rows: CommunityNow[] }>(`
    select distinct on (grid) grid, score, source from assessment_year_scores where period = ? and part = 'community' and grid is not null order by grid, entered_at desc, id desc`, [period]);
  return new Map(rows.map(row => [row.grid, row]));
}
