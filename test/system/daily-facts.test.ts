/** Facts of daily work: what each kind says of a quarter, whose it is, and that nothing that comes after the cut moves it. */
import type { Account, Place } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCalendar } from '../../extensions/wangge/src/calendar/index.ts';
import { complianceRows, EVERYBODY } from '../../extensions/wangge/src/reporting/compliance/compliance-store.ts';
import { drawn } from '../../extensions/wangge/src/reporting/logs/log-rules.ts';
import { AFTERWARDS, counted, CUT, factsOf, QUARTER, THEN } from './daily-facts.ts';
import { server } from './harness.ts';

const wangge = await server();
const { db } = wangge;
let place: Place;
let worker: Account;
let other: Account;
let leader: Account;
let inspector: Account;

beforeAll(async () => {
  place = await wangge.createSubdistrict();
  [worker, other, leader, inspector] = await Promise.all([
    wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[0].id }] }),
    wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[1].id }] }),
    wangge.createUser({ role: 'level_2', posts: [{ grid: place.communities[0].id }] }),
    wangge.createUser({ role: 'inspector' }),
  ]);
});

type Said = Record<string, unknown>;
const log = (person: Account, grid: string, work_date: string, said: Said = {}): Said => ({
  id: randomUUID(),
  person: person.id,
  entered_by: person.id,
  grid,
  work_date,
  started_at: '09:00',
  ended_at: '11:30',
  kind: 'patrol',
  summary: '巡查',
  route_confirmed: true,
  date_created: THEN,
  ...said,
});
/** An id that the draw takes, or does not. */
const idOf = (work_date: string, taken: boolean): string => {
  for (;;) {
    const id = randomUUID();
    if (drawn(id, work_date) === taken)
      return id;
  }
};

describe('duty', () => {
  it('says of each unit what compliance says of it', async () => {
    await db('work_logs').insert([
      ...['2026-07-01', '2026-07-02', '2026-07-03'].map(day => log(worker, place.patches[0].id, day)),
      log(worker, place.patches[0].id, '2026-07-06', { ended_at: '10:00' }),
      ...['2026-07-01', '2026-07-08', '2026-08-12'].map(day => log(leader, place.patches[0].id, day, { kind: 'visit', started_at: '14:00', ended_at: '15:10' })),
      log(leader, place.communities[0].id, '2026-08-20', { kind: 'meeting' }),
    ]);
    const facts = await factsOf(wangge, 'duty', place);
    const byPost = new Map<string, [number, number]>();
    for (const { id, met } of facts) {
      const key = id.split(':').slice(0, 3).join(':');
      const [done, all] = byPost.get(key) ?? [0, 0];
      byPost.set(key, [done + (met === true ? 1 : 0), all + 1]);
    }
    const rows = await complianceRows(db, { from: QUARTER.starts_on, until: QUARTER.ends_on }, await loadCalendar(db), EVERYBODY, place.area.id);
    expect(rows.length).toBeGreaterThan(4);
    expect(Object.fromEntries(byPost)).toEqual(Object.fromEntries(rows.filter(({ units }) => units > 0).map(({ person, grid, standard, met, units }) => [`${person}:${grid}:${standard}`, [met, units]])));
    const [met, of] = counted('duty_field_rate', facts.filter(({ grid }) => grid === place.patches[0].id));
    expect([met, of]).toEqual([3, 66]);
    expect(counted('duty_meeting_rate', facts)[0]).toBe(1);
  });

  it('of a split quarter each has their days; a log of somebody who had no post yet is nobody\'s', async () => {
    const [first, second] = await Promise.all(['2026-08-14', null].map((ends_on, index) => wangge.createUser({
      role: 'level_3',
      posts: [{ grid: place.patches[2].id, starts_on: index === 0 ? '2020-01-01' : '2026-08-15', ends_on }],
    })));
    await db('work_logs').insert([log(first!, place.patches[2].id, '2026-08-14'), log(second!, place.patches[2].id, '2026-08-17'), log(second!, place.patches[2].id, '2026-08-13')]);
    const facts = (await factsOf(wangge, 'duty', place)).filter(({ grid, in_field }) => grid === place.patches[2].id && in_field === true);
    const of = (person: Account): number[] => counted('duty_met_rate', facts.filter(fact => fact.person === person.id));
    expect(of(first!)).toEqual([1, 33]);
    expect(of(second!)).toEqual([1, 33]);
    expect((await factsOf(wangge, 'log', place)).filter(({ grid }) => grid === place.patches[2].id).map(({ person }) => person).toSorted()).toEqual([first!.id, second!.id].toSorted());
  });

  it('is excused by leave that was approved before the cut, and by nothing that came later', async () => {
    const base = counted('duty_field_rate', (await factsOf(wangge, 'duty', place)).filter(({ person }) => person === other.id));
    expect(base).toEqual([0, 66]);
    await db('absences').insert([
      { id: randomUUID(), person: other.id, kind: 'leave', starts_on: '2026-07-06', ends_on: '2026-07-10', approved_by: leader.id, decision: 'yes', decided_at: THEN },
      { id: randomUUID(), person: other.id, kind: 'leave', starts_on: '2026-07-13', ends_on: '2026-07-17', approved_by: leader.id, decision: 'yes' },
    ]);
    await db('work_logs').insert([log(other, place.patches[1].id, '2026-07-01', { date_created: AFTERWARDS }), log(other, place.patches[1].id, '2026-07-02', { date_created: CUT })]);
    expect(counted('duty_field_rate', (await factsOf(wangge, 'duty', place)).filter(({ person }) => person === other.id))).toEqual([1, 61]);
  });
});

