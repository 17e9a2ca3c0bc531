/** The grids of a sub-district and their boundaries out of files: as their caller, all or nothing, once; and taken out again. */
import type { Community } from './community.ts';
import type { Account, OwnServer } from './harness.ts';
import { Buffer } from 'node:buffer';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasOffice } from '../machine.ts';
import { zip } from '../rules/zip.ts';
import { peopled } from './community.ts';
import { freshServer } from './harness.ts';

let wangge: OwnServer;
let people: Community;

beforeAll(async () => {
  wangge = await freshServer();
  people = await peopled(wangge);
  await wangge.db('directus_users').where({ id: wangge.admin.id }).update({ language: 'zh-CN' });
});
afterAll(() => wangge.close());

type Row = Record<string, string | number | null>;
const sheetOf = (rows: readonly Row[]): (string | number | null)[][] => {
  const headings = [...new Set(rows.flatMap(row => Object.keys(row)))];
  return [headings, ...rows.map(row => headings.map(heading => row[heading] ?? null))];
};
const workbook = (...rows: Row[]): Promise<Uint8Array> => writeXlsx({ sheets: [{ name: 'x', rows: sheetOf(rows) }] });
const csv = (...rows: Row[]): string => sheetOf(rows).map(row => row.map(cell => cell ?? '').join(',')).join('\r\n');

/** A sub-district without grids. */
async function empty(): Promise<{ id: string; code: string }> {
  const code = String(800_000_000 + Math.floor(Math.random() * 99_999_999));
  return { id: (await wangge.db('subdistricts').insert({ id: wangge.db.raw('gen_random_uuid()'), code, name: `测试街道${code}` }).returning('id'))[0].id, code };
}
const area = (code: string, change: Row = {}): Row => ({ 编码: `${code}L01`, 名称: '东片', 层级: 1, 上级编码: null, 类型: null, 户数: null, 人口: null, 社区单位编码: null, 负责人: null, ...change });
const community = (code: string, nth: number, change: Row = {}): Row => area(code, { 编码: `${code}00${nth}`, 名称: `社区${nth}`, 层级: '二级', 上级编码: `${code}L01`, 户数: 1200, 人口: 3000, ...change });
const patch = (code: string, at: number, nth: number, change: Row = {}): Row => area(code, { 编码: `${code}00${at}${String(nth).padStart(3, '0')}`, 名称: `第${nth}网格`, 层级: 3, 上级编码: `${code}00${at}`, 类型: '基础网格', ...change });
const small = (code: string): Row[] => [patch(code, 1, 1), community(code, 1), patch(code, 1, 2), area(code)];

const box = (x: number, y: number, w: number, h: number): object => {
  const [west, south, cell] = [116.4, 39.9, 0.001];
  return { type: 'Polygon', coordinates: [[[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]].map(([a, b]) => [west + a! * cell, south + b! * cell])] };
};
const collection = (shapes: Record<string, object>, property = 'code'): string =>
  JSON.stringify({ type: 'FeatureCollection', features: Object.entries(shapes).map(([code, geometry]) => ({ type: 'Feature', properties: { [property]: code }, geometry })) });

interface Sent { status: number; body: any; bytes: Uint8Array }
interface Files { grids?: Uint8Array | string | undefined; boundaries?: string }
async function send(subdistrict: string, { grids, boundaries }: Files, query = '', as: Account = wangge.admin): Promise<Sent> {
  const form = new FormData();
  if (grids !== undefined)
    form.append('grids', new Blob([typeof grids === 'string' ? grids : Buffer.from(grids)]), 'grids');
  if (boundaries !== undefined)
    form.append('boundaries', new Blob([boundaries]), 'boundaries.geojson');
  return answered(await fetch(`${wangge.url}/wangge/territory/${subdistrict}/import${query}`, { method: 'POST', headers: { authorization: `Bearer ${as.token}` }, body: form }));
}
const get = async (path: string, as: Account = wangge.admin): Promise<Sent> => answered(await fetch(`${wangge.url}/wangge/territory/${path}`, { headers: { authorization: `Bearer ${as.token}` } }));
async function answered(answer: Response): Promise<Sent> {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return { status: answer.status, bytes, body: answer.headers.get('content-type')?.includes('json') ? JSON.parse(Buffer.from(bytes).toString()) : null };
}
const gridsIn = (subdistrict: string) => wangge.db('grids').where({ subdistrict }).orderBy('code');
/** Where its grids are, as kept for facts of days that are past. */
const spannedIn = (subdistrict: string) => wangge.db('grid_spans').where({ subdistrict, valid_to: null }).orderBy('code').pluck('path');
const faultsOf = (part: any) => part.rows.filter(({ verdict }: any) => verdict === 'error').map(({ row, faults }: any) => [row, ...faults.map(({ field }: any) => field)]);

