/** What ledgers offer to other rooms' services and entry points. The rule files are imported themselves: they know no database. */
export { loadDatasets } from './dataset-store.ts';
export { installedCipher } from './encryption-key.ts';
export { withHashes } from './entry-service.ts';
export { insertEntries } from './entry-store.ts';
export { takeSnapshotsOver } from './snapshots/snapshot-service.ts';
export { type EntryTransfer, planTransfer, transferEntries } from './transfer-entries-service.ts';
export { recordFinding } from './upkeep/finding-service.ts';
export { recordSpotCheck } from './upkeep/spot-check-service.ts';
export { staleShares } from './upkeep/stale-shares-service.ts';
export { makeTasks } from './upkeep/task-service.ts';
