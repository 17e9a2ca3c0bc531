/** The SQL of a version's steps. */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Draft, Step, StepStanding, WaitingPeriod } from './step-rules.ts';

export interface PeriodToStep {
  id: Uuid;
  code: string;
  subdistrict: Uuid;
  /** Of the draft's scheme; null: as shipped. */
  preview_days: number | null;
  time_zone: string;
  close_of_business: string;
  draft: Draft | null;
}

/** The period, held until the end of the transaction: of two who take a step at once the second sees what the first did. */
export async function periodToStep(trx: Db, id: Uuid): Promise<PeriodToStep | null> {
  if (await trx('assessment_periods').where({ id }).forUpdate().first('id') === undefined)
    return null;
  const { rows } = await trx.raw<{ rows: (Omit<PeriodToStep, 'draft'> & { version: number | null; state: Draft['state']; preview_until: Date | null; computed_by: Uuid | null; preview_by: Uuid | null })[] }>(`
    select p.id, p.code, p.subdistrict, s.preview_working_days as preview_days, v.version, v.state, v.preview_until,
      (select actor from assessment_steps t where t.period = v.period and t.version = v.version and t.step = 'compute') as computed_by,
      (select actor from assessment_steps t where t.period = v.period and t.version = v.version and t.step = 'preview') as preview_by,
      coalesce((select nullif(time_zone, '') from settings_wangge limit 1), 'Asia/Shanghai') as time_zone,
      to_char(coalesce((select close_of_business from settings_wangge limit 1), time '18:00'), 'HH24:MI') as close_of_business
    from assessment_periods p
    left join assessment_versions v on v.period = p.id and v.state in ('computed', 'preview')
    left join assessment_schemes s on s.id = v.scheme
    where p.id = ? order by v.version desc nulls last limit 1`, [id]);
  const { version, state, preview_until, computed_by, preview_by, ...period } = rows[0]!;
  return { ...period, draft: version === null ? null : { version, state, computed_by, preview_by, preview_until: preview_until && new Date(preview_until).toISOString() } };
}

/** Whose version it is to step on. */
export interface SteppedPeriod { id: Uuid; subdistrict: Uuid; version: number }

/** How people stand to a period's version on the day of that moment: who inspects, leads an area there, or has a place in it. */
const STANDINGS = `
  select u.id as person,
    coalesce(d.supervises and (d.subdistrict is null or d.subdistrict = :subdistrict), false) as inspects,
    exists (select from posts p join grids g on g.id = p.grid
      where p.person = u.id and g.level = 1 and g.subdistrict = :subdistrict and p.starts_on <= wangge_day(:now) and (p.ends_on is null or p.ends_on >= wangge_day(:now))) as leads_area,
    exists (select from rankings r where r.period = :period and r.version = :version and r.rank is not null and r.person = u.id)
    or exists (select from rankings r join assessment_periods a on a.id = r.period
      join posts p on p.grid = r.grid and p.role = 'leader' and p.person = u.id and p.starts_on <= wangge_day(:now) and (p.ends_on is null or p.ends_on >= a.starts_on)
      where r.period = :period and r.version = :version and r.subject = 'grid' and r.rank is not null)
    or exists (select from rankings r join departments h on h.id = r.department and h.head = u.id
      where r.period = :period and r.version = :version and r.subject = 'department' and r.rank is not null) as ranked
  from directus_users u left join departments d on d.id = u.department and d.active
  where u.status = 'active'`;

/** Null: no such active person. */
export async function stepStanding(trx: Db, person: Uuid, { id, subdistrict, version }: SteppedPeriod, now: Moment): Promise<StepStanding | null> {
  const { rows } = await trx.raw<{ rows: StepStanding[] }>(`${STANDINGS} and u.id = :person`, { period: id, version, subdistrict, person, now });
  return rows[0] ?? null;
}

/** Of all who inspect or lead an area there. */
export async function standingsOf(db: Db, { id, subdistrict, version }: SteppedPeriod, now: Moment): Promise<StepStanding[]> {
  const { rows } = await db.raw<{ rows: StepStanding[] }>(`
    ${STANDINGS} and (d.supervises or exists (select from posts p join grids g on g.id = p.grid where p.person = u.id and g.level = 1))
    order by u.id`, { period: id, version, subdistrict, now });
  return rows.filter(({ inspects, leads_area }) => inspects || leads_area);
}

export interface StoredStep { version: number; step: Step; actor: Uuid | null; actor_name: string | null; at: Moment; until: Moment | null; reason: string | null }

/** In the order in which they were taken. */
export async function stepsOf(db: Db, period: Uuid): Promise<StoredStep[]> {
  const { rows } = await db.raw<{ rows: StoredStep[] }>(`
    select s.version, s.step, s.actor, concat(u.last_name, u.first_name) as actor_name, s.at, s.until, s.reason
    from assessment_steps s left join directus_users u on u.id = s.actor
    where s.period = ? order by s.version, array_position(array['compute', 'preview', 'publish'], s.step::text)`, [period]);
  return rows;
}

export interface NewStep { period: Uuid; version: number; step: Step; actor: Uuid | null; at: Moment; until: Moment | null; reason: string | null }

/** What follows of it, the database does (`041-assessment-steps.sql`). */
export async function insertStep(trx: Db, step: NewStep): Promise<void> {
  await trx('assessment_steps').insert({ id: trx.raw('gen_random_uuid()'), ...step });
}

/** Periods with a version that is not published yet, the oldest first. */
export async function draftsWaiting(db: Db): Promise<WaitingPeriod[]> {
  const { rows } = await db.raw<{ rows: (Omit<WaitingPeriod, 'preview_until'> & { preview_until: Date | null })[] }>(`
    select p.id, p.code, p.subdistrict, s.code as subdistrict_code, s.name as subdistrict_name, v.version, v.state, v.preview_until,
      (select actor from assessment_steps t where t.period = v.period and t.version = v.version and t.step = 'compute') as computed_by,
      (select actor from assessment_steps t where t.period = v.period and t.version = v.version and t.step = 'preview') as preview_by
    from assessment_versions v
    join assessment_periods p on p.id = v.period
    join subdistricts s on s.id = p.subdistrict
    where v.state in ('computed', 'preview') order by p.starts_on, p.code, s.code`);
  return rows.map(row => ({ ...row, preview_until: row.preview_until && new Date(row.preview_until).toISOString() }));
}
