/** The life of a scheme over the API: a draft, tried, in force and locked, a new version of it; and what an upgrade does beside an office's own. */
import type { Knex } from 'knex';
import type { Account, Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_SCHEME, nextQuarter, SECOND_SCHEME } from '../../extensions/wangge/src/assessment/schemes/shipped-scheme-rules.ts';
import { beginShippedScheme } from '../../extensions/wangge/src/assessment/schemes/shipped-scheme-service.ts';
import { FIRST, insertFirstScheme } from './first-scheme.ts';
import { server } from './harness.ts';

let wangge: Server;
beforeAll(async () => {
  wangge = await server();
});

const ask = (method: string, path: string, body?: unknown) => wangge.request(method, path, { as: wangge.admin, ...body === undefined ? {} : { body } });
const saidOf = ({ status, errors }: Awaited<ReturnType<typeof ask>>) => [status, errors[0]?.extensions.rule ?? errors[0]?.extensions.code ?? null, errors[0]?.extensions.field ?? null];
const made: string[] = [];
afterAll(async () => {
  await wangge.db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx('assessment_indicators').whereIn('scheme', made).delete();
    await trx('assessment_schemes').whereIn('id', made).delete();
  });
});

it('a new version is a draft of its own, tried, brought into force and locked; the one before stays as it was', async () => {
  const before = await wangge.db('assessment_indicators').where('scheme', SECOND_SCHEME).orderBy('id');
  const copied = await ask('POST', `/wangge/assessment/schemes/${SECOND_SCHEME}/new-version`, { name: '试行方案' });
  const { id } = copied.body.data;
  made.push(id);
  const scheme = await wangge.db('assessment_schemes').where({ id }).first(wangge.db.raw('*, valid_from::text as valid_from'));
  expect(scheme).toMatchObject({ name: '试行方案', code: 'standard_100', version: 3, state: 'draft', min_days: 30, valid_from: nextQuarter(new Date().toISOString().slice(0, 10)) });
  const indicators = await wangge.db('assessment_indicators').where('scheme', id).orderBy('code');
  expect(indicators).toHaveLength(before.length);
  const of = (code: string) => indicators.find(row => row.code === code)!.id as string;

  // Errors at their fields, saved one by one or nested.
  expect(saidOf(await ask('PATCH', `/items/assessment_indicators/${of('rework')}`, { rule: 'ratio' }))).toEqual([400, 'rule_rewards_bad', 'rule']);
  expect(saidOf(await ask('PATCH', `/items/assessment_schemes/${id}`, { indicators: { create: [], update: [{ id: of('urged'), params: { per_case: 0 }, rule: 'deduct_per_case' }], delete: [] } }))).toEqual([400, 'per_case_invalid', 'params']);
  expect(saidOf(await ask('PATCH', `/items/assessment_schemes/${id}`, { state: 'active' }))).toEqual([400, 'scheme_untried', 'state']);
  expect(saidOf(await ask('PATCH', `/items/assessment_schemes/${id}`, { state: 'tried' }))).toEqual([400, 'scheme_untried', 'state']);

  // 5 too many at level 3: it cannot be tried.
  expect((await ask('PATCH', `/items/assessment_schemes/${id}`, { indicators: { create: [], update: [{ id: of('urged'), weight: 15 }], delete: [] } })).status).toBe(200);
  expect(await ask('POST', `/wangge/assessment/schemes/${id}/try`)).toMatchObject({ status: 400, errors: [{ extensions: { rule: 'weights_not_100', params: { level: 3, sum: 105 } } }] });
  await ask('PATCH', `/items/assessment_indicators/${of('on_time_patch')}`, { weight: 5 });
  expect((await ask('POST', `/wangge/assessment/schemes/${id}/try`)).body.data).toMatchObject({ state: 'tried' });

  // What is changed after it was tried is a draft again.
  // And what was simulated of it says nothing any more.
  await wangge.db('assessment_schemes').where({ id }).update({ error_rates: '[{"level":3,"errors":[]}]' });
  await ask('PATCH', `/items/assessment_indicators/${of('fresh')}`, { name: '更新及时' });
  expect(await wangge.db('assessment_schemes').where({ id }).first('state', 'error_rates')).toEqual({ state: 'draft', error_rates: null });
  expect((await ask('PATCH', `/items/assessment_schemes/${id}`, { tiers_only: true })).status).toBe(200);
  await ask('POST', `/wangge/assessment/schemes/${id}/try`);
  expect(saidOf(await ask('PATCH', `/items/assessment_schemes/${id}`, { state: 'active', min_sample: 9 }))).toEqual([400, 'scheme_changed_since', 'state']);
  await ask('PATCH', `/items/assessment_schemes/${id}`, { min_sample: 6 });
  expect(await wangge.db('assessment_schemes').where({ id }).first('state')).toEqual({ state: 'draft' });
  await ask('POST', `/wangge/assessment/schemes/${id}/try`);
  expect((await ask('PATCH', `/items/assessment_schemes/${id}`, { state: 'active' })).status).toBe(200);

  // In force: nothing of it changes, by any door.
  const locked: [string, string, unknown, string | null][] = [
    ['PATCH', `/items/assessment_schemes/${id}`, { min_sample: 7 }, 'min_sample'],
    ['PATCH', `/items/assessment_schemes/${id}`, { state: 'draft' }, 'state'],
    ['PATCH', `/items/assessment_schemes/${id}`, { tiers_only: false }, 'tiers_only'],
    ['PATCH', `/items/assessment_schemes/${id}`, { error_rates: [{ level: 3, errors: [] }] }, 'error_rates'],
    ['POST', '/items/assessment_schemes', { code: 'y', name: 'y', version: 1, valid_from: '2026-01-01', error_rates: [] }, 'error_rates'],
    ['PATCH', `/items/assessment_schemes/${id}`, { indicators: { create: [], update: [], delete: [of('fresh')] } }, 'indicators'],
    ['DELETE', `/items/assessment_schemes/${id}`, undefined, null],
    ['PATCH', `/items/assessment_indicators/${of('fresh')}`, { weight: 9 }, null],
    ['DELETE', `/items/assessment_indicators/${of('fresh')}`, undefined, null],
    ['POST', '/items/assessment_indicators', { scheme: id, code: 'x', name: 'x', group: 'bonus', subject: 'grid', levels: [3], measure: 'manual_mean', weight: 1, rule: 'manual', params: {} }, null],
    ['POST', '/items/assessment_schemes', { code: 'y', name: 'y', version: 1, valid_from: '2026-01-01', state: 'active' }, 'state'],
  ];
  for (const [method, path, body, field] of locked) {
    const answer = await ask(method, path, body);
    expect([path, answer.status, answer.errors[0]?.extensions.field ?? null]).toEqual([path, 400, field]);
  }
  const graphql = await ask('POST', '/graphql', { query: `mutation { update_assessment_indicators_item(id: "${of('fresh')}", data: { weight: 9 }) { id } }` });
  expect(JSON.stringify(graphql.body)).toContain('scheme_locked');
  await expect(wangge.db('assessment_schemes').where({ id }).update({ min_sample: 7 })).rejects.toThrow(/never changed/);
  await expect(wangge.db('assessment_indicators').where({ id: of('fresh') }).delete()).rejects.toThrow(/stay as they are/);
  expect(await wangge.db('assessment_indicators').where('scheme', SECOND_SCHEME).orderBy('id')).toEqual(before);

  // Two of one day would leave it open which holds; retired, it stays so.
  const again = (await ask('POST', `/wangge/assessment/schemes/${id}/new-version`, {})).body.data.id;
  made.push(again);
  expect(await wangge.db('assessment_schemes').where({ id: again }).first('version', 'name', 'tiers_only', 'error_rates')).toEqual({ version: 4, name: '试行方案', tiers_only: true, error_rates: null });
  await ask('POST', `/wangge/assessment/schemes/${again}/try`);
  expect(saidOf(await ask('PATCH', `/items/assessment_schemes/${again}`, { state: 'active' }))).toEqual([400, 'valid_from_taken', 'valid_from']);
  expect((await ask('PATCH', `/items/assessment_schemes/${id}`, { state: 'retired' })).status).toBe(200);
  expect(saidOf(await ask('PATCH', `/items/assessment_schemes/${id}`, { state: 'active' }))).toEqual([400, 'scheme_stays_retired', 'state']);
  // A draft is thrown away with its indicators.
  expect((await ask('DELETE', `/items/assessment_schemes/${again}`)).status).toBe(204);
  expect(await wangge.db('assessment_indicators').where('scheme', again)).toEqual([]);
});

