/** Why a command may not happen: the table of transitions, and what single events require beyond it. */
import type { Refusal } from '../platform/refusal.ts';
import type { IssueState } from './evolve.ts';
import type { Command, Facts } from './facts.ts';
import type { Authority } from './transitions.ts';
import { refused } from '../platform/refusal.ts';
import { allowedEvents, competent, concerned, dispatches, has, mayClose, TRANSITIONS } from './transitions.ts';

/** Why the command may not happen, or null. */
export function objection(state: IssueState | null, command: Command, facts: Facts): Refusal | null {
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
