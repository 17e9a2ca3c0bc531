/** Where the error rates of intervals take their weights and sizes from. */
import type { Knex } from 'knex';
import type { CommandContext } from '../../extensions/wangge/src/kernel/context.ts';
import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { Command } from 'commander';
import { expect, it, onTestFinished, vi } from 'vitest';
import { register } from '../../extensions/wangge/src/assessment/interval/commands.ts';
import { lastQuarter, schemeFor } from '../../extensions/wangge/src/assessment/interval/simulation-store.ts';
import { peopled } from './community.ts';
import { server } from './harness.ts';

/** Nothing of it stays. */
async function undone(db: Knex, work: (trx: Knex) => Promise<void>): Promise<void> {
  const trx = await db.transaction();
  try {
    await work(trx);
  }
  finally {
    await trx.rollback();
  }
}

it('the scheme is the active one of today, or the one that is named; its indicators those of the level', async () => {
  const { db } = await server();
  const active = (await schemeFor(db, null, 3))!;
  expect(active).toMatchObject({ code: expect.any(String) as string, version: expect.any(Number) as number });
  expect(active.indicators.length).toBeGreaterThan(0);
  expect(await schemeFor(db, 'no such scheme', 3)).toBeNull();
  await undone(db, async (trx) => {
    const draft = { id: randomUUID(), code: 'simulated', name: '试算', version: 1, valid_from: '2020-01-01', state: 'draft', ranked_levels: '[3]', grade_bands: '[]', tie_break: '[]', min_sample: 5 };
    await trx('assessment_schemes').insert(draft);
    const indicator = { scheme: draft.id, name: '按期', group: 'handling', subject: 'grid', measure: 'on_time_rate', rule: 'ratio', params: '{"scopes":["community"]}', no_data: 'exclude' };
    await trx('assessment_indicators').insert([
      { ...indicator, id: randomUUID(), code: 'a', levels: '[2,3]', weight: 60 },
      { ...indicator, id: randomUUID(), code: 'b', levels: '["3"]', weight: 12.5 },
      { ...indicator, id: randomUUID(), code: 'c', levels: '[1]', weight: 40 },
      { ...indicator, id: randomUUID(), code: 'd', levels: '[3]', weight: 40, subject: 'department' },
    ]);
    const named = (await schemeFor(trx, 'simulated', 3))!;
    expect(named.indicators.map(({ code, weight, measure }) => [code, Number(weight), measure])).toEqual([['a', 60, 'on_time_rate'], ['b', 12.5, 'on_time_rate']]);
    // A draft is simulated when it is named, and only then.
    expect((await schemeFor(trx, null, 3))!.code).toBe(active.code);
  });
});

it('sizes are those of the last quarter that was computed, of its largest sub-district and its newest version', async () => {
  const wangge = await server();
  const { place } = await peopled(wangge);
  const { id: scheme } = await wangge.db('assessment_schemes').where('state', 'active').first('id');
  const indicator = await wangge.db('assessment_indicators').where({ scheme, subject: 'grid', measure: 'on_time_rate' }).first('id');
  await undone(wangge.db, async (trx) => {
    const period = { id: randomUUID(), code: '2098-Q4', kind: 'quarter', subdistrict: place.id, starts_on: '2098-10-01', ends_on: '2098-12-31', state: 'open', version: 0 };
    await trx('assessment_periods').insert(period);
    // Opened, and nothing computed.
    await trx('assessment_periods').insert({ ...period, id: randomUUID(), code: '2099-Q1', starts_on: '2099-01-01', ends_on: '2099-03-31' });
    const score = (grid: { id: string; path: string }, version: number, numerator: number): object => ({ period: period.id, version, grid: grid.id, grid_path: grid.path, indicator: indicator.id, numerator, denominator: 10, no_data: false });
    const ranked = (grid: { id: string; path: string }, version: number): object => ({ id: randomUUID(), period: period.id, version, grid: grid.id, grid_path: grid.path, vetoed: false });
    await trx('rankings').insert([...[1, 2].flatMap(version => place.patches.map(patch => ranked(patch, version))), ranked(place.area, 2)]);
    await trx('assessment_scores').insert([...place.patches.map((patch, at) => score(patch, 1, at)), ...place.patches.map((patch, at) => score(patch, 2, at + 1)), score(place.area, 2, 10)]);
    const last = (await lastQuarter(trx, 3))!;
    expect(last.period).toBe('2098-Q4');
    expect(last.cells).toEqual(place.patches.map(({ code }, at) => ({ grid: code, measure: 'on_time_rate', numerator: at + 1, denominator: 10 })).sort((a, b) => a.grid < b.grid ? -1 : 1));
    expect((await lastQuarter(trx, 1))!.cells.map(({ grid }) => grid)).toEqual([place.area.code]);
  });
});

it('the command prints what is published, and says what it does not take', async () => {
  const { db } = await server();
  const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as never);
  const [said, wrong] = (['log', 'error'] as const).map(stream => vi.spyOn(console, stream).mockImplementation(() => {}));
  onTestFinished(() => [exit, said!, wrong!].forEach(spy => spy.mockRestore()));
  const run = async (...options: string[]): Promise<{ code: unknown; text: string }> => {
    const wangge = new Command('wangge');
    register(wangge, { database: db } as CommandContext);
    [exit, said!, wrong!].forEach(spy => spy.mockClear());
    await wangge.parseAsync(['assessment', 'simulate-errors', ...options], { from: 'user' });
    return { code: exit.mock.calls[0]?.[0], text: [...said!.mock.calls, ...wrong!.mock.calls].flat().join('\n') };
  };
  const zh = await run('--runs', '1');
  expect(zh.code).toBe(0);
  expect(zh.text).toContain('模拟 1 个季度');
  expect(zh.text).toContain('各网格实际没有差别：区间含真实名次');
  // Kept with the scheme that was simulated, of each level the latest run; that is no change of a scheme in force.
  const kept = async () => (await db('assessment_schemes').where({ id: (await schemeFor(db, null, 3))!.id }).first('error_rates')).error_rates as { level: number; runs: number; on: string; errors: { world: { code: string } }[] }[];
  expect((await kept()).map(({ level, runs }) => [level, runs])).toEqual([[3, 1]]);
  expect((await kept())[0]!.errors.map(({ world }) => world.code)).toContain('moderate');
  expect((await run('--runs', '2', '--level', '2')).code).toBe(0);
  expect((await run('--runs', '2')).code).toBe(0);
  expect((await kept()).map(({ level, runs }) => [level, runs])).toEqual([[3, 2], [2, 2]]);
  await db('assessment_schemes').update({ error_rates: null });
  expect((await run('--runs', '1', '--language', 'en-US')).text).toContain('interval holds the true place');
  expect(await run('--runs', '0')).toEqual({ code: 1, text: '--runs is a whole number from 1 to 100000: 0' });
  expect(await run('--scheme', 'none')).toEqual({ code: 1, text: 'There is no scheme "none"' });
});
