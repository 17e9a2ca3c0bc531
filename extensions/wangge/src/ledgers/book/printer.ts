/**
 * Books, statements of responsibility and grid boards are printed one after the other, in one thread: its memory has a bound of its own, and it ends when
 * nothing has been printed for a while.
 */
import type { BoardPaper } from '../../territory/board/model.ts';
import type { StatementModel } from '../../territory/statements/page.ts';
import type { BookModel } from './model.ts';
import type { Equipment, Order, Paper, Printed } from './press.ts';
import { join } from 'node:path';
import process from 'node:process';
import { Worker } from 'node:worker_threads';

/** As a source beside this file, or built beside the bundle. */
const PRESS = new URL(import.meta.url.endsWith('.ts') ? 'press.ts' : 'press.js', import.meta.url);
const FONTS = 'node_modules/@expo-google-fonts/noto-sans-sc';
/** 20,000 entries (1,100 pages) take 1.2 GB. */
const MOST_MEMORY = 3072;
const IDLE = 60_000;

interface Waiting { resolve: (pdf: Uint8Array) => void; reject: (error: Error) => void }

class Printer {
  #press: Worker | null = null;
  #ending: NodeJS.Timeout | undefined;
  #last = 0;
  readonly #waiting = new Map<number, Waiting>();
  #queue: Promise<unknown> = Promise.resolve();

  /** Not two at once: a second book would only make both slower and take twice the memory. */
  print(model: () => Promise<BookModel> | BookModel): Promise<Uint8Array> {
    return this.#inTurn(async () => ({ kind: 'book', model: await model() }));
  }

  printStatements(model: readonly StatementModel[]): Promise<Uint8Array> {
    return this.#inTurn(async () => ({ kind: 'statements', model }));
  }

  printBoards(model: BoardPaper): Promise<Uint8Array> {
    return this.#inTurn(async () => ({ kind: 'boards', model }));
  }

  #inTurn(paper: () => Promise<Paper>): Promise<Uint8Array> {
    const printed = this.#queue.then(async () => this.#set(await paper()));
    this.#queue = printed.catch(() => {});
    return printed;
  }

  async #set(paper: Paper): Promise<Uint8Array> {
    clearTimeout(this.#ending);
    const press = this.#press ??= this.#start();
    press.ref();
    const id = ++this.#last;
    try {
      return await new Promise<Uint8Array>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
        press.postMessage({ id, paper } satisfies Order);
      });
    }
    finally {
      this.#waiting.delete(id);
      press.unref();
      this.#ending = setTimeout(() => this.#end(), IDLE).unref();
    }
  }

  #start(): Worker {
    const home = process.env.WANGGE_HOME ?? process.cwd();
    const font = (weight: string): string => join(home, FONTS, weight, `NotoSansSC_${weight}.ttf`);
    const workerData: Equipment = { fonts: { normal: font('400Regular'), bold: font('700Bold') } };
    const press = new Worker(PRESS, { workerData, resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY } });
    press.on('message', ({ id, pdf, error }: Printed) => {
      const waiting = this.#waiting.get(id);
      if (pdf === undefined)
        waiting?.reject(new Error(`The book could not be printed: ${error}`));
      else
        waiting?.resolve(pdf);
    });
    const broken = (error: Error): void => {
      if (this.#press === press)
        this.#press = null;
      for (const { reject } of this.#waiting.values())
        reject(error);
    };
    press.on('error', broken);
    press.on('exit', () => broken(new Error('The press has stopped')));
    return press;
  }

  #end(): void {
    void this.#press?.terminate();
    this.#press = null;
  }
}

export const printer = new Printer();
