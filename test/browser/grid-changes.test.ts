/** A grid is merged in the Studio: seen before it is saved, told after; what cannot be is told on the page. */
import type { Page } from 'playwright-core';
import type { Community } from '../system/community.ts';
import type { OwnServer } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopled, reported } from '../system/community.ts';
import { freshServer } from '../system/harness.ts';
import { menuGone, openStudio } from './harness.ts';

const PASSWORD = 'a long password';

let wangge: OwnServer;
let studio: Studio;
let people: Community;

beforeAll(async () => {
  wangge = await freshServer();
  studio = await openStudio(wangge);
  people = await peopled(wangge);
  await wangge.db('directus_users').where({ id: wangge.admin.id }).update({ language: 'zh-CN' });
  // Who owns the project is what the Studio asks an administrator first.
  await wangge.db('directus_settings').update({ project_owner: wangge.admin.email });
  await wangge.setPassword(wangge.admin.id, PASSWORD);
  for (const [index, name] of ['东一网格', '东二网格'].entries())
    await wangge.db('grids').where({ id: people.place.patches[index]!.id }).update({ name });
  for (const description of ['楼道堆放杂物，影响通行', '路灯不亮，夜间出行不便'])
    await reported(wangge, people, { description });
});
afterAll(async () => {
  await studio?.close();
  await wangge?.close();
});

const field = (page: Page, name: string) => page.locator(`[data-collection="grid_changes"][data-field="${name}"]`);

async function kind(page: Page, name: string): Promise<void> {
  await field(page, 'kind').locator('.v-input, .v-list-item').first().click();
  await page.getByText(name, { exact: true }).last().click();
  await menuGone(page);
}

async function pick(page: Page, row: string): Promise<void> {
  await page.locator('tbody tr').filter({ hasText: row }).first().click();
  await page.locator('#dialog-outlet button.button:has([data-icon="check"])').click();
}

it('is refused while something is open, previewed with a successor, and done once it is saved', async () => {
  const page = await studio.signIn(wangge.admin.email, PASSWORD);
  await page.goto('/admin/content/grid_changes/+');
  const box = page.locator('.grid-change');
  await box.getByText('保存即执行').waitFor();
  await kind(page, '撤销');
  await field(page, 'grid').getByText('选择一个条目').click();
  await pick(page, '东一网格');
  await box.locator('[data-preview]').click();
  await box.getByText('该网格还有未办结问题2件').waitFor();
  await kind(page, '并入其他网格');
  await field(page, 'successors').getByText('添加现有').click();
  await pick(page, '东二网格');
  await box.locator('[data-preview]').click();
  await box.getByText('将移交：未办结问题2件').waitFor();
  expect(await studio.faults(page, '.grid-change')).toEqual([]);
  await studio.screenshot(page, 'grid-change-preview');
  await field(page, 'note').locator('textarea').fill('街道办发〔2026〕12号');
  await page.keyboard.press('Control+s');
  await page.waitForURL(/grid_changes\/[0-9a-f-]{36}$/);
  await box.getByText('已移交：未办结问题2件').waitFor();
  await studio.screenshot(page, 'grid-change-done');
  expect(await wangge.db('issues').where({ grid: people.place.patches[1].id })).toHaveLength(2);
  expect((await wangge.db('grids').where({ id: people.place.patches[0].id }).first()).status).toBe('retired');
});
