/** The SQL of likely duplicates: what happened near here, of the same kind, not long ago. */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Comparable, Earlier, Repeated } from './similar-issues-rules.ts';
import { momentOf } from '../issue-store.ts';
import { NEAR, OPEN_DAYS, REPEAT_DAYS } from './similar-issues-rules.ts';

export interface SimilarQuestion {
  category: Uuid;
  grid: Uuid | null;
  location: { coordinates: readonly number[] } | null;
  now: Moment;
}

export type Candidate = Earlier & Comparable & { category: Uuid };

/** No page of offers is longer; the nearest in time come first. */
const LIMIT = 200;
const DEGREES_PER_METRE = 1 / 111_320;

export async function nearbyIssues(db: Db, question: SimilarQuestion): Promise<Candidate[]> {
  const { rows } = await db.raw<{ rows: (Candidate & { title: string; description: string | null; occurred_at: Date | null })[] }>(SIMILAR_SQL, similarBindings(question));
  return rows.map(({ title, description, occurred_at, ...row }) => ({
    ...row,
    reported_at: momentOf(row.reported_at)!,
    closed_at: momentOf(row.closed_at),
    at: momentOf(occurred_at) ?? momentOf(row.reported_at),
    text: description ?? title,
  }));
}

/** A box around the place; its corners are farther, which the likeness settles. */
export function similarBindings({ category, grid, location, now }: SimilarQuestion): Record<string, string | number | null> {
  const [lng = null, lat = null] = location?.coordinates ?? [];
  const high = NEAR * DEGREES_PER_METRE;
  const wide = lat === null ? 0 : high / Math.max(0.01, Math.cos(lat * Math.PI / 180));
  return {
    category,
    grid,
    now,
    west: lng === null ? null : lng - wide,
    east: lng === null ? null : lng + wide,
    south: lat === null ? null : lat - high,
    north: lat === null ? null : lat + high,
  };
}

/** A category is of one kind with those above and those below it. */
export const SIMILAR_SQL = `
with recursive
above (id, parent, rank) as (
  select id, parent, 0 from issue_categories where id = cast(:category as uuid)
  union all
  select c.id, c.parent, a.rank + 1 from above a join issue_categories c on c.id = a.parent where a.rank < 8
),
below (id, rank) as (
  select cast(:category as uuid), 0
  union all
  select c.id, b.rank + 1 from below b join issue_categories c on c.parent = b.id where b.rank < 8
),
near (id) as (
  select id from issues
    where grid = cast(:grid as uuid) and category = any(array(select id from above union select id from below))
  union
  select id from issues
    where location is not null
      and wangge_point(location) <@ box(point(cast(:west as float8), cast(:south as float8)), point(cast(:east as float8), cast(:north as float8)))
      and category = any(array(select id from above union select id from below))
)
select i.id, i.status, i.reported_at, i.closed_at, i.grid, i.category, i.location, i.address, i.occurred_at, i.title, i.description
from near join issues i on i.id = near.id
where (i.status not in ('closed', 'rejected', 'merged') and i.reported_at >= cast(:now as timestamptz) - interval '${OPEN_DAYS} days')
  or (i.status = 'closed' and i.closed_at >= cast(:now as timestamptz) - interval '${REPEAT_DAYS} days')
order by i.reported_at desc, i.id
limit ${LIMIT}`;

/** What a report says that it repeats; null where there is no such issue. */
export async function loadRepeated(db: Db, issue: Uuid): Promise<Repeated | null> {
  const { rows } = await db.raw<{ rows: (Omit<Repeated, 'reported_at' | 'closed_at'> & { reported_at: Date; closed_at: Date | null })[] }>(`
    with recursive above (id, parent, rank) as (
      select c.id, c.parent, 0 from issues i join issue_categories c on c.id = i.category where i.id = :issue
      union all
      select c.id, c.parent, a.rank + 1 from above a join issue_categories c on c.id = a.parent where a.rank < 8
    )
    select status, reported_at, closed_at, array(select id from above order by rank) as category_path from issues where id = :issue
  `, { issue });
  const row = rows[0];
  return row === undefined ? null : { ...row, reported_at: momentOf(row.reported_at)!, closed_at: momentOf(row.closed_at) };
}
