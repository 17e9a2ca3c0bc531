/** At the beginning of a day: this period's tasks, for plans and grids that have none yet. */
import type { Db } from '../../kernel/context.ts';
import { makeTasks } from './task-service.ts';

export const name = 'collection_tasks';
/** After the day's posts have come into force. */
export const cron = '10 0 * * *';

export async function run(db: Db): Promise<Record<string, number>> {
  return { ...await makeTasks(db, { plans: null }) };
}
