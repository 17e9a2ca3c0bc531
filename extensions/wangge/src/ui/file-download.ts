/** Files through the Studio's own session: fetched, and saved where the browser keeps downloads. */
import type { useApi } from '@directus/extensions-sdk';
import type { Failure } from './failure.ts';
import { failureOf } from './failure.ts';

type Api = ReturnType<typeof useApi>;
export interface FileAnswer { data: Blob; headers: Record<string, unknown> }

export async function fetchFile(api: Api, url: string, params: Record<string, unknown> = {}): Promise<FileAnswer> {
  return await api.get(url, { params, responseType: 'blob' });
}

/** Under the name that the server gave it, else under `name`. */
export function saveFile({ data, headers }: FileAnswer, name: string): void {
  const address = URL.createObjectURL(data);
  const link = document.createElement('a');
  link.href = address;
  link.download = nameIn(String(headers['content-disposition'] ?? '')) ?? name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** `attachment; filename*=UTF-8''%E5%85%9A.xlsx` → 党.xlsx */
export function nameIn(disposition: string): string | null {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  if (encoded !== undefined) {
    try {
      return decodeURIComponent(encoded);
    }
    catch {
      return null;
    }
  }
  return /filename="([^"]+)"/i.exec(disposition)?.[1] ?? null;
}

/** A refusal comes as a file too where a file was asked for. */
export async function fileFailureOf(error: unknown, locale: string): Promise<Failure> {
  const response = (error as { response?: { data?: unknown } }).response;
  if (response?.data instanceof Blob) {
    try {
      response.data = JSON.parse(await response.data.text());
    }
    catch {
      response.data = {};
    }
  }
  return failureOf(error, locale);
}
