/**
 * When an absence is over, what its stand-in was given meanwhile goes back: one event of the system for each issue, one
 * message to each person. In batches, each a transaction that may be killed.
 */
import type { Db } from '../../kernel/context.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { Notice } from '../../outbox/model.ts';
import type { StoredIssue } from '../issue-store.ts';
import type { Decision } from '../lifecycle/decide-and-write-service.ts';
import type { IssueEvent } from '../model.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { enqueue } from '../../outbox/index.ts';
import { SYSTEM } from '../../territory/model.ts';
import { loadEvents } from '../issue-store.ts';
import { decideOn, pinnedCalendars, writeDecisions } from '../lifecycle/decide-and-write-service.ts';
import { NO_INPUT } from '../lifecycle/decision-facts-rules.ts';
import { handedBack, RETURNED } from './hand-back-rules.ts';
import { lockStoodIn } from './hand-back-store.ts';
import { loadRoutingContext } from './routing-store.ts';

const BATCH = 200;

/** `day`: whose absences count. Returns how many issues changed. */
export async function handBack(db: Db, day: Day, now: Moment, batch = BATCH): Promise<number> {
  let total = 0;
  for (let after: Uuid | null = null; ;) {
    const page = await db.transaction(trx => handBackPage(trx, after, day, now, batch));
    total += page.changed;
    if (page.last === null)
      return total;
    after = page.last;
  }
}

async function handBackPage(db: Db, after: Uuid | null, day: Day, now: Moment, batch: number): Promise<{ changed: number; last: Uuid | null }> {
  const issues = await lockStoodIn(db, after, batch);
  if (issues.length === 0)
    return { changed: 0, last: null };
  const calendar = await loadCalendar(db);
  const timelines = Map.groupBy(await loadEvents(db, issues.map(({ id }) => id)), event => event.issue);
  const decisions: Decision[] = [];
  const told = { gained: new Map<Uuid, Uuid[]>(), gave: new Map<Uuid, Uuid[]>() };
  for (const issue of issues) {
    const timeline = timelines.get(issue.id) ?? [];
    const decision = await returned(db, issue, timeline, day, calendar, now);
    if (decision === null)
      continue;
    decisions.push(decision);
    const [before, after] = [issue.state, decision.state];
    for (const part of ['lead', 'handler'] as const) {
      if (before[part] === after[part])
        continue;
      note(told.gained, after[part], issue.id);
      note(told.gave, before[part], issue.id);
    }
  }
  await writeDecisions(db, decisions, { tell: 'nobody' });
  await enqueue(db, [...told.gained].map(([person, ids]) => notice('handed_back', person, ids, day, GAINED)));
  await enqueue(db, [...told.gave].map(([person, ids]) => notice('given_back', person, ids, day, GAVE)));
  return { changed: decisions.length, last: issues.at(-1)!.id };
}

function note(people: Map<Uuid, Uuid[]>, person: Uuid | null, issue: Uuid): void {
  if (person !== null)
    people.set(person, [...new Set([...people.get(person) ?? [], issue])]);
}

async function returned(db: Db, issue: StoredIssue, timeline: IssueEvent[], day: Day, calendar: Awaited<ReturnType<typeof loadCalendar>>, now: Moment): Promise<Decision | null> {
  const { grid, category, department } = issue.state;
  const context = await loadRoutingContext(db, { grid, category, departments: department === null ? [] : [department], day });
  const routed = context === null ? null : handedBack(issue.state, issue, context);
  if (routed === null)
    return null;
  const accepted = decideOn({
    issue,
    timeline,
    state: issue.state,
    command: { ...NO_INPUT, type: 'hand_over', note: RETURNED, attachments: 0 },
    facts: { now, actor: SYSTEM, issue, calendar, calendars: await pinnedCalendars(db, timeline, calendar), routed },
  });
  // One that cannot go back keeps no other back: it stays where it is, and is looked at again.
  return accepted.kind === 'refused' ? null : accepted.decision;
}

type Words = Record<'zh-CN' | 'en-US', (count: number) => string>;
const GAINED: Words = { 'zh-CN': count => `代岗结束，交还您的未办结问题：${count}件`, 'en-US': count => `Back from your stand-in: ${count} open issues` };
const GAVE: Words = { 'zh-CN': count => `代岗结束，已交还本人的未办结问题：${count}件`, 'en-US': count => `Given back after standing in: ${count} open issues` };

/** Of each page one a person; a page that is done again tells nothing again. */
function notice(event: string, recipient: Uuid, issues: readonly Uuid[], day: Day, words: Words): Notice {
  return {
    dedupe_key: `${event}:${recipient}:${day}:${issues[0]}`,
    event,
    recipient,
    channel: 'inapp',
    subject: { 'zh-CN': words['zh-CN'](issues.length), 'en-US': words['en-US'](issues.length) },
    body: { 'zh-CN': '时限不变；已由代岗人办结的，仍由其承办。', 'en-US': 'No limit has moved; what the stand-in has handled stays theirs.' },
    link: '/content/issues',
    urgent: false,
  };
}
