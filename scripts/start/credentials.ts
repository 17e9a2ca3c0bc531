/**
 * Passwords and the secret of an installation: from the environment, or else made once and
 * kept in `<data>/credentials`, which only its owner can read. The key of the ledgers is kept elsewhere: `ledger-key.ts`.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { writeWhole } from './safe-file.ts';

/** `POSTGRES_PASSWORD` is the superuser's, `DATABASE_PASSWORD` that of the role as which the server connects. */
export type Credential = 'SECRET' | 'POSTGRES_PASSWORD' | 'DATABASE_PASSWORD' | 'ADMIN_PASSWORD' | 'DEMO_PASSWORD';

/** What the environment gives; what is not given, what was kept; otherwise a random one, kept from now on. */
export function credential(file: string, name: Credential): string {
  const given = process.env[name];
  if (given !== undefined && given !== '')
    return given;
  const found = kept(file, name);
  if (found !== null)
    return found;
  const made = randomCredential(name);
  keep(file, { [name]: made });
  return made;
}

export function randomCredential(name: Credential): string {
  return randomBytes(name === 'SECRET' ? 32 : 12).toString('base64url');
}

export function isKept(file: string, name: Credential): boolean {
  return kept(file, name) !== null;
}

/** A value of the file, whatever the environment says. */
export function kept(file: string, name: string): string | null {
  return read(file)[name] ?? null;
}

/** Writes values into the file, and takes out those that are null; the file is never half. */
export function keep(file: string, values: Record<string, string | null>): void {
  const lines = Object.entries({ ...read(file), ...values }).filter(([, value]) => value !== null).map(([key, value]) => `${key}=${value}\n`);
  writeWhole(file, lines.join(''));
}

function read(file: string): Partial<Record<string, string>> {
  if (!existsSync(file))
    return {};
  const lines = readFileSync(file, 'utf8').split('\n').filter(line => line.includes('='));
  return Object.fromEntries(lines.map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}
