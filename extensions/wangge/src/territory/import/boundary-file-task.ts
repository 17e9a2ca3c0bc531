/** A file of boundaries in a thread of its own: named here, done in `boundary-file-work.ts`. */
import type { Said } from '../boundary-task.ts';
import type { ToldOverlay } from './warning-rules.ts';
import { taskOf } from '../../kernel/task.ts';

export interface BoundaryFile { file: Uint8Array; property: string | null }
/** `nth` from 1, as the file counts; the boundary as it is stored. */
export interface FeatureRead { nth: number; code: string | null; boundary: string | null; faults: Said[] }

/** The features come one after the other; what is said at the end refuses the file as a whole. */
export const READ_BOUNDARIES = taskOf<BoundaryFile, Said | null, FeatureRead>('read_boundaries');

export interface DrawnText { code: string; parent: string | null; boundary: string | null }
export interface Compared { parent: string | null; count: number; worst: ToldOverlay[] }

/** What is found among the grids below one parent comes when it is found. */
export const COMPARE_BOUNDARIES = taskOf<DrawnText[], null, Compared>('compare_boundaries');
