/** The map of grids: boundaries for everybody, each measure's figures for whom they are on the other boards too. */
import type { Community } from './community.ts';
import type { Account } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { made } from './assessed.ts';
import { peopled, reported } from './community.ts';
import { server } from './harness.ts';

const wangge = await server();
const { db } = wangge;
let people: Community;
let analyst: Account;

const square = (lng: number, lat: number): object => ({ type: 'Polygon', coordinates: [[[lng, lat], [lng + 0.0041234567, lat], [lng + 0.0041234567, lat + 0.003], [lng, lat + 0.003], [lng, lat]]] });

interface Feature { id: string; geometry: { coordinates: number[][][] } | null; properties: { value: number | null; step: number | null; text: string; leader: string | null; name: string } }
interface Answer { level: number; measure: string; tone: string; legend: { step: number; text: string }[]; cut: number | null; features: Feature[] }

async function ask(as: Account | null, query: Record<string, string>): Promise<{ status: number; body: any; errors: { message: string; extensions: Record<string, unknown> }[] }> {
  return wangge.request('GET', '/wangge/territory/map', { as, query });
}

async function map(as: Account, measure: string, level = '3', grid = people.place.area.id): Promise<Answer> {
  const { status, body } = await ask(as, { measure, level, grid });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data;
}

/** The values of the four patches, in their order. */
const values = async (as: Account, measure: string): Promise<(number | null)[]> => {
  const { features } = await map(as, measure);
  return people.place.patches.map(({ id }) => features.find(feature => feature.id === id)!.properties.value);
};

beforeAll(async () => {
  people = await peopled(wangge);
  analyst = await wangge.createUser({ role: 'analyst' });
  const { patches } = people.place;
  await db('grids').where({ id: patches[0].id }).update({ boundary: JSON.stringify(square(116.4, 39.97)), population: 1023 });
  await db('directus_users').where({ id: people.worker.id }).update({ last_name: '王', first_name: '敏' });
});

it('boundaries, names and what is public for everybody who reads grids; a grid without a boundary too', async () => {
  for (const person of [people.worker, people.stranger, people.level2, people.level1, people.cadre, people.officer, people.dispatcher, people.inspector, analyst, wangge.admin]) {
    const { features, level, legend, cut } = await map(person, 'population');
    expect([level, cut, features.map(({ id }) => id)]).toEqual([3, null, people.place.patches.map(({ id }) => id)]);
    expect(features[0]!.geometry!.coordinates[0]![1]).toEqual([116.404123, 39.97]);
    expect(features.slice(1).map(({ geometry }) => geometry)).toEqual([null, null, null]);
    expect(features[0]!.properties).toMatchObject({ leader: '王敏', value: 1023, step: 0, text: person === wangge.admin ? '1,023' : '1,023 人' });
    expect(features[1]!.properties).toMatchObject({ leader: null, value: null, step: null });
    expect(legend).toEqual([{ step: 0, text: person === wangge.admin ? '1,023 and more' : '1,023 及以上' }]);
  }
  expect(await values(people.officer, 'vacancies')).toEqual([0, 1, 0, 1]);
  expect((await map(people.officer, 'vacancies', '1')).features.map(({ properties }) => properties.value)).toEqual([3]);
  expect((await ask(null, {})).status).toBe(403);
});

it('open and overdue issues: in one’s own part, everywhere for whoever reads every issue, for others none', async () => {
  const [first] = await Promise.all([reported(wangge, people), reported(wangge, people)]);
  const closed = await reported(wangge, people);
  expect((await wangge.request('POST', '/items/issue_events', { as: people.worker, body: { issue: closed, type: 'withdraw' } })).status).toBe(200);
  await db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx('issues').where({ id: first }).update({ overdue: true });
  });
  const { worker, stranger, level2, level1, cadre, officer, dispatcher, inspector } = people;
  const expected: [Account, (number | null)[]][] = [
    [worker, [2, null, null, null]],
    [stranger, [null, null, 0, null]],
    [level2, [2, 0, null, null]],
    [level1, [2, 0, 0, 0]],
    [cadre, [null, null, null, null]],
    [officer, [null, null, null, null]],
    [dispatcher, [2, 0, 0, 0]],
    [inspector, [2, 0, 0, 0]],
    [analyst, [2, 0, 0, 0]],
    [wangge.admin, [2, 0, 0, 0]],
  ];
  for (const [person, row] of expected) {
    expect(await values(person, 'open_issues')).toEqual(row);
    expect(await values(person, 'overdue_issues')).toEqual(row.map(value => value === 2 ? 1 : value));
  }
  // A grid counts what lies below it; one that is only partly the reader's is not.
  expect((await map(level2, 'open_issues', '2')).features.map(({ properties }) => properties.value)).toEqual([2, null]);
  expect((await map(level2, 'open_issues', '1')).features.map(({ properties }) => [properties.value, properties.text])).toEqual([[null, '不在责任范围']]);
  const { tone, legend, features } = await map(level1, 'open_issues');
  expect([tone, legend, features.map(({ properties }) => [properties.step, properties.text])]).toEqual(['burden', [{ step: 0, text: '0–1' }, { step: 1, text: '2 及以上' }], [[1, '2 件'], [0, '0 件'], [0, '0 件'], [0, '0 件']]]);
});

