/** Scoring in a thread of its own: named here, done in `scoring-work.ts`. */
import type { Scheme } from './scheme-rules.ts';
import { taskOf } from '../../kernel/task.ts';

/** Counts (`Tally[]`) and subjects (`Subject[]`) of one sub-district, packed some at a time. */
export interface Counted { counts: Uint8Array[]; subjects: Uint8Array[]; scheme: Scheme }
/** What came of it comes packed, some rows at a time: `Score[]` or `Ranking[]`. */
export interface ScoredRows { kind: 'scores' | 'rankings'; rows: Uint8Array }

export const SCORE = taskOf<Counted, { grids: number; ranked: number }, ScoredRows>('score');
