/** What grids were on a day that is past: `grid_spans`, which a trigger writes with every change (`sql/013-grid-spans.sql`). */
import type { Db } from '../kernel/context.ts';
import type { Day, Uuid } from '../kernel/values.ts';

export interface GridAsOf {
  id: Uuid;
  code: string;
  subdistrict: Uuid;
  level: 1 | 2 | 3;
  path: string;
  status: 'active' | 'retired';
  /** Which others it is compared with, as an administrator says. */
  peer_group: string | null;
  households: number | null;
}

/** The grids of these sub-districts as they were when that day ended, by code; of today, as they are. */
export async function gridsAsOf(db: Db, subdistricts: readonly Uuid[], day: Day): Promise<GridAsOf[]> {
  const { rows } = await db.raw<{ rows: GridAsOf[] }>(`
    select id, code, subdistrict, level, path, status, peer_group, households from wangge_grids_as_of(cast(? as date))
    where subdistrict = any(cast(? as uuid[])) order by code collate "C"`, [day, [...subdistricts]]);
  return rows;
}

/** On which day each sub-district is to be looked at: that day, or the first since which it is known. */
export async function daysKnown(db: Db, subdistricts: readonly Uuid[], day: Day): Promise<Map<Day, Uuid[]>> {
  const { rows } = await db.raw<{ rows: { subdistrict: Uuid; day: Day }[] }>(`
    select subdistrict, greatest(cast(? as date), min(valid_from))::text as day from grid_spans where subdistrict = any (cast(? as uuid[])) group by subdistrict`, [day, [...subdistricts]]);
  const days = new Map<Day, Uuid[]>();
  for (const row of rows)
    days.set(row.day, [...days.get(row.day) ?? [], row.subdistrict]);
  return days;
}

/** Grids by their id or code as each was when it was first known, if that was later. */
export async function firstKnown(db: Db, by: 'grid' | 'code', values: readonly string[], day: Day): Promise<GridAsOf[]> {
  if (values.length === 0)
    return [];
  const { rows } = await db.raw<{ rows: GridAsOf[] }>(`
    select grid as id, code, subdistrict, level, path, status, peer_group, households from (
      select distinct on (grid) * from grid_spans where ${by}::text = any (cast(? as text[])) order by grid, valid_from
    ) first where valid_from > cast(? as date)`, [[...values], day]);
  return rows;
}
