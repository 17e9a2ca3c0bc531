/** What people of outside the line say of a quarter: entries that they looked at, scores that they gave. */
import type { Community } from './community.ts';
import type { Account } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { factBlocks } from '../../extensions/wangge/src/assessment/facts/fact-lines-store.ts';
import { factColumnsFor } from '../../extensions/wangge/src/assessment/facts/fact-lookup-rules.ts';
import { countFactsOf } from '../../extensions/wangge/src/assessment/facts/fact-store.ts';
import { sumTallies } from '../../extensions/wangge/src/assessment/facts/fact-tally-rules.ts';
import { jobs } from '../../extensions/wangge/src/assessment/periods/job.ts';
import { indicatorsToScore, subjectsToScore } from '../../extensions/wangge/src/assessment/periods/to-score-store.ts';
import { countFor } from '../../extensions/wangge/src/assessment/schemes/subject-scoring-rules.ts';
import { loadCalendar } from '../../extensions/wangge/src/calendar/index.ts';
import { peopled } from './community.ts';
import { AFTERWARDS, counted, CUT, factsOf, runningQuarter, THEN } from './daily-facts.ts';
import { server } from './harness.ts';

const wangge = await server();
const { db } = wangge;
const SET = 'ledger_facilities';
let people: Community;
let inspectors: Account[];
let dataset: string;

beforeAll(async () => {
  people = await peopled(wangge);
  inspectors = await Promise.all(Array.from({ length: 5 }, () => wangge.createUser({ role: 'inspector' })));
  dataset = (await db('ledger_datasets').where({ collection: SET }).first('id')).id;
});

const post = (as: Account, path: string, body: unknown) => wangge.request('POST', path, { as, body });
const rule = ({ errors }: { errors: { extensions: Record<string, unknown> }[] }) => errors[0]?.extensions.rule ?? errors[0]?.extensions.code;
const entry = async (as = people.worker, grid = people.place.patches[0].id): Promise<string> => {
  const { status, body } = await post(as, `/items/${SET}`, { grid, name: `健身路径${randomUUID().slice(0, 6)}`, group: 'environment', kind: 'fitness', condition: 'intact' });
  expect(status, JSON.stringify(body)).toBe(200);
  await drawnAs(1, body.data.id);
  return body.data.id;
};
/** What the draw makes of them, whatever their ids. */
const drawnAs = (draw: number, ...ids: string[]) => db.transaction(async (trx) => {
  await trx.raw('set local session_replication_role = replica');
  await trx(SET).whereIn('id', ids).update({ draw });
});

