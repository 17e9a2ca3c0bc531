/**
 * Appeals on a real server: who may file and who may review, cell by cell; twice at once; what an upheld one moves, and nothing else;
 * killed between the decision and the computation; every way round the reviews.
 */
import type { EvidenceFiles } from '../../extensions/wangge/src/assessment/evidence/kept-file.ts';
import type { Team } from './assessed.ts';
import type { Community } from './community.ts';
import type { Account } from './harness.ts';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import process from 'node:process';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyRanking } from '../../extensions/wangge/src/assessment/evidence/verify-service.ts';
import { takeStep } from '../../extensions/wangge/src/assessment/periods/step-service.ts';
import { watchAppeals } from '../../extensions/wangge/src/recognition/appeals/clock-service.ts';
import { recomputeExempt } from '../../extensions/wangge/src/recognition/appeals/recompute-service.ts';
import { inspection, memory } from './assessed.ts';
import { peopled } from './community.ts';
import { server } from './harness.ts';
import { handleAt, reportAt, stepAt } from './past.ts';

const wangge = await server();
const { db } = wangge;
const PERIOD = '2025-Q2';
const REASON = '当日系统故障，已电话报告并按时办结';
/** What was computed on the server is read there, the rest here. */
const own = memory();
const files: EvidenceFiles = {
  save: own.save,
  open: async id => own.contents.has(id) ? own.open(id) : Readable.from(Buffer.from(await (await fetch(`${wangge.url}/assets/${id}`, { headers: { Authorization: `Bearer ${wangge.admin.token}` } })).arrayBuffer())),
};

let people: Community;
let team: Team;
/** Of the team: has supervised the matter; holds a post in the line; heads an office; of a second area. */
let [supervised, insider, head, otherHead, level1b]: Account[] = [];
let period: string;
/** Missed clocks of patch 0, one for each test that moves something. */
let clocks: string[];

const rule = ({ errors }: { errors: { extensions: Record<string, unknown> }[] }) => errors[0]?.extensions.rule ?? errors[0]?.extensions.code;
const post = (as: Account | undefined, path: string, body: unknown = {}) => wangge.request('POST', path, { as: as!, body });
const what = async (as: Account, subject: string) => (await wangge.request('GET', '/wangge/appeals/what', { as, query: { subject } })).body.data;
const file = (as: Account, subject: string, said: object = {}) => post(as, '/wangge/appeals', { subject, reason: REASON, ...said });
const filed = async (as: Account, subject: string): Promise<string> => {
  const { status, body } = await file(as, subject);
  expect([subject, status, JSON.stringify(body)]).toEqual([subject, 200, expect.any(String)]);
  return body.data.id;
};
const review = (as: Account, id: string, decision: 'upheld' | 'rejected' = 'upheld', said: object = {}) => post(as, `/wangge/appeals/${id}/review`, { decision, reason: '经查记录，情况属实', ...said });
const decided = async (as: Account, id: string, decision: 'upheld' | 'rejected' = 'upheld') => {
  const answer = await review(as, id, decision);
  expect([answer.status, JSON.stringify(answer.body)]).toEqual([200, expect.any(String)]);
  return answer.body.data.state;
};
/** By two people; of this sub-district alone. */
async function publish(): Promise<void> {
  const opened = await takeStep(db, { period, step: 'preview', actor: team.opens.id, version: null, reason: null }, new Date().toISOString());
  expect(opened).toHaveProperty('until');
  expect(await takeStep(db, { period, step: 'publish', actor: team.publishes.id, version: null, reason: null }, (opened as { until: string }).until)).not.toHaveProperty('kind');
}
const recompute = () => recomputeExempt(db, files, new Date().toISOString());
const verified = async () => (await verifyRanking(db, files, PERIOD)).filter(({ subdistrict }) => subdistrict === people.place.code).map(({ version, faults }) => [version, faults]);
const versions = () => db('assessment_versions').where({ period }).orderBy('version').select('version', 'state');
const numbersOf = async (version: number): Promise<Map<string, string>> => new Map((await db('assessment_scores as s').join('assessment_indicators as i', 'i.id', 's.indicator').where({ 's.period': period, 's.version': version })
  .select('s.subject', 's.grid', 's.department', 's.person', 's.level', 'i.code', 'i.measure', 's.numerator', 's.denominator')).map(({ subject, grid, department, person, level, code, measure, numerator, denominator }) =>
  [`${subject} ${{ grid, department, person }[subject as 'grid']} ${level} ${code} ${measure}`, `${Number(numerator)}/${Number(denominator)}`]));

