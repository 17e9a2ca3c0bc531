/** An uploaded file: out of the request, and its text. */
import type { Request } from 'express';
import { Buffer } from 'node:buffer';

/** The media type of a workbook. */
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

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

/** Chinese programs save text as GB18030 unless told otherwise. A byte order mark is left out. */
export function textOf(file: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  }
  catch {
    return new TextDecoder('gb18030').decode(file);
  }
}
