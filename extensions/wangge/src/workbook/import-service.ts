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
import type { SheetFormat } from './sheet-entries.ts';
import type { FileRow } from './workbook-file.ts';
import { isRefusal, refused, sentence } from '../kernel/refusal-rules.ts';
import { newReport } from './import-report-rules.ts';
import { waitForTurn } from './import-store.ts';
import { sheetEntries, SheetRefused } from './sheet-entries.ts';
import { keptIf } from './trial-service.ts';
import { rowsOf, Unreadable } from './workbook-file.ts';

export interface ImportRequest { context: HookContext; caller: Caller; language: Language; trial: boolean }

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
  /** The sheet once more, to be annotated. */
  sheet: () => AsyncIterable<FileRow>;
}

/** Headings, example, remarks and empty rows come on top, and enough to see that there are too many. */
const ROWS_BESIDE = 10_000;
const NO_HEADINGS: Headings<never> = { kind: 'headings', columns: [], errors: null, unknown: [] };

/** `file`: a workbook; null: there is none, what is brought in comes besides. */
export async function importRows<Known extends Column, Row extends CheckedRow>(request: ImportRequest, format: ImportFormat<Known, Row>, file: Buffer | null): Promise<ImportResult | Refusal> {
  const sheet = (): AsyncIterable<FileRow> => rowsOf(file!, format.rowsAtMost + ROWS_BESIDE);
  const attempt = async (): Promise<ImportResult> => keptIf(request.context.database, async (trx) => {
    if (format.place !== null)
      await waitForTurn(trx, format.place);
    return inTransaction(request, format, trx, file === null ? null : sheet);
  }, ({ stored }) => stored);
  try {
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
      return refused('file_unreadable');
    throw error;
  }
}

async function inTransaction<Known extends Column, Row extends CheckedRow>({ trial, language }: ImportRequest, format: ImportFormat<Known, Row>, trx: Db, sheet: ImportResult['sheet'] | null): Promise<ImportResult> {
  const report = newReport(format.told);
  let headings: Headings<Known> = NO_HEADINGS;
  let importing: RowImport<Row> | null = null;
  let count = 0;
  for await (const entries of sheet === null ? [{ headings, rows: [] }] : sheetEntries(sheet(), format)) {
    headings = entries.headings;
    count += entries.rows.length;
    importing ??= await format.begin(trx, headings);
    const rows = await importing.check(entries.rows);
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
  return { kind: 'imported', stored, report, atFault, headings, rows: count, sheet: sheet ?? async function* () {} };
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
