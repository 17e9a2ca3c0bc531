/** The SQL of who held which leading post, and who answered for which grid, in a period: as it was on record before the cut. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { Answered } from './stretch-rules.ts';
import type { Term } from './term-rules.ts';

export interface PeriodDays { starts_on: Day; ends_on: Day }

/** Leading posts as far as they lie in the period. */
export async function termsIn(db: Db, { starts_on, ends_on }: PeriodDays, cut: Moment): Promise<Term[]> {
  const { rows } = await db.raw<{ rows: Term[] }>(`
    select grid, person, greatest(starts_on, :starts_on::date)::text as "from", least(ends_on, :ends_on::date)::text as until
    from wangge_posts_then(:cut) where role = 'leader' and starts_on <= :ends_on::date and (ends_on is null or ends_on >= :starts_on::date)
    order by person, starts_on, grid`, { starts_on, ends_on, cut });
  return rows;
}

/** Whoever led a grid or stood in for its leader, by days; of no day there are two. */
export async function answeredIn(db: Db, grids: readonly Uuid[], { starts_on, ends_on }: PeriodDays, cut: Moment): Promise<Answered[]> {
  const { rows } = await db.raw<{ rows: Answered[] }>(`
    select a.grid, a.person, lower(d)::text as "from", (upper(d) - 1)::text as until
    from wangge_answered_for(:cut, :starts_on::date, :ends_on::date) a cross join unnest(a.days) d where a.grid = any (cast(:grids as uuid[]))`, { starts_on, ends_on, cut, grids: [...grids] });
  return rows;
}
