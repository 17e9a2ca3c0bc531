/** A file that is no photograph is refused in words that a patch worker can follow; a phone's photograph shows. In zh-CN, at desk and phone width. */
import type { Page } from 'playwright-core';
import type { Community } from '../system/community.ts';
import type { Server } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopled } from '../system/community.ts';
import { server } from '../system/harness.ts';
import { closeBars, DESK, openStudio, PHONE } from './harness.ts';

const PASSWORD = 'Upload-once-2026';

let wangge: Server;
let studio: Studio;
let community: Community;

beforeAll(async () => {
  wangge = await server();
  community = await peopled(wangge);
  await wangge.request('PATCH', `/users/${community.worker.id}`, { as: wangge.admin, body: { password: PASSWORD } });
  studio = await openStudio(wangge);
});
afterAll(async () => await studio?.close());

const photos = (page: Page) => page.locator('[data-collection="issues"][data-field="photos"]');

it.each([['desk', DESK], ['phone', PHONE]] as const)('what is refused is said in Chinese, what is taken shows, at %s width', async (width, viewport) => {
  const page = await studio.signIn(community.worker.email, PASSWORD, { viewport });
  await page.goto('/admin/content/issues/+');
  await closeBars(page);
  const choose = async (name: string, mimeType: string, buffer: Buffer): Promise<void> => {
    await photos(page).getByText('上传文件').click();
    await page.locator('input[type=file]').first().setInputFiles({ name, mimeType, buffer });
  };
  await choose('现场.jpg', 'image/jpeg', Buffer.from('<html>no photograph</html>'));
  const dialogue = page.locator('.notification-dialogs .v-card, #dialog-outlet .v-card').filter({ hasText: '不是可用的照片' });
  await dialogue.waitFor();
  await studio.screenshot(page, `upload-refused-${width}`);
  expect((await dialogue.innerText()).replaceAll(/JPEG|PNG|WebP|WANGGE_REFUSED/g, '')).not.toMatch(/[a-z]{3}/i);
  await dialogue.getByText('完成').click().catch(() => page.keyboard.press('Escape'));
  await dialogue.waitFor({ state: 'detached' });

  const taken = await sharp({ create: { width: 8064, height: 6048, channels: 3, background: '#5a7' } }).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  await page.locator('input[type=file]').first().setInputFiles({ name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: taken });
  await photos(page).getByText('Img 0001').waitFor();
  await studio.screenshot(page, `upload-taken-${width}`);
});
