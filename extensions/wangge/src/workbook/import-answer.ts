/**
 * `POST …/import[?dry_run=true][&marked=true]`: what every route for a workbook answers. 200 with the verdicts; 400 with them where
 * something is at fault; 422 with the annotated workbook where that is asked for.
 */
import type { Request, Response } from 'express';
import type { Caller, HookContext } from '../kernel/context.ts';
import type { Language, Messages, Refusal, Words } from '../kernel/refusal-rules.ts';
import type { Report } from './import-report-rules.ts';
import type { ImportRequest, ImportResult } from './import-service.ts';
import { Buffer } from 'node:buffer';
import { refused, sentence } from '../kernel/refusal-rules.ts';
import { annotatedWorkbook } from './annotated-workbook.ts';
import { leftOut } from './sheet-news-rules.ts';
import { uploadedFiles, XLSX } from './workbook-file.ts';

export interface ImportCall { request: Request; response: Response; caller: Caller; language: Language; signal: AbortSignal }

export interface RoomImport<Result extends ImportResult> {
  context: HookContext;
  messages: Messages;
  megabytes: number;
  /** Files by their fields in the form. */
  run: (files: ReadonlyMap<string, Buffer>, request: ImportRequest) => Promise<Result | Refusal>;
  /** What is answered besides `dry_run` and `stored`. */
  answer: (result: Result) => object;
  /** The annotated workbook: its sheet, and whose it is. */
  names: { sheet: Words; owner: string };
}

const TO_CORRECT: Words = { 'zh-CN': '待改正', 'en-US': 'to-correct' };

export async function answerImport<Result extends ImportResult>({ request, response, caller, language, signal }: ImportCall, room: RoomImport<Result>): Promise<Refusal | undefined> {
  const { context, messages, megabytes, names } = room;
  const files = await uploadedFiles(request, megabytes * 1024 * 1024);
  const trial = request.query.dry_run === 'true';
  const result = files.size === 0 ? refused('file_missing', null, { megabytes }) : await room.run(files, { context, caller, language, trial, signal });
  if (result.kind === 'refused')
    return result;
  if (result.report.counts.error > 0 && request.query.marked === 'true') {
    const file = await annotatedWorkbook({ ...result, name: names.sheet, language });
    sendWorkbook(response.status(422), file, `${names.owner}-${TO_CORRECT[language]}.xlsx`);
    return undefined;
  }
  const data = { dry_run: trial, stored: result.stored, ...sourceAnswer(result), ...room.answer(result) };
  if (trial || result.stored) {
    response.json({ data });
    return undefined;
  }
  const refusal = refused('rows_at_fault', null, { rows: result.atFault });
  response.status(400).json({ errors: [{ message: sentence(messages, refusal, language), extensions: { code: 'WANGGE_REFUSED', rule: refusal.code } }], data });
  return undefined;
}

/** What was read, and what people have to know of it: `notes` in sentences, what is left out first. */
function sourceAnswer({ source }: ImportResult): object {
  if (source === null)
    return {};
  const { news: { sheet, hiddenRows, mergedRows, unread }, headingRow, told } = source;
  return { notes: told, source: { sheet, heading_row: headingRow, hidden_rows: hiddenRows.first, merged_rows: mergedRows.first, sheets_not_read: unread.map(({ name }) => name) } };
}

/** The verdicts of a sheet, as most rooms tell them. */
export function sheetAnswer({ report, source }: { report: Report; source: ImportResult['source'] }, language: Language): { counts: object; rows: object[]; unknown_columns: string[] } {
  return { counts: report.counts, rows: report.rows(), unknown_columns: unknownColumns({ source }, language) };
}

export function unknownColumns({ source }: Pick<ImportResult, 'source'>, language: Language): string[] {
  return source === null ? [] : leftOut(source.news, language);
}

export function sendWorkbook(response: Response, file: Uint8Array, name: string): void {
  response.type(XLSX).attachment(name).send(Buffer.from(file));
}
