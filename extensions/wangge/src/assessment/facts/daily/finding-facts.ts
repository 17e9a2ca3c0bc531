/**
 * Ledger entries that somebody outside the line looked at in the period (`ledger_spot_checks`; a finding about an entry is one),
 * each once: accurate, unless something that was found of it in the period was confirmed before the cut. A finding weighs once it is
 * confirmed, and nothing less. What nobody looked at says nothing.
 */
import type { FactKindDefinition } from '../model.ts';
import { IN_STRETCH } from '../model.ts';
import { ANSWERED, answeredOn, KNOWN } from './as-of.ts';

const IN_PERIOD = 'between cast(:starts_on as date) and cast(:ends_on as date)';
const CONFIRMED = `f.state in ('confirmed', 'corrected') and f.decided_at < :cut`;

const LOOKED_AT = `
with ${KNOWN}, ${ANSWERED}, looked as materialized (
  select c.item, c.grid, min(c.checked_on) as on_day, array_agg(c.finding) as findings from ledger_spot_checks c
  where c.checked_on ${IN_PERIOD} and wangge_on_record(c.date_created, :cut) group by c.item, c.grid
), wrong as materialized (
  select f.item from ledger_findings f where f.item is not null and f.found_on ${IN_PERIOD} and ${CONFIRMED}
  union
  select f.item from looked l cross join lateral unnest(l.findings) one join ledger_findings f on f.id = one where ${CONFIRMED}
)
select concat_ws(':', l.item, l.grid) as id, l.grid, cast(null as uuid) as department, answered.person, l.on_day as day, l.item not in (select item from wrong) as accurate
from looked l join known k on k.id = l.grid ${answeredOn('l.grid', 'l.on_day')}`;

export const FINDING_FACTS: FactKindDefinition = {
  kind: 'finding',
  name: { 'zh-CN': '条', 'en-US': 'entries' },
  columns: { accurate: { type: 'flag', since: 2 }, ...IN_STRETCH },
  select: () => ({ sql: LOOKED_AT }),
  listing: {
    joins: `left join lateral (
      select d.name, c.checked_on from ledger_spot_checks c join ledger_datasets d on d.id = c.dataset
      where c.item = cast(split_part(f.id, ':', 1) as uuid) and c.grid = cast(split_part(f.id, ':', 2) as uuid) and c.checked_on ${IN_PERIOD} order by c.checked_on limit 1
    ) named on true`,
    title: 'named.name',
    item: null,
    dates: { on_day: 'named.checked_on' },
  },
};
