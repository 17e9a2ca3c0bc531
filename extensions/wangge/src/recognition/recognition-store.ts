/** The SQL of recognitions: what is stored, how somebody stands to it, and each step as a row. */
import type { Db } from '../kernel/context.ts';
import type { Moment, Uuid } from '../kernel/values.ts';
import type { Part } from './duty-rules.ts';
import type { Evidence, FoundFact, Proposal, State, StepName, Stored, Subject } from './model.ts';
import type { Actor } from './step-rules.ts';
import { randomUUID } from 'node:crypto';
import { stateAfter } from './step-rules.ts';

const COLUMNS = ['id', 'person', 'grid', 'department', 'subdistrict', 'kind', 'cause', 'state', 'year', 'honour_level', 'text', 'number', 'answer_until', 'proposed_by', 'decided_by', 'published_at'] as const;

type Row = Omit<Stored, 'answer_until' | 'published_at'> & { answer_until: Date | string; published_at: Date | string | null };

const storedOf = ({ answer_until, published_at, ...row }: Row): Stored => ({ ...row, answer_until: new Date(answer_until).toISOString(), published_at: published_at === null ? null : new Date(published_at).toISOString() });

export async function recognitionById(db: Db, id: Uuid): Promise<Stored | null> {
  const row: Row | undefined = await db('recognitions').where({ id }).first(...COLUMNS);
  return row === undefined ? null : storedOf(row);
}

/** Held until the end of the transaction: of two who step at once the second sees what the first did. */
export async function recognitionToStep(trx: Db, id: Uuid): Promise<Stored | null> {
  const row: Row | undefined = await trx('recognitions').where({ id }).forUpdate().first(...COLUMNS);
  return row === undefined ? null : storedOf(row);
}

/** Whoever stands in for one of these today: `p`. */
const INSTEAD = (whose: string): string => `exists (select from absences a where a.person = ${whose} and a.stand_in = p.id and a.approved_by is not null and a.starts_on <= wangge_today() and (a.ends_on is null or a.ends_on >= wangge_today()))`;
const IN_OFFICE = 'o.starts_on <= wangge_today() and (o.ends_on is null or o.ends_on >= wangge_today())';
const SELF_OR_INSTEAD = (whose: string): string => `(${whose} = p.id or ${INSTEAD(whose)})`;

/** Does it concern `p`: themselves, or who leads the grid or heads the department of which it is said as a whole; `r` a recognition or what would be one. */
const CONCERNS = `case when r.person is not null then ${SELF_OR_INSTEAD('r.person')}
  else exists (select from posts o where o.grid = r.grid and o.role = 'leader' and ${IN_OFFICE} and ${SELF_OR_INSTEAD('o.person')})
    or exists (select from departments d where d.id = r.department and d.head is not null and ${SELF_OR_INSTEAD('d.head')}) end`;

/** Leads an area of the sub-district `r.subdistrict`, or heads its inspection office. */
const DECIDES = `(exists (select from posts o join grids g on g.id = o.grid where g.subdistrict = r.subdistrict and g.level = 1 and o.role = 'leader' and ${IN_OFFICE} and ${SELF_OR_INSTEAD('o.person')})
  or exists (select from departments d where d.active and d.supervises and (d.subdistrict is null or d.subdistrict = r.subdistrict) and d.head is not null and ${SELF_OR_INSTEAD('d.head')}))`;
const INSPECTS = `exists (select from departments d where d.id = p.department and d.active and d.supervises and (d.subdistrict is null or d.subdistrict = r.subdistrict))`;

/** Has the one concerned answered themselves? */
const HEARD = `exists (select from recognition_steps s where s.recognition = r.id and s.step = 'answered' and s.actor in (select wangge_recognition_own(r, wangge_today())))`;

