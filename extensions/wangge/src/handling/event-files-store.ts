/** The SQL of an erasure's files: where they are linked, and which are linked nowhere any more. */
import type { Db } from '../kernel/context.ts';
import type { Uuid } from '../kernel/values.ts';

/**
 * Takes the files off one event, or off the whole issue, and off its notice, which shows the same; returns those that
 * are linked nowhere any more: one that came with another event too stays there.
 */
export async function unlinkFiles(db: Db, issue: Uuid, seq: number | null): Promise<Uuid[]> {
  const unlinked = await db.raw<{ rows: { id: Uuid }[] }>(`
    with of_events as (
      delete from issue_events_files f using issue_events e
      where e.id = f.issue_events_id and e.issue = :issue and (cast(:seq as integer) is null or e.seq = :seq)
      returning f.directus_files_id as id
    ), of_issue as (
      delete from issues_files where issues_id = :issue and cast(:seq as integer) is null returning directus_files_id as id
    ), of_notice as (
      delete from disclosures_files f using disclosures d
      where d.id = f.disclosures_id and d.issue = :issue and (cast(:seq as integer) is null or f.directus_files_id in (select id from of_events))
      returning f.directus_files_id as id
    )
    select distinct id from (select id from of_events union select id from of_issue union select id from of_notice) f where id is not null
  `, { issue, seq });
  const { rows } = await db.raw<{ rows: { id: Uuid }[] }>(`
    select id from directus_files file where id = any(?)
      and not exists (select from issue_events_files f where f.directus_files_id = file.id)
      and not exists (select from issues_files f where f.directus_files_id = file.id)
      and not exists (select from disclosures_files f where f.directus_files_id = file.id)
      and not exists (select from work_logs_files f where f.directus_files_id = file.id)
  `, [unlinked.rows.map(({ id }) => id)]);
  return rows.map(({ id }) => id);
}
