/**
 * Who may take which step of a recognition when, in sentences; the database has the last word (`sql/097-recognitions.sql`). Whoever is
 * concerned is heard before it; another decides, with a reason; a third publishes; what falls is settled by a human.
 */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Moment, Uuid } from '../kernel/values.ts';
import type { DutyStep, Part } from './duty-rules.ts';
import type { State, StepName, Stored } from './model.ts';
import { conflicting, refused } from '../kernel/refusal-rules.ts';
import { barredBy } from './duty-rules.ts';
import { reasonOf } from './reason-rules.ts';

export const STEPS = ['answer', 'confirm', 'dismiss', 'publish', 'acknowledge', 'restore', 'revoke'] as const satisfies readonly DutyStep[];
export type Step = (typeof STEPS)[number];

/** How each is stored. */
export const STORED_AS: Record<Step, StepName> = { answer: 'answered', confirm: 'confirmed', dismiss: 'dismissed', publish: 'published', acknowledge: 'acknowledged', restore: 'restored', revoke: 'revoked' };

/** Characters of a reason, at least. */
export const LEAST_WORDS = 4;
/** What is said with them is what they are for. */
export const WITH_REASON: ReadonlySet<Step> = new Set(['answer', 'confirm', 'dismiss', 'restore', 'revoke']);

const FROM: Record<Step, readonly State[]> = {
  answer: ['proposed', 'silent', 'answered'],
  confirm: ['answered', 'silent'],
  dismiss: ['proposed', 'answered', 'silent'],
  publish: ['confirmed'],
  acknowledge: ['published'],
  restore: ['suspended'],
  revoke: ['confirmed', 'published', 'acknowledged', 'suspended'],
};

/** How somebody stands to it today. */
export interface Actor {
  person: Uuid;
  /** Leads an area of the sub-district, or heads its inspection office; or stands in for whoever does. */
  decides: boolean;
  /** Of the inspection team for this sub-district. */
  inspects: boolean;
  /** The one concerned has answered themselves: what a stand-in says does not end their time. */
  heard: boolean;
  parts: ReadonlySet<Part>;
}

/** Why this person cannot take the step now; null if they can. `proposed` past its time is as if nobody had said anything. */
export function objectionToStep({ state, answer_until }: Pick<Stored, 'state' | 'answer_until'>, step: Step, { decides, inspects, heard: answered, parts }: Actor, now: Moment): Refusal | null {
  const barred = barredBy(step, parts);
  if (barred === 'stranger')
    return refused('recognition_not_concerned');
  if (barred !== null)
    return refused(`recognition_${barred}`);
  if ((step === 'confirm' || step === 'dismiss') && !decides)
    return refused('recognition_not_decider');
  if ((step === 'publish' || step === 'restore' || step === 'revoke') && !decides && !inspects)
    return refused('recognition_not_team');
  const heard: State = state === 'proposed' && now >= answer_until ? 'silent' : state;
  if (step === 'confirm' && heard === 'answered' && now < answer_until && !answered)
    return conflicting('recognition_time_to_answer', { until: answer_until });
  if (FROM[step].includes(heard))
    return null;
  return step === 'confirm' && heard === 'proposed' ? conflicting('recognition_time_to_answer', { until: answer_until }) : conflicting('recognition_state', { state: heard, step });
}

/** Null: too few words, or too many. */
export const reasonIn = (said: string | null | undefined): string | null => reasonOf(said, LEAST_WORDS);

/** Not decided: whoever is concerned may still be heard. */
export function isOpen(state: State): boolean {
  return state === 'proposed' || state === 'answered' || state === 'silent';
}

/** The state after these steps, in their order: what the database's triggers make of them. */
export function stateAfter(steps: readonly StepName[]): State {
  const last = steps.at(-1)!;
  if (last !== 'restored')
    return last;
  const before = steps.findLast(step => step !== 'suspended' && step !== 'restored') as State;
  // Silence is noted anew, after the time that is given anew.
  return before === 'silent' ? 'proposed' : before;
}
