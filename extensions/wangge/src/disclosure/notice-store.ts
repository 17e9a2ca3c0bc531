/** The SQL of notices as staff write and publish them. What the public reads stands in `public-store.ts`. */
import type { Db } from '../kernel/context.ts';
import type { Uuid } from '../kernel/values.ts';
import type { StoredNotice } from './model.ts';

export async function loadNotices(db: Db, column: 'd.id' | 'd.issue', ids: readonly Uuid[]): Promise<StoredNotice[]> {
  const { rows } = await db.raw<{ rows: (Omit<StoredNotice, 'contact'> & { name: string | null; phone: string | null })[] }>(`
    select d.id, d.issue, d.state, d.mode, d.mode_reason, d.title, d.summary, d.result, d.photos_cleared,
      (select count(*)::integer from disclosures_files f where f.disclosures_id = d.id) as photos,
      array(select w.person from wangge_notice_writers w where w.disclosure = d.id) as authors,
      coalesce(i.contact_name, c.name) as name, coalesce(i.contact_phone, c.phone) as phone,
      coalesce((select notice_days from settings_wangge limit 1), 30) as shown_days
    from disclosures d
    join issues i on i.id = d.issue
    left join issue_contacts c on c.issue = d.issue
    where ?? = any(?::uuid[])
  `, [column, ids]);
  return rows.map(({ name, phone, ...notice }) => ({ ...notice, contact: { name, phone } }));
}

export async function loadNoticeOf(db: Db, issue: Uuid): Promise<StoredNotice | null> {
  return (await loadNotices(db, 'd.issue', [issue]))[0] ?? null;
}

/** The state of the notices that these photographs belong to. */
export async function statesOfPhotos(db: Db, ids: readonly (string | number)[]): Promise<string[]> {
  return db('disclosures_files as f').join('disclosures as d', 'd.id', 'f.disclosures_id').whereRaw('f.id::text = any(?)', [ids.map(String)]).pluck('d.state');
}

/** Is the file an image of the notice's issue, or one that this person uploaded? */
export async function isFitPhoto(db: Db, notice: Uuid, file: Uuid, person: Uuid | null): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(`
    select from directus_files f
    where f.id = ? and f.type in ('image/jpeg', 'image/png', 'image/webp', 'image/avif')
      and (f.uploaded_by = ?
        or f.id in (select a.directus_files_id from issues_files a join disclosures d on d.issue = a.issues_id where d.id = ?)
        or f.id in (select a.directus_files_id from issue_events_files a join issue_events e on e.id = a.issue_events_id join disclosures d on d.issue = e.issue where d.id = ?))
  `, [file, person, notice, notice]);
  return rows.length > 0;
}
