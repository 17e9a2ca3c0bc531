/** How the ledgers stood when a month ended: counted once, and the same however late, whatever was written since. */
import type { OwnServer, Place } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JOBS } from '../../extensions/wangge/src/app/schedule.ts';
import { runOnce } from '../../extensions/wangge/src/kernel/jobs-store.ts';
import { freshness } from '../../extensions/wangge/src/ledgers/model.ts';
import { takeSnapshots, takeSnapshotsOver } from '../../extensions/wangge/src/ledgers/snapshots/snapshot-service.ts';
import { countingQuery, gatherPatches } from '../../extensions/wangge/src/ledgers/snapshots/snapshot-store.ts';
import { root } from '../../scripts/start/environment.ts';
import { freshServer } from './harness.ts';

type Db = OwnServer['db'];
interface Row { dataset: string; grid: string; entries: number; fresh: number; due: number; stale: number; expected: number | null }

let wangge: OwnServer;
let db: Db;
let place: Place;

beforeAll(async () => {
  wangge = await freshServer();
  db = wangge.db;
  place = await wangge.createSubdistrict();
  // A clock of the test's own, for every session.
  await db.raw(`
    create table test_clock (at timestamptz);
    insert into test_clock select clock_timestamp();
    grant select on test_clock to public;
    create or replace function wangge_clock() returns timestamptz language sql volatile as $$ select at from test_clock $$;
    create or replace function wangge_today() returns date language sql stable as $$ select wangge_day(at) from test_clock $$`);
  for (const collection of SETS)
    sets.set(collection, (await db('ledger_datasets').where({ collection }).first('id')).id);
});
afterAll(() => wangge.close());

const SETS = ['ledger_facilities', 'ledger_dwellings', 'ledger_venues', 'ledger_enterprises'] as const;
const sets = new Map<string, string>();
const setClock = (at: string): Promise<unknown> => db('test_clock').update({ at });
/** The month that ends next, and when: the test's months begin where the one before left off. */
const open = async (): Promise<{ month: string; closes_at: string }> => db('ledger_snapshot_runs').where({ state: 'open' }).first('month', 'closes_at');
const later = (moment: string, ms: number): string => new Date(Date.parse(moment) + ms).toISOString();
const DAY = 86_400_000;
const stored = async (month: string): Promise<Row[]> => sorted(await db('ledger_snapshots').where({ taken_on: month }).select('dataset', 'grid', 'entries', 'fresh', 'due', 'stale', 'expected'));
const sorted = (rows: Row[]): Row[] => rows.toSorted((a, b) => a.dataset + a.grid < b.dataset + b.grid ? -1 : 1);
const enter = async (over: Record<string, unknown> = {}, trx: Db = db, collection: string = SETS[0]): Promise<string> =>
  (await trx(collection).insert({ id: randomUUID(), grid: place.patches[0].id, state: 'current', source: 'visit', ...over }, ['id']))[0].id;

/** Who is there at the moment counts one by one. */
async function control(day: string): Promise<Row[]> {
  const patches: { id: string; households: number | null }[] = await db('grids').where({ level: 3, status: 'active' }).select('id', 'households');
  const active: { id: string; collection: string; required: boolean; expected_from: string }[] = await db('ledger_datasets').where({ active: true });
  const declared: { dataset: string; grid: string; expected: number }[] = await db('ledger_expected');
  const entries = new Map<string, { grid: string; review_due_on: string }[]>();
  for (const { collection } of active)
    entries.set(collection, await db(collection).where({ state: 'current' }).select('grid', 'review_due_on'));
  const of = (collection: string, grid: string) => (entries.get(collection) ?? []).filter(entry => entry.grid === grid);
  return sorted(active.flatMap(set => patches.flatMap(({ id: grid, households }) => {
    const ages = of(set.collection, grid).map(({ review_due_on }) => freshness(review_due_on, day));
    const count = (age: string): number => ages.filter(one => one === age).length;
    const expected = {
      households,
      facilities: of('ledger_facilities', grid).length,
      declared: declared.find(row => row.dataset === set.id && row.grid === grid)?.expected ?? null,
    }[set.expected_from]!;
    return set.required || ages.length > 0 || (expected ?? 0) > 0 ? [{ dataset: set.id, grid, entries: ages.length, fresh: count('fresh'), due: count('due'), stale: count('stale'), expected }] : [];
  })));
}

