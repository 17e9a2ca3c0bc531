/**
 * The decider: may this event happen now, and what exactly is it?
 *
 * `decide` is a function of its arguments. What had to be looked up (posts, rules,
 * limits, the calendar, the time) comes in as facts; what was decided goes out in
 * the event, so that everything after it reads events alone.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Timer } from '../clocks/timer-rules.ts';
import type { Clock, Decided, EventInput, EventType, IssueEvent, NewEvent, Status } from '../model.ts';
import type { Command, Facts, Progressed } from './decision-facts-rules.ts';
import type { IssueState } from './evolve-rules.ts';
import type { DerivedIssue } from './transition-rules.ts';
import { pinOf } from '../../calendar/working-days-rules.ts';
import { deadlines } from '../clocks/deadline-rules.ts';
import { dueTimers } from '../clocks/timer-rules.ts';
import { NO_INPUT } from './decision-facts-rules.ts';
import { derivedStateOf } from './derived-state-rules.ts';
import { closingOutcome, following, granted, outcomeOf, statusResumed, target } from './event-outcome-rules.ts';
import { evolve, patchBetween, withClocks } from './evolve-rules.ts';
import { objection } from './precondition-rules.ts';

export interface Accepted {
  kind: 'accepted';
  /** Timers that had run out before the command and were not written yet. */
  before: NewEvent[];
  event: NewEvent;
  clocks: Clock[];
  derived: DerivedIssue;
  state: IssueState;
}

export function decide(stored: readonly IssueEvent[], state: IssueState | null, command: Command, facts: Facts): Accepted | Refusal {
  const timeline = new Timeline(stored, state, facts);
  const before = command.type === 'report' || state === null ? [] : timeline.writeMisses();
  const refusal = command.type === 'report' ? null : objection(timeline.progressed, command, facts);
  if (refusal !== null)
    return refusal;
  const { derived, clocks } = timeline;
  const decided = outcomeOf(derived, clocks, command, facts);
  const event = timeline.write(command.type, facts.actor.person, facts.now, command, decided, target(derived, command, facts));
  const next = following(timeline.derived!, command, facts) ?? (derived === null ? null : granted(derived, clocks, command, facts));
  if (next !== null)
    event.data.then = timeline.write(next.type, facts.actor.person, facts.now, next.said, next.decided, next.to);
  return { kind: 'accepted', before, event, clocks: timeline.clocks, derived: timeline.derived!, state: timeline.state! };
}

/** What an issue is now, for the question which steps are possible: misses that nobody has written yet included. */
export function derivedIssueNow(stored: readonly IssueEvent[], state: IssueState, id: Uuid, calendars: Facts['calendars'], now: Moment): DerivedIssue {
  const timeline = new Timeline(stored, state, { issue: { id }, calendars, now });
  timeline.writeMisses();
  return timeline.derived!;
}

/** What the system writes into one issue, with its clocks as they are then. */
export interface Written {
  events: NewEvent[];
  clocks: Clock[];
  state: IssueState;
}

/** The system's own closing of an issue whose time to object has passed. */
export function closeAutomatically(stored: readonly IssueEvent[], state: IssueState, facts: Pick<Facts, 'issue' | 'calendars' | 'limit' | 'now'>): Written {
  const timeline = new Timeline(stored, state, facts);
  const misses = timeline.writeMisses();
  const event = timeline.write('close', null, state.closes_at ?? facts.now, NO_INPUT, { ...closingOutcome(state, facts), recorded_at: facts.now }, 'closed');
  return { events: [...misses, event], clocks: timeline.clocks, state: timeline.state! };
}

/** A suspended issue goes on by itself when its time has come. */
export function resumeAutomatically(stored: readonly IssueEvent[], state: IssueState, facts: Pick<Facts, 'calendar' | 'calendars' | 'now'> & { issue: { id: Uuid } }): Written {
  const timeline = new Timeline(stored, state, facts);
  const misses = timeline.writeMisses();
  const event = timeline.write('resume', null, state.resumes_at ?? facts.now, NO_INPUT, { ...pinOf(facts.calendar), recorded_at: facts.now }, statusResumed(timeline.derived!));
  return { events: [...misses, event], clocks: timeline.clocks, state: timeline.state! };
}

/** A timeline that grows: each event is written with the patch that the state needs. */
export class Timeline {
  readonly events: IssueEvent[];
  state: IssueState | null;
  clocks: Clock[];
  private readonly facts: { issue: { id: Uuid }; calendars: Facts['calendars']; now: Moment };

  constructor(stored: readonly IssueEvent[], state: IssueState | null, facts: { issue: { id: Uuid }; calendars: Facts['calendars']; now: Moment }) {
    this.events = [...stored];
    this.state = state;
    this.facts = facts;
    this.clocks = deadlines(this.events, facts.calendars);
  }

  get derived(): DerivedIssue | null {
    return this.state === null ? null : { ...this.state, ...derivedStateOf(this.events) };
  }

  get progressed(): Progressed | null {
    const { derived, clocks, events } = this;
    return derived === null ? null : { derived, clocks, seq: events.length };
  }

  write(type: EventType, actor: Uuid | null, at: Moment, said: EventInput, decided: Decided, to: Status): NewEvent {
    const event: IssueEvent = {
      ...inputOf(said),
      issue: this.facts.issue.id,
      seq: (this.events.at(-1)?.seq ?? 0) + 1,
      type,
      actor,
      at,
      from_status: this.state?.status ?? null,
      to_status: to,
      data: { decided, patch: {} },
    };
    this.events.push(event);
    this.clocks = deadlines(this.events, this.facts.calendars);
    const after = withClocks(evolve(this.state, event), this.clocks);
    event.data.patch = patchBetween(this.state, after);
    this.state = after;
    const { seq: _, ...written } = event;
    return written;
  }

  /** Whatever comes next, a miss that has become true is written first: the fact does not depend on who is quicker. */
  writeMisses(): NewEvent[] {
    const written: NewEvent[] = [];
    // One by one: with a miss its request lapses, and the issue's other clock is held no longer.
    for (let miss = this.miss(); miss !== undefined; miss = this.miss()) {
      const { clock: { kind, department, opened_by_seq, due_at }, at } = miss;
      const decided = { clock: { kind, department, opened_by_seq, due_at }, recorded_at: this.facts.now };
      written.push(this.write('deadline_missed', null, at, NO_INPUT, decided, this.state!.status));
    }
    return written;
  }

  private miss(): Timer | undefined {
    return dueTimers(this.clocks, this.facts.now).find(timer => timer.type === 'deadline_missed');
  }
}

function inputOf(said: EventInput): EventInput {
  return Object.fromEntries(Object.keys(NO_INPUT).map(key => [key, said[key as keyof EventInput]])) as unknown as EventInput;
}
