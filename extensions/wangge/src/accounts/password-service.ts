/** Passwords are changed here, and nowhere else: by their owner who knows the current one, or anew by an administrator. */
import type { Caller, Db, HookContext, KnownCaller } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Moment, Uuid, Values } from '../kernel/values.ts';
import type { Account, Slip } from './model.ts';
import { Buffer } from 'node:buffer';
import { randomInt } from 'node:crypto';
import { isDirectusError } from '@directus/errors';
import { epochMs, momentString } from '../kernel/civil-date-rules.ts';
import { isRefusal, refused } from '../kernel/refusal-rules.ts';
import { accountNamed, accountOf, keepSession, markChosen, markFirst } from './account-store.ts';
import { toldWait } from './attempt-rules.ts';
import { begin, digestsBy, forgetAttempts, settle } from './attempt-store.ts';
import { commonPasswords } from './common-passwords.ts';
import { HERE, SLIP_DAYS } from './model.ts';
import { firstPassword, passwordFault } from './password-rules.ts';
import { isOurs } from './token-rules.ts';

export type Services = Pick<HookContext, 'services' | 'database' | 'env'>;

/**
 * Those who write passwords with leave of this room: `users.update` and `users.create` ask. Directus hands the object
 * through to its filters, so nobody can claim it.
 */
const LEAVE = new WeakSet<object>();

export function hasLeave(accountability: object | null): boolean {
  return accountability !== null && LEAVE.has(accountability);
}

export interface Change { current: string; password: string }

/** Null: changed. Every other session of theirs has ended. */
export async function changePassword(context: Services, { accountability, schema }: KnownCaller, person: Uuid, { current, password }: Change, now: number): Promise<Refusal | null> {
  const account = await accountOf(context.database, person);
  if (account === null || account.provider !== HERE || !account.has_password)
    return refused('no_own_password');
  // What can be said without a guess is said first.
  const fault = passwordFault(password, account, commonPasswords());
  if (fault !== null)
    return fault;
  const wrong = await proveCurrent(context, { accountability, schema }, account, current, now);
  if (wrong !== null)
    return wrong;
  if (current === password)
    return refused('password_same', 'password');
  return write(context, async (trx) => {
    await keepSession(trx, accountability.session ?? null);
    await updateUser(context, trx, { accountability: { ...accountability }, schema }, account.id, { password });
    await markChosen(trx, [account.id]);
  });
}

/** Null: the current password is right. Guesses are slowed down, whoever holds the session. */
export async function proveCurrent(context: Services, caller: Caller, account: Account, current: string, now: number): Promise<Refusal | null> {
  const digests = digestsBy(String(context.env.SECRET));
  const counters = [{ counting: 'signed_in', of: account.id }] as const;
  const wait = await begin(context.database, digests, counters, account.email, now);
  if (wait > 0) {
    const { code, params } = toldWait(wait);
    return refused(code, null, params);
  }
  try {
    await new context.services.AuthenticationService({ schema: caller.schema!, accountability: caller.accountability }).verifyPassword(account.id, current);
  }
  catch (error) {
    if (isDirectusError(error, 'INVALID_CREDENTIALS'))
      return refused('current_wrong', 'current');
    throw error;
  }
  await settle(context.database, digests, counters, 'in');
  return null;
}

/** By an administrator, or on the command line: a password that is shown once, and opens nothing but the page where it is changed. */
export async function issueFirstPassword(context: Services, caller: Caller, person: Uuid, now: Moment): Promise<Slip | Refusal> {
  const account = await accountOf(context.database, person);
  const unfit = unfitForSlip(account);
  if (account === null || unfit !== null)
    return unfit ?? refused('account_inactive');
  const password = firstPassword(randomInt);
  const valid_until = momentString(epochMs(now) + SLIP_DAYS * 86_400_000);
  const refusal = await write(context, async (trx) => {
    await updateUser(context, trx, caller, account.id, { password, status: 'active' });
    await markFirst(trx, account.id, valid_until);
    await forgetAttempts(trx, digestsBy(String(context.env.SECRET)), account.email!.toLowerCase());
  });
  return refusal ?? { name: `${account.last_name ?? ''}${account.first_name ?? ''}`, email: account.email!, password, valid_until };
}

/** An account that is suspended was suspended by somebody: that is undone first. */
function unfitForSlip(account: Account | null): Refusal | null {
  const { status, provider, email } = account ?? { status: 'archived', provider: HERE, email: null };
  if (provider !== HERE)
    return refused('account_elsewhere');
  if (['suspended', 'archived'].includes(status))
    return { ...refused('account_inactive'), status: 409 };
  return email === null || email === '' ? refused('account_without_email') : null;
}

/** An invitation is accepted, or a link from a letter followed: Directus looks at the token, and its owner has chosen. */
export async function chooseByToken(context: Services, { accountability, schema }: KnownCaller, way: 'invite' | 'reset', token: string, password: string): Promise<Refusal | null> {
  const account = isOurs(token, String(context.env.SECRET)) ? await holderOf(context.database, token) : null;
  const fault = account === null ? null : passwordFault(password, account, commonPasswords());
  if (fault !== null)
    return fault;
  return write(context, async (trx) => {
    // The token says whose password it is: nobody who may be signed in at this browser writes it.
    const users = new context.services.UsersService({ schema, knex: trx, accountability: { ...accountability, user: null } });
    await (way === 'invite' ? users.acceptInvite(token, password) : users.resetPassword(token, password));
    if (account !== null)
      await markChosen(trx, [account.id]);
  });
}

/** Whom a token names. */
async function holderOf(db: Db, token: string): Promise<Account | null> {
  try {
    const { email } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { email?: unknown };
    return typeof email === 'string' ? await accountNamed(db, email) : null;
  }
  catch {
    return null;
  }
}

async function updateUser({ services }: Services, trx: Db, { accountability, schema }: Caller, person: Uuid, values: Values): Promise<void> {
  // As the system: who changes their own password needs no right to the column.
  const leave = { ...accountability, user: accountability?.user ?? null, role: accountability?.role ?? null, roles: accountability?.roles ?? [], admin: true, app: false, ip: accountability?.ip ?? null };
  LEAVE.add(leave);
  await new services.UsersService({ schema: schema!, knex: trx, accountability: leave }).updateOne(person, values);
}

/** In one transaction. What the office's own policy refuses (a pattern in the settings) is said as a refusal. */
async function write({ database }: Services, work: (trx: Db) => Promise<void>): Promise<Refusal | null> {
  try {
    await database.transaction(work);
    return null;
  }
  catch (error) {
    if (isDirectusError(error, 'FAILED_VALIDATION'))
      return refused('password_unfit', 'password');
    if (isRefusal(error))
      return error;
    throw error;
  }
}
