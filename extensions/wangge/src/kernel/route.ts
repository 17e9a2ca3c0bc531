/**
 * The doors beside Directus' own, for people who are signed in. Whoever is not, or asks for what is not there for them, meets
 * Directus' 403; a refusal is said in their language.
 */
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Request, Response, Router } from 'express';
import type { Db } from './context.ts';
import type { Language, Messages } from './refusal-rules.ts';
import type { Uuid } from './values.ts';
import { ForbiddenError } from '@directus/errors';
import { readerLanguage } from './reader-language.ts';
import { refusalError } from './refusal-error.ts';
import { isRefusal } from './refusal-rules.ts';

/** In whose name Directus' services read and write. */
export interface Caller { accountability: Accountability | null; schema: SchemaOverview }

export interface Asked {
  caller: Caller & { accountability: Accountability };
  person: Uuid;
  admin: boolean;
  language: Language;
  request: Request;
  response: Response;
}

/** `null`: there is no such thing for this person. `undefined`: the answer has been sent. A refusal; anything else is the data. */
export type Answer = (asked: Asked) => Promise<unknown>;
export type Door = (method: 'get' | 'post', path: string, answer: Answer) => void;

/** Doors of one room, which say no in its sentences. */
export function doors(router: Router, db: Db, messages: Messages): Door {
  return (method, path, answer) => {
    router[method](path, async (request: Request, response: Response, next) => {
      try {
        const { accountability, schema } = request as unknown as Caller;
        if (!accountability?.user)
          throw new ForbiddenError();
        const language = await readerLanguage(db, accountability.user, request.headers['accept-language']);
        const said = await answer({ caller: { accountability, schema }, person: accountability.user, admin: accountability.admin, language, request, response });
        if (said === null)
          throw new ForbiddenError();
        if (isRefusal(said))
          throw refusalError(messages, said, language);
        if (said !== undefined)
          response.json({ data: said });
      }
      catch (error) {
        next(error);
      }
    });
  };
}
