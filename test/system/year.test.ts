/** A year: from published quarters, the team's review and what communities said to places that two people publish; verified; and its change, step by step. */
import type { EvidenceFiles } from '../../extensions/wangge/src/assessment/evidence/kept-file.ts';
import type { Team } from './assessed.ts';
import type { Community } from './community.ts';
import type { Account, OwnServer } from './harness.ts';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyRanking } from '../../extensions/wangge/src/assessment/evidence/verify-service.ts';
import { rankPeriod } from '../../extensions/wangge/src/assessment/periods/ranking-service.ts';
import { takeStep } from '../../extensions/wangge/src/assessment/periods/step-service.ts';
import { scoresWaiting } from '../../extensions/wangge/src/assessment/year/score-service.ts';
import { foundScore } from '../../extensions/wangge/src/assessment/year/score-store.ts';
import { outdatedYears } from '../../extensions/wangge/src/assessment/year/year-store.ts';
import { inspection, memory, published } from './assessed.ts';
import { peopled } from './community.ts';
import { rankByFirstScheme } from './first-scheme.ts';
import { freshServer } from './harness.ts';
import { handleAt, reportAt } from './past.ts';

const YEAR = '2024';
const NOW = '2025-02-10T01:00:00.000Z';

let wangge: OwnServer;
let community: Community;
let team: Team;
let period: string;
const kept = memory();
/** In memory, and where the server finds them. */
const files: EvidenceFiles = { ...kept, save: async (trx, name, content) => {
  const id = await kept.save(trx, name, content);
  await trx('directus_files').where({ id }).update({ filename_disk: `${id}.gz` });
  writeFileSync(join(wangge.environment.STORAGE_LOCAL_ROOT!, `${id}.gz`), kept.contents.get(id)!);
  return id;
} };

const post = (as: Account, path: string, body: unknown = {}) => wangge.request('POST', path, { as, body });
const rule = ({ body }: { body: { errors?: { extensions: Record<string, unknown> }[] } }) => body.errors?.[0]?.extensions.rule ?? body.errors?.[0]?.extensions.code;
const compute = (reason: string | null = null) => rankPeriod(wangge.db, files, { period: YEAR, subdistrict: community.place.code, reason }, NOW);
const score = (as: Account, said: object) => post(as, '/items/assessment_year_scores', { period, source: '年终督查', note: '现场核查台账和办结', ...said });
const rows = async (version: number) => wangge.db('rankings as r').leftJoin('assessment_year_results as y', function same() {
  this.on('y.period', 'r.period').on('y.version', 'r.version').on('y.subject', 'r.subject').on('y.grid', 'r.grid');
}).where({ 'r.period': period, 'r.version': version, 'r.subject': 'grid' }).orderBy('r.rank').select('r.grid', 'r.total', 'r.rank', 'r.note', 'r.sample', 'r.tier', 'y.days', 'y.parts', 'y.quarters', 'y.holders');

beforeAll(async () => {
  wangge = await freshServer();
  await rankByFirstScheme(wangge.db);
  community = await peopled(wangge);
  const { place, category, worker } = community;
  team = await inspection(wangge, place);
  // Two quarters; in the second one patch has nothing. Of the third only a draft, of the fourth nothing.
  for (const [quarter, month, patches] of [['2024-Q1', '01', [0, 1, 2]], ['2024-Q2', '04', [0, 1]], ['2024-Q3', '07', [0, 1, 2]]] as const) {
    for (const patch of patches) {
      for (const day of ['09', '10', '11', '15', '16']) {
        const issue = await reportAt(wangge.db, { grid: place.patches[patch].id, category, reporter: worker.id, at: `2024-${month}-${day}T02:00:00.000Z` });
        const { handler, lead } = await wangge.db('issues').where({ id: issue }).first();
        await handleAt(wangge.db, issue, handler ?? lead, patch === 0 || Number(day) < 12 ? `2024-${month}-${day}T05:00:00.000Z` : `2024-${month}-28T05:00:00.000Z`);
      }
    }
    const ranked = await rankPeriod(wangge.db, files, { period: quarter, subdistrict: place.code, reason: null }, NOW);
    expect(ranked).toMatchObject({ periods: [{ outcome: 'computed' }] });
    if (quarter !== '2024-Q3')
      await published(wangge, team, quarter, '2024-10-10T01:00:00.000Z');
  }
});

