/** The SQL of inspection visits. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { Drawable } from './draw-rules.ts';
import type { Method, SheetLine, StoredAnswer, StoredPhoto, StoredVisit, VisitPage } from './model.ts';
import type { SaidAnswer } from './sheet-rules.ts';
import type { AskedVisit, FoundVisit, VisitActor } from './visit-rules.ts';
import { sameIndicators } from '../facts/daily/manual-score-store.ts';

/** Who is of the inspection team for a sub-district: `u` with `d`, their department. */
const INSPECTS = 'coalesce(d.active and d.supervises and (d.subdistrict is null or d.subdistrict = g.subdistrict), false) and u.status = \'active\'';

/** Whether `u` leads `g` on the day, or stands in for whoever does. */
const LEADS = `exists (
      select from posts p where p.grid = g.id and p.role = 'leader' and p.starts_on <= cast(:day as date) and (p.ends_on is null or p.ends_on >= cast(:day as date))
        and (p.person = u.id or exists (select from absences a where a.person = p.person and a.stand_in = u.id and a.approved_by is not null
          and a.starts_on <= cast(:day as date) and (a.ends_on is null or a.ends_on >= cast(:day as date)))))`;

export async function foundForVisit(db: Db, { grid, inspectors, draw, planned_on }: AskedVisit, planner: Uuid): Promise<FoundVisit> {
  const here = await db('grids').where({ id: grid, status: 'active' }).first('code');
  const { rows } = await db.raw<{ rows: { inspects: boolean; in_line: boolean }[] }>(`
    select ${INSPECTS} as inspects, wangge_in_line(u.id, g.id, cast(:day as date)) as in_line
    from unnest(cast(:inspectors as uuid[])) with ordinality named(id, place)
    join grids g on g.id = :grid left join directus_users u on u.id = named.id left join departments d on d.id = u.department
    order by named.place`, { inspectors: [...inspectors, planner], grid, day: planned_on } as unknown as Record<string, string>);
  const drawn = draw === null ? undefined : await db('inspection_draws').where('id', draw).first('drawn');
  return { grid: here ?? null, planner: rows[2]?.inspects ?? false, inspectors: rows.slice(0, 2), drawn: draw === null ? null : ((drawn?.drawn ?? []) as { code: string }[]).map(({ code }) => code) };
}

export interface DrawablePlace extends Drawable { id: Uuid; name: string }

/** Active grids of the level without a visit that is planned or under way, and in the line of none of these on any day from the first to the last; `day` is today. */
export async function drawableGrids(db: Db, { subdistrict, level, inspectors, day, first, last }: { subdistrict: Uuid; level: number; inspectors: readonly Uuid[]; day: Day; first: Day; last: Day }): Promise<DrawablePlace[]> {
  const { rows } = await db.raw<{ rows: DrawablePlace[] }>(`
    select g.id, g.code, g.name,
      (extract(year from cast(:day as date)) - extract(year from seen.day)) * 4 + extract(quarter from cast(:day as date)) - extract(quarter from seen.day) as quarters_since
    from grids g left join lateral (select max(held_on) as day from inspection_visits v where v.grid = g.id and v.held_on is not null) seen on true
    where g.subdistrict = :subdistrict and g.level = :level and g.status = 'active'
      and not exists (select from inspection_visits v where v.grid = g.id and v.state in ('planned', 'under_way'))
      and not exists (
        select from unnest(cast(:inspectors as uuid[])) one(id)
        cross join lateral (select one.id as person, cast(:first as date) as since, cast(:last as date) as until
          union all select a.person, greatest(a.starts_on, cast(:first as date)), least(a.ends_on, cast(:last as date)) from absences a where a.stand_in = one.id and a.approved_by is not null) led
        join posts p on p.person = led.person and p.starts_on <= led.until and (p.ends_on is null or p.ends_on >= led.since) and led.since <= led.until
        join grids own on own.id = p.grid and starts_with(g.path, own.path))
    order by g.code`, { subdistrict, level, inspectors: [...inspectors], day, first, last } as unknown as Record<string, string>);
  return rows.map(({ quarters_since, ...row }) => ({ ...row, quarters_since: quarters_since === null ? null : Math.max(0, Number(quarters_since)) }));
}

