/** What is written over the API of grid changes: a row is the change itself. It is made with the row, and neither changed nor deleted. */
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import { ForbiddenError } from '@directus/errors';
import { defineHook } from '@directus/extensions-sdk';
import { readerLanguage } from '../../kernel/reader-language.ts';
import { refusalError } from '../../kernel/refusal-error.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { todayOf } from '../../territory/index.ts';
import { messages } from '../../territory/messages.ts';
import { carryOut } from './grid-change-service.ts';
import { madeBefore } from './grid-change-store.ts';

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
