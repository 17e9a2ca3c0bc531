/** Workbooks that are tried before they are imported: what a refusal brings back, and the workbook with its errors marked. */
import type { FileAnswer } from './file-download.ts';
import { failureOf } from './failure.ts';
import { saveFile } from './file-download.ts';

/** The verdict in a refusal, known by a field that only verdicts have; null: it was refused for something else. */
export function trialIn<Verdict extends { dry_run: boolean }>(error: unknown, field: keyof Verdict): Verdict | null {
  const verdict = (error as { response?: { data?: { data?: Verdict } } }).response?.data?.data;
  return verdict?.[field] ? { ...verdict, dry_run: true } : null;
}

/** The file comes with status 422: the workbook has errors. What went wrong instead is returned; `''`: it was saved. */
export async function saveMarked(send: (params: object) => Promise<FileAnswer>, name: string, locale: string): Promise<string> {
  const fetched = await send({ responseType: 'blob', validateStatus: (status: number) => status === 200 || status === 422 });
  const { data } = fetched;
  if (data instanceof Blob && data.type.includes('json'))
    return failureOf({ response: { status: 422, data: JSON.parse(await data.text()) } }, locale).sentences.join(' ');
  saveFile(fetched, name);
  return '';
}
