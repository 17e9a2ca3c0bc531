/** The answer to a save never comes: pressing save again finds what was stored, in every form, and the next form is another. */
import type { Page } from 'playwright-core';
import type { Community } from '../system/community.ts';
import type { OwnServer } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopled } from '../system/community.ts';
import { freshServer } from '../system/harness.ts';
import { openStudio } from './harness.ts';

const PASSWORD = 'a long password';
let wangge: OwnServer;
let studio: Studio;
let people: Community;
let patchName: string;
let categoryName: string;

beforeAll(async () => {
  wangge = await freshServer();
  studio = await openStudio(wangge);
  people = await peopled(wangge);
  ({ name: categoryName } = await wangge.db('issue_categories').where({ id: people.category }).first('name'));
  ({ name: patchName } = await wangge.db('grids').where({ id: people.place.patches[0].id }).first('name'));
  const category = (await wangge.db('ledger_categories').whereNotNull('parent').orderBy('code').first('id')).id;
  await wangge.request('POST', '/items/ledger_datasets', { as: wangge.admin, body: { category, review_days: 90, collection: DATASET, name: '防重试验' } });
  await wangge.setPassword(people.worker.id, PASSWORD);
});
afterAll(async () => {
  await studio?.close();
  await wangge?.close();
});

const DATASET = 'ledger_browser_keys';
const field = (page: Page, collection: string, name: string) => page.locator(`[data-collection="${collection}"][data-field="${name}"]`);

/** The server stores the first, and its answer is lost on the way. What was sent, by its keys. */
async function loseFirstAnswer(page: Page, collection: string): Promise<string[]> {
  const keys: string[] = [];
  await page.route(`**/items/${collection}*`, async (route) => {
    if (route.request().method() !== 'POST')
      return route.continue();
    keys.push(String((route.request().postDataJSON() as { client_key?: string }).client_key));
    if (keys.length > 1)
      return route.continue();
    expect((await route.fetch()).status()).toBe(200);
    return route.abort('connectionreset');
  });
  return keys;
}

const close = (page: Page) => page.locator('#dialog-outlet').getByRole('button', { name: '关闭' }).click();

interface Form { collection: string; shown: string; fill: (page: Page, text: string) => Promise<void> }
const FORMS: Form[] = [
  {
    collection: 'issues',
    shown: 'description',
    fill: async (page, text) => {
      await field(page, 'issues', 'description').locator('textarea').fill(text);
      await field(page, 'issues', 'category').getByText('选择一个条目').click();
      await page.locator('tbody tr').filter({ hasText: categoryName }).click();
      const done = page.locator('#dialog-outlet button.button:has([data-icon="check"])');
      await done.click();
      await field(page, 'issues', 'category').getByText(categoryName).waitFor();
      // While the drawer closes, Ctrl+S is still its own.
      await done.waitFor({ state: 'detached' });
    },
  },
  {
    collection: DATASET,
    shown: 'name',
    fill: async (page, text) => {
      await field(page, DATASET, 'grid').getByText(patchName).waitFor();
      await field(page, DATASET, 'name').locator('input').fill(text);
    },
  },
  {
    collection: 'work_logs',
    shown: 'summary',
    fill: async (page, text) => {
      await page.locator('.work-log [data-minutes="30"]').click();
      await page.locator('.work-log [data-minutes="30"][aria-pressed=true]').waitFor();
      await page.locator('[data-field="summary"] textarea').fill(text);
    },
  },
];

it.each(FORMS)('$collection: saved once, whatever becomes of the answer; the next form is another', async ({ collection, shown, fill }) => {
  const page = await studio.signIn(people.worker.email, PASSWORD);
  const stored = (text: string) => wangge.db(collection).where(shown, text).pluck('id');
  await page.goto(`/admin/content/${collection}/+`);
  await fill(page, '第一条');
  const keys = await loseFirstAnswer(page, collection);
  await page.keyboard.press('Control+s');
  await expect.poll(() => stored('第一条')).toHaveLength(1);
  await page.getByText('没有等到服务器的答复').first().waitFor();
  await studio.screenshot(page, `client-key-lost-${collection}`);
  await close(page);

  await page.keyboard.press('Control+s');
  await page.waitForURL(url => !url.pathname.endsWith('/+'));
  expect(keys).toHaveLength(2);
  expect(keys[0]).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
  expect(keys[1]).toBe(keys[0]);
  const [id] = await stored('第一条');
  expect(page.url()).toContain(id);
  expect(await stored('第一条')).toHaveLength(1);

  if (collection === 'issues') {
    await page.goto(`/admin/content/${collection}/+`);
    await fill(page, '第二条');
    await page.keyboard.press('Control+s');
    await page.waitForURL(url => !url.pathname.endsWith('/+'));
    expect(keys[2]).not.toBe(keys[0]);
    expect(await stored('第二条')).toHaveLength(1);
  }
  await page.context().close();
});

it('what was changed after the answer was lost is not saved beside it: the form says what to do', async () => {
  const page = await studio.signIn(people.worker.email, PASSWORD);
  await page.goto(`/admin/content/${DATASET}/+`);
  await FORMS[1]!.fill(page, '改前');
  const keys = await loseFirstAnswer(page, DATASET);
  await page.keyboard.press('Control+s');
  await expect.poll(() => wangge.db(DATASET).where('name', '改前').pluck('id')).toHaveLength(1);
  await expect.poll(() => keys.length).toBe(1);
  await page.getByText('没有等到服务器的答复').first().waitFor();
  await close(page);
  await FORMS[1]!.fill(page, '改后');
  await page.keyboard.press('Control+s');
  await page.getByText('刚才提交的内容其实已经保存').first().waitFor();
  await studio.screenshot(page, 'client-key-changed');
  expect(keys[1]).toBe(keys[0]);
  expect(await wangge.db(DATASET).whereIn('name', ['改前', '改后']).pluck('name')).toEqual(['改前']);
  await page.context().close();
});