describe('spot checks of ledgers', () => {
  it('are made by whoever has no part in the line, of an entry that is there, and stay', async () => {
    const id = await entry();
    const looked = await post(inspectors[0]!, '/items/ledger_spot_checks', { dataset, item: id, note: '现场核对' });
    expect(looked.status, JSON.stringify(looked.body)).toBe(200);
    expect(await db('ledger_spot_checks').where({ item: id }).first('grid', 'grid_path', 'result', 'checked_by')).toEqual({ grid: people.place.patches[0].id, grid_path: people.place.patches[0].path, result: 'right', checked_by: inspectors[0]!.id });
    expect((await post(people.dispatcher, '/items/ledger_spot_checks', { dataset, item: id })).status).toBe(403);
    const insider = await wangge.createUser({ role: 'inspector', posts: [{ grid: people.place.communities[0].id, role: 'deputy' }] });
    expect(rule(await post(insider, '/items/ledger_spot_checks', { dataset, item: id }))).toBe('spot_check_in_line');
    expect(rule(await post(inspectors[0]!, '/items/ledger_spot_checks', { dataset, item: randomUUID() }))).toBe('finding_entry_unknown');
    expect(rule(await post(inspectors[0]!, '/items/ledger_spot_checks', { dataset, item: id, result: 'finding' }))).toBe('spot_check_finding');
    // Nobody chooses what is right: of what is not drawn nothing is taken.
    const chosen = await entry();
    await drawnAs(13, chosen);
    expect(rule(await post(inspectors[0]!, '/items/ledger_spot_checks', { dataset, item: chosen }))).toBe('spot_check_not_drawn');
    expect(rule(await post(inspectors[0]!, '/items/ledger_spot_checks', { dataset, item: id, checked_on: '2099-01-01' }))).toBe('date_future');
    expect(rule(await wangge.request('PATCH', `/items/ledger_spot_checks/${(looked.body as { data: { id: string } }).data.id}`, { as: wangge.admin, body: { note: 'x' } }))).toBe('spot_check_kept');
    await expect(db('ledger_spot_checks').where({ item: id }).del()).rejects.toThrow('only added to');
  });

  it('count each entry once: wrong where a finding was confirmed before the cut; nobody looked, nothing is said', async () => {
    expect(await factsOf(wangge, 'finding', people.place)).toEqual([]);
    const patch = people.place.patches[0].id;
    const [right, twice, found, later, open, above] = await Promise.all(Array.from({ length: 6 }, () => entry()));
    const look = (item: string, said = {}) => ({ id: randomUUID(), dataset, item, grid: patch, result: 'right', checked_on: '2026-08-05', checked_by: inspectors[0]!.id, date_created: THEN, ...said });
    await db('ledger_spot_checks').insert([look(right!), look(twice!), look(twice!, { checked_by: inspectors[1]!.id }), look(right!, { checked_on: '2026-10-01' })]);
    const finding = (item: string, said = {}) => ({ id: randomUUID(), dataset, item, grid: patch, kind: 'inaccurate', state: 'confirmed', description: '数量不符', found_by: inspectors[0]!.id, found_on: '2026-08-06', date_created: THEN, decided_by: people.level1.id, decided_at: AFTERWARDS, ...said });
    await db('ledger_findings').insert([
      finding(found!),
      finding(later!, { decided_at: CUT }),
      finding(open!, { state: 'open', decided_by: null, decided_at: null }),
      // What was found in the line is no check; of an entry that was looked at it weighs all the same.
      finding(above!, { found_by: people.level2.id }),
      finding(twice!, { found_by: people.level2.id, found_on: '2026-08-30' }),
    ]);
    const facts = await factsOf(wangge, 'finding', people.place);
    const says = Object.fromEntries(Object.entries({ right, twice, found, later, open, above }).map(([name, item]) => [name, facts.find(({ id }) => id.startsWith(item!))?.accurate]));
    expect(says).toEqual({ right: true, twice: false, found: false, later: true, open: true, above: undefined });
    expect(counted('ledger_accurate_rate', facts)).toEqual([3, 5]);
    expect(new Set(facts.map(({ person }) => person))).toEqual(new Set([people.worker.id]));
    // Whatever is decided afterwards.
    await db('ledger_findings').where({ item: open!, state: 'open' }).update({ state: 'confirmed', decided_by: people.level1.id, decided_at: db.fn.now() });
    expect(await factsOf(wangge, 'finding', people.place)).toEqual(facts);
  });
});

