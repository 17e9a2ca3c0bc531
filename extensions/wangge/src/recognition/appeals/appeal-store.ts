/** The SQL of appeals. Who may file and who may review says the database (`sql/096-appeals.sql`). */
import type { FactReference } from '../../assessment/facts/fact-reference-rules.ts';
import type { Certificate } from '../../calendar/model.ts';
import type { Db } from '../../kernel/context.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { AppealDays, AppealDecision, AppealedPlace, AppealState, ReviewClock, Stage, Standing, StoredAppeal } from './model.ts';

interface Raw<T> { rows: T[] }
const moment = (value: Date | string): Moment => new Date(value).toISOString();

export async function placeOf(db: Db, { kind, fact }: FactReference): Promise<AppealedPlace | null> {
  const { rows } = await db.raw<Raw<AppealedPlace & { known_at: Date }>>('select * from wangge_fact_place(:kind, :fact) where subdistrict is not null and known_at <= now() limit 1', { kind, fact });
  return rows[0] === undefined ? null : { ...rows[0], known_at: moment(rows[0].known_at) };
}

/** Does it concern the person, or do they stand in today for somebody whom it concerns? */
export async function concernOf(db: Db, { kind, fact }: FactReference, person: Uuid): Promise<'own' | 'instead' | null> {
  const { rows } = await db.raw<Raw<{ instead: boolean }>>('select m.instead from wangge_may_appeal(:kind, :fact, wangge_today()) m where m.person = :person order by m.instead limit 1', { kind, fact, person });
  return rows[0] === undefined ? null : rows[0].instead ? 'instead' : 'own';
}

/** By which name it is appealed: there may be several. */
export async function canonical(db: Db, { kind, fact }: FactReference): Promise<FactReference> {
  const { rows } = await db.raw<Raw<{ fact: string }>>('select wangge_fact_name(:kind, :fact) as fact', { kind, fact });
  return { kind, fact: rows[0]!.fact };
}

/**
 * When the quarter that counts it was told (its preview, and its first publication), and the days that its scheme gives. `told`: was it
 * published, or over and never computed? Then it is known by its end.
 */
export async function toldMoments(db: Db, { subdistrict, on_day }: Pick<AppealedPlace, 'subdistrict' | 'on_day'>): Promise<{ told: boolean; moments: Moment[]; days: number | null }> {
  const { rows } = await db.raw<Raw<{ version: number | null; days: number | null; ended_at: Date; moments: string[]; published: boolean }>>(`
    select v.version, s.appeal_working_days as days, wangge_day_ends(q.ends_on) as ended_at, coalesce(t.published, false) as published, coalesce(t.moments, '{}') as moments
    from (select (date_trunc('quarter', cast(:on_day as date)) + interval '3 months')::date - 1 as ends_on) q
    left join assessment_periods p on p.subdistrict = :subdistrict and p.kind = 'quarter' and cast(:on_day as date) between p.starts_on and p.ends_on
    left join lateral (select version, scheme from assessment_versions where period = p.id order by (state = 'published') desc, version desc limit 1) v on true
    left join assessment_schemes s on s.id = v.scheme
    left join lateral (
      select bool_or(f.step = 'publish') as published, array_agg(to_json(f.at) #>> '{}') as moments
      from (select t.step, min(t.at) as at from assessment_steps t where t.period = p.id and t.step in ('preview', 'publish') group by t.step) f
    ) t on true`, { subdistrict, on_day });
  const { version, days, ended_at, moments, published } = rows[0]!;
  const forgotten = version === null && ended_at.getTime() <= Date.now();
  return { told: published || forgotten, moments: [...moments.map(moment), ...forgotten ? [moment(ended_at)] : []], days };
}

/** Of a ranking: until its version is published the window is not closed. */
export async function rankingTold(db: Db, ranking: Uuid): Promise<{ told: boolean; moments: Moment[]; days: number | null }> {
  const { rows } = await db.raw<Raw<{ step: string; at: Date; days: number | null }>>(`
    select t.step, t.at, s.appeal_working_days as days
    from rankings r join assessment_steps t on t.period = r.period and t.version = r.version and t.step in ('preview', 'publish')
    join assessment_versions v on v.period = r.period and v.version = r.version left join assessment_schemes s on s.id = v.scheme where r.id = :ranking`, { ranking });
  return { told: rows.some(({ step }) => step === 'publish'), moments: rows.map(({ at }) => moment(at)), days: rows[0]?.days ?? null };
}

