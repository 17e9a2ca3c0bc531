/** The public page in a browser: read without an account and without scripts, answered, printed; WCAG AA in light and dark. And the editor's view of it. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Community } from '../system/community.ts';
import type { OwnServer } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopled } from '../system/community.ts';
import { freshServer } from '../system/harness.ts';
import { closedIssue, publishedNotice } from '../system/notice-rows.ts';
import { DESK, openStudio, PHONE } from './harness.ts';

let wangge: OwnServer;
let studio: Studio;
let here: Community;
let notice: string;

beforeAll(async () => {
  wangge = await freshServer();
  studio = await openStudio(wangge);
  here = await peopled(wangge);
  const { db } = wangge;
  await db('subdistricts').where({ id: here.place.id }).update({ name: '海棠街道', supervision_phone: '010-6655 0100' });
  await db('settings_wangge').update({ notice_footer: '主办：海棠街道网格化服务中心' });
  for (const [index, name] of ['海棠里社区', '柳岸社区'].entries())
    await db('grids').where({ id: here.place.communities[index]!.id }).update({ name });
  await db('departments').where({ id: here.place.office.id }).update({ name: '城市管理科' });
  const categories = new Map((await db('issue_categories').select('code', 'id')).map(({ code, id }) => [code, id]));
  const matters = [
    ['street_lamp', '小区北门外三盏路灯连续多日不亮，夜间出行不便，老人、孩子容易绊倒。', '接报次日更换灯具三盏、线路一段，当晚试灯，照明恢复；已列入每周巡查。'],
    ['road_surface', '主路东侧路面塌陷，约两米见方，雨后积水。', '开挖回填并压实，恢复沥青面层，设置警示桩三日后撤除。'],
    ['manhole', '幼儿园门前雨水井盖松动，车辆经过有响声。', '更换防沉降井盖一套，井圈重新安装。'],
    ['stairwell_storage', '楼道内堆放旧家具，影响疏散。', '与物业企业共同清运两车，张贴提示，纳入夜间巡查。'],
  ] as const;
  for (let n = 0; n < 26; n++) {
    const [code, description, result] = matters[n % matters.length]!;
    const files = n === 0 ? [await photo('before.jpg', 'seeds/demo/photos/street.jpg'), await photo('after.jpg', 'seeds/demo/photos/road.jpg')] : [];
    const made = await closedIssue(db, { grid: here.place.patches[n % 2 === 0 ? 0 : 2], category: categories.get(code)!, department: here.place.office.id, description, result, files });
    await db('issue_deadlines').where({ issue: made.issue }).update({ state: 'met', met_at: '2026-03-05T02:00:00.000Z', certificate: JSON.stringify(certificate(await version())) });
    await db('issues').where({ id: made.issue }).first('id');
    if (n === 0)
      await db('disclosures').where({ id: made.notice }).update({ photos_cleared: true });
    await db('issue_events').insert({ issue: made.issue, type: 'disclose', at: new Date(Date.parse('2026-03-10T02:00:00.000Z') - n * 7_200_000), from_status: 'closed', to_status: 'closed', data: { decided: { shown_until: '2099-04-09' }, patch: {} } });
    notice = n === 0 ? made.notice : notice;
  }
  await publishedNotice(db, { grid: here.place.patches[0], mode: 'count_only', reason: 'dispute' });
  await db('disclosure_feedback').insert([
    { id: crypto.randomUUID(), disclosure: notice, resolved: 'yes', rating: 5, comment: '第二天就修好了，晚上亮堂多了。', state: 'shown', created_at: new Date('2026-03-11T02:00:00Z') },
    { id: crypto.randomUUID(), disclosure: notice, resolved: 'no', rating: 3, comment: '靠东边的一盏还是暗。', state: 'shown', created_at: new Date('2026-03-12T02:00:00Z') },
  ]);
});
afterAll(async () => {
  await studio?.close();
  await wangge?.close();
});

async function photo(name: string, path: string): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(readFileSync(path))], { type: 'image/jpeg' }), name);
  return (await wangge.request('POST', '/files', { as: here.worker, body: form })).body.data.id;
}

async function version(): Promise<string> {
  return (await wangge.db('calendar_versions').whereNotNull('published_on').orderBy('published_on', 'desc').first('version')).version;
}

const certificate = (calendar_version: string) => ({
  limit: { policy: null, working_days: 5, clock_hours: null, warn_working_hours: 8, close_of_business: '18:00', calendar_version },
  started_at: '2026-03-02T02:00:00.000Z',
  pauses: [],
  extensions: [],
  original_due_at: '2026-03-09T10:00:00.000Z',
  due_at: '2026-03-09T10:00:00.000Z',
  provisional: false,
});

async function stranger(options: BrowserContextOptions): Promise<Page> {
  const context = await studio.browser.newContext({ baseURL: wangge.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options });
  return await context.newPage();
}

describe.each([['desk', DESK], ['phone', PHONE]] as const)('at %s width', (width, viewport) => {
  it.each(['light', 'dark'] as const)('every page is accessible and nothing sticks out, in %s', async (colorScheme) => {
    const page = await stranger({ viewport, colorScheme });
    const failures: string[] = [];
    page.on('response', response => response.status() >= 400 && failures.push(`${response.status()} ${response.url()}`));
    page.on('console', message => message.type() === 'error' && failures.push(message.text()));
    for (const [name, path] of [['list', '/notices'], ['one', `/notices/${notice}`], ['counts', '/notices/counts?month=2026-03'], ['nothing', '/notices?q=没有的事&lang=en-US']] as const) {
      await page.goto(path);
      expect(await studio.faults(page, 'body'), name).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), name).toBe(0);
      await page.screenshot({ path: `test-results/notices-${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
    expect(failures).toEqual([]);
    await page.context().close();
  });
});

it('a resident without scripts finds a notice, reads it, and says that it is solved', async () => {
  const page = await stranger({ viewport: PHONE, javaScriptEnabled: false });
  await page.goto('/notices');
  await page.getByLabel('搜索').fill('井盖');
  await page.getByLabel('社区').selectOption({ label: '海棠里社区' });
  await page.getByRole('button', { name: '查询' }).click();
  await page.locator('ol.notices h3 a').first().click();
  await page.getByRole('heading', { name: '办理结果', exact: true }).waitFor();
  expect(await page.getByText('3 个工作日（时限 5 个工作日）').count()).toBe(1);
  await page.getByLabel('未解决').check();
  await page.getByLabel('已解决').check();
  await page.getByLabel('4 满意').check();
  await page.getByLabel(/^意见/).fill('踩上去不响了。');
  await page.getByRole('button', { name: '提交评价' }).click();
  await page.getByText('评价已收到，谢谢您的监督。').waitFor();
  await studio.screenshot(page, 'notices-thanks-phone');
  expect(await page.getByText('踩上去不响了').count()).toBe(0);
  expect(await wangge.db('disclosure_feedback').where({ comment: '踩上去不响了。' }).first('resolved', 'rating', 'state')).toEqual({ resolved: 'yes', rating: 4, state: 'pending' });
  await page.goBack();
  await page.getByRole('button', { name: '提交评价' }).waitFor();
  await page.context().close();
});

it('on paper the notice stands alone', async () => {
  const page = await stranger({ viewport: DESK });
  await page.goto(`/notices/${notice}`);
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('form, nav.tabs, .lang').evaluateAll(nodes => nodes.filter(node => (node as HTMLElement).offsetParent !== null).length)).toBe(0);
  expect(await page.getByRole('heading', { name: '办理结果', exact: true }).isVisible()).toBe(true);
  const paper = await page.pdf({ path: 'test-results/notices-print.pdf', format: 'A4' });
  expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
  await page.screenshot({ path: 'test-results/notices-print.png', fullPage: true });
  await page.context().close();
});

it('an editor sees in the form what a stranger would see, with what has to go marked', async () => {
  const editor = await wangge.createUser({ role: 'level_2', password: 'a long password', posts: [{ grid: here.place.communities[0].id, role: 'deputy' }] });
  const draft = await closedIssue(wangge.db, { grid: here.place.patches[0], description: '住3号楼2单元501室的王女士（13800138000）反映楼道灯不亮。' });
  const page = await studio.signIn(editor.email, 'a long password');
  await page.goto(`/admin/content/disclosures/${draft.notice}`);
  await page.getByRole('button', { name: '预览' }).click();
  const frame = page.frameLocator('.notice-preview iframe');
  await frame.getByText('标出的文字疑似个人信息').waitFor();
  expect(await frame.locator('mark').allTextContents()).toEqual(['3号楼2单元501室', '王女士', '13800138000']);
  await studio.screenshot(page, 'notices-editor');
  await page.getByText('去公示').waitFor();
});
