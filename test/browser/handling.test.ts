/** An issue's whole life through the Studio's forms and buttons, each step by its proper person, at desk and phone width. */
import type { Page } from 'playwright-core';
import type { Community } from '../system/community.ts';
import type { Server } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopled, reported } from '../system/community.ts';
import { server } from '../system/harness.ts';
import { closeBars, DESK, menuGone, openStudio, PHONE } from './harness.ts';

const PASSWORD = 'a long password';
const BUREAU = '区城市管理局（办理）';
const PHOTO = 'seeds/demo/photos/corridor.jpg';
const NAMES = { worker: '王网格', level2: '李包社', level1: '张片区', cadre: '赵社区', officer: '钱科室', dispatcher: '孙调度', inspector: '周督查' } as const;
type Person = keyof typeof NAMES;

let wangge: Server;
let studio: Studio;
let people: Community;

beforeAll(async () => {
  wangge = await server();
  studio = await openStudio(wangge);
  people = await peopled(wangge);
  // Those of all sub-districts can be reported to: this one is told from those that other files made.
  await wangge.db('departments').where({ id: people.place.district.id }).update({ name: BUREAU });
  for (const [person, name] of Object.entries(NAMES)) {
    const { id } = people[person as Person];
    await wangge.db('directus_users').where({ id }).update({ first_name: name });
    await wangge.setPassword(id, PASSWORD);
  }
});
afterAll(async () => await studio?.close());

const field = (page: Page, name: string, collection = 'issues') => page.locator(`[data-collection="${collection}"][data-field="${name}"]`);
const said = (page: Page, name: string) => page.locator(`[data-form] [data-field="${name}"]`);

async function open(person: Person, path: string, viewport: { width: number; height: number }): Promise<Page> {
  const page = await studio.signIn(people[person].email, PASSWORD, { viewport });
  await page.goto(path);
  await closeBars(page);
  return page;
}

const openIssue = (person: Person, id: string, viewport: { width: number; height: number }): Promise<Page> => open(person, `/admin/content/issues/${id}`, viewport);

/** Opens the form of a step, under "more" if it stands there. */
async function begin(page: Page, type: string): Promise<void> {
  await page.locator('.issue-actions [data-step]').first().waitFor();
  const button = page.locator(`[data-step="${type}"] button`);
  if (await button.count() === 0)
    await page.getByRole('button', { name: '更多' }).click();
  await button.click();
  await page.locator(`[data-form="${type}"]`).waitFor();
}

/** Saves it; the form closes and the timeline is new. */
async function submit(page: Page, type: string, shown: string): Promise<void> {
  await page.locator('[data-submit] button').click();
  await page.locator(`[data-form="${type}"]`).waitFor({ state: 'detached' });
  await page.locator('.issue-timeline').getByText(shown, { exact: true }).last().waitFor();
}

async function choose(page: Page, place: ReturnType<typeof said>, text: string): Promise<void> {
  await place.locator('.v-input, .v-list-item').first().click();
  await page.getByText(text, { exact: true }).last().click();
  await menuGone(page);
}

const statusOf = async (id: string): Promise<string> => (await wangge.db('issues').where({ id }).first('status')).status;

