/**
 * The decider: may this event happen now, and what exactly is it?
 *
 * `decide` is a function of its arguments. What had to be looked up (posts, rules,
 * limits, the calendar, the time) comes in as facts; what was decided goes out in
 * the event, so that everything after it reads events alone.
 */
import type { Refusal } from '../platform/refusal.ts';
import type { IssueState } from './evolve.ts';
import type { Command, Facts } from './facts.ts';
import type { Clock, Decided, EventSaid, EventType, IssueEvent, Moment, NewEvent, Status, Uuid } from './model.ts';
import { deadlines, dueTimers } from './deadlines.ts';
import { evolve, patchBetween, withClocks } from './evolve.ts';
import { SAID_NOTHING } from './facts.ts';
import { objection } from './objections.ts';
import { following, settle, target } from './settlement.ts';

export interface Accepted {
  kind: 'accepted';
  /** Timers that had run out before the command and were not written yet. */
  before: NewEvent[];
  event: NewEvent;
  clocks: Clock[];
  state: IssueState;
}

export function decide(stored: readonly IssueEvent[], state: IssueState | null, command: Command, facts: Facts): Accepted | Refusal {
  const timeline = new Timeline(stored, state, facts);
  const before = command.type === 'report' || state === null ? [] : timeline.writeMisses();
  const refusal = command.type === 'report' ? null : objection(timeline.state, command, facts);
  if (refusal !== null)
    return refusal;
  const decided = settle(timeline.state, command, facts);
  const event = timeline.write(command.type, facts.actor.person, facts.now, command, decided, target(timeline.state, command, facts));
  const next = following(timeline.state!, command, facts);
  if (next !== null)
    event.data.then = timeline.write(next.type, facts.actor.person, facts.now, next.said, next.decided, next.to);
  return { kind: 'accepted', before, event, clocks: timeline.clocks, state: timeline.state! };
}

/** The system's own closing of an issue whose time to object has passed. */
export function closeByItself(stored: readonly IssueEvent[], state: IssueState, id: Uuid, calendars: Facts['calendars'], now: Moment): NewEvent {
  const timeline = new Timeline(stored, state, { issue: { id }, calendars, now });
  return timeline.write('close', null, state.closes_at ?? now, SAID_NOTHING, { recorded_at: now }, 'closed');
}

/** A timeline that grows: each event is written with the patch that the state needs. */
class Timeline {
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

  write(type: EventType, actor: Uuid | null, at: Moment, said: EventSaid, decided: Decided, to: Status): NewEvent {
    const { note, to_department, to_person, to_scope, to_category, to_grid, cause, result, channel, solved, satisfaction } = said;
    const event: IssueEvent = {
      issue: this.facts.issue.id,
      seq: (this.events.at(-1)?.seq ?? 0) + 1,
      type,
      actor,
      at,
      note,
      to_department,
      to_person,
      to_scope,
      to_category,
      to_grid,
      cause,
      result,
      channel,
      solved,
      satisfaction,
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
    return dueTimers(this.clocks, this.facts.now)
      .filter(timer => timer.type === 'deadline_missed')
      .map(({ clock, at }) => this.write('deadline_missed', null, at, SAID_NOTHING, {
        clock: { kind: clock.kind, department: clock.department, opened_by_seq: clock.opened_by_seq, due_at: clock.due_at },
        recorded_at: this.facts.now,
      }, this.state!.status));
  }
}
