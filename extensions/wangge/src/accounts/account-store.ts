/** Accounts and what is known of their passwords. */
import type { Db } from '../kernel/context.ts';
import type { Moment, Uuid } from '../kernel/values.ts';
import type { Account, Standing } from './model.ts';

const ACCOUNT = `id, email, first_name, last_name, status, provider, password is not null as has_password, tfa_secret is not null as has_factor`;

export async function accountOf(db: Db, person: Uuid): Promise<Account | null> {
  const { rows } = await db.raw(`select ${ACCOUNT} from directus_users where id = ?`, [person]);
  return rows[0] ?? null;
}

/** As Directus finds whoever signs in. */
export async function accountNamed(db: Db, email: string): Promise<Account | null> {
  const { rows } = await db.raw(`select ${ACCOUNT} from directus_users where lower(email) = ? limit 1`, [email.toLowerCase()]);
  return rows[0] ?? null;
}

export async function accountsOf(db: Db, people: readonly Uuid[]): Promise<Account[]> {
  const { rows } = await db.raw(`select ${ACCOUNT} from directus_users where id = any(?)`, [people]);
  return rows;
}

export async function hasAccounts(db: Db): Promise<boolean> {
  return await db('directus_users').first('id') !== undefined;
}

/** `roles`: those of whoever asks, with the roles above them. Null: there is no such account any more. */
export async function standingOf(db: Db, person: Uuid, roles: readonly Uuid[]): Promise<Standing | null> {
  const { rows } = await db.raw(`
    select u.status = 'active' as active, coalesce(p.must_change, false) as must_change, coalesce(p.changes, 0) as changes,
      u.tfa_secret is null and exists (
        select 1 from directus_access a join directus_policies o on o.id = a.policy
        where o.enforce_tfa and (a."user" = u.id or a.role = any(?::uuid[]))
      ) as needs_factor
    from directus_users u left join wangge_passwords p on p.person = u.id where u.id = ?`, [roles, person]);
  return rows[0] ?? null;
}

export async function changesOf(db: Db, person: Uuid): Promise<number> {
  const row = await db('wangge_passwords').where({ person }).first('changes') as { changes: number } | undefined;
  return row?.changes ?? 0;
}

/** Is it a first password whose time is over? */
export async function isOver(db: Db, person: Uuid, now: Moment): Promise<boolean> {
  return await db('wangge_passwords').where({ person, must_change: true }).where('valid_until', '<', now).first('person') !== undefined;
}

/** Said in the transaction that sets the password: whose it is chose it. */
export async function markChosen(trx: Db, people: readonly Uuid[]): Promise<void> {
  await trx('wangge_passwords').whereIn('person', people as Uuid[]).update({ must_change: false, valid_until: null });
}

export async function markFirst(trx: Db, person: Uuid, validUntil: Moment | null): Promise<void> {
  await trx('wangge_passwords').where({ person }).update({ must_change: true, valid_until: validUntil });
}

/** Of this transaction alone: the session from which a password is changed goes on. */
export async function keepSession(trx: Db, session: string | null): Promise<void> {
  await trx.raw(`select set_config('wangge.kept_session', ?, true)`, [session ?? '']);
}

export async function endSession(db: Db, session: string): Promise<void> {
  await db('directus_sessions').where('token', session).delete();
}