/** What is said of it in notices, and to whom. */
export async function gridTold(db: Db, grid: Uuid): Promise<{ name: string; leader: Uuid | null }> {
  return (await db('grids').where('id', grid).first('name', 'leader'))!;
}

const COLUMNS = ['id', 'grid', 'state', 'planned_on', 'inspector_1', 'inspector_2', 'completed_1_at', 'completed_2_at'] as const;

/** Held until the end of the transaction: of two who step at once the second sees what the first did. */
export async function visitToStep(trx: Db, id: Uuid): Promise<StoredVisit | null> {
  return (await trx('inspection_visits').where({ id }).forUpdate().first(...COLUMNS)) ?? null;
}

export async function visitById(db: Db, id: Uuid): Promise<StoredVisit | null> {
  return (await db('inspection_visits').where({ id }).first(...COLUMNS)) ?? null;
}

export async function actorOf(db: Db, person: Uuid, grid: Uuid, day: Day): Promise<VisitActor> {
  const { rows } = await db.raw<{ rows: Omit<VisitActor, 'person'>[] }>(`
    select ${INSPECTS} as inspects, ${LEADS} as leads
    from directus_users u join grids g on g.id = :grid left join departments d on d.id = u.department where u.id = :person`, { person, grid, day });
  return { person, inspects: rows[0]?.inspects ?? false, leads: rows[0]?.leads ?? false };
}

/** A visit that waits for somebody: to be held, for their sheets, or for the leader's word. */
export interface WaitingVisit { id: Uuid; grid: string; waits: 'begin' | 'sheets' | 'acknowledge'; planned_on: Day }

export async function visitsWaiting(db: Db, person: Uuid, day: Day): Promise<WaitingVisit[]> {
  const { rows } = await db.raw<{ rows: WaitingVisit[] }>(`
    select v.id, g.name as grid, v.planned_on::text, case v.state when 'planned' then 'begin' when 'under_way' then 'sheets' else 'acknowledge' end as waits
    from inspection_visits v join grids g on g.id = v.grid join directus_users u on u.id = :person
    where (v.state in ('planned', 'under_way') and (v.inspector_1 = u.id and v.completed_1_at is null or v.inspector_2 = u.id and v.completed_2_at is null))
      or (v.state = 'held' and u.id not in (v.inspector_1, v.inspector_2) and ${LEADS})
    order by v.planned_on, v.id`, { person, day });
  return rows;
}

export async function changeVisit(trx: Db, id: Uuid, change: Record<string, unknown>): Promise<void> {
  await trx('inspection_visits').where({ id }).update(change);
}

/** By the database's clock and in the statement: a year that is computed meanwhile is done by then, or sees it. */
export async function endSheets(trx: Db, id: Uuid, seat: 1 | 2, change: Record<string, unknown>): Promise<void> {
  await trx('inspection_visits').where({ id }).update({ [`completed_${seat}_at`]: trx.raw('clock_timestamp()'), ...change });
}

/** A sheet for each of the two, with the questions as they are now. */
export async function insertSheets(trx: Db, visit: Uuid): Promise<void> {
  await trx.raw(`
    insert into inspection_answers (id, visit, inspector, method, question, sort)
    select gen_random_uuid(), v.id, seat.inspector, q.method, q.text, row_number() over (partition by seat.inspector order by array_position(array['listen', 'look', 'discuss'], q.method::text), q.sort nulls last, q.id)
    from inspection_visits v cross join lateral (values (v.inspector_1), (v.inspector_2)) seat(inspector) cross join inspection_questions q
    where v.id = ? and q.active`, [visit]);
}

export async function answersOf(db: Db, visit: Uuid, inspector: Uuid): Promise<StoredAnswer[]> {
  return db('inspection_answers').where({ visit, inspector }).orderBy('sort').select<StoredAnswer[]>('id', 'inspector', 'method', 'question', 'score', 'note');
}

export async function saveAnswers(trx: Db, visit: Uuid, inspector: Uuid, answers: readonly SaidAnswer[], now: Moment): Promise<number> {
  const { rowCount } = await trx.raw<{ rowCount: number }>(`
    update inspection_answers a set score = said.score, note = said.note, entered_at = :now
    from jsonb_to_recordset(cast(:answers as jsonb)) said(id uuid, score integer, note text)
    where a.id = said.id and a.visit = :visit and a.inspector = :inspector`, { answers: JSON.stringify(answers), visit, inspector, now });
  return rowCount;
}

