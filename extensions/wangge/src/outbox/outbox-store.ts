/**
 * Who has to be told what? Rooms put notices into `outbox` in the transaction of the event itself, always for the
 * channel `inapp`: that costs a report one insert, whatever is configured. Delivering a notice in the app is one
 * statement, and that same statement derives what else follows from it: the copy of whoever stands in for an absent
 * person, the e-mail, the message to the department's group. So every way a notice was put in (this module, or the
 * sweep's own SQL) leads to all channels, a notice is never delivered without its e-mail being queued, and no
 * trigger makes the event's own transaction dearer. `outbox/` sends what is derived here.
 *
 * The in-app channel writes `directus_notifications` by SQL, since Directus' own service would send an e-mail
 * besides. In-app notices go out at any hour: nothing rings.
 */
import type { Db } from '../kernel/context.ts';
import type { Uuid } from '../kernel/values.ts';
import type { Notice } from './model.ts';

/** Told in the app only: it says that the other ways are blocked. */
export const BLOCKED = 'outbox_blocked';

const BATCH = 1_000;

/** Puts notices in; those that are there already, and those for people who are not active, are left out. */
export async function enqueue(db: Db, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0)
    return;
  await db.raw(`
    insert into outbox (dedupe_key, event, recipient, channel, subject, body, link, urgent, actor, state, attempts)
    select n.dedupe_key, n.event, n.recipient, n.channel, n.subject ->> l.language, n.body ->> l.language, n.link, n.urgent, n.actor, 'queued', 0
    from jsonb_to_recordset(?::jsonb) as n (
      dedupe_key text, event text, recipient uuid, channel text, subject jsonb, body jsonb, link text, urgent boolean, actor uuid
    )
    join directus_users u on u.id = n.recipient and u.status = 'active'
    cross join lateral (select case when u.language like 'en%' then 'en-US' else 'zh-CN' end as language) l
    on conflict (dedupe_key, recipient, channel) do nothing`, [JSON.stringify(notices)]);
}

/**
 * Delivers in the app what is due at `now` and says how many. Claiming, delivering, marking and deriving are one
 * statement: killed at any moment it has done all of a batch or nothing, and workers side by side skip what the
 * other holds. `email`: this installation has a mail server.
 */
export async function deliver(db: Db, now: string, { email = false } = {}): Promise<{ sent: number; failed: number }> {
  const total = { sent: 0, failed: 0 };
  for (;;) {
    const { sent, failed, copied } = await deliverBatch(db, now, email);
    total.sent += sent;
    total.failed += failed;
    // Copies for those who stand in are delivered as any other notice, and theirs in turn.
    if (sent + failed < BATCH && copied === 0)
      return total;
  }
}

/**
 * A recipient who was deleted meanwhile cannot be told: such a row fails and stays to be seen. Derived rows go in in
 * one order, so that two workers never wait for each other; what is there already is left as it is.
 */
async function deliverBatch(db: Db, now: string, email: boolean): Promise<{ sent: number; failed: number; copied: number }> {
  const { rows } = await db.raw(`
    with settings as (
      select coalesce(bool_and(email_notices), true) and :email as email,
        cast(cast(:now as timestamptz) at time zone coalesce(max(nullif(time_zone, '')), 'Asia/Shanghai') as date) as today
      from settings_wangge
    ), due as materialized (
      select o.*, u.id as person, u.department, u.status = 'active' and u.email is not null and u.email_notifications as mailed,
        concat(u.last_name, u.first_name) as name, regexp_match(o.link, '^/content/([a-z_]+)/([^/]+)$') as target
      from (
        select * from outbox
        where state = 'queued' and channel = 'inapp' and (next_attempt_at is null or next_attempt_at <= :now)
        order by urgent desc, id limit ${BATCH} for update skip locked
      ) o
      left join directus_users u on u.id = o.recipient
    ), delivered as (
      insert into directus_notifications (timestamp, status, recipient, subject, message, collection, item)
      select :now, 'inbox', person, left(subject, 255), body, target[1], target[2] from due where person is not null order by id
    ), marked as (
      update outbox o set state = case when due.person is null then 'failed' else 'sent' end, attempts = o.attempts + 1,
        claimed_at = :now, sent_at = case when due.person is not null then cast(:now as timestamptz) end,
        error = case when due.person is null then 'The recipient was deleted' end
      from due where o.id = due.id returning o.state
    ), derived as (
      insert into outbox (dedupe_key, event, recipient, channel, notice_group, copied_for, subject, body, link, urgent, actor, state, attempts, created_at)
      select d.dedupe_key, d.event, way.recipient, way.channel, way.notice_group, way.copied_for, way.subject, d.body, d.link, d.urgent, d.actor, 'queued', 0, d.created_at
      from due d cross join settings s cross join lateral (
        select a.stand_in as recipient, 'inapp' as channel, cast(null as uuid) as notice_group, d.person as copied_for,
          case when u.language like 'en%' then concat('(for ', d.name, ') ') else concat('（代', d.name, '）') end || d.subject as subject
        from absences a join directus_users u on u.id = a.stand_in and u.status = 'active'
        where a.person = d.person and a.approved_by is not null and a.starts_on <= s.today and (a.ends_on is null or a.ends_on >= s.today)
          and a.stand_in is distinct from d.actor
          -- Whoever stands in for a stand-in has nothing to do with it, and nobody is told of what they may not see.
          and d.copied_for is null and wangge_may_be_told(a.stand_in, d.link)
        union all
        select d.person, 'email', null, null, d.subject where s.email and d.mailed
        union all
        select null, 'webhook', g.id, null, d.subject from notice_groups g
        where g.active and g.department is not distinct from (
          select own.department from notice_groups own where own.active and own.department = d.department limit 1)
      ) way
      where d.person is not null and d.event <> '${BLOCKED}'
      order by d.dedupe_key, way.channel, way.recipient, way.notice_group
      on conflict do nothing returning channel
    )
    select count(*) filter (where state = 'sent')::int as sent, count(*) filter (where state = 'failed')::int as failed,
      (select count(*)::int from derived where channel = 'inapp') as copied
    from marked
  `, { now, email });
  return rows[0];
}

/** How many of these people have an active account. */
export async function activePeople(db: Db, ids: readonly Uuid[]): Promise<number> {
  return ids.length === 0 ? 0 : Number((await db('directus_users').whereIn('id', ids).where('status', 'active').count({ n: '*' }))[0]?.n ?? 0);
}

/** Empty where an account has no name: its address is nobody else's to read. */
export async function nameOf(db: Db, person: Uuid): Promise<string> {
  const { rows } = await db.raw<{ rows: { name: string }[] }>('select concat(last_name, first_name) as name from directus_users where id = ?', [person]);
  return rows[0]?.name ?? '';
}
