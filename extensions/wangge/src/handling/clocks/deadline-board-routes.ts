/**
 * `GET /wangge/deadlines/board?scope=mine|grids|all&group=overdue|today|soon|provisional&after=CURSOR`, and
 * `GET /wangge/issues/:id/clocks`: clocks with the working time that is left.
 *
 * Clocks are found by SQL and their issues are read as the caller, so that nothing shows that
 * the caller may not see; `all` is for who may read every issue.
 */
import type { Router } from 'express';
import type { PinnedLimit } from '../../calendar/model.ts';
import type { Caller, HookContext } from '../../kernel/context.ts';
import type { BoardScope } from './deadline-board-rules.ts';
import { z } from 'zod';
import { loadCalendar } from '../../calendar/index.ts';
import { remaining } from '../../calendar/remaining-time-rules.ts';
import { routesOf } from '../../kernel/route.ts';
import { issueRoutes } from '../issue-route.ts';
import { momentOf } from '../issue-store.ts';
import { messages } from '../messages.ts';
import { BOARD_GROUPS, BOARD_SCOPES, boardRows, cursorText, endOfToday, parseCursor } from './deadline-board-rules.ts';
import { boardCounts, boardPage, boardReader, COUNTED_AT_MOST } from './deadline-board-store.ts';

const PAGE = 25;
const ISSUE_FIELDS = ['id', 'number', 'title', 'status', 'severity', 'overdue', 'reason_recorded_at', 'grid.name', 'department.name', 'handler.last_name', 'handler.first_name'];
const CLOCK_FIELDS = ['id', 'kind', 'state', 'started_at', 'due_at', 'original_due_at', 'provisional', 'warned_at', 'held_until', 'met_at', 'missed_at', 'opened_by_seq', 'certificate', 'department.name', 'person.last_name', 'person.first_name'];

const Question = z.object({
  scope: z.enum(BOARD_SCOPES).optional().catch(undefined),
  group: z.enum(BOARD_GROUPS).catch('overdue'),
  after: z.string().optional(),
});

export function mount(router: Router, context: HookContext): void {
  const { database: db, services } = context;
  const read = async (collection: string, caller: Caller, query: object): Promise<Record<string, unknown>[]> =>
    new services.ItemsService(collection, { ...caller }).readByQuery({ limit: -1, ...query });

  routesOf(router, context, messages).get('/deadlines/board', { query: Question }, async ({ person, admin, caller, query: { scope: wished, group, after } }) => {
    const now = new Date().toISOString();
    const calendar = await loadCalendar(db);
    const reader = await boardReader(db, person, caller.accountability.roles);
    const scopes = scopesOf(reader, admin);
    // What somebody may not see they are not refused: the answer says what it shows instead.
    const scope = scopes.find(one => one === wished) ?? scopes[0]!;
    const times = { now, end_of_today: endOfToday(calendar, now) };
    const cursor = parseCursor(after);
    const clocks = await boardPage(db, group, scope, reader, times, cursor, PAGE + 1);
    const page = clocks.slice(0, PAGE);
    const issues = page.length === 0 ? [] : await read('issues', caller, { filter: { id: { _in: [...new Set(page.map(({ issue }) => issue))] } }, fields: ISSUE_FIELDS });
    const last = page.at(-1);
    return {
      scope,
      scopes,
      group,
      rows: boardRows(page, issues as { id: string }[], calendar, now),
      next: clocks.length > PAGE && last !== undefined ? cursorText(last) : null,
      // The counts do not change with the page.
      ...(cursor === null ? { counts: await boardCounts(db, scope, reader, times), counted_at_most: COUNTED_AT_MOST } : {}),
    };
  });

  issueRoutes(router, context).get('/issues/:id/clocks', async ({ issue, caller }) => {
    const now = new Date().toISOString();
    const calendar = await loadCalendar(db);
    const clocks = await read('issue_deadlines', caller, { filter: { issue: { _eq: issue } }, fields: CLOCK_FIELDS, sort: ['opened_by_seq', 'id'] });
    return clocks.map(({ certificate, ...clock }) => {
      const limit = (certificate as { limit: PinnedLimit } | null)?.limit ?? null;
      const open = clock.state === 'running' || clock.state === 'missed';
      return { ...clock, limit, remaining: open ? remaining(calendar, { due_at: momentOf(clock.due_at as string)!, limit, provisional: clock.provisional === true && clock.state !== 'missed' }, now) : null };
    });
  });
}

/** What this person may switch between; the first is where they begin. */
function scopesOf({ slots, everything }: { slots: readonly string[]; everything: boolean }, admin: boolean): BoardScope[] {
  const all = everything || admin;
  const grids = slots.some(slot => slot !== '-');
  return ['mine', ...(grids ? ['grids' as const] : []), ...(all ? ['all' as const] : [])];
}
