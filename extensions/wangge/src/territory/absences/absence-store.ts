/** The SQL of absences: who is away when, who may decide on it. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Decided, Neighbours, Term } from './absence-rules.ts';
import { standing } from '../standing-store.ts';
import { dispatchesIn, todayOf } from '../territory-store.ts';

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
  const standing_in: (Term & { name: string })[] = await db('absences as a').join('directus_users as u', 'u.id', 'a.person').where('a.stand_in', person).where('a.decision', 'yes')
    .select(db.raw('concat(u.last_name, u.first_name) as name, a.starts_on::text as starts_on, a.ends_on::text as ends_on')).orderBy('a.starts_on');
  return { own: rows.filter(row => row.person === person), stand_in: rows.filter(row => row.person === stand_in), standing_in, stand_in_active: active };
}

/** Absences of one person, and those in which they stand in, are weighed one after the other. */
export async function oneAtATime(db: Db, people: readonly (Uuid | null)[]): Promise<void> {
  for (const person of [...new Set(people)].filter(person => person !== null).toSorted())
    await db.raw(`select pg_advisory_xact_lock(hashtextextended('absence ' || ?, 0))`, [person]);
}

export async function isActivePerson(db: Db, person: Uuid): Promise<boolean> {
  return await db('directus_users').where({ id: person, status: 'active' }).first('id') !== undefined;
}

/** Has `decider` a post above one of the person's, or the headship of their department? Do they dispatch for their sub-district? */
export async function relation(db: Db, decider: Uuid, person: Uuid): Promise<{ above: boolean; dispatches: boolean }> {
  const today = await todayOf(db);
  const held = await holdingTimes(db, person, today);
  const theirs = await db('directus_users as u').join('departments as d', 'd.id', 'u.department').where('u.id', person).first('d.id', 'd.subdistrict');
  const at = await Promise.all(held.map(async ({ path, level }) => ({ level, standing: await standing(db, decider, path, today) })));
  const own = await standing(db, decider, null, today);
  // Nobody is above level 1 in the grids: the colleagues there decide for one another.
  const peers = held.some(({ level }) => level === 1) ? await holdingTimes(db, decider, today) : [];
  return {
    above: at.some(({ level, standing: here }) => here !== null && here.levels.some(other => other < level))
      || held.some(({ level, subdistrict }) => level === 1 && peers.some(peer => peer.level === 1 && peer.subdistrict === subdistrict))
      || (theirs !== undefined && own !== null && own.heads.includes(theirs.id)),
    dispatches: await dispatchesIn(db, decider, [...held.map(({ subdistrict }) => subdistrict), ...(theirs?.subdistrict ? [theirs.subdistrict] : [])]),
  };
}

async function holdingTimes(db: Db, person: Uuid, day: Day): Promise<{ path: string; level: number; subdistrict: Uuid }[]> {
  return db('posts as p').join('grids as g', 'g.id', 'p.grid').where('p.person', person)
    .whereRaw('p.starts_on <= cast(? as date) and (p.ends_on is null or p.ends_on >= cast(? as date))', [day, day]).select('g.path', 'g.level', 'g.subdistrict');
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
