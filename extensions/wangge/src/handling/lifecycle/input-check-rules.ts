/** What single events require of what is said, beyond the fields that the table asks for. */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Clock } from '../model.ts';
import type { Command, Facts, Progressed } from './decision-facts-rules.ts';
import type { DerivedState } from './derived-state-rules.ts';
import type { DerivedIssue } from './transition-rules.ts';
import { epochMs, MS_PER_DAY } from '../../kernel/civil-date-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { EVENTS } from '../event-registry-rules.ts';
import { slotFor } from './derived-state-rules.ts';
import { EXTENSIONS_GRANTED_AT_MOST, extensionsUntil } from './extension-rules.ts';
import { isSettled } from './one-day-rules.ts';
import { objectionToAsking } from './request-rules.ts';
import { answeringFor, dispatches, has } from './transition-rules.ts';

const SUSPENDED_AT_MOST_DAYS = 365;

/** What single events require of what is said. */
export function objectionToSaid({ derived, clocks, seq }: Progressed, command: Command, facts: Facts): Refusal | null {
  const { causes } = EVENTS[command.type].transition;
  if (causes !== undefined && command.cause !== null && !causes.includes(command.cause))
    return refused('cause_unknown', 'cause', { event: command.type, causes: causes.join(',') });
  switch (command.type) {
    case 'route': return objectionToRoute(derived, command, facts);
    case 'request_extension': return objectionToRequest(derived, clocks, command, facts);
    case 'decide_extension': return objectionToDecision(derived, clocks, command, facts);
    case 'suspend': return objectionToSuspension(derived, command.until, facts.now);
    case 'escalate': return objectionToDistrict(facts, 'to_department');
    case 'call_in': return objectionToCall(derived, command, facts);
    case 'answer_call': return objectionToAnswer(derived, command, facts);
    case 'rate_help': return objectionToRating(derived, command, facts);
    case 'handle':
      if (facts.issue.confidential && command.channel !== null && !facts.actor.reads_contacts)
        return refused('contact_unread', 'channel');
      return facts.issue.photo_required && command.attachments === 0 ? refused('photo_required', 'attachments') : null;
    case 'merge': return objectionToMerge(derived, command, facts);
    case 'disclose': return objectionToDisclosing(command, facts);
    case 'redact': return command.to_seq === null || (command.to_seq >= 1 && command.to_seq <= seq) ? null : refused('no_such_event', 'to_seq', { seq });
    default: return null;
  }
}

function objectionToRequest(derived: DerivedIssue, clocks: readonly Clock[], { request_kind, until }: Command, facts: Facts): Refusal | null {
  const objection = objectionToAsking(derived, request_kind!, facts.now);
  if (objection !== null)
    return objection;
  switch (request_kind!) {
    case 'suspension': return objectionToSuspension(derived, until, facts.now);
    case 'extension': return objectionToExtension(derived, clocks, until, facts);
    case 'escalation': return objectionToDistrict(facts, 'to_department');
  }
}

function objectionToDistrict({ to_department }: Facts, field: 'to_department' | 'decision'): Refusal | null {
  return to_department?.active && to_department.kind === 'district' ? null : refused('department_not_district', field);
}

function objectionToExtension(derived: DerivedIssue, clocks: readonly Clock[], until: string | null, facts: Facts): Refusal | null {
  if (derived.extension_count >= EXTENSIONS_GRANTED_AT_MOST)
    return refused('extended_twice', 'request_kind');
  return extensionsUntil(clocks, until, facts.calendars) === null ? refused('extension_too_long', 'until') : null;
}

function objectionToSuspension({ suspended_from }: DerivedState, until: string | null, now: string): Refusal | null {
  if (suspended_from !== null)
    return refused('suspended_once', 'request_kind');
  if (until === null)
    return refused('field_required', 'until', { event: 'suspend', field: 'until' });
  return until > now && epochMs(until) - epochMs(now) <= SUSPENDED_AT_MOST_DAYS * MS_PER_DAY ? null : refused('suspension_too_long', 'until');
}

function objectionToDecision(derived: DerivedIssue, clocks: readonly Clock[], command: Command, facts: Facts): Refusal | null {
  if (command.decision === 'no')
    return command.note === null ? refused('field_required', 'note', { event: 'decide_extension', field: 'note' }) : null;
  if (derived.pending!.kind === 'escalation')
    return objectionToDistrict(facts, 'decision');
  const until = command.until ?? derived.pending!.until;
  return derived.pending!.kind === 'suspension'
    ? objectionToSuspension(derived, until, facts.now)
    : objectionToExtension(derived, clocks, until, facts);
}

