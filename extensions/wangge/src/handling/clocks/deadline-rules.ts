/**
 * Every clock of an issue, re-derived from its events (which timers are due: `timer-rules.ts`).
 *
 * Events pin the limits that applied; pauses, transfers and reopenings are read off the
 * timeline and never counted up. Nothing is looked up but the calendar version pinned.
 */
import type { ClockKind } from '../../calendar/model.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { PendingRequest } from '../lifecycle/derived-state-rules.ts';
import type { Clock, Decided, IssueEvent } from '../model.ts';
import type { Counting } from './judgment-rules.ts';
import type { Holding, Span } from './pin-rules.ts';
import { pendingAfter } from '../lifecycle/derived-state-rules.ts';
import { cancel, extend, finish, holdMiss, isOpen, openClock, pause, relimit, repin, resume, sameClock, standStill, ticking } from './clock-rules.ts';
import { calendarOf, counted, judgedAnew, moveTo, recordMiss, repinned } from './judgment-rules.ts';
import { personFor, pin, UNHELD, unpinned } from './pin-rules.ts';

/** The clocks of one timeline in the making. */
interface Timeline extends Counting {
  clocks: Clock[];
  lead: Uuid | null;
  department: Uuid | null;
  handler: Uuid | null;
  follower: Uuid | null;
  /** With whom and where the matter stood after each event that said so, and when clocks opened and were called off among these. */
  holdings: Holding[];
  spans: Map<Clock, Span>;
  /** No reopening yet. */
  first_round: boolean;
  /** The request that holds back a miss until it is decided. */
  pending: PendingRequest | null;
  /** Where a resolve clock counts from: the report, or the last reopening. */
  round_started_at: Moment;
  handled_at: Moment | null;
  /** Since when the district has it, or had it last in this round. */
  escalated_at: Moment | null;
  /** What a merger ended: of a report that is on its own again, they go on. */
  merged: Clock[];
}

/** Clocks in the order in which they were opened. Events in the order of `seq`. */
export function deadlines(events: readonly IssueEvent[], calendars: Counting['calendars']): Clock[] {
  const timeline: Timeline = {
    clocks: [],
    calendars,
    lead: null,
    department: null,
    handler: null,
    follower: null,
    holdings: [],
    spans: new Map(),
    first_round: true,
    pending: null,
    round_started_at: events[0]?.at ?? '',
    handled_at: null,
    escalated_at: null,
    merged: [],
    judged: judgedAnew(events),
  };
  for (const event of events) {
    const before = timeline.holdings.length;
    outcomeOf(timeline, event);
    apply(timeline, event);
    answerFor(timeline, event);
    calledOff(timeline, before);
    timeline.pending = pendingAfter(timeline.pending, event);
    if (timeline.pending === null)
      timeline.clocks.forEach(release);
  }
  for (const clock of timeline.clocks)
    pin(clock, timeline.holdings, timeline.spans.get(clock)!);
  return timeline.clocks;
}

/** Who answers and who works from this event on, and where the matter lies. */
function outcomeOf(timeline: Timeline, { type, actor, at, data: { decided } }: IssueEvent): void {
  for (const key of ['lead', 'department', 'handler', 'follower'] as const satisfies readonly (keyof Decided)[]) {
    const settled = decided[key];
    if (settled !== undefined)
      timeline[key] = settled;
  }
  if (type === 'accept')
    timeline.handler = actor;
  const { lead, department, handler, follower, holdings } = timeline;
  const { scope, grid } = holdings.at(-1) ?? UNHELD;
  holdings.push({ at, lead, department, handler, follower, scope: decided.scope ?? scope, grid: decided.grid ?? grid });
}

/** Clocks that this event called off stood with whoever had them before it. */
function calledOff({ clocks, spans }: Timeline, before: number): void {
  for (const clock of clocks) {
    const span = spans.get(clock)!;
    span.cancelled = clock.state === 'cancelled' ? span.cancelled ?? before : null;
  }
}

