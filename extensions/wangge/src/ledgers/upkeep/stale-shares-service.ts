/** How much of a grid's ledgers is overdue, over all data sets that the viewer may see counts of: what the map of grids shows. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import { todayOf } from '../../territory/index.ts';
import { setsShown } from './figures-rules.ts';
import { activeSets, countEntries, gridsShown, viewerOf } from './figures-store.ts';

export interface Share { grid: Uuid; total: number; stale: number }

/** One for each grid that the viewer may see counts of, at or below `grid`. */
export async function staleShares(db: Db, who: { user: Uuid; roles: readonly Uuid[]; admin: boolean }, grid: Uuid | null, level: number): Promise<Share[]> {
  const viewer = await viewerOf(db, who.user, who.roles, who.admin);
  const sets = setsShown(await activeSets(db), viewer, who.admin);
  const grids = await gridsShown(db, viewer, grid, level);
  const parts = sets.map(({ id, collection }) => ({ collection, key: 'all', own_only: !viewer.office_sets.includes(id) }));
  const counts = new Map((await countEntries(db, grids, parts, await todayOf(db))).map(count => [count.grid, count]));
  return grids.map(({ grid: id }) => ({ grid: id, total: counts.get(id)?.total ?? 0, stale: counts.get(id)?.stale ?? 0 }));
}