describe('whatever is written after the end of a month', () => {
  const number = fc.nat({ max: 1000 });
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ what: fc.constantFrom('enter', 'age', 'state', 'transfer', 'confirm', 'delete', 'reword'), set: fc.constantFrom(...SETS), n: number }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constantFrom('expect', 'unexpect', 'households', 'retire', 'use', 'active', 'required', 'basis', 'review', 'grid', 'moved'), set: fc.constantFrom(...SETS), n: number }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constantFrom('hours', 'end of month', 'end of month', 'count'), set: fc.constantFrom(...SETS), n: number }) },
  );
  type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

  /** A change of something, in a transaction of its own; one that the database refuses leaves nothing. */
  async function write({ what, set, n }: Step): Promise<void> {
    const grids: string[] = await db('grids').where({ level: 3, subdistrict: place.id }).orderBy('code').pluck('id');
    const grid = grids[n % grids.length]!;
    const items: string[] = await db(set).orderBy('id').pluck('id');
    const item = items[n % items.length] ?? null;
    const one = { id: sets.get(set)! };
    const expected: string[] = await db('ledger_expected').orderBy('id').pluck('id');
    const writes: Record<string, (trx: Db) => PromiseLike<unknown>> = {
      enter: async (trx) => {
        for (let many = n % 3; many >= 0; many--)
          await enter({ grid, state: n % 5 === 0 ? 'moved' : 'current', confirmed_on: trx.raw('wangge_today() - ?::int', [n % 400]) }, trx, set);
      },
      age: trx => trx(set).where({ id: item }).update({ confirmed_on: trx.raw('wangge_today() - ?::int', [n % 400]) }),
      state: trx => trx(set).where({ id: item }).update({ state: ['current', 'moved', 'void'][n % 3] }),
      transfer: trx => trx(set).where({ id: item }).update({ grid }),
      confirm: trx => trx('ledger_confirmations').insert({ id: randomUUID(), dataset: one.id, item, grid, confirmed_by: wangge.admin.id, confirmed_at: trx.raw('wangge_clock()') }),
      delete: trx => trx(set).where({ id: item }).delete(),
      reword: trx => trx(set).where({ id: item }).update({ remark: `${n}` }),
      expect: trx => trx('ledger_expected').insert({ id: randomUUID(), dataset: one.id, grid, expected: n % 7 }).onConflict(['dataset', 'grid']).merge(),
      unexpect: trx => trx('ledger_expected').where({ id: expected[n % expected.length] ?? null }).delete(),
      households: trx => trx('grids').where({ id: grid }).update({ households: n % 4 === 0 ? null : n }),
      retire: trx => trx('grids').where({ id: grid }).update({ status: 'retired' }),
      use: trx => trx('grids').where({ id: grid }).update({ status: 'active' }),
      active: trx => trx('ledger_datasets').where(one).update({ active: n % 3 > 0 }),
      required: trx => trx('ledger_datasets').where(one).update({ required: n % 2 === 0 }),
      basis: trx => trx('ledger_datasets').where(one).update({ expected_from: ['households', 'facilities', 'declared'][n % 3] }),
      review: trx => trx('ledger_datasets').where(one).update({ review_days: 1 + n % 300 }),
      grid: trx => trx('grids').insert({ id: randomUUID(), code: `${place.code}9${String(Date.now()).slice(-6)}${n}`, name: '新', subdistrict: place.id, level: 3, parent: place.communities[n % 2]!.id, kind: 'basic', status: 'active' }),
      moved: trx => trx('grids').where({ id: grid }).update({ parent: place.communities[n % 2]!.id }),
    };
    await db.transaction(async trx => void await writes[what]!(trx)).catch((error: { code?: string }) => expect(error.code, String(error)).toMatch(/^23/));
  }

  it('the month is counted as by whoever counted when it ended, once, many months late', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 60 }), async (steps) => {
      const ended: [string, Row[]][] = [];
      let { closes_at } = await open();
      await setClock(later(closes_at, -2 * DAY));
      let now = later(closes_at, -2 * DAY);
      let month = (await open()).month;
      const count = async (): Promise<void> => {
        if (ended.length === 0)
          return;
        await Promise.all([takeSnapshots(db, ended.at(-1)![0]), takeSnapshots(db, ended.at(-1)![0])]);
        for (const [day, rows] of ended.splice(0))
          expect(await stored(day), day).toEqual(rows);
        expect(await db('ledger_kept').where('at', '<', (await open()).closes_at)).toEqual([]);
      };
      for (const one of [...steps, { what: 'end of month', set: SETS[0], n: 0 } as const, ...steps.slice(0, 10), { what: 'count', set: SETS[0], n: 0 } as const]) {
        if (one.what === 'hours') {
          // Never past the end of the month: that is a step of its own.
          const next = later(now, one.n % 30 * 3_600_000);
          now = next < closes_at ? next : now;
          await setClock(now);
        }
        else if (one.what === 'end of month') {
          now = later(closes_at, one.n % 3);
          ended.push([month, await control(month)]);
          await setClock(now);
          [{ month, closes_at }] = (await db.raw('select m::text as month, wangge_day_ends(m) as closes_at from wangge_month_end(?::date + 1) m', [month])).rows;
        }
        else if (one.what === 'count') {
          await count();
        }
        else {
          await write(one);
        }
      }
    }), { numRuns: 8, endOnFailure: true });
  });
});

