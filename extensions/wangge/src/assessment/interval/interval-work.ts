/** Intervals and their error rates, in the thread. */
import type { Work } from '../../kernel/task.ts';
import type { Intervals } from './interval-task.ts';
import type { DrawnGrid, IntervalInput } from './model.ts';
import { packed, unpacked, workOf } from '../../kernel/task.ts';
import { rankIntervals } from './draw-rules.ts';
import { weightRanges } from './exact-rank-rules.ts';
import { intervalHeader } from './header-rules.ts';
import { checkInput } from './input-rules.ts';
import { INTERVALS, SIMULATE } from './interval-task.ts';
import { simulateErrors } from './simulation-rules.ts';

/** Rows that come back together. */
const TOGETHER = 500;

export const works: readonly Work[] = [
  workOf(INTERVALS, ({ grids: packs, prior_from, not_rated, script, ...asked }, tell): Intervals => {
    const input: IntervalInput = { ...asked, grids: packs.flatMap(pack => unpacked<DrawnGrid[]>(pack)) };
    const refusal = checkInput(input);
    if (refusal)
      return { kind: 'unsound', code: refusal.code, field: refusal.field, params: refusal.params };
    const output = rankIntervals(input, share => tell({ share: 0.9 * share }));
    const weights = weightRanges(input, share => tell({ share: 0.9 + 0.1 * share }));
    const rows = output.grids.map((grid, at) => ({ ...grid, weights: weights[at]! }));
    for (let at = 0; at < rows.length; at += TOGETHER)
      tell({ rows: packed(rows.slice(at, at + TOGETHER)) });
    return { kind: 'intervals', header: intervalHeader(input, output, weights, { prior_from, not_rated: new Map(not_rated), script }), priors: output.priors };
  }),
  workOf(SIMULATE, (simulation, tell) => simulateErrors(simulation, share => tell({ share }))),
];