afterAll(() => wangge.close());

describe('the scores at its end', () => {
  it('are given by the team, with a source and a reason, and by nobody of their own line', async () => {
    await wangge.db('assessment_periods').insert({ id: wangge.db.raw('gen_random_uuid()'), code: YEAR, kind: 'year', subdistrict: community.place.id, starts_on: '2024-01-01', ends_on: '2024-12-31', state: 'open', version: 0 });
    ({ id: period } = await wangge.db('assessment_periods').where({ code: YEAR, subdistrict: community.place.id }).first('id'));
    const [patch, other] = community.place.patches;
    const { department } = await wangge.db('directus_users').where('id', team.opens.id).first();
    const insider = await wangge.createUser({ role: 'inspector', department, posts: [{ grid: patch.id, role: 'deputy', starts_on: '2024-01-01' }] });
    for (const [said, code] of [[{ score: 101 }, 'year_score_number'], [{ score: 80, source: ' ' }, 'year_score_source'], [{ score: 80, note: '' }, 'score_reason'], [{ score: 80, department: community.place.office.id }, 'year_score_subject'], [{ score: 80, confirmed_by: team.opens.id }, 'managed_field']] as const)
      expect(rule(await score(team.opens, { grid: patch.id, ...said }))).toBe(code);
    expect(rule(await score(insider, { grid: patch.id, score: 99 }))).toBe('score_own_line');
    // Who stood in for its leader on a day of that year had a part in it; who did so the year after has none.
    const [stoodIn, later] = [await wangge.createUser({ role: 'inspector', department }), await wangge.createUser({ role: 'inspector', department })];
    const { person: leader } = await wangge.db('posts').where({ grid: patch.id, role: 'leader' }).first('person');
    await wangge.db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      for (const [{ id: stand_in }, day] of [[stoodIn, '2024-05-06'], [later, '2025-01-06']] as const)
        await trx('absences').insert({ id: trx.raw('gen_random_uuid()'), person: leader, kind: 'leave', starts_on: day, ends_on: day, stand_in, decision: 'yes', approved_by: team.opens.id, decided_at: `${day}T00:00:00Z` });
    });
    expect(rule(await score(stoodIn, { grid: patch.id, score: 99 }))).toBe('score_own_line');
    expect(await foundScore(wangge.db, { part: 'review', kind: 'grid', subject: patch.id, period }, later.id)).toMatchObject({ here: true, inspects: true, part_of_it: false });
    expect(rule(await score(community.inspector, { grid: patch.id, score: 99 }))).toBe('year_score_team');
    for (const person of [community.worker, community.level1, community.officer, community.dispatcher])
      expect([400, 403]).toContain((await score(person, { grid: patch.id, score: 99 })).status);
    for (const [as, grid, points] of [[team.opens, patch, 60], [team.opens, patch, 90], [team.publishes, patch, 80], [team.opens, other, 70.5]] as const)
      expect((await score(as, { grid: grid.id, score: points })).status).toBe(200);
    expect(rule(await wangge.request('PATCH', '/items/assessment_year_scores', { as: wangge.admin, body: { query: {}, data: { score: 1 } } }))).toBe('year_score_kept');
    await expect(wangge.db('assessment_year_scores').where({ period }).update({ score: 1 })).rejects.toThrow('only added to');
  });

  it('of communities come out of a workbook with their source, change nothing brought in twice, and count once another has confirmed them', async () => {
    const { patches } = community.place;
    const bring = async (lines: unknown[][], query: Record<string, string> = {}) => {
      const form = new FormData();
      form.append('file', new Blob([await writeXlsx({ sheets: [{ name: '社区评议', rows: [['网格编码', '评议得分', '来源'], ...lines] as never }] }) as BlobPart]), 'x.xlsx');
      return wangge.request('POST', `/wangge/assessment/${YEAR}/community/import`, { as: team.opens, body: form, query: { subdistrict: community.place.code, ...query } });
    };
    const faulty = await bring([[patches[0].code, 92.5, '居委会评议表'], [patches[0].code, 90, '居委会评议表'], ['nowhere', 90, 'x'], [patches[1].code, 120, 'x']]);
    expect([faulty.status, faulty.body.data?.counts ?? faulty.body]).toEqual([400, { new: 0, changed: 0, same: 0, error: 4 }]);
    const said = [[patches[0].code, 92.5, null], [patches[1].code, 70, '第一社区居委会评议表（12月28日）']];
    expect((await bring(said)).status).toBe(400);
    const source = '街道社区评议汇总表（2024年12月30日）';
    expect((await bring(said, { source, dry_run: 'true' })).body.data).toMatchObject({ stored: false, counts: { new: 2 } });
    expect((await bring(said, { source })).body.data).toMatchObject({ stored: true, counts: { new: 2 } });
    expect((await bring(said, { source })).body.data).toMatchObject({ stored: true, counts: { new: 0, same: 2 } });
    const ids: string[] = await wangge.db('assessment_year_scores').where({ period, part: 'community' }).pluck('id');
    expect(ids).toHaveLength(2);
    const confirm = (as: Account) => post(as, `/wangge/assessment/${YEAR}/community/confirm`, { ids });
    expect((await confirm(community.level1)).status).toBe(403);
    expect(rule(await confirm(team.opens))).toBe('year_confirm_second');
    await expect(wangge.db('assessment_year_scores').whereIn('id', ids).update({ confirmed_by: team.opens.id, confirmed_at: NOW })).rejects.toThrow('assessment_year_scores_whole');
    // What was corrected does not stand in the way of the rest, and nobody confirms what is of their own line: each is told why at it.
    const evidence = randomUUID();
    await wangge.db('directus_files').insert({ id: evidence, storage: 'local', filename_disk: `${evidence}.txt`, filename_download: '评议表.txt', title: '评议表', type: 'text/plain', uploaded_by: team.opens.id });
    const corrected = await score(team.opens, { part: 'community', grid: patches[1].id, score: 70, source: '第一社区居委会评议表（更正）', evidence });
    expect(corrected.status).toBe(200);
    const waiting = async (as: Account) => (await wangge.request('GET', `/wangge/assessment/${YEAR}/community`, { as, query: { subdistrict: community.place.code } })).body.data as { id: string; why_not: string | null }[];
    expect((await wangge.request('GET', `/wangge/assessment/${YEAR}/community`, { as: community.worker })).status).toBe(403);
    expect(rule(await confirm(team.publishes))).toBe('year_superseded');
    // The paper that it is compared with is open to those who compare, and to nobody else.
    expect((await wangge.request('GET', `/files/${evidence}`, { as: team.publishes })).status).toBe(200);
    expect((await wangge.request('GET', `/files/${evidence}`, { as: community.worker })).status).toBe(403);
    const { department } = await wangge.db('directus_users').where('id', team.opens.id).first();
    const insider = await wangge.createUser({ role: 'inspector', department, posts: [{ grid: patches[1].id, role: 'deputy', starts_on: '2024-01-01' }] });
    expect((await waiting(insider)).map(({ why_not }) => why_not)).toEqual([null, expect.stringContaining('无隶属关系')]);
    expect((await scoresWaiting(wangge.db, insider.id))).toMatchObject([{ code: YEAR, count: 1 }]);
    expect((await waiting(team.opens)).map(({ why_not }) => why_not)).toEqual([expect.stringContaining('由您录入'), expect.stringContaining('由您录入')]);
    ids.splice(0, 2, ...(await waiting(team.publishes)).filter(({ why_not }) => why_not === null).map(({ id }) => id));
    expect(ids).toContain(corrected.body.data.id);
    // Twice at once: once.
    const both = await Promise.all([confirm(team.publishes), confirm(team.publishes)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
    // As if it had been in time.
    await wangge.db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      // In their order: of one rater's the last counts.
      await trx('assessment_year_scores').where({ period }).update({ entered_at: trx.raw(`timestamptz '2025-01-08T01:00:00Z' + (entered_at - (select min(entered_at) from assessment_year_scores where period = ?))`, [period]) });
      await trx('assessment_year_scores').where({ period, part: 'community' }).whereNotNull('confirmed_by').update({ confirmed_at: '2025-01-09T01:00:00Z' });
    });
  });
});

