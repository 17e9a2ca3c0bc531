/** Workbooks are read and written in a thread of their own: named here, done in `workbook-work.ts`. */
import type { WriteOptions } from 'hucre';
import type { Obstacle } from './reading-limits.ts';
import type { SheetBeginning } from './workbook-reader.ts';
import { taskOf } from '../kernel/task.ts';

/** How its sheets begin, or why it cannot be read. */
export const OPEN_WORKBOOK = taskOf<Uint8Array, { sheets: SheetBeginning[] } | { obstacle: Obstacle }>('open_workbook');

/** The rows of one sheet (`SheetRow[]`) come some at a time, serialised. */
export const READ_ROWS = taskOf<{ file: Uint8Array; at: number }, { obstacle: Obstacle } | null, Uint8Array>('read_rows');

type Sheet = WriteOptions['sheets'][number];
/** A sheet without its rows and cells, which are serialised some at a time. */
export type PackedSheet = Omit<Sheet, 'rows' | 'cells'> & { packedRows: Uint8Array[]; packedCells: Uint8Array[] };
export type PackedWorkbook = Omit<WriteOptions, 'sheets'> & { sheets: PackedSheet[] };

export const WRITE_WORKBOOK = taskOf<PackedWorkbook, Uint8Array>('write_workbook');
