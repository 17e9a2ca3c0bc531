/** Workbooks that are tried before they are imported: what a refusal brings back, and the workbook with its errors marked. */
import type { FileAnswer } from './file-download.ts';
import { failureOf } from './failure.ts';
import { fileFailureOf, saveFile } from './file-download.ts';

/**
 * How the refusal of an import is read: where it brings a verdict on the rows, that is shown as a trial's and nothing more is
 * told. `field`: one that only verdicts have.
 */
export function trialRefusal<Verdict extends { dry_run: boolean }>(field: keyof Verdict, show: (verdict: Verdict) => void): (error: unknown, locale: string) => Promise<{ sentences: readonly string[] }> {
  return async (error, locale) => {
    const verdict = (error as { response?: { data?: { data?: Verdict } } }).response?.data?.data;
    if (!verdict?.[field])
      return await fileFailureOf(error, locale);
    show({ ...verdict, dry_run: true });
    return { sentences: [] };
  };
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
