/**
 * `npm start`: from whatever state the machine is in to a running server, step by step,
 * and from SIGTERM or Ctrl+C to a clean end.
 */
import type { RunningPostgres } from './postgres.ts';
import type { Credential } from './start/credentials.ts';
import type { RunningDirectus } from './start/directus.ts';
import type { Database } from './start/environment.ts';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, relative, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { commonPasswords } from '../extensions/wangge/src/accounts/common-passwords.ts';
import { messages } from '../extensions/wangge/src/accounts/messages.ts';
import { passwordFault } from '../extensions/wangge/src/accounts/password-rules.ts';
import { sentence } from '../extensions/wangge/src/kernel/refusal-rules.ts';
import { placeOf } from './postgres-place.ts';
import { startPostgres, stopOrphan } from './postgres.ts';
import { credential, isKept } from './start/credentials.ts';
import { checkVersion, externalDatabase, hasDemonstration, stateOf } from './start/database.ts';
import { startDirectus } from './start/directus.ts';
import { environmentOf, root } from './start/environment.ts';
import { buildExtension, isStale } from './start/extension.ts';
import { install } from './start/installation.ts';
import { takeLock } from './start/lock.ts';
import { Refusal, say, seconds, step } from './start/steps.ts';

const DEMO_ACCOUNTS = ['l1', 'l2', 'l3', 'cadre', 'office', 'dispatcher', 'inspector', 'analyst'];

const began = performance.now();
const data = resolve(process.env.WANGGE_DATA_DIR || join(root, '.data'));
const credentialsFile = join(data, 'credentials');
const port = Number(process.env.PORT || 8055);
const adminEmail = process.env.ADMIN_EMAIL || 'admin@example.com';

/** What runs, in the order in which it has to end. */
const running: { directus?: RunningDirectus; postgres?: RunningPostgres; unlock?: () => void } = {};
let ending = false;

async function end(code: number): Promise<never> {
  ending = true;
  await running.directus?.stop();
  await running.postgres?.stop();
  running.unlock?.();
  process.exit(code);
}

function fail(error: unknown): void {
  if (ending)
    return;
  process.stderr.write(`\n${error instanceof Refusal ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  void end(1);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (ending)
      return;
    say('\nStopping …');
    void end(0);
  });
}

async function checkPort(): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Refusal(`PORT is "${process.env.PORT}"; a number from 1 to 65535 is expected.`);
  // A server whose starter was killed ends by itself within a second or two.
  for (let attempt = 0; !await isFree(port); attempt++) {
    if (attempt === 10)
      throw new Refusal(`Port ${port} is in use by another program. Set PORT to another one.`);
    await delay(500);
  }
}

async function isFree(wanted: number): Promise<boolean> {
  return await new Promise((done) => {
    const probe = createServer().once('error', () => done(false));
    probe.listen(wanted, process.env.HOST || '127.0.0.1', () => probe.close(() => done(true)));
  });
}

async function embeddedDatabase(): Promise<Database> {
  const directory = join(data, 'postgres');
  const password = credential(credentialsFile, 'POSTGRES_PASSWORD');
  return await step('Postgres (embedded)', async (note) => {
    if (await stopOrphan(directory))
      note('one left by an earlier start was stopped first');
    const place = placeOf(directory);
    if (!existsSync(join(place.directory, 'PG_VERSION')))
      note('created');
    const postgres = await startPostgres({ directory, password, durable: true });
    running.postgres = postgres;
    void postgres.ended.then(() => fail(new Refusal(`Postgres has ended; see ${postgres.log}`)));
    if (place.moved)
      note(`its files are in ${place.directory}: Postgres does not run as root, and other users cannot enter ${data}`);
    return { host: postgres.host, port: postgres.port, user: postgres.user, password, name: 'wangge' };
  });
}

async function databaseOfDeployment(external: Database): Promise<Database> {
  return await step(`Postgres on ${external.host}:${external.port}`, async (note) => {
    note(`version ${await checkVersion(external)}, database ${external.name}`);
    return external;
  });
}

/** The administrator's and the demonstration's, as far as the operator chose them: by the same rules as everybody's. */
function checkPasswords(): void {
  for (const name of ['ADMIN_PASSWORD', 'DEMO_PASSWORD'] as const) {
    const given = process.env[name] || null;
    const fault = given === null ? null : passwordFault(given, { email: name === 'ADMIN_PASSWORD' ? adminEmail : null, first_name: null, last_name: null }, commonPasswords());
    if (fault !== null)
      throw new Refusal(`${name}: ${sentence(messages, fault, 'en-US')}`);
  }
}

/** The environment of Directus on this installation; passwords matter only while the database is new. */
function environment(isNew: boolean): (database: Database) => NodeJS.ProcessEnv {
  const installation = {
    port,
    secret: credential(credentialsFile, 'SECRET'),
    ledgerKey: credential(credentialsFile, 'WANGGE_LEDGER_KEY'),
    dataDirectory: data,
    ...process.env.PUBLIC_URL ? { publicUrl: process.env.PUBLIC_URL } : {},
  };
  const passwords = isNew
    ? { ADMIN_PASSWORD: credential(credentialsFile, 'ADMIN_PASSWORD'), DEMO_PASSWORD: credential(credentialsFile, 'DEMO_PASSWORD') }
    : {};
  return database => ({ ...environmentOf({ ...installation, database }), ADMIN_EMAIL: adminEmail, ...passwords });
}

async function printAccounts(database: Database, isNew: boolean): Promise<void> {
  const file = credentialsFile.startsWith(root) ? relative(root, credentialsFile) : credentialsFile;
  const password = (name: Credential): string => {
    if (isNew)
      return process.env[name] ? `as given in ${name}` : credential(credentialsFile, name);
    return isKept(credentialsFile, name) ? `in ${file}` : 'as given at the first start';
  };
  say('');
  say(`  Administrator  ${adminEmail}, password ${password('ADMIN_PASSWORD')}`);
  if (await hasDemonstration(database))
    say(`  Demonstration  ${DEMO_ACCOUNTS.map(name => `${name}@example.com`).join(', ')}, password ${password('DEMO_PASSWORD')}`);
  if (isNew)
    say(`  Random passwords are printed this once and kept in ${file}.`);
}

async function main(): Promise<void> {
  mkdirSync(data, { recursive: true });
  running.unlock = takeLock(join(data, 'lock'));
  say(`Wangge, data in ${data}`);
  await checkPort();

  const external = externalDatabase();
  const database = external ? await databaseOfDeployment(external) : await embeddedDatabase();
  if (isStale())
    await step('Extension: build', buildExtension);

  const state = await stateOf(database);
  const isNew = state !== 'installed';
  if (isNew)
    checkPasswords();
  const environmentOn = environment(isNew);
  await install({ database, state, environment: environmentOn, demonstration: process.env.WANGGE_DEMO !== '0' });
  const directus = await step('Directus', async () =>
    await startDirectus({ environment: environmentOn(database), log: join(data, 'directus.log') }));
  running.directus = directus;
  void directus.ended.then(() => fail(new Refusal(`Directus has ended; see ${directus.log}`)));

  await printAccounts(database, isNew);
  say(`  Ready after ${seconds(performance.now() - began)} (Ctrl+C stops it): ${process.env.PUBLIC_URL || directus.url}`);
}

main().catch(fail);
