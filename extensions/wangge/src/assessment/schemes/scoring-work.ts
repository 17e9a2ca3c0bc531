/** Scoring, in the thread. */
import type { Work } from '../../kernel/task.ts';
import type { Tally } from '../facts/tally-rules.ts';
import type { Subject } from './scoring-rules.ts';
import { packed, unpacked, workOf } from '../../kernel/task.ts';
import { rollUp } from '../facts/tally-rules.ts';
import { score } from './scoring-rules.ts';
import { SCORE } from './scoring-task.ts';

/** Rows that are written by one statement. */
const TOGETHER = 1000;

export const works: readonly Work[] = [
  workOf(SCORE, ({ counts, subjects: packs, scheme }, tell) => {
    const subjects = packs.flatMap(pack => unpacked<Subject[]>(pack));
    const scored = score({ tallies: rollUp(counts.flatMap(pack => unpacked<Tally[]>(pack)), subjects), subjects }, scheme);
    if (scored.kind === 'refused')
      throw new Error(`A scheme that was found sound cannot be scored: ${scored.code}`);
    for (const kind of ['scores', 'rankings'] as const) {
      for (let at = 0; at < scored[kind].length; at += TOGETHER)
        tell({ kind, rows: packed(scored[kind].slice(at, at + TOGETHER)) });
    }
    return { grids: scored.rankings.length, ranked: scored.rankings.filter(({ rank }) => rank !== null).length };
  }),
];
