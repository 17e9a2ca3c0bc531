/** The map of grids on its dashboard, and the board on the form of a grid, on the demonstration. */
import type { Page } from 'playwright-core';
import type { OwnServer } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_PASSWORD, demoServer } from '../system/harness.ts';
import { closeBars, DESK, openStudio, PHONE } from './harness.ts';

const TILES = 'https://tiles.example.com';

let wangge: OwnServer;
let studio: Studio;
let dashboard: string;

beforeAll(async () => {
  wangge = await demoServer({ environment: { CONTENT_SECURITY_POLICY_DIRECTIVES__IMG_SRC: `array:'self',data:,blob:,${TILES}` } });
  studio = await openStudio(wangge);
  dashboard = (await wangge.db('directus_dashboards').where({ name: '网格总览' }).first('id')).id;
});
afterAll(async () => {
  await studio?.close();
  await wangge?.close();
});

async function open(email: string, path: string, viewport = DESK, appearance = 'light', language = 'zh-CN'): Promise<Page> {
  await wangge.db('directus_users').where({ email }).update({ appearance, language });
  const page = await studio.signIn(email, DEMO_PASSWORD, { viewport });
  await page.goto(path);
  await closeBars(page);
  return page;
}

const panel = (page: Page) => page.locator('.grid-map');
const settled = (page: Page) => page.locator('.grid-map[aria-busy="false"]').waitFor();

/** Something else than one colour is drawn. */
const coloursOnMap = (page: Page): Promise<number> => page.locator('.grid-map canvas.leaflet-zoom-animated').evaluate((canvas) => {
  const { width, height } = canvas as HTMLCanvasElement;
  const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
  const seen = new Set<number>();
  for (let at = 0; at < data.length; at += 4 * 97)
    seen.add(data[at]! << 24 | data[at + 1]! << 16 | data[at + 2]! << 8 | data[at + 3]!);
  return seen.size;
});

it.each([
  ['desk', DESK, 'light', 'zh-CN'],
  ['dark', DESK, 'dark', 'en-US'],
  ['phone', PHONE, 'light', 'zh-CN'],
  ['phone-dark', PHONE, 'dark', 'zh-CN'],
] as const)('a leader looks from the areas down to the patches (%s)', async (name, viewport, appearance, language) => {
  const zh = language === 'zh-CN';
  const page = await open('l1@example.com', `/admin/insights/${dashboard}`, viewport, appearance, language);
  await settled(page);
  await expect.poll(() => panel(page).locator('tbody tr').count()).toBe(60);
  await expect.poll(() => coloursOnMap(page)).toBeGreaterThan(3);
  await studio.screenshot(page, `grid-map-${name}`);
  if (viewport === PHONE)
    expect(await panel(page).evaluate(element => element.getBoundingClientRect().right <= window.innerWidth)).toBe(true);

  // Level 2: a community of one's own is chosen in the list, and gone down into.
  await panel(page).getByText(zh ? '二级网格' : 'Level 2', { exact: true }).click();
  await expect.poll(() => panel(page).locator('tbody tr').count()).toBe(10);
  await settled(page);
  await panel(page).locator('tbody button').first().click();
  const card = panel(page).locator('[data-card]');
  await card.locator('[data-issues]').waitFor();
  await studio.screenshot(page, `grid-map-chosen-${name}`);
  expect(await studio.faults(page, '.grid-map')).toEqual([]);
  await card.locator('[data-down]').click();
  await expect.poll(() => panel(page).locator('tbody tr').count()).toBe(6);
  await settled(page);
  await panel(page).locator('select[data-measure]').selectOption('stale_ledgers');
  await settled(page);
  // A tap on the map chooses too.
  await panel(page).locator('.map-canvas').scrollIntoViewIfNeeded();
  await expect.poll(async () => {
    const box = (await panel(page).locator('.map-canvas').boundingBox())!;
    await page.mouse.click(box.x + box.width * 0.5 + 6, box.y + box.height * 0.4);
    return card.count();
  }, { interval: 1000 }).toBe(1);
  await studio.screenshot(page, `grid-map-down-${name}`);
  await panel(page).locator('.trail button').first().click();
  await expect.poll(() => panel(page).locator('tbody tr').count()).toBe(10);
});

it('outside one’s part there is no figure; the issues behind a figure are one step away', async () => {
  const page = await open('l3@example.com', `/admin/insights/${dashboard}`);
  await settled(page);
  await expect.poll(() => panel(page).locator('tbody tr').count()).toBe(60);
  expect(await panel(page).getByText('不在责任范围', { exact: true }).count()).toBe(59);
  await panel(page).locator('tbody button').first().click();
  await panel(page).locator('[data-issues]').click();
  await page.waitForURL(/\/content\/issues/);
  await page.locator('tbody tr').first().waitFor();
});

it('a base map where the options name one, and a sentence where it does not load', async () => {
  const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  const panels = wangge.db('directus_panels').where({ dashboard, type: 'grid-map' });
  await panels.clone().update({ options: JSON.stringify({ measure: 'population', level: 2, tiles: `${TILES}/{z}/{x}/{y}.png`, attribution: '审图号：演示<b>' }) });
  const page = await open('l1@example.com', '/admin/content/grids');
  await page.route(`${TILES}/**`, route => route.fulfill({ body: pixel, contentType: 'image/png' }));
  await page.goto(`/admin/insights/${dashboard}`);
  await settled(page);
  await page.locator('.leaflet-tile-loaded').first().waitFor();
  await panel(page).getByText('审图号：演示<b>').waitFor();
  expect(await panel(page).getByText('底图没有加载出来').count()).toBe(0);
  await studio.screenshot(page, 'grid-map-tiles');
  await page.unroute(`${TILES}/**`);
  await page.route(`${TILES}/**`, route => route.abort());
  await page.reload();
  await panel(page).getByText('底图没有加载出来').waitFor();
  await panels.clone().update({ options: JSON.stringify({ measure: 'open_issues', level: 3 }) });
});

it.each([['desk', DESK], ['phone', PHONE]] as const)('a board is printed from the form of a grid (%s)', async (name, viewport) => {
  const { id } = await wangge.db('grids').where({ level: 2 }).orderBy('code').first('id');
  const page = await open('l2@example.com', `/admin/content/grids/${id}`, viewport);
  const box = page.locator('.grid-board');
  await box.scrollIntoViewIfNeeded();
  await studio.screenshot(page, `grid-board-form-${name}`);
  expect(await studio.faults(page, '.grid-board')).toEqual([]);
  const [one] = await Promise.all([page.waitForEvent('download'), box.locator('[data-print]').click()]);
  expect(one.suggestedFilename()).toMatch(/公示牌\.pdf$/);
  await one.saveAs(`test-results/grid-board-demo-${name}.pdf`);
  await box.locator('[data-level]').selectOption('3');
  const [several] = await Promise.all([page.waitForEvent('download'), box.locator('[data-print-below]').click()]);
  expect(several.suggestedFilename()).toMatch(/网格公示牌\.pdf$/);
  await several.saveAs(`test-results/grid-boards-demo-${name}.pdf`);
});
