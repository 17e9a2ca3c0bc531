/** Scores, ranks and intervals of one sub-district in a thread of its own: named here, done in `compute-work.ts`. */
import type { FieldKey } from '../interval/field-input-rules.ts';
import type { FrozenField, NotDrawn } from '../interval/field-rules.ts';
import type { IntervalHeader } from '../interval/header-rules.ts';
import type { YearBefore } from '../interval/year-rules.ts';
import type { Scheme } from '../schemes/model.ts';
import { taskOf } from '../../kernel/task.ts';

/** Counts (`Tally[]`) and subjects (`Subject[]`), packed some at a time; persons go by their pseudonyms. */
export interface Counted {
  period: string;
  counts: Uint8Array[];
  subjects: Uint8Array[];
  scheme: Scheme;
  /** Fields whose intervals are drawn; of the others there are none. */
  fields: readonly FrozenField[];
  /** `EarlierSubject[]` of a rolling year; `before`: of which quarters, this one not counted. */
  year: { before: YearBefore['quarters']; subjects: Uint8Array[] };
}

/** What came of it comes packed, some rows at a time: `SubjectScore[]`, `IntervalRow[]`, `YearRow[]`, and last `SubjectRanking[]`. */
export interface ComputedRows { kind: 'scores' | 'intervals' | 'year' | 'rankings'; rows: Uint8Array }

/** Of a field in which somebody has a rank: what its intervals were drawn from, or why they were not. */
export type ComputedField = FieldKey & { header: IntervalHeader } | NotDrawn;

/** `listed`: subjects that were scored. */
export interface ComputedAll { listed: number; ranked: number; fields: ComputedField[] }

export const COMPUTE = taskOf<Counted, ComputedAll, ComputedRows>('compute_assessment', { long: true });
