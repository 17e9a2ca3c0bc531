/** Thinning boundaries for the map, in the thread. */
import type { Work } from '../../kernel/task.ts';
import { workOf } from '../../kernel/task.ts';
import { readBoundary } from '../../territory/boundary-rules.ts';
import { outlines } from './outline-rules.ts';
import { OUTLINES } from './outline-task.ts';

export const works: readonly Work[] = [
  workOf(OUTLINES, ({ drawn, most }) =>
    outlines(drawn.map(text => text === null ? null : readBoundary(text)), most).map(shape => shape === null ? null : JSON.stringify(shape))),
];
