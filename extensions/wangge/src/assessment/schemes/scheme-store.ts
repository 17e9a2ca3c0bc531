/** The SQL of schemes and their indicators. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid, Values } from '../../kernel/values.ts';
import type { InForce } from './lifecycle-rules.ts';
import type { Indicator, Scheme } from './model.ts';
import { isRefusal } from '../../kernel/refusal-rules.ts';
import { levelsIn, peersOf } from './scheme-guard-rules.ts';

export interface StoredScheme extends Scheme {
  id: Uuid;
  /** Ids of the indicators by their code. */
  indicator_ids: Map<string, Uuid>;
}

/** The active scheme that is valid for a period: the one with the latest `valid_from` not after its last day. */
export async function activeScheme(db: Db, ends_on: Day): Promise<StoredScheme | null> {
  const row = await schemesOf(db).where('state', 'active')
    .where(query => void query.whereNull('valid_from').orWhere('valid_from', '<=', ends_on))
    .orderByRaw('assessment_schemes.valid_from desc nulls last, version desc').first();
  return row ? withIndicators(db, row) : null;
}

export async function loadScheme(db: Db, id: Uuid): Promise<StoredScheme | null> {
  const row = await schemesOf(db).where({ id }).first();
  return row ? withIndicators(db, row) : null;
}

/** Rows of schemes, with days as text. */
export function schemesOf(db: Db) {
  return db('assessment_schemes').select('*', db.raw('valid_from::text as valid_from'));
}

async function withIndicators(db: Db, row: Values): Promise<StoredScheme> {
  const rows = await db('assessment_indicators').where('scheme', row.id as Uuid).orderBy('code');
  return schemeIn(row, rows);
}

/** Rows as a scheme. */
export function schemeIn(row: Values, indicators: readonly Values[]): StoredScheme {
  const peers = peersOf(row);
  return {
    id: row.id as Uuid,
    code: String(row.code),
    name: String(row.name),
    version: Number(row.version),
    cut_working_days: (row.cut_working_days ?? null) as number | null,
    ranked_levels: levelsIn(row.ranked_levels),
    min_sample: Number(row.min_sample),
    min_days: (row.min_days ?? null) as number | null,
    peer_groups: isRefusal(peers) ? null : peers,
    grade_bands: (row.grade_bands ?? []) as Scheme['grade_bands'],
    tie_break: (row.tie_break ?? []) as Scheme['tie_break'],
    indicator_ids: new Map(indicators.map(({ code, id }) => [code as string, id as Uuid])),
    indicators: indicators.map(({ code, name, group, subject, levels, measure, weight, rule, params, no_data }) => ({
      code,
      name,
      group,
      subject,
      levels: levelsIn(levels),
      measure,
      weight: Number(weight),
      rule,
      params: params ?? {},
      no_data,
    }) as Indicator),
  };
}

/** What a scheme that is to come into force has to get along with. */
export async function inForce(db: Db, id: Uuid): Promise<InForce> {
  const others = await schemesOf(db).where('state', 'active').whereNot({ id });
  const { rows: [last] } = await db.raw<{ rows: { code: string; ends_on: Day }[] }>(`
    select p.code, p.ends_on::text as ends_on from assessment_periods p
    where exists (select from assessment_versions v where v.period = p.id and v.scheme <> ?) order by p.ends_on desc limit 1`, [id]);
  return { others, last: last ?? null };
}

/** The states of schemes, by id. */
export async function statesOf(db: Db, ids: readonly Uuid[]): Promise<Map<Uuid, string>> {
  const rows: { id: Uuid; state: string }[] = await db('assessment_schemes').whereIn('id', [...ids]).select('id', 'state');
  return new Map(rows.map(({ id, state }) => [id, state]));
}

export async function beDraft(db: Db, ids: readonly Uuid[]): Promise<void> {
  await db('assessment_schemes').whereIn('id', [...ids]).where('state', 'tried').update({ state: 'draft' });
}

/** What was simulated of other indicators says nothing any more. */
export async function forgetErrorRates(db: Db, ids: readonly Uuid[]): Promise<void> {
  await db('assessment_schemes').whereIn('id', [...ids]).whereNotNull('error_rates').update({ error_rates: null });
}

/** A draft that is thrown away takes its indicators with it. */
export async function dropIndicators(db: Db, schemes: readonly Uuid[]): Promise<void> {
  await db('assessment_indicators').whereIn('scheme', [...schemes]).delete();
}

export async function beTried(db: Db, id: Uuid): Promise<void> {
  await db('assessment_schemes').where({ id, state: 'draft' }).update({ state: 'tried' });
}

/** The scheme and its indicators once more, as a draft of the next version; answers its id. */
export async function copyScheme(db: Db, id: Uuid, { name, valid_from, by }: { name: string; valid_from: Day; by: Uuid }): Promise<Uuid> {
  const { rows: [copy] } = await db.raw<{ rows: { id: Uuid }[] }>(`
    with source as (select * from assessment_schemes where id = :id),
    copied as (
      insert into assessment_schemes (id, code, name, version, valid_from, state, min_sample, min_days, cut_working_days, preview_working_days, appeal_working_days, review_working_days, year_quarters, year_review, year_community, ranked_levels, peer_groups, household_bands, matter_bands, tiers_only, grade_bands, tie_break, date_created, user_created)
      select gen_random_uuid(), s.code, :name, (select max(o.version) + 1 from assessment_schemes o where o.code = s.code), cast(:valid_from as date), 'draft',
        s.min_sample, s.min_days, s.cut_working_days, s.preview_working_days, s.appeal_working_days, s.review_working_days, s.year_quarters, s.year_review, s.year_community, s.ranked_levels, s.peer_groups, s.household_bands, s.matter_bands, s.tiers_only, s.grade_bands, s.tie_break, now(), :by
      from source s returning id
    ), indicators as (
      insert into assessment_indicators (id, scheme, code, name, "group", subject, levels, measure, weight, rule, no_data, params, date_created, user_created)
      select gen_random_uuid(), c.id, i.code, i.name, i."group", i.subject, i.levels, i.measure, i.weight, i.rule, i.no_data, i.params, now(), :by
      from assessment_indicators i cross join copied c where i.scheme = :id
    )
    select id from copied`, { id, name, valid_from, by });
  return copy!.id;
}
