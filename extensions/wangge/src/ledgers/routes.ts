/** `/wangge/ledgers/:collection/…`: numbers in full, what has happened to an entry, finding by number. */
import type { Router } from 'express';
import type { HookContext } from '../kernel/context.ts';
import type { Asked } from './dataset-route.ts';
import { ForbiddenError } from '@directus/errors';
import { refusalError } from '../kernel/refusal-error.ts';
import { isRefusal } from '../kernel/refusal-rules.ts';
import { keyOf } from '../kernel/relation-key-rules.ts';
import { datasetDoor } from './dataset-route.ts';
import { changesOf, commonWords, namesOfEntries, namesOfGrids } from './entry-store.ts';
import { idsIn, tell } from './history-rules.ts';
import { messages } from './messages.ts';
import { find, reveal } from './reveal-service.ts';

export function mount(router: Router, context: HookContext): void {
  const { database } = context;
  const door = (method: 'get' | 'post', path: string, answer: (asked: Asked) => Promise<unknown>): void => datasetDoor(router, context, method, path, async (asked) => {
    const data = await answer(asked);
    if (isRefusal(data))
      throw refusalError(messages, data, asked.language);
    asked.response.json({ data });
  });
  const itemOf = (request: Asked['request']): string => {
    const item = keyOf((request.params as Record<string, string>).item);
    if (item === null)
      throw new ForbiddenError();
    return item;
  };

  door('post', ':item/reveal', async ({ request, dataset, caller }) => reveal(context, caller, dataset, itemOf(request), request.body?.purpose));
  door('post', 'find', async ({ request, dataset, caller }) => find(context, caller, dataset, request.body?.field, request.body?.value));
  door('get', ':item/history', async ({ request, dataset, caller, language }) => {
    const item = itemOf(request);
    // Whoever sees the whole entry sees its past; the inspection team's part of it does not reach that far.
    await new context.services.ItemsService(dataset.collection, { ...caller }).readOne(item, { fields: ['id', ...dataset.fields.map(({ field }) => field)] });
    const history = await changesOf(database, dataset.collection, item);
    const { grids, entries } = idsIn(dataset, history);
    const names = new Map([...await namesOfGrids(database, grids), ...await namesOfEntries(database, entries)]);
    return tell(dataset, history, names, await commonWords(database, language), language);
  });
}