describe('who writes while a month ends', () => {
  const entriesOf = async (month: string, grid: string): Promise<number> => (await db('ledger_snapshots').where({ taken_on: month, grid, dataset: sets.get('ledger_facilities')! }).first('entries'))?.entries ?? 0;
  const waiting = async (): Promise<number> => (await db.raw(`select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted`)).rows[0].n;

  it('and began before, is waited for; nobody waits who comes later, nor counts', async () => {
    const [{ id: grid }] = place.patches;
    await db('ledger_datasets').whereIn('collection', SETS).update({ active: true });
    await db('grids').where({ subdistrict: place.id }).update({ status: 'active' });
    const { month, closes_at } = await open();
    await setClock(later(closes_at, -1000));
    await enter();
    const before = (await control(month)).find(row => row.grid === grid && row.dataset === sets.get('ledger_facilities'))!.entries;
    const straggler = await db.transaction();
    await enter({}, straggler);
    const silent = await db.transaction();
    await silent.raw('select now()');
    await setClock(closes_at);
    const counted = takeSnapshots(db, month);
    await expect.poll(waiting).toBe(1);
    await enter();
    // Of what was begun before, the part that is written now does not count.
    await enter({}, straggler);
    await straggler.commit();
    expect(await counted).toMatchObject({ months: 1 });
    await enter({}, silent);
    await silent.commit();
    expect(await entriesOf(month, grid)).toBe(before + 1);
    const next = await open();
    await setClock(next.closes_at);
    expect(await takeSnapshots(db, next.month)).toMatchObject({ months: 1 });
    expect(await entriesOf(next.month, grid)).toBe(before + 4);
  });
});

