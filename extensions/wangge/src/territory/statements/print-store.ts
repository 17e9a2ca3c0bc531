/** What a statement says on paper beside its text: names and days. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { State } from './statement-rules.ts';
import type { Role } from './text-rules.ts';

export interface PrintRow {
  number: string;
  state: State;
  title: string | null;
  duties: string | null;
  level: 1 | 2 | 3;
  role: Role;
  subdistrict: string;
  person: string;
  grid: string;
  term_starts_on: Day;
  term_ends_on: Day | null;
  issued_on: Day | null;
  signed_on: Day | null;
  signed_in_app: boolean;
}

/** In the order of the grids. */
export async function printRows(db: Db, ids: readonly Uuid[]): Promise<PrintRow[]> {
  const { rows } = await db.raw<{ rows: PrintRow[] }>(`
    select s.number, s.state, s.title, s.duties, s.level, s.role, o.name as subdistrict, concat(u.last_name, u.first_name) as person, g.name as grid,
      s.term_starts_on::text, s.term_ends_on::text, wangge_day(s.issued_at)::text as issued_on, wangge_day(s.signed_at)::text as signed_on,
      s.signed_at is not null and s.signed_copy is null and s.signed_by = s.person as signed_in_app
    from responsibility_statements s
    join grids g on g.id = s.grid join subdistricts o on o.id = s.subdistrict join directus_users u on u.id = s.person
    where s.id = any(?::uuid[]) order by s.grid_path, s.number`, [[...ids]]);
  return rows;
}

export interface Counts { draft: number; issued: number; signed: number; missing: number }

/** Of the active grids in a subtree: the statements by state, and the leaders and deputies of today without any. */
export async function counts(db: Db, path: string): Promise<Counts> {
  const { rows } = await db.raw<{ rows: Counts[] }>(`
    select count(*) filter (where s.state = 'draft')::int as draft, count(*) filter (where s.state = 'issued')::int as issued,
      count(*) filter (where s.state = 'signed')::int as signed,
      (select count(*)::int from posts p join grids g on g.id = p.grid and g.status = 'active' and starts_with(g.path, :path) join directus_users u on u.id = p.person and u.status = 'active'
        where p.starts_on <= wangge_today() and (p.ends_on is null or p.ends_on >= wangge_today())
          and not exists (select from responsibility_statements o where o.person = p.person and o.grid = p.grid and o.role = p.role and o.state <> 'superseded'
            and (o.term_ends_on is null or o.term_ends_on >= wangge_today()))) as missing
    from responsibility_statements s where starts_with(s.grid_path, :path)`, { path });
  return rows[0]!;
}

/** Where a grid lies, and whether this person is responsible there: their scope, or their department dispatches for the sub-district. */
export async function placeFor(db: Db, grid: Uuid, person: Uuid): Promise<{ path: string; inside: boolean } | null> {
  const { rows } = await db.raw<{ rows: { path: string; inside: boolean }[] }>(`
    select g.path, starts_with(g.path, u.scope_1) or starts_with(g.path, u.scope_2) or starts_with(g.path, u.scope_3)
      or starts_with(g.path, u.scope_4) or starts_with(g.path, u.scope_5) or starts_with(g.path, u.scope_6)
      or coalesce(d.dispatches and g.subdistrict = d.subdistrict, false) or coalesce(d.supervises, false) as inside
    from grids g join directus_users u on u.id = :person left join departments d on d.id = u.department and d.active
    where g.id = :grid`, { grid, person });
  return rows[0] ?? null;
}
