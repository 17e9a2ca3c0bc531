/** What an event settles once and for all: where it leads, who is named, which limits are pinned, what follows at once. */
import type { IssueState } from './evolve.ts';
import type { Command, Facts } from './facts.ts';
import type { ClockKind, Decided, EventSaid, EventType, PinnedLimit, Status, Uuid } from './model.ts';
import type { Routed } from './routing.ts';
import type { Standing } from './transitions.ts';
import { createHash } from 'node:crypto';
import { dueAt } from '../calendar/calendar.ts';
import { SAID_NOTHING } from './facts.ts';
import { has, TRANSITIONS } from './transitions.ts';

/** An issue that needs no verification closes this many working days after its feedback. */
const CLOSES_AFTER_WORKING_DAYS = 2;
/** One issue in so many is drawn for verification by another person. */
const VERIFY_SAMPLE = 10;

/** The status that the event leads to. */
export function target(state: IssueState | null, command: Command, facts: Facts): Status {
  if (state === null)
    return facts.routed?.department || facts.routed?.handler ? 'assigned' : 'reported';
  if (command.type === 'verify')
    return command.solved === 'yes' ? 'fed_back' : 'handling';
  if (command.type === 'progress')
    return state.status === 'assigned' && doesTheWork(state, facts.actor) ? 'handling' : state.status;
  return TRANSITIONS[command.type].to[0] ?? state.status;
}

/** What has to be settled once and for all with this event. */
export function settle(state: IssueState | null, command: Command, facts: Facts): Decided {
  const { actor, limit, routed } = facts;
  switch (command.type) {
    case 'report': {
      if (routed === null || facts.report === null)
        throw new Error('A report needs its routing and its number');
      const { scope, department } = routed;
      return {
        ...facts.report,
        ...routed,
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
  const { scope, department } = routed;
  const moved = department !== state.department || state.status === 'returned';
  const regraded = scope !== state.scope || command.to_category !== null;
  return {
    ...routed,
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
export function following(state: IssueState, command: Command, facts: Facts): { type: EventType; said: EventSaid; decided: Decided; to: Status } | null {
  if (command.type === 'handle' && command.channel !== null)
    return { type: 'feed_back', said: { ...SAID_NOTHING, channel: command.channel }, decided: settleFeedback(state, facts), to: 'fed_back' };
  if (command.type === 'verify' && command.solved === 'yes')
    return { type: 'close', said: SAID_NOTHING, decided: {}, to: 'closed' };
  return null;
}