function apply(timeline: Timeline, event: IssueEvent): void {
  const { at } = event;
  switch (event.type) {
    case 'report':
      open(timeline, event, 'resolve');
      open(timeline, event, 'own');
      open(timeline, event, 'escalate');
      open(timeline, event, 'external');
      break;
    case 'route':
      if (event.data.decided.district === 'returns')
        comeBack(timeline, event);
      routeResolve(timeline, event);
      routeOwn(timeline, event);
      routeEscalate(timeline, event);
      break;
    case 'return':
      withLast(timeline, 'own', clock => pause(clock, at));
      break;
    case 'escalate':
      withLast(timeline, 'escalate', clock => finish(clock, at, calendarOf(timeline, clock)));
      for (const kind of ['resolve', 'own'] as const)
        withLast(timeline, kind, clock => event.data.decided.district === 'pauses' ? pause(clock, event.data.decided.paused_from ?? at, 'district') : cancel(clock, at));
      timeline.escalated_at = event.data.decided.paused_from ?? at;
      open(timeline, event, 'progress');
      break;
    case 'progress':
      if (event.data.decided.limits?.progress !== undefined) {
        withLast(timeline, 'progress', clock => finish(clock, at, calendarOf(timeline, clock)));
        open(timeline, event, 'progress');
      }
      break;
    case 'request_extension':
      for (const kind of ['resolve', 'own'] as const)
        withLast(timeline, kind, clock => holdMiss(clock, at, calendarOf(timeline, clock)));
      break;
    case 'decide_extension':
      for (const [kind, amount] of Object.entries(event.data.decided.extensions ?? {}))
        withLast(timeline, kind as ClockKind, clock => extend(clock, amount, repinned(timeline, event, clock)));
      break;
    case 'suspend':
      for (const kind of ['resolve', 'own'] as const)
        withLast(timeline, kind, clock => pause(clock, event.data.decided.paused_from ?? at));
      break;
    case 'resume':
      for (const kind of ['resolve', 'own'] as const)
        withLast(timeline, kind, clock => resume(clock, event.data.decided.resumes_at ?? at, repinned(timeline, event, clock)));
      break;
    case 'deadline_moved':
      timeline.clocks.forEach(clock => moveTo(timeline, event, clock));
      break;
    case 'handle':
      timeline.handled_at = at;
      withLast(timeline, 'own', (clock) => {
        // Who did it in time has it to their credit; a miss stays with who had it then.
        if (ticking(clock, at))
          clock.person = timeline.handler;
        finish(clock, at, repinned(timeline, event, clock));
        clock.handled_at ??= at;
      });
      withLast(timeline, 'resolve', (clock) => {
        // The district has done its part: what is left is the feedback.
        resume(clock, at, repinned(timeline, event, clock));
        clock.handled_at ??= at;
      });
      // What is done need not be reported upwards any more.
      withLast(timeline, 'escalate', clock => cancel(clock, at));
      withLast(timeline, 'progress', clock => finish(clock, at, calendarOf(timeline, clock)));
      break;
    case 'feed_back': {
      const done = timeline.handled_at !== null && timeline.handled_at > at ? timeline.handled_at : at;
      for (const kind of ['resolve', 'external'] as const)
        withLast(timeline, kind, clock => finish(clock, done, calendarOf(timeline, clock)));
      open(timeline, event, 'verify');
      break;
    }
    case 'verify':
      withLast(timeline, 'verify', clock => finish(clock, at, calendarOf(timeline, clock)));
      if (event.solved === 'no')
        reopen(timeline, event);
      break;
    case 'reopen':
      reopen(timeline, event);
      break;
    case 'close':
      withLast(timeline, 'verify', clock => cancel(clock, at));
      open(timeline, event, 'disclose');
      break;
    case 'disclose':
      withLast(timeline, 'disclose', clock => finish(clock, at, calendarOf(timeline, clock)));
      break;
    case 'merge': {
      const open = timeline.clocks.filter(isOpen);
      open.forEach(clock => cancel(clock, at));
      timeline.merged = open.filter(clock => clock.state === 'cancelled');
      break;
    }
    case 'separate':
      goOn(timeline, event);
      routeResolve(timeline, event);
      routeOwn(timeline, event);
      routeEscalate(timeline, event);
      break;
    case 'reject':
    case 'withdraw':
      timeline.clocks.forEach(clock => cancel(clock, at));
      break;
    case 'deadline_warning':
      named(timeline, event).warned_at = at;
      break;
    case 'deadline_missed':
      recordMiss(timeline, event, named(timeline, event));
      break;
    default:
      break;
  }
}

/** The district gives it back: what stood goes on, and nobody waits for its progress any more. */
function comeBack(timeline: Timeline, event: IssueEvent): void {
  withLast(timeline, 'progress', clock => cancel(clock, event.at));
  for (const kind of ['resolve', 'own'] as const)
    withLast(timeline, kind, clock => kind === 'resolve' || clock.department === timeline.department ? resume(clock, event.at, repinned(timeline, event, clock)) : undefined);
}

/**
 * As if it had not been merged: what was promised to whoever reported it runs from the report, and a limit that passed
 * meanwhile is missed. What a department or an office had to do ended with the merger, which was not their doing.
 */
