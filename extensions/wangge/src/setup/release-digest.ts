/**
 * Has anything changed that set-up would act on? One digest over the versions, the built bundle, the schema, the
 * seeds and the SQL. Without dependencies, so that the start script can ask before anything else is loaded.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILES = [
  'package.json',
  'extensions/wangge/package.json',
  'extensions/wangge/dist/api.js',
  'schema-snapshot.yaml',
];
/** `seeds/demo` is not set-up's: changing the demonstration must not run a set-up. */
const FOLDERS = ['seeds/access', 'seeds/reference', 'seeds/studio', 'extensions/wangge/sql'];

/** SHA-256 (hex) of what this release brings; a file that does not exist counts as absent. `home`: the project root. */
export async function releaseDigest(home: string): Promise<string> {
  const names = [...FILES];
  for (const folder of FOLDERS)
    names.push(...await filesBelow(home, folder));
  const digest = createHash('sha256');
  for (const name of names.sort()) {
    const content = await readFile(join(home, name)).catch(absent);
    if (content !== null)
      digest.update(`${name}\n${createHash('sha256').update(content).digest('hex')}\n`);
  }
  return digest.digest('hex');
}

async function filesBelow(home: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(home, folder), { recursive: true, withFileTypes: true }).catch(absent) ?? [];
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(home.length).replace(/^[/\\]+/, ''));
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT')
    return null;
  throw error;
}
