/**
 * An event that a person creates: locks the issue, reads its timeline, decides, and writes
 * what goes with the event. The event's own row is left to the caller's insert, in the
 * same transaction.
 */
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { Standing } from '../../territory/model.ts';
import type { StoredIssue } from '../issue-store.ts';
import type { IssueEvent, NewEvent } from '../model.ts';
import type { ReportContext, Routed } from '../routing/model.ts';
import type { Command, Notice } from './decision-facts-rules.ts';
import type { PendingRequest } from './derived-state-rules.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { dayOf } from '../../calendar/working-days-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { enqueue } from '../../outbox/index.ts';
import { needs } from '../event-registry-rules.ts';
import { loadEvents, loadTargets, lockIssue, mergedInto } from '../issue-store.ts';
import { mergerNotices } from '../notifications/merger-notice-service.ts';
import { leaderFrom } from '../routing/responsible-rules.ts';
import { reroute } from '../routing/routing-rules.ts';
import { loadRoutingContext } from '../routing/routing-store.ts';
import { decideAndWrite, limitsBy, pinnedCalendars } from './decide-and-write-service.ts';
import { derivedStateOf } from './derived-state-rules.ts';
import { separateMerged } from './separate-merged-service.ts';

export interface Commanded {
  kind: 'commanded';
  /** The event to insert, complete. */
  event: NewEvent;
}

/** What the decider has to know of rooms that stand above this one. */
export interface HandlingPorts {
  /** The issue's notice, before it is published; null: there is none. */
  noticeOf: (db: Db, issue: Uuid) => Promise<Notice | null>;
}

interface Surroundings extends HandlingPorts {
  /** Who acts, seen from the place of the issue. */
  standingAt: (gridPath: string, day: Day) => Promise<Standing>;
}

export async function command(
  db: Db,
  said: Command & { issue: Uuid },
  { standingAt, noticeOf }: Surroundings,
  now: Moment,
): Promise<Commanded | Refusal> {
  const ended = said.type === 'reject' || said.type === 'withdraw' ? said.type : null;
  const issue = await lockIssue(db, said.issue, ended !== null ? await mergedInto(db, said.issue) : said.to_issue === null ? [] : [said.to_issue]);
  if (issue === null)
    return refused('no_issue', 'issue');
  const stored = await loadEvents(db, [issue.id]);
  const calendar = await loadCalendar(db);
  const calendars = await pinnedCalendars(db, stored, calendar);
  const day = dayOf(calendar, now);
  // Granted, it is an escalation by somebody else's leave.
  const escalating = said.type === 'decide_extension' && said.decision === 'yes' ? escalationAsked(stored) : null;
  const targets = await loadTargets(db, said.to_grid ?? issue.state.grid, { ...said, to_department: said.to_department ?? escalating?.to_department ?? null });
  const needsRules = needs(said.type, 'rules') || escalating !== null || (said.type === 'progress' && issue.state.status === 'escalated');
  const context = needsRules
    ? await loadRoutingContext(db, {
        grid: said.to_grid ?? issue.state.grid,
        category: said.to_category ?? issue.state.category,
        departments: [said.to_department, issue.state.department].filter(id => id !== null),
        day,
      })
    : null;
  if (needsRules && context === null)
    return refused(said.to_grid === null ? 'category_unknown' : 'grid_unknown', said.to_grid === null ? 'to_category' : 'to_grid');
  if (said.to_category !== null && context !== null && !context.category.active)
    return refused('category_unknown', 'to_category');
  if (said.to_grid !== null && context !== null && context.grid.status !== 'active')
    return refused('grid_unknown', 'to_grid');
  const accepted = await decideAndWrite(db, {
    issue,
    timeline: stored,
    state: issue.state,
    command: said,
    facts: {
      now,
      actor: await standingAt(issue.grid_path, day),
      issue,
      calendar,
      calendars,
      limit: limitsBy(context, issue.severity, calendar),
      routed: context !== null && (needs(said.type, 'routing') || escalating !== null) ? routedBy(escalating === null ? said : { ...said, type: 'escalate' }, issue, context) : null,
      level_1: context === null || !needs(said.type, 'level_1') ? null : leaderFrom(1, context).person,
      notice: needs(said.type, 'notice') ? await noticeOf(db, issue.id) : null,
      ...targets,
    },
  }, { left: 'event' });
  if (accepted.kind === 'refused')
    return accepted;
  if (ended !== null)
    await separateMerged(db, { id: issue.id, number: issue.state.number, by: ended }, calendar, now);
  if (said.type === 'merge')
    await enqueue(db, await mergerNotices(db, { issue: said.to_issue!, merged: issue, after: issue.event_seq, actor: accepted.event.actor }));
  return { kind: 'commanded', event: accepted.event };
}

/** The request that waits, if it is for the district. */
function escalationAsked(stored: readonly IssueEvent[]): PendingRequest | null {
  const { pending } = derivedStateOf(stored);
  return pending?.kind === 'escalation' ? pending : null;
}

/** A person alone means handing on inside the department; otherwise what is not named is found by the rules. */
function routedBy(said: Command, issue: StoredIssue, context: ReportContext): Routed {
  const handsOn = said.to_person !== null && said.to_department === null && said.to_scope === null && said.to_category === null && said.to_grid === null;
  const { state } = issue;
  const routed = reroute(issue, context, {
    to_department: handsOn || said.type === 'escalate' ? state.department : said.to_department,
    to_person: said.to_person,
    to_scope: said.type === 'escalate' ? 'district' : handsOn ? state.scope : said.to_scope,
  });
  return handsOn ? { ...routed, lead: state.lead, follower: state.follower, rule: state.routing_rule, explanation: state.route_explanation ?? routed.explanation } : routed;
}
