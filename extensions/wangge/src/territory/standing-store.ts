import type { Day, Uuid } from '../kernel/values.ts';
/**
 * How a person stands to a place and to the departments: the authority that `decide` weighs.
 *
 * It comes from posts, absences and departments as they are on that day, never from the name
 * of a role; one round trip.
 */
import type { Db } from '../kernel/context.ts';
import type { Language } from '../kernel/refusal-rules.ts';
import type { Standing } from './model.ts';
import { languageOf } from '../kernel/refusal-rules.ts';

export interface StandingHere extends Standing {
  person: Uuid;
  /** In which language to refuse. */
  language: Language;
}

/**
 * Who stands in for an absent leader, deputy or department head has their authority meanwhile.
 * `grid_path` is the issue's; null asks for the departments alone (then nobody has a level).
 * Null: no such active person.
 */
export async function standing(db: Db, person: Uuid, grid_path: string | null, day: Day): Promise<StandingHere | null> {
  const { rows } = await db.raw<{ rows: StandingRow[] }>(STANDING_SQL, { person, grid_path, day });
  const row = rows[0];
  return row === undefined ? null : { ...row, language: languageOf(row.language) };
}

interface StandingRow extends Omit<StandingHere, 'language'> {
  language: string | null;
}

const STANDING_SQL = `
with acting as (
  select cast(:person as uuid) as person
  union
  select a.person from absences a
  where a.stand_in = cast(:person as uuid) and a.approved_by is not null
    and a.starts_on <= cast(:day as date) and (a.ends_on is null or a.ends_on >= cast(:day as date))
)
select u.id as person, d.id as department, coalesce(d.dispatches, false) as dispatcher, coalesce(d.supervises, false) as inspector, u.language,
  array(select person from acting where person <> cast(:person as uuid) order by person) as acts_for,
  array(select h.id from departments h where h.active and h.head in (select person from acting)) as heads,
  array(
    select distinct g.level from posts p join grids g on g.id = p.grid
    where p.person in (select person from acting)
      and p.starts_on <= cast(:day as date) and (p.ends_on is null or p.ends_on >= cast(:day as date))
      and starts_with(cast(:grid_path as text), g.path)
    order by g.level
  ) as levels,
  array(select there from wangge_acting(cast(:grid_path as text), 1, cast(:day as date)) there where d.dispatches order by there) as level_1,
  wangge_reads(u.id, 'issue_contacts') as reads_contacts
from directus_users u left join departments d on d.id = u.department and d.active
where u.id = cast(:person as uuid) and u.status = 'active'`;
