/** A patch worker signs in and finds the Studio in Chinese, with the collections of their work and no settings. */
import { afterAll, describe, expect, it } from 'vitest';
import { server } from '../system/harness.ts';
import { DESK, openStudio, PHONE } from './harness.ts';

const wangge = await server();
const studio = await openStudio(wangge);
afterAll(async () => await studio.close());

describe.each([['desk', DESK], ['phone', PHONE]])('signing in at a %s', (name, viewport) => {
  it('opens the Studio in Chinese, without the settings of administrators', async () => {
    const place = await wangge.createSubdistrict();
    const person = await wangge.createUser({ role: 'level_3', password: 'a long password', posts: [{ grid: place.patches[0].id }] });
    const page = await studio.signIn(person.email, 'a long password', { viewport });
    await page.goto('/admin/content/issues');
    await page.getByText('暂无数据').waitFor();
    await studio.screenshot(page, `sign-in-${name}`);
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await page.locator('a[href$="/admin/settings"]').count()).toBe(0);
  });
});
