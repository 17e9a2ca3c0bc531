/**
 * The SQL of compliance: the rule of `compliance.ts` for everybody at once. Whose posts they were is read from the posts of each
 * day; a person's logs never overlap (the database sees to that), so minutes are added up.
 */
import type { Calendar } from '../calendar/calendar.ts';
import type { Uuid } from '../handling/model.ts';
import type { Db } from '../platform/context.ts';
import type { Per, Period } from './compliance.ts';
import { COUNTED, PERS, unitsOf } from './compliance.ts';

/** Whose compliance somebody may see. */
export interface Viewer {
  /** Everybody's. */
  everything: boolean;
  /** The subtrees of today's posts. */
  paths: string[];
  person: Uuid | null;
}

export const EVERYBODY: Viewer = { everything: true, paths: [], person: null };

/** Everybody's for whoever reads every work log; otherwise their own, and in their part of the territory. */
export async function viewerOf(db: Db, person: Uuid, roles: readonly Uuid[], admin: boolean): Promise<Viewer> {
  const { rows } = await db.raw<{ rows: Viewer[] }>(`
    select :admin or exists (
        select from directus_permissions p
        join directus_policies o on o.id = p.policy and o.ip_access is null
        join directus_access a on a.policy = p.policy and (a."user" = :person or a.role = any(:roles))
        where p.action = 'read' and p.collection = 'work_logs' and (p.permissions is null or cast(p.permissions as text) in ('{}', 'null'))
      ) as everything,
      array(select slot from unnest(array[scope_1, scope_2, scope_3, scope_4, scope_5, scope_6]) slot where slot <> '-') as paths, id as person
    from directus_users where id = :person`, { person, roles: [...roles], admin });
  return rows[0]!;
}

export interface ComplianceRow {
  person: Uuid;
  person_name: string;
  grid: Uuid;
  grid_code: string;
  grid_name: string;
  level: number;
  standard: Uuid;
  standard_name: string;
  kind: string;
  per: Per;
  /** Asked for in the period's units, without what leave excuses. */
  required: number;
  excused: number;
  done: number;
  /** Units in which something was asked for, and in which it was done. */
  units: number;
  met: number;
}

export async function complianceRows(db: Db, period: Period, calendar: Calendar, viewer: Viewer, grid: Uuid | null = null): Promise<ComplianceRow[]> {
  const units = PERS.flatMap(per => unitsOf(per, period, calendar));
  if (units.length === 0)
    return [];
  const days = units.flatMap(({ per, unit, working }) => working.map(day => ({ per, unit, day, total: working.length })));
  const since = units.reduce((first, { unit }) => unit < first ? unit : first, period.from);
  const { rows } = await db.raw<{ rows: ComplianceRow[] }>(SQL, { ...viewer, since, until: period.until, days: JSON.stringify(days), counted: JSON.stringify(COUNTED), grid });
  return rows;
}

/** A finding that is confirmed, and nothing less, takes a log out. */
const HOLDS = `not (coalesce(l.check_result, 'ok') = 'false'
  and exists (select from ledger_findings f where f.work_log = l.id and f.state in ('confirmed', 'corrected')))`;

