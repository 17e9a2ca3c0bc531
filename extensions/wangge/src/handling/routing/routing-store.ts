/**
 * The SQL of routing: everything that deciding a report needs, in one round trip.
 *
 * The statement is named, so that a connection plans it a few times and no more.
 */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { ReportContext } from './model.ts';

/** The category of issues that name none. */
export const CATEGORY_OTHER = 'other';

export interface ContextQuestion {
  grid: Uuid;
  category: Uuid | null;
  /** Departments that a routing event names, wherever they belong. */
  departments?: readonly Uuid[];
  /** The day whose posts and absences count. */
  day: Day;
}

/** Null where the grid does not exist. */
export async function loadRoutingContext(db: Db, question: ContextQuestion): Promise<ReportContext | null> {
  const { rows } = await db.raw(CONTEXT_SQL, contextBindings(question)).options({ name: 'wangge_routing_context' });
  return rows[0]?.context ?? null;
}

export function contextBindings({ grid, category, departments = [], day }: ContextQuestion): Record<string, unknown> {
  return { grid, category, departments: [...departments], day, other: CATEGORY_OTHER };
}

/**
 * `rank` in `subject` and `place` counts from the row itself upwards. Lists of ids are handed on as
 * arrays: the planner takes them for short, as they are, and uses the indexes. Who is no active user
 * counts as away; stand-ins are looked up too, so that rules see when they are away themselves.
 */
export const CONTEXT_SQL = `
with recursive
place as (
  select g.id, g.code, g.name, g.path, g.level, g.parent, g.department, g.subdistrict, g.status, 0 as rank
    from grids g where g.id = cast(:grid as uuid)
  union all
  select g.id, g.code, g.name, g.path, g.level, g.parent, g.department, g.subdistrict, g.status, p.rank + 1
    from place p join grids g on g.id = p.parent where p.rank < 8
),
subject as (
  select c.id, c.code, c.name, c.parent, c.photo_required, c.active, 0 as rank
    from issue_categories c
    where c.id = coalesce(cast(:category as uuid), (select o.id from issue_categories o where o.code = :other))
  union all
  select c.id, c.code, c.name, c.parent, c.photo_required, c.active, s.rank + 1
    from subject s join issue_categories c on c.id = s.parent where s.rank < 8
),
rule as (select * from routing_rules where active),
candidate as (
  select d.id, d.code, d.kind, d.subdistrict, d.head from departments d
    where d.active and d.id = any(array(
      select unnest(cast(:departments as uuid[]))
      union select department from rule
      union select department from place where level = 2
      union select o.id from departments o
        where o.subdistrict = (select subdistrict from place where rank = 0) and o.kind in ('office', 'station')))
),
line as (
  select l.id, l.department, l.category, l.grid, l.person, l.stand_in from duty_lines l
    where l.active
      and l.department = any(array(select id from candidate))
      and l.category = any(array(select id from subject))
      and (l.grid is null or l.grid = any(array(select id from place)))
),
holder as (
  select p.grid, p.person, p.role, p.id from posts p
    where p.grid = any(array(select id from place))
      and p.starts_on <= cast(:day as date) and (p.ends_on is null or p.ends_on >= cast(:day as date))
),
named (person) as (
  select person from holder
  union select person from line
  union select stand_in from line
  union select head from candidate
),
known (person) as (
  select person from named
  union select a.stand_in from absences a
    where a.person = any(array(select person from named)) and a.approved_by is not null
      and a.starts_on <= cast(:day as date) and (a.ends_on is null or a.ends_on >= cast(:day as date))
),
away (person, stand_in) as (
  select a.person, a.stand_in from absences a
    where a.person = any(array(select person from known)) and a.approved_by is not null
      and a.starts_on <= cast(:day as date) and (a.ends_on is null or a.ends_on >= cast(:day as date))
  union
  select u.id, cast(null as uuid) from directus_users u
    where u.id = any(array(select person from known)) and u.status <> 'active'
)
select jsonb_build_object(
  'grid', (select jsonb_build_object('id', id, 'code', code, 'name', name, 'path', path, 'level', level, 'status', status)
    from place where rank = 0),
  'category', coalesce(
    (select jsonb_build_object('id', id, 'code', code, 'name', name, 'photo_required', photo_required, 'active', active) from subject where rank = 0),
    jsonb_build_object('id', cast(:category as uuid), 'code', '', 'name', '', 'photo_required', false, 'active', false)),
  'subdistrict', jsonb_build_object('id', s.id, 'code', s.code),
  'pins', jsonb_build_object(
    'close_of_business', to_char(coalesce(s.close_of_business, (select close_of_business from settings_wangge limit 1), time '18:00'), 'HH24:MI')),
  'rules', (select coalesce(jsonb_agg(jsonb_build_object(
      'id', id, 'priority', priority, 'name', name, 'category', category, 'kinds', kinds, 'parties', parties,
      'involves_departments', involves_departments, 'sources', sources, 'severities', severities, 'grid', grid, 'scope', scope,
      'lead', lead, 'lead_level', lead_level, 'department', department, 'handler', handler) order by priority, id), '[]') from rule),
  'category_path', (select coalesce(jsonb_agg(id order by rank), '[]') from subject),
  'chain', (select jsonb_agg(jsonb_build_object(
      'id', g.id, 'level', g.level, 'department', g.department,
      'leader', (select h.person from holder h where h.grid = g.id and h.role = 'leader' limit 1),
      'deputies', (select coalesce(jsonb_agg(h.person order by h.id), '[]') from holder h where h.grid = g.id and h.role = 'deputy'))
      order by g.rank) from place g),
  'departments', (select coalesce(jsonb_agg(to_jsonb(c) order by c.code), '[]') from candidate c),
  'duty_lines', (select coalesce(jsonb_agg(to_jsonb(l) order by l.id), '[]') from line l),
  'absences', (select coalesce(jsonb_agg(to_jsonb(a) order by a.person, a.stand_in), '[]') from away a),
  'policies', (select coalesce(jsonb_agg(jsonb_build_object(
      'id', id, 'kind', kind, 'scope', scope, 'category', category, 'severity', severity,
      'working_days', working_days, 'clock_hours', clock_hours, 'warn_working_hours', warn_working_hours)), '[]')
    from deadline_policies where active)
) as context
from place g join subdistricts s on s.id = g.subdistrict
where g.rank = 0`;
