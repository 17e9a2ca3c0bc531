/**
 * Why a command may not happen: the table of transitions, what single events require of the
 * issue beyond it (`objectionToStep`: the same for whoever asks what is possible), and what
 * they require of what is said.
 */
import type { Dossier } from './dossier.ts';
import type { Command, Facts } from './facts.ts';
import type { Clock, EventType } from './model.ts';
import type { Authority, Matter } from './transitions.ts';
import type { Refusal } from '../platform/refusal.ts';
import { dueAt } from '../calendar/calendar.ts';
import { refused } from '../platform/refusal.ts';
import { slotFor } from './dossier.ts';
import { extensionsUntil } from './extension.ts';
import { EXPLAIN_CAUSES, RETURN_CAUSES, STAFF_EVENTS } from './model.ts';
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

export const EXTENSIONS_GRANTED_AT_MOST = 2;
/** The third return goes to level 1. */
export const RETURNS_BEFORE_LEVEL_1 = 3;
const SUSPENDED_AT_MOST_DAYS = 365;
const MS_PER_DAY = 86_400_000;

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
  return objectionToWords(progressed, command, facts);
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
    case 'suspend': return matter.suspended_before ? refused('suspended_once', 'type') : null;
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
  if (matter.overdue || now > matter.due_at)
    return refused('limit_passed', 'type');
  return matter.extension_count >= EXTENSIONS_GRANTED_AT_MOST && matter.suspended_before ? refused('extended_twice', 'type') : null;
}

export function withinOneWorkingDay(close_of_business: string, calendar_version: string): Parameters<typeof dueAt>[2] {
  return { policy: null, working_days: 1, clock_hours: null, warn_working_hours: 0, close_of_business, calendar_version };
}

/** What single events require of what is said. */
function objectionToWords({ matter, clocks, seq }: Progressed, command: Command, facts: Facts): Refusal | null {
  switch (command.type) {
    case 'route': return objectionToRoute(matter, command, facts);
    case 'return': return oneOf(command, RETURN_CAUSES);
    case 'explain': return oneOf(command, EXPLAIN_CAUSES);
    case 'request_extension':
      return oneOf(command, EXPLAIN_CAUSES) ?? (command.request_kind === 'suspension'
        ? objectionToSuspension(matter, command.until, facts.now)
        : objectionToExtension(matter, clocks, command.until, facts));
    case 'decide_extension': return objectionToDecision(matter, clocks, command, facts);
    case 'suspend': return oneOf(command, EXPLAIN_CAUSES) ?? objectionToSuspension(matter, command.until, facts.now);
    case 'escalate': return facts.to_department?.active && facts.to_department.kind === 'district'
      ? null
      : refused('department_not_district', 'to_department');
    case 'call_in': return objectionToCall(matter, command, facts);
    case 'answer_call': return command.note === null && command.result === null ? refused('field_required', 'note', { event: 'answer_call', field: 'note' }) : null;
    case 'rate_help': return objectionToRating(matter, command);
    case 'handle': return facts.issue.photo_required && command.attachments === 0 ? refused('photo_required', 'attachments') : null;
    case 'merge': return objectionToMerge(command, facts);
    case 'disclose': return objectionToDisclosing(command, facts);
    case 'redact': return command.to_seq === null || (command.to_seq >= 1 && command.to_seq <= seq) ? null : refused('no_such_event', 'to_seq', { seq });
    default: return null;
  }
}

function oneOf(command: Command, causes: readonly NonNullable<Command['cause']>[]): Refusal | null {
  return command.cause !== null && causes.includes(command.cause) ? null : refused('cause_unknown', 'cause', { event: command.type, causes: causes.join(',') });
}

function objectionToExtension(matter: Matter, clocks: readonly Clock[], until: string | null, facts: Facts): Refusal | null {
  if (matter.extension_count >= EXTENSIONS_GRANTED_AT_MOST)
    return refused('extended_twice', 'request_kind');
  return extensionsUntil(clocks, until, facts.calendars) === null ? refused('extension_too_long', 'until') : null;
}

