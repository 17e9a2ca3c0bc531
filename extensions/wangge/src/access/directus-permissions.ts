/**
 * What a caller may read, asked of Directus itself: its policies and grants, the app's own among them, from the caches that it
 * keeps for its own queries. These are parts of Directus that it documents nowhere: the version is pinned, the start fails
 * where they are gone, and what cannot be asked is not answered (`test/system/query-guard.test.ts`).
 */
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Db } from '../kernel/context.ts';
import type { Grant } from './model.ts';
import { createRequire } from 'node:module';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

interface Surroundings { schema: SchemaOverview; knex: Db }
interface Asked { action: 'read'; policies: string[]; accountability: Accountability; collections: string[] }

export interface PermissionSource {
  fetchPolicies: (accountability: Pick<Accountability, 'roles' | 'user' | 'ip'>, context: Surroundings) => Promise<string[]>;
  /** As they are stored, `$CURRENT_USER` and all: whether two rules are the same is all that is asked of them. */
  fetchRawPermissions: (asked: Asked, context: Surroundings) => Promise<Grant[]>;
  /** Those of somebody who was given a share. */
  fetchPermissions: (asked: Asked, context: Surroundings) => Promise<Grant[]>;
}

const PARTS = {
  fetchPolicies: '@directus/api/permissions/lib/fetch-policies',
  fetchRawPermissions: '@directus/api/permissions/utils/fetch-raw-permissions',
  fetchPermissions: '@directus/api/permissions/lib/fetch-permissions',
} as const satisfies Record<keyof PermissionSource, string>;

/** The modules that the running Directus has loaded already: found from where it was started, since the bundle may lie elsewhere. */
export function permissionSource(): () => Promise<PermissionSource> {
  const { resolve } = createRequire(process.argv[1]!);
  const paths = Object.entries(PARTS).map(([name, part]) => [name, pathToFileURL(resolve(part)).href] as const);
  let source: Promise<PermissionSource> | undefined;
  const load = async (): Promise<PermissionSource> => {
    const found = await Promise.all(paths.map(async ([name, href]) => [name, (await import(href) as Record<string, unknown>)[name]]));
    if (found.some(([, part]) => typeof part !== 'function'))
      throw new Error('Directus has changed: its permissions cannot be asked for');
    return Object.fromEntries(found) as PermissionSource;
  };
  return () => source ??= load();
}

/** The grants of whoever asks, in these collections. */
export async function grantsOf(source: PermissionSource, accountability: Accountability, schema: SchemaOverview, db: Db, collections: Iterable<string>): Promise<Grant[]> {
  const context = { schema, knex: db };
  const policies = await source.fetchPolicies(accountability, context);
  const asked: Asked = { action: 'read', policies, accountability, collections: [...collections] };
  return accountability.share ? await source.fetchPermissions(asked, context) : await source.fetchRawPermissions(asked, context);
}

/** With who asks, and where, put into them. */
export async function grantsInFull(source: PermissionSource, accountability: Accountability, schema: SchemaOverview, db: Db, collection: string): Promise<Grant[]> {
  const context = { schema, knex: db };
  const policies = await source.fetchPolicies(accountability, context);
  return source.fetchPermissions({ action: 'read', policies, accountability, collections: [collection] }, context);
}
