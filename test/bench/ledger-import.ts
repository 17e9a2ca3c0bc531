/**
 * A workbook of 20,000 residents with identity numbers and telephones, taken in by a patch worker: against Directus' own
 * CSV import of as many rows into the same set (whose every row meets the same checks), and against bare inserts of
 * rows that are ready (same table, indexes and triggers). Then the memory of 100,000 rows above the idle server.
 */
import type { Community } from '../system/community.ts';
import type { OwnServer } from '../system/harness.ts';
import type { Bench } from './bench.ts';
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { writeXlsx } from 'hucre/xlsx';
import { peopled } from '../system/community.ts';
import { sized } from './scale.ts';

const ROWS = sized(20_000);
const MANY = sized(100_000);
const FIELDS = ['grid', 'name', 'identity_number', 'phone', 'sex', 'birth_on', 'nation', 'residence', 'address', 'remark'];

let sequence = 0;

/** Nobody twice: 999 people a day. */
function resident(grid: string): string[] {
  const at = sequence++;
  const birth = new Date(Date.UTC(1950, 0, 1) + Math.floor(at / 900) * 86_400_000).toISOString().slice(0, 10);
  const digits = `110105${birth.replaceAll('-', '')}${String(at % 900 + 1).padStart(3, '0')}`;
  const sum = [...digits].reduce((total, digit, place) => total + Number(digit) * (2 ** (17 - place) % 11), 0);
  const number = digits + '10X98765432'[sum % 11]!;
  return [grid, `居民${at}`, number, `138${String(10_000_000 + at)}`, Number(number[16]) % 2 === 1 ? 'male' : 'female', birth, '汉族', 'registered', `幸福路1号院${at % 40 + 1}号楼${at % 6 + 1}单元${at % 900 + 100}`, '入户登记'];
}
export const people = (size: number, grid: string): string[][] => Array.from({ length: size }, () => resident(grid));

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

export async function importWorkbook({ url }: OwnServer, { worker }: Community, file: Uint8Array): Promise<void> {
  const answer = await fetch(`${url}/wangge/ledgers/ledger_residents/import`, { method: 'POST', headers: { 'authorization': `Bearer ${worker.token}`, 'content-type': 'application/octet-stream' }, body: Buffer.from(file) });
  if (answer.status !== 200)
    throw new Error((await answer.text()).slice(0, 1000));
}

export const workbook = (rows: string[][]): Promise<Uint8Array> => writeXlsx({ sheets: [{ name: 'x', rows: [FIELDS, ...rows] }] });

async function directusImport({ url }: OwnServer, { worker }: Community, rows: string[][]): Promise<void> {
  const form = new FormData();
  form.append('file', new Blob([[FIELDS, ...rows].map(row => row.join(',')).join('\n')], { type: 'text/csv' }), 'residents.csv');
  const answer = await fetch(`${url}/utils/import/ledger_residents`, { method: 'POST', headers: { authorization: `Bearer ${worker.token}` }, body: form });
  if (!answer.ok)
    throw new Error((await answer.text()).slice(0, 1000));
}

/** What an import comes to when there is nothing left to read, to check and to seal. */
async function bareInserts({ db }: OwnServer, { worker }: Community, rows: string[][]): Promise<void> {
  const ready = rows.map((row) => {
    const entry = Object.fromEntries(FIELDS.map((field, at) => [field, row[at]!]));
    const sealed = Object.fromEntries(['identity_number', 'phone'].map(field => [field, { kind: field, cipher: `v1.${Buffer.from(entry[field]!.repeat(2)).toString('base64url')}`, hash: Buffer.from(entry[field]!.padEnd(32)).toString('hex') }]));
    return { ...entry, id: randomUUID(), identity_number: '110105********0000', phone: '138****0000', name_masked: '居*', source: 'import', user_created: worker.id, date_created: new Date(), entry_key: Buffer.from(entry.identity_number!.padEnd(32)).toString('hex'), sealed: JSON.stringify(sealed) };
  });
  await db.transaction(trx => trx.batchInsert('ledger_residents', ready, 1000));
}

const residentMegabytes = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;

async function run({ server, say }: Parameters<Bench['run']>[0]): Promise<void> {
  const wangge = await server();
  const community = await peopled(wangge);
  const [{ id: grid, code }] = community.place.patches;
  await importWorkbook(wangge, community, await workbook(people(500, code)));

  const file = await workbook(people(ROWS, code));
  const ours = [await seconds(() => importWorkbook(wangge, community, file))];
  const again = await seconds(() => importWorkbook(wangge, community, file));
  const bare = [await seconds(() => bareInserts(wangge, community, people(ROWS, grid)))];
  const second = await workbook(people(ROWS, code));
  ours.push(await seconds(() => importWorkbook(wangge, community, second)));
  bare.push(await seconds(() => bareInserts(wangge, community, people(ROWS, grid))));
  const plain = await seconds(() => directusImport(wangge, community, people(ROWS, grid)));
  const [our, least] = [Math.min(...ours), Math.min(...bare)];
  say(`  ${ROWS} rows: ${our.toFixed(1)} s; the same workbook again, nothing to change: ${again.toFixed(1)} s`);
  say(`  Directus' own import: ${plain.toFixed(1)} s, ${(plain / our).toFixed(1)}× as long   goal ≥ 5×: ${plain / our >= 5 ? 'reached' : 'not reached'}`);
  say(`  bare inserts: ${least.toFixed(1)} s; the workbook takes ${(our / least).toFixed(1)}× of that   goal ≤ 5×: ${our / least <= 5 ? 'reached' : 'not reached'}`);

  const large = await workbook(people(MANY, code));
  await wangge.restart();
  await wangge.request('GET', '/items/ledger_residents', { as: community.worker, query: { limit: '5' } });
  await wait(3000);
  const idle = residentMegabytes(wangge.pid());
  let peak = idle;
  const watch = setInterval(() => {
    peak = Math.max(peak, residentMegabytes(wangge.pid()));
  }, 50);
  const took = await seconds(() => importWorkbook(wangge, community, large)).finally(() => clearInterval(watch));
  say(`  ${MANY} rows (${(large.length / 1024 / 1024).toFixed(1)} MB): ${took.toFixed(1)} s, ${(peak - idle).toFixed(0)} MB above the idle server's ${idle.toFixed(0)} MB   goal < 300 MB: ${peak - idle < 300 ? 'reached' : 'not reached'}`);
}

export default { name: 'Importing a ledger', run } satisfies Bench;
