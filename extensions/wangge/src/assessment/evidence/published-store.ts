/** The SQL of what routes of evidence ask: which file a version has, and whose grid this is. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';

export async function evidenceOf(db: Db, period: Uuid, version: number): Promise<Uuid | null> {
  const row: { evidence: Uuid } | undefined = await db('assessment_versions').where({ period, version }).first('evidence');
  return row?.evidence ?? null;
}

/** Does the person lead this grid, or one above it, today? */
export async function leads(db: Db, person: Uuid, grid: Uuid): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { inside: boolean }[] }>(`
    select starts_with(g.path, u.scope_1) or starts_with(g.path, u.scope_2) or starts_with(g.path, u.scope_3)
      or starts_with(g.path, u.scope_4) or starts_with(g.path, u.scope_5) or starts_with(g.path, u.scope_6) as inside
    from grids g join directus_users u on u.id = :person where g.id = :grid`, { person, grid });
  return rows[0]?.inside === true;
}

/** How many results a version has. */
export async function resultsOf(db: Db, period: Uuid, version: number): Promise<number> {
  const [row] = await db('rankings').where({ period, version }).count('* as count');
  return Number(row?.count ?? 0);
}
