/** Secrets of second factors that were handed out after a password was proved: digests, the last one of each person, for a while. */
import type { Db } from '../kernel/context.ts';
import type { Uuid } from '../kernel/values.ts';
import type { Digests } from './attempt-store.ts';

/** Time to find the telephone and install an authenticator. */
const OFFERED_FOR = 30 * 60_000;

export async function rememberOffer(db: Db, digests: Digests, person: Uuid, secret: string, now: number): Promise<void> {
  await db('wangge_factor_offers').insert({ person, secret: digests.factor(secret), offered_at: new Date(now).toISOString() }).onConflict('person').merge();
}

export async function isOffered(db: Db, digests: Digests, person: Uuid, secret: string, now: number): Promise<boolean> {
  return await db('wangge_factor_offers').where({ person, secret: digests.factor(secret) }).where('offered_at', '>', new Date(now - OFFERED_FOR).toISOString()).first('person') !== undefined;
}
