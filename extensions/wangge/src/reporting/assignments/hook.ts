/**
 * What is written over the API of assigned tasks: drafts by form, steps by the routes in `routes.ts`. Every way in passes here.
 * The database (`sql/074-assignments.sql`) says the same without sentences.
 */
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Values } from '../../kernel/values.ts';
import type { Author } from './assignment-service.ts';
import type { StoredAssignment, StoredPart } from './assignment-store.ts';
import { defineHook } from '@directus/extensions-sdk';
import { filtersOf } from '../../kernel/on-filter.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { todayOf } from '../../territory/index.ts';
import { objectionTo, objectionToIssue, objectionToWithdrawal } from './assignment-rules.ts';
import { ASSIGNMENTS, objectionToWriting, PARTS } from './assignment-service.ts';
import { areaOf, assignmentsById, assignmentsOfFiles, filesOfOthers, partsById, partsOfEvidence } from './assignment-store.ts';
import { messages } from './messages.ts';

const MANAGED = ['issued_by', 'issued_on'];
const STEP = ['state', 'withdrawn_reason'];
const PART_MANAGED = ['assignment', 'grid', 'grid_path', 'due_on', 'completed_by', 'completed_at', 'accepted', 'accepted_by', 'accepted_at', 'late', 'evidence'];

export default defineHook(({ filter }) => {
  const { onPersonFilter } = filtersOf(filter, messages);
  /** The system itself passes. */
  const never = (events: readonly string[], code: string): void => onPersonFilter(events, async () => refused(code));

  onPersonFilter(`${ASSIGNMENTS}.items.create`, async ({ payload, db, person, trusted }) => {
    const managed = [...MANAGED, 'withdrawn_reason', 'grids'].find(field => payload[field] != null) ?? ((payload.state ?? 'draft') === 'draft' ? undefined : 'state');
    return managed === undefined ? objectionToWriting(db, payload, null, { person, trusted }) : refused('managed_field', managed, { field: managed });
  });
  onPersonFilter(`${ASSIGNMENTS}.items.update`, async ({ payload, keys, db, person, trusted }) => {
    const managed = MANAGED.find(field => field in payload);
    if (managed !== undefined)
      return refused('managed_field', managed, { field: managed });
    for (const task of await assignmentsById(db, keys)) {
      const refusal = await objectionToChange(db, payload, task, { person, trusted });
      if (refusal !== null)
        return refusal;
    }
    return null;
  });
  onPersonFilter(`${ASSIGNMENTS}.items.delete`, async ({ keys, db }) => (await assignmentsById(db, keys)).every(({ state }) => state === 'draft') ? null : refused('assignment_kept'));

  never([`${PARTS}.items.create`, `${PARTS}.items.delete`], 'parts_of_task');
  onPersonFilter(`${PARTS}.items.update`, async ({ payload, keys, db }) => {
    const managed = PART_MANAGED.find(field => field in payload);
    if (managed !== undefined)
      return refused('managed_field', managed, { field: managed });
    const said = ['state', 'report', 'accept_note'].some(field => field in payload);
    const refusals = said ? (await partsById(db, keys)).map(part => objectionToPart(payload, part)) : [];
    return refusals.find(refusal => refusal !== null) ?? null;
  });

  onPersonFilter('assignments_files.items.create', async ({ payload, db, person, trusted }) => {
    const [task, file] = [keyOf(payload.assignments_id), keyOf(payload.directus_files_id)];
    if (task === null)
      return refused('field_required', 'assignments_id');
    if (!trusted && (file === null || (await filesOfOthers(db, [file], person)).length > 0))
      return refused('not_uploader', 'directus_files_id');
    return objectionToFiles(await assignmentsById(db, [task]));
  });
  never(['assignments_files.items.update'], 'assignment_fixed');
  onPersonFilter('assignments_files.items.delete', async ({ keys, db }) => objectionToFiles(await assignmentsById(db, await assignmentsOfFiles(db, keys))));

  // The route gives evidence with the report, before it is completed.
  onPersonFilter('assignment_grids_files.items.create', async ({ payload, db }) => objectionToEvidence(await partsById(db, [keyOf(payload.assignment_grids_id)].filter(key => key !== null))));
  never(['assignment_grids_files.items.update'], 'evidence_with_report');
  onPersonFilter('assignment_grids_files.items.delete', async ({ keys, db }) => objectionToEvidence(await partsById(db, await partsOfEvidence(db, keys))));
});

const TEXT = ['title', 'description', 'area', 'level', 'due_on', 'evidence_required', 'files', 'grids'];

async function objectionToChange(db: Db, payload: Values, task: StoredAssignment, author: Author): Promise<Refusal | null> {
  if (STEP.some(field => field in payload) && payload.state !== task.state) {
    const today = await todayOf(db);
    if (payload.state === 'issued')
      return objectionToIssue(task, await areaOf(db, task.area, task.level), today);
    return payload.state === 'withdrawn' ? objectionToWithdrawal(task.state, String(payload.withdrawn_reason ?? '')) : refused('assignment_step', 'state');
  }
  const field = TEXT.find(name => name in payload);
  if (field === undefined)
    return null;
  if (task.state !== 'draft')
    return refused('assignment_fixed', field);
  return objectionToWriting(db, payload, task, author);
}

const STEPS = { completed: 'complete', accepted: 'accept', returned: 'return' } as const;

function objectionToPart(payload: Values, part: StoredPart): Refusal | null {
  if (!(String(payload.state) in STEPS))
    return refused('part_step', ['state', 'report', 'accept_note'].find(field => field in payload)!);
  return objectionTo(STEPS[payload.state as keyof typeof STEPS], part, null, { report: String(payload.report ?? ''), note: String(payload.accept_note ?? ''), evidence: 0 });
}

function objectionToFiles(tasks: readonly StoredAssignment[]): Refusal | null {
  return tasks.every(({ state }) => state === 'draft') ? null : refused('assignment_fixed');
}

function objectionToEvidence(parts: readonly StoredPart[]): Refusal | null {
  return parts.every(({ state }) => state === 'open' || state === 'returned') ? null : refused('evidence_with_report');
}
