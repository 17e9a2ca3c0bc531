/** The panel of duty on its dashboard, on the demonstration: from the area to the patch and to a person's logs, at desk and phone width. */
import type { Page } from 'playwright-core';
import type { OwnServer } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_PASSWORD, demoServer } from '../system/harness.ts';
import { ADMIN } from '../system/stage.ts';
import { closeBars, DESK, openStudio, PHONE } from './harness.ts';

let wangge: OwnServer;
let studio: Studio;
let dashboard: string;

beforeAll(async () => {
  wangge = await demoServer();
  studio = await openStudio(wangge);
  dashboard = (await wangge.db('directus_dashboards').where({ name: '履职情况' }).first('id')).id;
});
afterAll(async () => {
  await studio?.close();
  await wangge?.close();
});

const panel = (page: Page) => page.locator('.patrol-compliance');
const settled = (page: Page) => page.locator('.patrol-compliance[aria-busy="false"]').waitFor();

async function open(email: string, viewport: { width: number; height: number }, appearance = 'light', language = 'zh-CN'): Promise<Page> {
  await wangge.db('directus_users').where({ email }).update({ appearance, language });
  const page = await studio.signIn(email, DEMO_PASSWORD, { viewport });
  await page.goto(`/admin/insights/${dashboard}`);
  await closeBars(page);
  await panel(page).locator('.grid').first().waitFor();
  await settled(page);
  return page;
}

it.each([
  ['desk', DESK, 'light', 'zh-CN', '本季度', /\d+\/\d+ 天达标/],
  ['phone', PHONE, 'light', 'zh-CN', '本季度', /\d+\/\d+ 天达标/],
  ['dark', DESK, 'dark', 'en-US', 'This quarter', /met on \d+ of \d+ days/],
] as const)('level 1 goes down from the area to a patch, today and this quarter, and to somebody\'s logs (%s)', async (name, viewport, appearance, language, quarter, met) => {
  const page = await open('l1@example.com', viewport, appearance, language);
  const communities = await panel(page).locator('.grid').count() - 1;
  expect(communities).toBeGreaterThan(2);
  await studio.screenshot(page, `compliance-${name}-today`);
  expect(await studio.faults(page, '.patrol-compliance')).toEqual([]);

  await panel(page).getByText(quarter, { exact: true }).click();
  await panel(page).getByText(met).first().waitFor();
  await settled(page);
  await panel(page).locator('.down').first().click();
  await panel(page).locator('.trail').waitFor();
  await settled(page);
  await panel(page).locator('.grid').nth(6).waitFor();
  await studio.screenshot(page, `compliance-${name}-quarter`);
  expect(await studio.faults(page, '.patrol-compliance')).toEqual([]);

  await panel(page).locator('.grid').nth(1).locator('.name').first().click();
  await page.waitForURL(/content\/work_logs/);
  await page.locator('tbody tr').nth(10).waitFor();
  await studio.screenshot(page, `compliance-${name}-logs`);
}, 240_000);

it('a patch worker sees their own grid; whoever has no grid is told so', async () => {
  const own = await open('l3@example.com', PHONE);
  expect(await panel(own).locator('.grid').count()).toBe(1);
  await studio.screenshot(own, 'compliance-phone-own');
  const page = await studio.signIn('office@example.com', DEMO_PASSWORD);
  await page.goto(`/admin/insights/${dashboard}`);
  await panel(page).getByText('您的责任范围内没有网格。').waitFor();
  await studio.screenshot(page, 'compliance-empty');
}, 120_000);

it('administrators see how the jobs stand, what is late first; nobody else sees that dashboard', async () => {
  const { id } = await wangge.db('directus_dashboards').where({ name: '系统运行' }).first('id');
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  await wangge.db('job_runs').delete();
  await wangge.db('job_runs').insert([
    { job: 'check_work_logs', slot: 'before', due_at: ago(90), started_at: ago(90), finished_at: ago(90), outcome: 'ok' },
    { job: 'tidy_files', slot: 'today', due_at: ago(0.01), started_at: ago(0.01), finished_at: ago(0.01), outcome: 'ok' },
    { job: 'sweep', slot: 'minute', due_at: ago(0), started_at: ago(0), finished_at: ago(0), outcome: 'failed', error: '磁盘空间不足' },
  ]);
  await wangge.db('directus_settings').update({ project_owner: ADMIN.email });
  await wangge.db('directus_users').where({ email: ADMIN.email }).update({ language: 'zh-CN' });
  for (const [name, viewport] of [['desk', DESK], ['phone', PHONE]] as const) {
    const page = await studio.signIn(ADMIN.email, ADMIN.password, { viewport });
    await page.goto(`/admin/insights/${id}`);
    await closeBars(page);
    await page.locator('.job-health li').first().waitFor();
    expect(await page.locator('.job-health li').first().textContent()).toMatch(/日志抽查和履职提醒[^\n\r\u2028\u2029\u8FDF]*\u8FDF.*待做 \d+ 次/);
    await page.getByText('有任务未按时完成，见下。').waitFor();
    await page.getByText('磁盘空间不足').waitFor();
    await studio.screenshot(page, `jobs-${name}`);
    expect(await studio.faults(page, '.job-health')).toEqual([]);
  }
  const { body } = await wangge.request('GET', '/dashboards', { as: (await wangge.createUser({ role: 'analyst' })), query: { fields: 'name' } });
  expect(body.data.map(({ name }: { name: string }) => name)).not.toContain('系统运行');
  expect(body.data.length).toBeGreaterThan(2);
}, 120_000);
