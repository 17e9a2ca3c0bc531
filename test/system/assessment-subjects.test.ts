/** Grids, departments and persons of a quarter: ranked among their own, with interval and tier; and the list behind every number. */
import type { Team } from './assessed.ts';
import type { Community } from './community.ts';
import type { Account, OwnServer } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyRanking } from '../../extensions/wangge/src/assessment/evidence/verify-service.ts';
import { cellOf } from '../../extensions/wangge/src/assessment/interval/field-input-rules.ts';
import { priorOf } from '../../extensions/wangge/src/assessment/interval/prior-rules.ts';
import { rankPeriod } from '../../extensions/wangge/src/assessment/periods/ranking-service.ts';
import { activeScheme } from '../../extensions/wangge/src/assessment/periods/ranking-store.ts';
import { inspection, memory, published } from './assessed.ts';
import { peopled } from './community.ts';
import { rankByFirstScheme } from './first-scheme.ts';
import { freshServer } from './harness.ts';
import { handleAt, reportAt } from './past.ts';

const [FIRST, SECOND] = ['2024-Q3', '2024-Q4'] as const;
const AFTER = { [FIRST]: '2024-10-20T00:00:00.000Z', [SECOND]: '2025-01-20T00:00:00.000Z' } as const;

let wangge: OwnServer;
let community: Community;
let team: Team;
/** Who led patch 3 one after the other. */
let earlier: Account;
let later: Account;
let analyst: Account;
const files = memory();

interface Row { id: string; subject: string; grid: string | null; department: string | null; person: string | null; level: number | null; rank: number | null; of: number; low: number | null; high: number | null; tier: string | null; too_little: string[] | null; sample: number; year_quarters: number | null; year_total: string | null; grid_path: string | null; note: string | null }
const rows = (code: string, subject: string): Promise<Row[]> =>
  wangge.db('rankings as r').join('assessment_periods as p', 'p.id', 'r.period').where({ 'p.code': code, 'r.subject': subject }).orderBy('r.level').select('r.*');

/** The header of the first version's evidence, and how many results of a rolling year it has. */
async function yearIn(code: string): Promise<{ header: { quarters: object[] }; results: number }> {
  const { evidence } = await wangge.db('assessment_versions as v').join('assessment_periods as p', 'p.id', 'v.period').where({ 'p.code': code, 'v.version': 1 }).first('v.evidence');
  const lines = gunzipSync(files.contents.get(evidence)!).toString().split('\n');
  return { header: (JSON.parse(lines[0]!) as { year: { quarters: object[] } }).year, results: lines.filter(line => line.startsWith('{"result":"year"')).length };
}

