/**
 * Steps that the system takes because nobody objected or the time has come: closing after
 * feedback, going on after a suspension, handling again what residents say is not solved. In batches, each a transaction that may be killed;
 * what another process holds is left to it.
 */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { StoredIssue } from '../issue-store.ts';
import type { IssueEvent } from '../model.ts';
import type { Decision } from './decide-and-write-service.ts';
import type { Written } from './decide-rules.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { dayOf } from '../../calendar/working-days-rules.ts';
import { SYSTEM } from '../../territory/model.ts';
import { insertEvents, loadEvents, lockDue } from '../issue-store.ts';
import { loadRoutingContext } from '../routing/routing-store.ts';
import { command } from './command-service.ts';
import { limitsBy, pinnedCalendars, writeDecisions } from './decide-and-write-service.ts';
import { closeAutomatically, resumeAutomatically } from './decide-rules.ts';
import { NO_INPUT } from './decision-facts-rules.ts';

/** Issues whose time to object has passed. Returns how many it closed. */
export async function writeClosings(db: Db, now: Moment, batch: number): Promise<number> {
  return inBatch(db, 'closes_at', now, batch, async (trx, issue, events, calendars, calendar) => {
    const context = await loadRoutingContext(trx, { grid: issue.state.grid, category: issue.state.category, departments: [], day: dayOf(calendar, now) });
    return closeAutomatically(events, issue.state, { issue, calendars, limit: limitsBy(context, issue.severity, calendar), now });
  });
}

/** Suspended issues whose time has come. Returns how many go on. */
export async function writeResumptions(db: Db, now: Moment, batch: number): Promise<number> {
  return inBatch(db, 'resumes_at', now, batch, async (_trx, issue, events, calendars, calendar) =>
    resumeAutomatically(events, issue.state, { issue, calendar, calendars, now }));
}

/** Residents say that it is not solved: the issue is handled again. False where its state does not admit it. */
export async function reopenBySystem(db: Db, issue: Uuid, note: string, now: Moment): Promise<boolean> {
  const outcome = await command(db, { ...NO_INPUT, issue, type: 'reopen', note, attachments: 0 }, { standingAt: async () => SYSTEM, noticeOf: async () => null }, now);
  if (outcome.kind === 'refused')
    return false;
  await insertEvents(db, [outcome.event]);
  return true;
}

type Step = (
  db: Db,
  issue: StoredIssue,
  events: readonly IssueEvent[],
  calendars: Awaited<ReturnType<typeof pinnedCalendars>>,
  calendar: Awaited<ReturnType<typeof loadCalendar>>,
) => Promise<Written>;

async function inBatch(db: Db, due: 'closes_at' | 'resumes_at', now: Moment, batch: number, step: Step): Promise<number> {
  return db.transaction(async (trx) => {
    const issues = await lockDue(trx, due, now, batch);
    if (issues.length === 0)
      return 0;
    const calendar = await loadCalendar(trx);
    const events = Map.groupBy(await loadEvents(trx, issues.map(({ id }) => id)), event => event.issue);
    const decisions: Decision[] = [];
    for (const issue of issues) {
      const { id, title, confidential, event_seq } = issue;
      const timeline = events.get(id) ?? [];
      decisions.push({ issue: { id, title, confidential, event_seq }, ...await step(trx, issue, timeline, await pinnedCalendars(trx, timeline, calendar), calendar) });
    }
    await writeDecisions(trx, decisions);
    return issues.length;
  });
}
