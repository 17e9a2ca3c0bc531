/** The operation `ledger-confirm`: "nothing has changed" for the rows that were selected in a list, in the name of whoever selected them. */
import type { SchemaOverview } from '@directus/types';
import type { HookContext } from '../../kernel/context.ts';
import { ForbiddenError } from '@directus/errors';
import { defineOperationApi } from '@directus/extensions-sdk';
import { readerLanguage } from '../../kernel/reader-language.ts';
import { refusalError } from '../../kernel/refusal-error.ts';
import { confirmMany } from '../upkeep/confirmation-service.ts';
import { messages } from '../upkeep/messages.ts';

interface Triggered { $trigger?: { body?: { collection?: unknown; keys?: unknown } } }

export default defineOperationApi({
  id: 'ledger-confirm',
  handler: async (_options, context) => {
    const { collection, keys } = (context.data as Triggered).$trigger?.body ?? {};
    const { accountability, database, getSchema } = context;
    // Without somebody it would be the system itself: whoever starts it by other means than the list has nobody's right.
    if (accountability?.user == null || typeof collection !== 'string')
      throw new ForbiddenError();
    const schema: SchemaOverview = await getSchema();
    const answer = await confirmMany(context as unknown as HookContext, { accountability, schema }, collection, keys);
    if (answer === null)
      throw new ForbiddenError();
    if ('kind' in answer)
      throw refusalError(messages, answer, await readerLanguage(database, accountability.user));
    return { ...answer };
  },
});