beforeAll(async () => {
  people = await peopled(wangge);
  const { place, category, worker } = people;
  team = await inspection(wangge, place);
  const { department } = await db('directus_users').where('id', team.opens.id).first();
  [supervised, insider, head, otherHead] = await Promise.all([
    wangge.createUser({ role: 'inspector', department }),
    wangge.createUser({ role: 'inspector', department, posts: [{ grid: place.communities[0].id, role: 'deputy' }] }),
    wangge.createUser({ role: 'office', department: place.office.id }),
    wangge.createUser({ role: 'office' }),
  ]);
  await db('departments').where('id', place.office.id).update({ head: head!.id });
  const second = randomUUID();
  await db('departments').insert({ id: second, code: `${place.code}B02`, name: '综合治理办公室', subdistrict: place.id, kind: 'office', active: true, head: otherHead!.id });
  await db('directus_users').where('id', otherHead!.id).update({ department: second });
  const issues: string[] = [];
  for (const [n, patch] of [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2].entries()) {
    const issue = await reportAt(db, { grid: place.patches[patch]!.id, category, reporter: worker.id, at: `2025-04-${String(n + 7).padStart(2, '0')}T02:00:00.000Z` });
    const { handler, lead } = await db('issues').where({ id: issue }).first();
    if (n === 0)
      await stepAt(db, issue, { person: supervised!.id, inspector: true }, { type: 'supervise', note: '请尽快办理' }, '2025-04-08T03:00:00.000Z');
    // Late in patch 0 and 1, in time elsewhere.
    await handleAt(db, issue, handler ?? lead, patch < 2 ? `2025-05-${String(n + 7).padStart(2, '0')}T02:00:00.000Z` : `2025-04-${String(n + 8).padStart(2, '0')}T02:00:00.000Z`);
    issues.push(issue);
  }
  clocks = (await db('issue_deadlines').whereIn('issue', issues.slice(0, 7)).where({ kind: 'resolve' }).orderBy('due_at').select('id')).map(({ id }) => String(id));
  const computed = await post(team.opens, `/wangge/assessment/${PERIOD}/compute`, { subdistrict: place.code });
  expect([computed.status, JSON.stringify(computed.body)]).toEqual([200, expect.any(String)]);
  ({ id: period } = await db('assessment_periods').where({ code: PERIOD, subdistrict: place.id }).first('id'));
}, 120_000);

