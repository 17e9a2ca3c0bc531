/**
 * The flow 「情况无变化」 stands beside the list of every data set, those that an administrator registers too.
 *
 * The flow itself is shipped (`seeds/studio/flows.yaml`); which lists it stands beside is kept here. Whoever deletes
 * or switches off the flow is not overruled.
 */
import { defineHook } from '@directus/extensions-sdk';
import { activeCollections, flowCollections } from './flow-store.ts';

const CONFIRM_FLOW = 'a5c30000-0000-4000-8000-000000000701';

export default defineHook(({ action }, { database, services, getSchema, logger }) => {
  const keep = async (): Promise<void> => {
    try {
      const db = database;
      const [options, wanted] = [await flowCollections(db, CONFIRM_FLOW), await activeCollections(db)];
      if (options === null || JSON.stringify(options.collections ?? []) === JSON.stringify(wanted))
        return;
      const flows = new services.FlowsService({ schema: await getSchema(), accountability: null });
      await flows.updateOne(CONFIRM_FLOW, { options: { ...options, collections: wanted } });
    }
    catch (error) {
      // The next start or registration does it.
      logger.warn(error, 'The lists of the flow for confirming could not be brought up to date');
    }
  };
  action('server.start', keep);
  action('ledger_datasets.items.create', keep);
  action('ledger_datasets.items.update', keep);
});
