/** A recognition as its form shows it: what it rests on and whether that still stands, what was said, and the reader's own step. */
import type { Remaining } from '../calendar/remaining-time-rules.ts';
import type { Db } from '../kernel/context.ts';
import type { Moment, Uuid } from '../kernel/values.ts';
import type { ShownEvidence, ShownNames, ShownStep, Stored } from './model.ts';
import type { Step } from './step-rules.ts';
import { loadCalendar } from '../calendar/index.ts';
import { remaining } from '../calendar/remaining-time-rules.ts';
import { HELD } from './model.ts';
import { actorOf, groundOf } from './recognition-store.ts';
import { isOpen, objectionToStep, STEPS } from './step-rules.ts';
import { evidenceShown, namesOf, stepsShown } from './view-store.ts';

export interface Shown {
  recognition: Pick<Stored, 'id' | 'kind' | 'cause' | 'state' | 'year' | 'honour_level' | 'text' | 'number' | 'answer_until'> & ShownNames;
  /** Of the time to answer; null once it is decided. */
  remaining: Remaining | null;
  evidence: ShownEvidence[];
  steps: ShownStep[];
  /** What the reader can do now. */
  may: Step[];
  concerned: boolean;
  /** A commendation that was confirmed, as evidence for more: of whom; for whoever may propose. */
  cites: { kind: 'person' | 'department' | 'grid'; of: Uuid } | null;
}

function citedOf({ person, department, grid }: Stored): Shown['cites'] {
  return person !== null ? { kind: 'person', of: person } : department !== null ? { kind: 'department', of: department } : grid !== null ? { kind: 'grid', of: grid } : null;
}

/** `readsSteps`: may the reader read them, who is neither concerned nor decides? */
export async function shown(db: Db, stored: Stored, person: Uuid, now: Moment, readsSteps: () => Promise<boolean>): Promise<Shown> {
  const actor = await actorOf(db, stored, person);
  const near = actor.parts.has('concerned') || actor.decides || actor.inspects || await readsSteps();
  const { id, kind, cause, state, year, honour_level, text, number, answer_until } = stored;
  // What nothing supports any more can only be revoked.
  const ground = state === 'suspended' ? await groundOf(db, id) : null;
  const restorable = ground === null || (ground.stands && !ground.upheld);
  return {
    recognition: { id, kind, cause, state, year, honour_level, text, number, answer_until, ...await namesOf(db, id) },
    remaining: isOpen(state) ? remaining(await loadCalendar(db), { due_at: answer_until, limit: null }, now) : null,
    evidence: await evidenceShown(db, id),
    steps: near ? await stepsShown(db, id) : [],
    may: STEPS.filter(step => objectionToStep(stored, step, actor, now) === null && (step !== 'restore' || restorable)),
    concerned: actor.parts.has('concerned'),
    cites: kind === 'commendation' && HELD.has(state) && (actor.decides || actor.inspects) && !actor.parts.has('concerned') ? citedOf(stored) : null,
  };
}
