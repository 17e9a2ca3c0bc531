/**
 * A quarter with its people: what is missing is done where its link leads; computed, opened for those it concerns, published by another
 * person, corrected with a reason. The clock is moved in the database: what was entered today counts as entered before the cut, and
 * the preview that was opened is over.
 */
import type { Page } from 'playwright-core';
import type { PeriodSpan } from '../../extensions/wangge/src/calendar/period-rules.ts';
import type { OwnServer } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPeriods } from '../../extensions/wangge/src/assessment/periods/ranking-store.ts';
import { periodAfter, periodOf } from '../../extensions/wangge/src/calendar/period-rules.ts';
import { DEMO_PASSWORD, demoServer } from '../system/harness.ts';
import { closeBars, DESK, openStudio, PHONE } from './harness.ts';

let wangge: OwnServer;
let studio: Studio;
/** The last quarter that is over, and the one that runs. */
let [over, running] = ['', ''];
let period: string;

/** Past what triggers say. */
const moved = (sql: string, bindings: Record<string, unknown> = {}) => wangge.db.transaction(async (trx) => {
  await trx.raw('set local session_replication_role = replica');
  await trx.raw(sql, bindings as never);
});

beforeAll(async () => {
  wangge = await demoServer();
  studio = await openStudio(wangge);
  const { db } = wangge;
  ({ id: period, code: over } = await db('assessment_periods').where({ kind: 'quarter', state: 'published' }).orderBy('starts_on', 'desc').first('id', 'code'));
  // What its job opens.
  running = periodAfter(periodOf(over) as PeriodSpan);
  await openPeriods(db, periodOf(running) as PeriodSpan, null);
  // As before it was computed.
  for (const table of ['assessment_steps', 'assessment_scores', 'rankings', 'assessment_priors', 'assessment_fields', 'assessment_checkpoints', 'assessment_versions'])
    await moved(`delete from ${table} where period = :period`, { period });
  await moved(`update assessment_periods set state = 'open', version = 0, draft_version = null, published_at = null, evidence = null, evidence_digest = null where id = :period`, { period });
  // A second of the team, who takes the step that the first may not.
  const { department, role } = await db('directus_users').where({ email: 'inspector@example.com' }).first('department', 'role');
  const { password } = await db('directus_users').where({ email: 'inspector@example.com' }).first('password');
  const [{ id: person }] = await db('directus_users').insert({ id: db.raw('gen_random_uuid()'), email: 'second@example.com', first_name: '复核员', password, role, department, status: 'active', language: 'zh-CN' }).returning('id');
  // Their first password they have changed.
  await db('wangge_passwords').where({ person }).update({ must_change: false, valid_until: null });
});
afterAll(async () => {
  await studio?.close();
  await wangge?.close();
});

const open = (page: Page, code = over) => page.goto(`/admin/assessment/quarter?period=${code}`);
const missing = (page: Page, words: RegExp) => page.locator('.item', { hasText: words });
const save = (page: Page) => page.locator('header button.button:has([data-icon=check])').click();
const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
const step = (page: Page, name: string) => page.locator('.steps > li', { hasText: name });
const take = async (page: Page, button: string) => {
  await page.getByRole('button', { name: button }).click();
  await page.locator('[data-confirm]').click();
};

it.each([['desk', DESK], ['phone', PHONE]] as const)('what is missing leads to where it is done; a patch is scored, at %s width', async (width, viewport) => {
  const page = await studio.signIn('inspector@example.com', DEMO_PASSWORD, { viewport });
  // Of the one that is over, scores would come after the cut.
  await open(page, running);
  await closeBars(page);
  await missing(page, /人工评分还有 \d+ 项没有评/).waitFor();
  const before = Number(/\d+/.exec((await missing(page, /人工评分/).textContent())!)![0]);
  await studio.screenshot(page, `quarter-missing-${width}`);
  expect(await studio.faults(page, '.module-page')).toEqual([]);
  expect(await fits(page)).toBe(true);

  await missing(page, /人工评分/).getByText('前往处理').click();
  const box = page.locator('.score-choice');
  await box.getByText('请选择评分对象').waitFor();
  expect(await box.locator('select').first().inputValue()).toBe((await wangge.db('assessment_periods').where({ code: running }).first('id')).id);
  await studio.screenshot(page, `quarter-score-choice-${width}`);
  expect(await studio.faults(page, '.score-choice')).toEqual([]);
  await box.getByLabel('按名称查找').fill('第三网格');
  await box.getByText('第一网格').first().waitFor({ state: 'detached' });
  await box.locator('[data-subject]', { hasText: '未评' }).first().click();
  await box.getByText('正在评').waitFor();
  await page.locator('[data-field=score] input').fill('88');
  await page.locator('[data-field=evidence_link] input').fill('https://example.com/inspection/12');
  // Without its reason it is not taken, and the field says so.
  await save(page);
  await page.getByText('评分理由: 值是必需的').waitFor();
  await studio.screenshot(page, `quarter-score-refused-${width}`);
  await page.locator('[data-field=note] textarea').fill('现场检查 12 处，隐患整改到位。');
  await save(page);
  await page.waitForURL(/assessment_manual_scores$/);
  await open(page, running);
  await missing(page, new RegExp(`人工评分还有 ${before - 1} 项`)).waitFor();
});

