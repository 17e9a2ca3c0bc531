/** Which clocks another calendar moves, and by how much: what a preview shows and an application does. */
import type { Calendar } from '../../calendar/model.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Clock } from '../model.ts';
import { dayOf, dueAt, workingDaysIn } from '../../calendar/working-days-rules.ts';
import { dayString, epochDay } from '../../kernel/civil-date-rules.ts';
import { dueTimers } from './timer-rules.ts';

/** A running or paused clock of an open issue. */
export interface OpenClock extends Pick<Clock, 'kind' | 'department' | 'opened_by_seq' | 'started_at' | 'due_at' | 'provisional' | 'warn_at' | 'warned_at' | 'held_until' | 'state' | 'certificate'> {
  issue: Uuid;
  number: string;
  /** Null where the report is confidential. */
  title: string | null;
  department_name: string | null;
}

export interface Move extends Pick<OpenClock, 'issue' | 'number' | 'title' | 'kind' | 'department' | 'department_name' | 'opened_by_seq'> {
  from: Moment;
  to: Moment;
  /** Later by so many working days of the new calendar; earlier if negative. */
  working_days: number;
  /** It ends in the past then: the next sweep writes the miss. */
  becomes_overdue: boolean;
  provisional: { from: boolean; to: boolean };
}

export interface MoveTotals extends Record<string, number> {
  /** Clocks that were looked at. */
  open: number;
  issues: number;
  clocks: number;
  later: number;
  earlier: number;
  becomes_overdue: number;
  /** The same end, but no longer provisional; and the other way round. */
  confirmed: number;
  made_provisional: number;
}

/** A clock that has run out stays missed, recorded or not; the others are counted anew, as an event would (`repin` in `clock-rules.ts`). */
export function movesOf(clocks: readonly OpenClock[], calendar: Calendar, now: Moment): Move[] {
  return clocks.flatMap((clock) => {
    if (clock.certificate.limit.calendar_version === calendar.version || isMissed(clock, now))
      return [];
    const { due_at: to, provisional } = dueAt(calendar, clock.started_at, clock.certificate.limit, clock.certificate);
    const { issue, number, title, kind, department, department_name, opened_by_seq, due_at: from } = clock;
    if (to === from && provisional === clock.provisional)
      return [];
    return [{
      issue,
      number,
      title,
      kind,
      department,
      department_name,
      opened_by_seq,
      from,
      to,
      working_days: workingDaysBetween(calendar, from, to),
      becomes_overdue: clock.state === 'running' && to < now && from >= now,
      provisional: { from: clock.provisional, to: provisional },
    }];
  });
}

function isMissed(clock: OpenClock, now: Moment): boolean {
  return dueTimers([clock as unknown as Clock], now).some(({ type }) => type === 'deadline_missed');
}

function workingDaysBetween(calendar: Calendar, from: Moment, to: Moment): number {
  const after = (moment: Moment): string => dayString(epochDay(dayOf(calendar, moment)) + 1);
  return from <= to ? workingDaysIn(calendar, after(from), after(to)) : -workingDaysIn(calendar, after(to), after(from));
}

export function totalsOf(open: number, moves: readonly Move[]): MoveTotals {
  const count = (which: (move: Move) => boolean): number => moves.filter(which).length;
  return {
    open,
    issues: new Set(moves.map(({ issue }) => issue)).size,
    clocks: moves.length,
    later: count(({ from, to }) => to > from),
    earlier: count(({ from, to }) => to < from),
    becomes_overdue: count(move => move.becomes_overdue),
    confirmed: count(({ provisional }) => provisional.from && !provisional.to),
    made_provisional: count(({ provisional }) => !provisional.from && provisional.to),
  };
}
