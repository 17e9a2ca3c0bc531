/**
 * The ledgers' door for what is written over the API: data sets are registered, changed and retired,
 * entries are checked, sealed and kept.
 */
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Prepared } from './entry-service.ts';
import type { Values } from './model.ts';
import { ForbiddenError } from '@directus/errors';
import { defineHook } from '@directus/extensions-sdk';
import { readerLanguage } from '../kernel/reader-language.ts';
import { refusalError } from '../kernel/refusal-error.ts';
import { isRefusal, refused } from '../kernel/refusal-rules.ts';
import { mayCreate, mayUpdate } from '../kernel/rights.ts';
import { ADMINISTRATOR } from '../kernel/system-accountability.ts';
import { loadDataset } from './dataset-store.ts';
import { changeOf, MANAGED, parseChange, parseForm } from './datasets/registration-rules.ts';
import { register } from './datasets/registration-service.ts';
import { loadStored, showCollections } from './datasets/registration-store.ts';
import { installedSeals } from './encryption-key.ts';
import { prepareCreate, prepareUpdate } from './entry-service.ts';
import { isDataset, itemsByHash } from './entry-store.ts';
import { SHORTEST_KEY } from './field-encryption-rules.ts';
import { messages } from './messages.ts';
import { numberIn } from './search-rules.ts';

interface Context { database: Db; accountability: Accountability | null; schema: SchemaOverview }
interface Meta { collection: string; keys?: string[] }
type Filter = (event: string, handler: (payload: Values, meta: Meta, context: Context) => Promise<unknown>) => void;

export default defineHook(({ filter, action, init }, hookContext) => {
  init('app.after', () => {
    if (installedSeals() === null)
      hookContext.logger.error(`WANGGE_LEDGER_KEY is missing or shorter than ${SHORTEST_KEY} characters: the ledgers take in no numbers and cannot tell entries apart`);
  });

  const on = filter as unknown as Filter;
  const refuse = async (refusals: readonly Refusal[], { database, accountability }: Context): Promise<never> => {
    const language = await readerLanguage(database, accountability?.user);
    const errors = refusals.map(refusal => refusalError(messages, refusal, language));
    throw errors.length === 1 ? errors[0]! : errors;
  };

  // ── Data sets ───────────────────────────────────────────────────────────────────────────────────────────────

  on('ledger_datasets.items.create', async (payload, _meta, context) => {
    const managed = MANAGED.find(field => field in payload);
    const form = managed === undefined ? parseForm(payload) : refused('managed_field', managed, { field: managed });
    if (form.kind === 'refused')
      return refuse([form], context);
    if (form.value.sensitivity === 'sensitive' && payload.active === true)
      return refuse([refused('dataset_second_person', 'active')], context);
    const refusal = await register(hookContext, context.database, form.value);
    if (refusal !== null)
      return refuse([refusal], context);
    const active = form.value.sensitivity !== 'sensitive' && payload.active !== false;
    const { name_en, ...rest } = form.value;
    return { ...payload, ...rest, ...name_en === undefined ? {} : { name_en }, key_fields: form.value.key_fields ?? [], reference_field: form.value.reference_field ?? 'name', active, prepared_by: context.accountability?.user ?? null };
  });

  on('ledger_datasets.items.update', async (payload, { keys = [] }, context) => {
    const managed = MANAGED.find(field => field in payload);
    const said = managed === undefined ? parseChange(payload) : refused('managed_field', managed, { field: managed });
    if (said.kind === 'refused')
      return refuse([said], context);
    const stored = await loadStored(context.database, keys);
    const now = new Date().toISOString();
    const changed = stored.map(one => changeOf(one, payload, context.accountability?.user ?? null, now));
    const refusal = changed.find(isRefusal);
    if (refusal !== undefined)
      return refuse([refusal], context);
    // Who prepared and who activated differs from set to set: only one is activated at a time.
    return keys.length === 1 ? changed[0] : payload.active === true || changed.some(one => 'prepared_by' in one) ? refuse([refused('one_by_one', null)], context) : payload;
  });

  on('ledger_datasets.items.delete', async (_keys, _meta, context) => refuse([refused('dataset_kept')], context));

  // Inside the transaction the old schema would be cached again: the one use of an action, and losing it costs a refresh.
  const flush = async (): Promise<void> => {
    const { services, getSchema } = hookContext;
    const utils = new services.UtilsService({ schema: await getSchema(), accountability: ADMINISTRATOR });
    await utils.clearCache({ system: true });
  };
  action('ledger_datasets.items.create', flush);
  action('ledger_datasets.items.update', async (meta) => {
    const { keys, payload } = meta as unknown as { keys: string[]; payload: Values };
    if (typeof payload.active !== 'boolean')
      return;
    await showCollections(hookContext.database, payload.active, keys);
    await flush();
  });

  // ── Entries ─────────────────────────────────────────────────────────────────────────────────────────────────

  // Directus asks for the right to write after its hooks. Here it comes first: what a refusal says of what stands is for those who may write it.
  const entitled = async (may: Promise<boolean>): Promise<void> => {
    if (!await may)
      throw new ForbiddenError();
  };
  const stored = async (prepared: Prepared, context: Context): Promise<Values> =>
    prepared.kind === 'prepared' ? prepared.values : refuse(prepared.refusals, context);
  on('items.create', async (payload, { collection }, context) => {
    const dataset = await loadDataset(context.database, collection);
    if (dataset === null)
      return payload;
    await entitled(mayCreate(hookContext, context, context.database, collection));
    return stored(await prepareCreate(context.database, dataset, asValues(payload)), context);
  });
  on('items.update', async (payload, { collection, keys = [] }, context) => {
    const dataset = await loadDataset(context.database, collection);
    if (dataset === null)
      return payload;
    await entitled(mayUpdate(hookContext, context, context.database, collection, keys));
    return stored(await prepareUpdate(context.database, dataset, asValues(payload), keys), context);
  });
  on('items.delete', async (keys, { collection }, context) =>
    collection.startsWith('ledger_') && await isDataset(context.database, collection) ? refuse([refused('entry_kept')], context) : keys);

  // A whole identity or telephone number in the search box finds its entry by the hash: it stands in no column.
  on('items.query', async (query, { collection }, { database }) => {
    const number = collection.startsWith('ledger_') ? numberIn(query.search) : null;
    const seals = number === null ? null : installedSeals();
    if (number === null || seals === null || !await isDataset(database, collection))
      return query;
    const { search: _, ...rest } = query;
    const found = { id: { _in: await itemsByHash(database, collection, [seals.hash(number)]) } };
    return { ...rest, filter: query.filter == null ? found : { _and: [query.filter, found] } };
  });
});

/** An import may hold anything in place of an entry. */
function asValues(payload: unknown): Values {
  return typeof payload === 'object' && payload !== null && !Array.isArray(payload) ? payload as Values : {};
}
