/** The SQL of statistics: which lines somebody may see, and what was taken up in a period. */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';

/** Whose numbers somebody sees: everybody's for whoever reads every issue, otherwise of their part of the territory and their department. */
export interface StatisticsViewer { everything: boolean; paths: string[]; department: Uuid | null }

export async function statisticsViewer(db: Db, person: Uuid, roles: readonly Uuid[], admin: boolean): Promise<StatisticsViewer> {
  const { rows } = await db.raw<{ rows: StatisticsViewer[] }>(`
    select :admin or exists (
        select from directus_permissions p
        join directus_policies o on o.id = p.policy and o.ip_access is null
        join directus_access a on a.policy = p.policy and (a."user" = :person or a.role = any(:roles))
        where p.action = 'read' and p.collection = 'issues' and (p.permissions is null or cast(p.permissions as text) in ('{}', 'null'))
      ) as everything,
      array(select slot from unnest(array[scope_1, scope_2, scope_3, scope_4, scope_5, scope_6]) slot where slot <> '-') as paths, department
    from directus_users where id = :person`, { person, roles: [...roles], admin });
  return rows[0]!;
}

export interface StatisticsPlace { id: Uuid; code: string; name: string }

/** The sub-district of that code; without one that of the person, or the first that has grids. */
export async function placeOf(db: Db, code: string | null, person: Uuid): Promise<StatisticsPlace | null> {
  const { rows } = await db.raw<{ rows: StatisticsPlace[] }>(`
    select s.id, s.code, s.name from subdistricts s
    where exists (select from grids g where g.subdistrict = s.id) and (cast(:code as text) is null or s.code = :code)
    order by s.id is not distinct from (select g.subdistrict from directus_users u join grids g on starts_with(g.path, u.scope_1) where u.id = :person order by g.path limit 1) desc, s.code
    limit 1`, { code, person } as Record<string, string>);
  return rows[0] ?? null;
}

export interface Filed { grid: Uuid; department: Uuid | null; filed: number }

/** What was reported in the period, without what was withdrawn, rejected or merged before the cut. */
export async function filedIn(db: Db, { from, until, cut, subdistrict }: { from: Moment; until: Moment; cut: Moment; subdistrict: Uuid }): Promise<Filed[]> {
  const { rows } = await db.raw<{ rows: Filed[] }>(`
    select i.grid, i.department, count(*)::int as filed
    from issues i join grids g on g.id = i.grid
    where g.subdistrict = :subdistrict and i.reported_at >= :from and i.reported_at < :until
      and not exists (select from issue_events e where e.issue = i.id and e.type in ('withdraw', 'reject', 'merge') and e.at < :cut
        and not exists (select from issue_events s where s.issue = i.id and s.seq > e.seq and s.type in ('reopen', 'separate') and s.at < :cut))
    group by i.grid, i.department`, { from, until, cut, subdistrict });
  return rows;
}

export async function gridNames(db: Db, ids: readonly Uuid[]): Promise<Map<Uuid, string>> {
  const rows: { id: Uuid; name: string }[] = await db('grids').whereRaw('id = any (?)', [ids]).select('id', 'name');
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function departmentsCoded(db: Db, codes: readonly string[]): Promise<{ id: Uuid; code: string; name: string }[]> {
  return db('departments').whereRaw('code = any (?)', [codes]).select('id', 'code', 'name');
}
