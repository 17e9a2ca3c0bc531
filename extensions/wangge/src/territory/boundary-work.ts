/** Checking boundaries, in the thread. */
import type { Work } from '../kernel/task.ts';
import { workOf } from '../kernel/task.ts';
import { boundaryIn } from './boundary-rules.ts';
import { CHECK_BOUNDARY, SAME_WAY } from './boundary-task.ts';

export const works: readonly Work[] = [
  workOf(CHECK_BOUNDARY, (text) => {
    const boundary = boundaryIn(text);
    return 'kind' in boundary ? { code: boundary.code, field: boundary.field, params: boundary.params } : JSON.stringify(boundary);
  }),
  workOf(SAME_WAY, texts => texts.map((text) => {
    const boundary = boundaryIn(text);
    return 'kind' in boundary ? text : JSON.stringify(boundary);
  })),
];
