/** What is not needed any more of attempts to sign in. */
import type { Job } from '../kernel/job-rules.ts';
import { everyDay } from '../calendar/slot-rules.ts';
import { tidyAttempts } from './attempt-store.ts';

export const jobs: readonly Job[] = [{ name: 'tidy_sign_ins', slots: everyDay('03:40'), missed: 'newest', run: (db, { now }) => tidyAttempts(db, now) }];
