/** The SQL of a period's bounds: where the installation lives, when its offices close, and how long its scheme waits for what is entered late. */
import type { Db } from '../../kernel/context.ts';
import type { Day } from '../../kernel/values.ts';
import type { PeriodBounds } from '../facts/cut-rules.ts';

interface Days { starts_on: Day; ends_on: Day }

/** Midnight to midnight, where the installation lives. */
export async function periodBounds(db: Db, starts_on: Day, ends_on: Day): Promise<PeriodBounds> {
  const [one] = await boundsToCut(db, [{ starts_on, ends_on }]);
  const { cut_working_days: _, ...bounds } = one!;
  return bounds;
}

/** Of several periods at once, in their order; `cut_working_days`: of the scheme that is in force on the last day. */
export async function boundsToCut(db: Db, periods: readonly Days[]): Promise<(PeriodBounds & { cut_working_days: number | null })[]> {
  const { rows } = await db.raw<{ rows: { from_moment: Date; until_moment: Date; time_zone: string; close_of_business: string; cut_working_days: number | null }[] }>(`
    select p.starts_on::timestamp at time zone s.time_zone as from_moment, (p.ends_on + 1)::timestamp at time zone s.time_zone as until_moment, s.time_zone, s.close_of_business, (
      select cut_working_days from assessment_schemes where state = 'active' and (valid_from is null or valid_from <= p.ends_on) order by valid_from desc nulls last, version desc limit 1
    ) as cut_working_days
    from unnest(cast(:starts_on as date[]), cast(:ends_on as date[])) with ordinality p (starts_on, ends_on, place) cross join (
      select coalesce((select nullif(time_zone, '') from settings_wangge limit 1), 'Asia/Shanghai') as time_zone,
        to_char(coalesce((select close_of_business from settings_wangge limit 1), time '18:00'), 'HH24:MI') as close_of_business
    ) s order by p.place`, { starts_on: periods.map(({ starts_on }) => starts_on), ends_on: periods.map(({ ends_on }) => ends_on) });
  return rows.map(({ from_moment, until_moment, time_zone, close_of_business, cut_working_days }) => ({ from: new Date(from_moment).toISOString(), until: new Date(until_moment).toISOString(), time_zone, close_of_business, cut_working_days }));
}
