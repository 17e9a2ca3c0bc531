/**
 * The routes of `/wangge/…` beside Directus' own: who asks and in which language they read, what they send, and how they are
 * told no. Each room registers its own, and they all answer alike:
 *
 * - a refusal (or several) becomes an error in the reader's language, `null` is Directus' own 403, `undefined` says that the
 *   answer was sent; anything else is the answer's `data`;
 * - what is sent is parsed by the route's schemas; what does not parse is a refusal at its field, status 400;
 * - whoever is not signed in meets Directus' 403, except at `openRoutesOf`.
 */
import type { Accountability } from '@directus/types';
import type { Request, RequestHandler, Response, Router } from 'express';
import type { Caller, HookContext, KnownCaller } from './context.ts';
import type { Voice } from './refusal-error.ts';
import type { Language, Messages, Refusal } from './refusal-rules.ts';
import type { Uuid } from './values.ts';
import { ForbiddenError, isDirectusError } from '@directus/errors';
import { z } from 'zod';
import { cleanDeep } from './clean-item-rules.ts';
import { REQUEST, WORK } from './messages.ts';
import { readerLanguage } from './reader-language.ts';
import { refusalErrors } from './refusal-error.ts';
import { isRefusal, refusalsIn, refused } from './refusal-rules.ts';
import { keyOf } from './relation-key-rules.ts';
import { saidOfWork } from './worker-pool.ts';

/** Who asks, and for what. */
export interface RequestContext {
  caller: KnownCaller;
  person: Uuid;
  admin: boolean;
  language: Language;
  params: Record<string, string>;
  request: Request;
  response: Response;
  /** Whoever asked has left: what is done for them alone ends. */
  signal: AbortSignal;
}

/** The same where nobody has to be signed in: Directus' permissions decide what whoever asks is shown. */
export type OpenContext = Omit<RequestContext, 'person'> & { person: Uuid | null };

/** What of the request did not parse. */
export interface Unfit { part: 'query' | 'body'; field: string; problem: string }

/** What may be sent. */
export interface Shape<Query, Body> {
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  /** The refusal of what does not parse; without it `query_invalid` or `body_invalid`. */
  unfit?: (unfit: Unfit) => Refusal;
}

export interface Sent<Query, Body> { query: Query; body: Body }

type Answer<Context, Query, Body> = (asked: Context & Sent<Query, Body>) => Promise<unknown>;
type AnyAnswer<Context> = Answer<Context, Request['query'], unknown>;

interface Register<Context> {
  (path: string, answer: AnyAnswer<Context>): void;
  <Query = Request['query'], Body = unknown>(path: string, shape: Shape<Query, Body>, answer: Answer<Context, Query, Body>): void;
}

export interface Routes<Context> {
  get: Register<Context>;
  post: Register<Context>;
  /** Routes to something that is looked for before what is sent is parsed, and comes with the request. `null`: there is no such thing for whoever asks. */
  to: <Found extends object>(find: (asked: Context) => Promise<Found | Refusal | null>) => Routes<Context & Found>;
}

export interface RouteVoice extends Omit<Voice, 'messages'> {
  /** Whose fields the sentences name by their labels. */
  collection?: string;
}

const NOBODY = { user: null, role: null, roles: [], admin: false, app: false, ip: null } as Accountability;

/** Routes for whoever is signed in. */
export function routesOf(router: Router, context: Surroundings, messages: Messages, voice: RouteVoice = {}): Routes<RequestContext> {
  return routes({ router, context, voice: { ...voice, messages: { ...REQUEST, ...WORK, ...messages } } }, async ({ person, ...asked }) => person === null ? null : { ...asked, person });
}

/** Routes that Directus' permissions alone keep. */
export function openRoutesOf(router: Router, context: Surroundings, messages: Messages, voice: RouteVoice = {}): Routes<OpenContext> {
  return routes({ router, context, voice: { ...voice, messages: { ...REQUEST, ...WORK, ...messages } } }, async asked => asked);
}

/** The row that the path names (`:id`); what is no key names none. */
export async function itemNamed({ params: { id } }: Pick<RequestContext, 'params'>): Promise<{ id: Uuid } | null> {
  const key = keyOf(id);
  return key === null ? null : { id: key };
}

