/**
 * How long others wait while one takes a lot: `/server/ping` asked over and over, from a thread of its own, while a boundary file of
 * 30 MB, a workbook of 100,000 rows, the books of a community and the ranking of a quarter run one after another; beside the same
 * server with nothing to do. The ranking runs in this process, as its job does in the server's, beside a page of its own.
 */
import type { Community } from '../system/community.ts';
import type { OwnServer } from '../system/harness.ts';
import type { Bench } from './bench.ts';
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { rankPeriod } from '../../extensions/wangge/src/assessment/periods/ranking-service.ts';
import { peopled } from '../system/community.ts';
import { fillQuarter, QUARTER } from '../system/quarter.ts';
import { importWorkbook, people, workbook } from './ledger-import.ts';
import { pinged } from './pinger.ts';
import { discarding } from './ranking.ts';
import { sized } from './scale.ts';

const GOAL = 200;
const IDLE = sized(10_000);
const ROWS = sized(100_000);
const GRIDS = sized(150);
const POSITIONS = sized(5_000, 100);
const RESIDENTS = sized(5_000);
const SIZE = { subdistricts: sized(20), patches: sized(2_000), issues: sized(200_000) };
const AFTER = '2025-10-20T00:00:00.000Z';

/** A patch like a coast line, in a lattice. */
function shape(at: number, positions: number): object {
  const [x, y] = [116 + at % 15 * 0.02, 39 + Math.floor(at / 15) * 0.02];
  const ring = Array.from({ length: positions }, (_, n) => {
    const [angle, far] = [2 * Math.PI * n / positions, n % 2 === 0 ? 0.009 : 0.0089];
    return [x + far * Math.cos(angle), y + far * Math.sin(angle)];
  });
  return { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
}

function boundaryFile(codes: readonly string[], positions: number): string {
  return JSON.stringify({ type: 'FeatureCollection', features: codes.map((code, at) => ({ type: 'Feature', properties: { code }, geometry: shape(at, positions) })) });
}

async function importBoundaries({ url, admin }: OwnServer, subdistrict: string, file: string): Promise<{ status: number; text: string }> {
  const form = new FormData();
  form.append('boundaries', new Blob([file]), 'boundaries.geojson');
  const answer = await fetch(`${url}/wangge/territory/${subdistrict}/import`, { method: 'POST', headers: { authorization: `Bearer ${admin.token}` }, body: form });
  return { status: answer.status, text: (await answer.text()).slice(0, 1000) };
}

/** Patches to be drawn. */
async function morePatches({ db }: OwnServer, { place }: Community, count: number): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { code: string }[] }>(`
    insert into grids (id, code, name, subdistrict, level, parent, kind, status)
    select gen_random_uuid(), c.code || lpad((n + 100)::text, 3, '0'), '第' || n || '网格', c.subdistrict, 3, c.id, 'basic', 'active'
    from grids c cross join generate_series(1, ?) n where c.id = ? returning code`, [count, place.communities[0].id]);
  return rows.map(({ code }) => code);
}

async function fillResidents({ db }: OwnServer, { place }: Community): Promise<void> {
  await db.raw(`
    insert into ledger_residents (id, grid, name, name_masked, sex, birth_on, phone, address, residence, state, source, date_created)
    select gen_random_uuid(), g.id, '陈' || n, '陈**', 'female', date '1950-01-01' + n, '138****' || lpad(n::text, 4, '0'), '和平路' || n || '号院3号楼2单元501', 'registered', 'current', 'import', now()
    from grids g cross join generate_series(1, ?) n where g.id = any(?)`, [RESIDENTS, place.patches.map(({ id }) => id)]);
}

/** Asked for over HTTP, printed by the job of the running server. */
async function books({ request, db }: OwnServer, { level1, place }: Community): Promise<void> {
  const { body, status } = await request('POST', '/wangge/ledgers/books', { as: level1, body: { grid: place.area.id } });
  if (status !== 202)
    throw new Error(JSON.stringify(body));
  for (;;) {
    const job = await db('ledger_print_jobs').where({ id: body.data.id }).first('state', 'error');
    if (job.state === 'done')
      return;
    if (job.state === 'failed')
      throw new Error(job.error);
    await wait(250);
  }
}

async function run({ server, say }: Parameters<Bench['run']>[0]): Promise<void> {
  const wangge = await server({ WANGGE_SCHEDULER: 'on', RATE_LIMITER_ENABLED: 'false' });
  const community = await peopled(wangge);
  const subdistrict = community.place.id;
  const codes = await morePatches(wangge, community, GRIDS);
  const file = boundaryFile(codes, POSITIONS);
  const rows = await workbook(people(ROWS, community.place.patches[0].code));
  const ping = `${wangge.url}/server/ping`;

  const phase = async (name: string, url: string, work: () => Promise<unknown>): Promise<void> => {
    const began = performance.now();
    const { milliseconds, failed } = await pinged(url, work);
    const took = (performance.now() - began) / 1000;
    const sorted = milliseconds.sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
    const goal = name === 'idle' ? '' : `   goal p99.9 < ${GOAL} ms: ${at(0.999) < GOAL ? 'reached' : 'not reached'}`;
    say(`  ${name}: ${took.toFixed(1)} s, ${sorted.length} pings, ${failed} failed; median ${at(0.5).toFixed(1)}, p99 ${at(0.99).toFixed(0)}, p99.9 ${at(0.999).toFixed(0)}, worst ${at(1).toFixed(0)} ms${goal}`);
  };

  await phase('idle', ping, () => wait(IDLE));
  await phase(`a boundary file of ${(file.length / 2 ** 20).toFixed(1)} MB`, ping, async () => {
    const { status, text } = await importBoundaries(wangge, subdistrict, file);
    if (status !== 200)
      throw new Error(text);
  });
  // Twice as many positions as one boundary may have.
  const tooMany = boundaryFile(codes.slice(0, 15), 40_001);
  const began = performance.now();
  const { status, text } = await importBoundaries(wangge, subdistrict, tooMany);
  if (status !== 400)
    throw new Error(text);
  say(`  beyond the limits (${(tooMany.length / 2 ** 20).toFixed(1)} MB): refused after ${((performance.now() - began) / 1000).toFixed(1)} s`);
  await phase(`a workbook of ${ROWS} rows`, ping, () => importWorkbook(wangge, community, rows));
  await fillResidents(wangge, community);
  await phase(`${community.place.patches.length} books of ${RESIDENTS} residents and more`, ping, () => books(wangge, community));

  await fillQuarter(wangge.db, SIZE);
  const page = createServer((_, response) => response.end('pong'));
  await new Promise<void>(listening => page.listen(0, '127.0.0.1', listening));
  const { port } = page.address() as { port: number };
  await phase(`the ranking of ${SIZE.patches} patches with ${SIZE.issues} issues`, `http://127.0.0.1:${port}/`, () => rankPeriod(wangge.db, discarding, { period: QUARTER, subdistrict: null, reason: null }, AFTER));
  page.close();
}

export default { name: 'Responsiveness under load', run } satisfies Bench;
