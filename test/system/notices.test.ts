/** The public page as a stranger meets it: what is shown, what is not, what an answer does. */
import type { IncomingMessage } from 'node:http';
import type { Community } from './community.ts';
import type { Answer, OwnServer } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listQueries } from '../../extensions/wangge/src/disclosure/public-store.ts';
import { NO_SEARCH } from '../../extensions/wangge/src/disclosure/search-rules.ts';
import { peopled } from './community.ts';
import { freshServer } from './harness.ts';
import { closedIssue, insertEvent, publishedNotice } from './notice-rows.ts';

let wangge: OwnServer;
let here: Community;

beforeAll(async () => {
  // Behind one proxy: a test says who asks.
  wangge = await freshServer({ environment: { IP_TRUST_PROXY: 'true' } });
  here = await peopled(wangge);
});
afterAll(async () => await wangge?.close());

const get = (path: string, headers: Record<string, string> = {}): Promise<Answer<string>> => wangge.request<string>('GET', path, { headers });
const titles = (page: string): string[] => [...page.matchAll(/<h3><a href="[^"]*">([^<]*)<\/a><\/h3>/g)].map(match => match[1]!);
const hrefOf = (page: string, rel: 'next' | 'prev'): string | null => new RegExp(`rel="${rel}" href="([^"]*)"`).exec(page)?.[1]?.replaceAll('&amp;', '&') ?? null;

/** Not by `fetch`, which asks for a fresh copy of its own accord. */
async function statusWith(path: string, headers: Record<string, string>): Promise<number> {
  const [response] = await once(request(`${wangge.url}${path}`, { headers }).end(), 'response') as [IncomingMessage];
  response.resume();
  return response.statusCode!;
}

let clients = 0;
async function answer(notice: string, form: Record<string, string>, { from = `10.0.${++clients >> 8}.${clients & 255}`, headers = {} }: { from?: string; headers?: Record<string, string> } = {}): Promise<{ status: number; text: string; location: string | null; cache: string | null }> {
  const response = await fetch(`${wangge.url}/notices/${notice}/feedback`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual', headers: { 'x-forwarded-for': from, ...headers } });
  return { status: response.status, text: await response.text(), location: response.headers.get('location'), cache: response.headers.get('cache-control') };
}

describe('the list', () => {
  it('is searched, filtered and leafed through without a gap or a repetition', async () => {
    const { communities, patches } = here.place;
    const [lamp, road] = await Promise.all(['street_lamp', 'road_surface'].map(async code => (await wangge.db('issue_categories').where({ code }).first('id')).id));
    const moment = Date.parse('2026-03-10T02:00:00.000Z');
    for (let n = 0; n < 45; n++)
      await publishedNotice(wangge.db, { grid: patches[n % 2 === 0 ? 0 : 2], category: n % 3 === 0 ? road : lamp, title: `第${n}件`, published_at: new Date(moment - Math.floor(n / 2) * 60_000), description: n === 7 ? '井盖松动' : '路灯不亮' });

    const seen: string[] = [];
    const back: string[] = [];
    let path: string | null = '/notices?month=2026-03';
    let last = '';
    while (path !== null) {
      const { status, body } = await get(path);
      expect(status).toBe(200);
      seen.push(...titles(body));
      last = path;
      path = hrefOf(body, 'next');
    }
    expect(seen).toHaveLength(45);
    expect(new Set(seen).size).toBe(45);
    for (let at: string | null = last; at !== null;) {
      const { body } = await get(at);
      back.unshift(...titles(body));
      at = hrefOf(body, 'prev');
    }
    expect([...new Set(back)]).toEqual(seen);

    expect(titles((await get(`/notices?grid=${communities[1].id}&month=2026-03`)).body)).toHaveLength(20);
    expect(titles((await get(`/notices?category=${road}&month=2026-03`)).body)).toHaveLength(15);
    const root = (await wangge.db('issue_categories').where({ code: 'municipal' }).first('id')).id;
    expect(titles((await get(`/notices?category=${root}&month=2026-03`)).body)).toHaveLength(20);
    expect(titles((await get('/notices?q=井盖松')).body)).toEqual(['第7件']);
    for (const q of ['井盖 第7', '第7　松动', '第７件,井盖', '井 盖'])
      expect(titles((await get(`/notices?q=${encodeURIComponent(q)}`)).body), q).toEqual(['第7件']);
    expect(titles((await get('/notices?q=井盖+路灯不亮&month=2026-03')).body)).toEqual([]);
    expect(titles((await get('/notices?q=%25')).body)).toEqual([]);
    expect(titles((await get('/notices?q=盖&month=2026-03')).body)).toEqual(['第7件']);
    expect((await get('/notices?q=没有这样的事')).body).toContain('没有符合条件的公示');
    expect(titles((await get('/notices?month=2026-02')).body)).toEqual([]);
    for (const nonsense of ['?grid=x&category=%00&month=2026-99&before=1_2', `?grid=${randomUUID()}&lang=xx`, '?q[]=1&q[]=2', `?q=${'长'.repeat(500)}`, '?q=%00', '?q=%0B%E2%80%8B'])
      expect((await get(`/notices${nonsense}`)).status).toBe(200);
  });

  it('finds several words by the index of their pairs', async () => {
    // Of a few notices any index is as good: the others are gone for the question.
    const [, rare] = listQueries({ ...NO_SEARCH, q: '路灯 ＡＢ 北' }, null, null, null);
    let plan = '';
    await wangge.db.transaction(async (trx) => {
      await trx.raw('set local enable_seqscan = off');
      await trx.raw('drop index disclosures_shown, disclosures_shown_grid, disclosures_shown_category, disclosures_counted');
      const { rows } = await trx.raw<{ rows: Record<string, string>[] }>(`explain ${rare!.sql}`, rare!.bindings as never);
      plan = rows.map(row => row['QUERY PLAN']).join('\n');
      await trx.rollback();
    }).catch(() => {});
    expect(plan).toMatch(/disclosures_shown_words/);
    expect(plan).toMatch(/Index Cond: .*wangge_bigrams.*@>/);
  });

  it('is escaped, framed by no other page, without scripts, and in the reader’s language', async () => {
    await publishedNotice(wangge.db, { grid: here.place.patches[0], title: '<script>alert(1)</script>', description: '"><img src=x onerror=alert(1)>' });
    const { body, headers } = await get('/notices');
    expect(body).toContain('&lt;script&gt;');
    expect(body).not.toMatch(/<script|<img src=x/);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('content-security-policy')).not.toContain('script-src');
    expect(headers.get('set-cookie')).toBeNull();
    expect(headers.get('cache-control')).toContain('max-age');
    expect(await statusWith('/notices', { 'if-none-match': headers.get('etag')! })).toBe(304);
    expect(body).toContain('<html lang="zh-CN">');
    expect((await get('/notices', { 'accept-language': 'en-GB,en' })).body).toContain('<html lang="en-US">');
    const english = (await get('/notices?lang=en-US')).body;
    expect(english).toContain('Results of reported problems');
    expect(english).toMatch(/href="\/notices\/[0-9a-f-]{36}\?lang=en-US"/);
  });

  it('counts by month and community what is not shown itself', async () => {
    const place = await wangge.createSubdistrict();
    for (const [patch, mode, n] of [[0, 'count_only', 3], [1, 'individual', 2], [2, 'count_only', 1]] as const) {
      for (let i = 0; i < n; i++)
        await publishedNotice(wangge.db, { grid: place.patches[patch], mode, reason: mode === 'count_only' ? 'dispute' : null, description: mode === 'count_only' ? '两户居民争执的经过' : '路灯不亮' });
    }
    const { body } = await get(`/notices/counts?subdistrict=${place.id}`);
    const rows = [...body.matchAll(/<th scope="row">.*?<\/th><td>(\d+)<\/td><td>(\d+)<\/td><td>(\d+)<\/td>/g)].map(match => match.slice(1).map(Number));
    expect(rows).toEqual([[2, 3, 5], [0, 1, 1], [2, 4, 6]]);
    expect((await get('/notices?q=争执的经过')).body).not.toContain('争执的经过</p>');
    const { id } = await wangge.db('disclosures').where({ mode: 'count_only' }).first('id');
    expect((await get(`/notices/${id}`)).status).toBe(404);
  });

  it('is a feed, too', async () => {
    const { body, headers } = await get(`/notices/feed.xml?grid=${here.place.communities[0].id}`);
    expect(headers.get('content-type')).toContain('application/rss+xml');
    expect(body).toContain('<rss version="2.0"');
    expect(body.match(/<item>/g)!.length).toBeGreaterThan(20);
    expect(body).toContain('<![CDATA[<script>alert(1)</script>]]>');
  });
});

describe('a notice', () => {
  it('says what was reported and done, by whom, and how long it took; nothing else', async () => {
    const { db } = wangge;
    const { issue, notice } = await publishedNotice(db, {
      grid: here.place.patches[0],
      department: here.place.office.id,
      description: '主路路面塌陷',
      result: '已回填压实。',
      columns: { contact_name: '某人甲', contact_phone: '13800138000', address: '秘密地址' },
    });
    const limit = { policy: null, working_days: 3, clock_hours: null, warn_working_hours: 8, close_of_business: '18:00', calendar_version: (await db('calendar_versions').whereNotNull('published_on').orderBy('published_on', 'desc').first('version')).version };
    await db('issue_deadlines').where({ issue }).update({
      state: 'met',
      met_at: '2026-03-06T02:00:00.000Z',
      certificate: JSON.stringify({ limit, started_at: '2026-03-03T02:00:00.000Z', pauses: [], extensions: [1], original_due_at: '2026-03-06T10:00:00.000Z', due_at: '2026-03-09T10:00:00.000Z', provisional: false }),
    });
    const { status, body, headers } = await get(`/notices/${notice}`);
    expect(status).toBe(200);
    for (const text of ['主路路面塌陷', '已回填压实', 'office B01', '3 个工作日（时限 4 个工作日）', '按期'])
      expect(body).toContain(text);
    for (const secret of ['某人甲', '13800138000', '秘密地址', issue])
      expect(body).not.toContain(secret);
    expect(headers.get('cache-control')).toBe('no-cache');
  });

  it('that is unknown, a draft or over its time is not shown; one that was withdrawn says so', async () => {
    const { db } = wangge;
    const [grid] = here.place.patches;
    const draft = await closedIssue(db, { grid });
    const shown = await publishedNotice(db, { grid, description: '撤下前的内容' });
    const over = await publishedNotice(db, { grid, description: '过期的内容', shown_until: '2020-01-01' });
    const reopened = await publishedNotice(db, { grid, description: '重办前的内容' });
    await insertEvent(db, shown.issue, 'withdraw_disclosure', { note: '内容有误' });
    await insertEvent(db, reopened.issue, 'reopen', { to_status: 'handling' });
    for (const path of [draft.notice, randomUUID(), 'nonsense', `${draft.notice}/photos/1`])
      expect((await get(`/notices/${path}`)).status).toBe(404);
    for (const { notice } of [shown, over, reopened]) {
      const { status, body } = await get(`/notices/${notice}`);
      expect(status).toBe(410);
      expect(body).not.toMatch(/前的内容|过期的内容|内容有误/);
    }
    expect(titles((await get('/notices?q=的内容')).body)).toEqual([]);
    expect(await db('disclosures').where({ id: reopened.notice }).first('state', 'withdrawn_reason')).toEqual({ state: 'withdrawn', withdrawn_reason: '退回重办' });
    // Done again, it is drafted again, from what was done last.
    await insertEvent(db, reopened.issue, 'handle', { result: '第二次办理' });
    await insertEvent(db, reopened.issue, 'close', { decided: { disclosure: { mode: 'individual', reason: null } } });
    expect(await db('disclosures').where({ id: reopened.notice }).first('state', 'result', 'published_at')).toEqual({ state: 'draft', result: '第二次办理', published_at: null });
  });

  it('loses its texts with a redaction', async () => {
    const { issue, notice } = await publishedNotice(wangge.db, { grid: here.place.patches[0], description: '须清除的内容' });
    await insertEvent(wangge.db, issue, 'redact', {});
    expect(await wangge.db('disclosures').where({ id: notice }).first('state', 'title', 'summary', 'result')).toEqual({ state: 'withdrawn', title: null, summary: null, result: null });
  });
});

describe('photographs', () => {
  it('are written anew, without place and camera, only while cleared and shown; the original is for nobody (T22)', async () => {
    const { db } = wangge;
    const image = await sharp({ create: { width: 2400, height: 1200, channels: 3, background: '#3366aa' } })
      .withExif({ IFD0: { Make: 'SecretCamera' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '39/1 54/1 0/1' } })
      .jpeg()
      .toBuffer();
    expect(image.includes('SecretCamera')).toBe(true);
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(image)], { type: 'image/jpeg' }), 'photo.jpg');
    const { body } = await wangge.request('POST', '/files', { as: here.worker, body: form });
    const file: string = body.data.id;
    const { issue, notice } = await closedIssue(db, { grid: here.place.patches[0], department: here.place.communityDepartments[0].id, files: [file] });
    expect(await db('disclosures_files').where({ disclosures_id: notice }).pluck('directus_files_id')).toEqual([file]);

    const photo = (): Promise<Response> => fetch(`${wangge.url}/notices/${notice}/photos/1`);
    expect((await photo()).status).toBe(404);
    const cleared = await wangge.request('PATCH', `/items/disclosures/${notice}`, { as: here.cadre, body: { photos_cleared: true } });
    expect(cleared.status).toBe(200);
    expect((await photo()).status).toBe(404);
    await insertEvent(db, issue, 'disclose', { decided: { shown_until: '2099-12-31' } });
    const response = await photo();
    expect([response.status, response.headers.get('content-type'), response.headers.get('x-content-type-options')]).toEqual([200, 'image/jpeg', 'nosniff']);
    const shown = new Uint8Array(await response.arrayBuffer());
    const { width, exif, xmp, icc } = await sharp(shown).metadata();
    expect([width, exif, xmp, icc]).toEqual([1600, undefined, undefined, undefined]);
    expect(new TextDecoder('latin1').decode(shown)).not.toContain('SecretCamera');
    expect((await get(`/notices/${notice}`)).body).toContain(`/notices/${notice}/photos/1`);
    expect((await get(`/notices/${notice}`)).body).not.toContain(file);
    expect((await get(`/assets/${file}`)).status).toBe(403);
    expect((await get(`/notices/${notice}/photos/2`)).status).toBe(404);
    await insertEvent(db, issue, 'withdraw_disclosure', { note: '照片有误' });
    expect((await photo()).status).toBe(404);
  });
});

