/** The SQL of plans and tasks: tasks are made and closed by the set, never one by one. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Plan, PlanPlace } from './plan-rules.ts';

export interface StoredPlan extends Plan {
  id: Uuid;
  has_tasks: boolean;
}

const PLAN = `p.id, p.name, p.dataset, p.topic, p.grid, p.level, p.every, p.due_working_days, p.starts_on::text, p.active,
  exists (select from collection_tasks t where t.plan = p.id) as has_tasks`;

export async function plansById(db: Db, ids: readonly Uuid[]): Promise<StoredPlan[]> {
  const { rows } = await db.raw<{ rows: StoredPlan[] }>(`select ${PLAN} from collection_plans p where p.id = any(?::uuid[])`, [[...ids]]);
  return rows;
}

/** Plans that ask for something now: active, and their data set too. `ids` null: all. */
export async function runningPlans(db: Db, ids: readonly Uuid[] | null): Promise<StoredPlan[]> {
  const { rows } = await db.raw<{ rows: StoredPlan[] }>(`
    select ${PLAN} from collection_plans p left join ledger_datasets d on d.id = p.dataset
    where p.active and (p.dataset is null or d.active) and (?::uuid[] is null or p.id = any(?::uuid[]))
  `, [ids, ids]);
  return rows;
}

export async function placeOfPlan(db: Db, grid: Uuid | null, dataset: Uuid | null): Promise<PlanPlace> {
  return {
    grid: grid === null ? null : (await db('grids').where('id', grid).first('level', 'status')) ?? null,
    dataset: dataset === null ? null : (await db('ledger_datasets').where('id', dataset).first('active')) ?? null,
  };
}

export interface PlanTask {
  plan: Uuid;
  starts_on: Day;
  due_on: Day;
}

/** A task for every active grid of the plan's level in its subtree that has none for the period; says how many are new. */
export async function insertTasks(db: Db, tasks: readonly PlanTask[]): Promise<number> {
  const { rows } = await db.raw<{ rows: { made: number }[] }>(`
    with made as (
      insert into collection_tasks (id, plan, dataset, topic, grid, starts_on, due_on, none_here)
      select gen_random_uuid(), p.id, p.dataset, p.topic, g.id, t.starts_on, t.due_on, false
      from jsonb_to_recordset(?::jsonb) t (plan uuid, starts_on date, due_on date)
      join collection_plans p on p.id = t.plan
      join grids top on top.id = p.grid
      join grids g on g.level = p.level and g.status = 'active' and starts_with(g.path, top.path)
      order by p.id, g.id
      on conflict (plan, grid, starts_on) do nothing
      returning 1
    ) select count(*)::int as made from made
  `, [JSON.stringify(tasks)]);
  return rows[0]!.made;
}

/** Closes what was done before the task was made, and what two people finished at the same moment; `plans` null: of all sets. */
export async function closeFinished(db: Db, plans: readonly Uuid[] | null): Promise<number> {
  const { rows } = await db.raw<{ rows: { closed: number }[] }>(`
    select coalesce(sum(wangge_close_tasks(to_regclass(format('public.%I', d.collection)), null, null, null)), 0)::int as closed
    from ledger_datasets d
    where to_regclass(format('public.%I', d.collection)) is not null
      and d.id in (select dataset from collection_tasks where done_at is null and (?::uuid[] is null or plan = any(?::uuid[])))
  `, [plans, plans]);
  return rows[0]!.closed;
}

export interface StoredTask {
  id: Uuid;
  dataset: Uuid | null;
  done: boolean;
  /** Is the grid in the person's scope, or of the community they belong to? */
  inside: boolean;
  has_entries: boolean;
}

export async function tasksById(db: Db, ids: readonly Uuid[], person: Uuid): Promise<StoredTask[]> {
  const { rows } = await db.raw<{ rows: StoredTask[] }>(`
    select t.id, t.dataset, t.done_at is not null as done,
      exists (
        select from directus_users u left join departments d on d.id = u.department and d.active
        where u.id = ? and (
          starts_with(g.path, u.scope_1) or starts_with(g.path, u.scope_2) or starts_with(g.path, u.scope_3)
          or starts_with(g.path, u.scope_4) or starts_with(g.path, u.scope_5) or starts_with(g.path, u.scope_6)
          or exists (select from grids c where c.department = d.id and c.level = 2 and starts_with(g.path, c.path)))
      ) as inside,
      t.dataset is not null and t.done_at is null and wangge_has_entries(t.dataset, t.grid) as has_entries
    from collection_tasks t join grids g on g.id = t.grid
    where t.id = any(?::uuid[])
  `, [person, [...ids]]);
  return rows;
}
