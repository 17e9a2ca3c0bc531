/**
 * `GET /wangge/issues/:id/situation`: what of an issue follows from its events beside its
 * columns: the request that waits for a decision, and who decides on it; what was merged into it, as far as the reader may see
 * it; and the sub-district, within which departments and grids can be named.
 */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import { issueRoutes } from '../issue-route.ts';
import { allMergedInto, loadEvents, subdistrictOf } from '../issue-store.ts';
import { derivedStateOf } from './derived-state-rules.ts';

export function mount(router: Router, context: HookContext): void {
  const { database, services } = context;
  issueRoutes(router, context).get('/issues/:id/situation', async ({ issue, caller }) => {
    const events = await loadEvents(database, [issue]);
    const { pending } = derivedStateOf(events);
    const merged = await allMergedInto(database, issue);
    return {
      subdistrict: await subdistrictOf(database, issue),
      pending: pending === null ? null : { ...pending, cause: events.find(({ seq }) => seq === pending.seq)?.cause ?? null },
      merged: merged.length === 0
        ? []
        : await new services.ItemsService('issues', { ...caller }).readByQuery({ filter: { id: { _in: merged } }, fields: ['id', 'number', 'title', 'reported_at'], sort: ['reported_at', 'number'], limit: -1 }),
    };
  });
}
