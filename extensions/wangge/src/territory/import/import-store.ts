/** The SQL of the import: what stands in a sub-district, and what the texts of a file may mean. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Person } from './grid-plan-rules.ts';
import type { Standing } from './tree-rules.ts';

export async function subdistrictById(db: Db, id: Uuid): Promise<{ id: Uuid; name: string } | null> {
  return await db('subdistricts').where({ id }).first('id', 'name') ?? null;
}

export async function standingGrids(db: Db, subdistrict: Uuid): Promise<Standing[]> {
  return db('grids as g')
    .leftJoin('grids as p', 'p.id', 'g.parent')
    .leftJoin('departments as d', 'd.id', 'g.department')
    .where('g.subdistrict', subdistrict)
    .orderBy('g.path')
    .select('g.id', 'g.code', 'g.name', 'g.level', 'p.code as parent', 'g.kind', 'g.households', 'g.population', 'd.code as department', db.raw('g.boundary::text as boundary'), 'g.status');
}

export async function codesElsewhere(db: Db, subdistrict: Uuid, codes: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.raw<{ rows: { code: string }[] }>('select code from grids where code = any(?) and subdistrict <> ?', [codes, subdistrict]);
  return new Set(rows.map(({ code }) => code));
}

export async function codesInUse(db: Db, codes: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.raw<{ rows: { code: string }[] }>('select code from grids where code = any(?) and wangge_grid_in_use(id)', [codes]);
  return new Set(rows.map(({ code }) => code));
}

export async function departmentsByCode(db: Db, subdistrict: Uuid, codes: readonly string[]): Promise<Map<string, { id: Uuid; active: boolean }>> {
  const rows: { id: Uuid; code: string; active: boolean }[] = await db('departments').where({ subdistrict }).whereIn('code', codes).select('id', 'code', 'active');
  return new Map(rows.map(({ code, ...department }) => [code, department]));
}

/** By e-mail, in any case, or external identifier. */
export async function peopleCalled(db: Db, texts: readonly string[]): Promise<Map<string, Person[]>> {
  const wanted = [...new Set(texts.map(text => text.toLowerCase()))];
  const { rows } = await db.raw<{ rows: (Person & { said: string })[] }>(`
    select w.said, u.id, coalesce(nullif(concat(u.last_name, u.first_name), ''), u.email) as name, u.status = 'active' as active
    from unnest(?::text[]) w(said) join directus_users u on lower(u.email) = w.said or lower(u.external_identifier) = w.said`, [wanted]);
  return Map.groupBy(rows, ({ said }) => said);
}
