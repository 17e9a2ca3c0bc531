/**
 * What the server slept through is made up: midnight, a month's and a quarter's end, missed by seconds, by a restart of Postgres, by
 * three days. Each time the same rows as in a database whose jobs ran through, once. The clock is the test's own.
 */
import type { Knex } from 'knex';
import type { HookContext } from '../../extensions/wangge/src/kernel/context.ts';
import type { Job } from '../../extensions/wangge/src/kernel/job-rules.ts';
import type { Stage } from './stage.ts';
import { randomUUID } from 'node:crypto';
import { finished } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { healthOf } from '../../extensions/wangge/src/app/job-health-service.ts';
import { everyMinuteDo, round, roundUntilDone } from '../../extensions/wangge/src/app/job-rounds.ts';
import { tellLate } from '../../extensions/wangge/src/app/late-jobs-service.ts';
import { JOBS } from '../../extensions/wangge/src/app/schedule.ts';
import { everyMonth } from '../../extensions/wangge/src/calendar/slot-rules.ts';
import { dayString, epochDay, epochMs, momentString } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { skipSlots } from '../../extensions/wangge/src/kernel/jobs-store.ts';
import { openDatabase } from './database.ts';
import { insertAdministrator, insertUser } from './people.ts';
import { cloneDatabase, dropDatabase } from './stage.ts';
import { insertSubdistrict } from './territory.ts';
import './own-signing-key.ts';

// There is no Directus here that keeps files.
vi.mock(import('../../extensions/wangge/src/assessment/evidence/evidence-files.ts'), () => ({
  evidenceFiles: () => ({
    save: async (trx, name, content) => {
      const id = randomUUID();
      await finished(content.resume());
      await trx('directus_files').insert({ id, storage: 'local', filename_download: name });
      return id;
    },
    open: async () => {
      throw new Error('Nothing is read here');
    },
  }),
}));

const stage: Stage = inject('stage');
const SEEDED = `jobs_seeded_${process.pid}`;
const databases: { name: string; db: Knex }[] = [];

const MINUTE = 60_000;
/** Of the office's clock: 29 June 2026 is a Monday. */
const at = (day: string, time: string): string => momentString(Date.parse(`${day}T${time}+08:00`));
const SELDOM = JOBS.filter(({ often, name }) => !often && name !== 'tidy_files');

const contextOf = (database: Knex): HookContext => ({ database, env: {}, logger: { error: () => {} } }) as unknown as HookContext;
const roundAt = async (db: Knex, now: string, jobs = SELDOM): Promise<void> => round(contextOf(db), jobs, { clock: { now: () => now } });

async function open(name: string, connections = 10): Promise<Knex> {
  const db = openDatabase({ ...stage.postgres, name }, connections);
  databases.push({ name, db });
  return db;
}

let clones = 0;
async function clone(): Promise<Knex> {
  const name = `jobs_${process.pid}_${++clones}`;
  await cloneDatabase(stage, name, SEEDED);
  return open(name);
}

/** A leader whose post begins on 1 July, one who was there all along, a plan for each month and quarter, a task that falls due meanwhile. */
beforeAll(async () => {
  await cloneDatabase(stage, SEEDED);
  const db = openDatabase({ ...stage.postgres, name: SEEDED }, 2);
  const place = await insertSubdistrict(db);
  const [a, b] = place.patches;
  await insertAdministrator(db);
  const leader = await insertUser(db, { role: 'level_3', posts: [{ grid: a.id }] });
  await insertUser(db, { role: 'level_3', posts: [{ grid: b.id, starts_on: '2026-07-01' }] });
  await insertUser(db, { role: 'level_2', posts: [{ grid: place.communities[0].id }] });
  await insertUser(db, { role: 'level_1', posts: [{ grid: place.area.id }] });
  // Ranked when the quarter ends: its cut lies beyond these days otherwise.
  await db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx('assessment_schemes').update({ cut_working_days: null });
  });
  for (const every of ['month', 'quarter'])
    await db('collection_plans').insert({ id: db.raw('gen_random_uuid()'), name: `每${every}`, topic: '安全隐患', grid: place.area.id, level: 3, every, due_working_days: 10, starts_on: '2026-06-01', active: true });
  // Issued long ago: its trigger would say today.
  await db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    const [{ id }] = await trx('assignments').insert({ id: trx.raw('gen_random_uuid()'), title: '排查', description: '逐栋', area: place.area.id, level: 3, due_on: '2026-07-01', state: 'issued', issued_on: '2026-06-01', issued_by: leader.id }).returning('id');
    await trx('assignment_grids').insert({ id: trx.raw('gen_random_uuid()'), assignment: id, grid: a.id, grid_path: a.path, due_on: '2026-07-01', state: 'open', late: false });
  });
  await db.destroy();
});
afterAll(async () => {
  for (const { name, db } of databases) {
    await db.destroy();
    await dropDatabase(stage, name);
  }
  await dropDatabase(stage, SEEDED);
});

