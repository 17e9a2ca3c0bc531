/** The SQL of what people ask about their own numbers. */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';

/** As of when a version was computed; null: there is none, or it is of an earlier release that had no cut. */
export async function versionAsked(db: Db, period: Uuid, version: number): Promise<{ cut: Moment; calendar_version: string | null } | null> {
  const row: { cut: Date | null; calendar_version: string | null } | undefined = await db('assessment_versions').where({ period, version }).first('cut', 'calendar_version');
  return row?.cut == null ? null : { cut: new Date(row.cut).toISOString(), calendar_version: row.calendar_version };
}

/** Grids that this person led for a part of the period, and their department. */
export async function ledIn(db: Db, period: Uuid, person: Uuid): Promise<{ grids: Uuid[]; department: Uuid | null }> {
  const { rows } = await db.raw<{ rows: { grids: Uuid[]; department: Uuid | null }[] }>(`
    select u.department, array(select distinct t.grid from posts t join assessment_periods p on p.id = :period
      where t.person = u.id and t.role = 'leader' and t.starts_on <= p.ends_on and (t.ends_on is null or t.ends_on >= p.starts_on)) as grids
    from directus_users u where u.id = :person`, { period, person });
  return rows[0] ?? { grids: [], department: null };
}

/** What is published of a period now; null: nothing. */
export async function publishedVersion(db: Db, code: string, subdistrict: Uuid): Promise<{ period: Uuid; version: number } | null> {
  const row: { id: Uuid; version: number } | undefined = await db('assessment_periods').where({ code, subdistrict }).where('version', '>', 0).first('id', 'version');
  return row === undefined ? null : { period: row.id, version: row.version };
}
