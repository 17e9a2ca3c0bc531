/**
 * A year is closed with its people: what the community said is confirmed by a second person, the year is computed, opened, published by
 * another, and changed into the next in guided steps. The clock is moved in the database.
 */
import type { Page } from 'playwright-core';
import type { Team } from '../system/assessed.ts';
import type { Community } from '../system/community.ts';
import type { OwnServer } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rankPeriod } from '../../extensions/wangge/src/assessment/periods/ranking-service.ts';
import { inspection, memory, published } from '../system/assessed.ts';
import { peopled } from '../system/community.ts';
import { rankByFirstScheme } from '../system/first-scheme.ts';
import { freshServer } from '../system/harness.ts';
import { handleAt, reportAt } from '../system/past.ts';
import { closeBars, DESK, openStudio, PHONE } from './harness.ts';

const YEAR = '2024';
const PASSWORD = 'a long password';

let wangge: OwnServer;
let studio: Studio;
let people: Community;
let team: Team;
let period: string;

/** Past what triggers say. */
const moved = (sql: string) => wangge.db.transaction(async (trx) => {
  await trx.raw('set local session_replication_role = replica');
  await trx.raw(sql, { period } as never);
});

beforeAll(async () => {
  wangge = await freshServer();
  studio = await openStudio(wangge);
  const { db } = wangge;
  await rankByFirstScheme(db);
  people = await peopled(wangge);
  team = await inspection(wangge, people.place);
  const { place, category, worker } = people;
  for (const patch of [0, 1, 2]) {
    for (const day of ['09', '10', '11', '15', '16']) {
      const issue = await reportAt(db, { grid: place.patches[patch]!.id, category, reporter: worker.id, at: `2024-01-${day}T02:00:00.000Z` });
      const { handler, lead } = await db('issues').where({ id: issue }).first();
      await handleAt(db, issue, handler ?? lead, patch === 0 || Number(day) < 12 ? `2024-01-${day}T05:00:00.000Z` : '2024-01-28T05:00:00.000Z');
    }
  }
  await rankPeriod(db, memory(), { period: '2024-Q1', subdistrict: place.code, reason: null }, '2025-02-10T01:00:00.000Z');
  await published(wangge, team, '2024-Q1', '2024-10-10T01:00:00.000Z');
  period = randomUUID();
  await db('assessment_periods').insert({ id: period, code: YEAR, kind: 'year', subdistrict: place.id, starts_on: '2024-01-01', ends_on: '2024-12-31', state: 'open', version: 0 });
  for (const [{ id }, name] of [[team.opens, '周督查'], [team.publishes, '吴督查'], [worker, '王敏']] as const) {
    await db('directus_users').where({ id }).update({ first_name: name, last_name: null });
    await wangge.setPassword(id, PASSWORD);
  }
  const score = (body: object) => wangge.request('POST', '/items/assessment_year_scores', { as: team.opens, body: { period, source: '2024 年 12 月 28 日评议会记录', note: '现场核查台账和办结情况', ...body } });
  for (const body of [{ part: 'review', grid: place.patches[0].id, score: 90 }, { part: 'community', grid: place.patches[0].id, score: 92.5 }, { part: 'community', grid: place.patches[1]!.id, score: 80 }])
    expect((await score(body)).status).toBe(200);
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
const take = async (page: Page, button: string): Promise<void> => {
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.locator('[data-confirm]').click();
};

it('what is missing is told; whoever entered what the community said does not confirm it, another does, on a phone', async () => {
  const own = await open(team.opens.email, `/admin/assessment/year?year=${YEAR}`);
  await own.locator('[data-made-of]').getByText('只列出，不计分').waitFor();
  await own.getByText('未公布：没有数据，分值分摊到其他季度，不按 0 计').first().waitFor();
  await own.locator('[data-missing]').getByText(/由您录入，请由其他考核组成员/).first().waitFor();
  expect(await own.locator('[data-confirm-scores]').count()).toBe(0);
  await studio.screenshot(own, 'year-desk');
  expect(await studio.faults(own, '.module-page')).toEqual([]);
  await own.close();

  const other = await open(team.publishes.email, '/admin/assessment/inbox', PHONE);
  await other.getByText('待核对确认').click();
  await other.locator('[data-confirm-scores]').click();
  await other.locator('[data-confirm-scores]').waitFor({ state: 'detached' });
  await studio.screenshot(other, 'year-phone');
  expect(await fits(other)).toBe(true);
  expect(await studio.faults(other, '.module-page')).toEqual([]);
  expect(await wangge.db('assessment_year_scores').where({ period, part: 'community' }).whereNotNull('confirmed_by').pluck('confirmed_by')).toEqual([team.publishes.id, team.publishes.id]);
  await other.close();
});

it('it is computed, opened by one and published by another; what each result rests on is read', async () => {
  await moved(`update assessment_year_scores set entered_at = '2025-01-08T01:00:00Z' where period = :period`);
  await moved(`update assessment_year_scores set confirmed_at = '2025-01-09T01:00:00Z' where period = :period and part = 'community'`);
  const first = await open(team.opens.email, `/admin/assessment/year?year=${YEAR}`);
  await first.locator('[data-to-steps]').click();
  await take(first, '开始核算');
  await first.getByText(/于 .* 完成/).first().waitFor({ timeout: 60_000 });
  await take(first, '开始预公布');
  await first.getByText('须由另一人公布').waitFor();
  await studio.screenshot(first, 'year-preview');
  await first.close();
  await moved(`update assessment_versions set preview_until = now() - interval '1 minute' where period = :period`);
  await moved(`update assessment_steps set at = at - interval '10 days', until = now() - interval '1 minute' where period = :period and step = 'preview'`);

  const second = await open(team.publishes.email, `/admin/assessment/quarter?period=${YEAR}`);
  await take(second, '公布结果');
  await second.getByText(/第 1 版\u3000公布/).waitFor();
  expect(await wangge.db('assessment_periods').where({ id: period }).first('state', 'version')).toEqual({ state: 'published', version: 1 });
  await second.goto(`/admin/assessment/year?year=${YEAR}`);
  const { name } = await wangge.db('grids').where({ id: people.place.patches[0].id }).first('name');
  const result = second.locator('[data-results] details', { hasText: name });
  await result.locator('summary').click();
  await result.getByText(/四个季度：得 .* 分，折合 .* 分/).waitFor();
  await result.getByText(/第 2 季度：没有公布，不计/).waitFor();
  await studio.screenshot(second, 'year-results');
  await second.close();
});

it('the change of year goes in guided steps, each done or skipped with a word', async () => {
  const page = await open(team.publishes.email, `/admin/assessment/year?year=${YEAR}`);
  const change = page.locator('[data-change]');
  for (const name of ['calendar', 'statements', 'plans', 'scheme']) {
    const step = change.locator(`[data-step=${name}]`);
    await step.locator('[data-skip]').click();
    await step.locator('[data-confirm]').click();
    await step.getByText('请写明说明或者原因').waitFor();
    await step.locator('[data-word]').fill('本年度沿用，不再另行办理');
    await step.locator('[data-confirm]').click();
    await change.locator(`[data-step=${name}][data-state=skipped]`).waitFor();
  }
  await change.locator('[data-ask-archive]').click();
  await change.getByText(/已生成 \d+ 个，共 \d+ 个/).waitFor();
  await change.scrollIntoViewIfNeeded();
  await studio.screenshot(page, 'year-change');
  expect(await studio.faults(page, '.module-page')).toEqual([]);
  expect(await wangge.db('year_steps').where({ year: 2024 }).pluck('outcome')).toEqual(['skipped', 'skipped', 'skipped', 'skipped']);
  await page.close();
});
