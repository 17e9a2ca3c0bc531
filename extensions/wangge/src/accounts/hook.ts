/**
 * What of sign-in and passwords passes here: every request (headers, what is due first), every attempt to sign in, and every
 * write of a password over the API.
 */
import type { Express, RequestHandler } from 'express';
import type { HookContext } from '../kernel/context.ts';
import { randomBytes } from 'node:crypto';
import { defineHook } from '@directus/extensions-sdk';
import { filtersOf } from '../kernel/on-filter.ts';
import { inPlace, onRequests } from '../kernel/on-request.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { accountsOf, changesOf, hasAccounts, isOver } from './account-store.ts';
import { commonPasswords } from './common-passwords.ts';
import { isForAdministrators } from './door-rules.ts';
import { objectionToFactor } from './factor-service.ts';
import { guard } from './guard.ts';
import { headers } from './headers.ts';
import { messages } from './messages.ts';
import { passwordFault } from './password-rules.ts';
import { chooseByToken, hasLeave } from './password-service.ts';
import { letterGate, offeringGate, provingGate, signInGate } from './sign-in-gate.ts';

/** What Directus' GraphQL would do past the gates of their routes. */
const BY_REST = /\b(?:auth_login|auth_password_request|auth_password_reset|users_me_tfa_generate|users_me_tfa_enable|users_me_tfa_disable|users_invite|users_invite_accept|users_register|utils_hash_generate|utils_hash_verify)\b/;

export default defineHook(({ filter, init }, context) => {
  const { onFilter, onSignIn } = filtersOf(filter, messages);

  init('app.before', ({ app }) => void (app as Express).use(headers()));
  init('middlewares.after', ({ app: given }) => {
    const app = given as Express;
    app.use(guard(context));
    app.use('/auth/login', signInGate(context));
    app.use('/auth/password/request', letterGate(context));
    app.use(['/users/me/tfa/generate', '/users/me/tfa/disable'], provingGate(context));
    app.use('/users/me/tfa/generate', offeringGate(context));
    app.use('/users/me/tfa/enable', inPlace(context, messages, async ({ method, body, caller: { accountability } }) => {
      const { secret } = (body ?? {}) as { secret?: unknown };
      // Without one Directus says that it is required.
      if (method !== 'POST' || accountability?.user == null || secret === undefined || secret === null || secret === '')
        return null;
      return typeof secret === 'string' ? objectionToFactor(context, accountability.user, secret, Date.now()) : refused('secret_unknown', 'secret');
    }));
    app.use('/auth/password/reset', byToken(context, 'reset'));
    app.use('/users/invite/accept', byToken(context, 'invite'));
  });

  onRequests(init, context, messages, ({ path, body, caller: { accountability }, request }) => {
    if (isForAdministrators(path) && accountability?.admin !== true)
      return { ...refused('administrators_only'), status: 403 };
    const asked = /^\/graphql(?:\/|$)/i.test(path) ? [(body as { query?: unknown } | undefined)?.query, request.query.query] : [];
    return asked.some(query => typeof query === 'string' && BY_REST.test(query)) ? { ...refused('by_rest'), status: 403 } : null;
  });

  // A first password whose time is over is compared like any other, and never right.
  onSignIn('auth.login', async ({ payload, person, db }) =>
    person !== null && await isOver(db, person, new Date().toISOString()) ? { ...payload, password: randomBytes(32).toString('hex') } : payload);
  onSignIn('auth.jwt', async ({ payload, person, db }) =>
    person !== null && payload.session === undefined && payload.share === undefined ? { ...payload, password_changes: await changesOf(db, person) } : payload);

  onFilter('users.update', async ({ payload, keys, db, caller, person, trusted }) => {
    if (hasLeave(caller.accountability))
      return null;
    const accounts = 'email' in payload || 'password' in payload ? await accountsOf(db, keys) : [];
    // Of others the same is said whatever their address is: which it is, is not to be tried.
    if ('email' in payload && !trusted && accounts.some(({ id, email }) => id !== person || email !== payload.email))
      return { ...refused('email_by_administrator'), status: 403 };
    if (!('password' in payload))
      return null;
    if (!trusted || accounts.some(({ id }) => id === person))
      return { ...refused('password_by_page'), status: 403 };
    return payload.password === null ? null : accounts.map(account => passwordFault(payload.password, { ...account, ...payload }, commonPasswords())).find(fault => fault !== null) ?? null;
  });
  onFilter('users.create', async ({ payload, db }) => {
    // The first account of all is the operator's.
    if ((payload.password ?? null) === null || !await hasAccounts(db))
      return null;
    const text = (field: string): string | null => typeof payload[field] === 'string' ? payload[field] : null;
    return passwordFault(payload.password, { email: text('email'), first_name: text('first_name'), last_name: text('last_name') }, commonPasswords());
  });
  onFilter(['settings.create', 'settings.update'], async ({ payload }) =>
    (payload.auth_login_attempts ?? null) === null ? null : refused('attempts_by_time', 'auth_login_attempts'));
});

/** In place of Directus' own two routes: the same service, and the person's own choice in the same transaction. */
function byToken(context: HookContext, way: 'invite' | 'reset'): RequestHandler {
  return inPlace(context, messages, async ({ method, body, caller: { accountability, schema } }, response) => {
    const { token, password } = (body ?? {}) as { token?: unknown; password?: unknown };
    if (method !== 'POST' || typeof token !== 'string' || typeof password !== 'string' || accountability === null)
      return null;
    const refusal = await chooseByToken(context, { accountability, schema }, way, token, password);
    if (refusal !== null)
      return refusal;
    response.status(204).end();
    return 'answered';
  });
}
