/**
 * `GET /wangge/logs/route?grid=`: the facilities of a part of the territory, those due first; `POST /wangge/logs/:id/opinions { description,
 * category?, address? }`: what residents said becomes an issue.
 */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import type { Values } from '../../kernel/values.ts';
import type { Facility } from './facility-check-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { itemNamed, routesOf } from '../../kernel/route.ts';
import { todayOf } from '../../territory/index.ts';
import { messages } from '../messages.ts';
import { routeOf } from './facility-check-rules.ts';
import { openIssues, pathOf } from './facility-store.ts';
import { raiseOpinion } from './opinion-service.ts';

/** More than a patch has; of a whole community, those due first. */
const MOST = 300;

export function mount(router: Router, context: HookContext): void {
  const { database: db, services } = context;
  const route = routesOf(router, context, messages);

  route.get('/logs/route', async ({ caller, query }) => {
    const grid = keyOf(query.grid);
    const path = grid === null ? null : await pathOf(db, grid);
    if (path === null)
      return refused('figures_grid', 'grid');
    const service = new services.ItemsService('ledger_facilities', { ...caller });
    const rows = await service.readByQuery({
      filter: { _and: [{ state: { _eq: 'current' } }, { grid_path: { _starts_with: path } }] },
      fields: ['id', 'name', 'group', 'kind', 'address', 'condition', 'confirmed_on', 'check_days'],
      sort: ['confirmed_on'],
      limit: MOST,
    }) as unknown as Facility[];
    const open = await openIssues(db, rows.map(({ id }) => id));
    return routeOf(rows, await todayOf(db)).map(facility => ({ ...facility, issue: open.get(facility.id) ?? null }));
  });

  route.to(itemNamed).post('/logs/:id/opinions', ({ id, caller, body }) => raiseOpinion(db, id, (body ?? {}) as Values, { services, ...caller }));
}
