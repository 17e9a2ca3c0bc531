/**
 * The decider: may this event happen now, and what exactly is it?
 *
 * `decide` is a function of its arguments. What had to be looked up (posts, rules,
 * limits, the calendar, the time) comes in as facts; what was decided goes out in
 * the event, so that everything after it reads events alone.
 */
import type { Calendar } from '../calendar/calendar.ts';
import type { Refusal } from '../platform/refusal.ts';
import type { IssueState } from './evolve.ts';
import type { Clock, ClockKind, Decided, EventSaid, EventType, IssueEvent, Moment, NewEvent, PinnedLimit, Scope, Severity, Source, Status, Uuid } from './model.ts';
import type { Routed } from './routing.ts';
import type { Authority, Standing } from './transitions.ts';
import { createHash } from 'node:crypto';
import { dueAt } from '../calendar/calendar.ts';
import { refused } from '../platform/refusal.ts';
import { deadlines, dueTimers } from './deadlines.ts';
import { evolve, patchBetween, withClocks } from './evolve.ts';
import { allowedEvents, competent, concerned, dispatches, has, mayClose, TRANSITIONS } from './transitions.ts';

/** An issue that needs no verification closes this many working days after its feedback. */
export const CLOSES_AFTER_WORKING_DAYS = 2;
/** One issue in so many is drawn for verification by another person. */
export const VERIFY_SAMPLE = 10;

export interface Command extends EventSaid {
  type: EventType;
  /** How many files come with it. */
  attachments: number;
}

export interface Facts {
  now: Moment;
  actor: Standing;
  /** What the issue's own columns say; its reporter wrote them. */
  issue: { id: Uuid; severity: Severity; source: Source; photo_required: boolean };
  /** The newest calendar: what new limits are pinned to. */
  calendar: Calendar;
  /** Any calendar version that an earlier event pinned. */
  calendars: (version: string) => Calendar;
  /** The limit that the policies give for this issue's category and severity. */
  limit: (kind: ClockKind, scope: Scope) => PinnedLimit | null;
  /** What the routing rules say, for `report` and `route`. */
  routed: Routed | null;
  /** The issue's number, place and category, for `report`. */
  report: { number: string; category: Uuid; grid: Uuid } | null;
  /** The department that the command names. */
  to_department: { kind: string; active: boolean } | null;
  /** The person that the command names. */
  to_person: { active: boolean; department: Uuid | null } | null;
}

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

export const SAID_NOTHING: EventSaid = {
  note: null,
  to_department: null,
  to_person: null,
  to_scope: null,
  to_category: null,
  to_grid: null,
  cause: null,
  result: null,
  channel: null,
  solved: null,
  satisfaction: null,
};

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

/** Why the command may not happen, or null. */
function objection(state: IssueState | null, command: Command, facts: Facts): Refusal | null {
  if (state === null)
    return refused('no_issue', 'issue');
  const { type } = command;
  const transition = TRANSITIONS[type];
  const { actor } = facts;
  // Who has no part in the issue learns nothing of it.
  if (!concerned(state, actor))
    return refused('not_competent', 'type', { event: type, who: namesOf(transition.who) });
  if (!transition.from.includes(state.status))
    return refused('illegal_step', 'type', { event: type, status: state.status, allowed: allowedEvents(state, actor).join(',') });
  const forbidden = (transition.never ?? []).find(authority => has(authority, state, actor));
  if (forbidden !== undefined)
    return refused('separation', 'type', { event: type, who: forbidden });
  if (!competent(type, state, actor))
    return refused('not_competent', 'type', { event: type, who: namesOf(transition.who) });
  const missing = transition.requires.find(field => command[field] === null);
  if (missing !== undefined)
    return refused('field_required', missing, { event: type, field: missing });
  return particular(state, command, facts);
}

function namesOf(authorities: readonly Authority[]): string {
  return authorities.filter(authority => authority !== 'system').join(',');
}

/** What single events require beyond the table. */
function particular(state: IssueState, command: Command, facts: Facts): Refusal | null {
  switch (command.type) {
    case 'route': return objectionToRoute(state, command, facts);
    case 'return': return oneOf(command, ['wrong_routing', 'not_in_duty', 'insufficient']);
    case 'explain': return oneOf(command, ['external_approval', 'materials', 'weather', 'parties_absent', 'complex', 'other']);
    case 'escalate': return facts.to_department?.active && facts.to_department.kind === 'district'
      ? null
      : refused('department_not_district', 'to_department');
    case 'handle': return facts.issue.photo_required && command.attachments === 0 ? refused('photo_required', 'attachments') : null;
    case 'close': return mayClose(state) ? null : refused('verify_first', 'type');
    case 'withdraw': return state.accepted_at === null ? null : refused('already_accepted', 'type');
    default: return null;
  }
}

function oneOf(command: Command, causes: readonly NonNullable<Command['cause']>[]): Refusal | null {
  return command.cause !== null && causes.includes(command.cause) ? null : refused('cause_unknown', 'cause', { event: command.type, causes: causes.join(',') });
}

function objectionToRoute(state: IssueState, command: Command, facts: Facts): Refusal | null {
  if (command.to_department !== null && !(facts.to_department?.active && facts.to_department.kind !== 'district'))
    return refused('department_unfit', 'to_department');
  if (command.to_person !== null && !facts.to_person?.active)
    return refused('person_unfit', 'to_person');
  const department = command.to_department ?? facts.routed?.department ?? state.department;
  const inside = department === state.department && command.to_scope === null && command.to_category === null && command.to_grid === null;
  if (!dispatches(state, facts.actor)) {
    // A department's head hands on inside the department, without giving a reason (交办).
    if (!inside || state.status === 'returned')
      return refused('head_routes_inside', 'to_department');
    if (command.to_person === null)
      return refused('field_required', 'to_person', { event: 'route', field: 'to_person' });
    return facts.to_person?.department === state.department ? null : refused('person_not_in_department', 'to_person');
  }
  if (command.note === null)
    return refused('field_required', 'note', { event: 'route', field: 'note' });
  return facts.routed?.department || facts.routed?.handler ? null : refused('department_needed', 'to_department');
}

