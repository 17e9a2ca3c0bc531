/** The SQL of what people ask about their own numbers. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import { exemptionsOfVersion } from '../facts/exemption-store.ts';

/** As of when a version was computed; null: there is none, or it is of an earlier release that had no cut. */
export async function versionAsked(db: Db, period: Uuid, version: number): Promise<{ cut: Moment; calendar_version: string | null; persons_by_post: boolean; exemptions: string[] } | null> {
  const row: { cut: Date | null; calendar_version: string | null; persons_by_post: boolean } | undefined = await db('assessment_versions').where({ period, version }).first('cut', 'calendar_version', 'persons_by_post');
  return row?.cut == null ? null : { cut: new Date(row.cut).toISOString(), calendar_version: row.calendar_version, persons_by_post: row.persons_by_post, exemptions: await exemptionsOfVersion(db, period, version) };
}

/** At which level a version ranks this person. */
export async function levelOf(db: Db, period: Uuid, version: number, person: Uuid): Promise<number | null> {
  const row: { level: number | null } | undefined = await db('rankings').where({ period, version, subject: 'person', person }).first('level');
  return row?.level ?? null;
}

/** A leading post, as far as it lies in the period. */
export interface OwnPost { id: Uuid; grid: string; level: number; from: Day; until: Day; days: number }

/** Posts that this person held in the period and their department; as they were on record before the cut (null: as they are). */
export async function ownPosts(db: Db, period: Uuid, person: Uuid, cut: Moment | null): Promise<{ posts: OwnPost[]; department: Uuid | null }> {
  const { rows } = await db.raw<{ rows: { posts: OwnPost[] | null; department: Uuid | null }[] }>(`
    select u.department, (
      select json_agg(json_build_object('id', g.id, 'grid', g.name, 'level', g.level, 'from', greatest(t.starts_on, p.starts_on), 'until', least(t.ends_on, p.ends_on),
        'days', least(t.ends_on, p.ends_on) - greatest(t.starts_on, p.starts_on) + 1) order by t.starts_on, g.code)
      from wangge_posts_then(coalesce(cast(:cut as timestamptz), 'infinity')) t join grids g on g.id = t.grid join assessment_periods p on p.id = :period
      where t.person = u.id and t.role = 'leader' and t.starts_on <= p.ends_on and (t.ends_on is null or t.ends_on >= p.starts_on)
    ) as posts
    from directus_users u where u.id = :person`, { period, person, cut } as Record<string, string>);
  return { posts: rows[0]?.posts ?? [], department: rows[0]?.department ?? null };
}

/** What is published of a period now; null: nothing. */
export async function publishedVersion(db: Db, code: string, subdistrict: Uuid): Promise<{ period: Uuid; version: number } | null> {
  const row: { id: Uuid; version: number } | undefined = await db('assessment_periods').where({ code, subdistrict }).where('version', '>', 0).first('id', 'version');
  return row === undefined ? null : { period: row.id, version: row.version };
}
