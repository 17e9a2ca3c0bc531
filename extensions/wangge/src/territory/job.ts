/** At midnight, terms begin and end by themselves: scopes and leaders follow the day's posts. A server that slept over it asks nobody in before. */
import type { Db } from '../kernel/context.ts';
import type { Job } from '../kernel/job-rules.ts';
import type { Day } from '../kernel/values.ts';
import { everyDay } from '../calendar/slot-rules.ts';

/** `day` is the slot's; null: today, where the installation lives. Returns how many people and grids changed. */
export async function run(db: Db, day: Day | null = null): Promise<{ people: number; leaders: number }> {
  const { rows } = await db.raw<{ rows: { people: number; leaders: number }[] }>(
    'select people, leaders from wangge_refresh_scopes(coalesce(cast(? as date), wangge_today()))',
    [day],
  );
  return rows[0]!;
}

const refreshScopes: Job = { name: 'refresh_scopes', slots: everyDay('00:00'), missed: 'newest', before_requests: true, run: async (db, { day }) => ({ ...await run(db, day) }) };

export const jobs = [refreshScopes] as const;
