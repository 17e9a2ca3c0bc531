/** What ledgers offer to other rooms' stores and doors. The rule files are imported themselves: they know no database. */
export { loadDatasets } from './dataset-store.ts';
export { installedSeals } from './encryption-key.ts';
export { withHashes } from './entry-service.ts';
export { insertEntries } from './entry-store.ts';
export { handEntries, type Handing, planHanding } from './transfer-entries-service.ts';
export { staleShares } from './upkeep/stale-shares-service.ts';
export { makeTasks } from './upkeep/task-service.ts';
