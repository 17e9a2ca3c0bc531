/** Routes to one issue, `/wangge/issues/:id/…`, open to whoever may read the issue; who may not gets Directus' own 403. */
import type { Router } from 'express';
import type { HookContext } from '../kernel/context.ts';
import type { OpenContext, Routes } from '../kernel/route.ts';
import type { Uuid } from '../kernel/values.ts';
import { openRoutesOf } from '../kernel/route.ts';
import { messages } from './messages.ts';
import { inWords } from './words.ts';

export function issueRoutes(router: Router, context: HookContext): Routes<OpenContext & { issue: Uuid }> {
  return openRoutesOf(router, context, messages, { collection: 'issues', worded: inWords }).to(async ({ caller, params }) => {
    const issue = params.id!;
    await new context.services.ItemsService('issues', { ...caller }).readOne(issue, { fields: ['id'] });
    return { issue };
  });
}