beforeAll(async () => {
  wangge = await freshServer();
  community = await peopled(wangge);
  const { db } = wangge;
  await rankByFirstScheme(db);
  const { place, category, worker } = community;
  team = await inspection(wangge, place);
  analyst = await wangge.createUser({ role: 'analyst' });
  const standIn = await wangge.createUser({ role: 'level_3', posts: [] });
  [earlier, later] = await Promise.all([1, 2].map(() => wangge.createUser({ role: 'level_3', posts: [] }))) as [Account, Account];
  await db('posts').insert([
    { id: randomUUID(), grid: place.patches[3].id, person: earlier.id, role: 'leader', starts_on: '2024-01-01', ends_on: '2024-08-15' },
    { id: randomUUID(), grid: place.patches[3].id, person: later.id, role: 'leader', starts_on: '2024-08-16' },
  ]);
  // In the second quarter somebody stands in for `later`, who has the other community for ten days.
  await db('posts').insert({ id: randomUUID(), grid: place.communities[1].id, person: later.id, role: 'leader', starts_on: '2024-12-21', ends_on: '2024-12-30' });
  await db('absences').insert({ id: randomUUID(), person: later.id, stand_in: standIn.id, starts_on: '2024-10-16', ends_on: '2024-10-31', kind: 'leave', approved_by: team.publishes.id, decided_at: '2024-10-10T00:00:00.000Z' });
  await db('grid_spans').update({ valid_from: '2023-01-01' });
  const { id: scheme } = await db('assessment_schemes').where({ state: 'active' }).first('id');
  const indicator = (code: string, subject: string, levels: number[], params: object) => ({ id: randomUUID(), scheme, code, name: code, group: 'handling', subject, levels: JSON.stringify(levels), measure: code.replace(/_of_.*/, ''), weight: 100, rule: 'ratio', params: JSON.stringify(params), no_data: 'exclude' });
  await db.transaction(async (trx) => {
    // The scheme is in force: past its lock.
    await trx.raw('set local session_replication_role = replica');
    await trx('assessment_indicators').insert([
      indicator('own_on_time_rate_of_department', 'department', [], {}),
      indicator('on_time_rate_of_person', 'person', [3], { scopes: ['community'] }),
      indicator('on_time_rate_of_community', 'person', [2], { scopes: ['community'] }),
    ]);
  });
  const months = { [FIRST]: ['2024-07', '2024-08', '2024-09'], [SECOND]: ['2024-10', '2024-11', '2024-12'] };
  for (const [n, month] of Object.values(months).flat().entries()) {
    for (const patch of [0, 1, 2, 3] as const) {
      for (const day of ['08', '10', '15']) {
        const issue = await reportAt(db, { grid: place.patches[patch].id, category, reporter: worker.id, at: `${month}-${day}T02:00:00.000Z` });
        const { handler, lead } = await db('issues').where({ id: issue }).first();
        // The second patch is late every other time.
        await handleAt(db, issue, handler ?? lead, patch === 1 && (n + Number(day)) % 2 === 0 ? `${month}-25T02:00:00.000Z` : `${month}-${day}T0${4 + patch}:00:00.000Z`);
      }
    }
  }
  for (const code of [FIRST, SECOND]) {
    const done = await rankPeriod(db, files, { period: code, subdistrict: place.code, reason: null }, AFTER[code]);
    expect(done).toMatchObject({ kind: 'ranked', periods: [{ outcome: 'computed' }] });
    await published(wangge, team, code, AFTER[code]);
  }
});
afterAll(() => wangge.close());

