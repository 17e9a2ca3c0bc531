/** A quarter, ranked: what counts, whose it is, published once, and recomputed from its evidence. */
import type { Knex } from 'knex';
import type { Readable } from 'node:stream';
import type { CaseQuery } from '../../extensions/wangge/src/assessment/case-store.ts';
import type { CaseLine } from '../../extensions/wangge/src/assessment/evidence-rules.ts';
import type { EvidenceFiles } from '../../extensions/wangge/src/assessment/ranking-service.ts';
import type { Tally } from '../../extensions/wangge/src/assessment/tally-rules.ts';
import type { EventInput } from '../../extensions/wangge/src/handling/model.ts';
import type { Standing } from '../../extensions/wangge/src/territory/model.ts';
import type { Community } from './community.ts';
import type { OwnServer } from './harness.ts';
import { readFileSync } from 'node:fs';
import { Readable as Source } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseBlocks, caseQueryFor, countCasesOf, periodBounds } from '../../extensions/wangge/src/assessment/case-store.ts';
import { caseReader, evidenceColumns } from '../../extensions/wangge/src/assessment/evidence-rules.ts';
import { caseColumnsFor, MEASURE_CODES } from '../../extensions/wangge/src/assessment/measure-lookup-rules.ts';
import { CASE_COLUMNS } from '../../extensions/wangge/src/assessment/measure-rules.ts';
import { rankPeriod } from '../../extensions/wangge/src/assessment/ranking-service.ts';
import { countCases } from '../../extensions/wangge/src/assessment/tally-rules.ts';
import { recompute } from '../../extensions/wangge/src/assessment/verify-service.ts';
import { insertEvents } from '../../extensions/wangge/src/handling/issue-store.ts';
import { command } from '../../extensions/wangge/src/handling/lifecycle/command-service.ts';
import { NO_INPUT } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import { sweep } from '../../extensions/wangge/src/handling/sweep-service.ts';
import { SYSTEM } from '../../extensions/wangge/src/territory/model.ts';
import { peopled } from './community.ts';
import { freshServer } from './harness.ts';
import { handleAt, reportAt } from './past.ts';
import { fillQuarter, QUARTER } from './quarter.ts';

const PERIOD = '2025-Q2';
const AFTER = '2025-07-10T00:00:00.000Z';

let wangge: OwnServer;
let community: Community;

beforeAll(async () => {
  wangge = await freshServer();
  community = await peopled(wangge);
});
afterAll(() => wangge.close());

/** A file store of the test's own, with its rows in `directus_files`. */
function memory(): EvidenceFiles & { contents: Map<string, Buffer> } {
  const contents = new Map<string, Buffer>();
  return {
    contents,
    save: async (trx, name, content) => {
      const [{ id }] = await trx('directus_files').insert({ id: trx.raw('gen_random_uuid()'), storage: 'local', filename_download: name, type: 'application/gzip' }).returning('id');
      contents.set(id, await buffer(content));
      return id;
    },
    open: async id => Source.from(contents.get(id)!),
  };
}

/** An event of any kind, as if it were `at`. */
async function eventAt(issue: string, type: 'return' | 'reopen' | 'withdraw', by: Partial<Standing>, said: Partial<EventInput>, at: string): Promise<void> {
  await wangge.db.transaction(async (trx) => {
    const standing: Standing = { ...SYSTEM, person: community.dispatcher.id, ...by };
    const outcome = await command(trx, { ...NO_INPUT, issue, type, attachments: 0, ...said }, { standingAt: async () => standing, noticeOf: async () => null }, at);
    if (outcome.kind === 'refused')
      throw new Error(JSON.stringify(outcome));
    await insertEvents(trx, [outcome.event]);
  });
}

type Patch = 0 | 1 | 2 | 3;

const report = (patch: Patch, at: string) =>
  reportAt(wangge.db, { grid: community.place.patches[patch].id, category: community.category, reporter: community.worker.id, at });

