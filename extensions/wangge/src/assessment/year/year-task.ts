/** The places of a year in a thread of its own: named here, done in `year-work.ts`. */
import type { ComputedField } from '../periods/compute-task.ts';
import type { YearInput } from './year-scoring-rules.ts';
import { taskOf } from '../../kernel/task.ts';

/** Lists of many, packed some at a time: `Subject[]`, `YearFact[]`, `EarlierSubject[]`. */
export interface YearCounted extends Omit<YearInput, 'subjects' | 'facts' | 'counts'> { subjects: Uint8Array[]; facts: Uint8Array[]; counts: Uint8Array[] }
/** `IntervalRow[]`, `YearMade[]`, and last `SubjectRanking[]`. */
export interface YearPiece { kind: 'intervals' | 'made' | 'rankings'; rows: Uint8Array }
export interface YearComputed { listed: number; ranked: number; fields: ComputedField[] }

export const COMPUTE_YEAR = taskOf<YearCounted, YearComputed, YearPiece>('compute_year', { long: true });
