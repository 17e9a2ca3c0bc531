/** The module 考核: a quarter led through its steps by the inspection team, and what it says of a patch worker. At desk and phone width. */
import type { OwnServer } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_PASSWORD, demoServer } from '../system/harness.ts';
import { closeBars, DESK, openStudio, PHONE } from './harness.ts';

let wangge: OwnServer;
let studio: Studio;

beforeAll(async () => {
  wangge = await demoServer();
  studio = await openStudio(wangge);
});
afterAll(async () => {
  await studio?.close();
  await wangge?.close();
});

it('an inspector computes a quarter again with a reason, and opens its preview', async () => {
  const page = await studio.signIn('inspector@example.com', DEMO_PASSWORD, { viewport: DESK });
  await page.goto('/admin/assessment/quarter?period=2026-Q3');
  await page.getByText('办理记录').waitFor();
  await page.getByRole('button', { name: '重新核算' }).click();
  await page.getByLabel(/重新核算的原因/).fill('补录一件漏计的事项');
  await page.locator('[data-confirm]').click();
  await page.getByText(/原因：补录一件漏计的事项/).first().waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: '开始预公布' }).click();
  await page.locator('[data-confirm]').click();
  await page.getByText(/预公布至/).first().waitFor();
  await studio.screenshot(page, 'assessment-quarter-preview');
  expect(await studio.faults(page, '.module-page')).toEqual([]);

  // Who opened it does not publish it, whatever they send.
  expect(await page.getByRole('button', { name: '公布结果' }).count()).toBe(0);
  const { id } = await wangge.db('assessment_periods').where({ code: '2026-Q3' }).first('id');
  expect(await wangge.db('assessment_versions').where({ period: id }).orderBy('version').pluck('state')).toEqual(['published', 'preview']);
});

it.each([['desk', DESK], ['phone', PHONE]] as const)('a patch worker reads their own result and the cases behind a number at %s width', async (width, viewport) => {
  const page = await studio.signIn('l3@example.com', DEMO_PASSWORD, { viewport });
  await page.goto('/admin/assessment?period=2026-Q3');
  await closeBars(page);
  await page.getByText('名次范围').first().waitFor();
  await page.getByText(/预公布：结果尚未正式公布/).waitFor();
  const cases = page.getByRole('button', { name: /^(未?达到的) \d+ 项$/ }).first();
  const counted = Number(/\d+/.exec((await cases.textContent())!)![0]);
  await cases.click();
  await page.locator('.number .wg-small li').first().waitFor();
  expect(await page.locator('.number .wg-small li').count()).toBe(Math.min(50, counted));
  await studio.screenshot(page, `assessment-mine-${width}`);
  expect(await studio.faults(page, '.module-page')).toEqual([]);
  // Nothing is cut off.
  expect(await page.evaluate(() => document.querySelector('.module-page')!.scrollWidth <= window.innerWidth)).toBe(true);

  // Their own grid's facts, with the page of hashes that leads to the printed checkpoint.
  const [proof] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '核对本网格的依据' }).first().click()]);
  expect(proof.suggestedFilename()).toBe('2026-Q3-leaf.json');
  const taken = JSON.parse(await readFile(await proof.path(), 'utf8')) as object;
  const { id: l3 } = await wangge.db('directus_users').where({ email: 'l3@example.com' }).first('id');
  const { code } = await wangge.db('posts as p').join('grids as g', 'g.id', 'p.grid').where({ 'p.person': l3, 'p.role': 'leader', 'g.level': 3 }).first('g.code');
  expect(JSON.stringify(taken)).toContain(code);
  expect(await page.locator('.module-page [role=alert]').count()).toBe(0);
});

