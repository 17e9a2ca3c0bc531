/** The uploaded file as rows of cells: XLSX or CSV, as the body itself or as a form's file. */
import type { Request } from 'express';
import type { Cell } from './workbook.ts';
import { Buffer } from 'node:buffer';
import { parseCsv } from 'hucre/csv';
import { readXlsx } from 'hucre/xlsx';
import { ROWS_AT_MOST } from './workbook.ts';

const BYTES_AT_MOST = 10 * 1024 * 1024;

/** Null: there is none, or it is too large. */
export async function uploadedFile(request: Request): Promise<Buffer | null> {
  const body = await wholeBody(request);
  if (body === null || body.length === 0)
    return null;
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data'))
    return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData().catch(() => null);
  const file = form === null ? undefined : [...form.values()].find(value => typeof value !== 'string');
  return file === undefined ? null : Buffer.from(await file.arrayBuffer());
}

async function wholeBody(request: Request): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is read and dropped, so that the client hears the answer.
    if (size <= BYTES_AT_MOST)
      chunks.push(chunk);
  }
  return size > BYTES_AT_MOST ? null : Buffer.concat(chunks);
}

/** The first sheet's rows; null: it is no such file. */
export async function rowsOf(file: Buffer): Promise<Cell[][] | null> {
  try {
    if (file.subarray(0, 2).toString('latin1') === 'PK') {
      // Headings, all rows, and one more to see that there are too many.
      const { sheets } = await readXlsx(new Uint8Array(file), { sheets: [0], maxRows: ROWS_AT_MOST + 2 });
      return sheets[0]?.rows ?? [];
    }
    return file.includes(0) ? null : parseCsv(textOf(file), { maxRows: ROWS_AT_MOST + 2 });
  }
  catch {
    return null;
  }
}

/** Chinese spreadsheets save CSV as GB18030 unless told otherwise. */
function textOf(file: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  }
  catch {
    return new TextDecoder('gb18030').decode(file);
  }
}
