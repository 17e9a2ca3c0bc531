/** Whatever people type, paste or import is stored without what only machines notice, by whichever door it comes. */
import type { Cast } from './cast.ts';
import type { Answer, Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { castFor, finishing, handsOn, SHOWN } from './cast.ts';
import { residentsMatter } from './community.ts';
import { server } from './harness.ts';

let wangge: Server;
let community: Cast;
const { done, row } = handsOn(() => wangge);

beforeAll(async () => {
  wangge = await server();
  community = await castFor(wangge);
});

/** A vertical tab from Word, a zero byte, half a character, an override of direction, a sign of no width, CR LF. */
const DIRTY = '楼道灯不亮\u000B影响\u0000出行\uD800\u202E\u200B\r\n请修';
const CLEAN = '楼道灯不亮影响出行\n请修';
const UNSEEN = '\u200B\u2060 \u3000';

const send = (as: keyof Cast, path: string, body: unknown, method = 'POST') => wangge.request(method, path, { as: community[as] as never, body });
const graphql = (query: string, variables: object, path = '/graphql') => wangge.request('POST', path, { as: community.worker, body: { query, variables } });
const descriptionOf = async (id: string): Promise<string> => (await row(id)).description;

describe('a report', () => {
  const body = (said: object = {}) => residentsMatter(community, { ...SHOWN, description: DIRTY, title: DIRTY, ...said });
  const last = () => wangge.db('issues').where({ reporter: community.worker.id }).orderBy('reported_at', 'desc').first('id', 'title', 'description');

  it('by REST, GraphQL, a list and an import', async () => {
    const doors: Record<string, () => Promise<Answer<any>>> = {
      rest: () => send('worker', '/items/issues', body()),
      list: () => send('worker', '/items/issues', [body()]),
      graphql: () => graphql('mutation ($data: create_issues_input!) { create_issues_item(data: $data) { id } }', { data: body() }),
      import: () => {
        const form = new FormData();
        form.append('file', new Blob([JSON.stringify([body({ grid: community.place.patches[0].id })])], { type: 'application/json' }), 'issues.json');
        return wangge.request('POST', '/utils/import/issues', { as: wangge.admin, body: form });
      },
    };
    for (const [door, through] of Object.entries(doors)) {
      const answer = await through();
      expect(answer.status, `${door}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
      expect(answer.errors, door).toEqual([]);
      const stored = door === 'import' ? await wangge.db('issues').where({ description: CLEAN, reporter: wangge.admin.id }).first('title', 'description') : await last();
      expect(stored, door).toMatchObject({ title: CLEAN, description: CLEAN });
    }
  });

  it('of signs that nobody sees is empty', async () => {
    const answer = await send('worker', '/items/issues', body({ description: UNSEEN }));
    expect(answer.status).toBe(400);
    expect(answer.errors[0]!.extensions.field).toBe('description');
  });

  it('handled on the spot and disclosed is read in a well-formed feed, and its timeline replays', async () => {
    const answer = await send('worker', '/items/issues', { ...body(), events: { create: [{ type: 'handle', result: DIRTY, channel: 'visit' }], update: [], delete: [] } });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const { id } = answer.body.data;
    expect(await descriptionOf(id)).toBe(CLEAN);
    expect(await wangge.db('issue_events').where({ issue: id, type: 'handle' }).pluck('result')).toEqual([CLEAN]);
    if ((await row(id)).status !== 'closed')
      await done(...[finishing(community)[1]![0], finishing(community)[1]![1], id] as const);
    await done(community.dispatcher, { type: 'disclose' }, id);
    const { body: feed, status } = await wangge.request<string>('GET', `/notices/feed.xml?subdistrict=${community.place.id}`);
    expect(status).toBe(200);
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.write(feed).close();
    expect(feed).toContain(CLEAN);
    const { faults } = await verifyIssues(wangge.db);
    expect(faults.filter(({ number }) => number.startsWith(community.place.code))).toEqual([]);
  });
});

describe('a comment that names people', () => {
  const comment = (item: string, text: string) => send('worker', '/comments', { collection: 'issues', item, comment: text });
  const told = (item: string) => wangge.db('outbox').where('link', 'like', `%${item}`).where({ event: 'mentioned' });

  it('tells those who may read the item that it does, in their language and without its words; once', async () => {
    const { worker, level2, stranger } = community;
    const item = (await send('worker', '/items/issues', residentsMatter(community))).body.data.id;
    for (const text of [`@${level2.id} 请看 <a href="http://x">点此</a>`, `@${level2.id} 再看`, `@${worker.id} 自己`])
      expect((await comment(item, text)).status).toBe(200);
    expect((await comment(item, `@${stranger.id} 请看`)).status).toBe(200);
    await expect.poll(async () => (await told(item)).length).toBe(1);
    const [notice] = await told(item);
    expect(notice).toMatchObject({ recipient: level2.id, link: `/content/issues/${item}` });
    expect(`${notice.subject} ${notice.body}`).not.toMatch(/href|点此|请看|mentioned/);
    expect(await wangge.db('directus_notifications').where('subject', 'like', 'You were mentioned%').whereIn('recipient', [level2.id, stranger.id, worker.id])).toEqual([]);
  });

  it('and names nobody who is not there, nor everybody', async () => {
    const item = (await send('worker', '/items/issues', residentsMatter(community))).body.data.id;
    const unknown = await comment(item, `@${randomUUID()} 请看`);
    expect([unknown.status, unknown.errors[0]?.message]).toEqual([400, '评论中提到的人员不存在或已停用，请重新选择。']);
    expect((await comment(item, Array.from({ length: 11 }, () => `@${randomUUID()}`).join(' '))).errors[0]?.message).toBe('一条评论最多提到 10 人。');
    expect(await wangge.db('directus_comments').where({ item })).toEqual([]);
  });
});

describe('other texts', () => {
  it('of logs, people, grids, comments and files', async () => {
    const log = await send('worker', '/items/work_logs', { kind: 'patrol', work_date: '2026-11-02', started_at: '08:00', ended_at: '09:00', summary: DIRTY });
    expect(log.status, JSON.stringify(log.body)).toBe(200);
    expect((await wangge.db('work_logs').where({ id: log.body.data.id }).first()).summary).toBe(CLEAN);

    const user = await wangge.request('PATCH', `/users/${community.stranger.id}`, { as: wangge.admin, body: { first_name: '李\u200B四', last_name: '' } });
    expect(user.body.data.first_name).toBe('李四');
    const grid = await wangge.request('PATCH', `/items/grids/${community.place.patches[3].id}`, { as: wangge.admin, body: { name: '第四\u202E网格' } });
    expect(grid.body.data.name).toBe('第四网格');

    const issue = (await send('worker', '/items/issues', residentsMatter(community))).body.data.id;
    const comment = await send('worker', '/comments', { collection: 'issues', item: issue, comment: DIRTY });
    expect(comment.body.data?.comment, JSON.stringify(comment.body)).toBe(CLEAN);
    const empty = await send('worker', '/comments', { collection: 'issues', item: issue, comment: UNSEEN });
    expect([empty.status, empty.errors[0]?.message]).toEqual([400, '评论内容为空，请填写。']);
  });

  it('in a column that an administrator added, and in what its JSON says', async () => {
    const collection = `note_${randomUUID().slice(0, 8)}`;
    const made = await wangge.request('POST', '/collections', { as: wangge.admin, body: { collection, schema: {}, meta: {}, fields: [
      { field: 'id', type: 'integer', schema: { is_primary_key: true, has_auto_increment: true }, meta: { hidden: true } },
      { field: 'name', type: 'string', schema: { is_nullable: false }, meta: { required: true } },
      { field: 'more', type: 'json', schema: {}, meta: {} },
    ] } });
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    const kept = await wangge.request('POST', `/items/${collection}`, { as: wangge.admin, body: { name: DIRTY, more: { 'a\u200B': [DIRTY, 1, { b: UNSEEN }] } } });
    expect(kept.body.data, JSON.stringify(kept.body)).toMatchObject({ name: CLEAN, more: { a: [CLEAN, 1, { b: '' }] } });
    const refused = await wangge.request('POST', `/items/${collection}`, { as: wangge.admin, body: { name: UNSEEN } });
    expect([refused.status, refused.errors[0]?.extensions.field]).toEqual([400, 'name']);
  });

  it('leaves in no file that computes, nor in one that is no XML; and comes back as it was', async () => {
    const collection = `note_${randomUUID().slice(0, 8)}`;
    await wangge.request('POST', '/collections', { as: wangge.admin, body: { collection, schema: {}, meta: {}, fields: [
      { field: 'id', type: 'integer', schema: { is_primary_key: true, has_auto_increment: true }, meta: { hidden: true } },
      { field: 'name', type: 'text', schema: {}, meta: {} },
      { field: 'amount', type: 'decimal', schema: { numeric_precision: 10, numeric_scale: 2 }, meta: {} },
    ] } });
    const names = ['=HYPERLINK("http://x","y")', '@SUM(A1)', ' ＝1+1', '\'=1', '-5', '路灯'];
    await wangge.request('POST', `/items/${collection}`, { as: wangge.admin, body: names.map(name => ({ name, amount: -12.5 })) });
    const csv = (await wangge.request<string>('GET', `/items/${collection}`, { as: wangge.admin, query: { export: 'csv', fields: 'name,amount' } })).body;
    expect(csv).not.toMatch(/(?:^|,|\n)"?\s*[=@＝]/);
    expect(csv).toContain('"\'=HYPERLINK(""http://x"",""y"")"');
    expect(csv).toContain('-12.5');

    const form = new FormData();
    form.append('file', new Blob([csv], { type: 'text/csv' }), 'notes.csv');
    const back = await wangge.request('POST', `/utils/import/${collection}`, { as: wangge.admin, body: form });
    expect(back.status, JSON.stringify(back.body)).toBeLessThan(300);
    expect((await wangge.db(collection).orderBy('id').pluck('name')).slice(names.length)).toEqual(names);

    await wangge.db(collection).insert({ name: 'old\u000Btext' });
    const xml = (await wangge.request<string>('GET', `/items/${collection}`, { as: wangge.admin, query: { export: 'xml' } })).body;
    expect(xml).toContain('oldtext');

    const exported = await wangge.request('POST', `/utils/export/${collection}`, { as: wangge.admin, body: { format: 'csv', query: { fields: ['name'] }, file: {} } });
    expect(exported.status).toBeLessThan(300);
    // The row is there before its file is whole.
    await expect.poll(async () => {
      const file = await wangge.db('directus_files').where('filename_download', 'like', `export-${collection}%`).whereNotNull('filesize').first('id');
      return file === undefined ? '' : String((await wangge.request('GET', `/assets/${file.id}`, { as: wangge.admin })).body);
    }, { timeout: 20_000 }).toContain('"\'=HYPERLINK(');
  });

  it('but nothing of a password', async () => {
    const password = 'Wang\u200Bge-pass\u0301word-1';
    const { status } = await wangge.request('PATCH', `/users/${community.stranger.id}`, { as: wangge.admin, body: { password } });
    expect(status).toBe(200);
    const login = (said: string) => wangge.request('POST', '/auth/login', { body: { email: community.stranger.email, password: said } });
    expect((await login(password)).status).toBe(200);
    expect((await login(password.replace('\u200B', ''))).status).toBe(401);
  });
});
