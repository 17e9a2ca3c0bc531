/**
 * Who may take a step: what a person's authorities come to in an issue.
 *
 * The table of transitions (which event, from where, by whom, with what) is part of the registry of events
 * (`../event-registry-rules.ts`), which says what a new event needs. `decide` enforces it; the actions offered to
 * people and the documentation's state diagram are read off it.
 */
import type { Uuid } from '../../kernel/values.ts';
import type { Standing } from '../../territory/model.ts';
import type { Authority } from '../event-row-rules.ts';
import type { EventType, ManagedColumns } from '../model.ts';
import type { DerivedState } from './derived-state-rules.ts';
import { EVENTS } from '../event-registry-rules.ts';
import { AUTHORITIES } from '../event-row-rules.ts';

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
  const { who, never = [] } = EVENTS[type].transition;
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
