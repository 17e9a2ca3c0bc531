/** The SQL of responsibility statements: made and counted by the set, never one by one. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Level } from '../grid-rules.ts';
import type { Issued } from './notice-rules.ts';
import type { Statement } from './statement-rules.ts';
import type { PostFacts, Role } from './text-rules.ts';

const NAME = (user: string): string => `concat(${user}.last_name, ${user}.first_name)`;

export async function statementsById(db: Db, ids: readonly Uuid[]): Promise<Statement[]> {
  return db('responsibility_statements').whereIn('id', ids).select('id', 'number', 'state', 'person', 'title', 'duties', 'signed_copy');
}

export async function todayOf(db: Db): Promise<Day> {
  const { rows } = await db.raw<{ rows: { today: Day }[] }>('select wangge_today()::text as today');
  return rows[0]!.today;
}

export async function isFile(db: Db, file: Uuid): Promise<boolean> {
  return (await db('directus_files').where('id', file).first('id')) !== undefined;
}

/** Who prepares: `everything` an administrator; others in the grids that they may write in. */
export interface Preparer { person: Uuid | null; everything: boolean }

/** Does one of this person's policies let them issue statements? */
export async function mayIssue(db: Db, person: Uuid, roles: readonly Uuid[]): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { may: boolean }[] }>(`
    select exists (
      select from directus_permissions p
      join directus_policies o on o.id = p.policy and o.ip_access is null
      join directus_access a on a.policy = p.policy and (a."user" = :person or a.role = any(:roles))
      where p.action = 'update' and p.collection = 'responsibility_statements' and string_to_array(p.fields, ',') && array['*', 'state']
    ) as may`, { person, roles: [...roles] });
  return rows[0]!.may;
}

/** As `placement` of territory says for one grid: the own scope, or the sub-district of a department that dispatches. */
const INSIDE = `(:everything or exists (
  select from directus_users u left join departments d on d.id = u.department and d.active
  where u.id = cast(:person as uuid) and (
    starts_with(g.path, u.scope_1) or starts_with(g.path, u.scope_2) or starts_with(g.path, u.scope_3)
    or starts_with(g.path, u.scope_4) or starts_with(g.path, u.scope_5) or starts_with(g.path, u.scope_6)
    or coalesce(d.dispatches and g.subdistrict = d.subdistrict, false))))`;

/** The path of a grid that this person may prepare statements in; null if there is none. */
export async function pathInside(db: Db, preparer: Preparer, grid: Uuid): Promise<string | null> {
  const { rows } = await db.raw<{ rows: { path: string }[] }>(`select g.path from grids g where g.id = :grid and ${INSIDE}`, { ...preparer, grid });
  return rows[0]?.path ?? null;
}

export interface MakeQuestion {
  /** The subtree; null: everywhere. */
  path: string | null;
  starts_on: Day | null;
  ends_on: Day | null;
  /** Also where a statement holds already: the new one will supersede it. */
  anew: boolean;
  /** These posts alone, each for the term that statements there have; where there are none, it gets none. Null: all posts. */
  posts: Uuid[] | null;
}

/** A post that has no statement for the days in question. */
export interface Candidate extends Omit<PostFacts, 'number' | 'level'> {
  person: Uuid;
  grid: Uuid;
  subdistrict: Uuid;
  level: Level;
  role: Role;
}

/** Two who make at once do so one after the other. To be called in a transaction. */
export async function oneMakerAtATime(db: Db): Promise<void> {
  await db.raw('select pg_advisory_xact_lock(hashtext(\'responsibility_statements\'))');
}

/** The statement that a post's term goes by: of the same grid, else level, else the newest of its sub-district; one that runs on. */
const USUAL = `
  select true as there, s.term_ends_on as ends_on from grids g join responsibility_statements s on s.subdistrict = g.subdistrict
  where g.id = p.grid and s.issued_at is not null and (s.term_ends_on is null or s.term_ends_on >= greatest(p.starts_on, wangge_today()))
  order by s.grid = p.grid desc, s.level = g.level desc, s.issued_at desc, s.id limit 1`;

/** Posts that nobody looked at yet, looked at from now on. To be called in a transaction. */
export async function takeNewPosts(db: Db): Promise<Uuid[]> {
  const { rows } = await db.raw<{ rows: { post: Uuid }[] }>(`
    insert into statement_posts (post, person, role)
    select p.id, p.person, p.role from posts p
    where (p.ends_on is null or p.ends_on >= wangge_today())
      and not exists (select from statement_posts s where s.post = p.id and s.person = p.person and s.role = p.role)
    on conflict do nothing returning post`);
  return rows.map(({ post }) => post);
}

/**
 * The posts of active grids, today's and those to come, in the order of the grids, leaders before deputies. The term begins with
 * the post, or the day after the last statement's; made anew, today at the earliest.
 */
