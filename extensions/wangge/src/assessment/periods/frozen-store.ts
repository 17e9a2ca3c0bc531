/** The SQL of what is frozen before a quarter: the quarters before it, its priors, its fields. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { FieldKey } from '../interval/field-input-rules.ts';
import type { NotDrawn } from '../interval/field-rules.ts';
import type { ComputedField } from './compute-task.ts';

/** `persons_by_post`: are its persons counted as they are now? */
export interface QuarterBefore { id: Uuid; code: string; version: number; persons_by_post: boolean }

/** The last published quarters that began before this day, the latest first, as they are published now. */
export async function quartersBefore(trx: Db, subdistrict: Uuid, starts_on: Day, most: number): Promise<QuarterBefore[]> {
  return trx('assessment_periods as p').join('assessment_versions as v', function joined() {
    this.on('v.period', 'p.id').andOnVal('v.state', 'published');
  }).where({ 'p.subdistrict': subdistrict, 'p.kind': 'quarter' }).where('p.starts_on', '<', starts_on).orderBy('p.starts_on', 'desc').limit(most).select('p.id', 'p.code', 'v.version', 'v.persons_by_post');
}

/** These versions, in their order. */
export async function quartersNamed(trx: Db, subdistrict: Uuid, named: readonly { code: string; version: number }[]): Promise<QuarterBefore[]> {
  const { rows } = await trx.raw<{ rows: QuarterBefore[] }>(`
    select p.id, p.code, v.version, v.persons_by_post from unnest(cast(:codes as text[]), cast(:versions as int[])) with ordinality n (code, version, place)
    join assessment_periods p on p.code = n.code and p.subdistrict = cast(:subdistrict as uuid) join assessment_versions v on v.period = p.id and v.version = n.version order by n.place`, { subdistrict, codes: named.map(({ code }) => code), versions: named.map(({ version }) => String(version)) });
  return rows;
}

/** Whose row a result is, by its kind. */
const SUBJECT = (row: string): string => `case ${row}.subject when 'person' then ${row}.person when 'department' then ${row}.department else ${row}.grid end`;

export interface CellBefore { indicator: string; measure: string; numerator: string; denominator: string }

/** What was counted of everybody in one field of that quarter. */
export async function cellsOf(trx: Db, { id, version }: QuarterBefore, { kind, level, group }: FieldKey): Promise<CellBefore[]> {
  const { rows } = await trx.raw<{ rows: CellBefore[] }>(`
    with field as materialized (
      select r.${kind} as whose from rankings r
      where r.period = :id and r.version = :version and r.subject = :kind and r.level is not distinct from cast(:level as int) and r.peer_group is not distinct from cast(:group as text) and r.total is not null and r.note is distinct from 'retired'
    )
    select i.code as indicator, i.measure, s.numerator, s.denominator
    from assessment_scores s join field f on f.whose = s.${kind} join assessment_indicators i on i.id = s.indicator
    where s.period = :id and s.version = :version and s.subject = :kind and s.denominator > 0`, { id, version, kind, level, group } as unknown as Record<string, string>);
  return rows;
}

export interface StoredPrior { indicator: string; good: number | null; bad: number | null; phi: number; source: string | null }

export async function priorsOf(trx: Db, period: Uuid, { kind, level, group }: FieldKey): Promise<StoredPrior[]> {
  const { rows } = await trx.raw<{ rows: StoredPrior[] }>(`
    select indicator, good, bad, phi, source from assessment_priors
    where period = :period and subject = :kind and level is not distinct from cast(:level as int) and peer_group is not distinct from cast(:group as text) order by indicator`, { period, kind, level, group } as unknown as Record<string, string>);
  return rows;
}

/** Written once: what is there stays. */
export async function keepPriors(trx: Db, period: Uuid, { kind, level, group }: FieldKey, priors: readonly StoredPrior[]): Promise<void> {
  if (priors.length > 0)
    await trx('assessment_priors').insert(priors.map(prior => ({ period, subject: kind, level, peer_group: group, ...prior }))).onConflict().ignore();
}