/** How people stand to what would be said of this subject. */
export async function standingTo(db: Db, { person, grid, department, subdistrict }: Subject & { subdistrict: Uuid }, who: Uuid): Promise<{ concerned: boolean; decides: boolean; inspects: boolean }> {
  const { rows } = await db.raw<{ rows: { concerned: boolean; decides: boolean; inspects: boolean }[] }>(`
    select coalesce(${CONCERNS}, false) as concerned, ${DECIDES} as decides, ${INSPECTS} as inspects
    from directus_users p cross join (select cast(:person as uuid) as person, cast(:grid as uuid) as grid, cast(:department as uuid) as department, cast(:subdistrict as uuid) as subdistrict) r
    where p.id = :who and p.status = 'active'`, { person, grid, department, subdistrict, who } as unknown as Record<string, string>);
  return rows[0] ?? { concerned: false, decides: false, inspects: false };
}

export async function actorOf(db: Db, recognition: Stored, who: Uuid): Promise<Actor> {
  const { concerned, decides, inspects } = await standingTo(db, recognition, who);
  const steps: { step: StepName }[] = await db('recognition_steps').where({ recognition: recognition.id, actor: who }).select('step');
  const taken = partsIn(steps.map(({ step }) => step));
  const { rows: [own] } = await db.raw<{ rows: { heard: boolean }[] }>(`select ${HEARD} as heard from recognitions r where r.id = ?`, [recognition.id]);
  return { person: who, decides, inspects, heard: own?.heard ?? false, parts: new Set(concerned ? [...taken, 'concerned'] : taken) };
}

function partsIn(steps: readonly StepName[]): Part[] {
  return steps.flatMap((step): Part[] => step === 'proposed' || step === 'answered' || step === 'confirmed' || step === 'published' ? [step] : []);
}

/** Recognitions in which a step is open for somebody, and how they stand to each: of their own sub-district, or about them. `title`: whose name or which grid it is. */
export async function openRecognitions(db: Db, who: Uuid): Promise<{ recognition: Stored; title: string; actor: Actor }[]> {
  const { rows } = await db.raw<{ rows: (Row & { title: string; concerned: boolean; decides: boolean; inspects: boolean; heard: boolean; taken: StepName[] })[] }>(`
    with mine as (
      select g.subdistrict from posts o join grids g on g.id = o.grid
        where o.person in (select cast(:who as uuid) union select a.person from absences a where a.stand_in = :who and a.approved_by is not null)
      union select d.subdistrict from directus_users u join departments d on d.id = u.department where u.id = :who
      union select d.subdistrict from departments d where d.head = :who)
    select ${COLUMNS.map(column => `r.${column}`).join(', ')}, coalesce(nullif(concat(u.last_name, u.first_name), ''), n.name, h.name, '') as title,
      coalesce(${CONCERNS}, false) as concerned, ${DECIDES} as decides, ${INSPECTS} as inspects, ${HEARD} as heard,
      array(select cast(s.step as text) from recognition_steps s where s.recognition = r.id and s.actor = p.id order by s.seq) as taken
    from recognitions r join directus_users p on p.id = :who and p.status = 'active'
    left join directus_users u on u.id = r.person left join grids n on n.id = r.grid left join departments h on h.id = r.department
    where r.state in ('proposed', 'answered', 'silent', 'confirmed', 'published', 'suspended')
      and (r.person = :who or exists (select from mine m where m.subdistrict is null or m.subdistrict = r.subdistrict))
    order by r.id`, { who });
  return rows.map(({ title, concerned, decides, inspects, heard, taken, ...row }) => ({ recognition: storedOf(row), title, actor: { person: who, decides, inspects, heard, parts: new Set([...partsIn(taken), ...concerned ? ['concerned' as const] : []]) } }));
}

/** Who may act on what today, and reads it therefore. */
export async function seatPeople(db: Db, which: 'open' | 'all'): Promise<void> {
  await db.raw('select wangge_seat_recognitions(null, :open)', { open: which === 'open' });
}

