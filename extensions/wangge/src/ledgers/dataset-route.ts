/** Routes to one data set, `/wangge/ledgers/:collection/…`, for whoever is signed in; what they may there is for the route to ask. */
import type { Request, Response, Router } from 'express';
import type { Caller, HookContext } from '../kernel/context.ts';
import type { Language, Messages } from '../kernel/refusal-rules.ts';
import type { RequestContext, Routes } from '../kernel/route.ts';
import type { Dataset } from './model.ts';
import { ForbiddenError } from '@directus/errors';
import { readerLanguage } from '../kernel/reader-language.ts';
import { routesOf } from '../kernel/route.ts';
import { loadDataset } from './dataset-store.ts';

/** Whoever names what is no data set gets Directus' own 403. */
export function datasetRoutes(router: Router, context: HookContext, messages: Messages): Routes<RequestContext & { dataset: Dataset }> {
  return routesOf(router, context, messages).to(async ({ params }) => {
    const dataset = await loadDataset(context.database, params.collection!);
    return dataset === null ? null : { dataset };
  });
}

export interface Asked<Sent extends object = object> {
  request: Request & Caller & Sent;
  response: Response;
  caller: Caller;
  dataset: Dataset;
  language: Language;
}

/** Without the answers of `datasetRoutes`, which is the one to use. */
export function datasetDoor<Sent extends object>(router: Router, { database }: Pick<HookContext, 'database'>, method: 'get' | 'post', path: string, answer: (asked: Asked<Sent>) => Promise<void>): void {
  router[method](`/ledgers/:collection/${path}` as string, async (incoming, response, next) => {
    try {
      const request = incoming as unknown as Asked<Sent>['request'];
      const user = request.accountability?.user ?? null;
      const dataset = user === null ? null : await loadDataset(database, (request.params as Record<string, string>).collection!);
      if (dataset === null)
        throw new ForbiddenError();
      const language = await readerLanguage(database, user, request.headers['accept-language']);
      await answer({ request, response, dataset, language, caller: { accountability: request.accountability, schema: request.schema } });
    }
    catch (error) {
      next(error);
    }
  });
}
