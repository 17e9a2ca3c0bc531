/** The deadline board on its dashboard, the trial of routing rules and the import of a year's holidays, on the demonstration. */
import type { Page } from 'playwright-core';
import type { OwnServer } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_PASSWORD, demoServer } from '../system/harness.ts';
import { closeBars, DESK, openStudio, PHONE } from './harness.ts';

let wangge: OwnServer;
let studio: Studio;

beforeAll(async () => {
  wangge = await demoServer();
  studio = await openStudio(wangge);
  await wangge.db('directus_users').where({ id: wangge.admin.id }).update({ language: 'zh-CN' });
  // Who owns the project is what the Studio asks an administrator first.
  await wangge.db('directus_settings').update({ project_owner: wangge.admin.email });
  await wangge.setPassword(wangge.admin.id, DEMO_PASSWORD);
});
afterAll(async () => {
  await studio?.close();
  await wangge?.close();
});

const field = (page: Page, collection: string, name: string) => page.locator(`[data-collection="${collection}"][data-field="${name}"]`);

it.each([
  ['desk', DESK, 'light', 'zh-CN', '已超期', '显示更多'],
  ['phone', PHONE, 'light', 'zh-CN', '已超期', '显示更多'],
  ['dark', DESK, 'dark', 'en-US', 'Overdue', 'Show more'],
] as const)('a dispatcher sees on the board what presses (%s), and opens an issue from it', async (name, viewport, appearance, language, overdue, more) => {
  const email = 'dispatcher@example.com';
  await wangge.db('directus_users').where({ email }).update({ appearance, language });
  const page = await studio.signIn(email, DEMO_PASSWORD, { viewport });
  const { id } = await wangge.db('directus_dashboards').where({ name: '今日办理' }).first('id');
  await page.goto(`/admin/insights/${id}`);
  await closeBars(page);
  await page.locator('.deadline-board').getByText(language === 'zh-CN' ? '全部' : 'All', { exact: true }).click();
  await page.locator('.deadline-board').getByText(overdue).first().click();
  await page.locator('.deadline-board .line').first().waitFor();
  await page.locator('.deadline-board[aria-busy="false"]').waitFor();
  await studio.screenshot(page, `board-${name}`);
  const shown = await page.locator('.deadline-board .clock').count();
  if (shown === 25) {
    await page.getByRole('button', { name: more }).click();
    await expect.poll(() => page.locator('.deadline-board .clock').count()).toBeGreaterThan(25);
  }
  expect(await studio.faults(page, '.deadline-board')).toEqual([]);
  await page.locator('.deadline-board .line').first().click();
  await page.locator('.issue-actions').waitFor();
  await page.locator('.issue-timeline li').first().waitFor();
  await page.locator('.issue-clocks li').first().waitFor();
  await studio.screenshot(page, `issue-${name}`);
  await page.locator('.issue-clocks').scrollIntoViewIfNeeded();
  await studio.screenshot(page, `issue-clocks-${name}`);
  for (const part of ['.issue-actions', '.issue-timeline', '.issue-clocks'])
    expect(await studio.faults(page, part)).toEqual([]);
});

it('an administrator tries a routing rule', async () => {
  const page = await studio.signIn(wangge.admin.email, DEMO_PASSWORD);
  const rule = await wangge.db('routing_rules').orderBy('priority').first('id');
  await page.goto(`/admin/content/routing_rules/${rule.id}`);
  await page.getByText('试算', { exact: true }).first().click();
  const trial = page.locator('[data-field="trial"]');
  await trial.locator('[data-field="category"]').getByText('选择一个条目').click();
  await page.locator('tbody tr').filter({ hasText: '路灯照明' }).click();
  await page.locator('#dialog-outlet button.button:has([data-icon="check"])').click();
  await trial.locator('[data-field="grid"]').getByText('选择一个条目').click();
  await page.locator('tbody tr').last().click();
  await page.locator('#dialog-outlet button.button:has([data-icon="check"])').click();
  await trial.getByRole('button', { name: '试算' }).click();
  await trial.getByText('逐条比对').waitFor();
  await trial.getByText('逐条比对').scrollIntoViewIfNeeded();
  await studio.screenshot(page, 'routing-trial');
  expect(await studio.faults(page, '[data-field="trial"] dl')).toEqual([]);
});

it('an administrator imports a year of holidays, sees what moves, and publishes', async () => {
  const page = await studio.signIn(wangge.admin.email, DEMO_PASSWORD);
  await page.goto('/admin/content/calendar_versions/+');
  const change = field(page, 'calendar_versions', 'change');
  await change.getByRole('button', { name: '选择文件' }).waitFor();
  const { covers_to } = await wangge.db('calendar_versions').whereNotNull('published_on').orderBy('covers_to', 'desc').first('covers_to');
  const year = Number(String(covers_to).slice(0, 4)) + 1;
  const holidays = Array.from({ length: 3 }, (_, index) => ({ name: '元旦', date: `${year}-01-0${index + 1}`, isOffDay: true }));
  await page.locator('input[type=file][accept*="json"]').setInputFiles({ name: `${year}.json`, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify({ year, papers: ['国办发明电〔演示〕1号'], days: holidays })) });
  await change.getByText(/打开草稿/).click();
  await change.getByRole('button', { name: '查看影响' }).click();
  await change.getByText(/变动日期/).waitFor();
  await studio.screenshot(page, 'calendar-change');
  await change.getByRole('button', { name: '发布并调整时限' }).click();
  await change.getByText(/已发布/).waitFor();
  expect(await studio.faults(page, '[data-field="change"]')).toEqual([]);
});
