/** The SQL of cards: who the reader is to rules. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';

/** Themselves, the grids that they lead today, the department that they head, and where these lie. */
export async function ownSubjects(db: Db, person: Uuid): Promise<{ person: Uuid[]; grid: Uuid[]; department: Uuid[]; subdistricts: Uuid[] }> {
  const { rows } = await db.raw<{ rows: { grid: Uuid | null; department: Uuid | null; subdistrict: Uuid | null }[] }>(`
    select o.grid, null as department, g.subdistrict from posts o join grids g on g.id = o.grid where o.person = :person and o.role = 'leader' and o.starts_on <= wangge_today() and (o.ends_on is null or o.ends_on >= wangge_today())
    union all select null, d.id, d.subdistrict from departments d where d.head = :person and d.active
    union all select null, null, d.subdistrict from directus_users u join departments d on d.id = u.department where u.id = :person`, { person });
  const of = (key: 'grid' | 'department' | 'subdistrict'): Uuid[] => [...new Set(rows.flatMap(row => row[key] ?? []))];
  return { person: [person], grid: of('grid'), department: of('department'), subdistricts: of('subdistrict') };
}