it('a ledger entry is sampled and looked at, on a phone; the log that was drawn is a list away', async () => {
  const page = await studio.signIn('inspector@example.com', DEMO_PASSWORD, { viewport: PHONE });
  await open(page, running);
  await closeBars(page);
  await missing(page, /还没有抽查过台账/).getByText('前往处理').click();
  const box = page.locator('.spot-check');
  const sets = box.locator('select');
  await sets.locator('option').nth(1).waitFor({ state: 'attached' });
  await sets.selectOption({ index: 1 });
  const entry = box.locator('[data-entry]').first();
  await entry.waitFor();
  await studio.screenshot(page, 'quarter-spot-check-choice');
  expect(await studio.faults(page, '.spot-check')).toEqual([]);
  const item = await entry.getAttribute('data-entry');
  await entry.click();
  await box.getByText('正在抽查').waitFor();
  expect(await box.locator('a[data-open-entry], [data-open-entry] a').first().getAttribute('href')).toContain(item!);
  await page.locator('[data-field=note] textarea').fill('入户核对，与台账一致。');
  await studio.screenshot(page, 'quarter-spot-check');
  await save(page);
  await page.waitForURL(/ledger_spot_checks$/);
  expect(await wangge.db('ledger_spot_checks').where({ item }).where('note', '入户核对，与台账一致。').first('result')).toEqual({ result: 'right' });

  await open(page, over);
  await missing(page, /抽查的工作日志还有/).getByText('前往处理').click();
  await page.waitForURL(/content\/work_logs/);
});

it('it is computed, opened, published by another person, and corrected with a reason; each sees what is theirs', async () => {
  const ends = `(select (ends_on + 1)::timestamp at time zone 'Asia/Shanghai' from assessment_periods where id = :period)`;
  await moved(`update assessment_manual_scores set entered_at = ${ends} where period = :period`, { period });
  const worker = await studio.signIn('l3@example.com', DEMO_PASSWORD, { viewport: PHONE });
  const named = over.replace(/^(\d+)-Q(\d)$/, '$1 年第 $2 季度');
  /** The quarter that is shown to them, and in which state; another one, or none, where it is not theirs to see yet. */
  const mine = async (): Promise<string> => {
    await worker.goto(`/admin/assessment?period=${over}`);
    await worker.locator('.module-page').getByText(/名次|还没有可以查看的|本期没有对您的考核/).first().waitFor();
    return (await worker.locator('.module-page select option:checked').allTextContents()).join();
  };
  expect(await mine()).not.toContain(named);

  const first = await studio.signIn('inspector@example.com', DEMO_PASSWORD, { viewport: DESK });
  await open(first);
  await take(first, '开始核算');
  await first.locator('[data-computing]').waitFor();
  await studio.screenshot(first, 'quarter-computing');
  await step(first, '核算').getByText(/于 .* 完成/).first().waitFor({ timeout: 60_000 });
  expect(await mine()).not.toContain(named);
  await take(first, '开始预公布');
  await first.getByText('须由另一人公布').waitFor();
  expect(await first.getByRole('button', { name: '公布结果' }).count()).toBe(0);
  await studio.screenshot(first, 'quarter-preview');

  // Everyone ranked sees theirs, and what would have changed it.
  await closeBars(worker);
  expect(await mine()).toContain(`${named}（预公布）`);
  await worker.getByText('预公布：结果尚未正式公布').waitFor();
  await worker.getByText('名次范围').first().waitFor();
  await worker.getByRole('button', { name: /^未?达到的 \d+ 项$/ }).first().click();
  await worker.locator('.number .wg-small li').first().waitFor();
  await studio.screenshot(worker, 'quarter-mine');

  const second = await studio.signIn('second@example.com', DEMO_PASSWORD, { viewport: DESK });
  await open(second);
  await step(second, '公布').getByText(/此后才能公布/).waitFor();
  // They look at what they are to publish; their way leads back to the same quarter.
  await second.locator('a[data-draft]').click();
  await second.getByText('尚未公布：供公布前核对').waitFor();
  await second.locator('.grid-ranking li').first().waitFor();
  await studio.screenshot(second, 'quarter-draft-ranking');
  expect(await second.locator('select[data-period] option:checked').textContent()).toBe(`${named}（尚未公布）`);
  await moved(`update assessment_versions set preview_until = now() - interval '1 minute' where period = :period`, { period });
  await moved(`update assessment_steps set at = at - interval '10 days', until = now() - interval '1 minute' where period = :period and step = 'preview'`, { period });
  await open(second);
  await take(second, '公布结果');
  await second.getByText(/第 1 版\u3000公布/).waitFor();
  expect(await wangge.db('assessment_periods').where({ id: period }).first('state', 'version')).toEqual({ state: 'published', version: 1 });
  expect((await mine()).trim()).toBe(named);

  // A correction says why, and leaves what was published until it is published itself.
  await second.getByRole('button', { name: '重新核算' }).click();
  await second.locator('[data-confirm]').click();
  await second.getByText('请写明重新核算的原因').waitFor();
  await second.getByLabel('重新核算的原因').fill('异议成立：一件事项重复计入');
  await second.locator('[data-confirm]').click();
  await second.getByText(/第 2 版\u3000核算.*原因：异议成立：一件事项重复计入/).waitFor({ timeout: 60_000 });
  await studio.screenshot(second, 'quarter-corrected');
  expect(await studio.faults(second, '.module-page')).toEqual([]);
  expect(await wangge.db('assessment_versions').where({ period }).orderBy('version').pluck('state')).toEqual(['published', 'computed']);
});
