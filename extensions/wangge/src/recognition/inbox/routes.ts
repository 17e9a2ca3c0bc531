/** `GET /wangge/recognition/inbox`: what waits for the caller, with the day until which it does. */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import { routesOf } from '../../kernel/route.ts';
import { inboxOf } from './inbox-service.ts';

export function mount(router: Router, context: HookContext): void {
  routesOf(router, context, {}).get('/recognition/inbox', async ({ person }) => ({ items: await inboxOf(context.database, person, new Date().toISOString()) }));
}
