/** The SQL of coming back: absences that ended, and what is open in the person's grids. */
import type { Db } from '../../kernel/context.ts';
import type { Day } from '../../kernel/values.ts';
import type { Return } from './return-notice-rules.ts';

/** Of the week before `today`: one that was ended earlier by its change is found, too. */
export async function returnsBefore(db: Db, today: Day): Promise<Return[]> {
  const { rows } = await db.raw<{ rows: Return[] }>(`
    with over as (
      select a.id, a.person, a.stand_in, a.ends_on from absences a
      where a.approved_by is not null and a.stand_in is not null and a.ends_on between cast(:today as date) - 7 and cast(:today as date) - 1
    ), held as (
      select o.id, g.id as grid, g.path from over o join posts p on p.person = o.person join grids g on g.id = p.grid and g.status = 'active'
      where p.starts_on <= cast(:today as date) and (p.ends_on is null or p.ends_on >= cast(:today as date))
    )
    select o.id, o.person, o.stand_in, o.ends_on::text, concat(u.last_name, u.first_name) as person_name, concat(s.last_name, s.first_name) as stand_in_name,
      (select count(*)::int from collection_tasks t where t.done_at is null and t.grid in (select grid from held h where h.id = o.id)) as collection_tasks,
      (select count(*)::int from assignment_grids r join assignments a on a.id = r.assignment and a.state = 'issued'
        where r.state in ('open', 'returned') and r.grid in (select grid from held h where h.id = o.id)) as assignments,
      (select count(*)::int from ledger_findings f where f.state in ('open', 'confirmed') and f.grid in (select grid from held h where h.id = o.id)) as findings,
      (select count(*)::int from issues i where i.handler = o.stand_in and i.status not in ('closed', 'rejected', 'merged')
        and exists (select from held h where h.id = o.id and starts_with(i.grid_path, h.path))) as issues
    from over o join directus_users u on u.id = o.person join directus_users s on s.id = o.stand_in order by o.id`, { today });
  return rows;
}