describe('the job', () => {
  const job = JOBS.find(({ name }) => name === 'take_ledger_snapshots')!;

  it('counts the month that is over, each in its own slot, on however many replicas once; none before its time', async () => {
    const { month, closes_at } = await open();
    const [slot] = await job.slots(later(closes_at, -1), closes_at, 'Asia/Shanghai', db);
    expect(slot).toMatchObject({ slot: month.slice(0, 7), at: closes_at });
    const run = (): Promise<'done' | 'already'> => runOnce(db, job, slot!, async pool => job.run(pool, { ...slot!, now: closes_at, now_day: slot!.day }, {} as never));
    await setClock(later(closes_at, -60_000));
    await expect(run()).rejects.toThrow('is not over');
    expect(await stored(month)).toEqual([]);
    await setClock(closes_at);
    expect((await Promise.all([run(), run()])).toSorted()).toEqual(['already', 'done']);
    expect(await stored(month)).toEqual(await control(month));
    expect(await run()).toBe('already');
    expect(await takeSnapshots(db, month)).toEqual({ months: 0, rows: 0 });
    expect(await db('ledger_snapshot_runs').where({ month }).first('state', 'reason')).toEqual({ state: 'taken', reason: null });
    await expect(db('ledger_snapshots').where({ taken_on: month }).update({ entries: 0 })).rejects.toThrow('only added to');
  });

  it('whoever computes before the job has run counts what is over, once, and waits for nothing that is not', async () => {
    const { month, closes_at } = await open();
    await setClock(later(closes_at, -DAY));
    expect(await takeSnapshotsOver(db, month)).toEqual({ months: 0, rows: 0 });
    await setClock(later(closes_at, DAY));
    expect(await takeSnapshotsOver(db, later(closes_at, -2 * DAY).slice(0, 10).slice(0, 8).concat('01'))).toEqual({ months: 0, rows: 0 });
    expect(await takeSnapshotsOver(db, month)).toMatchObject({ months: 1 });
    expect(await takeSnapshotsOver(db, month)).toEqual({ months: 0, rows: 0 });
    expect(await db('ledger_snapshot_runs').where({ month }).first('state')).toEqual({ state: 'taken' });
  });

  it('killed in the middle it leaves nothing, and counts the same afterwards', async () => {
    const { month, closes_at } = await open();
    await setClock(closes_at);
    const rows = await control(month);
    const held = await db.transaction();
    try {
      // One of the last sets that are counted: until then everything went well.
      await held.raw(`lock table ledger_venues in access exclusive mode`);
      const counted = takeSnapshots(db, month).catch((error: Error) => error);
      const pid = async (): Promise<number | undefined> => (await db.raw(`select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%facilities_changed%'`)).rows[0]?.pid;
      await expect.poll(pid).toBeDefined();
      await db.raw('select pg_terminate_backend(?)', [await pid()]);
      expect(await counted).toBeInstanceOf(Error);
    }
    finally {
      await held.rollback();
    }
    expect(await stored(month)).toEqual([]);
    await enter();
    await takeSnapshots(db, month);
    expect(await stored(month)).toEqual(rows);
  });

  it('counts as the figures of the day do', async () => {
    const { month, closes_at } = await open();
    await setClock(later(closes_at, -1));
    for (const [n, { id: grid }] of place.patches.entries()) {
      for (const age of [0, 85, 300])
        await enter({ grid, confirmed_on: db.raw('wangge_today() - ?::int', [age + n]) });
    }
    const ask = async (path: string) => (await wangge.request('GET', `/wangge/ledgers/${path}?level=3`, { as: wangge.admin })).body.data.grids;
    const [completeness, fresh] = [await ask('completeness'), await ask('freshness')];
    await setClock(closes_at);
    await takeSnapshots(db, month);
    const rows = await stored(month);
    expect(completeness.length).toBeGreaterThan(3);
    for (const { grid, sets: shown } of completeness) {
      for (const { dataset, entries, expected } of shown)
        expect(rows.find(row => row.grid === grid && row.dataset === dataset)).toMatchObject({ entries, expected });
    }
    for (const { grid, categories } of fresh) {
      const sums = Object.values(categories as Record<string, { total: number; fresh: number; due: number; stale: number }>);
      const own = rows.filter(row => row.grid === grid);
      for (const [figure, column] of [['total', 'entries'], ['fresh', 'fresh'], ['due', 'due'], ['stale', 'stale']] as const)
        expect(own.reduce((sum, row) => sum + row[column], 0), figure).toBe(sums.reduce((sum, one) => sum + one[figure], 0));
    }
  });
});

