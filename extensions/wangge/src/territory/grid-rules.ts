/**
 * What a grid may look like: its code by its level, its place under a parent.
 *
 * Codes stand in paths and on paper; they follow the statistical division codes, by
 * patterns that an administrator may change in the settings.
 */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Uuid } from '../kernel/values.ts';
import { refused } from '../kernel/refusal-rules.ts';

export type Level = 1 | 2 | 3;
export const LEVELS: readonly Level[] = [1, 2, 3];

/** Regular expressions for the codes of each level. */
export type CodePatterns = Readonly<Record<Level, string>>;

/** Level 1: sub-district 9 digits + `L` + 2; level 2: community 12 digits; level 3: 15 digits. */
export const DEFAULT_PATTERNS: CodePatterns = {
  1: '^[0-9]{9}L[0-9]{2}$',
  2: '^[0-9]{12}$',
  3: '^[0-9]{15}$',
};

/** Neither '/' nor a wildcard: codes stand in paths, and paths in prefix filters. */
const PLAIN = /^[A-Z0-9-]+$/i;

export interface Grid {
  id: Uuid | null;
  code: string | null;
  level: number | null;
  parent: Uuid | null;
  subdistrict: Uuid | null;
  path: string | null;
}

export interface GridChange {
  /** As it is stored; null while it is new. */
  before: Grid | null;
  after: Grid;
  /** The parent that `after` names; null if there is no such grid. */
  parent: Grid | null;
  /** Do other rows refer to the grid? */
  in_use: boolean;
  has_children: boolean;
}

/** Why the grid may not be saved like this; null if it may. */
export function objectionToGrid({ before, after, parent, in_use, has_children }: GridChange, patterns: CodePatterns): Refusal | null {
  const level = LEVELS.find(known => known === after.level);
  if (level === undefined)
    return refused('level_unknown', 'level');
  if (after.code === null || !PLAIN.test(after.code) || !matches(patterns[level], after.code))
    return refused('code_pattern', 'code', { level, pattern: patterns[level] });
  if (before !== null && before.code !== after.code && in_use)
    return refused('code_in_use', 'code', { code: before.code ?? '' });
  if (before !== null && before.level !== after.level && has_children)
    return refused('level_with_children', 'level');
  if (level === 1)
    return after.parent === null ? null : refused('parent_of_level_1', 'parent');
  if (parent === null || parent.level !== level - 1)
    return refused('parent_level', 'parent', { level, above: level - 1 });
  return parent.subdistrict === after.subdistrict ? null : refused('parent_subdistrict', 'parent');
}

/** A broken pattern matches nothing: the refusal shows it. */
function matches(pattern: string, code: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(code);
  }
  catch {
    return false;
  }
}
