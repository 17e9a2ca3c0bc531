/**
 * Runs before every npm script: installs the dependencies when they are missing or were
 * made from another lock file, and otherwise costs a few milliseconds.
 *
 * It has no dependencies and runs on the machine's own Node (20 or later), since the
 * Node 22 that the project works with is itself one of the dependencies.
 * `--stamp` (npm's `postinstall`) only notes which lock file the install came from.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stamp = join(modules, '.wangge-installed');

function say(text) {
  process.stdout.write(`${text}\n`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

/** What an install depends on: the lock file, and the platform that binaries were chosen for. */
function wanted() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
}

function installed() {
  try {
    return readFileSync(stamp, 'utf8').trim();
  }
  catch {
    return null;
  }
}

function install() {
  say(existsSync(modules)
    ? 'The lock file has changed since the last install: installing the dependencies again.'
    : 'First run: installing the dependencies (a few minutes).');
  const npm = process.env.npm_execpath;
  const options = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  // npm tells its scripts its own path; without it (the file called by hand) the one on the PATH serves.
  const result = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...options], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', options, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.status !== 0)
    fail('npm ci did not succeed (see above). Nothing else was started.');
}

function checkNode() {
  const version = spawnSync(join(modules, '.bin', 'node'), ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  if (!version.startsWith('v22.'))
    fail('The dependency "node" (Node 22) is not usable. If npm is set to ignore install scripts (ignore-scripts=true), allow them for this project and run npm ci.');
}

const [major] = process.versions.node.split('.').map(Number);
if (major < 20)
  fail(`Node 20 or later is needed; this is ${process.version}.`);

if (process.argv.includes('--stamp')) {
  // `npm install --package-lock-only` calls this too, without having installed anything.
  if (existsSync(modules) && process.env.npm_config_package_lock_only !== 'true')
    writeFileSync(stamp, `${wanted()}\n`);
}
else if (installed() !== wanted()) {
  install();
  checkNode();
  writeFileSync(stamp, `${wanted()}\n`);
}
