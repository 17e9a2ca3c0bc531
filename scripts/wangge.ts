/**
 * `npm run wangge -- sweep`, `-- verify issues`, `-- rank 2026-Q3` …: the command line of the installation
 * that `npm start` runs, beside it. `-- ledger-key export FILE`, `-- signing-key show` and `-- psql` are
 * done here.
 */
import { join, resolve } from 'node:path';
import process from 'node:process';
import { credential } from './start/credentials.ts';
import { databaseTool, databaseToolNamed } from './start/database-tools.ts';
import { externalDatabase } from './start/database.ts';
import { spawnDirectus } from './start/directus.ts';
import { runningDatabase } from './start/embedded.ts';
import { environmentOf, root } from './start/environment.ts';
import { ledgerKeyCommand } from './start/ledger-key-command.ts';
import { foundKey, keyPlaceOf } from './start/ledger-key.ts';
import { foundSigningKey, signingKeyCommand, signingKeyFile } from './start/signing-key.ts';
import { Refusal } from './start/steps.ts';

const data = resolve(process.env.WANGGE_DATA_DIR || join(root, '.data'));

async function run([name, ...rest]: string[]): Promise<number> {
  if (name === 'ledger-key')
    return await ledgerKeyCommand(keyPlaceOf(data), rest);
  const signing = signingKeyFile(keyPlaceOf(data).file);
  if (name === 'signing-key')
    return signingKeyCommand(signing, rest);
  const tool = databaseToolNamed(name);
  if (tool !== null)
    return await databaseTool(tool, rest, superuser => externalDatabase() ?? runningDatabase(data, superuser ? 'superuser' : 'server'));

  const database = externalDatabase() ?? runningDatabase(data, 'server');
  const key = foundKey(keyPlaceOf(data));
  if (key === null)
    throw new Refusal(`There is no key of the ledgers in ${keyPlaceOf(data).file}. Set WANGGE_LEDGER_KEY, or bring it back: npm run wangge -- ledger-key import FILE.`);
  const environment = environmentOf({ database, port: 0, secret: credential(join(data, 'credentials'), 'SECRET'), ledgerKey: key, signingKey: foundSigningKey(signing) ?? '', dataDirectory: data });
  const child = spawnDirectus(['wangge', ...process.argv.slice(2)], { ...environment, LOG_LEVEL: 'warn' }, 'inherit');
  return await new Promise(done => child.once('close', code => done(code ?? 1)));
}

run(process.argv.slice(2)).then(
  code => process.exitCode = code,
  (error: unknown) => {
    process.stderr.write(`${error instanceof Refusal ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
