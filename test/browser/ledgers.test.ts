/** A ledger's life in the Studio: registered by an administrator, kept, imported and printed by a patch worker, watched on the panel; at desk and phone width. */
import type { Page } from 'playwright-core';
import type { Community } from '../system/community.ts';
import type { OwnServer } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDigit } from '../../extensions/wangge/src/ledgers/numbers.ts';
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
const entry = (page: Page) => page.locator('.ledger-entry');

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

/** As if the entries had been confirmed so many days ago: the row is dated back, and its day with it. */
async function age(collection: string, days: number, ids: string[]): Promise<void> {
  await wangge.db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx(collection).whereIn('id', ids).update({ confirmed_on: trx.raw('confirmed_on - ?::int', [days]), review_due_on: trx.raw('review_due_on - ?::int', [days]) });
  });
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
  // The Studio has learnt of the collection without being loaded anew.
  await page.locator('.ledger-workbook').getByText('登记一条').waitFor();
  await studio.screenshot(page, 'ledgers-registered');
  expect(await studio.faults(page, '.import-box')).toEqual([]);

  await page.goto(`/admin/settings/data-model/${COLLECTION}/+`);
  await page.getByText('受保护号码').click();
  await page.getByPlaceholder('此字段的名称…', { exact: false }).first().waitFor({ timeout: 3000 }).catch(() => {});
  await studio.screenshot(page, 'ledgers-field');
});

describe.each([['desk', DESK, 1], ['phone', PHONE, 2]] as const)('at %s width', (width, viewport, turn) => {
  it('a patch worker enters, confirms, reads a number, sees the changes', async () => {
    const page = await open(people.worker.email, '/admin/content/ledger_residents/+', viewport);
    const resident = (name: string) => field(page, name, 'ledger_residents');
    await page.getByText('保存后，可在这里核实').waitFor();
    const first17 = `11010519491231${turn}02`;
    const number = resident('identity_number').locator('input');
    await resident('name').locator('input').fill('王小明');
    await number.fill(`${first17}${checkDigit(first17) === '0' ? '1' : '0'}`);
    await resident('identity_number').getByText('身份号码不正确').waitFor();
    await studio.screenshot(page, `ledgers-${width}-number-wrong`);
    await number.fill(`${first17}${checkDigit(first17)}`);
    await resident('identity_number').getByText('1949年12月31日出生').waitFor();
    await resident('phone').locator('input').fill('138 1234 5678');
    await studio.screenshot(page, `ledgers-${width}-new`);
    await page.keyboard.press('Control+s');
    await page.waitForTimeout(3000);
    await studio.screenshot(page, `ledgers-${width}-refused`);
  });
  it('x', async () => {
    const first17 = `11010519491231${turn}02`;
    const fields = await wangge.db('directus_fields').where({ collection: 'ledger_residents', required: true }).select('field', 'options');
    console.log(JSON.stringify(fields));
    const made = await wangge.request('POST', '/items/ledger_enterprises', { as: people.worker, body: { grid: people.place.patches[0].id, name: '东湖便利店', legal_person: '张三', phone: '13812345678', kind: 'x' } });
    console.log(JSON.stringify(made.body).slice(0, 1000), first17);
    const made2 = await wangge.request('POST', '/items/ledger_residents', { as: people.worker, body: { grid: people.place.patches[0].id, name: '王小明', sex: 'male', birth_on: '1949-12-31', phone: '13812345678', residence: 'registered' } });
    console.log(JSON.stringify(made2.body).slice(0, 1000), first17);
  });
});