function goOn(timeline: Timeline, event: IssueEvent): void {
  for (const clock of timeline.merged.filter(({ kind }) => kind === 'resolve' || kind === 'external')) {
    clock.state = 'running';
    const calendar = repinned(timeline, event, clock);
    repin(clock, { calendar_version: calendar.version }, calendar);
  }
}

/** The limit follows the scope; the start does not move. */
function routeResolve(timeline: Timeline, event: IssueEvent): void {
  const { limits, district } = event.data.decided;
  const limit = limits?.resolve;
  const resolve = last(timeline, 'resolve');
  // An older escalation ended it, or beyond the sub-district there was none: as if it had stood since then.
  if (district === 'returns' && (resolve === undefined || resolve.state === 'cancelled')) {
    const opened = open(timeline, event, 'resolve', timeline.round_started_at);
    if (opened !== null)
      standStill(opened, timeline.escalated_at!, event.at, calendarOf(timeline, opened));
  }
  else if (resolve === undefined) {
    open(timeline, event, 'resolve', timeline.round_started_at);
  }
  else if (limit !== undefined) {
    relimit(resolve, event.at, ...counted(timeline, event, resolve, limit));
  }
}

/** Back to the same department resumes its clock; another department gets a clock of its own. */
function routeOwn(timeline: Timeline, event: IssueEvent): void {
  const own = last(timeline, 'own');
  if (own !== undefined && isOpen(own) && own.department === timeline.department) {
    resume(own, event.at, calendarOf(timeline, own));
    return;
  }
  if (own !== undefined)
    cancel(own, event.at);
  open(timeline, event, 'own');
}

/** Opens when the matter is found to be beyond the sub-district; back within it, nothing is left to report upwards. */
function routeEscalate(timeline: Timeline, event: IssueEvent): void {
  const { scope, limits } = event.data.decided;
  const escalate = last(timeline, 'escalate');
  if (escalate === undefined || !isOpen(escalate))
    open(timeline, event, 'escalate');
  else if (scope !== undefined && scope !== 'district' && limits?.escalate === undefined)
    cancel(escalate, event.at);
}

/** A new round: the clocks of the earlier one stay as they ended. */
function reopen(timeline: Timeline, event: IssueEvent): void {
  timeline.round_started_at = event.at;
  timeline.first_round = false;
  timeline.clocks.forEach(clock => cancel(clock, event.at));
  open(timeline, event, 'resolve');
  open(timeline, event, 'own');
}

function open(timeline: Timeline, event: IssueEvent, kind: ClockKind, started_at: Moment = event.at): Clock | null {
  const limit = event.data.decided.limits?.[kind];
  const own = kind === 'own';
  if (limit === undefined || (own && timeline.department === null))
    return null;
  const identity = { kind, department: own ? timeline.department : null, opened_by_seq: event.seq };
  const clock = { ...openClock(identity, personFor(kind, timeline), started_at, ...counted(timeline, event, identity, limit)), ...unpinned(firstRound(timeline, kind)) };
  timeline.clocks.push(clock);
  timeline.spans.set(clock, { opened: timeline.holdings.length - 1, cancelled: null });
  return clock;
}

/** Of an issue's own limit there is one first round, however often it is opened: what fell due once is done with. */
function firstRound({ first_round, clocks }: Timeline, kind: ClockKind): boolean {
  return first_round && (kind !== 'resolve' || clocks.every(clock => clock.kind !== 'resolve' || clock.state === 'cancelled'));
}

/** Who answers for a clock changes while it runs; for a miss answers who had it then, for a pause who had it before. */
function answerFor(timeline: Timeline, { type, at }: IssueEvent): void {
  if (type === 'deadline_warning' || type === 'deadline_missed')
    return;
  for (const clock of timeline.clocks) {
    if (!ticking(clock, at))
      continue;
    if (clock.kind !== 'own' || clock.department === timeline.department)
      clock.person = personFor(clock.kind, timeline);
  }
}

function release(clock: Clock): void {
  clock.held_until = null;
}

/** Only the last clock of a kind is still worked on: the ones before belong to other departments or rounds. */
function last({ clocks }: Timeline, kind: ClockKind): Clock | undefined {
  return clocks.findLast(clock => clock.kind === kind);
}

function withLast(timeline: Timeline, kind: ClockKind, change: (clock: Clock) => void): void {
  const clock = last(timeline, kind);
  if (clock !== undefined)
    change(clock);
}

function named({ clocks }: Timeline, event: IssueEvent): Clock {
  const identity = event.data.decided.clock;
  const clock = identity && clocks.find(one => sameClock(one, identity));
  if (clock === undefined)
    throw new Error(`Event ${event.seq} (${event.type}) names a clock that its timeline does not have`);
  return clock;
}
