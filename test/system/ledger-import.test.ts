/** Ledgers as workbooks: brought in as their caller, all or nothing, once; and taken out again. */
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
import { peopled } from './community.ts';
import { freshServer } from './harness.ts';

let wangge: OwnServer;
let community: Community;
let codes: string[];

beforeAll(async () => {
  wangge = await freshServer();
  community = await peopled(wangge);
  codes = community.place.patches.map(({ code }) => code);
});
afterAll(() => wangge.close());

type Row = Record<string, string | number | null>;
const sheetOf = (rows: readonly Row[]): (string | number | null)[][] => {
  const headings = [...new Set(rows.flatMap(row => Object.keys(row)))];
  return [headings, ...rows.map(row => headings.map(heading => row[heading] ?? null))];
};
const workbook = (...rows: Row[]): Promise<Uint8Array> => writeXlsx({ sheets: [{ name: 'x', rows: sheetOf(rows) }] });
const csv = (...rows: Row[]): string => sheetOf(rows).map(row => row.map(cell => cell ?? '').join(',')).join('\r\n');

/** The digits of an identity number with its check digit. */
function identity(sequence: number, birth = '19800101'): string {
  const digits = `110105${birth}${String(sequence).padStart(3, '0')}`;
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (2 ** (17 - at) % 11), 0);
  return digits + '10X98765432'[sum % 11]!;
}
const resident = (name: string, change: Row = {}): Row => ({ 网格: codes[0]!, 姓名: name, 性别: '男', 出生日期: '1980-01-01', 人口类别: '户籍人口', 现住地址: '幸福路1号院3号楼2单元501', ...change });

interface Sent { status: number; body: any; type: string; bytes: Uint8Array }
async function send(file: Uint8Array | string, { query = '', as = community.worker, set = 'ledger_residents' }: { query?: string; as?: Account; set?: string } = {}): Promise<Sent> {
  const answer = await fetch(`${wangge.url}/wangge/ledgers/${set}/import${query}`, {
    method: 'POST',
    headers: { 'authorization': `Bearer ${as.token}`, 'content-type': typeof file === 'string' ? 'text/csv' : 'application/octet-stream' },
    body: typeof file === 'string' ? file : Buffer.from(file),
  });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const type = answer.headers.get('content-type') ?? '';
  return { status: answer.status, type, bytes, body: type.includes('json') ? JSON.parse(Buffer.from(bytes).toString()) : null };
}
async function get(path: string, as: Account = community.worker): Promise<Sent> {
  const answer = await fetch(`${wangge.url}/wangge/ledgers/${path}`, { headers: { authorization: `Bearer ${as.token}` } });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const type = answer.headers.get('content-type') ?? '';
  return { status: answer.status, type, bytes, body: type.includes('json') ? JSON.parse(Buffer.from(bytes).toString()) : null };
}
const named = (...names: string[]) => wangge.db('ledger_residents').whereIn('name', names).orderBy('name');
const logged = (action: string, person: Account) => wangge.db('ledger_access_log').where({ action, user_created: person.id });

