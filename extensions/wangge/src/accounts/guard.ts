/**
 * Asked of every request of somebody who is signed in: may they do more than set their password, or their second factor?
 * Directus itself asks the Studio alone to see to it. And a token that was made before the password changed is none any more.
 */
import type { Request, RequestHandler } from 'express';
import type { HookContext, KnownCaller } from '../kernel/context.ts';
import type { DueCode } from './messages.ts';
import { createError, InvalidCredentialsError } from '@directus/errors';
import { readerLanguage } from '../kernel/reader-language.ts';
import { sentence } from '../kernel/refusal-rules.ts';
import { standingOf } from './account-store.ts';
import { DUE } from './messages.ts';
import { dueOf } from './model.ts';
import { isOutdated } from './token-rules.ts';

/** What stays open until then: the page itself, signing in and out, and what is open to everybody. */
const ALWAYS = /^\/(?:auth|notices|wangge\/account|extensions\/sources|server\/ping)(?:\/|$)/i;
const SECOND_FACTOR = /^\/users\/me\/tfa\/(?:generate|enable)\/?$/i;

type Asked = Request & Partial<KnownCaller> & { token?: string | null };

export function guard({ database, env }: HookContext): RequestHandler {
  const page = `${String(env.PUBLIC_URL ?? '').replace(/\/$/, '')}/wangge/account`;
  const answer = async (request: Asked): Promise<void> => {
    const { accountability, token } = request;
    const person = accountability?.user ?? null;
    if (accountability === undefined || person === null)
      return;
    const standing = await standingOf(database, person, accountability.roles);
    if (standing?.active !== true || isOutdated(token ?? null, standing.changes))
      throw new InvalidCredentialsError();
    const due = dueOf(standing);
    if (due === null || ALWAYS.test(request.path) || (due === 'SECOND_FACTOR_REQUIRED' && SECOND_FACTOR.test(request.path)))
      return;
    const text = sentence(DUE, { code: due, params: {} }, await readerLanguage(database, person, request.headers['accept-language']));
    const Due = createError<{ page: string }>(due satisfies DueCode, text, 403);
    throw new Due({ page });
  };
  return (request, _, next) => {
    answer(request as Asked).then(() => next(), next);
  };
}