describe('its places', () => {
  it('wait for a quarter that is not published, or are computed without it for a reason; broken off, nothing is there; twice at once, once', async () => {
    expect(await compute()).toMatchObject({ kind: 'refused', code: 'year_quarter_waits', params: { quarters: '2024-Q3' } });
    expect(await rankPeriod(wangge.db, files, { period: '2099', subdistrict: community.place.code, reason: null }, NOW)).toMatchObject({ code: 'period_not_over' });
    // Where it ends in the middle, nothing of it is there.
    const full: EvidenceFiles = { ...files, save: async (_trx, _name, content) => {
      await buffer(content);
      throw new Error('the disk is full');
    } };
    await expect(rankPeriod(wangge.db, full, { period: YEAR, subdistrict: community.place.code, reason: '先行核算' }, NOW)).rejects.toThrow('the disk is full');
    expect(await wangge.db('rankings').where({ period })).toEqual([]);
    expect(await wangge.db('assessment_year_results').where({ period })).toEqual([]);
    const without = await compute('第三季度暂不公布');
    expect(without).toMatchObject({ periods: [{ outcome: 'computed', version: 1 }] });
    expect((await rows(1)).find(({ grid }) => grid === community.place.patches[0].id)!.quarters).toMatchObject([{ without: null }, { without: null }, { without: 'not_published' }, { without: 'not_published' }]);
    await published(wangge, team, '2024-Q3', '2025-01-20T01:00:00.000Z');
    expect(await outdatedYears(wangge.db)).toEqual([{ code: YEAR, subdistrict: community.place.code, quarters: '2024-Q3' }]);
    const anew = async () => rankPeriod(wangge.db, files, { period: YEAR, subdistrict: community.place.code, reason: '第三季度已公布', where_exemptions_differ: true }, NOW);
    const both = await Promise.all([anew(), anew()]);
    expect(both.map(one => one.kind === 'ranked' ? one.periods[0]!.outcome : one).sort()).toEqual(['already', 'computed']);
    expect(await wangge.db('assessment_versions').where({ period }).orderBy('version').pluck('state')).toEqual(['superseded', 'computed']);
  });

  it('are made of what counts: the mean of the quarters, the mean of the raters’ last, and of nothing that is missing zero', async () => {
    const made = await rows(2);
    const of = (n: number) => made.find(({ grid }) => grid === community.place.patches[n]!.id)!;
    const totals = async (n: number) => (await wangge.db('rankings as r').join('assessment_periods as p', 'p.id', 'r.period').where({ 'r.grid': community.place.patches[n]!.id, 'r.subject': 'grid', 'p.kind': 'quarter' }).whereNotNull('r.total').orderBy('p.code').pluck('r.total')).map(Number);
    const mean = (list: number[]) => list.reduce((sum, next) => sum + next, 0) / list.length;
    const [first, third] = [await totals(0), await totals(2)];
    expect([first.length, third.length]).toEqual([3, 2]);
    expect(Number(of(0).total)).toBeCloseTo(0.7 * mean(first) + 0.3 * 85, 1);
    // Nobody reviewed it, and it had no case in the second quarter: its two quarters are its year.
    expect(Number(of(2).total)).toBeCloseTo(mean(third), 1);
    expect(of(2).quarters.map(({ without }: { without: string | null }) => without)).toEqual([null, 'no_data', null, 'not_published']);
    expect(of(0)).toMatchObject({ rank: 1, sample: 15, parts: [{ part: 'quarters', weight: 70 }, { part: 'review', score: '85.00', cases: 2, basis: 'rater' }, { part: 'community', score: '92.50', points: '0.00' }] });
    expect(made.filter(({ rank }) => rank !== null).every(({ tier }) => tier !== null)).toBe(true);
  });

  it('follow from their evidence, and the evidence from the database; whoever changes a score later changes none of it', async () => {
    const sound = await verifyRanking(wangge.db, files, YEAR);
    expect(sound.map(({ version, faults }) => [version, faults])).toEqual([[1, []], [2, []]]);
    expect(sound[1]!.cases).toBeGreaterThan(20);
    expect((await score(team.publishes, { grid: community.place.patches[2].id, score: 1 })).status).toBe(200);
    expect((await verifyRanking(wangge.db, files, YEAR)).flatMap(({ faults }) => faults)).toEqual([]);
    await wangge.db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('rankings').where({ period, version: 2, grid: community.place.patches[1].id, subject: 'grid' }).update({ total: '99.99' });
      await trx('assessment_year_scores').where({ period, grid: community.place.patches[1].id, part: 'review' }).update({ score: 71 });
    });
    const forged = await verifyRanking(wangge.db, files, YEAR);
    expect(forged[1]!.faults.join('\n')).toMatch(/99\.99[\s\S]*|database/);
    expect(forged[1]!.faults.length).toBeGreaterThanOrEqual(2);
    await wangge.db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('assessment_year_scores').where({ period, grid: community.place.patches[1].id, part: 'review' }).update({ score: 70.5 });
    });
    await compute('更正');
    expect((await rows(3)).find(({ grid }) => grid === community.place.patches[1].id)!.total).not.toBe('99.99');
  });

  it('are opened and published by two of the team; who sees what is seen as of a quarter', async () => {
    const seen = async (as: Account, query: object = {}) => (await wangge.request('GET', `/wangge/assessment/${YEAR}/year`, { as, query: { subdistrict: community.place.code, ...query } })).body.data;
    const open = () => takeStep(wangge.db, { period, step: 'preview', actor: team.opens.id, version: 3, reason: null }, NOW);
    // A score that was given since is not in it.
    expect(await open()).toMatchObject({ kind: 'refused', code: 'year_scores_since', params: { scores: 1 } });
    expect(await seen(team.opens, { draft: 'true' })).toMatchObject({ outdated: true, outdated_by: { quarters: [], scores: 1 } });
    await wangge.db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('assessment_year_scores').where({ period }).where('entered_at', '>', NOW).update({ entered_at: '2025-02-09T01:00:00Z' });
    });
    expect(await open()).toMatchObject({ step: 'preview' });
    const mine = await seen(community.worker, { draft: 'true' });
    expect(mine.rows.map(({ id }: { id: string }) => id)).toEqual([community.place.patches[0].id]);
    expect(mine.rows[0].made).toMatchObject({ days_of: 366, holders: [{ days: expect.any(Number) as number }] });
    expect(mine).not.toHaveProperty('missing');
    const until: string = (await wangge.db('assessment_steps').where({ period, step: 'preview' }).first('until')).until;
    for (const actor of [team.opens.id, community.worker.id])
      expect(await takeStep(wangge.db, { period, step: 'publish', actor, version: 3, reason: null }, until)).toMatchObject({ kind: 'refused' });
    expect(await takeStep(wangge.db, { period, step: 'publish', actor: team.publishes.id, version: 3, reason: null }, until)).toMatchObject({ step: 'publish' });
    const all = await seen(community.worker);
    expect(all.rows.length).toBeGreaterThan(3);
    expect(all).toMatchObject({ weights: { quarters: 70, review: 30, community: 0 }, outdated: false, quarters: [{ code: '2024-Q1', rests_on: 1 }, {}, {}, { state: 'open', rests_on: null }] });
    expect(await outdatedYears(wangge.db)).toEqual([]);
    expect((await seen(team.opens)).missing).toMatchObject({ unconfirmed: 0 });
    const own = (await wangge.request('GET', `/wangge/assessment/${YEAR}/mine`, { as: community.worker, query: { subdistrict: community.place.code } })).body.data.rows;
    expect(own.find(({ subject }: { subject: string }) => subject === 'grid').made).toMatchObject({ days_of: 366, parts: [{ part: 'quarters' }, { part: 'review' }, { part: 'community' }] });
    const one = (await wangge.request('GET', `/wangge/assessment/${YEAR}/grids/${community.place.patches[0].id}/scores`, { as: community.worker, query: { subdistrict: community.place.code } })).body.data;
    expect(one.made.quarters).toHaveLength(4);
    expect(rule(await score(team.opens, { grid: community.place.patches[2].id, score: 50 }))).toBe('year_score_closed');
    expect((await wangge.request('GET', `/wangge/assessment/2024-Q1/year`, { as: team.opens })).body.errors[0].extensions.rule).toBe('year_not_a_year');
  });
});

