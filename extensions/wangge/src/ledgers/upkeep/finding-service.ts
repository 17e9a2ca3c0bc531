/** Findings over the API: what is said is weighed by `decide`, and those whom it concerns are told. */
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Values } from '../model.ts';
import type { Actor, Change, StoredFinding } from './finding-rules.ts';
import type { FindingRow, GridHere } from './finding-store.ts';
import { randomUUID } from 'node:crypto';
import { loadCalendar } from '../../calendar/index.ts';
import { addWorkingDays } from '../../calendar/working-days-rules.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { enqueue } from '../../outbox/index.ts';
import { standing, todayOf } from '../../territory/index.ts';
import { datasetBy } from './confirmation-store.ts';
import { decidedNotices, foundNotice } from './finding-notice-rules.ts';
import { ANSWER_WORKING_DAYS, decide, decideNew } from './finding-rules.ts';
import { confirmerOf, entryHere, findingsById, gridHere, insertFinding } from './finding-store.ts';

/** A new finding with what the system fills in; the grid's leader is told in the same transaction. */
export async function prepareFinding(db: Db, payload: Values, person: Uuid, now: string): Promise<Values | Refusal> {
  const place = await placeOf(db, payload);
  if ('kind' in place)
    return place;
  const { grid, dataset_name, at } = place;
  const today = await todayOf(db);
  const made = decideNew(payload, await actorIn(db, person, grid.path, today), { today, now });
  if (made.kind === 'refused')
    return made;
  const id = keyOf(payload.id) ?? randomUUID();
  await enqueue(db, foundNotice({ id, kind: payload.kind as FindingRow['kind'], grid_name: grid.name, dataset_name, description: String(payload.description), leader: grid.leader }, person));
  return { ...payload, id, ...at, ...made.set };
}

/** A finding that comes of a visit: weighed like one over the API, and stored with what only the system says of it. Answers its key. */
export async function recordFinding(trx: Db, said: Values, of: { work_log: Uuid | null; visit: Uuid }, person: Uuid, now: string): Promise<Uuid | Refusal> {
  const made = await prepareFinding(trx, said, person, now);
  if (isRefusal(made))
    return made;
  await insertFinding(trx, { ...made, ...of, date_created: now, user_created: person });
  return made.id as Uuid;
}

/** The same step of all these findings. */
export async function stepFindings(db: Db, payload: Values, keys: readonly Uuid[], person: Uuid, now: string): Promise<Values | Refusal> {
  const today = await todayOf(db);
  let set: Change = {};
  for (const row of await findingsById(db, keys)) {
    const decided = decide(await weighed(db, row), payload, await actorIn(db, person, row.grid_path, today), { today, now });
    if (decided.kind === 'refused')
      return decided;
    set = decided.set;
  }
  return { ...payload, ...set };
}

/** After a decision: whoever found it, and whoever has to correct it, are told. */
export async function tellDecision(db: Db, state: unknown, keys: readonly Uuid[], person: Uuid | null): Promise<void> {
  if (state === 'confirmed' || state === 'dismissed')
    await enqueue(db, (await findingsById(db, keys)).flatMap(row => decidedNotices(row, state, person)));
}

interface Place { grid: GridHere; dataset_name: string | null; at: { grid: Uuid } }

/** Where the finding lies: its grid, or that of the entry which it is about. */
async function placeOf(db: Db, payload: Values): Promise<Place | Refusal> {
  const [set, item] = [keyOf(payload.dataset), keyOf(payload.item)];
  const dataset = set === null ? null : await datasetBy(db, { id: set });
  if (payload.dataset != null && dataset === null)
    return refused('dataset_unknown', 'dataset');
  const entry = dataset === null || item === null ? null : await entryHere(db, dataset.collection, item);
  if (payload.item != null && dataset !== null && entry === null)
    return refused('finding_entry_unknown', 'item');
  const id = payload.grid == null && entry !== null ? entry.grid : keyOf(payload.grid);
  if (id === null)
    return refused('field_required', 'grid');
  const grid = await gridHere(db, id);
  if (grid === null)
    return refused('grid_unknown', 'grid');
  return entry !== null && entry.grid !== grid.id ? refused('finding_entry_elsewhere', 'grid') : { grid, dataset_name: dataset?.name ?? null, at: { grid: grid.id } };
}

async function weighed(db: Db, row: FindingRow): Promise<StoredFinding> {
  const confirmer = row.collection === null || row.item === null ? null : await confirmerOf(db, row.collection, row.item);
  // Only "false" waits for an answer.
  const answer_due_on = row.kind === 'false' ? addWorkingDays(await loadCalendar(db), row.created_on, ANSWER_WORKING_DAYS).day : row.created_on;
  return { ...row, answerers: confirmer === null ? row.responsible : [...row.responsible, confirmer], answer_due_on };
}

async function actorIn(db: Db, person: Uuid, path: string, day: string): Promise<Actor> {
  const here = await standing(db, person, path, day);
  return { person, levels: here?.levels ?? [], inspector: here?.inspector ?? false };
}
