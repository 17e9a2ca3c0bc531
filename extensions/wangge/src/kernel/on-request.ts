/**
 * What is asked of Directus' own routes passes here first, known by whom it is asked: each room may refuse it, in the
 * reader's language, before anything is read or written. And where they fail at what was asked, a room may say so.
 */
import type { RegisterFunctions } from '@directus/extensions';
import type { Query } from '@directus/types';
import type { ErrorRequestHandler, Express, Request, RequestHandler, Response } from 'express';
import type { Caller, HookContext } from './context.ts';
import type { Messages, Refusal } from './refusal-rules.ts';
import { readerLanguage } from './reader-language.ts';
import { refusalErrors } from './refusal-error.ts';

export interface PassingRequest {
  method: string;
  /** As it was sent: in any case, with slashes and escapes. */
  path: string;
  body: unknown;
  /** Of the address, as Directus has read it. */
  query: Query;
  caller: Caller;
  request: Request;
}

/** A handler in place of one of Directus' own, which says no like everybody: a refusal, null for what Directus may answer itself. */
export function inPlace({ database: db }: Pick<HookContext, 'database'>, messages: Messages, answer: (asked: PassingRequest, response: Response) => Promise<Refusal | 'answered' | null>): RequestHandler {
  return async (request, response, next) => {
    try {
      const { method, path, body } = request;
      const { accountability, schema, sanitizedQuery: query } = request as unknown as Caller & { sanitizedQuery: Query };
      const said = await answer({ method, path, body, query, caller: { accountability, schema }, request }, response);
      if (said === 'answered')
        return;
      const [error] = said === null ? [] : await refusalErrors(db, { messages }, [said], await readerLanguage(db, accountability?.user ?? null, request.headers['accept-language']), null);
      next(error);
    }
    catch (error) {
      next(error);
    }
  };
}

export function onRequests(init: RegisterFunctions['init'], context: Pick<HookContext, 'database'>, messages: Messages, answer: (asked: PassingRequest) => Promise<Refusal | null> | Refusal | null): void {
  init('routes.before', ({ app }) => void (app as Express).use(inPlace(context, messages, async asked => answer(asked))));
}

/** What failed at a route, of whatever kind: a refusal in its place, or null. */
export function onFailures(init: RegisterFunctions['init'], { database: db }: Pick<HookContext, 'database'>, messages: Messages, answer: (error: unknown, asked: Pick<PassingRequest, 'method' | 'path'>) => Refusal | null): void {
  const handler: ErrorRequestHandler = async (error, request, _response, next) => {
    const { accountability } = request as unknown as Caller;
    const refusal = answer(error, { method: request.method, path: request.path });
    try {
      const [said] = refusal === null ? [] : await refusalErrors(db, { messages }, [refusal], await readerLanguage(db, accountability?.user ?? null, request.headers['accept-language']), null);
      next(said ?? error);
    }
    catch {
      next(error);
    }
  };
  init('routes.custom.after', ({ app }) => {
    (app as Express).use(handler);
  });
}