export async function keepFields(trx: Db, period: Uuid, version: number, fields: readonly ComputedField[]): Promise<void> {
  if (fields.length > 0) {
    await trx('assessment_fields').insert(fields.map(({ kind, level, group, ...field }) => {
      const { mean_width, places_told } = 'header' in field ? field.header : { mean_width: null, places_told: false };
      return { period, version, subject: kind, level, peer_group: group, mean_width, places_told, header: JSON.stringify('header' in field ? field.header : { not_drawn: field.not_drawn }) };
    }));
  }
}

/** `not_drawn`: why nothing is said of it, as a refusal's code and parameters. */
export interface GroupSaid { group: string | null; ranked: number | null; mean_width: number | null; places_told: boolean; not_drawn: NotDrawn['not_drawn'] | null }

/** Of each peer group: how wide its intervals are on average (per mille of the group), and whether its places say more than chance. */
export async function groupsOf(db: Db, period: Uuid, version: number, kind: FieldKey['kind'], level: number): Promise<GroupSaid[]> {
  const { rows } = await db.raw<{ rows: GroupSaid[] }>(`
    select peer_group as "group", (header ->> 'ranked')::int as ranked, mean_width, places_told, header -> 'not_drawn' as not_drawn from assessment_fields
    where period = :period and version = :version and subject = :kind and (level is null or level = :level) order by peer_group nulls first`, { period, version, kind, level });
  return rows;
}

export interface SampleBefore { subject: FieldKey['kind']; id: Uuid; samples: number[] }

/** How many issues each subject had in each of these quarters, in their order. */
export async function samplesBefore(trx: Db, quarters: readonly QuarterBefore[]): Promise<SampleBefore[]> {
  const { rows } = await trx.raw<{ rows: SampleBefore[] }>(`
    select r.subject, ${SUBJECT('r')} as id, array_agg(coalesce(r.sample, 0) order by q.place) as samples
    from unnest(cast(:periods as uuid[]), cast(:versions as int[])) with ordinality q (period, version, place)
    join assessment_versions v on v.period = q.period and v.version = q.version
    join rankings r on r.period = q.period and r.version = q.version and (r.subject <> 'person' or v.persons_by_post) group by 1, 2`, { periods: quarters.map(({ id }) => id), versions: quarters.map(({ version }) => version) });
  return rows;
}

export interface CountBefore { subject: FieldKey['kind']; id: Uuid; indicator: string; numerator: number; denominator: number; flagged_numerator: number | null; flagged_denominator: number | null }

/** What was counted of each subject in these quarters together, by code and measure of the indicator; some thousand rows at a time. */
export async function* countsBefore(trx: Db, quarters: readonly QuarterBefore[], indicators: readonly { code: string; measure: string }[]): AsyncGenerator<CountBefore[]> {
  if (quarters.length === 0)
    return;
  const bindings = { periods: quarters.map(({ id }) => id), versions: quarters.map(({ version }) => version), codes: indicators.map(({ code }) => code), measures: indicators.map(({ measure }) => measure) };
  await trx.raw(`declare wangge_counts_before no scroll cursor for
    select s.subject, ${SUBJECT('s')} as id, i.code as indicator, sum(s.numerator)::float8 as numerator, sum(s.denominator)::float8 as denominator, sum(s.flagged_numerator)::float8 as flagged_numerator, sum(s.flagged_denominator)::float8 as flagged_denominator
    from unnest(cast(:periods as uuid[]), cast(:versions as int[])) q (period, version)
    join assessment_versions v on v.period = q.period and v.version = q.version
    join assessment_scores s on s.period = q.period and s.version = q.version and (s.subject <> 'person' or v.persons_by_post)
    join assessment_indicators i on i.id = s.indicator
    join (select distinct code, measure from unnest(cast(:codes as text[]), cast(:measures as text[])) u (code, measure)) w on w.code = i.code and w.measure = i.measure
    where s.denominator > 0 group by 1, 2, 3`, bindings);
  try {
    for (let more = true; more;) {
      const { rows } = await trx.raw<{ rows: CountBefore[] }>('fetch 2000 from wangge_counts_before');
      if (rows.length > 0)
        yield rows;
      more = rows.length === 2000;
    }
  }
  finally {
    await trx.raw('close wangge_counts_before');
  }
}