/** In the order in which they were added. */
export async function photosOf(db: Db, visit: Uuid): Promise<StoredPhoto[]> {
  return db('inspection_photos').where({ visit }).orderBy('added_at').orderBy('id').select<StoredPhoto[]>('id', 'inspector', 'method', 'photo');
}

export async function insertPhoto(trx: Db, row: { visit: Uuid; inspector: Uuid; method: Method; photo: Uuid; added_at: Moment }): Promise<Uuid> {
  const [{ id }] = await trx('inspection_photos').insert({ id: trx.raw('gen_random_uuid()'), ...row }).returning('id') as [{ id: Uuid }];
  return id;
}

export async function removePhoto(trx: Db, visit: Uuid, inspector: Uuid, id: Uuid): Promise<number> {
  return trx('inspection_photos').where({ id, visit, inspector }).delete();
}

/** The quarter in which a score of that day counts; null: it is computed already, or not opened. */
export async function openQuarter(trx: Db, grid: Uuid, day: Day): Promise<{ id: Uuid; ends_on: Day; level: number } | null> {
  const { rows } = await trx.raw<{ rows: { id: Uuid; ends_on: Day; level: number }[] }>(`
    select p.id, p.ends_on::text, g.level from grids g join assessment_periods p on p.subdistrict = g.subdistrict
      and p.kind = 'quarter' and p.state = 'open' and cast(:day as date) between p.starts_on and p.ends_on
    where g.id = :grid`, { grid, day });
  return rows[0] ?? null;
}

/** An inspector's score, as one that is given by hand: the measure `inspection_mean` counts it. */
export async function insertInspectionScore(trx: Db, row: { period: Uuid; indicator: Uuid; grid: Uuid; score: number; rater: Uuid; now: Moment; note: string; link: string }): Promise<void> {
  await trx.raw(`
    insert into assessment_manual_scores (id, period, indicator, subject_kind, grid, score, note, evidence_link, rater, entered_at, source, supersedes, date_created, user_created)
    select gen_random_uuid(), :period, :indicator, 'grid', :grid, :score, :note, :link, :rater, :now, 'inspection',
      (select s.id from assessment_manual_scores s where s.period = :period and s.indicator in (${sameIndicators('cast(:indicator as uuid)')}) and s.rater = :rater and s.grid = :grid order by s.entered_at desc, s.id desc limit 1), :now, :rater`, row);
}

/** All sheets of a visit, for its paper. */
export async function sheetLines(db: Db, visit: Uuid): Promise<SheetLine[]> {
  const { rows } = await db.raw<{ rows: SheetLine[] }>(`
    select a.inspector, concat(u.last_name, u.first_name) as inspector_name, a.method, a.question, a.score, a.note
    from inspection_answers a join inspection_visits v on v.id = a.visit join directus_users u on u.id = a.inspector
    where a.visit = ? order by a.inspector <> v.inspector_1, a.sort`, [visit]);
  return rows;
}

export async function visitPage(db: Db, visit: Uuid): Promise<VisitPage> {
  const { rows } = await db.raw<{ rows: (Omit<VisitPage, 'inspectors'> & { one: string; two: string })[] }>(`
    select g.name as grid, s.name as subdistrict, v.state, v.occasion, v.reason, v.planned_on::text, v.held_on::text,
      concat(a.last_name, a.first_name) as one, concat(b.last_name, b.first_name) as two,
      nullif(concat(l.last_name, l.first_name), '') as acknowledged_by, wangge_day(v.acknowledged_at)::text as acknowledged_on, v.acknowledgement
    from inspection_visits v join grids g on g.id = v.grid join subdistricts s on s.id = g.subdistrict
    join directus_users a on a.id = v.inspector_1 join directus_users b on b.id = v.inspector_2 left join directus_users l on l.id = v.acknowledged_by
    where v.id = ?`, [visit]);
  const { one, two, ...page } = rows[0]!;
  return { ...page, inspectors: [one, two] };
}
