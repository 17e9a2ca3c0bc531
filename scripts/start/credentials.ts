/**
 * Passwords and the secret of an installation: from the environment, or else made once and
 * kept in `<data>/credentials`, which only its owner can read.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

export type Credential = 'SECRET' | 'WANGGE_LEDGER_KEY' | 'POSTGRES_PASSWORD' | 'ADMIN_PASSWORD' | 'DEMO_PASSWORD';

/** What the environment gives; what is not given, what was kept; otherwise a random one, kept from now on. */
export function credential(file: string, name: Credential): string {
  const given = process.env[name];
  if (given !== undefined && given !== '')
    return given;
  const kept = read(file);
  const found = kept[name];
  if (found !== undefined)
    return found;
  const made = randomBytes(name === 'SECRET' || name === 'WANGGE_LEDGER_KEY' ? 32 : 12).toString('base64url');
  const lines = Object.entries({ ...kept, [name]: made }).map(([key, value]) => `${key}=${value}\n`);
  writeFileSync(file, lines.join(''), { mode: 0o600 });
  chmodSync(file, 0o600);
  return made;
}

export function isKept(file: string, name: Credential): boolean {
  return read(file)[name] !== undefined;
}

function read(file: string): Partial<Record<string, string>> {
  if (!existsSync(file))
    return {};
  const lines = readFileSync(file, 'utf8').split('\n').filter(line => line.includes('='));
  return Object.fromEntries(lines.map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}
