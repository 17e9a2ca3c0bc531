/** What the deadline board shows: from the server's answer to rows, without a component or a request. */
import type { Person } from '../../../ui/person.ts';
import type { CodeName } from '../../../ui/speaker.ts';
import type { BoardGroup, BoardRow, BoardScope } from '../../clocks/deadline-board-rules.ts';
import type { Speak } from './words.ts';
import { momentText, nameOf } from '../../../ui/person.ts';
import { remainingText, urgencyOf } from '../../../ui/remaining-time.ts';

export const GROUPS: readonly BoardGroup[] = ['overdue', 'today', 'soon', 'provisional'];

export interface BoardIssue {
  id: string;
  number: string;
  title: string;
  status: string;
  severity: string;
  overdue: boolean;
  reason_recorded_at: string | null;
  grid: { name: string } | null;
  department: { name: string } | null;
  handler: Person | null;
}

export interface BoardAnswer {
  scope: BoardScope;
  scopes: BoardScope[];
  group: BoardGroup;
  rows: BoardRow<BoardIssue>[];
  next: string | null;
  counts?: Record<BoardGroup, number>;
  counted_at_most?: number;
}

export interface Line {
  id: string;
  title: string;
  number: string;
  status: string;
  /** Urgent or critical; empty for the rest. */
  severity: string;
  where: string;
  who: string;
  noReason: boolean;
  clocks: { key: string; name: string; due: string; remaining: string; tone: 'over' | 'today' | 'calm' }[];
}

/** Pages follow each other: an issue that comes again brings its later clocks to the line it has. */
export function linesOf(rows: readonly BoardRow<BoardIssue>[], speak: Speak, codeName: CodeName, locale: string): Line[] {
  const lines = new Map<string, Line>();
  for (const { issue, clocks } of rows) {
    const line = lines.get(issue.id) ?? lineOf(issue, speak, codeName);
    line.clocks.push(...clocks.map(clock => ({
      key: `${clock.kind} ${clock.due_at}`,
      name: codeName('clock', clock.kind),
      due: speak('due', { due: momentText(clock.due_at, locale) }),
      remaining: remainingText(clock.remaining, locale),
      tone: urgencyOf(clock.remaining),
    })));
    lines.set(issue.id, line);
  }
  return [...lines.values()];
}

function lineOf(issue: BoardIssue, speak: Speak, codeName: CodeName): Line {
  return {
    id: issue.id,
    title: issue.title,
    number: issue.number,
    status: codeName('status', issue.status),
    severity: issue.severity === 'urgent' || issue.severity === 'critical' ? speak(issue.severity) : '',
    where: issue.grid?.name ?? '',
    who: [issue.department?.name, nameOf(issue.handler)].filter(Boolean).join(' · '),
    noReason: issue.overdue && issue.reason_recorded_at === null,
    clocks: [],
  };
}

/** `12`, or `999+` where counting stopped. */
export function countText(count: number | undefined, most: number | undefined, speak: Speak): string {
  if (count === undefined)
    return '';
  return most !== undefined && count > most ? speak('more_than', { count: most }) : String(count);
}
