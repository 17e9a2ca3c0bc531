/** `npm start` itself, watched from outside: one at a time, killed and recovered, ended cleanly. */
import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, expect, it } from 'vitest';
import { placeOf } from '../../scripts/postgres-place.ts';
import { freePort } from '../../scripts/postgres.ts';
import { isAlive } from './stage.ts';

const data = mkdtempSync(join(tmpdir(), 'wangge-start-'));
const port = await freePort();
const children: ChildProcess[] = [];

interface Start {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
}

function start(): Start {
  const { DB_HOST: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ['scripts/start.ts'], {
    env: { ...inherited, WANGGE_DATA_DIR: data, WANGGE_DEMO: '0', PORT: String(port), NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => output += text);
  return { child, output: () => output, ended: once(child, 'close').then(([code]) => code as number | null) };
}

async function ready({ output, ended }: Start): Promise<void> {
  let over = false;
  void ended.then(() => over = true);
  await expect.poll(() => over || output().includes('Ready after'), { timeout: 150_000, interval: 300 }).toBe(true);
  expect(output()).toContain('Ready after');
}

const login = async (): Promise<number> => (await fetch(`http://127.0.0.1:${port}/auth/login`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ email: 'admin@example.com', password: /ADMIN_PASSWORD=(.+)/.exec(readFileSync(join(data, 'credentials'), 'utf8'))![1] }),
})).status;

afterAll(async () => {
  for (const child of children.filter(one => one.exitCode === null && one.signalCode === null)) {
    child.kill('SIGTERM');
    await once(child, 'close');
  }
  rmSync(placeOf(join(data, 'postgres')).directory, { recursive: true, force: true });
  rmSync(data, { recursive: true, force: true });
});

it('starts from nothing, refuses a second start, survives kill -9 and ends cleanly', async () => {
  const first = start();
  await ready(first);
  expect(first.output()).toContain('admin@example.com, password');
  expect(statSync(join(data, 'credentials')).mode & 0o777).toBe(0o600);
  expect(await login()).toBe(200);

  const sweep = spawnSync(process.execPath, ['scripts/wangge.ts', 'sweep'], { env: { ...process.env, WANGGE_DATA_DIR: data }, encoding: 'utf8' });
  expect(sweep.stdout, sweep.stderr).toContain('0 missed, 0 warned of, 0 closed');

  const second = start();
  expect(await second.ended).toBe(1);
  expect(second.output()).toMatch(/already|running/i);
  expect(await login()).toBe(200);

  first.child.kill('SIGKILL');
  await first.ended;
  const third = start();
  await ready(third);
  expect(await login()).toBe(200);

  const postgres = Number(readFileSync(join(placeOf(join(data, 'postgres')).directory, 'postmaster.pid'), 'utf8').split('\n')[0]);
  expect(isAlive(postgres)).toBe(true);
  third.child.kill('SIGTERM');
  expect(await third.ended).toBe(0);
  expect(isAlive(postgres)).toBe(false);
  expect(existsSync(join(data, 'lock'))).toBe(false);
  await expect(login()).rejects.toThrow();
}, 300_000);
