/**
 * What is written over the API of the territory and of what lies in it: nobody writes outside their part, the tree of grids
 * and the posts on it stay in order, grids and people are kept.
 */
import { defineHook } from '@directus/extensions-sdk';
import { filtersOf } from '../kernel/on-filter.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { objectionToEntrusting, tellOfSuspended } from './account-guard-service.ts';
import { withCheckedBoundary } from './boundary-service.ts';
import { checkGridChange, checkNewGrid } from './grid-guard-service.ts';
import { messages } from './messages.ts';
import { checkPosts } from './post-guard-service.ts';
import { assertInScope, assertPlaceInScope } from './scope-guard-service.ts';

/** Whose own room says where they may be written: the inspection team finds what it finds anywhere. */
const WITHOUT_SCOPE = ['ledger_findings', 'ledger_spot_checks', 'assessment_manual_scores', 'assessment_year_scores', 'inspection_visits'];

export default defineHook(({ filter }) => {
  const { onFilter, onPersonFilter, never } = filtersOf(filter, messages);

  for (const event of ['items.create', 'items.update']) {
    onPersonFilter(event, async ({ payload, collection, db, caller, person, trusted }) => {
      const fields = caller.schema.collections[collection]?.fields;
      const bound = typeof payload === 'object' && payload !== null && fields !== undefined && 'grid' in fields && 'grid_path' in fields && !WITHOUT_SCOPE.includes(collection);
      if (!bound || trusted)
        return null;
      if (event === 'items.create' && (payload.grid ?? '') === '' && 'location' in payload)
        return assertPlaceInScope(db, person, payload.location);
      return 'grid' in payload ? assertInScope(db, person, payload.grid, payload.issue) : null;
    });
  }

  onFilter('grids.items.create', async ({ payload: { path: _path, leader: _leader, ...payload } }) => payload);
  onFilter(['grids.items.create', 'grids.items.update'], async ({ payload }) => withCheckedBoundary(payload));
  onFilter('grids.items.create', async ({ payload, db }) => checkNewGrid(db, payload));
  onFilter('grids.items.update', async ({ payload, keys, db }) => checkGridChange(db, payload, keys));
  onFilter('posts.items.create', async ({ payload, db }) => checkPosts(db, payload, null));
  onFilter('posts.items.update', async ({ payload, keys, db }) => checkPosts(db, payload, keys));

  for (const collection of ['duty_lines', 'departments'] as const) {
    onFilter(`${collection}.items.create`, async ({ payload, db }) => objectionToEntrusting(db, collection, payload, null));
    onFilter(`${collection}.items.update`, async ({ payload, keys, db }) => objectionToEntrusting(db, collection, payload, keys));
  }

  never('grids.items.delete', 'grid_kept');
  never('users.delete', 'person_kept');
  onFilter(['users.create', 'users.update'], async ({ payload }) => {
    const slot = Object.keys(payload).find(field => /^scope_\d$/.test(field));
    return slot === undefined ? null : refused('managed_field', slot, { field: slot });
  });
  onFilter('users.update', async ({ payload, keys, db }) => {
    await tellOfSuspended(db, payload, keys);
    return null;
  });
});
