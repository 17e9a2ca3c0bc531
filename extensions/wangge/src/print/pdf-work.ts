/** Setting and writing pages, in the thread. What kinds of paper there are is the composition root's to say (`app/worker.ts`). */
import type { Work } from '../kernel/task.ts';
import type { Paper } from './paper.ts';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import pdfmake from 'pdfmake';
import { workOf } from '../kernel/task.ts';
import { PRINT } from './paper.ts';

const FONTS = 'node_modules/@expo-google-fonts/noto-sans-sc';

export function printing(papers: readonly Paper<never>[]): Work {
  // In one file with its libraries pdfmake asks for a name that modules of this kind do not have.
  Object.assign(globalThis, { __dirname: dirname(fileURLToPath(import.meta.url)) });

  const home = process.env.WANGGE_HOME ?? process.cwd();
  const font = (weight: string): string => join(home, FONTS, weight, `NotoSansSC_${weight}.ttf`);
  const fonts = { normal: font('400Regular'), bold: font('700Bold') };
  pdfmake.setFonts({ SC: fonts });
  // Nothing on paper is fetched from anywhere; of this machine's files only the fonts are read.
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(path => Object.values(fonts).includes(path));

  const byKind = new Map(papers.map(paper => [paper.kind, paper]));
  return workOf(PRINT, async ({ kind, model }) => new Uint8Array(await pdfmake.createPdf(byKind.get(kind)!.pages(model as never)).getBuffer()));
}