describe('a quarter', () => {
  it('ranks grids, departments and persons among their own; both holders of a split quarter are there', async () => {
    const grids = (await rows(FIRST, 'grid')).filter(({ level }) => level === 3);
    expect(grids.map(({ rank, of }) => [rank, of]).sort()).toEqual([[1, 4], [1, 4], [1, 4], [4, 4]]);
    const persons = await rows(FIRST, 'person');
    expect(persons.filter(({ level }) => level === 3).map(({ person }) => person).sort()).toEqual([community.worker.id, community.stranger.id, earlier.id, later.id].sort());
    // Seen from the grid above, by who leads there.
    expect(new Set(persons.filter(({ level }) => level === 3).map(({ grid }) => grid))).toEqual(new Set([community.place.communities[0].id, community.place.communities[1].id]));
    expect(persons.every(({ grid_path }) => grid_path !== null)).toBe(true);
    const departments = await rows(FIRST, 'department');
    expect(departments.map(({ department }) => department)).toContain(community.place.communityDepartments[0].id);
    expect(departments.every(({ grid, level, of, rank }) => grid === null && level === null && (rank === null || rank <= of))).toBe(true);
    expect(departments.some(({ rank }) => rank !== null)).toBe(true);
  });

  it('says how sure a rank is: an interval that holds it, a tier, the width of each group; the rank is there all the same', async () => {
    for (const code of [FIRST, SECOND]) {
      const all = [...await rows(code, 'grid'), ...await rows(code, 'department'), ...await rows(code, 'person')];
      const ranked = all.filter(({ rank }) => rank !== null);
      expect(ranked.length).toBeGreaterThan(7);
      for (const { rank, low, high, of, tier, too_little } of ranked) {
        expect(low! >= 1 && low! <= rank! && rank! <= high! && high! <= of).toBe(true);
        expect(tier === 'not_rated').toBe(too_little!.length > 0);
      }
      expect(all.filter(({ rank }) => rank === null).every(({ tier, low }) => tier === null && low === null)).toBe(true);
    }
    const fields = await wangge.db('assessment_fields as f').join('assessment_periods as p', 'p.id', 'f.period').where('p.code', SECOND).select('f.*');
    expect(fields.map(({ subject, level }) => `${subject} ${level}`).sort()).toEqual(['department null', 'grid 2', 'grid 3', 'person 2', 'person 3']);
    await expect(wangge.db('assessment_fields').update({ places_told: true })).rejects.toThrow('only added to');
  });

  it('freezes its priors: of its own cells in the first, from the published quarter before in the next; whatever becomes of that', async () => {
    const { db } = wangge;
    const priors = (code: string) => db('assessment_priors as f').join('assessment_periods as p', 'p.id', 'f.period').where({ 'p.code': code, 'f.subject': 'grid', 'f.level': 3 }).orderBy('indicator').select('f.indicator', 'f.good', 'f.bad', 'f.phi', 'f.source');
    expect((await priors(FIRST)).map(({ source, good }) => [source, good])).toEqual([[null, null], [null, null], [null, null], [null, null]]);
    const scheme = (await activeScheme(db, '2024-12-31'))!;
    const frozen = await priors(SECOND);
    for (const { indicator, good, bad, source } of frozen) {
      const own = scheme.indicators.find(({ code }) => code === indicator)!;
      const counts = await db('assessment_scores as s').join('assessment_periods as p', 'p.id', 's.period').join('grids as g', 'g.id', 's.grid').join('assessment_indicators as i', 'i.id', 's.indicator')
        .where({ 'p.code': FIRST, 's.subject': 'grid', 'g.level': 3, 'i.code': indicator }).select('s.numerator', 's.denominator');
      expect([source, { good, bad }]).toEqual([FIRST, priorOf(counts.map(({ numerator, denominator }) => cellOf(own, { numerator: Number(numerator), denominator: Number(denominator) })))]);
    }
    const again = await rankPeriod(db, files, { period: SECOND, subdistrict: community.place.code, reason: '再算一次' }, AFTER[SECOND]);
    expect(again).toMatchObject({ periods: [{ version: 2 }] });
    expect(await priors(SECOND)).toEqual(frozen);
    const [first, second] = await Promise.all([1, 2].map(version => db('rankings as r').join('assessment_periods as p', 'p.id', 'r.period').join('grids as g', 'g.id', 'r.grid')
      .where({ 'p.code': SECOND, 'r.version': version, 'r.subject': 'grid' }).orderBy('g.code').select('g.code', 'r.rank', 'r.low', 'r.high', 'r.back', 'r.front', 'r.tier', 'r.previous_rank', 'r.year_total', 'r.year_rank')));
    expect(second).toEqual(first);
    await expect(db('assessment_priors').update({ good: 1 })).rejects.toThrow('only added to');
  });

  it('counts a rolling year beside it, as far as quarters were published', async () => {
    expect((await rows(FIRST, 'grid')).every(({ year_quarters }) => year_quarters === null)).toBe(true);
    const patch = (await rows(SECOND, 'grid')).find(({ grid }) => grid === community.place.patches[1].id)!;
    const counted = await wangge.db('assessment_scores as s').join('assessment_periods as p', 'p.id', 's.period').join('assessment_indicators as i', 'i.id', 's.indicator')
      .where({ 's.grid': patch.grid, 's.subject': 'grid', 's.version': 1, 'i.code': 'on_time_rate' }).select('s.numerator', 's.denominator');
    const [hits, of] = counted.reduce(([hits, of], { numerator, denominator }) => [hits + Number(numerator), of + Number(denominator)], [0, 0]);
    expect(patch.year_quarters).toBe(2);
    // What it is made of is in the evidence: whoever has the file recomputes it, and it follows from the database.
    expect((await verifyRanking(wangge.db, files, SECOND)).map(({ version, faults }) => [version, faults])).toEqual([[1, []], [2, []]]);
    const year = await yearIn(SECOND);
    expect(year.header.quarters).toEqual([{ code: FIRST, version: 1, persons_by_post: true }]);
    expect(year.results).toBe((await rows(SECOND, 'grid')).length / 2 + (await rows(SECOND, 'department')).length / 2 + (await rows(SECOND, 'person')).length / 2);
    // On time 50, handled 20, not reworked 20, not returned 10.
    expect(Number(patch.year_total)).toBeCloseTo(50 * hits / of + 50, 1);
  });
});

