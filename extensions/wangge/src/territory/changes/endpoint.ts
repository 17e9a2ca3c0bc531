/** `POST /wangge/territory/changes/preview { kind, grid, parent?, successors? }`: what a change of a grid would hand on, or why it cannot be made. */
import type { Router } from 'express';
import type { Caller } from '../../ledgers/reveal.ts';
import type { HookContext } from '../../platform/context.ts';
import { ForbiddenError } from '@directus/errors';
import { readerLanguage } from '../../platform/reader.ts';
import { isRefusal, refusalError } from '../../platform/refusal.ts';
import { messages } from '../messages.ts';
import { weigh } from './changes.ts';

export function mount(router: Router, { database: db }: HookContext): void {
  router.post('/territory/changes/preview', async (request, response, next) => {
    try {
      const { accountability } = request as unknown as Caller;
      if (accountability?.admin !== true)
        throw new ForbiddenError();
      const weighed = await weigh(db, (request.body ?? {}) as Record<string, unknown>);
      if (isRefusal(weighed))
        throw refusalError(messages, weighed, await readerLanguage(db, accountability.user, request.headers['accept-language']));
      const { kind, open, successors, grid } = weighed.change;
      response.json({ data: { kind, open, grid: grid.id, successors: successors.map(({ id }) => id) } });
    }
    catch (error) {
      next(error);
    }
  });
}
