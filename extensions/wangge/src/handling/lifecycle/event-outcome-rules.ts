/** What an event settles once and for all: where it leads, who is named, which limits are pinned, what follows at once. */
import type { ClockKind, PinnedLimit } from '../../calendar/model.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Authority } from '../event-row-rules.ts';
import type { Clock, Decided, EventInput, EventType, Status } from '../model.ts';
import type { Command, Facts, Reported } from './decision-facts-rules.ts';
import type { IssueState } from './evolve-rules.ts';
import type { DerivedIssue } from './transition-rules.ts';
import { createHash } from 'node:crypto';
import { dayOf, dueAt, pinOf } from '../../calendar/working-days-rules.ts';
import { dayString, epochDay } from '../../kernel/civil-date-rules.ts';
import { isPast } from '../clocks/clock-rules.ts';
import { EVENTS } from '../event-registry-rules.ts';
import { NO_INPUT } from './decision-facts-rules.ts';
import { slotFor } from './derived-state-rules.ts';
import { extensionsUntil } from './extension-rules.ts';
import { withinOneWorkingDay } from './one-day-rules.ts';
import { RETURNS_BEFORE_LEVEL_1 } from './precondition-rules.ts';
import { answeringFor, has } from './transition-rules.ts';

/** An issue that needs no verification closes this many working days after its feedback. */
const CLOSES_AFTER_WORKING_DAYS = 2;
/** One issue in so many is drawn for verification by another person. */
const VERIFY_SAMPLE = 10;
/** Whoever works on the issue: their progress answers those who wait for it. */
const DOES = ['assignee', 'lead', 'department', 'department_head'] as const satisfies readonly Authority[];

/** The status that the event leads to. */
export function target(derived: DerivedIssue | null, command: Command, facts: Facts): Status {
  if (derived === null)
    return facts.routed?.department || facts.routed?.handler ? 'assigned' : 'reported';
  switch (command.type) {
    case 'verify': return command.solved === 'yes' ? 'fed_back' : 'handling';
    case 'progress':
    case 'request_extension': return derived.status === 'assigned' && has('assignee', derived, facts.actor) ? 'handling' : derived.status;
    case 'resume': return statusResumed(derived);
    case 'feed_back': return derived.status === 'handled' ? 'fed_back' : derived.status;
    case 'separate': return facts.routed?.department || facts.routed?.handler ? 'assigned' : 'reported';
    default: return EVENTS[command.type].transition.to[0] ?? derived.status;
  }
}

/** It goes on where it stood: routed on and not accepted again, it still waits for that. */
export function statusResumed({ suspended_from }: Pick<DerivedIssue, 'suspended_from'>): Status {
  return suspended_from ?? 'handling';
}

/** What has to be settled once and for all with this event. `clocks`: as they run before it. */
export function outcomeOf(derived: DerivedIssue | null, clocks: readonly Clock[], command: Command, facts: Facts): Decided {
  if (command.type === 'report' || derived === null)
    return settleReport(facts);
  const { actor, calendar, now } = facts;
  switch (command.type) {
    case 'route': return settleRoute(derived, command, facts);
    case 'accept': return takenUp(derived, facts);
    case 'progress': return settleProgress(derived, facts);
    case 'escalate': return { ...accepting(derived, facts), ...settleEscalation(derived, facts) };
    // Who does the work is the handler from then on, the lead too: somebody else verifies it.
    case 'handle': return { handler: actor.person, ...(derived.status === 'escalated' ? { ...pinOf(calendar) } : {}) };
    case 'feed_back': return derived.status === 'handled' ? settleFeedback(derived, facts) : {};
    case 'verify': return command.solved === 'no' ? { limits: newPair(derived, facts) } : {};
    case 'reopen': return { limits: newPair(derived, facts) };
    case 'close': return closingOutcome(derived, facts);
    // The third return is for level 1 to decide.
    case 'return': return derived.return_count + 1 >= RETURNS_BEFORE_LEVEL_1 && facts.level_1 !== null ? { lead: facts.level_1 } : {};
    case 'explain': return derived.overdue ? { late: true } : {};
    case 'request_extension': return { ...accepting(derived, facts), approver: approverOf(derived, command, facts) };
    case 'decide_extension': return command.decision === 'yes' && derived.pending?.kind === 'extension'
      ? { extensions: extensionsUntil(clocks, command.until ?? derived.pending.until, facts.calendars) ?? {}, ...pinOf(calendar) }
      : {};
    case 'suspend': return { resumes_at: command.until! };
    // Who is quicker than the sweep wins no time by it.
    case 'resume': return { ...pinOf(calendar), ...(derived.resumes_at !== null && derived.resumes_at < now ? { resumes_at: derived.resumes_at } : {}) };
    case 'call_in': return {
      arrive_by: command.until ?? dueAt(calendar, now, withinOneWorkingDay(derived.received.close_of_business, calendar.version)).due_at,
      helper_slot: slotFor(derived, command.to_department!)!,
    };
    case 'answer_call': return { helper: answeringFor(derived, actor, command.to_department)! };
    case 'merge': return { duplicate_of: command.to_issue! };
    case 'disclose': return { shown_until: command.until === null ? daysAfter(dayOf(calendar, now), facts.notice!.shown_days) : dayOf(calendar, command.until) };
    case 'redact': return { redacts: { seq: command.to_seq } };
    case 'hand_over': return settleHandover(derived, command, facts);
    case 'separate': return settleSeparation(derived, facts);
    default: return {};
  }
}

