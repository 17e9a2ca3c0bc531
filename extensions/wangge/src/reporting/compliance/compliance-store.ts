/**
 * The SQL of compliance: the rule of `compliance.ts` for everybody at once. Whose posts they were is read from the posts of each
 * day; a person's logs never overlap (the database sees to that), so minutes are added up. Who is on leave is excused; what their
 * stand-in does in their grid counts for the stand-in alone.
 */
import type { Calendar } from '../../calendar/model.ts';
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Period, Unit } from './compliance-rules.ts';
import type { ComplianceRow, Place } from './model.ts';
import { epochDay } from '../../kernel/civil-date-rules.ts';
import { COUNTED, PERS, unitsOf } from './compliance-rules.ts';

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

/** Of the units that ended in a period: what was judged. */
export async function complianceRows(db: Db, period: Period, calendar: Calendar, viewer: Viewer, grid: Uuid | null = null): Promise<ComplianceRow[]> {
  return complianceIn(db, PERS.flatMap(per => unitsOf(per, period, calendar)), viewer, grid);
}

/** Of these units, over or not, in everybody's grids or in those below one. */
export async function complianceIn(db: Db, units: readonly Unit[], viewer: Viewer, grid: Uuid | null): Promise<ComplianceRow[]> {
  if (units.length === 0)
    return [];
  const { rows } = await db.raw<{ rows: ComplianceRow[] }>(SQL, { ...viewer, ...unitBindings(units), grid });
  return rows;
}

/** The active grids that somebody may see, or those in one subtree, with today's leader. */
export async function placesOf(db: Db, { everything, paths }: Viewer, grid: Uuid | null): Promise<Place[]> {
  const { rows } = await db.raw<{ rows: Place[] }>(`
    select g.id as grid, g.parent, g.code, g.name, g.level, g.path, nullif(concat(u.last_name, u.first_name), '') as leader_name
    from grids g left join directus_users u on u.id = g.leader
    where g.status = 'active' and (:everything or exists (select from unnest(cast(:paths as text[])) own where starts_with(g.path, own)))
      and (cast(:grid as uuid) is null or starts_with(g.path, (select path from grids where id = cast(:grid as uuid))))`, { everything, paths, grid });
  return rows;
}

/** What a query binds of its units: their working days, and of every day in which unit it lies. */
export function unitBindings(units: readonly Unit[]): { first_day: Day; last_day: Day; days: string; numbers: string; counted: string } {
  const numbered = PERS.flatMap(per => units.filter(unit => unit.per === per).map((unit, index) => ({ ...unit, number: index + 1 })));
  const first_day = units.map(({ unit }) => unit).toSorted()[0]!;
  const last_day = units.map(({ ends_on }) => ends_on).toSorted().at(-1)!;
  const days = numbered.flatMap(({ per, number, working }) => working.map(day => ({ per, number, day, total: working.length })));
  return { first_day, last_day, days: JSON.stringify(days), numbers: JSON.stringify(numbersOf(numbered, { from: first_day, until: last_day })), counted: JSON.stringify(COUNTED) };
}

/** Of every day of the period, by kind of unit: in which unit it lies, from 1; 0: in none that is judged. */
function numbersOf(units: readonly (Unit & { number: number })[], { from, until }: Period): Record<string, number[]> {
  const numbers: Record<string, number[]> = {};
  for (const { per, number, unit, ends_on } of units) {
    const those = numbers[per] ??= Array.from({ length: epochDay(until) - epochDay(from) + 1 }, () => 0);
    those.fill(number, epochDay(unit) - epochDay(from), epochDay(ends_on) - epochDay(from) + 1);
  }
  return numbers;
}

