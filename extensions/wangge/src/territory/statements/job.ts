/** After midnight: statements of posts that are over, and those that a newer one takes the place of today, are superseded. */
import type { Db } from '../../platform/context.ts';
import { supersede } from './statement-store.ts';

export const name = 'supersede_statements';
/** In the installation's time zone. Also right at any other moment. */
export const cron = '5 0 * * *';

export async function run(db: Db): Promise<{ superseded: number }> {
  return { superseded: await supersede(db) };
}
