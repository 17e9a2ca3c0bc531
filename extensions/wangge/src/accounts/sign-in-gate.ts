/**
 * Before Directus looks at a password: may this attempt be made now? And after: what does its answer say, and does every
 * answer take the same time, whether or not there is such an account?
 */
import type { Request, RequestHandler, Response } from 'express';
import type { HookContext, KnownCaller } from '../kernel/context.ts';
import type { Attempt, Counter } from './attempt-rules.ts';
import type { Account } from './model.ts';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createError } from '@directus/errors';
import { networkOf } from '../kernel/network-rules.ts';
import { languageOf, sentence } from '../kernel/refusal-rules.ts';
import { accountNamed, accountOf } from './account-store.ts';
import { countersOf, outcomeOf, toldWait } from './attempt-rules.ts';
import { begin, digestsBy, knownPlace, rememberPlaces, settle } from './attempt-store.ts';
import { offerFactor } from './factor-service.ts';
import { messages } from './messages.ts';
import { HERE } from './model.ts';

type Asked = Request & Partial<KnownCaller>;
interface Answered { data?: { secret?: unknown } | null; errors?: { extensions?: { code?: string } }[] }

/** Above Directus' own stall, so that what comes before and after it does not show. */
const BESIDE_STALL = 100;
const DEVICE_KEPT = 365 * 86_400_000;

export function addressOf(request: Asked): string {
  return networkOf(request.accountability?.ip ?? request.ip ?? '');
}

export function slowDown(response: Response, wait: number, accepted: string | undefined): Error {
  const seconds = Math.ceil(wait / 1000);
  response.set('Retry-After', String(seconds));
  const text = sentence(messages, toldWait(wait), languageOf(accepted));
  // Directus' own code: the sign-in page has words for it.
  const Slowed = createError<{ reset: Date }>('REQUESTS_EXCEEDED', text, 429);
  return new Slowed({ reset: new Date(Date.now() + wait) });
}

export function signInGate(context: HookContext): RequestHandler {
  const { database: db, env, logger } = context;
  const digests = digestsBy(String(env.SECRET));
  const secure = String(env.SESSION_COOKIE_SECURE) === 'true';
  const cookie = secure ? '__Host-wangge_device' : 'wangge_device';
  const least = Number(env.LOGIN_STALL_TIME) + BESIDE_STALL;

  const gate = async (request: Asked, response: Response): Promise<void> => {
    const { email, identifier, password, otp } = (request.body ?? {}) as Record<string, unknown>;
    const login = email ?? identifier;
    if (request.method !== 'POST' || typeof login !== 'string' || typeof password !== 'string')
      return;
    const began = Date.now();
    // No text of the database has a zero byte; it could not be asked.
    const account = login.includes('\0') ? null : await accountNamed(db, login);
    const attempt = await attemptOf(request, login, account);
    const counters = countersOf(attempt);
    const wait = await begin(db, digests, counters, attempt.account, began);
    if (wait > 0)
      throw slowDown(response, wait, request.headers['accept-language']);
    // Directus computes no digest where there is nothing to compare with: then it is done here, so that both take as long.
    const effort = isChecked(account) ? Promise.resolve() : digest(context, password, request).catch(() => {});
    const done = async (body: Answered): Promise<void> => {
      const outcome = outcomeOf({ status: response.statusCode, code: body?.errors?.[0]?.extensions?.code ?? null, withCode: typeof otp === 'string' && otp !== '' });
      await settle(db, digests, counters, outcome);
      if (outcome === 'in' && account !== null) {
        const device = attempt.device ?? randomBytes(24).toString('base64url');
        await rememberPlaces(db, digests, account.id, [placeOf('device', device), placeOf('address', attempt.address)], began);
        response.cookie(cookie, device, { httpOnly: true, sameSite: 'lax', secure, maxAge: DEVICE_KEPT });
      }
      await effort;
      await delay(Math.max(0, began + least - Date.now()));
    };
    beforeAnswer(response, body => done(body).catch((error: Error) => logger.error(error, `Sign-in was not counted: ${error.message}`)));
  };

  const attemptOf = async (request: Asked, login: string, account: Account | null): Promise<Attempt> => {
    const address = addressOf(request);
    const sent = (request.cookies as Record<string, string> | undefined)?.[cookie];
    const device = typeof sent === 'string' && sent.length <= 64 ? sent : null;
    const places = [...device === null ? [] : [placeOf('device', device)], placeOf('address', address)];
    const known = account === null ? null : await knownPlace(db, digests, account.id, places);
    return { account: login.toLowerCase(), address, device, known: known === null ? null : known.startsWith('device') ? 'device' : 'address' };
  };

  return passing(gate);
}

