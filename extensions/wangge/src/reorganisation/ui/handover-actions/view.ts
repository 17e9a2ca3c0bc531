/** The list of a handover, as its form shows it. */
import type { Params } from '../../../ui/speaker.ts';
import type { Word } from './words.ts';

export interface Row { id: string; title: string | null; state: string | null; due: string | null }
interface List { count: number; rows: Row[] }
export interface Handover {
  state: 'prepared' | 'given' | 'taken' | 'cancelled';
  from_person: string | null;
  steps: Step[];
  items: {
    issues: List;
    clocks: { count: number; overdue: number };
    tasks: List;
    assignments: List;
    logs: List;
    statements: List;
    ledgers: { entries: number; stale: number };
  };
}
export type Step = 'give' | 'take' | 'cancel';

export interface Part { name: Word; count: number; extra: { word: Word; params: Params } | null; rows: (Row & { to: string })[] }

const COLLECTIONS = { issues: 'issues', tasks: 'collection_tasks', assignments: 'assignment_grids', logs: 'work_logs', statements: 'responsibility_statements' } as const;

/** What there is of it; empty parts are left out. */
export function partsOf({ issues, clocks, tasks, assignments, logs, statements, ledgers }: Handover['items']): Part[] {
  const lists = Object.entries({ issues, tasks, assignments, logs, statements }) as [keyof typeof COLLECTIONS, List][];
  const parts: Part[] = lists.map(([name, { count, rows }]) => ({ name, count, extra: null, rows: rows.map(row => ({ ...row, to: `/content/${COLLECTIONS[name]}/${row.id}` })) }));
  parts.splice(1, 0, { name: 'clocks', count: clocks.count, extra: clocks.overdue > 0 ? { word: 'overdue', params: { count: clocks.overdue } } : null, rows: [] });
  parts.push({ name: 'ledgers', count: ledgers.entries, extra: ledgers.stale > 0 ? { word: 'stale', params: { count: ledgers.stale } } : null, rows: [] });
  return parts.filter(({ count }) => count > 0);
}
