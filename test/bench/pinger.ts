/** Asks for a page over and over, in a thread of its own: what its caller is busy with does not count. Answers with the times when told to stop. */
import { Agent, get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { parentPort, Worker, workerData } from 'node:worker_threads';

export interface Pings { milliseconds: number[]; failed: number }

/** Milliseconds between an answer and the next question. */
const PAUSE = 5;

/** Pings while the work is done. */
export async function pinged(url: string, work: () => Promise<unknown>): Promise<Pings> {
  const pinger = new Worker(new URL(import.meta.url), { workerData: { url } });
  const pings = new Promise<Pings>((resolve, reject) => pinger.once('error', reject).on('message', (message: Pings | 'begun') => {
    if (message !== 'begun')
      resolve(message);
  }));
  await new Promise(begun => pinger.once('message', begun));
  try {
    await work();
  }
  finally {
    pinger.postMessage('stop');
  }
  return await pings;
}

async function ping(url: string, agent: Agent): Promise<boolean> {
  return await new Promise<boolean>(resolve => get(url, { agent }, response => response.resume().once('end', () => resolve(response.statusCode === 200)).once('error', () => resolve(false))).once('error', () => resolve(false)));
}

async function serve(url: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const pings: Pings = { milliseconds: [], failed: 0 };
  const stopping = new AbortController();
  parentPort!.once('message', () => stopping.abort());
  await ping(url, agent);
  parentPort!.postMessage('begun');
  while (!stopping.signal.aborted) {
    const began = performance.now();
    if (!await ping(url, agent))
      pings.failed++;
    pings.milliseconds.push(performance.now() - began);
    await wait(PAUSE);
  }
  agent.destroy();
  parentPort!.postMessage(pings);
}

const { url } = (workerData ?? {}) as { url?: unknown };
if (parentPort !== null && typeof url === 'string')
  await serve(url);
