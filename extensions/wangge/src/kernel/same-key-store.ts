/** The SQL of what names one thing (`sql/008-same-keys.sql`). */
import type { Db } from './context.ts';
import type { Uuid } from './values.ts';

/** A column that names a row, within the values of another one if `scope` is given; `shown`: what people know the row by; `free`: the function that says of a row that its name is free again. */
export interface NamingColumn { collection: string; field: string; scope: string | null; shown: string; free?: string }

export const NAMING: readonly NamingColumn[] = [
  { collection: 'issues', field: 'external_no', scope: 'source', shown: 'number', free: 'wangge_number_free' },
  { collection: 'subdistricts', field: 'code', scope: null, shown: 'name' },
  { collection: 'grids', field: 'code', scope: null, shown: 'name' },
  { collection: 'departments', field: 'code', scope: null, shown: 'name' },
  { collection: 'issue_categories', field: 'code', scope: null, shown: 'name' },
];

/** The row that is named so already, other than this one: what people know it by. */
export async function namedTheSame(db: Db, { collection, field, scope, shown }: NamingColumn, said: { text: string; scope: string | null; item: Uuid | null }): Promise<string | null> {
  const { rows } = await db.raw<{ rows: { shown: string | null }[] }>(`
    select concat_ws(' ', t.??, nullif(t.??, t.??)) as shown
    from wangge_same_keys k join ?? t on t.id = k.item
    where k.kind = ? and k.key = wangge_same_key(?) and k.item is distinct from ?::uuid
      and k.scope = ${scope === null ? '\'\'' : 'coalesce(?, (select ?? from ?? where id = ?::uuid), \'\')'}
  `, [shown, field, shown, collection, `${collection}.${field}`, said.text, said.item, ...scope === null ? [] : [said.scope, scope, collection, said.item]]);
  return rows[0]?.shown ?? null;
}

export interface Double { collection: string; field: string; item: Uuid; said: string; first: string }

/** Rows that were the same before the database kept watch, each with the one that has the name. */
export async function doubles(db: Db): Promise<Double[]> {
  const found: Double[] = [];
  for (const { collection, field, scope, free } of NAMING) {
    const { rows } = await db.raw<{ rows: Pick<Double, 'item' | 'said' | 'first'>[] }>(`
      select t.id as item, t.?? as said, h.?? as first
      from ?? t join wangge_same_keys k on k.kind = ? and k.key = wangge_same_key(t.??) and k.scope = ${scope === null ? '\'\'' : 'coalesce(t.??, \'\')'} and k.item <> t.id
      join ?? h on h.id = k.item ${free === undefined ? '' : `where not ${free}(t.id)`} order by k.key, t.id
    `, [field, field, collection, `${collection}.${field}`, field, ...scope === null ? [] : [scope], collection]);
    found.push(...rows.map(row => ({ collection, field, ...row })));
  }
  return found;
}