async function handled(patch: Patch, at: string, done: string): Promise<string> {
  const issue = await report(patch, at);
  const { handler, lead } = await wangge.db('issues').where({ id: issue }).first();
  await handleAt(wangge.db, issue, handler ?? lead, done);
  return issue;
}

/** What a scheme with these measures asks of the cases that fell due in these days. */
async function asked(trx: Knex, subdistricts: readonly string[], [from, to]: readonly [string, string], measures: readonly string[] = []): Promise<CaseQuery> {
  return caseQueryFor(trx, subdistricts, await periodBounds(trx, from, to), caseColumnsFor({ tie_break: measures, indicators: [] }));
}

/** The cases as the evidence has them. */
async function frozen(trx: Knex, query: CaseQuery): Promise<CaseLine[]> {
  const read = caseReader({ columns: evidenceColumns(query.columns) });
  const facts: CaseLine[] = [];
  for await (const { lines } of caseBlocks(trx, query, Buffer.alloc(32, 7)))
    facts.push(...lines.split('\n').map(read));
  return facts;
}

/** The facts of the cases that fell due in these days, as flags: on time, handled, reworked, returned. */
async function flagsIn(starts_on: string, ends_on: string): Promise<string[]> {
  return wangge.db.transaction(async (trx) => {
    const facts = await frozen(trx, await asked(trx, [community.place.id], [starts_on, ends_on]));
    return facts.map(fact => [fact.on_time, fact.handled, fact.reworked, fact.returned].map(Number).join('')).sort();
  });
}

describe('a case', () => {
  it('is each round of an issue, with what happened in it by the end of the quarter', async () => {
    const { worker, cadre } = community;
    const again = await handled(0, '2023-03-06T02:00:00.000Z', '2023-03-07T02:00:00.000Z');
    await eventAt(again, 'reopen', { person: worker.id }, { note: '垃圾又出现了' }, '2023-03-13T02:00:00.000Z');
    await handleAt(wangge.db, again, cadre.id, '2023-03-14T02:00:00.000Z');
    expect(await flagsIn('2023-01-01', '2023-03-31')).toEqual(['1100', '1110']);

    // Reopened when the quarter was over: the mark belongs to no quarter, the new round to the next one.
    const later = await handled(0, '2023-03-20T02:00:00.000Z', '2023-03-21T02:00:00.000Z');
    await eventAt(later, 'reopen', { person: worker.id }, { note: '没有解决' }, '2023-04-03T02:00:00.000Z');
    expect(await flagsIn('2023-01-01', '2023-03-31')).toEqual(['1100', '1100', '1110']);
    expect(await flagsIn('2023-04-01', '2023-06-30')).toEqual(['0000']);
  });

  it('carries a return for an incomplete report, not one for a wrong routing', async () => {
    const cadre = { person: community.cadre.id, department: community.place.communityDepartments[0].id };
    for (const cause of ['insufficient', 'wrong_routing'] as const)
      await eventAt(await report(0, '2022-03-07T02:00:00.000Z'), 'return', cadre, { cause, note: '请补充' }, '2022-03-08T02:00:00.000Z');
    // Due while it stood paused with nobody: still the issue's own limit.
    expect(await flagsIn('2022-01-01', '2022-03-31')).toEqual(['0000', '0001']);
  });

  it('is none where the matter was withdrawn; late is late, and handled after the end is not handled', async () => {
    await eventAt(await report(0, '2021-03-08T02:00:00.000Z'), 'withdraw', { person: community.worker.id }, {}, '2021-03-08T03:00:00.000Z');
    await handled(0, '2021-03-08T02:00:00.000Z', '2021-03-20T02:00:00.000Z');
    await handled(0, '2021-03-08T02:00:00.000Z', '2021-04-01T02:00:00.000Z');
    expect(await flagsIn('2021-01-01', '2021-03-31')).toEqual(['0000', '0100']);
  });

  it('belongs to the quarter by its due moment, in the installation\'s time zone', async () => {
    // Due on 31 December 2020 at 18:00 in Shanghai.
    await report(0, '2020-12-28T02:00:00.000Z');
    expect([await flagsIn('2020-10-01', '2020-12-31'), await flagsIn('2021-01-01', '2021-01-31')]).toEqual([['0000'], []]);
  });
});

