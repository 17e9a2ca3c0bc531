import { getEventListeners } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { taskOf } from '../../extensions/wangge/src/kernel/task.ts';
import { WorkerPool, WorkRefused } from '../../extensions/wangge/src/kernel/worker-pool.ts';

const SCRIPT = new URL('pool-tasks.ts', import.meta.url);
const pools: WorkerPool[] = [];
function pool(limits: Partial<ConstructorParameters<typeof WorkerPool>[1]> = {}): WorkerPool {
  const made = new WorkerPool(SCRIPT, { threads: 2, waiting: 20, megabytes: 64, idle: 60_000, ...limits });
  pools.push(made);
  return made;
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map(one => one.close()));
});

const double = taskOf<number, number, string>('double');
const book = taskOf<SharedArrayBuffer, string>('book', { long: true });
const code = (done: Promise<unknown>): Promise<unknown> => done.then(() => 'done', (error: unknown) => error instanceof WorkRefused ? error.refusal.code : (error as Error).message);

it('does every task, more of them than there are threads, and says how far it is', async () => {
  const { run } = bound(pool({ waiting: 100 }));
  const told: string[] = [];
  expect(await Promise.all(Array.from({ length: 40 }, (_, at) => run(double, at, { onPiece: piece => told.push(piece) })))).toEqual(Array.from({ length: 40 }, (_, at) => at * 2));
  expect(told).toHaveLength(40);
});

it('hands bytes over without copying them', async () => {
  const bytes = Uint8Array.of(1, 2, 3);
  expect([...await pool().run(taskOf<Uint8Array, Uint8Array>('reverse'), bytes)]).toEqual([3, 2, 1]);
  expect(bytes.length).toBe(0);
});

it('a task that throws, dies or takes too much memory fails alone', async () => {
  const { run } = bound(pool());
  const beside = run(double, 21);
  expect(await code(run(taskOf('throw'), 'no such thing'))).toBe('no such thing');
  expect(await code(run(taskOf('die'), null))).toBe('work_broken');
  expect(await code(run(taskOf('fill'), null))).toBe('work_too_large');
  expect(await beside).toBe(42);
  expect(await run(double, 4)).toBe(8);
});

it('whoever leaves ends the task, running or waiting, and the next one has its turn', async () => {
  const { run } = bound(pool({ threads: 1 }));
  const [runs, waits] = [new AbortController(), new AbortController()];
  const running = code(run(taskOf('never'), null, { signal: runs.signal }));
  const waiting = code(run(taskOf('never'), null, { signal: waits.signal }));
  const next = run(double, 1);
  waits.abort(new Error('left early'));
  expect(await waiting).toBe('left early');
  runs.abort(new Error('left'));
  expect(await running).toBe('left');
  expect(await next).toBe(2);
  expect(await code(run(double, 1, { signal: AbortSignal.abort(new Error('gone')) }))).toBe('gone');
});

it('holds nothing of a task that is over, however long its signal lives', async () => {
  const { run } = bound(pool());
  const { signal } = new AbortController();
  await run(double, 1, { signal });
  await code(run(taskOf('throw'), 'no', { signal }));
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('gives nothing to a thread that is being ended', async () => {
  const { run } = bound(pool({ threads: 1, idle: 0 }));
  for (let at = 0; at < 10; at++) {
    expect(await run(double, at)).toBe(at * 2);
    // The timer of the idle thread comes before whatever is asked next.
    await new Promise(done => setTimeout(done, 2));
  }
});

it('refuses with 503 what finds too many waiting', async () => {
  const { run } = bound(pool({ threads: 1, waiting: 1 }));
  const told = new SharedArrayBuffer(4);
  const running = run(book, told);
  const waiting = run(book, told);
  await expect(run(book, told)).rejects.toMatchObject({ refusal: { code: 'work_busy', status: 503 } });
  release(told);
  expect(await Promise.all([running, waiting])).toEqual(['bound', 'bound']);
});

it('long tasks leave a thread to the others', async () => {
  const { run } = bound(pool());
  const told = new SharedArrayBuffer(4);
  const books = [run(book, told), run(book, told)];
  expect(await run(double, 3)).toBe(6);
  release(told);
  expect(await Promise.all(books)).toEqual(['bound', 'bound']);
});

function bound(made: WorkerPool): { run: WorkerPool['run'] } {
  return { run: made.run.bind(made) };
}

function release(told: SharedArrayBuffer): void {
  Atomics.store(new Int32Array(told), 0, 1);
  Atomics.notify(new Int32Array(told), 0);
}
