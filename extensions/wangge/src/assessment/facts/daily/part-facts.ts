/**
 * A grid's part of an assigned task that fell due in the period, as it stood at the cut: in time when it was completed by the close
 * of its day and accepted. What was completed in time and nobody has looked at yet says nothing: that delay is not the grid's. What
 * was withdrawn is no part. Counted for the grid alone that it was assigned to: by name it was given to that grid, and whoever leads
 * the grid above was not asked to do it.
 */
import type { FactKindDefinition } from '../model.ts';
import { ANSWERED, answeredOn, asOfCut, KNOWN } from './as-of.ts';

const DUE = 'r.due_on between cast(:starts_on as date) and cast(:ends_on as date)';

const PARTS = `
with ${KNOWN}, ${ANSWERED}
select cast(t.id as text) as id, t.grid, cast(null as uuid) as department, answered.person,
  case when t.state in ('open', 'returned') or t.late then false when t.state = 'accepted' then true end as on_time
from ${asOfCut('assignment_grids', DUE)} t join known k on k.id = t.grid ${answeredOn('t.grid', 't.due_on')}
where t.state <> 'withdrawn' and wangge_on_record(t.date_created, :cut)`;

export const PART_FACTS: FactKindDefinition = {
  kind: 'part',
  name: { 'zh-CN': '项', 'en-US': 'tasks' },
  columns: { on_time: { type: 'flag', since: 2 } },
  select: () => ({ sql: PARTS }),
  listing: {
    joins: 'left join assignment_grids named on named.id = cast(f.id as uuid) left join assignments task on task.id = named.assignment',
    title: 'task.title',
    item: { collection: 'assignment_grids', key: 'named.id' },
    dates: { due_at: 'named.due_on', done_at: 'named.completed_at' },
  },
};
