/**
 * The deadline board: which running clocks stand in which group, how much working time is
 * left, and how clocks of one issue become one row.
 */
import type { Calendar, ClockKind, PinnedLimit } from '../../calendar/model.ts';
import type { Remaining } from '../../calendar/remaining-time-rules.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import { remaining } from '../../calendar/remaining-time-rules.ts';
import { dayOf, momentAt } from '../../calendar/working-days-rules.ts';

/** `soon`: the warning has come, and the limit ends after today. `provisional`: rests on a calendar that is not published. */
export const BOARD_GROUPS = ['overdue', 'today', 'soon', 'provisional'] as const;
export type BoardGroup = (typeof BOARD_GROUPS)[number];

/** `mine`: the person answers for it or has a part in the issue; `grids`: within today's posts; `all`: for who may read every issue. */
export const BOARD_SCOPES = ['mine', 'grids', 'all'] as const;
export type BoardScope = (typeof BOARD_SCOPES)[number];

export interface BoardClock {
  id: string;
  issue: Uuid;
  kind: ClockKind;
  due_at: Moment;
  original_due_at: Moment;
  provisional: boolean;
  /** Null where a clock was written without its certificate. */
  limit: PinnedLimit | null;
}

/** The first moment of tomorrow: what is due before it is due today. */
export function endOfToday(calendar: Calendar, now: Moment): Moment {
  return momentAt(calendar, dayOf(calendar, now), '24:00');
}

export interface BoardRow<Issue> {
  issue: Issue;
  clocks: (Pick<BoardClock, 'kind' | 'due_at' | 'original_due_at' | 'provisional'> & { remaining: Remaining })[];
}

/** Clocks in the order of their limits; those of one issue stand together, at the earliest. Issues that the reader may not see are left out. */
export function boardRows<Issue extends { id: Uuid }>(clocks: readonly BoardClock[], issues: readonly Issue[], calendar: Calendar, now: Moment): BoardRow<Issue>[] {
  const known = new Map(issues.map(issue => [issue.id, issue]));
  const rows = new Map<Uuid, BoardRow<Issue>>();
  for (const { issue: id, kind, due_at, original_due_at, provisional, limit } of clocks) {
    const issue = known.get(id);
    if (issue === undefined)
      continue;
    const row = rows.get(id) ?? { issue, clocks: [] };
    row.clocks.push({ kind, due_at, original_due_at, provisional, remaining: remaining(calendar, { due_at, limit, provisional }, now) });
    rows.set(id, row);
  }
  return [...rows.values()];
}

/** Where a page ended: the next one begins after it. */
export interface Cursor { due_at: Moment; id: string }

export function cursorText({ due_at, id }: Cursor): string {
  return `${due_at}_${id}`;
}

export function parseCursor(text: string | undefined): Cursor | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_(\d{1,19})$/.exec(text ?? '');
  return match === null ? null : { due_at: match[1]!, id: match[2]! };
}
