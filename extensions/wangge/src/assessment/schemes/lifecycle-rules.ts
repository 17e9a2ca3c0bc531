/**
 * The life of a scheme: written as a draft, tried on the last quarter, brought into force, retired. From then on it is what
 * quarters were ranked by, and stays as it is: a change is the next version.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day, Uuid, Values } from '../../kernel/values.ts';
import { refused } from '../../kernel/refusal-rules.ts';

export const SCHEME_STATES = ['draft', 'tried', 'active', 'retired'] as const;
export type SchemeState = (typeof SCHEME_STATES)[number];

/** What Directus writes by itself. */
const BOOKKEEPING = ['id', 'date_updated', 'user_updated', 'date_created', 'user_created'];

export function isLocked(state: unknown): boolean {
  return state === 'active' || state === 'retired';
}

/** A scheme begins as a draft, whoever writes it and however. */
export function objectionToNewScheme({ state, error_rates }: Values): Refusal | null {
  if ((error_rates ?? null) !== null)
    return refused('error_rates_computed', 'error_rates');
  return state === undefined || state === null || state === 'draft' ? null : refused('scheme_begins_as_draft', 'state');
}

/** What may be changed of a stored scheme; that it may come into force is asked apart (`objectionToActivation`). */
export function objectionToChange(payload: Values, stored: Values): Refusal | null {
  const [from, to] = [stored.state as SchemeState, (payload.state ?? stored.state) as SchemeState];
  const changed = Object.keys(payload).filter(field => field !== 'state' && !BOOKKEEPING.includes(field) && !isSame(payload[field], stored[field]));
  if (changed.includes('error_rates'))
    return refused('error_rates_computed', 'error_rates');
  if (isLocked(from) && changed.length > 0)
    return refused('scheme_locked', changed[0]!);
  if (from === to)
    return null;
  if (!(SCHEME_STATES as readonly string[]).includes(to))
    return refused('scheme_state_unknown', 'state');
  if (to === 'tried')
    return refused('scheme_untried', 'state');
  if (to === 'active')
    return from !== 'tried' ? refused(from === 'retired' ? 'scheme_stays_retired' : 'scheme_untried', 'state') : changed.length > 0 ? refused('scheme_changed_since', 'state') : null;
  if (isLocked(from) && to !== 'retired')
    return refused(from === 'retired' ? 'scheme_stays_retired' : 'scheme_locked', 'state');
  return null;
}

/** What is tried and changed then is a draft again. */
export function isDraftAgain(payload: Values, stored: Values): boolean {
  return stored.state === 'tried' && payload.state === undefined && Object.keys(payload).some(field => !BOOKKEEPING.includes(field) && !isSame(payload[field], stored[field]));
}

/** Forms send back what they read: numbers as text, lists as they are. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b || (a ?? null) === (b ?? null))
    return true;
  if (a instanceof Date || b instanceof Date)
    return String(new Date(a as string).toISOString()) === String(new Date(b as string).toISOString());
  if (typeof a === 'object' || typeof b === 'object')
    return JSON.stringify(a) === JSON.stringify(b);
  return String(a) === String(b);
}

export interface InForce {
  /** Active schemes besides this one. */
  others: readonly { id: Uuid; name: string; valid_from: Day | null }[];
  /** The last period that was computed by any scheme. */
  last: { code: string; ends_on: Day } | null;
}

/** From which day on it would hold: never for a quarter that was ranked by another, and for none together with another. */
export function objectionToActivation({ valid_from }: { valid_from: Day | null }, { others, last }: InForce): Refusal | null {
  if (valid_from === null)
    return refused('valid_from_missing', 'valid_from');
  if (last !== null && valid_from <= last.ends_on)
    return refused('valid_from_past', 'valid_from', { period: last.code, ends_on: last.ends_on });
  const other = others.find(one => one.valid_from === valid_from);
  return other === undefined ? null : refused('valid_from_taken', 'valid_from', { name: other.name, valid_from });
}
