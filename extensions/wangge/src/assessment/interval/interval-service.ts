/** The intervals of one group: computed in a thread of the pool; what goes there and comes back is packed, so that none of it holds this one. */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { HeaderFacts, IntervalHeader } from './header-rules.ts';
import type { GridRow } from './interval-task.ts';
import type { IntervalInput, Prior } from './model.ts';
import { setImmediate as others } from 'node:timers/promises';
import { refused } from '../../kernel/refusal-rules.ts';
import { packs, unpacked } from '../../kernel/task.ts';
import { workers } from '../../kernel/worker-pool.ts';
import { INTERVALS } from './interval-task.ts';

export interface GroupIntervals {
  kind: 'intervals';
  header: IntervalHeader;
  /** By indicator, as they were used. */
  priors: Record<string, Prior>;
  /** In the order of the input's grids. */
  rows: GridRow[];
}

export interface IntervalOptions {
  signal?: AbortSignal;
  /** From 0 to 1. */
  onProgress?: (share: number) => void;
}

/** Refuses an input that is none (`checkInput`); throws as the pool does. */
export async function groupIntervals({ grids, ...input }: IntervalInput, { prior_from, not_rated, script }: HeaderFacts, { signal, onProgress = () => {} }: IntervalOptions = {}): Promise<GroupIntervals | Refusal> {
  const packedRows: Uint8Array[] = [];
  const asked = { ...input, grids: await packs(grids), prior_from, not_rated: [...not_rated], script };
  const done = await workers.run(INTERVALS, asked, {
    ...signal === undefined ? {} : { signal },
    onPiece: piece => 'rows' in piece ? packedRows.push(piece.rows) : onProgress(piece.share),
  });
  if (done.kind === 'unsound')
    return refused(done.code, done.field, done.params);
  const rows: GridRow[] = [];
  for (const pack of packedRows) {
    rows.push(...unpacked<GridRow[]>(pack));
    await others();
  }
  return { ...done, rows };
}