const FROM = ['2026-06-29', '10:00'] as const;
const UNTIL = ['2026-07-02', '10:00'] as const;

/** A server that ran through: every job in its own minute, and the round after it. */
async function runThrough(db: Knex): Promise<void> {
  await roundAt(db, at(...FROM));
  for (const day of ['2026-06-29', '2026-06-30', '2026-07-01', '2026-07-02']) {
    for (const time of ['00:00', '00:05', '00:10', '00:20', '00:25', '01:00', '03:30', '03:40', '09:00', '10:00']) {
      if (at(day, time) > at(...FROM) && at(day, time) <= at(...UNTIL))
        await roundAt(db, at(day, time));
    }
  }
}

/** What people see of it, and which slots are done. */
async function stateOf(db: Knex): Promise<Record<string, unknown[]>> {
  const runs = await db('job_runs').orderBy(['job', 'slot']).select('job', 'slot', 'outcome');
  const each = new Set(SELDOM.filter(({ missed }) => missed !== 'newest').map(({ name }) => name));
  return {
    told: await db('outbox').whereNot('event', 'job_late').orderBy(['dedupe_key', 'recipient']).select('dedupe_key', 'recipient', 'subject', 'body'),
    tasks: await db('collection_tasks').orderBy(['plan', 'grid', 'starts_on']).select('plan', 'grid', 'starts_on', 'due_on'),
    leaders: await db('grids').orderBy('code').select('code', 'leader'),
    scopes: await db('directus_users').whereNot('scope_1', '-').orderBy('id').select('id', 'scope_1'),
    done: runs.filter(({ job }) => each.has(job)),
    // One run does the work of those before it.
    slots: runs.map(({ job, slot }) => `${job} ${slot}`),
    last: runs.filter(({ job, slot }) => !each.has(job) && runs.every(other => other.job !== job || other.slot <= slot)),
  };
}

let through: Knex;
let control: Record<string, unknown[]>;
beforeAll(async () => {
  through = await clone();
  await runThrough(through);
  control = await stateOf(through);
});