describe('its papers', () => {
  it('are a workbook, a report and a bulletin of what it was made of', async () => {
    for (const [name, as, begins] of [['report.xlsx', team.opens, 'PK'], ['report.pdf', community.worker, '%PDF'], ['bulletin.pdf', team.opens, '%PDF']] as const) {
      const answer = await fetch(`${wangge.url}/wangge/assessment/${YEAR}/${name}?subdistrict=${community.place.code}`, { headers: { Authorization: `Bearer ${as.token}` } });
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect([answer.status, bytes.subarray(0, begins.length).toString()]).toEqual([200, begins]);
    }
  });

  it('and all that was published is archived, each once, though it was killed in the middle', async () => {
    const { db } = wangge;
    const archive = `/wangge/year-archive/${YEAR}`;
    const body = { subdistrict: community.place.code };
    for (const person of [community.worker, community.level1])
      expect((await post(person, archive, body)).status).toBe(403);
    expect((await post(team.opens, '/wangge/year-archive/2023', body)).body.errors[0].extensions.rule).toBe('archive_nothing');
    const asked = await Promise.all([post(team.opens, archive, body), post(team.opens, archive, body)]);
    expect(asked.map(one => one.body.data.asked).sort()).toEqual([0, 21]);
    const made = async () => Number((await db('year_archives').whereNotNull('made_at').count('* as count').first())!.count);
    const child = wangge.spawnCli('wangge', 'make-reports');
    const ended = once(child, 'exit');
    while (child.exitCode === null && await made() < 2)
      await wait(5);
    child.kill('SIGKILL');
    await ended;
    expect(await made()).toBeLessThan(21);
    const { stdout, code } = await wangge.cli('wangge', 'make-reports');
    expect([code, stdout]).toEqual([0, expect.stringContaining('files archived')]);
    const { data } = (await wangge.request('GET', archive, { as: team.publishes, query: body })).body;
    expect(data.filter(({ made: there }: { made: boolean }) => !there)).toEqual([]);
    expect(await db('directus_files').where('title', 'like', `${YEAR} ${community.place.code} %`)).toHaveLength(21 - 4);
    const index = await fetch(`${wangge.url}${archive}/index.txt?subdistrict=${community.place.code}`, { headers: { Authorization: `Bearer ${team.opens.token}` } });
    const lines = (await index.text()).trimEnd().split('\n');
    expect(lines).toHaveLength(20);
    for (const { name, file, digest } of await db('year_archives').whereNot({ kind: 'index' }).select('name', 'file', 'digest')) {
      const { filename_disk } = await db('directus_files').where({ id: file }).first('filename_disk');
      expect(createHash('sha256').update(readFileSync(join(wangge.environment.STORAGE_LOCAL_ROOT!, filename_disk))).digest('hex')).toBe(digest);
      expect(lines).toContain(`${digest}  ${name}`);
    }
  });

  it('what is published later or could not be made comes into the index when the archive is asked for again', async () => {
    const { db } = wangge;
    const archive = `/wangge/year-archive/${YEAR}`;
    const body = { subdistrict: community.place.code };
    const again = async () => {
      expect((await post(team.publishes, archive, body)).status).toBe(202);
      expect((await wangge.cli('wangge', 'make-reports')).code).toBe(0);
      const rows: { name: string; kind: string; digest: string | null; error: string | null }[] = await db('year_archives').where({ year: Number(YEAR) }).select('name', 'kind', 'digest', 'error');
      expect(rows.filter(({ digest, error }) => digest === null || error !== null)).toEqual([]);
      const index = await fetch(`${wangge.url}${archive}/index.txt?subdistrict=${community.place.code}`, { headers: { Authorization: `Bearer ${team.opens.token}` } });
      expect((await index.text()).trimEnd().split('\n').sort()).toEqual(rows.filter(({ kind }) => kind !== 'index').map(({ name, digest }) => `${digest}  ${name}`).sort());
    };
    // As if a version had been published since.
    expect(await db('year_archives').where({ year: Number(YEAR), kind: 'checkpoint' }).whereLike('name', '2024-Q1%').delete()).toBe(1);
    const { data } = (await wangge.request('GET', `/wangge/year-change/${YEAR}`, { as: team.opens, query: body })).body;
    expect(data.steps[4]).toMatchObject({ step: 'archive', is: 20, of: 21, seen_done: false });
    await again();
    // As if one could not be made.
    expect(await db('year_archives').where({ year: Number(YEAR), kind: 'bulletin' }).whereLike('name', '2024-Q1%').update({ file: null, made_at: null, digest: null, bytes: null, error: 'no room' })).toBe(1);
    await again();
  });
});

