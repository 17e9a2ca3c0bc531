/** The SQL of rules: what is stored, what was tried, what published quarters say, and what a rule has said already. */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Rule } from './rule-rules.ts';

const COLUMNS = ['id', 'name', 'cause', 'kind', 'honour_level', 'colour', 'basis', 'subject', 'fact_kind', 'fact_column', 'flag', 'measure', 'tier', 'operator', 'threshold', 'min_sample', 'quarters_running', 'text', 'active'] as const;

export interface StoredRule extends Rule { tried: boolean }

export async function ruleById(db: Db, id: Uuid): Promise<StoredRule | null> {
  return (await db('recognition_rules as r').where({ id }).first(...COLUMNS, db.raw('coalesce(r.tried_wording = wangge_rule_wording(r), false) as tried'))) ?? null;
}

export async function activeRules(db: Db, which: 'proposes' | 'shows'): Promise<Rule[]> {
  const query = db('recognition_rules').where({ active: true }).orderBy('sort').orderBy('id').select<Rule[]>(...COLUMNS);
  return which === 'proposes' ? query.whereNotNull('kind') : query.whereNot('colour', 'none');
}

/** What a trial named is kept with the wording that was tried. */
export async function saveTrial(trx: Db, id: Uuid, result: unknown, person: Uuid, now: Moment): Promise<void> {
  await trx.raw('update recognition_rules r set tried_result = :result, tried_by = :person, tried_at = :now, tried_wording = wangge_rule_wording(r) where r.id = :id', { id, result: JSON.stringify(result), person, now });
}

export interface PlaceRow { id: Uuid; name: string }

export async function placesWithGrids(db: Db): Promise<PlaceRow[]> {
  return db('subdistricts').whereIn('id', db('grids').where({ status: 'active' }).distinct('subdistrict')).orderBy('code').select<PlaceRow[]>('id', 'name');
}

/** `subject|once` of everything that this rule has cited. */
export async function citedBy(db: Db, rule: Uuid): Promise<Set<string>> {
  const rows: { subject: string; once: string }[] = await db('recognition_evidence').where({ rule }).select('subject', 'once');
  return new Set(rows.map(({ subject, once }) => `${subject}|${once}`));
}

export interface TierRow { ranking: Uuid; period: Uuid; grid: Uuid | null; department: Uuid | null; person: Uuid | null; sample: number }

/** Who stood in this tier of the published version of a quarter. */
export async function tiersOf(db: Db, subdistrict: Uuid, code: string, { subject, tier }: Pick<Rule, 'subject' | 'tier'>): Promise<TierRow[]> {
  const { rows } = await db.raw<{ rows: TierRow[] }>(`
    select r.id as ranking, p.id as period, r.grid, r.department, r.person, coalesce(r.sample, 0) as sample
    from assessment_periods p join rankings r on r.period = p.id and r.version = p.version and r.state = 'published'
    where p.subdistrict = :subdistrict and p.code = :code and p.kind = 'quarter' and r.subject = :subject and r.tier = :tier order by r.id`, { subdistrict, code, subject, tier } as unknown as Record<string, string>);
  return rows;
}

export interface MeasureRow { period: Uuid; grid: Uuid | null; grid_path: string | null; department: Uuid | null; person: Uuid | null; numerator: number; denominator: number }

/** What the published version of a quarter says of a measure. */
export async function measuresOf(db: Db, subdistrict: Uuid, code: string, { subject, measure }: Pick<Rule, 'subject' | 'measure'>): Promise<MeasureRow[]> {
  const { rows } = await db.raw<{ rows: MeasureRow[] }>(`
    select distinct on (case s.subject when 'grid' then s.grid when 'department' then s.department else s.person end) p.id as period, s.grid, g.path as grid_path, s.department, s.person, cast(s.numerator as double precision) as numerator, cast(s.denominator as double precision) as denominator
    from assessment_periods p join assessment_scores s on s.period = p.id and s.version = p.version and s.state = 'published'
    join assessment_indicators i on i.id = s.indicator left join grids g on g.id = s.grid
    where p.subdistrict = :subdistrict and p.code = :code and p.kind = 'quarter' and s.subject = :subject and i.measure = :measure and s.denominator > 0
    order by case s.subject when 'grid' then s.grid when 'department' then s.department else s.person end, s.id`, { subdistrict, code, subject, measure } as unknown as Record<string, string>);
  return rows;
}

/** How people and places are called. */
export async function namesFor(db: Db, keys: readonly Uuid[]): Promise<Map<Uuid, string>> {
  const { rows } = await db.raw<{ rows: { id: Uuid; name: string }[] }>(`
    select id, concat(last_name, first_name) as name from directus_users where id = any (:keys)
    union all select id, name from grids where id = any (:keys) union all select id, name from departments where id = any (:keys)`, { keys: [...keys] } as unknown as Record<string, string>);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The grid in which a person's row stands: that of today's post, or the one of the facts. */
export async function gridOfPerson(db: Db, person: Uuid, subdistrict: Uuid): Promise<Uuid | null> {
  const { rows } = await db.raw<{ rows: { grid: Uuid }[] }>(`
    select o.grid from posts o join grids g on g.id = o.grid where o.person = :person and g.subdistrict = :subdistrict and o.starts_on <= wangge_today()
    order by o.ends_on is null or o.ends_on >= wangge_today() desc, o.role = 'leader' desc, g.level desc, o.starts_on desc, g.code limit 1`, { person, subdistrict });
  return rows[0]?.grid ?? null;
}

/** Which of these facts stand. */
export async function standing(db: Db, kind: string, facts: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.raw<{ rows: { fact: string }[] }>('select fact from unnest(cast(:facts as text[])) f (fact) where wangge_fact_stands(:kind, fact)', { kind, facts: [...facts] } as unknown as Record<string, string>);
  return new Set(rows.map(({ fact }) => fact));
}
