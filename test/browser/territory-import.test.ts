/** Grids and boundaries of a sub-district in the Studio: tried with faults, corrected, taken in, warned of overlaps. */
import type { Page } from 'playwright-core';
import type { OwnServer, Place } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { Buffer } from 'node:buffer';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshServer } from '../system/harness.ts';
import { closeBars, DESK, openStudio, PHONE } from './harness.ts';

const PASSWORD = 'a long password';

let wangge: OwnServer;
let studio: Studio;
let place: Place;

beforeAll(async () => {
  wangge = await freshServer();
  studio = await openStudio(wangge);
  place = await wangge.createSubdistrict();
  await wangge.db('subdistricts').where({ id: place.id }).update({ name: '东城街道' });
  await wangge.db('directus_users').where({ id: wangge.admin.id }).update({ language: 'zh-CN' });
  await wangge.db('directus_settings').update({ project_owner: wangge.admin.email });
  await wangge.setPassword(wangge.admin.id, PASSWORD);
});
afterAll(async () => {
  await studio?.close();
  await wangge?.close();
});

async function open(viewport = DESK): Promise<Page> {
  const page = await studio.signIn(wangge.admin.email, PASSWORD, { viewport });
  await page.goto(`/admin/content/subdistricts/${place.id}`);
  await closeBars(page);
  await page.locator('.territory-import').waitFor();
  return page;
}

const box = (x: number, y: number, w: number, h: number): object =>
  ({ type: 'Polygon', coordinates: [[[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]].map(([a, b]) => [116.4 + a! / 1000, 39.9 + b! / 1000])] });
const boundaries = () => {
  const shapes: [string, object][] = [[place.communities[0].code, box(0, 0, 10, 10)], [place.patches[0].code, box(0, 0, 6, 10)], [place.patches[1].code, box(5, 0, 4, 10)], [`${place.code}001003`, box(9, 0, 1, 8)]];
  return { name: '边界.geojson', mimeType: 'application/geo+json', buffer: Buffer.from(JSON.stringify({ type: 'FeatureCollection', features: shapes.map(([code, geometry]) => ({ type: 'Feature', properties: { code }, geometry })) })) };
};
const grids = async (households: number) => ({
  name: '网格.xlsx',
  mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  buffer: Buffer.from(await writeXlsx({ sheets: [{ name: 'x', rows: [['编码', '名称', '层级', '上级编码', '户数'], [place.patches[0].code, '花园第一网格', 3, place.communities[0].code, households], [`${place.code}001003`, '花园第三网格', 3, place.communities[0].code, 210]] }] })),
});
const files = (page: Page) => page.locator('.territory-import input[type=file]');

it('an administrator tries the files, reads what is wrong, and imports what is right', async () => {
  const page = await open();
  const part = page.locator('.territory-import');
  const [template] = await Promise.all([page.waitForEvent('download'), part.locator('[data-get="template.xlsx"]').click()]);
  expect(template.suggestedFilename()).toBe('网格表模板.xlsx');
  await files(page).nth(0).setInputFiles(await grids(-1));
  await files(page).nth(1).setInputFiles(boundaries());
  await part.locator('[data-trial]').click();
  await part.getByText('有 1 处有误').waitFor();
  await part.getByText('应为不小于 0 的整数').waitFor();
  await part.getByText('户数', { exact: true }).waitFor();
  expect(await part.locator('[data-import]').count()).toBe(0);
  const [marked] = await Promise.all([page.waitForEvent('download'), part.locator('[data-marked]').click()]);
  expect(marked.suggestedFilename()).toBe('东城街道-网格表-待改正.xlsx');
  await studio.screenshot(page, 'territory-import-errors');
  await files(page).nth(0).setInputFiles(await grids(300));
  await part.locator('[data-trial]').click();
  await part.getByText('网格表核对无误').waitFor();
  await part.getByText('边界之间有 2 处需要留意').waitFor();
  await part.getByText(`${place.patches[0].code} 与 ${place.patches[1].code} 重叠约`).waitFor();
  expect(await part.locator('svg[role=img]').count()).toBe(2);
  expect(await studio.faults(page, '.territory-import')).toEqual([]);
  await part.locator('svg[role=img]').first().scrollIntoViewIfNeeded();
  await studio.screenshot(page, 'territory-import-ready');
  await part.locator('[data-import]').click();
  await page.getByText('已导入：网格新增 1 个、更新 1 个，边界更新 4 个').waitFor();
  expect(await wangge.db('grids').where({ code: place.patches[0].code }).first()).toMatchObject({ name: '花园第一网格', households: 300, boundary: box(0, 0, 6, 10) });
});

it('fits a phone, and says when there is nothing new', async () => {
  const page = await open(PHONE);
  const part = page.locator('.territory-import');
  await files(page).nth(1).setInputFiles(boundaries());
  await part.locator('[data-trial]').click();
  await part.getByText('与现有数据一致').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await part.locator('svg[role=img]').first().scrollIntoViewIfNeeded();
  await studio.screenshot(page, 'territory-import-phone');
});
