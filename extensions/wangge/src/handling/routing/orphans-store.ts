/** The SQL of issues that nobody works on, found by indexes of their own (`sql/028-orphans.sql`) however many issues there are. */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { StoredIssue } from '../issue-store.ts';
import type { Remaining } from './orphan-rules.ts';
import { storedIssue } from '../issue-store.ts';

export interface Orphan {
  issue: StoredIssue;
  there: Remaining;
  close_of_business: string;
}

/**
 * Locks a page of issues that may be orphans, in the order of their ids, those after `after`; what
 * others hold is left out. Whether one waits too long is for the rule to say: here it is a day.
 */
export async function lockOrphans(db: Db, now: Moment, after: Uuid | null, batch: number): Promise<Orphan[]> {
  const { rows } = await db.raw<{ rows: (Record<string, unknown> & { there: Remaining; close: string })[] }>(ORPHANS_SQL, orphanBindings(now, after, batch));
  return rows.map(({ there, close, ...row }) => ({ issue: storedIssue(row), there, close_of_business: close }));
}

export function orphanBindings(now: Moment, after: Uuid | null, batch: number): Record<string, string | number> {
  return { now, after: after ?? '00000000-0000-0000-0000-000000000000', batch };
}

export const ORPHANS_SQL = `
with candidate (id) as (
  select id from issues where status in ('assigned', 'handling') and handler = any(array(select id from directus_users where status <> 'active'))
  union
  select id from issues where status in ('assigned', 'handling') and department = any(array(select id from departments where not active))
  union
  select id from issues where status = 'reported' and reported_at < cast(:now as timestamptz) - interval '1 day'
)
select i.*, c.photo_required, c.disclosure_mode,
  jsonb_build_object(
    'handler', exists (select from directus_users u where u.id = i.handler and u.status = 'active'),
    'lead', exists (select from directus_users u where u.id = i.lead and u.status = 'active'),
    'follower', exists (select from directus_users u where u.id = i.follower and u.status = 'active'),
    'department', exists (select from departments d where d.id = i.department and d.active)) as there,
  to_char(coalesce(s.close_of_business, (select close_of_business from settings_wangge limit 1), time '18:00'), 'HH24:MI') as close
from issues i
join issue_categories c on c.id = i.category
join grids g on g.id = i.grid
join subdistricts s on s.id = g.subdistrict
where i.id = any(array(select id from candidate where id > cast(:after as uuid) order by id limit :batch))
order by i.id
for update of i skip locked`;
