/** May this person write here? Asked for every row that belongs to a grid. */
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Uuid } from '../kernel/values.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { keyOf } from '../kernel/relation-key-rules.ts';
import { pointOf } from './locate-rules.ts';
import { gridAt } from './locate-store.ts';
import { placement } from './territory-store.ts';

/**
 * `grid` as the client sent it: its id, or an object with it. `issue` likewise, for rows that
 * belong to one. An empty grid belongs to nobody's scope; whether it may be empty is for the
 * field to say.
 */
export async function assertInScope(db: Db, person: Uuid, grid: unknown, issue: unknown): Promise<Refusal | null> {
  if (grid === null || grid === '')
    return null;
  const id = keyOf(grid);
  const place = id === null ? null : await placement(db, person, id, keyOf(issue));
  if (place === null)
    return refused('grid_unknown', 'grid');
  if (!place.inside)
    return refused('grid_out_of_scope', 'grid');
  return place.status === 'retired' ? refused('grid_retired', 'grid') : null;
}

/** A report that names a place and no grid is filed in the grid that lies there: that one has to be in scope. */
export async function assertPlaceInScope(db: Db, person: Uuid, location: unknown): Promise<Refusal | null> {
  const point = pointOf(location);
  const grid = point === null ? null : await gridAt(db, point);
  return grid === null ? null : assertInScope(db, person, grid, null);
}