/** Those whom it concerns today, who decide, who inspect: whom a notice goes to. */
export async function peopleOf(db: Db, { person, grid, department, subdistrict }: Subject & { subdistrict: Uuid }): Promise<{ concerned: Uuid[]; deciders: Uuid[]; inspectors: Uuid[] }> {
  const { rows } = await db.raw<{ rows: { id: Uuid; concerned: boolean; decides: boolean; inspects: boolean }[] }>(`
    select * from (
      select p.id, coalesce(${CONCERNS}, false) as concerned, ${DECIDES} as decides, ${INSPECTS} as inspects
      from directus_users p cross join (select cast(:person as uuid) as person, cast(:grid as uuid) as grid, cast(:department as uuid) as department, cast(:subdistrict as uuid) as subdistrict) r
      where p.status = 'active' and (p.id = r.person or p.department in (select id from departments where supervises or id = r.department)
        or p.id in (select o.person from posts o join grids g on g.id = o.grid where g.id = r.grid or g.subdistrict = r.subdistrict and g.level = 1)
        or p.id in (select head from departments where head is not null) or p.id in (select a.stand_in from absences a where a.stand_in is not null and (a.ends_on is null or a.ends_on >= wangge_today())))
    ) p where concerned or decides or inspects`, { person, grid, department, subdistrict } as unknown as Record<string, string>);
  const of = (flag: 'concerned' | 'decides' | 'inspects'): Uuid[] => rows.filter(row => row[flag]).map(({ id }) => id);
  return { concerned: of('concerned'), deciders: of('decides'), inspectors: of('inspects') };
}

export async function insertStep(trx: Db, recognition: Uuid, step: StepName, said: { actor: Uuid | null; reason?: string | null; until?: Moment | null }): Promise<void> {
  // Number and moment are the database's own.
  await trx('recognition_steps').insert({ id: randomUUID(), recognition, seq: 0, step, at: new Date(), reason: null, until: null, ...said });
}

/** The whole proposal, or nothing; gives its id. */
export async function insertProposal(trx: Db, { evidence, ...row }: Proposal, actor: Uuid | null, until: Moment): Promise<Uuid> {
  const id = randomUUID();
  await trx('recognitions').insert({ id, ...row, user_created: actor, date_created: new Date() });
  const subject = row.person ?? row.department ?? row.grid;
  await trx('recognition_evidence').insert(evidence.map(({ cells, ...fact }, sort) => ({ id: randomUUID(), recognition: id, sort, rule: row.rule, subject, cells: cells === null ? null : JSON.stringify(cells), ...fact })));
  await insertStep(trx, id, 'proposed', { actor, until });
  return id;
}

/** Where it goes once it is restored. */
export async function stateWhenRestored(db: Db, recognition: Uuid): Promise<State> {
  return stateAfter([...await db('recognition_steps').where({ recognition }).orderBy('seq').pluck<StepName[]>('step'), 'restored']);
}

/** Proposals whose time to answer is over and of which nobody has said anything. */
export async function silentOnes(db: Db, now: Moment): Promise<Uuid[]> {
  return db('recognitions').where('state', 'proposed').where('answer_until', '<=', now).orderBy('id').pluck('id');
}

export async function quotaOf(db: Db, { subdistrict, year, honour_level }: Pick<Stored, 'subdistrict' | 'year' | 'honour_level'>): Promise<{ places: number; taken: number }> {
  const { rows } = await db.raw<{ rows: { places: number; taken: number }[] }>(
    'select coalesce((select places from honour_quotas where subdistrict = :subdistrict and year = :year and level = :honour_level), 0) as places, cast(wangge_honours_taken(:subdistrict, :year, :honour_level) as integer) as taken',
    { subdistrict, year, honour_level } as unknown as Record<string, string>,
  );
  return rows[0]!;
}

/** What places there are for honours, and how many are taken. */
export async function honourPlaces(db: Db, subdistrict: Uuid): Promise<{ year: number; level: string; places: number; taken: number }[]> {
  const { rows } = await db.raw<{ rows: { year: number; level: string; places: number; taken: number }[] }>(`
    select q.year, q.level, q.places, cast(wangge_honours_taken(q.subdistrict, q.year, q.level) as integer) as taken from honour_quotas q
    where q.subdistrict = ? and q.year >= extract(year from wangge_today()) - 1 order by q.year, q.level`, [subdistrict]);
  return rows;
}

