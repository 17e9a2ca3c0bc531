/**
 * The table of transitions: which event, from where, by whom, with what.
 *
 * `decide` enforces it; the actions offered to people and the documentation's state
 * diagram are read off it. A new event is one row here, one case in `evolve` if it
 * changes the issue, and one test.
 */
import type { Uuid } from '../../kernel/values.ts';
import type { Standing } from '../../territory/model.ts';
import type { EventSaid, EventType, ManagedColumns, Status } from '../model.ts';
import type { DerivedState } from './derived-state-rules.ts';

/**
 * What makes a person competent for an issue: posts, departments and their part in it, never the name of a role.
 * `assignee` is the handler, or any active member of the department while nobody is named; `helper` is a member of a
 * department that was called to help; `requester` asked for more time; `approver` decides on it.
 */
export const AUTHORITIES = [
  'reporter',
  'handler',
  'assignee',
  'lead',
  'follower',
  'department',
  'department_head',
  'helper',
  'requester',
  'approver',
  'dispatcher',
  'inspector',
  'level_1',
  'level_2',
  'level_3',
  'system',
] as const;
export type Authority = (typeof AUTHORITIES)[number];

/** What a person may say in an event, files included. */
export type EventField = keyof EventSaid | 'attachments';

export interface Transition {
  from: readonly Status[];
  /** Where it leads; `null` leaves the status as it is. Several where the event's content decides. */
  to: readonly (Status | null)[];
  /** Where it leaves some statuses as they are: the ones it does move. */
  moves?: readonly Status[];
  who: readonly Authority[];
  /** Who may not, even with one of the authorities above (separation of duties). */
  never?: readonly Authority[];
  requires: readonly (keyof EventSaid)[];
  /** What may be said besides. */
  accepts?: readonly EventField[];
}

/** Something is still to be done. */
const OPEN = ['reported', 'assigned', 'handling', 'suspended', 'handled', 'fed_back', 'escalated', 'returned'] as const satisfies readonly Status[];
const IN_HAND = ['assigned', 'handling', 'escalated'] as const satisfies readonly Status[];
const ALL = [...OPEN, 'closed', 'rejected', 'merged'] as const satisfies readonly Status[];

export const TRANSITIONS: Readonly<Record<EventType, Transition>> = {
  report: { from: [], to: ['assigned', 'reported'], who: ['reporter'], requires: [] },
  accept: { from: ['assigned'], to: ['handling'], who: ['handler', 'department', 'department_head'], requires: [], accepts: ['note'] },
  progress: {
    from: ['assigned', 'handling', 'suspended', 'escalated'],
    to: ['handling', null],
    moves: ['assigned'],
    who: ['assignee', 'lead', 'department', 'department_head', 'helper', 'reporter', 'level_3'],
    requires: ['note'],
    accepts: ['channel', 'attachments'],
  },
  handle: {
    from: ['reported', 'assigned', 'handling', 'escalated'],
    to: ['handled'],
    who: ['assignee', 'lead', 'reporter'],
    requires: ['result'],
    accepts: ['channel', 'attachments'],
  },
  feed_back: {
    from: ['handled', 'rejected', 'merged'],
    to: ['fed_back', null],
    moves: ['handled'],
    who: ['handler', 'lead', 'dispatcher', 'follower', 'level_1', 'level_2'],
    requires: ['channel'],
    accepts: ['note', 'attachments'],
  },
  verify: {
    from: ['fed_back'],
    to: ['fed_back', 'handling'],
    who: ['follower', 'dispatcher', 'level_1', 'level_2'],
    never: ['handler'],
    requires: ['solved', 'channel'],
    accepts: ['satisfaction', 'note', 'attachments'],
  },
  close: {
    from: ['fed_back'],
    to: ['closed'],
    who: ['lead', 'follower', 'level_1', 'level_2', 'system'],
    never: ['handler'],
    requires: [],
    accepts: ['note'],
  },
  disclose: {
    from: ['closed'],
    to: [null],
    who: ['dispatcher', 'level_1'],
    never: ['handler'],
    requires: [],
    accepts: ['until', 'note'],
  },
  route: {
    from: ['reported', 'assigned', 'handling', 'returned'],
    to: ['assigned'],
    who: ['dispatcher', 'level_1', 'level_2', 'department_head', 'system'],
    requires: [],
    accepts: ['to_department', 'to_person', 'to_scope', 'to_category', 'to_grid', 'note'],
  },
  return: {
    from: ['assigned', 'handling'],
    to: ['returned'],
    who: ['handler', 'department', 'department_head'],
    requires: ['cause', 'note'],
    accepts: ['attachments'],
  },
  escalate: {
    from: ['assigned', 'handling'],
    to: ['escalated'],
    who: ['assignee', 'lead', 'department_head'],
    requires: ['to_department'],
    accepts: ['note', 'attachments'],
  },
  explain: {
    from: ['assigned', 'handling', 'suspended', 'handled', 'escalated', 'returned'],
    to: [null],
    who: ['handler', 'lead'],
    requires: ['cause', 'note'],
    accepts: ['attachments'],
  },
  request_extension: {
    from: ['assigned', 'handling'],
    to: ['handling', null],
    moves: ['assigned'],
    who: ['assignee', 'lead', 'department_head'],
    requires: ['request_kind', 'cause', 'note'],
    accepts: ['until', 'attachments'],
  },
  decide_extension: {
    from: ['assigned', 'handling'],
    to: [null],
    who: ['approver'],
    never: ['requester'],
    requires: ['decision'],
    accepts: ['until', 'note'],
  },
  suspend: { from: ['assigned', 'handling'], to: ['suspended'], who: ['level_1'], never: ['handler'], requires: ['cause', 'note', 'until'], accepts: ['attachments'] },
  resume: { from: ['suspended'], to: ['handling', 'assigned'], who: ['handler', 'lead', 'department_head', 'level_1', 'system'], requires: [], accepts: ['note'] },
  call_in: {
    from: IN_HAND,
    to: [null],
    who: ['assignee', 'lead', 'department_head', 'dispatcher', 'level_1'],
    requires: ['to_department', 'note'],
    accepts: ['until', 'attachments'],
  },
  answer_call: { from: OPEN, to: [null], who: ['helper'], requires: [], accepts: ['note', 'result', 'attachments'] },
  rate_help: { from: [...OPEN, 'closed'], to: [null], who: ['assignee', 'lead'], requires: ['to_department', 'satisfaction'], accepts: ['note'] },
  urge: {
    from: ['reported', 'assigned', 'handling', 'suspended', 'handled', 'escalated', 'returned'],
    to: [null],
    who: ['reporter', 'follower', 'level_1', 'level_2', 'inspector'],
    never: ['handler'],
    requires: ['note'],
  },
  supervise: { from: OPEN, to: [null], who: ['level_1', 'inspector'], never: ['handler'], requires: ['note'], accepts: ['attachments'] },
  reopen: {
    from: ['fed_back', 'closed'],
    to: ['handling'],
    who: ['reporter', 'lead', 'follower', 'level_1', 'level_2', 'system'],
    requires: ['note'],
    accepts: ['attachments'],
  },
  reject: {
    from: ['reported', 'assigned', 'returned'],
    to: ['rejected'],
    who: ['dispatcher', 'level_1', 'level_2'],
    never: ['handler'],
    requires: ['note'],
  },
  merge: {
    from: ['reported', 'assigned', 'handling', 'returned'],
    to: ['merged'],
    who: ['dispatcher', 'level_1', 'level_2'],
    never: ['handler'],
    requires: ['to_issue'],
    accepts: ['note'],
  },
  withdraw: { from: ['reported', 'assigned', 'returned'], to: ['rejected'], who: ['reporter'], requires: [], accepts: ['note'] },
  withdraw_disclosure: { from: ['closed'], to: [null], who: ['dispatcher', 'level_1'], requires: ['note'] },
  redact: { from: ALL, to: [null], who: ['dispatcher'], requires: ['note'], accepts: ['to_seq'] },
  deadline_warning: { from: ALL, to: [null], who: ['system'], requires: [] },
  deadline_missed: { from: ALL, to: [null], who: ['system'], requires: [] },
  deadline_moved: { from: ALL, to: [null], who: ['system'], requires: [] },
  // Whoever held a grid's post is no longer there, or the grid is another: the rest stays as it is.
  hand_over: { from: OPEN, to: [null], who: ['system'], requires: ['note'], accepts: ['to_grid'] },
};

