/**
 * Territory's door: nobody writes outside their part of the territory, the tree of grids
 * and the posts on it stay in order, grids and people are kept.
 *
 * Filters run for the Studio, REST, GraphQL, nested saves, batches and imports alike.
 */
import type { Uuid } from '../handling/model.ts';
import type { Db } from '../platform/context.ts';
import type { Refusal } from '../platform/refusal.ts';
import { defineHook } from '@directus/extensions-sdk';
import { readerLanguage } from '../platform/reader.ts';
import { refusalError, refused } from '../platform/refusal.ts';
import { checkGridChange, checkNewGrid } from './grid-guard.ts';
import { messages } from './messages.ts';
import { checkPosts } from './post-guard.ts';
import { assertInScope, assertOwnFile, assertOwnPhotograph, assertOwnReport, assertPlaceInScope, assertWithEvent } from './scope-guard.ts';
import { photographsOpen } from './store.ts';

type Payload = Record<string, unknown>;
interface Meta { collection: string; keys?: Uuid[] }
interface Context {
  database: Db;
  accountability: { user: Uuid | null; admin: boolean } | null;
  schema: { collections: Record<string, { fields: Record<string, unknown> }> };
}
type Filter = (event: string, handler: (payload: Payload, meta: Meta, context: Context) => Promise<Payload | void>) => void;

/** Whose own room says where they may be written: the inspection team finds what it finds anywhere. */
const WITHOUT_SCOPE = ['ledger_findings'];

export default defineHook(({ filter }) => {
  const on = filter as unknown as Filter;
  /** Throws the sentence of a refusal. */
  const guard = (event: string, check: (payload: Payload, meta: Meta, context: Context) => Promise<Refusal | null>): void =>
    on(event, async (payload, meta, context) => {
      const refusal = await check(payload, meta, context);
      if (refusal !== null)
        throw refusalError(messages, refusal, await readerLanguage(context.database, context.accountability?.user));
    });

  for (const event of ['items.create', 'items.update']) {
    guard(event, async (payload, { collection }, { database, accountability, schema }) => {
      const fields = schema.collections[collection]?.fields;
      const bound = typeof payload === 'object' && payload !== null && fields !== undefined && 'grid' in fields && 'grid_path' in fields && !WITHOUT_SCOPE.includes(collection);
      // Whoever is not known yet meets the permissions next.
      if (!bound || !accountability?.user || accountability.admin)
        return null;
      if (event === 'items.create' && (payload.grid ?? '') === '' && 'location' in payload)
        return assertPlaceInScope(database, accountability.user, payload.location);
      if (!('grid' in payload))
        return null;
      return assertInScope(database, accountability.user, payload.grid, payload.issue);
    });
  }
  guard('issues.items.update', async (payload, { keys = [] }, { database, accountability }) =>
    !accountability?.user || accountability.admin ? null : assertOwnReport(database, accountability.user, payload, keys));
  guard('issues_files.items.create', async (payload, _meta, { database, accountability }) =>
    accountability === null ? null : assertOwnPhotograph(database, accountability.admin ? null : accountability.user, payload.issues_id));
  for (const link of ['issues_files', 'issue_events_files', 'work_logs_files']) {
    guard(`${link}.items.create`, async (payload, _meta, { database, accountability }) =>
      !accountability?.user || accountability.admin ? null : assertOwnFile(database, accountability.user, payload.directus_files_id));
  }
  for (const event of ['facility_checks.items.create', 'facility_checks.items.update']) {
    guard(event, async ({ photo }, _meta, { database, accountability }) =>
      !accountability?.user || accountability.admin || (photo ?? null) === null ? null : assertOwnFile(database, accountability.user, photo, 'photo'));
  }
  for (const event of ['ledger_findings.items.create', 'ledger_findings.items.update']) {
    guard(event, async ({ evidence }, _meta, { database, accountability }) =>
      !accountability?.user || accountability.admin || (evidence ?? null) === null ? null : assertOwnFile(database, accountability.user, evidence, 'evidence'));
  }
  // Of a deletion, the payload is the list of keys.
  guard('issues_files.items.delete', async (keys, _meta, { database }) =>
    await photographsOpen(database, keys as unknown as Uuid[]) ? null : refused('not_reporter'));
  guard('issue_events_files.items.create', async (payload, _meta, { database }) => assertWithEvent(database, payload.issue_events_id));
  for (const event of ['issue_events_files.items.update', 'issue_events_files.items.delete'])
    guard(event, async () => refused('files_with_event'));

  on('grids.items.create', async ({ path: _path, leader: _leader, ...payload }) => payload);
  guard('grids.items.create', async (payload, _meta, { database }) => checkNewGrid(database, payload));
  guard('grids.items.update', async (payload, { keys = [] }, { database }) => checkGridChange(database, payload, keys));
  guard('posts.items.create', async (payload, _meta, { database }) => checkPosts(database, payload, null));
  guard('posts.items.update', async (payload, { keys = [] }, { database }) => checkPosts(database, payload, keys));

  guard('grids.items.delete', async () => refused('grid_kept'));
  guard('users.delete', async () => refused('person_kept'));
  for (const event of ['users.create', 'users.update']) {
    guard(event, async (payload) => {
      const slot = Object.keys(payload).find(field => /^scope_\d$/.test(field));
      return slot === undefined ? null : refused('managed_field', slot, { field: slot });
    });
  }
});