function objectionToCall(derived: DerivedIssue, { to_department, until }: Command, { to_department: called, now }: Facts): Refusal | null {
  if (!called?.active || called.kind === 'district' || to_department === derived.department)
    return refused('helper_unfit', 'to_department');
  if (derived.helpers.some(({ department, answered_at }) => department === to_department && answered_at === null))
    return refused('already_called', 'to_department');
  if (slotFor(derived, to_department!) === null)
    return refused('helpers_full', 'to_department');
  return until === null || until > now ? null : refused('past_moment', 'until', { field: 'until' });
}

function objectionToAnswer(derived: DerivedIssue, { note, result, to_department }: Command, { actor }: Facts): Refusal | null {
  if (note === null && result === null)
    return refused('field_required', 'note', { event: 'answer_call', field: 'note' });
  return answeringFor(derived, actor, to_department) === null ? refused('answer_for_which', 'to_department') : null;
}

function objectionToRating({ helpers }: DerivedState, { to_department }: Command, { actor }: Facts): Refusal | null {
  const helper = helpers.findLast(({ department }) => department === to_department);
  // Nobody rates what their own department did.
  if (helper !== undefined && (actor.department === to_department || actor.heads.includes(to_department!)))
    return refused('separation', 'to_department', { event: 'rate_help', who: 'helper' });
  return helper !== undefined && helper.arrived_at !== null ? null : refused('no_help_to_rate', 'to_department');
}

function objectionToMerge(derived: DerivedIssue, { to_issue }: Command, { to_issue: into, issue, actor }: Facts): Refusal | null {
  if (into === null || to_issue === issue.id)
    return refused('merge_unfit', 'to_issue');
  if (into.duplicate_of !== null || ['closed', 'rejected', 'merged'].includes(into.status))
    return refused('merge_over', 'to_issue', { status: into.status });
  const theirs = (['handler', 'lead'] as const).filter(part => has(part, { ...derived, ...into }, actor));
  if (theirs.length > 0)
    return refused('separation', 'to_issue', { event: 'merge', who: theirs.join(',') });
  // Into the earlier one, so that no limit begins later by it.
  return into.reported_at > derived.reported_at ? refused('merge_later', 'to_issue', { number: into.number }) : null;
}

function objectionToDisclosing({ until }: Command, { notice, actor, now }: Facts): Refusal | null {
  if (notice === null || notice.empty)
    return refused('no_notice', 'type');
  if (actor.person !== null && notice.authors.includes(actor.person))
    return refused('separation', 'type', { event: 'disclose', who: 'author' });
  const fault = notice.mode === 'individual' ? notice.faults[0] : undefined;
  if (fault !== undefined)
    return refused('notice_personal_data', 'type', { field: fault.field, found: notice.faults.map(({ found }) => found).join('、') });
  if (notice.mode === 'individual' && notice.photos_unchecked)
    return refused('notice_photos', 'type');
  return until === null || until > now ? null : refused('past_moment', 'until', { field: 'until' });
}

/** Would whoever answers for it give it another limit by themselves, when it is no slip of the report any more? */
function leavesOwnHands(derived: DerivedIssue, { actor, routed, calendar, now }: Facts): boolean {
  const own = (['lead', 'handler'] as const).some(part => has(part, derived, actor)) && !has('dispatcher', derived, actor) && !has('level_1', derived, actor);
  return own && derived.status !== 'escalated' && routed !== null && derived.scope !== null && routed.scope !== derived.scope && isSettled(derived, now, calendar);
}

function objectionToRoute(derived: DerivedIssue, command: Command, facts: Facts): Refusal | null {
  if (command.to_department !== null && !(facts.to_department?.active && facts.to_department.kind !== 'district'))
    return refused('department_unfit', 'to_department');
  if (command.to_person !== null && !facts.to_person?.active)
    return refused('person_unfit', 'to_person');
  const department = command.to_department ?? facts.routed?.department ?? derived.department;
  const inside = department === derived.department && command.to_scope === null && command.to_category === null && command.to_grid === null;
  if (!dispatches(derived, facts.actor)) {
    // A department's head hands on inside the department, without giving a reason (交办).
    if (!inside)
      return refused('head_routes_inside', 'to_department');
    if (command.to_person === null)
      return refused('field_required', 'to_person', { event: 'route', field: 'to_person' });
    return facts.to_person?.department === derived.department ? null : refused('person_not_in_department', 'to_person');
  }
  if (command.note === null)
    return refused('field_required', 'note', { event: 'route', field: 'note' });
  if (derived.status === 'escalated' && (facts.routed?.scope ?? 'district') === 'district')
    return refused('back_needs_scope', 'to_scope');
  if (leavesOwnHands(derived, facts))
    return refused('rescope_too_late', 'to_scope');
  return facts.routed?.department || facts.routed?.handler ? null : refused('department_needed', 'to_department');
}
