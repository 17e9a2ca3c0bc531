/**
 * Handling's door: the filters through which every report and every event comes, from the
 * Studio, REST, GraphQL, nested saves, batches and imports.
 */
import type { Db } from '../platform/context.ts';
import type { Refusal } from '../platform/refusal.ts';
import type { Day, Moment, Uuid } from './model.ts';
import type { Standing } from './transitions.ts';
import { defineHook } from '@directus/extensions-sdk';
import { readerLanguage } from '../platform/reader.ts';
import { refusalError, refused } from '../platform/refusal.ts';
import { standing } from '../territory/index.ts';
import { alreadyReported, conflict } from './client-key.ts';
import { command } from './command.ts';
import { digestOfFiles } from './files.ts';
import { nested, objectionToChange, objectionToNesting, withoutManaged } from './guards.ts';
import { parseCommand, parseReport } from './input.ts';
import { inWords, messages } from './messages.ts';
import { report } from './report.ts';
import { guardDeadlinePolicies, guardOtherCategory, guardRoutingRules } from './routing-guard.ts';
import { soleGridOf } from './store.ts';

interface Meta { keys?: Uuid[] }
interface Context { database: Db; accountability: { user: string | null } | null; schema: unknown }
type Filter = (event: string, handler: (payload: Record<string, unknown>, meta: Meta, context: Context) => unknown) => void;

const now = (): Moment => new Date().toISOString();

export default defineHook(({ filter }, context) => {
  const on = filter as unknown as Filter;

  on('issues.items.create', async (payload: Record<string, unknown>, _meta, { database, accountability }) => {
    const user = accountability?.user ?? null;
    const parsed = parseReport(payload);
    if (parsed.kind === 'refusals')
      throw await refusing(database, user, ...parsed.refusals);
    const objection = objectionToNesting(payload.events);
    if (objection !== null)
      throw await refusing(database, user, objection);
    const grid = parsed.value.grid ?? await soleGridOf(database, user);
    if (grid === null)
      throw await refusing(database, user, refused('grid_required', 'grid'));
    const earlier = await alreadyReported(database, { ...parsed.value, grid });
    if (earlier !== null)
      throw conflict(earlier, await readerLanguage(database, user));
    const outcome = await report(database, { ...parsed.value, grid }, user, now());
    if (outcome.kind === 'refused')
      throw await refusing(database, user, outcome);
    const { id, title, category, input } = outcome;
    return {
      ...withoutManaged(payload),
      id,
      title,
      category,
      grid,
      description: input.description,
      involves_departments: input.involves_departments,
      confidential: input.confidential,
      location: input.location,
      ...(payload.events === undefined ? {} : { events: nested(payload.events) }),
    };
  });

  on('issues.items.update', async (payload: Record<string, unknown>, { keys = [] }, { database, accountability }) => {
    const accepted = await database('issues').whereIn('id', keys).whereNotNull('accepted_at').first('id');
    const objection = objectionToChange(payload, accepted !== undefined);
    if (objection !== null)
      throw await refusing(database, accountability?.user ?? null, objection);
    return payload.events === undefined ? payload : { ...payload, events: nested(payload.events) };
  });

  on('issue_events.items.create', async (payload: Record<string, unknown>, _meta, { database, accountability }) => {
    const user = accountability?.user ?? null;
    const parsed = parseCommand(payload);
    if (parsed.kind === 'refusals')
      throw await refusing(database, user, ...parsed.refusals);
    const { files, ...said } = parsed.value;
    const outcome = await command(database, said, (path, day) => standingOf(database, user, path, day), now());
    if (outcome.kind === 'refused')
      throw await refusing(database, user, outcome);
    return {
      ...outcome.event,
      ...(payload.attachments === undefined ? {} : { attachments: payload.attachments }),
      files_digest: files.length === 0 ? null : await digestOfFiles(database, context, files),
    };
  });

  const never = (event: string, code: string): void => on(event, async (_payload, _meta, { database, accountability }) => {
    throw await refusing(database, accountability?.user ?? null, refused(code));
  });
  never('issues.items.delete', 'issue_kept');
  never('issue_events.items.update', 'event_fixed');
  never('issue_events.items.delete', 'event_fixed');
  for (const verb of ['create', 'update', 'delete'])
    never(`issue_deadlines.items.${verb}`, 'clock_managed');

  guardRoutingRules(filter, context);
  guardDeadlinePolicies(filter, context);
  guardOtherCategory(filter, context);
});

/** Without a user it is the system, which only its own events admit. */
async function standingOf(database: Db, user: Uuid | null, path: string, day: Day): Promise<Standing> {
  const here = user === null ? null : await standing(database, user, path, day);
  return here ?? { person: user, department: null, heads: [], levels: [], dispatcher: false };
}

async function refusing(database: Db, user: Uuid | null, ...refusals: Refusal[]): Promise<Error | Error[]> {
  const language = await readerLanguage(database, user);
  const errors = refusals.map(refusal => refusalError(messages, inWords(refusal, language), language));
  return errors.length === 1 ? errors[0]! : errors;
}
