/** One thread of the pool: does one task after the other. What tasks there are is the composition root's to say (`app/worker.ts`). */
import type { Work } from './task.ts';
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import process from 'node:process';
import { parentPort } from 'node:worker_threads';
import { handedOver } from './task.ts';

export interface Order { name: string; input: unknown }
export type Reply = { piece: unknown } | { done: unknown } | { failed: { message: string; stack: string | undefined } };

/** After requests and the database: on Linux each thread has a niceness of its own, elsewhere all keep the same. */
const NICENESS = 10;

/** Called once, in the thread. */
export function serveWork(works: readonly Work[]): void {
  giveWay();
  const byName = new Map(works.map(work => [work.task.name, work]));
  const port = parentPort!;
  const reply = (message: Reply): void => port.postMessage(message, [...new Set(handedOver(message))]);
  port.on('message', ({ name, input }: Order) => {
    const run = async (): Promise<unknown> => byName.get(name)!.run(input as never, piece => reply({ piece }));
    run().then(done => reply({ done }), (error: Error) => reply({ failed: { message: error.message, stack: error.stack } }));
  });
}

function giveWay(): void {
  if (process.platform !== 'linux')
    return;
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), NICENESS);
  }
  catch {
    // A container may forbid it; the work is done all the same.
  }
}
