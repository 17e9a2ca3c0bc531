/** Merged issues keep their own duty of feedback: when the issue they were merged into has its answer, those who owe it are told; also where that one was merged again. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Notice } from '../../outbox/model.ts';

interface MergedRow {
  id: Uuid;
  number: string;
  owing: Uuid;
}

/** One notice for each merged issue without feedback, to its lead; without a lead, to its follower. Of a confidential one, to the dispatchers: they see whom to tell. */
export async function feedbackOwed(db: Db, into: { id: Uuid; number: string }): Promise<Notice[]> {
  const { rows } = await db.raw<{ rows: MergedRow[] }>(`
    with recursive merged as (
      select id from issues where duplicate_of = ?
      union
      select i.id from issues i join merged m on i.duplicate_of = m.id
    )
    select i.id, i.number, owing.person as owing from merged join issues i using (id)
    cross join lateral (
      select coalesce(i.lead, i.follower) as person where not i.confidential
      union all
      select u.id from grids g join departments d on d.subdistrict = g.subdistrict and d.active and d.dispatches
      join directus_users u on u.department = d.id and u.status = 'active' where g.id = i.grid and i.confidential
    ) owing
    where i.status = 'merged' and i.fed_back_at is null and owing.person is not null order by i.id, owing.person
  `, [into.id]);
  return rows.map(({ id, number, owing }) => ({
    dedupe_key: `feedback_owed:${id}`,
    event: 'feedback_owed',
    recipient: owing,
    channel: 'inapp',
    subject: { 'zh-CN': `并入的问题已有结果，请向反映人反馈：${number}`, 'en-US': `The issue it was merged into has its answer; feed back: ${number}` },
    body: { 'zh-CN': `并入 ${into.number}`, 'en-US': `Merged into ${into.number}` },
    link: `/content/issues/${id}`,
    urgent: false,
    actor: null,
  }));
}
