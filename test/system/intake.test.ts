/** Work orders out of a workbook, and likely duplicates before a report. */
import type { Knex } from 'knex';
import type { Community } from './community.ts';
import type { Account, Server } from './harness.ts';
import { Buffer } from 'node:buffer';
import process from 'node:process';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { SIMILAR_SQL, similarBindings } from '../../extensions/wangge/src/handling/intake/similar-issues-store.ts';
import { bookOf, letters, workbook as rawWorkbook, sheetOf } from '../rules/xlsx-files.ts';
import { peopled, reported } from './community.ts';
import { openDatabase } from './database.ts';
import { server } from './harness.ts';
import { cloneDatabase, dropDatabase } from './stage.ts';

let wangge: Server;
let community: Community;

beforeAll(async () => {
  wangge = await server();
  community = await peopled(wangge);
});

const HEADINGS = ['工单编号', '来源', '标题', '内容', '类别', '网格', '地址', '诉求人', '电话', '来件时间', '办理时限', '迟到来件', '紧急程度', '保密'];
const order = (number: string, change: Record<string, string> = {}): string[] => {
  const row: Record<string, string> = { 工单编号: number, 来源: '热线转办', 内容: '路灯不亮', 类别: 'street_lamp', 网格: community.place.patches[0].code, 诉求人: '李四', 电话: '13800000000', 来件时间: '2026-03-04 09:30', ...change };
  return HEADINGS.map(heading => row[heading] ?? '');
};
const workbook = (...rows: string[][]): Promise<Uint8Array> => writeXlsx({ sheets: [{ name: '工单', rows: [HEADINGS, ...rows] }] });
const csv = (...rows: string[][]): string => [HEADINGS, ...rows].map(row => row.join(',')).join('\r\n');

async function send(body: Uint8Array | string | FormData, query = '', as: Account = community.dispatcher): Promise<{ status: number; body: any }> {
  const headers: Record<string, string> = { 'authorization': `Bearer ${as.token}`, 'accept-language': 'zh-CN', ...body instanceof FormData ? {} : { 'content-type': typeof body === 'string' ? 'text/csv' : 'application/octet-stream' } };
  const answer = await fetch(`${wangge.url}/wangge/issues/import${query}`, { method: 'POST', headers, body: body instanceof Uint8Array ? Buffer.from(body) : body });
  return { status: answer.status, body: await answer.json() };
}
const stored = (...numbers: string[]) => wangge.db('issues').whereIn('external_no', numbers);

