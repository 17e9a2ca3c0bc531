/**
 * Reports that were merged into an issue which ends unhandled (rejected, withdrawn): each is a matter of its own again, by an
 * event of the system in the same transaction. It keeps the scope and the department that it had; who has it there is found anew.
 */
import type { Calendar } from '../../calendar/model.ts';
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { StoredIssue } from '../issue-store.ts';
import type { IssueEvent } from '../model.ts';
import type { Decision } from './decide-and-write-service.ts';
import { dayOf } from '../../calendar/working-days-rules.ts';
import { SYSTEM } from '../../territory/model.ts';
import { loadEvents, lockMerged } from '../issue-store.ts';
import { reroute, route } from '../routing/routing-rules.ts';
import { loadRoutingContext } from '../routing/routing-store.ts';
import { decideOn, limitsBy, pinnedCalendars, writeDecisions } from './decide-and-write-service.ts';
import { NO_INPUT } from './decision-facts-rules.ts';

export interface Ended { id: Uuid; number: string; by: 'reject' | 'withdraw' }

/** In the office's language, as it stands in the timeline. */
const NOTE: Record<Ended['by'], (number: string) => string> = {
  reject: number => `并入的问题 ${number} 不予受理，本件恢复单独办理；时限仍从上报时起算。`,
  withdraw: number => `并入的问题 ${number} 已由上报人撤回，本件恢复单独办理；时限仍从上报时起算。`,
};

/** How many there were. */
export async function separateMerged(db: Db, ended: Ended, calendar: Calendar, now: Moment): Promise<number> {
  const merged = await lockMerged(db, ended.id);
  const timelines = Map.groupBy(await loadEvents(db, merged.map(({ id }) => id)), event => event.issue);
  const decisions: Decision[] = [];
  for (const issue of merged)
    decisions.push(await separated(db, issue, timelines.get(issue.id) ?? [], NOTE[ended.by](ended.number), calendar, now));
  await writeDecisions(db, decisions, { tell: 'concerned' });
  return merged.length;
}

async function separated(db: Db, issue: StoredIssue, timeline: IssueEvent[], note: string, calendar: Calendar, now: Moment): Promise<Decision> {
  const { grid, category, department, scope } = issue.state;
  const context = await loadRoutingContext(db, { grid, category, departments: department === null ? [] : [department], day: dayOf(calendar, now) });
  if (context === null)
    throw new Error(`Issue ${issue.id} lies in no grid`);
  const accepted = decideOn({
    issue,
    timeline,
    state: issue.state,
    command: { ...NO_INPUT, type: 'separate', note, attachments: 0 },
    facts: {
      now,
      actor: SYSTEM,
      issue,
      calendar,
      calendars: await pinnedCalendars(db, timeline, calendar),
      limit: limitsBy(context, issue.severity, calendar),
      routed: department === null ? route(issue, context) : reroute(issue, context, { to_department: department, to_scope: scope }),
    },
  });
  if (accepted.kind === 'refused')
    throw new Error(`Issue ${issue.id} stays merged: ${accepted.code}`);
  return accepted.decision;
}
