/**
 * A quarter's daily facts are the same whenever they are computed: whatever is entered, changed, decided or removed after the cut,
 * in any order. (All in transactions that are rolled back.)
 */
import type { Knex } from 'knex';
import type { FactKind } from '../../extensions/wangge/src/assessment/facts/model.ts';
import type { Account, Place } from './harness.ts';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { AFTERWARDS, factsOf, QUARTER, THEN } from './daily-facts.ts';
import { server } from './harness.ts';

const wangge = await server();
const { db } = wangge;
const KINDS: FactKind[] = ['duty', 'log', 'collection', 'ledger', 'part'];
let place: Place;
let workers: Account[];
let leader: Account;
let inspector: Account;

beforeAll(async () => {
  place = await wangge.createSubdistrict();
  workers = await Promise.all(place.patches.map(({ id }) => wangge.createUser({ role: 'level_3', posts: [{ grid: id }] })));
  [leader, inspector] = await Promise.all([wangge.createUser({ role: 'level_2', posts: [{ grid: place.communities[0].id }] }), wangge.createUser({ role: 'inspector' })]);
});

/** A number below `n`, the same for the same draw. */
type Pick = (n: number) => number;
const dayOf = (n: number): string => new Date(Date.parse(QUARTER.starts_on) + n * 86_400_000).toISOString().slice(0, 10);
const of = <T>(list: readonly T[], pick: Pick): T => list[pick(list.length)]!;
const someDay = (pick: Pick): string => dayOf(pick(92));
const KINDS_OF_LOG = ['patrol', 'visit', 'handling', 'meeting', 'publicity'];

const logRow = (pick: Pick, date_created: string | null) => {
  const index = pick(4);
  const from = 6 + pick(15);
  const hour = (h: number) => `${String(h).padStart(2, '0')}:00`;
  return {
    id: randomUUID(),
    person: workers[index]!.id,
    entered_by: workers[index]!.id,
    grid: place.patches[pick(5) === 0 ? pick(4) : index]!.id,
    work_date: someDay(pick),
    started_at: hour(from),
    ended_at: hour(from + 1 + pick(2)),
    kind: of(KINDS_OF_LOG, pick),
    summary: '工作',
    route_confirmed: pick(2) === 0,
    residents_heard: pick(2) === 0 ? '反映问题' : null,
    date_created,
  };
};
const check = (pick: Pick) => {
  const check_result = of(['ok', 'incomplete', 'false'], pick);
  return { check_result, check_note: '查', checked_by: leader.id };
};

/** What was on record: some of it only after the cut. */
async function lived(trx: Knex, pick: Pick): Promise<void> {
  for (let n = 0; n < 40; n++)
    await tried(trx, one => one('work_logs').insert(logRow(pick, of([THEN, THEN, AFTERWARDS, '2026-10-20T00:00:00Z', null], pick))));
  for (let n = 0; n < 3; n++)
    await ACTS.absence!(trx, pick, of([THEN, AFTERWARDS], pick));
  const plan = randomUUID();
  await trx('collection_plans').insert({ id: plan, name: '走访', topic: '走访', grid: place.area.id, level: 3, every: 'month', due_working_days: 10, starts_on: '2026-07-01', active: true });
  await trx('collection_tasks').insert(place.patches.flatMap(({ id }, index) => ['2026-07-01', '2026-08-01'].map(starts_on => ({
    id: randomUUID(),
    plan,
    topic: '走访',
    grid: id,
    starts_on,
    due_on: `${starts_on.slice(0, 8)}15`,
    none_here: false,
    ...index === 0 ? { outcome: 'entered', done_at: THEN, late: pick(2) === 0 } : {},
  }))));
  const assignment = randomUUID();
  await trx('assignments').insert({ id: assignment, title: '摸底', description: '摸底', area: place.area.id, level: 3, due_on: '2026-09-10', state: 'draft' });
  await trx('assignments').where({ id: assignment }).update({ state: 'issued', user_updated: inspector.id });
  await trx('assignment_grids').where({ assignment }).update({ date_created: THEN });
  await trx('ledger_snapshots').insert(place.patches.map(({ id }) => ({ taken_on: '2026-08-31', dataset: randomUUID(), grid: id, entries: 3, fresh: 2, due: 1, stale: 0, expected: pick(6) })));
}

