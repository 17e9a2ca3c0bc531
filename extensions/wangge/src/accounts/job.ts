/** What is not needed any more of attempts to sign in. */
import type { Job } from '../kernel/jobs-store.ts';
import { tidyAttempts } from './attempt-store.ts';

export const jobs: readonly Job[] = [{ name: 'tidy_sign_ins', cron: '40 3 * * *', per: 'day', run: tidyAttempts }];
