/**
 * What a quarter lacks is done where its link leads, by whoever may: patches are scored, entries of ledgers are looked at.
 */
import type { Page } from 'playwright-core';
import type { PeriodSpan } from '../../extensions/wangge/src/calendar/period-rules.ts';
import type { OwnServer } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPeriods } from '../../extensions/wangge/src/assessment/periods/ranking-store.ts';
import { periodAfter, periodOf } from '../../extensions/wangge/src/calendar/period-rules.ts';
import { DEMO_PASSWORD, demoServer } from '../system/harness.ts';
import { closeBars, DESK, openStudio, PHONE } from './harness.ts';

let wangge: OwnServer;
let studio: Studio;
/** The last quarter that is over, and the one that runs. */
let [over, running] = ['', ''];
let period: string;

/** Past what triggers say. */
const moved = (sql: string, bindings: Record<string, unknown> = {}) => wangge.db.transaction(async (trx) => {
  await trx.raw('set local session_replication_role = replica');
  await trx.raw(sql, bindings as never);
});

beforeAll(async () => {
  wangge = await demoServer();
  studio = await openStudio(wangge);
  const { db } = wangge;
  ({ id: period, code: over } = await db('assessment_periods').where({ kind: 'quarter', state: 'published' }).orderBy('starts_on', 'desc').first('id', 'code'));
  // What its job opens.
  running = periodAfter(periodOf(over) as PeriodSpan);
  await openPeriods(db, periodOf(running) as PeriodSpan, null);
  // As before it was computed.
  for (const table of ['assessment_steps', 'assessment_scores', 'rankings', 'assessment_priors', 'assessment_versions'])
    await moved(`delete from ${table} where period = :period`, { period });
  await moved(`update assessment_periods set state = 'open', version = 0, draft_version = null, published_at = null, evidence = null, evidence_digest = null where id = :period`, { period });
});
afterAll(async () => {
  await studio?.close();
  await wangge?.close();
});

const open = (page: Page, code = over) => page.goto(`/admin/assessment/quarter?period=${code}`);
const missing = (page: Page, words: RegExp) => page.locator('.item', { hasText: words });
const save = (page: Page) => page.locator('header button.button:has([data-icon=check])').click();
const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

it.each([['desk', DESK], ['phone', PHONE]] as const)('what is missing leads to where it is done; a patch is scored, at %s width', async (width, viewport) => {
  const page = await studio.signIn('inspector@example.com', DEMO_PASSWORD, { viewport });
  await open(page);
  await closeBars(page);
  await missing(page, /人工评分还有 \d+ 项没有评/).waitFor();
  const before = Number(/\d+/.exec((await missing(page, /人工评分/).textContent())!)![0]);
  await studio.screenshot(page, `quarter-missing-${width}`);
  expect(await studio.faults(page, '.module-page')).toEqual([]);
  expect(await fits(page)).toBe(true);

  await missing(page, /人工评分/).getByText('前往处理').click();
  const box = page.locator('.score-choice');
  await box.getByText('请选择评分对象').waitFor();
  expect(await box.locator('select').first().inputValue()).toBe(period);
  await studio.screenshot(page, `quarter-score-choice-${width}`);
  expect(await studio.faults(page, '.score-choice')).toEqual([]);
  await box.getByLabel('按名称查找').fill('第三网格');
  await box.getByText('第一网格').first().waitFor({ state: 'detached' });
  await box.locator('[data-subject]', { hasText: '未评' }).first().click();
  await box.getByText('正在评').waitFor();
  await page.locator('[data-field=score] input').fill('88');
  await page.locator('[data-field=evidence_link] input').fill('https://example.com/inspection/12');
  // Without its reason it is not taken, and the field says so.
  await save(page);
  await page.getByText('评分理由: 值是必需的').waitFor();
  await studio.screenshot(page, `quarter-score-refused-${width}`);
  await page.locator('[data-field=note] textarea').fill('现场检查 12 处，隐患整改到位。');
  await save(page);
  await page.waitForURL(/assessment_manual_scores$/);
  await open(page);
  await missing(page, new RegExp(`人工评分还有 ${before - 1} 项`)).waitFor();
});

it('a ledger entry is sampled and looked at, on a phone; the log that was drawn is a list away', async () => {
  const page = await studio.signIn('inspector@example.com', DEMO_PASSWORD, { viewport: PHONE });
  await open(page, running);
  await closeBars(page);
  await missing(page, /还没有抽查过台账/).getByText('前往处理').click();
  const box = page.locator('.spot-check');
  const sets = box.locator('select');
  await sets.locator('option').nth(1).waitFor({ state: 'attached' });
  await sets.selectOption({ index: 1 });
  const entry = box.locator('[data-entry]').first();
  await entry.waitFor();
  await studio.screenshot(page, 'quarter-spot-check-choice');
  expect(await studio.faults(page, '.spot-check')).toEqual([]);
  const item = await entry.getAttribute('data-entry');
  await entry.click();
  await box.getByText('正在抽查').waitFor();
  expect(await box.locator('a[data-open-entry], [data-open-entry] a').first().getAttribute('href')).toContain(item!);
  await page.locator('[data-field=note] textarea').fill('入户核对，与台账一致。');
  await studio.screenshot(page, 'quarter-spot-check');
  await save(page);
  await page.waitForURL(/ledger_spot_checks$/);
  expect(await wangge.db('ledger_spot_checks').where({ item }).where('note', '入户核对，与台账一致。').first('result')).toEqual({ result: 'right' });

  await open(page, over);
  await missing(page, /抽查的工作日志还有/).getByText('前往处理').click();
  await page.waitForURL(/content\/work_logs/);
});