/** What people may do to it afterwards, one after the other; the database refuses some. */
const ACTS: Record<string, (trx: Knex, pick: Pick, at?: string) => Promise<unknown>> = {
  log: (trx, pick) => trx('work_logs').insert(logRow(pick, new Date().toISOString())),
  reword: async (trx, pick) => trx('work_logs').where({ id: await someRow(trx, 'work_logs', pick) }).update(of<object>([
    { kind: of(KINDS_OF_LOG, pick) },
    { work_date: someDay(pick) },
    { residents_heard: pick(2) === 0 ? null : '新' },
    { route_confirmed: pick(2) === 0 },
    { grid: of(place.patches, pick).id },
    { ended_at: '23:30' },
    { date_created: THEN },
  ], pick)),
  check: async (trx, pick) => trx('work_logs').where({ id: await someRow(trx, 'work_logs', pick) }).update(check(pick)),
  decide: async (trx, pick) => trx('ledger_findings').whereIn('grid', place.patches.map(({ id }) => id)).where({ state: 'open' })
    .update({ state: of(['confirmed', 'dismissed'], pick), answered_at: trx.fn.now(), answered_by: workers[0]!.id, decided_by: inspector.id, decided_at: trx.fn.now(), decision_note: '核实' }),
  unlog: async (trx, pick) => trx('work_logs').where({ id: await someRow(trx, 'work_logs', pick) }).del(),
  absence: (trx, pick, decided_at = new Date().toISOString()) => {
    const starts = pick(92);
    return trx('absences').insert({ id: randomUUID(), person: of(workers, pick).id, kind: 'leave', starts_on: dayOf(starts), ends_on: dayOf(starts + pick(10)), stand_in: pick(2) === 0 ? leader.id : null, approved_by: inspector.id, decision: 'yes', decided_at });
  },
  shorten: (trx, pick) => trx('absences').where({ person: of(workers, pick).id }).update({ ends_on: trx.ref('starts_on') }),
  unabsent: (trx, pick) => trx('absences').where({ person: of(workers, pick).id }).del(),
  leave: (trx, pick) => trx('posts').where({ grid: of(place.patches, pick).id }).update({ ends_on: someDay(pick) }),
  unpost: (trx, pick) => trx('posts').where({ grid: of(place.patches, pick).id }).del(),
  post: (trx, pick) => trx('posts').insert({ id: randomUUID(), person: leader.id, grid: of(place.patches, pick).id, role: of(['leader', 'deputy'], pick), starts_on: someDay(pick), date_created: new Date().toISOString() }),
  standard: (trx, pick) => trx('duty_standards').where({ level: 2 + pick(2) }).update(of<object>([{ amount: 1 + pick(200) }, { active: false }, { log_kinds: JSON.stringify(['meeting']) }], pick)),
  task: (trx, pick) => trx('collection_tasks').where({ grid: of(place.patches, pick).id }).update(of<object>([{ report: '已走访' }, { done_at: '2026-07-02T00:00:00Z', outcome: 'entered', late: false }], pick)),
  untask: (trx, pick) => trx('collection_tasks').where({ grid: of(place.patches, pick).id }).del(),
  complete: (trx, pick) => trx('assignment_grids').where({ grid: of(place.patches, pick).id, state: of(['open', 'returned'], pick) }).update({ state: 'completed', report: '完成', user_updated: workers[0]!.id }),
  accept: (trx, pick) => trx('assignment_grids').where({ grid: of(place.patches, pick).id, state: 'completed' }).update({ state: of(['accepted', 'returned'], pick), accept_note: '看过', user_updated: inspector.id }),
  withdraw: trx => trx('assignments').where({ area: place.area.id, state: 'issued' }).update({ state: 'withdrawn', withdrawn_reason: '不再需要' }),
  move: (trx, pick) => trx('grids').where({ id: of(place.patches, pick).id }).update({ parent: of(place.communities, pick).id }),
  retire: (trx, pick) => trx('grids').where({ id: of(place.patches, pick).id }).update({ status: 'retired' }),
};

async function someRow(trx: Knex, table: string, pick: Pick): Promise<string> {
  const ids = await trx(table).whereIn('grid', place.patches.map(({ id }) => id)).orderBy('work_date').orderBy('started_at').pluck('id');
  return ids.length === 0 ? randomUUID() : of(ids, pick);
}

async function tried(trx: Knex, act: (one: Knex) => Promise<unknown>): Promise<boolean> {
  return trx.transaction(act).then(() => true, () => false);
}

const computed = async (trx: Knex) => Object.fromEntries(await Promise.all(KINDS.map(async kind => [kind, await factsOf({ db: trx }, kind, place)] as const)));

it('nothing that comes after the cut moves a fact, in whatever order it comes', { timeout: 120_000 }, async () => {
  const done = new Set<string>();
  await fc.assert(fc.asyncProperty(fc.array(fc.nat(), { minLength: 400, maxLength: 400 }), fc.shuffledSubarray(Object.keys(ACTS), { minLength: 14 }), async (numbers, acts) => {
    let next = 0;
    const pick: Pick = n => numbers[next++ % numbers.length]! % n;
    const rolled = new Error('rolled back');
    await db.transaction(async (trx) => {
      await lived(trx, pick);
      const before = await computed(trx);
      for (const act of [...acts, ...acts]) {
        if (await tried(trx, one => ACTS[act]!(one, pick)))
          done.add(act);
      }
      expect(await computed(trx), acts.join(' ')).toEqual(before);
      throw rolled;
    }).catch((error: unknown) => {
      if (error !== rolled)
        throw error;
    });
  }), { numRuns: 8, endOnFailure: true });
  expect([...done].toSorted()).toEqual(Object.keys(ACTS).toSorted());
});
