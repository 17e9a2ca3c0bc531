/** A responsibility statement in the Studio: made and issued on the form of a grid, signed by the person on a phone. */
import type { Page } from 'playwright-core';
import type { Community } from '../system/community.ts';
import type { OwnServer } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopled } from '../system/community.ts';
import { freshServer } from '../system/harness.ts';
import { closeBars, DESK, openStudio, PHONE } from './harness.ts';

const PASSWORD = 'a long password';

let wangge: OwnServer;
let studio: Studio;
let people: Community;

beforeAll(async () => {
  wangge = await freshServer();
  studio = await openStudio(wangge);
  people = await peopled(wangge);
  await wangge.db('subdistricts').where({ id: people.place.id }).update({ name: '东城街道' });
  await wangge.db('grids').where({ id: people.place.patches[0].id }).update({ name: '花园社区第一网格' });
  for (const [{ id }, name] of [[people.worker, '王敏'], [people.dispatcher, '赵调度']] as const) {
    await wangge.db('directus_users').where({ id }).update({ first_name: name });
    await wangge.setPassword(id, PASSWORD);
  }
});
afterAll(async () => {
  await studio?.close();
  await wangge?.close();
});

async function open(email: string, path: string, viewport = DESK): Promise<Page> {
  const page = await studio.signIn(email, PASSWORD, { viewport });
  await page.goto(path);
  await closeBars(page);
  return page;
}

it('the dispatcher makes drafts on the form of a grid and issues them', async () => {
  const page = await open(people.dispatcher.email, `/admin/content/grids/${people.place.area.id}`);
  const box = page.locator('.grid-box');
  await box.getByText('尚无责任书的 4 人').waitFor();
  await box.locator('summary').click();
  await box.locator('input[type=date]').nth(1).fill('2099-12-31');
  await box.locator('[data-make]').click();
  await box.getByText('草稿 4 份').waitFor();
  await box.locator('[data-issue-all]').click();
  await box.getByText('将下发本网格及下级网格的 4 份草稿').waitFor();
  await studio.screenshot(page, 'statements-grid');
  await box.locator('[data-confirm]').click();
  await box.getByText('已下发未签订 4 份').waitFor();
  expect(await studio.faults(page, '.grid-box')).toEqual([]);
  const [download] = await Promise.all([page.waitForEvent('download'), box.locator('[data-print-all]').click()]);
  expect(download.suggestedFilename()).toBe('责任书.pdf');
  await box.locator('[data-unsigned]').click();
  await page.getByText('王敏').first().waitFor();
  await studio.screenshot(page, 'statements-unsigned');
});

it('the person reads and signs on a phone', async () => {
  const { id } = await wangge.db('responsibility_statements').where({ person: people.worker.id }).first('id');
  const page = await open(people.worker.email, `/admin/content/responsibility_statements/${id}`, PHONE);
  const box = page.locator('.statement-box');
  await box.getByText('等待责任人签订').waitFor();
  await studio.screenshot(page, 'statement-issued-phone');
  await box.locator('[data-sign]').click();
  await box.getByText('本人已阅读责任书全文').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  expect(await studio.faults(page, '.statement-box')).toEqual([]);
  await studio.screenshot(page, 'statement-sign-phone');
  await box.locator('[data-confirm]').click();
  await box.getByText(/王敏已于 .* 签订/).waitFor();
  expect(await wangge.db('responsibility_statements').where({ id }).first()).toMatchObject({ state: 'signed', signed_by: people.worker.id });
  const [download] = await Promise.all([page.waitForEvent('download'), box.locator('[data-print]').click()]);
  expect(download.suggestedFilename()).toMatch(/^责任书\d{4}-\d{3}（王敏）\.pdf$/);
  await studio.screenshot(page, 'statement-signed-phone');
});
