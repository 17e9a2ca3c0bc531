/** The SQL of the grids of a period, as they were on its last day, and of its departments. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { GridAsOf } from '../../territory/index.ts';
import { daysKnown, firstKnown, gridsAsOf } from '../../territory/index.ts';

export interface StoredGrid extends GridAsOf {
  /** Where it lies now: what is written of it is seen from there. */
  path_now: string;
}

/**
 * The grids of these sub-districts when that day ended, by code. Where a sub-district is known only since a later day: as it
 * was then. Grids with cases (`counted`) that are known only since a later day come with them, and what they lay in.
 */
export async function loadGridsAsOf(db: Db, subdistricts: readonly Uuid[], day: Day, counted: readonly Uuid[]): Promise<StoredGrid[]> {
  const then: GridAsOf[] = [];
  for (const [on, some] of await daysKnown(db, subdistricts, day))
    then.push(...await gridsAsOf(db, some, on));
  const found = new Map(then.map(grid => [grid.id, grid]));
  const add = (grids: readonly GridAsOf[]): void => grids.filter(({ id, subdistrict }) => subdistricts.includes(subdistrict) && !found.has(id)).forEach(grid => found.set(grid.id, grid));
  add(await firstKnown(db, 'grid', counted.filter(id => !found.has(id)), day));
  const codes = new Set([...found.values()].map(({ code }) => code));
  const above = new Set([...found.values()].flatMap(({ path }) => path.split('/')).filter(code => code !== '' && !codes.has(code)));
  add(await firstKnown(db, 'code', [...above], day));
  const { rows } = await db.raw<{ rows: { id: Uuid; path: string }[] }>('select id, path from grids where id = any (cast(? as uuid[]))', [[...found.keys()]]);
  // A grid that is gone altogether has no cases.
  return rows.map(({ id, path }) => ({ ...found.get(id)!, path_now: path })).sort((a, b) => a.code < b.code ? -1 : 1);
}

/** All that these sub-districts have. */
export async function gridsNow(db: Db, subdistricts: readonly Uuid[]): Promise<Uuid[]> {
  return db('grids').whereIn('subdistrict', subdistricts as Uuid[]).pluck('id');
}

/** The departments of these sub-districts as they were called at the cut, by code: closed ones too, which may have facts. */
export async function loadDepartments(db: Db, subdistricts: readonly Uuid[], cut: Moment): Promise<{ id: Uuid; code: string; name: string; subdistrict: Uuid }[]> {
  const { rows } = await db.raw<{ rows: { id: Uuid; code: string; name: string; subdistrict: Uuid }[] }>(
    'select id, code, name, subdistrict from wangge_departments_then(cast(? as timestamptz)) where subdistrict = any (cast(? as uuid[])) order by code collate "C"',
    [cut, [...subdistricts]],
  );
  return rows;
}
