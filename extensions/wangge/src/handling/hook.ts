/**
 * The filters through which every report and every event comes, from the
 * Studio, REST, GraphQL, nested saves, batches and imports.
 */
import type { HookConfig } from '@directus/extensions';
import type { Db } from '../kernel/context.ts';
import type { Day, Moment, Uuid } from '../kernel/values.ts';
import type { Standing } from '../territory/model.ts';
import type { HandlingPorts } from './lifecycle/command-service.ts';
import { defineHook } from '@directus/extensions-sdk';
import { objectionToFile, objectionToPhotograph, photographsAmong } from '../files/index.ts';
import { filtersOf } from '../kernel/on-filter.ts';
import { readerLanguage } from '../kernel/reader-language.ts';
import { isRefusal, refused } from '../kernel/refusal-rules.ts';
import { gridAt, standing } from '../territory/index.ts';
import { SYSTEM } from '../territory/model.ts';
import { digestOfFiles, eraseFiles } from './event-files-service.ts';
import { alreadyReported, conflict } from './intake/client-key.ts';
import { faultOfValues, parseCommand, parseReport } from './intake/input-rules.ts';
import { report } from './intake/report-service.ts';
import { fieldsAdded, nested, objectionToChange, objectionToFoundAt, objectionToNesting, withoutManaged } from './issue-guard-rules.ts';
import { keepContact, soleGridOf } from './issue-store.ts';
import { command } from './lifecycle/command-service.ts';
import { messages } from './messages.ts';
import { assertOwnPhotograph, assertOwnReport, assertWithEvent } from './report-ownership-service.ts';
import { columnsOfReport, photographsOpen } from './report-ownership-store.ts';
import { guardDeadlinePolicies, guardOtherCategory, guardRoutingRules } from './routing/rule-guard-service.ts';
import { inWords } from './words.ts';

const now = (): Moment => new Date().toISOString();

export default ({ noticeOf }: HandlingPorts): HookConfig => defineHook(({ filter }, context) => {
  const { onFilter, onPersonFilter, never } = filtersOf(filter, messages, inWords);

  onFilter('issues.items.create', async ({ payload, db, person, caller }) => {
    const parsed = parseReport(payload);
    if (parsed.kind === 'refusals')
      return parsed.refusals;
    const objection = objectionToFoundAt(payload.occurred_at, now()) ?? objectionToNesting(payload.events);
    if (objection !== null)
      return objection;
    const { location } = parsed.value;
    const grid = parsed.value.grid ?? (location === null ? null : await gridAt(db, location)) ?? await soleGridOf(db, person);
    if (grid === null)
      return refused('grid_required', 'grid');
    const earlier = await alreadyReported(db, { ...parsed.value, grid }, payload, caller.schema);
    if (earlier !== null)
      throw conflict(earlier, await readerLanguage(db, person));
    const outcome = await report(db, { ...parsed.value, grid }, person, now());
    if (outcome.kind === 'refused')
      return outcome;
    const { id, title, category, input } = outcome;
    return {
      ...withoutManaged(await contactApart(db, id, payload, input.confidential)),
      id,
      title,
      category,
      grid,
      description: input.description,
      involves_departments: input.involves_departments,
      confidential: input.confidential,
      arrived_late: input.arrived_late,
      location: input.location,
      ...(payload.events === undefined ? {} : { events: nested(payload.events) }),
    };
  });

  onFilter('issues.items.update', async ({ payload, keys, db, person, trusted }) => {
    const added = await columnsOfReport(db, fieldsAdded(payload));
    const notOwn = person === null || trusted ? null : await assertOwnReport(db, person, payload, keys, added);
    if (notOwn !== null)
      return notOwn;
    const accepted = await db('issues').whereIn('id', keys).whereNotNull('accepted_at').first('id');
    const objection = objectionToChange(payload, { accepted: accepted !== undefined, added })
      ?? objectionToFoundAt(payload.occurred_at, now()) ?? faultOfValues({ ...payload, photos: undefined });
    if (objection !== null)
      return objection;
    const rest = await contactsApart(db, keys, payload);
    if (rest === null)
      return refused('contacts_mixed', 'contact_phone');
    return payload.events === undefined ? rest : { ...rest, events: nested(payload.events) };
  });

  onFilter('issue_events.items.create', async ({ payload, db, person }) => {
    const parsed = parseCommand(payload);
    if (parsed.kind === 'refusals')
      return parsed.refusals;
    const { files, ...said } = parsed.value;
    const attachments = files.length === 0 ? 0 : await photographsAmong(db, files);
    const outcome = await command(db, { ...said, attachments }, { standingAt: (path, day) => standingOf(db, person, path, day), noticeOf }, now());
    if (outcome.kind === 'refused')
      return outcome;
    if (said.type === 'redact')
      await eraseFiles(db, context, said.issue, said.to_seq);
    const files_digest = files.length === 0 ? null : await digestOfFiles(db, context, files);
    if (isRefusal(files_digest))
      return files_digest;
    return {
      ...outcome.event,
      ...(payload.attachments === undefined ? {} : { attachments: payload.attachments }),
      files_digest,
    };
  });

  onFilter('issues_files.items.create', async ({ payload, db, person, trusted }) =>
    person === null && trusted ? null : assertOwnPhotograph(db, trusted ? null : person, payload.issues_id));
  onPersonFilter('issues_files.items.create', async ({ payload, db, person, trusted }) => objectionToPhotograph(db, payload.directus_files_id, { person, trusted }));
  // With a step documents come, too: a reply, a record.
  onPersonFilter('issue_events_files.items.create', async ({ payload, db, person, trusted }) => objectionToFile(db, payload.directus_files_id, { person, trusted }));
  onFilter('issues_files.items.delete', async ({ keys, db }) => await photographsOpen(db, keys) ? null : refused('not_reporter'));
  onFilter('issue_events_files.items.create', async ({ payload, db }) => assertWithEvent(db, payload.issue_events_id));
  never(['issue_events_files.items.update', 'issue_events_files.items.delete'], 'files_with_event');

  never('issues.items.delete', 'issue_kept');
  never(['issue_events.items.update', 'issue_events.items.delete'], 'event_fixed');
  never(['create', 'update', 'delete'].map(verb => `issue_deadlines.items.${verb}`), 'clock_managed');

  guardRoutingRules(filter);
  guardDeadlinePolicies(filter);
  guardOtherCategory(filter);
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