describe('work logs', () => {
  it('are complete by what their kind should hold, and true where they were drawn, checked, and not found false by two people', async () => {
    const patch = place.patches[0].id;
    const day = '2026-09-08';
    const at = (hour: number, said: Said): Said => log(worker, patch, day, { id: idOf(day, true), started_at: `${String(hour).padStart(2, '0')}:00`, ended_at: `${String(hour).padStart(2, '0')}:30`, ...said });
    const logs = {
      route: at(6, {}),
      noRoute: at(7, { route_confirmed: false }),
      heard: at(8, { kind: 'visit', residents_heard: '反映路灯不亮' }),
      nothingHeard: at(9, { kind: 'visit', residents_heard: ' ' }),
      handling: at(10, { kind: 'handling', route_confirmed: false }),
      incomplete: at(11, {}),
      found: at(12, {}),
      foundLater: at(13, {}),
      undecided: at(14, {}),
      notDrawn: at(15, { id: idOf(day, false) }),
      notChecked: at(16, {}),
      checkedLater: at(17, {}),
    };
    await db('work_logs').insert(Object.values(logs));
    const check = (one: Said, check_result: string, checked_at = THEN): Promise<unknown> => db.transaction(async (trx) => {
      await trx.raw(`set local session_replication_role = replica`);
      await trx('work_logs').where({ id: one.id as string }).update({ check_result, check_note: '查', checked_by: leader.id, checked_at });
    });
    for (const one of [logs.route, logs.heard, logs.notDrawn])
      await check(one, 'ok');
    await check(logs.incomplete, 'incomplete');
    await check(logs.checkedLater, 'ok', CUT);
    const finding = (one: Said, said: Said): Said => ({ id: randomUUID(), grid: patch, work_log: one.id, kind: 'false', state: 'confirmed', description: '未到场', found_by: leader.id, found_on: '2026-09-09', date_created: THEN, decided_by: inspector.id, ...said });
    for (const one of [logs.found, logs.foundLater, logs.undecided])
      await check(one, 'false');
    await db('ledger_findings').insert([
      finding(logs.found, { decided_at: AFTERWARDS }),
      finding(logs.foundLater, { decided_at: CUT }),
      finding(logs.undecided, { state: 'open', decided_by: null }),
    ]);
    const facts = new Map((await factsOf(wangge, 'log', place)).map(fact => [fact.id, fact]));
    const says = Object.fromEntries(Object.entries(logs).map(([name, { id }]) => [name, [facts.get(id as string)!.complete, facts.get(id as string)!.truthful]]));
    expect(says).toEqual({
      route: [true, true],
      noRoute: [false, null],
      heard: [true, true],
      nothingHeard: [false, null],
      handling: [true, null],
      incomplete: [false, true],
      found: [true, false],
      foundLater: [true, true],
      undecided: [true, true],
      notDrawn: [true, null],
      notChecked: [true, null],
      checkedLater: [true, null],
    });
  });

  it('are of the grid whose post their author held, or stood in for: of nobody else', async () => {
    await db('absences').insert({ id: randomUUID(), person: other.id, kind: 'leave', starts_on: '2026-09-21', ends_on: '2026-09-25', stand_in: worker.id, approved_by: leader.id, decision: 'yes', decided_at: THEN });
    const cadre = await wangge.createUser({ role: 'community_cadre', department: place.communityDepartments[0].id });
    const [stands, passes, none, above] = [log(worker, place.patches[1].id, '2026-09-22'), log(worker, place.patches[1].id, '2026-09-28'), log(cadre, place.patches[0].id, '2026-09-22'), log(leader, place.patches[1].id, '2026-09-22')];
    await db('work_logs').insert([stands, passes, none, above]);
    const facts = await factsOf(wangge, 'log', place);
    expect([stands, passes, none, above].map(({ id }) => facts.find(fact => fact.id === id)?.grid)).toEqual([place.patches[1].id, undefined, undefined, place.communities[0].id]);
  });
});

