/** The SQL of changes of grids: what is open in one, whose posts end, what successors take over. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { ChangedGrid, Open } from './grid-change-rules.ts';

/** One after the other: a split and a merger of the same grids would both find them active. */
export async function lockTree(db: Db): Promise<void> {
  await db.raw(`select pg_advisory_xact_lock(hashtext('wangge_grid_changes'))`);
}

/** Rows that arrive meanwhile wait, those that are arriving are waited for. */
export async function lockGrid(db: Db, grid: Uuid): Promise<void> {
  await db.raw('select from grids where id = ? for no key update', [grid]);
}

/** In the order of the ids asked for; unknown ones are left out. */
export async function changedGrids(db: Db, ids: readonly Uuid[]): Promise<ChangedGrid[]> {
  const rows: ChangedGrid[] = await db('grids').whereIn('id', ids).select('id', 'code', 'level', 'parent', 'subdistrict', 'path', 'status');
  return ids.flatMap(id => rows.find(row => row.id === id) ?? []);
}

export async function activeChildren(db: Db, grid: Uuid): Promise<number> {
  const row = await db('grids').where({ parent: grid, status: 'active' }).count('* as count').first();
  return Number(row!.count);
}

/** The grid itself and all below it. */
export async function gridsBelow(db: Db, path: string): Promise<Uuid[]> {
  return db('grids').whereRaw('starts_with(path, ?)', [path]).pluck('id');
}

export async function openIn(db: Db, grids: readonly Uuid[], ledgers: readonly string[]): Promise<Open> {
  const entries = ledgers.map(() => `(select count(*) from ?? where grid = any(?) and state = 'current')`).join(' + ') || '0';
  const ids = [...grids];
  const { rows } = await db.raw<{ rows: Open[] }>(`
    select
      (select count(*)::int from issues where grid = any(?) and status not in ('closed', 'rejected', 'merged')) as issues,
      cast(${entries} as int) as entries,
      (select count(*)::int from collection_tasks where grid = any(?) and done_at is null) as tasks,
      (select count(*)::int from assignment_grids where grid = any(?) and state in ('open', 'returned')) as assignments`, [ids, ...ledgers.flatMap(ledger => [ledger, ids]), ids, ids]);
  return rows[0]!;
}

export interface Holder { person: Uuid; level: 1 | 2 | 3 }

/** Who holds a post on these grids today, or stands in for somebody who does. */
export async function holdersOf(db: Db, grids: readonly Uuid[]): Promise<Holder[]> {
  const { rows } = await db.raw<{ rows: Holder[] }>(`
    with holder as (
      select distinct p.person, g.level from posts p join grids g on g.id = p.grid
      where p.grid = any(?) and p.starts_on <= wangge_today() and (p.ends_on is null or p.ends_on >= wangge_today())
    )
    select person, level from holder
    union
    select a.stand_in, h.level from holder h join absences a on a.person = h.person
    where a.stand_in is not null and a.approved_by is not null and a.starts_on <= wangge_today() and (a.ends_on is null or a.ends_on >= wangge_today())`, [[...grids]]);
  return rows;
}

/** The grids above one, those of `without` left out. */
export async function gridsAbove(db: Db, path: string, without: string | null): Promise<Uuid[]> {
  return db('grids').whereRaw('starts_with(?, path) and path <> ?', [path, path])
    .modify(query => without === null ? query : query.whereRaw('not starts_with(?, path)', [without])).pluck('id');
}

export async function setParent(db: Db, grid: Uuid, parent: Uuid): Promise<string> {
  const [row] = await db('grids').where({ id: grid }).update({ parent }, ['path']);
  return row.path;
}

/** No longer used: its posts end yesterday, those that began today end today, those to come are gone; nobody takes it over any more. */
export async function retire(db: Db, grid: Uuid): Promise<void> {
  await db('grids').where({ id: grid }).update({ status: 'retired' });
  await db('handovers').where({ grid }).whereIn('state', ['prepared', 'given']).update({ state: 'cancelled' });
  await db('posts').where({ grid }).whereRaw('starts_on > wangge_today()').delete();
  await db('posts').where({ grid }).whereRaw('(ends_on is null or ends_on >= wangge_today())')
    .update({ ends_on: db.raw('greatest(starts_on, wangge_today() - 1)') });
}

/** Tasks that are still to be done go to the successor, unless it has the same one. Says how many went, and how many it had. */
export async function transferTasks(db: Db, grid: Uuid, successor: Uuid): Promise<{ moved: number; same: number }> {
  const { rows } = await db.raw<{ rows: { moved: number; same: number }[] }>(`
    with same as (
      delete from collection_tasks t where t.grid = :grid and t.done_at is null
        and exists (select from collection_tasks o where o.grid = :successor and o.plan = t.plan and o.starts_on = t.starts_on)
      returning 1
    ), moved as (
      update collection_tasks t set grid = :successor where t.grid = :grid and t.done_at is null
        and not exists (select from collection_tasks o where o.grid = :successor and o.plan = t.plan and o.starts_on = t.starts_on)
      returning 1
    ) select (select count(*)::int from moved) as moved, (select count(*)::int from same) as same`, { grid, successor });
  return rows[0]!;
}

/** Assigned tasks likewise. */
export async function transferAssignments(db: Db, grid: Uuid, successor: Uuid): Promise<{ moved: number; same: number }> {
  const { rows } = await db.raw<{ rows: { moved: number; same: number }[] }>(`
    with same as (
      delete from assignment_grids t where t.grid = :grid and t.state in ('open', 'returned')
        and exists (select from assignment_grids o where o.grid = :successor and o.assignment = t.assignment)
      returning 1
    ), moved as (
      update assignment_grids t set grid = :successor where t.grid = :grid and t.state in ('open', 'returned')
        and not exists (select from assignment_grids o where o.grid = :successor and o.assignment = t.assignment)
      returning 1
    ) select (select count(*)::int from moved) as moved, (select count(*)::int from same) as same`, { grid, successor });
  return rows[0]!;
}

/** Was this change made before the transaction that asks? */
export async function madeBefore(db: Db, change: Uuid): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>('select from grid_changes where id = ? and xmin <> pg_current_xact_id()::xid', [change]);
  return rows.length > 0;
}

export async function boundariesOf(db: Db, grids: readonly Uuid[]): Promise<{ id: Uuid; code: string; level: number; boundary: unknown }[]> {
  return db('grids').whereIn('id', grids).whereNotNull('boundary').select('id', 'code', 'level', 'boundary');
}
