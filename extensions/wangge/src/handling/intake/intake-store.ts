/** The SQL of the intake: what names in a workbook may mean, and what was taken in before. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { KnownNames, Named } from './row-rules.ts';
import { sameKey } from '../../kernel/text-rules.ts';

/** Active categories, and the active grids of the caller's sub-district (of all, where they belong to none). */
export async function knownNames(db: Db, user: Uuid | null): Promise<KnownNames> {
  const { rows } = await db.raw<{ rows: { subdistrict: Uuid | null; close: string; time_zone: string }[] }>(`
    select d.subdistrict, coalesce(nullif((select time_zone from settings_wangge limit 1), ''), 'Asia/Shanghai') as time_zone,
      to_char(coalesce(s.close_of_business, (select close_of_business from settings_wangge limit 1), time '18:00'), 'HH24:MI') as close
    from (select cast(:user as uuid) as id) me
    left join directus_users u on u.id = me.id
    left join departments d on d.id = u.department and d.active
    left join subdistricts s on s.id = d.subdistrict`, { user });
  const { subdistrict, close, time_zone } = rows[0]!;
  const categories: Named[] = await db('issue_categories').where('active', true).select('id', 'code', 'name');
  const grids: Named[] = await db('grids').where({ status: 'active', ...subdistrict === null ? {} : { subdistrict } }).select('id', 'code', 'name');
  return { categories, grids, time_zone, close_of_business: close };
}

/** Of these work orders the ones that are there, however their number was written: `orderKey` → issue. */
export async function importedBefore(db: Db, orders: readonly { source: string | null; external_no: string | null }[]): Promise<Map<string, { id: Uuid; number: string }>> {
  const { rows } = await db.raw<{ rows: { source: string; external_no: string; id: Uuid; number: string }[] }>(`
    select o.source, o.external_no, i.id, i.number
    from jsonb_to_recordset(?::jsonb) as o (source text, external_no text)
    join wangge_same_keys k on k.kind = 'issues.external_no' and k.scope = o.source and k.key = wangge_same_key(o.external_no)
    join issues i on i.id = k.item`, [JSON.stringify(orders)]);
  return new Map(rows.map(({ source, external_no, id, number }) => [orderKey({ source, external_no }), { id, number }]));
}

export function orderKey({ source, external_no }: { source: string | null; external_no: string | null }): string {
  return JSON.stringify([source, external_no === null ? null : sameKey(external_no)]);
}