describe('ledgers at the end of months', () => {
  it('count what was recorded up to what was expected, and what was fresh; without an expected number, of completeness nothing', async () => {
    const [patch, community] = [place.patches[1].id, place.communities[0].id];
    const set = (await db('ledger_datasets').first('id')).id;
    const other_set = (await db('ledger_datasets').offset(1).first('id')).id;
    await db('ledger_snapshots').insert([
      { taken_on: '2026-07-31', dataset: set, grid: patch, entries: 8, fresh: 5, due: 2, stale: 1, expected: 10 },
      { taken_on: '2026-08-31', dataset: set, grid: patch, entries: 12, fresh: 12, due: 0, stale: 0, expected: 10 },
      { taken_on: '2026-08-31', dataset: other_set, grid: patch, entries: 4, fresh: 1, due: 0, stale: 3, expected: null },
      { taken_on: '2026-06-30', dataset: set, grid: patch, entries: 100, fresh: 0, due: 0, stale: 100, expected: 100 },
      { taken_on: '2026-10-31', dataset: set, grid: patch, entries: 100, fresh: 0, due: 0, stale: 100, expected: 100 },
    ]);
    const facts = await factsOf(wangge, 'ledger', place);
    expect(facts).toHaveLength(3);
    expect(counted('ledger_complete_rate', facts)).toEqual([18, 20]);
    expect(counted('ledger_fresh_rate', facts)).toEqual([18, 24]);
    expect(new Set(facts.map(({ grid, person }) => `${grid} ${person}`))).toEqual(new Set([`${patch} ${other.id}`]));
    expect(facts.filter(({ grid }) => grid === community)).toEqual([]);
  });
});

describe('tasks', () => {
  it('of collection are in time when they were done by their day, whoever closed them; what was done after the cut was open', async () => {
    const plan = randomUUID();
    await db('collection_plans').insert({ id: plan, name: '每月走访', topic: '走访', grid: place.area.id, level: 3, every: 'month', due_working_days: 10, starts_on: '2026-07-01', active: true });
    const task = (due_on: string, starts_on: string, said: Said = {}): Said => ({ id: randomUUID(), plan, topic: '走访', grid: place.patches[0].id, starts_on, due_on, none_here: false, ...said });
    const done = { outcome: 'entered', done_by: worker.id, late: false };
    await db('collection_tasks').insert([
      task('2026-07-15', '2026-07-01', { ...done, done_at: THEN }),
      task('2026-08-15', '2026-08-01', { ...done, done_at: THEN, late: true }),
      task('2026-09-15', '2026-09-01'),
      // (Closed late, as of an earlier entry.)
      task('2026-09-30', '2026-09-16', { ...done, done_at: CUT }),
      task('2026-10-15', '2026-10-01'),
    ]);
    const facts = await factsOf(wangge, 'collection', place);
    expect(counted('collection_on_time_rate', facts)).toEqual([1, 4]);
    expect(facts.every(({ person }) => person === worker.id)).toBe(true);
  });

  it('that were assigned are in time when completed by their day and accepted; what nobody looked at says nothing, what was withdrawn is none', async () => {
    const assignment = randomUUID();
    await db('assignments').insert({ id: assignment, title: '摸底', description: '摸底', area: place.area.id, level: 3, due_on: '2026-09-10', state: 'draft' });
    const states = [['accepted', false], ['accepted', true], ['completed', false]] as const;
    const part = (index: number, said: Said): Said => ({ id: randomUUID(), assignment, grid: place.patches[index]!.id, due_on: '2026-09-10', date_created: '2026-09-01T00:00:00Z', late: false, ...said });
    const reported = { report: '已完成', completed_by: worker.id, completed_at: '2026-09-09T00:00:00Z' };
    await db('assignment_grids').insert([
      ...states.map(([state, late], index) => part(index, { state, late, ...reported, ...state === 'accepted' ? { accepted: 'yes', accepted_by: leader.id, accepted_at: THEN } : {} })),
      part(3, { state: 'withdrawn' }),
    ]);
    const more = randomUUID();
    await db('assignments').insert({ id: more, title: '再摸底', description: '摸底', area: place.area.id, level: 3, due_on: '2026-09-10', state: 'draft' });
    await db('assignment_grids').insert([part(0, { assignment: more, state: 'open' }), part(1, { assignment: more, state: 'returned', accepted: 'no', accept_note: '不全', accepted_by: leader.id, accepted_at: THEN, ...reported })]);
    const facts = await factsOf(wangge, 'part', place);
    expect(facts).toHaveLength(5);
    expect(counted('assigned_on_time_rate', facts)).toEqual([1, 4]);
  });
});
