/** From an empty data folder to the log-in page, and a second start: `npm start` itself, watched from outside. */
import type { Bench, BenchContext } from './bench.ts';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { placeOf } from '../../scripts/postgres-place.ts';
import { freePort } from '../../scripts/postgres.ts';
import { root } from '../../scripts/start/environment.ts';
import { SCALE } from './scale.ts';

/** Runs a start until it says that it is ready, then ends it. Returns its own report. */
async function start(environment: NodeJS.ProcessEnv): Promise<string[]> {
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.ts')], { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  const ended = new Promise<void>(done => child.once('close', () => done()));
  const ready = new Promise<void>((done) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('Ready after'))
        done();
    });
  });
  await Promise.race([ready, ended]);
  child.kill('SIGTERM');
  await ended;
  if (!output.includes('Ready after'))
    throw new Error(`The start ended before it was ready:\n${output}`);
  return output.split('\n').filter(line => / … |Ready after/.test(line));
}

async function run({ stage, say }: BenchContext): Promise<void> {
  const data = join(stage.directory, 'start-up');
  const { DB_HOST: _, ...inherited } = process.env;
  // Filling the demonstration is most of a first start: below full size it is left out.
  const environment = { ...inherited, NODE_ENV: 'production', ...SCALE < 1 ? { WANGGE_DEMO: '0' } : {}, WANGGE_DATA_DIR: data, PORT: String(await freePort()), ADMIN_PASSWORD: randomBytes(12).toString('base64url'), DEMO_PASSWORD: randomBytes(12).toString('base64url') };
  try {
    for (const title of [`first start, ${SCALE < 1 ? 'without the demonstration' : 'demonstration included'} (without npm ci)`, 'second start']) {
      say(`  ${title}:`);
      for (const line of await start(environment))
        say(`  ${line}`);
    }
  }
  finally {
    rmSync(placeOf(join(data, 'postgres')).directory, { recursive: true, force: true });
    rmSync(data, { recursive: true, force: true });
  }
}

export default { name: 'Start-up', run } satisfies Bench;
