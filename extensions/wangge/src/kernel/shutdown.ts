/**
 * The end of a server that is told to stop. Directus closes idle connections and waits for requests under way, but a request
 * that comes in on a connection just being closed is still carried out, and nobody hears of it; and it closes the pool under
 * jobs that are at work. Here:
 *
 * - from the signal on nothing is taken in any more: 503, before anything is read of it;
 * - what is under way is answered, and its connection ends with the answer;
 * - jobs are told, and the pool stays open until they have come to a place where they can stop, within
 *   `SERVER_SHUTDOWN_TIMEOUT` of the signal, the time that requests have, too.
 */
import type { RequestHandler, Response } from 'express';
import type { HookContext } from './context.ts';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { languageOf } from './refusal-rules.ts';

export interface Shutdown {
  /** Aborted by the signal to stop. */
  signal: AbortSignal;
  /** Work beside requests: the pool stays open for it. */
  waitFor: (work: Promise<unknown>) => void;
  /** Stands before everything else. */
  gate: RequestHandler;
}

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
const CLOSING = { 'zh-CN': '系统正在重新启动，本次操作没有提交，请稍后再试。', 'en-US': 'The server is restarting. Nothing was taken in; try again in a moment.' };

export function shutdownOf({ database, env }: Pick<HookContext, 'database' | 'env'>): Shutdown {
  const stopping = new AbortController();
  const answering = new Set<Response>();
  const working = new Set<Promise<unknown>>();
  const time = Number(env.SERVER_SHUTDOWN_TIMEOUT);
  let deadline = Number.POSITIVE_INFINITY;

  const stop = (): void => {
    deadline = Math.min(deadline, performance.now() + (time >= 0 ? time : 1000));
    stopping.abort();
    for (const response of answering) {
      if (!response.headersSent)
        response.set('Connection', 'close');
    }
  };
  for (const signal of SIGNALS)
    process.once(signal, stop);

  // What Directus calls, `database.destroy`, cannot be replaced; it calls this.
  const client = database.client as { destroy: (done?: () => void) => Promise<void> };
  const close = client.destroy.bind(client);
  client.destroy = async (done) => {
    if (working.size > 0 && deadline !== Number.POSITIVE_INFINITY)
      await Promise.race([Promise.allSettled(working), delay(Math.max(0, deadline - performance.now()), null, { ref: false })]);
    await close(done);
  };

  return {
    signal: stopping.signal,
    waitFor: (work) => {
      const known = work.then(() => {}, () => {}).finally(() => working.delete(known));
      working.add(known);
    },
    gate: (request, response, next) => {
      if (!stopping.signal.aborted) {
        answering.add(response);
        response.once('close', () => answering.delete(response));
        next();
        return;
      }
      response.status(503).set({ 'Connection': 'close', 'Retry-After': '10', 'Cache-Control': 'no-store' }).json({
        errors: [{ message: CLOSING[languageOf(request.headers['accept-language'])], extensions: { code: 'SERVICE_UNAVAILABLE', service: 'api', reason: 'Shutting down' } }],
      });
    },
  };
}