describe('what was missed', () => {
  it('is there in the database that ran through', () => {
    expect(control.done).toContainEqual({ job: 'rank_quarter', slot: '2026-Q2', outcome: 'ok' });
    expect(control.tasks).toContainEqual(expect.objectContaining({ starts_on: '2026-07-01', due_on: '2026-07-15' }));
    const keys = (control.told as { dedupe_key: string }[]).map(({ dedupe_key }) => dedupe_key);
    for (const key of ['log_missing:2026-06-29:', 'log_missing:2026-06-30:', 'log_missing:2026-07-01:', 'assignment_due:', 'assignment_overdue:'])
      expect(keys.some(one => one.startsWith(key)), key).toBe(true);
  });

  it('by three days, over the end of the month and the quarter, is made up: the same rows, once, on two replicas', async () => {
    const db = await clone();
    const other = await open(databases.at(-1)!.name);
    await roundAt(db, at(...FROM));
    await Promise.all([db, other].map(one => roundAt(one, at(...UNTIL))));
    for (const minute of [1, 2])
      await Promise.all([db, other].map(one => roundAt(one, momentString(epochMs(at(...UNTIL)) + minute * MINUTE))));
    expect(await stateOf(db)).toEqual(control);
    expect(await db('job_runs').where({ job: 'refresh_scopes' }).orderBy('slot').select('slot', 'outcome', 'reason')).toEqual([
      { slot: '2026-06-29', outcome: 'ok', reason: null },
      { slot: '2026-06-30', outcome: 'skipped', reason: 'newest' },
      { slot: '2026-07-01', outcome: 'skipped', reason: 'newest' },
      { slot: '2026-07-02', outcome: 'ok', reason: null },
    ]);
    // Each for its own moment, however late.
    expect(await db('job_runs').where({ job: 'check_work_logs', slot: '2026-06-30' }).first('due_at', 'started_at')).toEqual({ due_at: at('2026-06-30', '00:20'), started_at: at(...UNTIL) });
  });

  it('by seconds, over midnight, and again by a database that does not answer, is done in the next minute', async () => {
    const db = await clone();
    const nowhere = openDatabase({ ...stage.postgres, port: 1, name: 'nowhere' }, 1);
    const errors: string[] = [];
    const stopping = new AbortController();
    let now = at(...FROM);
    const times = ['2026-06-29', '2026-06-30', '2026-07-01', '2026-07-02'].flatMap(day => ['00:00', '00:05', '00:10', '00:20', '00:25', '01:00', '03:30', '03:40', '09:00'].map(time => at(day, time)))
      .filter(one => one > at(...FROM) && one < at(...UNTIL));
    // The process wakes seven seconds after the minute; at every second midnight Postgres is away for two rounds.
    const looks = times.flatMap((time, nth) => nth % 18 < 9 ? [{ now: time, db: nowhere }, { now: momentString(epochMs(time) + 67_000), db }] : [{ now: momentString(epochMs(time) + 7_000), db }]);
    looks.push({ now: at(...UNTIL), db });
    const context = { ...contextOf(db), logger: { error: (_: unknown, said: string) => errors.push(said) } } as unknown as HookContext;
    let database = db;
    const minutes = {
      now: () => now,
      untilNext: async () => {
        const next = looks.shift();
        if (next === undefined)
          stopping.abort();
        else
          [now, database] = [next.now, next.db];
      },
    };
    const held: Promise<unknown>[] = [];
    await everyMinuteDo('seldom', async () => round({ ...context, database }, SELDOM, { clock: minutes }), context, { signal: stopping.signal, waitFor: work => void held.push(work) }, minutes);
    expect(errors.length).toBeGreaterThan(9);
    expect(await stateOf(db)).toEqual(control);
    await nowhere.destroy();
  });

  it('a clock that is set back over midnight does nothing twice', async () => {
    for (const [day, time] of [['2026-07-02', '00:30'], ['2026-07-01', '23:30'], ['2026-06-30', '23:30'], UNTIL] as const)
      await roundAt(through, at(day, time));
    expect(await stateOf(through)).toEqual(control);
  });

  it('a new installation makes up nothing from before its first run; one that was upgraded begins with what its runs say', async () => {
    const db = await clone();
    await roundAt(db, at(...FROM));
    const slots = async (job: string): Promise<string[]> => db('job_runs').where({ job }).orderBy('slot').pluck('slot');
    expect([await slots('check_work_logs'), await slots('rank_quarter')]).toEqual([['2026-06-29'], ['2026-Q1']]);
    expect(await tellLate(db, JOBS, at(...FROM))).toBe(0);

    const before = await clone();
    await before('job_runs').insert([
      // As earlier releases wrote them, one of them under another name.
      { job: 'work_logs', slot: '2026-05-01', started_at: at('2026-05-01', '00:20'), finished_at: at('2026-05-01', '00:21'), outcome: 'ok' },
      ...Array.from({ length: 28 }, (_, n) => dayString(epochDay('2026-05-29') + n)).map(slot => ({ job: 'work_logs', slot, started_at: at(slot, '00:20'), finished_at: at(slot, '00:21'), outcome: 'ok' })),
      { job: 'work_logs', slot: '2026-06-26', started_at: at('2026-06-26', '00:20'), finished_at: at('2026-06-26', '00:21'), outcome: 'ok' },
      { job: 'check_work_logs', slot: '2026-06-28', started_at: at('2026-06-28', '00:20'), finished_at: at('2026-06-28', '00:21'), outcome: 'ok' },
      { job: 'rank-quarter', slot: '2025-Q3', started_at: at('2025-10-01', '01:00'), finished_at: at('2025-10-01', '01:01'), outcome: 'ok' },
    ]);
    await roundAt(before, at(...FROM));
    expect(await before('job_runs').whereIn('job', ['check_work_logs', 'rank_quarter']).where({ outcome: 'ok' }).orderBy(['job', 'slot']).select('job', 'slot').then((rows: { job: string; slot: string }[]) => rows.map(({ job, slot }) => `${job} ${slot}`)))
      .toEqual(['check_work_logs 2026-06-27', 'check_work_logs 2026-06-28', 'check_work_logs 2026-06-29', 'rank_quarter 2025-Q4', 'rank_quarter 2026-Q1']);
    // What was missed too long ago is written down; those who upgrade are not told of it.
    expect(await before('job_runs').where({ job: 'check_work_logs', reason: 'too_late' }).orderBy('slot').pluck('slot')).toEqual(Array.from({ length: 27 }, (_, n) => dayString(epochDay('2026-05-02') + n)));
    await tellLate(before, JOBS, at(...FROM));
    const bodies: string[] = await before('outbox').where({ event: 'job_late' }).pluck('body');
    expect(bodies.join()).toMatch(/check_work_logs（2026-06-27/);
    expect(bodies.join()).not.toMatch(/2026-05/);
  });
});