/** Does anything that it rests on stand, and was an appeal against it upheld? */
export async function groundOf(db: Db, recognition: Uuid): Promise<{ stands: boolean; upheld: boolean }> {
  const { rows } = await db.raw<{ rows: { stands: boolean; upheld: boolean }[] }>(`
    select exists (select from recognition_evidence e where e.recognition = :recognition and wangge_evidence_stands(e)) as stands,
      exists (select from fallen_facts f where f.fact_kind = 'recognition' and f.fact = cast(:recognition as text) and f.why = 'appeal_upheld') as upheld`, { recognition });
  return rows[0]!;
}

/** Working days in which somebody answers, and the office's hours. */
export async function answerDays(db: Db): Promise<{ days: number; close_of_business: string }> {
  const { rows } = await db.raw<{ rows: { days: number; close_of_business: string }[] }>(`select coalesce(max(recognition_answer_days), 5) as days, coalesce(max(cast(close_of_business as text)), '18:00:00') as close_of_business from settings_wangge`);
  const { days, close_of_business } = rows[0]!;
  return { days, close_of_business: close_of_business.slice(0, 'HH:MM'.length) };
}

/** What facts are called, of whom they are, and whether they still stand; of what is no fact nothing. */
export async function factsNamed(db: Db, references: readonly Pick<Evidence, 'fact_kind' | 'fact'>[]): Promise<FoundFact[]> {
  const { rows } = await db.raw<{ rows: FoundFact[] }>(`
    select n.kind as fact_kind, n.fact, f.title, f.grid, g.path as grid_path, f.department, f.person, f.subdistrict, f.on_day::text, array(select l.person from wangge_leaders_on(f.grid, f.on_day) l) as led, wangge_fact_stands(n.kind, n.fact) as stands, t.tier, s.kind as recognition_kind, s.state as recognition_state,
      case n.kind when 'clock' then (select cast(d.issue as text) from issue_deadlines d where cast(d.id as text) = n.fact) when 'report' then n.fact when 'log' then n.fact when 'part' then n.fact when 'collection' then n.fact when 'recognition' then n.fact end as item,
      case n.kind when 'clock' then 'issues' when 'report' then 'issues' when 'log' then 'work_logs' when 'part' then 'assignment_grids' when 'collection' then 'collection_tasks' when 'recognition' then 'recognitions' end as collection
    from unnest(cast(:kinds as text[]), cast(:facts as text[])) with ordinality n (kind, fact, place)
    cross join lateral wangge_fact_place(n.kind, n.fact) f
    left join grids g on g.id = f.grid
    left join rankings t on n.kind = 'ranking' and cast(t.id as text) = n.fact
    left join recognitions s on n.kind = 'recognition' and cast(s.id as text) = n.fact
    order by n.place`, { kinds: references.map(({ fact_kind }) => fact_kind), facts: references.map(({ fact }) => fact) } as unknown as Record<string, string>);
  return rows;
}

/** Is there such a subject, and where does it lie? */
export async function placeOfSubject(db: Db, { person, grid, department }: Subject): Promise<{ subdistrict: Uuid | null; name: string; grid_path: string | null } | null> {
  if (grid !== null) {
    const found = await db('grids').where({ id: grid, status: 'active' }).first('subdistrict', 'name', 'path');
    return found === undefined ? null : { subdistrict: found.subdistrict, name: found.name, grid_path: found.path };
  }
  if (department !== null) {
    const found = await db('departments').where({ id: department, active: true }).first('subdistrict', 'name');
    return found === undefined ? null : { ...found, grid_path: null };
  }
  if (person === null)
    return null;
  const { rows } = await db.raw<{ rows: { subdistrict: Uuid | null; name: string; grid_path: string | null }[] }>(`
    select coalesce(g.subdistrict, d.subdistrict) as subdistrict, concat(u.last_name, u.first_name) as name, g.path as grid_path
    from directus_users u left join departments d on d.id = u.department
    left join lateral (select g.* from posts o join grids g on g.id = o.grid where o.person = u.id and ${IN_OFFICE} order by g.level desc, g.code limit 1) g on true
    where u.id = ? and u.status = 'active'`, [person]);
  return rows[0] ?? null;
}