/** Until the end of the transaction: of two who file at once the second sees what the first filed. */
export async function holdSubject(trx: Db, { kind, fact }: FactReference): Promise<void> {
  await trx.raw(`select pg_advisory_xact_lock(hashtextextended(concat_ws(':', cast(:kind as text), wangge_appeal_matter(:kind, :fact)), 96))`, { kind, fact });
}

/** Of the same matter: a ranking of another version of the period is no other. */
export async function filedFor(db: Db, { kind, fact }: FactReference): Promise<{ id: Uuid; state: AppealState } | null> {
  return await db('appeals').where('id', db.raw('wangge_appeal_of(:kind, :fact)', { kind, fact })).first('id', 'state') ?? null;
}

/** Of the scheme that is in force today. */
export async function appealDays(db: Db): Promise<AppealDays> {
  const { rows } = await db.raw<Raw<AppealDays>>(`
    select coalesce(s.appeal_working_days, 5) as appeal_working_days, coalesce(s.review_working_days, 5) as review_working_days, w.close_of_business
    from (select to_char(coalesce((select close_of_business from settings_wangge limit 1), time '18:00'), 'HH24:MI') as close_of_business) w
    left join lateral (
      select appeal_working_days, review_working_days from assessment_schemes where state = 'active' and (valid_from is null or valid_from <= wangge_today()) order by valid_from desc nulls last, version desc limit 1
    ) s on true`);
  return rows[0]!;
}

const APPEAL = `select a.id, a.subject_kind, a.subject, a.title, a.state, a.reason, a.filed_by, a.filed_at, a.person, a.grid, a.department, a.subdistrict, a.on_day from appeals a where a.id = :id`;

export async function appealById(db: Db, id: Uuid): Promise<StoredAppeal | null> {
  const { rows } = await db.raw<Raw<StoredAppeal & { filed_at: Date }>>(APPEAL, { id });
  return rows[0] === undefined ? null : { ...rows[0], filed_at: moment(rows[0].filed_at) };
}

/** Held until the end of the transaction: of two at once the second sees what the first decided. */
export async function appealToStep(trx: Db, id: Uuid): Promise<StoredAppeal | null> {
  const { rows } = await trx.raw<Raw<StoredAppeal & { filed_at: Date }>>(`${APPEAL} for update`, { id });
  return rows[0] === undefined ? null : { ...rows[0], filed_at: moment(rows[0].filed_at) };
}

export async function standingOf(db: Db, { id, subject_kind: kind, subject: fact, grid, department, subdistrict, filed_by, person: named }: StoredAppeal, stage: Stage, person: Uuid): Promise<Standing> {
  const { rows } = await db.raw<Raw<Standing>>(`
    select exists (select from wangge_appeal_seats_on(:id, :stage, wangge_today()) s where s = :person) as seated,
      :person = cast(:filed_by as uuid) as filed,
      coalesce(cast(:named as uuid) = :person, false) or exists (select from wangge_may_appeal(:kind, :fact, wangge_today()) m where m.person = :person) as concerned,
      exists (select from appeal_reviews r where r.appeal = :id and r.reviewer = :person and r.stage <> :stage) as reviewed,
      (select p.part from wangge_fact_parts(:kind, :fact) p where p.person = :person limit 1) as part,
      cast(:grid as uuid) is not null and wangge_in_line(:person, :grid, wangge_today()) as in_line,
      coalesce(d.id = cast(:department as uuid), false) as own_department,
      coalesce(d.active and d.supervises and (d.subdistrict is null or d.subdistrict = :subdistrict), false) as inspects,
      exists (select from posts p join grids g on g.id = p.grid where p.person = :person and g.level = 1 and g.subdistrict = :subdistrict and p.starts_on <= wangge_today() and (p.ends_on is null or p.ends_on >= wangge_today())) as leads_area,
      exists (select from departments h where h.head = :person and h.active and h.kind = 'office' and not coalesce(h.supervises, false) and h.subdistrict = :subdistrict) as heads_office
    from directus_users u left join departments d on d.id = u.department where u.id = :person`, { id, stage, kind, fact, grid, department, subdistrict, filed_by, named, person } as Record<string, string | number>);
  return rows[0] ?? { seated: false, filed: false, concerned: false, reviewed: false, part: null, in_line: false, own_department: false, inspects: false, leads_area: false, heads_office: false };
}

