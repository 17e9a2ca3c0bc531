/** Collection tasks: made by plans, closed by what is entered, or by one tap ("none here") or a report. */
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Values } from '../model.ts';
import type { Plan } from './plan-rules.ts';
import { loadCalendar, loadInForce } from '../../calendar/index.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { todayOf } from '../../territory/index.ts';
import { objectionToPlan, PLAN_FIXED, taskOf } from './plan-rules.ts';
import { closeFinished, insertTasks, placeOfPlan, plansById, runningPlans, tasksById } from './task-store.ts';

/** The columns' defaults. */
const NEW_PLAN: Plan = { name: '', dataset: null, topic: null, grid: null, level: 3, every: 'quarter', due_working_days: 10, starts_on: '', active: true };

/** `until`: the day on which this is done, if that is later than the one for which it is done. */
export interface Making { plans: readonly Uuid[] | null; today?: Day; until?: Day }

/**
 * The tasks of these plans (null: of all) for the period that holds `today`. Of periods that the server slept through none is made
 * whose limit is over by now: nobody could have done it. Right at any moment, and again: what is there stays as it is.
 */
export async function makeTasks(db: Db, { plans, today, until }: Making): Promise<{ made: number; closed: number; over?: number }> {
  const day = today ?? await todayOf(db);
  const running = await runningPlans(db, plans);
  const calendar = running.length === 0 ? null : await loadInForce(db, day) ?? await loadCalendar(db);
  const all = running.flatMap((plan) => {
    const task = calendar === null ? null : taskOf(plan, day, calendar);
    return task === null ? [] : [{ plan: plan.id, ...task }];
  });
  const tasks = all.filter(({ due_on }) => due_on >= (until ?? day));
  const over = all.length - tasks.length;
  const made = tasks.length === 0 ? 0 : await insertTasks(db, tasks);
  return { made, closed: made > 0 || plans === null ? await closeFinished(db, plans) : 0, ...(over > 0 ? { over } : {}) };
}

/** Why these plans may not be saved like this; `keys` null: a new one. */
export async function objectionToPlans(db: Db, payload: Values, keys: readonly Uuid[] | null): Promise<Refusal | null> {
  const stored = keys === null ? [null] : await plansById(db, keys);
  for (const plan of stored) {
    const fixed = plan?.has_tasks === true ? PLAN_FIXED.find(field => field in payload && textOf(payload[field]) !== textOf(plan[field])) : undefined;
    if (fixed !== undefined)
      return refused('plan_fixed', fixed);
    const next = merged(plan ?? NEW_PLAN, payload);
    const refusal = objectionToPlan(next, await placeOfPlan(db, next.grid, next.dataset));
    if (refusal !== null)
      return refusal;
  }
  return null;
}

export async function objectionToRemoval(db: Db, keys: readonly Uuid[]): Promise<Refusal | null> {
  return (await plansById(db, keys)).some(({ has_tasks }) => has_tasks) ? refused('plan_in_use') : null;
}

/** What somebody says of tasks: "none here" or a report. `trusted`: whoever asks needs no post (an administrator). */
export async function sayTasks(db: Db, payload: Values, keys: readonly Uuid[], person: Uuid, trusted: boolean): Promise<Values | Refusal> {
  const managed = Object.keys(payload).find(field => field !== 'none_here' && field !== 'report');
  if (managed !== undefined)
    return refused('managed_field', managed, { field: managed });
  const none = payload.none_here === true;
  const report = typeof payload.report === 'string' && payload.report.trim() !== '';
  if (none && report)
    return refused('none_or_report', 'report');
  for (const task of await tasksById(db, keys, person)) {
    if (!trusted && !task.inside)
      return refused('task_out_of_scope');
    if (task.done)
      return refused('task_done', none ? 'none_here' : 'report');
    if (none && task.has_entries)
      return refused('none_here_entries', 'none_here');
    if (report && task.dataset !== null)
      return refused('report_of_topic', 'report');
  }
  return none || report ? { ...payload, done_by: person } : payload;
}

function merged(stored: Plan, payload: Values): Plan {
  const next = { ...stored, ...payload } as Record<keyof Plan, unknown>;
  return {
    name: String(next.name ?? ''),
    dataset: relation(next.dataset),
    topic: next.topic == null ? null : String(next.topic),
    grid: keyOf(next.grid),
    level: Number(next.level),
    every: String(next.every),
    due_working_days: Number(next.due_working_days),
    starts_on: String(next.starts_on ?? '').slice(0, 10),
    active: next.active !== false,
  };
}

/** An id that is none stays to be refused. */
function relation(value: unknown): string | null {
  return value == null || value === '' ? null : keyOf(value) ?? '00000000-0000-0000-0000-000000000000';
}

function textOf(value: unknown): string {
  return keyOf(value) ?? String(value ?? '').trim();
}
