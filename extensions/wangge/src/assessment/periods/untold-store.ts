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
    join assessment_fields f on f.period = v.period and f.version = v.version and f.mean_width is not null and not f.places_told`, { periods: versions.map(({ period }) => period), versions: versions.map(({ version }) => version) });
  const untold = new Set(rows.map(nameOf));
  return field => untold.has(nameOf(field));
}

function nameOf({ period, kind, level, group }: FieldOfVersion): string {
  return JSON.stringify([period, kind, kind === 'department' ? null : level, group]);
}
