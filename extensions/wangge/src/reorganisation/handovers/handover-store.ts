/** The SQL of handovers: what is open in a grid, who is concerned, whose post ends and begins. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Handover } from './handover-rules.ts';
import { dispatchesIn, standing, todayOf } from '../../territory/index.ts';

export interface StoredHandover extends Handover {
  level: 1 | 2 | 3;
  path: string;
  grid_name: string;
  items: Items | null;
}

export async function loadHandover(db: Db, id: Uuid, lock = false): Promise<StoredHandover | null> {
  if (lock)
    await db.raw('select from handovers where id = ? for update', [id]);
  const row = await db('handovers as h').join('grids as g', 'g.id', 'h.grid').where('h.id', id)
    .first('h.id', 'h.grid', 'h.role', 'h.from_person', 'h.to_person', 'h.state', 'h.prepared_by', 'h.items', 'g.level', 'g.path', 'g.name as grid_name', db.raw('h.handed_on::text as handed_on'));
  return row ?? null;
}

/** Has the person, or whoever they stand in for, a post on a grid above, or do they dispatch for the sub-district? */
export async function isAbove(db: Db, person: Uuid, grid: Uuid): Promise<boolean> {
  const place = await db('grids').where({ id: grid }).first('path', 'level', 'subdistrict');
  if (place === undefined)
    return false;
  const here = await standing(db, person, place.path, await todayOf(db));
  return here !== null && (here.levels.some(level => level < place.level) || await dispatchesIn(db, person, [place.subdistrict]));
}

export interface HandedGrid { id: Uuid; level: number; status: string; name: string }

export async function gridOf(db: Db, grid: Uuid): Promise<HandedGrid | null> {
  return await db('grids').where({ id: grid }).first('id', 'level', 'status', 'name') ?? null;
}

/** Who holds the post on a day. */
export async function holdersOn(db: Db, grid: Uuid, role: string, day: Day): Promise<{ id: Uuid; person: Uuid; starts_on: Day }[]> {
  return db('posts').where({ grid, role }).whereRaw('starts_on <= cast(? as date) and (ends_on is null or ends_on >= cast(? as date))', [day, day])
    .orderBy('starts_on').select('id', 'person', db.raw('starts_on::text as starts_on'));
}

/** One person's posts on a grid that still run on a day or begin later. */
export async function postsFrom(db: Db, person: Uuid, grid: Uuid, role: string, day: Day): Promise<{ id: Uuid; starts_on: Day; ends_on: Day | null }[]> {
  return db('posts').where({ person, grid, role }).whereRaw('(ends_on is null or ends_on >= cast(? as date))', [day])
    .orderBy('starts_on').select('id', db.raw('starts_on::text as starts_on, ends_on::text as ends_on'));
}

/** Of the post that somebody holds, or of a vacant one. */
export async function openHandover(db: Db, grid: Uuid, role: string, from_person: Uuid | null): Promise<boolean> {
  return await db('handovers').where({ grid, role, from_person }).whereIn('state', ['prepared', 'given']).first('id') !== undefined;
}

export async function onePreparationAtATime(db: Db, grid: Uuid): Promise<void> {
  await db.raw(`select pg_advisory_xact_lock(hashtextextended('handover ' || ?, 0))`, [grid]);
}

export async function setHandover(db: Db, id: Uuid, columns: Record<string, unknown>): Promise<void> {
  await db('handovers').where({ id }).update(columns);
}

export interface Item { id: string; title: string; state: string | null; due: string | null }
/** What goes over: each list with its whole count, at most `LISTED` of it by name. */
export interface Items {
  issues: { count: number; rows: Item[] };
  clocks: { count: number; overdue: number };
  tasks: { count: number; rows: Item[] };
  assignments: { count: number; rows: Item[] };
  logs: { count: number; rows: Item[] };
  statements: { count: number; rows: Item[] };
  ledgers: { entries: number; stale: number };
}

const NONE = { count: 0, rows: [] };
export const NO_ITEMS: Items = { issues: NONE, clocks: { count: 0, overdue: 0 }, tasks: NONE, assignments: NONE, logs: NONE, statements: NONE, ledgers: { entries: 0, stale: 0 } };

const LISTED = 200;

