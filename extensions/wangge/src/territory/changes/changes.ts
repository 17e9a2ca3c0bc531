/** A change of a grid, done: all of it in the transaction of its row, or nothing. */
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Moment, Uuid } from '../../handling/model.ts';
import type { Db, HookContext } from '../../platform/context.ts';
import type { Refusal } from '../../platform/refusal.ts';
import type { Locate } from '../locate.ts';
import type { Change, ChangeKind, Open } from './change.ts';
import { handOn } from '../../handling/index.ts';
import { loadDatasets } from '../../ledgers/index.ts';
import { isRefusal, refused } from '../../platform/refusal.ts';
import { readBoundary } from '../boundary.ts';
import { objectionToPlace } from '../grid-guard.ts';
import { keyOf } from '../key.ts';
import { locator, pointOf } from '../locate.ts';
import { activeChildren, boundariesOf, changedGrids, entriesIn, gridsAbove, handAssignments, handTasks, holdersOf, lockTree, openIn, retire, setParent } from './change-store.ts';
import { CHANGE_KINDS, NOTES, objectionToChange, successorsIn } from './change.ts';

type Payload = Record<string, unknown>;
interface Context { services: HookContext['services']; accountability: Accountability | null; schema: SchemaOverview }

/** What was handed on. */
export interface Outcome extends Open {
  /** Tasks that a successor had already. */
  same: number;
}

/** The change as it is asked for, if it can be made. */
export async function weigh(db: Db, payload: Payload): Promise<Change | Refusal> {
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
  const change: Change = { kind, grid, parent, successors, children: await activeChildren(db, grid.id), open: await openIn(db, grid.id, (await loadDatasets(db)).map(({ collection }) => collection)) };
  return objectionToChange(change) ?? (parent === null ? null : await objectionToPlace(db, grid.id, parent.id)) ?? change;
}

/** `db`: the transaction. */
export async function carryOut(db: Db, payload: Payload, context: Context, now: Moment): Promise<Outcome | Refusal> {
  await lockTree(db);
  const change = await weigh(db, payload);
  if (isRefusal(change))
    return change;
  const { grid, parent, successors, kind } = change;
  if (parent !== null)
    return { ...NOTHING, issues: await moved(db, change, parent.id, now) };
  const leaving = await holdersOf(db, [grid.id]);
  await retire(db, grid.id);
  const [first] = successors;
  if (first === undefined || kind === 'retire' || kind === 'move')
    return NOTHING;
  const place = placer(first.id, await locatorOf(db, successors.map(({ id }) => id)));
  const entries = await handEntries(db, grid.id, place, context);
  const tasks = await handTasks(db, grid.id, first.id);
  const assignments = await handAssignments(db, grid.id, first.id);
  const issues = await handOn(db, { grid_paths: [grid.path], leaving, to_grid: ({ location }) => place(location), note: NOTES[kind] }, now);
  return { issues, entries, tasks: tasks.moved, assignments: assignments.moved, same: tasks.same + assignments.same };
}

const NOTHING: Outcome = { issues: 0, entries: 0, tasks: 0, assignments: 0, same: 0 };

/** Whoever held a grid above, and holds none above its new place, has no part in its issues any more. */
async function moved(db: Db, { grid }: Change, parent: Uuid, now: Moment): Promise<number> {
  const path = await setParent(db, grid.id, parent);
  const leaving = await holdersOf(db, await gridsAbove(db, grid.path, path));
  return handOn(db, { grid_paths: [path], leaving, note: NOTES.move }, now);
}

/** Where something lies among the successors; what says no place, or one outside of them all, goes to the first. */
function placer(first: Uuid, locate: Locate | null): (location: unknown) => Uuid {
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

/** Through Directus, so that the entries' own rules see it: what would stand twice in the successor refuses the whole. */
async function handEntries(db: Db, grid: Uuid, place: (location: unknown) => Uuid, { services, accountability, schema }: Context): Promise<number> {
  let total = 0;
  for (const { collection, fields } of await loadDatasets(db)) {
    const location = fields.find(({ kind }) => kind === 'location')?.field ?? null;
    const entries = Map.groupBy(await entriesIn(db, collection, grid, location), entry => place(entry.location));
    const service = new services.ItemsService(collection, { accountability, schema, knex: db });
    for (const [to, those] of entries) {
      await service.updateMany(those.map(({ id }) => id), { grid: to }, { bypassLimits: true });
      total += those.length;
    }
  }
  return total;
}

function listOf(key: Uuid | null): Uuid[] {
  return key === null ? [] : [key];
}