it('ledgers as their freshness, duty as compliance says', async () => {
  const { place: { patches }, worker, level2, stranger, cadre, officer } = people;
  await db('ledger_buildings').insert([
    { id: randomUUID(), grid: patches[0].id, state: 'current', name: '1 号楼', review_due_on: '2020-01-01', confirmed_on: '2019-01-01' },
    { id: randomUUID(), grid: patches[0].id, state: 'current', name: '2 号楼', review_due_on: '2099-01-01', confirmed_on: '2026-01-01' },
  ]);
  for (const person of [worker, level2, stranger, cadre, officer, analyst]) {
    const freshness = (await wangge.request('GET', '/wangge/ledgers/freshness', { as: person, query: { grid: people.place.area.id, level: '3' } })).body.data;
    const shares = patches.map(({ id }) => {
      const sums = Object.values(freshness.grids.find(({ grid }: { grid: string }) => grid === id)?.categories ?? {}) as { total: number; stale: number }[];
      const [total, stale] = [sums.reduce((sum, one) => sum + one.total, 0), sums.reduce((sum, one) => sum + one.stale, 0)];
      return total === 0 ? null : stale / total;
    });
    expect(await values(person, 'stale_ledgers')).toEqual(shares);
  }
  expect(await values(worker, 'stale_ledgers')).not.toEqual([null, null, null, null]);
  expect(await values(stranger, 'stale_ledgers')).toEqual([null, null, null, null]);
  expect((await map(worker, 'stale_ledgers')).features[1]!.properties.text).toBe('不在责任范围');

  for (const person of [worker, level2, people.level1, stranger, people.dispatcher, people.inspector]) {
    const { rows } = (await wangge.request('GET', '/wangge/logs/compliance', { as: person, query: { period: 'today', grid: people.place.area.id } })).body.data as { rows: { grid: string; met: number; units: number }[] };
    const shares = patches.map(({ id }) => {
      const own = rows.filter(({ grid }) => grid === id);
      const units = own.reduce((sum, row) => sum + row.units, 0);
      return units === 0 ? null : own.reduce((sum, row) => sum + row.met, 0) / units;
    });
    expect(await values(person, 'duty_today')).toEqual(shares);
  }
});

it('points of the last published quarter, as permissions show the rankings', async () => {
  const { place: { id: subdistrict, patches }, worker, officer, inspector } = people;
  expect(await values(worker, 'points')).toEqual([null, null, null, null]);
  const scheme = await db('assessment_schemes').first('id');
  const period = async (code: string, state: string, total: number): Promise<void> => {
    const id = randomUUID();
    await made(db, 'assessment_periods', { id, code, kind: 'quarter', subdistrict, starts_on: `20${code.slice(2, 4)}-0${Number(code.slice(-1)) * 3 - 2}-01`, ends_on: `20${code.slice(2, 4)}-0${Number(code.slice(-1)) * 3}-28`, scheme: scheme.id, state, version: state === 'published' ? 1 : 0 });
    await made(db, 'rankings', { id: randomUUID(), period: id, version: 1, state, level: 3, grid: patches[0].id, grid_path: patches[0].path, total, rank: 1, of: 4 });
  };
  await period('2024-Q1', 'published', 81.5);
  await period('2024-Q2', 'published', 93.72);
  await period('2024-Q3', 'computed', 70);
  expect(await values(worker, 'points')).toEqual([93.72, null, null, null]);
  expect(await values(inspector, 'points')).toEqual([93.72, null, null, null]);
  expect(await values(officer, 'points')).toEqual([null, null, null, null]);
  expect((await map(worker, 'points')).features[0]!.properties.text).toBe('93.72 分，第 1 名');
});

it('goes down: without a level the one below; what is no measure is refused with a sentence', async () => {
  const { body } = await ask(people.worker, { grid: people.place.communities[1].id });
  expect([body.data.level, body.data.measure, body.data.features.map(({ id }: Feature) => id)]).toEqual([3, 'open_issues', [people.place.patches[2].id, people.place.patches[3].id]]);
  expect((await ask(people.worker, { grid: people.place.area.id })).body.data.level).toBe(2);
  expect((await ask(people.worker, { grid: randomUUID() })).status).toBe(403);
  for (const [query, rule] of [[{ measure: 'x' }, 'map_measure'], [{ level: '4' }, 'map_level'], [{ grid: 'x' }, 'map_grid']] as const) {
    const { status, errors } = await ask(people.worker, query);
    expect([status, errors[0]!.extensions.rule]).toEqual([400, rule]);
  }
  await db('grids').where({ id: people.place.patches[3].id }).update({ status: 'retired' });
  expect((await map(people.worker, 'population')).features).toHaveLength(3);
});

it('a city’s boundaries are bounded: coarser where there are many positions, cut and said where there are many grids', async () => {
  const city = await wangge.createSubdistrict();
  const ring = Array.from({ length: 201 }, (_, index) => [116 + Math.cos(index / 200 * 2 * Math.PI) * 0.002, 40 + Math.sin(index / 200 * 2 * Math.PI) * 0.002]);
  const boundary = JSON.stringify({ type: 'Polygon', coordinates: [ring] });
  for (let from = 0; from < 2100; from += 700)
    await db('grids').insert(Array.from({ length: 700 }, (_, nth) => ({ id: randomUUID(), code: `${city.code}9${String(from + nth).padStart(5, '0')}`, name: `网格${from + nth}`, subdistrict: city.id, level: 3, parent: city.communities[0].id, kind: 'basic', status: 'active', boundary })));
  const began = performance.now();
  const answer = await map(wangge.admin, 'open_issues', '3', city.area.id);
  expect([answer.cut, answer.features.length]).toEqual([2000, 2000]);
  expect(JSON.stringify(answer).length).toBeLessThan(3_000_000);
  console.log(`the map of 2,000 grids: ${Math.round(performance.now() - began)} ms, ${Math.round(JSON.stringify(answer).length / 1024)} kB`);
});