export async function decideReview(trx: Db, appeal: Uuid, stage: Stage, { reviewer, decision, reason, at }: { reviewer: Uuid; decision: AppealDecision; reason: string; at: Moment }): Promise<void> {
  await trx('appeal_reviews').where({ appeal, stage }).update({ reviewer, decision, reason, at });
}

export async function openReview(trx: Db, appeal: Uuid, stage: Stage, opened_at: Moment, { certificate, ...clock }: ReviewClock): Promise<void> {
  await trx('appeal_reviews').insert({ id: trx.raw('gen_random_uuid()'), appeal, stage, opened_at, ...clock, certificate: JSON.stringify(certificate) });
}

export async function withdrawAppeal(trx: Db, id: Uuid, withdrawn_note: string | null): Promise<void> {
  await trx('appeals').where({ id }).update({ state: 'withdrawn', withdrawn_note });
}

/** Who may decide it now, looked up once more. */
export async function seatsOf(trx: Db, appeal: Uuid, stage: Stage): Promise<Uuid[]> {
  await trx.raw('select wangge_seat_reviewers(:appeal, :stage)', { appeal, stage });
  return await trx('appeal_seats').where({ appeal, stage }).orderBy('person').pluck('person');
}

/** Whom it concerned when it was filed: they read it. */
export async function readersOf(db: Db, appeal: Uuid): Promise<Uuid[]> {
  return await db('appeal_seats').where({ appeal, stage: 0 }).orderBy('person').pluck('person');
}

export interface ReviewTold { stage: Stage; reviewer: Uuid | null; reviewer_name: string | null; decision: AppealDecision | null; reason: string | null; at: Moment | null; due_at: Moment; missed: boolean; certificate: Certificate | null }

export async function reviewsOf(db: Db, appeal: Uuid): Promise<ReviewTold[]> {
  const { rows } = await db.raw<Raw<ReviewTold & { at: Date | null; due_at: Date }>>(`
    select r.stage, r.reviewer, nullif(concat(u.last_name, u.first_name), '') as reviewer_name, r.decision, r.reason, r.at, r.due_at, coalesce(r.at, now()) > r.due_at as missed, r.certificate
    from appeal_reviews r left join directus_users u on u.id = r.reviewer where r.appeal = :appeal order by r.stage`, { appeal });
  return rows.map(row => ({ ...row, at: row.at === null ? null : moment(row.at), due_at: moment(row.due_at) }));
}

export interface AppealTold { filed_by_name: string | null; person_name: string | null; grid_name: string | null; department_name: string | null; facts: Record<string, string | number>; files: { id: Uuid; name: string; type: string | null }[] }

export async function toldOf(db: Db, id: Uuid): Promise<AppealTold> {
  const { rows } = await db.raw<Raw<AppealTold>>(`
    select concat(f.last_name, f.first_name) as filed_by_name, nullif(concat(p.last_name, p.first_name), '') as person_name, g.name as grid_name, d.name as department_name, coalesce(wangge_fact_dates(a.subject_kind, a.subject), '{}') as facts,
      coalesce((select json_agg(json_build_object('id', e.id, 'name', coalesce(e.title, e.filename_download), 'type', e.type) order by e.uploaded_on) from appeals_files j join directus_files e on e.id = j.directus_files_id where j.appeals_id = a.id), '[]') as files
    from appeals a left join directus_users f on f.id = a.filed_by left join directus_users p on p.id = a.person left join grids g on g.id = a.grid left join departments d on d.id = a.department
    where a.id = :id`, { id });
  return rows[0]!;
}

/** The versions that were computed without the fact, and those that are not yet. */
export async function effectOf(db: Db, appeal: Uuid): Promise<{ exempt: boolean; periods: { code: string; version: number; state: string; without: boolean }[] }> {
  const { rows } = await db.raw<Raw<{ code: string; version: number; state: string; without: boolean }>>(`
    select p.code, v.version, v.state, e.id = any (v.exemptions) as without
    from assessment_exemptions e join assessment_periods p on p.subdistrict = e.subdistrict and e.on_day between p.starts_on and p.ends_on
    cross join lateral (select version, state, exemptions from assessment_versions where period = p.id order by version desc limit 1) v
    where e.appeal = :appeal and e.lifts is null order by p.starts_on, p.kind desc`, { appeal });
  const { rows: [exempt] } = await db.raw<Raw<{ exempt: boolean }>>('select exists (select from assessment_exemptions e where e.appeal = :appeal and e.lifts is null and not exists (select from assessment_exemptions l where l.lifts = e.id)) as exempt', { appeal });
  return { exempt: exempt!.exempt, periods: rows };
}