/** An issue as its events make it: its columns, and what follows from the events beside them. */
export type DerivedIssue = ManagedColumns & DerivedState;
export type Parts = Pick<DerivedIssue, 'reporter' | 'handler' | 'lead' | 'follower' | 'department' | 'helpers' | 'pending'>;

export function has(authority: Authority, issue: Parts, actor: Standing): boolean {
  if (actor.person === null)
    return authority === 'system';
  const inDepartment = issue.department !== null && actor.department === issue.department;
  switch (authority) {
    case 'reporter': return issue.reporter === actor.person;
    case 'handler': return issue.handler === actor.person;
    case 'assignee': return issue.handler === null ? inDepartment : issue.handler === actor.person;
    case 'lead': return issue.lead === actor.person;
    case 'follower': return issue.follower === actor.person;
    case 'department': return inDepartment;
    case 'department_head': return issue.department !== null && actor.heads.includes(issue.department);
    case 'helper': return helpingDepartment(issue, actor) !== null;
    case 'requester': return issue.pending?.by === actor.person;
    case 'approver': return issue.pending !== null
      && (actor.levels.includes(1) || (issue.pending.approver === 'lead' && issue.lead === actor.person));
    case 'dispatcher': return actor.dispatcher;
    case 'inspector': return actor.inspector;
    case 'level_1': return actor.levels.includes(1);
    case 'level_2': return actor.levels.includes(2);
    case 'level_3': return actor.levels.includes(3);
    case 'system': return false;
  }
}

/** The called department for which this person answers: their own, or one that they head. */
export function helpingDepartment({ helpers }: Pick<Parts, 'helpers'>, actor: Standing): Uuid | null {
  return helpers.findLast(({ department }) => department === actor.department || actor.heads.includes(department))?.department ?? null;
}

/** Has this person any part in the issue? */
export function concerned(issue: Parts, actor: Standing): boolean {
  return AUTHORITIES.some(authority => has(authority, issue, actor));
}

export function competent(type: EventType, issue: Parts, actor: Standing): boolean {
  const { who, never = [] } = TRANSITIONS[type];
  return who.some(authority => has(authority, issue, actor)) && !never.some(authority => has(authority, issue, actor));
}

/** Who may route to any department; a department's head only hands on inside it. */
export function dispatches(issue: Parts, actor: Standing): boolean {
  return (['dispatcher', 'level_1', 'level_2', 'system'] as const).some(authority => has(authority, issue, actor));
}

/** Closing waits for another person's verification where one is required. */
export function mayClose(issue: Pick<ManagedColumns, 'verify_required' | 'verified_at'>): boolean {
  return !issue.verify_required || issue.verified_at !== null;
}
