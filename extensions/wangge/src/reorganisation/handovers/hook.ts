/** What is written over the API of handovers: they are prepared; everything after is a step (`endpoint.ts`). */
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import { defineHook } from '@directus/extensions-sdk';
import { dayIn } from '../../kernel/civil-date-rules.ts';
import { readerLanguage } from '../../kernel/reader-language.ts';
import { refusalError } from '../../kernel/refusal-error.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { enqueue } from '../../outbox/index.ts';
import { messages } from '../../territory/messages.ts';
import { HANDOVER_MANAGED } from './handover-rules.ts';
import { noticesOf, prepare } from './handover-service.ts';
import { loadHandover } from './handover-store.ts';

type Payload = Record<string, unknown>;
interface Context { database: Db; accountability: { user: Uuid | null; admin: boolean } | null }
type Filter = (event: string, handler: (payload: Payload, meta: unknown, context: Context) => Promise<Payload>) => void;

export default defineHook(({ filter, action }, { database }) => {
  const on = filter as unknown as Filter;
  const refuse = async (refusal: Refusal, { database: db, accountability }: Context): Promise<never> => {
    throw refusalError(messages, refusal, await readerLanguage(db, accountability?.user));
  };

  on('handovers.items.create', async (payload, _meta, context) => {
    const managed = HANDOVER_MANAGED.find(field => payload[field] != null && payload[field] !== 'prepared');
    if (managed !== undefined)
      return refuse(refused('managed_field', managed, { field: managed }), context);
    const grid = keyOf(payload.grid);
    const to_person = keyOf(payload.to_person);
    const handed_on = dayIn(payload.handed_on);
    if (grid === null)
      return refuse(refused('grid_unknown', 'grid'), context);
    if (to_person === null || await context.database('directus_users').where({ id: to_person, status: 'active' }).first('id') === undefined)
      return refuse(refused('handover_person', 'to_person'), context);
    if (handed_on === null)
      return refuse(refused('absence_day', 'handed_on'), context);
    const author = { person: context.accountability?.user ?? to_person, admin: context.accountability === null || context.accountability.admin };
    const said = await prepare(context.database, { grid, to_person, handed_on, role: String(payload.role ?? 'leader'), from_person: keyOf(payload.from_person) }, author);
    return isRefusal(said) ? refuse(said, context) : { ...payload, ...said };
  });
  on('handovers.items.update', async (_payload, _meta, context) => refuse(refused('handover_fixed'), context));
  on('handovers.items.delete', async (_payload, _meta, context) => refuse(refused('handover_fixed'), context));
  action('handovers.items.create', async ({ key }, { accountability }) => {
    const handover = await loadHandover(database, key as Uuid);
    if (handover !== null)
      await enqueue(database, noticesOf(handover, 'prepare', accountability?.user ?? ''));
  });
});
