/**
 * Why a command may not happen: the table of transitions, and what single events require of the
 * issue beyond it (`objectionToStep`: the same for whoever asks what is possible). What they
 * require of what is said stands in `objections-said.ts`.
 */
import type { Refusal } from '../../platform/refusal.ts';
import type { Clock, EventType } from '../model.ts';
import type { Command, Facts } from './facts.ts';
import type { Authority, Matter } from './transitions.ts';
import { dueAt } from '../../calendar/calendar.ts';
import { refused } from '../../platform/refusal.ts';
import { STAFF_EVENTS } from '../model.ts';
import { EXTENSIONS_GRANTED_AT_MOST } from './extension.ts';
import { objectionToSaid } from './objections-said.ts';
import { competent, concerned, dispatches, has, mayClose, TRANSITIONS } from './transitions.ts';

/** An issue on the way through its events. */
export interface Progressed {
  matter: Matter;
  clocks: readonly Clock[];
  /** How many events it has. */
  seq: number;
}

/** What the possible steps depend on, besides the issue. */
export type Circumstances = Pick<Facts, 'now' | 'actor' | 'issue' | 'calendar'>;

/** The third return goes to level 1. */
export const RETURNS_BEFORE_LEVEL_1 = 3;

/** Why the command may not happen, or null. */
export function objection(progressed: Progressed | null, command: Command, facts: Facts): Refusal | null {
  if (progressed === null)
    return refused('no_issue', 'issue');
  const { matter } = progressed;
  const { type } = command;
  const atStep = objectionToStep(matter, type, facts);
  if (atStep !== null)
    return atStep.code === 'illegal_step' ? { ...atStep, params: { ...atStep.params, allowed: allowedEvents(matter, facts).join(',') } } : atStep;
  const missing = TRANSITIONS[type].requires.find(field => command[field] === null);
  if (missing !== undefined)
    return refused('field_required', missing, { event: type, field: missing });
  return objectionToSaid(progressed, command, facts);
}

/** The events that this person may create on this issue now, in the table's order. */
export function allowedEvents(matter: Matter, circumstances: Circumstances): EventType[] {
  return STAFF_STEPS.filter(type => objectionToStep(matter, type, circumstances) === null);
}

/** In the order of the table: the common way first. */
export const STAFF_STEPS = (Object.keys(TRANSITIONS) as EventType[])
  .filter(type => type !== 'report' && (STAFF_EVENTS as readonly string[]).includes(type));

/** Why this person may not take this step now, whatever they would say; or null. */
export function objectionToStep(matter: Matter, type: EventType, circumstances: Circumstances): Refusal | null {
  const { who, from, never = [] } = TRANSITIONS[type];
  const { actor } = circumstances;
  // Who has no part in the issue learns nothing of it.
  if (!concerned(matter, actor))
    return refused('not_competent', 'type', { event: type, who: namesOf(who) });
  if (!from.includes(matter.status))
    return refused('illegal_step', 'type', { event: type, status: matter.status });
  if (type === 'decide_extension' && matter.pending === null)
    return refused('nothing_requested', 'type');
  const forbidden = never.find(authority => has(authority, matter, actor));
  if (forbidden !== undefined)
    return refused('separation', 'type', { event: type, who: forbidden });
  if (!competent(type, matter, actor))
    return refused('not_competent', 'type', { event: type, who: namesOf(who) });
  return particular(matter, type, circumstances);
}

function namesOf(authorities: readonly Authority[]): string {
  return authorities.filter(authority => authority !== 'system').join(',');
}

/** What single events require of the issue beyond the table. */
function particular(matter: Matter, type: EventType, { now, actor, issue, calendar }: Circumstances): Refusal | null {
  const is = (...authorities: Authority[]): boolean => authorities.some(authority => has(authority, matter, actor));
  switch (type) {
    case 'route':
      if (matter.status === 'returned' && matter.return_count >= RETURNS_BEFORE_LEVEL_1 && !is('level_1', 'system'))
        return refused('third_return', 'type');
      return dispatches(matter, actor) || matter.status === 'assigned' || matter.status === 'handling' ? null : refused('head_routes_inside', 'type');
    case 'return': {
      const until = dueAt(calendar, matter.received.at, withinOneWorkingDay(matter.received.close_of_business, calendar.version)).due_at;
      return now <= until ? null : refused('return_too_late', 'type');
    }
    case 'handle':
      if (is('assignee', 'lead') && matter.status !== 'reported')
        return null;
      // On the spot: who found it has put it right before anybody took it over.
      return is('reporter') && actor.levels.length > 0 && matter.accepted_at === null && matter.scope === 'community' && matter.status !== 'escalated'
        ? null
        : refused('not_on_the_spot', 'type');
    case 'feed_back':
      if (matter.status === 'handled')
        return is('handler', 'lead') || (issue.confidential && is('dispatcher')) ? null : refused('not_competent', 'type', { event: type, who: 'handler,lead' });
      return matter.fed_back_at === null && matter.withdrawn_at === null ? null : refused('nothing_to_feed_back', 'type');
    case 'close': return mayClose(matter) ? null : refused('verify_first', 'type');
    case 'withdraw': return matter.accepted_at === null ? null : refused('already_accepted', 'type');
    case 'request_extension': return objectionToAsking(matter, now);
    case 'suspend': return matter.suspended_from !== null ? refused('suspended_once', 'type') : null;
    case 'disclose': return matter.disclosed_at === null ? null : refused('already_disclosed', 'type');
    case 'rate_help': return matter.helpers.some(({ arrived_at }) => arrived_at !== null) ? null : refused('no_help_to_rate', 'type');
    case 'withdraw_disclosure': return matter.disclosed_at === null ? refused('not_disclosed', 'type') : null;
    default: return null;
  }
}

function objectionToAsking(matter: Matter, now: string): Refusal | null {
  if (matter.pending !== null)
    return refused('request_pending', 'type');
  if (matter.due_at === null)
    return refused('no_limit', 'type');
  // Before the limit: at its very moment nothing is left that could stand.
  if (matter.overdue || now >= matter.due_at)
    return refused('limit_passed', 'type');
  return matter.extension_count >= EXTENSIONS_GRANTED_AT_MOST && matter.suspended_from !== null ? refused('extended_twice', 'type') : null;
}

export function withinOneWorkingDay(close_of_business: string, calendar_version: string): Parameters<typeof dueAt>[2] {
  return { policy: null, working_days: 1, clock_hours: null, warn_working_hours: 0, close_of_business, calendar_version };
}