it('nobody but an administrator makes or tries one', async () => {
  const analyst = await wangge.createUser({ role: 'analyst' });
  for (const [method, path] of [['POST', `/wangge/assessment/schemes/${SECOND_SCHEME}/new-version`], ['POST', `/wangge/assessment/schemes/${SECOND_SCHEME}/try`], ['PATCH', `/items/assessment_schemes/${SECOND_SCHEME}`]] as const)
    expect([path, (await wangge.request(method, path, { as: analyst, body: {} })).status]).toEqual([path, 403]);
  expect((await ask('POST', '/wangge/assessment/schemes/nobody/try')).status).toBe(403);
});

it('an installation that has the first scheme gets the second from the next quarter on; one with a scheme of its own gets a draft', async () => {
  const shipped = new Map<string, Record<string, unknown>>([[`row:assessment_schemes:${FIRST_SCHEME}`, FIRST.scheme], ...FIRST.indicators.map((row): [string, Record<string, unknown>] => [`row:assessment_indicators:${row.id}`, row])]);
  const after = async (change: (trx: Knex) => Promise<unknown>, bases = shipped): Promise<unknown> => {
    const trx = await wangge.db.transaction();
    try {
      await trx.raw('set local session_replication_role = replica');
      await insertFirstScheme(trx);
      await change(trx);
      await beginShippedScheme(trx, bases);
      return await trx('assessment_schemes').where('id', SECOND_SCHEME).first(trx.raw('state, valid_from::text as valid_from'));
    }
    finally {
      await trx.rollback();
    }
  };
  const valid_from = nextQuarter((await wangge.db.raw('select wangge_day(now())::text as day')).rows[0].day);
  expect(await after(async () => {})).toEqual({ state: 'active', valid_from });
  expect(await after(trx => trx('assessment_indicators').where('id', FIRST.indicators[0]!.id).update({ weight: 60 }))).toEqual({ state: 'draft', valid_from });
  expect(await after(trx => trx('assessment_schemes').insert({ id: '00000000-0000-4000-8000-00000000a5c3', code: 'own', name: '自定', version: 1, valid_from: '2026-01-01', state: 'active' }))).toEqual({ state: 'draft', valid_from });
  // A new one, or one that has it already, keeps it as it is.
  expect(await after(async () => {}, new Map())).toEqual({ state: 'active', valid_from: '2020-01-01' });
  expect(await after(async () => {}, new Map([...shipped, [`row:assessment_schemes:${SECOND_SCHEME}`, {}]]))).toEqual({ state: 'active', valid_from: '2020-01-01' });
});

