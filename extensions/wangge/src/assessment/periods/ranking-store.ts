/** The SQL of assessment: periods, schemes and grids, and where scores and ranks are written. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { SubjectKind } from '../facts/model.ts';
import type { SubjectRanking, SubjectScore } from '../schemes/subject-scoring-rules.ts';
import type { Tenure } from './holder-rules.ts';
import type { VersionState } from './step-rules.ts';
import { CERTAINTY_COLUMNS, DRAWN_COLUMNS, RESULT_COLUMNS } from './ranking-columns-rules.ts';
import { insertStep } from './step-store.ts';

export { activeScheme, type StoredScheme } from '../schemes/scheme-store.ts';

export interface StoredPeriod {
  id: Uuid;
  code: string;
  subdistrict: Uuid;
  subdistrict_code: string;
  /** Of the newest version, with its digest; 0 and null before the first. */
  version: number;
  evidence_digest: string | null;
  state: 'open' | VersionState;
  /** That it knew, by their ids. */
  exemptions: string[];
}

/** Creates what is missing; answers the periods of these sub-districts (all, if none is named), by their code. */
export async function openPeriods(db: Db, span: { code: string; kind: string; starts_on: Day; ends_on: Day }, subdistrict: string | null): Promise<StoredPeriod[]> {
  await db.raw(`
    insert into assessment_periods (id, code, kind, subdistrict, starts_on, ends_on, state, version)
    select gen_random_uuid(), :code, :kind, s.id, :starts_on, :ends_on, 'open', 0
    from subdistricts s
    where (:subdistrict::text is null or s.code = :subdistrict) and exists (select from grids g where g.subdistrict = s.id)
    on conflict (code, subdistrict) do nothing`, { ...span, subdistrict });
  return periodsNamed(db, span.code, subdistrict);
}

/** The periods of a code, of one sub-district or of all, in the order of their codes. */
export async function periodsNamed(db: Db, code: string, subdistrict: string | null = null): Promise<StoredPeriod[]> {
  const { rows } = await db.raw<{ rows: StoredPeriod[] }>(`
    select p.id, p.code, p.subdistrict, s.code as subdistrict_code, coalesce(v.version, 0) as version, v.evidence_digest, coalesce(v.state, 'open') as state, coalesce(v.exemptions, '{}') as exemptions
    from assessment_periods p
    join subdistricts s on s.id = p.subdistrict
    left join lateral (select version, evidence_digest, state, cast(exemptions as text[]) as exemptions from assessment_versions where period = p.id order by version desc limit 1) v on true
    where p.code = :code and (cast(:subdistrict as text) is null or s.code = :subdistrict)
    order by s.code`, { code, subdistrict } as Record<string, string>);
  return rows;
}

/** Sub-districts in which a quarter of this year was published and the year itself was never computed, by their codes. */
export async function yearsToCompute(db: Db, year: string): Promise<string[]> {
  return db('subdistricts as s').whereExists(db('assessment_periods as q').whereRaw('q.subdistrict = s.id').where({ 'q.kind': 'quarter' }).where('q.version', '>', 0).whereLike('q.code', `${year}-%`).select(db.raw('1')))
    .whereNotExists(db('assessment_periods as y').join('assessment_versions as v', 'v.period', 'y.id').whereRaw('y.subdistrict = s.id').where({ 'y.code': year }).select(db.raw('1')))
    .orderBy('s.code').pluck('s.code');
}

/** Ranks of an earlier period as they were published at that moment, by the id of the grid. */
export async function ranksOf(db: Db, code: string, at: Moment): Promise<Map<Uuid, number>> {
  const { rows } = await db.raw<{ rows: { grid: Uuid; rank: number }[] }>(`
    select r.grid, r.rank
    from assessment_periods p
    join lateral (select version from assessment_versions v where v.period = p.id and v.published_at <= :at order by published_at desc, version desc limit 1) v on true
    join rankings r on r.period = p.id and r.version = v.version
    where p.code = :code and r.rank is not null and r.subject = 'grid'`, { code, at });
  return new Map(rows.map(({ grid, rank }) => [grid, rank]));
}

/** Leading posts as far as they overlap the period, as they were on record before the cut; `grid` is the grid's id. */
export async function tenuresIn(db: Db, span: { starts_on: Day; ends_on: Day }, cut: Moment): Promise<Tenure[]> {
  const { rows } = await db.raw<{ rows: Tenure[] }>(`
    select grid, person, least(ends_on, :ends_on::date) - greatest(starts_on, :starts_on::date) + 1 as days,
      least(ends_on, :ends_on::date)::text as until
    from wangge_posts_then(:cut)
    where role = 'leader' and starts_on <= :ends_on::date and (ends_on is null or ends_on >= :starts_on::date)`, { starts_on: span.starts_on, ends_on: span.ends_on, cut });
  return rows;
}

