/** What is written over the API of grid changes: a row is the change itself. It is made with the row, and neither changed nor deleted. */
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Uuid } from '../../handling/model.ts';
import type { Db } from '../../platform/context.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { ForbiddenError } from '@directus/errors';
import { defineHook } from '@directus/extensions-sdk';
import { readerLanguage } from '../../platform/reader.ts';
import { isRefusal, refusalError, refused } from '../../platform/refusal.ts';
import { keyOf } from '../key.ts';
import { messages } from '../messages.ts';
import { todayOf } from '../store.ts';
import { madeBefore } from './change-store.ts';
import { carryOut } from './changes.ts';

type Payload = Record<string, unknown>;
interface Context { database: Db; accountability: (Accountability & { user: Uuid | null }) | null; schema: SchemaOverview }
type Filter = (event: string, handler: (payload: Payload, meta: unknown, context: Context) => Promise<Payload>) => void;

const MANAGED = ['outcome', 'changed_by', 'changed_at', 'effective_on', 'grid_path'];

export default defineHook(({ filter }) => {
  const on = filter as unknown as Filter;
  const refuse = async (refusal: Refusal, { database, accountability }: Context): Promise<never> => {
    throw refusalError(messages, refusal, await readerLanguage(database, accountability?.user));
  };

  on('grid_changes.items.create', async (payload, _meta, context) => {
    // The permissions are asked after this: nothing is done for whoever has none.
    if (context.accountability !== null && !context.accountability.admin)
      throw new ForbiddenError();
    const managed = MANAGED.find(field => payload[field] != null);
    if (managed !== undefined)
      return refuse(refused('managed_field', managed, { field: managed }), context);
    if (typeof payload.note !== 'string' || payload.note.trim() === '')
      return refuse(refused('change_note', 'note'), context);
    const now = new Date().toISOString();
    const outcome = await carryOut(context.database, payload, context.accountability?.user ?? null, now);
    if (isRefusal(outcome))
      return refuse(outcome, context);
    return { ...payload, outcome, changed_by: context.accountability?.user ?? null, changed_at: now, effective_on: await todayOf(context.database) };
  });
  // The successors come with the change, none later.
  on('grid_changes_grids.items.create', async (payload, _meta, context) => {
    const change = keyOf(payload.grid_changes_id);
    return change !== null && await madeBefore(context.database, change) ? refuse(refused('change_done'), context) : payload;
  });
  for (const event of ['grid_changes.items.update', 'grid_changes.items.delete', 'grid_changes_grids.items.update', 'grid_changes_grids.items.delete'])
    on(event, async (_payload, _meta, context) => refuse(refused('change_done'), context));
});