describe('what if', () => {
  const period = randomUUID();
  let code: string;
  let grids: { id: string; name: string }[];
  let analyst: Account;
  let indicators: Map<string, string>;

  /** A quarter of two patches that was computed by the shipped scheme: one in time, one true. */
  beforeAll(async () => {
    const { db } = wangge;
    const place = await wangge.createSubdistrict();
    analyst = await wangge.createUser({ role: 'analyst' });
    code = '2019-Q3';
    indicators = new Map((await db('assessment_indicators').where('scheme', SECOND_SCHEME).select('code', 'id')).map(row => [row.code, row.id]));
    grids = await db('grids').whereIn('id', place.patches.slice(0, 2).map(patch => patch.id)).orderBy('code').select('id', 'name');
    const counts: Record<string, [number, number][]> = { on_time_patch: [[20, 20], [15, 20]], log_true: [[3, 6], [6, 6]], handled: [[20, 20], [20, 20]] };
    await db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('assessment_periods').insert({ id: period, code, kind: 'quarter', subdistrict: place.id, starts_on: '2019-07-01', ends_on: '2019-09-30', scheme: SECOND_SCHEME, state: 'computed', version: 0 });
      await trx('assessment_versions').insert({ period, version: 1, scheme: SECOND_SCHEME, evidence: randomUUID(), evidence_digest: 'x', salt: Buffer.alloc(32), computed_at: '2019-10-15T00:00:00Z', state: 'computed' });
      await trx('rankings').insert(grids.map(({ id }, n) => ({ id: randomUUID(), period, version: 1, state: 'computed', subject: 'grid', level: 3, grid: id, grid_path: '/', total: 0, rank: n + 1, of: 2, sample: 20, vetoed: false })));
      await trx('assessment_scores').insert(Object.entries(counts).flatMap(([indicator, rows]) => rows.map(([numerator, denominator], n) => ({ period, version: 1, state: 'computed', subject: 'grid', grid: grids[n]!.id, grid_path: '/', indicator: indicators.get(indicator), numerator, denominator, no_data: false }))));
    });
  });
  afterAll(() => wangge.db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    for (const table of ['assessment_trials', 'assessment_scores', 'rankings', 'assessment_versions'])
      await trx(table).where({ period }).delete();
    await trx('assessment_periods').where({ id: period }).delete();
  }));

  const simulate = (body: object, as: Account = analyst) => wangge.request('POST', `/wangge/assessment/${code}/simulate`, { as, body });

  it('says who moves through what; unchanged weights change nothing; whoever does not see all ranks is not told', async () => {
    expect((await simulate({})).body.data).toMatchObject({ period: code, version: 1, moved: 0, ranked: 2, moves: [], kept: null });
    expect((await simulate({ weights: { on_time_patch: 10 } })).body.data).toMatchObject({ moved: 0, moves: [] });
    // 100 of 15 + 5/2 of 20 against 15 × 3/4: with the logs at ten times their weight the other leads.
    const { moves } = (await simulate({ weights: { log_true: 50 } })).body.data;
    expect(moves.map(({ name, places, through }: { name: string; places: number; through: { indicator: string }[] }) => [name, places, through[0]!.indicator]).sort()).toEqual([[grids[0]!.name, -1, expect.any(String)], [grids[1]!.name, 1, expect.any(String)]]);
    expect((await simulate({ leave_out: ['on_time_patch'] })).body.data).toMatchObject({ moved: 2 });
    expect(saidOf(await simulate({ weights: { luck: 1 } }) as never)).toEqual([400, 'indicator_unknown', 'weights']);
    const leader = await wangge.createUser({ role: 'level_3', posts: [{ grid: grids[0]!.id }] });
    expect((await simulate({}, leader)).status).toBe(403);
    expect((await wangge.request('GET', `/wangge/assessment/${code}/indicators`, { as: leader })).status).toBe(403);
  });

  it('has a line for each indicator', async () => {
    const lines = (await wangge.request('GET', `/wangge/assessment/${code}/indicators`, { as: analyst })).body.data;
    expect(lines.find(({ indicator }: { indicator: string }) => indicator === 'on_time_patch')).toMatchObject({ measure: 'on_time_rate', weight: 10, with_data: 2, least: 7.5, most: 10, burden: { fields: expect.any(Number) }, says: { 'zh-CN': expect.any(String) } });
  });

  it('is kept with its reason only where the quarter is published, and for good', async () => {
    expect(saidOf(await simulate({ weights: { log_true: 50 }, note: '议定权重' }) as never)).toEqual([400, 'trial_not_published', 'note']);
    await wangge.db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('assessment_periods').where({ id: period }).update({ state: 'published', version: 1, published_at: '2019-10-20T00:00:00Z' });
    });
    expect((await simulate({ weights: { log_true: 50 }, note: '议定权重' })).body.data.kept).toMatch(/^\d+$/);
    const kept = (await wangge.request('GET', `/wangge/assessment/${code}/simulations`, { as: analyst })).body.data;
    expect(kept).toMatchObject([{ note: '议定权重', by: analyst.id, change: { weights: { log_true: 50 } }, outcome: { moved: 2 } }]);
    await expect(wangge.db('assessment_trials').where({ period }).update({ note: 'x' })).rejects.toThrow(/never changed/);
  });
});
