/** Where files are stored and where they wait while they arrive, as Directus' environment says. */
import { chmod, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Environment = Record<string, unknown>;

/** The storages of Directus, the first of which takes what is uploaded. */
export function storagesOf({ STORAGE_LOCATIONS: locations }: Environment): string[] {
  return [locations ?? 'local'].flat().flatMap(list => String(list).split(',')).map(name => name.trim()).filter(name => name !== '');
}

/** The folders of those that are on this machine. */
export function foldersOf(env: Environment): string[] {
  return storagesOf(env).flatMap((name) => {
    const { [`STORAGE_${name.toUpperCase()}_DRIVER`]: driver, [`STORAGE_${name.toUpperCase()}_ROOT`]: root } = env;
    return driver === 'local' && typeof root === 'string' ? [root] : [];
  });
}

export function arrivingIn({ TEMP_PATH: path }: Environment): string {
  return join(typeof path === 'string' && path !== '' ? path : tmpdir(), 'wangge-uploads');
}

/** Other accounts of the machine do not read what residents sent. */
export async function closeToOthers(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
  }
}
