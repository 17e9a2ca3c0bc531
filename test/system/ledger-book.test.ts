/** The paper ledger: what stands in it, who may print it, its versions, what its codes lead to, and books of many grids as a job. */
import type { Community } from './community.ts';
import type { Account } from './harness.ts';
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkDigit } from '../../extensions/wangge/src/kernel/identity-number-rules.ts';
import { peopled } from './community.ts';
import { server } from './harness.ts';
import { pagesOf } from './pdf.ts';

const wangge = await server();
const { db } = wangge;
const RESIDENTS = 'ledger_residents';
const ELDERLY = 'ledger_elderly';
let people: Community;
let patch: string;

const rule = ({ errors }: { errors: { extensions: Record<string, unknown> }[] }) => errors[0]?.extensions.rule ?? errors[0]?.extensions.code;
const post = (as: Account | null, path: string, body: unknown) => wangge.request('POST', path, { as, body });

async function entry(collection: string, values: object, as: Account = people.worker): Promise<string> {
  const { status, body } = await post(as, `/items/${collection}`, values);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data.id;
}

const resident = (name: string, more: object = {}) => ({ grid: patch, name, residence: 'registered', address: '和平路1号院3号楼2单元501', birth_on: '1950-02-03', sex: 'female', phone: '13812345678', household_no: 'H-4711', ...more });

async function book(as: Account | null, grid = patch): Promise<{ status: number; pdf: Buffer; headers: Headers }> {
  const response = await fetch(`${wangge.url}/wangge/ledgers/${grid}/book.pdf`, { headers: as === null ? {} : { authorization: `Bearer ${as.token}` } });
  return { status: response.status, pdf: Buffer.from(await response.arrayBuffer()), headers: response.headers };
}

async function expectForbidden(asked: ReturnType<typeof book>): Promise<void> {
  const { status, pdf } = await asked;
  expect(status, pdf.toString('utf8', 0, 300)).toBe(403);
}

const prints = (grid = patch) => db('ledger_prints').where({ grid }).orderBy('version').select('id', 'version', 'printed_by', 'entries', 'file', 'job');
const page = async (print: string, collection: string, language = 'zh-CN') => {
  const response = await fetch(`${wangge.url}/wangge/ledgers/sheet/${print}/${collection}`, { headers: { 'accept-language': language } });
  return { status: response.status, html: await response.text(), headers: response.headers };
};

beforeAll(async () => {
  people = await peopled(wangge);
  patch = people.place.patches[0].id;
  await db('subdistricts').where({ id: people.place.id }).update({ supervision_phone: '010-84210001' });
});

