/** Where places are computed and not told: their scheme prints tiers only, and they are mostly chance. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { SubjectKind } from '../facts/model.ts';

export interface FieldOfVersion { period: Uuid; kind: SubjectKind; level: number | null; group: string | null }

/** Of these versions: is this field one of them? */
export async function untoldFields(db: Db, versions: readonly { period: Uuid; version: number }[]): Promise<(field: FieldOfVersion) => boolean> {
  const { rows } = await db.raw<{ rows: FieldOfVersion[] }>(`
    select f.period, f.subject as kind, f.level, f.peer_group as "group"
    from unnest(cast(:periods as uuid[]), cast(:versions as int[])) q (period, version)
    join assessment_versions v on v.period = q.period and v.version = q.version
    join assessment_schemes s on s.id = v.scheme and s.tiers_only
    join assessment_fields f on f.period = v.period and f.version = v.version and not f.places_told`, { periods: versions.map(({ period }) => period), versions: versions.map(({ version }) => version) });
  const untold = new Set(rows.map(nameOf));
  return field => untold.has(nameOf(field));
}

/** In which group each of a version is. */
export async function groupsIn(db: Db, { period, version }: { period: Uuid; version: number }): Promise<{ subject: SubjectKind; level: number | null; id: Uuid; peer_group: string | null }[]> {
  const { rows } = await db.raw<{ rows: { subject: SubjectKind; level: number | null; id: Uuid; peer_group: string | null }[] }>(`
    select subject, level, case subject when 'person' then person when 'department' then department else grid end as id, peer_group from rankings
    where period = :period and version = :version and peer_group is not null`, { period, version } as unknown as Record<string, string>);
  return rows;
}

function nameOf({ period, kind, level, group }: FieldOfVersion): string {
  return JSON.stringify([period, kind, kind === 'department' ? null : level, group]);
}