describe('what is offered to be looked at', () => {
  const offers = async (as: Account, query: Record<string, string> = {}) => wangge.request('GET', '/wangge/ledgers/spot-checks', { as, query });

  it('is what the rater may read and has no part in, patches in which nobody has looked first; nobody else is offered anything', async () => {
    const tag = randomUUID().slice(0, 8);
    const [here, there] = [people.place.patches[0].id, people.place.patches[2].id];
    const put = async (as: Account, grid: string): Promise<string> => {
      const { status, body } = await post(as, `/items/${SET}`, { grid, name: `${tag}路径${randomUUID().slice(0, 6)}`, group: 'environment', kind: 'fitness', condition: 'intact' });
      expect(status, JSON.stringify(body)).toBe(200);
      return body.data.id;
    };
    const [looked, near, far] = [await put(people.worker, here), await put(people.worker, here), await put(people.stranger, there)];
    await drawnAs(1, looked, near, far);
    expect((await post(inspectors[0]!, '/items/ledger_spot_checks', { dataset, item: looked })).status).toBe(200);
    const { status, body } = await offers(inspectors[0]!);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.data.entries).toBeNull();
    expect(body.data.sets.find(({ id }: { id: string }) => id === dataset)).toMatchObject({ collection: SET, looked: expect.any(Number) });
    const offered = async (as: Account, search = tag) => (await offers(as, { dataset, search })).body.data.entries as { id: string; name: string; looked: boolean }[];
    const found = await offered(inspectors[0]!);
    expect(found.map(({ id }) => id)).toEqual([far, near, looked]);
    expect(found.map(one => one.looked)).toEqual([false, false, true]);
    expect(found[0]!.name).toContain(tag);
    expect((await offered(inspectors[0]!, `${tag}没有`))).toEqual([]);
    // Of a set that is named, only this one is told.
    expect((await offers(inspectors[0]!, { dataset, search: tag })).body.data).toMatchObject({ sets: [{ id: dataset }], more: false });
    // An administrator reads every entry: what is not drawn is not offered.
    const chosen = await put(people.stranger, there);
    await drawnAs(13, chosen);
    expect((await offered(wangge.admin)).map(({ id }) => id)).not.toContain(chosen);
    // More than are listed is said.
    const many = randomUUID().slice(0, 8);
    const rest = await Promise.all(Array.from({ length: 31 }, () => put(people.stranger, there)));
    await db(SET).whereIn('id', rest).update({ name: db.raw('? || id::text', [many]) });
    await drawnAs(1, ...rest);
    const listed = (await offers(inspectors[0]!, { dataset, search: many })).body.data;
    expect([listed.entries.length, listed.more]).toEqual([30, true]);
    const insider = await wangge.createUser({ role: 'inspector', posts: [{ grid: here, role: 'deputy' }] });
    expect((await offered(insider)).map(({ id }) => id)).toEqual([far]);
    for (const as of [people.worker, people.dispatcher])
      expect((await offers(as)).status).toBe(403);
    expect((await offers(inspectors[0]!, { period: '2026' })).status).toBe(400);
  });
});

