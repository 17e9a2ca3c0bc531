/**
 * The one importer: the rows of a workbook into the product as their caller, in one transaction, all of them or none. A trial
 * does the same and takes it back. Every row and cell gets its verdict; brought in again, the same workbook changes nothing.
 *
 * A room says which columns there are, what each row would do (`check`), and how that is written (`write`).
 */
import type { Buffer } from 'node:buffer';
import type { Caller, Db, HookContext } from '../kernel/context.ts';
import type { Language, Messages, Refusal } from '../kernel/refusal-rules.ts';
import type { Column, Headings } from './heading-rules.ts';
import type { CellFault, Report, RowVerdict, Verdict } from './import-report-rules.ts';
import type { SheetRow } from './merged-cells.ts';
import type { ChosenSheet, FileRow, SheetFormat } from './sheet-entries.ts';
import type { SheetNews } from './sheet-news-rules.ts';
import { isRefusal, refused, sentence } from '../kernel/refusal-rules.ts';
import { newReport } from './import-report-rules.ts';
import { loadSynonyms, waitForTurn } from './import-store.ts';
import { Unreadable } from './reading-limits.ts';
import { chooseSheet, sheetEntries, SheetRefused } from './sheet-entries.ts';
import { toldOf } from './sheet-news-rules.ts';
import { keptIf } from './trial-service.ts';
import { openInThread } from './workbook-threads.ts';

export interface ImportRequest {
  context: HookContext;
  caller: Caller;
  language: Language;
  trial: boolean;
  /** Whoever asked has left. */
  signal: AbortSignal;
}

/** A row with what it would do, and what is wrong in it. */
export interface CheckedRow {
  row: number;
  verdict: Verdict;
  item: RowVerdict['item'];
  faults: (Refusal | CellFault)[];
}

export interface ImportFormat<Known extends Column, Row extends CheckedRow> extends SheetFormat<Known> {
  /** The sentences of refusals; `{column}` is the heading where the fault is. */
  messages: Messages;
  /** What only one import at a time works on; null: many may. */
  place: string | null;
  /** What refuses a row may show only when it is written: a trial writes as well. */
  writesOnTrial: boolean;
  /** Verdicts that are told; left out: five hundred. */
  told?: number;
  begin: (trx: Db, headings: Headings<Known>) => Promise<RowImport<Row>>;
}

export interface RowImport<Row extends CheckedRow> {
  check: (rows: readonly FileRow[]) => Promise<Row[]>;
  /** Adds the faults that show only now to the rows. `faultless`: so is every row up to here. */
  write: (rows: readonly Row[], faultless: boolean) => Promise<void>;
  /** What is at fault besides the rows. */
  faultsBeside?: () => number;
  /** The last thing before what was written is kept. */
  finish?: (rows: number) => Promise<void>;
}

export interface ImportResult {
  kind: 'imported';
  stored: boolean;
  report: Report;
  /** Rows at fault, and what is at fault besides. */
  atFault: number;
  headings: Headings;
  rows: number;
  /** Null: there was no workbook. */
  source: SourceSheet | null;
}

/** Where the rows came from. */
export interface SourceSheet {
  news: SheetNews;
  /** What is told of it, in sentences. */
  told: string[];
  /** The row of its headings. */
  headingRow: number;
  /** The sheet once more, to be annotated. */
  rows: () => AsyncIterable<SheetRow>;
}

const NO_HEADINGS: Headings<never> = { kind: 'headings', columns: [], titles: [], errors: null, unknown: [], renamed: [] };

/** `file`: a workbook; null: there is none, what is brought in comes besides. */
export async function importRows<Known extends Column, Row extends CheckedRow>(request: ImportRequest, format: ImportFormat<Known, Row>, file: Buffer | null): Promise<ImportResult | Refusal> {
  try {
    const book = file === null ? null : await openInThread(file, request.signal);
    const attempt = async (): Promise<ImportResult> => {
      const sheet = book === null ? null : await chooseSheet(book, format, await loadSynonyms(request.context.database));
      const result = await keptIf(request.context.database, async (trx) => {
        if (format.place !== null)
          await waitForTurn(trx, format.place);
        return inTransaction(request, format, trx, sheet);
      }, ({ stored }) => stored);
      return sheet === null ? result : { ...result, source: { ...sheet, told: toldOf(sheet.news, book!.sheets.length, request.language) } };
    };
    return await attempt().catch((error: { code?: string }) => {
      // Somebody entered one of them in the form at the same moment: it is there now.
      if (error.code === '23505')
        return attempt();
      throw error;
    });
  }
  catch (error) {
    if (error instanceof SheetRefused)
      return error.refusal;
    if (error instanceof Unreadable)
      return refused(error.code);
    throw error;
  }
}

async function inTransaction<Known extends Column, Row extends CheckedRow>({ trial, language }: ImportRequest, format: ImportFormat<Known, Row>, trx: Db, sheet: ChosenSheet<Known> | null): Promise<ImportResult> {
  const report = newReport(format.told);
  const headings: Headings<Known> = sheet?.headings ?? NO_HEADINGS;
  let importing: RowImport<Row> | null = null;
  let count = 0;
  for await (const entries of sheet === null ? [[]] : sheetEntries(sheet, format)) {
    count += entries.length;
    importing ??= await format.begin(trx, headings);
    const rows = await importing.check(entries);
    addUnreadCells(rows, entries, format.columns);
    const faultless = report.counts.error === 0 && rows.every(({ faults }) => faults.length === 0);
    if (format.writesOnTrial || !trial)
      await importing.write(rows, faultless);
    for (const row of rows)
      report.add(verdictOf(row, format, language));
  }
  const atFault = report.counts.error + (importing?.faultsBeside?.() ?? 0);
  const stored = !trial && atFault === 0;
  if (stored)
    await importing?.finish?.(count);
  return { kind: 'imported', stored, report, atFault, headings, rows: count, source: null };
}

/** A cell that could not be read is told as that; what its field lacks then is not told besides. */
function addUnreadCells(rows: readonly CheckedRow[], entries: readonly FileRow[], columns: readonly Column[]): void {
  const unread = new Map(entries.flatMap(({ row, faults }) => faults === undefined ? [] : [[row, faults]]));
  for (const row of unread.size === 0 ? [] : rows) {
    const faults = unread.get(row.row) ?? [];
    const fields = new Set(faults.flatMap(({ field }) => [field, columns.find(({ name }) => name === field)?.of ?? field]));
    row.faults = [...faults, ...row.faults.filter(({ field }) => field === null || !fields.has(field))];
  }
}

function verdictOf({ row, verdict, item, faults }: CheckedRow, { columns, messages }: { columns: readonly Column[]; messages: Messages }, language: Language): RowVerdict {
  const texts = faults.map((fault): CellFault => {
    if (!isRefusal(fault))
      return fault;
    const column = columns.find(({ name }) => name === fault.field)?.label[language] ?? '';
    return { field: fault.field, text: sentence(messages, { ...fault, params: { column, ...fault.params } }, language) };
  });
  return faults.length === 0 ? { row, verdict, item, faults: texts } : { row, verdict: 'error', item: null, faults: texts };
}
