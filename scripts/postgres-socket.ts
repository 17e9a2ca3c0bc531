/**
 * Where a cluster is spoken to: a socket in a folder that only its owner can enter, and no TCP port. Whoever can enter
 * the folder (its owner, and root) still needs a password.
 */
import type { Place } from './postgres-place.ts';
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';

/** The number in the socket's name; a folder has one socket. */
export const SOCKET_NUMBER = 5432;

/** `sun_path` less its closing zero: unix(7), and 104 instead of 108 on macOS. */
const LONGEST_PATH = process.platform === 'linux' ? 107 : 103;

export interface Address { host: string; port: number }

/** Makes the folder. Beside the cluster; where that path is too long for a socket, in the folder for temporary files. */
export function socketFolderOf({ directory, owner }: Place): string {
  const beside = join(dirname(directory), `${basename(directory)}-socket`);
  const folder = fits(beside) ? beside : join(tmpdir(), `wangge-${createHash('sha256').update(directory).digest('hex').slice(0, 12)}`);
  if (!fits(folder))
    throw new Error(`No folder for the socket of Postgres has a path short enough (${LONGEST_PATH} bytes): ${folder}. Set TMPDIR to a shorter one.`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const wanted = owner?.uid ?? process.getuid?.();
  const found = lstatSync(folder);
  // In a folder of everybody's somebody else may have been first.
  if (!found.isDirectory() || (found.uid !== wanted && found.uid !== process.getuid?.()))
    throw new Error(`${folder} belongs to somebody else: the socket of Postgres cannot be put there. Remove it and start again.`);
  if (owner !== null)
    chownSync(folder, owner.uid, owner.gid);
  chmodSync(folder, 0o700);
  return folder;
}

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, `.s.PGSQL.65535.lock`)) <= LONGEST_PATH;
}

/** Where the running server of this cluster listens: lines 4 and 5 of its pid file. Null: none is running. */
export function addressOf(directory: string): Address | null {
  try {
    const [, , , port, folder] = readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n');
    return { host: folder?.trim() || '127.0.0.1', port: Number(port) };
  }
  catch {
    return null;
  }
}
