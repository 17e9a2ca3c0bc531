/** Timelines for the tests of clocks: events with only what clocks read. */
import type { PinnedLimit } from '../../extensions/wangge/src/calendar/model.ts';
import type { Clock, ClockIdentity, Decided, EventType, IssueEvent } from '../../extensions/wangge/src/handling/model.ts';
import type { Moment, Uuid } from '../../extensions/wangge/src/kernel/values.ts';
import { deadlines } from '../../extensions/wangge/src/handling/clocks/deadline-rules.ts';
import { dueTimers } from '../../extensions/wangge/src/handling/clocks/timer-rules.ts';
import { NO_INPUT } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import { at, shipped, workingDays } from './calendar-world.ts';

export const COMMUNITY: Uuid = '00000000-0000-4000-8000-00000000000c';
export const OFFICE: Uuid = '00000000-0000-4000-8000-00000000000f';
export const [LEAD, CADRE, CLERK, OTHER]: Uuid[] = ['1', '2', '3', '4'].map(n => `00000000-0000-4000-8000-00000000001${n}`) as [Uuid, Uuid, Uuid, Uuid];

export const THREE = { resolve: workingDays(3), own: workingDays(3) };
export const FIVE = { resolve: workingDays(5), own: workingDays(5) };

type Said = Partial<Pick<IssueEvent, 'actor' | 'solved'>>;

/** Adds an event at the wall clock's moment in Shanghai (or at a moment). */
export class Story {
  readonly events: IssueEvent[] = [];

  on(local: string, type: EventType, decided: Decided = {}, said: Said = {}): this {
    const moment: Moment = local.endsWith('Z') ? local : at(local);
    this.events.push({
      issue: '00000000-0000-4000-8000-000000000001',
      seq: this.events.length + 1,
      type,
      actor: said.actor ?? null,
      at: moment,
      ...NO_INPUT,
      solved: said.solved ?? null,
      data: { decided, patch: {} },
      from_status: null,
      to_status: 'assigned',
    });
    return this;
  }

  /** What the sweep writes at that moment. */
  sweep(local: string): this {
    for (const { type, clock: { kind, department, opened_by_seq, due_at }, at: moment } of dueTimers(this.clocks(), at(local)))
      this.on(moment, type, { clock: { kind, department, opened_by_seq, due_at } });
    return this;
  }

  clocks(): Clock[] {
    return deadlines(this.events, () => shipped);
  }

  /** The clocks of a kind, in the order in which they were opened. */
  of(kind: Clock['kind']): Clock[] {
    return this.clocks().filter(clock => clock.kind === kind);
  }

  last(kind: Clock['kind']): Clock {
    return this.of(kind).at(-1)!;
  }
}

/** A matter of the community: 3 working days, reported on Wednesday 11 March 2026, due on Monday 16 at 18:00. */
export function reported(limits: Partial<Record<Clock['kind'], PinnedLimit>> = THREE): Story {
  return new Story().on('2026-03-11T10:00', 'report', { scope: 'community', lead: LEAD!, department: COMMUNITY, handler: CADRE!, limits });
}

export function identity({ kind, department, opened_by_seq }: Clock): ClockIdentity {
  return { kind, department, opened_by_seq };
}
