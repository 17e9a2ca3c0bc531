/** At midnight, terms begin and end by themselves: scopes and leaders follow the day's posts. */
import type { Db } from '../kernel/context.ts';
import type { Job } from '../kernel/jobs-store.ts';
import type { Day } from '../kernel/values.ts';

/** `day` is the slot's; null: today, where the installation lives. Returns how many people and grids changed. */
export async function run(db: Db, day: Day | null = null): Promise<{ people: number; leaders: number }> {
  const { rows } = await db.raw<{ rows: { people: number; leaders: number }[] }>(
    'select people, leaders from wangge_refresh_scopes(coalesce(cast(? as date), wangge_today()))',
    [day],
  );
  return rows[0]!;
}

const refreshScopes: Job = { name: 'refresh_scopes', cron: '0 0 * * *', per: 'day', run: async db => ({ ...await run(db) }) };

export const jobs = [refreshScopes] as const;
