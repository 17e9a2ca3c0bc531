/**
 * Open issues are handed on: when a post has ended, a grid was moved, split or merged, a handover is complete.
 *
 * One event of the system for each issue that changes, in the caller's transaction. Whoever has something new is told once, of all of it.
 */
import type { Db } from '../../kernel/context.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { Notice } from '../../outbox/model.ts';
import type { Decision } from '../lifecycle/decide-and-write-service.ts';
import type { ReportContext, Routed } from './model.ts';
import type { Leaver } from './reassign-rules.ts';
import type { OpenIssue } from './reassign-store.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { dayOf } from '../../calendar/working-days-rules.ts';
import { enqueue } from '../../outbox/index.ts';
import { SYSTEM } from '../../territory/model.ts';
import { dispatchersOf, loadEvents } from '../issue-store.ts';
import { decideOn, pinnedCalendars, writeDecisions } from '../lifecycle/decide-and-write-service.ts';
import { NO_INPUT } from '../lifecycle/decision-facts-rules.ts';
import { nobodyLeft, POST_ENDED, reassignedTo } from './reassign-rules.ts';
import { expiredPosts, lockOpen } from './reassign-store.ts';
import { loadRoutingContext } from './routing-store.ts';

export interface Order {
  /** Of the parts of the territory concerned. */
  grid_paths: readonly string[];
  /** Whose posts there have ended. */
  leaving: readonly Leaver[];
  /** The grid that an issue is in from now on; null: the same. All open issues are asked for. */
  to_grid?: (issue: { id: Uuid; grid: Uuid; location: unknown }) => Uuid | null;
  /** Stands in the timeline. */
  note: string;
}

const BATCH = 200;

/** How many issues changed. */
export async function reassign(db: Db, order: Order, now: Moment): Promise<number> {
  const people = order.to_grid === undefined ? order.leaving.map(({ person }) => person) : null;
  if (people?.length === 0 || order.grid_paths.length === 0)
    return 0;
  const known: Known = { contexts: new Map(), gained: new Map(), alone: new Set() };
  let [total, after]: [number, Uuid | null] = [0, null];
  for (;;) {
    const page: OpenIssue[] = await lockOpen(db, order.grid_paths, people, after, BATCH);
    if (page.length === 0)
      break;
    total += await reassignPage(db, page, order, now, known);
    after = page.at(-1)!.issue.id;
  }
  await enqueue(db, [...known.gained].map(([person, count]) => notice(person, count, order.note, now)));
  for (const grid of known.alone)
    await enqueue(db, (await dispatchersOf(db, grid)).map(recipient => nobodyThere(recipient, known.contexts.get(grid)!.grid, order)));
  return total;
}

/** What the pages of an order share: the people around each grid, who has how many new issues, and where there is nobody. */
interface Known { contexts: Map<Uuid, ReportContext | null>; gained: Map<Uuid, number>; alone: Set<Uuid> }

async function reassignPage(db: Db, page: readonly OpenIssue[], order: Order, now: Moment, known: Known): Promise<number> {
  const calendar = await loadCalendar(db);
  const changing = await changesOf(db, page, order, dayOf(calendar, now), known);
  const timelines = Map.groupBy(await loadEvents(db, changing.map(({ issue }) => issue.id)), event => event.issue);
  const decisions: Decision[] = [];
  for (const { issue, routed, to_grid } of changing) {
    const { state } = issue;
    const timeline = timelines.get(issue.id) ?? [];
    const accepted = decideOn({
      issue,
      timeline,
      state,
      command: { ...NO_INPUT, type: 'hand_over', note: order.note, to_grid, attachments: 0 },
      facts: { now, actor: SYSTEM, issue, calendar, calendars: await pinnedCalendars(db, timeline, calendar), routed },
    });
    if (accepted.kind === 'refused')
      throw new Error(`Issue ${issue.id} is not reassigned: ${accepted.code}`);
    decisions.push(accepted.decision);
    const { lead, handler } = accepted.state;
    for (const person of new Set([lead === state.lead ? null : lead, handler === state.handler ? null : handler])) {
      if (person !== null)
        known.gained.set(person, (known.gained.get(person) ?? 0) + 1);
    }
  }
  // Whoever has something new is told once, of all of it.
  await writeDecisions(db, decisions, { tell: 'nobody' });
  return decisions.length;
}

interface Changing { issue: OpenIssue['issue']; routed: Routed | null; to_grid: Uuid | null }

/** Of a page, what changes: whoever works on an issue in its department stays as long as they like, and costs the sweep nothing more. */
async function changesOf(db: Db, page: readonly OpenIssue[], order: Order, day: Day, { contexts, alone }: Known): Promise<Changing[]> {
  const changing: Changing[] = [];
  for (const { issue, location, colleagues } of page) {
    const { grid } = issue.state;
    const wanted = order.to_grid?.({ id: issue.id, grid, location }) ?? grid;
    if (!contexts.has(wanted))
      contexts.set(wanted, await loadRoutingContext(db, { grid: wanted, category: null, day }));
    const context = contexts.get(wanted);
    const routed = context ? reassignedTo(issue.state, order.leaving, colleagues, context) : null;
    if (context && nobodyLeft(issue.state, order.leaving, colleagues, context))
      alone.add(wanted);
    if (routed !== null || wanted !== grid)
      changing.push({ issue, routed, to_grid: wanted === grid ? null : wanted });
  }
  return changing;
}

function notice(recipient: Uuid, count: number, note: string, now: Moment): Notice {
  return {
    dedupe_key: `hand_over:${recipient}:${now}`,
    event: 'hand_over',
    recipient,
    channel: 'inapp',
    subject: { 'zh-CN': `移交给您的未办结问题：${count}件`, 'en-US': `Open issues handed over to you: ${count}` },
    body: { 'zh-CN': `${note}请在“问题”中查看由您牵头或承办的事项。`, 'en-US': `${note} See the issues that you lead or handle.` },
    link: '/content/issues',
    urgent: false,
  };
}

/** Each dispatcher once for a grid and whoever has left it, however often the sweep comes by. */
function nobodyThere(recipient: Uuid, { id, name }: ReportContext['grid'], { leaving }: Order): Notice {
  return {
    dedupe_key: `hand_over_nobody:${id}:${leaving.map(({ person }) => person).sort()[0]}`,
    event: 'hand_over',
    recipient,
    channel: 'inapp',
    subject: { 'zh-CN': `网格责任人空缺，未办结问题无人接手：${name}`, 'en-US': `Nobody to hand open issues over to: ${name}` },
    body: { 'zh-CN': '原责任人任职已结束，本级和上级网格责任人均空缺。请配备责任人，或将问题改派。', 'en-US': 'The post has ended, and those above are vacant, too. Fill a post, or route the issues.' },
    link: '/content/issues',
    urgent: false,
  };
}

/** Posts that ended longer ago were looked at on every day since. */
const LOOKED_BACK = 90;

/** The sweep's part: terms end by themselves, and posts are changed by administrators. Each post in a transaction of its own. */
export async function reassignExpired(db: Db, now: Moment): Promise<number> {
  const today = dayOf(await loadCalendar(db), now);
  let total = 0;
  for (const { person, path, level } of await expiredPosts(db, today, LOOKED_BACK))
    total += await db.transaction(trx => reassign(trx, { grid_paths: [path], leaving: [{ person, level }], note: POST_ENDED }, now));
  return total;
}
