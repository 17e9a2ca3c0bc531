/** The job of files: what broken uploads leave. */
import type { Job } from '../kernel/jobs-store.ts';
import { arrivingIn, foldersOf } from './places.ts';
import { tidyFiles } from './tidy-service.ts';

export const jobs = [
  { name: 'tidy_files', cron: '15 3 * * *', per: 'day', run: (db, now, { env }) => tidyFiles(db, { storages: foldersOf(env), arriving: arrivingIn(env) }, Date.parse(now)) },
] as const satisfies readonly Job[];
