/** A handover in the Studio, both sides on a phone: the list, handing over, taking over. */
import type { Page } from 'playwright-core';
import type { Community } from '../system/community.ts';
import type { Account, OwnServer } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopled, reported } from '../system/community.ts';
import { freshServer } from '../system/harness.ts';
import { closeBars, openStudio, PHONE } from './harness.ts';

const PASSWORD = 'a long password';

let wangge: OwnServer;
let studio: Studio;
let people: Community;
let heir: Account;
let handover: string;

beforeAll(async () => {
  wangge = await freshServer();
  studio = await openStudio(wangge);
  people = await peopled(wangge);
  heir = await wangge.createUser({ role: 'level_2' });
  await wangge.db('grids').where({ id: people.place.communities[0].id }).update({ name: '花园社区' });
  for (const [{ id }, name] of [[people.level2, '李建国'], [heir, '周晓燕'], [people.level1, '陈主任']] as const) {
    await wangge.db('directus_users').where({ id }).update({ first_name: name });
    await wangge.setPassword(id, PASSWORD);
  }
  for (const description of ['楼道堆放杂物，影响通行', '路灯不亮，夜间出行不便', '两户居民因噪声发生争执'])
    await reported(wangge, people, { description });
  const today = (await wangge.db.raw('select wangge_today()::text as today')).rows[0].today;
  const made = await wangge.request('POST', '/items/handovers', { as: people.level1, body: { grid: people.place.communities[0].id, to_person: heir.id, handed_on: today }, query: { fields: 'id' } });
  handover = made.body.data.id;
});
afterAll(async () => {
  await studio?.close();
  await wangge?.close();
});

async function open(email: string): Promise<Page> {
  const page = await studio.signIn(email, PASSWORD, { viewport: PHONE });
  await page.goto(`/admin/content/handovers/${handover}`);
  await closeBars(page);
  return page;
}

it('the giver sees what is open and hands over', async () => {
  const page = await open(people.level2.email);
  const box = page.locator('.handover-actions');
  await box.getByText('请移交人核对下列清单').waitFor();
  await box.getByText('未办结的问题').waitFor();
  expect(await box.locator('.part').first().locator('strong').textContent()).toBe('3');
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await studio.screenshot(page, 'handover-giver-phone');
  await box.locator('[data-step=give]').click();
  await box.locator('textarea').fill('三号楼独居老人每周走访一次');
  await studio.screenshot(page, 'handover-give-phone');
  expect(await studio.faults(page, '.handover-actions')).toEqual([]);
  await box.locator('[data-confirm]').click();
  await box.getByText('移交人已确认，请接收人').waitFor();
});

it('the receiver takes over', async () => {
  const page = await open(heir.email);
  const box = page.locator('.handover-actions');
  await box.getByText('移交说明：三号楼独居老人每周走访一次').waitFor();
  await box.locator('[data-step=take]').click();
  await studio.screenshot(page, 'handover-take-phone');
  await box.locator('[data-confirm]').click();
  await box.getByText('双方已确认').waitFor();
  await studio.screenshot(page, 'handover-taken-phone');
  expect((await wangge.db('grids').where({ id: people.place.communities[0].id }).first()).leader).toBe(heir.id);
});
