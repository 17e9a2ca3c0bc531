/** The SQL of a person's record: posts, tiers, what was said of them, what they appealed. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { RecordAppeal, RecordPost, RecordSaid, RecordTier } from './model.ts';

export async function personNamed(db: Db, person: Uuid): Promise<{ name: string; title: string | null } | null> {
  const { rows } = await db.raw<{ rows: { name: string; title: string | null }[] }>('select concat(last_name, first_name) as name, title from directus_users where id = ?', [person]);
  return rows[0] ?? null;
}

/** `year` null: all there is. */
export async function postsOf(db: Db, person: Uuid, year: number | null): Promise<RecordPost[]> {
  const { rows } = await db.raw<{ rows: RecordPost[] }>(`
    select g.name as grid, g.level, o.role, o.starts_on::text, o.ends_on::text from posts o join grids g on g.id = o.grid
    where o.person = :person and (cast(:year as integer) is null or extract(year from o.starts_on) <= :year and (o.ends_on is null or extract(year from o.ends_on) >= :year))
    order by o.starts_on, g.code`, { person, year });
  return rows;
}

/** What is published of them as a person, and of the grids that they led all the quarter or year; tiers, never a bare place. */
export async function tiersOfPerson(db: Db, person: Uuid, year: number | null): Promise<RecordTier[]> {
  const { rows } = await db.raw<{ rows: RecordTier[] }>(`
    select p.code as period, case r.subject when 'grid' then g.name end as grid, r.tier, r.sample
    from rankings r join assessment_periods p on p.id = r.period and p.version = r.version left join grids g on g.id = r.grid
    where r.state = 'published' and p.kind in ('quarter', 'year') and (cast(:year as integer) is null or extract(year from p.starts_on) = :year)
      and (r.subject = 'person' and r.person = :person or r.subject = 'grid' and exists (
        select from posts o where o.grid = r.grid and o.person = :person and o.role = 'leader' and o.starts_on <= p.starts_on and (o.ends_on is null or o.ends_on >= p.ends_on)))
    order by p.ends_on, p.kind, r.subject desc, g.code`, { person, year });
  return rows;
}

/**
 * Of them, and of what they led: of a grid whoever led it on the day of a fact; of a department whoever answered or acknowledged it as
 * its head, for nothing tells who headed it when.
 */
export async function saidOf(db: Db, person: Uuid, year: number | null): Promise<RecordSaid[]> {
  const { rows } = await db.raw<{ rows: RecordSaid[] }>(`
    select r.id, case when r.person is null then coalesce(d.name, g.name) end as of, r.kind, r.cause, r.state, r.honour_level, r.year, r.number, r.text, wangge_day(r.date_created)::text as proposed_on, wangge_day(r.published_at)::text as published_on,
      (select string_agg(s.reason, E'\\n' order by s.seq) from recognition_steps s where s.recognition = r.id and s.step = 'answered') as answer,
      (select s.reason from recognition_steps s where s.recognition = r.id and s.step in ('confirmed', 'dismissed')) as decision,
      (select s.reason from recognition_steps s where s.recognition = r.id and s.step in ('restored', 'revoked') order by s.seq desc limit 1) as settled,
      (select coalesce(json_agg(json_build_object('label', e.label, 'says', e.says, 'on_day', e.on_day, 'stands', wangge_evidence_stands(e)) order by e.sort), '[]') from recognition_evidence e where e.recognition = r.id) as evidence
    from recognitions r left join grids g on g.id = r.grid left join departments d on d.id = r.department
    where (r.person = :person or r.person is null and (
        r.department is null and exists (select from posts o join recognition_evidence e on e.recognition = r.id and coalesce(e.on_day, wangge_day(r.date_created)) between o.starts_on and coalesce(o.ends_on, 'infinity')
          where o.grid = r.grid and o.person = :person and o.role = 'leader')
        or r.department is not null and exists (select from recognition_steps s where s.recognition = r.id and s.step in ('answered', 'acknowledged') and s.actor = :person
          and not exists (select from absences a where a.stand_in = :person and a.approved_by is not null and wangge_day(s.at) between a.starts_on and coalesce(a.ends_on, 'infinity')))))
      and (cast(:year as integer) is null or r.year = :year) order by r.date_created, r.id`, { person, year });
  return rows;
}

export async function appealsOf(db: Db, person: Uuid, year: number | null): Promise<RecordAppeal[]> {
  const { rows } = await db.raw<{ rows: RecordAppeal[] }>(`
    select a.id, a.title, a.state, wangge_day(a.filed_at)::text as filed_on from appeals a
    where (a.person = :person or a.filed_by = :person) and (cast(:year as integer) is null or extract(year from wangge_day(a.filed_at)) = :year) order by a.filed_at, a.id`, { person, year });
  return rows;
}

/** Where they led, or belong. */
export async function subdistrictsOf(db: Db, person: Uuid): Promise<Uuid[]> {
  const { rows } = await db.raw<{ rows: { subdistrict: Uuid }[] }>(`
    select distinct g.subdistrict from posts o join grids g on g.id = o.grid where o.person = :person
    union select d.subdistrict from directus_users u join departments d on d.id = u.department where u.id = :person and d.subdistrict is not null`, { person });
  return rows.map(({ subdistrict }) => subdistrict);
}

export async function dayOfMoment(db: Db, moment: Moment): Promise<Day> {
  const { rows } = await db.raw<{ rows: { day: Day }[] }>('select wangge_day(cast(? as timestamptz))::text as day', [moment]);
  return rows[0]!.day;
}
