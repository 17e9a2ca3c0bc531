/** A file that is no photograph is refused in words that a patch worker can follow; a phone's photograph shows. In zh-CN, at desk and phone width. */
import type { Page } from 'playwright-core';
import type { Community } from '../system/community.ts';
import type { Server } from '../system/harness.ts';
import type { Studio } from './harness.ts';
import { Buffer } from 'node:buffer';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopled } from '../system/community.ts';
import { server } from '../system/harness.ts';
import { closeBars, DESK, openStudio, PHONE } from './harness.ts';

const PASSWORD = 'seven quiet rivers';

let wangge: Server;
let studio: Studio;
let community: Community;

beforeAll(async () => {
  wangge = await server();
  community = await peopled(wangge);
  await wangge.setPassword(community.worker.id, PASSWORD);
  studio = await openStudio(wangge);
});
afterAll(async () => await studio?.close());

/** A photograph whose head says that it is so wide and so high. */
async function saying(width: number, height: number): Promise<Buffer> {
  const photo = await sharp({ create: { width: 50, height: 30, channels: 3, background: '#5a7' } }).jpeg().toBuffer();
  const head = photo.indexOf(Buffer.from('ffc0', 'hex'));
  photo.writeUInt16BE(height, head + 5);
  photo.writeUInt16BE(width, head + 7);
  return photo;
}

const photos = (page: Page) => page.locator('[data-collection="issues"][data-field="photos"]');
const said = (text: string | null): string => (text ?? '').replaceAll(/JPEG|PNG|WebP|WANGGE_REFUSED/g, '');

it.each([['desk', DESK], ['phone', PHONE]] as const)('what is refused is said in Chinese, what is taken shows, at %s width', async (width, viewport) => {
  const page = await studio.signIn(community.worker.email, PASSWORD, { viewport });
  await page.goto('/admin/content/issues/+');
  await closeBars(page);
  // The dialogue closes with the answer, whichever it is; its input is there only as long.
  const choose = async (name: string, buffer: Buffer): Promise<void> => {
    await photos(page).getByText('上传文件').click();
    await page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'image/jpeg', buffer });
  };
  const refusal = page.locator('#dialog-outlet .v-card').filter({ has: page.getByRole('button', { name: '关闭' }) });
  for (const [name, buffer, sentence] of [
    ['现场.jpg', Buffer.from('<html>no photograph</html>'), /照片请用 JPEG、PNG 或 WebP 格式/],
    ['大图.jpg', await saying(65_500, 65_500), /65500×65500 像素.*JPEG、PNG 或 WebP/],
  ] as const) {
    await choose(name, buffer);
    await refusal.getByText(sentence).waitFor();
    expect(said(await refusal.textContent())).not.toMatch(/[a-z]{3}/i);
    await studio.screenshot(page, `upload-refused-${width}`);
    await refusal.getByRole('button', { name: '关闭' }).click();
    await refusal.waitFor({ state: 'detached' });
  }

  const taken = await sharp({ create: { width: 4032, height: 3024, channels: 3, background: '#5a7' } }).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  await choose('IMG_0001.jpg', taken);
  await photos(page).getByText('Img 0001').waitFor();
  await studio.screenshot(page, `upload-taken-${width}`);
});
