/** Merged issues keep their own duty of feedback: when the issue they were merged into has its answer, those who owe it are told; also where that one was merged again. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Notice } from '../../outbox/model.ts';

interface MergedRow {
  id: Uuid;
  number: string;
  owing: Uuid;
}

/** One notice for each merged issue without feedback, to its lead; without a lead, to its follower. */
export async function feedbackOwed(db: Db, into: { id: Uuid; number: string }): Promise<Notice[]> {
  const { rows } = await db.raw<{ rows: MergedRow[] }>(`
    with recursive merged as (
      select id from issues where duplicate_of = ?
      union
      select i.id from issues i join merged m on i.duplicate_of = m.id
    )
    select id, number, coalesce(lead, follower) as owing from merged join issues using (id)
    where status = 'merged' and fed_back_at is null and coalesce(lead, follower) is not null order by id
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
