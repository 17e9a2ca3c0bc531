/** The SQL of what is entrusted to an account: whether it may be, and what one that is suspended leaves behind. */
import type { Db } from '../kernel/context.ts';
import type { Uuid } from '../kernel/values.ts';
import type { Holdings } from './account-holdings-rules.ts';

/** Those of these people whose account is not active, or that there are none of. */
export async function inactiveAmong(db: Db, people: readonly Uuid[]): Promise<Uuid[]> {
  if (people.length === 0)
    return [];
  const active = new Set<Uuid>(await db('directus_users').whereIn('id', people).where('status', 'active').pluck('id'));
  return people.filter(person => !active.has(person));
}

/** The people in these columns of these rows. */
export async function peopleIn(db: Db, collection: 'duty_lines' | 'departments', columns: readonly string[], keys: readonly Uuid[]): Promise<Record<string, Uuid | null>[]> {
  return db(collection).whereIn('id', keys).select([...columns]);
}

/** What these accounts hold today and later, of those that are active and hold anything. */
export async function holdingsOf(db: Db, people: readonly Uuid[]): Promise<Holdings[]> {
  const { rows } = await db.raw<{ rows: Holdings[] }>(`
    select * from (
      select u.id as person, concat(u.last_name, u.first_name) as name,
        array(select g.name from posts p join grids g on g.id = p.grid where p.person = u.id and (p.ends_on is null or p.ends_on >= wangge_today()) order by g.path) as posts,
        (select count(*)::int from duty_lines d where d.active and u.id in (d.person, d.stand_in)) as duties,
        array(select d.name from departments d where d.active and d.head = u.id order by d.name) as heads,
        array(select concat(a_u.last_name, a_u.first_name) from absences a join directus_users a_u on a_u.id = a.person
          where a.stand_in = u.id and a.decision is distinct from 'no' and (a.ends_on is null or a.ends_on >= wangge_today()) order by a.starts_on) as stands_in_for
      from directus_users u where u.id = any(?::uuid[]) and u.status = 'active'
    ) held where cardinality(posts) + duties + cardinality(heads) + cardinality(stands_in_for) > 0`, [[...people]]);
  return rows;
}
