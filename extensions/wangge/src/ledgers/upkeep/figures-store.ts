/**
 * The SQL of freshness and completeness: one statement over all data sets, each counted from its index
 * (`<table>_grid_due`: grid, review_due_on of the current entries) without reading an entry.
 */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Denominator } from '../model.ts';
import type { Count, CountedSet, Expected, ShownGrid, Viewer } from './figures-rules.ts';
import { CURRENT, dueOn, EXPECTED, staleOn } from './counting-store.ts';
import { FACILITIES } from './figures-rules.ts';

export async function viewerOf(db: Db, user: Uuid, roles: readonly Uuid[], admin: boolean): Promise<Viewer> {
  const { rows } = await db.raw<{ rows: Viewer[] }>(`
    with granted as materialized (
      select p.collection, p.permissions is null or cast(p.permissions as text) in ('{}', 'null') as everywhere
      from directus_permissions p
      join directus_policies o on o.id = p.policy and o.ip_access is null
      join directus_access a on a.policy = p.policy and (a."user" = :user or a.role = any(:roles))
      where p.action = 'read' and (p.collection = 'assessment_periods' or starts_with(p.collection, 'ledger_'))
    )
    select :admin or exists (select from granted where collection = 'assessment_periods' and everywhere) as everything,
      array(
        select slot from unnest(array[u.scope_1, u.scope_2, u.scope_3, u.scope_4, u.scope_5, u.scope_6]) slot where slot <> '-'
        union select c.path from grids c where c.department = d.id and c.level = 2
      ) as paths,
      d.subdistrict,
      array(select o.ledger_datasets_id from ledger_datasets_departments o where o.departments_id = d.id) as office_sets,
      array(select collection from granted) as readable
    from directus_users u left join departments d on d.id = u.department and d.active
    where u.id = :user
  `, { user, roles: [...roles], admin });
  return rows[0]!;
}

export async function activeSets(db: Db): Promise<CountedSet[]> {
  const { rows } = await db.raw<{ rows: CountedSet[] }>(`
    select d.id, d.collection, d.name, d.name_en, d.sensitivity, d.required, d.expected_from,
      coalesce(r.code, c.code) as root, coalesce(r.name, c.name) as root_name, coalesce(r.name_en, c.name_en) as root_name_en
    from ledger_datasets d join ledger_categories c on c.id = d.category left join ledger_categories r on r.id = c.parent
    where d.active order by coalesce(r.sort, c.sort), coalesce(r.code, c.code), c.sort, c.code, d.collection`);
  return rows;
}

/** Grids that lie wholly in what the viewer may see, at or below `grid`; of this level, or of the one below the topmost. */
export async function gridsShown(db: Db, viewer: Viewer, grid: Uuid | null, level: number | null): Promise<ShownGrid[]> {
  const { rows } = await db.raw<{ rows: ShownGrid[] }>(`
    with shown as (
      select g.id as grid, g.code, g.name, g.level,
        :everything or exists (select from unnest(cast(:paths as text[])) path where starts_with(g.path, path)) as own,
        :office and g.subdistrict = :subdistrict as of_office
      from grids g
      where g.status = 'active' and (cast(:grid as uuid) is null or starts_with(g.path, (select path from grids where id = :grid)))
    ), seen as (select grid, code, name, level, own from shown where own or of_office)
    select * from seen where level = coalesce(:level, least(3, (select min(level) from seen) + 1)) order by code
  `, { everything: viewer.everything, paths: viewer.paths, office: viewer.office_sets.length > 0, subdistrict: viewer.subdistrict, grid, level });
  return rows;
}

/** What is counted together under one name: a table's current entries. */
export interface Part {
  collection: string;
  key: string;
  /** Count it only in grids of the viewer's own part. */
  own_only: boolean;
}

/** So many patches are looked up one by one; more, and a table's index is read through. */
const FEW = 500;

/** Current entries by grid (those below it included) and key, as of `today`. */
export async function countEntries(db: Db, grids: readonly Pick<ShownGrid, 'grid' | 'own'>[], parts: readonly Part[], today: string): Promise<Count[]> {
  if (grids.length === 0 || parts.length === 0)
    return [];
  const { rows: below } = await db.raw<{ rows: { id: Uuid; top: Uuid; own: boolean }[] }>(`
    with recursive below (id, top, own) as (
      select t.grid, t.grid, t.own from jsonb_to_recordset(?::jsonb) t (grid uuid, own boolean)
      union all select g.id, b.top, b.own from below b join grids g on g.parent = b.id
    ) select id, top, own from below`, [JSON.stringify(grids.map(({ grid, own }) => ({ grid, own })))]);
  const patches = below.length <= FEW ? below.map(({ id }) => id) : null;
  const bindings: Record<string, unknown> = { today, patches, below: JSON.stringify(below) };
  const counted = parts.map(({ collection, key, own_only }, index) => {
    bindings[`table_${index}`] = collection;
    bindings[`key_${index}`] = key;
    return `select grid, cast(:key_${index} as text) as key, ${own_only} as own_only, count(*) as total,
      count(*) filter (where ${dueOn('cast(:today as date)')}) as due, count(*) filter (where ${staleOn('cast(:today as date)')}) as stale
      from :table_${index}: where ${CURRENT} ${patches === null ? '' : 'and grid = any(cast(:patches as uuid[]))'} group by grid`;
  });
  const { rows } = await db.raw<{ rows: Count[] }>(`
    with below as materialized (select * from jsonb_to_recordset(cast(:below as jsonb)) b (id uuid, top uuid, own boolean))
    select b.top as grid, c.key, sum(c.total)::int as total, sum(c.due)::int as due, sum(c.stale)::int as stale
    from (${counted.join('\nunion all\n')}) c join below b on b.id = c.grid and (b.own or not c.own_only)
    group by b.top, c.key`, bindings);
  return rows;
}

/** How many entries of each of these sets there should be in each grid. */
export async function expectedIn(db: Db, grids: readonly Uuid[], sets: readonly Uuid[]): Promise<Expected[]> {
  const { rows } = await db.raw<{ rows: Expected[] }>(`
    with recursive below (id, top) as (
      select id, id from unnest(cast(:grids as uuid[])) id union all select g.id, b.top from below b join grids g on g.parent = b.id
    ), sets as (select id, expected_from from ledger_datasets where id = any(cast(:sets as uuid[]))),
    patches as (select id, households from grids where level = 3 and status = 'active'),
    declared as (select dataset, grid, expected from ledger_expected),
    facilities as (
      select grid, count(*) as total from ${FACILITIES} where ${CURRENT} and exists (select from ledger_datasets where collection = '${FACILITIES}' and active) group by grid
    ) ${EXPECTED}`, { grids: [...grids], sets: [...sets] });
  return rows;
}

export async function expectedById(db: Db, ids: readonly Uuid[]): Promise<{ grid: Uuid; dataset: Uuid }[]> {
  return db('ledger_expected').whereIn('id', ids).select('grid', 'dataset');
}

export async function denominatorOf(db: Db, dataset: Uuid): Promise<Denominator | null> {
  return (await db('ledger_datasets').where('id', dataset).first('expected_from'))?.expected_from ?? null;
}

export async function gridPath(db: Db, grid: Uuid | null): Promise<string | null> {
  return grid === null ? null : (await db('grids').where('id', grid).first('path'))?.path ?? null;
}