describe('a person', () => {
  const countOf = async (code: string, person: Account): Promise<[number, number]> => {
    const [score] = await wangge.db('assessment_scores as s').join('assessment_periods as p', 'p.id', 's.period').where({ 'p.code': code, 's.version': 1, 's.subject': 'person', 's.person': person.id }).select('s.numerator', 's.denominator');
    return [Number(score!.numerator), Number(score!.denominator)];
  };

  it('has what fell due in their grid, and below it, while they answered for it; of a split quarter both have their days', async () => {
    // Reported on the 8th, 10th and 15th of each month, due three working days later: of the nine five fell due until 15 August.
    expect([await countOf(FIRST, earlier), await countOf(FIRST, later)]).toEqual([[5, 5], [4, 4]]);
    expect(await countOf(FIRST, community.worker)).toEqual([9, 9]);
    const grid = async (id: string): Promise<[number, number]> => {
      const [score] = await wangge.db('assessment_scores as s').join('assessment_periods as p', 'p.id', 's.period').join('assessment_indicators as i', 'i.id', 's.indicator').where({ 'p.code': FIRST, 's.version': 1, 's.grid': id, 's.subject': 'grid', 'i.code': 'on_time_rate' }).select('s.numerator', 's.denominator');
      return [Number(score!.numerator), Number(score!.denominator)];
    };
    expect(await countOf(FIRST, community.level2)).toEqual(await grid(community.place.communities[0].id));
    const persons = (await rows(FIRST, 'person')).filter(({ level }) => level === 3);
    expect(Object.fromEntries(persons.map(({ person, rank, note }) => [person, [rank, note]]))).toMatchObject({ [community.worker.id]: [1, null], [community.stranger.id]: [1, null] });
  });

  it('is spared the days on which somebody stood in for them, and what fell due in a post that they held for less long', async () => {
    // The three of October fell due on the 11th, the 14th and the 18th.
    expect(await countOf(SECOND, later)).toEqual([8, 8]);
    const { body } = await wangge.request('GET', `/wangge/assessment/${SECOND}/mine`, { as: later });
    const own = body.data.rows.find(({ subject }: { subject: string }) => subject === 'person');
    expect(own).toMatchObject({ level: 3, by_post: true, posts: [{ level: 3, days: 92 }, { level: 2, from: '2024-12-21', until: '2024-12-30', days: 10 }] });
  });

  it('stays who they were: of posts that are edited after the cut nothing that was computed knows', async () => {
    const { db } = wangge;
    const { place } = community;
    await db('posts').where({ person: earlier.id }).update({ ends_on: '2024-07-10' });
    await db('posts').where({ grid: place.communities[1].id, person: later.id }).delete();
    const verified = await verifyRanking(db, files, FIRST);
    expect(verified.flatMap(({ faults }) => faults)).toEqual([]);
    expect((await verifyRanking(db, files, SECOND)).flatMap(({ faults }) => faults)).toEqual([]);
    const list = await wangge.request('GET', `/wangge/assessment/${FIRST}/cases`, { as: earlier, query: { indicator: 'on_time_rate_of_person', kind: 'person', subject: earlier.id, part: 'hit' } });
    expect(list.body.data.total).toBe(5);
    expect((await wangge.request('GET', `/wangge/assessment/${FIRST}/mine`, { as: earlier })).body.data.rows.find(({ subject }: { subject: string }) => subject === 'person').posts).toMatchObject([{ from: '2024-07-01', until: '2024-08-15' }]);
  });
});

