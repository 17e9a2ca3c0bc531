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
  // Whoever stands in for somebody has their part meanwhile: what it lets them do, and what it forbids.
  const is = (person: Uuid | null | undefined): boolean => person != null && (person === actor.person || actor.acts_for.includes(person));
  switch (authority) {
    case 'reporter': return issue.reporter === actor.person;
    case 'handler': return is(issue.handler);
    case 'assignee': return issue.handler === null ? inDepartment : is(issue.handler);
    case 'lead': return is(issue.lead);
    case 'follower': return is(issue.follower);
    case 'department': return inDepartment;
    case 'department_head': return issue.department !== null && actor.heads.includes(issue.department);
    case 'helper': return helpingDepartments(issue, actor).all.length > 0;
    // Whoever stands in for them is somebody else, who may be the only one to decide.
    case 'requester': return issue.pending?.by === actor.person;
    case 'approver': return issue.pending !== null
      && (actor.levels.includes(1) || (issue.pending.approver === 'lead' && is(issue.lead)) || inPlaceOfLevel1(actor, issue.pending.by));
    case 'dispatcher': return actor.dispatcher;
    case 'inspector': return actor.inspector;
    case 'level_1': return actor.levels.includes(1);
    case 'level_2': return actor.levels.includes(2);
    case 'level_3': return actor.levels.includes(3);
    case 'system': return false;
  }
}

/** A dispatcher, where nobody but `asking` is there to decide as level 1. */
export function inPlaceOfLevel1({ dispatcher, level_1 }: Standing, asking: Uuid | null = null): boolean {
  return dispatcher && level_1.every(person => person === asking);
}

/** The called departments for which this person answers, their own and those that they head: first those that have not finished. */
function helpingDepartments({ helpers }: Pick<Parts, 'helpers'>, actor: Standing): { open: Uuid[]; all: Uuid[] } {
  const theirs = helpers.filter(({ department }) => department === actor.department || actor.heads.includes(department));
  const named = (some: typeof theirs): Uuid[] => [...new Set(some.map(({ department }) => department))];
  return { open: named(theirs.filter(({ answered_at }) => answered_at === null)), all: named(theirs) };
}

/** For which of them an answer is given; null: it has to say so. */
export function answeringFor(parts: Pick<Parts, 'helpers'>, actor: Standing, said: Uuid | null): Uuid | null {
  if (said !== null)
    return helpingDepartments(parts, actor).all.includes(said) ? said : null;
  const possible = answerable(parts, actor);
  return possible.length === 1 ? possible[0]! : null;
}

/** For which an answer is due; where all have finished, the last that was called may add to its own. */
export function answerable(parts: Pick<Parts, 'helpers'>, actor: Standing): Uuid[] {
  const { open, all } = helpingDepartments(parts, actor);
  return open.length > 0 ? open : all.slice(-1);
}

/** Has this person any part in the issue? */
export function concerned(issue: Parts, actor: Standing): boolean {
  return AUTHORITIES.some(authority => has(authority, issue, actor));
}

const JUDGING: readonly EventType[] = ['verify', 'close'];

/** What of their part forbids somebody this step. Whoever did the work does not judge it; who stands in for them now did not do it. */
export function forbidding(type: EventType, issue: Parts, actor: Standing): Authority | undefined {
  const { never = [] } = EVENTS[type].transition;
  const themselves = JUDGING.includes(type) ? { ...actor, acts_for: [] } : actor;
  return never.find(authority => has(authority, issue, themselves));
}

export function competent(type: EventType, issue: Parts, actor: Standing): boolean {
  return EVENTS[type].transition.who.some(authority => has(authority, issue, actor)) && forbidding(type, issue, actor) === undefined;
}

/** Who may route to any department; a department's head only hands on inside it. */
export function dispatches(issue: Parts, actor: Standing): boolean {
  return (['dispatcher', 'level_1', 'level_2', 'system'] as const).some(authority => has(authority, issue, actor));
}

/** Closing waits for another person's verification where one is required. */
export function mayClose(issue: Pick<ManagedColumns, 'verify_required' | 'verified_at'>): boolean {
  return !issue.verify_required || issue.verified_at !== null;
}
