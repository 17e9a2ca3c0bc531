/** A visit of the inspection team: planned at a desk, held on a phone, acknowledged by the grid's leader. */
import type { Page } from 'playwright-core';
import type { Community } from '../system/community.ts';
import type { Account, Server } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopled } from '../system/community.ts';
import { server } from '../system/harness.ts';
import { closeBars, DESK, openStudio, PHONE } from './harness.ts';

const PASSWORD = 'a long password';
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const SET = 'ledger_facilities';

let wangge: Server;
let studio: Studio;
let people: Community;
let team: Account[];
let visit: string;

beforeAll(async () => {
  wangge = await server();
  studio = await openStudio(wangge);
  people = await peopled(wangge);
  const { db } = wangge;
  const department = randomUUID();
  await db('departments').insert({ id: department, code: `${people.place.code}T02`, name: '督查考核组', subdistrict: people.place.id, kind: 'office', active: true, supervises: true });
  team = await Promise.all([1, 2].map(() => wangge.createUser({ role: 'inspector', department })));
  await db('grids').where({ id: people.place.patches[0].id }).update({ name: `花园社区第一网格${people.place.code}` });
  for (const [{ id }, name] of [[team[0]!, '周督查'], [team[1]!, '吴督查'], [people.worker, '王敏']] as const) {
    await db('directus_users').where({ id }).update({ first_name: name });
    await wangge.setPassword(id, PASSWORD);
  }
  await db(SET).insert(Array.from({ length: 60 }, (_, nth) => ({ id: randomUUID(), grid: people.place.patches[0].id, name: `健身路径${nth}`, group: 'environment', kind: 'fitness', condition: 'intact' })));
  const today = (await db.raw('select wangge_today()::text as day')).rows[0].day;
  const { body } = await wangge.request('POST', '/items/inspection_visits', { as: team[0]!, body: { grid: people.place.patches[0].id, planned_on: today, inspector_1: team[0]!.id, inspector_2: team[1]!.id, reason: '群众反映楼道堆物反复出现' } });
  visit = body.data.id;
});
afterAll(async () => await studio?.close());

async function open(email: string, path: string, viewport = DESK): Promise<Page> {
  const page = await studio.signIn(email, PASSWORD, { viewport });
  await page.goto(path);
  await closeBars(page);
  return page;
}

const fits = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

it('a visit is planned by form at a desk; what is missing is told at its field', async () => {
  const page = await open(team[0]!.email, '/admin/content/inspection_visits/+');
  await page.locator('.inspection-visit').getByText('选择网格、走访日期').waitFor();
  await studio.screenshot(page, 'inspection-desk-new');
  expect(await studio.faults(page, '.inspection-visit')).toEqual([]);
  await page.close();
});

it('two inspectors fill in their sheets on a phone, and look at what was drawn', async () => {
  const page = await open(team[0]!.email, `/admin/content/inspection_visits/${visit}`, PHONE);
  const box = page.locator('.inspection-visit');
  await box.locator('[data-begin]').click();
  await box.locator('.question').first().waitFor();
  await studio.screenshot(page, 'inspection-phone-sheet');
  expect(await fits(page)).toBe(true);
  expect(await studio.faults(page, '.inspection-visit')).toEqual([]);
  await box.locator('[data-complete]').click();
  await box.getByText('个问题未评分').waitFor();
  for (const method of ['听', '看', '议']) {
    await box.locator('.tab').filter({ hasText: method }).click();
    for (const question of await box.locator('.question').all()) {
      await question.getByRole('button', { name: /：8 分$/ }).click();
      await question.locator('[data-note]').waitFor();
    }
  }
  await box.locator('.tab').filter({ hasText: '看' }).click();
  await box.locator('[data-evidence]').setInputFiles([1, 2].map(nth => ({ name: `现场${nth}.png`, mimeType: 'image/png', buffer: PIXEL })));
  await box.locator('.evidence-picker li').nth(1).waitFor();
  await box.getByRole('button', { name: '移除 照片 2' }).click();
  await box.locator('.evidence-picker li').nth(1).waitFor({ state: 'detached' });
  await studio.screenshot(page, 'inspection-phone-photos');
  expect(await fits(page)).toBe(true);
  const [first] = await box.locator('.question').all();
  await first!.getByRole('button', { name: /：5 分$/ }).click();
  await first!.locator('[data-note]').fill('台账与实地不符');
  await first!.locator('[data-note]').blur();
  await box.getByText('已保存').waitFor();

  await box.locator('[data-sample]').first().locator('[data-right]').click();
  await box.locator('.wg-outcome').filter({ hasText: '属实' }).waitFor();
  await box.locator('[data-finding]').first().click();
  await box.locator('[data-finding-note]').fill('设施已拆除，台账仍为完好');
  await studio.screenshot(page, 'inspection-phone-finding');
  await box.locator('[data-confirm]').click();
  await box.locator('.wg-outcome.bad').getByText('设施已拆除').waitFor();
  await studio.screenshot(page, 'inspection-phone-samples');
  expect(await studio.faults(page, '.inspection-visit')).toEqual([]);
  await box.locator('[data-complete]').click();
  await box.getByText('您的评分已提交').waitFor();
  await page.close();

  const { answers } = (await wangge.request('GET', `/wangge/inspections/${visit}/visit`, { as: team[1]! })).body.data;
  await wangge.request('POST', `/wangge/inspections/${visit}/answers`, { as: team[1]!, body: { answers: answers.map(({ id }: { id: string }) => ({ id, score: 7, note: null })) } });
  expect((await wangge.request('POST', `/wangge/inspections/${visit}/complete`, { as: team[1]! })).body.data.held).toBe(true);
});

it('the leader reads what was found and acknowledges it', async () => {
  const page = await open(people.worker.email, `/admin/content/inspection_visits/${visit}`, PHONE);
  const box = page.locator('.inspection-visit');
  await box.getByText('已完成，等待网格责任人签收').waitFor();
  const photo = box.locator('.photos img');
  await photo.waitFor();
  await expect.poll(() => photo.evaluate(image => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
  expect(await photo.getAttribute('alt')).toBe('看 照片 1');
  await box.locator('[data-acknowledge]').click();
  await box.locator('[data-words]').fill('已安排核对更正');
  await studio.screenshot(page, 'inspection-phone-acknowledge');
  await box.locator('[data-confirm]').click();
  await box.getByText('网格责任人已签收').waitFor();
  expect(await fits(page)).toBe(true);
  await page.close();
});
