/** What people are told names a field as their Studio does: by its label, in their language, an administrator's own words included. */
import type { Cast } from './cast.ts';
import type { Account, Answer, Server } from './harness.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { castFor } from './cast.ts';
import { residentsMatter } from './community.ts';
import { server } from './harness.ts';

let wangge: Server;
let community: Cast;
let english: Account;
const said = ({ status, errors }: Answer<unknown>): string => {
  expect(status).toBe(400);
  return errors[0]!.message;
};
const report = async (as: Account, said: Record<string, unknown>) => wangge.request('POST', '/items/issues', { as, body: residentsMatter(community, said) });
const ask = (as: Account | null, path: string, body: unknown) => wangge.request('POST', `/wangge${path}`, { ...as === null ? {} : { as }, body });

const LONG = { description: '字'.repeat(10_001) };

beforeAll(async () => {
  wangge = await server();
  community = await castFor(wangge);
  english = await wangge.createUser({ role: 'level_3', posts: [{ grid: community.place.patches[0].id, role: 'deputy' }], language: 'en-US' });
});

describe('a filter', () => {
  it('names a field by its label, in the reader\'s language', async () => {
    expect(said(await report(community.worker, LONG))).toBe('“情况描述”填写有误，应为：1–10000。');
    expect(said(await report(english, LONG))).toBe('“What is the matter” is not valid; accepted: 1–10000.');
  });

  it('puts codes into words beside it', async () => {
    const { body } = await report(community.worker, {});
    const answer = await wangge.request('POST', '/items/issue_events', { as: community.level1, body: { issue: body.data.id, type: 'suspend', cause: 'weather', note: '雨' } });
    expect(said(answer)).toBe('“挂账”须填写“截止时间”。');
  });

  it('names what an administrator called it, or added', async () => {
    const fields = (field: string) => `/fields/issues/${field}`;
    const { body } = await wangge.request('GET', fields('description'), { as: wangge.admin });
    const { translations } = body.data.meta;
    const rename = (named: unknown) => wangge.request('PATCH', fields('description'), { as: wangge.admin, body: { meta: { translations: named } } });
    try {
      expect((await rename([{ language: 'zh-CN', translation: '出了什么事' }])).status).toBe(200);
      expect(said(await report(community.worker, LONG))).toMatch(/^“出了什么事”/);
      // Nothing in English: the Chinese words, rather than the key.
      expect(said(await report(english, LONG))).toMatch(/^“出了什么事”/);

      const key = `wangge.test.${community.place.code}`;
      for (const [language, value] of [['zh-CN', '事由'], ['en-US', 'Matter']])
        expect((await wangge.request('POST', '/translations', { as: wangge.admin, body: { key, language, value } })).status).toBe(200);
      await rename([{ language: 'zh-CN', translation: `$t:${key}` }, { language: 'en-US', translation: `$t:${key}` }]);
      expect(said(await report(community.worker, LONG))).toMatch(/^“事由”/);
      expect(said(await report(english, LONG))).toMatch(/^“Matter”/);
    }
    finally {
      await rename(translations);
    }

    const own = { field: 'landmark', type: 'alias', meta: { special: ['alias', 'no-data'], interface: 'presentation-divider', translations: [{ language: 'zh-CN', translation: '附近标志物' }] } };
    expect((await wangge.request('POST', '/fields/issues', { as: wangge.admin, body: own })).status).toBe(200);
    expect(said(await report(community.worker, { landmark: '\uD800' }))).toMatch(/^“附近标志物”填写有误/);
    expect((await wangge.request('DELETE', fields('landmark'), { as: wangge.admin })).status).toBe(204);
  });

  it('keeps a key that nothing can be called', async () => {
    expect(said(await report(community.worker, { 'a.b.c': '\uD800' }))).toMatch(/^“a\.b\.c”/);
    expect((await report(community.worker, { 'a\0b': '\uD800' })).status).toBe(400);
    expect((await report(community.worker, { 'a\uD800': '\uD800' })).status).toBe(400);
    const issue = (await report(community.worker, {})).body.data.id;
    for (const key of ['a\0b', 'a\uD800']) {
      const answers = await Promise.all([community.worker, wangge.admin].map(as => wangge.request('PATCH', `/items/issues/${issue}`, { as, body: { [key]: 'x' } })));
      expect(answers.map(({ status }) => status < 500), key).toEqual([true, true]);
    }
  });

  it('of a refusal that somebody sends instead of a row is not said', async () => {
    const body = { kind: 'refused', code: 'x', field: null, params: {} };
    for (const [method, path] of [['POST', '/items/grids'], ['POST', '/items/routing_rules'], ['POST', '/items/issues']] as const)
      expect((await wangge.request(method, path, { as: community.worker, body })).status, path).toBeLessThan(500);
  });

  it('of a ledger names the common fields, too, as an administrator calls them', async () => {
    const path = '/fields/ledger_residents/grid';
    const { body } = await wangge.request('GET', path, { as: wangge.admin });
    const rename = (translations: unknown) => wangge.request('PATCH', path, { as: wangge.admin, body: { meta: { translations } } });
    await rename([{ language: 'zh-CN', translation: '所属微网格' }]);
    try {
      expect(said(await wangge.request('POST', '/items/ledger_residents', { as: community.worker, body: { name: '王五', grid: null } }))).toBe('请填写“所属微网格”。');
    }
    finally {
      await rename(body.data.meta.translations);
    }
  });
});

describe('a route', () => {
  it('names a field of its body by its label', async () => {
    expect(said(await ask(community.worker, '/issues/similar', { category: 'roads' }))).toBe('“类别”填写有误，应为：uuid。');
    expect(said(await ask(english, '/issues/similar', { category: community.category, ...LONG }))).toBe('“What is the matter” is not valid; accepted: ≤ 10000.');
  });

  it('names a field of another collection in the body by its label there', async () => {
    const grid = community.place.patches[0].id;
    expect(said(await ask(wangge.admin, '/routing/preview', { grid, rule: { scope: 'moon' } }))).toMatch(/^“(职责范围|Scope)”/);
  });

  it('names a parameter, which is no field, as the address does, and says in words what is wrong', async () => {
    const answer = await wangge.request('GET', '/wangge/assessment/2026-Q1/ranking?level=7', { as: english });
    expect(said(answer)).toMatch(/^The parameter “level” is not valid: .*3/);
    const chinese = await wangge.request('GET', '/wangge/assessment/2026-Q1/ranking?level=7', { as: community.worker });
    expect(said(chinese)).toMatch(/^参数“level”无效：[^a-z]*\p{Script=Han}/u);
  });

  it('is closed to whoever is not signed in, before it looks at what is sent', async () => {
    for (const path of ['/issues/similar', '/statements/make', '/ledgers/books', '/territory/changes/preview', '/ledgers/ledger_residents/find'])
      expect((await ask(null, path, { category: 'roads' })).status, path).toBe(403);
  });
});