export interface RunningReview { appeal: Uuid; title: string; stage: Stage; filed_by: Uuid; due_at: Moment; warn_at: Moment | null; warned: boolean; missed: boolean; due_on: string }

/** Reviews that wait for somebody. */
export async function runningReviews(db: Db): Promise<RunningReview[]> {
  const { rows } = await db.raw<Raw<RunningReview & { due_at: Date; warn_at: Date | null }>>(`
    select r.appeal, a.title, r.stage, a.filed_by, r.due_at, r.warn_at, r.warned_at is not null as warned, r.missed_at is not null as missed, wangge_day(r.due_at)::text as due_on
    from appeal_reviews r join appeals a on a.id = r.appeal
    where r.at is null and a.state = case r.stage when 1 then 'first_review' else 'second_review' end order by r.due_at, r.appeal`);
  return rows.map(row => ({ ...row, due_at: moment(row.due_at), warn_at: row.warn_at === null ? null : moment(row.warn_at) }));
}

/** Dated with the moment at which it became true. Answers whether it was noted by this call. */
export async function noteClock(trx: Db, { appeal, stage }: Pick<RunningReview, 'appeal' | 'stage'>, column: 'warned_at' | 'missed_at', at: Moment): Promise<boolean> {
  return await trx('appeal_reviews').where({ appeal, stage }).whereNull('at').whereNull(column).update({ [column]: at }) > 0;
}

/** Of a ranking: who took the steps of its version, and who leads the inspection team. They compute anew, or say why not. */
export async function publishersOf(db: Db, appeal: Uuid): Promise<Uuid[]> {
  const { rows } = await db.raw<Raw<{ actor: Uuid }>>(`
    select distinct t.actor from appeals a join rankings r on r.id = case when a.subject_kind = 'ranking' then cast(a.subject as uuid) end
    join assessment_steps t on t.period = r.period and t.version = r.version where a.id = :appeal and t.actor is not null`, { appeal });
  return [...new Set([...rows.map(({ actor }) => actor), ...await teamHeads(db, appeal)])];
}

/** Who leads what the appeal's first review is of: the heads of the inspection team, told when it is overdue. */
export async function teamHeads(db: Db, appeal: Uuid): Promise<Uuid[]> {
  const { rows } = await db.raw<Raw<{ head: Uuid }>>(`
    select distinct d.head from appeals a join departments d on d.active and d.supervises and (d.subdistrict is null or d.subdistrict = a.subdistrict) where a.id = :appeal and d.head is not null`, { appeal });
  return rows.map(({ head }) => head);
}

export interface Affected { code: string; subdistrict_code: string; title: string; day: Day }

/** Periods whose newest version does not know what stands now of an exemption that concerns them: each once, the oldest first. */
export async function toComputeAnew(db: Db): Promise<Affected[]> {
  const { rows } = await db.raw<Raw<Affected>>(`
    select p.code, s.code as subdistrict_code, string_agg(distinct coalesce(a.title, e.fact), '；') as title, min(e.on_day) as day
    from assessment_exemptions e join assessment_periods p on p.subdistrict = e.subdistrict and e.on_day between p.starts_on and p.ends_on and p.kind in ('month', 'quarter')
    join subdistricts s on s.id = p.subdistrict left join appeals a on a.id = e.appeal
    cross join lateral (select exemptions from assessment_versions where period = p.id order by version desc limit 1) v
    where e.lifts is null and (e.id = any (v.exemptions)) = exists (select from assessment_exemptions l where l.lifts = e.id)
    group by p.code, s.code, p.starts_on, p.kind order by p.starts_on, p.kind, s.code`);
  return rows;
}

/** Who may add evidence to it: whoever filed it, while its first review runs. */
export async function evidenceOpen(db: Db, id: Uuid, person: Uuid): Promise<boolean> {
  return await db('appeals').where({ id, filed_by: person, state: 'first_review' }).first('id') !== undefined;
}
