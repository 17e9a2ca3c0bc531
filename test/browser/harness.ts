/**
 * Chromium on the real Studio. A test file begins like this:
 *
 * ```ts
 * const wangge = await demoServer();                       // or server(); from ../system/harness.ts
 * const studio = await openStudio(wangge);                 // one browser for the file
 * const page = await studio.signIn('l3@example.com', DEMO_PASSWORD);
 * await page.goto(`${wangge.url}/admin/content/issues/+`);
 * await studio.screenshot(page, 'report-form');            // test-results/report-form.png
 * afterAll(async () => await studio.close());
 * ```
 */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { root } from '../../scripts/start/environment.ts';
import { browserToLaunch } from './chromium.ts';

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
/** Milliseconds until something is given up that would show at once on an idle machine. */
const PATIENCE = 60_000;

export interface Studio {
  browser: Browser;
  /** Logs in through the API, as the Studio's own form does, and returns a page with that session. */
  signIn: (email: string, password: string, options?: BrowserContextOptions) => Promise<Page>;
  /** What axe finds wrong (WCAG 2 A and AA) below `selector`: one line for each fault; empty is good. */
  faults: (page: Page, selector: string) => Promise<string[]>;
  /** Keeps a picture of the page to be looked at. */
  screenshot: (page: Page, name: string) => Promise<string>;
  close: () => Promise<void>;
}

/** At its first opening on a phone the Studio shows its navigation and its side bar over the page; a tap beside each closes it. */
export async function closeBars(page: Page): Promise<void> {
  if (page.viewportSize()!.width > PHONE.width)
    return;
  const left = (count: number, timeout: number): Promise<unknown> => page.waitForFunction(wanted => document.querySelectorAll('#dialog-outlet .overlay').length === wanted, count, { timeout });
  await left(2, PATIENCE);
  for (const [count, beside] of [[1, 60], [0, 370]] as const) {
    await settled(page);
    await page.mouse.click(beside, 700);
    await left(count, PATIENCE);
  }
}

/** All that moves or changes its colour has come to rest: what a picture or a check of contrasts is made of. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getAnimations().every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity));
}

/** An open menu takes the keyboard and the taps until it is gone. */
export async function menuGone(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('.v-menu-popper') === null);
}

export async function openStudio({ url }: { url: string }): Promise<Studio> {
  const browser = await chromium.launch(await browserToLaunch());
  const contexts: BrowserContext[] = [];
  return {
    browser,
    signIn: async (email, password, options = {}) => {
      const context = await browser.newContext({ baseURL: url, viewport: DESK, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options });
      contexts.push(context);
      context.setDefaultTimeout(PATIENCE);
      const answer = await context.request.post('/auth/login', { data: { email, password, mode: 'session' } });
      if (!answer.ok())
        throw new Error(`${email} could not log in: ${answer.status()} ${await answer.text()}`);
      return await context.newPage();
    },
    faults: async (page, selector) => {
      const { violations } = await new AxeBuilder({ page }).include(selector).withTags(['wcag2a', 'wcag2aa']).analyze();
      return violations.flatMap(({ id, help, nodes }) => nodes.map(node => `${id}: ${help} (${node.target.join(' ')})`));
    },
    screenshot: async (page, name) => {
      const folder = join(root, 'test-results');
      mkdirSync(folder, { recursive: true });
      const path = join(folder, `${name}.png`);
      await page.screenshot({ path });
      return path;
    },
    close: async () => {
      for (const context of contexts)
        await context.close();
      await browser.close();
    },
  };
}
