/** An appeal on its form: withdrawn or waited for by whoever filed it, reviewed on a phone, decided at a desk. */
import type { Page } from 'playwright-core';
import type { Team } from '../system/assessed.ts';
import type { Community } from '../system/community.ts';
import type { Account, Server } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inspection } from '../system/assessed.ts';
import { peopled } from '../system/community.ts';
import { server } from '../system/harness.ts';
import { handleAt, reportAt } from '../system/past.ts';
import { closeBars, DESK, openStudio, PHONE } from './harness.ts';

const PASSWORD = 'a long password';

let wangge: Server;
let studio: Studio;
let people: Community;
let team: Team;
let head: Account;
let appeal: string;

beforeAll(async () => {
  wangge = await server();
  studio = await openStudio(wangge);
  people = await peopled(wangge);
  const { db } = wangge;
  const { place, category, worker } = people;
  team = await inspection(wangge, place);
  head = await wangge.createUser({ role: 'office', department: place.office.id });
  await db('departments').where('id', place.office.id).update({ head: head.id, name: '综合治理办公室' });
  await db('grids').where({ id: place.patches[0].id }).update({ name: `花园社区第一网格${place.code}` });
  for (const [{ id }, last, first] of [[team.opens, '周', '督查'], [head, '陈', '主任'], [worker, '王', '敏']] as const) {
    await db('directus_users').where({ id }).update({ last_name: last, first_name: first });
    await wangge.setPassword(id, PASSWORD);
  }
  const issue = await reportAt(db, { grid: place.patches[0].id, category, reporter: worker.id, at: '2026-10-12T02:00:00.000Z' });
  const { handler, lead } = await db('issues').where({ id: issue }).first();
  await handleAt(db, issue, handler ?? lead, '2026-11-20T02:00:00.000Z');
  const { id: clock } = await db('issue_deadlines').where({ issue, kind: 'resolve' }).first('id');
  const file = randomUUID();
  await db('directus_files').insert({ id: file, storage: 'local', filename_disk: `${file}.txt`, filename_download: '通话记录.txt', title: '通话记录', type: 'text/plain', uploaded_by: worker.id });
  const { status, body } = await wangge.request('POST', '/wangge/appeals', { as: worker, body: { subject: `clock:${clock}`, reason: '10 月 15 日系统维护，当天已电话报告并上门办结，次日补录。', evidence: [file] } });
  expect([status, JSON.stringify(body)]).toEqual([200, expect.any(String)]);
  appeal = body.data.id;
});
afterAll(async () => await studio?.close());

async function open(email: string, viewport = DESK): Promise<Page> {
  const page = await studio.signIn(email, PASSWORD, { viewport });
  await page.goto(`/admin/content/appeals/${appeal}`);
  await closeBars(page);
  await page.locator('.appeal-review [data-state]').waitFor();
  return page;
}

const fits = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

it('whoever filed it sees where it stands, and may take it back', async () => {
  const page = await open(people.worker.email, PHONE);
  const box = page.locator('.appeal-review');
  await box.getByText('初核（督查考核组）：待办').waitFor();
  await box.getByText('通话记录').waitFor();
  await box.locator('[data-withdraw]').click();
  await box.getByText('初核办结前可以撤回').waitFor();
  await studio.screenshot(page, 'appeal-phone-filed');
  expect([await fits(page), await studio.faults(page, '.appeal-review')]).toEqual([true, []]);
  await page.close();
});

it('the team reviews it first, on a phone, with a reason', async () => {
  const page = await open(team.opens.email, PHONE);
  const box = page.locator('.appeal-review');
  await box.locator('[data-uphold]').click();
  await box.locator('[role=alert]').getByText('请写明复核的理由').waitFor();
  await box.locator('[data-reason]').fill('维护公告和通话记录属实，当日已办结。');
  await studio.screenshot(page, 'appeal-phone-review');
  expect([await fits(page), await studio.faults(page, '.appeal-review')]).toEqual([true, []]);
  await box.locator('[data-uphold]').click();
  await box.getByText('初核已办结，复核中').waitFor();
  await page.close();
});

it('the head of another office decides where no level 1 may, and everybody concerned reads why', async () => {
  const page = await open(head.email);
  const box = page.locator('.appeal-review');
  await box.getByText('周督查 认为申诉成立').waitFor();
  await box.locator('[data-reason]').fill('同意初核意见，情况属实。');
  await studio.screenshot(page, 'appeal-desk-decide');
  expect(await studio.faults(page, '.appeal-review')).toEqual([]);
  await box.locator('[data-uphold]').click();
  await box.getByText('申诉成立：该事项不计入考核').waitFor();
  await page.close();
  const read = await open(people.worker.email);
  await read.locator('.appeal-review').getByText('陈主任 认为申诉成立').waitFor();
  await studio.screenshot(read, 'appeal-desk-upheld');
  await read.close();
});
