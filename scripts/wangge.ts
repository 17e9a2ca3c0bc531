/**
 * `npm run wangge -- sweep`, `-- verify issues`, `-- rank 2026-Q3` …: the command line of the installation
 * that `npm start` runs, beside it.
 */
import type { Database } from './start/environment.ts';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { placeOf } from './postgres-place.ts';
import { credential } from './start/credentials.ts';
import { externalDatabase } from './start/database.ts';
import { spawnDirectus } from './start/directus.ts';
import { environmentOf, root } from './start/environment.ts';
import { Refusal } from './start/steps.ts';

const data = resolve(process.env.WANGGE_DATA_DIR || join(root, '.data'));
const credentials = join(data, 'credentials');

/** The embedded Postgres of a running start: its port is the fourth line of its pid file. */
function embeddedDatabase(): Database {
  const pidFile = join(placeOf(join(data, 'postgres')).directory, 'postmaster.pid');
  if (!existsSync(join(data, 'lock')) || !existsSync(pidFile))
    throw new Refusal(`Nothing is running on ${data}. Begin with npm start, or name a Postgres in DB_HOST.`);
  const port = Number(readFileSync(pidFile, 'utf8').split('\n')[3]);
  return { host: '127.0.0.1', port, user: 'postgres', password: credential(credentials, 'POSTGRES_PASSWORD'), name: 'wangge' };
}

try {
  const database = externalDatabase() ?? embeddedDatabase();
  const environment = environmentOf({ database, port: 0, secret: credential(credentials, 'SECRET'), ledgerKey: credential(credentials, 'WANGGE_LEDGER_KEY'), dataDirectory: data });
  const child = spawnDirectus(['wangge', ...process.argv.slice(2)], { ...environment, LOG_LEVEL: 'warn' }, 'inherit');
  child.once('close', code => process.exitCode = code ?? 1);
}
catch (error) {
  process.stderr.write(`${error instanceof Refusal ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
