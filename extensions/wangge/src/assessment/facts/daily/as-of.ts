/**
 * SQL that several kinds of daily facts share: posts, grids and who answered, as they were on record before the cut
 * (`sql/090-fact-history.sql`).
 */

/** The grids of the sub-districts that are asked for, as they were when the period ended: `known (id, level, path)`. */
export const KNOWN = `
known as materialized (
  select id, level, path from wangge_grids_known(cast(:ends_on as date)) where subdistrict = any (cast(:subdistricts as uuid[]))
)`;

/** Of every grid above level 3 its own id and those below it: `below (top, id)`. */
export const BELOW = `
below as materialized (
  with steps as (select id, string_to_array(trim(both '/' from path), '/') as codes from known)
  select t.id as top, s.id from steps s cross join generate_series(1, cardinality(s.codes)) step
  join known t on t.path = '/' || array_to_string(trim_array(s.codes, cardinality(s.codes) - step), '/') || '/' where t.level < 3
)`;

/** Who answered for which grid on which days of the period: `answered (grid, person, days)`. */
export const ANSWERED = `
answered as materialized (
  select * from wangge_answered_for(:cut, cast(:starts_on as date), cast(:ends_on as date))
)`;

/** Joins whoever answered for a grid on a day. */
export const answeredOn = (grid: string, day: string): string => `left join answered on answered.grid = ${grid} and ${day} <@ answered.days`;

/** The rows of a table that the history keeps (`wangge_keep_facts`), as they were on record before the cut; `which` of them, in SQL of `r`. */
export const asOfCut = (table: string, which: string): string => `(
  select r.* from ${table} r where ${which} and r.id not in (select h.item from fact_history h where h.of_table = '${table}' and h.at >= :cut)
  union all
  select r.* from wangge_facts_since('${table}', :cut) k cross join lateral jsonb_populate_record(null::${table}, k.was) r where ${which}
)`;
