/** `/wangge/ledgers/:collection/…`: numbers in full, what has happened to an entry, finding by number. */
import type { Router } from 'express';
import type { HookContext } from '../kernel/context.ts';
import { keyOf } from '../kernel/relation-key-rules.ts';
import { datasetRoutes } from './dataset-route.ts';
import { changesOf, commonWords, namesOfEntries, namesOfGrids } from './entry-store.ts';
import { idsIn, tell } from './history-rules.ts';
import { messages } from './messages.ts';
import { find, reveal } from './reveal-service.ts';

export function mount(router: Router, context: HookContext): void {
  const { database: db } = context;
  const route = datasetRoutes(router, context, messages);
  const ofEntry = route.to(async ({ params }) => {
    const item = keyOf(params.item);
    return item === null ? null : { item };
  });

  ofEntry.post('/ledgers/:collection/:item/reveal', ({ caller, dataset, item, body }) => reveal(context, caller, dataset, item, (body as { purpose?: unknown } | undefined)?.purpose));

  route.post('/ledgers/:collection/find', ({ caller, dataset, body }) => {
    const { field, value } = (body ?? {}) as { field?: unknown; value?: unknown };
    return find(context, caller, dataset, field, value);
  });

  ofEntry.get('/ledgers/:collection/:item/history', async ({ caller, dataset, item, language }) => {
    // Whoever sees the whole entry sees its past; the inspection team's part of it does not reach that far.
    await new context.services.ItemsService(dataset.collection, { ...caller }).readOne(item, { fields: ['id', ...dataset.fields.map(({ field }) => field)] });
    const history = await changesOf(db, dataset.collection, item);
    const { grids, entries } = idsIn(dataset, history);
    const names = new Map([...await namesOfGrids(db, grids), ...await namesOfEntries(db, entries)]);
    return tell(dataset, history, names, await commonWords(db, language), language);
  });
}