describe.each([['desk', DESK], ['phone', PHONE]] as const)('at %s width', (width, viewport) => {
  it('an issue goes from its report to its notice', async () => {
    const description = `楼道堆放杂物，影响通行（${width}）`;
    const worker = await open('worker', '/admin/content/issues/+', viewport);
    await field(worker, 'description').locator('textarea').fill(description);
    await field(worker, 'category').getByText('选择一个条目').click();
    const { name: category } = await wangge.db('issue_categories').where({ id: people.category }).first('name');
    await worker.locator('tbody tr').filter({ hasText: category }).click();
    await worker.locator('#dialog-outlet button.button:has([data-icon="check"])').click();
    await field(worker, 'category').getByText(category).waitFor();
    await worker.getByText('补充信息').click();
    await choose(worker, field(worker, 'source'), '居民反映');
    await choose(worker, field(worker, 'parties'), '居民之间');
    await worker.keyboard.press('Control+s');
    await worker.waitForURL(/issues\/[0-9a-f-]{36}$/);
    const id = worker.url().split('/').at(-1)!;
    expect(await statusOf(id)).toBe('assigned');

    // What is typed on the form stays when a step renews it.
    await field(worker, 'address').locator('input').fill('3 号楼 2 单元');
    await begin(worker, 'urge');
    await said(worker, 'note').locator('textarea').fill('居民多次反映，请尽快处理');
    await submit(worker, 'urge', '催办');
    expect(await field(worker, 'address').locator('input').inputValue()).toBe('3 号楼 2 单元');

    const cadre = await openIssue('cadre', id, viewport);
    await studio.screenshot(cadre, `handling-${width}-assigned`);
    await begin(cadre, 'accept');
    await submit(cadre, 'accept', '签收');
    expect(await statusOf(id)).toBe('handling');

    await begin(cadre, 'request_extension');
    await cadre.locator('[data-submit] button').click();
    // What is missing is told at its field, before anything is sent.
    await said(cadre, 'note').getByText('此项必填').waitFor();
    await said(cadre, 'request_kind').getByText('延期', { exact: true }).click();
    await choose(cadre, said(cadre, 'cause'), '当事人无法到场');
    await said(cadre, 'note').locator('textarea').fill('一方当事人外出，下周方能到场调解');
    await studio.screenshot(cadre, `handling-${width}-extension`);
    await submit(cadre, 'request_extension', '申请延期／挂账／报区');

    const lead = await openIssue('level2', id, viewport);
    await lead.locator('.notices').getByText(/赵社区于 .* 申请延期/).waitFor();
    await studio.screenshot(lead, `handling-${width}-decision`);
    await begin(lead, 'decide_extension');
    await said(lead, 'decision').getByText('同意', { exact: true }).click();
    await said(lead, 'note').locator('textarea').fill('情况属实');
    await submit(lead, 'decide_extension', '延期／挂账／报区审批');
    expect(await lead.locator('.notices').getByText('待牵头责任人').count()).toBe(0);

    await cadre.reload();
    await begin(cadre, 'handle');
    await said(cadre, 'result').locator('textarea').fill('双方达成一致，杂物已清理');
    await said(cadre, 'attachments').getByText('上传文件').click();
    await cadre.locator('input[type=file]').last().setInputFiles(PHOTO);
    await said(cadre, 'attachments').getByText('Corridor').waitFor();
    await studio.screenshot(cadre, `handling-${width}-handle`);
    await submit(cadre, 'handle', '办结');
    await begin(cadre, 'feed_back');
    await choose(cadre, said(cadre, 'channel'), '电话');
    await submit(cadre, 'feed_back', '反馈');
    expect(await statusOf(id)).toBe('fed_back');

    await lead.reload();
    await begin(lead, 'verify');
    await said(lead, 'solved').getByText('已解决', { exact: true }).click();
    await choose(lead, said(lead, 'channel'), '上门');
    await choose(lead, said(lead, 'satisfaction'), '5 分（非常满意）');
    await studio.screenshot(lead, `handling-${width}-verify`);
    await submit(lead, 'verify', '核查（回访）');
    if (await statusOf(id) !== 'closed') {
      await begin(lead, 'close');
      await submit(lead, 'close', '结案');
    }
    expect(await statusOf(id)).toBe('closed');

    const dispatcher = await openIssue('dispatcher', id, viewport);
    await begin(dispatcher, 'disclose');
    await dispatcher.locator('[data-submit] button').click();
    await dispatcher.locator('.refused').getByText('照片').waitFor();
    await dispatcher.getByRole('button', { name: '取消' }).click();
    const { id: notice } = await wangge.db('disclosures').where({ issue: id }).first('id');
    await lead.goto(`/admin/content/disclosures/${notice}`);
    await field(lead, 'photos_cleared', 'disclosures').getByText('已逐张核对').click();
    await lead.keyboard.press('Control+s');
    await expect.poll(async () => (await wangge.db('disclosures').where({ id: notice }).first('photos_cleared')).photos_cleared).toBe(true);

    await begin(dispatcher, 'disclose');
    await dispatcher.frameLocator('.preview iframe').locator('body').getByText('楼道').first().waitFor();
    await studio.screenshot(dispatcher, `handling-${width}-disclose`);
    await submit(dispatcher, 'disclose', '公示');
    await dispatcher.locator('.issue-timeline').getByText(/记录完整，未经改动/).waitFor();
    expect(await wangge.db('disclosures').where({ issue: id }).first('state')).toMatchObject({ state: 'published' });
    await dispatcher.locator('.issue-timeline').scrollIntoViewIfNeeded();
    await studio.screenshot(dispatcher, `handling-${width}-timeline`);
    await dispatcher.locator('.issue-clocks').scrollIntoViewIfNeeded();
    await studio.screenshot(dispatcher, `handling-${width}-clocks`);
    expect(await studio.faults(dispatcher, '.issue-actions')).toEqual([]);
    expect(await studio.faults(dispatcher, '.issue-timeline')).toEqual([]);
    expect(await studio.faults(dispatcher, '.issue-clocks')).toEqual([]);
  }, 240_000);

  it('a matter goes to the district by the lead’s leave, and lists what was merged into it', async () => {
    const [id, later] = [await reported(wangge, people), await reported(wangge, people, { title: `同一处楼道堆物（${width}）` })];
    const cadre = await openIssue('cadre', id, viewport);
    await begin(cadre, 'request_extension');
    await said(cadre, 'request_kind').getByText('报区', { exact: true }).click();
    expect(await said(cadre, 'cause').count()).toBe(0);
    await said(cadre, 'to_department').getByText('选择一个条目').click();
    await cadre.locator('#dialog-outlet .search-input').click();
    await cadre.locator('#dialog-outlet .search-input input').fill(BUREAU);
    await cadre.locator('#dialog-outlet tbody tr').filter({ hasText: BUREAU }).click();
    await cadre.locator('#dialog-outlet button.button:has([data-icon="check"])').click();
    await said(cadre, 'to_department').getByText(BUREAU).waitFor();
    await said(cadre, 'note').locator('textarea').fill('涉及市政管线，须区城管委处理');
    await studio.screenshot(cadre, `handling-${width}-escalation`);
    await submit(cadre, 'request_extension', '申请延期／挂账／报区');

    const dispatcher = await openIssue('dispatcher', later, viewport);
    const { number } = await wangge.db('issues').where({ id }).first('number');
    await wangge.request('POST', '/items/issue_events', { as: people.dispatcher, body: { issue: later, type: 'merge', to_issue: id } });
    await dispatcher.reload();
    await dispatcher.locator('.issue-timeline').getByText(number).waitFor();

    const lead = await openIssue('level2', id, viewport);
    await lead.locator('.notices').getByText(`拟报送：${BUREAU}`).waitFor();
    await lead.locator('.merged').getByText(`同一处楼道堆物（${width}）`).waitFor();
    await studio.screenshot(lead, `handling-${width}-escalation-decision`);
    expect(await studio.faults(lead, '.issue-actions')).toEqual([]);
    await begin(lead, 'decide_extension');
    expect(await said(lead, 'until').count()).toBe(0);
    await said(lead, 'decision').getByText('同意', { exact: true }).click();
    await submit(lead, 'decide_extension', '报送区级部门');
    expect(await statusOf(id)).toBe('escalated');
    await lead.locator('.issue-clocks').scrollIntoViewIfNeeded();
    await studio.screenshot(lead, `handling-${width}-escalated`);
  }, 120_000);

  it('a patch worker reports and handles on the spot, in one form, and is told of what is similar', async () => {
    const before = { description: '楼道里有人堆放杂物', address: `${width} 号楼` };
    await reported(wangge, people, before);
    const closed = await reported(wangge, people, before);
    await wangge.db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('issues').where({ id: closed }).update({ status: 'closed', closed_at: new Date().toISOString() });
    });
    const page = await open('worker', '/admin/content/issues/+', viewport);
    const description = `当场清理楼道杂物（${width}）`;
    await field(page, 'description').locator('textarea').fill('楼道里有人堆放杂物');
    await field(page, 'address').locator('input').fill(`${width} 号楼`);
    await field(page, 'category').getByText('选择一个条目').click();
    const { name: category } = await wangge.db('issue_categories').where({ id: people.category }).first('name');
    await page.locator('tbody tr').filter({ hasText: category }).click();
    await page.locator('#dialog-outlet button.button:has([data-icon="check"])').click();
    await page.getByText('可能已有人上报').waitFor();
    await page.locator('.similar').scrollIntoViewIfNeeded();
    await studio.screenshot(page, `similar-${width}`);
    expect(await studio.faults(page, '.similar')).toEqual([]);
    const { number } = await wangge.db('issues').where({ id: closed }).first('number');
    await page.locator('.similar li').filter({ hasText: number }).getByRole('button', { name: '再次发生' }).click();
    await page.getByText(`已标为“${number}”再次发生`).waitFor();

    await field(page, 'description').locator('textarea').fill(description);
    await field(page, 'events').getByText('已当场处置').click();
    await page.locator('.on-the-spot [data-field="result"] textarea').fill('当场劝导，已移走');
    await choose(page, page.locator('.on-the-spot [data-field="channel"]'), '上门');
    await page.locator('.on-the-spot').scrollIntoViewIfNeeded();
    await studio.screenshot(page, `on-the-spot-${width}`);
    await page.keyboard.press('Control+s');
    await page.waitForURL(/issues\/[0-9a-f-]{36}$/);
    const issue = await wangge.db('issues').where({ description }).first();
    expect(issue.repeat_of).toBe(closed);
    expect(await wangge.db('issue_events').where({ issue: issue.id }).orderBy('seq').pluck('type')).toEqual(['report', 'handle', 'feed_back']);
  });
});

it('what is not possible is explained, and a refusal is told at its field', async () => {
  const { id: category } = await wangge.db('issue_categories').whereNotNull('parent').where({ active: true, photo_required: true }).orderBy('code').first('id');
  const id = await reported(wangge, people, { category });
  const page = await openIssue('cadre', id, DESK);
  await page.getByText('为什么不能办理其他事项').click();
  await page.locator('.others').getByText('您无权“清除个人信息”').waitFor();
  await begin(page, 'request_extension');
  await said(page, 'request_kind').getByText('挂账', { exact: true }).click();
  await said(page, 'note').locator('textarea').fill('须等待上级部门批复');
  await page.locator('[data-submit] button').click();
  await said(page, 'until').getByText('此项必填').waitFor();
  await page.getByRole('button', { name: '取消' }).click();
  await begin(page, 'handle');
  await said(page, 'result').locator('textarea').fill('已清理');
  await page.locator('[data-submit] button').click();
  await said(page, 'attachments').getByText('该类问题办结时须附照片').waitFor();
  await studio.screenshot(page, 'handling-refused');
});