/** What is open in the grid now. `ledgers`: the data sets' tables. */
export async function openItems(db: Db, { grid, path, from_person, level }: Pick<StoredHandover, 'grid' | 'path' | 'from_person' | 'level'>, ledgers: readonly string[]): Promise<Items> {
  const part = (name: string, from: string, row: string, order: string): string => `
    '${name}', (select jsonb_build_object('count', count(*), 'rows', coalesce(jsonb_agg(row order by place) filter (where place <= ${LISTED}), '[]'))
      from (select ${row} as row, row_number() over (order by ${order}) as place ${from}) listed)`;
  const entries = ledgers.map(() => `select count(*) as entries, count(*) filter (where review_due_on < wangge_today()) as stale from ?? where state = 'current' and starts_with(grid_path, ?)`).join(' union all ')
    || 'select 0 as entries, 0 as stale';
  // Of a community or an area, what its own holder has a part in; of a patch, all of it.
  const mine = level === 3 ? 'true' : `cast(:person as uuid) in (i.lead, i.handler, i.follower)`;
  const open = `i.status not in ('closed', 'rejected', 'merged') and starts_with(i.grid_path, :path) and ${mine}`;
  const { rows } = await db.raw<{ rows: { items: Omit<Items, 'ledgers'> }[] }>(`
    select jsonb_build_object(
      ${part('issues', `from issues i where ${open}`, `jsonb_build_object('id', i.id, 'title', i.number || ' ' || coalesce(i.title, ''), 'state', i.status, 'due', i.due_at)`, 'i.due_at nulls last, i.id')},
      'clocks', (select jsonb_build_object('count', count(*), 'overdue', count(*) filter (where d.state = 'missed')) from issue_deadlines d join issues i on i.id = d.issue
        where d.state in ('running', 'paused', 'missed') and d.met_at is null and ${open}),
      ${part('tasks', `from collection_tasks t left join collection_plans p on p.id = t.plan where t.grid = :grid and t.done_at is null`, `jsonb_build_object('id', t.id, 'title', p.name, 'state', null, 'due', t.due_on)`, 't.due_on, t.id')},
      ${part('assignments', `from assignment_grids t join assignments a on a.id = t.assignment and a.state = 'issued' where t.grid = :grid and t.state in ('open', 'returned')`, `jsonb_build_object('id', t.id, 'title', a.title, 'state', t.state, 'due', t.due_on)`, 't.due_on, t.id')},
      ${part('logs', `from work_logs l join directus_users u on u.id = l.person where l.sampled and l.checked_at is null and starts_with(l.grid_path, :path) and l.person is distinct from cast(:person as uuid)
        and exists (select from grids g where g.id = :grid and g.level < 3)`, `jsonb_build_object('id', l.id, 'title', concat(u.last_name, u.first_name), 'state', null, 'due', l.work_date)`, 'l.work_date, l.id')},
      ${part('statements', `from responsibility_statements s where s.grid = :grid and s.person = cast(:person as uuid) and s.state = 'issued'`, `jsonb_build_object('id', s.id, 'title', s.number, 'state', s.state, 'due', null)`, 's.number')}
    ) as items`, { grid, path, person: from_person });
  const { rows: [counted] } = await db.raw<{ rows: { entries: number; stale: number }[] }>(`select coalesce(sum(entries), 0)::int as entries, coalesce(sum(stale), 0)::int as stale from (${entries}) of_sets`, ledgers.flatMap(ledger => [ledger, path]));
  return { ...rows[0]!.items, ledgers: counted! };
}

/** Who answered for a grid on a day: holders, and who stood in for them. */
export async function answerable(db: Db, grid: Uuid, day: Day): Promise<{ person: Uuid; name: string; role: string; starts_on: Day; ends_on: Day | null; for: string | null }[]> {
  const { rows } = await db.raw<{ rows: { person: Uuid; name: string; role: string; starts_on: Day; ends_on: Day | null; for: string | null }[] }>(`
    with held as (
      select p.person, p.role, p.starts_on, p.ends_on from posts p
      where p.grid = :grid and p.starts_on <= cast(:day as date) and (p.ends_on is null or p.ends_on >= cast(:day as date))
    )
    select h.person, concat(u.last_name, u.first_name) as name, h.role, h.starts_on::text, h.ends_on::text, null as for from held h join directus_users u on u.id = h.person
    union all
    select a.stand_in, concat(u.last_name, u.first_name), 'stand_in', a.starts_on::text, a.ends_on::text, concat(o.last_name, o.first_name)
    from held h join absences a on a.person = h.person and a.approved_by is not null and a.starts_on <= cast(:day as date) and (a.ends_on is null or a.ends_on >= cast(:day as date))
    join directus_users u on u.id = a.stand_in join directus_users o on o.id = a.person
    order by 3 desc, 4`, { grid, day });
  return rows;
}