describe('a book', () => {
  let id: string;
  let pages: string[];
  let widow: string;

  beforeAll(async () => {
    widow = await entry(RESIDENTS, resident('李秀英', { identity_number: `11010519500203002${checkDigit('11010519500203002')}`, birth_on: undefined, sex: undefined }));
    await entry(RESIDENTS, resident('王大力', { address: '和平路1号院3号楼1单元101' }));
    await entry(ELDERLY, { grid: patch, person: widow, kinds: ['alone', 'aged'], contact: '赵小兰', contact_phone: '13987654321', frequency: 'weekly' });
    const { status, pdf, headers } = await book(people.worker);
    expect(status, pdf.toString('utf8', 0, 300)).toBe(200);
    expect(headers.get('content-type')).toContain('application/pdf');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    id = (await prints())[0].id;
    pages = await pagesOf(pdf);
  });

  it('has a cover, contents with the right pages, page numbers and the version on every page', () => {
    const flat = (text: string | undefined): string => (text ?? '').replaceAll(/\s+/g, ' ');
    expect(flat(pages[0])).toMatch(/网格台账.*联系电话 010-84210001.*第 ?1 ?版/);
    pages.forEach((text, at) => {
      expect(flat(text)).toContain(`第 ${at + 1} 页 共 ${pages.length} 页`);
      expect(flat(text)).toMatch(/第 ?1 ?版/);
    });
    const line = /居民 (\d+) (\d+)/.exec(flat(pages[1]))!;
    expect(line[1]).toBe('2');
    expect(flat(pages[Number(line[2]) - 1])).toMatch(/居民 共 ?2 ?条/);
    expect(flat(pages.at(-1))).toContain('打印及交回登记');
  });

  it('shows people masked, words instead of codes, nothing of sensitive sets', async () => {
    const text = pages.join('\n').replaceAll(/\s+/g, ' ');
    for (const secret of ['李秀英', '王大力', '赵小兰', '501', '13812345678', '19500203', 'H-4711', 'alone'])
      expect(text).not.toContain(secret);
    for (const shown of ['李**', '王**', '赵**', '和平路1号院3号楼***', '138****5678', '独居、高龄', '每周'])
      expect(text).toContain(shown);
    const sensitive: string[] = await db('ledger_datasets').where({ sensitivity: 'sensitive' }).pluck('name');
    expect(sensitive.length).toBeGreaterThan(0);
    for (const name of sensitive)
      expect(text).not.toContain(name);
  });

  it('is put into the register and the log', async () => {
    const [first] = await prints();
    expect(first).toMatchObject({ version: 1, printed_by: people.worker.id, file: null, job: null });
    expect(first.entries).toMatchObject({ [RESIDENTS]: 2, [ELDERLY]: 1 });
    expect(await db('ledger_access_log').where({ grid: patch, action: 'print' }).first('user_created', 'rows')).toEqual({ user_created: people.worker.id, rows: 3 });
  });

  it('tells by its codes what has changed since, in counts only', async () => {
    expect((await page(id, RESIDENTS)).html).toMatch(/打印后没有变动[\s\S]*这是最新一版[\s\S]*第 1 版/);
    const added = await entry(RESIDENTS, resident('孙新来', { birth_on: '1990-01-01' }));
    await wangge.request('PATCH', `/items/${RESIDENTS}/${added}`, { as: people.worker, body: { remark: '补登' } });
    await wangge.request('PATCH', `/items/${RESIDENTS}/${widow}`, { as: people.worker, body: { phone: '13700001111' } });
    // Of another grid, and one that leaves for there.
    await entry(RESIDENTS, resident('周外人', { grid: people.place.patches[2].id, birth_on: '1991-01-01' }), people.stranger);
    await db(RESIDENTS).where({ grid: patch, name: '王大力' }).update({ grid: people.place.patches[1].id });
    const { status, html, headers } = await page(id, RESIDENTS);
    expect(status).toBe(200);
    expect(html).toContain('打印后有 3 条新增或变更');
    expect(html).not.toMatch(/孙新来|李秀英|138\*/);
    expect(headers.get('content-security-policy')).toContain('default-src \'none\'');
    expect((await page(id, ELDERLY)).html).toContain('打印后没有变动');
    expect((await page(id, RESIDENTS, 'en-GB')).html).toContain('3 entries are new or have changed');
    await db(RESIDENTS).where({ name: '王大力' }).update({ grid: patch });
    expect((await book(people.worker)).status).toBe(200);
    expect((await page(id, RESIDENTS)).html).toContain('已有更新的第 2 版');
  });

  it('leads nowhere with an id or a set that was not printed', async () => {
    for (const [print, collection] of [[randomUUID(), RESIDENTS], ['x', RESIDENTS], [id, 'directus_users'], [id, 'ledger_disabled_persons'], [`${id}'`, RESIDENTS]] as const)
      expect((await page(print, collection)).status).toBe(404);
    const style = /href="\.\.\/(style-[\da-f]+\.css)"/.exec((await page(id, RESIDENTS)).html)![1];
    expect((await fetch(`${wangge.url}/wangge/ledgers/sheet/${style}`)).status).toBe(200);
  });
});

describe('who may print', () => {
  it('whoever reads the entries of the grid; nobody else', async () => {
    const before = await prints();
    for (const person of [people.stranger, people.inspector, people.dispatcher, people.officer, null])
      await expectForbidden(book(person));
    expect(await prints()).toEqual(before);
    for (const person of [people.level2, people.level1, people.cadre])
      expect((await book(person)).status).toBe(200);
    expect(await prints()).toHaveLength(before.length + 3);
  });

  it('an office prints the sets that it uses, and the book says what is missing', async () => {
    const { id: dataset } = await db('ledger_datasets').where({ collection: 'ledger_facilities' }).first('id');
    await db('ledger_datasets_departments').insert({ id: randomUUID(), ledger_datasets_id: dataset, departments_id: people.place.office.id });
    await entry('ledger_facilities', { grid: patch, name: '健身路径', group: 'environment', kind: 'fitness', condition: 'intact' });
    const { status, pdf } = await book(people.officer);
    expect(status).toBe(200);
    expect(Object.keys((await prints()).at(-1).entries)).toEqual(['ledger_facilities']);
    const text = (await pagesOf(pdf))[1]!.replaceAll(/\s+/g, '');
    expect(text).toMatch(/未列入本册：.*居民/);
    await db('ledger_datasets_departments').where({ departments_id: people.place.office.id }).delete();
  });

  it('a community is no patch, and what is no grid is not found', async () => {
    const { body } = await wangge.request('GET', `/wangge/ledgers/${people.place.communities[0].id}/book.pdf`, { as: people.level2 });
    expect(body.errors[0].extensions.rule).toBe('print_not_patch');
    expect((await book(people.worker, randomUUID())).status).toBe(403);
    expect((await book(people.worker, 'x')).status).toBe(403);
  });

  it('an empty grid has a book for its own people only', async () => {
    const empty = people.place.patches[3].id;
    await expectForbidden(book(people.worker, empty));
    expect((await book(people.level1, empty)).status).toBe(200);
    expect((await prints(empty)).map(({ version }) => version)).toEqual([1]);
  });
});

