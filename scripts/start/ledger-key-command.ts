/** `npm run wangge -- ledger-key export FILE` and `import FILE`: the key of the ledgers by itself, under a passphrase. */
import type { KeyPlace } from './ledger-key.ts';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SHORTEST_KEY } from '../../extensions/wangge/src/ledgers/field-encryption-rules.ts';
import { unwrapped, wrapped } from './key-envelope.ts';
import { foundKey, storedKey, storeKey } from './ledger-key.ts';
import { passphrase } from './passphrase.ts';
import { writeWhole } from './safe-file.ts';
import { Refusal, say } from './steps.ts';

const USAGE = `npm run wangge -- ledger-key export FILE [--passphrase-file FILE]
npm run wangge -- ledger-key import FILE [--passphrase-file FILE] [--replace]
npm run wangge -- ledger-key where`;

interface Options { passphraseFile: string | null; replace: boolean }

export async function ledgerKeyCommand(place: KeyPlace, args: readonly string[]): Promise<number> {
  const { values, positionals } = parsed(args);
  const [action, file] = positionals;
  const options = { passphraseFile: values['passphrase-file'] ?? null, replace: values.replace === true };
  switch (action) {
    case 'where':
      say(place.file);
      return 0;
    case 'export':
      await exportKey(place, fileNamed(file), options);
      return 0;
    case 'import':
      await importKey(place, fileNamed(file), options);
      return 0;
    default:
      throw new Refusal(USAGE);
  }
}

function parsed(args: readonly string[]): { values: { 'passphrase-file'?: string; 'replace'?: boolean }; positionals: string[] } {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { 'passphrase-file': { type: 'string' }, 'replace': { type: 'boolean' } } });
  }
  catch (error) {
    throw new Refusal(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}

function fileNamed(file: string | undefined): string {
  if (file === undefined)
    throw new Refusal(USAGE);
  return resolve(file);
}

async function exportKey(place: KeyPlace, file: string, { passphraseFile }: Options): Promise<void> {
  const key = foundKey(place);
  if (key === null)
    throw new Refusal(`There is no key of the ledgers in ${place.file}, and WANGGE_LEDGER_KEY is not set.`);
  if (existsSync(file))
    throw new Refusal(`${file} exists already; name another file.`);
  writeWhole(file, wrapped(key, await passphrase(passphraseFile, true)));
  say(`The key of the ledgers is in ${file}, under the passphrase. Keep the two apart from each other and from the backups of the data folder.`);
}

async function importKey(place: KeyPlace, file: string, { passphraseFile, replace }: Options): Promise<void> {
  if (!existsSync(file))
    throw new Refusal(`There is no file ${file}.`);
  const opened = unwrapped(readFileSync(file, 'utf8'), await passphrase(passphraseFile, false));
  if (opened === 'not a key file')
    throw new Refusal(`${file} is not what "ledger-key export" writes.`);
  if (opened === 'wrong passphrase')
    throw new Refusal(`${file} does not open: the passphrase is another one, or the file was changed.`);
  if (opened.key.length < SHORTEST_KEY)
    throw new Refusal(`The key in ${file} is shorter than ${SHORTEST_KEY} characters.`);
  const present = storedKey(place);
  if (present === opened.key) {
    say(`This key is in ${place.file} already.`);
    return;
  }
  if (present !== null) {
    if (!replace)
      throw new Refusal(`There is another key in ${place.file}. With --replace it is set aside beside it, and this one takes its place.`);
    renameSync(place.file, `${place.file}.replaced-${Date.now()}`);
  }
  storeKey(place.file, opened.key);
  say(`The key of the ledgers is in ${place.file}. Start again for it to be used.`);
}
