/** The SQL of the map: one statement for a measure, counted once and added up along the tree. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';

/** The grids asked for with everything below each. */
const BELOW = `
with recursive below (id, top) as (
  select id, id from unnest(cast(:grids as uuid[])) id
  union all select g.id, b.top from below b join grids g on g.parent = b.id
)`;

export interface Counted { grid: Uuid; open: number; overdue: number }

/** Open issues, and those past their limit; a grid without any is left out. */
export async function countIssues(db: Db, grids: readonly Uuid[]): Promise<Counted[]> {
  const { rows } = await db.raw<{ rows: Counted[] }>(`${BELOW}, counted as (
  select grid, count(*) as open, count(*) filter (where overdue) as overdue from issues where status in ('reported', 'assigned', 'handling', 'suspended', 'handled', 'fed_back', 'escalated', 'returned') group by grid
)
select b.top as grid, sum(c.open)::int as open, sum(c.overdue)::int as overdue from counted c join below b on b.id = c.grid group by b.top`, { grids: [...grids] });
  return rows;
}

/** Active grids without a leader today, the grid itself included. */
export async function countVacancies(db: Db, grids: readonly Uuid[]): Promise<{ grid: Uuid; vacant: number }[]> {
  const { rows } = await db.raw<{ rows: { grid: Uuid; vacant: number }[] }>(`${BELOW}
select b.top as grid, count(*) filter (where g.status = 'active' and g.leader is null)::int as vacant from below b join grids g on g.id = b.id group by b.top`, { grids: [...grids] });
  return rows;
}

/** Which of the grids asked for each of these lies in. */
export async function placesOf(db: Db, grids: readonly Uuid[], inside: readonly Uuid[]): Promise<Map<Uuid, Uuid>> {
  const { rows } = await db.raw<{ rows: { id: Uuid; top: Uuid }[] }>(`${BELOW} select id, top from below where id = any(cast(:inside as uuid[]))`, { grids: [...grids], inside: [...inside] });
  return new Map(rows.map(({ id, top }) => [id, top]));
}
