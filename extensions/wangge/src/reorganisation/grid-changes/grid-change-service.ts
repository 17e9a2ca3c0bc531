/** A change of a grid, done: all of it in the transaction of its row, or nothing. */
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Moment, Uuid, Values } from '../../kernel/values.ts';
import type { EntryTransfer } from '../../ledgers/index.ts';
import type { Locate } from '../../territory/locate-rules.ts';
import type { Change, ChangedGrid, ChangeKind, Open } from './grid-change-rules.ts';
import { reassign } from '../../handling/index.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { loadDatasets, planTransfer, transferEntries } from '../../ledgers/index.ts';
import { readBoundary } from '../../territory/boundary-rules.ts';
import { objectionToPlace } from '../../territory/grid-guard-service.ts';
import { locator, pointOf } from '../../territory/locate-rules.ts';
import { CHANGE_KINDS, NOTES, objectionToChange, successorsIn } from './grid-change-rules.ts';
import { activeChildren, boundariesOf, changedGrids, gridsAbove, gridsBelow, holdersOf, lockGrid, lockTree, openIn, retire, setParent, transferAssignments, transferTasks } from './grid-change-store.ts';

/** What was handed on. */
export interface Outcome extends Open {
  /** Tasks that a successor had already. */
  same: number;
}

/** A change that can be made: where the successors stand, and what each of them gets of the ledgers. */
export interface AssessedChange { change: Change; place: Place; entries: EntryTransfer[] }
type Place = (location: unknown) => Uuid;

export async function assessChange(db: Db, payload: Values): Promise<AssessedChange | Refusal> {
  const change = await asked(db, payload);
  if (isRefusal(change))
    return change;
  const { grid, successors } = change;
  const [first] = successors;
  if (first === undefined)
    return { change, place: () => grid.id, entries: [] };
  const place = placer(first.id, await locatorOf(db, successors.map(({ id }) => id)));
  const entries = await planTransfer(db, grid.id, place);
  return isRefusal(entries) ? entries : { change, place, entries };
}

async function asked(db: Db, payload: Values): Promise<Change | Refusal> {
  const kind = payload.kind as ChangeKind;
  if (!CHANGE_KINDS.includes(kind))
    return refused('change_kind', 'kind');
  const [grid] = await changedGrids(db, listOf(keyOf(payload.grid)));
  if (grid === undefined)
    return refused('grid_unknown', 'grid');
  const parentKey = keyOf(payload.parent);
  const [parent = null] = await changedGrids(db, listOf(parentKey));
  if (parentKey !== null && parent === null)
    return refused('grid_unknown', 'parent');
  const keys = successorsIn(payload.successors);
  const successors = await changedGrids(db, keys);
  if (successors.length < keys.length)
    return refused('grid_unknown', 'successors');
  const ledgers = (await loadDatasets(db)).map(({ collection }) => collection);
  // What moves takes along what is below it.
  const concerned = kind === 'move' ? await gridsBelow(db, grid.path) : [grid.id];
  const change: Change = { kind, grid, parent, successors, children: await activeChildren(db, grid.id), open: await openIn(db, concerned, ledgers) };
  return objectionToChange(change) ?? (parent === null ? null : await objectionToPlace(db, grid.id, parent.id)) ?? change;
}

/** `db`: the transaction. `person`: who orders it. */
export async function carryOut(db: Db, payload: Values, person: Uuid | null, now: Moment): Promise<Outcome | Refusal> {
  await lockTree(db);
  for (const grid of listOf(keyOf(payload.grid)))
    await lockGrid(db, grid);
  const weighed = await assessChange(db, payload);
  if (isRefusal(weighed))
    return weighed;
  const { change: { kind, grid, parent, successors }, place } = weighed;
  if (parent !== null)
    return { ...NOTHING, issues: await moved(db, grid, parent.id, now) };
  // A successor may lie below somebody else: then those above have no part in it any more either.
  const leaving = await holdersOf(db, [grid.id, ...await gridsAbove(db, grid.path, null)]);
  await retire(db, grid.id);
  const [first] = successors;
  if (first === undefined || kind === 'retire' || kind === 'move')
    return NOTHING;
  // Tasks go first: what is entered closes them where it is now.
  const tasks = await transferTasks(db, grid.id, first.id);
  const assignments = await transferAssignments(db, grid.id, first.id);
  const entries = await transferEntries(db, weighed.entries, person);
  const issues = await reassign(db, { grid_paths: [grid.path], leaving, to_grid: ({ location }) => place(location), note: NOTES[kind] }, now);
  return { issues, entries, tasks: tasks.moved, assignments: assignments.moved, same: tasks.same + assignments.same };
}

const NOTHING: Outcome = { issues: 0, entries: 0, tasks: 0, assignments: 0, same: 0 };

/** Whoever held a grid above, and holds none above its new place, has no part in its issues any more. */
async function moved(db: Db, grid: ChangedGrid, parent: Uuid, now: Moment): Promise<number> {
  const path = await setParent(db, grid.id, parent);
  const leaving = await holdersOf(db, await gridsAbove(db, grid.path, path));
  return reassign(db, { grid_paths: [path], leaving, note: NOTES.move }, now);
}

/** Where something lies among the successors; what says no place, or one outside of them all, goes to the first. */
function placer(first: Uuid, locate: Locate | null): Place {
  return (location) => {
    const point = locate === null ? null : pointOf(location);
    return (point === null ? null : locate!(point)) ?? first;
  };
}

async function locatorOf(db: Db, grids: readonly Uuid[]): Promise<Locate | null> {
  const drawn = (await boundariesOf(db, grids)).flatMap(({ boundary, ...grid }) => {
    const shape = readBoundary(boundary);
    return shape === null ? [] : [{ ...grid, boundary: shape }];
  });
  return grids.length < 2 || drawn.length === 0 ? null : locator(drawn);
}

function listOf(key: Uuid | null): Uuid[] {
  return key === null ? [] : [key];
}
