/** The SQL of grid boards: the grids around, who holds them today, the duties' texts. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Level } from '../../territory/grid-rules.ts';
import type { BoardGrid, Holder, Subdistrict } from './model.ts';

/** The active grids of a subtree in the order of the tree, of one level or of all; at most `limit`. */
export async function gridsBelow(db: Db, grid: Uuid, level: Level | null, limit: number): Promise<Uuid[]> {
  const { rows } = await db.raw<{ rows: { id: Uuid }[] }>(`
    select g.id from grids g join grids top on top.id = :grid and starts_with(g.path, top.path)
    where g.status = 'active' and (cast(:level as int) is null or g.level = :level) order by g.path limit :limit`, { grid, level, limit });
  return rows.map(({ id }) => id);
}

/** These, those of the same parent, those above and those below: all that a board may name. */
export async function gridsAround(db: Db, ids: readonly Uuid[]): Promise<BoardGrid[]> {
  const { rows } = await db.raw<{ rows: BoardGrid[] }>(`
    with asked as (select id, parent, subdistrict, path from grids where id = any(:ids))
    select g.id, g.code, g.name, g.level, g.parent, g.subdistrict, g.status, g.households, g.population, g.boundary
    from grids g where g.id in (select id from asked)
      or g.status = 'active' and (g.parent in (select parent from asked) or g.parent in (select id from asked)
        or g.parent is null and g.subdistrict in (select subdistrict from asked where parent is null))
      or exists (select from asked a where starts_with(a.path, g.path))
    order by g.path`, { ids: [...ids] });
  return rows;
}

/** Who holds these grids today; of people who have left the service nobody. */
export async function holdersToday(db: Db, grids: readonly Uuid[]): Promise<Holder[]> {
  const { rows } = await db.raw<{ rows: Holder[] }>(`
    select p.grid, p.role, coalesce(nullif(concat(u.last_name, u.first_name), ''), '—') as name, u.title, u.phone, u.avatar
    from posts p join directus_users u on u.id = p.person and u.status = 'active'
    where p.grid = any(?::uuid[]) and p.starts_on <= wangge_today() and (p.ends_on is null or p.ends_on >= wangge_today())
    order by p.role desc, p.starts_on, name, u.id`, [[...grids]]);
  return rows;
}

export async function subdistrictsOf(db: Db, ids: readonly Uuid[]): Promise<Subdistrict[]> {
  return db('subdistricts').whereIn('id', ids).select('id', 'name', 'supervision_phone');
}

/** The templates of the statements, from which the duties are taken; with today. */
export async function dutyTexts(db: Db): Promise<{ today: Day; texts: { level: Level; body: string }[] }> {
  const { rows } = await db.raw<{ rows: { today: Day; texts: { level: Level; body: string }[] }[] }>(`
    select wangge_today()::text as today, coalesce(json_agg(json_build_object('level', level, 'body', coalesce(body, '')) order by level) filter (where level is not null), '[]') as texts
    from (select 1) one left join statement_templates on true`);
  return rows[0]!;
}
