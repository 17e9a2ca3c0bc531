/** The SQL of assigned tasks: what a step weighs, and whom the news concerns. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Area, AssignmentState, Draft, Part } from './assignment-rules.ts';
import type { CompletedTask, PartNews, ToldPart } from './notice-rules.ts';

export interface StoredAssignment extends Draft {
  id: Uuid;
  state: AssignmentState;
  area: Uuid;
}

const ASSIGNMENT = 'a.id, a.state, a.title, a.description, a.area, a.level, a.due_on::text';

export async function assignmentsById(db: Db, ids: readonly Uuid[]): Promise<StoredAssignment[]> {
  const { rows } = await db.raw<{ rows: StoredAssignment[] }>(`select ${ASSIGNMENT} from assignments a where a.id = any(?::uuid[]) order by a.id`, [[...ids]]);
  return rows;
}

/** One step of a task, or of one of its grids, after the other. To be called in a transaction. */
export async function oneStepAtATime(db: Db, assignment: Uuid): Promise<void> {
  await db.raw('select from assignments where id = ? for no key update', [assignment]);
}

export interface Place extends Area { path: string }

/** An area, and how many active grids of a level are in it. Null: no such grid. */
export async function areaOf(db: Db, area: Uuid, level: number): Promise<Place | null> {
  const { rows } = await db.raw<{ rows: Place[] }>(`
    select top.path, top.status, (select count(*)::int from grids g where g.level = :level and g.status = 'active' and starts_with(g.path, top.path)) as grids
    from grids top where top.id = :area`, { area, level });
  return rows[0] ?? null;
}

/** Does this person dispatch for the sub-district that this place lies in? */
export async function dispatchesIn(db: Db, person: Uuid, path: string): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(`
    select from directus_users u join departments d on d.id = u.department and d.active and d.dispatches
    join grids g on g.subdistrict = d.subdistrict and g.path = ? where u.id = ? and u.status = 'active' limit 1`, [path, person]);
  return rows.length > 0;
}

export interface StoredPart extends Part { id: Uuid; assignment: Uuid; grid_path: string; report: string | null; accept_note: string | null }

export async function partsById(db: Db, ids: readonly Uuid[]): Promise<StoredPart[]> {
  const { rows } = await db.raw<{ rows: StoredPart[] }>(`
    select r.id, r.assignment, r.state, a.state as assignment_state, g.path as grid_path, g.level, g.status as grid_status, g.leader is null as vacant, r.completed_by,
      r.report, r.accept_note, a.evidence_required, (select count(*)::int from assignment_grids_files f where f.assignment_grids_id = r.id) as evidence
    from assignment_grids r join assignments a on a.id = r.assignment join grids g on g.id = r.grid
    where r.id = any(?::uuid[]) order by r.id`, [[...ids]]);
  return rows;
}

export async function assignmentsOfFiles(db: Db, links: readonly Uuid[]): Promise<Uuid[]> {
  return db('assignments_files').whereIn('id', links).whereNotNull('assignments_id').pluck('assignments_id');
}

export async function partsOfEvidence(db: Db, links: readonly Uuid[]): Promise<Uuid[]> {
  return db('assignment_grids_files').whereIn('id', links).whereNotNull('assignment_grids_id').pluck('assignment_grids_id');
}

/** Those of these files that this person did not upload, or that there are none of. */
export async function filesOfOthers(db: Db, files: readonly Uuid[], person: Uuid): Promise<Uuid[]> {
  const own: Uuid[] = await db('directus_files').whereIn('id', [...files]).where('uploaded_by', person).pluck('id');
  return files.filter(file => !own.includes(file));
}

/** Who looks after a grid today: its leader, a deputy, or the leader of the next grid above that has one. */
const RESPONSIBLE = `cross join lateral (
  select coalesce(g.leader, (
    select p.person from posts p where p.grid = g.id and p.role = 'deputy' and p.starts_on <= wangge_today() and (p.ends_on is null or p.ends_on >= wangge_today())
    order by p.starts_on, p.person limit 1
  ), (select up.leader from grids up where starts_with(g.path, up.path) and up.id <> g.id and up.leader is not null order by up.level desc limit 1)) as person
) responsible`;

/**
 * Of which parts there is such news today. `issued` of the last week, so that whoever was not told in the moment is told at night;
 * `due`: no working day lies between today and the due day, and one lay between the issuing and it; the steps: asked for by id.
 */
const NEWS: Record<PartNews, string> = {
  issued: `a.state = 'issued' and r.state = 'open' and a.issued_on >= cast(:today as date) - 7`,
  due: `a.state = 'issued' and r.state in ('open', 'returned') and r.due_on between cast(:today as date) and cast(:today as date) + 31
    and wangge_working_days_after(cast(:today as date), r.due_on - 1) = 0 and wangge_working_days_after(a.issued_on, r.due_on - 1) > 0`,
  overdue: `a.state = 'issued' and r.state in ('open', 'returned') and r.due_on < cast(:today as date)`,
  returned: `r.state = 'returned'`,
  withdrawn: `r.state = 'withdrawn'`,
};

export interface Concerned { today: Day; assignment?: Uuid; part?: Uuid }

/** Whom the news concerns: of one task, of one part, of all. */
export async function partsToTell(db: Db, news: PartNews, { today, assignment, part }: Concerned): Promise<ToldPart[]> {
  const { rows } = await db.raw<{ rows: ToldPart[] }>(`
    select r.id, responsible.person, g.name as grid_name, a.title, r.due_on::text,
      case a.state when 'withdrawn' then a.withdrawn_reason else r.accept_note end as note,
      case a.state when 'withdrawn' then a.user_updated else coalesce(r.accepted_by, a.issued_by) end as actor, r.accepted_at::text as at
    from assignment_grids r join assignments a on a.id = r.assignment join grids g on g.id = r.grid ${RESPONSIBLE}
    where responsible.person is not null and ${NEWS[news]}
      and (cast(:assignment as uuid) is null or a.id = :assignment) and (cast(:part as uuid) is null or r.id = :part)
    order by r.id`, { today, assignment: assignment ?? null, part: part ?? null });
  return rows;
}

/** The task, if it is issued and all its grids have reported. */
export async function completedTask(db: Db, assignment: Uuid): Promise<CompletedTask | null> {
  const { rows } = await db.raw<{ rows: CompletedTask[] }>(`
    select a.id, a.title, a.issued_by, count(*)::int as grids, count(*) filter (where r.late)::int as late, max(r.completed_at)::text as at,
      (array_agg(r.completed_by order by r.completed_at desc))[1] as actor
    from assignments a join assignment_grids r on r.assignment = a.id
    where a.id = ? and a.state = 'issued' and a.issued_by is not null
    group by a.id having bool_and(r.state in ('completed', 'accepted'))`, [assignment]);
  return rows[0] ?? null;
}