/** Where a question reads: what stands there now, or what was on record before `:cut`. */
export interface Sources {
  posts: string;
  /** Those that were approved. */
  absences: string;
  standards: string;
  /** As they lie today, or as they lay when the period ended. */
  grids: string;
  /** Of the place `held`: the ids of its grid and of those below. */
  below: string;
  /** The condition under which a log `l` reads as it stands. */
  log_stands: string;
  /** The logs of the person `pl` that read otherwise: as they were. */
  logs_then: string | null;
  finding_stands: string;
  /** The condition under which a confirmation `c` was on record. */
  review_stands: string;
}

const NOW: Sources = {
  posts: 'posts',
  absences: '(select * from absences where approved_by is not null and (ends_on is null or ends_on >= starts_on))',
  standards: '(select id, level, name, kind, cast(log_kinds as jsonb) as log_kinds, amount, per from duty_standards where active)',
  grids: 'grids',
  below: `array(select b.id from grids b where b.path ~>=~ held.path and b.path ~<~ (left(held.path, -1) || '0'))`,
  log_stands: 'true',
  logs_then: null,
  finding_stands: 'true',
  review_stands: 'true',
};

/** A finding that is confirmed, and nothing less, takes a log out. */
const holds = ({ finding_stands }: Sources): string => `(l.check_result is distinct from 'false'
  or not exists (select from ledger_findings f where f.work_log = l.id and f.state in ('confirmed', 'corrected') and ${finding_stands}))`;

/** In the person's own grids, or on that day in those of somebody whom they stand in for: they are at one place at a time. */
const inside = (grid: string, day: string, { grids }: Sources): string => `(${grid} = any(pl.grids) or exists (
  select from stood st where st.person = pl.person and ${day} <@ st.days and exists (select from ${grids} b where b.id = ${grid} and starts_with(b.path, st.path))))`;

/** Days are told apart afterwards: they begin where the installation lives. */
const about = (moment: string): string => `${moment} >= cast(:first_day as date) - interval '1 day' and ${moment} < cast(:last_day as date) + interval '2 days'`;

/**
 * What a unit asks for depends on when the post was held and on the leave alone: it is worked out once for all places that
 * share both (`asked`, an amount by unit; -1 where nothing is asked). Then each place reads its person's own rows from the
 * index, adds them up by unit and looks up what that unit asks for: nothing is sorted, and nothing depends on what the planner guesses.
 *
 * `which` grids of posts are asked about, in SQL of `p` and `g`.
 */
export const judged = (sources: Sources, which: string): string => `
days as materialized (
  select * from jsonb_to_recordset(cast(:days as jsonb)) d (per text, number int, day date, total int)
), standards as materialized (
  select s.id, s.name, s.level, s.kind, s.per, s.amount, case when s.kind in ('field_minutes', 'visit', 'meeting') then array(
    select jsonb_array_elements_text(coalesce(nullif(nullif(s.log_kinds, 'null'), '[]'), cast(:counted as jsonb) -> s.kind))
  ) end as log_kinds, array(select cast(number as int) from jsonb_array_elements_text(cast(:numbers as jsonb) -> s.per) number) as numbers
  from ${sources.standards} s where s.per in (select per from days)
), held as materialized (
  select p.person, g.id as grid, g.path, g.level, range_agg(daterange(p.starts_on, p.ends_on, '[]') * span.whole) as terms, (
    select range_agg(daterange(a.starts_on, a.ends_on, '[]') * span.whole) from ${sources.absences} a
    where a.person = p.person and daterange(a.starts_on, a.ends_on, '[]') && span.whole
  ) as leave
  from ${sources.posts} p join ${sources.grids} g on g.id = p.grid cross join (select daterange(cast(:first_day as date), cast(:last_day as date), '[]') as whole) span
  where p.role = 'leader' and p.starts_on <= cast(:last_day as date) and (p.ends_on is null or p.ends_on >= cast(:first_day as date))
    and g.level in (select level from standards) and ${which}
  group by p.person, g.id, g.path, g.level, span.whole
), places as materialized (
  select person, grid, level, terms, leave, dense_rank() over (order by level, terms, leave) as terms_no, case when level = 3 then array[grid] else ${sources.below} end as grids
  from held
), stood as materialized (
  select a.stand_in as person, daterange(a.starts_on, a.ends_on, '[]') * daterange(p.starts_on, p.ends_on, '[]') as days, g.path
  from ${sources.absences} a join ${sources.posts} p on p.person = a.person and p.role = 'leader' join ${sources.grids} g on g.id = p.grid
  where a.stand_in in (select person from places) and a.starts_on <= cast(:last_day as date) and (a.ends_on is null or a.ends_on >= cast(:first_day as date))
), units as (
  select f.terms_no, s.id as standard, d.number,
    (2 * s.amount * count(*) filter (where d.day <@ f.terms) + d.total) / (2 * d.total) as due,
    (2 * s.amount * count(*) filter (where d.day <@ f.terms and (d.day <@ f.leave) is not true) + d.total) / (2 * d.total) as required
  from (select distinct on (terms_no) terms_no, level, terms, leave from places order by terms_no) f join standards s on s.level = f.level join days d on d.per = s.per
  group by f.terms_no, s.id, s.amount, d.number, d.total
), asked as materialized (
  select terms_no, standard, array_agg(cast(case when due > 0 then required else -1 end as int) order by number) as amounts,
    sum(required)::int as required, sum(due - required)::int as excused, count(*) filter (where required > 0)::int as units
  from units group by terms_no, standard having max(due) > 0
)`;