describe('scores by hand', () => {
  it('are taken in the quarter that runs, be it the first, wherever there are grids: the daily job opens it, once', async () => {
    const job = jobs.find(({ name }) => name === 'remind_of_assessment')!;
    const of = { subdistrict: people.place.id };
    const codes = ['2031', '2031-05', '2031-Q2'];
    for (let run = 0; run < 2; run++)
      await job.run(db, { slot: '2031-05-06', at: THEN, day: '2031-05-06', now: THEN, now_day: '2031-05-06' }, {} as never);
    expect(await db('assessment_periods').where(of).whereIn('code', codes).orderBy('code').select('code', 'kind', 'state', 'version')).toEqual([{ code: '2031', kind: 'year', state: 'open', version: 0 }, { code: '2031-05', kind: 'month', state: 'open', version: 0 }, { code: '2031-Q2', kind: 'quarter', state: 'open', version: 0 }]);
    await db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('assessment_periods').whereIn('code', codes).del();
    });
  });

  it('need a reason and evidence, come from whoever has no part in it, and are only added to; of five the ends do not count', async () => {
    const scheme = randomUUID();
    const [indicator, ofPersons, other] = [randomUUID(), randomUUID(), randomUUID()];
    await db('assessment_schemes').insert({ id: scheme, name: '试', code: scheme.slice(0, 20), version: 1, valid_from: '2026-01-01', state: 'draft' });
    const row = (id: string, measure: string, subject: string) => ({ id, scheme, name: `评议 ${subject}`, code: id.slice(0, 20), group: 'operation', subject, measure, weight: 5, rule: 'ratio' });
    await db('assessment_indicators').insert([row(indicator, 'manual_mean', 'grid'), row(ofPersons, 'inspection_mean', 'person'), row(other, 'on_time_rate', 'grid')]);
    const period = randomUUID();
    const running = runningQuarter();
    const { code, starts_on, ends_on } = running;
    const over = randomUUID();
    await db('assessment_periods').insert([
      { id: period, code, kind: 'quarter', subdistrict: people.place.id, starts_on, ends_on, state: 'open' },
      { id: over, code: '2024-Q1', kind: 'quarter', subdistrict: people.place.id, starts_on: '2024-01-01', ends_on: '2024-03-31', state: 'open' },
    ]);
    const grid = people.place.patches[0].id;
    const said = { period, indicator, grid, score: 80, note: '走访记录详实', evidence_link: 'https://example.com/1' };
    const give = (as: Account, more = {}) => post(as, '/items/assessment_manual_scores', { ...said, ...more });
    const [first, ...others] = inspectors;
    const insider = await wangge.createUser({ role: 'inspector', posts: [{ grid: people.place.patches[0].id, starts_on: '2020-01-01', ends_on: starts_on, role: 'deputy' }] });
    for (const [more, code, as] of [
      [{ score: 100.5 }, 'score_whole'],
      [{ score: 101 }, 'score_whole'],
      [{ score: null }, 'score_whole'],
      [{ note: ' ' }, 'score_reason'],
      [{ evidence_link: null }, 'score_evidence'],
      [{ indicator: other }, 'score_indicator'],
      [{ indicator: ofPersons }, 'score_indicator_subject'],
      [{ grid: null }, 'field_required'],
      [{ person: people.worker.id }, 'score_one_subject'],
      [{ period: randomUUID() }, 'score_period_unknown'],
      // What would come too late is neither offered nor taken.
      [{ period: over }, 'score_cut_passed'],
      [{ entered_at: THEN }, 'managed_field'],
      [{ grid: null, person: first!.id, subject_kind: 'person', indicator: ofPersons }, 'score_self'],
      [{}, 'score_own_line', insider],
      [{ grid: null, person: people.worker.id, subject_kind: 'person', indicator: ofPersons }, 'score_own_line', insider],
    ] as [object, string, Account?][]) {
      const answer = await give(as ?? first!, more);
      expect([answer.status, rule(answer)], JSON.stringify(more)).toEqual([400, code]);
    }
    expect((await give(people.dispatcher)).status).toBe(403);
    // What is offered to be scored is what may be: nothing in the line of a post, nobody of the own department.
    const offer = async (as: Account, path = '', query: Record<string, string> = {}) => wangge.request('GET', `/wangge/assessment/to-score${path}`, { as, query });
    const periods = (await offer(first!)).body.data.periods.map(({ id }: { id: string }) => id);
    expect([periods.includes(period), periods.includes(over)]).toEqual([true, false]);
    for (const as of [people.worker, people.dispatcher])
      expect([(await offer(as)).status, (await offer(as, `/${period}/${indicator}`)).status]).toEqual([403, 403]);
    const listed = await indicatorsToScore(db, period, first!.id);
    for (const one of listed) {
      const all = (await subjectsToScore(db, { period, indicator: one.id, rater: first!.id, search: '', limit: 200 })).rows;
      expect(all.length).toBe(one.of);
      const mayNot = (await subjectsToScore(db, { period, indicator: one.id, rater: insider.id, search: '', limit: 200 })).rows.map(({ id }) => id);
      if (one.subject === 'grid')
        expect(all.map(({ id }) => id).filter(id => !mayNot.includes(id)).sort()).toEqual([people.place.patches[0].id, people.place.communities[0].id, people.place.area.id].sort());
      expect(mayNot.filter(id => id === insider.id || id === people.worker.id)).toEqual([]);
      // Each of them is taken.
      for (const { id } of all.slice(0, 1))
        expect((await give(first!, { grid: null, [one.subject]: id, subject_kind: one.subject, indicator: one.id })).status).toBe(200);
      expect((await indicatorsToScore(db, period, first!.id)).find(({ id }) => id === one.id)).toMatchObject({ open: one.open - 1, of: one.of });
    }
    expect(listed.some(({ subject, of }) => subject === 'grid' && of > 0)).toBe(true);
    await db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('assessment_manual_scores').where({ period }).del();
    });
    const mine = await give(first!, { score: 10 });
    expect(mine.status, JSON.stringify(mine.body)).toBe(200);
    const id = (mine.body as { data: { id: string } }).data.id;
    expect((await give(first!, { score: 60 })).status).toBe(200);
    expect(await db('assessment_manual_scores').where({ supersedes: id }).first('score', 'rater', 'source')).toEqual({ score: 60, rater: first!.id, source: 'manual' });
    expect(rule(await wangge.request('PATCH', `/items/assessment_manual_scores/${id}`, { as: wangge.admin, body: { score: 90 } }))).toBe('score_kept');
    await expect(db('assessment_manual_scores').where({ id }).update({ score: 90 })).rejects.toThrow('only added to');
    for (const [index, person] of others.slice(0, 3).entries())
      await give(person, { score: 70 + index });
    const now = new Date(Date.now() + 60_000).toISOString();
    const mean = async (cut = now) => counted('manual_mean', await factsOf(wangge, 'manual', people.place, cut, running));
    expect(await mean()).toEqual([60 + 70 + 71 + 72, 400]);
    await give(others[3]!, { score: 100 });
    expect(await mean()).toEqual([70 + 71 + 72, 300]);
    // Another indicator of the same measure has scores of its own.
    const second = randomUUID();
    await db('assessment_indicators').insert(row(second, 'manual_mean', 'grid'));
    expect((await give(first!, { indicator: second, score: 5 })).status).toBe(200);
    const { manual } = factColumnsFor({ tie_break: [], indicators: [{ measure: 'manual_mean' }] });
    const [tally] = await db.transaction(async trx => await countFactsOf(trx, { period: { ...running, cut: new Date(Date.now() + 60_000).toISOString(), calendar: await loadCalendar(db), response_limits: [], subdistricts: [people.place.id] }, columns: { manual: manual! } }, ['grid'], null))
      .then(sumTallies).then(all => all.filter(({ subject }) => subject.code === grid));
    expect([indicator, second, other].map(id => countFor('manual_mean', undefined, [tally!], id.slice(0, 20)))).toEqual([{ numerator: 213, denominator: 300 }, { numerator: 5, denominator: 100 }, { numerator: 0, denominator: 0 }]);
    await db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('assessment_manual_scores').where({ indicator: second }).del();
    });
    expect(await mean(CUT)).toEqual([0, 0]);
    expect(await factsOf(wangge, 'manual', people.place, now, running)).toHaveLength(5);
    // The next version of the scheme asks the same once more: whoever has scored corrects, and is no second rater.
    const [next, again] = [randomUUID(), randomUUID()];
    await db('assessment_schemes').insert({ id: next, name: '试', code: next.slice(0, 20), version: 2, valid_from: '2026-01-01', state: 'draft' });
    await db('assessment_indicators').insert({ ...row(again, 'manual_mean', 'grid'), scheme: next, code: indicator.slice(0, 20) });
    const { supersedes: corrected } = (await give(first!, { indicator: again, score: 75 })).body.data;
    expect(await db('assessment_manual_scores').where({ id: corrected }).first('score', 'indicator')).toEqual({ score: 60, indicator });
    expect(await mean()).toEqual([71 + 72 + 75, 300]);
    await db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('assessment_manual_scores').where({ indicator: again }).del();
    });
    // By inspection, of a person.
    expect((await give(first!, { grid: null, person: people.worker.id, subject_kind: 'person', indicator: ofPersons, score: 90 })).status).toBe(200);
    expect(await factsOf(wangge, 'inspection', people.place, now, running)).toMatchObject([{ grid: null, person: people.worker.id, score: 90, full: 100, kept: true }]);
    // It lies in the sub-district of its period, in its counts and in its evidence, whichever are computed together.
    await db.transaction(async (trx) => {
      const { inspection } = factColumnsFor({ tie_break: [], indicators: [{ measure: 'inspection_mean', subject: 'person' }] });
      const query = { period: { ...running, cut: now, calendar: await loadCalendar(trx), response_limits: [], subdistricts: [people.place.id, randomUUID()] }, columns: { inspection: inspection! } };
      const salt = Buffer.alloc(32);
      expect(await countFactsOf(trx, query, ['person'], salt)).toMatchObject([{ subdistrict: people.place.id, subject: { kind: 'person', code: people.worker.id } }]);
      const blocks = [];
      for await (const block of factBlocks(trx, query, query.period.subdistricts.map(subdistrict => ({ subdistrict, grids: [] })), salt))
        blocks.push(block);
      expect(blocks).toMatchObject([{ subdistrict: people.place.id, grid: null, facts: 1 }]);
    });
    await db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('assessment_periods').where({ id: period }).update({ state: 'preview' });
    });
    expect(rule(await give(first!))).toBe('score_period_closed');
  });
});
