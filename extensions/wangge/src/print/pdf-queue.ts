/**
 * Papers are printed one after the other, in one thread: its memory has a bound of its own, and it ends when nothing
 * has been printed for a while.
 */
import type { Equipment, Order, Paper, Printed } from './pdf-worker.ts';
import { join } from 'node:path';
import process from 'node:process';
import { Worker } from 'node:worker_threads';

/** As a source beside this file, or built beside the bundle. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? '../app/pdf-worker.ts' : 'pdf-worker.js', import.meta.url);
const FONTS = 'node_modules/@expo-google-fonts/noto-sans-sc';
/** 20,000 entries (1,100 pages) take 1.2 GB. */
const MOST_MEMORY = 3072;
const IDLE = 60_000;

interface Waiting { resolve: (pdf: Uint8Array) => void; reject: (error: Error) => void }

class PdfQueue {
  #worker: Worker | null = null;
  #ending: NodeJS.Timeout | undefined;
  #last = 0;
  readonly #waiting = new Map<number, Waiting>();
  #queue: Promise<unknown> = Promise.resolve();

  /** Not two at once: a second book would only make both slower and take twice the memory. A model that is a function is made when its turn has come. */
  print<Model extends object>({ kind }: Paper<Model>, model: Model | (() => Promise<Model>)): Promise<Uint8Array> {
    const printed = this.#queue.then(async () => this.#set(kind, typeof model === 'function' ? await model() : model));
    this.#queue = printed.catch(() => {});
    return printed;
  }

  async #set(kind: string, model: object): Promise<Uint8Array> {
    clearTimeout(this.#ending);
    const worker = this.#worker ??= this.#start();
    worker.ref();
    const id = ++this.#last;
    try {
      return await new Promise<Uint8Array>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
        worker.postMessage({ id, kind, model } satisfies Order);
      });
    }
    finally {
      this.#waiting.delete(id);
      worker.unref();
      this.#ending = setTimeout(() => this.#end(), IDLE).unref();
    }
  }

  #start(): Worker {
    const home = process.env.WANGGE_HOME ?? process.cwd();
    const font = (weight: string): string => join(home, FONTS, weight, `NotoSansSC_${weight}.ttf`);
    const workerData: Equipment = { fonts: { normal: font('400Regular'), bold: font('700Bold') } };
    const worker = new Worker(WORKER, { workerData, resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY } });
    worker.on('message', ({ id, pdf, error }: Printed) => {
      const waiting = this.#waiting.get(id);
      if (pdf === undefined)
        waiting?.reject(new Error(`The book could not be printed: ${error}`));
      else
        waiting?.resolve(pdf);
    });
    const broken = (error: Error): void => {
      if (this.#worker === worker)
        this.#worker = null;
      for (const { reject } of this.#waiting.values())
        reject(error);
    };
    worker.on('error', broken);
    worker.on('exit', () => broken(new Error('The printing thread has stopped')));
    return worker;
  }

  #end(): void {
    void this.#worker?.terminate();
    this.#worker = null;
  }
}

export const pdfQueue = new PdfQueue();
