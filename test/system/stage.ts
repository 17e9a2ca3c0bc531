/**
 * The stage that system and browser tests and the benches play on: one throw-away Postgres and,
 * in it, a prepared database (Directus and our set-up) that is never connected to again,
 * so that every server starts from a clone of it (0.2 s instead of 20).
 */
import type { Database } from '../../scripts/start/environment.ts';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { ensureServerRole, SERVER_ROLE } from '../../scripts/postgres-roles.ts';
import { startPostgres, stopOrphan } from '../../scripts/postgres.ts';
import { mustDirectus } from '../../scripts/start/directus.ts';
import { closedEnvironment } from '../../scripts/start/environment.ts';
import { buildExtension, isStale } from '../../scripts/start/extension.ts';
import { signingKeyOfSecret } from '../../scripts/start/signing-key.ts';

/** Plain data: it travels from vitest's main process to its workers. */
export interface Stage {
  directory: string;
  /** As the superuser, past every right. */
  postgres: Omit<Database, 'name'>;
  /** As the role of servers, which is no superuser here either. */
  server: Omit<Database, 'name'>;
  secret: string;
  /** The process that all servers of this stage end with. */
  keeper: number;
}

export const ADMIN = { email: 'admin@example.com', password: 'test-admin-password' };
export const DEMO_PASSWORD = 'test-demo-password';
export const TEMPLATE = 'wangge_template';
const PREFIX = 'wangge-stage-';

/** The environment of a Directus on this stage. */
export function stageEnvironment(stage: Stage, database: string, port = 0): NodeJS.ProcessEnv {
  return {
    ...closedEnvironment({ database: { ...stage.server, name: database }, port, secret: stage.secret, ledgerKey: stage.secret, signingKey: signingKeyOfSecret(stage.secret), dataDirectory: join(stage.directory, database) }),
    WANGGE_SCHEDULER: 'off',
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    DEMO_PASSWORD,
  };
}

/** Runs one statement on the maintenance database. */
export async function administer(stage: Stage, sql: string): Promise<void> {
  const client = new pg.Client({ ...stage.postgres, database: 'postgres' });
  await client.connect();
  try {
    await client.query(sql);
  }
  finally {
    await client.end();
  }
}

/** A new database as a copy of `template`; Postgres refuses while anybody is connected to the template. */
export async function cloneDatabase(stage: Stage, name: string, template = TEMPLATE): Promise<void> {
  await administer(stage, `create database "${name}" owner ${SERVER_ROLE} template "${template}"`);
}

export async function dropDatabase(stage: Stage, name: string): Promise<void> {
  await administer(stage, `drop database if exists "${name}" with (force)`);
}

/** Starts Postgres and prepares the template. `close` stops every server, Postgres, and removes the files. */
export async function raiseStage(): Promise<{ stage: Stage; close: () => Promise<void> }> {
  await removeAbandoned();
  if (isStale())
    await buildExtension();

  const directory = join(tmpdir(), `${PREFIX}${process.pid}`);
  mkdirSync(directory, { recursive: true });
  const password = randomBytes(12).toString('hex');
  const postgres = await startPostgres({ directory: join(directory, 'postgres'), passwords: [password], durable: false });
  await ensureServerRole(postgres, password);
  const stage: Stage = {
    directory,
    postgres: { host: postgres.host, port: postgres.port, user: postgres.user, password },
    server: { host: postgres.host, port: postgres.port, user: SERVER_ROLE, password },
    secret: randomBytes(24).toString('hex'),
    keeper: process.pid,
  };
  const close = async (): Promise<void> => {
    await stopServers(directory);
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
    rmSync(postgres.directory, { recursive: true, force: true });
  };
  try {
    await prepareTemplate(stage);
  }
  catch (error) {
    await close();
    throw error;
  }
  return { stage, close };
}

async function prepareTemplate(stage: Stage): Promise<void> {
  await administer(stage, `create database "${TEMPLATE}" owner ${SERVER_ROLE}`);
  const environment = stageEnvironment(stage, TEMPLATE);
  await mustDirectus(['bootstrap'], environment);
  await mustDirectus(['wangge', 'setup'], environment);
}

/** Servers note their pid in `<directory>/<name>.server`; see harness.ts. */
async function stopServers(directory: string): Promise<void> {
  const pids = readdirSync(directory)
    .filter(name => name.endsWith('.server'))
    .map(name => (JSON.parse(readFileSync(join(directory, name), 'utf8')) as { pid: number }).pid);
  for (const pid of pids)
    signal(pid, 'SIGTERM');
  for (let waited = 0; pids.some(isAlive) && waited < 10_000; waited += 100)
    await delay(100);
  for (const pid of pids)
    signal(pid, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  }
  catch {
    return false;
  }
}

export function isAlive(pid: number): boolean {
  return signal(pid, 0);
}

/** A run that was killed leaves its Postgres and its files behind; the folder is named after its process. */
async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter(entry => entry.startsWith(PREFIX))) {
    if (isAlive(Number(name.slice(PREFIX.length))))
      continue;
    const directory = join(tmpdir(), name);
    await stopOrphan(join(directory, 'postgres'));
    rmSync(directory, { recursive: true, force: true });
  }
}
