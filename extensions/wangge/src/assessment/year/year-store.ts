/** The SQL of a year: its quarters as they were published, what was scored at its end, and where its results are written. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { SubjectKind } from '../facts/model.ts';
import type { Method } from '../inspection/model.ts';
import type { YearMade } from './model.ts';

export interface PublishedQuarter { id: Uuid; code: string; version: number; digest: string; persons_by_post: boolean; starts_on: Day; ends_on: Day }

/** Of these codes, what is published now, in their order. */
export async function publishedQuarters(trx: Db, subdistrict: Uuid, codes: readonly string[]): Promise<PublishedQuarter[]> {
  const { rows } = await trx.raw<{ rows: PublishedQuarter[] }>(`
    select p.id, p.code, v.version, v.evidence_digest as digest, v.persons_by_post, p.starts_on::text, p.ends_on::text
    from assessment_periods p join assessment_versions v on v.period = p.id and v.state = 'published'
    where p.subdistrict = :subdistrict and p.code = any (cast(:codes as text[])) order by p.starts_on`, { subdistrict, codes: [...codes] });
  return rows;
}

/** These versions, as a year of before names them. */
export async function namedQuarters(trx: Db, subdistrict: Uuid, named: readonly { code: string; version: number }[]): Promise<PublishedQuarter[]> {
  const { rows } = await trx.raw<{ rows: PublishedQuarter[] }>(`
    select p.id, p.code, v.version, v.evidence_digest as digest, v.persons_by_post, p.starts_on::text, p.ends_on::text
    from unnest(cast(:codes as text[]), cast(:versions as int[])) n (code, version)
    join assessment_periods p on p.code = n.code and p.subdistrict = :subdistrict join assessment_versions v on v.period = p.id and v.version = n.version
    order by p.starts_on`, { subdistrict, codes: named.map(({ code }) => code), versions: named.map(({ version }) => version) });
  return rows;
}

/** Quarters with a version that is computed and not published. */
export async function waitingQuarters(trx: Db, subdistrict: Uuid, codes: readonly string[]): Promise<string[]> {
  return trx('assessment_periods as p').join('assessment_versions as v', 'v.period', 'p.id').whereIn('v.state', ['computed', 'preview'])
    .where('p.subdistrict', subdistrict).whereIn('p.code', codes as string[]).distinct().orderBy('p.code').pluck('p.code');
}

/** Years whose newest version rests on other versions of their quarters than are published now, and on which nobody still works. */
export async function outdatedYears(db: Db): Promise<{ code: string; subdistrict: string; quarters: string }[]> {
  const { rows } = await db.raw<{ rows: { code: string; subdistrict: string; quarters: string }[] }>(`
    select y.code, s.code as subdistrict, string_agg(q.code, '、' order by q.code) as quarters
    from assessment_periods y join subdistricts s on s.id = y.subdistrict
    cross join lateral (select version from assessment_versions where period = y.id order by version desc limit 1) v
    join assessment_periods q on q.subdistrict = y.subdistrict and q.kind = 'quarter' and q.version > 0 and q.starts_on between y.starts_on and y.ends_on
    left join assessment_year_quarters r on r.period = y.id and r.version = v.version and r.quarter = q.id
    where y.kind = 'year' and r.quarter_version is distinct from q.version and not exists (
      select from assessment_periods o join assessment_versions w on w.period = o.id and w.state in ('computed', 'preview')
      where o.subdistrict = y.subdistrict and o.kind = 'quarter' and o.starts_on between y.starts_on and y.ends_on)
    group by y.code, s.code order by y.code, s.code`);
  return rows;
}

/** Does this version of a year rest on other versions of its quarters than these? */
export async function isOutdated(trx: Db, { id, version }: { id: Uuid; version: number }, published: readonly Pick<PublishedQuarter, 'id' | 'version'>[]): Promise<boolean> {
  const rests: { quarter: Uuid; quarter_version: number }[] = await trx('assessment_year_quarters').where({ period: id, version }).select('quarter', 'quarter_version');
  return rests.length !== published.length || published.some(quarter => rests.find(one => one.quarter === quarter.id)?.quarter_version !== quarter.version);
}

export interface QuarterRow { id: Uuid; quarter: string; subject: SubjectKind; whose: Uuid; above: Uuid | null; level: 1 | 2 | 3 | null; peer_group: string | null; total: string | null; sample: number }

/** What was published of everybody in these quarters, in their order; persons only where they were counted by their posts. */
export async function rowsOfQuarters(trx: Db, quarters: readonly PublishedQuarter[]): Promise<QuarterRow[]> {
  const { rows } = await trx.raw<{ rows: QuarterRow[] }>(`
    select r.id, p.code as quarter, r.subject, case r.subject when 'person' then r.person when 'department' then r.department else r.grid end as whose,
      case r.subject when 'person' then r.grid end as above, r.level, r.peer_group, r.total, coalesce(r.sample, 0) as sample
    from unnest(cast(:periods as uuid[]), cast(:versions as int[])) q (period, version)
    join assessment_periods p on p.id = q.period join assessment_versions v on v.period = q.period and v.version = q.version
    join rankings r on r.period = q.period and r.version = q.version and (r.subject <> 'person' or v.persons_by_post)
    order by p.starts_on, r.subject, r.id`, { periods: quarters.map(({ id }) => id), versions: quarters.map(({ version }) => version) });
  return rows;
}

