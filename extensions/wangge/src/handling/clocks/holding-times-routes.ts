/** `GET /wangge/issues/:id/held`: through whose hands the issue went and for how long. For whoever may read the issue. */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { issueRoutes } from '../issue-route.ts';
import { loadEvents } from '../issue-store.ts';
import { holdingTimes, lastPinned } from './holding-times-rules.ts';

export function mount(router: Router, context: HookContext): void {
  const { database, services } = context;
  issueRoutes(router, context).get('/issues/:id/held', async ({ issue, caller }) => {
    const events = await loadEvents(database, [issue]);
    const held = holdingTimes(events, await loadCalendar(database, lastPinned(events) ?? undefined), new Date().toISOString());
    /** Names as the caller may see them; who may not see one gets the id alone. */
    const names = async (collection: string, ids: readonly (Uuid | null)[], fields: string[], name: (row: Record<string, string | null>) => string): Promise<Record<Uuid, string>> => {
      const rows: Record<string, string | null>[] = await new services.ItemsService(collection, { ...caller })
        .readByQuery({ filter: { id: { _in: [...new Set(ids)].filter(one => one !== null) } }, fields: ['id', ...fields], limit: -1 })
        .catch(() => []);
      return Object.fromEntries(rows.map(row => [row.id!, name(row)]));
    };
    return {
      ...held,
      names: {
        // Chinese names: the family name first.
        ...await names('directus_users', held.persons.map(({ person }) => person), ['last_name', 'first_name'], row => `${row.last_name ?? ''}${row.first_name ?? ''}`),
        ...await names('departments', [...held.departments.map(({ department }) => department), ...held.spans.flatMap(({ helpers }) => helpers)], ['name'], row => row.name ?? ''),
      },
    };
  });
}
