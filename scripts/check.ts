/** `npm run check`: all that can be checked without a server, two checks at a time; what has not changed since is remembered in `node_modules/.cache`. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { root } from './start/environment.ts';
import { say, seconds } from './start/steps.ts';

interface Check {
  title: string;
  /** A script, run with the Node that runs this one. */
  command: [string, ...string[]];
  /** Its output is worth reading when it passes, too. */
  tells?: boolean;
}

const CACHE = join('node_modules', '.cache', 'wangge');
const tool = (path: string): string => join('node_modules', path);

const checks: readonly Check[] = [
  { title: 'types', command: [tool('typescript/bin/tsc'), '--project', 'tsconfig.json'] },
  { title: 'format and lint', command: [tool('eslint/bin/eslint.js'), '.', '--max-warnings', '0', '--cache', '--cache-strategy', 'content', '--cache-location', join(CACHE, 'eslint')] },
  { title: 'rules', command: [tool('vitest/vitest.mjs'), 'run', '--project', 'rules'], tells: true },
  { title: 'components', command: [tool('vue-tsc/bin/vue-tsc.js'), '--project', 'tsconfig.studio.json'] },
  { title: 'dead code', command: [tool('knip/bin/knip.js'), '--no-progress', '--cache', '--cache-location', join(CACHE, 'knip')] },
  { title: 'walls between rooms', command: ['scripts/walls.ts'], tells: true },
];

interface Verdict { title: string; passed: boolean; tells: boolean; output: string; time: number }

async function run({ title, command: [script, ...args], tells = false }: Check): Promise<Verdict> {
  const started = performance.now();
  const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => output += text);
  const code = await new Promise(done => child.once('close', done));
  return { title, passed: code === 0, tells, output: output.trimEnd(), time: performance.now() - started };
}

async function runAll(queue: Check[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const worker = async (): Promise<void> => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
      const verdict = await run(check);
      verdicts.push(verdict);
      say(`  ${verdict.passed ? 'passed' : 'FAILED'}  ${verdict.title}  ${seconds(verdict.time)}`);
      if (!verdict.passed || verdict.tells)
        say(`${verdict.output}\n`);
    }
  };
  await Promise.all([worker(), worker()]);
  return verdicts;
}

const verdicts = await runAll([...checks]);
const failed = verdicts.filter(verdict => !verdict.passed).map(verdict => verdict.title);
say(failed.length === 0 ? 'All checks passed.' : `Not passed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
