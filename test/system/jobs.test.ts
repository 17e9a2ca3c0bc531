/** A slot of a job is done once: two at a time, and whatever is killed. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { endKilled, runOnce, tidyRuns } from '../../extensions/wangge/src/kernel/jobs-store.ts';
import { root } from '../../scripts/start/environment.ts';
import { server } from './harness.ts';

const wangge = await server();
const { db } = wangge;

/** Another process that begins a slot, says so, and then does not come to its end: killed there. */
async function beginAndKill(job: string, slot: string): Promise<void> {
  const { DB_HOST: host, DB_PORT: port, DB_USER: user, DB_PASSWORD: password, DB_DATABASE: database } = wangge.environment;
  const code = `
    import knex from 'knex';
    import { runOnce } from ${JSON.stringify(join(root, 'extensions/wangge/src/kernel/jobs-store.ts'))};
    const db = knex(${JSON.stringify({ client: 'pg', connection: { host, port: Number(port), user, password, database } })});
    await runOnce(db, ${JSON.stringify(job)}, ${JSON.stringify(slot)}, async () => { console.log('begun'); await new Promise(resolve => setTimeout(resolve, 60_000)); return {}; });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  expect(await runOnce(db, job, slot, async () => ({ stolen: 1 }))).toBe('already');
  // One slot of a job after the other, and whoever is alive is not taken for dead.
  expect(await runOnce(db, job, `${slot} later`, async () => ({ stolen: 1 }))).toBe('already');
  expect(await endKilled(db, [{ name: job }], new Date().toISOString())).toEqual([]);
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Postgres needs a moment to notice that a client is gone. */
async function untilDone(job: string, slot: string): Promise<void> {
  await expect.poll(async () => await runOnce(db, job, slot, async () => ({ again: 1 })), { timeout: 20_000, interval: 500 }).toBe('done');
}

describe('runOnce', () => {
  it('does not do again what was done under an earlier name of the job', async () => {
    const [name, before] = [`renamed_${randomUUID()}`, `before-${randomUUID()}`];
    await runOnce(db, before, '2026-Q2', async () => ({ published: 1 }));
    const again = async (): Promise<never> => {
      throw new Error('done twice');
    };
    expect(await runOnce(db, { name, formerly: [before] }, '2026-Q2', again)).toBe('already');
    expect(await db('job_runs').where({ job: name })).toEqual([]);
    expect(await runOnce(db, { name, formerly: [before] }, '2026-Q3', async () => ({ published: 2 }))).toBe('done');
  });

  it('does again what failed under an earlier name', async () => {
    const [name, before] = [`renamed_${randomUUID()}`, `before-${randomUUID()}`];
    await expect(runOnce(db, before, 's', async () => {
      throw new Error('no');
    })).rejects.toThrow('no');
    expect(await runOnce(db, { name, formerly: [before] }, 's', async () => ({}))).toBe('done');
  });

  it('does a slot once, however many ask at once', async () => {
    const job = `at-once-${randomUUID()}`;
    let runs = 0;
    const ask = async (): Promise<'done' | 'already'> => await runOnce(db, job, 's', async () => {
      runs++;
      await db.raw('select pg_sleep(0.3)');
      return { rows: 7 };
    });
    const outcomes = [...await Promise.all([ask(), ask()]), await ask()];
    expect(outcomes.toSorted()).toEqual(['already', 'already', 'done']);
    expect(runs).toBe(1);
    expect(await db('job_runs').where({ job }).first('slot', 'outcome', 'counts', 'error')).toEqual({ slot: 's', outcome: 'ok', counts: { rows: 7 }, error: null });
  });

  it('records a failure, throws it, and may be asked again', async () => {
    const job = `failing-${randomUUID()}`;
    await expect(runOnce(db, job, 's', async () => Promise.reject(new Error('no calendar')))).rejects.toThrow('no calendar');
    const failed = await db('job_runs').where({ job }).first() as { outcome: string; error: string; finished_at: string };
    expect(failed).toMatchObject({ outcome: 'failed', error: 'no calendar' });
    expect(failed.finished_at).not.toBeNull();
    expect(await runOnce(db, job, 's', async () => ({}))).toBe('done');
    expect(await db('job_runs').where({ job })).toMatchObject([{ outcome: 'ok', error: null }]);
  });

  it('takes a slot again that a killed process left', async () => {
    const job = `killed-${randomUUID()}`;
    await beginAndKill(job, 's');
    expect(await db('job_runs').where({ job }).first('outcome', 'finished_at')).toEqual({ outcome: null, finished_at: null });
    await untilDone(job, 's');
    expect(await db('job_runs').where({ job })).toMatchObject([{ outcome: 'ok', counts: { again: 1 } }]);
  });

  it('ends as failed what a killed process left, and says so; then it is done again', async () => {
    const job = `killed-${randomUUID()}`;
    await beginAndKill(job, 's');
    const now = new Date().toISOString();
    await expect.poll(async () => endKilled(db, [{ name: job }], now), { timeout: 20_000, interval: 500 }).toEqual([{ job, slot: 's' }]);
    expect(await db('job_runs').where({ job }).first('outcome', 'reason', 'finished_at')).toEqual({ outcome: 'failed', reason: 'killed', finished_at: now });
    expect(await endKilled(db, [{ name: job }], now)).toEqual([]);
    expect(await runOnce(db, job, 's', async () => ({ again: 1 }))).toBe('done');
    expect(await db('job_runs').where({ job })).toMatchObject([{ outcome: 'ok', reason: null }]);
  });

  it('forgets old successes of the jobs that run each minute, and no failure', async () => {
    const job = `tidy-${randomUUID()}`;
    const rows = [['old', 'ok', '2026-01-01'], ['failed', 'failed', '2026-01-01'], ['new', 'ok', '2026-01-30']];
    await db('job_runs').insert(rows.map(([slot, outcome, started_at]) => ({ job, slot, outcome, started_at })));
    expect(await tidyRuns(db, [job], '2026-01-31T00:00:00.000Z')).toEqual({ removed: 1 });
    expect(await db('job_runs').where({ job }).orderBy('slot').pluck('slot')).toEqual(['failed', 'new']);
  });
});
