/**
 * The thread that sets and writes the pages: Directus goes on answering meanwhile. Built as a file of its own
 * (`dist/press.js`), with pdfmake in it.
 */
import type { BoardPaper } from '../../territory/board/model.ts';
import type { StatementModel } from '../../territory/statements/page.ts';
import type { BookModel } from './model.ts';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import pdfmake from 'pdfmake';
import { boardPages } from '../../territory/board/page.ts';
import { statementPages } from '../../territory/statements/page.ts';
import { book } from './book.ts';

/** What is printed here: the values, and which kind of paper they become. */
export type Paper = { kind: 'book'; model: BookModel } | { kind: 'statements'; model: readonly StatementModel[] } | { kind: 'boards'; model: BoardPaper };
export interface Order { id: number; paper: Paper }
export interface Printed { id: number; pdf?: Uint8Array; error?: string }
export interface Equipment { fonts: Record<'normal' | 'bold', string> }

// In one file with its libraries pdfmake asks for a name that modules of this kind do not have.
Object.assign(globalThis, { __dirname: dirname(fileURLToPath(import.meta.url)) });

const { fonts } = workerData as Equipment;
pdfmake.setFonts({ SC: fonts });
// Nothing on paper is fetched from anywhere; of this machine's files only the fonts are read.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy(path => Object.values(fonts).includes(path));

function documentOf(paper: Paper): object {
  switch (paper.kind) {
    case 'book': return book(paper.model);
    case 'statements': return statementPages(paper.model);
    case 'boards': return boardPages(paper.model);
  }
}

parentPort!.on('message', ({ id, paper }: Order) => {
  void pdfmake.createPdf(documentOf(paper)).getBuffer().then(
    (made) => {
      const pdf = new Uint8Array(made);
      parentPort!.postMessage({ id, pdf } satisfies Printed, [pdf.buffer]);
    },
    (error: Error) => parentPort!.postMessage({ id, error: error.message } satisfies Printed),
  );
});
