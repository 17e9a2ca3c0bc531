/** Files as people send them. */
import type { Account, Answer, Server } from './harness.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/** A drawing that stands in for a photograph. */
export const PHOTO = readFileSync(join(import.meta.dirname, '../../seeds/demo/photos/corridor.jpg'));
export const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\nstartxref\n0\n%%EOF\n');

export interface SentFile {
  content?: Uint8Array | string;
  name?: string;
  type?: string;
  /** Sent before the file. */
  fields?: Record<string, string>;
}

export function formOf({ content = PHOTO, name = '照片.jpg', type = 'image/jpeg', fields = {} }: SentFile = {}): FormData {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields))
    form.append(field, value);
  form.append('file', new Blob([typeof content === 'string' ? content : new Uint8Array(content)], { type }), name);
  return form;
}

export async function send(wangge: Server, as: Account | null, file: SentFile = {}): Promise<Answer<any>> {
  return await wangge.request('POST', '/files', { as, body: formOf(file) });
}

/** Its id. */
export async function upload(wangge: Server, as: Account, file: SentFile = {}): Promise<string> {
  const { status, body } = await send(wangge, as, file);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data.id;
}

/** What was stored before uploads were looked at: anything under any name. */
export async function storedEarlier(wangge: Server, as: Account, type: string): Promise<string> {
  const id = await upload(wangge, as);
  await wangge.db('directus_files').where({ id }).update({ type, width: null, height: null });
  return id;
}
