/** `GET /wangge/issues/:id/chain`: does the timeline still stand as it was written? For whoever may read the issue. */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import { issueRoutes } from '../issue-route.ts';
import { chainFault } from './chain-rules.ts';
import { loadChain } from './chain-store.ts';

export function mount(router: Router, context: HookContext): void {
  issueRoutes(router, context).get('/issues/:id/chain', async ({ issue }) => {
    const { events, head } = await loadChain(context.database, issue);
    const fault = chainFault(events, head);
    return { events: events.length, verified: fault === null, fault: fault?.seq ?? null };
  });
}