describe('a workbook of grids', () => {
  it('is tried first and writes nothing; then all of it, in any order; the second time nothing is new', async () => {
    const { id, code } = await empty();
    const grids = await workbook(...small(code));
    const tried = await send(id, { grids }, '?dry_run=true');
    expect(tried.status, JSON.stringify(tried.body)).toBe(200);
    expect(tried.body.data).toMatchObject({ dry_run: true, stored: false, grids: { counts: { new: 4, changed: 0, same: 0, error: 0 } }, boundaries: null });
    expect(await gridsIn(id)).toEqual([]);
    expect(await wangge.db('directus_activity').where({ collection: 'grids', user: wangge.admin.id })).toEqual([]);
    expect((await send(id, { grids })).body.data).toMatchObject({ stored: true, grids: { counts: { new: 4 } } });
    const rows = await gridsIn(id);
    expect(rows.map(row => [row.code, row.level, row.path, row.households, row.kind, row.user_created])).toEqual([
      [`${code}001`, 2, `/${code}L01/${code}001/`, 1200, 'basic', wangge.admin.id],
      [`${code}001001`, 3, `/${code}L01/${code}001/${code}001001/`, null, 'basic', wangge.admin.id],
      [`${code}001002`, 3, `/${code}L01/${code}001/${code}001002/`, null, 'basic', wangge.admin.id],
      [`${code}L01`, 1, `/${code}L01/`, null, 'basic', wangge.admin.id],
    ]);
    expect(await wangge.db('directus_revisions').where({ collection: 'grids' }).whereIn('item', rows.map(row => row.id))).toHaveLength(4);
    expect((await send(id, { grids })).body.data).toMatchObject({ stored: true, grids: { counts: { new: 0, changed: 0, same: 4, error: 0 } } });
    expect(await gridsIn(id)).toEqual(rows);
    expect(await spannedIn(id)).toEqual(rows.map(row => row.path));
  });

  it('changes what is different, empties nothing, and lists what it does not name', async () => {
    const { id, code } = await empty();
    await send(id, { grids: await workbook(...small(code)) });
    const { body } = await send(id, { grids: csv(community(code, 1, { 名称: '新名', 户数: null, 人口: '3,100'.replace(',', '') }), patch(code, 1, 2, { 类型: '专属' })) });
    expect(body.data).toMatchObject({ grids: { counts: { new: 0, changed: 2, same: 0 } }, missing: { count: 2, grids: [{ code: `${code}L01` }, { code: `${code}001001` }] } });
    expect((await gridsIn(id)).map(({ name, households, population, kind, status }) => [name, households, population, kind, status])).toEqual([
      ['新名', 1200, 3100, 'basic', 'active'],
      ['第1网格', null, null, 'basic', 'active'],
      ['第2网格', null, null, 'dedicated', 'active'],
      ['东片', null, null, 'basic', 'active'],
    ]);
  });

  it('with faults of every kind is refused at each cell, and marked', async () => {
    const { id, code } = await empty();
    const other = await empty();
    await send(other.id, { grids: await workbook(area(other.code)) });
    const rows = [
      area(code),
      community(code, 1, { 户数: -1 }),
      community(code, 2, { 上级编码: `${code}L09` }),
      patch(code, 3, 1),
      area(other.code),
      patch(code, 2, 1, { 名称: null, 负责人: 'nobody@example.com' }),
      community(code, 4, { 编码: '12', 类型: '其他' }),
      community(code, 5, { 社区单位编码: 'X9' }),
      community(code, 6, { 上级编码: `${code}006` }),
      area(code),
    ];
    const grids = await workbook(...rows);
    const { status, body } = await send(id, { grids });
    expect(status).toBe(400);
    expect(body.errors[0].message).toContain('9 处');
    expect(faultsOf(body.data.grids).sort((a: any[], b: any[]) => a[0] - b[0])).toEqual([[3, 'households'], [4, 'parent'], [5, 'parent'], [6, 'code'], [7, 'name'], [8, 'kind', 'code'], [9, 'department'], [10, 'parent'], [11, 'code']]);
    expect(await gridsIn(id)).toEqual([]);
    const marked = await send(id, { grids }, '?dry_run=true&marked=true');
    expect(marked.status).toBe(422);
    const { sheets: [sheet] } = await readXlsx(marked.bytes, { readStyles: true });
    expect(sheet!.rows[0]!.at(-1)).toBe('错误说明');
    expect(sheet!.cells?.get(`2,${sheet!.rows[0]!.indexOf('户数')}`)?.comment?.text).toContain('不小于 0');
    // Corrected, it comes back as it is.
    const right = [sheet!.rows[0]!, sheet!.rows[1]!, sheet!.rows[2]!.map((cell, at) => sheet!.rows[0]![at] === '户数' ? 5 : cell)];
    expect((await send(id, { grids: await writeXlsx({ sheets: [{ name: 'x', rows: right }] }) })).body.data).toMatchObject({ stored: true, grids: { counts: { new: 2 }, unknown_columns: [] } });
  });

  it('what the form refuses, a trial refuses at its row', async () => {
    const { id, code } = await empty();
    const field = await wangge.db('directus_fields').where({ collection: 'grids', field: 'name' }).first('id', 'validation');
    await wangge.db('directus_fields').where({ id: field.id }).update({ validation: JSON.stringify({ _and: [{ name: { _neq: '不许' } }] }) });
    await wangge.request('POST', '/utils/cache/clear', { as: wangge.admin, query: { system: '' } });
    try {
      const { body } = await send(id, { grids: await workbook(area(code), community(code, 1, { 名称: '不许' }), patch(code, 1, 1)) }, '?dry_run=true');
      expect(body.data.grids.counts, JSON.stringify(body)).toEqual({ new: 2, changed: 0, same: 0, error: 1 });
      expect(faultsOf(body.data.grids)).toEqual([[3, 'name']]);
    }
    finally {
      await wangge.db('directus_fields').where({ id: field.id }).update({ validation: field.validation === null ? null : JSON.stringify(field.validation) });
      await wangge.request('POST', '/utils/cache/clear', { as: wangge.admin, query: { system: '' } });
    }
  });

  it('does not move a grid in use; one that nobody uses it does', async () => {
    const { id, code } = await empty();
    await send(id, { grids: await workbook(...small(code), community(code, 2)) });
    const to = (nth: number) => workbook(patch(code, 1, nth, { 上级编码: `${code}002` }));
    expect((await send(id, { grids: await to(1) })).body.data, 'unused').toMatchObject({ stored: true, grids: { counts: { changed: 1 } } });
    expect((await gridsIn(id).where({ code: `${code}001001` }).first()).path).toBe(`/${code}L01/${code}002/${code}001001/`);
    expect(await spannedIn(id)).toEqual(await gridsIn(id).pluck('path'));
    await wangge.createUser({ role: 'level_3', posts: [{ grid: (await gridsIn(id).where({ code: `${code}001002` }).first()).id }] });
    const { body } = await send(id, { grids: await to(2) }, '?dry_run=true');
    expect(body.data.grids.rows[0].faults).toMatchObject([{ field: 'parent', text: expect.stringContaining('网格调整') }]);
  });

  it('makes leaders from the day that is given, once, and says who leads already', async () => {
    const { id, code } = await empty();
    const [one, two] = [await wangge.createUser({ role: 'level_3' }), await wangge.createUser({ role: 'level_2' })];
    await wangge.db('directus_users').where({ id: two.id }).update({ external_identifier: 'oa-2', last_name: '李', first_name: '包社' });
    const rows = (leader: string) => workbook(area(code), community(code, 1, { 负责人: 'OA-2', 社区单位编码: null }), patch(code, 1, 1, { 负责人: leader }));
    const grids = await rows(one.email.toUpperCase());
    const posts = () => wangge.db('posts as p').join('grids as g', 'g.id', 'p.grid').where('g.subdistrict', id).orderBy('g.code').select('g.code', 'p.person', 'p.role', wangge.db.raw('p.starts_on::text, p.ends_on::text'));
    expect((await send(id, { grids }, '?dry_run=true&from=2026-02-01')).body.data.grids.counts.new).toBe(3);
    expect(await posts()).toEqual([]);
    expect((await send(id, { grids }, '?from=2026-02-01')).body.data?.stored).toBe(true);
    const made = [{ code: `${code}001`, person: two.id, role: 'leader', starts_on: '2026-02-01', ends_on: null }, { code: `${code}001001`, person: one.id, role: 'leader', starts_on: '2026-02-01', ends_on: null }];
    expect(await posts()).toEqual(made);
    expect((await send(id, { grids })).body.data.grids.counts).toEqual({ new: 0, changed: 0, same: 3, error: 0 });
    const { body } = await send(id, { grids: await rows('oa-2') });
    expect(body.data.grids.rows[0].faults).toMatchObject([{ field: 'leader', text: expect.stringContaining('已有责任人') }]);
    expect(await posts()).toEqual(made);
    expect((await send(id, { grids }, '?from=gestern')).status).toBe(400);
  });

  it('may be CSV in GB18030, and the template with its example', async () => {
    const { id, code } = await empty();
    const gb = iconv.encode(csv(...small(code)), 'gb18030');
    expect((await send(id, { grids: new Uint8Array(gb) })).body.data?.grids.counts.new).toBe(4);
    expect((await gridsIn(id).where({ code: `${code}001` }).first()).name).toBe('社区1');
    const { sheets: [sheet] } = await readXlsx((await get(`${id}/template.xlsx`)).bytes);
    expect(sheet!.rows[0]).toEqual(['编码 *', '名称', '层级', '上级编码', '类型', '户数', '人口', '社区单位编码', '负责人']);
    expect((await send(id, { grids: await writeXlsx({ sheets: [{ name: 'x', rows: sheet!.rows.slice(0, 2) }] }) })).body.errors[0].message).toContain('没有数据');
    await wangge.db('directus_users').where({ id: wangge.admin.id }).update({ language: 'en-US' });
    const english = await readXlsx((await get(`${id}/template.xlsx`)).bytes);
    expect(english.sheets[0]!.rows[0]![0]).toBe('Code *');
    await wangge.db('directus_users').where({ id: wangge.admin.id }).update({ language: 'zh-CN' });
  });
});

