/** The installation's key of the ledgers, from the environment. */
import type { FieldCipher } from './field-encryption-rules.ts';
import process from 'node:process';
import { fieldCipherOf, SHORTEST_KEY } from './field-encryption-rules.ts';

let known: { key: string; seals: FieldCipher } | null = null;

/** Null: no key, or one that is too short; then no number can be taken in or read. */
export function installedCipher(): FieldCipher | null {
  const key = process.env.WANGGE_LEDGER_KEY ?? '';
  if (key.length < SHORTEST_KEY)
    return null;
  known = known?.key === key ? known : { key, seals: fieldCipherOf(key) };
  return known.seals;
}
