/**
 * `GET /wangge/issues/:id/situation`: what of an issue follows from its events beside its
 * columns: the request for more time that waits for a decision, and who decides on it.
 */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import { issueRoutes } from '../issue-route.ts';
import { loadEvents } from '../issue-store.ts';
import { derivedStateOf } from './derived-state-rules.ts';

export function mount(router: Router, context: HookContext): void {
  issueRoutes(router, context).get('/issues/:id/situation', async ({ issue }) => {
    const events = await loadEvents(context.database, [issue]);
    const { pending } = derivedStateOf(events);
    return { pending: pending === null ? null : { ...pending, cause: events.find(({ seq }) => seq === pending.seq)?.cause ?? null } };
  });
}
