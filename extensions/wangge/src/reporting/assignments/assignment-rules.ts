/** What may become of an assigned task: drafted, issued, withdrawn; in each grid completed, accepted or returned. Pure. */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import { refused } from '../../kernel/refusal-rules.ts';

export type AssignmentState = 'draft' | 'issued' | 'withdrawn';
export type RowState = 'open' | 'completed' | 'returned' | 'accepted' | 'withdrawn';
export type AssignmentStep = 'issue' | 'withdraw';
export type RowStep = 'complete' | 'accept' | 'return';

/** What a draft says. */
export interface Draft {
  title: string;
  description: string;
  area: Uuid | null;
  level: number;
  due_on: Day | null;
}

/** Where the task is to be done. */
export interface Area {
  status: 'active' | 'retired';
  /** Active grids of the task's level in it. */
  grids: number;
}

/** One grid's part. */
export interface Part {
  state: RowState;
  assignment_state: AssignmentState;
  /** Of the grid. */
  level: number;
  grid_status: 'active' | 'retired';
  /** Nobody leads the grid today. */
  vacant: boolean;
  completed_by: Uuid | null;
  evidence_required: boolean;
  /** Files that are there already. */
  evidence: number;
}

/** How somebody stands to a grid. */
export interface Standing {
  person: Uuid;
  /** Of the grids above it, itself included, where they hold a post or stand in for whoever does. */
  levels: readonly number[];
  /** Belongs to the department of its community. */
  of_community: boolean;
  /** Speaks for the sub-district there: dispatches, leads the area, administers. */
  commands: boolean;
}

export const MOST_EVIDENCE = 20;
const LEVELS = [1, 2, 3];

/** Why a draft may not say this; null if it may. */
export function objectionToDraft(draft: Draft, area: Area | null, today: Day): Refusal | null {
  if (draft.title.trim() === '')
    return refused('field_required', 'title');
  if (draft.description.trim() === '')
    return refused('field_required', 'description');
  if (!LEVELS.includes(draft.level))
    return refused('level_unknown', 'level');
  if (area === null)
    return refused(draft.area === null ? 'field_required' : 'area_unknown', 'area');
  return objectionToArea(area, draft.level) ?? objectionToDay(draft.due_on, today);
}

function objectionToArea({ status, grids }: Area, level: number): Refusal | null {
  if (status === 'retired')
    return refused('area_retired', 'area');
  return grids === 0 ? refused('area_without_grids', 'level', { level: levelWord(level) }) : null;
}

function objectionToDay(due_on: Day | null, today: Day): Refusal | null {
  if (due_on === null)
    return refused('due_day', 'due_on');
  return due_on < today ? refused('due_past', 'due_on', { today }) : null;
}

function levelWord(level: number): string {
  return ['一', '二', '三'][level - 1] ?? String(level);
}

/** Why a task may not be issued now. What its draft says was weighed when it was written; time has gone on since. */
export function objectionToIssue({ state, ...draft }: Draft & { state: AssignmentState }, area: Area | null, today: Day): Refusal | null {
  if (state !== 'draft')
    return refused(`issue_${state}`);
  return objectionToDraft(draft, area, today);
}

export function objectionToWithdrawal(state: AssignmentState, reason: string): Refusal | null {
  if (state !== 'issued')
    return refused(`withdraw_${state}`);
  return reason.trim() === '' ? refused('field_required', 'withdrawn_reason') : null;
}

/** What this person may do here now, leaving aside what they have to write for it. */
export function stepsFor(part: Part, standing: Standing): RowStep[] {
  return (['complete', 'accept', 'return'] as const).filter(step => objectionToStep(step, part) === null && objectionToPerson(step, part, standing) === null);
}

/** What is said with a step. */
export interface Said { report: string; note: string; evidence: number }

/** Why this step may not be taken; null if it may. `standing` null: whoever asks was weighed before. */
export function objectionTo(step: RowStep, part: Part, standing: Standing | null, { report, note, evidence }: Said): Refusal | null {
  const objection = objectionToStep(step, part) ?? (standing === null ? null : objectionToPerson(step, part, standing));
  if (objection !== null)
    return objection;
  if (step === 'complete')
    return report.trim() === '' ? refused('field_required', 'report') : objectionToEvidence(part, evidence);
  return step === 'return' && note.trim() === '' ? refused('field_required', 'accept_note') : null;
}

function objectionToStep(step: RowStep, { state, assignment_state, grid_status }: Part): Refusal | null {
  if (assignment_state === 'withdrawn' || state === 'withdrawn')
    return refused('task_withdrawn');
  if (step === 'complete')
    return state === 'open' || state === 'returned' ? null : refused(`complete_${state}`);
  if (state !== 'completed')
    return refused(`decide_${state}`);
  // There would be nobody left to do it again.
  return step === 'return' && grid_status === 'retired' ? refused('return_retired') : null;
}

/** A grid without a leader is looked after by whoever leads the one above. */
function objectionToPerson(step: RowStep, part: Part, { person, levels, of_community, commands }: Standing): Refusal | null {
  if (step === 'complete')
    return levels.includes(part.level) || of_community || (part.vacant && levels.includes(part.level - 1)) ? null : refused('complete_person');
  if (!commands)
    return refused('decide_person');
  return part.completed_by === person ? refused('decide_own') : null;
}

function objectionToEvidence({ evidence_required, evidence: stored }: Part, added: number): Refusal | null {
  if (evidence_required && stored + added === 0)
    return refused('evidence_missing', 'evidence');
  return stored + added > MOST_EVIDENCE ? refused('evidence_most', 'evidence', { most: MOST_EVIDENCE }) : null;
}
