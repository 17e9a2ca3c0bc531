/** Reading and comparing the boundaries of a file, in the thread. */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Work } from '../../kernel/task.ts';
import type { Said } from '../boundary-task.ts';
import { Buffer } from 'node:buffer';
import { isRefusal } from '../../kernel/refusal-rules.ts';
import { workOf } from '../../kernel/task.ts';
import { textOf } from '../../workbook/workbook-file.ts';
import { readBoundary } from '../boundary-rules.ts';
import { readCollection, readFeature } from './boundary-file-rules.ts';
import { COMPARE_BOUNDARIES, READ_BOUNDARIES } from './boundary-file-task.ts';
import { overlaysOf } from './overlap-rules.ts';
import { worstOf } from './warning-rules.ts';

const said = ({ code, field, params }: Refusal): Said => ({ code, field, params });

export const works: readonly Work[] = [
  workOf(READ_BOUNDARIES, ({ file, property }, tell) => {
    const collection = readCollection(textOf(Buffer.from(file)), property);
    if (isRefusal(collection))
      return said(collection);
    for (const [at, one] of collection.features.entries()) {
      const { boundary, faults, ...feature } = readFeature(one, at + 1, collection.property);
      tell({ ...feature, boundary: boundary === null ? null : JSON.stringify(boundary), faults: faults.map(said) });
    }
    return null;
  }),
  workOf(COMPARE_BOUNDARIES, (grids, tell) => {
    const drawn = grids.map(({ boundary, ...grid }) => ({ ...grid, boundary: readBoundary(boundary) }));
    for (const { parent, overlays } of overlaysOf(drawn))
      tell({ parent, count: overlays.length, worst: worstOf(overlays, drawn) });
    return null;
  }),
];
