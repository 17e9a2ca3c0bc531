/** A key under a passphrase: scrypt makes a key of the passphrase, AES-256-GCM encrypts. What is written says how, so that it opens in ten years. */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';

const FORMAT = 'wangge-ledger-key';
/** About a tenth of a second and 128 MB for each guess. */
const COST = { N: 2 ** 17, r: 8, p: 1 };
/** Files from elsewhere may not ask for more than this. */
const HIGHEST = { N: 2 ** 20, r: 16, p: 4 };
export const SHORTEST_PASSPHRASE = 12;

interface Envelope {
  format: typeof FORMAT;
  version: 1;
  kdf: { name: 'scrypt'; N: number; r: number; p: number; salt: string };
  cipher: { name: 'aes-256-gcm'; iv: string; tag: string };
  data: string;
}

const stretched = (passphrase: string, salt: Buffer, { N, r, p }: typeof COST): Buffer =>
  scryptSync(passphrase.normalize('NFC'), salt, 32, { N, r, p, maxmem: 256 * N * r });

export function wrapped(key: string, passphrase: string, cost = COST): string {
  const [salt, iv] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', stretched(passphrase, salt, cost), iv);
  cipher.setAAD(Buffer.from(FORMAT));
  const data = Buffer.concat([cipher.update(key, 'utf8'), cipher.final()]);
  const envelope: Envelope = {
    format: FORMAT,
    version: 1,
    kdf: { name: 'scrypt', ...cost, salt: salt.toString('base64') },
    cipher: { name: 'aes-256-gcm', iv: iv.toString('base64'), tag: cipher.getAuthTag().toString('base64') },
    data: data.toString('base64'),
  };
  return `${JSON.stringify(envelope, null, 2)}\n`;
}

/** Why a file does not open: it is none of ours, or the passphrase is not right (or somebody changed it: nobody can tell). */
export type Unopened = 'not a key file' | 'wrong passphrase';

export function unwrapped(content: string, passphrase: string): { key: string } | Unopened {
  const envelope = read(content);
  if (envelope === null)
    return 'not a key file';
  const { kdf, cipher, data } = envelope;
  try {
    const opened = createDecipheriv('aes-256-gcm', stretched(passphrase, Buffer.from(kdf.salt, 'base64'), kdf), Buffer.from(cipher.iv, 'base64'), { authTagLength: 16 });
    opened.setAAD(Buffer.from(FORMAT));
    opened.setAuthTag(Buffer.from(cipher.tag, 'base64'));
    return { key: Buffer.concat([opened.update(Buffer.from(data, 'base64')), opened.final()]).toString('utf8') };
  }
  catch {
    return 'wrong passphrase';
  }
}

function read(content: string): Envelope | null {
  try {
    const found = JSON.parse(content) as Partial<Envelope>;
    const known = found.format === FORMAT && found.version === 1 && found.kdf?.name === 'scrypt' && found.cipher?.name === 'aes-256-gcm'
      && [found.kdf.salt, found.cipher.iv, found.cipher.tag, found.data].every(text => typeof text === 'string')
      && (['N', 'r', 'p'] as const).every(name => Number.isInteger(found.kdf![name]) && found.kdf![name] > 0 && found.kdf![name] <= HIGHEST[name]);
    return known ? found as Envelope : null;
  }
  catch {
    return null;
  }
}
