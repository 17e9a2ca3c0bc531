/**
 * Nobody looks at rows or fields that they may not read, by filtering, sorting, grouping or counting either. Directus keeps
 * to its rules in what it hands out, not in what a query looks at on its way (docs: SECURITY.md).
 *
 * Every query passes here before it is read: lists, single items, searches, GraphQL, exports, what is read back after a write.
 * Administrators and the system itself are free.
 */
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Query } from './model.ts';
import { defineHook } from '@directus/extensions-sdk';
import { filtersOf } from '../kernel/on-filter.ts';
import { onRequests } from '../kernel/on-request.ts';
import { isRefusal, refused } from '../kernel/refusal-rules.ts';
import { addressOf, writesByQuery } from './by-query-rules.ts';
import { grantsOf, permissionSource } from './directus-permissions.ts';
import { looks, permitted, touched } from './guard-rules.ts';
import { messages } from './messages.ts';

/** Methods that change something before they read it back by the query of their address. */
const WRITING = ['POST', 'PATCH'];

export default defineHook(({ filter, init }, context) => {
  const { onFilter } = filtersOf(filter, messages);
  const permissions = permissionSource();

  const weighed = async (collection: string, query: Query, accountability: Accountability, schema: SchemaOverview, db: Db): Promise<Query | Refusal> => {
    const grants = await grantsOf(await permissions(), accountability, schema, db, touched(schema, collection, query));
    return permitted(schema, grants, collection, query);
  };

  onFilter('*.query', async ({ collection, payload, db, trusted, caller: { accountability, schema } }) => {
    if (trusted || accountability === null || !looks(payload))
      return null;
    // Directus may still be reading nested filters: what comes later would pass unseen.
    const query = payload.deep ? { ...payload, deep: structuredClone(payload.deep) } : payload;
    return await weighed(collection, query, accountability, schema, db) as Record<string, unknown> | Refusal;
  });

  onRequests(init, context, messages, async ({ method, path, body, query, caller: { accountability, schema } }) => {
    const address = addressOf(path);
    if (accountability?.admin || address === null)
      return null;
    if (writesByQuery(method, address, body) && !schema.collections[address.collection]?.singleton)
      return { ...refused('write_by_query'), status: 403 };
    // What is refused is not written first.
    if (accountability === null || !WRITING.includes(method) || !(address.collection in schema.collections) || !looks(query as Query))
      return null;
    const answer = await weighed(address.collection, structuredClone(query) as Query, accountability, schema, context.database);
    return isRefusal(answer) ? answer : null;
  });
});
