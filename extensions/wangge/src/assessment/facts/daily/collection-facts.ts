/**
 * Collection tasks that fell due in the period: in time when they were done by their day, whoever did it. What was closed after the
 * cut was open then, and overdue. (A task is made before its day, or not at all.)
 */
import type { FactKindDefinition } from '../model.ts';
import { IN_STRETCH } from '../model.ts';
import { ANSWERED, answeredOn, asOfCut, KNOWN } from './as-of.ts';

const DUE = 'r.due_on between cast(:starts_on as date) and cast(:ends_on as date)';

const TASKS = `
with ${KNOWN}, ${ANSWERED}
select cast(t.id as text) as id, t.grid, cast(null as uuid) as department, answered.person, t.due_on as day, coalesce(t.done_at < :cut and not t.late, false) as on_time
from ${asOfCut('collection_tasks', DUE)} t join known k on k.id = t.grid ${answeredOn('t.grid', 't.due_on')}`;

export const COLLECTION_FACTS: FactKindDefinition = {
  kind: 'collection',
  name: { 'zh-CN': '项', 'en-US': 'tasks' },
  columns: { on_time: { type: 'flag', since: 2 }, ...IN_STRETCH },
  select: () => ({ sql: TASKS }),
  listing: {
    joins: 'left join collection_tasks named on named.id = cast(f.id as uuid) left join collection_plans plan on plan.id = named.plan',
    title: 'plan.name',
    item: { collection: 'collection_tasks', key: 'named.id' },
    dates: { due_at: 'named.due_on', done_at: 'named.done_at' },
  },
};
