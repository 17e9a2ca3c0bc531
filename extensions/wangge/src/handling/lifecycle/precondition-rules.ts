/**
 * Why a command may not happen: the table of transitions, and what single events require of the
 * issue beyond it (`objectionToStep`: the same for whoever asks what is possible). What they
 * require of what is said stands in `input-check-rules.ts`.
 */
import type { Calendar } from '../../calendar/model.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Authority } from '../event-row-rules.ts';
import type { EventType } from '../model.ts';
import type { Command, Facts, Progressed } from './decision-facts-rules.ts';
import type { DerivedIssue } from './transition-rules.ts';
import { dueAt } from '../../calendar/working-days-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { EVENTS, STAFF_EVENTS } from '../event-registry-rules.ts';
import { objectionToSaid } from './input-check-rules.ts';
import { isSettled, withinOneWorkingDay } from './one-day-rules.ts';
import { objectionToAsking, possibleRequests, requiredOf } from './request-rules.ts';
import { competent, concerned, dispatches, forbidding, has, inPlaceOfLevel1, mayClose } from './transition-rules.ts';

/** What the possible steps depend on, besides the issue. */
export type Circumstances = Pick<Facts, 'now' | 'actor' | 'issue' | 'calendar'>;

/** The third return goes to level 1. */
export const RETURNS_BEFORE_LEVEL_1 = 3;

/** Why the command may not happen, or null. */
export function objection(progressed: Progressed | null, command: Command, facts: Facts): Refusal | null {
  if (progressed === null)
    return refused('no_issue', 'issue');
  const { derived } = progressed;
  const { type } = command;
  const atStep = objectionToStep(derived, type, facts);
  if (atStep !== null)
    return atStep.code === 'illegal_step' ? { ...atStep, params: { ...atStep.params, allowed: allowedEvents(derived, facts).join(',') } } : atStep;
  const missing = requiredOf(command).find(field => command[field] === null);
  if (missing !== undefined)
    return refused('field_required', missing, { event: type, field: missing });
  return objectionToSaid(progressed, command, facts);
}

/** The events that this person may create on this issue now, in the table's order. */
export function allowedEvents(derived: DerivedIssue, circumstances: Circumstances): EventType[] {
  return STAFF_STEPS.filter(type => objectionToStep(derived, type, circumstances) === null);
}

/** In the order of the table: the common way first. */
export const STAFF_STEPS: readonly EventType[] = STAFF_EVENTS.filter(type => type !== 'report');

/** Why this person may not take this step now, whatever they would say; or null. */
export function objectionToStep(derived: DerivedIssue, type: EventType, circumstances: Circumstances): Refusal | null {
  const { who, from } = EVENTS[type].transition;
  const { actor } = circumstances;
  // Who has no part in the issue learns nothing of it.
  if (!concerned(derived, actor))
    return refused('not_competent', 'type', { event: type, who: namesOf(who) });
  if (!from.includes(derived.status)) {
    // Whoever reported it by mistake learns whom to ask.
    return type === 'withdraw' && derived.accepted_at !== null && has('reporter', derived, actor)
      ? refused('already_accepted', 'type')
      : refused('illegal_step', 'type', { event: type, status: derived.status });
  }
  if (type === 'decide_extension' && derived.pending === null)
    return refused('nothing_requested', 'type');
  const forbidden = forbidding(type, derived, actor);
  if (forbidden !== undefined)
    return refused('separation', 'type', { event: type, who: forbidden });
  if (!competent(type, derived, actor))
    return refused('not_competent', 'type', { event: type, who: namesOf(who) });
  return particular(derived, type, circumstances);
}

function namesOf(authorities: readonly Authority[]): string {
  return authorities.filter(authority => authority !== 'system').join(',');
}

/** What single events require of the issue beyond the table. */
function particular(derived: DerivedIssue, type: EventType, { now, actor, issue, calendar }: Circumstances): Refusal | null {
  const is = (...authorities: Authority[]): boolean => authorities.some(authority => has(authority, derived, actor));
  switch (type) {
    case 'route':
      if (derived.status === 'escalated')
        return dispatches(derived, actor) ? null : refused('district_gives_back', 'type');
      if (derived.status === 'returned' && derived.return_count >= RETURNS_BEFORE_LEVEL_1 && !is('level_1', 'system') && !inPlaceOfLevel1(actor))
        return refused('third_return', 'type');
      return dispatches(derived, actor) || derived.status === 'assigned' || derived.status === 'handling' ? null : refused('head_routes_inside', 'type');
    case 'return': {
      const until = dueAt(calendar, derived.received.at, withinOneWorkingDay(derived.received.close_of_business, calendar.version)).due_at;
      return now <= until ? null : refused('return_too_late', 'type');
    }
    case 'handle':
      if (is('assignee', 'lead') && derived.status !== 'reported')
        return null;
      // On the spot: who found it has put it right before anybody took it over.
      return is('reporter') && actor.levels.length > 0 && derived.accepted_at === null && derived.scope === 'community' && derived.status !== 'escalated'
        ? null
        : refused('not_on_the_spot', 'type');
    case 'feed_back':
      // Who cannot see whom to tell, cannot tell them.
      if (issue.confidential && !actor.reads_contacts)
        return refused('contact_unread', 'type');
      if (derived.status === 'handled')
        return is('handler', 'lead') || issue.confidential ? null : refused('not_competent', 'type', { event: type, who: 'handler,lead' });
      return derived.fed_back_at === null && derived.withdrawn_at === null ? null : refused('nothing_to_feed_back', 'type');
    case 'close': return mayClose(derived) ? null : refused('verify_first', 'type');
    case 'withdraw': return objectionToWithdrawing(derived, now, calendar);
    case 'escalate': return derived.scope === 'district' || is('system') ? null : refused('escalation_by_request', 'type');
    case 'request_extension': return possibleRequests(derived, now).length > 0 ? null : objectionToAsking(derived, 'extension', now);
    case 'suspend': return derived.suspended_from !== null ? refused('suspended_once', 'type') : null;
    case 'disclose': return derived.disclosed_at === null ? null : refused('already_disclosed', 'type');
    case 'rate_help': return derived.helpers.some(({ arrived_at }) => arrived_at !== null) ? null : refused('no_help_to_rate', 'type');
    case 'withdraw_disclosure': return derived.disclosed_at === null ? refused('not_disclosed', 'type') : null;
    default: return null;
  }
}

/** Taken back is what was reported by mistake, soon: later, and past its limit, somebody else says that it is none. */
function objectionToWithdrawing({ accepted_at, reported_at, overdue, due_at, received }: DerivedIssue, now: string, calendar: Calendar): Refusal | null {
  if (accepted_at !== null)
    return refused('already_accepted', 'type');
  return isSettled({ reported_at, overdue, due_at, received }, now, calendar) ? refused('withdraw_too_late', 'type') : null;
}
