/** Clocks as cards to read: from the server's answer, without a component or a request. */
import type { Remaining } from '../../../calendar/remaining-time-rules.ts';
import type { Person } from '../../../ui/person.ts';
import type { CodeName } from '../../../ui/speaker.ts';
import type { Speak } from './words.ts';
import { momentText, nameOf } from '../../../ui/person.ts';
import { remainingText, urgencyOf } from '../../../ui/remaining-time.ts';

export interface StoredClock {
  id: string;
  kind: string;
  state: 'running' | 'paused' | 'met' | 'missed' | 'late' | 'cancelled';
  started_at: string;
  due_at: string;
  original_due_at: string;
  provisional: boolean;
  held_until: string | null;
  met_at: string | null;
  missed_at: string | null;
  department: { name: string } | null;
  person: Person | null;
  remaining: Remaining | null;
}

export interface Card {
  id: string;
  name: string;
  state: string;
  tone: 'over' | 'today' | 'calm' | 'ended' | 'good' | 'paused';
  /** Empty once it has ended. */
  remaining: string;
  provisional: boolean;
  held: string;
  facts: { name: string; value: string }[];
  /** `why` of the same clock. */
  certificate: string;
}

/** In the order of the server; `certificates` has the same clocks in the same order. */
export function cardsOf(clocks: readonly StoredClock[], certificates: readonly { text: string }[], speak: Speak, codeName: CodeName, locale: string): Card[] {
  return clocks.map((clock, index) => ({
    id: clock.id,
    name: codeName('clock', clock.kind),
    state: codeName('clock_state', clock.state),
    tone: toneOf(clock),
    remaining: clock.remaining === null ? '' : remainingText(clock.remaining, locale),
    provisional: clock.provisional && isOpen(clock),
    held: clock.held_until !== null && clock.state === 'running' ? speak('held', { until: momentText(clock.held_until, locale) }) : '',
    facts: factsOf(clock, speak, locale),
    certificate: certificates[index]?.text ?? '',
  }));
}

function isOpen({ state }: StoredClock): boolean {
  return state === 'running' || state === 'paused';
}

function toneOf({ state, remaining }: StoredClock): Card['tone'] {
  switch (state) {
    case 'running': return remaining === null ? 'calm' : urgencyOf(remaining);
    case 'missed':
    case 'late': return 'over';
    case 'met': return 'good';
    case 'paused': return 'paused';
    case 'cancelled': return 'ended';
  }
}

function factsOf(clock: StoredClock, speak: Speak, locale: string): Card['facts'] {
  const fact = (word: 'due' | 'original_due' | 'started' | 'met' | 'missed', moment: string | null): Card['facts'] =>
    moment === null ? [] : [{ name: speak(word), value: momentText(moment, locale) }];
  return [
    ...fact('due', clock.due_at),
    ...fact('original_due', clock.original_due_at === clock.due_at ? null : clock.original_due_at),
    ...fact('started', clock.started_at),
    ...fact('met', clock.met_at),
    ...(clock.department === null ? [] : [{ name: speak('department'), value: clock.department.name }]),
    ...(clock.person === null ? [] : [{ name: speak('person'), value: nameOf(clock.person) }]),
  ];
}
