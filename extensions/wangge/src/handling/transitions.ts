/**
 * The table of transitions: which event, from where, by whom, with what.
 *
 * `decide` enforces it; the actions offered to people and the documentation's state
 * diagram are read off it. A new event is one row here, one case in `evolve` if it
 * changes the issue, and one test.
 */
import type { EventSaid, EventType, ManagedColumns, Status, Uuid } from './model.ts';

/**
 * What makes a person competent for an issue: posts, departments and their part in it, never the name of a role.
 * `assignee` is the handler, or any active member of the department while nobody is named.
 */
const AUTHORITIES = ['reporter', 'handler', 'assignee', 'lead', 'follower', 'department', 'department_head', 'dispatcher', 'level_1', 'level_2', 'level_3', 'system'] as const;
export type Authority = (typeof AUTHORITIES)[number];

export interface Transition {
  from: readonly Status[];
  /** Where it leads; `null` leaves the status as it is. Several where the event's content decides. */
  to: readonly (Status | null)[];
  who: readonly Authority[];
  /** Who may not, even with one of the authorities above (separation of duties). */
  never?: readonly Authority[];
  requires: readonly (keyof EventSaid)[];
}

const OPEN = ['reported', 'assigned', 'handling', 'suspended', 'handled', 'fed_back', 'escalated', 'returned'] as const;

export const TRANSITIONS: Readonly<Record<EventType, Transition>> = {
  report: { from: [], to: ['assigned', 'reported'], who: ['reporter'], requires: [] },
  route: {
    from: ['reported', 'assigned', 'handling', 'returned'],
    to: ['assigned'],
    who: ['dispatcher', 'level_1', 'level_2', 'department_head'],
    requires: [],
  },
  accept: { from: ['assigned'], to: ['handling'], who: ['handler', 'department', 'department_head'], requires: [] },
  return: {
    from: ['assigned', 'handling'],
    to: ['returned'],
    who: ['handler', 'department', 'department_head'],
    requires: ['cause', 'note'],
  },
  progress: {
    from: ['assigned', 'handling', 'escalated'],
    to: ['handling', null],
    who: ['assignee', 'lead', 'department', 'department_head', 'reporter', 'level_3'],
    requires: ['note'],
  },
  explain: {
    from: ['assigned', 'handling', 'suspended', 'handled', 'escalated', 'returned'],
    to: [null],
    who: ['handler', 'lead'],
    requires: ['cause', 'note'],
  },
  escalate: {
    from: ['assigned', 'handling'],
    to: ['escalated'],
    who: ['assignee', 'lead', 'department_head'],
    requires: ['to_department'],
  },
  handle: { from: ['assigned', 'handling', 'escalated'], to: ['handled'], who: ['assignee', 'lead'], requires: ['result'] },
  feed_back: { from: ['handled'], to: ['fed_back'], who: ['handler', 'lead'], requires: ['channel'] },
  verify: {
    from: ['fed_back'],
    to: ['fed_back', 'handling'],
    who: ['follower', 'level_1', 'level_2'],
    never: ['handler'],
    requires: ['solved', 'channel'],
  },
  reopen: {
    from: ['fed_back', 'closed'],
    to: ['handling'],
    who: ['reporter', 'lead', 'follower', 'level_1', 'level_2'],
    requires: ['note'],
  },
  close: {
    from: ['fed_back'],
    to: ['closed'],
    who: ['lead', 'follower', 'level_1', 'level_2', 'system'],
    never: ['handler'],
    requires: [],
  },
  reject: {
    from: ['reported', 'assigned', 'returned'],
    to: ['rejected'],
    who: ['dispatcher', 'level_1', 'level_2'],
    never: ['handler'],
    requires: ['note'],
  },
  withdraw: { from: ['reported', 'assigned', 'returned'], to: ['rejected'], who: ['reporter'], requires: [] },
  deadline_warning: { from: OPEN, to: [null], who: ['system'], requires: [] },
  deadline_missed: { from: OPEN, to: [null], who: ['system'], requires: [] },
};

/** How a person stands to the territory and the departments, from today's posts and memberships. */
export interface Standing {
  /** Null: the system. */
  person: Uuid | null;
  /** The active department that the person belongs to. */
  department: Uuid | null;
  /** The active departments that the person heads. */
  heads: readonly Uuid[];
  /** The levels at which the person leads, deputises or stands in for a grid that holds the issue's grid. */
  levels: readonly (1 | 2 | 3)[];
  /** An active member of a department that dispatches. */
  dispatcher: boolean;
}

type Parts = Pick<ManagedColumns, 'reporter' | 'handler' | 'lead' | 'follower' | 'department'>;

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
    case 'dispatcher': return actor.dispatcher;
    case 'level_1': return actor.levels.includes(1);
    case 'level_2': return actor.levels.includes(2);
    case 'level_3': return actor.levels.includes(3);
    case 'system': return false;
  }
}

/** Has this person any part in the issue? */
export function concerned(issue: Parts, actor: Standing): boolean {
  return AUTHORITIES.some(authority => has(authority, issue, actor));
}

export function competent(type: EventType, issue: Parts, actor: Standing): boolean {
  const { who, never = [] } = TRANSITIONS[type];
  return who.some(authority => has(authority, issue, actor)) && !never.some(authority => has(authority, issue, actor));
}

/** The events that this person may create on this issue now, in the table's order. */
export function allowedEvents(issue: ManagedColumns, actor: Standing): EventType[] {
  return (Object.keys(TRANSITIONS) as EventType[]).filter(type =>
    TRANSITIONS[type].from.includes(issue.status)
    && competent(type, issue, actor)
    && particularlyAllowed(type, issue, actor));
}

function particularlyAllowed(type: EventType, issue: ManagedColumns, actor: Standing): boolean {
  switch (type) {
    case 'withdraw': return issue.accepted_at === null;
    case 'close': return mayClose(issue);
    case 'route': return dispatches(issue, actor) || issue.status !== 'returned';
    default: return true;
  }
}

/** Who may route to any department; a department's head only hands on inside it. */
export function dispatches(issue: Parts, actor: Standing): boolean {
  return (['dispatcher', 'level_1', 'level_2'] as const).some(authority => has(authority, issue, actor));
}

/** Closing waits for another person's verification where one is required. */
export function mayClose(issue: Pick<ManagedColumns, 'verify_required' | 'verified_at'>): boolean {
  return !issue.verify_required || issue.verified_at !== null;
}