function settleReport({ actor, calendar, limit, report, routed }: Facts): Decided {
  if (routed === null || report === null)
    throw new Error('A report needs its routing and its number');
  const { scope, department } = routed;
  const { external_due_at, arrived_late, ...place } = report;
  const resolve = limit('resolve', scope);
  return {
    ...place,
    ...routed,
    reporter: actor.person,
    limits: pinned({
      resolve,
      own: department === null ? null : limit('own', scope),
      escalate: scope === 'district' ? limit('escalate', scope) : null,
      external: external_due_at === null
        ? null
        // What its sender's limit left no time for has the time that the policies give, from the receipt.
        : arrived_late ? limit('external', scope) ?? resolve : { ...withinOneWorkingDay(resolve?.close_of_business ?? '18:00', calendar.version), working_days: null, warn_working_hours: 8, fixed_due_at: external_due_at },
    }),
  };
}

/** The first step of the assigned person implies acceptance; a colleague's does not. */
function accepting(derived: DerivedIssue, facts: Facts): Decided {
  return derived.status === 'assigned' && has('assignee', derived, facts.actor) ? takenUp(derived, facts) : {};
}

/** Who takes it up for somebody who is away has it as their stand-in: it goes back when they return. */
function takenUp({ handler, route_explanation }: DerivedIssue, { actor }: Facts): Decided {
  // Whom somebody chose, no rule would find again.
  const standsIn = handler !== null && handler !== actor.person && actor.acts_for.includes(handler) && route_explanation?.handler_by !== 'chosen';
  return { handler: actor.person, ...(standsIn && route_explanation !== null ? { explanation: { ...route_explanation, handler_by: 'stand_in' } } : {}) };
}

/** The limits stand while the district has it; what it does is reported within limits of their own. */
function settleEscalation(derived: DerivedIssue, { routed, limit }: Pick<Facts, 'routed' | 'limit'>): Decided {
  return {
    scope: 'district',
    // What is beyond the sub-district has the level-2 leader as its follower.
    follower: derived.follower ?? routed?.follower ?? null,
    limits: pinned({ progress: limit('progress', 'district') }),
    district: 'pauses',
  };
}

function settleProgress(derived: DerivedIssue, facts: Facts): Decided {
  const does = DOES.some(authority => has(authority, derived, facts.actor));
  return {
    ...accepting(derived, facts),
    ...(does || has('helper', derived, facts.actor) ? { replies: true } : {}),
    // What the district does is reported again and again, each time within the limit.
    ...(does && derived.status === 'escalated' ? { limits: pinned({ progress: facts.limit('progress', 'district') }) } : {}),
  };
}

/** The lead decides; level 1 where the lead or the department's head asks, for the second extension, for a suspension. */
function approverOf(derived: DerivedIssue, { request_kind }: Command, { actor }: Facts): 'lead' | 'level_1' {
  const above = request_kind === 'suspension' || (request_kind === 'extension' && derived.extension_count > 0) || derived.lead === null
    || has('lead', derived, actor) || has('department_head', derived, actor);
  return above ? 'level_1' : 'lead';
}

/** A notice of its own, or a count of the month where a person could be recognised (H4). */
export function closingOutcome({ scope }: Pick<IssueState, 'scope'>, { issue, limit }: { issue: Reported; limit: Facts['limit'] }): Decided {
  const reason = issue.confidential ? 'confidential' : issue.kind === 'dispute' ? 'dispute' : issue.disclosure_mode === 'count_only' ? 'special_group' : null;
  return reason === null
    ? { disclosure: { mode: 'individual', reason }, limits: pinned({ disclose: limit('disclose', scope) }) }
    : { disclosure: { mode: 'count_only', reason } };
}

function daysAfter(day: string, days: number): string {
  return dayString(epochDay(day) + days);
}

function settleRoute(state: IssueState, command: Command, { routed, limit, calendar }: Facts): Decided {
  if (routed === null)
    throw new Error('A route needs its routing');
  const { scope, department } = routed;
  const moved = department !== state.department || state.status === 'returned';
  const regraded = scope !== state.scope || command.to_category !== null;
  // What the district gives back has its limits again, as if they had stood meanwhile.
  const back = state.status === 'escalated';
  return {
    ...routed,
    ...(back ? { district: 'returns', ...pinOf(calendar) } : {}),
    ...(command.to_category === null ? {} : { category: command.to_category }),
    ...(command.to_grid === null ? {} : { grid: command.to_grid }),
    limits: pinned({
      resolve: regraded || back ? limit('resolve', scope) : null,
      own: (moved || back) && department !== null ? limit('own', scope) : null,
      escalate: scope === 'district' && state.scope !== 'district' ? limit('escalate', scope) : null,
    }),
  };
}