type Surroundings = Pick<HookContext, 'database' | 'logger'>;
interface Place { router: Router; context: Surroundings; voice: RouteVoice & Voice }
/** What an answer is given beside what was sent, if there is something to answer. */
type Find<Context> = (asked: OpenContext) => Promise<Context | Refusal | null>;

function routes<Context extends object>(place: Place, find: Find<Context>): Routes<Context> {
  const register = (method: 'get' | 'post'): Register<Context> => <Query, Body>(path: string, ...[shape, given]: [AnyAnswer<Context>] | [Shape<Query, Body>, Answer<Context, Query, Body>]) => {
    const answer = (given ?? shape) as Answer<Context, unknown, unknown>;
    place.router[method](path, handler(place, `${method.toUpperCase()} /wangge${path}`, async (asked) => {
      const found = await find(asked);
      if (found === null || isRefusal(found))
        return found;
      const sent = parsed(given === undefined ? {} : shape as Shape<unknown, unknown>, asked);
      return isRefusal(sent) ? sent : answer({ ...found, ...sent });
    }));
  };
  return {
    get: register('get'),
    post: register('post'),
    to: look => routes(place, async (asked) => {
      const found = await find(asked);
      if (found === null || isRefusal(found))
        return found;
      const further = await look(found);
      return further === null || isRefusal(further) ? further : { ...found, ...further };
    }),
  };
}

function handler({ context: { database: db, logger }, voice }: Place, name: string, answer: (asked: OpenContext) => Promise<unknown>): RequestHandler {
  return async (request, response, next) => {
    const leaving = new AbortController();
    response.once('close', () => leaving.abort());
    const { signal } = leaving;
    try {
      const { accountability: known, schema } = request as unknown as Caller;
      // Nobody is not the system: without an account there are no rights.
      const accountability = known ?? NOBODY;
      const person = accountability.user;
      const language = await readerLanguage(db, person, request.headers['accept-language']);
      const said = await answer({ caller: { accountability, schema }, person, admin: accountability.admin, language, params: request.params, request, response, signal }).catch(error => saidOfWork(error, logger));
      if (said === null)
        throw new ForbiddenError();
      // An empty list is an answer.
      const refusals = Array.isArray(said) && said.length === 0 ? null : refusalsIn(said);
      if (refusals?.some(({ status }) => status === 503) === true)
        response.set('Retry-After', RETRY_AFTER);
      if (refusals !== null)
        throw await refusalErrors(db, voice, refusals, language, voice.collection ?? null);
      if (said !== undefined)
        response.json({ data: said });
    }
    catch (error) {
      // Nobody is there to be told.
      if (signal.aborted && (error === signal.reason || response.headersSent))
        return;
      // Directus logs the fault itself, without saying where it happened.
      if (![error].flat().every(one => isDirectusError(one)))
        logger.error(`${name} failed: ${error instanceof Error ? error.message : String(error)}`);
      next(error);
    }
  };
}

/** Seconds. */
const RETRY_AFTER = '10';

const PROBLEMS: Record<Language, { error?: z.core.$ZodErrorMap }> = { 'zh-CN': { error: z.locales.zhCN().localeError }, 'en-US': {} };

function parsed({ query, body, unfit = invalid }: Shape<unknown, unknown>, { request, language }: OpenContext): Sent<unknown, unknown> | Refusal {
  const sent: Sent<unknown, unknown> = { query: cleanDeep(request.query), body: cleanDeep(request.body) };
  for (const [part, schema] of [['query', query], ['body', body]] as const) {
    const result = schema?.safeParse(part === 'body' ? sent.body ?? {} : sent.query, PROBLEMS[language]);
    if (result?.success === false) {
      const [issue] = result.error.issues;
      return unfit({ part, field: String(issue?.path[0] ?? ''), problem: issue?.message ?? '' });
    }
    if (result !== undefined)
      sent[part] = result.data;
  }
  return sent;
}

function invalid({ part, field, problem }: Unfit): Refusal {
  return part === 'query'
    ? refused('query_invalid', field || null, { parameter: field, problem })
    : refused('body_invalid', field || null, { field, problem });
}
