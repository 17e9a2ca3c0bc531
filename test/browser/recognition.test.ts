/**
 * What is said of people by name, by those whom it concerns and those who decide: a criticism that is answered and dismissed, on a
 * phone and at a desk; a warning that is published, appealed, suspended at once and revoked.
 */
import type { Page } from 'playwright-core';
import type { Community } from '../system/community.ts';
import type { Account, Server } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopled } from '../system/community.ts';
import { server } from '../system/harness.ts';
import { propose, stateOf, timeIsOver } from '../system/recognised.ts';
import { closeBars, DESK, openStudio, PHONE } from './harness.ts';

const PASSWORD = 'a long password';

let wangge: Server;
let studio: Studio;
let people: Community;
/** Two of the inspection team, and the head of an office. */
let team: Account[];
let head: Account;

beforeAll(async () => {
  wangge = await server();
  studio = await openStudio(wangge);
  people = await peopled(wangge);
  const { db } = wangge;
  const [inspection, office] = [randomUUID(), randomUUID()];
  await db('departments').insert([
    { id: inspection, code: `${people.place.code}T09`, name: '督查考核组', subdistrict: people.place.id, kind: 'office', active: true, supervises: true },
    { id: office, code: `${people.place.code}T10`, name: '党政办公室', subdistrict: people.place.id, kind: 'office', active: true },
  ]);
  team = await Promise.all([1, 2].map(() => wangge.createUser({ role: 'inspector', department: inspection })));
  head = await wangge.createUser({ role: 'office', department: office });
  await db('departments').where({ id: office }).update({ head: head.id });
  for (const [{ id }, name] of [[people.worker, '王敏'], [people.level1, '陈建国'], [team[0]!, '周督查'], [team[1]!, '吴督查'], [head, '郑主任']] as const) {
    await db('directus_users').where({ id }).update({ first_name: name, last_name: null });
    await wangge.setPassword(id, PASSWORD);
  }
});
afterAll(async () => await studio?.close());

async function open({ email }: Account, path: string, viewport: { width: number; height: number }, locale = 'zh-CN'): Promise<Page> {
  const page = await studio.signIn(email, PASSWORD, { viewport, locale });
  await page.goto(path);
  await closeBars(page);
  return page;
}
const fits = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
const said = (kind: string, cause: string) => propose(wangge.db, people.place, { person: people.worker.id, grid: people.place.patches[0].id, kind, cause });
/** One step on the form of a recognition: what it means is said before it is taken. */
async function step(page: Page, name: string, reason: string | null): Promise<void> {
  const box = page.locator('.recognition-steps');
  await box.locator(`[data-step=${name}]`).click();
  if (reason !== null)
    await box.locator('[data-reason]').fill(reason);
  await box.locator('[data-confirm]').click();
  await box.locator('[data-confirm]').waitFor({ state: 'detached' });
}

it('a criticism is answered on a phone, one tap from the inbox, and dismissed by another with a reason', async () => {
  const { id } = await said('criticism', 'late_handling');
  const page = await open(people.worker, '/admin/assessment', PHONE);
  await page.locator('[data-inbox]').getByText('有 1 件事项需要您处理').waitFor();
  await page.locator('[data-said-of-me]').getByText('陈述意见').first().waitFor();
  await studio.screenshot(page, 'recognition-mine-phone');
  expect(await fits(page)).toBe(true);
  expect(await studio.faults(page, '.module-page')).toEqual([]);
  await page.locator('[data-inbox] a').click();
  await page.getByText('请陈述意见').waitFor();
  await studio.screenshot(page, 'recognition-inbox-phone');
  await page.locator(`[data-waits="answer ${id}"] a`).click();
  const box = page.locator('.recognition-steps');
  await box.getByText('陈述意见期').waitFor();
  await studio.screenshot(page, 'recognition-form-phone');
  expect(await studio.faults(page, '.recognition-steps')).toEqual([]);
  await step(page, 'answer', '当日小区停电，无法登录，次日上午已办结并反馈。');
  await box.getByText('当事人已陈述意见，等待认定').waitFor();
  await studio.screenshot(page, 'recognition-answered-phone');

  const desk = await open(people.level1, '/admin/assessment/inbox', DESK);
  await desk.locator(`[data-waits="decide ${id}"]`).waitFor();
  await studio.screenshot(desk, 'recognition-inbox-desk');
  await desk.locator(`[data-waits="decide ${id}"] a`).click();
  await desk.locator('.recognition-steps').getByText('王敏陈述意见：当日小区停电').waitFor();
  // Without a reason it is not decided.
  await desk.locator('[data-step=dismiss]').click();
  await desk.locator('.recognition-steps [data-confirm]').click();
  await desk.locator('.recognition-steps .wg-refused').waitFor();
  await desk.locator('.recognition-steps [data-reason]').fill('停电属实，非本人原因，不予认定。');
  await studio.screenshot(desk, 'recognition-dismiss-desk');
  await desk.locator('.recognition-steps [data-confirm]').click();
  await desk.locator('[data-state]', { hasText: '不予认定' }).waitFor();
  expect(await stateOf(wangge.db, id)).toBe('dismissed');
  await desk.close();

  await page.goto('/admin/assessment');
  await page.locator(`[data-said="${id}"]`).getByText('不予认定').waitFor();
  await page.close();
});