describe('boundaries', () => {
  it('come with the grids or alone; overlaps, gaps and what reaches out are told, not refused', async () => {
    const { id, code } = await empty();
    const shapes = { [`${code}L01`]: box(0, 0, 10, 10), [`${code}001`]: box(0, 0, 10, 9), [`${code}001001`]: box(0, 0, 6, 9), [`${code}001002`]: box(5, 0, 6, 9) };
    const files = { grids: await workbook(...small(code)), boundaries: collection(shapes, '编码') };
    const tried = await send(id, files, '?dry_run=true');
    expect(tried.body.data, JSON.stringify(tried.body)).toMatchObject({ grids: { counts: { new: 4 } }, boundaries: { counts: { new: 4, error: 0 } }, warnings: { count: 3 } });
    const cell = 85.3 * 111.2;
    for (const [at, kind, codes, cells] of [[0, 'gap', [`${code}L01`], 10], [1, 'overlap', [`${code}001001`, `${code}001002`], 9], [2, 'outside', [`${code}001002`, `${code}001`], 9]] as const) {
      const warning = tried.body.data.warnings.told[at];
      expect(warning).toMatchObject({ kind, codes, position: [expect.any(Number), expect.any(Number)], text: expect.stringContaining('平方米'), sketch: { pieces: [expect.any(Array)] } });
      expect(warning.area / cell / cells).toBeCloseTo(1, 1);
    }
    expect((await send(id, files)).body.data.stored).toBe(true);
    const rows = await gridsIn(id);
    expect(rows.map(row => row.boundary)).toEqual(rows.map(row => shapes[row.code]));
    const again = await send(id, files);
    expect(again.body.data).toMatchObject({ grids: { counts: { same: 4 } }, boundaries: { counts: { same: 4 } } });
    expect(await gridsIn(id)).toEqual(rows);
    const alone = await send(id, { boundaries: collection({ [`${code}001002`]: box(6, 0, 4, 9) }, 'WGBM') }, '?code_property=WGBM');
    expect(alone.body.data).toMatchObject({ stored: true, grids: null, boundaries: { counts: { changed: 1 } }, missing: { count: 0 }, warnings: { count: 1, told: [{ kind: 'gap' }] } });
    expect(alone.body.data.grids).toBeNull();
  });

  it('at fault are refused with a plain sentence, together with the grids', async () => {
    const { id, code } = await empty();
    const metres = { type: 'Polygon', coordinates: [[[39448000, 4418000], [39448500, 4418000], [39448500, 4418500], [39448000, 4418000]]] };
    const swapped = { type: 'Polygon', coordinates: [[[39.9, 116.4], [39.91, 116.4], [39.91, 116.41], [39.9, 116.4]]] };
    const bow = { type: 'Polygon', coordinates: [[[116, 39], [117, 40], [117, 39], [116, 40], [116, 39]]] };
    const { status, body } = await send(id, { grids: await workbook(...small(code)), boundaries: collection({ [`${code}L01`]: metres, [`${code}001`]: swapped, [`${code}001001`]: bow, [`${code}999`]: box(0, 0, 1, 1) }) });
    expect(status).toBe(400);
    expect(body.data.boundaries.rows.map(({ faults: [fault] }: any) => fault.text)).toEqual([expect.stringContaining('投影坐标'), expect.stringContaining('纬度在前'), expect.stringContaining('自相交叉'), expect.stringContaining(`没有编码为 ${code}999`)]);
    expect(await gridsIn(id)).toEqual([]);
    for (const [boundaries, said] of [['{}', 'FeatureCollection'], ['not json', 'FeatureCollection'], [collection({ 1: box(0, 0, 1, 1) }, 'ID'), '属性有：ID']] as const)
      expect((await send(id, { boundaries }, '?dry_run=true')).body.errors[0].message).toContain(said);
  });
});

