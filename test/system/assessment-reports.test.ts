/** The doors of reports: who is shown what, in which form, at once and as a job. */
import type { Account, Place, Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { readXlsx } from 'hucre/xlsx';
import { beforeAll, describe, expect, it } from 'vitest';
import { made } from './assessed.ts';
import { server } from './harness.ts';

const QUARTER = '2025-Q3';

let wangge: Server;
let place: Place;
let people: Record<'level_3' | 'level_2' | 'level_1' | 'office' | 'analyst' | 'inspector' | 'nobody', Account>;
let person: Account;
let period: string;
const grids: Record<string, { grid: string; grid_path: string }> = {};

beforeAll(async () => {
  wangge = await server();
  place = await wangge.createSubdistrict();
  const { db } = wangge;
  const [level_1, level_2, level_3, office, analyst, inspector] = await Promise.all([
    wangge.createUser({ role: 'level_1', posts: [{ grid: place.area.id }] }),
    wangge.createUser({ role: 'level_2', posts: [{ grid: place.communities[0].id }] }),
    wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[0].id }] }),
    wangge.createUser({ role: 'office', department: place.office.id }),
    wangge.createUser({ role: 'analyst' }),
    wangge.createUser({ role: 'inspector', language: 'en-US' }),
  ]);
  const nobody = await wangge.createUser({ role: 'analyst' });
  await db('directus_users').where({ id: nobody.id }).update({ role: null });
  people = { level_1, level_2, level_3, office, analyst, inspector, nobody };
  person = await wangge.createUser({ role: 'level_3', name: '=某人' });

  const scheme = await db('assessment_schemes').where({ state: 'active' }).orderBy('version', 'desc').first('id');
  const indicators = await db('assessment_indicators').where({ scheme: scheme.id }).whereIn('code', ['assigned', 'duty_met', 'log_true', 'missed']).select('id', 'code', 'weight');
  const version = async (code: string, state: string, starts_on: string, ends_on: string): Promise<string> => {
    const id = randomUUID();
    await made(db, 'assessment_periods', { id, code, kind: 'quarter', subdistrict: place.id, starts_on, ends_on, state, version: state === 'published' ? 1 : 0, scheme: scheme.id });
    await db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('assessment_versions').insert({ period: id, version: 1, scheme: scheme.id, state, evidence: randomUUID(), evidence_digest: 'ab'.repeat(32), salt: Buffer.alloc(32), cut: '2025-10-15T10:00:00Z', computed_at: '2025-10-16T00:00:00Z', published_at: state === 'published' ? '2025-10-20T00:00:00Z' : null });
    });
    return id;
  };
  period = await version(QUARTER, 'published', '2025-07-01', '2025-09-30');
  const preview = await version('2025-Q4', 'preview', '2025-10-01', '2025-12-31');
  const before = await version('2025-Q2', 'published', '2025-04-01', '2025-06-30');

  place.patches.forEach(({ id, path }, at) => grids[`p${at}`] = { grid: id, grid_path: path });
  const nothing = { grid: null, grid_path: null, department: null, person: null };
  const rows = [
    ...place.patches.map(({ id, path }, at) => ({ ...nothing, subject: 'grid', level: 3, grid: id, grid_path: path, total: (92.5 - at).toFixed(2), rank: at + 1, of: 4, grade: 'A', sample: 20 })),
    { ...nothing, subject: 'department', level: null, department: place.office.id, total: '80.00', rank: 1, of: 1, grade: 'B', sample: 9 },
    { ...nothing, subject: 'person', level: 3, person: person.id, grid: place.communities[0].id, grid_path: place.communities[0].path, total: '70.00', rank: 1, of: 1, grade: 'C', sample: 9 },
  ];
  const of = (its: string, state: string) => rows.map(row => ({ id: randomUUID(), version: 1, vetoed: false, state, period: its, ...row }));
  await made(db, 'rankings', [...of(period, 'published'), ...of(preview, 'preview'), ...of(before, 'published').map((row, at) => ({ ...row, rank: 4 - at % 4 }))]);
  const scores = (its: string, state: string) => rows.flatMap(({ subject, level, grid, grid_path, department, person: its_person }, at) => indicators.map(({ id, code, weight }: { id: string; code: string; weight: string }) => ({ version: 1, state, period: its, subject, level, grid, grid_path, department, person: its_person, indicator: id, numerator: 20 - at, denominator: 20, value: ((20 - at) * 5).toFixed(2), points: (Number(weight) * (20 - at) / 20).toFixed(2), no_data: false, ...code === 'missed' ? { numerator: 0, denominator: 0, value: null, points: null, no_data: true } : {} })));
  await made(db, 'assessment_scores', [...scores(period, 'published'), ...scores(preview, 'preview')]);
});