export async function candidates(db: Db, preparer: Preparer, question: MakeQuestion): Promise<Candidate[]> {
  const { rows } = await db.raw<{ rows: Candidate[] }>(`
    with held as (
      select p.person, p.grid, p.role, least(p.ends_on, cast(:ends_on as date), usual.ends_on) as ends_on,
        greatest(p.starts_on, coalesce(cast(:starts_on as date), case when :anew then wangge_today() end, (
          select max(s.term_ends_on) + 1 from responsibility_statements s
          where s.person = p.person and s.grid = p.grid and s.role = p.role and s.state in ('issued', 'signed')), p.starts_on)) as starts_on
      from posts p left join lateral (${USUAL}) usual on cast(:posts as uuid[]) is not null
      where (p.ends_on is null or p.ends_on >= wangge_today()) and (cast(:posts as uuid[]) is null or p.id = any(cast(:posts as uuid[])) and usual.there)
    ), due as (
      select h.* from held h
      where not exists (
        select from responsibility_statements s
        where s.person = h.person and s.grid = h.grid and s.role = h.role and (s.state = 'draft' or not :anew and s.state in ('issued', 'signed'))
          and (s.term_ends_on is null or s.term_ends_on >= h.starts_on)
          and (s.state <> 'draft' or h.ends_on is null or s.term_starts_on <= h.ends_on))
    )
    select d.person, d.grid, d.role, d.starts_on::text, d.ends_on::text, g.level, g.subdistrict, g.name as grid_name, g.code as grid_code, o.name as subdistrict_name,
      case g.level when 2 then g.name when 3 then up.name end as community_name, ${NAME('u')} as person_name, u.title as person_title,
      up.name as parent_name, nullif(${NAME('boss')}, '') as parent_leader
    from due d
    join grids g on g.id = d.grid and g.status = 'active' and (cast(:path as text) is null or starts_with(g.path, :path))
    join subdistricts o on o.id = g.subdistrict
    join directus_users u on u.id = d.person and u.status = 'active'
    left join grids up on up.id = g.parent
    left join directus_users boss on boss.id = up.leader
    where (d.ends_on is null or d.ends_on >= d.starts_on) and ${INSIDE}
    order by g.path, d.role desc, d.starts_on, d.person`, { ...preparer, ...question });
  return rows;
}

export interface Template { level: Level; title: string; body: string }

export async function templates(db: Db): Promise<Template[]> {
  const { rows } = await db.raw<{ rows: Template[] }>(`
    select t.level, coalesce(nullif(btrim(t.title), ''), (select statement_title from settings_wangge limit 1), '责任书') as title, t.body from statement_templates t`);
  return rows;
}

/** Takes so many numbers of this year for each sub-district, and says which was the last before them. */
export async function takeNumbers(db: Db, year: number, counts: ReadonlyMap<Uuid, number>): Promise<Map<Uuid, number>> {
  const { rows } = await db.raw<{ rows: { subdistrict: Uuid; before: number }[] }>(`
    insert into statement_counters as c (subdistrict, year, last)
    select n.subdistrict, :year, n.count from jsonb_to_recordset(:counts::jsonb) n (subdistrict uuid, count integer) order by n.subdistrict
    on conflict (subdistrict, year) do update set last = c.last + excluded.last
    returning c.subdistrict, c.last - (select n.count from jsonb_to_recordset(:counts::jsonb) n (subdistrict uuid, count integer) where n.subdistrict = c.subdistrict) as before
  `, { year, counts: JSON.stringify([...counts].map(([subdistrict, count]) => ({ subdistrict, count }))) });
  return new Map(rows.map(({ subdistrict, before }) => [subdistrict, before]));
}

export interface Draft {
  number: string;
  person: Uuid;
  grid: Uuid;
  level: Level;
  role: Role;
  term_starts_on: Day;
  term_ends_on: Day | null;
  title: string;
  duties: string;
}

export async function insertDrafts(db: Db, drafts: readonly Draft[], by: Uuid | null): Promise<number> {
  const { rows } = await db.raw<{ rows: { made: number }[] }>(`
    with made as (
      insert into responsibility_statements (id, number, state, person, grid, level, role, term_starts_on, term_ends_on, title, duties, date_created, user_created)
      select gen_random_uuid(), d.number, 'draft', d.person, d.grid, d.level, d.role, d.term_starts_on, d.term_ends_on, d.title, d.duties, now(), ?
      from jsonb_to_recordset(?::jsonb) d (number text, person uuid, grid uuid, level integer, role text, term_starts_on date, term_ends_on date, title text, duties text)
      returning 1
    ) select count(*)::int as made from made`, [by, JSON.stringify(drafts)]);
  return rows[0]!.made;
}

const WAITING = `
  select s.id, s.number, s.title, s.person, g.name as grid_name, s.issued_by from responsibility_statements s join grids g on g.id = s.grid
  where s.state = 'issued'`;

/** Those of these that wait to be signed. */
export async function unsigned(db: Db, ids: readonly Uuid[]): Promise<Issued[]> {
  const { rows } = await db.raw<{ rows: Issued[] }>(`${WAITING} and s.id = any(?::uuid[])`, [[...ids]]);
  return rows;
}

/** Those that have waited so many working days on that day, or two weeks: offices never rest that long. */
export async function longUnsigned(db: Db, working_days: number, today: Day): Promise<Issued[]> {
  const { rows } = await db.raw<{ rows: Issued[] }>(`${WAITING} and (s.term_ends_on is null or s.term_ends_on >= cast(:today as date))
    and (cast(:today as date) - wangge_day(s.issued_at) > 14 or wangge_working_days_after(wangge_day(s.issued_at), cast(:today as date)) >= :working_days)`, { today, working_days });
  return rows;
}

/** Who issues the statements of these sub-districts: the members of the departments that dispatch. */
export async function issuersIn(db: Db, subdistricts: readonly Uuid[]): Promise<{ person: Uuid; subdistrict: Uuid }[]> {
  const { rows } = await db.raw<{ rows: { person: Uuid; subdistrict: Uuid }[] }>(`
    select u.id as person, d.subdistrict from departments d join directus_users u on u.department = d.id and u.status = 'active'
    where d.active and d.dispatches and d.subdistrict = any(?::uuid[])`, [[...subdistricts]]);
  return rows;
}

export async function supersede(db: Db): Promise<number> {
  const { rows } = await db.raw<{ rows: { superseded: number }[] }>('select wangge_supersede_statements(null) as superseded');
  return rows[0]!.superseded;
}
