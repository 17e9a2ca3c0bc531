/**
 * What is done in a thread of its own, away from the one that answers requests: whatever takes the processor for longer than
 * 50 ms. A room names its task here and calls it with `workers.run`; what the thread does stands in a `Work`, which
 * `app/worker.ts` hands to `serveWork`. Input, pieces and result are copied between threads: plain values. Of much, send bytes
 * (`packed`) and hand them over instead of copying: taking apart a large object holds the thread that receives it.
 */

import { setImmediate as others } from 'node:timers/promises';

const PACKED_TOGETHER = 500;

/** `long`: takes minutes; one thread is always left to those that are not. */
export interface Task<Input, Output, Piece = never> {
  readonly name: string;
  readonly long: boolean;
  /** Nothing stands here: what types go in and come out. */
  readonly types?: { input: Input; output: Output; piece: Piece };
}

export function taskOf<Input, Output, Piece = never>(name: string, { long = false } = {}): Task<Input, Output, Piece> {
  return { name, long };
}

/** In the thread: what a task does. `tell` sends a piece of the result, or how far it is, before the end. */
export interface Work {
  task: Pick<Task<never, unknown>, 'name'>;
  run: (input: never, tell: (piece: unknown) => void) => unknown;
}

/** Types that fit are checked where a work is made; where all of them stand in one list, nobody looks any more. */
export function workOf<Input, Output, Piece>(task: Task<Input, Output, Piece>, run: (input: Input, tell: (piece: Piece) => void) => Output | Promise<Output>): Work {
  return { task, run };
}

/** A value, as JSON has it, as bytes that are handed over at once however many they are. */
export function packed(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** A long list, packed some at a time; others have their turn between. */
export async function packs(list: readonly unknown[]): Promise<Uint8Array[]> {
  const made: Uint8Array[] = [];
  for (let at = 0; at < list.length; at += PACKED_TOGETHER) {
    made.push(packed(list.slice(at, at + PACKED_TOGETHER)));
    await others();
  }
  return made;
}

export function unpacked<Value>(bytes: Uint8Array): Value {
  return JSON.parse(new TextDecoder().decode(bytes)) as Value;
}

/** The buffers of bytes that a message holds, a few levels down: they are handed over and not copied. */
export function handedOver(value: unknown, depth = 6): ArrayBuffer[] {
  if (value instanceof Uint8Array)
    return value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength ? [value.buffer] : [];
  if (depth === 0 || typeof value !== 'object' || value === null)
    return [];
  return Object.values(value).flatMap(one => typeof one === 'object' ? handedOver(one, depth - 1) : []);
}