/** As if it had not been merged: its limit from the report goes on, whoever works on it from now on receives it now. */
function settleSeparation(state: IssueState, { routed, limit, calendar }: Facts): Decided {
  if (routed === null)
    throw new Error('A report that is separate again needs its routing');
  const { scope, department } = routed;
  return {
    ...routed,
    ...pinOf(calendar),
    limits: pinned({
      resolve: scope === state.scope ? null : limit('resolve', scope),
      own: department === null ? null : limit('own', scope),
      escalate: scope === 'district' ? limit('escalate', scope) : null,
    }),
  };
}

/** Who is named anew, and the grid that the matter is in now; the limits do not move. */
function settleHandover(derived: DerivedIssue, { to_grid }: Command, { routed }: Facts): Decided {
  const named = (['lead', 'handler', 'follower'] as const).filter(part => routed !== null && routed[part] !== derived[part]);
  const was = derived.route_explanation;
  // How somebody was found changes where a stand-in gives it back.
  const explained = routed !== null && was !== null && (['lead_by', 'handler_by', 'follower_by'] as const).some(by => was[by] === 'stand_in' && routed.explanation[by] !== 'stand_in');
  return {
    ...Object.fromEntries(named.map(part => [part, routed![part]])),
    ...(explained ? { explanation: routed.explanation } : {}),
    ...(to_grid === null ? {} : { grid: to_grid }),
  };
}

/** Verification by another person: by source, severity, a reopening, or a sample that anyone can draw again. */
function settleFeedback(state: IssueState, facts: Facts): Decided {
  const { calendar, issue, now } = facts;
  const verify_required = ['resident', 'notice_page', 'hotline', 'superior', 'media'].includes(issue.source)
    || issue.severity !== 'normal'
    || state.reopen_count > 0
    || drawn(issue.id);
  if (verify_required)
    return { verify_required, limits: pinned({ verify: facts.limit('verify', state.scope) }) };
  const close_of_business = facts.limit('resolve', state.scope)?.close_of_business ?? '18:00';
  const limit: PinnedLimit = {
    policy: null,
    working_days: CLOSES_AFTER_WORKING_DAYS,
    clock_hours: null,
    warn_working_hours: 0,
    close_of_business,
    ...pinOf(calendar),
  };
  return { verify_required, closes_at: dueAt(calendar, now, limit, { pauses: [], extensions: [] }).due_at };
}

/** Drawn by the issue's id: the same for whoever computes it, and known to nobody before the report. */
export function drawn(id: Uuid): boolean {
  return createHash('sha256').update(`verify:${id}`).digest().readUInt32BE(0) % VERIFY_SAMPLE === 0;
}

function newPair(state: IssueState, { limit }: Facts): NonNullable<Decided['limits']> {
  return pinned({ resolve: limit('resolve', state.scope), own: state.department === null ? null : limit('own', state.scope) });
}

function pinned(limits: Partial<Record<ClockKind, PinnedLimit | null>>): NonNullable<Decided['limits']> {
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== null));
}

export interface Following {
  type: EventType;
  said: EventInput;
  decided: Decided;
  to: Status;
}

/** One save, two events: handling that carries its feedback, a verification that closes, a request for suspension that is granted. */
export function following(derived: DerivedIssue, command: Command, facts: Facts): Following | null {
  if (command.type === 'handle' && command.channel !== null)
    return { type: 'feed_back', said: { ...NO_INPUT, channel: command.channel }, decided: settleFeedback(derived, facts), to: 'fed_back' };
  if (command.type === 'verify' && command.solved === 'yes')
    return { type: 'close', said: NO_INPUT, decided: closingOutcome(derived, facts), to: 'closed' };
  return null;
}

/** What follows from granting it: the suspension, the report to the district. Asked for in time and granted after a limit, the clocks stand from the moment of asking. */
export function granted(derived: DerivedIssue, clocks: readonly Clock[], command: Command, facts: Facts): Following | null {
  const { pending } = derived;
  if (command.type !== 'decide_extension' || command.decision !== 'yes' || pending === null || pending.kind === 'extension')
    return null;
  const standing = clocks.some(clock => clock.held_until !== null && isPast(clock, facts.now)) ? { paused_from: pending.at } : {};
  if (pending.kind === 'escalation') {
    const said = { ...NO_INPUT, to_department: pending.to_department };
    return { type: 'escalate', said, decided: { ...settleEscalation(derived, facts), ...standing }, to: 'escalated' };
  }
  const until: Moment = command.until ?? pending.until!;
  return { type: 'suspend', said: { ...NO_INPUT, until }, decided: { resumes_at: until, ...standing }, to: 'suspended' };
}