describe('versions', () => {
  it('count on without gap when many print at once', async () => {
    const before = (await prints()).length;
    const made = await Promise.all(Array.from({ length: 6 }, (_, at) => book(at % 2 === 0 ? people.worker : people.level2)));
    expect(made.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 200));
    expect((await prints()).map(({ version }) => version)).toEqual(Array.from({ length: before + 6 }, (_, at) => at + 1));
  });

  it('thousands of residents; the server answers meanwhile', async () => {
    const grid = people.place.patches[1].id;
    await db.raw(`
      insert into ledger_residents (id, grid, name, name_masked, address, residence, state, source, date_created)
      select gen_random_uuid(), ?, '陈' || n, '陈*', '和平路' || n || '号院3号楼2单元501', 'registered', 'current', 'import', now() from generate_series(1, 3000) n`, [grid]);
    const ended = new AbortController();
    const slowest = (async () => {
      let most = 0;
      while (!ended.signal.aborted) {
        const began = performance.now();
        await fetch(`${wangge.url}/server/ping`);
        most = Math.max(most, performance.now() - began);
        await delay(50);
      }
      return most;
    })();
    const { status, pdf } = await book(people.level2, grid);
    ended.abort();
    expect(status).toBe(200);
    expect(await slowest).toBeLessThan(1500);
    const pages = await pagesOf(pdf);
    expect(pages.length).toBeGreaterThan(100);
    expect(pages.join('\n')).toMatch(/\n\s*3000\s+陈/);
  });
});

describe('returns', () => {
  it('are filled in by people, not before the print, not by others; nothing else changes', async () => {
    expect((await book(people.worker)).status).toBe(200);
    const [first] = await prints();
    const said = (as: Account, body: object) => wangge.request('PATCH', `/items/ledger_prints/${first.id}`, { as, body });
    expect(rule(await said(people.worker, { returned_on: '2020-01-01' }))).toBe('print_returned_early');
    expect(rule(await said(people.worker, { returned_on: '2199-01-01' }))).toBe('print_returned_future');
    await expect(db('ledger_prints').where({ id: first.id }).update({ returned_on: '2020-01-01' })).rejects.toThrow('before it was printed');
    const { today } = (await db.raw('select wangge_today()::text as today')).rows[0];
    expect((await said(people.stranger, { returned_on: today })).status).toBe(403);
    expect((await said(people.level2, { returned_on: today, return_note: '完好' })).status).toBe(200);
    expect(await db('ledger_prints').where({ id: first.id }).first('returned_on', 'returned_to', 'return_note')).toEqual({ returned_on: today, returned_to: people.level2.id, return_note: '完好' });
    expect(rule(await said(wangge.admin, { version: 99 }))).toBe('print_managed');
    expect(rule(await wangge.request('DELETE', `/items/ledger_prints/${first.id}`, { as: wangge.admin }))).toBe('print_kept');
    expect(rule(await post(wangge.admin, '/items/ledger_prints', { grid: patch, version: 1, printed_at: `${today}T00:00:00Z` }))).toBe('print_kept');
    const { pdf } = await book(people.worker);
    const last = (await pagesOf(pdf)).slice(-2).join('');
    expect(last).toMatch(new RegExp(`第 ?1 ?版.*${today}.*完好`));
  });
});