it.each([['desk', DESK], ['phone', PHONE]] as const)('an analyst opens the panel of indicators on a dashboard at %s width, and looks at another', async (width, viewport) => {
  const { db } = wangge;
  const { id: user_created } = await db('directus_users').where({ email: 'analyst@example.com' }).first('id');
  const dashboard = randomUUID();
  await db('directus_dashboards').insert({ id: dashboard, name: `指标走势 ${width}`, user_created });
  await db('directus_panels').insert({ id: randomUUID(), dashboard, name: '指标走势', type: 'indicator-trend', show_header: true, position_x: 1, position_y: 1, width: 42, height: 30, options: JSON.stringify({ level: 3, indicator: 'on_time_patch' }), user_created });
  const page = await studio.signIn('analyst@example.com', DEMO_PASSWORD, { viewport });
  await page.goto(`/admin/insights/${dashboard}`);
  await closeBars(page);
  const panel = page.locator('.indicator-trend');
  await panel.locator('[role=img] svg').first().waitFor();
  const chosen = panel.locator('select');
  expect(await chosen.inputValue()).toBe('on_time_patch');
  await studio.screenshot(page, `indicator-trend-${width}`);
  const [answer] = await Promise.all([page.waitForResponse(response => response.url().includes('/indicators/handled')), chosen.selectOption('handled')]);
  const { data } = await answer.json() as { data: { points: { denominator: number }[] } };
  expect(data.points.filter(({ denominator }) => denominator > 0).length).toBeGreaterThan(30);
  await panel.locator('[role=img] svg').first().waitFor();
  await studio.screenshot(page, `indicator-trend-${width}-other`);
  expect(await studio.faults(page, '.indicator-trend')).toEqual([]);
});

it.each([['desk', DESK], ['phone', PHONE]] as const)('an analyst tries other weights and looks at a funnel plot at %s width', async (width, viewport) => {
  const page = await studio.signIn('analyst@example.com', DEMO_PASSWORD, { viewport });
  await page.goto('/admin/assessment/indicators');
  await closeBars(page);
  const first = page.locator('table tbody tr').first();
  await first.waitFor();
  await first.locator('input').fill('40');
  await page.getByRole('button', { name: '开始试算' }).click();
  await page.getByText(/个对象中有 \d+ 个的名次发生变化/).waitFor();
  await first.getByRole('button').click();
  await page.getByText('各网格分布').waitFor();
  await page.locator('[role=img] svg').first().waitFor();
  await studio.screenshot(page, `assessment-indicators-${width}`);
  expect(await studio.faults(page, '.module-page')).toEqual([]);
});

it.each([['desk', DESK], ['phone', PHONE]] as const)('an analyst reads the ranking at %s width: who is not rated first, one of them over four quarters and beside another, and takes files away', async (width, viewport) => {
  const page = await studio.signIn('analyst@example.com', DEMO_PASSWORD, { viewport });
  await page.goto('/admin/assessment/ranking');
  await closeBars(page);
  await page.locator('[data-first]').waitFor();
  await page.getByText('名次多为偶然').waitFor();
  // Before the bars, not among them.
  expect(await page.evaluate(() => document.querySelector('[data-first]')!.compareDocumentPosition(document.querySelector('ol.wg-list')!) & Node.DOCUMENT_POSITION_FOLLOWING)).toBeGreaterThan(0);
  await studio.screenshot(page, `assessment-ranking-${width}`);
  expect(await studio.faults(page, '.module-page')).toEqual([]);
  const choices = page.getByRole('radio');
  expect(await choices.evaluateAll(all => all.map(one => one.closest('label')!.textContent.trim()))).toEqual(['网格', '部门', '三级网格', '二级网格', '一级网格']);

  await page.locator('.export summary').click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-file="report.csv"]').click()]);
  expect(download.suggestedFilename()).toMatch(/^2026-Q3-\d+-report-v1\.csv$/);
  expect(await page.getByRole('link', { name: '换一种分值试算' }).getAttribute('href')).toMatch(/assessment\/indicators\?period=2026-Q3/);

  await page.locator('ol.wg-list button').nth(1).click();
  await page.locator('[data-quarter="2026-Q3"]').waitFor();
  expect(await page.locator('[data-quarter]').count()).toBe(4);
  await page.locator('[data-compare]').selectOption({ index: 4 });
  await page.locator('[data-compared]').getByText('主要差在').waitFor();
  await studio.screenshot(page, `assessment-compare-${width}`);
  expect(await studio.faults(page, '.scores')).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
});
