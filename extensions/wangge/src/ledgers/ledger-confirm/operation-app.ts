/** How the operation `ledger-confirm` stands in the Studio's flows: it has nothing to be set. */
import { defineOperationApp } from '@directus/extensions-sdk';

export default defineOperationApp({
  id: 'ledger-confirm',
  get name() {
    return document.documentElement.lang.startsWith('en') ? 'Ledgers: nothing has changed' : '台账：情况无变化';
  },
  icon: 'done_all',
  overview: () => [],
  options: [],
});
