/**
 * What is asked of Directus' own routes passes here first, known by whom it is asked: each room may refuse it, in the
 * reader's language, before anything is read or written.
 */
import type { RegisterFunctions } from '@directus/extensions';
import type { Query } from '@directus/types';
import type { Express, Request } from 'express';
import type { Caller, HookContext } from './context.ts';
import type { Voice } from './refusal-error.ts';
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

export function onRequests(init: RegisterFunctions['init'], { database: db }: Pick<HookContext, 'database'>, messages: Messages, answer: (asked: PassingRequest) => Promise<Refusal | null> | Refusal | null): void {
  const voice: Voice = { messages };
  init('routes.before', ({ app }) => {
    (app as Express).use(async (request, _response, next) => {
      try {
        const { method, path, body } = request;
        const { accountability, schema, sanitizedQuery: query } = request as unknown as Caller & { sanitizedQuery: Query };
        const refusal = await answer({ method, path, body, query, caller: { accountability, schema }, request });
        const [error] = refusal === null ? [] : await refusalErrors(db, voice, [refusal], await readerLanguage(db, accountability?.user ?? null, request.headers['accept-language']), null);
        next(error);
      }
      catch (error) {
        next(error);
      }
    });
  });
}
