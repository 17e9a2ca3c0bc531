/** An uploaded workbook: the file out of the request, and its rows one after the other. XLSX or CSV. */
import type { Request } from 'express';
import type { Cell } from './cell-rules.ts';
import { Buffer } from 'node:buffer';
import { streamCsvRows } from 'hucre/csv';
import { xlsxRows } from './xlsx-reader.ts';

/** The media type of a workbook. */
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** `row` as the spreadsheet counts, from 1. */
export interface FileRow { row: number; cells: Cell[] }

/** The files of a form by their fields, in its order; a body that is no form stands under an empty name. None: nothing was sent, or too much. */
export async function uploadedFiles(request: Request, bytesAtMost: number): Promise<Map<string, Buffer>> {
  const body = await wholeBody(request, bytesAtMost);
  if (body === null || body.length === 0)
    return new Map();
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data'))
    return new Map([['', body]]);
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData().catch(() => null);
  const files = new Map<string, Buffer>();
  for (const [name, value] of form?.entries() ?? []) {
    if (typeof value !== 'string')
      files.set(name, Buffer.from(await value.arrayBuffer()));
  }
  return files;
}

async function wholeBody(request: Request, bytesAtMost: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is read and dropped, so that the client hears the answer.
    if (size <= bytesAtMost)
      chunks.push(chunk);
  }
  return size > bytesAtMost ? null : Buffer.concat(chunks);
}

/** It is no such file, or it breaks off in the middle. */
export class Unreadable extends Error {}

/** The first sheet, row by row, so many at most; throws `Unreadable`. */
export async function* rowsOf(file: Buffer, most = 1_048_576): AsyncGenerator<FileRow> {
  if (!isXlsx(file) && file.includes(0))
    throw new Unreadable();
  const rows = isXlsx(file) ? sheetRows(file, most) : csvRows(file);
  while (true) {
    const next = await rows.next().catch(() => {
      throw new Unreadable();
    });
    if (next.done === true)
      return;
    yield next.value;
  }
}

function isXlsx(file: Buffer): boolean {
  return file.subarray(0, 2).toString('latin1') === 'PK';
}

async function* sheetRows(file: Buffer, most: number): AsyncGenerator<FileRow> {
  let rows = 0;
  for await (const row of xlsxRows(file)) {
    yield row;
    if (++rows === most)
      return;
  }
}

async function* csvRows(file: Buffer): AsyncGenerator<FileRow> {
  let row = 0;
  for (const values of streamCsvRows(textOf(file)))
    yield { row: ++row, cells: values };
}

/** Chinese programs save text as GB18030 unless told otherwise. A byte order mark is left out. */
export function textOf(file: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  }
  catch {
    return new TextDecoder('gb18030').decode(file);
  }
}
