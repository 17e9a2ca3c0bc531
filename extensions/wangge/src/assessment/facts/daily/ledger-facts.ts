/**
 * Ledgers when each month of the period ended: one fact for each patch and active data set (`ledger_snapshots`, counted exactly and
 * never changed). A month that was not counted says nothing; nor does a set of which nobody had said how many entries there should
 * be, of completeness.
 */
import type { FactKindDefinition } from '../model.ts';
import { IN_STRETCH } from '../model.ts';
import { ANSWERED, answeredOn, KNOWN } from './as-of.ts';

const SNAPSHOTS = `
with ${KNOWN}, ${ANSWERED}
select concat_ws(':', s.grid, s.dataset, s.taken_on) as id, s.grid, cast(null as uuid) as department, answered.person, s.taken_on as day,
  case when s.expected is not null then least(s.entries, s.expected) end as recorded, s.expected, s.fresh, s.entries
from ledger_snapshots s join known k on k.id = s.grid ${answeredOn('s.grid', 's.taken_on')}
where s.taken_on between cast(:starts_on as date) and cast(:ends_on as date)`;

export const LEDGER_FACTS: FactKindDefinition = {
  kind: 'ledger',
  name: { 'zh-CN': '组月末数据', 'en-US': 'data sets at a month’s end' },
  columns: {
    /** Of the entries as many as were expected: more in one set make up for no other. */
    recorded: { type: 'number', since: 2 },
    expected: { type: 'number', since: 2 },
    fresh: { type: 'number', since: 2 },
    entries: { type: 'number', since: 2 },
    ...IN_STRETCH,
  },
  select: () => ({ sql: SNAPSHOTS }),
  listing: {
    joins: `left join ledger_datasets named on named.id = cast(split_part(f.id, ':', 2) as uuid)`,
    title: 'named.name',
    item: null,
    dates: { on_day: `cast(split_part(f.id, ':', 3) as date)` },
  },
};
