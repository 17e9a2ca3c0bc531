/** The outlines of grids, no finer than the map shows them. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Boundary } from '../../territory/boundary-rules.ts';
import { workers } from '../../kernel/worker-pool.ts';
import { readBoundary } from '../../territory/boundary-rules.ts';
import { boundaryTexts } from '../../territory/index.ts';
import { outlines } from './outline-rules.ts';
import { OUTLINES } from './outline-task.ts';

/** Characters, some 10,000 positions: to read and round them takes 10 ms. */
const AT_ONCE = 300_000;

/** In the order of the grids; null: none is drawn. */
export async function outlinesOf(db: Db, grids: readonly Uuid[], most: number, signal: AbortSignal): Promise<(Boundary | null)[]> {
  const texts = await boundaryTexts(db, grids);
  const drawn = grids.map(id => texts.get(id) ?? null);
  const size = drawn.reduce((sum, text) => sum + (text?.length ?? 0), 0);
  if (size <= AT_ONCE)
    return outlines(drawn.map(text => text === null ? null : readBoundary(text)), most);
  return (await workers.run(OUTLINES, { drawn, most }, { signal })).map(text => text === null ? null : readBoundary(text));
}
