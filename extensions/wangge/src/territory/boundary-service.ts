/** The boundary of a grid that is saved, whatever way it comes: checked, and stored in one way. */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Values } from '../kernel/values.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { workers } from '../kernel/worker-pool.ts';
import { boundaryIn, isDrawn } from './boundary-rules.ts';
import { CHECK_BOUNDARY } from './boundary-task.ts';

/** Characters of JSON, some 3,000 positions: to check them takes 10 ms. */
const AT_ONCE = 100_000;

/** What an import has checked and is about to save. */
const checked = new Set<string>();

export async function whileChecked<Result>(boundaries: readonly string[], work: () => Promise<Result>): Promise<Result> {
  boundaries.forEach(text => checked.add(text));
  try {
    return await work();
  }
  finally {
    boundaries.forEach(text => checked.delete(text));
  }
}

/** The values with the boundary as it is stored; null: there is nothing to change. */
export async function withCheckedBoundary(payload: Values): Promise<Values | Refusal | null> {
  const { boundary } = payload;
  if (!isDrawn(boundary) || (typeof boundary === 'string' && checked.has(boundary)))
    return null;
  const text = typeof boundary === 'string' ? boundary : JSON.stringify(boundary) ?? '';
  if (text.length <= AT_ONCE) {
    const found = boundaryIn(boundary);
    return 'kind' in found ? found : { ...payload, boundary: found };
  }
  const found = await workers.run(CHECK_BOUNDARY, text);
  return typeof found === 'string' ? { ...payload, boundary: found } : refused(found.code, found.field, found.params);
}
