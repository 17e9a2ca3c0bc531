/** The SQL behind error rates: a scheme's indicators, and how many cases the last computed quarter had. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { ErrorRates } from './error-rates-rules.ts';
import type { CountedCell, NamedIndicator } from './simulation-input-rules.ts';

export interface SimulatedScheme { id: Uuid; code: string; name: string; version: number; indicators: NamedIndicator[] }

/** The active scheme that is valid today, or the newest of a code (the active one first); null: there is none. */
export async function schemeFor(db: Db, code: string | null, level: number): Promise<SimulatedScheme | null> {
  const { rows: [scheme] } = await db.raw<{ rows: Omit<SimulatedScheme, 'indicators'>[] }>(`
    select id, code, name, version from assessment_schemes
    where case when :code::text is null then state = 'active' and (valid_from is null or valid_from <= wangge_today()) else code = :code end
    order by (state = 'active') desc, valid_from desc nulls last, version desc limit 1`, { code });
  if (scheme === undefined)
    return null;
  const rows: (NamedIndicator & { levels: unknown })[] = await db('assessment_indicators').where({ scheme: scheme.id, subject: 'grid' }).orderBy('code').select('code', 'group', 'measure', 'weight', 'rule', 'params', 'levels');
  return { ...scheme, indicators: rows.filter(({ levels }) => Array.isArray(levels) && levels.map(Number).includes(level)).map(({ levels: __, ...row }) => ({ ...row, params: row.params ?? {} })) };
}

export interface LastQuarter { period: string; subdistrict: string; cells: CountedCell[] }

/** Of the last quarter that was computed, the sub-district with the most grids of the level; null: none was. */
export async function lastQuarter(db: Db, level: number): Promise<LastQuarter | null> {
  const { rows: [last] } = await db.raw<{ rows: { id: string; version: number; period: string; subdistrict: string }[] }>(`
    select p.id, v.version, p.code as period, d.name as subdistrict
    from assessment_periods p
    join subdistricts d on d.id = p.subdistrict
    join lateral (select max(s.version) as version from assessment_scores s where s.period = p.id) v on v.version is not null
    join lateral (select count(distinct s.grid) as grids from assessment_scores s join grids g on g.id = s.grid where s.period = p.id and s.version = v.version and s.subject = 'grid' and g.level = :level) n on n.grids > 0
    where p.kind = 'quarter'
    order by p.ends_on desc, n.grids desc, p.code limit 1`, { level });
  if (last === undefined)
    return null;
  const rows = await db('assessment_scores as s').join('grids as g', 'g.id', 's.grid').join('assessment_indicators as i', 'i.id', 's.indicator')
    .where({ 's.period': last.id, 's.version': last.version, 's.subject': 'grid', 'g.level': level }).orderBy(['g.code', 'i.code'])
    .select('g.code as grid', 'i.measure', 's.numerator', 's.denominator');
  return { period: last.period, subdistrict: last.subdistrict, cells: rows.map(({ grid, measure, numerator, denominator }) => ({ grid, measure, numerator: Number(numerator), denominator: Number(denominator) })) };
}

/** Kept with the scheme that was simulated: of each level the latest run. */
export async function keepErrorRates(db: Db, scheme: Uuid, rates: Omit<ErrorRates, 'on'>): Promise<void> {
  await db.raw(`
    update assessment_schemes set error_rates = (
      select jsonb_agg(one order by one ->> 'level' desc) from (
        select one from jsonb_array_elements(coalesce(error_rates::jsonb, '[]')) one where one ->> 'level' <> :level
        union all select cast(:rates as jsonb) || jsonb_build_object('on', wangge_today()::text)
      ) runs (one))::json
    where id = :scheme`, { scheme, level: String(rates.level), rates: JSON.stringify(rates) });
}
