/** The SQL of a period's bounds: where the installation lives, and when its offices close. */
import type { Db } from '../../kernel/context.ts';
import type { Day } from '../../kernel/values.ts';
import type { PeriodBounds } from '../facts/cut-rules.ts';

/** Midnight to midnight, where the installation lives. */
export async function periodBounds(db: Db, starts_on: Day, ends_on: Day): Promise<PeriodBounds> {
  const { rows } = await db.raw<{ rows: { from_moment: Date; until_moment: Date; time_zone: string; close_of_business: string }[] }>(`
    select (:starts_on::date)::timestamp at time zone s.time_zone as from_moment,
      (:ends_on::date + 1)::timestamp at time zone s.time_zone as until_moment, s.time_zone, s.close_of_business
    from (
      select coalesce((select nullif(time_zone, '') from settings_wangge limit 1), 'Asia/Shanghai') as time_zone,
        to_char(coalesce((select close_of_business from settings_wangge limit 1), time '18:00'), 'HH24:MI') as close_of_business
    ) s`, { starts_on, ends_on });
  const { from_moment, until_moment, time_zone, close_of_business } = rows[0]!;
  return { from: new Date(from_moment).toISOString(), until: new Date(until_moment).toISOString(), time_zone, close_of_business };
}
