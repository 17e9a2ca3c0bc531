/** `POST /wangge/territory/changes/preview { kind, grid, parent?, successors? }`: what a change of a grid would hand on, or why it cannot be made. */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import type { Values } from '../../kernel/values.ts';
import { isRefusal } from '../../kernel/refusal-rules.ts';
import { routesOf } from '../../kernel/route.ts';
import { messages } from '../../territory/messages.ts';
import { assessChange } from './grid-change-service.ts';

export function mount(router: Router, context: HookContext): void {
  routesOf(router, context, messages, { collection: 'grid_changes' }).post('/territory/changes/preview', async ({ admin, body }) => {
    if (!admin)
      return null;
    const weighed = await assessChange(context.database, (body ?? {}) as Values);
    if (isRefusal(weighed))
      return weighed;
    const { kind, open, successors, grid } = weighed.change;
    return { kind, open, grid: grid.id, successors: successors.map(({ id }) => id) };
  });
}
