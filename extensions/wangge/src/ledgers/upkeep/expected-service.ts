/** Declared numbers: how many entries of a data set a grid should have, where nothing else says so. */
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Values } from '../model.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { standing, todayOf } from '../../territory/index.ts';
import { denominatorOf, expectedById, gridPath } from './figures-store.ts';

const MOST = 10_000_000;

/** Levels 1 and 2 declare, for the grids of their part; `trusted` needs no post. `keys` null: a new one. */
export async function objectionToExpected(db: Db, payload: Values, keys: readonly Uuid[] | null, person: Uuid | null, trusted: boolean): Promise<Refusal | null> {
  const number = Number(payload.expected);
  if ((keys === null || 'expected' in payload) && (payload.expected == null || payload.expected === '' || !Number.isInteger(number) || number < 0 || number > MOST))
    return refused('expected_number', 'expected', { most: MOST });
  if (typeof payload.as_of === 'string' && payload.as_of.slice(0, 'YYYY-MM-DD'.length) > await todayOf(db))
    return refused('date_future', 'as_of');
  const stored = keys === null ? [{ grid: null, dataset: null }] : await expectedById(db, keys);
  for (const row of stored) {
    const set = 'dataset' in payload ? keyOf(payload.dataset) : row.dataset;
    const basis = set === null ? null : await denominatorOf(db, set);
    if (basis === null)
      return refused('dataset_unknown', 'dataset');
    if (basis !== 'declared')
      return refused('expected_not_declared', 'dataset');
    const path = await gridPath(db, 'grid' in payload ? keyOf(payload.grid) : row.grid);
    if (path === null)
      return refused('grid_unknown', 'grid');
    if (!trusted && person !== null && !(await standing(db, person, path, await todayOf(db)))?.levels.some(level => level <= 2))
      return refused('expected_authority', 'grid');
  }
  return null;
}
