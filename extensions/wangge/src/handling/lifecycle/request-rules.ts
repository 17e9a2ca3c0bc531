/** What may be asked for (an extension, a suspension, that the district takes it over) and when, and what a request has to say. */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { EventInput, RequestKind } from '../model.ts';
import type { Command } from './decision-facts-rules.ts';
import type { DerivedIssue } from './transition-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { EVENTS } from '../event-registry-rules.ts';
import { REQUEST_KINDS } from '../model.ts';
import { EXTENSIONS_GRANTED_AT_MOST } from './extension-rules.ts';

/** What the table asks for, and what is asked for asks for besides. */
export function requiredOf({ type, request_kind }: Pick<Command, 'type' | 'request_kind'>): readonly (keyof EventInput)[] {
  const { requires, requests } = EVENTS[type].transition;
  return requests === undefined || request_kind === null ? requires : [...requires, ...requests[request_kind].requires];
}

/** What may be asked for now. */
export function possibleRequests(derived: DerivedIssue, now: string): RequestKind[] {
  return REQUEST_KINDS.filter(kind => objectionToAsking(derived, kind, now) === null);
}

/** Why this may not be asked for now, whatever is said. */
export function objectionToAsking(derived: DerivedIssue, kind: RequestKind, now: string): Refusal | null {
  if (derived.pending !== null)
    return refused('request_pending', 'type');
  if (kind === 'escalation')
    return derived.scope === 'district' ? refused('district_already', 'request_kind') : null;
  if (derived.due_at === null)
    return refused('no_limit', 'type');
  // Before the limit: at its very moment nothing is left that could stand.
  if (derived.overdue || now >= derived.due_at)
    return refused('limit_passed', 'type');
  if (derived.extension_count >= EXTENSIONS_GRANTED_AT_MOST && derived.suspended_from !== null)
    return refused('extended_twice', 'type');
  return null;
}
