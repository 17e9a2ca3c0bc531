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
}

/** The grids of these sub-districts as they were when that day ended, by code; of today, as they are. */
export async function gridsAsOf(db: Db, subdistricts: readonly Uuid[], day: Day): Promise<GridAsOf[]> {
  const { rows } = await db.raw<{ rows: GridAsOf[] }>(`
    select id, code, subdistrict, level, path, status from wangge_grids_as_of(cast(? as date))
    where subdistrict = any(cast(? as uuid[])) order by code collate "C"`, [day, [...subdistricts]]);
  return rows;
}
