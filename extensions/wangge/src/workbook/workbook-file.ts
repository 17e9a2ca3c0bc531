/** An uploaded file: out of the request, and its text. */
import type { Request } from 'express';
import { Buffer } from 'node:buffer';
import busboy from 'busboy';

/** The media type of a workbook. */
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** More files and fields than any form of ours has. */
const PARTS = 20;

/** The files of a form by their fields, in its order; a body that is no form stands under an empty name. None: nothing was sent, or too much. */
export async function uploadedFiles(request: Request, bytesAtMost: number): Promise<Map<string, Buffer>> {
  if (request.headers['content-type']?.startsWith('multipart/form-data') === true)
    return filesOfForm(request, bytesAtMost);
  const body = await wholeBody(request, bytesAtMost);
  return body === null || body.length === 0 ? new Map() : new Map([['', body]]);
}

/** Taken apart as it comes: thirty megabytes at once would hold the server. */
async function filesOfForm(request: Request, bytesAtMost: number): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  let size = 0;
  try {
    const form = busboy({ headers: request.headers, limits: { files: PARTS, fields: PARTS } });
    form.on('file', (name, file) => {
      const chunks: Buffer[] = [];
      file.on('data', (chunk: Buffer) => {
        size += chunk.length;
        // The rest is read and dropped, so that the client hears the answer.
        if (size <= bytesAtMost)
          chunks.push(chunk);
      }).on('end', () => files.set(name, Buffer.concat(chunks)));
      // The form says so, too.
      file.on('error', () => {});
    });
    // A pipeline would end the connection with a form that is none, and with it the answer.
    await new Promise<void>((resolve, reject) => {
      form.once('close', resolve).once('error', reject);
      request.once('error', reject).once('close', () => request.complete || reject(new Error('The client has left'))).pipe(form);
    });
  }
  catch {
    // No form, or one that breaks off.
    request.unpipe().resume();
    return new Map();
  }
  return size > bytesAtMost ? new Map() : files;
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
