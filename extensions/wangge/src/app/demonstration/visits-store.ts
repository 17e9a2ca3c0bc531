/** The SQL of the demonstration's visits: what a form writes of them. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import { idOf } from './random.ts';

export interface PlannedVisit { id: Uuid; grid: Uuid; planned_on: Day; inspectors: readonly [Uuid, Uuid]; reason: string; at: Moment }

export async function plannedVisit(trx: Db, { id, grid, planned_on, inspectors: [inspector_1, inspector_2], reason, at }: PlannedVisit): Promise<Uuid> {
  await trx('inspection_visits').insert({ id, grid, planned_on, inspector_1, inspector_2, reason, occasion: 'called', state: 'planned', planned_by: inspector_1, date_created: at, user_created: inspector_1 });
  return id;
}

/** On the second of the three sheets. */
export async function putPhoto(trx: Db, { visit, inspector, photo, at }: { visit: Uuid; inspector: Uuid; photo: Uuid; at: Moment }): Promise<void> {
  await trx('inspection_photos').insert({ id: idOf(`visit-photo/${visit}`), visit, inspector, method: 'look', photo, added_at: at });
}