it('what is done before the first request is waited for, whichever replica is at it, and done once', async () => {
  const db = await clone();
  const other = await open(databases.at(-1)!.name);
  const order: string[] = [];
  const job: Job = {
    name: 'before_all',
    slots: everyMonth('00:30'),
    missed: { within_days: Number.POSITIVE_INFINITY },
    before_requests: true,
    run: async (pool) => {
      await pool.raw('select pg_sleep(1)');
      order.push('done');
      return {};
    },
  };
  const clock = { now: () => at(...FROM) };
  const { signal } = new AbortController();
  await Promise.all([db, other].map(async one => roundUntilDone(contextOf(one), [job], { clock, signal }).then(() => order.push('open'))));
  expect(order).toEqual(['done', 'open', 'open']);
  expect(await db('job_runs').where({ job: 'before_all' }).select('slot', 'outcome')).toEqual([{ slot: '2026-05', outcome: 'ok' }]);
});

describe('administrators', () => {
  it('are told once of what was late, and nothing where nothing was', async () => {
    const db = await clone();
    const told = () => db('outbox').where({ event: 'job_late' }).where('body', 'like', '%任务记录%').select('subject', 'body');
    await roundAt(db, at(...FROM));
    for (const time of ['00:14', '00:26'])
      await roundAt(db, at('2026-06-30', time));
    expect(await tellLate(db, JOBS, at('2026-06-30', '00:27'))).toBe(0);
    const seldom = async (now: string) => {
      const { status, jobs } = await healthOf(db, SELDOM, now);
      return { status, late: jobs.filter(({ state }) => state === 'late').map(({ job, waiting }) => `${job} ${waiting.length}`) };
    };
    expect(await seldom(at('2026-06-30', '00:27'))).toEqual({ status: 'ok', late: [] });
    expect(await seldom(at(...UNTIL))).toEqual({ status: 'late', late: expect.arrayContaining(['check_work_logs 2', 'rank_quarter 1', 'refresh_scopes 1']) });
    await roundAt(db, at(...UNTIL));
    expect(await seldom(at(...UNTIL))).toEqual({ status: 'ok', late: [] });
    const found = await Promise.all([1, 2].map(() => tellLate(db, JOBS, at(...UNTIL))));
    expect(Math.max(...found)).toBeGreaterThan(5);
    expect(Math.min(...found)).toBe(0);
    const people = (await told()).length;
    expect(people).toBeGreaterThan(0);
    expect((await told())[0].body).toMatch(/check_work_logs（2026-07-01 起共 2 次）已补做/);
    expect(await tellLate(db, JOBS, at('2026-07-02', '10:01'))).toBe(0);
    expect((await told()).length).toBe(people);
  });

  it('of a job of every minute not every minute', async () => {
    const db = await clone();
    const sweep = JOBS.find(({ name }) => name === 'sweep')!;
    const failing = { ...sweep, run: async () => Promise.reject(new Error('no room on disk')) };
    for (const minute of [0, 1, 2])
      await roundAt(db, momentString(epochMs(at(...FROM)) + minute * MINUTE), [failing]);
    expect(await db('job_runs').where({ job: 'sweep' }).pluck('outcome')).toEqual(['failed', 'failed', 'failed']);
    for (const minute of [16, 17, 18])
      await tellLate(db, JOBS, momentString(epochMs(at(...FROM)) + minute * MINUTE));
    const bodies = await db('outbox').where({ event: 'job_late' }).where('body', 'like', '%任务记录%').distinct('body').pluck('body');
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).toMatch(/^sweep[^：]*失败，将自动重试。请查看“任务记录”。$/);
  });

  it('see what was skipped and why', async () => {
    const db = await clone();
    const [job] = JOBS.filter(({ name }) => name === 'sweep');
    await skipSlots(db, job!.name, [{ slot: { slot: 'a/b', at: at(...FROM), day: '', count: 3 }, reason: 'newest' }], at(...UNTIL));
    expect(await db('job_runs').where({ slot: 'a/b' }).first('outcome', 'reason', 'counts')).toEqual({ outcome: 'skipped', reason: 'newest', counts: { slots: 3 } });
  });
});
