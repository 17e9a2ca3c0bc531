/** A patrol on a phone: the log is filled in from the day, a fault raises its issue, the rest is confirmed in one tap; then level 2 checks it. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Community } from '../system/community.ts';
import type { Account, OwnServer } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopled } from '../system/community.ts';
import { freshServer } from '../system/harness.ts';
import { closeBars, openStudio, PHONE, settled } from './harness.ts';

const PASSWORD = 'a long password';
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');

let wangge: OwnServer;
let studio: Studio;
let people: Community;

beforeAll(async () => {
  wangge = await freshServer();
  studio = await openStudio(wangge);
  people = await peopled(wangge);
  const grid = people.place.patches[0].id;
  await wangge.db('grids').where({ id: grid }).update({ name: '花园社区第一网格' });
  for (const [{ id }, name] of [[people.worker, '王敏'], [people.level2, '李建国']] as const) {
    await wangge.db('directus_users').where({ id }).update({ first_name: name });
    await wangge.setPassword(id, PASSWORD);
  }
  const facilities = [
    ['路灯12号', 'utility', 'street_lamp', '花园路12号门前'],
    ['消火栓3号', 'fire', 'hydrant', '花园路与果园街路口'],
    ['井盖A07', 'utility', 'manhole', '果园街8号'],
    ['健身器材2组', 'other', 'fitness', '小区中心花园'],
  ] as const;
  for (const [name, group, kind, address] of facilities) {
    const made = await wangge.request('POST', '/items/ledger_facilities', { as: wangge.admin, body: { grid, name, group, kind, address, condition: 'intact' } });
    expect(made.status, JSON.stringify(made.body)).toBe(200);
  }
  await wangge.db('ledger_facilities').where({ grid }).update({ confirmed_on: '2026-01-01' });
});
afterAll(async () => {
  await studio?.close();
  await wangge?.close();
});

async function open(who: Account, path: string, looks: BrowserContextOptions = {}): Promise<Page> {
  const page = await studio.signIn(who.email, PASSWORD, { viewport: PHONE, ...looks });
  await page.goto(path);
  await closeBars(page);
  return page;
}
const sheet = (page: Page) => page.locator('.work-log');
const save = (page: Page) => page.locator('button:has([data-icon="check"])').first().click();
const narrow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

describe('a patrol on a phone', () => {
  it('is entered with a fault in a few taps', async () => {
    const page = await open(people.worker, '/admin/content/work_logs/+');
    await sheet(page).getByText('已按您的网格和当天情况填好').waitFor();
    await sheet(page).getByText('应查4处，共4处').waitFor();
    await studio.screenshot(page, 'log-new-phone');
    expect(await narrow(page)).toBe(true);
    expect(await studio.faults(page, '.work-log')).toEqual([]);
    await sheet(page).locator('[data-kind=patrol][aria-pressed=true]').waitFor();
    await sheet(page).locator('[data-minutes="60"]').click();
    await sheet(page).locator('[data-minutes="60"][aria-pressed=true]').waitFor();
    await sheet(page).locator('[data-facility="消火栓3号"]').click();
    await sheet(page).locator('[data-result=damaged]').click();
    await sheet(page).getByText('撤销').click();
    await sheet(page).locator('[data-facility="井盖A07"]').click();
    await sheet(page).locator('[data-result=missing]').click();
    await sheet(page).getByPlaceholder('情况（可不填）').fill('盖板丢失，已临时围挡');
    await sheet(page).locator('.photo input').setInputFiles({ name: '井盖.png', mimeType: 'image/png', buffer: PIXEL });
    await sheet(page).getByText('照片已添加').waitFor();
    await sheet(page).locator('[data-rest]').click();
    await sheet(page).getByText('其余设施将记为正常').waitFor();
    expect(await sheet(page).locator('button:has-text("其余设施将记为正常")').evaluate(button => button.getBoundingClientRect().height)).toBeGreaterThanOrEqual(44);
    await settled(page);
    expect(await studio.faults(page, '.work-log')).toEqual([]);
    expect(await narrow(page)).toBe(true);
    await studio.screenshot(page, 'log-fault-phone');
    await page.locator('[data-field="summary"] textarea').fill('沿花园路、果园街巡查市政和消防设施。');
    await page.locator('[data-field="residents_heard"] textarea').fill('居民希望在小区北门增设照明');
    await save(page);
    await page.waitForURL(url => !url.pathname.endsWith('/+'));
    const log = await wangge.db('work_logs').where({ person: people.worker.id }).first();
    expect(log).toMatchObject({ grid: people.place.patches[0].id, kind: 'patrol', minutes: 60, route_confirmed: true });
    const check = await wangge.db('facility_checks').where({ work_log: log.id }).first();
    expect(await wangge.db('issues_files').where({ issues_id: check.issue }).pluck('directus_files_id')).toEqual([check.photo]);
    expect(await wangge.db('issues').where({ id: check.issue }).first()).toMatchObject({ source: 'facility_check', severity: 'urgent', work_log: log.id });
    expect(await wangge.db('ledger_confirmations').where({ confirmed_by: people.worker.id })).toHaveLength(3);
  });

  it('says what it raised; what residents said is reported in one tap', async () => {
    const { id, started_at } = await wangge.db('work_logs').where({ person: people.worker.id }).first('id', 'started_at');
    const started = started_at.slice(0, 5);
    const page = await open(people.worker, `/admin/content/work_logs/${id}`);
    await sheet(page).getByText('井盖A07丢失').waitFor();
    await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('[data-opinion] textarea')?.value.includes('北门'));
    await studio.screenshot(page, 'log-saved-phone');
    // Nothing of it counts as edited.
    expect(await page.locator('.v-form .field .edit-dot').count()).toBe(0);
    await page.locator('[data-field="started_at"]').getByText(started).waitFor();
    expect(await studio.faults(page, '.work-log')).toEqual([]);
    await sheet(page).locator('[data-report]').click();
    await page.getByText('已上报：').first().waitFor();
    expect(await wangge.db('issues').where({ work_log: id, kind: 'opinion' })).toHaveLength(1);
    // What was reported is not offered again.
    await page.reload();
    await sheet(page).locator('[data-raised] a').nth(1).waitFor();
    expect(await page.locator('[data-opinion] textarea').inputValue()).toBe('');
    await studio.screenshot(page, 'log-opinion-phone');
  });

  it('is checked by level 2', async () => {
    const { id } = await wangge.db('work_logs').where({ person: people.worker.id }).first('id');
    const page = await open(people.level2, `/admin/content/work_logs/${id}`);
    await sheet(page).locator('[data-check]').waitFor();
    await studio.screenshot(page, 'log-check-phone');
    await sheet(page).locator('[data-bad=incomplete]').click();
    await sheet(page).locator('[data-check] textarea').fill('未写明走访户数');
    await sheet(page).locator('[data-confirm]').click();
    await sheet(page).getByText('本日志检查为不完整：未写明走访户数').waitFor();
    await sheet(page).locator('[data-raised] a').nth(1).waitFor();
    await studio.screenshot(page, 'log-checked-phone');
    expect(await wangge.db('work_logs').where({ id }).first()).toMatchObject({ check_result: 'incomplete', checked_by: people.level2.id });
  });

  it('until midnight: one tap enters it, and form and list show it', async () => {
    const made = await wangge.request('POST', '/items/work_logs', { as: people.worker, body: { kind: 'patrol', work_date: '2026-11-02', started_at: '22:00', ended_at: '23:30', summary: '夜间巡查' }, query: { fields: 'id' } });
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    const page = await open(people.worker, `/admin/content/work_logs/${made.body.data.id}`);
    const errors: string[] = [];
    page.on('pageerror', error => errors.push(error.message));
    const end = page.locator('[data-field="ended_at"]');
    expect(await end.locator('input[type=time]').inputValue()).toBe('23:30');
    await end.locator('[data-midnight]').click();
    await end.getByText('24:00', { exact: true }).waitFor();
    await studio.screenshot(page, 'log-midnight-phone');
    await save(page);
    await expect.poll(async () => (await wangge.db('work_logs').where({ id: made.body.data.id }).first('ended_at', 'minutes'))).toEqual({ ended_at: '24:00:00', minutes: 120 });
    await page.goto(`/admin/content/work_logs/${made.body.data.id}`);
    await end.getByText('24:00', { exact: true }).waitFor();
    await page.goto('/admin/content/work_logs');
    await page.locator('tbody').getByText('24:00').waitFor();
    expect(errors).toEqual([]);
    await studio.screenshot(page, 'log-midnight-list');
    await wangge.db('work_logs').where({ id: made.body.data.id }).delete();
  });

  it('is found false by level 2: said so, and left to another to decide', async () => {
    const made = await wangge.request('POST', '/items/work_logs', { as: people.worker, body: { kind: 'patrol', started_at: '00:00', ended_at: '00:05', summary: '夜间巡查' }, query: { fields: 'id' } });
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    const page = await open(people.level2, `/admin/content/work_logs/${made.body.data.id}`, { colorScheme: 'dark' });
    await sheet(page).locator('[data-bad=false]').click();
    await sheet(page).locator('[data-check] textarea').fill('现场监控未见巡查');
    await studio.screenshot(page, 'log-false-phone-dark');
    await sheet(page).locator('[data-confirm]').click();
    await sheet(page).getByText('本日志检查为不实，待核定：现场监控未见巡查').waitFor();
    expect(await wangge.db('ledger_findings').where({ work_log: made.body.data.id })).toHaveLength(1);
  });

  it('takes a facility that was repaired back into the way', async () => {
    const { issue } = await wangge.db('facility_checks').where({ facility_name: '井盖A07' }).first('issue');
    const withdrawn = await wangge.request('POST', '/items/issue_events', { as: people.worker, body: { issue, type: 'withdraw', note: '现场已修复' } });
    expect(withdrawn.status, JSON.stringify(withdrawn.body)).toBe(200);
    const page = await open(people.worker, '/admin/content/work_logs/+');
    await sheet(page).locator('[data-facility="井盖A07"]').click();
    await sheet(page).locator('[data-repaired]').click();
    await page.getByText('已记为完好').first().waitFor();
    await sheet(page).locator('[data-facility="井盖A07"] .bad').waitFor({ state: 'detached' });
    expect(await wangge.db('ledger_facilities').where({ name: '井盖A07' }).first()).toMatchObject({ condition: 'intact' });
  });

  it('above a patch shows its facilities, without confirming them all; in the dark and in English, too', async () => {
    await wangge.db('directus_users').where({ id: people.level2.id }).update({ language: 'en-US' });
    const page = await open(people.level2, '/admin/content/work_logs/+', { colorScheme: 'dark', locale: 'en-US' });
    await sheet(page).getByText('Visit', { exact: true }).waitFor();
    await sheet(page).locator('[data-facility="消火栓3号"]').click();
    await sheet(page).locator('[data-result=hazard]').waitFor();
    expect(await sheet(page).locator('[data-rest]').count()).toBe(0);
    await settled(page);
    await studio.screenshot(page, 'log-new-phone-dark');
    expect(await narrow(page)).toBe(true);
    expect(await studio.faults(page, '.work-log')).toEqual([]);
  });
});
