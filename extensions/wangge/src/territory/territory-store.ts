/** The SQL of territory: where a grid lies, who may write there, and what a guard compares with. */
import type { Db } from '../kernel/context.ts';
import type { Day, Uuid } from '../kernel/values.ts';
import type { CodePatterns, Grid } from './grid-rules.ts';
import type { StoredPost } from './post-rules.ts';
import { DEFAULT_PATTERNS } from './grid-rules.ts';

export interface Placement {
  status: 'active' | 'retired';
  /** May this person write rows of this grid? */
  inside: boolean;
}

/**
 * In the person's own scope; in the territory of the community they belong to; anywhere in their
 * sub-district for dispatchers; and, for what belongs to an issue, in the place of an issue that their department
 * handles. Null: no such grid.
 */
export async function placement(db: Db, person: Uuid, grid: Uuid, issue: Uuid | null): Promise<Placement | null> {
  const { rows } = await db.raw<{ rows: Placement[] }>(`
    select g.status,
      starts_with(g.path, u.scope_1) or starts_with(g.path, u.scope_2) or starts_with(g.path, u.scope_3)
      or starts_with(g.path, u.scope_4) or starts_with(g.path, u.scope_5) or starts_with(g.path, u.scope_6)
      or coalesce(d.dispatches and g.subdistrict = d.subdistrict, false)
      or exists (select from grids c where c.department = d.id and c.level = 2 and starts_with(g.path, c.path))
      or exists (select from issues i where i.id = :issue and i.department = d.id and starts_with(i.grid_path, g.path)) as inside
    from grids g
    join directus_users u on u.id = :person
    left join departments d on d.id = u.department and d.active
    where g.id = :grid
  `, { person, grid, issue });
  return rows[0] ?? null;
}

/** Is the person a member of a department that dispatches in one of these sub-districts? */
export async function dispatchesIn(db: Db, person: Uuid, subdistricts: readonly Uuid[]): Promise<boolean> {
  return await db('directus_users as u').join('departments as d', 'd.id', 'u.department')
    .where({ 'u.id': person, 'd.active': true, 'd.dispatches': true }).whereIn('d.subdistrict', subdistricts).first('u.id') !== undefined;
}

export async function todayOf(db: Db): Promise<Day> {
  const { rows } = await db.raw<{ rows: { today: Day }[] }>('select wangge_today()::text as today');
  return rows[0]!.today;
}

export async function codePatterns(db: Db): Promise<CodePatterns> {
  const row = await db('settings_wangge').first('code_pattern_1', 'code_pattern_2', 'code_pattern_3');
  return {
    1: row?.code_pattern_1 ?? DEFAULT_PATTERNS[1],
    2: row?.code_pattern_2 ?? DEFAULT_PATTERNS[2],
    3: row?.code_pattern_3 ?? DEFAULT_PATTERNS[3],
  };
}

export type StoredGrid = Grid & { id: Uuid; leader: Uuid | null; status: string; has_children: boolean };

export async function loadGrids(db: Db, ids: readonly Uuid[]): Promise<StoredGrid[]> {
  return db('grids as g')
    .whereIn('g.id', ids)
    .select('g.id', 'g.code', 'g.level', 'g.parent', 'g.subdistrict', 'g.path', 'g.leader', 'g.status', db.raw('exists (select from grids c where c.parent = g.id) as has_children'));
}

export async function gridInUse(db: Db, id: Uuid): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { used: boolean }[] }>('select wangge_grid_in_use(?) as used', [id]);
  return rows[0]!.used;
}

function posts(db: Db) {
  return db('posts as p')
    .join('grids as g', 'g.id', 'p.grid')
    .join('directus_users as u', 'u.id', 'p.person')
    .select<StoredPost[]>('p.id', 'p.person', 'p.grid', 'p.role', db.raw('p.starts_on::text, p.ends_on::text'), 'g.path', db.raw(NAME));
}

/** As Chinese names are written: family name first, no space. */
const NAME = `concat(u.last_name, u.first_name) as person_name`;

export async function postsById(db: Db, ids: readonly Uuid[]): Promise<StoredPost[]> {
  return posts(db).whereIn('p.id', ids);
}

/** All posts on these grids or of these people, less the ones that are being changed. */
export async function postsBeside(db: Db, grids: readonly Uuid[], people: readonly Uuid[], without: readonly Uuid[]): Promise<StoredPost[]> {
  return posts(db).where(either => either.whereIn('p.grid', grids).orWhereIn('p.person', people)).whereNotIn('p.id', without);
}

/** All posts of the people who hold one in this subtree. */
export async function postsAround(db: Db, path: string): Promise<StoredPost[]> {
  return posts(db).whereIn('p.person', db('posts as q').join('grids as h', 'h.id', 'q.grid').whereRaw('starts_with(h.path, ?)', [path]).select('q.person'));
}

/** The paths of these grids and the names of these people, by id. */
export async function pathsAndNames(db: Db, grids: readonly Uuid[], people: readonly Uuid[]): Promise<{ paths: Map<Uuid, string>; names: Map<Uuid, string> }> {
  const paths = await db('grids').whereIn('id', grids).select('id', 'path');
  const names = await db('directus_users as u').whereIn('u.id', people).select('u.id', db.raw(NAME));
  return { paths: new Map(paths.map(row => [row.id, row.path])), names: new Map(names.map(row => [row.id, row.person_name])) };
}

/** Boundaries by grid, as the text that is stored: to read it is not this thread's work. */
export async function boundaryTexts(db: Db, grids: readonly Uuid[]): Promise<Map<Uuid, string>> {
  const { rows } = await db.raw<{ rows: { id: Uuid; boundary: string }[] }>('select id, boundary::text as boundary from grids where boundary is not null and id = any(cast(? as uuid[]))', [[...grids]]);
  return new Map(rows.map(({ id, boundary }) => [id, boundary]));
}
