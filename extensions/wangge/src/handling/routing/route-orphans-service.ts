/**
 * The sweep's part for issues that nobody works on: each is given to level 2 by a `route` of the
 * system, in batches, each a transaction that may be killed. What another process holds is
 * left to it. Where nobody is found the issue stays, and the dispatchers are told of it once.
 */
import type { Calendar } from '../../calendar/model.ts';
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Notice } from '../../outbox/model.ts';
import type { Decision } from '../lifecycle/decide-and-write-service.ts';
import type { IssueEvent } from '../model.ts';
import type { OrphanCause } from './orphan-rules.ts';
import type { Orphan } from './orphans-store.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { dayOf } from '../../calendar/working-days-rules.ts';
import { enqueue } from '../../outbox/index.ts';
import { SYSTEM } from '../../territory/model.ts';
import { dispatchersOf, loadEvents } from '../issue-store.ts';
import { decideOn, limitsBy, pinnedCalendars, writeDecisions } from '../lifecycle/decide-and-write-service.ts';
import { NO_INPUT } from '../lifecycle/decision-facts-rules.ts';
import { ORPHAN_NOTE, orphaned, orphanRoute } from './orphan-rules.ts';
import { lockOrphans } from './orphans-store.ts';
import { loadRoutingContext } from './routing-store.ts';

/** How many issues have somebody again. */
export async function routeOrphans(db: Db, now: Moment, batch: number): Promise<number> {
  let total = 0;
  let after: Uuid | null = null;
  do {
    const page: { orphans_routed: number; last: Uuid | null } = await db.transaction(trx => routeOrphansPage(trx, now, after, batch));
    total += page.orphans_routed;
    after = page.last;
  } while (after !== null);
  return total;
}

async function routeOrphansPage(trx: Db, now: Moment, after: Uuid | null, batch: number): Promise<{ orphans_routed: number; last: Uuid | null }> {
  const orphans = await lockOrphans(trx, now, after, batch);
  if (orphans.length === 0)
    return { orphans_routed: 0, last: null };
  const calendar = await loadCalendar(trx);
  const timelines = Map.groupBy(await loadEvents(trx, orphans.map(({ issue }) => issue.id)), event => event.issue);
  const decisions: Decision[] = [];
  const notices: Notice[] = [];
  for (const orphan of orphans) {
    const { issue, there, close_of_business } = orphan;
    const cause = orphaned(issue.state, there, calendar, close_of_business, now);
    if (cause === null)
      continue;
    const home = await routedOrphan(trx, orphan, cause, timelines.get(issue.id) ?? [], calendar, now);
    if (home !== null)
      decisions.push(home);
    else
      notices.push(...(await dispatchersOf(trx, issue.state.grid)).map(recipient => nobodyFound(issue.id, issue.state.number, recipient)));
  }
  await writeDecisions(trx, decisions);
  await enqueue(trx, notices);
  return { orphans_routed: decisions.length, last: orphans.at(-1)!.issue.id };
}

async function routedOrphan(trx: Db, { issue, there }: Orphan, cause: OrphanCause, timeline: IssueEvent[], calendar: Calendar, now: Moment): Promise<Decision | null> {
  const { grid, category, department } = issue.state;
  const context = await loadRoutingContext(trx, { grid, category, departments: department === null ? [] : [department], day: dayOf(calendar, now) });
  const routed = context === null ? null : orphanRoute(issue.state, there, context);
  if (context === null || routed === null)
    return null;
  const accepted = decideOn({
    issue,
    timeline,
    state: issue.state,
    command: { ...NO_INPUT, type: 'route', note: ORPHAN_NOTE[cause], to_department: routed.department, to_person: routed.handler, attachments: 0 },
    facts: {
      now,
      actor: SYSTEM,
      issue,
      calendar,
      calendars: await pinnedCalendars(trx, timeline, calendar),
      limit: limitsBy(context, issue.severity, calendar),
      routed,
      to_department: routed.department === null ? null : { kind: 'community', active: true },
      to_person: { active: true, department: null },
    },
  });
  return accepted.kind === 'refused' ? null : accepted.decision;
}

/** Each dispatcher once for an issue, however often the sweep comes by. */
function nobodyFound(issue: Uuid, number: string, recipient: Uuid): Notice {
  return {
    dedupe_key: `orphan:${issue}`,
    event: 'orphan',
    recipient,
    channel: 'inapp',
    subject: { 'zh-CN': '问题无人承办，请分派', 'en-US': 'Nobody works on this issue; route it' },
    body: { 'zh-CN': `编号 ${number}：承办人或承办单位已不在用，一、二级网格责任人均空缺。`, 'en-US': `No. ${number}: its handler or department is gone, and the posts of levels 1 and 2 are vacant.` },
    link: `/content/issues/${issue}`,
    urgent: false,
  };
}