/** This moment, unless the database's clock is not there yet. */
export async function earliest(trx: Db, asked: Moment): Promise<Moment> {
  const { rows } = await trx.raw<{ rows: { at: Date }[] }>(`select date_trunc('milliseconds', least(cast(? as timestamptz), clock_timestamp())) as at`, [asked]);
  return new Date(rows[0]!.at).toISOString();
}

/** For who writes a score: what is said of the moment then is after a computation that runs, or before one that is to come (\`rank-service.ts\`). */
export async function momentOfScore(trx: Db): Promise<Moment> {
  await trx.raw('lock table assessment_year_scores in row exclusive mode');
  const { rows } = await trx.raw<{ rows: { at: Date }[] }>('select clock_timestamp() as at');
  return new Date(rows[0]!.at).toISOString();
}

export interface ScoreRow { id: Uuid; part: 'review' | 'community'; grid: Uuid | null; department: Uuid | null; score: string }

/** What counts at this moment: of the team each rater's last, of the community the last that was confirmed. */
export async function scoresAtEnd(trx: Db, subdistrict: Uuid, year: string, cut: Moment): Promise<ScoreRow[]> {
  const { rows } = await trx.raw<{ rows: ScoreRow[] }>(`
    with own as (
      select s.* from assessment_year_scores s join assessment_periods p on p.id = s.period and p.code = :year and p.subdistrict = :subdistrict
    ), review as (
      select distinct on (entered_by, coalesce(grid, department)) id, part, grid, department, score from own
      where part = 'review' and entered_at < :cut order by entered_by, coalesce(grid, department), entered_at desc, id desc
    ), community as (
      select distinct on (coalesce(grid, department)) id, part, grid, department, score from own
      where part = 'community' and confirmed_at < :cut order by coalesce(grid, department), confirmed_at desc, entered_at desc, id desc
    )
    select * from review union all select * from community order by id`, { subdistrict, year, cut });
  return rows;
}

export interface VisitAnswer { visit: Uuid; inspector: Uuid; grid: Uuid; method: Method; score: number | null }

/** The sheets of visits that were held in the year. */
export async function visitAnswers(trx: Db, subdistrict: Uuid, { starts_on, ends_on }: { starts_on: Day; ends_on: Day }, cut: Moment): Promise<VisitAnswer[]> {
  const { rows } = await trx.raw<{ rows: VisitAnswer[] }>(`
    select v.id as visit, a.inspector, v.grid, a.method, a.score
    from inspection_visits v join grids g on g.id = v.grid and g.subdistrict = :subdistrict join inspection_answers a on a.visit = v.id
    where v.held_on between cast(:starts_on as date) and cast(:ends_on as date) and v.completed_1_at < :cut and v.completed_2_at < :cut
    order by v.id, a.inspector, a.sort`, { subdistrict, starts_on, ends_on, cut });
  return rows;
}

export interface GridChange { grid: Uuid; on: Day; what: 'began' | 'ended' | 'moved' }

/** When grids began, ended, or lay elsewhere from then on, as far as it was in the year. */
export async function gridChangesIn(trx: Db, subdistrict: Uuid, { starts_on, ends_on }: { starts_on: Day; ends_on: Day }): Promise<GridChange[]> {
  const { rows } = await trx.raw<{ rows: GridChange[] }>(`
    with since as (select min(valid_from) as first from grid_spans where subdistrict = :subdistrict), spans as (
      select s.grid, s.valid_from, s.status, s.path, lag(s.status) over w as before, lag(s.path) over w as path_before
      from grid_spans s where s.subdistrict = :subdistrict window w as (partition by s.grid order by s.valid_from)
    )
    select s.grid, s.valid_from::text as "on", case when s.status = 'retired' then 'ended' when s.before is null or s.before = 'retired' then 'began' else 'moved' end as what
    from spans s cross join since
    where s.valid_from between cast(:starts_on as date) and cast(:ends_on as date) and s.valid_from > since.first
      and (s.before is null or s.before is distinct from s.status or s.path is distinct from s.path_before) and not (s.before is null and s.status = 'retired')
    order by s.grid, s.valid_from`, { subdistrict, starts_on, ends_on });
  return rows;
}

export interface YearRow extends Pick<YearMade, 'days' | 'days_of' | 'parts' | 'quarters'> {
  period: Uuid;
  version: number;
  subject: SubjectKind;
  grid: Uuid | null;
  department: Uuid | null;
  person: Uuid | null;
  level: number | null;
  holders: { person: Uuid; days: number }[];
  changes: Omit<GridChange, 'grid'>[];
}

const CHUNK = 5_000;
const COLUMNS = 'period, version, subject, grid, department, person, level, days, days_of, parts, quarters, holders, changes';

export async function insertYearRows(trx: Db, rows: readonly YearRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += CHUNK)
    await trx.raw(`insert into assessment_year_results (${COLUMNS}) select ${COLUMNS} from json_populate_recordset(null::assessment_year_results, ?)`, [JSON.stringify(rows.slice(start, start + CHUNK))]);
}

export async function keepYearQuarters(trx: Db, period: Uuid, version: number, quarters: readonly PublishedQuarter[]): Promise<void> {
  await trx('assessment_year_quarters').insert(quarters.map(quarter => ({ period, version, quarter: quarter.id, quarter_version: quarter.version })));
}
