/** A thread for `worker-pool.test.ts`: what may happen to a task. */
import process from 'node:process';
import { taskOf, workOf } from '../../extensions/wangge/src/kernel/task.ts';
import { serveWork } from '../../extensions/wangge/src/kernel/worker-thread.ts';

const DOUBLE = taskOf<number, number, string>('double');
const REVERSE = taskOf<Uint8Array, Uint8Array>('reverse');
const THROW = taskOf<string, never>('throw');
const DIE = taskOf<null, never>('die');
const FILL = taskOf<null, number>('fill');
const NEVER = taskOf<null, never>('never');
const BOOK = taskOf<SharedArrayBuffer, string>('book', { long: true });

serveWork([
  workOf(DOUBLE, (number, tell) => {
    tell('half way');
    return number * 2;
  }),
  workOf(REVERSE, bytes => bytes.toReversed()),
  workOf(THROW, (text) => {
    throw new Error(text);
  }),
  workOf(DIE, () => process.exit(1)),
  workOf(FILL, () => {
    const held: number[][] = [];
    for (;;)
      held.push(Array.from({ length: 100_000 }, (_, at) => at + held.length));
  }),
  workOf(NEVER, () => new Promise<never>(() => {})),
  // Ends when it is told to, by a number that both sides see.
  workOf(BOOK, (told) => {
    Atomics.wait(new Int32Array(told), 0, 0);
    return 'bound';
  }),
]);