it('a warning is confirmed by one and published by another; whom it names acknowledges it and appeals; upheld, it is suspended at once and revoked', async () => {
  const { id } = await said('warning', 'late_learning');
  await timeIsOver(wangge.db, id);
  const confirmed = await wangge.request('POST', `/wangge/recognitions/${id}/confirm`, { as: people.level1, body: { reason: '两次未及时发现并上报，造成后果。' } });
  expect(confirmed.status).toBe(200);

  const first = await open(team[0]!, '/admin/assessment/recognitions', DESK);
  await first.locator('[data-state=confirmed]').getByText('王敏').waitFor();
  await studio.screenshot(first, 'recognition-list-desk');
  expect(await studio.faults(first, '.module-page')).toEqual([]);
  await first.locator(`[data-line="${id}"] a`).click();
  await step(first, 'publish', null);
  await first.locator('[data-state]', { hasText: '已通报' }).waitFor();

  const page = await open(people.worker, `/admin/content/recognitions/${id}`, PHONE);
  await page.locator('.recognition-steps').getByText('已通报，等待当事人签收').waitFor();
  await step(page, 'acknowledge', null);
  await page.locator('.recognition-steps').getByText('当事人已签收').waitFor();
  await page.locator('.recognition-steps > .buttons [data-appeal]').click();
  const dialog = page.locator('.appeal-dialog');
  await dialog.getByText('每个事项只能申诉一次').waitFor();
  await dialog.locator('[data-reason]').fill('该');
  await dialog.locator('[data-submit]').click();
  await dialog.getByText('请写明申诉理由').waitFor();
  await dialog.locator('[data-reason]').fill('当日本人请假，由他人代班，附请假记录。');
  await dialog.locator('[data-evidence]').setInputFiles({ name: '请假记录.pdf', mimeType: 'application/pdf', buffer: PDF });
  await dialog.getByText('请假记录.pdf').waitFor();
  await studio.screenshot(page, 'recognition-appeal-phone');
  expect(await studio.faults(page, '.appeal-dialog')).toEqual([]);
  await dialog.locator('[data-submit]').click();
  await page.locator('.recognition-steps').getByText('查看申诉').waitFor();
  const appeal = (await wangge.db('appeals').where({ subject_kind: 'recognition', subject: id }).first('id')).id as string;

  // The team first: one who had no part. Then the head of another office decides.
  const reviewed = await wangge.request('POST', `/wangge/appeals/${appeal}/review`, { as: team[1]!, body: { decision: 'upheld', reason: '请假记录属实' } });
  expect(reviewed.status).toBe(200);
  const second = await open(head, '/admin/assessment/inbox', PHONE);
  await second.locator(`[data-waits="second_review ${appeal}"] a`).click();
  const review = second.locator('.appeal-review');
  await review.locator('[data-reason]').fill('请假手续齐全，由代班人负责。');
  await studio.screenshot(second, 'recognition-review-phone');
  await review.locator('[data-uphold]').click();
  await review.locator('[data-state]', { hasText: '申诉成立' }).waitFor();
  expect(await stateOf(wangge.db, id)).toBe('suspended');
  await second.close();

  await first.goto('/admin/assessment/inbox');
  await first.locator(`[data-waits="settle ${id}"] a`).click();
  await first.locator('.recognition-steps').getByText('依据有变动，已中止').waitFor();
  await studio.screenshot(first, 'recognition-suspended-desk');
  await step(first, 'revoke', '申诉成立，撤销该警告。');
  await first.locator('[data-state]', { hasText: '已撤销' }).waitFor();
  expect(await stateOf(wangge.db, id)).toBe('revoked');
  await first.close();

  await page.goto('/admin/assessment');
  await page.locator(`[data-said="${id}"]`).getByText('已撤销').waitFor();
  await page.locator('[data-own-appeals]').getByText('申诉成立').waitFor();
  await studio.screenshot(page, 'recognition-revoked-phone');
  expect(await fits(page)).toBe(true);
  await page.close();
});

it('on a commendation an honour is proposed, with its level and the places that are left; a renewal note is printed', async () => {
  const { db } = wangge;
  const year = Number((await db.raw('select extract(year from wangge_today()) as year')).rows[0].year);
  await db('honour_quotas').insert({ id: randomUUID(), subdistrict: people.place.id, year, level: 'district', places: 2 });
  const { id } = await said('commendation', 'outstanding');
  await timeIsOver(db, id);
  await wangge.request('POST', `/wangge/recognitions/${id}/confirm`, { as: people.level1, body: { reason: '事实清楚，表现突出。' } });

  const page = await open(team[0]!, `/admin/content/recognitions/${id}`, DESK);
  const box = page.locator('.recognition-steps');
  await box.locator('[data-pick]').click();
  await box.locator('[data-propose]').click();
  const dialog = page.locator('.propose-dialog');
  await dialog.locator('[data-kind]').selectOption('honour_nomination');
  await dialog.locator('[data-level] option', { hasText: `区级（${year} 年剩余 2 个名额，共 2 个）` }).waitFor({ state: 'attached' });
  await dialog.locator('[data-level]').selectOption('district');
  await dialog.locator('[data-text]').fill('连续两个季度表现突出，推荐为区级荣誉人选。');
  await studio.screenshot(page, 'recognition-honour-desk');
  expect(await studio.faults(page, '.propose-dialog')).toEqual([]);
  await dialog.locator('[data-submit]').click();
  await dialog.waitFor({ state: 'detached' });
  expect(await db('recognitions').where({ kind: 'honour_nomination', subdistrict: people.place.id }).select('honour_level', 'person', 'state')).toEqual([{ honour_level: 'district', person: people.worker.id, state: 'proposed' }]);

  await page.goto('/admin/assessment/recognitions');
  await page.locator('[data-renewal] summary').click();
  await page.locator('[data-person]').selectOption(people.worker.id);
  await studio.screenshot(page, 'recognition-renewal-desk');
  expect(await studio.faults(page, '.module-page')).toEqual([]);
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-renewal] [data-print]').click()]);
  expect(download.suggestedFilename()).toContain('续聘参考（王敏');
  await page.close();
});

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
