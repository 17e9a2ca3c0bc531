/** The SQL of handing over: the open issues of a part of the territory, and whose posts ended lately. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { StoredIssue } from '../issue-store.ts';
import type { Level } from './model.ts';
import type { Leaver } from './reassign-rules.ts';
import { storedIssue } from '../issue-store.ts';

export interface OpenIssue {
  issue: StoredIssue;
  /** GeoJSON point, as it was reported. */
  location: unknown;
  /** Of those whom the issue names, who belongs to its department. */
  colleagues: Uuid[];
}

const OPEN = `i.status in ('reported', 'assigned', 'handling', 'suspended', 'handled', 'fed_back', 'escalated', 'returned')`;

/** Locks a page of them in the order of their ids, those after `after`: with `people`, what names one of them; null: all. */
export async function lockOpen(db: Db, paths: readonly string[], people: readonly Uuid[] | null, after: Uuid | null, batch: number): Promise<OpenIssue[]> {
  const { rows } = await db.raw<{ rows: (Record<string, unknown> & { colleagues: Uuid[] })[] }>(`
    select i.*, c.photo_required, c.disclosure_mode,
      array(select u.id from directus_users u where u.id in (i.lead, i.handler) and u.status = 'active'
        and (u.department = i.department or exists (select from departments d where d.id = i.department and d.head = u.id))) as colleagues
    from issues i join issue_categories c on c.id = i.category
    where ${OPEN} and i.id > cast(:after as uuid) and exists (select from unnest(cast(:paths as text[])) p where starts_with(i.grid_path, p))
      and (cast(:people as uuid[]) is null or i.lead = any(:people) or i.handler = any(:people) or i.follower = any(:people))
    order by i.id limit :batch for update of i`, { paths: [...paths], people: people === null ? null : [...people], after: after ?? '00000000-0000-0000-0000-000000000000', batch });
  return rows.map(({ colleagues, ...row }) => ({ issue: storedIssue(row), location: row.location, colleagues }));
}

export interface Expired extends Leaver { path: string; level: Level }

/** Posts that ended within the last `days` before `today`, where the person holds none over that grid now and is still named by an open issue there. */
export async function expiredPosts(db: Db, today: Day, days: number): Promise<Expired[]> {
  const { rows } = await db.raw<{ rows: Expired[] }>(`
    select distinct p.person, g.path, g.level from posts p join grids g on g.id = p.grid
    where p.ends_on < cast(:today as date) and p.ends_on >= cast(:today as date) - cast(:days as int)
      and not exists (select from posts q join grids h on h.id = q.grid
        where q.person = p.person and starts_with(g.path, h.path) and q.starts_on <= cast(:today as date) and (q.ends_on is null or q.ends_on >= cast(:today as date)))
      and (exists (select from issues i where i.lead = p.person and ${OPEN} and starts_with(i.grid_path, g.path))
        or exists (select from issues i where i.handler = p.person and ${OPEN} and starts_with(i.grid_path, g.path))
        or exists (select from issues i where i.follower = p.person and ${OPEN} and starts_with(i.grid_path, g.path)))
    order by g.path, p.person`, { today, days });
  return rows;
}
