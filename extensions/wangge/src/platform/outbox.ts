/**
 * Who has to be told what? Rooms put notices into `outbox` in the transaction of the event itself; a worker delivers
 * them later, each once. The in-app channel writes `directus_notifications` by SQL, since Directus' own service
 * would send an e-mail besides. In-app notices go out at any hour: nothing rings.
 */
import type { Db } from './context.ts';
import type { Language } from './refusal.ts';

export interface Notice {
  /** One notice for each key, recipient and channel, however often it is put in. */
  dedupe_key: string;
  event: string;
  recipient: string;
  channel: 'inapp';
  /** In both languages: the recipient's own is stored. */
  subject: Record<Language, string>;
  body: Record<Language, string>;
  /** Where the notice leads, as a path of the Studio: `/content/issues/<id>`. */
  link: string | null;
  urgent: boolean;
}

const BATCH = 1_000;

/** Puts notices in; those that are there already, and those for people who are not active, are left out. */
export async function enqueue(db: Db, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0)
    return;
  await db.raw(`
    insert into outbox (dedupe_key, event, recipient, channel, subject, body, link, urgent, state, attempts)
    select n.dedupe_key, n.event, n.recipient, n.channel, n.subject ->> l.language, n.body ->> l.language, n.link, n.urgent, 'queued', 0
    from jsonb_to_recordset(?::jsonb) as n (
      dedupe_key text, event text, recipient uuid, channel text, subject jsonb, body jsonb, link text, urgent boolean
    )
    join directus_users u on u.id = n.recipient and u.status = 'active'
    cross join lateral (select case when u.language like 'en%' then 'en-US' else 'zh-CN' end as language) l
    on conflict (dedupe_key, recipient, channel) do nothing`, [JSON.stringify(notices)]);
}

/**
 * Delivers what is due at `now` and says how many. Claiming, delivering and marking are one statement: killed at any
 * moment it has done all of a batch or nothing, and workers side by side skip what the other holds.
 */
export async function deliver(db: Db, now: string): Promise<{ sent: number; failed: number }> {
  const total = { sent: 0, failed: 0 };
  for (;;) {
    const { sent, failed } = await deliverBatch(db, now);
    total.sent += sent;
    total.failed += failed;
    if (sent + failed < BATCH)
      return total;
  }
}

/** A recipient who was deleted meanwhile cannot be told: such a row fails and stays to be seen. */
async function deliverBatch(db: Db, now: string): Promise<{ sent: number; failed: number }> {
  const { rows } = await db.raw(`
    with due as materialized (
      select o.id, u.id as recipient, o.subject, o.body, regexp_match(o.link, '^/content/([a-z_]+)/([^/]+)$') as target
      from (
        select * from outbox
        where state = 'queued' and channel = 'inapp' and (next_attempt_at is null or next_attempt_at <= :now)
        order by next_attempt_at nulls first, id limit ${BATCH} for update skip locked
      ) o
      left join directus_users u on u.id = o.recipient
    ), delivered as (
      insert into directus_notifications (timestamp, status, recipient, subject, message, collection, item)
      select :now, 'inbox', recipient, left(subject, 255), body, target[1], target[2] from due where recipient is not null order by id
    ), marked as (
      update outbox o set state = case when due.recipient is null then 'failed' else 'sent' end, attempts = o.attempts + 1
      from due where o.id = due.id returning o.state
    )
    select count(*) filter (where state = 'sent')::int as sent, count(*) filter (where state = 'failed')::int as failed from marked
  `, { now });
  return rows[0];
}
