/** Builds the extension bundle when its sources are newer than the last build; the threads for long tasks and the script that checks rankings are files of their own. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { writeManifest } from '../house/manifest.ts';
import { root } from './environment.ts';
import { buildVerifier } from './verifier.ts';

const folder = join(root, 'extensions', 'wangge');
const products = ['dist/api.js', 'dist/app.js', 'dist/worker.js', 'dist/verify-ranking.mjs'].map(file => join(folder, file));

/** Written last: a build that was interrupted is done again. */
const stamp = join(folder, 'dist', '.built');

function changedAt(path: string): number {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}

function lastChange(): number {
  const sources = readdirSync(join(folder, 'src'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => changedAt(join(entry.parentPath, entry.name)));
  return Math.max(...sources, changedAt(join(folder, 'package.json')), changedAt(join(root, 'package-lock.json')));
}

/** True when the bundle is missing or older than what it is made from. */
export function isStale(): boolean {
  return Math.min(...[...products, stamp].map(changedAt)) < lastChange();
}

export async function buildExtension(): Promise<void> {
  await writeManifest(root);
  const builder = join(root, 'node_modules', '@directus', 'extensions-sdk', 'cli.js');
  rmSync(stamp, { force: true });
  try {
    const build = (...options: string[]): Promise<unknown> => promisify(execFile)(process.execPath, [builder, 'build', ...options], { cwd: folder, maxBuffer: 1e8 });
    await build();
    await build('--type', 'endpoint', '--input', 'src/app/worker.ts', '--output', 'dist/worker.js');
    await buildVerifier();
  }
  catch (error) {
    // stdout has the reason; stderr is full of harmless warnings about comments in packages.
    const { stdout } = error as { stdout?: string };
    throw new Error(`The extension does not build:\n${stdout ?? String(error)}`);
  }
  const missing = products.filter(file => !existsSync(file));
  if (missing.length > 0)
    throw new Error(`The build of the extension did not write ${missing.join(', ')}`);
  writeFileSync(stamp, '');
}
