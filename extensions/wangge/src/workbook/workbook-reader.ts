/**
 * A workbook, XLSX or CSV: what sheets it has and how they begin, and the rows of one of them. What comes out is plain data, what
 * goes in is the file alone: it may be read in another thread. Nothing of it is held but the strings that its sheets share.
 */
import type { Buffer } from 'node:buffer';
import type { SheetRow } from './merged-cells.ts';
import type { Region } from './xlsx-cell-rules.ts';
import type { Package } from './xlsx-package.ts';
import type { ZipParts } from './zip-parts.ts';
import { asShown, text } from './cell-rules.ts';
import { csvRows, decodedText } from './csv-reader.ts';
import { obstacleOf } from './file-kind-rules.ts';
import { Unreadable } from './reading-limits.ts';
import { readPackage } from './xlsx-package.ts';
import { mergesOf, sheetRows } from './xlsx-sheet.ts';
import { openZip } from './zip-parts.ts';

/** How a sheet begins. */
export interface SheetBeginning {
  /** Its place in the workbook, from 0. */
  at: number;
  /** Null: the file is one sheet without a name. */
  name: string | null;
  hidden: boolean;
  /** Columns that people do not see, from 0. */
  hiddenColumns: number[];
  /** The first rows in which anything stands. */
  rows: SheetRow[];
}

export interface OpenWorkbook {
  sheets: SheetBeginning[];
  /** All rows in which anything stands. */
  rows: (at: number) => AsyncGenerator<SheetRow>;
}

const ROWS_OF_A_BEGINNING = 14;

/** Throws `Unreadable`, now or while rows are taken. `only`: of this sheet the rows alone; of no sheet how it begins. */
export async function openWorkbook(file: Buffer, only: number | null = null): Promise<OpenWorkbook> {
  const obstacle = obstacleOf(file);
  if (obstacle !== null)
    throw new Unreadable(obstacle);
  return isArchive(file) ? openXlsx(file, only) : openCsv(file);
}

function isArchive(file: Buffer): boolean {
  return file.subarray(0, 2).toString('latin1') === 'PK';
}

async function openCsv(file: Buffer): Promise<OpenWorkbook> {
  const content = decodedText(file);
  const rows = async function* (): AsyncGenerator<SheetRow> {
    for (const row of csvRows(content)) {
      if (isFilled(row))
        yield row;
    }
  };
  return { sheets: [{ at: 0, name: null, hidden: false, hiddenColumns: [], rows: await firstOf(rows()) }], rows };
}

async function openXlsx(file: Buffer, only: number | null): Promise<OpenWorkbook> {
  return readable(async () => {
    const parts = await openZip(file);
    const book = await readPackage(parts);
    const sheets: SheetBeginning[] = [];
    const merges: Region[][] = [];
    for (const [at, { name, hidden, part }] of book.sheets.entries()) {
      // Each sheet is read by itself: with all the others for each, a hundred of them would be read ten thousand times.
      merges.push(only === null || only === at ? await mergesOf(parts, part) : []);
      if (only !== null)
        continue;
      const hiddenColumns: number[] = [];
      const rows = await firstOf(filledRows(parts, part, book, merges[at]!, (from, to) => {
        // Nobody fills in more, and a sheet may hide all to its end.
        for (let column = from; column <= Math.min(to, 255); column++)
          hiddenColumns.push(column);
      }));
      sheets.push({ at, name, hidden, hiddenColumns, rows });
    }
    return { sheets, rows: (at: number) => withReadable(filledRows(parts, book.sheets[at]!.part, book, merges[at]!)) };
  });
}

async function* filledRows(parts: ZipParts, part: string, book: Package, merges: readonly Region[], hiddenColumns?: (from: number, to: number) => void): AsyncGenerator<SheetRow> {
  for await (const row of sheetRows(parts, part, book, merges, hiddenColumns)) {
    if (isFilled(row))
      yield row;
  }
}

function isFilled({ cells, beyond }: SheetRow): boolean {
  return beyond === true || cells.some(cell => typeof cell === 'object' ? cell !== null : text(asShown(cell)) !== null);
}

async function firstOf(rows: AsyncGenerator<SheetRow>): Promise<SheetRow[]> {
  const first: SheetRow[] = [];
  for await (const row of rows) {
    if (first.push(row) === ROWS_OF_A_BEGINNING)
      break;
  }
  return first;
}

// ── Whatever goes wrong in a file is the file's ──────────────────────────────────────────────────────────────

async function readable<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  }
  catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable('file_unreadable', String(error));
  }
}

async function* withReadable(rows: AsyncGenerator<SheetRow>): AsyncGenerator<SheetRow> {
  try {
    while (true) {
      const next = await readable(() => rows.next());
      if (next.done === true)
        return;
      yield next.value;
    }
  }
  finally {
    // Who stops taking rows stops the reading.
    await rows.return(undefined);
  }
}
