/** Assigned tasks: drafted in a form, issued to grids, completed and accepted there; each step in one transaction, by one person at a time. */
import type { Caller, Db, HookContext } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid, Values } from '../../kernel/values.ts';
import type { AssignmentStep, Draft, RowStep, Standing } from './assignment-rules.ts';
import type { StoredAssignment, StoredPart } from './assignment-store.ts';
import type { PartNews } from './notice-rules.ts';
import type { Progress } from './progress-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { enqueue } from '../../outbox/index.ts';
import { standing, todayOf } from '../../territory/index.ts';
import { inOwnCommunity } from '../logs/log-store.ts';
import { objectionTo, objectionToDraft, objectionToIssue, objectionToWithdrawal, stepsFor } from './assignment-rules.ts';
import { areaOf, assignmentsById, completedTask, dispatchesIn, filesOfOthers, oneStepAtATime, partsById, partsToTell } from './assignment-store.ts';
import { completedNotice, partNotice } from './notice-rules.ts';
import { progressOf } from './progress-rules.ts';

/** Who asks. `trusted`: needs no post (an administrator). */
export interface Author { person: Uuid; trusted: boolean }
type Services = Pick<HookContext, 'services' | 'database'>;

export const ASSIGNMENTS = 'assignments';
export const PARTS = 'assignment_grids';
const EVIDENCE = 'assignment_grids_files';

/** Does this person speak for the sub-district here: dispatches for it, leads the area, administers? */
async function commands(db: Db, { person, trusted }: Author, path: string): Promise<boolean> {
  return trusted || await dispatchesIn(db, person, path) || ((await standing(db, person, path, await todayOf(db)))?.levels.includes(1) ?? false);
}

async function standingAt(db: Db, author: Author, path: string): Promise<Standing> {
  const { person } = author;
  return {
    person,
    levels: (await standing(db, person, path, await todayOf(db)))?.levels ?? [],
    of_community: await inOwnCommunity(db, person, path),
    commands: await commands(db, author, path),
  };
}

/** Why a draft may not be written like this; `stored` null: a new one. */
export async function objectionToWriting(db: Db, payload: Values, stored: StoredAssignment | null, author: Author | null): Promise<Refusal | null> {
  const draft = draftOf(payload, stored);
  const area = draft.area === null ? null : await areaOf(db, draft.area, draft.level);
  const objection = objectionToDraft(draft, area, await todayOf(db));
  if (objection !== null || author === null)
    return objection;
  return await commands(db, author, area!.path) ? null : refused('area_not_yours', 'area');
}

function draftOf(payload: Values, stored: StoredAssignment | null): Draft {
  const said = (field: keyof Draft): unknown => field in payload ? payload[field] : stored?.[field];
  const day = String(said('due_on') ?? '').slice(0, 10);
  return {
    title: String(said('title') ?? ''),
    description: String(said('description') ?? ''),
    // An id that is none stays to be refused as unknown.
    area: said('area') == null || said('area') === '' ? null : keyOf(said('area')) ?? '00000000-0000-0000-0000-000000000000',
    level: Number(said('level') ?? 3),
    due_on: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(day) ? day : null,
  };
}

/** A step of the whole task; null: it is not the caller's to see. */
export async function stepAssignment(context: Services, caller: Caller, id: Uuid, step: AssignmentStep, reason: string): Promise<Refusal | { grids: number } | null> {
  const author = authorOf(caller);
  return context.database.transaction(async (trx) => {
    await oneStepAtATime(trx, id);
    const [task] = await assignmentsById(trx, [id]);
    const area = task === undefined ? null : await areaOf(trx, task.area, task.level);
    if (task === undefined || area === null || !await readable(context, caller, ASSIGNMENTS, id))
      return null;
    if (!await commands(trx, author, area.path))
      return refused('area_not_yours');
    const today = await todayOf(trx);
    const objection = step === 'issue' ? objectionToIssue(task, area, today) : objectionToWithdrawal(task.state, reason);
    if (objection !== null)
      return objection;
    await write(context, caller, trx, ASSIGNMENTS, id, step === 'issue' ? { state: 'issued' } : { state: 'withdrawn', withdrawn_reason: reason.trim() });
    const news = step === 'issue' ? 'issued' : 'withdrawn';
    const parts = await partsToTell(trx, news, { today, assignment: id });
    await enqueue(trx, parts.map(part => partNotice(news, part)));
    return { grids: area.grids };
  });
}

