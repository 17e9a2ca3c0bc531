/** Checks a grid before it is saved: gathers what the rule of `grids.ts` asks for. */
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Uuid, Values } from '../kernel/values.ts';
import type { Grid } from './grid-rules.ts';
import type { StoredGrid } from './territory-store.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { keyOf } from '../kernel/relation-key-rules.ts';
import { objectionToGrid } from './grid-rules.ts';
import { overfullDay, SLOTS } from './scope-rules.ts';
import { codePatterns, gridInUse, loadGrids, postsAround, todayOf } from './territory-store.ts';

export async function checkNewGrid(db: Db, payload: Values): Promise<Refusal | null> {
  const after = changed({ id: null, code: null, level: null, parent: null, subdistrict: null, path: null }, payload);
  const [parent = null] = after.parent === null ? [] : await loadGrids(db, [after.parent]);
  if (isPresent(payload.parent) && parent === null)
    return refused('grid_unknown', 'parent');
  return objectionToGrid({ before: null, after, parent, in_use: false, has_children: false }, await codePatterns(db));
}

export async function checkGridChange(db: Db, payload: Values, keys: readonly Uuid[]): Promise<Refusal | null> {
  if (!['code', 'level', 'parent', 'subdistrict', 'path', 'leader', 'status'].some(field => field in payload))
    return null;
  const stored = await loadGrids(db, keys);
  const forged = (['path', 'leader'] as const).find(field => field in payload && stored.some(grid => grid[field] !== payload[field]));
  if (forged !== undefined)
    return refused('managed_field', forged, { field: forged });
  const patterns = await codePatterns(db);
  for (const before of stored) {
    const after = changed(before, payload);
    const [parent = null] = after.parent === null ? [] : await loadGrids(db, [after.parent]);
    if (isPresent(payload.parent) && parent === null)
      return refused('grid_unknown', 'parent');
    const used = (after.code !== before.code || after.parent !== before.parent || payload.status === 'retired') && await gridInUse(db, before.id);
    const in_use = after.code !== before.code && used;
    if (used && after.parent !== before.parent && after.level === before.level && after.subdistrict === before.subdistrict)
      return refused('move_by_change', 'parent');
    if (used && payload.status === 'retired' && before.status !== 'retired')
      return refused('retire_by_change', 'status');
    const objection = objectionToGrid({ before, after, parent, in_use, has_children: before.has_children }, patterns)
      ?? await objectionToMove(db, before, after, parent);
    if (objection !== null)
      return objection;
  }
  return null;
}

/** May this grid stand under that one? What a move requires of its place, whoever asks. */
export async function objectionToPlace(db: Db, grid: Uuid, to: Uuid): Promise<Refusal | null> {
  const [before] = await loadGrids(db, [grid]);
  const [parent] = await loadGrids(db, [to]);
  const after = { ...before!, parent: to };
  return objectionToGrid({ before: before!, after, parent: parent!, in_use: false, has_children: before!.has_children }, await codePatterns(db))
    ?? objectionToMove(db, before!, after, parent!);
}

/** Moved from under a grid that somebody holds, a grid may become one more separate part of their territory. */
async function objectionToMove(db: Db, before: StoredGrid, after: Grid, parent: Grid | null): Promise<Refusal | null> {
  if (after.parent === before.parent || before.path === null || parent === null)
    return null;
  const path = `${parent.path}${after.code}/`;
  const posts = (await postsAround(db, before.path))
    .map(post => post.path.startsWith(before.path!) ? { ...post, path: path + post.path.slice(before.path!.length) } : post);
  const from = await todayOf(db);
  for (const { person, person_name } of posts) {
    const day = overfullDay(posts.filter(post => post.person === person), from);
    if (day !== null)
      return refused('move_seventh_scope', 'parent', { name: person_name, day, slots: SLOTS });
  }
  return null;
}

function changed(before: Grid, payload: Values): Grid {
  return {
    ...before,
    code: 'code' in payload ? text(payload.code) : before.code,
    level: 'level' in payload ? Number(payload.level) : before.level,
    parent: 'parent' in payload ? keyOf(payload.parent) : before.parent,
    subdistrict: 'subdistrict' in payload ? keyOf(payload.subdistrict) : before.subdistrict,
  };
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** Imported digits may arrive as a number. */
function text(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