function objectionToSuspension({ suspended_before }: Dossier, until: string | null, now: string): Refusal | null {
  if (suspended_before)
    return refused('suspended_once', 'request_kind');
  if (until === null)
    return refused('field_required', 'until', { event: 'suspend', field: 'until' });
  return until > now && Date.parse(until) - Date.parse(now) <= SUSPENDED_AT_MOST_DAYS * MS_PER_DAY ? null : refused('suspension_too_long', 'until');
}

function objectionToDecision(matter: Matter, clocks: readonly Clock[], command: Command, facts: Facts): Refusal | null {
  if (command.decision === 'no')
    return command.note === null ? refused('field_required', 'note', { event: 'decide_extension', field: 'note' }) : null;
  const until = command.until ?? matter.pending!.until;
  return matter.pending!.kind === 'suspension'
    ? objectionToSuspension(matter, until, facts.now)
    : objectionToExtension(matter, clocks, until, facts);
}

function objectionToCall(matter: Matter, { to_department, until }: Command, { to_department: called, now }: Facts): Refusal | null {
  if (!called?.active || called.kind === 'district' || to_department === matter.department)
    return refused('helper_unfit', 'to_department');
  if (matter.helpers.some(({ department, answered_at }) => department === to_department && answered_at === null))
    return refused('already_called', 'to_department');
  if (slotFor(matter, to_department!) === null)
    return refused('helpers_full', 'to_department');
  return until === null || until > now ? null : refused('past_moment', 'until', { field: 'until' });
}

function objectionToRating({ helpers }: Dossier, { to_department }: Command): Refusal | null {
  const helper = helpers.findLast(({ department }) => department === to_department);
  return helper !== undefined && helper.arrived_at !== null ? null : refused('no_help_to_rate', 'to_department');
}

function objectionToMerge({ to_issue }: Command, { to_issue: into, issue }: Facts): Refusal | null {
  if (into === null || to_issue === issue.id)
    return refused('merge_unfit', 'to_issue');
  return into.duplicate_of === null && !['closed', 'rejected', 'merged'].includes(into.status) ? null : refused('merge_over', 'to_issue', { status: into.status });
}

function objectionToDisclosing({ until }: Command, { notice, actor, now }: Facts): Refusal | null {
  if (notice === null)
    return refused('no_notice', 'type');
  if (notice.author !== null && notice.author === actor.person)
    return refused('separation', 'type', { event: 'disclose', who: 'author' });
  const fault = notice.mode === 'individual' ? notice.faults[0] : undefined;
  if (fault !== undefined)
    return refused('notice_personal_data', 'type', { field: fault.field, found: notice.faults.map(({ found }) => found).join('、') });
  if (notice.mode === 'individual' && notice.photos_unchecked)
    return refused('notice_photos', 'type');
  return until === null || until > now ? null : refused('past_moment', 'until', { field: 'until' });
}

function objectionToRoute(matter: Matter, command: Command, facts: Facts): Refusal | null {
  if (command.to_department !== null && !(facts.to_department?.active && facts.to_department.kind !== 'district'))
    return refused('department_unfit', 'to_department');
  if (command.to_person !== null && !facts.to_person?.active)
    return refused('person_unfit', 'to_person');
  const department = command.to_department ?? facts.routed?.department ?? matter.department;
  const inside = department === matter.department && command.to_scope === null && command.to_category === null && command.to_grid === null;
  if (!dispatches(matter, facts.actor)) {
    // A department's head hands on inside the department, without giving a reason (交办).
    if (!inside)
      return refused('head_routes_inside', 'to_department');
    if (command.to_person === null)
      return refused('field_required', 'to_person', { event: 'route', field: 'to_person' });
    return facts.to_person?.department === matter.department ? null : refused('person_not_in_department', 'to_person');
  }
  if (command.note === null)
    return refused('field_required', 'note', { event: 'route', field: 'note' });
  return facts.routed?.department || facts.routed?.handler ? null : refused('department_needed', 'to_department');
}
