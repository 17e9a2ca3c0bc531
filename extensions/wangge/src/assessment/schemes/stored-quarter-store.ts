/** The SQL of a frozen quarter, as what-if reads it: who was scored, and what was counted of them. */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { SubjectKind } from '../facts/model.ts';
import type { Level } from '../facts/tally-rules.ts';
import type { RuleCount } from './model.ts';
import type { StoredSubject } from './what-if-rules.ts';

export interface StoredQuarter { subjects: StoredSubject[]; names: Map<string, string> }

interface RankingRow { id: string; kind: SubjectKind; level: Level | null; name: string | null; group: string | null; sample: number | null; note: string | null; previous_rank: number | null }
interface ScoreRow { id: string; kind: SubjectKind; level: Level | null; indicator: string; numerator: string; denominator: string; flagged_numerator: string | null; flagged_denominator: string | null }

/** Whose row it is, as `what-if-rules.ts` tells subjects apart. */
const SUBJECT = (row: string): string => `case ${row}.subject when 'person' then ${row}.person when 'department' then ${row}.department else ${row}.grid end`;

/** One version of a period. Persons of two levels are two. */
export async function storedQuarter(db: Db, period: Uuid, version: number): Promise<StoredQuarter> {
  const { rows: ranked } = await db.raw<{ rows: RankingRow[] }>(`
    select ${SUBJECT('r')} as id, r.subject as kind, r.level, r.peer_group as "group", r.sample, r.note, r.previous_rank,
      case r.subject when 'person' then nullif(trim(concat(u.last_name, u.first_name)), '') when 'department' then d.name else g.name end as name
    from rankings r
    left join grids g on g.id = r.grid and r.subject = 'grid'
    left join departments d on d.id = r.department and r.subject = 'department'
    left join directus_users u on u.id = r.person and r.subject = 'person'
    where r.period = ? and r.version = ?`, [period, version]);
  const { rows: scored } = await db.raw<{ rows: ScoreRow[] }>(`
    select ${SUBJECT('s')} as id, s.subject as kind, s.level, i.code as indicator, s.numerator, s.denominator, s.flagged_numerator, s.flagged_denominator
    from assessment_scores s join assessment_indicators i on i.id = s.indicator
    where s.period = ? and s.version = ?`, [period, version]);
  const codeOf = ({ id, kind, level }: Pick<RankingRow, 'id' | 'kind' | 'level'>): string => kind === 'person' ? `${id} ${level ?? ''}` : id;
  const counts = new Map<string, Record<string, RuleCount>>();
  for (const row of scored) {
    const own = counts.get(`${row.kind} ${codeOf(row)}`) ?? {};
    own[row.indicator] = { numerator: Number(row.numerator), denominator: Number(row.denominator), ...row.flagged_denominator !== null && { flagged: { numerator: Number(row.flagged_numerator), denominator: Number(row.flagged_denominator) } } };
    counts.set(`${row.kind} ${codeOf(row)}`, own);
  }
  return {
    names: new Map(ranked.map(row => [`${row.kind} ${codeOf(row)}`, row.name ?? ''])),
    subjects: ranked.map((row): StoredSubject => ({
      subject: {
        kind: row.kind,
        code: codeOf(row),
        level: row.kind === 'department' ? null : row.level,
        path: null,
        group: row.group,
        retired: row.note === 'retired',
        // Whoever had too few days has too few of any scheme's; of the others it is known that they had enough.
        days: row.note === 'too_few_days' ? 0 : null,
        previous_rank: row.previous_rank,
      },
      sample: Number(row.sample ?? 0),
      counts: counts.get(`${row.kind} ${codeOf(row)}`) ?? {},
    })),
  };
}

/** How many rows there are of each kind. */
export async function countedKinds(db: Db, table: 'rankings' | 'assessment_scores', period: Uuid, version: number): Promise<{ subject: SubjectKind; n: number }[]> {
  const { rows } = await db.raw<{ rows: { subject: SubjectKind; n: number }[] }>('select subject, count(*)::int as n from ?? where period = ? and version = ? group by subject', [table, period, version]);
  return rows;
}

export interface KeptTrial { id: string; version: number; change: unknown; outcome: unknown; note: string; by: Uuid; at: Moment }

/** Kept with its reason, never changed. */
export async function keepTrial(db: Db, kept: { period: Uuid; version: number; change: unknown; outcome: unknown; note: string; by: Uuid }): Promise<string> {
  const { rows: [row] } = await db.raw<{ rows: { id: string }[] }>(`
    insert into assessment_trials (period, version, change, outcome, note, by) values (:period, :version, cast(:change as jsonb), cast(:outcome as jsonb), :note, :by) returning id`, { ...kept, change: JSON.stringify(kept.change), outcome: JSON.stringify(kept.outcome) });
  return row!.id;
}

export async function keptTrials(db: Db, period: Uuid): Promise<KeptTrial[]> {
  const { rows } = await db.raw<{ rows: KeptTrial[] }>('select id, version, change, outcome, note, by, at from assessment_trials where period = ? order by at desc', [period]);
  return rows;
}
