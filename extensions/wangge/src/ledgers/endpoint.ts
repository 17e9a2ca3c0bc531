/** `/wangge/ledgers/:collection/…`: numbers in full, what has happened to an entry, finding by number. */
import type { Request, Router } from 'express';
import type { HookContext } from '../platform/context.ts';
import type { Refusal } from '../platform/refusal.ts';
import type { Dataset } from './model.ts';
import type { Caller } from './reveal.ts';
import { ForbiddenError } from '@directus/errors';
import { readerLanguage } from '../platform/reader.ts';
import { refusalError } from '../platform/refusal.ts';
import { keyOf } from '../territory/key.ts';
import { loadDataset } from './dataset-store.ts';
import { changesOf, commonWords, namesOfEntries, namesOfGrids } from './entry-store.ts';
import { idsIn, tell } from './history.ts';
import { messages } from './messages.ts';
import { isRefusal } from './registration.ts';
import { find, reveal } from './reveal.ts';

type Accountable = Request & Caller;
interface Asked { request: Accountable; dataset: Dataset; caller: Caller }
type Answer = (asked: Asked) => Promise<unknown>;

export function mount(router: Router, context: HookContext): void {
  const { database } = context;
  const door = (method: 'get' | 'post', path: string, answer: Answer): void => {
    router[method](`/ledgers/:collection/${path}` as string, async (incoming, response, next) => {
      try {
        const request = incoming as unknown as Accountable;
        const user = request.accountability?.user ?? null;
        const dataset = user === null ? null : await loadDataset(database, (request.params as Record<string, string>).collection!);
        if (dataset === null)
          throw new ForbiddenError();
        const data = await answer({ request, dataset, caller: { accountability: request.accountability, schema: request.schema } });
        if (isRefusal(data))
          throw refusalError(messages, data as Refusal, await readerLanguage(database, user, request.headers['accept-language']));
        response.json({ data });
      }
      catch (error) {
        next(error);
      }
    });
  };
  const itemOf = (request: Accountable): string => {
    const item = keyOf((request.params as Record<string, string>).item);
    if (item === null)
      throw new ForbiddenError();
    return item;
  };

  door('post', ':item/reveal', async ({ request, dataset, caller }) => reveal(context, caller, dataset, itemOf(request), request.body?.purpose));
  door('post', 'find', async ({ request, dataset, caller }) => find(context, caller, dataset, request.body?.field, request.body?.value));
  door('get', ':item/history', async ({ request, dataset, caller }) => {
    const item = itemOf(request);
    // Whoever sees the whole entry sees its past; the inspection team's part of it does not reach that far.
    await new context.services.ItemsService(dataset.collection, { ...caller }).readOne(item, { fields: ['id', ...dataset.fields.map(({ field }) => field)] });
    const language = await readerLanguage(database, request.accountability?.user, request.headers['accept-language']);
    const history = await changesOf(database, dataset.collection, item);
    const { grids, entries } = idsIn(dataset, history);
    const names = new Map([...await namesOfGrids(database, grids), ...await namesOfEntries(database, entries)]);
    return tell(dataset, history, names, await commonWords(database, language), language);
  });
}
