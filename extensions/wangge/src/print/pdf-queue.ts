/** Papers are printed one after the other, in a thread of the pool: a second book would only make both slower and take twice the memory. */
import type { Paper } from './paper.ts';
import { workers, WorkRefused } from '../kernel/worker-pool.ts';
import { PRINT } from './paper.ts';

/** People who may wait for their paper. */
const WAITING = 20;

interface PrintOptions {
  signal?: AbortSignal;
  /** A job waits as long as it takes. */
  patient?: boolean;
}

class PdfQueue {
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** A model that is a function is made when its turn has come. Throws as the pool does (`worker-pool.ts`). */
  async print<Model extends object>({ kind }: Paper<Model>, model: Model | (() => Promise<Model>), { signal, patient = false }: PrintOptions = {}): Promise<Uint8Array> {
    if (!patient && this.#waiting >= WAITING)
      throw new WorkRefused('work_busy');
    this.#waiting++;
    const printed = this.#last.then(async () => {
      signal?.throwIfAborted();
      return workers.run(PRINT, { kind, model: typeof model === 'function' ? await model() : model }, signal === undefined ? {} : { signal });
    }).finally(() => this.#waiting--);
    this.#last = printed.catch(() => {});
    return printed;
  }
}

export const pdfQueue = new PdfQueue();
