/** The SQL of sending: claims, their outcome, and what is left to be seen and tidied. */
import type { Db } from '../kernel/context.ts';
import type { Language } from '../kernel/refusal-rules.ts';
import type { Moment } from '../kernel/values.ts';
import type { Message } from './model.ts';
import type { OfficeHours } from './office-hours-rules.ts';
import { languageOf } from '../kernel/refusal-rules.ts';
import { CLAIM_MINUTES, MAX_ATTEMPTS } from './retry-rules.ts';

/** The ways out of the house; `outbox/outbox-store.ts` delivers in the app. */
export type Way = 'email' | 'webhook';

/** The messages that go out together: one, or a digest. */
export interface Claim {
  messages: Message[];
  /** Which attempt this is of the one that was tried most often. */
  attempts: number;
  claimed_at: Moment;
  /** Null: whoever they are for is not active any more, or the group is gone. */
  to: { address: string; secret: string | null; language: Language } | null;
}

export interface Sending extends OfficeHours {
  email_notices: boolean;
  digest_threshold: number;
}

export async function loadSending(db: Db): Promise<Sending> {
  const { rows } = await db.raw(`
    select to_char(coalesce(max(open_of_business), time '09:00'), 'HH24:MI') as open, to_char(coalesce(max(close_of_business), time '18:00'), 'HH24:MI') as close,
      coalesce(bool_and(email_notices), true) as email_notices, coalesce(max(digest_threshold), 5) as digest_threshold
    from settings_wangge`);
  return rows[0];
}

export interface Taking {
  now: Moment;
  /** Outside office hours only what is urgent goes out. */
  open: boolean;
  /** What waits for one addressee goes as one message if there is more of it than this. */
  threshold: number;
  /** Of a digest. */
  most: number;
}

/**
 * Claims the next message, urgent ones first, or all ordinary ones that wait for the same addressee. Null: nothing
 * is due. The claim is committed before anything is sent.
 */
export async function claimNext(db: Db, way: Way, { now, open, threshold, most }: Taking): Promise<Claim | null> {
  const due = (row: string): string => `${row}.channel = '${way}' and ${row}.state = 'queued' and (${row}.next_attempt_at is null or ${row}.next_attempt_at <= :now)`;
  const { rows } = await db.raw<{ rows: (Message & { attempts: number; address: string | null; secret: string | null; language: string | null })[] }>(`
    with first as materialized (
      select o.id, o.urgent, coalesce(o.recipient, o.notice_group) as addressee from outbox o
      where ${due('o')} ${open ? '' : 'and o.urgent'}
      order by o.urgent desc, o.id limit 1 for update skip locked
    ), together as materialized (
      select o.id from first f join outbox o on coalesce(o.recipient, o.notice_group) = f.addressee
      where ${due('o')} and not o.urgent and not f.urgent
      order by o.id limit :most for update of o skip locked
    ), taken as (
      select id from first union select id from together where (select count(*) from together) > :threshold
    ), claimed as (
      update outbox o set state = 'sending', claimed_at = :now, attempts = o.attempts + 1
      where o.id = any(array(select id from taken))
      returning o.*
    )
    select c.id, c.subject, c.body, c.link, c.attempts, coalesce(u.email, g.url) as address, g.secret, u.language
    from claimed c
    left join directus_users u on u.id = c.recipient and u.status = 'active' and u.email_notifications
    left join notice_groups g on g.id = c.notice_group and g.active
    order by c.created_at, c.id`, { now, threshold, most });
  const [row] = rows;
  if (row === undefined)
    return null;
  return {
    messages: rows.map(({ id, subject, body, link }) => ({ id, subject, body, link })),
    attempts: Math.max(...rows.map(({ attempts }) => attempts)),
    claimed_at: now,
    to: row.address === null ? null : { address: row.address, secret: row.secret, language: languageOf(row.language) },
  };
}

export interface Failure {
  error: string;
  /** Null: there is no use in trying again. */
  next_attempt_at: Moment | null;
}

/** What became of a claim; one that was taken over meanwhile is left to whoever has it now. */
export async function outcomeOf(db: Db, claim: Claim, now: Moment, failure: Failure | null): Promise<void> {
  await db('outbox')
    .whereIn('id', claim.messages.map(({ id }) => id))
    .where({ state: 'sending', claimed_at: claim.claimed_at })
    .update(failure === null
      ? { state: 'sent', sent_at: now, error: null, next_attempt_at: null }
      : {
          state: failure.next_attempt_at === null ? 'failed' : db.raw(`case when attempts >= ? then 'failed' else 'queued' end`, [MAX_ATTEMPTS]),
          next_attempt_at: failure.next_attempt_at,
          error: failure.error.slice(0, 1_000),
        });
}

/** Claims of workers that were killed wait again; what was interrupted too often is given up. Nobody knows whether it went out. */
export async function releaseStale(db: Db, way: Way, now: Moment): Promise<void> {
  await db.raw(`
    update outbox set state = case when attempts >= ${MAX_ATTEMPTS} then 'failed' else 'queued' end, error = 'Interrupted while sending'
    where state = 'sending' and channel = ? and claimed_at < cast(? as timestamptz) - interval '${CLAIM_MINUTES} minutes'`, [way, now]);
}

/** After so many attempts an hour has passed. */
const ATTEMPTS_IN_AN_HOUR = 7;

/** What administrators have to know of: given up in the last day, or tried in vain for an hour. */
export async function blockedWays(db: Db, now: Moment): Promise<{ channel: Way; count: number; error: string | null }[]> {
  const { rows } = await db.raw(`
    select channel, count(*)::int as count, (array_agg(error order by claimed_at desc) filter (where error is not null))[1] as error
    from (
      select channel, error, claimed_at from outbox where state = 'failed' and claimed_at > cast(:now as timestamptz) - interval '1 day'
      union all
      select channel, error, claimed_at from outbox where state = 'queued' and channel in ('email', 'webhook') and attempts >= ${ATTEMPTS_IN_AN_HOUR}
    ) stuck
    where channel in ('email', 'webhook')
    group by channel order by channel`, { now });
  return rows;
}

/** The active people with a policy that gives administrators' access. */
export async function administrators(db: Db): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { id: string }[] }>(`
    select distinct u.id from directus_users u
    join directus_access a on a."user" = u.id or a.role = u.role
    join directus_policies p on p.id = a.policy and p.admin_access
    where u.status = 'active' order by u.id`);
  return rows.map(({ id }) => id);
}

const KEPT_DAYS = 90;
const TIDIED_AT_ONCE = 10_000;

/** Removes what was sent long ago; what waits or failed stays until somebody deals with it. */
export async function tidySent(db: Db, now: Moment): Promise<number> {
  for (let removed = 0; ;) {
    const { rowCount } = await db.raw<{ rowCount: number }>(`
      delete from outbox where id in (
        select id from outbox where state = 'sent' and created_at < cast(? as timestamptz) - interval '${KEPT_DAYS} days'
        order by created_at limit ${TIDIED_AT_ONCE} for update skip locked
      )`, [now]);
    removed += rowCount;
    if (rowCount < TIDIED_AT_ONCE)
      return removed;
  }
}
