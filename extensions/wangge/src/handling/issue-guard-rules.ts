/**
 * What the API refuses before the database would: writes to managed columns, changes of
 * events, deletions. The triggers of `sql/020-handling.sql` are the last word; these give
 * people a sentence at the field instead of an error 500.
 */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Moment, Values } from '../kernel/values.ts';
import type { Writer } from './issue-field-rules.ts';
import { epochMs } from '../kernel/civil-date-rules.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { issueField } from './issue-field-rules.ts';

/** What of a payload has to be known before it can be judged. */
export interface ChangeFacts {
  /** Is any of the issues accepted? */
  accepted: boolean;
  /** Columns that an administrator added and that belong to the report. */
  added: readonly string[];
}

/** The first reason why a change of issues may not be saved. */
export function objectionToChange(payload: Values, { accepted, added }: ChangeFacts): Refusal | null {
  for (const field of Object.keys(payload)) {
    const objection = objectionToField(field, accepted, added);
    if (objection !== null)
      return objection;
  }
  return objectionToNesting(payload.events);
}

function objectionToField(field: string, accepted: boolean, added: readonly string[]): Refusal | null {
  switch (issueField(field)?.by ?? (added.includes(field) ? 'reporter' : 'others')) {
    case 'route': return refused('moved_by_route', field, { field });
    case 'report': return refused('fixed_with_report', field, { field });
    case 'events':
    case 'system': return refused('managed_field', field, { field });
    case 'clocks': return refused('clock_managed', field);
    case 'reporter': return accepted ? refused('frozen_field', field) : null;
    case 'key':
    case 'contact':
    case 'others':
    case 'form': return null;
  }
}

/** The clocks of telephones differ by so much. */
const CLOCKS_DIFFER = 5 * 60_000;

/** Nobody finds what has not happened yet. */
export function objectionToFoundAt(occurred_at: unknown, now: Moment): Refusal | null {
  return typeof occurred_at === 'string' && new Date(occurred_at).getTime() > epochMs(now) + CLOCKS_DIFFER ? refused('occurred_later', 'occurred_at') : null;
}

/** Does the field belong to what the reporter says? */
export function isReporters(field: string, added: readonly string[]): boolean {
  const by = issueField(field)?.by;
  return by === 'reporter' || by === 'contact' || added.includes(field);
}

/** Fields that we did not ship. */
export function fieldsAdded(payload: Values): string[] {
  return Object.keys(payload).filter(field => issueField(field) === undefined);
}

/** Nested events may only be added: the array form would unlink the others. */
export function objectionToNesting(events: unknown): Refusal | null {
  if (events === undefined || events === null)
    return null;
  const { update = [], delete: removed = [] } = nested(events);
  return update.length > 0 || removed.length > 0 ? refused('events_only_new', 'events') : null;
}

interface Nested { create?: unknown[]; update?: unknown[]; delete?: unknown[] }

/** The relation as an explicit list of changes. Items that exist are referred to by key, alone or in an object. */
export function nested(events: unknown): Nested {
  if (!Array.isArray(events))
    return events as Nested;
  const isNew = (item: unknown): boolean => typeof item === 'object' && item !== null && !('id' in item);
  return { create: events.filter(isNew), update: events.filter(item => !isNew(item)), delete: [] };
}

/** A report without what the caller must not say: managed columns are the events' business. */
export function withoutManaged(payload: Values): Values {
  return Object.fromEntries(Object.entries(payload).filter(([field]) => !KEPT_FROM_CALLERS.has(issueField(field)?.by)));
}

const KEPT_FROM_CALLERS: ReadonlySet<Writer | undefined> = new Set(['events', 'system', 'clocks', 'route']);
