/** The SQL of handing back: open issues in which somebody is named as a stand-in. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { StoredIssue } from '../issue-store.ts';
import { OPEN } from '../event-row-rules.ts';
import { storedIssue } from '../issue-store.ts';

/** Locks a page of them in the order of their ids, those after `after`. */
export async function lockStoodIn(db: Db, after: Uuid | null, batch: number): Promise<StoredIssue[]> {
  const { rows } = await db.raw<{ rows: Record<string, unknown>[] }>(STOOD_IN_SQL, { after: after ?? '00000000-0000-0000-0000-000000000000', batch });
  return rows.map(storedIssue);
}

/** Of what is open, which stays little: an index on the explanation would cost every step of every issue more than this look once a day. */
export const STOOD_IN_SQL = `
select i.*, c.photo_required, c.disclosure_mode from issues i join issue_categories c on c.id = i.category
where i.status in (${OPEN.map(status => `'${status}'`).join(', ')}) and i.id > cast(:after as uuid)
  and 'stand_in' in (i.route_explanation ->> 'lead_by', i.route_explanation ->> 'handler_by', i.route_explanation ->> 'follower_by')
order by i.id limit :batch for update of i`;
