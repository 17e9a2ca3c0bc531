/** `/wangge/account/…`: the same as the page does, for programs. `/wangge/accounts/…`: for administrators. */
import type { Router } from 'express';
import type { HookContext } from '../kernel/context.ts';
import { z } from 'zod';
import { refused } from '../kernel/refusal-rules.ts';
import { itemNamed, routesOf } from '../kernel/route.ts';
import { messages } from './messages.ts';
import { mountPages } from './page/page-routes.ts';
import { changePassword, issueFirstPassword } from './password-service.ts';

const CHANGE = z.object({ current: z.string().max(1000), password: z.string().max(1000) });

export function mount(router: Router, context: HookContext): void {
  mountPages(router, context);
  const { post } = routesOf(router, context, messages);
  post('/account/password', { body: CHANGE }, async ({ caller, person, body }) =>
    await changePassword(context, caller, person, body, Date.now()) ?? { changed: true });
  post('/accounts/:id/first-password', async ({ caller, admin, person, params }) => {
    const named = admin ? await itemNamed({ params }) : null;
    if (named === null)
      return null;
    return named.id === person ? refused('own_slip') : issueFirstPassword(context, caller, named.id, new Date().toISOString());
  });
}