describe('a boundary in the form', () => {
  it('is held to the same rules, and stored in the same way', async () => {
    const { id, code } = await empty();
    await send(id, { grids: await workbook(area(code)) });
    const { id: grid } = await wangge.db('grids').where({ code: `${code}L01` }).first('id');
    const save = (boundary: unknown) => wangge.request('PATCH', `/items/grids/${grid}`, { as: wangge.admin, body: { boundary } });
    const [[ring]] = [(box(0, 0, 4, 4) as any).coordinates];
    const dense = Array.from({ length: 6001 }, (_, at) => [116.4 + at % 6000 * 1e-6, 39.9 + (at % 2) * 1e-5]);
    const crossing = [...dense.slice(0, 6000), [116.403, 39.91], [116.403, 39.89], dense[0]];
    for (const [boundary, said] of [
      [{ type: 'Polygon', coordinates: [[[116.4, 39.9], [116.41, 39.91], [116.42, 39.92], [116.4, 39.9]]] }, '没有围住土地'],
      [{ type: 'Polygon', coordinates: [ring, ring] }, '孔洞'],
      [{ type: 'MultiPolygon', coordinates: [[ring], [ring]] }, '互相重叠'],
      [{ ...box(0, 0, 4, 4), crs: { type: 'name', properties: { name: 'GCJ-02' } } }, '偏移坐标'],
      // Long enough to be checked in a thread.
      [{ type: 'Polygon', coordinates: [crossing] }, '自相交叉'],
    ] as const) {
      const { status, body } = await save(boundary);
      expect([status, body.errors?.[0].message]).toEqual([400, expect.stringContaining(said)]);
    }
    expect((await save({ type: 'Polygon', coordinates: [[ring[0], ...ring.toReversed()]] })).status).toBe(200);
    expect((await wangge.db('grids').where({ id: grid }).first('boundary')).boundary).toEqual(box(0, 0, 4, 4));
  });
});