describe('a workbook of entries', () => {
  it('is tried first: a verdict for every row and cell, and nothing is stored', async () => {
    const file = await workbook(resident('试甲'), resident('试乙', { 性别: '未知' }), resident('试丙', { 网格: '没有的网格', 出生日期: '2020-02-30' }), resident('试丁', { 公民身份号码: identity(11), 出生日期: '1981-01-01' }));
    const { status, body } = await send(file, { query: '?dry_run=true' });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.data).toMatchObject({ dry_run: true, stored: false, counts: { new: 1, changed: 0, same: 0, error: 3 } });
    expect(body.data.rows.map((row: any) => [row.row, row.verdict, row.faults.map((fault: any) => fault.field).sort()])).toEqual([
      [3, 'error', ['sex']],
      [4, 'error', ['birth_on', 'grid']],
      [5, 'error', ['birth_on']],
      [2, 'new', []],
    ]);
    expect(body.data.rows[0].faults[0].text).toContain('未知');
    expect(await named('试甲', '试乙', '试丙', '试丁')).toEqual([]);
    const refused = await send(file);
    expect(refused.status).toBe(400);
    expect(refused.body.errors[0].message).toContain('3 行');
    expect(refused.body.data.counts).toEqual({ new: 1, changed: 0, same: 0, error: 3 });
    expect(await named('试甲', '试乙', '试丙', '试丁')).toEqual([]);
    expect(await logged('import', community.worker)).toEqual([]);
  });

  it('comes back with the errors marked, is corrected, and then goes in', async () => {
    const file = await workbook(resident('改甲'), resident('改乙', { 性别: '未知' }));
    const marked = await send(file, { query: '?marked=true' });
    expect(marked.status).toBe(422);
    const { sheets: [sheet] } = await readXlsx(marked.bytes, { readStyles: true });
    const [headings, , wrong] = sheet!.rows;
    expect(headings!.at(-1)).toBe('错误说明');
    expect(wrong!.at(-1)).toContain('未知');
    const at = headings!.indexOf('性别');
    const cell = sheet!.cells?.get(`2,${at}`);
    expect(cell?.style?.fill).toMatchObject({ pattern: 'solid' });
    expect(cell?.comment?.text).toContain('未知');
    wrong![at] = '女';
    const again = await writeXlsx({ sheets: [{ name: 'x', rows: sheet!.rows }] });
    const taken = await send(again);
    expect(taken.body.data, JSON.stringify(taken.body)).toMatchObject({ stored: true, counts: { new: 2 }, unknown_columns: [] });
    expect((await named('改甲', '改乙')).map(({ sex, source, confirmed_by, user_created }) => [sex, source, confirmed_by, user_created])).toEqual([
      ['女', 'import'],
      ['男', 'import'],
    ].map(([sex, source]) => [sex === '女' ? 'female' : 'male', source, community.worker.id, community.worker.id]));
  });

  it('brought in twice leaves the same rows; a changed cell changes its entry, an empty one nothing', async () => {
    const rows = [resident('两甲', { 公民身份号码: identity(21), 联系电话: '13800001111' }), resident('两乙', { 民族: '汉族' })];
    expect((await send(await workbook(...rows))).body.data.counts).toEqual({ new: 2, changed: 0, same: 0, error: 0 });
    const before = await named('两甲', '两乙');
    expect((await send(await workbook(...rows))).body.data.counts).toEqual({ new: 0, changed: 0, same: 2, error: 0 });
    expect(await named('两甲', '两乙')).toEqual(before);
    const { body } = await send(csv({ ...rows[0]!, 联系电话: '13800002222' }, { ...rows[1]!, 民族: null }));
    expect(body.data.counts).toEqual({ new: 0, changed: 1, same: 1, error: 0 });
    expect(body.data.rows.find((row: any) => row.verdict === 'changed').item).toBe(before.find(({ name }) => name === '两甲').id);
    expect((await named('两甲', '两乙')).map(({ phone, nation }) => [phone, nation])).toEqual(expect.arrayContaining([['138****2222', null], [null, '汉族']]));
    expect(await wangge.db('ledger_sealed').where({ item: before.find(({ name }) => name === '两甲').id })).toHaveLength(2);
    const [row] = await named('两甲');
    expect(JSON.stringify(row)).not.toContain(identity(21));
  });

  it('names the same entry once', async () => {
    const { body } = await send(await workbook(resident('同名'), resident('同名')), { query: '?dry_run=true' });
    expect(body.data.rows[0]).toMatchObject({ row: 3, verdict: 'error', faults: [{ text: '与第 2 行重复。' }] });
  });

  it('may be CSV as Chinese spreadsheets save it, and may keep the example', async () => {
    const { bytes } = await get('ledger_residents/template.xlsx');
    const { sheets: [sheet] } = await readXlsx(bytes);
    expect(sheet!.rows[1]![0]).toMatch(/^【示例】/);
    const rows = sheetOf([resident('模板')]);
    const filled = [sheet!.rows[0]!, sheet!.rows[1]!, sheet!.rows[0]!.map(heading => rows[1]![rows[0]!.indexOf(String(heading).replace(' *', ''))] ?? null)];
    expect((await send(await writeXlsx({ sheets: [{ name: 'x', rows: filled }] }))).body.data?.counts).toEqual({ new: 1, changed: 0, same: 0, error: 0 });
    expect((await send(await writeXlsx({ sheets: [{ name: 'x', rows: filled.slice(0, 2) }] }))).body.errors[0].message).toContain('没有数据');
    const gb = iconv.encode(csv(resident('国标')), 'gb18030');
    expect((await send(new Uint8Array(gb))).body.data?.counts).toEqual({ new: 1, changed: 0, same: 0, error: 0 });
    for (const body of ['a,b\n1,2', new Uint8Array([80, 75, 1, 2, 3])])
      expect((await send(body)).body.errors[0].extensions.code).toBe('WANGGE_REFUSED');
  });

  it('is read by what offices call its columns, which administrators add to; what is left out stands first', async () => {
    await wangge.request('POST', '/items/heading_synonyms', { as: wangge.admin, body: { heading: '居民大名', means: '姓名' } });
    const row = (name: string, more: Row = {}): Row => ({ 所属网格: codes[0]!, 居民大名: name, 性别: '男', 出生日期: '19800101', 人口类别: '户籍人口', 住址: '幸福路1号院', id: 7, ...more });
    const { body } = await send(await writeXlsx({ sheets: [{ name: '说明', rows: [['填表说明']] }, { name: '名单', rows: [['登记表'], ...sheetOf([row('同义甲', { 手机号: '13800004444' }), row('同义乙', { 住址: '#REF!' })])] }] }), { query: '?dry_run=true' });
    expect(body.data, JSON.stringify(body)).toMatchObject({ counts: { new: 1, error: 1 }, unknown_columns: ['id'], source: { sheet: '名单', heading_row: 2, sheets_not_read: ['说明'] } });
    expect(body.data.rows[0]).toMatchObject({ row: 4, faults: [{ field: 'address', text: '“现住地址”是公式错误 #REF!，请改正公式，或直接填写内容。' }] });
    expect(body.data.notes).toEqual(['以下列没有对应的项目，不会导入：id。', '读取的是工作表“名单”，表头在第 2 行。', '未读取工作表“说明”。', '按同义表头读取：“所属网格”作为“网格”，“居民大名”作为“姓名”，“住址”作为“现住地址”，“手机号”作为“联系电话”。']);
    expect((await wangge.request('GET', '/items/heading_synonyms', { as: community.worker })).status).toBe(403);
  });

  it('finds the people and entries that it names', async () => {
    await send(await workbook(resident('孤老', { 公民身份号码: identity(31, '19400101'), 出生日期: '1940-01-01' }), resident('重名', { 出生日期: '1941-01-01' }), resident('重名', { 出生日期: '1942-01-01' })));
    const [elder] = await named('孤老');
    const set = 'ledger_elderly';
    const line = (said: string): Row => ({ 网格: codes[0]!, 居民: said, 类型: '高龄、独居', 紧急联系人: '王五', 紧急联系电话: '13800003333', 探访频次: '每周' });
    const tried = await send(await workbook(line('孤老'), line('重名'), line('查无此人')), { set, query: '?dry_run=true' });
    expect(tried.body.data?.rows.map((row: any) => [row.row, row.verdict]), JSON.stringify(tried.body)).toEqual([[3, 'error'], [4, 'error'], [2, 'new']]);
    expect(tried.body.data.rows[0].faults[0].text).toContain('公民身份号码');
    expect((await send(await workbook(line(identity(31, '19400101'))), { set })).body.data.counts.new).toBe(1);
    expect(await wangge.db(set).where({ grid: community.place.patches[0].id })).toMatchObject([{ person: elder.id, kinds: ['aged', 'alone'] }]);
    // As an export writes it.
    expect((await send(await workbook(line(`孤老（${elder.identity_number}）`)), { set })).body.data.counts.same).toBe(1);
    const { sheets: [sheet] } = await readXlsx((await get(`${set}/export.xlsx`)).bytes);
    expect(sheet!.rows[1]![sheet!.rows[0]!.indexOf('居民')]).toBe(`孤老（${elder.identity_number}）`);
    expect(sheet!.rows[1]![sheet!.rows[0]!.indexOf('类型')]).toBe('高龄、独居');
    // By the number too, nobody is found who is out of sight.
    const elsewhere = await send(await workbook({ ...line(identity(31, '19400101')), 网格: codes[2]! }), { set, as: community.stranger, query: '?dry_run=true' });
    expect(elsewhere.body.data.rows[0]).toMatchObject({ verdict: 'error', faults: [{ field: 'person' }] });
  });
});