describe('a workbook of work orders', () => {
  it('is tried first: a verdict for every row and cell, and nothing is stored', async () => {
    const numbers = ['T-1', 'T-2', 'T-3', 'T-4'].map(number => `${community.place.code}-${number}`) as [string, string, string, string];
    const file = await workbook(order(numbers[0]), order(numbers[1], { 类别: '没有的' }), order(numbers[2], { 网格: '000' }), order(numbers[3], { 来源: '巡查发现', 内容: '' }));
    const { status, body } = await send(file, '?dry_run=true');
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.data).toMatchObject({ dry_run: true, stored: false, counts: { new: 1, already: 0, error: 3 } });
    expect(body.data.rows.map((row: any) => [row.row, row.verdict, row.faults.map((fault: any) => fault.column)])).toEqual([
      [2, 'new', []],
      [3, 'error', ['category']],
      [4, 'error', ['grid']],
      [5, 'error', ['description', 'source']],
    ]);
    expect(body.data.rows[1].faults[0].text).toContain('没有的');
    expect(await stored(...numbers)).toEqual([]);
    const refused = await send(file);
    expect(refused.status).toBe(400);
    expect(refused.body.errors[0].message).toContain('3 行');
    expect(refused.body.data.counts.error).toBe(3);
    expect(await stored(...numbers)).toEqual([]);
  });

  it('is taken in by the rules of every report, and once only', async () => {
    const numbers = ['A-1', 'A-2'].map(number => `${community.place.code}-${number}`) as [string, string];
    const file = await workbook(order(numbers[0], { 办理时限: '2099-03-10', 紧急程度: '紧急' }), order(numbers[1], { 保密: '是', 来源: '上级交办' }));
    const { status, body } = await send(file);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.data).toMatchObject({ stored: true, counts: { new: 2, already: 0, error: 0 } });
    const issues = await stored(...numbers).orderBy('external_no');
    expect(issues).toMatchObject([
      { source: 'hotline', severity: 'urgent', grid: community.place.patches[0].id, reporter: community.dispatcher.id, contact_name: '李四', occurred_at: '2026-03-04T01:30:00.000Z', external_due_at: '2099-03-10T10:00:00.000Z' },
      { source: 'superior', confidential: true, contact_name: null },
    ]);
    expect(issues.map(({ number }) => number)).toEqual(body.data.rows.map((row: any) => row.issue.number));
    expect(await wangge.db('issue_deadlines').where({ issue: issues[0].id, kind: 'external' })).toHaveLength(1);
    expect(await wangge.db('outbox').where({ event: 'report', link: `/content/issues/${issues[0].id}` })).not.toEqual([]);

    const more = await workbook(order(numbers[0]), order(`${numbers[0]}-new`));
    const again = await send(more);
    expect(again.body.data).toMatchObject({ stored: true, counts: { new: 1, already: 1, error: 0 } });
    expect(again.body.data.rows[0].issue).toEqual({ id: issues[0].id, number: issues[0].number });
    expect(await send(more)).toMatchObject({ body: { data: { counts: { new: 0, already: 2, error: 0 } } } });
  });

  it('sent twice at the same time is taken in once', async () => {
    const number = `${community.place.code}-R-1`;
    const file = await workbook(order(number), order(`${number}b`));
    const answers = await Promise.all([send(file), send(file), send(file)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.reduce((sum, { body }) => sum + body.data.counts.new, 0)).toBe(2);
    expect(await stored(number, `${number}b`)).toHaveLength(2);
  });

  it('may be CSV, as Chinese spreadsheets save it too, or come with a form', async () => {
    const number = `${community.place.code}-C`;
    expect((await send(csv(order(`${number}1`)))).body.data?.counts).toEqual({ new: 1, already: 0, error: 0 });
    // 工单编号,来源,内容,网格 and 热线转办 in GB18030.
    const gb = Buffer.concat([Buffer.from('b9a4b5a5b1e0bac52cc0b4d42c'.replace('d42c', 'd4b42c'), 'hex'), Buffer.from('c4dac8dd2ccdf8b8f10d0a', 'hex'), Buffer.from(`${number}2,`), Buffer.from('c8c8cfdfd7aab0ec2c', 'hex'), Buffer.from(`lamp,${community.place.patches[0].code}\r\n`)]);
    expect((await send(new Uint8Array(gb))).body.data?.counts).toEqual({ new: 1, already: 0, error: 0 });
    const form = new FormData();
    form.append('file', new Blob([Buffer.from(await workbook(order(`${number}3`)))]), 'orders.xlsx');
    expect((await send(form)).body.data?.counts).toEqual({ new: 1, already: 0, error: 0 });
  });

  it('as a platform exports it: its own headings, a title above, merged cells, moments with their zone', async () => {
    const number = `${community.place.code}-X`;
    const rows: string[][] = [['工单台账'], ['工单号', '诉求来源', '诉求内容', '所属网格', '受理时间', '办结时限', '手机号', '是否保密'], [`${number}1`, '热线转办', '路灯不亮', community.place.patches[0].code, '2026-03-05T08:30:00+08:00', '2099年3月5日', '13800000000', '是'], [`${number}2`, '热线转办', '井盖破损', community.place.patches[0].code, '20260305083000', '2099/3/5', '13800000001', '']];
    const xml = rows.map((cells, row) => `<row r="${row + 1}">${cells.map((text, at) => text === '' ? '' : `<c r="${letters(at)}${row + 1}" t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`).join('');
    const { status, body } = await send(new Uint8Array(rawWorkbook({ sheet: sheetOf(xml).replace('</sheetData>', '</sheetData><mergeCells><mergeCell ref="H3:H4"/></mergeCells>'), book: bookOf() })));
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.data.source).toMatchObject({ heading_row: 2, merged_rows: [4] });
    expect(body.data.notes.join('')).toContain('“受理时间”作为“来件时间”');
    expect(await stored(`${number}1`, `${number}2`).orderBy('external_no')).toMatchObject([{ confidential: true, contact_phone: null, occurred_at: '2026-03-05T00:30:00.000Z' }, { confidential: true, contact_phone: null, occurred_at: '2026-03-05T00:30:00.000Z' }]);
  });

  it('says at its cell what cannot be: due before it came in, a place in no grid, an error instead of yes or no', async () => {
    const number = `${community.place.code}-N`;
    const past = csv(order(`${number}1`, { 来件时间: '', 办理时限: '2025-12-04' }), order(`${number}2`, { 办理时限: '2026-03-03' }), order(`${number}3`, { 保密: '#N/A' }), order(`${number}5`, { 办理时限: '2026-03-05' }), order(`${number}6`, { 办理时限: '2025-12-04', 迟到来件: '是' }), order(`${number}7`, { 办理时限: '2099-12-04', 迟到来件: '是' }));
    const { body } = await send(past, '?dry_run=true');
    expect(body.data.rows.map((row: any) => row.faults.map((fault: any) => fault.column))).toEqual([['external_due_at'], ['external_due_at'], ['confidential'], ['external_due_at'], [], ['arrived_late']]);
    expect(body.data.rows[0].faults[0].text).toContain('“办理时限”已过');
    const place = await send(`工单编号,来源,内容,经度,纬度\n${number}4,热线转办,路灯不亮,10.5,20.25`, '?dry_run=true');
    expect(place.body.data.rows[0].faults).toEqual([{ column: 'longitude', text: expect.stringContaining('经度 10.5、纬度 20.25 不在任何网格的边界内') }]);
  });

  it('runs with the rights of whoever sends it', async () => {
    const number = `${community.place.code}-P`;
    const far = await wangge.createSubdistrict();
    const strange = await send(await workbook(order(`${number}1`, { 网格: far.patches[0].code })), '?dry_run=true');
    expect(strange.body.data.rows[0]).toMatchObject({ verdict: 'error', faults: [{ column: 'grid' }] });
    const analyst = await wangge.createUser({ role: 'analyst' });
    expect((await send(await workbook(order(`${number}2`)), '?dry_run=true', analyst)).body.data.rows[0].verdict).toBe('error');
    expect((await send(await workbook(order(`${number}3`)), '', analyst)).status).toBe(400);
    // Level 3 takes in for its own patch, and for no other.
    const own = await send(await workbook(order(`${number}4`), order(`${number}5`, { 网格: community.place.patches[2].code })), '?dry_run=true', community.worker);
    expect(own.body.data.rows.map((row: any) => row.verdict)).toEqual(['new', 'error']);
    expect((await fetch(`${wangge.url}/wangge/issues/import`, { method: 'POST', body: 'x' })).status).toBe(403);
    expect(await stored(...[1, 2, 3, 4, 5].map(n => `${number}${n}`))).toEqual([]);
  });

  it('has a template in the language of the reader; what is no workbook is refused in words', async () => {
    const answer = await fetch(`${wangge.url}/wangge/issues/import/template.xlsx`, { headers: { authorization: `Bearer ${community.dispatcher.token}` } });
    expect(answer.headers.get('content-type')).toContain('spreadsheetml');
    const { sheets } = await readXlsx(new Uint8Array(await answer.arrayBuffer()));
    expect(sheets[0]!.rows[0]!.slice(0, 2)).toEqual(['工单编号', '来源']);
    for (const body of ['', 'a,b\n1,2', new Uint8Array([80, 75, 1, 2, 3])]) {
      const refused = await send(body);
      expect([refused.status, refused.body.errors[0].extensions.code]).toEqual([400, 'WANGGE_REFUSED']);
    }
  });
});

describe('likely duplicates', () => {
  const ask = (as: Account, body: object) => wangge.request('POST', '/wangge/issues/similar', { as, body });
  let question: object;
  let open: string;
  let secret: string;

  beforeAll(async () => {
    const at = { type: 'Point', coordinates: [116.35, 39.94] };
    question = { category: community.category, grid: community.place.patches[0].id, location: { type: 'Point', coordinates: [116.3505, 39.94] }, description: '楼道里堆着杂物，邻居之间起了争执' };
    open = await reported(wangge, community, { location: at, grid: community.place.patches[0].id });
    await reported(wangge, community, { grid: community.place.patches[0].id, category: (await wangge.db('issue_categories').where({ code: 'street_lamp' }).first('id')).id });
    // In the next community, fifty metres away.
    const answer = await wangge.request('POST', '/items/issues', { as: community.stranger, body: { description: '楼道堆放杂物', category: community.category, location: at, grid: community.place.patches[2].id } });
    secret = answer.body.data.id;
  });

  it('are told of with number and title as far as the caller may read them, otherwise counted', async () => {
    const { status, body } = await ask(community.worker, question);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.data.duplicates).toMatchObject([{ id: open, status: 'assigned', number: expect.any(String), metres: expect.any(Number) }]);
    expect(body.data.duplicates[0].likeness).toBeGreaterThanOrEqual(0.5);
    expect(body.data.hidden).toEqual({ duplicates: 1, repeats: 0 });
    expect(JSON.stringify(body)).not.toContain(secret);
    expect((await ask(community.dispatcher, question)).body.data.duplicates.map((one: any) => one.id).sort()).toEqual([open, secret].sort());
    expect((await ask(community.dispatcher, { ...question, location: null, grid: community.place.patches[3].id })).body.data.duplicates).toEqual([]);
    expect((await wangge.request('POST', '/wangge/issues/similar', { body: question })).status).toBe(403);
    expect((await ask(community.worker, {})).status).toBe(400);
  });

  it('of the last hour, of the same category in the same grid, are asked about, whatever the words, as far as whoever reports may read them', async () => {
    const { place, category } = community;
    const asked = async (as: Account, grid: string, of = category) => (await ask(as, { category: of, grid, description: '完全另外的一句话' })).body.data.asked;
    const other = (await wangge.db('issue_categories').whereNotNull('parent').whereNot({ id: category }).whereNot({ code: 'street_lamp' }).first('id')).id;
    expect([await asked(community.worker, place.patches[0].id), await asked(community.worker, place.patches[0].id, other), await asked(community.worker, place.patches[1].id), await asked(community.worker, place.patches[2].id)])
      .toEqual([true, false, false, false]);
    expect(await asked(community.dispatcher, place.patches[2].id)).toBe(true);
    await wangge.db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('issues').where({ id: secret }).update({ reported_at: new Date(Date.now() - 61 * 60_000) });
    });
    expect(await asked(community.dispatcher, place.patches[2].id)).toBe(false);
    const said = (same_event: unknown) => wangge.request('POST', '/items/issues', { as: community.worker, body: { description: '又一处', category: other, grid: place.patches[0].id, same_event }, query: { fields: 'id,same_event' } });
    expect(await said('perhaps')).toMatchObject({ status: 400, errors: [{ extensions: { field: 'same_event' } }] });
    const { body } = await said('no');
    expect(body.data.same_event).toBe('no');
    // It is said with the report, and not afterwards.
    expect((await wangge.request('PATCH', `/items/issues/${body.data.id}`, { as: community.worker, body: { same_event: 'yes' } })).status).toBeGreaterThanOrEqual(400);
  });

  it('once closed they are repeats, which a report may name', async () => {
    const repeat = (id: string) => wangge.request('POST', '/items/issues', { as: community.worker, body: { description: '又堆了', category: community.category, grid: community.place.patches[0].id, repeat_of: id }, query: { fields: 'id,repeat_of' } });
    expect(await repeat(open)).toMatchObject({ status: 400, errors: [{ extensions: { field: 'repeat_of' } }] });
    await wangge.db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('issues').where({ id: open }).update({ status: 'closed', closed_at: new Date() });
    });
    const { body } = await ask(community.worker, question);
    expect([body.data.duplicates, body.data.repeats.map((one: any) => one.id)]).toEqual([[], [open]]);
    expect((await repeat(open)).body.data?.repeat_of).toBe(open);
  });
});

describe('on grown tables', () => {
  const name = `similar_${process.pid}`;
  let db: Knex;

  beforeAll(async () => {
    const stage = inject('stage');
    await cloneDatabase(stage, name);
    db = openDatabase({ ...stage.postgres, name }, 1);
    await db.transaction(async trx => trx.raw(`
      set local session_replication_role = replica;
      insert into issues (id, number, title, description, category, grid, grid_path, location, status, scope, reported_at, closed_at, event_seq, event_hash)
      select gen_random_uuid(), 'S' || n, '路灯', '路灯不亮', (select id from issue_categories order by code offset n % 30 limit 1), md5('g' || n % 2000)::uuid, '/x/',
        json_build_object('type', 'Point', 'coordinates', json_build_array(116 + random() * 0.4, 39.7 + random() * 0.4)),
        case when n % 20 = 0 then 'handling' else 'closed' end, 'community', now() - random() * interval '300 days', now() - random() * interval '200 days', 1, ''
      from generate_series(1, 100000) n`));
    await db.raw('analyze');
  }, 120_000);
  afterAll(async () => {
    await db?.destroy();
    await dropDatabase(inject('stage'), name);
  });

  it('issues are found by place and by grid, none is read through', async () => {
    const { category, grid } = await db('issues').first('category', 'grid');
    const bindings = similarBindings({ category, grid, location: { coordinates: [116.2, 39.9] }, now: new Date().toISOString() });
    const plan = await db.raw(`explain (format text) ${SIMILAR_SQL}`, bindings as Record<string, string>);
    const lines: string[] = plan.rows.map((row: Record<string, string>) => row['QUERY PLAN']);
    expect(lines.filter(line => /Seq Scan on issues\b/.test(line))).toEqual([]);
    expect(lines.join('\n')).toMatch(/issues_place/);
    expect(lines.join('\n')).toMatch(/issues_grid/);
    const started = performance.now();
    for (let use = 0; use < 20; use++)
      await db.raw(SIMILAR_SQL, bindings as Record<string, string>);
    process.stdout.write(`similar issues among 100,000: ${((performance.now() - started) / 20).toFixed(2)} ms\n`);
  });
});
