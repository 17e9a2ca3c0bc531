/** An assigned task in the Studio: issued at a desk, reported with a photograph on a phone, returned and accepted. */
import type { Page } from 'playwright-core';
import type { Community } from '../system/community.ts';
import type { OwnServer } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopled } from '../system/community.ts';
import { freshServer } from '../system/harness.ts';
import { closeBars, DESK, openStudio, PHONE } from './harness.ts';

const PASSWORD = 'a long password';
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

let wangge: OwnServer;
let studio: Studio;
let people: Community;
let task: string;
let part: string;

beforeAll(async () => {
  wangge = await freshServer();
  studio = await openStudio(wangge);
  people = await peopled(wangge);
  const { db } = wangge;
  const names = [[people.place.area, '东片区'], [people.place.communities[0], '花园社区'], [people.place.communities[1], '和平社区'], [people.place.patches[0], '花园社区第一网格']] as const;
  for (const [{ id }, name] of names)
    await db('grids').where({ id }).update({ name });
  for (const [{ id }, name] of [[people.worker, '王敏'], [people.dispatcher, '赵调度']] as const) {
    await db('directus_users').where({ id }).update({ first_name: name });
    await wangge.setPassword(id, PASSWORD);
  }
  const due_on = (await db.raw('select (wangge_today() + 14)::text as day')).rows[0].day;
  const { body } = await wangge.request('POST', '/items/assignments', {
    as: people.dispatcher,
    body: { title: '电动自行车飞线充电排查', description: '逐栋排查飞线充电、楼道停放，登记楼号，当场劝离。\n拍照留存。', area: people.place.area.id, level: 3, due_on, evidence_required: true },
  });
  task = body.data.id;
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

const fits = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

it('the dispatcher issues it and sees how far it has come', async () => {
  const page = await open(people.dispatcher.email, `/admin/content/assignments/${task}`);
  const box = page.locator('.assignment-box');
  await box.getByText('拟稿，尚未下达').waitFor();
  await box.locator('[data-issue]').click();
  await box.getByText('下达后内容不能修改').waitFor();
  await studio.screenshot(page, 'assignment-draft');
  await box.locator('[data-confirm]').click();
  await box.getByText('已报送 0 / 4').waitFor();
  part = (await wangge.db('assignment_grids').where({ assignment: task, grid: people.place.patches[0].id }).first('id')).id;
});

it('the leader reports it on a phone, with a photograph', async () => {
  const page = await open(people.worker.email, `/admin/content/assignment_grids/${part}`, PHONE);
  const box = page.locator('.part-box');
  await box.getByText('逐栋排查飞线充电').waitFor();
  await box.locator('[data-report]').fill('已排查 12 栋，劝离飞线充电 3 处。');
  await box.locator('[data-complete]').click();
  await box.getByText('本任务要求附佐证材料').waitFor();
  await box.locator('[data-evidence]').setInputFiles({ name: '楼道.png', mimeType: 'image/png', buffer: PIXEL });
  await box.getByText('楼道.png').waitFor();
  expect(await fits(page)).toBe(true);
  expect(await studio.faults(page, '.part-box')).toEqual([]);
  await studio.screenshot(page, 'assignment-report-phone');
  await box.locator('[data-complete]').click();
  await box.getByText('已报送完成情况，等待验收').waitFor();
  await studio.screenshot(page, 'assignment-reported-phone');
  expect(await wangge.db('assignment_grids').where({ id: part }).first()).toMatchObject({ state: 'completed', completed_by: people.worker.id, late: false });
  expect(await wangge.db('assignment_grids_files').where({ assignment_grids_id: part })).toHaveLength(1);
});

it('the dispatcher returns it on a phone, the leader reports again, it is accepted', async () => {
  const page = await open(people.dispatcher.email, `/admin/content/assignment_grids/${part}`, PHONE);
  const box = page.locator('.part-box');
  await box.getByText('已排查 12 栋').waitFor();
  await box.locator('[data-return]').click();
  await box.getByText('请填写').waitFor();
  await box.locator('[data-note]').fill('请写明 3 处的楼号。');
  await studio.screenshot(page, 'assignment-accept-phone');
  expect(await studio.faults(page, '.part-box')).toEqual([]);
  await box.locator('[data-return]').click();
  await box.getByText('退回意见：请写明 3 处的楼号').waitFor();

  const leader = await open(people.worker.email, `/admin/content/assignment_grids/${part}`, PHONE);
  const report = leader.locator('.part-box [data-report]');
  await expect.poll(() => report.inputValue()).toBe('已排查 12 栋，劝离飞线充电 3 处。');
  await studio.screenshot(leader, 'assignment-returned-phone');
  await report.fill('已排查 12 栋，劝离飞线充电 3 处（1、4、7 号楼）。');
  await leader.locator('[data-complete]').click();
  await leader.locator('.part-box').getByText('等待验收').waitFor();

  await page.reload();
  await box.locator('[data-accept]').click();
  await box.getByText('已验收通过').waitFor();
  await studio.screenshot(page, 'assignment-accepted-phone');
  expect(await wangge.db('assignment_grids').where({ id: part }).first()).toMatchObject({ state: 'accepted', accepted_by: people.dispatcher.id });
});

it('the task shows its progress by community', async () => {
  const page = await open(people.dispatcher.email, `/admin/content/assignments/${task}`);
  const bars = page.locator('.progress-bars');
  await bars.getByText('已报送 1 / 4').waitFor();
  await bars.locator(`[data-community="${people.place.communities[0].id}"]`).getByText('已报送 1 / 2').waitFor();
  expect(await studio.faults(page, '.assignment-box')).toEqual([]);
  await studio.screenshot(page, 'assignment-progress');
  await page.setViewportSize(PHONE);
  expect(await fits(page)).toBe(true);
  await studio.screenshot(page, 'assignment-progress-phone');
});
