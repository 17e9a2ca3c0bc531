/** What is written over the API of grid changes: a row is the change itself. It is made with the row, and neither changed nor deleted. */
import { ForbiddenError } from '@directus/errors';
import { defineHook } from '@directus/extensions-sdk';
import { filtersOf } from '../../kernel/on-filter.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { todayOf } from '../../territory/index.ts';
import { messages } from '../../territory/messages.ts';
import { carryOut } from './grid-change-service.ts';
import { madeBefore } from './grid-change-store.ts';

const MANAGED = ['outcome', 'changed_by', 'changed_at', 'effective_on', 'grid_path'];

export default defineHook(({ filter }) => {
  const { onFilter, never } = filtersOf(filter, messages);

  onFilter('grid_changes.items.create', async ({ payload, db, person, trusted }) => {
    // The permissions are asked after this: nothing is done for whoever has none.
    if (!trusted)
      throw new ForbiddenError();
    const managed = MANAGED.find(field => payload[field] != null);
    if (managed !== undefined)
      return refused('managed_field', managed, { field: managed });
    if (typeof payload.note !== 'string' || payload.note.trim() === '')
      return refused('change_note', 'note');
    const now = new Date().toISOString();
    const outcome = await carryOut(db, payload, person, now);
    return isRefusal(outcome) ? outcome : { ...payload, outcome, changed_by: person, changed_at: now, effective_on: await todayOf(db) };
  });
  // The successors come with the change, none later.
  onFilter('grid_changes_grids.items.create', async ({ payload, db }) => {
    const change = keyOf(payload.grid_changes_id);
    return change !== null && await madeBefore(db, change) ? refused('change_done') : null;
  });
  never(['grid_changes.items.update', 'grid_changes.items.delete', 'grid_changes_grids.items.update', 'grid_changes_grids.items.delete'], 'change_done');
});
