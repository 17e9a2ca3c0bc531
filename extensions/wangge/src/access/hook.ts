/**
 * Nobody looks at rows or fields that they may not read, by filtering, sorting, grouping or counting either. Directus keeps
 * to its rules in what it hands out, not in what a query looks at on its way (docs: SECURITY.md).
 *
 * Every query passes here before it is read: lists, single items, searches, GraphQL, exports, what is read back after a write.
 * Administrators look at everything; how much is asked for at once, and whether it can be asked, is weighed for them, too.
 */
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Values } from '../kernel/values.ts';
import type { Query } from './model.ts';
import { defineHook } from '@directus/extensions-sdk';
import { filtersOf } from '../kernel/on-filter.ts';
import { onImportedRows } from '../kernel/on-import.ts';
import { onFailures, onRequests } from '../kernel/on-request.ts';
import { isRefusal, refused } from '../kernel/refusal-rules.ts';
import { addressOf, writesByQuery } from './by-query-rules.ts';
import { asAsked, counted, countedLists } from './count-rules.ts';
import { grantsOf, permissionSource } from './directus-permissions.ts';
import { unfit, unfitValue } from './fit-rules.ts';
import { isGraphql, MOST_QUESTIONS, questionsIn } from './graphql-rules.ts';
import { looks, permitted, touched } from './guard-rules.ts';
import { listed, withoutHiddenLists } from './list-rules.ts';
import { messages } from './messages.ts';
import { oversized } from './size-rules.ts';
import { isRecord } from './steps-rules.ts';

/** A zero byte, or half of a surrogate pair, as JSON escapes it: no text in the database has one, and to ask for it would be a failure. */
const UNASKABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][\da-f]{2})/;

/** Methods that change something before they read it back by the query of their address. */
const WRITING = ['POST', 'PATCH'];

export default defineHook(({ filter, init }, context) => {
  const { onFilter, onRead } = filtersOf(filter, messages);
  const permissions = permissionSource();

  const weighed = async (collection: string, query: Query, accountability: Accountability, schema: SchemaOverview, db: Db): Promise<Query | Refusal> => {
    const large = oversized(schema, collection, query);
    if (large !== null)
      return large;
    if (accountability.admin) {
      const refusal = unfit(schema, collection, query, true);
      if (refusal !== null)
        return refusal;
      const asked = counted(schema, [], collection, query);
      return isRefusal(asked) ? query : asked;
    }
    const collections = new Set([...listed(schema, collection, query), ...countedLists(schema, collection, query), ...looks(query) ? touched(schema, collection, query) : []]);
    const grants = collections.size === 0 ? [] : await grantsOf(await permissions(), accountability, schema, db, collections);
    // Whoever may read nothing of the collection is told so by Directus, whatever is asked of it.
    const mayRead = grants.some(grant => grant.collection === collection);
    const steps = [
      (asked: Query) => mayRead && looks(asked) ? permitted(schema, grants, collection, asked) : asked,
      (asked: Query) => unfit(schema, collection, asked) ?? asked,
      (asked: Query) => withoutHiddenLists(schema, grants, collection, asked, accountability.user),
      (asked: Query) => counted(schema, grants, collection, asked),
    ];
    return steps.reduce<Query | Refusal>((asked, step) => isRefusal(asked) ? asked : step(asked), query);
  };

  onFilter('*.query', async ({ collection, payload, db, caller: { accountability, schema } }) => {
    if (UNASKABLE.test(JSON.stringify(payload)))
      return refused('query_unaskable');
    if (accountability === null)
      return null;
    // Directus may still be reading nested filters: what comes later would pass unseen.
    const query = payload.deep ? { ...payload, deep: structuredClone(payload.deep) } : payload;
    return await weighed(collection, query, accountability, schema, db) as Record<string, unknown> | Refusal;
  });

  onRead('*', async ({ rows, query: { recount } }: { rows: Values[]; query: Query }) => recount === undefined ? rows : asAsked(rows, recount));

  onFailures(init, context, messages, unfitValue);

  onImportedRows(context, messages, row => isRecord(row) ? null : refused('import_rows'));

  const tokens = Number(context.env.GRAPHQL_QUERY_TOKEN_LIMIT);
  onRequests(init, context, messages, ({ path, body, request }) => {
    const asked = isGraphql(path) ? [(body as { query?: unknown } | undefined)?.query, request.query.query] : [];
    const count = Math.max(0, ...asked.map(query => typeof query === 'string' ? questionsIn(query, tokens) : 0));
    return count > MOST_QUESTIONS ? refused('graphql_questions', null, { most: MOST_QUESTIONS, count }) : null;
  });

  onRequests(init, context, messages, async ({ method, path, body, query, caller: { accountability, schema } }) => {
    const address = addressOf(path);
    if (accountability?.admin || address === null)
      return null;
    // Of a singleton only what is deleted: a change names no rows, whatever it holds.
    if (writesByQuery(method, address, body) && (method === 'DELETE' || !schema.collections[address.collection]?.singleton))
      return { ...refused('write_by_query'), status: 403 };
    // What is refused is not written first.
    if (accountability === null || !WRITING.includes(method) || !(address.collection in schema.collections) || !looks(query as Query))
      return null;
    const answer = await weighed(address.collection, structuredClone(query) as Query, accountability, schema, context.database);
    return isRefusal(answer) ? answer : null;
  });
});
