/** A quarter, ranked: what counts, whose it is, published once, and recomputed from its evidence. */
import type { Knex } from 'knex';
import type { Readable } from 'node:stream';
import type { CaseLine, FirstHeader } from '../../extensions/wangge/src/assessment/evidence/evidence-rules.ts';
import type { Tally } from '../../extensions/wangge/src/assessment/facts/tally-rules.ts';
import type { Basis } from '../../extensions/wangge/src/assessment/periods/basis-service.ts';
import type { PeriodSpan } from '../../extensions/wangge/src/calendar/period-rules.ts';
import type { EventInput } from '../../extensions/wangge/src/handling/model.ts';
import type { Standing } from '../../extensions/wangge/src/territory/model.ts';
import type { Community } from './community.ts';
import type { OwnServer } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Readable as Source } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseReader, evidenceColumns, headerLine, schemeHash } from '../../extensions/wangge/src/assessment/evidence/evidence-rules.ts';
import { recompute } from '../../extensions/wangge/src/assessment/evidence/old-evidence.ts';
import { verifyFile } from '../../extensions/wangge/src/assessment/evidence/verify-file.ts';
import { verifyRanking } from '../../extensions/wangge/src/assessment/evidence/verify-service.ts';
import { caseBlocks } from '../../extensions/wangge/src/assessment/facts/case-store.ts';
import { caseColumnsFor, MEASURE_CODES } from '../../extensions/wangge/src/assessment/facts/measure-lookup-rules.ts';
import { CASE_COLUMNS } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import { countCases } from '../../extensions/wangge/src/assessment/facts/tally-rules.ts';
import { gatherBasis } from '../../extensions/wangge/src/assessment/periods/basis-service.ts';
import { jobs } from '../../extensions/wangge/src/assessment/periods/job.ts';
import { factsOfNumber } from '../../extensions/wangge/src/assessment/periods/list-service.ts';
import { periodBounds } from '../../extensions/wangge/src/assessment/periods/period-store.ts';
import { rankPeriod } from '../../extensions/wangge/src/assessment/periods/ranking-service.ts';
import { activeScheme, insertRankings, insertScores, openPeriods } from '../../extensions/wangge/src/assessment/periods/ranking-store.ts';
import { loadCalendar } from '../../extensions/wangge/src/calendar/index.ts';
import { periodOf } from '../../extensions/wangge/src/calendar/period-rules.ts';
import { insertEvents } from '../../extensions/wangge/src/handling/issue-store.ts';
import { command } from '../../extensions/wangge/src/handling/lifecycle/command-service.ts';
import { NO_INPUT } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import { sweep } from '../../extensions/wangge/src/handling/sweep-service.ts';
import { SYSTEM } from '../../extensions/wangge/src/territory/model.ts';
import { inspection, memory, published } from './assessed.ts';
import { peopled } from './community.ts';
import { rankByFirstScheme } from './first-scheme.ts';
import { freshServer } from './harness.ts';
import { handleAt, reportAt, stepAt } from './past.ts';
import { fillQuarter, QUARTER } from './quarter.ts';

const PERIOD = '2025-Q2';
const AFTER = '2025-07-10T00:00:00.000Z';

let wangge: OwnServer;
let community: Community;

beforeAll(async () => {
  wangge = await freshServer();
  community = await peopled(wangge);
  await rankByFirstScheme(wangge.db);
});
afterAll(() => wangge.close());

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

/** What a scheme with these measures finds of the cases that fell due in these days, as of their end unless a later cut is said. */
async function found(trx: Knex, subdistricts: readonly string[], [starts_on, ends_on, cut]: readonly [string, string, string?], measures: readonly string[] = []): Promise<Basis> {
  const bounds = await periodBounds(trx, starts_on, ends_on);
  const span = { code: '2025-Q3', kind: 'quarter', starts_on, ends_on } as const;
  return gatherBasis(trx, subdistricts, { span, bounds, cut: cut ?? bounds.until, calendar: await loadCalendar(trx), columns: caseColumnsFor({ tie_break: measures, indicators: [] }) });
}

