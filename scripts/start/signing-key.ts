/**
 * The key with which rankings are signed (Ed25519), in the folder of the keys and never in the data folder: whoever has a copy
 * of the data can sign nothing in this installation's name. What was signed with an earlier one stays verifiable: its public
 * half stands beside every checkpoint.
 */
import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fingerprintOf } from '../../extensions/wangge/src/assessment/evidence/checkpoint-rules.ts';
import { SIGNING_KEY, signingKeyIn } from '../../extensions/wangge/src/assessment/evidence/signing-key.ts';
import { writeWhole } from './safe-file.ts';
import { Refusal, say } from './steps.ts';

/** Beside the key of the ledgers. */
export function signingKeyFile(ledgerKeyFile: string): string {
  return join(dirname(ledgerKeyFile), 'signing-key');
}

/** What is there, without making anything. */
export function foundSigningKey(file: string): string | null {
  const given = process.env[SIGNING_KEY];
  if (given)
    return checked(given, SIGNING_KEY);
  const content = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  return content === '' ? null : checked(content, file);
}

/** The key with which this installation signs; made where there is none. */
export function signingKey(file: string, note: (text: string) => void): string {
  return foundSigningKey(file) ?? made(file, note);
}

function checked(key: string, where: string): string {
  if (signingKeyIn(key) === null)
    throw new Refusal(`The signing key in ${where} cannot be read: base64 of 32 random bytes is expected (openssl rand -base64 32).`);
  return key;
}

function made(file: string, note: (text: string) => void): string {
  const key = randomBytes(32).toString('base64');
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeWhole(file, `${key}\n`);
  }
  catch (error) {
    throw new Refusal(`The key that signs rankings cannot be written to ${file} (${(error as Error).message}). Set WANGGE_KEY_DIR to a folder outside the data folder that can be written.`, { cause: error });
  }
  note(`Rankings are signed with a new key, ${file}. Make its public half known: ${publicHalf(key)}`);
  return key;
}

function publicHalf(key: string): string {
  const { public: known } = signingKeyIn(key)!;
  return `${known.toString('base64')} (fingerprint ${fingerprintOf(known)})`;
}

const USAGE = `npm run wangge -- signing-key show
npm run wangge -- signing-key rotate
npm run wangge -- signing-key where`;

/** `npm run wangge -- signing-key …` */
export function signingKeyCommand(file: string, [action, ...more]: readonly string[]): number {
  if (more.length > 0)
    throw new Refusal(USAGE);
  switch (action) {
    case 'where':
      say(file);
      return 0;
    case 'show': {
      const key = foundSigningKey(file);
      if (key === null)
        throw new Refusal(`There is no signing key in ${file}, and ${SIGNING_KEY} is not set; the next start makes one.`);
      say(publicHalf(key));
      return 0;
    }
    case 'rotate':
      return rotate(file);
    default:
      throw new Refusal(USAGE);
  }
}

function rotate(file: string): number {
  if (process.env[SIGNING_KEY])
    throw new Refusal(`${SIGNING_KEY} is set: the key comes from there. Give it another value (openssl rand -base64 32) and start again.`);
  if (existsSync(file)) {
    const aside = `${file}.replaced-${Date.now()}`;
    renameSync(file, aside);
    say(`The present key was set aside: ${aside}. Delete it when nobody needs it; what it signed stays verifiable.`);
  }
  made(file, say);
  say('Start again for it to be used.');
  return 0;
}

/** Of tests and benches: from any secret, always the same. */
export function signingKeyOfSecret(secret: string): string {
  return Buffer.from(secret.padEnd(32, '.').slice(0, 32)).toString('base64');
}
