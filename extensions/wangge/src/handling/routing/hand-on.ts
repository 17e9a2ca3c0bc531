/**
 * Open issues are handed on: when a post has ended, a grid was moved, split or merged, a handover is complete.
 *
 * One event of the system for each issue that changes, in the caller's transaction. Whoever has something new is told once, of all of it.
 */
import type { Db } from '../../platform/context.ts';
import type { Notice } from '../../platform/outbox.ts';
import type { Moment, Uuid } from '../model.ts';
import type { OpenIssue } from './hand-over-store.ts';
import type { Leaving } from './hand-over.ts';
import type { ReportContext } from './routing-store.ts';
import { dayOf } from '../../calendar/calendar.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { enqueue } from '../../platform/outbox.ts';
import { pinnedCalendars } from '../command.ts';
import { SAID_NOTHING } from '../lifecycle/facts.ts';
import { decide } from '../lifecycle/lifecycle.ts';
import { SYSTEM } from '../lifecycle/transitions.ts';
import { insertEvents, loadEvents, writeClocksOf } from '../store.ts';
import { expiredPosts, lockOpen } from './hand-over-store.ts';
import { handedOver, POST_ENDED } from './hand-over.ts';
import { loadRoutingContext } from './routing-store.ts';

export interface Order {
  /** Of the parts of the territory concerned. */
  grid_paths: readonly string[];
  /** Whose posts there have ended. */
  leaving: readonly Leaving[];
  /** The grid that an issue is in from now on; null: the same. All open issues are asked for. */
  to_grid?: (issue: { id: Uuid; grid: Uuid; location: unknown }) => Uuid | null;
  /** Stands in the timeline. */
  note: string;
}

const BATCH = 200;

/** How many issues changed. */
export async function handOn(db: Db, order: Order, now: Moment): Promise<number> {
  const people = order.to_grid === undefined ? order.leaving.map(({ person }) => person) : null;
  if (people?.length === 0 || order.grid_paths.length === 0)
    return 0;
  const contexts = new Map<Uuid, ReportContext | null>();
  const gained = new Map<Uuid, number>();
  let [total, after]: [number, Uuid | null] = [0, null];
  for (;;) {
    const page: OpenIssue[] = await lockOpen(db, order.grid_paths, people, after, BATCH);
    if (page.length === 0)
      break;
    total += await handPage(db, page, order, now, contexts, gained);
    after = page.at(-1)!.issue.id;
  }
  await enqueue(db, [...gained].map(([person, count]) => notice(person, count, order.note, now)));
  return total;
}

async function handPage(db: Db, page: readonly OpenIssue[], order: Order, now: Moment, contexts: Map<Uuid, ReportContext | null>, gained: Map<Uuid, number>): Promise<number> {
  const calendar = await loadCalendar(db);
  const day = dayOf(calendar, now);
  const timelines = Map.groupBy(await loadEvents(db, page.map(({ issue }) => issue.id)), event => event.issue);
  const written = [];
  for (const { issue, location, colleagues } of page) {
    const { state } = issue;
    const to_grid = order.to_grid?.({ id: issue.id, grid: state.grid, location }) ?? null;
    const grid = to_grid ?? state.grid;
    if (!contexts.has(grid))
      contexts.set(grid, await loadRoutingContext(db, { grid, category: null, day }));
    const context = contexts.get(grid);
    const routed = context ? handedOver(state, order.leaving, colleagues, context) : null;
    if (routed === null && (to_grid === null || to_grid === state.grid))
      continue;
    const timeline = timelines.get(issue.id) ?? [];
    const decision = decide(timeline, state, { ...SAID_NOTHING, type: 'hand_over', note: order.note, to_grid: to_grid === state.grid ? null : to_grid, attachments: 0 }, {
      now,
      actor: SYSTEM,
      issue,
      calendar,
      calendars: await pinnedCalendars(db, timeline, calendar),
      limit: () => null,
      routed,
      report: null,
      level_1: null,
      to_department: null,
      to_person: null,
      to_issue: null,
      notice: null,
    });
    if (decision.kind === 'refused')
      throw new Error(`Issue ${issue.id} is not handed on: ${decision.code}`);
    written.push({ issue: issue.id, events: [...decision.before, decision.event], clocks: decision.clocks });
    for (const part of ['lead', 'handler'] as const) {
      const person = decision.state[part];
      if (person !== null && person !== state[part]) {
        gained.set(person, (gained.get(person) ?? 0) + 1);
        break;
      }
    }
  }
  await insertEvents(db, written.flatMap(({ events }) => events));
  await writeClocksOf(db, written);
  return written.length;
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

/** Posts that ended longer ago were looked at on every day since. */
const LOOKED_BACK = 90;

/** The sweep's part: terms end by themselves, and posts are changed by administrators. Each post in a transaction of its own. */
export async function handOnExpired(db: Db, now: Moment): Promise<number> {
  const today = dayOf(await loadCalendar(db), now);
  let total = 0;
  for (const { person, path, level } of await expiredPosts(db, today, LOOKED_BACK))
    total += await db.transaction(trx => handOn(trx, { grid_paths: [path], leaving: [{ person, level }], note: POST_ENDED }, now));
  return total;
}
