/**
 * Makes a cluster beside its place and puts it there when it is whole: whatever ends `initdb` half-way, the next
 * start finds no cluster and makes one.
 */
import type { Owner, Place } from './postgres-place.ts';
import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { syncFolder } from './start/safe-file.ts';

const execute = promisify(execFile);

export const SUPERUSER = 'postgres';
export const plainEnvironment = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC', HOME: '/' };

/** The database `postgres` is the last thing that initdb makes; its number is fixed since Postgres 15. */
const LAST_OF_ALL = join('base', '5', 'PG_VERSION');

/** False while there is no cluster in the folder, or one that was never finished. */
export function isCluster(directory: string): boolean {
  return existsSync(join(directory, 'PG_VERSION')) && existsSync(join(directory, LAST_OF_ALL));
}

export async function createCluster(initdb: string, { directory, owner }: Place, password: string, durable: boolean): Promise<void> {
  removeDrafts(directory);
  setAsideHalfMade(directory);
  const draft = `${directory}.being-made-${process.pid}`;
  const secret = `${draft}.secret`;
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(secret, `${password}\n`, { mode: 0o600 });
    give(draft, owner);
    give(secret, owner);
    await execute(initdb, [
      `--pgdata=${draft}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...durable ? [] : ['--no-sync'],
    ], { ...owner ?? {}, cwd: '/', env: plainEnvironment });
    renameSync(draft, directory);
    syncFolder(dirname(directory));
  }
  catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw new Error(`Postgres could not create its files in ${directory}: ${(error as { stderr?: string }).stderr ?? String(error)}`, { cause: error });
  }
  finally {
    rmSync(secret, { force: true });
  }
}

function give(path: string, owner: Owner): void {
  if (owner !== null)
    chownSync(path, owner.uid, owner.gid);
}

/** What a killed start left: an initdb that still writes there fails, and nobody waits for it. */
function removeDrafts(directory: string): void {
  for (const name of readdirSync(dirname(directory)).filter(entry => entry.startsWith(`${basename(directory)}.being-made-`)))
    rmSync(join(dirname(directory), name), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** Earlier releases made the cluster in its place. What was never finished holds nobody's data, but is not ours to delete either. */
function setAsideHalfMade(directory: string): void {
  if (!existsSync(directory))
    return;
  if (readdirSync(directory).length === 0)
    rmSync(directory, { recursive: true });
  else
    renameSync(directory, `${directory}.half-made-${Date.now()}`);
}
