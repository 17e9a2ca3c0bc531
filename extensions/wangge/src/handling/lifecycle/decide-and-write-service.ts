/**
 * Deciding and writing: the one way in which events come about, whoever wants them — a report, a person's command, the
 * sweep, a reassignment, a new calendar. What is decided is a pure rule's answer; here it is written, in the caller's
 * transaction and always in this order: events (which the database applies to the issue), clocks, helpers, notices.
 */
import type { Calendar } from '../../calendar/model.ts';
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Clock, IssueEvent, NewEvent, Severity, Status } from '../model.ts';
import type { People } from '../notifications/model.ts';
import type { ReportContext } from '../routing/model.ts';
import type { Accepted } from './decide-rules.ts';
import type { Command, DecisionFacts, Facts } from './decision-facts-rules.ts';
import type { Helper } from './derived-state-rules.ts';
import type { IssueState } from './evolve-rules.ts';
import { loadCalendars } from '../../calendar/index.ts';
import { pinOf } from '../../calendar/working-days-rules.ts';
import { enqueue } from '../../outbox/index.ts';
import { chooseLimit } from '../clocks/policy-rules.ts';
import { EVENTS } from '../event-registry-rules.ts';
import { insertEvents, writeClocksOf, writeHelpers } from '../issue-store.ts';
import { feedbackOwed } from '../notifications/duplicate-feedback-service.ts';
import { noticesOf, pastOf } from '../notifications/notice-rules.ts';
import { peopleConcerned } from '../notifications/notice-store.ts';
import { decide } from './decide-rules.ts';
import { completeFacts } from './decision-facts-rules.ts';

/** The issue that is decided about, as notices speak of it. */
export interface DecidedIssue {
  id: Uuid;
  title: string;
  confidential: boolean;
  /** Left out, notices of it are ordinary ones. */
  severity?: Severity;
  /** How many events it had before. */
  event_seq: number;
}

/** What is to be written of one issue. */
export interface Decision {
  issue: DecidedIssue;
  /** Its events so far, where notices have to know of them: who asked, who helps, who waits for an answer. */
  timeline?: readonly IssueEvent[];
  /** The new ones, in their order. */
  events: readonly NewEvent[];
  clocks: readonly Clock[];
  /** As it is after them. */
  state: IssueState;
  /** Only where they have changed. */
  helpers?: readonly Helper[];
  /** It is no news to anybody. */
  silent?: boolean;
}

export interface Writing {
  /**
   * `concerned`: with those whom the issue does not name itself (dispatchers, level 1, heads), one query for each issue;
   * `named`: those whom the issue names; `nobody`: the caller tells in its own words.
   */
  tell?: 'concerned' | 'named' | 'nobody';
  /** The event that the caller inserts itself: Directus stores the row of a person's own. */
  left?: NewEvent;
}

/** Events, clocks, helpers and notices of decided issues, however many: set by set. */
export async function writeDecisions(db: Db, decisions: readonly Decision[], { tell = 'named', left }: Writing = {}): Promise<void> {
  await insertEvents(db, decisions.flatMap(({ events }) => withoutCarried(events)).filter(event => event !== left));
  await writeClocksOf(db, decisions.map(({ issue, clocks }) => ({ issue: issue.id, clocks })));
  for (const { issue, helpers } of decisions) {
    if (helpers !== undefined)
      await writeHelpers(db, issue.id, helpers);
  }
  if (tell === 'nobody')
    return;
  const notices = [];
  for (const { issue, timeline = [], events, state } of decisions.filter(({ silent = false }) => !silent)) {
    const people: Partial<People> = tell === 'concerned' ? await peopleConcerned(db, events, { state, severity: issue.severity ?? 'normal', confidential: issue.confidential }) : {};
    notices.push(...noticesOf(events, { ...issue, state, ...people, past: pastOf(timeline) }, issue.event_seq + 1));
  }
  await enqueue(db, notices);
}

/** An event that another carries (`data.then`) is put in behind it by the database. */
function withoutCarried(events: readonly NewEvent[]): NewEvent[] {
  const carried = new Set(events.map(({ data }) => data.then));
  return events.filter(event => !carried.has(event));
}

/** Those whose reports were merged into it are owed the answer then. Where it is rejected they are on their own again. */
const ANSWERED: readonly Status[] = ['fed_back'];

export interface Wanted {
  issue: DecidedIssue;
  timeline: readonly IssueEvent[];
  /** Null: it is reported now. */
  state: IssueState | null;
  command: Command;
  facts: DecisionFacts;
}

/** The pure decider's answer, ready to be written with others. */
export function decideOn({ issue, timeline, state, command, facts }: Wanted): (Accepted & { decision: Decision }) | Refusal {
  const accepted = decide(timeline, state, command, completeFacts(facts));
  if (accepted.kind === 'refused')
    return accepted;
  const { before, event, clocks, derived } = accepted;
  const events = [...before, event, ...(event.data.then === undefined ? [] : [event.data.then])];
  const helpers = EVENTS[command.type].effects?.helpers ? { helpers: derived.helpers } : {};
  return { ...accepted, decision: { issue, timeline, events, clocks, state: accepted.state, ...helpers } };
}

/** One issue decided and written; the refusal, where nothing is written. */
export async function decideAndWrite(db: Db, wanted: Wanted, writing: { left?: 'event' } = {}): Promise<Accepted | Refusal> {
  const accepted = decideOn(wanted);
  if (accepted.kind === 'refused')
    return accepted;
  const { event, state, decision } = accepted;
  await writeDecisions(db, [decision], { tell: 'concerned', ...(writing.left === 'event' ? { left: event } : {}) });
  if (ANSWERED.includes(state.status) && wanted.state !== null && wanted.state.status !== state.status)
    await enqueue(db, await feedbackOwed(db, { id: wanted.issue.id, number: state.number }));
  return accepted;
}

/** The limits that the policies give here, pinned to the calendar that counts them; without a context (the command sets none) there are none. */
export function limitsBy(context: Pick<ReportContext, 'policies' | 'category_path' | 'pins'> | null, severity: Severity, calendar: Calendar): Facts['limit'] {
  return (kind, scope) => context === null
    ? null
    : chooseLimit(context.policies, { kind, scope, categoryPath: context.category_path, severity }, { ...context.pins, ...pinOf(calendar) });
}

/** The calendar versions that earlier events pinned, beside the one in force. */
export async function pinnedCalendars(db: Db, events: readonly IssueEvent[], inForce: Calendar): Promise<Facts['calendars']> {
  return loadCalendars(db, events.flatMap(({ data: { decided } }) => [
    ...Object.values(decided.limits ?? {}).map(limit => limit.calendar_version),
    ...(decided.judged ?? []).map(({ calendar_version }) => calendar_version),
    ...(decided.calendar_version === undefined ? [] : [decided.calendar_version]),
  ]), inForce);
}
