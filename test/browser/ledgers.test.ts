/** A ledger's life in the Studio: registered by an administrator, kept, imported and printed by a patch worker, watched on the panel; at desk and phone width. */
import type { Page } from 'playwright-core';
import type { Community } from '../system/community.ts';
import type { OwnServer } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { Buffer } from 'node:buffer';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDigit } from '../../extensions/wangge/src/kernel/identity-number-rules.ts';
import { peopled } from '../system/community.ts';
import { freshServer } from '../system/harness.ts';
import { closeBars, DESK, openStudio, PHONE, settled } from './harness.ts';

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
    await wangge.setPassword(id, PASSWORD);
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
  await page.getByText('加密号码').click();
  await page.getByPlaceholder('唯一列名称').fill('phone');
  await studio.screenshot(page, 'ledgers-field');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect.poll(async () => wangge.db.schema.hasColumn(COLLECTION, 'phone')).toBe(true);
  await wangge.request('PATCH', `/fields/${COLLECTION}/phone`, { as: wangge.admin, body: { meta: { width: 'half', translations: [{ language: 'zh-CN', translation: '摊主电话' }, { language: 'en-US', translation: 'Telephone' }] } } });
  await wangge.request('PATCH', `/items/ledger_datasets/${await datasetOf(COLLECTION)}`, { as: wangge.admin, body: { key_fields: ['grid+name'], print_fields: ['name', 'phone'] } });
}, 240_000);

