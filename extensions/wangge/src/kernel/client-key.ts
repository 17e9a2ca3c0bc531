/**
 * Whoever creates a row may send a `client_key` with it, a UUID of their own for one form. Sent again under the same key, be
 * it because no answer came or twice at once, the first row is the answer, as if it had just been saved; other content under
 * the key is refused. The Studio sends keys by itself (`ui/client-keys.ts`). Reports of issues have a column for it
 * (`handling/intake/client-key.ts`) and end here, too.
 */
import type { RegisterFunctions } from '@directus/extensions';
import type { Query } from '@directus/types';
import type { ErrorRequestHandler } from 'express';
import type { Caller, Db, HookContext } from './context.ts';
import type { Language } from './refusal-rules.ts';
import type { Uuid, Values } from './values.ts';
import { createError, isDirectusError } from '@directus/errors';
import { digestOfContent, messages } from './client-key-rules.ts';
import { claimKey } from './client-key-store.ts';
import { filtersOf } from './on-filter.ts';
import { readerLanguage } from './reader-language.ts';
import { refused, sentence } from './refusal-rules.ts';
import { keyOf } from './relation-key-rules.ts';

/** Of both, the item that is there stands in the error. */
const SAVED_ALREADY: ReadonlySet<string> = new Set(['ALREADY_SAVED', 'ALREADY_REPORTED']);

export function guardClientKeys(filter: RegisterFunctions['filter']): void {
  filtersOf(filter, messages).onFilter('items.create', async ({ collection, payload, db, person, caller: { schema } }) => {
    // A column of that name is the collection's own matter: reports are compared by what they say, not by how it was sent.
    if (!('client_key' in payload) || schema.collections[collection]?.fields.client_key !== undefined)
      return null;
    const { client_key: given, ...content } = payload;
    if (given === null || person === null)
      return content;
    const client_key = keyOf(given);
    if (client_key === null)
      return refused('client_key_invalid', 'client_key');
    const claimed = await claimKey(db, { author: person, client_key, collection, digest: digestOfContent(content) });
    if (claimed === 'new' || claimed === 'unkept')
      return content;
    throw conflict(claimed, collection, await readerLanguage(db, person));
  });
}

function conflict({ same, item }: { same: boolean; item: string | null }, collection: string, language: Language): Error {
  const code = !same ? 'client_key_reused' : item === null ? 'client_key_gone' : 'already_saved';
  const Conflict = createError<{ collection: string; id?: string }>(code.toUpperCase(), sentence(messages, refused(code), language), 409);
  return new Conflict({ collection, ...item === null ? {} : { id: item } });
}

interface ItemsRequest extends Caller { sanitizedQuery?: Query; body: unknown }

/** After Directus' own routes: what was saved before is answered like what was saved now. Lists are refused as they are. */
export function answerWhatIsSaved({ services, database }: Pick<HookContext, 'services' | 'database'>): ErrorRequestHandler {
  return async (error: unknown, request, response, next) => {
    const collection = request.method === 'POST' ? /^\/items\/([^/]+)\/?$/i.exec(request.path)?.[1] : undefined;
    const id = savedAs(error);
    const { accountability, schema, sanitizedQuery = {}, body } = request as unknown as ItemsRequest;
    if (collection === undefined || id === null || Array.isArray(body)) {
      next(error);
      return;
    }
    try {
      const data = await itemAs({ services, database }, { accountability, schema }, collection, id, sanitizedQuery);
      if (data === null)
        response.status(204).end();
      else
        response.set('Cache-Control', 'no-store').json({ data });
    }
    catch (failure) {
      next(failure);
    }
  };
}

function savedAs(error: unknown): string | null {
  if (!isDirectusError<{ id?: unknown } | undefined>(error) || !SAVED_ALREADY.has(error.code))
    return null;
  return typeof error.extensions?.id === 'string' ? error.extensions.id : null;
}

/** As Directus answers a creation: null where whoever made it may not read it. */
async function itemAs({ services, database }: { services: HookContext['services']; database: Db }, caller: Caller, collection: string, id: Uuid, query: Query): Promise<Values | null> {
  try {
    return await new services.ItemsService(collection, { ...caller, knex: database }).readOne(id, query) as Values;
  }
  catch (error) {
    if (isDirectusError(error, 'FORBIDDEN'))
      return null;
    throw error;
  }
}