const CHUNK = 10_000;

/** Whose row it is, and of what. Of a grid `person` led it longest; of a person `grid` is the one above, from where the row is seen. */
interface Written { period: Uuid; version: number; subject: SubjectKind; grid: Uuid | null; grid_path: string | null; department?: Uuid | null; person?: Uuid | null; level?: number | null; /** To others, too. */ told: boolean }
export type ScoreRow = Pick<SubjectScore, 'numerator' | 'denominator' | 'value' | 'points' | 'no_data'> & Partial<Pick<SubjectScore, 'cases' | 'flagged_numerator' | 'flagged_denominator'>> & Written & { indicator: Uuid };
export type RankingRow = Pick<SubjectRanking, 'total' | 'grade' | 'rank' | 'of' | 'previous_rank' | 'sample' | 'note'> & Written;

const SCORE_COLUMNS = ['period', 'version', 'subject', 'grid', 'grid_path', 'department', 'person', 'level', 'indicator', 'numerator', 'denominator', 'value', 'points', 'no_data', 'flagged_numerator', 'flagged_denominator', 'cases', 'told'];
const RANKING_COLUMNS = ['period', 'version', 'subject', 'level', 'grid', 'grid_path', 'department', 'person', 'peer_group', ...RESULT_COLUMNS, ...CERTAINTY_COLUMNS, ...DRAWN_COLUMNS, 'told'];

export async function insertScores(db: Db, rows: readonly ScoreRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += CHUNK) {
    await db.raw(`
      insert into assessment_scores (${SCORE_COLUMNS.join(', ')}, state)
      select ${SCORE_COLUMNS.join(', ')}, 'computed' from json_populate_recordset(null::assessment_scores, ?)`, [JSON.stringify(rows.slice(start, start + CHUNK))]);
  }
}

export async function insertRankings(db: Db, rows: readonly RankingRow[]): Promise<void> {
  const columns = RANKING_COLUMNS.map(column => `"${column}"`).join(', ');
  for (let start = 0; start < rows.length; start += CHUNK) {
    await db.raw(`
      insert into rankings (id, ${columns}, vetoed, state)
      select gen_random_uuid(), ${columns}, coalesce(vetoed, false), 'computed' from json_populate_recordset(null::rankings, ?)`, [JSON.stringify(rows.slice(start, start + CHUNK))]);
  }
}

export interface NewVersion { period: Uuid; version: number; scheme: Uuid; persons_by_post?: boolean; exemptions?: readonly string[]; evidence: Uuid; evidence_digest: string; salt: Buffer; cut: Moment; calendar_version?: string; reason: string | null; at: Moment }

/** A version as it was computed, and the step that says so (`041-assessment-steps.sql`). `actor` null: the job or the command line. */
export async function keepVersion(db: Db, next: NewVersion, actor: Uuid | null): Promise<void> {
  const { at, ...version } = next;
  await db('assessment_versions').insert({ ...version, exemptions: [...version.exemptions ?? []], computed_at: at });
  await insertStep(db, { period: next.period, version: next.version, step: 'compute', actor, at, until: null, reason: next.reason });
}

/** Once a period was computed as of a cut, its later versions are as of the same. */
export async function cutsOf(db: Db, periods: readonly Uuid[]): Promise<Map<Uuid, Moment>> {
  const rows = await db('assessment_versions').whereIn('period', periods as string[]).whereNotNull('cut').groupBy('period').select('period').min('cut as cut');
  return new Map(rows.map(({ period, cut }) => [period, new Date(cut).toISOString()]));
}

/** Behind the pseudonyms of a period's first version: its later ones call everybody the same, so that nobody is drawn anew. */
export async function saltsOf(db: Db, periods: readonly Uuid[]): Promise<Map<Uuid, Buffer>> {
  const rows: { period: Uuid; salt: Buffer }[] = await db('assessment_versions').whereIn('period', periods as string[]).distinctOn('period').orderBy(['period', 'version']).select('period', 'salt');
  return new Map(rows.map(({ period, salt }) => [period, salt]));
}

export interface StoredVersion { version: number; evidence: Uuid; evidence_digest: string; salt: Buffer; computed_at: Moment; /** By their ids. */ exemptions: string[] }

export async function versionsOf(db: Db, period: Uuid): Promise<StoredVersion[]> {
  const rows = await db('assessment_versions').where({ period }).orderBy('version').select('version', 'evidence', 'evidence_digest', 'salt', 'computed_at', db.raw('cast(exemptions as text[]) as exemptions'));
  return rows.map(({ computed_at, ...version }) => ({ ...version, computed_at: new Date(computed_at).toISOString() }));
}
