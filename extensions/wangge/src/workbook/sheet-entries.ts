/** The entries of a sheet under its headings, some at a time, so that a long one is never in memory as a whole. */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Column, Headings } from './heading-rules.ts';
import type { FileRow } from './workbook-file.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { readHeadings } from './heading-rules.ts';
import { isEntry as isMarkedEntry } from './sheet-mark-rules.ts';

export interface SheetFormat<Known extends Column> {
  columns: readonly Known[];
  /** Which columns the sheet lacks; left out: those that are required. */
  missing?: (found: readonly (Known | null)[]) => Known[];
  rowsAtMost: number;
  /** Which rows are entries; left out: all but empty ones, the example and our remarks. */
  isEntry?: (cells: FileRow['cells']) => boolean;
  /** So many entries together; left out: all of them. */
  batch?: number;
}

export interface SheetEntries<Known extends Column> { headings: Headings<Known>; rows: FileRow[] }

/** The sheet as a whole is refused. */
export class SheetRefused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** Throws `SheetRefused`: no headings, no entries, too many. */
export async function* sheetEntries<Known extends Column>(file: AsyncIterable<FileRow>, { columns, missing, rowsAtMost, isEntry = isMarkedEntry, batch = rowsAtMost }: SheetFormat<Known>): AsyncGenerator<SheetEntries<Known>> {
  let headings: Headings<Known> | null = null;
  const rows: FileRow[] = [];
  let count = 0;
  for await (const row of file) {
    if (headings === null) {
      const read = readHeadings(columns, row.cells, missing);
      if (read.kind === 'refused')
        throw new SheetRefused(read);
      headings = read;
      continue;
    }
    if (!isEntry(row.cells))
      continue;
    if (++count > rowsAtMost)
      throw new SheetRefused(refused('rows_too_many', null, { limit: rowsAtMost }));
    if (rows.length === batch)
      yield { headings, rows: rows.splice(0) };
    rows.push(row);
  }
  if (headings === null || count === 0)
    throw new SheetRefused(refused('sheet_empty'));
  yield { headings, rows };
}