const get = (path: string, who: Account, query: Record<string, string> = {}) => wangge.request('GET', `/wangge/assessment/${path}`, { as: who, query: { subdistrict: place.code, ...query } });

async function bytes(path: string, who: Account): Promise<{ status: number; type: string; bytes: Uint8Array; name: string }> {
  const response = await fetch(`${wangge.url}/wangge/assessment/${path}${path.includes('?') ? '&' : '?'}subdistrict=${place.code}`, { headers: { Authorization: `Bearer ${who.token}` } });
  return { status: response.status, type: response.headers.get('content-type') ?? '', name: response.headers.get('content-disposition') ?? '', bytes: new Uint8Array(await response.arrayBuffer()) };
}

/** The rows of the text form: who is in it. */
async function subjects(who: Account, code = QUARTER): Promise<string[]> {
  const { status, bytes: file } = await bytes(`${code}/report.csv`, who);
  expect(status).toBe(200);
  const lines = new TextDecoder('utf-8', { ignoreBOM: true }).decode(file).trimEnd().split('\r\n');
  expect(lines[0]!.startsWith('\uFEFF')).toBe(true);
  return [...new Set(lines.slice(1).map(line => [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)][8]![1]!))].sort();
}

describe('a report', () => {
  it('has the rows that its reader may see, and as many as the list of results', async () => {
    const patches = ['3级网格001', '3级网格002', '3级网格003', '3级网格004'].length;
    for (const [who, count] of [['level_3', patches], ['level_2', patches + 1], ['level_1', patches + 2], ['office', 1], ['analyst', patches + 1], ['inspector', patches + 2]] as const) {
      const list = await wangge.request('GET', '/items/rankings', { as: people[who], query: { fields: 'id', filter: JSON.stringify({ period: { _eq: period } }) } });
      expect(list.body.data.length, who).toBe(count);
      expect((await subjects(people[who])).length, who).toBe(count);
    }
  });

  it('in a preview shows whoever leads a patch their own, and the analyst nobody as a person', async () => {
    expect(await subjects(people.level_3, '2025-Q4')).toHaveLength(1);
    expect((await subjects(people.analyst, '2025-Q4')).some(name => name.includes('某人'))).toBe(false);
    expect((await subjects(people.inspector, '2025-Q4')).filter(name => name.includes('某人'))).toEqual(['\'=某人']);
  });

  it('is nobody\'s who may read no results', async () => {
    for (const door of ['report.xlsx', 'report.pdf', 'report.csv', 'statistics.xlsx', 'statistics.pdf', 'bulletin.pdf']) {
      expect((await get(`${QUARTER}/${door}`, people.nobody)).status, door).toBe(403);
      expect((await wangge.request('GET', `/wangge/assessment/${QUARTER}/${door}`)).status, door).toBe(403);
    }
    expect((await wangge.request('POST', `/wangge/assessment/${QUARTER}/exports`, { as: people.nobody, body: { document: 'report', format: 'xlsx' } })).status).toBe(403);
  });

  it('as a workbook has the reader\'s language, what was published, and the places before', async () => {
    const { status, type, name, bytes: file } = await bytes(`${QUARTER}/report.xlsx`, people.inspector);
    expect([status, type, name]).toEqual([200, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', `attachment; filename="${QUARTER}-${place.code}-report-v1.xlsx"`]);
    const { sheets } = await readXlsx(file);
    expect(sheets.slice(0, 2).map(sheet => sheet.name)).toEqual(['Cover', 'Ranking']);
    expect(sheets.filter(sheet => !sheet.name.endsWith('cases'))).toHaveLength(6);
    const [headings, first] = sheets[1]!.rows;
    expect(headings).toContain('Rank 2025-Q2');
    expect([first![headings!.indexOf('Published total')], first![headings!.indexOf('Rank 2025-Q2')]]).toEqual([92.5, 4]);
    expect((await readXlsx((await bytes(`${QUARTER}/report.xlsx`, people.level_3)).bytes)).sheets[0]!.name).toBe('封面');
  });

  it('on paper is a PDF', async () => {
    const { status, type, bytes: file } = await bytes(`${QUARTER}/report.pdf`, people.level_2);
    expect([status, type]).toEqual([200, 'application/pdf']);
    expect(new TextDecoder().decode(file.slice(0, 5))).toBe('%PDF-');
  });

  it('is refused in a sentence where there is none', async () => {
    const { status, errors } = await get('2019-Q1/report.xlsx', people.analyst);
    expect([status, errors[0]!.message]).toEqual([400, '2019年第一季度尚无可查看的排名。']);
    expect((await get('2019-13/report.xlsx', people.analyst)).status).toBe(400);
    expect((await get(`${QUARTER}/report.xlsx`, people.analyst, { version: '9' })).status).toBe(400);
  });
});

describe('a report as a job', () => {
  const order = (who: Account, body: object, code = QUARTER) => wangge.request('POST', `/wangge/assessment/${code}/exports`, { as: who, body: { subdistrict: place.code, ...body } });

  it('is made in the name of whoever asked, lies in the library and is theirs alone', async () => {
    const { status, body } = await order(people.analyst, { document: 'report', format: 'csv' });
    expect(status).toBe(202);
    // Asked for again it is the same.
    expect((await order(people.analyst, { document: 'report', format: 'csv' })).body.data.id).toBe(body.data.id);
    expect((await wangge.cli('wangge', 'make-reports')).code).toBe(0);
    const job = await wangge.request('GET', `/items/assessment_exports/${body.data.id}`, { as: people.analyst });
    expect(job.body.data).toMatchObject({ state: 'done', error: null, done: 5, total: 5, file: body.data.id });
    const file = await fetch(`${wangge.url}/assets/${body.data.id}`, { headers: { Authorization: `Bearer ${people.analyst.token}` } });
    expect(file.status).toBe(200);
    expect(Buffer.from(await file.arrayBuffer()).equals(Buffer.from((await bytes(`${QUARTER}/report.csv`, people.analyst)).bytes))).toBe(true);
    for (const who of [people.inspector, people.level_1, people.nobody]) {
      expect((await wangge.request('GET', `/assets/${body.data.id}`, { as: who })).status).toBe(403);
      expect((await wangge.request('GET', `/items/assessment_exports/${body.data.id}`, { as: who })).status).toBe(403);
    }
    expect(await wangge.db('outbox').where({ dedupe_key: `assessment_exports:${body.data.id}` }).first('recipient', 'subject')).toMatchObject({ recipient: people.analyst.id });
  });

  it('is refused where it could not be made, and nobody writes one', async () => {
    expect((await order(people.analyst, { document: 'bulletin', format: 'xlsx' })).errors[0]!.extensions.code).toBeDefined();
    expect((await order(people.analyst, { document: 'report', format: 'xlsx' }, '2019-Q1')).status).toBe(400);
    for (const [method, path] of [['POST', '/items/assessment_exports'], ['PATCH', `/items/assessment_exports/${randomUUID()}`]] as const)
      expect((await wangge.request(method, path, { as: people.analyst, body: { document: 'report', format: 'xlsx', period: QUARTER, requested_by: people.inspector.id } })).status).toBeOneOf([400, 403]);
    expect((await wangge.request('POST', '/items/assessment_exports', { as: wangge.admin, body: { document: 'report', format: 'xlsx', period: QUARTER, requested_by: people.inspector.id } })).status).toBe(400);
  });
});

describe('the code on a printed report', () => {
  it('opens a page for everybody: digest and version of what was published, nothing of what was not', async () => {
    const page = await fetch(`${wangge.url}/wangge/assessment/check/${place.code}/${QUARTER}/1`, { headers: { 'Accept-Language': 'zh-CN' } });
    expect(page.status).toBe(200);
    const text = await page.text();
    expect(text).toContain('ab'.repeat(32));
    expect(text).toContain('这是最新公布的一版。');
    expect(text).not.toContain('网格001');
    for (const path of [`${place.code}/2025-Q4/1`, `${place.code}/${QUARTER}/2`, `0/${QUARTER}/1`, `${place.code}/${QUARTER}/x`])
      expect((await fetch(`${wangge.url}/wangge/assessment/check/${path}`)).status, path).toBe(404);
  });
});
