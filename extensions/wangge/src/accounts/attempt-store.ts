/** The counters of attempts, shared by all servers: in the database, by digests. */
import type { Db } from '../kernel/context.ts';
import type { Counts } from '../kernel/job-rules.ts';
import type { Moment, Uuid } from '../kernel/values.ts';
import type { Counter, Outcome } from './attempt-rules.ts';
import { createHmac } from 'node:crypto';
import { begun, settlement, waitsFor } from './attempt-rules.ts';

export interface Digests { counter: (counter: Counter) => string; account: (account: string) => string; place: (place: string) => string; factor: (secret: string) => string }

/** Keyed by the installation's secret: a copy of the database tells nobody who signed in from where. */
export function digestsBy(secret: string): Digests {
  const digest = (kind: string, text: string): string => createHmac('sha256', secret).update(`${kind}\0${text}`).digest('hex').slice(0, 48);
  return { counter: ({ counting, of }) => digest(counting, of), account: account => digest('whose', account), place: place => digest('place', place), factor: secret => digest('factor', secret) };
}

interface Row { key: string; failures: number; last_at: Date }

/** Milliseconds to wait; 0: the attempt has begun, and counts as failed until it is settled. */
export async function begin(db: Db, digests: Digests, counters: readonly Counter[], account: string | null, now: number): Promise<number> {
  const keyed = keysOf(digests, counters);
  return db.transaction(async (trx) => {
    for (const { key } of keyed)
      await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`sign-in ${key}`]);
    const rows: Row[] = await trx('wangge_sign_in_attempts').whereIn('key', keyed.map(({ key }) => key));
    const countedAt = (wanted: string): { failures: number; last: number } | null => {
      const row = rows.find(({ key }) => key === wanted);
      return row === undefined ? null : { failures: row.failures, last: new Date(row.last_at).getTime() };
    };
    const wait = Math.max(...keyed.map(({ key, counting }) => waitsFor(counting, countedAt(key), now)));
    if (wait > 0)
      return wait;
    await trx('wangge_sign_in_attempts').insert(keyed.map(({ key, counting }) => {
      const { failures, last } = begun(countedAt(key), now);
      return { key, account: counting === 'address' || account === null ? null : digests.account(account), failures, last_at: new Date(last).toISOString() };
    })).onConflict('key').merge();
    return 0;
  });
}

export async function settle(db: Db, digests: Digests, counters: readonly Counter[], outcome: Outcome): Promise<void> {
  for (const { key, counting } of keysOf(digests, counters)) {
    const after = settlement(counting, outcome);
    if (after === 'forget')
      await db('wangge_sign_in_attempts').where({ key }).delete();
    else if (after === 'give_back')
      await db('wangge_sign_in_attempts').where({ key }).where('failures', '>', 0).decrement('failures', 1);
  }
}

/** Always in the same order, so that two attempts cannot wait for each other. */
function keysOf(digests: Digests, counters: readonly Counter[]): (Counter & { key: string })[] {
  return counters.map(counter => ({ ...counter, key: digests.counter(counter) })).sort((a, b) => a.key < b.key ? -1 : 1);
}

/** Whoever gets a first password begins anew. */
export async function forgetAttempts(db: Db, digests: Digests, account: string): Promise<void> {
  await db('wangge_sign_in_attempts').where('account', digests.account(account)).delete();
}

/** The first of these places that the account has signed in from. */
export async function knownPlace(db: Db, digests: Digests, person: Uuid, places: readonly string[]): Promise<string | null> {
  const digested = places.map(place => digests.place(place));
  const rows = await db('wangge_sign_in_places').where({ person }).whereIn('place', digested).select('place') as { place: string }[];
  return places.find((_, n) => rows.some(({ place }) => place === digested[n])) ?? null;
}

export async function rememberPlaces(db: Db, digests: Digests, person: Uuid, places: readonly string[], now: number): Promise<void> {
  await db('wangge_sign_in_places').insert(places.map(place => ({ person, place: digests.place(place), last_at: new Date(now).toISOString() }))).onConflict(['person', 'place']).merge();
}

const PLACES_KEPT = '180 days';

/** What is not needed any more: attempts after two days, places after half a year. */
export async function tidyAttempts(db: Db, now: Moment): Promise<Counts> {
  const { rows } = await db.raw(`
    with attempts as (delete from wangge_sign_in_attempts where last_at < ?::timestamptz - interval '2 days' returning 1),
         places as (delete from wangge_sign_in_places where last_at < ?::timestamptz - interval '${PLACES_KEPT}' returning 1),
         offers as (delete from wangge_factor_offers where offered_at < ?::timestamptz - interval '1 day')
    select (select count(*)::int from attempts) as attempts, (select count(*)::int from places) as places`, [now, now, now]);
  return rows[0];
}