describe('what is there', () => {
  it('comes out as workbook and GeoJSON, and in again as the same', async () => {
    const { id, code } = await empty();
    const person = await wangge.createUser({ role: 'level_3' });
    await send(id, { grids: await workbook(...small(code), patch(code, 1, 3, { 名称: '=1+1', 负责人: person.email, 类型: '专属网格' })), boundaries: collection({ [`${code}001`]: box(0, 0, 10, 9) }) });
    const [sheet, shapes] = [await get(`${id}/export.xlsx`), await get(`${id}/boundaries.geojson`)];
    const { sheets: [read] } = await readXlsx(sheet.bytes);
    expect(read!.rows.at(-1)!.slice(0, 2)).toEqual([`${code}001003`, '\'=1+1']);
    expect(read!.rows.at(-1)!.at(-1)).toBe(person.email);
    expect(shapes.body).toMatchObject({ type: 'FeatureCollection', features: [{ properties: { code: `${code}001`, name: '社区1', level: 2 }, geometry: box(0, 0, 10, 9) }] });
    const { body } = await send(id, { grids: sheet.bytes, boundaries: JSON.stringify(shapes.body) });
    expect(body.data).toMatchObject({ stored: true, grids: { counts: { new: 0, changed: 0, same: 5, error: 0 } }, boundaries: { counts: { same: 1 } }, missing: { count: 0 } });
  });

  it.runIf(hasOffice())('comes back from LibreOffice', async () => {
    const { id, code } = await empty();
    await send(id, { grids: await workbook(...small(code)) });
    const folder = mkdtempSync(join(tmpdir(), 'wangge-office-'));
    const convert = async (from: string, to: string): Promise<Uint8Array> => {
      await promisify(execFile)('soffice', [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', to, '--outdir', folder, join(folder, from)], { timeout: 90_000 });
      return readFileSync(join(folder, `${from.slice(0, from.lastIndexOf('.'))}.${to}`));
    };
    try {
      writeFileSync(join(folder, 'out.xlsx'), (await get(`${id}/export.xlsx`)).bytes);
      writeFileSync(join(folder, 'again.ods'), await convert('out.xlsx', 'ods'));
      expect((await send(id, { grids: await convert('again.ods', 'xlsx') })).body.data?.grids.counts).toEqual({ new: 0, changed: 0, same: 4, error: 0 });
    }
    finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 240_000);
});

describe('whoever brings it in', () => {
  it('may make grids: administrators, and whom they allow; everybody else is refused', async () => {
    const { id, code } = await empty();
    const grids = await workbook(...small(code));
    for (const as of [people.worker, people.level2, people.level1, people.cadre, people.officer, people.dispatcher, people.inspector]) {
      expect((await send(id, { grids }, '?dry_run=true', as)).status).toBe(403);
      expect((await send(id, { grids }, '', as)).status).toBe(403);
      expect((await get(`${id}/template.xlsx`, as)).status).toBe(403);
      expect((await get(`${id}/export.xlsx`, as)).status).toBe(200);
    }
    expect((await send(id, { grids }, '', { token: 'nobody' } as Account)).status).toBe(401);
    expect((await fetch(`${wangge.url}/wangge/territory/${id}/export.xlsx`)).status).toBe(403);
    for (const other of [people.worker.id, 'x'])
      expect((await send(other, { grids })).status).toBe(403);
    expect(await gridsIn(id)).toEqual([]);
    // A role that an administrator lets make grids, but no posts.
    const { policy } = await wangge.db('directus_access as a').join('directus_users as u', 'u.role', 'a.role').where('u.id', people.inspector.id).first('a.policy');
    await wangge.db('directus_permissions').insert({ policy, collection: 'grids', action: 'create', permissions: JSON.stringify({}), validation: JSON.stringify({}), fields: '*' });
    await wangge.request('POST', '/utils/cache/clear', { as: wangge.admin, query: { system: '' } });
    try {
      const refused = await send(id, { grids: await workbook(area(code, { 负责人: people.worker.email })) }, '?dry_run=true', people.inspector);
      expect(refused.body.data?.grids.rows, JSON.stringify(refused.body)).toMatchObject([{ verdict: 'error', faults: [{ field: 'leader' }] }]);
      expect((await send(id, { grids }, '', people.inspector)).body.data).toMatchObject({ stored: true });
      expect(await gridsIn(id)).toMatchObject(Array.from({ length: 4 }, () => ({ user_created: people.inspector.id })));
      const changed = await send(id, { grids: await workbook(area(code, { 名称: '改名' })) }, '?dry_run=true', people.inspector);
      expect(changed.body.data.grids.rows).toMatchObject([{ verdict: 'error', faults: [{ field: null, text: '您没有进行这项更改的权限。' }] }]);
    }
    finally {
      await wangge.db('directus_permissions').where({ policy, collection: 'grids', action: 'create' }).delete();
      await wangge.request('POST', '/utils/cache/clear', { as: wangge.admin, query: { system: '' } });
    }
  });

  it('sends files that are none, too large, too long or made to burst: a sentence, and the server lives', async () => {
    const { id } = await empty();
    const said = async (files: Files) => {
      const { status, body } = await send(id, files, '?dry_run=true');
      expect(status).toBe(400);
      return body.errors[0].message as string;
    };
    expect(await said({})).toContain('30 MB');
    expect(await said({ grids: 'a,b\n1,2' })).toContain('编码');
    expect(await said({ grids: new Uint8Array([80, 75, 3, 4, 5]) })).toContain('无法读取');
    expect(await said({ grids: new Uint8Array(31 * 1024 * 1024) })).toContain('30 MB');
    expect(await said({ grids: `编码\n${Array.from({ length: 10_001 }, (_, at) => at).join('\n')}` })).toContain('10000');
    // Shared strings without end, which say of themselves that they are few; and such as say it openly.
    const relations = (...list: string[]): string => `<Relationships>${list.map(name => `<Relationship Id="${name}" Type="x/${name}" Target="${name}.xml"/>`).join('')}</Relationships>`;
    const parts = Object.entries({
      '_rels/.rels': relations('officeDocument'),
      '_rels/officeDocument.xml.rels': relations('worksheet', 'sharedStrings'),
      'officeDocument.xml': '<workbook><sheets><sheet r:id="worksheet"/></sheets></workbook>',
      'worksheet.xml': '<worksheet><sheetData><row><c t="s"><v>0</v></c></row></sheetData></worksheet>',
    }).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
    const strings = Buffer.alloc(1 << 26, `<si><t>${'x'.repeat(5000)}</t></si>`);
    for (const size of [1000, 1 << 29])
      expect(await said({ grids: zip([...parts, { name: 'sharedStrings.xml', bytes: strings, size }]) })).toContain('无法读取');
    expect((await get(`${id}/template.xlsx`)).status).toBe(200);
  }, 120_000);
});

describe('all or nothing', () => {
  it('killed in the middle nothing remains, and afterwards it goes in', async () => {
    const { id, code } = await empty();
    const rows = [area(code), ...Array.from({ length: 5 }, (_, at) => community(code, at + 1)), ...Array.from({ length: 600 }, (_, at) => patch(code, at % 5 + 1, Math.floor(at / 5) + 1))];
    const grids = await workbook(...rows);
    const sent = send(id, { grids }).catch(() => null);
    for (let waited = 0; waited < 30_000; waited += 50) {
      const { rows } = await wangge.db.raw('select 1 from pg_stat_activity where datname = current_database() and query ilike \'%insert into "grids"%\' and pid <> pg_backend_pid()');
      if (rows.length > 0)
        break;
      await wait(50);
    }
    expect(await gridsIn(id)).toEqual([]);
    await wangge.kill();
    expect(await sent).toBeNull();
    await wait(1000);
    expect(await gridsIn(id)).toEqual([]);
    await wangge.restart();
    expect((await send(id, { grids })).body.data.grids.counts.new).toBe(606);
    expect((await send(id, { grids })).body.data.grids.counts.same).toBe(606);
  }, 240_000);

  it('two at once make each grid once', async () => {
    const { id, code } = await empty();
    const grids = await workbook(...small(code));
    const answers = await Promise.all([send(id, { grids }), send(id, { grids })]);
    expect(answers.map(({ body }) => body.data.grids.counts.new).sort()).toEqual([0, 4]);
    expect(await gridsIn(id)).toHaveLength(4);
  });
});