describe('filing', () => {
  it('is for whom it concerns, whoever that is, and for nobody else', async () => {
    const { worker, stranger, level2, level1, cadre, officer, dispatcher } = people;
    const subject = `clock:${clocks[0]}`;
    const pinned = await db('issue_deadlines').where('id', clocks[0]!).first('person_at_due', 'grid');
    // Whose name is on it, and who led its grid.
    expect(pinned).toEqual({ person_at_due: level2.id, grid: people.place.patches[0].id });
    const asked = await Promise.all(Object.entries({ worker, stranger, level2, level1, cadre, officer, dispatcher, inspector: team.opens }).map(async ([name, account]) => [name, (await what(account, subject)).may]));
    expect(Object.fromEntries(asked)).toEqual({ worker: true, stranger: false, level2: true, level1: false, cadre: false, officer: false, dispatcher: false, inspector: false });
    expect(await what(stranger, subject)).toMatchObject({ may: false, code: 'appeal_not_theirs', title: null, until: null });
    for (const account of [stranger, level1, officer, dispatcher, team.opens])
      expect(rule(await file(account, subject))).toBe('appeal_not_theirs');
    expect(rule(await file(worker, 'clock:1:2'))).toBe('appeal_subject_unknown');
    expect(rule(await file(worker, `log:${randomUUID()}`))).toBe('appeal_nothing');
    expect(rule(await file(worker, subject, { reason: ' 冤枉 ' }))).toBe('appeal_reason');
    expect([400, 403]).toContain((await post(worker, '/items/appeals', { subject_kind: 'clock', subject: clocks[0], reason: REASON, state: 'upheld' })).status);
    // A stand-in of today files for whom it concerns.
    const standIn = await wangge.createUser({ role: 'level_3', posts: [{ grid: people.place.patches[3].id, starts_on: '2026-11-01' }] });
    expect((await what(standIn, subject)).may).toBe(false);
    await db('absences').insert({ id: randomUUID(), person: worker.id, kind: 'leave', starts_on: db.raw('wangge_today()'), ends_on: db.raw('wangge_today()'), stand_in: standIn.id, approved_by: level2.id, decided_at: new Date() });
    expect(await what(standIn, subject)).toMatchObject({ may: true, instead: true });
    await db('absences').where({ stand_in: standIn.id }).delete();
  });

  it('is until some days after what counts it was told, and once, of two at once, too', async () => {
    const { worker } = people;
    expect((await what(worker, `clock:${clocks[6]}`)).until).toBe(null);
    await publish();
    const { until } = await what(worker, `clock:${clocks[6]}`);
    expect(until > new Date().toISOString()).toBe(true);
    const both = await Promise.all([1, 2].map(() => file(worker, `clock:${clocks[6]}`)));
    const refusal = both.find(({ status }) => status !== 200)!;
    expect([both.filter(({ status }) => status === 200).length, refusal.status, rule(refusal)]).toEqual([1, 409, 'appeal_once']);
    const { id } = both.find(({ status }) => status === 200)!.body.data;
    expect(rule(await file(worker, `clock:${clocks[6]}`))).toBe('appeal_once');
    // Whoever filed it takes it back before anybody decided, and may file it anew.
    expect(rule(await post(people.cadre, `/wangge/appeals/${id}/withdraw`))).toBe('FORBIDDEN');
    expect((await post(worker, `/wangge/appeals/${id}/withdraw`, { note: '补充材料后再提交' })).body.data).toEqual({ state: 'withdrawn' });
    expect(rule(await review(team.opens, id))).toBe('appeal_is_withdrawn');
    const again = await filed(worker, `clock:${clocks[6]}`);
    expect(await decided(team.opens, again, 'rejected')).toBe('second_review');
    expect(rule(await post(worker, `/wangge/appeals/${again}/withdraw`))).toBe('appeal_reviewed');
    expect(await decided(otherHead!, again, 'rejected')).toBe('rejected');
    expect(await db('assessment_exemptions').where({ fact: clocks[6] })).toEqual([]);
    // A ranking of the version that was published, too.
    const ranking = await db('rankings').where({ period, version: 1, subject: 'grid', grid: people.place.patches[0].id }).first('id');
    expect(await what(worker, `ranking:${ranking.id}`)).toMatchObject({ may: true, until: expect.any(String) });
    expect(await what(people.stranger, `ranking:${ranking.id}`)).toMatchObject({ may: false });
  });

  it('of a duty goes by the unit that ended, which began with that day, of somebody who was there', async () => {
    const { worker, place } = people;
    const grid = place.patches[0].id;
    const standard = { working_day: randomUUID(), week: randomUUID(), month: randomUUID(), quarter: randomUUID() };
    for (const [per, id] of Object.entries(standard))
      await db('duty_standards').insert({ id, name: `走访（${per}）`, kind: 'visit', amount: 1, per, code: `${place.code}${per}`, level: 3, active: false });
    const day = async (per: keyof typeof standard, first: string, person = worker.id): Promise<string | null> => {
      const { rows: [found] } = await db.raw('select on_day::text as day from wangge_fact_place(?, ?)', ['duty', `${person}:${grid}:${standard[per]}:${first}`]);
      return found?.day ?? null;
    };
    // A week that begins in March and ends in April; Monday is its first working day, Tuesday none.
    expect([await day('week', '2025-03-31'), await day('week', '2025-04-01'), await day('working_day', '2025-04-01'), await day('month', '2025-04-01'), await day('quarter', '2025-04-01'), await day('month', '2025-04-02'), await day('working_day', '2025-04-05')])
      .toEqual(['2025-04-06', null, '2025-04-01', '2025-04-30', '2025-06-30', null, null]);
    expect(await day('week', '2025-03-31', people.stranger.id)).toBe(null);
    // Nothing that has not ended yet.
    expect(await what(worker, `duty:${worker.id}:${grid}:${standard.month}:2030-04-01`)).toMatchObject({ may: false, code: 'appeal_nothing' });
    expect(await what(worker, `duty:${worker.id}:${grid}:${standard.month}:2025-04-01`)).toMatchObject({ may: true });
    // A quarter that is over and was never computed is not open for ever.
    expect(await what(worker, `duty:${worker.id}:${grid}:${standard.month}:2025-03-03`)).toMatchObject({ may: false, code: 'appeal_too_late' });
    await db('duty_standards').whereIn('id', Object.values(standard)).delete();
  });
});

