/**
 * The grid at a point, by the boundaries as they stand now.
 *
 * They are kept in the process under a stamp of the grids they were read from, and the stamp is asked for each time: replicas
 * agree, whoever drew the last border. Only what has changed is read again, some at a time: others have their turn in between.
 */
import type { Db } from '../kernel/context.ts';
import type { Uuid } from '../kernel/values.ts';
import type { DrawnGrid, Locate, PlacedGrid, Point } from './locate-rules.ts';
import { readBoundary } from './boundary-rules.ts';
import { locatorAmong, placed } from './locate-rules.ts';

/** Boundaries that are read together; of five thousand positions each they take some 20 ms. */
const TOGETHER = 10;

interface Stamped { id: Uuid; stamp: string }

const kept = new Map<Uuid, { stamp: string; grid: PlacedGrid | null }>();
let index: { stamp: string; locate: Locate } | null = null;

/** The deepest active grid that holds the point; null where no boundary does. */
export async function gridAt(db: Db, point: Point): Promise<Uuid | null> {
  const stamp = await stampOf(db);
  if (index?.stamp !== stamp)
    index = { stamp, locate: locatorAmong(await placedGrids(db)) };
  return index.locate(point);
}

/** Any change of a grid, by whatever way, gives its row another `xmin`. */
async function stampOf(db: Db): Promise<string> {
  const { rows } = await db.raw<{ rows: { stamp: string }[] }>(`
    select concat_ws('/', current_database(), count(*), sum(xmin::text::bigint)) as stamp
    from grids where status = 'active' and boundary is not null`);
  return rows[0]!.stamp;
}

/** One that was stored past the checks and is no polygon holds nothing. */
async function placedGrids(db: Db): Promise<PlacedGrid[]> {
  const { rows: all } = await db.raw<{ rows: Stamped[] }>(`
    select id, concat_ws('/', current_database(), xmin::text) as stamp from grids where status = 'active' and boundary is not null`);
  const changed = all.filter(({ id, stamp }) => kept.get(id)?.stamp !== stamp);
  for (let at = 0; at < changed.length; at += TOGETHER) {
    const together = changed.slice(at, at + TOGETHER);
    const rows: (Omit<DrawnGrid, 'boundary'> & { boundary: unknown })[] = await db('grids').whereIn('id', together.map(({ id }) => id)).select('id', 'code', 'level', 'boundary');
    const byId = new Map(rows.map(row => [row.id, row]));
    for (const { id, stamp } of together) {
      const row = byId.get(id);
      const boundary = readBoundary(row?.boundary);
      kept.set(id, { stamp, grid: row === undefined || boundary === null ? null : placed({ ...row, boundary }) });
    }
  }
  const there = new Set(all.map(({ id }) => id));
  for (const id of kept.keys()) {
    if (!there.has(id))
      kept.delete(id);
  }
  return all.flatMap(({ id }) => kept.get(id)?.grid ?? []);
}
