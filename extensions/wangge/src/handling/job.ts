/** The sweep as a job: each minute, on every replica; what one holds another skips. */
import type { Db } from '../platform/context.ts';
import { sweep } from './sweep.ts';

export const job = {
  name: 'sweep',
  cron: '* * * * *',
  run: (db: Db, now: string): Promise<Record<string, number>> => sweep(db, now),
};
