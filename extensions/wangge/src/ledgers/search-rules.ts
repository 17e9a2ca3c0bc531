/** Is what somebody searches for a whole number? Pure. */
import { parsePhone } from '../kernel/identity-number-rules.ts';
import { isIdentityNumber } from '../kernel/personal-data-rules.ts';

/** The number as it is hashed; null: something else is searched for. */
export function numberIn(search: unknown): string | null {
  if (typeof search !== 'string' || search.length > 40)
    return null;
  const plain = search.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase();
  return isIdentityNumber(plain) ? plain : parsePhone(search);
}
