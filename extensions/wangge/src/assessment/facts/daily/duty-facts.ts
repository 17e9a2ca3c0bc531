/**
 * Duty: what a standard asked of the holder of a post in one working day, week, month or quarter of the period, and whether it was
 * done. Counted by the rules and the SQL of compliance (`reporting/compliance/`), as things were on record before the cut: the
 * posts, the leave that was approved by then, the standards that were in force, the logs as they read.
 */
import type { ComplianceSources } from '../../../reporting/index.ts';
import type { FactKindDefinition, FactQuery, Selection } from '../model.ts';
import { PERS, unitsOf } from '../../../reporting/compliance/compliance-rules.ts';
import { doneByUnit, judged, unitBindings } from '../../../reporting/index.ts';
import { BELOW, KNOWN } from './as-of.ts';

const AT_CUT: ComplianceSources = {
  posts: 'posts_then',
  absences: 'absences_then',
  standards: 'wangge_standards_then(:cut)',
  grids: 'known',
  below: 'coalesce((select array_agg(b.id) from below b where b.top = held.grid), array[grid])',
  log_stands: `wangge_on_record(l.date_created, :cut) and l.id not in (select h.item from fact_history h where h.of_table = 'work_logs' and h.at >= :cut)`,
  logs_then: 'wangge_logs_changed_since(:cut)',
  finding_stands: 'f.decided_at < :cut',
  review_stands: 'wangge_on_record(c.recorded_at, :cut)',
};

/** Columns that say of which kind the standard is. */
const OF_KIND: Readonly<Record<string, string>> = { in_field: 'field_minutes', visiting: 'visit', meeting: 'meeting', checking_logs: 'log_check', reviewing: 'ledger_review' };

const dutiesOf = (columns: readonly string[]): string => `
with ${KNOWN}, ${BELOW}, posts_then as materialized (
  select * from wangge_posts_then(:cut)
), absences_then as materialized (
  select * from wangge_absences_then(:cut) where starts_on <= cast(:last_day as date) and (ends_on is null or ends_on >= cast(:first_day as date))
), ${judged(AT_CUT, 'true')},
first_days as materialized (
  select per, array_agg(day order by number) as days from (select per, number, min(day) as day from days group by per, number) units group by per
)
select concat_ws(':', pl.person, pl.grid, s.id, f.days[u.number]) as id, pl.grid, cast(null as uuid) as department, pl.person${columns.map(column => `, ${column === 'met' ? 'u.met' : `s.kind = '${OF_KIND[column]}'`} as ${column}`).join('')}
from places pl join asked a using (terms_no) join standards s on s.id = a.standard join first_days f on f.per = s.per cross join lateral (
  select o.number, coalesce(d.done, 0) >= o.amount as met
  from unnest(a.amounts) with ordinality o (amount, number) left join (${doneByUnit(AT_CUT)}) d on d.number = o.number where o.amount > 0
) u`;

const nothing = (columns: readonly string[]): string => `select cast(null as text) as id, cast(null as uuid) as grid, cast(null as uuid) as department, cast(null as uuid) as person${columns.map(column => `, cast(null as boolean) as ${column}`).join('')} where false`;

function select({ starts_on, ends_on, calendar, columns }: FactQuery): Selection {
  const units = PERS.flatMap(per => unitsOf(per, { from: starts_on, until: ends_on }, calendar));
  return units.length === 0 ? { sql: nothing(columns) } : { sql: dutiesOf(columns), bindings: unitBindings(units) };
}

export const DUTY_FACTS: FactKindDefinition = {
  kind: 'duty',
  name: { 'zh-CN': '人次', 'en-US': 'duties' },
  columns: {
    met: { type: 'flag', since: 2 },
    in_field: { type: 'flag', since: 2 },
    visiting: { type: 'flag', since: 2 },
    meeting: { type: 'flag', since: 2 },
    checking_logs: { type: 'flag', since: 2 },
    reviewing: { type: 'flag', since: 2 },
  },
  select,
  listing: {
    joins: `left join duty_standards named on named.id = cast(split_part(f.id, ':', 3) as uuid)`,
    title: 'named.name',
    item: null,
    dates: { on_day: `cast(split_part(f.id, ':', 4) as date)` },
  },
};