/** Whoever is signed in and is asked for a password or a code once more. */
export function provingGate({ database: db, env, logger }: HookContext): RequestHandler {
  const digests = digestsBy(String(env.SECRET));
  const gate = async (request: Asked, response: Response): Promise<void> => {
    const person = request.accountability?.user ?? null;
    if (request.method !== 'POST' || person === null)
      return;
    const counters: Counter[] = [{ counting: 'signed_in', of: person }];
    const wait = await begin(db, digests, counters, (await accountOf(db, person))?.email ?? null, Date.now());
    if (wait > 0)
      throw slowDown(response, wait, request.headers['accept-language']);
    response.once('finish', () => {
      if (response.statusCode < 300)
        settle(db, digests, counters, 'in').catch((error: Error) => logger.error(error, error.message));
    });
  };
  return passing(gate);
}

/** The secret that Directus' own route hands out is remembered, before the answer goes out. */
export function offeringGate(context: HookContext): RequestHandler {
  return (request: Asked, response, next) => {
    const person = request.accountability?.user ?? null;
    if (request.method === 'POST' && person !== null) {
      beforeAnswer(response, async ({ data }) => {
        if (typeof data?.secret === 'string')
          await offerFactor(context, person, data.secret, Date.now()).catch((error: Error) => context.logger.error(error, `A second factor was not noted: ${error.message}`));
      });
    }
    next();
  };
}

/** Letters with a link to a new password: so many to an account, so many from an address. */
export function letterGate({ database: db, env }: HookContext): RequestHandler {
  const digests = digestsBy(String(env.SECRET));
  const gate = async (request: Asked, response: Response): Promise<void> => {
    const { email } = (request.body ?? {}) as Record<string, unknown>;
    if (request.method !== 'POST' || typeof email !== 'string')
      return;
    const wait = await begin(db, digests, [{ counting: 'mail', of: email.toLowerCase() }, { counting: 'address', of: addressOf(request) }], null, Date.now());
    if (wait > 0)
      throw slowDown(response, wait, request.headers['accept-language']);
  };
  return passing(gate);
}

function passing(gate: (request: Asked, response: Response) => Promise<void>): RequestHandler {
  return (request, response, next) => {
    gate(request, response).then(() => next(), next);
  };
}

const placeOf = (kind: 'device' | 'address', of: string): string => `${kind} ${of}`;

/** Does Directus compare the password of this account with something? */
function isChecked(account: Account | null): boolean {
  return account !== null && account.status === 'active' && account.provider === HERE && account.has_password;
}

/** The digest that Directus makes of a password to be stored: as much work as comparing one. */
async function digest({ services, database: knex }: HookContext, password: string, { schema }: Asked): Promise<void> {
  const payload = new services.PayloadService('directus_users', { knex, schema: schema!, accountability: null });
  await payload.processValues('create', [{ password: password.slice(0, 1000) }]);
}

/** What is done, and waited for, before an answer goes out. */
function beforeAnswer(response: Response, work: (body: Answered) => Promise<void>): void {
  const json = response.json.bind(response);
  response.json = (body) => {
    void work(body as Answered).then(() => json(body));
    return response;
  };
}