describe('months', () => {
  it('end with their last day, in leap years too, where the installation lives', async () => {
    const end = async (day: string) => (await db.raw('select m::text as month, wangge_day_ends(m) as closes_at from wangge_month_end(?) m', [day])).rows[0];
    expect(await end('2028-02-01')).toEqual({ month: '2028-02-29', closes_at: '2028-02-29T16:00:00.000Z' });
    expect(await end('2027-02-28')).toEqual({ month: '2027-02-28', closes_at: '2027-02-28T16:00:00.000Z' });
    expect(await end('2027-12-31')).toEqual({ month: '2027-12-31', closes_at: '2027-12-31T16:00:00.000Z' });
  });

  it('follow the zone while they last; one that is over stays over', async () => {
    const { month, closes_at } = await open();
    const zone = async (time_zone: string | null): Promise<string> => {
      await db('settings_wangge').update({ time_zone });
      return (await open()).closes_at;
    };
    await setClock(later(closes_at, -DAY));
    if (await db('settings_wangge').first('id') === undefined)
      await db('settings_wangge').insert({ id: randomUUID() });
    expect(await zone('America/New_York')).toMatch(new RegExp(`^${later(closes_at, DAY).slice(0, 8)}\\d\\dT0[45]:00`));
    expect(await zone('Asia/Shanghai')).toBe(closes_at);
    await setClock(closes_at);
    expect(await zone('America/New_York')).toBe(closes_at);
    await takeSnapshots(db, month);
    const next = await open();
    expect(next.closes_at).toMatch(/T0[45]:00/);
    await setClock(next.closes_at);
    await takeSnapshots(db, next.month);
    await zone('Asia/Shanghai');
  });

  it('before anything was kept are known to be unknown', async () => {
    await db.raw(`delete from ledger_snapshot_runs`);
    await setClock('2031-03-05T00:00:00Z');
    await db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx.raw(`update ledger_changes set at = '2031-01-15' where id = (select min(id) from ledger_changes)`);
    });
    const text = await readFile(join(root, 'extensions/wangge/sql/063-ledger-snapshots.sql'), 'utf8');
    for (let again = 0; again < 2; again++) {
      await db.raw(text.replaceAll('?', '\\?'));
      expect(await db('ledger_snapshot_runs').orderBy('month').select('month', 'state', 'reason')).toEqual([
        { month: '2031-01-31', state: 'no_data', reason: 'before_kept' },
        { month: '2031-02-28', state: 'no_data', reason: 'before_kept' },
        { month: '2031-03-31', state: 'open', reason: null },
      ]);
    }
  });
});

it('a data set that is registered keeps what was there like any other', async () => {
  const kept = async (): Promise<string[]> => (await db.raw(`select tgname from pg_trigger where tgrelid = 'ledger_venues'::regclass and tgname like 'a_kept%' order by 1`)).rows.map((row: { tgname: string }) => row.tgname);
  const before = await kept();
  expect(before).toHaveLength(3);
  await db.raw('drop trigger a_kept_new on ledger_venues; drop trigger a_kept_gone on ledger_venues; select wangge_bind_ledger(\'ledger_venues\')');
  expect(await kept()).toEqual(before);
});

describe('a hundred thousand entries', () => {
  it('are read once; what changed since is found by index, in the table and in what was kept', async () => {
    const dataset = sets.get('ledger_venues')!;
    await db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx.raw(`
        insert into ledger_venues (id, grid, grid_path, dataset, state, source, confirmed_on, review_due_on, draw)
        select gen_random_uuid(), ?, '/', ?, 'current', 'visit', wangge_today(), wangge_today() + n % 90, n % 128 from generate_series(1, 100000) n`, [place.patches[0].id, dataset]);
      await trx.raw(`
        insert into ledger_kept (at, of_table, item, was)
        select wangge_clock(), 'ledger_' || n % 100, gen_random_uuid(), '{"state": "current"}' from generate_series(1, 100000) n`);
    });
    await db.raw('analyze ledger_venues, ledger_kept');
    const { month, closes_at } = await open();
    const { sql, bindings } = countingQuery({ id: dataset, collection: 'ledger_venues', required: false, expected_from: 'facilities' }, { month, closed: closes_at, facilities: true });
    let plan = '';
    await db.transaction(async (trx) => {
      await gatherPatches(trx, month, closes_at);
      const { rows } = await trx.raw(`explain ${sql}`, bindings);
      plan = rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n');
      await trx.rollback();
    }).catch(() => {});
    expect(plan).toContain('Index Scan using ledger_venues_pkey');
    expect(plan.match(/ledger_kept_first/g)?.length).toBeGreaterThan(2);
    expect(plan).not.toContain('Seq Scan on ledger_kept');
  });
});
