/** What keeps an installation running, and its key apart: the rules behind `npm start`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { signingKeyIn } from '../../extensions/wangge/src/assessment/evidence/signing-key.ts';
import { fieldCipherOf } from '../../extensions/wangge/src/ledgers/field-encryption-rules.ts';
import { isCluster } from '../../scripts/postgres-cluster.ts';
import { socketFolderOf } from '../../scripts/postgres-socket.ts';
import { keep, kept } from '../../scripts/start/credentials.ts';
import { afterDeath, MOST_DEATHS, SPAN } from '../../scripts/start/keep-running.ts';
import { unwrapped, wrapped } from '../../scripts/start/key-envelope.ts';
import { keyPlaceOf, ledgerKey, storeKey } from '../../scripts/start/ledger-key.ts';
import { takeLock } from '../../scripts/start/lock.ts';
import { foundSigningKey, signingKey, signingKeyCommand, signingKeyFile } from '../../scripts/start/signing-key.ts';
import { plainReason } from '../../scripts/start/steps.ts';

const CHEAP = { N: 1024, r: 8, p: 1 };
const folders: string[] = [];
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'wangge-rules-'));
  folders.push(made);
  return made;
}
afterEach(() => folders.splice(0).forEach(one => rmSync(one, { recursive: true, force: true })));

describe('what died under a running installation', () => {
  it('is started again until it has died too often within the span, however the deaths lie', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 2 * SPAN }), { maxLength: 40 }), (gaps) => {
      const moments: number[] = [];
      let deaths: number[] = [];
      for (const now of gaps.map((sum => gap => sum += gap)(0))) {
        moments.push(now);
        const next = afterDeath(deaths, now);
        const within = moments.filter(moment => now - moment < SPAN).length;
        expect(next === 'give up').toBe(within > MOST_DEATHS);
        if (next === 'give up')
          return;
        expect(next.pause).toBeLessThan(SPAN / MOST_DEATHS);
        deaths = next.deaths;
      }
    }));
  });
});

describe('the key of the ledgers', () => {
  it('comes back from its envelope with its passphrase, and with no other', () => {
    fc.assert(fc.property(fc.string({ minLength: 32 }), fc.string({ minLength: 12 }), (key, phrase) => {
      const envelope = wrapped(key, phrase, CHEAP);
      expect(unwrapped(envelope, phrase)).toEqual({ key });
      expect(unwrapped(envelope, `${phrase}x`)).toBe('wrong passphrase');
      expect(envelope).not.toContain(key);
    }), { numRuns: 20 });
    expect(unwrapped('{"format":"something else"}', 'x')).toBe('not a key file');
    expect(unwrapped(wrapped('k'.repeat(40), 'a passphrase', CHEAP).replace('1024', '1073741824'), 'a passphrase')).toBe('not a key file');
  });

  const sealed = (key: string): string[] => [fieldCipherOf(key).seal('11010519491231002X').cipher];
  const [right, other] = ['r'.repeat(40), 'o'.repeat(40)];

  it('is made beside the data folder, for its owner alone, and found again', () => {
    const data = join(folder(), 'data');
    const place = keyPlaceOf(data);
    const key = ledgerKey(place, [], () => {});
    expect(place.file.startsWith(`${data}/`)).toBe(false);
    expect(statSync(place.file).mode & 0o777).toBe(0o600);
    expect(ledgerKey(place, sealed(key), () => {})).toBe(key);
  });

  it('is not made anew while something is encrypted: the sentence says what to do', () => {
    const place = keyPlaceOf(join(folder(), 'data'));
    expect(() => ledgerKey(place, sealed(right), () => {})).toThrow(/ledger-key import/);
    storeKey(place.file, other);
    expect(() => ledgerKey(place, sealed(right), () => {})).toThrow(/is not the one/);
    expect(readFileSync(place.file, 'utf8').trim()).toBe(other);
  });

  it('moves out of the data folder of an earlier release', () => {
    const data = folder();
    folders.push(`${data}-keys`);
    const place = keyPlaceOf(data);
    writeFileSync(place.credentials, `SECRET=s\nWANGGE_LEDGER_KEY=${right}\n`);
    const said: string[] = [];
    expect(ledgerKey(place, sealed(right), text => said.push(text))).toBe(right);
    expect(readFileSync(place.file, 'utf8').trim()).toBe(right);
    expect(readFileSync(place.credentials, 'utf8')).toBe('SECRET=s\n');
    expect(said.join()).toContain(place.file);
  });

  it('stays where it is while it cannot be written elsewhere', () => {
    const data = folder();
    const place = { ...keyPlaceOf(data), file: join(data, 'credentials', 'no-folder', 'ledger-key') };
    writeFileSync(place.credentials, `WANGGE_LEDGER_KEY=${right}\n`);
    expect(ledgerKey(place, sealed(right), () => {})).toBe(right);
    expect(kept(place.credentials, 'WANGGE_LEDGER_KEY')).toBe(right);
  });

  it('of an old backup does not win over the one that opens what is encrypted', () => {
    const data = folder();
    folders.push(`${data}-keys`);
    const place = keyPlaceOf(data);
    writeFileSync(place.credentials, `WANGGE_LEDGER_KEY=${other}\n`);
    storeKey(place.file, right);
    expect(ledgerKey(place, sealed(right), () => {})).toBe(right);
    writeFileSync(place.credentials, `WANGGE_LEDGER_KEY=${right}\n`);
    storeKey(place.file, other);
    expect(() => ledgerKey(place, sealed(right), () => {})).toThrow(/two different keys/);
  });
});

describe('the key that signs rankings', () => {
  const place = (): string => {
    const file = signingKeyFile(keyPlaceOf(join(folder(), 'data')).file);
    folders.push(join(file, '..'));
    return file;
  };

  it('is made beside that of the ledgers, for its owner alone, said by its public half, and found again', () => {
    const file = place();
    const said: string[] = [];
    const key = signingKey(file, text => said.push(text));
    expect(file).toMatch(/data-keys\/signing-key$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(said.join()).toContain(signingKeyIn(key)!.public.toString('base64'));
    expect(said.join()).not.toContain(key);
    expect(signingKey(file, () => {})).toBe(key);
    expect(foundSigningKey(file)).toBe(key);
  });

  it('gives its place to another, and stays beside it', () => {
    const file = place();
    const before = signingKey(file, () => {});
    expect(signingKeyCommand(file, ['rotate'])).toBe(0);
    expect(foundSigningKey(file)).not.toBe(before);
    const aside = readdirSync(join(file, '..')).find(name => name.startsWith('signing-key.replaced-'))!;
    expect(readFileSync(join(file, '..', aside), 'utf8').trim()).toBe(before);
  });

  it('that is none is named, not replaced', () => {
    const file = place();
    signingKey(file, () => {});
    writeFileSync(file, 'no key\n');
    expect(() => signingKey(file, () => {})).toThrow(/cannot be read: base64 of 32/);
    expect(() => signingKeyCommand(file, ['steal'])).toThrow(/signing-key rotate/);
    for (const text of ['', 'x'.repeat(43), `${'A'.repeat(43)}=`, 'A'.repeat(42)])
      expect(signingKeyIn(text) === null).toBe(!/^[\w+/-]{43}=?$/.test(text));
  });
});

describe('files of a start', () => {
  it('credentials are changed as a whole, and nothing is left beside them', () => {
    const file = join(folder(), 'credentials');
    keep(file, { SECRET: 'a=b', ADMIN_PASSWORD: 'c' });
    keep(file, { ADMIN_PASSWORD: null });
    expect(readFileSync(file, 'utf8')).toBe('SECRET=a=b\n');
    expect(readdirSync(join(file, '..'))).toEqual(['credentials']);
  });

  it('a lock of a process that is gone, or that was half written, is set aside with a sentence', () => {
    for (const content of ['', '{"pid":', JSON.stringify({ pid: 2 ** 22 + 1, began: '1' }), JSON.stringify({ pid: process.pid, began: '1' })]) {
      const file = join(folder(), 'lock');
      writeFileSync(file, content);
      const said: string[] = [];
      const unlock = takeLock(file, text => said.push(text));
      expect(said).toHaveLength(1);
      expect(() => takeLock(file)).toThrow(/Already running/);
      unlock();
      expect(readdirSync(join(file, '..'))).toEqual([]);
    }
  });

  it('a cluster counts when its last database is there', () => {
    const directory = folder();
    writeFileSync(join(directory, 'PG_VERSION'), '18\n');
    expect(isCluster(directory)).toBe(false);
  });

  it('the socket lies in a folder for its owner alone, whose path is short enough however long the data folder\'s is', () => {
    const beside = folder();
    for (const directory of [join(beside, 'postgres'), join(beside, '网格'.repeat(30), 'postgres')]) {
      const made = socketFolderOf({ directory, owner: null, moved: false });
      folders.push(made);
      expect(statSync(made).mode & 0o777).toBe(0o700);
      expect(Buffer.byteLength(join(made, '.s.PGSQL.5432'))).toBeLessThanOrEqual(103);
    }
  });
});

it('what everybody may meet is said in a sentence', () => {
  expect(plainReason('ENOSPC: no space left on device, write', '/data')).toMatch(/no space left on the disk of \/data/);
  expect(plainReason('FATAL:  could not write lock file "postmaster.pid": No space left on device', '/data')).toMatch(/no space left/);
  expect(plainReason('could not extend file "base/1/2691": wrote only 4096 of 8192 bytes at block 9\nHINT:  Check free disk space.', '/data')).toMatch(/no space left/);
  expect(plainReason('EACCES: permission denied, open', '/data')).toMatch(/may not write/);
  expect(plainReason('TypeError: x is not a function', '/data')).toBeNull();
});

describe('the unit of systemd in docs/', () => {
  const unit = join(import.meta.dirname, '../../docs/wangge.service');

  it('tells only the starter to stop, and gives it the time that requests have', () => {
    const said = readFileSync(unit, 'utf8');
    expect(said).toContain('KillMode=mixed');
    const timeout = Number(/^SERVER_SHUTDOWN_TIMEOUT=(\d+)$/m.exec(readFileSync(join(import.meta.dirname, '../../scripts/start/safe-defaults.env'), 'utf8'))![1]);
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(said)![1]) * 1000).toBeGreaterThan(timeout + 15_000);
  });

  it.skipIf(spawnSync('systemd-analyze', ['--version']).status !== 0)('is one that systemd understands', () => {
    const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', unit], { encoding: 'utf8' });
    // Where npm and the user are is the machine's matter.
    expect((stdout + stderr).split('\n').filter(line => line.includes('wangge.service') && !/is not executable|User .* does not exist/.test(line))).toEqual([]);
  });
});
