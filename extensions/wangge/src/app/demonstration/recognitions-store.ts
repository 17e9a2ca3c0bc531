/** The SQL behind the demonstration's recognitions: whom its facts speak of. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';

export async function peopleWhoAct(db: Db): Promise<{ inspector: Uuid; level1: Uuid } | null> {
  const [inspector, level1] = await Promise.all(['inspector@example.com', 'l1@example.com'].map(async email => (await db('directus_users').where({ email }).first('id'))?.id));
  return inspector === undefined || level1 === undefined ? null : { inspector, level1 };
}

/** Who missed most lately, an account of the demonstration before others: so somebody can sign in and answer. */
export async function whoMissed(db: Db, subdistrict: Uuid): Promise<{ person: Uuid; name: string; grid: Uuid; clocks: string[] } | null> {
  const { rows } = await db.raw<{ rows: { person: Uuid; name: string; grid: Uuid; clocks: string[] }[] }>(`
    select d.person_at_due as person, concat(u.last_name, u.first_name) as name, (array_agg(d.grid order by d.due_at desc))[1] as grid, (array_agg(cast(d.id as text) order by d.due_at desc))[1:3] as clocks
    from issue_deadlines d join grids g on g.id = d.grid join directus_users u on u.id = d.person_at_due
    where g.subdistrict = ? and d.kind = 'resolve' and d.first_round and d.state in ('missed', 'late') and d.due_at < now() and u.status = 'active'
    group by d.person_at_due, u.last_name, u.first_name, u.email
    order by u.email like '%@example.com' desc, count(*) desc, d.person_at_due limit 1`, [subdistrict]);
  return rows[0] ?? null;
}

/** A patch in front in the last published quarter, and who leads it. */
export async function frontGrid(db: Db, subdistrict: Uuid): Promise<{ ranking: Uuid; grid: Uuid; name: string; leader: Uuid; leader_name: string; quarter: string } | null> {
  const { rows } = await db.raw<{ rows: { ranking: Uuid; grid: Uuid; name: string; leader: Uuid; leader_name: string; quarter: string }[] }>(`
    select r.id as ranking, g.id as grid, g.name, u.id as leader, concat(u.last_name, u.first_name) as leader_name, concat(left(p.code, 4), '年第', (array['一', '二', '三', '四'])[cast(right(p.code, 1) as integer)], '季度') as quarter
    from rankings r join assessment_periods p on p.id = r.period and p.version = r.version join grids g on g.id = r.grid join directus_users u on u.id = g.leader
    where p.subdistrict = ? and p.kind = 'quarter' and r.state = 'published' and r.subject = 'grid' and r.tier = 'front' and u.status = 'active'
    order by p.starts_on desc, r.level desc, u.email like '%@example.com' desc, r.rank, g.code limit 1`, [subdistrict]);
  return rows[0] ?? null;
}
