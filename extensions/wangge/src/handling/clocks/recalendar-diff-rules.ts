/** Which clocks another calendar moves, and by how much: what a preview shows and an application does. */
import type { Calendar } from '../../calendar/model.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Clock, ClockIdentity } from '../model.ts';
import { dayOf, dueAt, pinOf, workingDaysIn } from '../../calendar/working-days-rules.ts';
import { dayString, epochDay } from '../../kernel/civil-date-rules.ts';
import { aWorkingDayBeyond, sameClock } from './clock-rules.ts';
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
  /** Of one that is judged anew: a miss that was none, or one that nobody could know of. */
  verdict?: 'lifted' | 'late';
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

/**
 * A clock that has run out stays missed, recorded or not; the others are counted anew, as an event would (`repin` in
 * `clock-rules.ts`). For issues where nothing hinges on an end that was provisional: those are judged by their timelines.
 */
export function movesOf(clocks: readonly OpenClock[], calendar: Calendar, now: Moment): Move[] {
  return clocks.flatMap((clock) => {
    const { limit } = clock.certificate;
    if ((limit.calendar_version === calendar.version && limit.statutory === true) || isMissed(clock, now))
      return [];
    const pinned = { ...limit, ...pinOf(calendar) };
    const { due_at: to, provisional } = dueAt(calendar, clock.started_at, pinned, clock.certificate);
    const { issue, number, title, kind, department, department_name, opened_by_seq, due_at: from } = clock;
    // That a provisional end waits for its year from now on is a move, too, and that an answer is awaited until another moment.
    const waits = clock.held_until !== null && clock.held_until !== aWorkingDayBeyond(to, pinned, calendar);
    if (to === from && provisional === clock.provisional && !waits && !(provisional && limit.statutory !== true))
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

/** The same of an issue that is judged by its timeline: its clocks before and after, and which of them moved. */
export function movesBetween(
  issue: Pick<OpenClock, 'issue' | 'number' | 'title'>,
  { before, after, moved }: { before: readonly Clock[]; after: readonly Clock[]; moved: readonly (ClockIdentity & { from: Moment; to: Moment })[] },
  { calendar, now, names }: { calendar: Calendar; now: Moment; names: ReadonlyMap<Uuid, string> },
): Move[] {
  return moved.map(({ kind, department, opened_by_seq, from, to }) => {
    const [was, is] = [before, after].map(clocks => clocks.find(clock => sameClock(clock, { kind, department, opened_by_seq }))!) as [Clock, Clock];
    const verdict = isLate(was) === isLate(is) ? {} : { verdict: isLate(was) ? 'lifted' as const : 'late' as const };
    return {
      ...issue,
      kind,
      department,
      department_name: department === null ? null : names.get(department) ?? null,
      opened_by_seq,
      from,
      to,
      working_days: workingDaysBetween(calendar, from, to),
      becomes_overdue: is.state === 'running' && to < now,
      provisional: { from: was.provisional, to: is.provisional },
      ...verdict,
    };
  });
}

function isLate({ state }: Clock): boolean {
  return state === 'missed' || state === 'late';
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
