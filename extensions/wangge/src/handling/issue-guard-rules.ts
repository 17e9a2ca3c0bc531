/**
 * What the API refuses before the database would: writes to managed columns, changes of
 * events, deletions. The triggers of `sql/020-handling.sql` are the last word; these give
 * people a sentence at the field instead of an error 500.
 */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Values } from '../kernel/values.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { MANAGED } from './issue-field-rules.ts';

/** The reporter's own columns; they are fixed once the issue is accepted. */
export const REPORTED = ['title', 'description', 'external_no', 'confidential', 'address', 'location', 'photos', 'occurred_at', 'client_key'] as const;
/** Written at the report, corrected by a `route` event only. */
const ROUTED = ['category', 'grid'];
/** Routing, limits and verification rest on these. */
const FIXED = ['kind', 'parties', 'involves_departments', 'source', 'severity', 'external_due_at', 'repeat_of'];
const CLOCKS = ['deadlines', 'helpers'];

/** The first reason why a change of issues may not be saved; `accepted` tells whether any of them is. */
export function objectionToChange(payload: Values, accepted: boolean): Refusal | null {
  for (const field of Object.keys(payload)) {
    if (ROUTED.includes(field))
      return refused('moved_by_route', field, { field });
    if (FIXED.includes(field))
      return refused('fixed_with_report', field, { field });
    if (MANAGED.includes(field))
      return refused('managed_field', field, { field });
    if (CLOCKS.includes(field))
      return refused('clock_managed', field);
    if (accepted && (REPORTED as readonly string[]).includes(field))
      return refused('frozen_field', field);
  }
  return objectionToNesting(payload.events);
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
  return Object.fromEntries(Object.entries(payload).filter(([field]) => !MANAGED.includes(field) && !CLOCKS.includes(field)));
}
