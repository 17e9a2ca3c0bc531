/**
 * How does a number get out of sight, and back?
 *
 * One secret of the installation (`WANGGE_LEDGER_KEY`) gives two keys by HKDF-SHA256: one encrypts
 * (AES-256-GCM), the other makes the keyed hash by which a number is found and kept unique. Losing
 * the secret loses the numbers; a hash does not lead back to them without it, though there are
 * few enough identity numbers to try them all.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

export interface Sealed { cipher: string; hash: string }

export interface FieldCipher {
  /** Another cipher each time, the same hash. */
  seal: (number: string) => Sealed;
  /** Throws when it was sealed with another key, or was changed since. */
  open: (cipher: string) => string;
  hash: (text: string) => string;
}

export const SHORTEST_KEY = 32;
const VERSION = 'v1.';
const IV = 12;
const TAG = 16;

/** Throws a RangeError for a key of less than `SHORTEST_KEY` characters. */
export function fieldCipherOf(key: string): FieldCipher {
  if (key.length < SHORTEST_KEY)
    throw new RangeError(`The key of the ledgers has at least ${SHORTEST_KEY} characters`);
  const [encryption, hashing] = [derived(key, 'encryption'), derived(key, 'hash')];
  const hash = (text: string): string => createHmac('sha256', hashing).update(text, 'utf8').digest('hex');
  return { seal: number => ({ cipher: encrypted(encryption, number), hash: hash(number) }), open: cipher => decrypted(encryption, cipher), hash };
}

function derived(key: string, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key.normalize('NFC'), '', `wangge ledgers ${use}`, 32));
}

/** `v1.` and in base64url: initialisation vector, tag, text. */
function encrypted(key: Buffer, text: string): string {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return VERSION + Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
}

function decrypted(key: Buffer, sealed: string): string {
  if (!sealed.startsWith(VERSION))
    throw new Error('Not a sealed number');
  const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url');
  const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV), { authTagLength: TAG });
  cipher.setAuthTag(bytes.subarray(IV, IV + TAG));
  return Buffer.concat([cipher.update(bytes.subarray(IV + TAG)), cipher.final()]).toString('utf8');
}
