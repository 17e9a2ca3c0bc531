/** What is written over the API of prints: the return of a paper copy, nothing else. */
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Values } from '../model.ts';
import { defineHook } from '@directus/extensions-sdk';
import { readerLanguage } from '../../kernel/reader-language.ts';
import { refusalError } from '../../kernel/refusal-error.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { messages } from './messages.ts';
import { storedPrints } from './print-store.ts';
import { returned } from './return-rules.ts';

interface Context { database: Db; accountability: { user: Uuid | null } | null }
type Filter = (event: string, handler: (payload: Values, meta: { keys?: Uuid[] }, context: Context) => Promise<unknown>) => void;

export default defineHook(({ filter }) => {
  const on = filter as unknown as Filter;
  const refuse = async (refusal: Refusal, { database, accountability }: Context): Promise<never> => {
    throw refusalError(messages, refusal, await readerLanguage(database, accountability?.user));
  };
  for (const event of ['ledger_prints.items.create', 'ledger_prints.items.delete', 'ledger_print_jobs.items.create', 'ledger_print_jobs.items.update'])
    on(event, async (_payload, _meta, context) => refuse(refused('print_kept'), context));
  on('ledger_prints.items.update', async (payload, { keys = [] }, context) => {
    const said = returned(payload, await storedPrints(context.database, keys), context.accountability?.user ?? null);
    return isRefusal(said) ? refuse(said, context) : said;
  });
});
