/** A resident's answer: read, limited, counted; enough of them reopen the matter. All in one transaction. */
import type { Request } from 'express';
import type { Db, HookContext } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Moment, Uuid } from '../kernel/values.ts';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { reopenBySystem } from '../handling/index.ts';
import { formOf } from '../kernel/form-body.ts';
import { isOwnForm } from '../kernel/network-rules.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { feedbackOf, HONEYPOT, reopens } from './feedback-rules.ts';
import { insertFeedback, lockShown, saltOfToday, tallyOf } from './feedback-store.ts';
import { visitorPseudonym } from './visitor-pseudonym-rules.ts';

export type Outcome
  = | { kind: 'accepted'; comment: boolean }
    | { kind: 'reopened' }
    | { kind: 'refused'; refusal: Refusal; status: 400 | 403 | 409 | 429; said: URLSearchParams }
    | { kind: 'unknown' };

/** Answers to several notices in ten minutes, from one address: a household may have seen several things. */
const ANSWERS = 10;
const WITHIN_SECONDS = 600;
const REOPENED = '公示后居民反映未解决（{no} 人未解决，{yes} 人已解决），退回重办';

export function acceptFeedback({ database: db }: HookContext): (id: Uuid, request: Request, publicUrl: string) => Promise<Outcome> {
  // Counted in the database: all servers share the count.
  const limiter = new RateLimiterPostgres({ storeClient: db, storeType: 'knex', tableName: 'wangge_rate_limits', tableCreated: true, keyPrefix: 'feedback', points: ANSWERS, duration: WITHIN_SECONDS, clearExpiredByTimeout: true });
  return async (id, request, publicUrl) => {
    const nothing = new URLSearchParams();
    if (!isOwnForm(request, publicUrl))
      return { kind: 'refused', refusal: refused('foreign_form'), status: 403, said: nothing };
    const said = await formOf(request);
    if (said === null)
      return { kind: 'refused', refusal: refused('form_unreadable'), status: 400, said: nothing };
    // Whoever fills in what nobody sees is told that all is well.
    if ((said.get(HONEYPOT) ?? '') !== '')
      return { kind: 'accepted', comment: true };
    const voter = visitorPseudonym(await saltOfToday(db), addressOf(request));
    const minutes = await limited(limiter, voter);
    if (minutes !== null)
      return { kind: 'refused', refusal: refused('too_often', null, { minutes }), status: 429, said };
    const feedback = feedbackOf(said);
    if ('kind' in feedback)
      return { kind: 'refused', refusal: feedback, status: 400, said };
    return await db.transaction(async (trx): Promise<Outcome> => {
      const notice = await lockShown(trx, id);
      if (notice === null)
        return { kind: 'unknown' };
      if (!await insertFeedback(trx, id, voter, feedback))
        return { kind: 'refused', refusal: refused('voted_already'), status: 409, said };
      return feedback.resolved === 'no' && await reopened(trx, id, notice.issue, new Date().toISOString())
        ? { kind: 'reopened' }
        : { kind: 'accepted', comment: feedback.comment !== null };
    });
  };
}

async function reopened(db: Db, id: Uuid, issue: Uuid, now: Moment): Promise<boolean> {
  const { yes, no, votes } = await tallyOf(db, id);
  return reopens({ yes, no }, votes)
    && await reopenBySystem(db, issue, REOPENED.replace('{no}', String(no)).replace('{yes}', String(yes)), now);
}

/** Minutes to wait; null: none. */
async function limited(limiter: RateLimiterPostgres, key: string): Promise<number | null> {
  try {
    await limiter.consume(key);
    return null;
  }
  catch (error) {
    if (error instanceof RateLimiterRes)
      return Math.max(1, Math.ceil(error.msBeforeNext / 60_000));
    throw error;
  }
}

interface Addressed extends Request { accountability?: { ip?: string | null } | null }

/** As Directus knows it: behind a proxy by the setting IP_TRUST_PROXY. */
function addressOf(request: Request): string {
  return (request as Addressed).accountability?.ip ?? request.ip ?? '';
}