describe('the list behind a number', () => {
  const cases = (as: Account, query: Record<string, string>) => wangge.request('GET', `/wangge/assessment/${FIRST}/cases`, { as, query });

  it('is as long as the number, for every number of every subject', async () => {
    const scores = await wangge.db('assessment_scores as s').join('assessment_periods as p', 'p.id', 's.period').join('assessment_indicators as i', 'i.id', 's.indicator')
      .where({ 'p.code': FIRST }).where('s.denominator', '>', 0).select('s.*', 'i.code');
    expect(scores.length).toBeGreaterThan(20);
    for (const { subject: kind, code, numerator, denominator, ...row } of scores) {
      const query = { indicator: code, kind, subject: row[kind] };
      const [hit, miss] = await Promise.all((['hit', 'miss'] as const).map(part => cases(team.opens, { ...query, part })));
      expect([code, kind, hit!.body.data.total, hit!.body.data.total + miss!.body.data.total]).toEqual([code, kind, Number(numerator), Number(denominator)]);
      expect(hit!.body.data.rows).toHaveLength(Number(numerator));
    }
  });

  it('names number, dates and verdict to whoever may see the number; the link obeys their rows', async () => {
    const { place, worker, stranger, officer } = community;
    const query = { indicator: 'on_time_rate', subject: place.patches[1].id, part: 'miss' };
    const seen = await cases(analyst, query);
    expect(seen.body.data.rows[0]).toMatchObject({ title: expect.any(String), verdict: 'miss', dates: expect.objectContaining({ due_at: expect.anything() }), item: { collection: 'issues' } });
    const elsewhere = await cases(stranger, query);
    expect(elsewhere.body.data.total).toBe(seen.body.data.total);
    expect(elsewhere.body.data.rows.every(({ item, title }: { item: unknown; title: string }) => item === null && title.length > 0)).toBe(true);
    expect((await cases(officer, query)).status).toBe(400);
    // Of another person nobody but who is above asks.
    const own = { indicator: 'on_time_rate_of_person', kind: 'person', subject: worker.id, part: 'hit' };
    expect((await cases(worker, own)).status).toBe(200);
    expect((await cases(community.level2, own)).status).toBe(200);
    expect((await cases(stranger, own)).status).toBe(400);
    // Persons: themselves and above; of what is under way whoever assesses, whatever else they may see.
    const { level1, level2, cadre, dispatcher, inspector } = community;
    const above: Record<string, Account[]> = { [worker.id]: [worker, level2, level1], [stranger.id]: [stranger, level1], [earlier.id]: [earlier, level1], [level2.id]: [level2, level1] };
    for (const [subject, may] of Object.entries(above)) {
      for (const [who, as] of Object.entries({ worker, stranger, earlier, later, level1, level2, cadre, officer, dispatcher, analyst })) {
        const asked = { indicator: subject === level2.id ? 'on_time_rate_of_community' : 'on_time_rate_of_person', kind: 'person', subject, part: 'hit' };
        const { status, body } = await cases(as, asked);
        expect([who, subject, status]).toEqual([who, subject, may.includes(as) ? 200 : 400]);
        if (status !== 200)
          expect(JSON.stringify(body)).not.toContain(place.code.concat('2024'));
        expect((await wangge.request('GET', `/wangge/assessment/${SECOND}/cases`, { as, query: { ...asked, draft: 'true' } })).status).toBe(400);
      }
      // Who left in the first quarter has no number in the second.
      expect((await wangge.request('GET', `/wangge/assessment/${SECOND}/cases`, { as: inspector, query: { indicator: subject === level2.id ? 'on_time_rate_of_community' : 'on_time_rate_of_person', kind: 'person', subject, part: 'hit', draft: 'true' } })).status).toBe(subject === earlier.id ? 400 : 200);
    }
    for (const wrong of [{ ...query, part: 'both' }, { ...query, subject: '1' }, { ...query, indicator: 'none' }])
      expect((await cases(analyst, wrong)).status).toBe(400);
    expect((await cases(analyst, { ...query, limit: '1', offset: '1' })).body.data.rows).toHaveLength(1);
  });
});

