/** A scheme in the Studio: a new version of the one in force, its weights as one types, a fault where it is, tried and brought into force. At a desk and on a phone. */
import type { Page } from 'playwright-core';
import type { OwnServer } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SECOND_SCHEME } from '../../extensions/wangge/src/assessment/schemes/shipped-scheme-rules.ts';
import { freshServer } from '../system/harness.ts';
import { closeBars, DESK, openStudio, PHONE } from './harness.ts';

const PASSWORD = 'a long password';

let wangge: OwnServer;
let studio: Studio;

beforeAll(async () => {
  wangge = await freshServer();
  studio = await openStudio(wangge);
  await wangge.db('directus_users').where({ id: wangge.admin.id }).update({ language: 'zh-CN' });
  // Who owns the project is what the Studio asks an administrator first.
  await wangge.db('directus_settings').update({ project_owner: wangge.admin.email });
  await wangge.setPassword(wangge.admin.id, PASSWORD);
});
afterAll(async () => {
  await studio?.close();
  await wangge?.close();
});

async function open(scheme: string, viewport = DESK): Promise<Page> {
  const page = await studio.signIn(wangge.admin.email, PASSWORD, { viewport });
  await page.goto(`/admin/content/assessment_schemes/${scheme}`);
  await closeBars(page);
  return page;
}

const fits = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

it('a new version is changed, tried and brought into force at a desk', async () => {
  const page = await open(SECOND_SCHEME);
  const box = page.locator('.scheme-form');
  await box.getByText('启用中，已锁定').waitFor();
  await box.getByText('网格 三级 100 分').waitFor();
  expect(await box.locator('[data-weight]').count()).toBe(0);
  await studio.screenshot(page, 'scheme-locked');
  await box.locator('[data-copy]').click();
  await box.getByText('草稿。填好指标并保存').waitFor();
  const scheme = page.url().split('/').at(-1)!;
  expect(scheme).not.toBe(SECOND_SCHEME);

  const urged = box.locator('[data-indicator="urged"]');
  await urged.locator('[data-weight]').fill('');
  await urged.locator('[data-weight]').pressSequentially('12.5');
  await box.getByText('网格 三级 102.5 分，超出 2.5').waitFor();
  await box.locator('[data-indicator="on_time_patch"] [data-weight]').fill('7.5');
  await box.getByText('网格 三级 100 分').waitFor();
  await urged.locator('[data-change]').click();
  await urged.locator('[data-rule]').selectOption('inverse_ratio');
  await urged.getByText('多一件不好的反而加分').waitFor();
  await studio.screenshot(page, 'scheme-fault');
  await urged.locator('[data-rule]').selectOption('ratio');
  await box.getByText('先保存，再试算或启用').waitFor();
  expect(await studio.faults(page, '.scheme-form')).toEqual([]);
  await page.keyboard.press('Control+s');
  await box.getByText('先保存，再试算或启用').waitFor({ state: 'detached' });
  expect(await wangge.db('assessment_indicators').where({ scheme, code: 'urged' }).first('weight')).toEqual({ weight: '12.50' });

  await box.locator('[data-try]').click();
  await box.locator('[data-activate]').waitFor();
  await box.getByText('还没有核算过的季度').waitFor();
  await box.locator('[data-activate]').click();
  await box.getByText('起按本方案考核').waitFor();
  await box.locator('[data-confirm]').click();
  await box.getByText('启用中，已锁定').waitFor();
  expect(await wangge.db('assessment_schemes').where({ id: scheme }).first('state')).toEqual({ state: 'active' });
});

it('reads on a phone, with how often its tiers are wrong', async () => {
  const tier = { named: 0.31, false: 0.02, any_false: 0.02 };
  const errors = [['none', 0], ['moderate', 0.4], ['none_clustered', 0]].map(([code, spread]) => ({ world: { code, spread }, runs: 200, grids: 57, coverage: 0.911, width: 0.62, back: tier, front: tier, first_three: 17.2 }));
  await wangge.db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx('assessment_schemes').where({ id: SECOND_SCHEME }).update({ error_rates: JSON.stringify([{ level: 3, source: { period: '2026-Q3', subdistrict: '观海街道' }, grids: 57, runs: 200, draws: 1000, on: '2026-11-30', errors }]) });
  });
  const page = await open(SECOND_SCHEME, PHONE);
  await page.locator('.scheme-form').getByText('启用中，已锁定').waitFor();
  expect(await fits(page)).toBe(true);
  await studio.screenshot(page, 'scheme-phone');
  const rates = page.locator('[data-rates]');
  await rates.locator('summary').click();
  await rates.getByText('件数取自观海街道2026年第三季度').waitFor();
  await rates.getByText('91.1%').first().waitFor();
  await rates.scrollIntoViewIfNeeded();
  expect(await fits(page)).toBe(true);
  await studio.screenshot(page, 'scheme-phone-rates');
  expect(await studio.faults(page, '.scheme-form')).toEqual([]);
});
