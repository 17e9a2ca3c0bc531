/**
 * How long somebody waits who types wrong passwords. Nobody is locked out: each further failure only makes the next attempt
 * wait longer, up to a limit, and after a day without one all is forgotten.
 *
 * What is counted depends on where the attempt comes from. From a device or an address that the account has signed in from
 * before, its own failures there alone; so strangers who try its password elsewhere do not keep its owner out. From anywhere
 * else, those of the account and those of the address: neither many guesses at one account nor one guess at many get far.
 * Accounts that do not exist are counted alike.
 */
export type Counting = 'known_device' | 'known_address' | 'account' | 'address' | 'signed_in' | 'mail';

interface Pace {
  /** So many failures cost nothing. */
  free: number;
  /** The wait after the next one, in milliseconds; it doubles with each further one. */
  first: number;
  longest: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

export const PACES: Readonly<Record<Counting, Pace>> = {
  known_device: { free: 5, first: 15 * SECOND, longest: 15 * MINUTE },
  known_address: { free: 5, first: 15 * SECOND, longest: 15 * MINUTE },
  account: { free: 5, first: 15 * SECOND, longest: 15 * MINUTE },
  // A whole office behind one address comes back from its holidays: short waits only.
  address: { free: 50, first: 2 * SECOND, longest: MINUTE },
  // Whoever is signed in and is asked for their password, or a code, once more.
  signed_in: { free: 5, first: 15 * SECOND, longest: 15 * MINUTE },
  // Letters with a link to a new password.
  mail: { free: 3, first: 5 * MINUTE, longest: 60 * MINUTE },
};

export const FORGOTTEN_AFTER = 24 * 60 * MINUTE;

export interface Counted { failures: number; last: number }

/** How long the next attempt waits after so many failures, in milliseconds. */
export function waitAfter(counting: Counting, failures: number): number {
  const { free, first, longest } = PACES[counting];
  return failures < free ? 0 : Math.min(longest, first * 2 ** Math.min(failures - free, 30));
}

/** Milliseconds until the next attempt; 0: now. */
export function waitsFor(counting: Counting, counted: Counted | null, now: number): number {
  return counted === null || now - counted.last >= FORGOTTEN_AFTER ? 0 : Math.max(0, Math.min(waitAfter(counting, counted.failures), counted.last + waitAfter(counting, counted.failures) - now));
}

/** How it is said. */
export function toldWait(wait: number): { code: 'wait_seconds' | 'too_many_attempts'; params: Record<string, number> } {
  return wait <= 90 * SECOND ? { code: 'wait_seconds', params: { seconds: Math.ceil(wait / SECOND) } } : { code: 'too_many_attempts', params: { minutes: Math.ceil(wait / MINUTE) } };
}

/** An attempt counts as failed from its beginning, so that many at once are no way round. */
export function begun(counted: Counted | null, now: number): Counted {
  return { failures: counted === null || now - counted.last >= FORGOTTEN_AFTER ? 1 : counted.failures + 1, last: now };
}

/** Somebody's attempt to sign in, before anything is known of it. */
export interface Attempt { account: string; address: string; device: string | null; known: 'device' | 'address' | null }

export interface Counter { counting: Counting; of: string }

/** Which counters an attempt has to pass. */
export function countersOf({ account, address, device, known }: Attempt): Counter[] {
  switch (known) {
    case 'device': return [{ counting: 'known_device', of: `${account} ${device}` }];
    case 'address': return [{ counting: 'known_address', of: `${account} ${address}` }];
    case null: return [{ counting: 'account', of: account }, { counting: 'address', of: address }];
  }
}

export type Outcome = 'in' | 'wrong' | 'undecided';

/** What an answer says: `undecided` were neither guesses nor sign-ins (the second factor is still missing, the server failed). */
export function outcomeOf({ status, code, withCode }: { status: number; code: string | null; withCode: boolean }): Outcome {
  if (status < 300)
    return 'in';
  return status >= 500 || code === 'INVALID_PAYLOAD' || (code === 'INVALID_OTP' && !withCode) ? 'undecided' : 'wrong';
}

/** Of a counter after an attempt: taken away where the account proved itself, given back where nothing was guessed. */
export function settlement(counting: Counting, outcome: Outcome): 'keep' | 'forget' | 'give_back' {
  if (outcome === 'wrong')
    return 'keep';
  // An attacker's own account does not clear the address that they try others from.
  return outcome === 'undecided' || counting === 'address' ? 'give_back' : 'forget';
}
