/** The SQL of absences: who is away when, who may decide on it. */
import type { Day, Uuid } from '../../handling/model.ts';
import type { Db } from '../../platform/context.ts';
import type { Decided, Neighbours, Term } from './absence.ts';

export type StoredAbsence = Decided & { id: Uuid; user_created: Uuid | null };

export async function absencesById(db: Db, ids: readonly Uuid[]): Promise<StoredAbsence[]> {
  return db('absences').whereIn('id', ids)
    .select('id', 'person', 'kind', 'stand_in', 'decision', 'user_created', db.raw('starts_on::text as starts_on, ends_on::text as ends_on'));
}

export async function neighboursOf(db: Db, person: Uuid, stand_in: Uuid | null, without: Uuid | null): Promise<Neighbours> {
  const people = stand_in === null ? [person] : [person, stand_in];
  const rows: (Term & { person: Uuid })[] = await db('absences').whereIn('person', people)
    .whereRaw(`decision is distinct from 'no'`).modify(query => without === null ? query : query.whereNot('id', without))
    .select('person', db.raw('starts_on::text as starts_on, ends_on::text as ends_on'));
  const active = stand_in !== null && await db('directus_users').where({ id: stand_in, status: 'active' }).first('id') !== undefined;
  return { own: rows.filter(row => row.person === person), stand_in: rows.filter(row => row.person === stand_in), stand_in_active: active };
}

/** Absences of one person are weighed one after the other. */
export async function oneAtATime(db: Db, person: Uuid): Promise<void> {
  await db.raw(`select pg_advisory_xact_lock(hashtextextended('absence ' || ?, 0))`, [person]);
}

export async function isActivePerson(db: Db, person: Uuid): Promise<boolean> {
  return await db('directus_users').where({ id: person, status: 'active' }).first('id') !== undefined;
}

/** Does `decider` lead a grid above one of the person's, or head their department? The dispatcher files for the sub-district. */
export async function relation(db: Db, decider: Uuid, person: Uuid): Promise<{ above: boolean; dispatches: boolean }> {
  const { rows } = await db.raw<{ rows: { above: boolean; dispatches: boolean }[] }>(`
    with acting as (
      select cast(:decider as uuid) as person
      union select a.person from absences a where a.stand_in = cast(:decider as uuid) and a.approved_by is not null
        and a.starts_on <= wangge_today() and (a.ends_on is null or a.ends_on >= wangge_today())
    ), held as (
      select p.person, g.path, g.level, g.subdistrict from posts p join grids g on g.id = p.grid
      where p.starts_on <= wangge_today() and (p.ends_on is null or p.ends_on >= wangge_today())
    )
    select
      exists (select from held o join held t on starts_with(t.path, o.path) and t.level > o.level
        where o.person in (select person from acting) and t.person = cast(:person as uuid))
      -- Nobody is above level 1 in the grids: the colleagues there decide for one another.
      or exists (select from held o join held t on t.level = 1 and o.level = 1 and o.subdistrict = t.subdistrict
        where o.person = cast(:decider as uuid) and t.person = cast(:person as uuid))
      or exists (select from departments d join directus_users u on u.department = d.id
        where d.active and d.head in (select person from acting) and u.id = cast(:person as uuid)) as above,
      exists (select from departments d join directus_users u on u.department = d.id
        where u.id = cast(:decider as uuid) and d.active and d.dispatches and (
          exists (select from held t where t.person = cast(:person as uuid) and t.subdistrict = d.subdistrict)
          or exists (select from directus_users t join departments own on own.id = t.department where t.id = cast(:person as uuid) and own.subdistrict = d.subdistrict))) as dispatches`, { decider, person });
  return rows[0]!;
}

/** Who leads the next grid above that is not vacant (beside level 1: the others there), or heads their department: whom an absence waits for. */
export async function decidersOf(db: Db, person: Uuid): Promise<Uuid[]> {
  const { rows } = await db.raw<{ rows: { id: Uuid }[] }>(`
    with held as (
      select g.path, g.level, g.subdistrict from posts p join grids g on g.id = p.grid
      where p.person = :person and p.starts_on <= wangge_today() and (p.ends_on is null or p.ends_on >= wangge_today())
    )
    select above.leader as id from held h cross join lateral (
      select a.leader from grids a where starts_with(h.path, a.path) and a.level < h.level and a.leader is not null and a.leader <> :person
      order by a.level desc limit 1) above
    union
    select a.leader from held h join grids a on h.level = 1 and a.level = 1 and a.subdistrict = h.subdistrict and a.leader <> :person
    union
    select d.head from departments d join directus_users u on u.department = d.id where u.id = :person and d.head is not null and d.head <> :person`, { person });
  return rows.map(({ id }) => id);
}

export async function nameOf(db: Db, person: Uuid): Promise<string> {
  const row = await db('directus_users').where({ id: person }).first(db.raw('concat(last_name, first_name) as name'));
  return row?.name ?? '';
}

/** A day that the stand-in would hold more than six separate parts of the territory; null: none. Asked before it is approved. */
export async function overfull(db: Db, { person, stand_in, starts_on, ends_on }: { person: Uuid; stand_in: Uuid; starts_on: Day; ends_on: Day | null }): Promise<Term[]> {
  const { rows } = await db.raw<{ rows: (Term & { path: string })[] }>(`
    select g.path, p.starts_on::text, p.ends_on::text from posts p join grids g on g.id = p.grid where p.person = :stand_in
    union all
    select g.path, greatest(p.starts_on, a.starts_on)::text, least(p.ends_on, a.ends_on)::text from absences a join posts p on p.person = a.person join grids g on g.id = p.grid
    where a.stand_in = :stand_in and a.approved_by is not null
    union all
    select g.path, greatest(p.starts_on, cast(:starts_on as date))::text, least(p.ends_on, cast(:ends_on as date))::text from posts p join grids g on g.id = p.grid
    where p.person = :person`, { person, stand_in, starts_on, ends_on });
  return rows.filter(row => row.ends_on === null || row.ends_on >= row.starts_on);
}
