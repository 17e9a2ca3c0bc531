/** The SQL of reports: what stands about a version beside its rows, and moments as people write them. */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { SubjectKind } from '../facts/model.ts';
import type { Level } from '../facts/tally-rules.ts';
import type { NotDrawn } from '../interval/field-rules.ts';
import type { Indicator } from '../schemes/model.ts';
import type { PublishedHead, ReportHead, VersionState } from './model.ts';
import { levelsIn } from '../schemes/scheme-guard-rules.ts';

const NAME = 'coalesce(nullif(concat(u.last_name, u.first_name), \'\'), u.email)';
const ZONE = 'coalesce((select nullif(time_zone, \'\') from settings_wangge limit 1), \'Asia/Shanghai\')';
const LOCAL = (moment: string): string => `to_char(${moment} at time zone ${ZONE}, 'YYYY-MM-DD HH24:MI')`;

export interface StoredVersionHead {
  scheme: Uuid;
  state: VersionState;
  /** As it is compared, and as people write it. */
  cut_at: Date | null;
  calendar_version: string | null;
  /** By their ids. */
  exemptions: string[];
  cut: string | null;
  computed_at: string | null;
  published_at: string | null;
  evidence_digest: string;
  checkpoint: string | null;
}

export async function versionHead(db: Db, period: Uuid, version: number): Promise<StoredVersionHead | null> {
  const { rows } = await db.raw<{ rows: StoredVersionHead[] }>(`
    select v.scheme, v.state, v.cut as cut_at, to_jsonb(v) ->> 'calendar_version' as calendar_version, cast(v.exemptions as text[]) as exemptions, ${LOCAL('v.cut')} as cut, ${LOCAL('v.computed_at')} as computed_at, ${LOCAL('v.published_at')} as published_at,
      v.evidence_digest, c.checkpoint
    from assessment_versions v
    left join assessment_checkpoints c on c.period = v.period and c.version = v.version
    where v.period = ? and v.version = ?`, [period, version]);
  return rows[0] ?? null;
}

export async function publishedHead(db: Db, { subdistrict, period, version }: { subdistrict: string; period: string; version: number }): Promise<PublishedHead | null> {
  const { rows } = await db.raw<{ rows: PublishedHead[] }>(`
    select s.name as subdistrict, p.code as period, v.version, p.version as newest, ${LOCAL('v.published_at')} as published_at, v.evidence_digest, c.checkpoint, c.public_key
    from assessment_versions v
    join assessment_periods p on p.id = v.period
    join subdistricts s on s.id = p.subdistrict
    left join assessment_checkpoints c on c.period = v.period and c.version = v.version
    where s.code = ? and p.code = ? and v.version = ? and v.published_at is not null`, [subdistrict, period, version]);
  return rows[0] ?? null;
}

/** What was frozen of each field with the version. */
export async function fieldWidths(db: Db, period: Uuid, version: number): Promise<ReportHead['widths']> {
  if (!await db.schema.hasTable('assessment_fields'))
    return [];
  const rows: { subject: SubjectKind; level: Level | null; peer_group: string | null; mean_width: number | null; places_told: boolean; not_drawn: NotDrawn['not_drawn'] | null }[] = await db('assessment_fields').where({ period, version }).select('subject', 'level', 'peer_group', 'mean_width', 'places_told', db.raw('header -> \'not_drawn\' as not_drawn'));
  return rows.map(({ subject, peer_group, ...width }) => ({ kind: subject, group: peer_group, ...width }));
}

export async function schemeBehind(db: Db, id: Uuid): Promise<{ row: Record<string, unknown>; indicators: Indicator[]; codes: Map<Uuid, string> } | null> {
  const row = await db('assessment_schemes').where({ id }).first() as Record<string, unknown> | undefined;
  if (row === undefined)
    return null;
  const indicators = await db('assessment_indicators').where('scheme', id).orderByRaw('case subject when \'grid\' then 0 when \'department\' then 1 else 2 end, weight desc, code');
  return {
    row,
    codes: new Map(indicators.map(indicator => [indicator.id as Uuid, indicator.code as string])),
    indicators: indicators.map((indicator): Indicator => ({
      code: indicator.code,
      name: indicator.name,
      group: indicator.group,
      subject: indicator.subject,
      levels: levelsIn(indicator.levels),
      measure: indicator.measure,
      weight: Number(indicator.weight),
      rule: indicator.rule,
      params: indicator.params ?? {},
      no_data: indicator.no_data,
    })),
  };
}

export async function writtenNow(db: Db): Promise<{ minute: string; day: string }> {
  const { rows } = await db.raw<{ rows: { minute: string; day: string }[] }>(`select ${LOCAL('now()')} as minute, to_char(now() at time zone ${ZONE}, 'YYYY-MM-DD') as day`);
  return rows[0]!;
}

/** A moment as people write it, where the installation lives. */
export async function writtenAt(db: Db, moment: Moment): Promise<string> {
  const { rows } = await db.raw<{ rows: { minute: string }[] }>(`select ${LOCAL('cast(? as timestamptz)')} as minute`, [moment]);
  return rows[0]!.minute;
}

export async function nameOf(db: Db, person: Uuid): Promise<string> {
  const { rows } = await db.raw<{ rows: { name: string | null }[] }>(`select ${NAME} as name from directus_users u where u.id = ?`, [person]);
  return rows[0]?.name ?? '';
}
