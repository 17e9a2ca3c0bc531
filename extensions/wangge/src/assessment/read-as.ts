/** How the doors of assessment read: as the caller, and all there is. */
import type { Filter, Query } from '@directus/types';
import type { Caller, HookContext } from '../kernel/context.ts';

export type ReadAs = <T>(caller: Caller, collection: string, query: Omit<Query, 'filter'> & { filter: Filter }) => Promise<T[]>;

export function readerOf({ services }: Pick<HookContext, 'services'>): ReadAs {
  return async <T>(caller: Caller, collection: string, query: Omit<Query, 'filter'> & { filter: Filter }): Promise<T[]> =>
    await new services.ItemsService(collection, { ...caller }).readByQuery({ limit: -1, ...query } as Query) as T[];
}