describe('my assessment', () => {
  it('has my numbers, rank with interval and tier, and what would have changed them', async () => {
    const mine = async (as: Account, code: string = FIRST) => (await wangge.request('GET', `/wangge/assessment/${code}/mine`, { as })).body.data.rows as { subject: string; rank: number; tier: string; scores: { indicator: { code: string }; rests: { missed: number; of: number; part: string; lost: string } }[] }[];
    const own = await mine(community.worker);
    expect(own.map(({ subject }) => subject).sort()).toEqual(['grid', 'person']);
    const onTime = own.find(({ subject }) => subject === 'grid')!.scores.find(({ indicator }) => indicator.code === 'on_time_rate')!;
    expect(onTime.rests).toEqual({ good: 9, of: 9, missed: 0, part: 'miss', lost: '0.00' });
    expect((await mine(earlier)).map(({ subject }) => subject).sort()).toEqual(['grid', 'person']);
    expect((await mine(community.cadre)).map(({ subject }) => subject)).toEqual(['department']);
    expect(await mine(analyst)).toEqual([]);
    // A correction under way: the published numbers stay.
    expect((await mine(community.worker, SECOND)).filter(({ subject }) => subject === 'grid').map(({ rank }) => rank)).toEqual([1]);
  });
});

describe('what a list of places tells', () => {
  interface Told { id: string; name: string; rank: number | null; total: string | null; low: number | null; year_rank: number | null; tier: string | null; untold: boolean }
  interface Listed { rows: Told[]; fields: { kind: string; level: number | null }[]; groups: { places_told: boolean; tiers_only: boolean; mean_width: number }[]; what_if: boolean }
  const ranking = async (as: Account, query: Record<string, string> = {}): Promise<Listed> => (await wangge.request('GET', `/wangge/assessment/${SECOND}/ranking`, { as, query: { subdistrict: community.place.code, ...query } })).body.data;

  it('is of each kind that its reader may see, with their names; other weights are for who sees all', async () => {
    const seen = await ranking(analyst);
    expect(new Set(seen.fields.map(({ kind }) => kind))).toEqual(new Set(['grid', 'department']));
    expect(seen.what_if).toBe(true);
    expect(seen.rows.map(({ rank }) => rank)).toEqual([...seen.rows.map(({ rank }) => rank)].sort());
    expect(seen.rows.every(({ name, untold }) => name.length > 0 && !untold)).toBe(true);
    expect((await ranking(analyst, { kind: 'department' })).rows.every(({ name }) => name.length > 0)).toBe(true);
    const own = await ranking(community.worker, { kind: 'person' });
    expect(own.rows.map(({ id }) => id)).toEqual([community.worker.id]);
    expect(own.what_if).toBe(false);
  });

  it('shows four quarters of one, as far as there are any', async () => {
    const quarters = async (as: Account, path: string) => wangge.request('GET', `/wangge/assessment/${SECOND}/subjects/${path}/quarters`, { as });
    const grid = community.place.patches[1].id;
    const { quarters: shown } = (await quarters(analyst, `grid/${grid}`)).body.data as { quarters: { code: string; ranking: Told | null }[] };
    expect(shown.map(({ code, ranking }) => [code, ranking?.id ?? null])).toEqual([['2024-Q1', null], ['2024-Q2', null], [FIRST, grid], [SECOND, grid]]);
    expect((await quarters(community.worker, `person/${community.worker.id}`)).body.data.quarters[3].ranking).toMatchObject({ id: community.worker.id });
    // Of somebody else's results nothing is seen, and nothing is said.
    expect((await quarters(community.stranger, `person/${community.worker.id}`)).body.data.quarters.every(({ ranking }: { ranking: unknown }) => ranking === null)).toBe(true);
    expect((await wangge.request('GET', `/wangge/assessment/${SECOND}/subjects/person/${community.worker.id}/scores`, { as: community.stranger })).status).toBe(400);
    for (const wrong of [`grid/1`, `moon/${grid}`])
      expect((await quarters(analyst, wrong)).status).toBe(400);
  });

  it('tells tiers only where the scheme says so above the gate: everybody reads their own place, and the places stay', async () => {
    const { db } = wangge;
    const before = await ranking(analyst);
    await db.transaction(async (trx) => {
      // In force and published: past what keeps them.
      await trx.raw('set local session_replication_role = replica');
      await trx('assessment_schemes').where({ state: 'active' }).update({ tiers_only: true });
      await trx.raw('update assessment_fields f set mean_width = 800, places_told = false from assessment_periods p where p.id = f.period and p.code = ? and f.subject = ? and f.level = 3', [SECOND, 'grid']);
      for (const table of ['rankings', 'assessment_scores'])
        await trx.raw('update ?? r set told = false from assessment_periods p where p.id = r.period and p.code = ? and r.subject = ? and r.level = 3', [table, SECOND, 'grid']);
    });
    const told = await ranking(analyst);
    expect(told.groups).toMatchObject([{ places_told: false, tiers_only: true, mean_width: 800 }]);
    expect(told.rows.map(({ id }) => id).sort()).toEqual(before.rows.map(({ id }) => id).sort());
    for (const row of told.rows)
      expect(row).toMatchObject({ rank: null, total: null, low: null, year_rank: null, untold: true, tier: before.rows.find(({ id }) => id === row.id)!.tier });
    expect(told.rows.map(({ name }) => name)).not.toEqual([]);
    const own = (await ranking(community.worker)).rows;
    expect(own.map(({ id }) => id).sort()).toEqual(before.rows.map(({ id }) => id).sort());
    // Nor by any other door: who sees all reads them, everybody else their own.
    const { id: period } = await db('assessment_periods as p').join('subdistricts as s', 's.id', 'p.subdistrict').where({ 'p.code': SECOND, 's.code': community.place.code }).first('p.id');
    const fields = { filter: JSON.stringify({ _and: [{ period: { _eq: period } }, { subject: { _eq: 'grid' } }, { level: { _eq: 3 } }, { state: { _eq: 'published' } }] }), fields: 'grid,rank,total', sort: 'rank' };
    const raw = async (as: Account): Promise<string[]> => (await wangge.request('GET', '/items/rankings', { as, query: fields })).body.data.map(({ grid }: { grid: string }) => grid).sort();
    expect(await raw(analyst)).toEqual(before.rows.map(({ id }) => id).sort());
    // The row of a grid is its leader's of most of the quarter.
    expect((await raw(community.worker)).filter(id => id !== community.place.patches[0].id)).toEqual([]);
    const points = async (as: Account, grid: string) => (await wangge.request('GET', `/wangge/assessment/${SECOND}/grids/${grid}/scores`, { as })).body.data.scores.length;
    expect(await points(community.worker, community.place.patches[1].id)).toBe(0);
    expect(await points(community.worker, community.place.patches[0].id)).toBeGreaterThan(0);
    expect(own.filter(({ rank }) => rank !== null).map(({ id }) => id)).toEqual([community.place.patches[0].id]);
    const scores = (await wangge.request('GET', `/wangge/assessment/${SECOND}/grids/${community.place.patches[1].id}/scores`, { as: analyst })).body.data as { ranking: Told; scores: unknown[] };
    expect(scores.ranking).toMatchObject({ rank: null, total: null, untold: true });
    expect(scores.scores.length).toBeGreaterThan(0);
    expect((await wangge.request('GET', `/wangge/assessment/${SECOND}/mine`, { as: community.worker })).body.data.rows.find(({ subject }: { subject: string }) => subject === 'grid').rank).toBe(1);
    // On paper as on the screen; of level 2, whose places say enough or were not judged so, they are told.
    const file = await fetch(`${wangge.url}/wangge/assessment/${SECOND}/report.csv?subdistrict=${community.place.code}`, { headers: { 'Authorization': `Bearer ${analyst.token}`, 'Accept-Language': 'zh-CN' } });
    const csv = (await file.text()).split('\r\n').map(line => line.split(','));
    const ranks = (field: string): string[] => csv.filter(cells => cells[3] === field).map(cells => cells[9]!);
    expect(new Set(ranks('三级网格'))).toEqual(new Set(['']));
    expect((await rows(SECOND, 'grid')).filter(({ level, rank }) => level === 3 && rank !== null)).not.toEqual([]);
  });
});
