/**
 * Do the grids of a file make a tree, with those that are there already? Codes by the patterns, each once and in this
 * sub-district alone; a parent one level above, in the file or in the database; rows in any order. Pure.
 *
 * Since a parent stands exactly one level above, no grid can be its own ancestor: of a circle some row is refused for its level.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { CodePatterns, Grid } from '../grid-rules.ts';
import type { WrittenGrid } from './column-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { objectionToGrid } from '../grid-rules.ts';

/** A grid as it stands; relations by code. */
export interface Standing {
  id: Uuid;
  code: string;
  name: string;
  level: number;
  parent: string | null;
  kind: string;
  households: number | null;
  population: number | null;
  department: string | null;
  /** As its text, in the one way in which boundaries are stored. */
  boundary: string | null;
  status: string;
}

export interface Around {
  subdistrict: Uuid;
  /** All grids of the sub-district. */
  standing: ReadonlyMap<string, Standing>;
  /** Of the codes in the file, those that belong to another sub-district. */
  elsewhere: ReadonlySet<string>;
  /** Grids that other rows refer to; of those that the file would move. */
  in_use: ReadonlySet<string>;
  patterns: CodePatterns;
}

export type Place = Pick<WrittenGrid, 'row' | 'code' | 'name' | 'level' | 'parent'>;

/** Grids whose level or parent would be another one. */
export function moved(rows: readonly Place[], standing: Around['standing']): string[] {
  return rows.flatMap(({ code, level, parent }) => {
    const before = standing.get(code ?? '');
    return before !== undefined && ((level !== null && level !== before.level) || (parent !== null && parent !== before.parent)) ? [before.code] : [];
  });
}

/** What is wrong with the place of each row in the tree, by row; rows with nothing wrong are not there. */
export function objectionsToTree(rows: readonly Place[], around: Around): Map<number, Refusal> {
  const objections = new Map<number, Refusal>();
  const first = new Map<string, Place>();
  for (const row of rows) {
    if (row.code !== null && !first.has(row.code))
      first.set(row.code, row);
  }
  for (const row of rows) {
    const objection = row.code === null ? null : objectionToItself(row, first.get(row.code)!, around);
    if (objection !== null)
      objections.set(row.row, objection);
  }
  // Under a row that is refused itself, nothing can be said of those below.
  const refusedRows = new Set(objections.keys());
  for (const row of rows) {
    const above = row.code === null || refusedRows.has(row.row) ? null : parentOf(row, around);
    const inFile = above === null ? undefined : first.get(above);
    const objection = row.code === null || refusedRows.has(row.row) || (inFile !== undefined && refusedRows.has(inFile.row)) ? null : objectionToParent(row, inFile, around);
    if (objection !== null)
      objections.set(row.row, objection);
  }
  return objections;
}

function objectionToItself(row: Place, first: Place, { standing, elsewhere, in_use, patterns, subdistrict }: Around): Refusal | null {
  const code = row.code!;
  const before = standing.get(code);
  if (first !== row)
    return refused('code_twice', 'code', { code, row: first.row });
  if (elsewhere.has(code))
    return refused('code_elsewhere', 'code', { code });
  if (before?.status === 'retired')
    return refused('code_retired', 'code', { code });
  if (before === undefined && row.name === null)
    return refused('name_missing', 'name');
  const level = row.level ?? before?.level ?? null;
  if (before !== undefined && in_use.has(code) && (level !== before.level || (row.parent !== null && row.parent !== before.parent)))
    return refused('grid_moved', level === before.level ? 'parent' : 'level', { code });
  // With a parent as it should be: what is left are the level and the code.
  const alone: Grid = { id: null, code, level, parent: level === 1 ? null : 'above', subdistrict, path: null };
  return before !== undefined && level === before.level ? null : objectionToGrid({ before: null, after: alone, parent: { ...alone, id: 'above', level: (level ?? 0) - 1 }, in_use: false, has_children: false }, patterns);
}

function objectionToParent(row: Place, inFile: Place | undefined, around: Around): Refusal | null {
  const { standing, elsewhere, subdistrict } = around;
  const before = standing.get(row.code!);
  const level = row.level ?? before?.level ?? null;
  const above = parentOf(row, around);
  // Nothing of its place is new.
  if (before !== undefined && above === before.parent && level === before.level && inFile === undefined)
    return null;
  const there = standing.get(above ?? '');
  if (above !== null && inFile === undefined && there === undefined)
    return elsewhere.has(above) ? refused('parent_subdistrict', 'parent') : refused('parent_unknown', 'parent', { code: above });
  if (above !== null && inFile === undefined && there?.status === 'retired')
    return refused('parent_retired', 'parent', { code: above });
  const parent: Grid | null = above === null ? null : { id: above, code: above, level: inFile?.level ?? there?.level ?? null, parent: null, subdistrict, path: null };
  const after: Grid = { id: null, code: row.code, level, parent: above, subdistrict, path: null };
  // Its code has been looked at.
  return objectionToGrid({ before: null, after, parent, in_use: false, has_children: false }, { 1: '', 2: '', 3: '' });
}

/** An empty cell leaves what stands; a level of 1 has none above. */
export function parentOf(row: Place, { standing }: Pick<Around, 'standing'>): string | null {
  const before = standing.get(row.code ?? '');
  return row.parent ?? (before !== undefined && (row.level ?? before.level) === before.level ? before.parent : null);
}
