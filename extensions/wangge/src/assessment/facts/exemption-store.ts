/** The SQL of facts that count for nobody, since an appeal was upheld (`sql/091-exemptions.sql`). */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Exemption } from './exemption-rules.ts';

/** In these sub-districts. `known`: those that a version knew, by their ids; null: those that stand now. */
export async function exemptionsIn(db: Db, subdistricts: readonly Uuid[], known: readonly string[] | null): Promise<Exemption[]> {
  if (known?.length === 0)
    return [];
  const { rows } = await db.raw<{ rows: Exemption[] }>(`
    select e.id::text as id, e.fact_kind as kind, e.fact, e.on_day, e.subdistrict
    from ${known === null ? 'wangge_exempt(cast(:subdistricts as uuid[]))' : 'assessment_exemptions'} e
    where e.subdistrict = any (cast(:subdistricts as uuid[])) ${known === null ? '' : 'and e.id = any (cast(:known as bigint[]))'} order by e.id`, { subdistricts: [...subdistricts], known: [...known ?? []] });
  return rows;
}

/** Those that a version knew. */
export async function exemptionsOfVersion(db: Db, period: Uuid, version: number): Promise<string[]> {
  const row: { exemptions: string[] } | undefined = await db('assessment_versions').where({ period, version }).first(db.raw('cast(exemptions as text[]) as exemptions'));
  return row?.exemptions ?? [];
}