/** The cases as the evidence has them. */
async function frozen(trx: Knex, { query, places }: Basis): Promise<CaseLine[]> {
  const read = caseReader({ format: 'wangge-evidence-1.1', columns: evidenceColumns(query.columns) });
  const facts: CaseLine[] = [];
  for await (const { lines } of caseBlocks(trx, query, [...places.values()].flatMap(({ grids }) => grids), Buffer.alloc(32, 7)))
    facts.push(...lines.split('\n').map(read));
  return facts;
}

/** The facts of the cases that fell due in these days, as flags: on time, handled, reworked, returned; a dot where nothing is said. */
async function flagsIn(...days: [starts_on: string, ends_on: string, cut?: string]): Promise<string[]> {
  return wangge.db.transaction(async (trx) => {
    const facts = await frozen(trx, await found(trx, [community.place.id], days));
    return facts.map(fact => [fact.on_time, fact.handled, fact.reworked, fact.returned].map(flag => flag == null ? '.' : Number(flag)).join('')).sort();
  });
}

describe('a case', () => {
  it('is an issue\'s first round; what is done over is another, which says that alone, in the quarter in which it falls due', async () => {
    const { worker, cadre } = community;
    const again = await handled(0, '2023-03-06T02:00:00.000Z', '2023-03-07T02:00:00.000Z');
    await eventAt(again, 'reopen', { person: worker.id }, { note: '垃圾又出现了' }, '2023-03-13T02:00:00.000Z');
    await handleAt(wangge.db, again, cadre.id, '2023-03-14T02:00:00.000Z');
    expect(await flagsIn('2023-01-01', '2023-03-31')).toEqual(['..1.', '1100']);

    // Reopened when the quarter was over: that belongs to the next one.
    const later = await handled(0, '2023-03-20T02:00:00.000Z', '2023-03-21T02:00:00.000Z');
    await eventAt(later, 'reopen', { person: worker.id }, { note: '没有解决' }, '2023-04-03T02:00:00.000Z');
    expect(await flagsIn('2023-01-01', '2023-03-31')).toEqual(['..1.', '1100', '1100']);
    expect(await flagsIn('2023-04-01', '2023-06-30')).toEqual(['..1.']);
  });

  it('carries a return for an incomplete report, not one for a wrong routing', async () => {
    const cadre = { person: community.cadre.id, department: community.place.communityDepartments[0].id };
    for (const cause of ['insufficient', 'wrong_routing'] as const)
      await eventAt(await report(0, '2022-03-07T02:00:00.000Z'), 'return', cadre, { cause, note: '请补充' }, '2022-03-08T02:00:00.000Z');
    // Due while it stood paused with nobody: still the issue's own limit.
    expect(await flagsIn('2022-01-01', '2022-03-31')).toEqual(['00.0', '00.1']);
  });

  it('is none where the matter was withdrawn; late is late, and handled after the end is not handled', async () => {
    await eventAt(await report(0, '2021-03-08T02:00:00.000Z'), 'withdraw', { person: community.worker.id }, {}, '2021-03-08T03:00:00.000Z');
    await handled(0, '2021-03-08T02:00:00.000Z', '2021-03-20T02:00:00.000Z');
    await handled(0, '2021-03-08T02:00:00.000Z', '2021-04-01T02:00:00.000Z');
    expect(await flagsIn('2021-01-01', '2021-03-31')).toEqual(['00.0', '0100']);
  });

  it('belongs to the quarter by its due moment, in the installation\'s time zone', async () => {
    // Due on 31 December 2020 at 18:00 in Shanghai.
    await report(0, '2020-12-28T02:00:00.000Z');
    expect([await flagsIn('2020-10-01', '2020-12-31'), await flagsIn('2021-01-01', '2021-01-31')]).toEqual([['00.0'], []]);
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
    expect(await rankPeriod(wangge.db, memory(), { period: '2025-9', subdistrict: null, reason: null }, AFTER)).toMatchObject({ kind: 'refused', code: 'period_unknown' });
    expect(await rankPeriod(wangge.db, memory(), { period: PERIOD, subdistrict: null, reason: null }, '2025-06-30T15:59:59.999Z')).toMatchObject({ kind: 'refused', code: 'period_not_over' });
    expect(await rankPeriod(wangge.db, memory(), { period: PERIOD, subdistrict: 'none', reason: null }, AFTER)).toMatchObject({ kind: 'refused', code: 'subdistrict_unknown' });
  });

  it('refuses a quarter whose facts are not all on record, and says until when they are', async () => {
    // The fifth working day of July, in Shanghai.
    for (const at of ['2025-06-30T16:00:00.000Z', '2025-07-07T09:59:59.999Z'])
      expect(await rankPeriod(wangge.db, memory(), { period: PERIOD, subdistrict: null, reason: null }, at)).toMatchObject({ kind: 'refused', code: 'cut_not_passed', params: { period: PERIOD, cut: '2025-07-07 18:00' } });
    const job = jobs.find(({ name }) => name === 'rank_quarter')!;
    const slots = async (now: string) => (await job.slots(null, now, 'Asia/Shanghai', wangge.db)).map(({ slot, at }) => [slot, at]);
    expect(await slots('2025-07-07T09:59:00.000Z')).toEqual([]);
    expect(await slots('2025-07-07T10:00:00.000Z')).toEqual([[PERIOD, '2025-07-07T10:00:00.000Z']]);
    const now = new Date();
    const running = `${now.getUTCFullYear()}-Q${Math.floor(now.getUTCMonth() / 3) + 1}`;
    expect(await wangge.request('POST', `/wangge/assessment/${running}/compute`, { as: wangge.admin, body: {} })).toMatchObject({ status: 400, errors: [{ extensions: { field: 'period' } }] });
    expect((await wangge.request('POST', `/wangge/assessment/${PERIOD}/compute`, { as: community.level1, body: {} })).status).toBe(403);
  });

  it('is computed once by the command line, and a second run says so and changes nothing; nothing of it is published', async () => {
    const first = await wangge.cli('wangge', 'rank', PERIOD);
    expect(first.stdout + first.stderr).toContain('computed as version 1');
    expect(first.code).toBe(0);
    const period = await wangge.db('assessment_periods').where({ code: PERIOD, subdistrict: community.place.id }).first();
    expect(period).toMatchObject({ state: 'computed', version: 0, draft_version: 1, evidence_digest: null, published_at: null });
    const second = await wangge.cli('wangge', 'rank', PERIOD);
    expect(second.stdout).toContain('computed before as version 1 (computed), nothing changed');
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
    const { evidence } = await wangge.db('assessment_versions as v').join('assessment_periods as p', 'p.id', 'v.period').where({ code: PERIOD, subdistrict: community.place.id }).first('v.evidence');
    const file = await wangge.db('directus_files').where({ id: evidence }).first();
    const text = gunzipSync(readFileSync(`${wangge.environment.STORAGE_LOCAL_ROOT}/${file.filename_disk}`)).toString();
    for (const secret of [community.worker.id, community.cadre.id, '楼道', ...(await wangge.db('issues').limit(20)).flatMap(({ id, number }) => [id, number])])
      expect(text).not.toContain(secret);
  });

  it('computes a new version with a reason, and keeps the old one', async () => {
    const without = await wangge.cli('wangge', 'rank', PERIOD, '--again');
    expect(without.code).toBe(1);
    const again = await wangge.cli('wangge', 'rank', PERIOD, '--again', '--reason', '更正归属');
    expect(again.stdout).toContain('computed as version 2');
    const versions = await wangge.db('assessment_versions').orderBy('version').select('version', 'state', 'reason');
    expect(versions).toEqual([{ version: 1, state: 'superseded', reason: null }, { version: 2, state: 'computed', reason: '更正归属' }]);
    expect(await wangge.db('rankings').countDistinct('version as n').first()).toEqual({ n: '2' });
    const verified = await wangge.cli('wangge', 'verify', 'ranking', PERIOD);
    expect(verified.code).toBe(0);
    expect(verified.stdout.match(/give the same scores/g)).toHaveLength(2);
    await published(wangge, await inspection(wangge, community.place), PERIOD, AFTER);
  });

  it('keeps scores and ranks from every hand', async () => {
    await expect(wangge.db('rankings').update({ rank: 1 })).rejects.toThrow('only added to');
    await expect(wangge.db('assessment_scores').delete()).rejects.toThrow('only added to');
    await expect(wangge.db.raw('truncate rankings')).rejects.toThrow('only added to');
    // Of somebody who stands in no ranking of that version.
    const { id: _, ...score } = await wangge.db('assessment_scores').whereNotNull('grid').first();
    await expect(wangge.db('assessment_scores').insert({ ...score, version: 9, state: 'computed' })).rejects.toThrow(/stand in the ranking/);
    // Whoever is ranked stays.
    await expect(wangge.db('grids').where({ id: score.grid }).delete()).rejects.toThrow(/foreign key|violates/);
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
      ['PATCH', `/items/assessment_indicators/${indicator.id}`, { rule: 'veto' }, null],
      ['DELETE', `/items/assessment_indicators/${indicator.id}`, undefined, null],
    ];
    for (const [method, path, body, field] of refusals) {
      const answer = await wangge.request(method, path, { as: wangge.admin, body });
      expect([path, answer.status, answer.errors[0]?.extensions.field ?? null]).toEqual([path, 400, field]);
    }
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

/** Two ways to one answer: what columns say where nothing was recorded since the cut, and what events say where something was. */
describe('as of a cut', () => {
  const DAYS = ['2024-01-01', '2024-03-31'] as const;
  const LATER = '2024-04-09T10:00:00.000Z';
  const cases = (cut: string) => wangge.db.transaction(async trx => (await frozen(trx, await found(trx, [community.place.id], [...DAYS, cut], MEASURE_CODES))).map(fact => JSON.stringify(fact)).sort());
  let issues: string[];

  beforeAll(async () => {
    const { worker, cadre, level2, dispatcher } = community;
    const told = async (day: string, life: (issue: string, on: (day: string) => string) => Promise<unknown>): Promise<string> => {
      const issue = await report(0, `2024-${day}T02:00:00.000Z`);
      await life(issue, on => `2024-${on}T03:00:00.000Z`);
      return issue;
    };
    const handle = (issue: string, at: string) => handleAt(wangge.db, issue, cadre.id, at);
    issues = [
      await told('01-08', async (issue, on) => handle(issue, on('01-09'))),
      await told('01-08', async (issue, on) => handle(issue, on('02-09'))),
      await told('01-09', async () => {}),
      await told('01-10', async (issue, on) => {
        await handle(issue, on('01-11'));
        await eventAt(issue, 'reopen', { person: worker.id }, { note: '又出现了' }, on('01-15'));
        await handle(issue, on('01-16'));
        await stepAt(wangge.db, issue, { person: level2.id, levels: [2] }, { type: 'verify', solved: 'yes', channel: 'visit', satisfaction: 5 }, on('01-17'));
      }),
      await told('01-10', async (issue, on) => {
        await handle(issue, on('01-11'));
        await stepAt(wangge.db, issue, { person: level2.id, levels: [2] }, { type: 'verify', solved: 'no', channel: 'visit', satisfaction: 2 }, on('01-12'));
      }),
      await told('01-10', async (issue, on) => {
        await eventAt(issue, 'return', { person: cadre.id, department: community.place.communityDepartments[0].id }, { cause: 'insufficient', note: '请补充' }, on('01-10'));
        await stepAt(wangge.db, issue, { person: dispatcher.id, dispatcher: true }, { type: 'route', note: '已补充' }, on('01-11'));
        await stepAt(wangge.db, issue, { person: cadre.id, department: community.place.communityDepartments[0].id }, { type: 'progress', note: '已联系', channel: 'phone' }, on('01-11'));
      }),
      // Handled when the quarter was over: not handled in it.
      await told('03-25', async issue => handle(issue, '2024-04-02T02:00:00.000Z')),
    ];
    await sweep(wangge.db, '2024-04-08T00:00:00.000Z');
  });

  it('both say the same of the same issues, whatever is recorded, moved, merged, erased or asked for afterwards', async () => {
    const { db } = wangge;
    const { dispatcher, level1, place } = community;
    const before = await cases(LATER);
    expect(before).toHaveLength(9);
    const settled = await db('issues').whereIn('id', issues).where('event_recorded_at', '<', LATER).pluck('id');
    expect(settled.length).toBe(issues.length);
    for (const [n, issue] of issues.entries()) {
      const { status } = await db('issues').where('id', issue).first();
      const by = { person: level1.id, levels: [1 as const] };
      if (status === 'fed_back' || status === 'closed')
        await eventAt(issue, 'reopen', by, { note: '又出现了' }, `2024-04-1${n}T02:00:00.000Z`);
      else if (n % 2 === 0)
        await stepAt(db, issue, { person: dispatcher.id, dispatcher: true }, { type: 'route', to_scope: 'subdistrict', to_grid: place.patches[2].id, note: '改派' }, `2024-04-1${n}T02:00:00.000Z`);
      await stepAt(db, issue, { person: dispatcher.id, dispatcher: true }, { type: 'redact', note: '当事人要求' }, `2024-04-20T02:00:00.000Z`);
    }
    expect(await db('issues').whereIn('id', issues).where('event_recorded_at', '<', LATER)).toEqual([]);
    expect(await cases(LATER)).toEqual(before);
    // A grid that moves later is as it was.
    await db('grids').where('id', place.patches[0].id).update({ parent: place.communities[1].id });
    expect(await cases(LATER)).toEqual(before);
    // As of an earlier cut the late ones were not handled yet.
    expect(await cases('2024-02-01T00:00:00.000Z')).not.toEqual(before);
  });
});

describe('a quarter that an earlier release published', () => {
  const CODE = '2022-Q3';

  it('verifies as it was, and computed again makes a version as of a cut beside it', async () => {
    const { db } = wangge;
    const { place } = community;
    const files = memory();
    const issue = await handled(0, '2022-08-08T02:00:00.000Z', '2022-08-09T02:00:00.000Z');
    const stored = (await activeScheme(db, '2022-09-30'))!;
    const { id: scheme, indicator_ids, cut_working_days: _, ...said } = stored;
    const span = periodOf(CODE) as PeriodSpan;
    const { from, until, time_zone } = await periodBounds(db, span.starts_on, span.ends_on);
    const header: FirstHeader = {
      format: 'wangge-evidence-1',
      columns: evidenceColumns(caseColumnsFor(said)),
      period: { ...span, from, until, time_zone, subdistrict: place.code, version: 1 },
      calendar_version: null,
      scheme: said,
      scheme_hash: schemeHash(said),
      grids: ([[1, [place.area]], [2, place.communities], [3, place.patches]] as const).flatMap(([level, grids]) => grids.map(({ code, path }) => ({ code, path, level, retired: false, previous_rank: null }))),
    };
    // Each round was a case then.
    const lines = ['1110', '1100', '0000'].map((flags, n) => `["${place.patches[0].code}","${'0'.repeat(23)}${n}","community",${[...flags].join(',')}]`);
    const evidence = await files.save(db, 'first', Source.from(gzipSync([headerLine(header), ...lines, ''].join('\n'))));
    const found = await recompute(() => files.open(evidence));
    const [period] = (await openPeriods(db, span, place.code));
    const grids = new Map((await db('grids').where('subdistrict', place.id).select('id', 'code')).map(({ id, code }) => [code, id]));
    const row = <Row extends { grid: string }>({ grid, ...rest }: Row) => ({ ...rest, period: period!.id, version: 1, subject: 'grid' as const, grid: grids.get(grid)!, grid_path: '/', told: true });
    await insertRankings(db, found.rankings.map(ranking => ({ ...row(ranking), person: null })));
    await insertScores(db, found.scores.map(score => ({ ...row(score), indicator: indicator_ids.get(score.indicator)! })));
    await db.transaction(async (trx) => {
      // As its upgrade finds it: published without a step.
      await trx.raw('set local session_replication_role = replica');
      await trx('assessment_versions').insert({ period: period!.id, version: 1, scheme, evidence, evidence_digest: found.digest, salt: Buffer.alloc(32), reason: null, computed_at: until, published_at: until, state: 'published' });
      await trx('assessment_periods').where('id', period!.id).update({ state: 'published', version: 1, scheme, evidence, evidence_digest: found.digest });
    });
    expect(found.rankings.find(({ grid }) => grid === place.patches[0].code)).toMatchObject({ sample: 3 });

    const again = await rankPeriod(db, files, { period: CODE, subdistrict: place.code, reason: '按首轮重新核算' }, '2023-05-01T00:00:00.000Z');
    expect(again).toMatchObject({ kind: 'ranked', periods: [{ outcome: 'computed', version: 2 }] });
    expect((await verifyRanking(db, files, CODE)).map(({ version, cases, faults }) => [version, cases, faults])).toEqual([[1, 3, []], [2, 1, []]]);

    // What is recorded afterwards, and a version more, leave both as they were; what is not so is named.
    await eventAt(issue, 'reopen', { person: community.worker.id }, { note: '又出现了' }, '2023-05-02T02:00:00.000Z');
    await rankPeriod(db, files, { period: CODE, subdistrict: place.code, reason: '再算一次' }, '2023-05-03T00:00:00.000Z');
    expect((await verifyRanking(db, files, CODE)).map(({ version, cases, faults }) => [version, cases, faults])).toEqual([[1, 3, []], [2, 1, []], [3, 1, []]]);
    const cuts = await db('assessment_versions').where('period', period!.id).orderBy('version').pluck('cut');
    expect(cuts.map(cut => cut && new Date(cut).toISOString())).toEqual([null, '2022-10-12T10:00:00.000Z', '2022-10-12T10:00:00.000Z']);
  });
});

describe('at scale', () => {
  const DAYS = ['2025-07-01', '2025-09-30'] as const;
  const CUT = '2025-10-16T00:00:00.000Z';
  const files = memory();
  const read = async (content: Readable) => gunzipSync(await buffer(content)).toString().trimEnd().split('\n');

  beforeAll(() => fillQuarter(wangge.db, { subdistricts: 3, patches: 90, issues: 4000 }));

  it('the one aggregate query counts what tally counts of the evidence, case by case', async () => {
    await wangge.db.transaction(async (trx) => {
      const subdistricts: string[] = (await trx('subdistricts').select('id')).map(({ id }) => id);
      const basis = await found(trx, subdistricts, [...DAYS, CUT]);
      const { query, places } = basis;
      const facts = await frozen(trx, basis);
      const sorted = (counts: readonly Tally[]) => counts.map(({ grid, scope, measures }) => JSON.stringify({ grid, scope, measures })).sort();
      expect(sorted([...places.values()].flatMap(({ counts }) => counts))).toEqual(sorted(countCases(facts)));
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
      const basis = await found(trx, subdistricts, [...DAYS, CUT], MEASURE_CODES);
      const { query, places } = basis;
      const facts = await frozen(trx, basis);
      const sorted = (counts: readonly Tally[]) => counts.map(({ grid, scope, measures }) => JSON.stringify({ grid, scope, measures })).sort();
      expect(sorted([...places.values()].flatMap(({ counts }) => counts))).toEqual(sorted(countCases(facts)));
      expect(query.columns).toEqual(Object.keys(CASE_COLUMNS));
      for (const flag of query.columns) {
        for (const value of [true, false])
          expect(facts.filter(fact => fact[flag] === value).length, `${flag} ${value}`).toBeGreaterThan(20);
      }
      // A Friday's report is to be answered by the close of business of Monday.
      expect(query.response_limits.find(({ from }) => from === '2025-07-03T16:00:00.000Z')).toEqual({ from: '2025-07-03T16:00:00.000Z', due_at: '2025-07-07T10:00:00.000Z' });
    }, { isolationLevel: 'repeatable read' });
  });

  it('of two at once one computes, the other finds it computed', async () => {
    const request = { period: QUARTER, subdistrict: null, reason: null };
    const results = await Promise.all([1, 2].map(() => rankPeriod(wangge.db, files, request, '2025-11-01T00:00:00.000Z')));
    const outcomes = results.map(result => result.kind === 'ranked' ? new Set(result.periods.map(({ outcome }) => outcome)) : result);
    expect(outcomes).toContainEqual(new Set(['already']));
    expect(outcomes).toContainEqual(new Set(['computed']));
    expect(await wangge.db('assessment_versions as v').join('assessment_periods as p', 'p.id', 'v.period').where('p.code', QUARTER).count().first()).toMatchObject({ count: '4' });
  });

  it('T18: an evidence file gives the digest, scores and ranks that were stored; one whose rows changed places, or were changed, says so', async () => {
    for (const { id, evidence_digest } of await wangge.db('assessment_periods as p').join('assessment_versions as v', 'v.period', 'p.id').join('directus_files as f', 'f.id', 'v.evidence').where({ code: QUARTER }).select('f.id', 'v.evidence_digest')) {
      const [header, ...lines] = await read(await files.open(id));
      const verified = async (rows: readonly string[]) => verifyFile(async () => Source.from(gzipSync([header, ...rows, ''].join('\n'))), { checkpoint: null, key: null });
      expect(await verified(lines)).toMatchObject({ digest: evidence_digest, faults: [] });
      const facts = lines.filter(line => line.startsWith('['));
      if (facts.length < 2)
        continue;
      const codes = async (rows: readonly string[]) => (await verified(rows)).faults.map(({ code }) => code);
      expect(await codes([facts[1]!, facts[0]!, ...lines.slice(2)])).toContain('line_order');
      const flagged = lines.findIndex(line => /[01]\]$/.test(line));
      expect(await codes(lines.map((line, n) => n === flagged ? line.replace(/[01]\]$/, flag => flag === '0]' ? '1]' : '0]') : line))).toContain('leaf_grid');
      expect(await codes([lines[0]!, ...lines])).toContain('line_order');
    }
  });

  it('counts what came from the press or from above as often as the scheme says, and verifies from the file and from the database', async () => {
    const { db } = wangge;
    await db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx.raw(`update issues set source = case ascii(right(number, 1)) % 3 when 0 then 'media' when 1 then 'hotline' else source end where number like 'Q%'`);
      const { id: scheme } = await trx('assessment_schemes').where({ state: 'active' }).first('id');
      await trx('assessment_indicators').insert({ id: randomUUID(), scheme, code: 'late_flagged', name: '逾期件', group: 'handling', subject: 'grid', levels: JSON.stringify([3]), measure: 'on_time_rate', weight: 0, rule: 'deduct_per_case', params: JSON.stringify({ scopes: ['community'], per_case: 1, multiplier: 2.5, flagged_sources: ['media'] }), no_data: 'exclude' });
    });
    const done = await rankPeriod(db, files, { period: QUARTER, subdistrict: null, reason: '媒体曝光件加倍' }, '2025-11-01T00:00:00.000Z');
    expect(done).toMatchObject({ kind: 'ranked' });
    const verified = await verifyRanking(db, files, QUARTER);
    expect(verified.flatMap(({ faults }) => faults)).toEqual([]);
    const newest = await db('assessment_versions as v').join('assessment_periods as p', 'p.id', 'v.period').where({ 'p.code': QUARTER, 'v.reason': '媒体曝光件加倍' }).select('v.*');
    expect(newest.length).toBeGreaterThan(2);
    const wrong: object[] = [];
    let flagged = 0;
    for (const { period, version, evidence } of newest) {
      const [header] = await read(await files.open(evidence));
      expect((JSON.parse(header!) as { columns: { clock: string[] } }).columns.clock).toContain('flagged_source');
      const { rows } = await db.raw<{ rows: Record<'grid' | 'hits' | 'of' | 'media_hits' | 'media' | 'numerator' | 'denominator' | 'flagged_numerator' | 'flagged_denominator' | 'cases', string>[] }>(`
        select s.grid, s.numerator, s.denominator, s.flagged_numerator, s.flagged_denominator, s.cases,
          count(*) filter (where d.met_at <= d.due_at) as hits, count(d.*) as of, count(*) filter (where d.met_at <= d.due_at and i.source = 'media') as media_hits, count(*) filter (where i.source = 'media') as media
        from assessment_scores s join assessment_indicators n on n.id = s.indicator and n.code = 'late_flagged'
        left join issue_deadlines d on d.grid = s.grid and d.kind = 'resolve' and d.first_round and d.scope = 'community' and d.state in ('met', 'missed', 'late', 'running') and d.due_at >= '2025-06-30T16:00:00Z' and d.due_at < '2025-09-30T16:00:00Z'
        left join issues i on i.id = d.issue
        where s.period = ? and s.version = ? group by s.grid, s.numerator, s.denominator, s.flagged_numerator, s.flagged_denominator, s.cases`, [period, version]);
      for (const { hits, of, media_hits, media, cases, ...row } of rows) {
        flagged += Number(media) - Number(media_hits);
        const expected = [hits, of, media_hits, media].map(Number);
        if (JSON.stringify([row.numerator, row.denominator, row.flagged_numerator, row.flagged_denominator].map(Number)) !== JSON.stringify(expected) || (Number(of) > 0 && Number(cases) !== Number(of) - Number(hits) + 1.5 * (Number(media) - Number(media_hits))))
          wrong.push({ ...row, expected, cases });
      }
    }
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(flagged).toBeGreaterThan(5);
    // The list behind it says which of them those are.
    const { period, version, grid, missed } = await db('assessment_scores as s').join('assessment_indicators as n', 'n.id', 's.indicator').where('n.code', 'late_flagged').orderByRaw('s.flagged_denominator - s.flagged_numerator desc')
      .first('s.period', 's.version', 's.grid', db.raw('(s.flagged_denominator - s.flagged_numerator)::int as missed'));
    const { subdistrict } = await db('assessment_periods').where({ id: period }).first('subdistrict');
    const { cut, calendar_version, persons_by_post } = newest.find(one => one.period === period && one.version === version);
    const listed = await factsOfNumber(db, { code: QUARTER, subdistrict, cut: new Date(cut).toISOString(), calendar_version, persons_by_post, exemptions: [], indicator: { code: 'late_flagged', measure: 'on_time_rate', params: { scopes: ['community'], multiplier: 2.5, flagged_sources: ['media'] } }, kind: 'grid', level: null, id: grid, part: 'miss' });
    expect(listed.filter(({ times }) => times === 2.5)).toHaveLength(missed);
    expect(listed.length).toBeGreaterThanOrEqual(missed);
    expect(listed.every(one => !('flagged' in one))).toBe(true);
    // Where nobody asks, nothing is stored.
    expect(await db('assessment_scores as s').join('assessment_indicators as n', 'n.id', 's.indicator').whereNot('n.code', 'late_flagged').whereNotNull('s.flagged_denominator').first('s.period')).toBeUndefined();
  });
});