describe.each([['desk', DESK, 1], ['phone', PHONE, 2]] as const)('at %s width', (width, viewport, turn) => {
  it('a patch worker enters, confirms, reads a number, sees the changes', async () => {
    const page = await open(people.worker.email, '/admin/content/ledger_residents/+', viewport);
    const resident = (name: string) => field(page, name, 'ledger_residents');
    await page.getByText('保存后，可在这里核实').waitFor();
    // Whoever has one patch need not choose it.
    const { name: patch } = await wangge.db('grids').where({ id: people.place.patches[0].id }).first('name');
    await resident('grid').getByText(patch).waitFor();
    const first17 = `11010519491231${turn}02`;
    const number = resident('identity_number').locator('input');
    await resident('name').locator('input').fill(`王小明${turn}`);
    await number.fill(`${first17}${checkDigit(first17) === '0' ? '1' : '0'}`);
    await resident('identity_number').getByText('身份号码不正确').waitFor();
    await studio.screenshot(page, `ledgers-${width}-number-wrong`);
    await number.fill(`${first17}${checkDigit(first17)}`);
    await resident('identity_number').getByText('女，1949年12月31日出生').waitFor();
    await expect.poll(() => resident('sex').locator('input').first().inputValue()).toBe('女');
    await resident('birth_on').getByText('1949年12月31日').waitFor();
    await resident('phone').locator('input').fill('138 1234 567');
    await resident('residence').locator('.v-input, .v-list-item').first().click();
    await page.getByText('户籍人口', { exact: true }).last().click();
    await page.keyboard.press('Control+s');
    // What is half filled in is refused with the field named.
    await page.getByText('现住地址', { exact: false }).first().waitFor();
    await studio.screenshot(page, `ledgers-${width}-refused`);
    await resident('address').locator('input').fill('东湖小区3号楼2单元501室');
    await resident('phone').locator('input').fill('138 1234 5678');
    await studio.screenshot(page, `ledgers-${width}-new`);
    await page.keyboard.press('Control+s');
    await page.waitForURL(/ledger_residents\/[0-9a-f-]{36}$/);
    const id = page.url().split('/').at(-1)!;
    await entry(page).getByText('正常').waitFor();
    expect(await number.inputValue()).toBe(`110105********${first17.slice(14)}${checkDigit(first17)}`);
    expect(await studio.faults(page, '.ledger-entry')).toEqual([]);

    // A number is replaced as a whole; saved, it is masked again.
    const phone = resident('phone').locator('input');
    await phone.click();
    await page.keyboard.type('13987654321');
    expect(await phone.inputValue()).toBe('13987654321');
    await page.keyboard.press('Control+s');
    await expect.poll(async () => phone.inputValue()).toBe('139****4321');

    await age('ledger_residents', 200, [id]);
    await page.reload();
    await entry(page).getByText('逾期未维护').waitFor();
    await studio.screenshot(page, `ledgers-${width}-stale`);
    await entry(page).getByRole('button', { name: '情况无变化' }).click();
    await entry(page).getByText('正常').waitFor();

    await entry(page).getByRole('button', { name: '变更记录' }).click();
    await entry(page).locator('.change-list').getByText('核实，无变化').first().waitFor();
    await entry(page).locator('.change-list').getByText('139****4321').waitFor();
    await studio.screenshot(page, `ledgers-${width}-history`);
    expect(await studio.faults(page, '.ledger-entry')).toEqual([]);

    await entry(page).getByRole('button', { name: '查看完整信息' }).click();
    await page.locator('[data-reveal] button').click();
    await entry(page).getByText('请填写查看用途').waitFor();
    await entry(page).locator('.reveal-box input').fill('上门核对户籍信息');
    await page.locator('[data-reveal] button').click();
    await entry(page).getByText('13987654321').waitFor();
    await entry(page).getByText(`${first17}${checkDigit(first17)}`).waitFor();
    await studio.screenshot(page, `ledgers-${width}-revealed`);
    expect(await studio.faults(page, '.ledger-entry')).toEqual([]);
    expect(await wangge.db('ledger_access_log').where({ item: id, action: 'reveal' }).first()).toMatchObject({ purpose: '上门核对户籍信息', user_created: people.worker.id });
    await entry(page).getByRole('button', { name: '收起' }).click();
    expect(await entry(page).getByText('13987654321').count()).toBe(0);

    const lead = await open(people.level2.email, `/admin/content/ledger_residents/${id}`, viewport);
    await entry(lead).getByRole('button', { name: '反映问题' }).click();
    const form = lead.locator('[data-form="finding"]');
    await form.locator('[data-submit] button').click();
    await form.getByText('此项必填').first().waitFor();
    await form.getByText('不准确', { exact: true }).click();
    await form.locator('[data-field="description"] textarea').fill('住址已变更，本人已搬到 5 号楼');
    await studio.screenshot(lead, `ledgers-${width}-report`);
    await form.locator('[data-submit] button').click();
    await form.waitFor({ state: 'detached' });
    await entry(lead).getByText('住址已变更').waitFor();
    await studio.screenshot(lead, `ledgers-${width}-finding`);
  }, 240_000);

  it('many rows are confirmed at once from the list, and the panel leads to them', async () => {
    const made = await Promise.all(['一', '二', '三'].map(name =>
      wangge.request('POST', '/items/ledger_enterprises', { as: people.worker, body: { grid: people.place.patches[0].id, name: `${name}号便利店 ${width}`, kind: 'shop', operation: 'open', phone: '13812345678' } })));
    const ids = made.map(({ body }) => body.data.id as string);
    await age('ledger_enterprises', 400, ids);

    const { id } = await wangge.db('directus_dashboards').where({ name: '台账维护' }).first('id');
    const page = await open(people.worker.email, `/admin/insights/${id}`, viewport);
    await page.locator('.ledger-freshness .cell').first().waitFor();
    await studio.screenshot(page, `ledgers-${width}-panel`);
    expect(await studio.faults(page, '.ledger-freshness')).toEqual([]);
    await page.locator('[data-cell$="economy_finance"]').last().click();
    await page.locator('[data-open="ledger_enterprises stale"]').waitFor();
    await studio.screenshot(page, `ledgers-${width}-rows`);
    await page.locator('[data-open="ledger_enterprises stale"]').click();
    await page.waitForURL(/content\/ledger_enterprises/);
    await page.locator('tbody tr').first().waitFor();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(3);
    await studio.screenshot(page, `ledgers-${width}-list`);
    await page.locator('thead .v-checkbox').first().click();
    if (width === 'phone')
      await page.locator('button.sidebar-toggle').last().click();
    await page.locator('.accordion-trigger').filter({ hasText: '流程' }).click();
    await studio.screenshot(page, `ledgers-${width}-bulk`);
    await page.getByRole('button', { name: '情况无变化' }).click();
    await expect.poll(async () => Number((await wangge.db('ledger_confirmations').whereIn('item', ids).count({ count: '*' }))[0]!.count)).toBe(3);
  }, 240_000);

  it('a patch worker imports a workbook with two bad rows, then corrected, exports and prints', async () => {
    const { name: patch } = await wangge.db('grids').where({ id: people.place.patches[0].id }).first('name');
    /** Below its title, behind a cover, and with a column of its own. */
    const stalls = async (telephones: string[]): Promise<Buffer> => Buffer.from(await writeXlsx({ sheets: [{ name: '填表须知', rows: [['请于月底前报送']] }, { name: '流动摊点', rows: [
      ['流动摊点登记表'],
      ['所属网格', '名称', '摊主电话', '序号'],
      ...telephones.map((telephone, index) => [patch, `${index + 1}号摊 ${width}`, telephone, index + 1]),
    ] }] }));
    const page = await open(people.worker.email, `/admin/content/ledger_datasets/${await datasetOf(COLLECTION)}`, viewport);
    const box = page.locator('.import-box');
    const upload = async (telephones: string[]): Promise<void> => await box.locator('input[type=file]').setInputFiles({ name: '流动摊点.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: await stalls(telephones) });
    const saved = async (button: string): Promise<string> => {
      const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), page.locator(`[${button}] button`).click()]);
      return download.suggestedFilename();
    };
    await box.waitFor();
    expect(await saved('data-template')).toBe('流动摊点-模板.xlsx');
    await upload(['13812345671', '1381234', '13812345673', '#N/A']);
    await box.getByText('有 2 行有误').waitFor();
    await box.getByText('有 1 列不会导入：序号').waitFor();
    await box.getByText('读取的是工作表“流动摊点”，表头在第 2 行。').waitFor();
    await box.getByText('第 4 行').waitFor();
    await box.getByText('第 6 行').waitFor();
    await box.locator('.trial').scrollIntoViewIfNeeded();
    await studio.screenshot(page, `ledgers-${width}-import-errors`);
    expect(await studio.faults(page, '.import-box')).toEqual([]);
    expect(await saved('data-marked')).toBe('流动摊点-待改正.xlsx');
    const kept = async (): Promise<number> => Number((await wangge.db(COLLECTION).where('name', 'like', `%摊 ${width}`).count({ count: '*' }))[0]!.count);
    expect(await kept()).toBe(0);

    const right = ['13812345671', '13812345672', '13812345673', '010-62345678'];
    await upload(right);
    await box.getByText('核对无误，可以导入').waitFor();
    await studio.screenshot(page, `ledgers-${width}-import-ready`);
    await page.locator('[data-import] button').click();
    await page.getByText('已导入：新增 4 条').first().waitFor();
    expect(await kept()).toBe(4);
    await upload(right);
    await box.getByText('与现有台账一致').waitFor();

    expect(await saved('data-export')).toMatch(/^流动摊点.*\.xlsx$/);
    expect(await saved('data-print')).toMatch(/\.pdf$/);
    await page.getByText('台账已下载').first().waitFor();
    expect(await wangge.db('ledger_prints').where({ grid: people.place.patches[0].id }).orderBy('version', 'desc').first('version')).toMatchObject({ version: turn });
    await page.locator('.print-box').scrollIntoViewIfNeeded();
    await studio.screenshot(page, `ledgers-${width}-workbook`);
  }, 240_000);
});