describe('a ranked quarter', () => {
  beforeAll(async () => {
    for (const day of ['07', '08', '09', '10', '14', '15']) {
      await handled(0, `2025-04-${day}T02:00:00.000Z`, `2025-04-${day}T08:00:00.000Z`);
      await handled(1, `2025-04-${day}T02:00:00.000Z`, `2025-04-${day}T08:00:00.000Z`);
    }
    // Patch 1: one late, one never handled; both due in the quarter.
    await handled(1, '2025-05-12T02:00:00.000Z', '2025-05-20T02:00:00.000Z');
    await report(1, '2025-06-02T02:00:00.000Z');
    // Reported in the quarter, due on 3 July: belongs to the next.
    await report(0, '2025-06-30T02:00:00.000Z');
    // Patch 2: a single perfect case.
    await handled(2, '2025-04-07T02:00:00.000Z', '2025-04-07T03:00:00.000Z');
    await sweep(wangge.db, AFTER);
  });

  it('refuses what is no quarter, and a quarter that is not over', async () => {
    expect(await rankPeriod(wangge.db, memory(), { period: '2025', subdistrict: null, reason: null }, AFTER)).toMatchObject({ kind: 'refused', code: 'period_unknown' });
    expect(await rankPeriod(wangge.db, memory(), { period: PERIOD, subdistrict: null, reason: null }, '2025-06-30T15:59:59.999Z')).toMatchObject({ kind: 'refused', code: 'period_not_over' });
    expect(await rankPeriod(wangge.db, memory(), { period: PERIOD, subdistrict: 'none', reason: null }, AFTER)).toMatchObject({ kind: 'refused', code: 'subdistrict_unknown' });
  });

  it('is published once by the command line, and a second run says so and changes nothing', async () => {
    const first = await wangge.cli('wangge', 'rank', PERIOD);
    expect(first.stdout + first.stderr).toContain('published as version 1');
    expect(first.code).toBe(0);
    const period = await wangge.db('assessment_periods').where({ code: PERIOD, subdistrict: community.place.id }).first();
    expect(period).toMatchObject({ state: 'published', version: 1, evidence_digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const second = await wangge.cli('wangge', 'rank', PERIOD);
    expect(second.stdout).toContain('published before as version 1, nothing changed');
    expect(await wangge.db('assessment_periods').where({ id: period.id }).first()).toEqual(period);
    expect(await wangge.db('rankings').where({ period: period.id })).toHaveLength(7);
  });

  it('ranks by what was due in the quarter: T17, one case is listed and not ranked', async () => {
    const rows = await wangge.db('rankings as r').join('grids as g', 'g.id', 'r.grid').where({ 'g.subdistrict': community.place.id }).select('g.code', 'r.level', 'r.rank', 'r.of', 'r.total', 'r.grade', 'r.sample', 'r.note', 'r.person', 'r.grid_path');
    const row = (code: string) => rows.find(found => found.code === code);
    const [p0, p1, p2, p3] = community.place.patches;
    expect(row(p0.code)).toMatchObject({ rank: 1, of: 2, total: '100.00', grade: 'A', sample: 6, note: null, person: community.worker.id, grid_path: p0.path });
    // 8 cases: 6 on time (37.50), 7 handled (17.50), none reworked (20), none returned (10).
    expect(row(p1.code)).toMatchObject({ rank: 2, of: 2, total: '85.00', grade: 'B', sample: 8, note: null });
    expect(row(p2.code)).toMatchObject({ rank: null, sample: 1, note: 'below_minimum' });
    expect(row(p3.code)).toMatchObject({ rank: null, sample: 0, note: 'no_cases', total: null });
    expect(row(community.place.area.code)).toMatchObject({ rank: null, sample: 15, note: 'level_not_ranked' });
  });

  it('verifies from its evidence file alone, which holds nothing of a person', async () => {
    const { code, stdout, stderr } = await wangge.cli('wangge', 'verify', 'ranking', PERIOD);
    expect(stderr).not.toContain('fault');
    expect(stdout).toContain('15 cases give the same scores and ranks');
    expect(code).toBe(0);
    const { evidence } = await wangge.db('assessment_periods').where({ code: PERIOD, subdistrict: community.place.id }).first();
    const file = await wangge.db('directus_files').where({ id: evidence }).first();
    const text = gunzipSync(readFileSync(`${wangge.environment.STORAGE_LOCAL_ROOT}/${file.filename_disk}`)).toString();
    for (const secret of [community.worker.id, community.cadre.id, '楼道', ...(await wangge.db('issues').limit(20)).flatMap(({ id, number }) => [id, number])])
      expect(text).not.toContain(secret);
  });

  it('computes a new version with a reason, and keeps the old one', async () => {
    const without = await wangge.cli('wangge', 'rank', PERIOD, '--again');
    expect(without.code).toBe(1);
    const again = await wangge.cli('wangge', 'rank', PERIOD, '--again', '--reason', '更正归属');
    expect(again.stdout).toContain('published as version 2');
    const versions = await wangge.db('assessment_versions').orderBy('version').select('version', 'reason');
    expect(versions).toEqual([{ version: 1, reason: null }, { version: 2, reason: '更正归属' }]);
    expect(await wangge.db('rankings').countDistinct('version as n').first()).toEqual({ n: '2' });
    const verified = await wangge.cli('wangge', 'verify', 'ranking', PERIOD);
    expect(verified.code).toBe(0);
    expect(verified.stdout.match(/give the same scores/g)).toHaveLength(2);
  });

  it('keeps scores and ranks from every hand', async () => {
    await expect(wangge.db('rankings').update({ rank: 1 })).rejects.toThrow(/never changed/);
    await expect(wangge.db('assessment_scores').delete()).rejects.toThrow(/never changed/);
  });

  it('refuses an administrator\'s writes with 4xx and a sentence at the field', async () => {
    const period = await wangge.db('assessment_periods').where({ code: PERIOD, subdistrict: community.place.id }).first();
    const [ranking] = await wangge.db('rankings').limit(1);
    const [score] = await wangge.db('assessment_scores').limit(1);
    const [scheme] = await wangge.db('assessment_schemes').where({ state: 'active' });
    const [indicator] = await wangge.db('assessment_indicators').limit(1);
    const refusals: [method: string, path: string, body: unknown, field: string | null][] = [
      ['PATCH', `/items/rankings/${ranking.id}`, { rank: 1 }, null],
      ['DELETE', `/items/assessment_scores/${score.id}`, undefined, null],
      ['POST', '/items/rankings', { period: period.id, rank: 1 }, null],
      ['PATCH', `/items/assessment_periods/${period.id}`, { evidence_digest: 'x' }, 'evidence_digest'],
      ['PATCH', `/items/assessment_periods/${period.id}`, { ends_on: '2025-06-29' }, null],
      ['DELETE', `/items/assessment_periods/${period.id}`, undefined, null],
      ['PATCH', `/items/assessment_schemes/${scheme.id}`, { grade_bands: [{ grade: 'A', from: 60 }] }, 'grade_bands'],
      ['DELETE', `/items/assessment_schemes/${scheme.id}`, undefined, null],
      ['PATCH', `/items/assessment_indicators/${indicator.id}`, { rule: 'veto' }, 'rule'],
      ['DELETE', `/items/assessment_indicators/${indicator.id}`, undefined, null],
    ];
    for (const [method, path, body, field] of refusals) {
      const answer = await wangge.request(method, path, { as: wangge.admin, body });
      expect([path, answer.status, answer.errors[0]?.extensions.field ?? null]).toEqual([path, 400, field]);
    }
    expect((await wangge.request('PATCH', `/items/assessment_indicators/${indicator.id}`, { as: wangge.admin, body: { name: `${indicator.name}　` } })).status).toBe(200);
  });

  it('answers the panel as far as the caller may see', async () => {
    const analyst = await wangge.createUser({ role: 'analyst' });
    const periods = await wangge.request('GET', '/wangge/assessment/periods', { as: analyst });
    expect(periods.body.data).toMatchObject([{ code: PERIOD, version: 2, subdistrict: { code: community.place.code } }]);
    const ranking = await wangge.request('GET', `/wangge/assessment/${PERIOD}/ranking`, { as: analyst, query: { level: '3' } });
    expect(ranking.body.data.rows.map((row: { rank: number | null }) => row.rank)).toEqual([1, 2, null, null]);
    const { grid } = ranking.body.data.rows[1];
    const scores = await wangge.request('GET', `/wangge/assessment/${PERIOD}/grids/${grid.id}/scores`, { as: analyst });
    expect(scores.body.data.scores).toHaveLength(4);
    expect(scores.body.data.ranking).toMatchObject({ rank: 2, of: 2 });
    expect((await wangge.request('GET', '/wangge/assessment/periods')).status).toBe(403);
    for (const [path, field] of [['ranking?level=4', 'level'], ['ranking?subdistrict=%25', 'subdistrict'], ['grids/1/scores', 'grid']])
      expect(await wangge.request('GET', `/wangge/assessment/${PERIOD}/${path}`, { as: analyst })).toMatchObject({ status: 400, errors: [{ extensions: { field } }] });
    expect((await wangge.request('GET', '/wangge/assessment/2030-Q1/ranking', { as: analyst })).status).toBe(400);
    expect((await wangge.request('GET', '/wangge/assessment/soon/ranking', { as: analyst })).status).toBe(400);
  });
});

describe('at scale', () => {
  const DAYS = ['2025-07-01', '2025-09-30'] as const;
  const files = memory();
  const read = async (content: Readable) => gunzipSync(await buffer(content)).toString().trimEnd().split('\n');

  beforeAll(() => fillQuarter(wangge.db, { subdistricts: 3, patches: 90, issues: 4000 }));

  it('the one aggregate query counts what tally counts of the evidence, case by case', async () => {
    await wangge.db.transaction(async (trx) => {
      const subdistricts: string[] = (await trx('subdistricts').select('id')).map(({ id }) => id);
      const query = await asked(trx, subdistricts, DAYS);
      const facts = await frozen(trx, query);
      const sorted = (counts: readonly Tally[]) => counts.map(({ grid, scope, measures }) => JSON.stringify({ grid, scope, measures })).sort();
      const counts = sorted(await countCasesOf(trx, query));
      expect(counts).toEqual(sorted(countCases(facts)));
      expect(facts.length).toBeGreaterThan(3000);
      for (const flag of query.columns)
        expect(facts.filter(fact => fact[flag]).length).toBeGreaterThan(20);
    }, { isolationLevel: 'repeatable read' });
  });

  it('counts answers, verifications, ratings and repeats the same way where the scheme asks for them', async () => {
    await wangge.db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx.raw(`update issues set accepted_at = reported_at + random() * interval '4 days' where number like 'Q%' and number < 'Q3'`);
      await trx.raw(`update issues set contacted_at = reported_at + random() * interval '1 day' where number like 'Q%5'`);
      await trx.raw(`update issues set repeat_of = (select id from issues where number = 'Q1') where number like 'Q%7'`);
      await trx.raw(`
        insert into issue_events (issue, seq, type, at, solved, satisfaction, data)
        select id, 4 + n, 'verify', handled_at + n * interval '1 day', case when n = 1 and number like 'Q%3' then 'no' else 'yes' end, nullif(ascii(right(number, 2)) % 6, 0), '{}'
        from issues, generate_series(1, 2) n where number like 'Q1%' and handled_at is not null`);
      const [scheme] = await trx('assessment_schemes').where({ state: 'active' });
      await trx('assessment_indicators').insert(['response_rate', 'solution_rate', 'satisfaction_rate', 'repeat_rate'].map(measure => ({
        id: trx.raw('gen_random_uuid()'),
        scheme: scheme.id,
        code: measure,
        name: measure,
        group: 'handling',
        subject: 'grid',
        levels: JSON.stringify([2, 3]),
        measure,
        weight: 0,
        rule: measure === 'repeat_rate' ? 'inverse_ratio' : 'ratio',
        params: JSON.stringify({ scopes: ['community'] }),
        no_data: 'exclude',
      })));
    });
    await wangge.db.transaction(async (trx) => {
      const subdistricts: string[] = (await trx('subdistricts').select('id')).map(({ id }) => id);
      const query = await asked(trx, subdistricts, DAYS, MEASURE_CODES);
      const facts = await frozen(trx, query);
      const sorted = (counts: readonly Tally[]) => counts.map(({ grid, scope, measures }) => JSON.stringify({ grid, scope, measures })).sort();
      expect(sorted(await countCasesOf(trx, query))).toEqual(sorted(countCases(facts)));
      expect(query.columns).toEqual(Object.keys(CASE_COLUMNS));
      for (const flag of query.columns) {
        for (const value of [true, false])
          expect(facts.filter(fact => fact[flag] === value).length, `${flag} ${value}`).toBeGreaterThan(20);
      }
      // A Friday's report is to be answered by the close of business of Monday.
      expect(query.response_limits.find(({ from }) => from === '2025-07-03T16:00:00.000Z')).toEqual({ from: '2025-07-03T16:00:00.000Z', due_at: '2025-07-07T10:00:00.000Z' });
    }, { isolationLevel: 'repeatable read' });
  });

  it('of two at once one publishes, the other finds it published', async () => {
    const request = { period: QUARTER, subdistrict: null, reason: null };
    const results = await Promise.all([1, 2].map(() => rankPeriod(wangge.db, files, request, '2025-11-01T00:00:00.000Z')));
    const outcomes = results.map(result => result.kind === 'ranked' ? new Set(result.periods.map(({ outcome }) => outcome)) : result);
    expect(outcomes).toContainEqual(new Set(['already']));
    expect(outcomes).toContainEqual(new Set(['published']));
    expect(await wangge.db('assessment_versions').count().first()).toMatchObject({ count: String(2 + 4) });
  });

  it('T18: an evidence file whose rows changed places gives the same digest, scores and ranks; a changed one does not', async () => {
    for (const { id, evidence_digest } of await wangge.db('assessment_periods as p').join('directus_files as f', 'f.id', 'p.evidence').where({ code: QUARTER }).select('f.id', 'p.evidence_digest')) {
      const [header, ...lines] = await read(await files.open(id));
      const pack = (rows: string[]) => async () => Source.from(gzipSync([header, ...rows, ''].join('\n')));
      const found = await recompute(() => files.open(id));
      expect(found.digest).toBe(evidence_digest);
      expect(await recompute(pack([...lines].reverse()))).toEqual(found);
      if (lines.length === 0)
        continue;
      const forged = lines.map((line, n) => n === 0 ? line.replace(/\d\]$/, flag => flag === '0]' ? '1]' : '0]') : line);
      expect((await recompute(pack(forged))).digest).not.toBe(evidence_digest);
      await expect(recompute(pack([...lines, lines[0]!]))).rejects.toThrow(/twice/);
    }
  });
});