/** Each place reads its person's own logs by their index, and everything else is added up in one aggregate: nothing here depends on what the planner guesses. */
const SQL = `
with days as materialized (
  select * from jsonb_to_recordset(cast(:days as jsonb)) d (per text, unit date, day date, total int)
), standards as materialized (
  select s.id, s.name, s.level, s.kind, s.per, s.amount, case when s.kind in ('field_minutes', 'visit', 'meeting') then array(
    select jsonb_array_elements_text(coalesce(nullif(nullif(cast(s.log_kinds as jsonb), 'null'), '[]'), cast(:counted as jsonb) -> s.kind))
  ) else array[cast(s.kind as text)] end as kinds
  from duty_standards s where s.active and s.per in (select per from days)
), places as materialized (
  select p.person, g.id as grid, g.path, g.level, range_agg(daterange(p.starts_on, p.ends_on, '[]')) as terms, (
    select range_agg(daterange(a.starts_on, a.ends_on, '[]')) from absences a
    where a.person = p.person and a.approved_by is not null and (a.ends_on is null or a.ends_on >= a.starts_on)
      and a.starts_on <= cast(:until as date) and (a.ends_on is null or a.ends_on >= cast(:since as date))
  ) as leave
  from posts p join grids g on g.id = p.grid
  where p.role = 'leader' and p.starts_on <= cast(:until as date) and (p.ends_on is null or p.ends_on >= cast(:since as date))
    and g.level in (select level from standards)
    and (:everything or p.person = :person or exists (select from unnest(cast(:paths as text[])) own where starts_with(g.path, own)))
    and (cast(:grid as uuid) is null or starts_with(g.path, (select path from grids where id = cast(:grid as uuid))))
  group by p.person, g.id
), deeds as (
  select pl.person, pl.grid, pl.level, pl.terms, l.day, l.kind, l.minutes, l.times
  from places pl cross join lateral (
    select l.work_date as day, cast(l.kind as text) as kind, l.minutes, 1 as times
    from work_logs l
    where l.person = pl.person and l.work_date between cast(:since as date) and cast(:until as date) and ${HOLDS}
      and (l.grid = pl.grid or exists (select from grids lg where lg.id = l.grid and starts_with(lg.path, pl.path)))
    union all
    select wangge_day(l.checked_at), 'log_check', 0, 1 from work_logs l join grids lg on lg.id = l.grid and starts_with(lg.path, pl.path)
    where exists (select from standards s where s.kind = 'log_check' and s.level = pl.level) and l.checked_by = pl.person
      and l.checked_at >= cast(:since as date) - interval '1 day' and l.checked_at < cast(:until as date) + interval '2 days'
    union all
    select wangge_day(c.confirmed_at), 'ledger_review', 0, 1 from ledger_confirmations c join grids lg on lg.id = c.grid and starts_with(lg.path, pl.path)
    where exists (select from standards s where s.kind = 'ledger_review' and s.level = pl.level) and c.confirmed_by = pl.person
      and c.confirmed_at >= cast(:since as date) - interval '1 day' and c.confirmed_at < cast(:until as date) + interval '2 days'
  ) l
), facts as (
  select pl.person, pl.grid, s.id as standard, d.unit, d.total, s.amount, 1 as held, case when d.day <@ pl.leave then 0 else 1 end as present, 0 as done
  from places pl join standards s on s.level = pl.level join days d on d.per = s.per and d.day <@ pl.terms
  union all
  select e.person, e.grid, s.id, cast(case s.per when 'working_day' then e.day else date_trunc(s.per, cast(e.day as timestamp)) end as date), null, null, 0, 0,
    case s.kind when 'field_minutes' then e.minutes else e.times end
  from deeds e join standards s on s.level = e.level and e.kind = any(s.kinds) where e.day <@ e.terms
), judged as (
  select person, grid, standard, (2 * max(amount) * sum(held) + max(total)) / (2 * max(total)) as due,
    (2 * max(amount) * sum(present) + max(total)) / (2 * max(total)) as required, sum(done) as done
  from facts group by person, grid, standard, unit having sum(held) > 0
), summed as (
  select person, grid, standard, sum(required)::int as required, sum(due - required)::int as excused, sum(done)::int as done,
    count(*) filter (where required > 0)::int as units, count(*) filter (where required > 0 and done >= required)::int as met
  from judged where due > 0 group by person, grid, standard
)
select m.person, concat(u.last_name, u.first_name) as person_name, m.grid, g.code as grid_code, g.name as grid_name, g.level, m.standard, s.name as standard_name, s.kind, s.per,
  m.required, m.excused, m.done, m.units, m.met
from summed m join directus_users u on u.id = m.person join grids g on g.id = m.grid join standards s on s.id = m.standard
order by g.path, s.kind, s.per, m.person`;
