/** `npm start` itself, watched from outside: one at a time, killed and recovered, ended cleanly. */
import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, expect, it } from 'vitest';
import { fieldCipherOf } from '../../extensions/wangge/src/ledgers/field-encryption-rules.ts';
import { placeOf } from '../../scripts/postgres-place.ts';
import { freePort } from '../../scripts/postgres.ts';
import { connected } from '../../scripts/start/database.ts';
import { runningDatabase } from '../../scripts/start/embedded.ts';
import { isAlive } from './stage.ts';

const data = mkdtempSync(join(tmpdir(), 'wangge-start-'));
const keys = `${data}-keys`;
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
  rmSync(keys, { recursive: true, force: true });
});

function wangge(...args: string[]): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/wangge.ts', ...args], { env: { ...process.env, WANGGE_DATA_DIR: data }, encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
}

async function asked<Row extends object>(as: 'server' | 'superuser', sql: string): Promise<Row[]> {
  return await connected(runningDatabase(data, as), async client => (await client.query<Row>(sql)).rows);
}

const postmaster = (): number => Number(readFileSync(join(placeOf(join(data, 'postgres')).directory, 'postmaster.pid'), 'utf8').split('\n')[0]);
const childOf = (parent: number, name: string): number => Number(spawnSync('pgrep', ['-P', String(parent), '-f', name], { encoding: 'utf8' }).stdout.split('\n')[0]);

it('starts from nothing, refuses a second start, survives kill -9 and ends cleanly', async () => {
  const first = start();
  await ready(first);
  expect(first.output()).toContain('admin@example.com, password');
  expect(statSync(join(data, 'credentials')).mode & 0o777).toBe(0o600);
  expect(await login()).toBe(200);

  const sweep = spawnSync(process.execPath, ['scripts/wangge.ts', 'sweep'], { env: { ...process.env, WANGGE_DATA_DIR: data }, encoding: 'utf8' });
  expect(sweep.stdout, sweep.stderr).toContain('0 missed, 0 warned of, 0 closed');

  // No superuser, no port, and what an administrator made by hand is the server's at the next start.
  expect(await asked('server', 'select current_user::text as role, rolsuper from pg_roles where rolname = current_user')).toEqual([{ role: 'wangge', rolsuper: false }]);
  expect(await asked('server', 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
  await expect(asked('server', 'set session_replication_role = replica')).rejects.toThrow(/permission denied/);
  await asked('superuser', 'create table by_hand (id serial primary key)');
  // Not where a backup of the data folder takes it along.
  const key = readFileSync(join(keys, 'ledger-key'), 'utf8').trim();
  expect(spawnSync('grep', ['-rlF', '--exclude=*.log', key, data], { encoding: 'utf8' }).stdout).toBe('');

  const second = start();
  expect(await second.ended).toBe(1);
  expect(second.output()).toMatch(/already|running/i);
  expect(await login()).toBe(200);

  first.child.kill('SIGKILL');
  await first.ended;
  const third = start();
  await ready(third);
  expect(await login()).toBe(200);

  expect(third.output()).toContain('An earlier start ended without stopping in order');
  expect(await asked('server', 'insert into by_hand default values returning id')).toEqual([{ id: 1 }]);

  // What dies under it is started again.
  for (const [name, pid] of [['Postgres', postmaster()], ['Directus', childOf(third.child.pid!, 'run.js start')]] as const) {
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => third.output(), { timeout: 60_000, interval: 200 }).toContain(`${name} runs again.`);
    await expect.poll(login, { timeout: 15_000 }).toBe(200);
  }
  expect(readFileSync(join(data, 'start.log'), 'utf8')).toContain('Postgres has ended by itself');

  // A restored data folder without its key says so, and goes on with it.
  await asked('server', `insert into ledger_sealed (item, field, collection, kind, cipher, hash) values (gen_random_uuid(), 'phone', 'ledger_residents', 'phone', '${fieldCipherOf(key).seal('13900000000').cipher}', 'x')`);
  const [envelope, phrase] = [join(keys, 'exported'), join(keys, 'passphrase')];
  writeFileSync(phrase, 'correct horse battery\n');
  expect(wangge('ledger-key', 'export', envelope, '--passphrase-file', phrase)).toMatchObject({ code: 0 });
  expect(readFileSync(envelope, 'utf8')).not.toContain(key);

  const postgres = postmaster();
  expect(isAlive(postgres)).toBe(true);
  third.child.kill('SIGTERM');
  expect(await third.ended).toBe(0);
  expect(isAlive(postgres)).toBe(false);
  expect(existsSync(join(data, 'lock'))).toBe(false);
  await expect(login()).rejects.toThrow();

  rmSync(join(keys, 'ledger-key'));
  const keyless = start();
  expect(await keyless.ended).toBe(1);
  expect(keyless.output()).toContain('ledger-key import');
  expect(existsSync(join(keys, 'ledger-key'))).toBe(false);
  writeFileSync(phrase, 'another passphrase');
  expect(wangge('ledger-key', 'import', envelope, '--passphrase-file', phrase).said).toContain('passphrase is another one');
  writeFileSync(phrase, 'correct horse battery');
  expect(wangge('ledger-key', 'import', envelope, '--passphrase-file', phrase)).toMatchObject({ code: 0 });
  const restored = start();
  await ready(restored);
  expect(await login()).toBe(200);
  restored.child.kill('SIGTERM');
  expect(await restored.ended).toBe(0);
}, 420_000);