/** A step of one grid's part; null: it is not the caller's to see. */
export async function stepPart(context: Services, caller: Caller, id: Uuid, step: RowStep, said: { report: string; note: string; evidence: Uuid[] }): Promise<Refusal | 'done' | null> {
  const author = authorOf(caller);
  return context.database.transaction(async (trx) => {
    const [before] = await partsById(trx, [id]);
    if (before === undefined || !await readable(context, caller, PARTS, id))
      return null;
    await oneStepAtATime(trx, before.assignment);
    const part = (await partsById(trx, [id]))[0]!;
    const objection = objectionTo(step, part, await standingAt(trx, author, part.grid_path), { ...said, evidence: said.evidence.length })
      ?? (step === 'complete' && (await filesOfOthers(trx, said.evidence, author.person)).length > 0 ? refused('not_uploader', 'evidence') : null);
    if (objection !== null)
      return objection;
    if (step === 'complete')
      await complete(context, caller, trx, part, said.report.trim(), said.evidence);
    else
      await write(context, caller, trx, PARTS, id, { state: step === 'accept' ? 'accepted' : 'returned', accept_note: said.note.trim() || null });
    if (step === 'return')
      await tell(trx, 'returned', id);
    return 'done';
  });
}

async function complete(context: Services, caller: Caller, trx: Db, { id, assignment }: StoredPart, report: string, evidence: readonly Uuid[]): Promise<void> {
  if (evidence.length > 0) {
    const links = new context.services.ItemsService(EVIDENCE, { ...elevated(caller), knex: trx });
    await links.createMany(evidence.map(file => ({ assignment_grids_id: id, directus_files_id: file })));
  }
  await write(context, caller, trx, PARTS, id, { state: 'completed', report });
  const task = await completedTask(trx, assignment);
  if (task !== null)
    await enqueue(trx, [completedNotice(task)]);
}

async function tell(trx: Db, news: PartNews, part: Uuid): Promise<void> {
  await enqueue(trx, (await partsToTell(trx, news, { today: await todayOf(trx), part })).map(one => partNotice(news, one)));
}

/** Nobody may write the states, so Directus writes them with all rights, yet in the person's name: its log says who. */
async function write({ services }: Services, caller: Caller, trx: Db, collection: string, id: Uuid, values: Values): Promise<void> {
  await new services.ItemsService(collection, { ...elevated(caller), knex: trx }).updateOne(id, values);
}

function elevated({ accountability, schema }: Caller): Caller {
  return { accountability: { ...accountability!, admin: true }, schema };
}

async function readable({ services }: Services, { accountability, schema }: Caller, collection: string, id: Uuid): Promise<boolean> {
  const found = await new services.ItemsService(collection, { accountability, schema }).readByQuery({ filter: { id: { _eq: id } }, fields: ['id'], limit: 1 });
  return found.length > 0;
}

function authorOf({ accountability }: Caller): Author {
  return { person: accountability!.user!, trusted: accountability!.admin };
}

/** What the caller may do with the task as a whole now; null: it is not theirs to see. */
export async function stepsOfAssignment(context: Services, caller: Caller, id: Uuid): Promise<AssignmentStep[] | null> {
  const db = context.database;
  const [task] = await assignmentsById(db, [id]);
  const area = task === undefined ? null : await areaOf(db, task.area, task.level);
  if (task === undefined || area === null || !await readable(context, caller, ASSIGNMENTS, id))
    return null;
  if (task.state === 'withdrawn' || !await commands(db, authorOf(caller), area.path))
    return [];
  return task.state === 'draft' ? ['issue'] : ['withdraw'];
}

/** What the caller may do with one grid's part now. */
export async function stepsOfPart(context: Services, caller: Caller, id: Uuid): Promise<RowStep[] | null> {
  const [part] = await partsById(context.database, [id]);
  if (part === undefined || !await readable(context, caller, PARTS, id))
    return null;
  return stepsFor(part, await standingAt(context.database, authorOf(caller), part.grid_path));
}

const GRID = ['id', 'name', 'path', 'level'] as const;
interface ReadGrid { id: Uuid; name: string; path: string; level: number }
interface ReadPart { state: StoredPart['state']; late: boolean; due_on: string; grid: ReadGrid & { parent: ReadGrid | null } }

/** Of the grids whose part the caller may read. */
export async function progress(context: Services, caller: Caller, id: Uuid): Promise<Progress | null> {
  if (!await readable(context, caller, ASSIGNMENTS, id))
    return null;
  const fields = ['state', 'late', 'due_on', ...GRID.flatMap(field => [`grid.${field}`, `grid.parent.${field}`])];
  const { accountability, schema } = caller;
  const parts = await new context.services.ItemsService(PARTS, { accountability, schema })
    .readByQuery({ filter: { assignment: { _eq: id } }, fields, limit: -1 }) as unknown as ReadPart[];
  return progressOf(parts.map(({ grid, ...part }) => ({ ...part, community: grid.level === 3 && grid.parent !== null ? grid.parent : grid })), await todayOf(context.database));
}
