/**
 * The grid at a point, by the boundaries as they stand now.
 *
 * The index over them is kept in the process under a stamp of the grids it was built from,
 * and the stamp is asked for each time: replicas agree, whoever drew the last border.
 */
import type { Db } from '../kernel/context.ts';
import type { Uuid } from '../kernel/values.ts';
import type { DrawnGrid, Locate, Point } from './locate-rules.ts';
import { readBoundary } from './boundary-rules.ts';
import { locator } from './locate-rules.ts';

let kept: { stamp: string; locate: Locate } | null = null;

/** The deepest active grid that holds the point; null where no boundary does. */
export async function gridAt(db: Db, point: Point): Promise<Uuid | null> {
  const stamp = await stampOf(db);
  const { locate } = kept?.stamp === stamp ? kept : kept = { stamp, locate: locator(await drawnGrids(db)) };
  return locate(point);
}

/** Any change of a grid, by whatever way, gives its row another `xmin`. */
async function stampOf(db: Db): Promise<string> {
  const { rows } = await db.raw<{ rows: { stamp: string }[] }>(`
    select concat_ws('/', current_database(), count(*), sum(xmin::text::bigint)) as stamp
    from grids where status = 'active' and boundary is not null`);
  return rows[0]!.stamp;
}

/** One that was stored past the checks and is no polygon holds nothing. */
async function drawnGrids(db: Db): Promise<DrawnGrid[]> {
  const rows: (Omit<DrawnGrid, 'boundary'> & { boundary: unknown })[] = await db('grids')
    .where('status', 'active')
    .whereNotNull('boundary')
    .select('id', 'code', 'level', 'boundary');
  return rows.flatMap(({ boundary, ...grid }) => {
    const shape = readBoundary(boundary);
    return shape === null ? [] : [{ ...grid, boundary: shape }];
  });
}
