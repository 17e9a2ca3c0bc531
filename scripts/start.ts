/**
 * `npm start`: from whatever state the machine is in to a running server, step by step,
 * and from SIGTERM or Ctrl+C to a clean end.
 */
import type { Credential } from './start/credentials.ts';
import type { Embedded } from './start/embedded.ts';
import type { Database } from './start/environment.ts';
import { appendFileSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, relative, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { commonPasswords } from '../extensions/wangge/src/accounts/common-passwords.ts';
import { messages } from '../extensions/wangge/src/accounts/messages.ts';
import { passwordFault } from '../extensions/wangge/src/accounts/password-rules.ts';
import { sentence } from '../extensions/wangge/src/kernel/refusal-rules.ts';
import { credential, isKept } from './start/credentials.ts';
import { checkVersion, encryptedSample, externalDatabase, hasDemonstration, stateOf } from './start/database.ts';
import { startDirectus } from './start/directus.ts';
import { embeddedPostgres, ownedByServer } from './start/embedded.ts';
import { environmentOf, root } from './start/environment.ts';
import { buildExtension, isStale } from './start/extension.ts';
import { install } from './start/installation.ts';
import { keepRunning } from './start/keep-running.ts';
import { keyPlaceOf, ledgerKey } from './start/ledger-key.ts';
import { takeLock } from './start/lock.ts';
import { signingKey, signingKeyFile } from './start/signing-key.ts';
import { plainReason, Refusal, say, seconds, step } from './start/steps.ts';

const DEMO_ACCOUNTS = ['l1', 'l2', 'l3', 'cadre', 'office', 'dispatcher', 'inspector', 'inspector2', 'analyst'];

const began = performance.now();
const data = resolve(process.env.WANGGE_DATA_DIR || join(root, '.data'));
const credentialsFile = join(data, 'credentials');
const port = Number(process.env.PORT || 8055);
const adminEmail = process.env.ADMIN_EMAIL || 'admin@example.com';

interface Stoppable { stop: () => Promise<void> }
/** What runs, in the order in which it has to end. */
const running: { directus?: Stoppable; postgres?: Stoppable; unlock?: () => void } = {};
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
  const text = error instanceof Error ? error.message : String(error);
  const reason = plainReason(text, data);
  // A stack helps whoever mends us, not whoever has to free a disk.
  const trace = error instanceof Error && !(error instanceof Refusal) && reason === null ? error.stack : text;
  process.stderr.write(`\n${reason === null ? '' : `${reason}\n\n`}${trace}\n`);
  void end(1);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (ending)
      return;
    say('\nStopping: requests under way are answered, then Postgres …');
    void end(0);
  });
}

/** Also kept in a file: under a service nobody looks at the terminal. */
function tell(text: string): void {
  const line = `${new Date().toISOString()} ${text}`;
  say(line);
  try {
    appendFileSync(join(data, 'start.log'), `${line}\n`);
  }
  catch {
    // A full disk is no reason to stop.
  }
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

async function beginPostgres(note: (text: string) => void): Promise<Embedded> {
  return await embeddedPostgres({ data, credentials: credentialsFile, note, launched: stoppable => running.postgres = stoppable });
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
function environment(isNew: boolean, keys: { ledgerKey: string; signingKey: string }): (database: Database) => NodeJS.ProcessEnv {
  const installation = {
    port,
    secret: credential(credentialsFile, 'SECRET'),
    ...keys,
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
  running.unlock = takeLock(join(data, 'lock'), text => say(`  ${text}`));
  say(`Wangge, data in ${data}`);
  await checkPort();

  const external = externalDatabase();
  const embedded = external ? null : await step('Postgres (embedded)', beginPostgres);
  const database = external ? await databaseOfDeployment(external) : embedded!.database;
  // What an earlier release has made the server's role may not read yet.
  const state = await stateOf(embedded ? { ...embedded.maintenance, name: database.name } : database);
  const isNew = state !== 'installed';
  if (isNew)
    checkPasswords();
  if (embedded && !isNew && await ownedByServer(embedded, database.name))
    say(`  The database belongs to the server's role ${database.user} now, which is no superuser.`);
  const note = (text: string): void => say(`  ${text}`);
  const keys = {
    ledgerKey: ledgerKey(keyPlaceOf(data), isNew ? [] : await encryptedSample(database), note),
    signingKey: signingKey(signingKeyFile(keyPlaceOf(data).file), note),
  };
  if (isStale())
    await step('Extension: build', buildExtension);
  const environmentOn = environment(isNew, keys);
  await install({ database, state, environment: environmentOn, demonstration: process.env.WANGGE_DEMO !== '0', maintenance: embedded?.maintenance ?? null });
  const log = join(data, 'directus.log');
  const beginDirectus = async (append: boolean) =>
    await startDirectus({ environment: environmentOn(database), log, append, launched: stoppable => running.directus = stoppable });
  const directus = await step('Directus', async () => await beginDirectus(false));

  await printAccounts(database, isNew);
  say(`  Ready after ${seconds(performance.now() - began)} (Ctrl+C stops it): ${process.env.PUBLIC_URL || directus.url}`);
  watch(directus, embedded, async () => await beginDirectus(true));
}

/** What dies from now on is started again, so often. */
function watch(directus: Awaited<ReturnType<typeof startDirectus>>, embedded: Embedded | null, beginDirectus: () => Promise<typeof directus>): void {
  const common = { stopping: () => ending, tell };
  let postgresBegins: Promise<unknown> = Promise.resolve();
  if (embedded) {
    void keepRunning({
      ...common,
      name: 'Postgres',
      first: embedded.postgres,
      begin: async () => {
        const begun = beginPostgres(() => {});
        postgresBegins = begun.catch(() => {});
        return (await begun).postgres;
      },
      giveUp: reason => fail(new Refusal(`${reason} Its log: ${embedded.postgres.log}`)),
    });
  }
  void keepRunning({
    ...common,
    name: 'Directus',
    first: directus,
    begin: async () => {
      await postgresBegins;
      return await beginDirectus();
    },
    giveUp: reason => fail(new Refusal(`${reason} Its log: ${directus.log}`)),
  });
}

main().catch(fail);
