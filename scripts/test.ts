/**
 * `npm test`: everything, as one run. Arguments are vitest's.
 *
 * What failed of the system or browser tests, among all the others on a busy machine, is looked at a second time by itself: what
 * passes then is named as unsteady – its order or its load is at fault, and is to be found – and does not fail the run. A rule that
 * failed is never looked at again (its draw was a counterexample), nor are more than a few files.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { say } from './start/steps.ts';

const MOST_LOOKED_AT_AGAIN = 3;
const FAILED = 'WANGGE_TEST_FAILED';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'wangge-test-'));

function run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...args], { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } });
    const passOn = (signal: NodeJS.Signals): void => void child.kill(signal);
    process.on('SIGINT', passOn).on('SIGTERM', passOn);
    child.once('error', reject).once('exit', (code, signal) => {
      process.off('SIGINT', passOn).off('SIGTERM', passOn);
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']);
    });
  });
}

/** Files to look at again, or none if what failed is not of that kind. (A run that was ended wrote nothing.) */
function failedFiles(path: string): string[] {
  let files: string[];
  try {
    files = JSON.parse(readFileSync(path, 'utf8')) as string[];
  }
  catch {
    return [];
  }
  return files.length <= MOST_LOOKED_AT_AGAIN && files.every(file => /^test\/(?:system|browser)\//.test(file)) ? files : [];
}

try {
  const path = join(folder, 'failed.json');
  process.exitCode = await run(process.argv.slice(2), { [FAILED]: path });
  const again = process.exitCode === 1 ? failedFiles(path) : [];
  if (again.length > 0) {
    say(`\nOnce more, by themselves: ${again.join(', ')}`);
    process.exitCode = await run(again);
    if (process.exitCode === 0)
      say(`UNSTEADY: failed among all the others, passed by themselves: ${again.join(', ')}`);
  }
}
finally {
  rmSync(folder, { recursive: true, force: true });
}
