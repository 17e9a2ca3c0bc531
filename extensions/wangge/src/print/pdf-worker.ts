/**
 * The thread that sets and writes the pages: Directus goes on answering meanwhile. What kinds of paper there are is the
 * composition root's to say (`app/pdf-worker.ts`, built as a file of its own with pdfmake in it).
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import pdfmake from 'pdfmake';

/** A kind of paper: plain values that can be sent to the thread, and the document of pdfmake that they become there. */
export interface Paper<Model> { kind: string; pages: (model: Model) => object }

export interface Order { id: number; kind: string; model: unknown }
export interface Printed { id: number; pdf?: Uint8Array; error?: string }
export interface Equipment { fonts: Record<'normal' | 'bold', string> }

/** Called once, in the thread. */
export function servePapers(papers: readonly Paper<never>[]): void {
  // In one file with its libraries pdfmake asks for a name that modules of this kind do not have.
  Object.assign(globalThis, { __dirname: dirname(fileURLToPath(import.meta.url)) });

  const { fonts } = workerData as Equipment;
  pdfmake.setFonts({ SC: fonts });
  // Nothing on paper is fetched from anywhere; of this machine's files only the fonts are read.
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(path => Object.values(fonts).includes(path));

  const byKind = new Map(papers.map(paper => [paper.kind, paper]));
  parentPort!.on('message', ({ id, kind, model }: Order) => {
    void (async () => pdfmake.createPdf(byKind.get(kind)!.pages(model as never)).getBuffer())().then(
      (made) => {
        const pdf = new Uint8Array(made);
        parentPort!.postMessage({ id, pdf } satisfies Printed, [pdf.buffer]);
      },
      (error: Error) => parentPort!.postMessage({ id, error: error.message } satisfies Printed),
    );
  });
}
