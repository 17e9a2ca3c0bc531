/** Sets the headers of every answer: the Studio, the API, files, the public page, refusals. */
import type { Request, RequestHandler } from 'express';
import type { KnownCaller } from '../kernel/context.ts';
import { ALWAYS, cacheControl, withoutAnyHost } from './header-rules.ts';

const POLICY = 'Content-Security-Policy';
const CACHE = 'Cache-Control';

export function headers(): RequestHandler {
  return (request, response, next) => {
    response.set(ALWAYS);
    const policy = response.get(POLICY);
    if (policy !== undefined)
      response.set(POLICY, withoutAnyHost(policy));
    const [path] = request.originalUrl.split('?');
    // Directus says how long an answer may be kept after all that can be heard of; so it is looked at as it leaves.
    const { writeHead } = response;
    response.writeHead = function (this: typeof response, ...rest: never[]) {
      if (!response.headersSent) {
        const said = response.get(CACHE) ?? null;
        const wanted = cacheControl({ path: path!, said, signedIn: ((request as Request & Partial<KnownCaller>).accountability?.user ?? null) !== null });
        if (wanted !== null && wanted !== said)
          response.set(CACHE, wanted);
      }
      return (writeHead as (...all: never[]) => typeof response).apply(response, rest);
    } as typeof writeHead;
    next();
  };
}
