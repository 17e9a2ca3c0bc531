/** A door to one issue, `GET /wangge/issues/:id/…`, open to whoever may read the issue. */
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Request, Router } from 'express';
import type { HookContext } from '../kernel/context.ts';
import type { Uuid } from '../kernel/values.ts';

export interface Accountable extends Request {
  accountability?: Accountability | null;
  schema: SchemaOverview;
}

/** Answers `{ data }`; who may not see the issue gets Directus' own 403. */
export function issueDoor(router: Router, { services }: HookContext, path: string, answer: (id: Uuid, request: Accountable) => Promise<unknown>): void {
  router.get(`/issues/:id/${path}` as string, async (incoming, response, next) => {
    try {
      const request = incoming as Accountable;
      const { id } = request.params as { id: string };
      await new services.ItemsService('issues', { accountability: request.accountability ?? null, schema: request.schema }).readOne(id, { fields: ['id'] });
      response.json({ data: await answer(id, request) });
    }
    catch (error) {
      next(error);
    }
  });
}
