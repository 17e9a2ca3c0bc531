/**
 * What is written over the API of the ledgers: data sets are registered, changed and retired,
 * entries are checked, sealed and kept.
 */
import type { Verdict } from '../kernel/on-filter.ts';
import type { Values } from '../kernel/values.ts';
import type { Prepared } from './entry-service.ts';
import { ForbiddenError } from '@directus/errors';
import { defineHook } from '@directus/extensions-sdk';
import { filtersOf } from '../kernel/on-filter.ts';
import { isRefusal, refused } from '../kernel/refusal-rules.ts';
import { mayCreate, mayUpdate } from '../kernel/rights.ts';
import { ADMINISTRATOR } from '../kernel/system-accountability.ts';
import { loadDataset } from './dataset-store.ts';
import { changeOf, MANAGED, parseChange, parseForm } from './datasets/registration-rules.ts';
import { register } from './datasets/registration-service.ts';
import { loadStored, showCollections } from './datasets/registration-store.ts';
import { installedCipher } from './encryption-key.ts';
import { prepareCreate, prepareUpdate } from './entry-service.ts';
import { isDataset } from './entry-store.ts';
import { SHORTEST_KEY } from './field-encryption-rules.ts';
import { messages } from './messages.ts';
import { ACCESS_LOG, seenByNumber } from './reveal-service.ts';
import { numberIn } from './search-rules.ts';

export default defineHook(({ filter, action, init }, hookContext) => {
  init('app.after', () => {
    if (installedCipher() === null)
      hookContext.logger.error(`WANGGE_LEDGER_KEY is missing or shorter than ${SHORTEST_KEY} characters: the ledgers take in no numbers and cannot tell entries apart`);
  });

  const { onFilter, never } = filtersOf(filter, messages);

  // ── Data sets ───────────────────────────────────────────────────────────────────────────────────────────────

  onFilter('ledger_datasets.items.create', async ({ payload, db, person }) => {
    const managed = MANAGED.find(field => field in payload);
    const form = managed === undefined ? parseForm(payload) : refused('managed_field', managed, { field: managed });
    if (form.kind === 'refused')
      return form;
    if (form.value.sensitivity === 'sensitive' && payload.active === true)
      return refused('dataset_second_person', 'active');
    const refusal = await register(hookContext, db, form.value);
    if (refusal !== null)
      return refusal;
    const active = form.value.sensitivity !== 'sensitive' && payload.active !== false;
    const { name_en, ...rest } = form.value;
    return { ...payload, ...rest, ...name_en === undefined ? {} : { name_en }, key_fields: form.value.key_fields ?? [], reference_field: form.value.reference_field ?? 'name', active, prepared_by: person };
  });

  onFilter('ledger_datasets.items.update', async ({ payload, keys, db, person }) => {
    const managed = MANAGED.find(field => field in payload);
    const said = managed === undefined ? parseChange(payload) : refused('managed_field', managed, { field: managed });
    if (said.kind === 'refused')
      return said;
    const stored = await loadStored(db, keys);
    const now = new Date().toISOString();
    const changed = stored.map(one => changeOf(one, payload, person, now));
    const refusal = changed.find(isRefusal);
    if (refusal !== undefined)
      return refusal;
    // Who prepared and who activated differs from set to set: only one is activated at a time.
    return keys.length === 1 ? changed[0] ?? null : payload.active === true || changed.some(one => 'prepared_by' in one) ? refused('one_by_one') : null;
  });

  never('ledger_datasets.items.delete', 'dataset_kept');

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
  const verdictOf = (prepared: Prepared): Verdict => prepared.kind === 'prepared' ? prepared.values : prepared.refusals;
  onFilter('items.create', async ({ payload, collection, db, caller }) => {
    const dataset = await loadDataset(db, collection);
    if (dataset === null)
      return null;
    await entitled(mayCreate(hookContext, caller, db, collection));
    return verdictOf(await prepareCreate(db, dataset, asValues(payload)));
  });
  onFilter('items.update', async ({ payload, keys, collection, db, caller }) => {
    const dataset = await loadDataset(db, collection);
    if (dataset === null)
      return null;
    await entitled(mayUpdate(hookContext, caller, db, collection, keys));
    return verdictOf(await prepareUpdate(db, dataset, asValues(payload), keys));
  });
  onFilter('items.delete', async ({ collection, db }) => collection.startsWith('ledger_') && await isDataset(db, collection) ? refused('entry_kept') : null);

  // A whole identity or telephone number in the search box finds its entry by the hash: it stands in no column. Whoever looks
  // for somebody by a number leaves a trace, as on the route that finds; who may leave none is told so.
  onFilter('items.query', async ({ payload: query, collection, db, caller }) => {
    const number = collection.startsWith('ledger_') ? numberIn(query.search) : null;
    const seals = number === null ? null : installedCipher();
    if (number === null || seals === null)
      return null;
    const dataset = await loadDataset(db, collection);
    if (dataset === null || !dataset.fields.some(({ sealed }) => sealed !== null))
      return null;
    if (!await mayCreate(hookContext, caller, db, ACCESS_LOG))
      return { ...refused('search_leaves_trace'), status: 403 };
    const { search: _, ...rest } = query;
    const found = { id: { _in: await seenByNumber(hookContext, caller, db, dataset, seals.hash(number)) } };
    return { ...rest, filter: query.filter == null ? found : { _and: [query.filter, found] } };
  });

  // Written by reading a number, and by nothing else.
  never(`${ACCESS_LOG}.items.create`, 'log_by_reading');
});

/** An import may hold anything in place of an entry. */
function asValues(payload: unknown): Values {
  return typeof payload === 'object' && payload !== null && !Array.isArray(payload) ? payload as Values : {};
}
