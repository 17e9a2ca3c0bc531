/**
 * What is counted of ledgers, said once, in SQL: for the figures of today and for the snapshots of months. The words before
 * (`today`, names of relations) are the asking statement's own.
 */
import { DUE_DAYS } from '../model.ts';

/** Which entries count at all. */
export const CURRENT = `state = 'current'`;

/** Which of them are due, and which overdue, on a day; the others are fresh: what `freshness` says of one. */
export const dueOn = (day: string): string => `review_due_on between ${day} and ${day} + ${DUE_DAYS}`;
export const staleOn = (day: string): string => `review_due_on < ${day}`;

/**
 * How many entries of each set there should be in each grid; null: nobody has said.
 *
 * Reads `below (id, top)`: the grids that make up `top`; `sets (id, expected_from)`; `patches (id, households)`: those in use;
 * `declared (dataset, grid, expected)`; `facilities (grid, total)`: the current entries of the set of facilities.
 * Declared is what was said of the grid itself, else the sum of those below it.
 */
export const EXPECTED = `
  select t.top as grid, s.id as dataset,
    case s.expected_from when 'households' then h.households when 'facilities' then coalesce(f.total, 0) when 'declared' then d.expected end as expected
  from (select distinct top from below) t cross join sets s
  left join (
    select b.top, sum(p.households)::int as households from below b join patches p on p.id = b.id where p.households is not null group by b.top
  ) h on h.top = t.top
  left join (select b.top, sum(c.total)::int as total from below b join facilities c on c.grid = b.id group by b.top) f on f.top = t.top
  left join (
    select b.top, e.dataset, coalesce(sum(e.expected) filter (where e.grid = b.top), sum(e.expected))::int as expected
    from below b join declared e on e.grid = b.id group by b.top, e.dataset
  ) d on d.top = t.top and d.dataset = s.id`;
