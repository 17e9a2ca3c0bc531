/** The SQL of work logs: what a guard weighs, and what a form begins with. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Stretch } from './log-rules.ts';

export interface StoredLog {
  id: Uuid;
  person: Uuid;
  entered_by: Uuid | null;
  grid: Uuid;
  grid_path: string;
  /** Of the grid. */
  level: number;
  work_date: Day;
  started_at: string;
  ended_at: string;
  kind: string;
  checked: boolean;
}

export async function logsById(db: Db, ids: readonly Uuid[]): Promise<StoredLog[]> {
  const { rows } = await db.raw<{ rows: StoredLog[] }>(`
    select l.id, l.person, l.entered_by, l.grid, g.path as grid_path, g.level, l.work_date::text, l.started_at::text, l.ended_at::text, l.kind,
      l.checked_at is not null as checked
    from work_logs l join grids g on g.id = l.grid where l.id = any(?::uuid[]) order by l.id`, [[...ids]]);
  return rows;
}

export async function logOfPhoto(db: Db, links: readonly Uuid[]): Promise<Uuid[]> {
  return db('work_logs_files').whereIn('id', links).whereNotNull('work_logs_id').pluck('work_logs_id');
}

/** Two logs of one person entered at the same moment: the later one sees the earlier. To be called in a transaction. */
export async function oneAtATime(db: Db, person: Uuid): Promise<void> {
  await db.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`work_logs ${person}`]);
}

/** The person's other logs of that day, in order. */
export async function stretchesOf(db: Db, person: Uuid, day: Day, without: Uuid | null): Promise<Stretch[]> {
  const { rows } = await db.raw<{ rows: Stretch[] }>(`
    select (extract(epoch from started_at) / 60)::int as "from", ceil(extract(epoch from ended_at) / 60)::int as until
    from work_logs where person = :person and work_date = cast(:day as date) and id is distinct from cast(:without as uuid)
    order by started_at`, { person, day, without });
  return rows;
}

export async function gridPlace(db: Db, grid: Uuid): Promise<{ path: string; level: number } | null> {
  return (await db('grids').where('id', grid).first('path', 'level')) ?? null;
}

export async function isPerson(db: Db, person: Uuid): Promise<boolean> {
  return (await db('directus_users').where('id', person).first('id')) !== undefined;
}

/** Does the person belong to the department of the community that this place lies in? */
export async function inOwnCommunity(db: Db, person: Uuid, path: string): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(`
    select from directus_users u join departments d on d.id = u.department and d.active
    join grids c on c.department = d.id and c.level = 2 and starts_with(?, c.path)
    where u.id = ? limit 1`, [path, person]);
  return rows.length > 0;
}

export interface Held { id: Uuid; level: number; last: boolean }

/**
 * The active grids that a person holds on that day, as leader before as deputy; without any, the community they belong
 * to. `last`: that of their latest log, or the one above it.
 */
export async function gridsHeld(db: Db, person: Uuid, day: Day): Promise<Held[]> {
  const { rows } = await db.raw<{ rows: Held[] }>(`
    with latest as (select grid_path from work_logs where person = :person and work_date <= cast(:day as date) order by work_date desc, started_at desc limit 1),
    held as (
      select g.id, g.level, g.path, min(case p.role when 'leader' then 0 else 1 end) as rank from posts p join grids g on g.id = p.grid and g.status = 'active'
      where p.person = :person and p.starts_on <= cast(:day as date) and (p.ends_on is null or p.ends_on >= cast(:day as date))
      group by g.id, g.level, g.path
    ), own as (
      select * from held where rank = (select min(rank) from held)
      union all
      select g.id, g.level, g.path, 2 from directus_users u join departments d on d.id = u.department and d.active
      join grids g on g.department = d.id and g.level = 2 and g.status = 'active'
      where u.id = :person and not exists (select from held)
    )
    select id, level, coalesce((select grid_path from latest) = path, false) as last from own order by path`, { person, day });
  return rows;
}

export interface LatestLog { work_date: Day; from: number; until: number; kind: string }

/** The person's last log up to that day. */
export async function latestLog(db: Db, person: Uuid, day: Day): Promise<LatestLog | null> {
  const { rows } = await db.raw<{ rows: LatestLog[] }>(`
    select work_date::text, (extract(epoch from started_at) / 60)::int as "from", (extract(epoch from ended_at) / 60)::int as until, kind
    from work_logs where person = :person and work_date <= cast(:day as date) order by work_date desc, started_at desc limit 1`, { person, day });
  return rows[0] ?? null;
}

/** Today where the installation lives, and the minute of the day. */
export async function nowHere(db: Db): Promise<{ today: Day; minute: number }> {
  const { rows } = await db.raw<{ rows: { today: Day; minute: number }[] }>(`
    select wangge_today()::text as today, (extract(hour from n) * 60 + extract(minute from n))::int as minute
    from (select now() at time zone coalesce((select nullif(time_zone, '') from settings_wangge limit 1), 'Asia/Shanghai') as n) here`);
  return rows[0]!;
}
