/** A newcomer signs in with the password on their slip and chooses their own; an administrator prints the slip; the Studio speaks with nobody else. */
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { server } from '../system/harness.ts';
import { authenticatorCode } from '../system/tokens.ts';
import { closeBars, DESK, openStudio, PHONE } from './harness.ts';

const wangge = await server();
const studio = await openStudio(wangge);
afterAll(async () => await studio.close());

const OWN = 'seven quiet rivers';
const slipOf = async (id: string): Promise<string> => (await wangge.request('POST', `/wangge/accounts/${id}/first-password`, { as: wangge.admin })).body.data.password;

/** What the browser refused to load or send. */
function violations(page: Page): string[] {
  const said: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text()))
      said.push(message.text());
  });
  return said;
}

async function openForm(viewport: { width: number; height: number }, path: string): Promise<Page> {
  const context = await studio.browser.newContext({ baseURL: wangge.url, viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

async function submit(page: Page, email: string, password: string): Promise<void> {
  await page.locator('input[type=email]').fill(email);
  await page.locator('input[type=password]').fill(password);
  await page.locator('button[type=submit]').click();
}

describe.each([['desk', DESK], ['phone', PHONE]])('with the slip at a %s', (name, viewport) => {
  it('the sign-in page leads to one’s own password, and from there into the Studio', async () => {
    const place = await wangge.createSubdistrict();
    const person = await wangge.createUser({ role: 'level_3', name: '王小明', posts: [{ grid: place.patches[0]!.id }] });
    const first = await slipOf(person.id);
    const page = await openForm(viewport, '/admin/login');
    const refused = violations(page);
    await submit(page, person.email, first);
    await page.waitForURL('**/wangge/account');
    await page.getByText('请先设置自己的密码').waitFor();
    expect(await studio.faults(page, 'body')).toEqual([]);
    await studio.screenshot(page, `account-first-${name}`);
    await page.locator('#current').fill(first);
    await page.locator('#password').fill('password123');
    await page.locator('#repeat').fill('password123');
    await page.getByRole('button', { name: '修改密码' }).click();
    await page.getByRole('alert').getByText('太常见').waitFor();
    await studio.screenshot(page, `account-refused-${name}`);
    await page.locator('#current').fill(first);
    await page.locator('#password').fill(OWN);
    await page.locator('#repeat').fill(OWN);
    await page.getByRole('button', { name: '修改密码' }).click();
    await page.getByText('密码已修改').waitFor();
    await studio.screenshot(page, `account-changed-${name}`);
    await page.goto(`/admin/users/${person.id}`);
    await page.locator('[data-account]').waitFor({ state: 'attached' });
    await studio.screenshot(page, `account-profile-${name}`);
    await closeBars(page);
    await page.locator('[data-account] button').click();
    await page.waitForURL('**/wangge/account');
    expect(refused).toEqual([]);
    await page.context().close();
  });
});

it('an administrator prints a slip on one page', async () => {
  const person = await wangge.createUser({ role: 'office', name: '赵六', password: OWN });
  await wangge.setPassword(wangge.admin.id, OWN);
  await wangge.db('directus_users').where({ id: wangge.admin.id }).update({ language: 'zh-CN' });
  await wangge.db('directus_settings').update({ project_owner: wangge.admin.email });
  const page = await studio.signIn(wangge.admin.email, OWN);
  const refused = violations(page);
  await page.goto(`/admin/users/${person.id}`);
  await page.locator('[data-account]').click();
  await page.getByRole('button', { name: '生成并显示凭条' }).click();
  await page.getByText('首次密码只显示这一次').waitFor();
  expect(await studio.faults(page, 'body')).toEqual([]);
  await studio.screenshot(page, 'account-slip');
  const pages = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type \/Page\b/g);
  expect(pages).toHaveLength(1);
  expect(await page.locator('.secret').textContent()).toMatch(/^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/);
  expect(refused).toEqual([]);
});

it('a second factor is set up with a code that a telephone scans', async () => {
  const person = await wangge.createUser({ role: 'office', name: '钱七', password: OWN });
  const page = await studio.signIn(person.email, OWN, { viewport: PHONE });
  await page.goto('/wangge/account');
  await page.locator('#proof').fill(OWN);
  await page.getByRole('button', { name: '启用双重验证' }).click();
  await page.locator('img.qr').waitFor();
  await studio.screenshot(page, 'account-factor-phone');
  await page.locator('#otp').fill('000000');
  await page.getByRole('button', { name: '确认启用' }).click();
  await page.getByRole('alert').waitFor();
  await page.locator('#otp').fill(authenticatorCode((await page.locator('code').textContent())!));
  await page.getByRole('button', { name: '确认启用' }).click();
  await page.getByText('双重验证已启用。', { exact: true }).waitFor();
});

it.each(['https://evil.example/', '//evil.example/', '/\\evil.example/', 'javascript:document.title="evil"'])('after signing in nobody is sent to %s', async (target) => {
  const person = await wangge.createUser({ role: 'office', password: OWN });
  const page = await openForm(DESK, `/admin/login?redirect=${encodeURIComponent(target)}`);
  const left: string[] = [];
  page.on('request', request => void (new URL(request.url()).origin === wangge.url || /^(?:data|blob):/.test(request.url()) || left.push(request.url())));
  await submit(page, person.email, OWN);
  await page.waitForURL(url => !url.pathname.endsWith('/login'));
  await page.waitForLoadState('networkidle');
  expect(new URL(page.url()).origin).toBe(wangge.url);
  expect(await page.title()).not.toBe('evil');
  expect(left).toEqual([]);
  await page.context().close();
});

it('forms with maps, dashboards and files are shown without a word against the policy', async () => {
  const page = await studio.signIn(wangge.admin.email, OWN);
  const refused = violations(page);
  await page.goto('/admin/content/issues/+');
  await page.getByText('情况描述').first().waitFor();
  await page.waitForLoadState('networkidle');
  const dashboards = await wangge.db('directus_dashboards').select('id') as { id: string }[];
  for (const { id } of dashboards) {
    await page.goto(`/admin/insights/${id}`);
    await page.waitForLoadState('networkidle');
  }
  expect(refused).toEqual([]);
});