/** By the place `pl` for the standard `s`: what was done in each unit in which anything was. */
export const doneByUnit = (sources: Sources): string => {
  const logs = (table: string, condition: string): string => `
      select l.work_date, l.minutes from ${table} l
      where s.log_kinds is not null and l.person = pl.person and l.work_date between cast(:first_day as date) and cast(:last_day as date)
        and l.kind = any(s.log_kinds) and ${inside('l.grid', 'l.work_date', sources)} and l.work_date <@ pl.terms and ${holds(sources)} and ${condition}`;
  return `
    select number, done from (
      select s.numbers[l.work_date - cast(:first_day as date) + 1] as number, sum(case s.kind when 'field_minutes' then l.minutes else 1 end) as done
      from (${logs('work_logs', sources.log_stands)}${sources.logs_then === null ? '' : ` union all ${logs(sources.logs_then, 'true')}`}) l
      group by 1
      union all
      select s.numbers[day - cast(:first_day as date) + 1], count(*) from (
        select wangge_day(l.checked_at) as day, l.grid from work_logs l
        where s.kind = 'log_check' and l.checked_by = pl.person and ${about('l.checked_at')}
        union all
        select wangge_day(c.confirmed_at), c.grid from ledger_confirmations c
        where s.kind = 'ledger_review' and c.confirmed_by = pl.person and ${about('c.confirmed_at')} and ${sources.review_stands}
      ) deeds where day <@ pl.terms and ${inside('deeds.grid', 'day', sources)} group by 1
    ) numbered where number > 0`;
};

const SQL = `
with ${judged(NOW, `(:everything or p.person = :person or exists (select from unnest(cast(:paths as text[])) own where starts_with(g.path, own)))
    and (cast(:grid as uuid) is null or starts_with(g.path, (select path from grids where id = cast(:grid as uuid))))`)}
select pl.person, concat(u.last_name, u.first_name) as person_name, pl.grid, g.code as grid_code, g.name as grid_name, g.level, a.standard, s.name as standard_name, s.kind, s.per,
  a.required, a.excused, coalesce(did.done, 0) as done, a.units, did.met
from places pl join asked a using (terms_no) join standards s on s.id = a.standard cross join lateral (
  select sum(done)::int as done, count(*) filter (where amount > 0 and done >= amount)::int as met from (
    select a.amounts[number] as amount, done from (${doneByUnit(NOW)}) by_unit
  ) judged where amount >= 0
) did join directus_users u on u.id = pl.person join grids g on g.id = pl.grid
order by g.path, s.kind, s.per, pl.person`;
