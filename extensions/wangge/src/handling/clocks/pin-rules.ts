/**
 * What held when a clock fell due or ended: whose matter it was, where it lay, who had it.
 *
 * Read off the timeline with the clock itself, so that a quarter that is computed later counts the same: a merge, a move of
 * grids, another scope or other people that come after the due moment do not move it any more.
 */
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Clock, Pins, Scope } from '../model.ts';

/** Who and what an issue stands with, from one event on. */
export interface Holding {
  at: Moment;
  scope: Scope | null;
  grid: Uuid | null;
  lead: Uuid | null;
  department: Uuid | null;
  handler: Uuid | null;
  follower: Uuid | null;
}

export const UNHELD: Holding = { at: '', scope: null, grid: null, lead: null, department: null, handler: null, follower: null };

/** From which holding on a clock runs, and how many there were when it was called off. */
export interface Span { opened: number; cancelled: number | null }

export function unpinned(first_round: boolean): Pins {
  return { scope: null, grid: null, department_at_due: null, person_at_due: null, handled_at: null, first_round };
}

export function pin(clock: Clock, holdings: readonly Holding[], { opened, cancelled }: Span): void {
  const until = heldUntil(clock);
  const during = holdings.slice(opened, cancelled ?? holdings.length);
  const held = during.findLast(({ at, department }) => (until === null || at <= until) && (clock.kind !== 'own' || department === clock.department)) ?? holdings[opened]!;
  clock.scope = held.scope;
  clock.grid = held.grid;
  clock.department_at_due = held.department;
  clock.person_at_due = personFor(clock.kind, held);
}

/** Null: it still stands with whoever has it now. */
function heldUntil({ state, due_at, met_at }: Clock): Moment | null {
  if (state === 'paused' || state === 'cancelled')
    return null;
  return met_at !== null && met_at < due_at ? met_at : due_at;
}

/** Who answers for a clock. */
export function personFor(kind: Clock['kind'], { lead, handler, follower }: Pick<Holding, 'lead' | 'handler' | 'follower'>): Uuid | null {
  switch (kind) {
    case 'own': return handler;
    // Whoever did not handle it verifies it.
    case 'verify': return [follower, lead].find(person => person !== null && person !== handler) ?? null;
    default: return lead;
  }
}
