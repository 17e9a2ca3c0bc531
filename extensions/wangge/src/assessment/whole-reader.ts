/**
 * Results as their reader's permissions would show them if every place were told: for doors that tell of others the tier alone
 * (`periods/told-row-service.ts`), or of all together a sum. Where an administrator grants single fields only, what is granted.
 */
import type { Filter, Query } from '@directus/types';
import type { HookContext } from '../kernel/context.ts';
import type { Values } from '../kernel/values.ts';
import type { ReadAs } from './read-as.ts';
import { grantsInFull, permissionSource } from '../access/directus-permissions.ts';
import { readerOf } from './read-as.ts';
import { withoutTold } from './told-filter-rules.ts';

export function wholeReaderOf(context: Pick<HookContext, 'services' | 'database'>): ReadAs {
  const { services, database } = context;
  const [read, permissions] = [readerOf(context), permissionSource()];
  return async (caller, collection, query) => {
    const { accountability, schema } = caller;
    if (accountability === null || accountability.admin)
      return read(caller, collection, query);
    const grants = await grantsInFull(await permissions(), accountability, schema, database, collection);
    if (grants.length === 0 || !grants.every(({ fields }) => fields?.includes('*')))
      return read(caller, collection, query);
    const rows = withoutTold({ _or: grants.map(({ permissions: rule }) => (rule ?? {}) as Values) }) as Filter;
    const all = new services.ItemsService(collection, { schema, accountability: null });
    return await all.readByQuery({ limit: -1, ...query, filter: { _and: [query.filter, ...Object.keys(rows).length === 0 ? [] : [rows]] } } as Query) as never;
  };
}
