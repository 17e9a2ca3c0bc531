/** Routes to one data set, `/wangge/ledgers/:collection/…`, for whoever is signed in; what they may there is for the route to ask. */
import type { Router } from 'express';
import type { HookContext } from '../kernel/context.ts';
import type { Messages } from '../kernel/refusal-rules.ts';
import type { RequestContext, Routes } from '../kernel/route.ts';
import type { Dataset } from './model.ts';
import { routesOf } from '../kernel/route.ts';
import { loadDataset } from './dataset-store.ts';

/** Whoever names what is no data set gets Directus' own 403. */
export function datasetRoutes(router: Router, context: HookContext, messages: Messages): Routes<RequestContext & { dataset: Dataset }> {
  return routesOf(router, context, messages).to(async ({ params }) => {
    const dataset = await loadDataset(context.database, params.collection!);
    return dataset === null ? null : { dataset };
  });
}