describe('books of a community', () => {
  const job = (id: string) => db('ledger_print_jobs').where({ id }).first('state', 'done', 'total', 'error', 'requested_by', 'grid_path');

  it('are printed in the name of whoever asks, into the library, and they are told', async () => {
    const asked = await post(people.level2, '/wangge/ledgers/books', { grid: people.place.communities[0].id });
    expect(asked.status, JSON.stringify(asked.body)).toBe(202);
    const { id } = asked.body.data;
    const { code, stdout } = await wangge.cli('wangge', 'print-books');
    expect(code, stdout).toBe(0);
    expect(await job(id)).toEqual({ state: 'done', done: 2, total: 2, error: null, requested_by: people.level2.id, grid_path: people.place.communities[0].path });
    const made = await db('ledger_prints').where({ job: id }).select('id', 'file', 'printed_by', 'grid');
    expect(made.map(({ grid }) => grid).toSorted()).toEqual(people.place.patches.slice(0, 2).map(one => one.id).toSorted());
    for (const { id: print, file, printed_by } of made) {
      expect(file).toBe(print);
      expect(printed_by).toBe(people.level2.id);
      const response = await fetch(`${wangge.url}/assets/${file}`, { headers: { authorization: `Bearer ${people.level2.token}` } });
      expect(response.status).toBe(200);
      expect((await response.text()).slice(0, 5)).toBe('%PDF-');
      expect((await fetch(`${wangge.url}/assets/${file}`, { headers: { authorization: `Bearer ${people.stranger.token}` } })).status).toBe(403);
    }
    expect(await db('directus_files as f').join('directus_folders as d', 'd.id', 'f.folder').whereIn('f.id', made.map(({ file }) => file)).pluck('d.name')).toEqual(['台账打印本', '台账打印本']);
    expect(await db('outbox').where({ dedupe_key: `ledger_books:${id}` }).first('recipient', 'link')).toEqual({ recipient: people.level2.id, link: `/content/ledger_print_jobs/${id}` });
    expect((await wangge.request('GET', `/items/ledger_print_jobs/${id}`, { as: people.level2 })).status).toBe(200);
    expect((await wangge.request('GET', `/items/ledger_print_jobs/${id}`, { as: people.stranger })).status).toBe(403);
  });

  it('of grids that are not theirs are not printed', async () => {
    expect((await post(people.inspector, '/wangge/ledgers/books', { grid: people.place.communities[0].id })).status).toBe(403);
    expect((await post(null, '/wangge/ledgers/books', { grid: people.place.communities[0].id })).status).toBe(403);
    expect(rule(await post(people.worker, '/wangge/ledgers/books', { grid: randomUUID() }))).toBe('print_grid_unknown');
    const { body } = await post(people.worker, '/wangge/ledgers/books', { grid: people.place.communities[0].id });
    await wangge.cli('wangge', 'print-books');
    const said = await job(body.data.id);
    expect(said).toMatchObject({ state: 'done', done: 1 });
    expect(said.error).toContain('无权打印');
  });

  it('killed at any moment, the job goes on where it was and prints nothing twice', async () => {
    const { body } = await post(people.level1, '/wangge/ledgers/books', { grid: people.place.area.id });
    const { id } = body.data;
    const files = await db('directus_files').count({ count: '*' }).first();
    const killed = wangge.spawnCli('wangge', 'print-books');
    const ended = new Promise(done => killed.once('close', done));
    await expect.poll(() => db('ledger_prints').where({ job: id }).pluck('id'), { timeout: 40_000, interval: 20 }).not.toHaveLength(0);
    killed.kill('SIGKILL');
    await ended;
    expect((await job(id)).state).toBe('running');
    const [one, two] = await Promise.all([wangge.cli('wangge', 'print-books'), wangge.cli('wangge', 'print-books')]);
    expect([one.code, two.code]).toEqual([0, 0]);
    expect(await job(id)).toMatchObject({ state: 'done', done: 4, total: 4, error: null });
    const made = await db('ledger_prints').where({ job: id }).select('grid', 'file');
    expect(new Set(made.map(({ grid }) => grid)).size).toBe(4);
    expect(made.every(({ file }) => file !== null)).toBe(true);
    expect(Number((await db('directus_files').count({ count: '*' }).first())!.count)).toBe(Number(files!.count) + 4);
  });

  it('what cannot be stored is tried again, the job is the same when asked for again, and nothing half stays in the register', async () => {
    const asked = () => post(people.level2, '/wangge/ledgers/books', { grid: people.place.communities[0].id });
    const { id } = (await asked()).body.data;
    const uploads = String(wangge.environment.STORAGE_LOCAL_ROOT);
    renameSync(uploads, `${uploads}-away`);
    // Where the folder was, nothing can be stored.
    writeFileSync(uploads, '');
    try {
      expect((await wangge.cli('wangge', 'print-books')).code).toBe(0);
    }
    finally {
      rmSync(uploads);
      renameSync(`${uploads}-away`, uploads);
    }
    const waiting = await db('ledger_print_jobs').where({ id }).first('state', 'done', 'attempts', 'next_at', 'error');
    expect(waiting).toMatchObject({ state: 'queued', done: 0, attempts: 1, next_at: expect.any(String), error: expect.stringContaining('文件库暂时不能写入') });
    expect(await db('ledger_prints').where({ job: id })).toEqual([]);
    expect((await asked()).body.data.id).toBe(id);
    await wangge.cli('wangge', 'print-books');
    expect(await job(id)).toMatchObject({ state: 'done', done: 2, total: 2, error: null });
    expect((await asked()).body.data.id).not.toBe(id);
    await wangge.cli('wangge', 'print-books');
  });
});
