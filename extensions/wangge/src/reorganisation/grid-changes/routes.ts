/** `POST /wangge/territory/changes/preview { kind, grid, parent?, successors? }`: what a change of a grid would hand on, or why it cannot be made. */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import { isRefusal } from '../../kernel/refusal-rules.ts';
import { doors } from '../../kernel/route.ts';
import { messages } from '../../territory/messages.ts';
import { weigh } from './grid-change-service.ts';

export function mount(router: Router, { database: db }: HookContext): void {
  doors(router, db, messages)('post', '/territory/changes/preview', async ({ admin, request }) => {
    if (!admin)
      return null;
    const weighed = await weigh(db, (request.body ?? {}) as Record<string, unknown>);
    if (isRefusal(weighed))
      return weighed;
    const { kind, open, successors, grid } = weighed.change;
    return { kind, open, grid: grid.id, successors: successors.map(({ id }) => id) };
  });
}
