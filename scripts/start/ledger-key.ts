/**
 * The key of the ledgers lies in a folder of its own, since whoever has a backup of the data folder should not have the
 * numbers that are encrypted in it. It is never made anew where there is something that only the old one opens.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fieldCipherOf, SHORTEST_KEY } from '../../extensions/wangge/src/ledgers/field-encryption-rules.ts';
import { keep, kept } from './credentials.ts';
import { writeWhole } from './safe-file.ts';
import { Refusal } from './steps.ts';

const NAME = 'WANGGE_LEDGER_KEY';

export interface KeyPlace {
  /** `<data>-keys/ledger-key`, beside the data folder and never in it; `WANGGE_KEY_DIR` names another folder. */
  file: string;
  /** Where earlier releases kept it. */
  credentials: string;
}

export function keyPlaceOf(data: string): KeyPlace {
  const folder = resolve(process.env.WANGGE_KEY_DIR || `${data}-keys`);
  return { file: join(folder, 'ledger-key'), credentials: join(data, 'credentials') };
}

/** Whether a key opens what is encrypted; `sample` is empty while nothing is. */
function opens(key: string, sample: readonly string[]): boolean {
  if (key.length < SHORTEST_KEY)
    return false;
  const cipher = fieldCipherOf(key);
  return sample.some((sealed) => {
    try {
      cipher.open(sealed);
      return true;
    }
    catch {
      return false;
    }
  });
}

/** What is there without making or moving anything: the environment's, the file's, the one of an earlier release. */
export function foundKey({ file, credentials }: KeyPlace): string | null {
  return environmentKey() ?? fileKey(file) ?? kept(credentials, NAME);
}

/** The one in its own file. */
export function storedKey({ file }: KeyPlace): string | null {
  return fileKey(file);
}

function environmentKey(): string | null {
  return process.env[NAME] || null;
}

function fileKey(file: string): string | null {
  const content = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  return content === '' ? null : content;
}

/**
 * The key with which this installation goes on. `sample`: some encrypted numbers of its database.
 * A key in the data folder is moved out of it: written and read again elsewhere first, and only then removed.
 */
export function ledgerKey(place: KeyPlace, sample: readonly string[], note: (text: string) => void): string {
  const given = environmentKey();
  if (given !== null) {
    if (sample.length > 0 && !opens(given, sample))
      throw new Refusal(`${NAME} is not the key with which the numbers in this database were encrypted. Give the right one, or leave the variable out to use ${place.file}.`);
    return given;
  }
  const here = fileKey(place.file);
  const before = kept(place.credentials, NAME);
  const key = [here, before].find(one => one !== null && (sample.length === 0 || opens(one, sample))) ?? null;
  if (key === null && sample.length > 0)
    throw new Refusal(here === null && before === null ? missing(place) : wrong(place, here === null ? place.credentials : place.file));
  if (key !== null && key === before)
    moveOut(place, key, here, note);
  return key ?? made(place);
}

function missing({ file }: KeyPlace): string {
  return `The database holds encrypted numbers of the ledgers, and the key that opens them is not here (${file}). A new one would lose them, so none is made. `
    + `Bring the key back: npm run wangge -- ledger-key import FILE (what "ledger-key export" wrote), put the old file there, or set ${NAME}.`;
}

function wrong(_: KeyPlace, where: string): string {
  return `The key in ${where} is not the one with which the numbers in this database were encrypted. `
    + `Bring the right one: npm run wangge -- ledger-key import FILE --replace (the present one is set aside), or set ${NAME}.`;
}

function made({ file }: KeyPlace): string {
  const key = randomBytes(32).toString('base64url');
  try {
    storeKey(file, key);
  }
  catch (error) {
    throw new Refusal(`The key of the ledgers cannot be written to ${file} (${(error as Error).message}). Set WANGGE_KEY_DIR to a folder outside the data folder that can be written.`, { cause: error });
  }
  return key;
}

/** Written as a whole, and read again. */
export function storeKey(file: string, key: string): void {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
  writeWhole(file, `${key}\n`);
  if (fileKey(file) !== key)
    throw new Error(`${file} does not read as it was written`);
}

function moveOut({ file, credentials }: KeyPlace, key: string, here: string | null, note: (text: string) => void): void {
  if (here !== null && here !== key)
    throw new Refusal(`There are two different keys: ${NAME} in ${credentials} is the right one, ${file} is another. Move ${file} away and start again.`);
  try {
    if (here === null)
      storeKey(file, key);
  }
  catch (error) {
    note(`The key of the ledgers is still in ${credentials}, and thus in every backup of the data folder: ${file} cannot be written (${(error as Error).message}). Set WANGGE_KEY_DIR to another folder.`);
    return;
  }
  keep(credentials, { [NAME]: null });
  note(`The key of the ledgers was moved out of the data folder, to ${file}: back it up by itself (npm run wangge -- ledger-key export FILE).`);
}
