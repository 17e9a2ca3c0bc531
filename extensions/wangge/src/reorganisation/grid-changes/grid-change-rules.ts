/**
 * Changes of the tree of grids: a grid is moved under another one, split, merged into another, retired.
 *
 * Split, merged and retired grids are no longer used and keep their history; successors take over what is open.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import { refused } from '../../kernel/refusal-rules.ts';

export const CHANGE_KINDS = ['move', 'split', 'merge', 'retire'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface ChangedGrid {
  id: Uuid;
  code: string;
  level: number;
  parent: Uuid | null;
  subdistrict: Uuid;
  path: string;
  status: string;
}

/** What is open in a grid: successors take it over. */
export interface Open { issues: number; entries: number; tasks: number; assignments: number }

export interface Change {
  kind: ChangeKind;
  grid: ChangedGrid;
  /** Of a move. */
  parent: ChangedGrid | null;
  successors: readonly ChangedGrid[];
  /** Active grids below. */
  children: number;
  open: Open;
}

/** Why the change cannot be made; null if it can. What moving requires of the place stands in `grids.ts`. */
export function objectionToChange({ kind, grid, parent, successors, children, open }: Change): Refusal | null {
  if (grid.status !== 'active')
    return refused('change_retired', 'grid');
  if (kind === 'move')
    return objectionToMove(grid, parent, successors);
  if (parent !== null)
    return refused('change_no_parent', 'parent');
  if (children > 0)
    return refused('change_children', 'grid', { children });
  const unfit = successors.find(one => one.id === grid.id || one.level !== grid.level || one.subdistrict !== grid.subdistrict || one.status !== 'active');
  if (unfit !== undefined)
    return refused('change_successor', 'successors', { code: unfit.code });
  if (kind === 'split' && successors.length < 2)
    return refused('change_split', 'successors');
  if (kind === 'merge' && successors.length !== 1)
    return refused('change_merge', 'successors');
  if (kind === 'retire' && successors.length > 0)
    return refused('change_retire', 'successors');
  return kind === 'retire' && Object.values(open).some(count => count > 0) ? refused('change_open', 'kind', { ...open }) : null;
}

function objectionToMove(grid: ChangedGrid, parent: ChangedGrid | null, successors: readonly ChangedGrid[]): Refusal | null {
  if (parent === null)
    return refused('change_parent', 'parent');
  if (successors.length > 0)
    return refused('change_move_successors', 'successors');
  if (parent.id === grid.parent)
    return refused('change_same_parent', 'parent');
  return parent.status === 'active' ? null : refused('grid_retired', 'parent');
}

/** Which of the parts of a form's list of related rows are meant: new rows or ids, as the Studio and the API send them. */
export function successorsIn(value: unknown): Uuid[] {
  const items = Array.isArray(value) ? value : (value as { create?: unknown[] } | null)?.create ?? [];
  return [...new Set(items.flatMap((item) => {
    const grid = typeof item === 'object' && item !== null ? (item as { grids_id?: unknown }).grids_id : null;
    const id = typeof grid === 'object' && grid !== null ? (grid as { id?: unknown }).id : grid;
    return typeof id === 'string' ? [id] : [];
  }))];
}

export const NOTES: Readonly<Record<Exclude<ChangeKind, 'retire'>, string>> = {
  move: '网格的上级已调整，未办结事项移交现任责任人。',
  split: '网格已拆分，未办结事项移交承接网格。',
  merge: '网格已合并，未办结事项移交承接网格。',
};
