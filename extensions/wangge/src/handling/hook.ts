/**
 * Handling's door: the filters through which every report and every event comes, from the
 * Studio, REST, GraphQL, nested saves, batches and imports.
 */
import type { Db } from '../platform/context.ts';
import type { Refusal } from '../platform/refusal.ts';
import type { Standing } from './lifecycle/transitions.ts';
import type { Day, Moment, Uuid } from './model.ts';
import { defineHook } from '@directus/extensions-sdk';
import { readerLanguage } from '../platform/reader.ts';
import { refusalError, refused } from '../platform/refusal.ts';
import { gridAt, standing } from '../territory/index.ts';
import { command } from './command.ts';
import { digestOfFiles, eraseFiles } from './files.ts';
import { nested, objectionToChange, objectionToNesting, withoutManaged } from './guards.ts';
import { alreadyReported, conflict } from './intake/client-key.ts';
import { faultOfValues, parseCommand, parseReport } from './intake/input.ts';
import { report } from './intake/report.ts';
import { SYSTEM } from './lifecycle/transitions.ts';
import { messages } from './messages.ts';
import { guardDeadlinePolicies, guardOtherCategory, guardRoutingRules } from './routing/routing-guard.ts';
import { keepContact, soleGridOf } from './store.ts';
import { inWords } from './words.ts';

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
    const { location } = parsed.value;
    const grid = parsed.value.grid ?? (location === null ? null : await gridAt(database, location)) ?? await soleGridOf(database, user);
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
      ...withoutManaged(await contactApart(database, id, payload, input.confidential)),
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
    const objection = objectionToChange(payload, accepted !== undefined) ?? faultOfValues({ ...payload, photos: undefined });
    if (objection !== null)
      throw await refusing(database, accountability?.user ?? null, objection);
    const rest = await contactsApart(database, keys, payload);
    if (rest === null)
      throw await refusing(database, accountability?.user ?? null, refused('contacts_mixed', 'contact_phone'));
    return payload.events === undefined ? rest : { ...rest, events: nested(payload.events) };
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
    if (said.type === 'redact')
      await eraseFiles(database, context, said.issue, said.to_seq);
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

/** A confidential contact never reaches the row, nor its revisions. */
async function contactApart(database: Db, issue: Uuid, payload: Record<string, unknown>, confidential: boolean): Promise<Record<string, unknown>> {
  const { contact_name: name = null, contact_phone: phone = null } = payload;
  if (!confidential || (name === null && phone === null))
    return payload;
  await keepContact(database, { issue, name, phone });
  return withoutContact(payload);
}

function withoutContact({ contact_name: _name, contact_phone: _phone, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest;
}

/** The same of reports that are confidential already, or become so by this change. Null: only some of them are, and one change cannot keep theirs out of the revisions. */
async function contactsApart(database: Db, keys: readonly Uuid[], payload: Record<string, unknown>): Promise<Record<string, unknown> | null> {
  if (payload.confidential === false || (payload.contact_name ?? payload.contact_phone ?? null) === null)
    return payload;
  const kept: boolean[] = payload.confidential === true ? [true] : await database('issues').whereIn('id', keys).distinct().pluck('confidential');
  if (!kept.includes(true))
    return payload;
  if (kept.includes(false))
    return null;
  for (const issue of keys)
    await contactApart(database, issue, payload, true);
  return withoutContact(payload);
}

/** Without a user it is the system, which only its own events admit. */
async function standingOf(database: Db, user: Uuid | null, path: string, day: Day): Promise<Standing> {
  const here = user === null ? null : await standing(database, user, path, day);
  return here ?? { ...SYSTEM, person: user };
}

async function refusing(database: Db, user: Uuid | null, ...refusals: Refusal[]): Promise<Error | Error[]> {
  const language = await readerLanguage(database, user);
  const errors = refusals.map(refusal => refusalError(messages, inWords(refusal, language), language));
  return errors.length === 1 ? errors[0]! : errors;
}