describe('whoever brings it in', () => {
  it('writes in their own territory alone', async () => {
    const { body } = await send(await workbook(resident('界内'), resident('界外', { 网格: codes[2]! }), resident('旁边', { 网格: codes[1]! }), resident('上级', { 网格: community.place.communities[0].code })), { query: '?dry_run=true' });
    expect(body.data.rows.map((row: any) => [row.row, row.verdict])).toEqual([[3, 'error'], [4, 'error'], [5, 'error'], [2, 'new']]);
    // The same name elsewhere: the one where they work.
    await wangge.db('grids').whereIn('id', [community.place.patches[0].id, community.place.patches[2].id]).update({ name: `同名网格${community.place.code}` });
    const byName = await send(await workbook(resident('同名格', { 网格: `同名网格${community.place.code}` })));
    expect(byName.body.data?.stored, JSON.stringify(byName.body)).toBe(true);
    expect(await named('同名格')).toMatchObject([{ grid: community.place.patches[0].id }]);
  });

  it('cannot change another\'s entry by its key or its number, nor what the system keeps', async () => {
    await send(await workbook(resident('邻人', { 网格: codes[2]!, 公民身份号码: identity(41) })), { as: community.stranger });
    const [theirs] = await named('邻人');
    const byKey = await send(await workbook(resident('冒名', { 公民身份号码: identity(41) })));
    expect(byKey.status).toBe(400);
    expect(byKey.body.data.rows[0].faults[0].text).toContain('已经登记过');
    const byId = await send(await workbook({ 系统编号: theirs.id, 姓名: '冒名' }));
    expect(byId.body.data.rows[0].faults).toMatchObject([{ field: 'id' }]);
    const forged = await send(await workbook(resident('伪造', { 核实日期: '2030-01-01', confirmed_by: community.stranger.id, entry_key: 'x', grid_path: '/', user_created: community.stranger.id })));
    expect(forged.body.data.unknown_columns).toEqual(expect.arrayContaining(['confirmed_by', 'entry_key', 'grid_path', 'user_created']));
    expect(await named('邻人', '冒名')).toEqual([theirs]);
    expect(await named('伪造')).toMatchObject([{ confirmed_by: community.worker.id, user_created: community.worker.id, grid_path: community.place.patches[0].path }]);
    expect((await named('伪造'))[0].confirmed_on < '2030').toBe(true);
  });

  it('needs the permission to create and to change, of the collection and of its fields', async () => {
    for (const as of [community.cadre, community.officer, community.dispatcher, community.inspector]) {
      const { status, body } = await send(await workbook(resident('无权', { 网格: codes[0]! })), { as });
      expect([status, body.data?.counts.error], JSON.stringify(body)).toEqual([400, 1]);
    }
    expect((await fetch(`${wangge.url}/wangge/ledgers/ledger_residents/import`, { method: 'POST', body: 'x' })).status).toBe(403);
    expect((await send('x', { set: 'directus_users' })).status).toBe(403);
    expect(await named('无权')).toEqual([]);
    // An administrator has narrowed what may be written.
    const before = await wangge.db('directus_permissions').where({ collection: 'ledger_residents', action: 'create' });
    try {
      await wangge.db('directus_permissions').where({ collection: 'ledger_residents', action: 'create' }).update({ fields: 'grid,name,name_masked,sex,birth_on,residence,address,source' });
      await wangge.request('POST', '/utils/cache/clear', { as: wangge.admin, query: { system: '' } });
      expect((await send(await workbook(resident('限甲'), resident('限乙', { 民族: '汉族' })), { query: '?dry_run=true' })).body.data.rows.map((row: any) => [row.row, row.verdict])).toEqual([[3, 'error'], [2, 'new']]);
      await wangge.db('directus_permissions').where({ collection: 'ledger_residents', action: 'create' }).update({ fields: '*', validation: JSON.stringify({ name: { _neq: '不许' } }) });
      await wangge.request('POST', '/utils/cache/clear', { as: wangge.admin, query: { system: '' } });
      expect((await send(await workbook(resident('许可'), resident('不许')), { query: '?dry_run=true' })).body.data.rows.map((row: any) => [row.row, row.verdict])).toEqual([[3, 'error'], [2, 'new']]);
    }
    finally {
      for (const { id, fields, validation } of before)
        await wangge.db('directus_permissions').where({ id }).update({ fields, validation: validation === null ? null : JSON.stringify(validation) });
      await wangge.request('POST', '/utils/cache/clear', { as: wangge.admin, query: { system: '' } });
    }
  });
});