describe('the change of year', () => {
  const change = (as: Account) => wangge.request('GET', `/wangge/year-change/${YEAR}`, { as, query: { subdistrict: community.place.code } });
  const take = (as: Account, step: string, body: object) => post(as, `/wangge/year-change/${YEAR}/${step}`, { subdistrict: community.place.code, ...body });

  it('is seen from what is there, done or skipped with a word, by those whose it is', async () => {
    expect((await change(community.worker)).status).toBe(403);
    const { data } = (await change(team.opens)).body;
    expect(data.steps.map(({ step, state }: { step: string; state: string }) => [step, state])).toEqual(['calendar', 'statements', 'plans', 'scheme', 'archive'].map(step => [step, 'open']));
    expect(data).toMatchObject({ year: 2024, next: 2025, state: 'published', scheme: { version: 1 } });
    expect(rule(await take(team.opens, 'statements', { outcome: 'done', word: '已签' }))).toBe('year_step_not_yet');
    expect(rule(await take(team.opens, 'statements', { outcome: 'skipped', word: ' ' }))).toBe('year_step_word');
    expect(rule(await take(team.opens, 'dance', { outcome: 'done', word: 'x' }))).toBe('year_step_unknown');
    expect(rule(await take(community.inspector, 'scheme', { outcome: 'done', word: '沿用' }))).toBe('year_step_theirs');
    expect([400, 403]).toContain((await take(community.worker, 'scheme', { outcome: 'done', word: '沿用' })).status);
    expect((await take(team.opens, 'archive', { outcome: 'done', word: '已存入文件库' })).body.data.steps[4]).toMatchObject({ is: 21, of: 21, state: 'done' });
    expect((await take(team.opens, 'scheme', { outcome: 'done', word: '沿用上年方案' })).body.data.steps[3]).toMatchObject({ state: 'done', seen_done: true, taken: { word: '沿用上年方案' } });
    expect((await take(community.level1, 'statements', { outcome: 'skipped', word: '换届后统一签订' })).body.data.steps[1]).toMatchObject({ state: 'skipped', seen_done: false });
    await expect(wangge.db('year_steps').update({ word: 'x' })).rejects.toThrow('only added to');
    expect(rule(await wangge.request('DELETE', '/items/year_steps', { as: wangge.admin, body: { query: {} } }))).toBe('year_steps_stay');
  });
});