describe('an answer', () => {
  it('counts at once, shows its comment only when a moderator lets it through, and keeps no address', async () => {
    const { notice } = await publishedNotice(wangge.db, { grid: here.place.patches[0] });
    const said = await answer(notice, { resolved: 'yes', rating: '5', comment: '多谢，王先生13800138000很满意' }, { from: '203.0.113.7' });
    expect([said.status, said.cache, said.location]).toEqual([303, 'no-store', `/notices/${notice}?thanks=comment`]);
    const row = await wangge.db('disclosure_feedback').where({ disclosure: notice }).first();
    expect(row).toMatchObject({ resolved: 'yes', rating: 5, state: 'pending', personal_data: '王先生、13800138000' });
    expect(JSON.stringify(row)).not.toContain('203.0.113');
    expect((await get(`/notices/${notice}`)).body).toContain('1 人认为已解决');
    expect((await get(`/notices/${notice}`)).body).not.toContain('很满意</p>');

    expect((await wangge.request('PATCH', `/items/disclosure_feedback/${row.id}`, { as: here.dispatcher, body: { comment: '改写' } })).errors[0]!.message).toContain('只能审核是否展示');
    expect((await wangge.request('PATCH', `/items/disclosure_feedback/${row.id}`, { as: here.cadre, body: { state: 'shown' } })).status).toBe(403);
    expect((await wangge.request('PATCH', `/items/disclosure_feedback/${row.id}`, { as: here.dispatcher, body: { state: 'shown' } })).status).toBe(200);
    expect((await get(`/notices/${notice}`)).body).toContain('很满意</p>');
    expect((await wangge.request('PATCH', `/items/disclosure_feedback/${row.id}`, { as: wangge.admin, body: { rating: 1 } })).errors[0]?.message).toContain('only whether it is shown');
  });

  it('is one a day for each client, and is refused with a sentence where it is not whole', async () => {
    const { notice } = await publishedNotice(wangge.db, { grid: here.place.patches[0] });
    const from = '203.0.113.20';
    expect((await answer(notice, { resolved: 'yes', rating: '4' }, { from })).status).toBe(303);
    const again = await answer(notice, { resolved: 'no', rating: '1' }, { from });
    expect(again.status).toBe(409);
    expect(again.text).toContain('请勿重复提交');
    expect(await wangge.db('disclosure_feedback').where({ disclosure: notice }).count().first()).toEqual({ count: '1' });
    const unsaid = await answer(notice, { rating: '3', comment: '留着我写的字' });
    expect([unsaid.status, unsaid.text.includes('已解决”或“未解决'), unsaid.text.includes('留着我写的字')]).toEqual([400, true, true]);
    expect((await answer(notice, { resolved: 'yes', rating: '9' })).status).toBe(400);
    expect((await answer(notice, { resolved: 'yes', rating: '5', comment: '长'.repeat(501) })).status).toBe(400);
    expect((await answer(randomUUID(), { resolved: 'yes', rating: '5' })).status).toBe(404);
    expect((await answer(notice, { resolved: 'yes', rating: '5' }, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    expect((await answer(notice, { resolved: 'yes', rating: '5' }, { headers: { origin: 'https://evil.example' } })).status).toBe(403);
    // A program that fills in everything is thanked and not heard.
    expect((await answer(notice, { resolved: 'no', rating: '1', website: 'https://spam.example' })).status).toBe(303);
    expect(await wangge.db('disclosure_feedback').where({ disclosure: notice }).count().first()).toEqual({ count: '1' });
  });

  it('is limited for each client, with a sentence that says how long', async () => {
    const { notice } = await publishedNotice(wangge.db, { grid: here.place.patches[0] });
    const from = '2001:db8:1:2:3::4';
    const statuses: number[] = [];
    for (let n = 0; n < 11; n++)
      statuses.push((await answer(notice, { resolved: 'yes', rating: '5' }, { from: n % 2 === 0 ? from : '2001:db8:1:2:ffff::9' })).status);
    expect(statuses).toEqual([303, ...Array.from({ length: 9 }).fill(409), 429]);
    expect((await answer(notice, { resolved: 'yes', rating: '5' }, { from })).text).toMatch(/请于 \d+ 分钟后再试/);
  });

  it('reopens the matter when enough residents say that it is not solved', async () => {
    const { issue, notice } = await publishedNotice(wangge.db, { grid: here.place.patches[0] });
    expect((await answer(notice, { resolved: 'yes', rating: '5' })).status).toBe(303);
    expect((await answer(notice, { resolved: 'no', rating: '1' })).status).toBe(303);
    expect((await answer(notice, { resolved: 'no', rating: '2' })).status).toBe(303);
    const last = await answer(notice, { resolved: 'no', rating: '1', comment: '还是不亮' });
    expect(last.status).toBe(200);
    expect(last.text).toContain('退回重办');
    const event = await wangge.db('issue_events').where({ issue, type: 'reopen' }).first('actor', 'note');
    expect(event).toEqual({ actor: null, note: '公示后居民反映未解决（3 人未解决，1 人已解决），退回重办' });
    expect((await wangge.db('issues').where({ id: issue }).first('status')).status).toBe('handling');
    expect((await get(`/notices/${notice}`)).status).toBe(410);
  });

  it('given by many at once is counted one by one', async () => {
    const { issue, notice } = await publishedNotice(wangge.db, { grid: here.place.patches[0] });
    const answers = await Promise.all(Array.from({ length: 12 }, () => answer(notice, { resolved: 'no', rating: '1' })));
    expect(answers.map(({ status }) => status).filter(status => status === 200)).toHaveLength(1);
    expect(await wangge.db('issue_events').where({ issue, type: 'reopen' }).count().first()).toEqual({ count: '1' });
  });
});

describe('a copy in files', () => {
  it('holds what is shown, and after another run no longer what was withdrawn', async () => {
    const { db } = wangge;
    const folder = join(mkdtempSync(join(tmpdir(), 'wangge-notices-')), 'site');
    const { issue, notice } = await publishedNotice(db, { grid: here.place.patches[0], description: '将要撤下' });
    const run = async (): Promise<void> => {
      const { code, stdout, stderr } = await wangge.cli('wangge', 'export-notices', folder);
      expect([code, stderr]).toEqual([0, stderr]);
      expect(stdout).toMatch(/\d+ notices, \d+ photographs/);
    };
    await run();
    const page = readFileSync(join(folder, 'notices', `${notice}.html`), 'utf8');
    expect(page).toContain('将要撤下');
    expect(page).not.toMatch(/(?:href|src)="(?:\/|https?:)/);
    expect(page).not.toContain('<form');
    for (const [file] of [['index.html'], [`community-${here.place.communities[0].id}.html`]]) {
      const list = readFileSync(join(folder, file!), 'utf8');
      for (const [, href] of list.matchAll(/href="(?!data:)([^"#]+)"/g))
        expect(existsSync(join(folder, href!)), href).toBe(true);
    }
    await insertEvent(db, issue, 'withdraw_disclosure', { note: '有误' });
    await run();
    expect(existsSync(join(folder, 'notices', `${notice}.html`))).toBe(false);
    expect(readdirSync(join(folder, '..'))).toEqual(['site']);
    const { code } = await wangge.cli('wangge', 'export-notices', process.cwd());
    expect(code).toBe(1);
    expect(existsSync('package.json')).toBe(true);
  });
});