describe('all or nothing', () => {
  const many = (size: number, prefix: string): Row[] => Array.from({ length: size }, (_, at) => resident(`${prefix}${at}`));
  const count = async (prefix: string): Promise<number> => Number((await wangge.db('ledger_residents').whereLike('name', `${prefix}%`).count().first())!.count);

  it('two at once take in the rows once', async () => {
    const file = await workbook(...many(300, '并发'));
    const answers = await Promise.all([send(file), send(file), send(file)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.reduce((sum, { body }) => sum + body.data.counts.new, 0)).toBe(300);
    expect(await count('并发')).toBe(300);
  });

  it('a fault in the last of many rows leaves none', async () => {
    const { body } = await send(await workbook(...many(2500, '末错'), resident('末错', { 性别: '?' })));
    expect(body.data.counts).toEqual({ new: 2500, changed: 0, same: 0, error: 1 });
    expect(await count('末错')).toBe(0);
  });

  it('killed in the middle nothing remains, and afterwards it goes in', async () => {
    const file = await workbook(...many(12_000, '中断'));
    const sent = send(file).catch(() => null);
    // Rows are being written, and nobody sees them.
    for (let waited = 0; waited < 30_000; waited += 50) {
      const { rows } = await wangge.db.raw('select 1 from pg_stat_activity where datname = current_database() and query ilike \'%insert into "ledger_residents"%json_populate%\' and pid <> pg_backend_pid()');
      if (rows.length > 0)
        break;
      await wait(50);
    }
    expect(await count('中断')).toBe(0);
    await wangge.kill();
    expect(await sent).toBeNull();
    await wait(1000);
    expect(await count('中断')).toBe(0);
    expect(Number((await wangge.db('ledger_changes').whereRaw('changes ->> \'name\' like \'中断%\'').count().first())!.count)).toBe(0);
    await wangge.restart();
    expect((await send(file)).body.data.counts.new).toBe(12_000);
    expect((await send(file)).body.data.counts.same).toBe(12_000);
    expect(await count('中断')).toBe(12_000);
    const { sheets: [sheet] } = await readXlsx((await get('ledger_residents/export.xlsx?filter={"name":{"_starts_with":"中断"}}')).bytes);
    expect(sheet!.rows).toHaveLength(12_002);
  }, 240_000);
});

describe('an export', () => {
  const DANGEROUS = ['=1+1', '+1+cmd|\' /C calc\'!A0', '-2+3', '@SUM(1)', '\t=1+1'];

  it('is what its reader may see: own rows, masked, with words for codes; and it is logged', async () => {
    await send(await workbook(resident('出甲', { 公民身份号码: identity(51), 联系电话: '13900001234' })));
    const { status, bytes } = await get('ledger_residents/export.xlsx?filter={"name":{"_starts_with":"出"}}');
    expect(status).toBe(200);
    const { sheets: [sheet] } = await readXlsx(bytes);
    const [headings, row, remark] = sheet!.rows;
    const cell = (heading: string): unknown => row![headings!.indexOf(heading)];
    expect([cell('姓名'), cell('性别'), cell('人口类别'), cell('网格编码'), cell('公民身份号码'), cell('联系电话')]).toEqual(['出甲', '男', '户籍人口', codes[0], expect.stringMatching(/^110105\*{8}/), '139****1234']);
    expect(cell('出生日期')).toEqual(new Date('1980-01-01T00:00:00Z'));
    expect(remark![0]).toMatch(/^※ 共导出 1 条（一次最多导出 50000 条）/);
    expect(JSON.stringify(sheet!.rows)).not.toContain(identity(51));
    expect(await logged('export', community.worker).where({ collection: 'ledger_residents' })).toContainEqual(expect.objectContaining({ rows: 1, fields: expect.arrayContaining(['name', 'phone']) }));
    const strange = await readXlsx((await get('ledger_residents/export.xlsx', community.stranger)).bytes);
    expect(JSON.stringify(strange.sheets[0]!.rows)).not.toContain('出甲');
    // Whoever may not be logged exports nothing.
    expect((await get('ledger_residents/export.xlsx', community.inspector)).status).toBe(403);
    await wangge.db('ledger_datasets').where({ collection: 'ledger_residents' }).update({ export_allowed: false });
    expect((await get('ledger_residents/export.xlsx')).status).toBe(400);
    await wangge.db('ledger_datasets').where({ collection: 'ledger_residents' }).update({ export_allowed: true });
  });

  it('edited and brought in again changes what was edited', async () => {
    const { bytes } = await get('ledger_residents/export.xlsx?filter={"name":{"_starts_with":"出"}}');
    const { sheets: [sheet] } = await readXlsx(bytes);
    const file = () => writeXlsx({ sheets: [{ name: 'x', rows: sheet!.rows }] });
    expect((await send(await file())).body.data?.counts).toEqual({ new: 0, changed: 0, same: 1, error: 0 });
    sheet!.rows[1]![sheet!.rows[0]!.indexOf('民族')] = '满族';
    expect((await send(await file())).body.data?.counts).toEqual({ new: 0, changed: 1, same: 0, error: 0 });
    expect(await named('出甲')).toMatchObject([{ nation: '满族', identity_number: expect.stringContaining('*') }]);
  });

  it.runIf(hasOffice())('computes nothing in LibreOffice, not as CSV either, and comes back from there', async () => {
    const rows = DANGEROUS.map((text, at) => resident(`算${at}`, { 工作单位: text, 备注: `x${text.trim()}` }));
    const sent = await send(await workbook(...rows));
    expect(sent.body.data?.stored, JSON.stringify(sent.body)).toBe(true);
    const { bytes } = await get('ledger_residents/export.xlsx?filter={"name":{"_starts_with":"算"}}&sort=name');
    const folder = mkdtempSync(join(tmpdir(), 'wangge-office-'));
    const convert = async (from: string, to: string): Promise<Uint8Array> => {
      await promisify(execFile)('soffice', [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', to, '--outdir', folder, join(folder, from)], { timeout: 60_000 });
      return readFileSync(join(folder, `${from.slice(0, from.lastIndexOf('.'))}.${to.split(':')[0]}`));
    };
    try {
      writeFileSync(join(folder, 'export.xlsx'), bytes);
      const text = Buffer.from(await convert('export.xlsx', 'csv:Text - txt - csv (StarCalc):44,34,76')).toString();
      for (const danger of DANGEROUS)
        expect(text).toContain(`'${danger.trim()}`);
      // A spreadsheet that opens the CSV has nothing to compute.
      expect(text).not.toMatch(/(?:^|,)"?[=@]/m);
      writeFileSync(join(folder, 'back.xlsx'), bytes);
      writeFileSync(join(folder, 'again.ods'), await convert('back.xlsx', 'ods'));
      const back = await convert('again.ods', 'xlsx');
      const answer = await send(new Uint8Array(back));
      expect(answer.body.data?.counts, JSON.stringify(answer.body)).toEqual({ new: 0, changed: 0, same: DANGEROUS.length, error: 0 });
    }
    finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 180_000);
});
