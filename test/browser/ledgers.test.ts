/** A ledger's life in the Studio: registered by an administrator, kept, imported and printed by a patch worker, watched on the panel; at desk and phone width. */
import type { Page } from 'playwright-core';
import type { Community } from '../system/community.ts';
import type { OwnServer } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopled } from '../system/community.ts';
import { freshServer } from '../system/harness.ts';
import { closeBars, DESK, openStudio, PHONE } from './harness.ts';

const PASSWORD = 'a long password';
const COLLECTION = 'ledger_street_stalls';

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
  for (const [id, name] of [[wangge.admin.id, '管理员'], [people.worker.id, '王网格'], [people.level2.id, '李包社'], [people.inspector.id, '周督查']] as const) {
    await wangge.db('directus_users').where({ id }).update({ first_name: name });
    await wangge.request('PATCH', `/users/${id}`, { as: wangge.admin, body: { password: PASSWORD } });
  }
});
afterAll(async () => {
  await studio?.close();
  await wangge?.close();
});

const field = (page: Page, name: string, collection = COLLECTION) => page.locator(`[data-collection="${collection}"][data-field="${name}"]`);

async function open(email: string, path: string, viewport = DESK): Promise<Page> {
  const page = await studio.signIn(email, PASSWORD, { viewport });
  page.setDefaultTimeout(15_000);
  await page.goto(path);
  await closeBars(page);
  return page;
}

/** Chooses a row in the drawer that a relation opens. */
async function choose(page: Page, place: ReturnType<typeof field>, text: string): Promise<void> {
  await place.getByText('选择一个条目').click();
  await page.locator('tbody tr').filter({ hasText: text }).first().click();
  await page.locator('#dialog-outlet button.button:has([data-icon="check"])').click();
  await place.getByText(text).first().waitFor();
}

const datasetOf = async (collection: string): Promise<string> => (await wangge.db('ledger_datasets').where({ collection }).first('id')).id;

it('an administrator registers a data set in the form and adds a field', async () => {
  const page = await open(wangge.admin.email, '/admin/content/ledger_datasets/+');
  const datasets = (name: string) => field(page, name, 'ledger_datasets');
  await page.getByText('保存后，可在这里下载模板').waitFor();
  await datasets('name').locator('input').fill('流动摊点');
  await datasets('name_en').locator('input').fill('Street stalls');
  await datasets('collection').locator('input').fill(COLLECTION);
  await choose(page, datasets('category'), '企业与个体工商户');
  await datasets('review_days').locator('input').fill('30');
  await studio.screenshot(page, 'ledgers-register');
  await page.keyboard.press('Control+s');
  await page.waitForURL(/ledger_datasets\/[0-9a-f-]{36}$/);
  expect(await wangge.db.schema.hasTable(COLLECTION)).toBe(true);

  // The Studio has learnt of the collection without being loaded anew.
  await page.locator('.ledger-workbook').waitFor();
  await page.locator('.ledger-workbook').getByText('登记一条').waitFor();
  await studio.screenshot(page, 'ledgers-registered');
  expect(await studio.faults(page, '.ledger-workbook')).toEqual([]);

  await page.goto(`/admin/settings/data-model/${COLLECTION}/+`);
  await page.getByText('受保护号码').click();
  await page.locator('input[placeholder]').first().waitFor();
  await page.waitForTimeout(1500);
  await studio.screenshot(page, 'ledgers-field');
});

describe.each([['desk', DESK], ['phone', PHONE]] as const)('at %s width', (width, viewport) => {
  it('a patch worker enters, confirms, reveals', async () => {
    const page = await open(people.worker.email, '/admin/content/ledger_enterprises/+', viewport);
    await page.waitForTimeout(4000);
    await studio.screenshot(page, `ledgers-${width}-new`);
    const dataset = await datasetOf('ledger_enterprises');
    await page.goto(`/admin/content/ledger_datasets/${dataset}`);
    await page.waitForTimeout(4000);
    await studio.screenshot(page, `ledgers-${width}-workbook`);
    const place = people.place.patches[0].id;
    const made = await wangge.request('POST', '/items/ledger_residents', { as: people.worker, body: { grid: place, name: '王小明', phone: '13812345678', identity_number: '110105194912310021' } });
    console.log(JSON.stringify(made.body).slice(0, 600));
    if (made.status === 200) {
      await page.goto(`/admin/content/ledger_residents/${made.body.data.id}`);
      await page.waitForTimeout(4000);
      await studio.screenshot(page, `ledgers-${width}-entry`);
      await page.locator('[data-history] button').click({ timeout: 3000 }).catch(() => {});
      await page.waitForTimeout(1500);
      await studio.screenshot(page, `ledgers-${width}-history`);
      await page.locator('[data-reveal-open] button').click({ timeout: 3000 }).catch(() => {});
      await page.waitForTimeout(1000);
      await page.keyboard.type('上门核对');
      await page.keyboard.press('Enter');
      await page.waitForTimeout(2000);
      await studio.screenshot(page, `ledgers-${width}-reveal`);
      await page.locator('[data-report] button').click({ timeout: 3000 }).catch(() => {});
      await page.waitForTimeout(2000);
      await studio.screenshot(page, `ledgers-${width}-report`);
    }
    const { id } = await wangge.db('directus_dashboards').where({ name: '台账维护' }).first('id');
    await page.goto(`/admin/insights/${id}`);
    await page.waitForTimeout(5000);
    await studio.screenshot(page, `ledgers-${width}-panel`);
    await page.goto(`/admin/content/ledger_residents`);
    await page.waitForTimeout(4000);
    await studio.screenshot(page, `ledgers-${width}-list`);
  });
});
