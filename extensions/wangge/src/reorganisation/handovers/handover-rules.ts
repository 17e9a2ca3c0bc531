/**
 * A post is handed over: prepared by somebody above, given with a list of what is open, taken. With the second
 * confirmation the posts change.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import { refused } from '../../kernel/refusal-rules.ts';

export type HandoverState = 'prepared' | 'given' | 'taken' | 'cancelled';
/** Written by the system, or by confirming. */
export const HANDOVER_MANAGED = ['state', 'items', 'given_by', 'given_at', 'taken_by', 'taken_at', 'prepared_by', 'grid_path'];

export interface Handover {
  id: Uuid;
  grid: Uuid;
  role: 'leader' | 'deputy';
  /** Null: the post is vacant. */
  from_person: Uuid | null;
  to_person: Uuid;
  handed_on: Day;
  state: HandoverState;
  prepared_by: Uuid | null;
}

export const STEPS = ['give', 'take', 'cancel'] as const;
export type Step = (typeof STEPS)[number];

/** `above`: leads a grid above, dispatches for the sub-district, or administers. */
export interface Asker { person: Uuid; above: boolean }

/** Why this person may not take this step now; null if they may. A receiver of a vacant post takes it at once. */
export function objectionToStep({ state, from_person, to_person, prepared_by }: Handover, step: Step, { person, above }: Asker): Refusal | null {
  if (state === 'taken' || state === 'cancelled')
    return refused('handover_over', null);
  if (step === 'cancel')
    return above || person === prepared_by ? null : refused('handover_cancel');
  if (step === 'take') {
    if (person !== to_person)
      return refused('handover_take');
    return state === 'given' || from_person === null ? null : refused('handover_give_first');
  }
  if (from_person === null)
    return refused('handover_vacant');
  if (state === 'given')
    return refused('handover_given');
  // For somebody who has left already, whoever is above gives: the record says who it was.
  return person === from_person || (above && person !== to_person) ? null : refused('handover_give');
}

/** What they can do, for the buttons. */
export function stepsOf(handover: Handover, asker: Asker): Step[] {
  return STEPS.filter(step => objectionToStep(handover, step, asker) === null);
}
