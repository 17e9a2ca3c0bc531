/** On the demonstration: behind every number of a report stand as many cases, and the statistics count the same facts. */
import { readXlsx } from 'hucre/xlsx';
import { afterAll, describe, expect, it } from 'vitest';
import { demoServer } from './harness.ts';

const wangge = await demoServer();
const { db } = wangge;
afterAll(async () => await wangge.close());

type Line = Record<string, unknown>;

async function sheets(path: string, token: string): Promise<Map<string, Line[]>> {
  const response = await fetch(`${wangge.url}/wangge/assessment/${path}`, { headers: { Authorization: `Bearer ${token}` } });
  expect(response.status, path).toBe(200);
  const book = await readXlsx(new Uint8Array(await response.arrayBuffer()));
  return new Map(book.sheets.map(({ name, rows }) => [name, rows.slice(1).map(row => Object.fromEntries(rows[0]!.map((heading, at) => [String(heading), row[at] ?? null])))]));
}

const sum = (lines: readonly Line[], key: string): number => lines.reduce((all, line) => all + Number(line[key] ?? 0), 0);

describe('a quarter of the demonstration', async () => {
  const inspector = await wangge.createUser({ role: 'inspector' });
  const analyst = await wangge.createUser({ role: 'analyst' });
  const [{ code }] = await db('assessment_periods').where({ kind: 'quarter', state: 'published' }).orderBy('starts_on', 'desc').limit(1);

  it('has as many cases behind every number of a patch as were counted, and adds up', async () => {
    const book = await sheets(`${code}/report.xlsx`, inspector.token);
    const [, ranking] = [...book.values()];
    expect(ranking!.length).toBeGreaterThan(50);
    for (const line of ranking!.filter(one => one['总分'] !== null && one['总分'] !== ''))
      expect(line['总分'], String(line['名称'])).toBe(line['公布总分']);
    const patches = new Set(ranking!.filter(line => line['对象'] === '三级网格').map(line => line['代码']));
    let looked = 0;
    for (const [name, cases] of book) {
      if (!name.endsWith('明细'))
        continue;
      const scores = book.get(name.replace(/ 明细$/, ''))!.filter(line => patches.has(line['代码']));
      for (const score of scores) {
        const own = cases.filter(line => line['代码'] === score['代码']);
        expect([sum(own, '分子'), sum(own, '分母')], `${name} ${String(score['名称'])}`).toEqual([score['分子'], score['分母']]);
        looked++;
      }
    }
    expect(looked).toBeGreaterThan(100);
  });

  it('is counted in the statistics by community as in the whole, and no person is read', async () => {
    const book = await sheets(`${code}/statistics.xlsx`, analyst.token);
    const [, communities, departments] = [...book.values()];
    const total = communities!.at(-1)!;
    expect(total['名称']).toBe('合计');
    expect(total['应处置数']).toBe(sum(communities!.slice(0, -1), '应处置数'));
    expect(Number(total['应处置数'])).toBeGreaterThan(100);
    expect(total['应结案数']).toBe(Number(total['处置数']) + Number(total['超期未处置数']));
    expect(departments!.length).toBeGreaterThan(2);
    const first = communities![0]!;
    expect(first['按期处置率']).toBe(Math.floor((20_000 * Number(first['按期处置数']) + Number(first['应处置数'])) / (2 * Number(first['应处置数']))) / 10_000);
  });

  it('comes as a bulletin and on paper', async () => {
    for (const path of [`${code}/bulletin.pdf`, `${code}/report.pdf`, `${code}/statistics.pdf`]) {
      const response = await fetch(`${wangge.url}/wangge/assessment/${path}`, { headers: { Authorization: `Bearer ${analyst.token}` } });
      expect([response.status, response.headers.get('content-type')], path).toEqual([200, 'application/pdf']);
      expect(new TextDecoder().decode((await response.arrayBuffer()).slice(0, 5))).toBe('%PDF-');
    }
  });
});