/** The status that the event leads to. */
function target(state: IssueState | null, command: Command, facts: Facts): Status {
  if (state === null)
    return facts.routed?.department || facts.routed?.handler ? 'assigned' : 'reported';
  if (command.type === 'verify')
    return command.solved === 'yes' ? 'fed_back' : 'handling';
  if (command.type === 'progress')
    return state.status === 'assigned' && doesTheWork(state, facts.actor) ? 'handling' : state.status;
  return TRANSITIONS[command.type].to[0] ?? state.status;
}

/** What has to be settled once and for all with this event. */
function settle(state: IssueState | null, command: Command, facts: Facts): Decided {
  const { actor, limit, routed } = facts;
  switch (command.type) {
    case 'report': {
      if (routed === null || facts.report === null)
        throw new Error('A report needs its routing and its number');
      const { rule, scope, lead, department, handler, follower, explanation } = routed;
      return {
        ...facts.report,
        rule,
        explanation,
        scope,
        lead,
        department,
        handler,
        follower,
        reporter: actor.person,
        limits: pinned({
          resolve: limit('resolve', scope),
          own: department === null ? null : limit('own', scope),
          escalate: scope === 'district' ? limit('escalate', scope) : null,
        }),
      };
    }
    case 'route': return settleRoute(state!, command, facts);
    case 'accept': return { handler: actor.person };
    case 'progress':
    case 'escalate':
      // The first step of the assigned person implies acceptance.
      return state!.status === 'assigned' && doesTheWork(state!, actor)
        ? { handler: actor.person, ...beyond(state!, command, routed) }
        : beyond(state!, command, routed);
    // Who does the work is the handler from then on, the lead too: somebody else verifies it.
    case 'handle': return { handler: actor.person };
    case 'feed_back': return settleFeedback(state!, facts);
    case 'verify': return command.solved === 'no' ? { limits: newPair(state!, facts) } : {};
    case 'reopen': return { limits: newPair(state!, facts) };
    default: return {};
  }
}

/** What is beyond the sub-district has the level-2 leader as its follower. */
function beyond(state: IssueState, { type }: Command, routed: Routed | null): Decided {
  return type === 'escalate' ? { scope: 'district', follower: state.follower ?? routed?.follower ?? null } : {};
}

function settleRoute(state: IssueState, command: Command, { routed, limit }: Facts): Decided {
  if (routed === null)
    throw new Error('A route needs its routing');
  const { rule, scope, lead, department, handler, follower, explanation } = routed;
  const moved = department !== state.department || state.status === 'returned';
  const regraded = scope !== state.scope || command.to_category !== null;
  return {
    rule,
    explanation,
    scope,
    lead,
    department,
    handler,
    follower,
    ...(command.to_category === null ? {} : { category: command.to_category }),
    ...(command.to_grid === null ? {} : { grid: command.to_grid }),
    limits: pinned({
      resolve: regraded ? limit('resolve', scope) : null,
      own: moved && department !== null ? limit('own', scope) : null,
      escalate: scope === 'district' && state.scope !== 'district' ? limit('escalate', scope) : null,
    }),
  };
}

/** Verification by another person: by source, severity, a reopening, or a sample that anyone can draw again. */
function settleFeedback(state: IssueState, facts: Facts): Decided {
  const { calendar, issue, now } = facts;
  const verify_required = ['resident', 'notice_page', 'hotline', 'superior'].includes(issue.source)
    || issue.severity !== 'normal'
    || state.reopen_count > 0
    || drawn(issue.id);
  if (verify_required)
    return { verify_required };
  const close_of_business = facts.limit('resolve', state.scope)?.close_of_business ?? '18:00';
  const limit: PinnedLimit = {
    policy: null,
    working_days: CLOSES_AFTER_WORKING_DAYS,
    clock_hours: null,
    warn_working_hours: 0,
    close_of_business,
    calendar_version: calendar.version,
  };
  return { verify_required, closes_at: dueAt(calendar, now, limit, { pauses: [], extensions: [] }).due_at };
}

/** Drawn by the issue's id: the same for whoever computes it, and known to nobody before the report. */
export function drawn(id: Uuid): boolean {
  return createHash('sha256').update(`verify:${id}`).digest().readUInt32BE(0) % VERIFY_SAMPLE === 0;
}

function newPair(state: IssueState, { limit }: Facts): NonNullable<Decided['limits']> {
  return pinned({ resolve: limit('resolve', state.scope), own: state.department === null ? null : limit('own', state.scope), escalate: null });
}

function pinned(limits: Record<ClockKind, PinnedLimit | null>): NonNullable<Decided['limits']> {
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== null));
}

/** Is this the person whose step counts as the department's? */
function doesTheWork(state: IssueState, actor: Standing): boolean {
  return has('assignee', state, actor) || has('department', state, actor);
}

/** One save, two events: handling that carries its feedback, a verification that closes. */
function following(state: IssueState, command: Command, facts: Facts): { type: EventType; said: EventSaid; decided: Decided; to: Status } | null {
  if (command.type === 'handle' && command.channel !== null)
    return { type: 'feed_back', said: { ...SAID_NOTHING, channel: command.channel }, decided: settleFeedback(state, facts), to: 'fed_back' };
  if (command.type === 'verify' && command.solved === 'yes')
    return { type: 'close', said: SAID_NOTHING, decided: {}, to: 'closed' };
  return null;
}
