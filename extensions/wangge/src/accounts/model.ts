/** Accounts as this room sees them. */
import type { Uuid } from '../kernel/values.ts';
import type { DueCode } from './messages.ts';

export interface Account {
  id: Uuid;
  email: string | null;
  first_name: string | null;
  last_name: string | null;
  status: string;
  provider: string;
  has_password: boolean;
  has_factor: boolean;
}

/** What of an account a request depends on. */
export interface Standing {
  active: boolean;
  must_change: boolean;
  needs_factor: boolean;
  changes: number;
}

/** What somebody has to do before anything else; null: nothing. The password first: the second factor is set up with it. */
export function dueOf({ must_change, needs_factor }: Pick<Standing, 'must_change' | 'needs_factor'>): DueCode | null {
  return must_change ? 'PASSWORD_CHANGE_REQUIRED' : needs_factor ? 'SECOND_FACTOR_REQUIRED' : null;
}

/** A first password that was made for somebody: shown once. */
export interface Slip { name: string; email: string; password: string; valid_until: string }

/** Until it is changed, at most so long. */
export const SLIP_DAYS = 7;
/** Directus' own name for accounts with a password here. */
export const HERE = 'default';