describe('reviewing', () => {
  it('is for those who had no part, cell by cell, two after each other', async () => {
    const { worker, cadre, level1, level2, inspector, dispatcher } = people;
    const id = await filed(worker, `clock:${clocks[0]}`);
    expect((await wangge.request('GET', `/wangge/appeals/${id}/view`, { as: worker })).body.data).toMatchObject({ step: 'withdraw', stage: 1, reviews: [{ stage: 1, decision: null, explained: expect.stringContaining('5个工作日') }] });
    const first: [Account, unknown][] = [[worker, 'appeal_review_own'], [supervised!, 'appeal_review_part'], [insider!, 'appeal_review_line'], [inspector, 'appeal_review_team'], [level1, 'FORBIDDEN'], [level2, 'appeal_review_own'], [otherHead!, 'FORBIDDEN'], [dispatcher, 'FORBIDDEN']];
    for (const [account, expected] of first)
      expect([first.findIndex(([one]) => one === account), rule(await review(account, id))]).toEqual([first.findIndex(([one]) => one === account), expected]);
    expect(rule(await review(team.opens, id, 'upheld', { reason: '同意' }))).toBe('appeal_review_reason');
    // Of two at once one decides.
    const both = await Promise.all([team.opens, team.publishes].map(one => review(one, id, 'upheld', { stage: 1 })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const by = both[0]!.status === 200 ? team.opens : team.publishes;
    const second: [Account, unknown][] = [[by, 'appeal_review_again'], [by === team.opens ? team.publishes : team.opens, 'appeal_review_leader'], [worker, 'appeal_review_own'], [supervised!, 'appeal_review_part'], [level1, 'FORBIDDEN'], [cadre, 'FORBIDDEN'], [level2, 'appeal_review_own']];
    for (const [account, expected] of second)
      expect(rule(await review(account, id))).toEqual(expected);
    // There is one area only: the head of another office decides. Once there is a second, its level 1 does.
    expect((await db('appeal_seats').where({ appeal: id, stage: 2 }).pluck('person')).sort()).toEqual([head!.id, otherHead!.id].sort());
    const area = randomUUID();
    await db('grids').insert({ id: area, code: `${people.place.code}L02`, name: '第二片区', subdistrict: people.place.id, level: 1, kind: 'basic', status: 'active' });
    level1b = await wangge.createUser({ role: 'level_1', posts: [{ grid: area, starts_on: '2026-11-01' }] });
    // Where nobody of the team is left, the first review is theirs, too.
    const trx = await db.transaction();
    await trx('departments').where('supervises', true).update({ active: false });
    const { rows: first_seats } = await trx.raw('select p from wangge_appeal_seats_on(?, 1, wangge_today()) p', [id]);
    await trx.rollback();
    expect(first_seats.map(({ p }: { p: string }) => p).sort()).toEqual([head!.id, otherHead!.id].sort());
    await watchAppeals(db, new Date().toISOString());
    expect(await db('appeal_seats').where({ appeal: id, stage: 2 }).pluck('person')).toEqual([level1b.id]);
    expect(await db('outbox').where({ dedupe_key: `appeal_review_2:${id}`, recipient: level1b.id })).toHaveLength(1);
    expect(rule(await review(otherHead!, id))).toBe('FORBIDDEN');
    expect((await wangge.request('GET', `/items/appeals/${id}`, { as: level1b, query: { fields: 'title,reason,reviews.decision' } })).body.data.reviews.map(({ decision }: { decision: string | null }) => decision)).toEqual(expect.arrayContaining(['upheld', null]));
    expect((await wangge.request('GET', `/wangge/appeals/${id}/view`, { as: level1b })).body.data).toMatchObject({ step: 'review', stage: 2, reviewers: 1 });
    expect(await decided(level1b, id, 'rejected')).toBe('rejected');
    expect(rule(await review(level1b, id))).toBe('appeal_decided');
    expect(await db('outbox').where({ dedupe_key: `appeal_decided:${id}`, recipient: worker.id })).toHaveLength(1);
    expect((await db('appeal_reviews').where({ appeal: id }).orderBy('stage')).map(({ stage, decision, reviewer }) => [stage, decision, reviewer])).toEqual([[1, 'upheld', by.id], [2, 'rejected', level1b.id]]);
  });

  it('of a ranking is not for those who opened, published or scored it; what rests on an upheld one is looked at again', async () => {
    const ranking = await db('rankings').where({ period, version: 1, subject: 'grid', grid: people.place.patches[0].id }).first('id');
    const id = await filed(people.worker, `ranking:${ranking.id}`);
    for (const account of [team.opens, team.publishes])
      expect(rule(await review(account, id))).toBe('appeal_review_part');
    expect(await decided(supervised!, id)).toBe('second_review');
    expect(await decided(level1b!, id)).toBe('upheld');
    expect(await db('fallen_facts').where({ fact_kind: 'ranking', fact: ranking.id }).select('why', 'done_at')).toEqual([{ why: 'appeal_upheld', done_at: null }]);
    expect(await versions()).toHaveLength(1);
    // Nothing is computed by itself: those who can are told.
    expect((await db('outbox').where({ dedupe_key: `appeal_ranking_upheld:${id}` }).pluck('recipient'))).toEqual(expect.arrayContaining([team.opens.id, team.publishes.id]));
  });

  it('has its clock, with a warning and a miss, each once', async () => {
    const id = await filed(people.level2, `clock:${clocks[5]}`);
    // Whom it concerns, too, reads it: they are told how it ended.
    expect((await wangge.request('GET', `/wangge/appeals/${id}/view`, { as: people.worker })).status).toBe(200);
    expect((await wangge.request('GET', '/items/appeal_reviews', { as: people.worker, query: { 'filter[appeal][_eq]': id } })).body.data).toHaveLength(1);
    const [clock] = await db('appeal_reviews').where({ appeal: id });
    expect(clock.certificate).toMatchObject({ limit: { working_days: 5 }, due_at: clock.due_at });
    const told = (event: string) => db('outbox').where({ dedupe_key: `${event}:${id}` }).count('* as n').then(([row]) => Number(row!.n));
    await watchAppeals(db, clock.warn_at);
    const warned = await told('appeal_warning_1');
    expect(warned).toBeGreaterThan(0);
    await watchAppeals(db, new Date(Date.parse(clock.due_at) + 1).toISOString());
    await watchAppeals(db, new Date(Date.parse(clock.due_at) + 60_000).toISOString());
    expect([await told('appeal_warning_1'), await told('appeal_missed_1') > 0]).toEqual([warned, true]);
    expect(await db('appeal_reviews').where({ appeal: id }).first('warned_at', 'missed_at')).toEqual({ warned_at: clock.warn_at, missed_at: clock.due_at });
  });
});

describe('what an upheld appeal moves', () => {
  it('is its own fact alone, in a next version that two people publish; killed before, it is done by the next who looks, once', async () => {
    const { worker, place } = people;
    const id = await filed(worker, `clock:${clocks[1]}`);
    await decided(team.opens, id);
    const { host, port, user, password, database } = db.client.config.connection;
    const child = spawn(process.execPath, ['test/system/appeal-worker.ts', JSON.stringify({ host, port, user, password, database }), id, level1b!.id], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    let said = '';
    for await (const chunk of child.stdout) {
      said += String(chunk);
      if (said.includes('writing'))
        break;
    }
    child.kill('SIGKILL');
    await ended;
    expect(said).toContain('upheld');
    // Decided, exempt, fallen; of the computation nothing is left.
    const exempt = await db('assessment_exemptions').where({ fact_kind: 'clock', fact: clocks[1] });
    expect(exempt).toMatchObject([{ appeal: id, subdistrict: place.id, exempted_by: level1b!.id, lifts: null }]);
    expect(await db('fallen_facts').where({ fact_kind: 'clock', fact: clocks[1] }).select('why')).toEqual([{ why: 'exempted' }]);
    expect((await wangge.request('GET', `/wangge/appeals/${id}/view`, { as: worker })).body.data.periods).toMatchObject([{ code: PERIOD, version: 1, without: false }]);
    await Promise.all([recompute(), recompute()]);
    expect(await versions()).toEqual([{ version: 1, state: 'published' }, { version: 2, state: 'computed' }]);
    expect((await recompute()).computed).toBe(0);
    expect(await db('assessment_steps').where({ period, version: 2 }).first('actor', 'reason')).toMatchObject({ actor: null, reason: expect.stringContaining('申诉成立') });

    const [before, after] = [await numbersOf(1), await numbersOf(2)];
    const line = new Set([place.patches[0].id, place.communities[0].id, place.area.id]);
    const moved = [...before].filter(([key, count]) => after.get(key) !== count).map(([key]) => key);
    expect(moved.length).toBeGreaterThan(0);
    const { department_at_due: answered, person_at_due: pinned } = await db('issue_deadlines').where('id', clocks[1]!).first();
    for (const key of moved) {
      const [, whose] = key.split(' ');
      expect([key, line.has(whose!) || whose === answered || whose === pinned || whose === worker.id || [people.level2.id, people.level1.id, insider!.id].includes(whose!)]).toEqual([key, true]);
      const [[n0, d0], [n1, d1]] = [before.get(key)!, after.get(key)!].map(count => count.split('/').map(Number)) as [[number, number], [number, number]];
      // One clock less below the line, and above it no more than that.
      expect([key, d0 - d1]).toEqual([key, 1]);
      expect([0, 1]).toContain(n0 - n1);
    }
    // Nobody is lost, nobody new.
    expect([...after.keys()].filter(key => !before.has(key))).toEqual([]);

    // Both versions follow from their files and from the database: the old one counts it, the new one names it.
    expect(await verified()).toEqual([[1, []], [2, []]]);
    const text = async (version: number) => gunzipSync(Buffer.concat(await (await files.open((await db('assessment_versions').where({ period, version }).first('evidence')).evidence)).toArray())).toString();
    const header = async (version: number) => JSON.parse((await text(version)).split('\n')[0]!);
    expect([(await header(1)).exemptions, (await header(2)).exemptions.length]).toEqual([[], 1]);
    // In its file as before: what is exempt is to be seen.
    const [named] = (await header(2)).exemptions as [string];
    expect((await text(2)).split('\n').filter(one => one.startsWith('["clock"') && one.includes(named))).toHaveLength(1);
    // As of the same cut.
    expect((await header(2)).cut).toBe((await header(1)).cut);

    // The list behind the number is as long as it counts, and still shows it, apart.
    const indicator = await db('assessment_scores as s').join('assessment_indicators as i', 'i.id', 's.indicator').where({ 's.period': period, 's.version': 2, 's.grid': place.patches[0].id, 's.subject': 'grid', 'i.measure': 'on_time_rate' }).first('i.code', 's.numerator', 's.denominator');
    const list = (await wangge.request('GET', `/wangge/assessment/${PERIOD}/cases`, { as: team.opens, query: { draft: 'true', subdistrict: place.code, indicator: indicator.code, kind: 'grid', subject: place.patches[0].id, part: 'miss' } })).body.data;
    expect([list.total, list.exempt.map(({ verdict, id: which }: { verdict: string; id: string }) => [verdict, which])]).toEqual([Number(indicator.denominator) - Number(indicator.numerator), [['exempt', clocks[1]]]]);
    const old = (await wangge.request('GET', `/wangge/assessment/${PERIOD}/cases`, { as: team.opens, query: { subdistrict: place.code, indicator: indicator.code, kind: 'grid', subject: place.patches[0].id, part: 'miss' } })).body.data;
    expect([old.total, old.exempt]).toEqual([list.total + 1, []]);
    expect((await wangge.request('GET', `/wangge/appeals/${id}/view`, { as: worker })).body.data).toMatchObject({ exempt: true, periods: [{ code: PERIOD, version: 2, without: true }] });
    // Published as always, by two.
    await publish();
    expect(await versions()).toEqual([{ version: 1, state: 'superseded' }, { version: 2, state: 'published' }]);
  }, 120_000);

  it('is done at once where the server stays up, and of several appeals in any order each once', async () => {
    const ids = [];
    for (const clock of clocks.slice(2, 4)) {
      const id = await filed(people.worker, `clock:${clock}`);
      await decided(team.publishes, id);
      ids.push(id);
    }
    const both = await Promise.all(ids.map(id => review(level1b!, id, 'upheld', { stage: 2 })));
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    await recompute();
    const { exemptions } = await db('assessment_versions').where({ period }).orderBy('version', 'desc').first('exemptions');
    expect(exemptions).toHaveLength(3);
    expect((await versions()).length).toBeLessThanOrEqual(4);
    expect((await verified()).filter(([, faults]) => (faults as string[]).length > 0)).toEqual([]);
  }, 120_000);
});

describe('evidence', () => {
  it('is what one uploaded oneself, goes with the appeal to those who review it, is added until the first review, and stays', async () => {
    const { worker, stranger } = people;
    const upload = async (by: Account): Promise<string> => {
      const id = randomUUID();
      await db('directus_files').insert({ id, storage: 'local', filename_disk: `${id}.txt`, filename_download: '通话记录.txt', title: '通话记录', type: 'text/plain', uploaded_by: by.id });
      return id;
    };
    const [mine, theirs, later] = [await upload(worker), await upload(stranger), await upload(worker)];
    // Another version's row is no other ranking.
    const same = await db('rankings').where({ period, version: 2, subject: 'grid', grid: people.place.patches[0].id }).first('id');
    expect(rule(await file(worker, `ranking:${same.id}`))).toBe('appeal_once');
    const ranking = await db('rankings').where({ period, version: 2, subject: 'person', person: worker.id }).first('id');
    expect(rule(await file(worker, `ranking:${ranking.id}`, { evidence: [theirs] }))).toBe('not_uploader');
    expect((await what(worker, `ranking:${ranking.id}`)).may).toBe(true);
    const made = await file(worker, `ranking:${ranking.id}`, { evidence: [mine] });
    expect([made.status, JSON.stringify(made.body)]).toEqual([200, expect.any(String)]);
    const { id } = made.body.data;
    expect((await wangge.request('GET', `/wangge/appeals/${id}/view`, { as: supervised! })).body.data.files.map(({ id: one }: { id: string }) => one)).toEqual([mine]);
    const reads = async (account: Account): Promise<number> => (await wangge.request('GET', `/files/${mine}`, { as: account })).status;
    expect([await reads(worker), await reads(supervised!), await reads(stranger), await reads(people.dispatcher)]).toEqual([200, 200, 403, 403]);
    const add = (as: Account, which: string) => post(as, '/items/appeals_files', { appeals_id: id, directus_files_id: which });
    expect(rule(await add(stranger, theirs))).toBe('appeal_evidence_closed');
    expect((await add(worker, later)).status).toBe(200);
    await decided(supervised!, id, 'rejected');
    expect(rule(await add(worker, later))).toBe('appeal_evidence_closed');
    const { id: link } = await db('appeals_files').where({ appeals_id: id }).first('id');
    expect((await wangge.request('DELETE', `/items/appeals_files/${link}`, { as: wangge.admin })).status).toBeGreaterThanOrEqual(400);
    await decided(level1b!, id, 'rejected');
  });
});

describe('no way round', () => {
  it('leads past the reviews: by form, batch, import, GraphQL, administrator or database', async () => {
    const id = await filed(people.worker, `clock:${clocks[4]}`);
    const { admin } = wangge;
    for (const as of [admin, people.worker, team.opens]) {
      expect((await wangge.request('PATCH', `/items/appeals/${id}`, { as, body: { state: 'upheld' } })).status).toBeGreaterThanOrEqual(400);
      expect((await wangge.request('PATCH', '/items/appeals', { as, body: { keys: [id], data: { reason: '改' } } })).status).toBeGreaterThanOrEqual(400);
      expect((await wangge.request('DELETE', `/items/appeals/${id}`, { as })).status).toBeGreaterThanOrEqual(400);
      expect((await post(as, '/items/appeal_reviews', { appeal: id, stage: 2, decision: 'upheld', reviewer: as.id, reason: REASON })).status).toBeGreaterThanOrEqual(400);
      expect((await post(as, '/items/appeal_seats', { appeal: id, stage: 1, person: as.id })).status).toBeGreaterThanOrEqual(400);
      const answer = await post(as, '/graphql', { query: `mutation { update_appeals_item(id: "${id}", data: { state: "upheld" }) { id } }` });
      expect(answer.body.errors?.length).toBeGreaterThan(0);
    }
    const form = new FormData();
    form.append('file', new Blob([JSON.stringify([{ id, state: 'upheld' }])], { type: 'application/json' }), 'appeals.json');
    expect((await wangge.request('POST', '/utils/import/appeals', { as: admin, body: form })).status).toBeGreaterThanOrEqual(400);
    expect(await db('appeals').where({ id }).first('state')).toEqual({ state: 'first_review' });
    const { subdistrict, on_day, ...row } = await db('appeals').where({ id }).first('subject_kind', 'subject', 'subdistrict', 'on_day', 'person', 'title');
    await expect(db('appeals').where({ id }).update({ state: 'upheld', decided_at: new Date() })).rejects.toThrow('stays as it was filed');
    await expect(db('appeal_reviews').where({ appeal: id }).update({ reviewer: people.worker.id, decision: 'upheld', reason: REASON, at: new Date() })).rejects.toThrow('had no part');
    await expect(db('appeal_reviews').where({ appeal: id }).update({ reviewer: team.opens.id, decision: 'upheld', reason: ' ', at: new Date() })).rejects.toThrow('appeal_reviews_whole');
    await expect(db('appeal_reviews').insert({ id: randomUUID(), appeal: id, stage: 2, opened_at: new Date(), due_at: new Date() })).rejects.toThrow('when it is its turn');
    await expect(db('assessment_exemptions').insert({ fact_kind: 'clock', fact: row.subject, subdistrict, on_day, appeal: id, reason: REASON })).rejects.toThrow('when its appeal is upheld');
    await expect(db('assessment_exemptions').delete()).rejects.toThrow('only added to');
    await expect(db('fallen_facts').update({ why: 'dismissed' })).rejects.toThrow('only added to');
    await expect(db('appeals').insert({ ...row, id: randomUUID(), subject: clocks[5], subdistrict, on_day, reason: REASON, filed_by: people.stranger.id, filed_at: new Date(), due_at: new Date(), state: 'first_review' })).rejects.toThrow('whom it concerns');
  });

  it('shows an appeal to anybody whom it does not concern', async () => {
    const { id } = await db('appeals').where({ subject: clocks[4] }).first('id');
    for (const account of [people.stranger, people.level1, people.dispatcher, people.officer, otherHead!]) {
      expect((await wangge.request('GET', `/items/appeals/${id}`, { as: account })).status).toBe(403);
      expect((await wangge.request('GET', `/wangge/appeals/${id}/view`, { as: account })).status).toBe(403);
      expect((await wangge.request('GET', '/items/appeal_reviews', { as: account, query: { 'filter[appeal][_eq]': id } })).body.data).toEqual([]);
    }
    expect((await wangge.request('GET', `/items/appeals/${id}`, { as: team.opens })).status).toBe(200);
  });
});

describe('computed once more', () => {
  it('draws everybody as before: nobody gets another interval by asking for it', async () => {
    const last = async () => (await versions()).at(-1)!.version;
    const drawn = async (version: number) => (await db('rankings').where({ period, version }).select('subject', 'level', 'grid', 'department', 'person', 'rank', 'tier', 'low', 'high', 'draw_low', 'draw_high', 'back', 'front')).map(row => JSON.stringify(row)).sort();
    const before = await last();
    const answer = await post(team.opens, `/wangge/assessment/${PERIOD}/compute`, { subdistrict: people.place.code, reason: '再次核算' });
    expect([answer.status, await last()]).toEqual([200, before + 1]);
    const rows = await drawn(before);
    expect(rows.some(row => row.includes('"subject":"person"'))).toBe(true);
    expect(await drawn(before + 1)).toEqual(rows);
    const salts = await db('assessment_versions').where({ period }).pluck('salt');
    expect(new Set(salts.map(salt => salt.toString('hex'))).size).toBe(1);
    expect((await verified()).filter(([, faults]) => (faults as string[]).length > 0)).toEqual([]);
  }, 120_000);

  it('of an entry that was looked at twice is one thing, by whichever day it is called', async () => {
    const { worker, place } = people;
    const grid = place.patches[0].id;
    const { id: dataset } = await db('ledger_datasets').first('id');
    const item = randomUUID();
    for (const checked_on of ['2025-03-20', '2025-05-06', '2025-06-03'])
      await db('ledger_spot_checks').insert({ id: randomUUID(), dataset, item, grid, result: 'right', checked_on, checked_by: supervised!.id, date_created: `${checked_on}T02:00:00Z` });
    const id = await filed(worker, `finding:${item}:${grid}:2025-06-03`);
    expect(await db('appeals').where({ id }).first('subject', 'on_day')).toEqual({ subject: `${item}:${grid}:2025-05-06`, on_day: '2025-05-06' });
    for (const day of ['2025-05-06', '2025-06-03'])
      expect(rule(await file(worker, `finding:${item}:${grid}:${day}`))).toBe('appeal_once');
    await decided(team.opens, id);
    await decided(level1b!, id);
    const stands = async (day: string) => (await db.raw('select wangge_fact_stands(?, ?) as stands', ['finding', `${item}:${grid}:${day}`])).rows[0].stands;
    expect([await stands('2025-03-20'), await stands('2025-05-06'), await stands('2025-06-03')]).toEqual([true, false, false]);
    // What rests on it by either name falls.
    expect((await db('fallen_facts').where({ fact_kind: 'finding' }).where('fact', 'like', `${item}:%`).pluck('fact')).sort()).toEqual([`${item}:${grid}:2025-05-06`, `${item}:${grid}:2025-06-03`]);
  });
});
