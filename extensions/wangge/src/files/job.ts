/** The job of files: what broken uploads leave. */
import type { Job } from '../kernel/job-rules.ts';
import { everyDay } from '../calendar/slot-rules.ts';
import { IMPORTS_ARRIVE_IN } from '../kernel/on-import.ts';
import { arrivingIn, foldersOf } from './places.ts';
import { tidyFiles } from './tidy-service.ts';

export const jobs = [
  { name: 'tidy_files', slots: everyDay('03:15'), missed: 'newest', run: (db, { now }, { env }) => tidyFiles(db, { storages: foldersOf(env), arriving: [arrivingIn(env), IMPORTS_ARRIVE_IN] }, Date.parse(now)) },
] as const satisfies readonly Job[];
