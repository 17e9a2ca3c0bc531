/** A patch worker reports through the generated form and sees the deadline; an analyst reads the ranking. In zh-CN, at desk and phone width. */
import type { Page } from 'playwright-core';
import type { OwnServer } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_PASSWORD, demoServer } from '../system/harness.ts';
import { closeBars, DESK, openStudio, PHONE } from './harness.ts';

const PHOTO = 'seeds/demo/photos/street.jpg';

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

const field = (page: Page, name: string) => page.locator(`[data-collection="issues"][data-field="${name}"]`);

it.each([['desk', DESK], ['phone', PHONE]] as const)('a patch worker reports a problem at %s width and sees its deadline', async (width, viewport) => {
  const page = await studio.signIn('l3@example.com', DEMO_PASSWORD, { viewport });
  const failures: string[] = [];
  page.on('response', response => response.status() >= 400 && failures.push(`${response.status()} ${response.url()}`));
  await page.goto('/admin/content/issues/+');
  await closeBars(page);
  const description = `小区北门路灯不亮，夜间出行不便（${width}）`;
  await field(page, 'description').locator('textarea').fill(description);
  await field(page, 'photos').getByText('上传文件').click();
  await page.locator('input[type=file]').first().setInputFiles(PHOTO);
  await field(page, 'photos').getByText('Street').waitFor();
  await field(page, 'category').getByText('选择一个条目').click();
  await page.locator('tbody tr').filter({ hasText: '路灯照明' }).click();
  await page.locator('#dialog-outlet button.button:has([data-icon="check"])').click();
  await field(page, 'category').getByText('路灯照明').waitFor();
  await field(page, 'address').locator('input').fill('北门');
  await studio.screenshot(page, `report-${width}`);
  await page.keyboard.press('Control+s');
  await page.waitForURL(/issues\/[0-9a-f-]{36}$/);

  const issue = await wangge.db('issues').where({ description }).first();
  expect(issue).toMatchObject({ status: 'assigned', title: '路灯照明：北门' });
  const deadline = field(page, 'due_at').getByText(/^\d{4}年\d{1,2}月\d{1,2}日 18:00$/);
  await deadline.waitFor();
  const due = new Date(issue.due_at);
  const [year, month, day] = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(due).split('-').map(Number);
  expect(await deadline.textContent()).toContain(`${year}年${month}月${day}日`);
  expect(await field(page, 'status').locator('input').inputValue()).toBe('待签收');
  await field(page, 'status').scrollIntoViewIfNeeded();
  await studio.screenshot(page, `reported-${width}`);
  expect(failures).toEqual([]);
});

it('a wrong entry is told at its field', async () => {
  const page = await studio.signIn('l3@example.com', DEMO_PASSWORD);
  await page.goto('/admin/content/issues/+');
  await field(page, 'description').locator('textarea').fill('路灯不亮');
  await field(page, 'category').getByText('选择一个条目').click();
  await page.locator('tbody tr').filter({ hasText: '路灯照明' }).click();
  await page.locator('#dialog-outlet button.button:has([data-icon="check"])').click();
  await field(page, 'category').getByText('路灯照明').waitFor();
  // A person without a patch of their own has to say where.
  await wangge.db('grids').where({ leader: wangge.db('directus_users').where({ email: 'l3@example.com' }).select('id'), level: 3 }).update({ status: 'retired' });
  await page.locator('#main-content header button.button:has([data-icon="check"])').click();
  await page.getByText('所在网格: 请选择问题所在网格').waitFor();
  await studio.screenshot(page, 'report-refused');
  expect(await wangge.db('issues').where({ description: '路灯不亮' })).toEqual([]);
});

it.each([['light', 'zh-CN', '三级网格'], ['dark', 'en-US', 'Level 3']] as const)('an analyst reads the ranking in %s, %s', async (appearance, language, level) => {
  await wangge.db('directus_users').where({ email: 'analyst@example.com' }).update({ appearance, language });
  const page = await studio.signIn('analyst@example.com', DEMO_PASSWORD);
  const { id } = await wangge.db('directus_dashboards').where({ name: '网格总览' }).first('id');
  await page.goto(`/admin/insights/${id}`);
  await page.getByText(level, { exact: true }).first().waitFor();
  const { name, total } = await wangge.db('rankings').join('grids', 'grids.id', 'rankings.grid').join('assessment_periods', 'assessment_periods.id', 'rankings.period').where({ 'rankings.level': 3, 'rankings.rank': 1, 'assessment_periods.code': '2026-Q3' }).first('grids.name', 'rankings.total');
  await page.getByText(name, { exact: true }).first().waitFor();
  await page.getByText(Number(total).toFixed(2)).first().waitFor();
  await studio.screenshot(page, `ranking-${appearance}`);
});
