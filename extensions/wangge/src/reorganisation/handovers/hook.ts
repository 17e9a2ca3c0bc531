/** What is written over the API of handovers: they are prepared; everything after is a step (`routes.ts`). */
import type { Uuid } from '../../kernel/values.ts';
import { defineHook } from '@directus/extensions-sdk';
import { dayIn } from '../../kernel/civil-date-rules.ts';
import { filtersOf } from '../../kernel/on-filter.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { enqueue } from '../../outbox/index.ts';
import { messages } from '../../territory/messages.ts';
import { HANDOVER_MANAGED } from './handover-rules.ts';
import { noticesOf, prepare } from './handover-service.ts';
import { loadHandover } from './handover-store.ts';

export default defineHook(({ filter, action }, { database }) => {
  const { onFilter, never } = filtersOf(filter, messages);

  onFilter('handovers.items.create', async ({ payload, db, person, trusted }) => {
    const managed = HANDOVER_MANAGED.find(field => payload[field] != null && payload[field] !== 'prepared');
    if (managed !== undefined)
      return refused('managed_field', managed, { field: managed });
    const grid = keyOf(payload.grid);
    const to_person = keyOf(payload.to_person);
    const handed_on = dayIn(payload.handed_on);
    if (grid === null)
      return refused('grid_unknown', 'grid');
    if (to_person === null || await db('directus_users').where({ id: to_person, status: 'active' }).first('id') === undefined)
      return refused('handover_person', 'to_person');
    if (handed_on === null)
      return refused('absence_day', 'handed_on');
    const author = { person: person ?? to_person, admin: trusted };
    const said = await prepare(db, { grid, to_person, handed_on, role: String(payload.role ?? 'leader'), from_person: keyOf(payload.from_person) }, author);
    return isRefusal(said) ? said : { ...payload, ...said };
  });
  never(['handovers.items.update', 'handovers.items.delete'], 'handover_fixed');
  action('handovers.items.create', async ({ key }, { accountability }) => {
    const handover = await loadHandover(database, key as Uuid);
    if (handover !== null)
      await enqueue(database, noticesOf(handover, 'prepare', accountability?.user ?? ''));
  });
});
