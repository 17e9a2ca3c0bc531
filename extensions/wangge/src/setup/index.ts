/** What set-up is put together from; the order of its steps is the composition root's (`app/setup-service.ts`). */
export { applyCalendar } from './calendar-seed.ts';
export { createLedgers, installedDigest, lockSetup, readBases, writeDigest } from './release-store.ts';
export { applySchema } from './schema-service.ts';
export { applySeeds } from './seed-service.ts';
export { applySql } from './sql-service.ts';