it.each([['dark', DESK, 'dark', 'en-US'], ['lead', PHONE, 'light', 'zh-CN']] as const)('the lead of a community sees the panel and an entry (%s)', async (name, viewport, appearance, language) => {
  await wangge.db('directus_users').where({ id: people.level2.id }).update({ appearance, language });
  const { id } = await wangge.db('directus_dashboards').where({ name: '台账维护' }).first('id');
  const page = await open(people.level2.email, `/admin/insights/${id}`, viewport);
  await page.locator('.ledger-freshness .cell').first().waitFor();
  await studio.screenshot(page, `ledgers-panel-${name}`);
  expect(await studio.faults(page, '.ledger-freshness')).toEqual([]);
  const entered = await wangge.db('ledger_residents').first('id');
  await page.goto(`/admin/content/ledger_residents/${entered.id}`);
  await entry(page).locator('[data-history]').waitFor();
  await settled(page);
  await studio.screenshot(page, `ledgers-entry-${name}`);
  // The Studio's own button is the Studio's.
  expect((await studio.faults(page, '.ledger-entry')).filter(fault => !fault.includes('.button'))).toEqual([]);
});

it('an open task is answered with "none here" in one tap', async () => {
  const { db } = wangge;
  const dataset = await datasetOf('ledger_disputes');
  const [plan, task] = [crypto.randomUUID(), crypto.randomUUID()];
  await db('collection_plans').insert({ id: plan, name: '矛盾纠纷排查', dataset, grid: people.place.communities[0].id, level: 3, every: 'month', due_working_days: 5, starts_on: '2026-01-01', active: true });
  await db('collection_tasks').insert({ id: task, plan, dataset, grid: people.place.patches[0].id, starts_on: '2026-01-01', due_on: '2026-01-10' });
  const { id } = await db('directus_dashboards').where({ name: '台账维护' }).first('id');
  const page = await open(people.worker.email, `/admin/insights/${id}`);
  await page.getByText('矛盾纠纷排查').first().waitFor();
  await studio.screenshot(page, 'ledgers-tasks');
  await page.goto(`/admin/content/collection_tasks/${task}`);
  await page.locator('.task-actions').getByText('已逾期').waitFor();
  await studio.screenshot(page, 'ledgers-task');
  expect(await studio.faults(page, '.task-actions')).toEqual([]);
  await page.locator('[data-none-here] button').click();
  await page.locator('.task-actions').getByText('本任务已完成：零报告').waitFor();
  expect(await db('collection_tasks').where({ id: task }).first('outcome', 'done_by')).toMatchObject({ outcome: 'none_here', done_by: people.worker.id });
});
