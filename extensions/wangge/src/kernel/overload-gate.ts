/**
 * Under too much load requests are refused at once, in words, with 503 and `Retry-After`. Directus' own limiter
 * (`PRESSURE_LIMITER_ENABLED`) stands before everything, refuses the Studio's files and the bundle too, and answers in English:
 * it stays off (`scripts/start/safe-defaults.env`).
 */
import type { RequestHandler } from 'express';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { BUSY, BUSY_AFTER, busyPage, isAlwaysAnswered, isOverloaded, RETRY_AFTER } from './overload-rules.ts';
import { languageOf } from './refusal-rules.ts';

/** By how many milliseconds the thread was late, on average, since it was last asked. */
export type Delay = () => number;

/** Milliseconds. */
const SAMPLE = 1000;
const RESOLUTION = 20;

export function measuredDelay(): Delay {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  histogram.enable();
  return () => {
    // Without a single sample the thread has been held ever since.
    const mean = histogram.count === 0 ? SAMPLE : histogram.mean / 1e6 - RESOLUTION;
    histogram.reset();
    return mean;
  };
}

/** `look` is to be called once a second. */
export function overloadGate(delay: Delay, limit = BUSY_AFTER): { gate: RequestHandler; look: () => void } {
  let refuses = false;
  let last = 0;
  return {
    look: () => {
      const now = delay();
      // One task that took long is over when it is seen: what has lasted is refused.
      refuses = isOverloaded(refuses, refuses ? now : Math.min(last, now), limit);
      last = now;
    },
    gate: (request, response, next) => {
      const page = request.accepts(['json', 'html']) === 'html';
      if (!refuses || isAlwaysAnswered(request.method, request.path, page)) {
        next();
        return;
      }
      const language = languageOf(request.headers['accept-language']);
      response.status(503).set({ 'Retry-After': String(RETRY_AFTER), 'Cache-Control': 'no-store' });
      if (page)
        response.type('html').send(busyPage(language, request.method));
      else
        response.json({ errors: [{ message: BUSY[language], extensions: { code: 'WANGGE_BUSY', rule: 'server_busy' } }] });
    },
  };
}

/** The gate of a running server; none where `WANGGE_BUSY_AFTER` is 0. */
export function watchedGate(limit: number): RequestHandler | null {
  if (limit === 0)
    return null;
  const { gate, look } = overloadGate(measuredDelay(), limit);
  setInterval(look, SAMPLE).unref();
  return gate;
}
