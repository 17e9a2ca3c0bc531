/** What is written over the API of prints: the return of a paper copy, nothing else. */
import { defineHook } from '@directus/extensions-sdk';
import { filtersOf } from '../../kernel/on-filter.ts';
import { messages } from './messages.ts';
import { storedPrints } from './print-store.ts';
import { returned } from './return-rules.ts';

export default defineHook(({ filter }) => {
  const { onFilter, never } = filtersOf(filter, messages);

  never(['ledger_prints.items.create', 'ledger_prints.items.delete', 'ledger_print_jobs.items.create', 'ledger_print_jobs.items.update'], 'print_kept');
  onFilter('ledger_prints.items.update', async ({ payload, keys, db, person }) => returned(payload, await storedPrints(db, keys), person));
});
