/**
 * `GET /wangge/issues/:id/situation`: what of an issue follows from its events beside its
 * columns: the request for more time that waits for a decision, and who decides on it.
 */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import { issueDoor } from '../issue-route.ts';
import { loadEvents } from '../issue-store.ts';
import { derivedStateOf } from './derived-state-rules.ts';

export function mount(router: Router, context: HookContext): void {
  issueDoor(router, context, 'situation', async (id) => {
    const events = await loadEvents(context.database, [id]);
    const { pending } = derivedStateOf(events);
    return { pending: pending === null ? null : { ...pending, cause: events.find(({ seq }) => seq === pending.seq)?.cause ?? null } };
  });
}
