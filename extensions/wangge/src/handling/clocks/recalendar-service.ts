/**
 * Running clocks follow the calendar in force: what a version would move, and moving it.
 *
 * A published version takes effect by its row alone; the clocks follow in batches, each a
 * transaction with the event, the clocks and the notices of its issues. What is left to do
 * is read off the clocks themselves (pinned to another version, and ending differently; provisional, and known now), so
 * the work may be killed at any moment, begun again by anybody, and moves nothing twice.
 */
import type { Calendar } from '../../calendar/model.ts';
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Decision } from '../lifecycle/decide-and-write-service.ts';
import type { Decided } from '../model.ts';
import type { Move, MoveTotals } from './recalendar-diff-rules.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { loadEvents } from '../issue-store.ts';
import { pinnedCalendars, writeDecisions } from '../lifecycle/decide-and-write-service.ts';
import { deadlines } from './deadline-rules.ts';
import { movesBetween, movesOf, totalsOf } from './recalendar-diff-rules.ts';
import { moveDeadlines } from './recalendar-rules.ts';
import { departmentNames, lockForMoving, lookAt, openClocks, openIssues, provisionalIssues, waitForTurn } from './recalendar-store.ts';

/** Issues whose clocks are looked at together, and of those that move how many are locked together. */
const LOOK = 5000;
const BATCH = 200;

export interface MovePreview {
  totals: MoveTotals;
  /** In the order of the issues' numbers. */
  moves: Move[];
}

/** What moves if this calendar is in force at `now`. Writes nothing. */
export async function previewMoves(db: Db, calendar: Calendar, now: Moment): Promise<MovePreview> {
  return db.transaction(async (trx) => {
    let open = 0;
    const moves: Move[] = [];
    const judged = await provisionalIssues(trx, calendar, now);
    const apart = new Set(judged);
    for (const ids of chunks(await openIssues(trx), LOOK)) {
      const clocks = await openClocks(trx, ids, calendar.version);
      open += clocks.length;
      moves.push(...movesOf(clocks.filter(({ issue }) => !apart.has(issue)), calendar, now));
    }
    for (const ids of chunks(judged, BATCH))
      moves.push(...await judgedMoves(trx, ids, calendar, now));
    moves.sort((a, b) => a.number < b.number ? -1 : a.number > b.number ? 1 : a.opened_by_seq - b.opened_by_seq);
    return { totals: totalsOf(open, moves), moves };
  }, { isolationLevel: 'repeatable read', readOnly: true });
}

/** Does `publish` (which may put another version in force), then moves what the calendar in force moves. Waits for whoever is at it. */
export async function moveClocks(db: Db, now: Moment, publish: () => Promise<unknown> = async () => {}, batch = BATCH): Promise<{ issues: number; clocks: number }> {
  return db.transaction(async (turn) => {
    await waitForTurn(turn);
    await publish();
    const calendar = await loadCalendar(db);
    const total = { issues: 0, clocks: 0 };
    const move = async (ids: readonly Uuid[], which: 'open' | 'all'): Promise<void> => {
      for (const some of chunks(ids, batch)) {
        const moved = await moveBatch(db, some, which, calendar, now);
        total.issues += moved.issues;
        total.clocks += moved.clocks;
      }
    };
    for (const ids of chunks(await openIssues(db), LOOK)) {
      const moving = new Set(movesOf(await openClocks(db, ids, calendar.version), calendar, now).map(({ issue }) => issue));
      await move([...moving], 'open');
    }
    await move(await provisionalIssues(db, calendar, now), 'all');
    return total;
  });
}

/** What moved, was closed or was handled since it was looked at is judged again under the lock. */
async function moveBatch(db: Db, ids: readonly Uuid[], which: 'open' | 'all', calendar: Calendar, now: Moment): Promise<{ issues: number; clocks: number }> {
  return db.transaction(async (trx) => {
    const issues = await lockForMoving(trx, ids, which);
    const events = await loadEvents(trx, issues.map(({ id }) => id));
    const calendars = await pinnedCalendars(trx, events, calendar);
    const timelines = Map.groupBy(events, event => event.issue);
    const decisions = issues.flatMap((stored): Decision[] => {
      const { id, title, confidential, event_seq } = stored;
      const moved = moveDeadlines(timelines.get(id) ?? [], stored.state, id, calendars, calendar.version, now);
      // That the same end is certain now is no news to anybody; that it was missed, or was not, is.
      return moved === null ? [] : [{ issue: { id, title, confidential, event_seq }, ...moved, silent: moved.state.overdue === stored.state.overdue && movedBy(moved).every(({ from, to }) => from === to) }];
    });
    await writeDecisions(trx, decisions);
    return { issues: decisions.length, clocks: decisions.flatMap(movedBy).length };
  });
}

/** What moving would do to issues that are judged by their timelines. */
async function judgedMoves(db: Db, ids: readonly Uuid[], calendar: Calendar, now: Moment): Promise<Move[]> {
  const issues = await lookAt(db, ids);
  const events = await loadEvents(db, ids);
  const calendars = await pinnedCalendars(db, events, calendar);
  const timelines = Map.groupBy(events, event => event.issue);
  const names = await departmentNames(db);
  return issues.flatMap(({ id, title, confidential, state }) => {
    const timeline = timelines.get(id) ?? [];
    const written = moveDeadlines(timeline, state, id, calendars, calendar.version, now);
    return written === null
      ? []
      : movesBetween({ issue: id, number: state.number, title: confidential ? null : title }, { before: deadlines(timeline, calendars), after: written.clocks, moved: movedBy(written) }, { calendar, now, names });
  });
}

function movedBy({ events }: Pick<Decision, 'events'>): NonNullable<Decided['moved']> {
  return events.at(-1)?.data.decided.moved ?? [];
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
