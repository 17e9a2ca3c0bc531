/** What ledgers offer to other rooms' stores and doors. The rule files are imported themselves: they know no database. */
export { loadDatasets } from './dataset-store.ts';
export { withHashes } from './entries.ts';
export { insertEntries } from './entry-store.ts';
export { installedSeals } from './key.ts';
