/** The SQL behind checks of the routing rules: the whole table, and what lies above the categories and grids it names. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { StoredRule } from './model.ts';
import type { Ancestry } from './rule-check-rules.ts';

const COLUMNS = ['id', 'priority', 'name', 'category', 'kinds', 'parties', 'involves_departments', 'sources', 'severities', 'grid', 'scope', 'lead', 'lead_level', 'department', 'handler', 'active'] as const satisfies readonly (keyof StoredRule)[];

export async function loadRules(db: Db): Promise<StoredRule[]> {
  return db('routing_rules').select(COLUMNS);
}

/** Of the categories and of the grids that rules name. */
export async function loadAncestries(db: Db): Promise<{ category: Ancestry; grid: Ancestry }> {
  return { category: await ancestryIn(db, 'issue_categories', 'category'), grid: await ancestryIn(db, 'grids', 'grid') };
}

async function ancestryIn(db: Db, table: 'issue_categories' | 'grids', column: 'category' | 'grid'): Promise<Ancestry> {
  const { rows } = await db.raw<{ rows: { id: Uuid; above: Uuid[] }[] }>(`
    with recursive up (id, ancestor, rank) as (
      select distinct r.${column}, r.${column}, 0 from routing_rules r where r.${column} is not null
      union all
      select up.id, t.parent, up.rank + 1 from up join ${table} t on t.id = up.ancestor where t.parent is not null and up.rank < 8
    )
    select id, array_agg(ancestor order by rank) as above from up group by id`);
  const above = new Map(rows.map(row => [row.id, row.above]));
  return id => above.get(id) ?? [id];
}
