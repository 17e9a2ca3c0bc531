/**
 * `GET /wangge/logs/route?grid=`: the facilities of a part of the territory, those due first; `POST /wangge/logs/:id/opinions { description,
 * category?, address? }`: what residents said becomes an issue.
 */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import type { Facility } from './facility-check-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { doors } from '../../kernel/route.ts';
import { todayOf } from '../../territory/index.ts';
import { messages } from '../messages.ts';
import { routeOf } from './facility-check-rules.ts';
import { openIssues, pathOf } from './facility-store.ts';
import { raiseOpinion } from './opinion-service.ts';

/** More than a patch has; of a whole community, those due first. */
const MOST = 300;

export function mount(router: Router, { database: db, services }: HookContext): void {
  const door = doors(router, db, messages);

  door('get', '/logs/route', async ({ caller, request }) => {
    const grid = keyOf(request.query.grid);
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

  door('post', '/logs/:id/opinions', async ({ caller, request }) => {
    const id = keyOf(request.params.id);
    return id === null ? null : raiseOpinion(db, id, (request.body ?? {}) as Record<string, unknown>, { services, ...caller });
  });
}
