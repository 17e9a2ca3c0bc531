/** What ledgers offer to other rooms' stores and doors. The rule files are imported themselves: they know no database. */
export { loadDatasets } from './dataset-store.ts';
export { withHashes } from './entries.ts';
export { insertEntries } from './entry-store.ts';
export { handEntries, type Handing, planHanding } from './handing.ts';
export { installedSeals } from './key.ts';
export { staleShares } from './upkeep/shares.ts';
export { makeTasks } from './upkeep/tasks.ts';
