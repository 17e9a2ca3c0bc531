/** The installation's key that signs rankings, from the environment: in no table, no file of the data folder, no API. */
import type { SigningKey } from './checkpoint-rules.ts';
import { Buffer } from 'node:buffer';
import process from 'node:process';
import { signingKeyOf } from './checkpoint-rules.ts';

export const SIGNING_KEY = 'WANGGE_SIGNING_KEY';

let known: { text: string; key: SigningKey } | null = null;

/** Null: there is none, or it is no key; then no quarter is computed. */
export function installedSigningKey(): SigningKey | null {
  const text = process.env[SIGNING_KEY] ?? '';
  if (known?.text !== text) {
    const key = signingKeyIn(text);
    known = key === null ? null : { text, key };
  }
  return known?.key ?? null;
}

/** 32 bytes as base64, of either alphabet. */
export function signingKeyIn(text: string): SigningKey | null {
  const plain = text.trim();
  const seed = Buffer.from(plain, 'base64');
  return /^[\w+/-]{43}=?$/.test(plain) && seed.length === 32 ? signingKeyOf(seed) : null;
}
