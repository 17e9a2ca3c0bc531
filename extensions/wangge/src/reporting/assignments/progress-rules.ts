/** How far a task has come: counts of all its grids, and of each community. Pure. */
import type { Day, Uuid } from '../../kernel/values.ts';
import type { RowState } from './assignment-rules.ts';

/** One grid's part; `community`: the level-2 grid that it lies in or is, an area itself. */
export interface CountedPart {
  state: RowState;
  late: boolean;
  due_on: Day;
  community: { id: Uuid; name: string; path: string };
}

export interface Counts extends Record<RowState, number> {
  total: number;
  /** Completed after the close of business of the due day. */
  late: number;
  /** Past due and not completed. */
  overdue: number;
}

export interface Progress {
  total: Counts;
  communities: ({ grid: Uuid; name: string } & Counts)[];
}

/** Communities in the order of their paths. */
export function progressOf(parts: readonly CountedPart[], today: Day): Progress {
  const byCommunity = Map.groupBy(parts, ({ community }) => community.id);
  const communities = [...byCommunity.values()]
    .map(those => ({ path: those[0]!.community.path, counts: { grid: those[0]!.community.id, name: those[0]!.community.name, ...countsOf(those, today) } }))
    .sort((a, b) => a.path < b.path ? -1 : 1);
  return { total: countsOf(parts, today), communities: communities.map(({ counts }) => counts) };
}

function countsOf(parts: readonly CountedPart[], today: Day): Counts {
  const counts: Counts = { total: parts.length, open: 0, completed: 0, returned: 0, accepted: 0, withdrawn: 0, late: 0, overdue: 0 };
  for (const { state, late, due_on } of parts) {
    counts[state] += 1;
    counts.late += Number(late);
    counts.overdue += Number((state === 'open' || state === 'returned') && due_on < today);
  }
  return counts;
}
