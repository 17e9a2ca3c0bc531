/**
 * A bounded number of threads for tasks (`task.ts`). Whoever finds all of them busy waits; whoever finds too many waiting is told
 * so (503). A thread that dies, or takes more memory than it may, refuses its own task and nothing else; whoever leaves
 * (`signal`) ends the task. Threads begin when they are needed, and end when nothing was done for a while.
 */
import type { Refusal } from './refusal-rules.ts';
import type { Task } from './task.ts';
import type { Order, Reply } from './worker-thread.ts';
import { availableParallelism, totalmem } from 'node:os';
import process from 'node:process';
import { Worker } from 'node:worker_threads';
import { WORK } from './messages.ts';
import { refused, sentence } from './refusal-rules.ts';
import { handedOver } from './task.ts';

export interface PoolLimits {
  threads: number;
  /** So many may wait for a thread, of long tasks and of others. */
  waiting: number;
  /** What a thread may hold in memory. */
  megabytes: number;
  /** Milliseconds after which a thread without work ends. */
  idle: number;
}

export interface RunOptions<Piece> {
  signal?: AbortSignal;
  onPiece?: (piece: Piece) => void;
}

/** The task was not done, for a reason that people can be told. */
export class WorkRefused extends Error {
  readonly refusal: Refusal;
  /** `cause`: what the thread died of. */
  constructor(code: keyof typeof WORK, cause?: unknown) {
    const refusal: Refusal = { ...refused(code), ...code === 'work_too_large' ? {} : { status: 503 } };
    super(sentence(WORK, refusal, 'zh-CN'), { cause });
    this.refusal = refusal;
  }
}

/** What the pool said no with, as a refusal; what is not said by the pool is thrown. A thread that died is to be looked into. */
export function saidOfWork(error: unknown, { error: log }: { error: (text: string) => void }): Refusal {
  if (!(error instanceof WorkRefused))
    throw error;
  if (error.cause !== undefined)
    log(`A thread has ended: ${error.cause instanceof Error ? error.cause.stack ?? error.cause.message : String(error.cause)}`);
  return error.refusal;
}

interface Job {
  order: Order;
  long: boolean;
  onPiece: (piece: unknown) => void;
  done: (result: unknown) => void;
  failed: (error: unknown) => void;
}

interface Thread {
  worker: Worker;
  job: Job | null;
  ending?: NodeJS.Timeout;
}

export class WorkerPool {
  readonly #script: URL;
  readonly #limits: PoolLimits;
  readonly #threads = new Set<Thread>();
  #waiting: Job[] = [];

  constructor(script: URL, limits: PoolLimits) {
    this.#script = script;
    this.#limits = limits;
  }

  /** Throws `WorkRefused`, the signal's reason, or what the task threw. What bytes the input holds are gone afterwards. */
  async run<Input, Output, Piece>({ name, long }: Task<Input, Output, Piece>, input: Input, { signal, onPiece }: RunOptions<Piece> = {}): Promise<Output> {
    signal?.throwIfAborted();
    if (this.#waiting.filter(job => job.long === long).length >= this.#limits.waiting)
      throw new WorkRefused('work_busy');
    return new Promise<Output>((resolve, reject) => {
      const left = (): void => this.#leave(job, signal!);
      // A signal may outlive many tasks, that of the whole process all of them: what is over is not held by it.
      const over = (): void => signal?.removeEventListener('abort', left);
      const job: Job = {
        order: { name, input },
        long,
        onPiece: piece => onPiece?.(piece as Piece),
        done: (result) => {
          over();
          resolve(result as Output);
        },
        failed: (error) => {
          over();
          reject(error);
        },
      };
      signal?.addEventListener('abort', left, { once: true });
      this.#waiting.push(job);
      this.#next();
    });
  }

  /** Ends all threads; what they were doing fails. */
  async close(): Promise<void> {
    await Promise.all([...this.#threads].map(({ worker }) => worker.terminate()));
  }

  #next(): void {
    const running = [...this.#threads].filter(({ job }) => job !== null);
    const mostLong = Math.max(1, this.#limits.threads - 1);
    const at = running.length >= this.#limits.threads ? -1 : this.#waiting.findIndex(({ long }) => !long || running.filter(({ job }) => job!.long).length < mostLong);
    const [job] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (job === undefined)
      return;
    const thread = [...this.#threads].find(one => one.job === null) ?? this.#start();
    clearTimeout(thread.ending);
    thread.job = job;
    thread.worker.ref();
    try {
      thread.worker.postMessage(job.order, [...new Set(handedOver(job.order.input))]);
    }
    catch (error) {
      // What cannot be copied is a fault of ours; the thread has not heard of it.
      this.#rest(thread);
      job.failed(error);
    }
    this.#next();
  }

  #start(): Thread {
    const worker = new Worker(this.#script, { resourceLimits: { maxOldGenerationSizeMb: this.#limits.megabytes } });
    const thread: Thread = { worker, job: null };
    this.#threads.add(thread);
    worker.on('message', (reply: Reply) => {
      const { job } = thread;
      if (job === null)
        return;
      if ('piece' in reply) {
        job.onPiece(reply.piece);
        return;
      }
      this.#rest(thread);
      if ('done' in reply)
        job.done(reply.done);
      else
        job.failed(Object.assign(new Error(reply.failed.message), { stack: reply.failed.stack }));
      this.#next();
    });
    let fault: Error & { code?: string } | null = null;
    worker.on('error', (error: Error) => {
      fault = error;
    });
    worker.on('exit', (code) => {
      this.#threads.delete(thread);
      clearTimeout(thread.ending);
      thread.job?.failed(new WorkRefused(fault?.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'work_too_large' : 'work_broken', fault ?? `exit ${code}`));
      this.#next();
    });
    return thread;
  }

  #rest(thread: Thread): void {
    thread.job = null;
    thread.worker.unref();
    thread.ending = setTimeout(() => {
      // From here on nothing is given to it: it takes a while to end.
      this.#threads.delete(thread);
      void thread.worker.terminate();
    }, this.#limits.idle).unref();
  }

  /** A thread cannot be interrupted: it ends with its task. */
  #leave(job: Job, { reason }: AbortSignal): void {
    this.#waiting = this.#waiting.filter(one => one !== job);
    job.failed(reason);
    const thread = [...this.#threads].find(one => one.job === job);
    if (thread !== undefined) {
      thread.job = null;
      this.#threads.delete(thread);
      void thread.worker.terminate();
    }
    this.#next();
  }
}

/** Two at least, since a book of a thousand pages takes one for minutes; each gives way to requests (`worker-thread.ts`). */
const THREADS = Math.min(4, Math.max(2, availableParallelism() - 1));
/** 20,000 entries on paper (1,100 pages) take 1.2 GB. */
const MEGABYTES = Math.min(3072, Math.floor((process.constrainedMemory() || totalmem()) / 2 ** 20 / 2));

/** As a source in this folder, or built beside the bundle. */
export const workers = new WorkerPool(new URL(import.meta.url.endsWith('.ts') ? '../app/worker.ts' : 'worker.js', import.meta.url), { threads: THREADS, waiting: 20, megabytes: MEGABYTES, idle: 60_000 });
