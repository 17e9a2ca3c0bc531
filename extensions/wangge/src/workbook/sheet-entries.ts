/** The entries of a sheet under its headings, some at a time, so that a long one is never in memory as a whole. */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Cell } from './cell-rules.ts';
import type { Column, Headings, Synonyms } from './heading-rules.ts';
import type { FittingSheet } from './heading-search-rules.ts';
import type { SheetRow } from './merged-cells.ts';
import type { SheetNews } from './sheet-news-rules.ts';
import type { OpenWorkbook } from './workbook-reader.ts';
import { isRefusal, refused } from '../kernel/refusal-rules.ts';
import { asShown, text } from './cell-rules.ts';
import { columnValue } from './column-value-rules.ts';
import { fittingSheets } from './heading-search-rules.ts';
import { isEntry as isMarkedEntry, REMARK } from './sheet-mark-rules.ts';
import { newsOf } from './sheet-news-rules.ts';

/** `row` as the spreadsheet counts, from 1; cells as their columns take them. */
export interface FileRow {
  row: number;
  cells: Cell[];
  /** Cells that cannot be read; they are empty above. */
  faults?: Refusal[];
}

export interface SheetFormat<Known extends Column> {
  columns: readonly Known[];
  /** Which columns the sheet lacks; left out: those that are required. */
  missing?: (found: readonly (Known | null)[]) => Known[];
  rowsAtMost: number;
  /** Which rows are entries; left out: all but empty ones, the example and our remarks. */
  isEntry?: (cells: readonly Cell[]) => boolean;
  /** So many entries together; left out: all of them. */
  batch?: number;
}

/** The sheet as a whole is refused. */
export class SheetRefused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** The sheet that is meant, with its headings, and what is told of it. */
export interface ChosenSheet<Known extends Column> {
  headings: Headings<Known>;
  /** All its rows with anything in them, those of the headings among them. */
  rows: () => AsyncIterable<SheetRow>;
  /** The last row of its headings. */
  headingRow: number;
  news: SheetNews;
}

/** Throws `SheetRefused`: no headings, or several sheets that have them and entries. */
export async function chooseSheet<Known extends Column>(book: OpenWorkbook, { columns, missing, isEntry = isMarkedEntry }: SheetFormat<Known>, synonyms: Synonyms): Promise<ChosenSheet<Known>> {
  const { fitting, refusal } = fittingSheets({ known: columns, synonyms, missing }, book.sheets);
  if (refusal !== null)
    throw new SheetRefused(refusal);
  let chosen = fitting;
  if (fitting.length > 1) {
    const filled: FittingSheet<Known>[] = [];
    for (const sheet of fitting) {
      if (await hasEntry(book, sheet, isEntry))
        filled.push(sheet);
    }
    if (filled.length > 1) {
      const names = filled.map(({ sheet }) => sheet.name ?? '');
      throw new SheetRefused(refused('sheets_several', null, { names: names.join('”“'), names_en: names.join('”, “') }));
    }
    chosen = filled.length > 0 ? filled : fitting;
  }
  const { sheet, headings, row } = chosen[0]!;
  return { headings, headingRow: row, rows: () => book.rows(sheet.at), news: newsOf(book.sheets, sheet, headings, row) };
}

async function hasEntry<Known extends Column>(book: OpenWorkbook, { sheet, row: headingRow }: FittingSheet<Known>, isEntry: (cells: readonly Cell[]) => boolean): Promise<boolean> {
  for await (const row of book.rows(sheet.at)) {
    if (row.row > headingRow && row.continued !== true && isEntry(row.cells.map(asShown)))
      return true;
  }
  return false;
}

/** Headings, example, remarks come on top, and enough to see that there are too many. */
const ROWS_BESIDE = 10_000;

/** Throws `SheetRefused`: no entries, too many. */
export async function* sheetEntries<Known extends Column>({ headings, headingRow, rows: all, news }: ChosenSheet<Known>, { rowsAtMost, isEntry = isMarkedEntry, batch = rowsAtMost }: SheetFormat<Known>): AsyncGenerator<FileRow[]> {
  const rows: FileRow[] = [];
  let [count, passedOver] = [0, 0];
  for await (const row of all()) {
    if (row.row <= headingRow || row.continued === true)
      continue;
    const shown = row.cells.map(asShown);
    if (!isEntry(shown)) {
      if (++passedOver > ROWS_BESIDE)
        throw new SheetRefused(refused('rows_too_many', null, { limit: rowsAtMost }));
      if (shown.map(text).find(cell => cell !== null)?.startsWith(REMARK) === true)
        news.remarks.add(row.row);
      continue;
    }
    if (++count > rowsAtMost)
      throw new SheetRefused(refused('rows_too_many', null, { limit: rowsAtMost }));
    if (rows.length === batch)
      yield rows.splice(0);
    rows.push(entryOf(row, headings, news));
  }
  if (count === 0)
    throw new SheetRefused(refused('sheet_empty', null, { row: headingRow + 1 }));
  yield rows;
}

function entryOf<Known extends Column>({ row, cells, hidden, merged, beyond }: SheetRow, { columns, titles }: Headings<Known>, news: SheetNews): FileRow {
  const faults: Refusal[] = [];
  const values = cells.map((cell, at): Cell => {
    const column = columns[at] ?? null;
    if (column === null) {
      if ((titles[at] ?? null) === null && text(asShown(cell)) !== null)
        news.untitled.add(at);
      return null;
    }
    const value = column.passedOver === true ? null : columnValue(cell, column);
    if (!isRefusal(value))
      return value;
    faults.push(value);
    return null;
  });
  if (hidden === true)
    news.hiddenRows.add(row);
  if (merged === true)
    news.mergedRows.add(row);
  news.beyond ||= beyond === true;
  return faults.length === 0 ? { row, cells: values } : { row, cells: values, faults };
}
