/** Odd addresses: whatever is asked of our routes, the answer is never a failure of the server. */
import type { Cast } from './cast.ts';
import type { Server } from './harness.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { castFor } from './cast.ts';
import { server } from './harness.ts';
import { publishedNotice } from './notice-rows.ts';

let wangge: Server;
let community: Cast;

beforeAll(async () => {
  wangge = await server();
  community = await castFor(wangge);
});

const HUGE = '9'.repeat(20);
const PARTS = ['%00', '%ED%A0%80', '%E0%A4%A', '%', '..%2f..%2fetc', HUGE, '-1', '0x10', '1e309', 'null', '%F0%9F%92%A1', '字'.repeat(300), 'a'.repeat(5_000)];
const VALUES = ['%00', '%0B%E2%80%8B', '%E0%A4%A', HUGE, '-1', '1e309', 'NaN', '%7B%7D', '%5B1,null%5D', '2026-13-45', '0000-00-00', '%27%22%3B--', '字'.repeat(2_000)];
const FORMS: ((key: string, value: string) => string)[] = [
  (key, value) => `${key}=${value}`,
  (key, value) => `${key}=${value}&${key}=1`,
  (key, value) => `${key}[]=${value}`,
  (key, value) => `${key}[a][b]=${value}`,
];

const SOURCE = join(import.meta.dirname, '../../extensions/wangge/src');
const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(name => /(?:routes?|hook)\.ts$/.test(name)).map(name => readFileSync(join(SOURCE, name), 'utf8'));
const routes = sources.flatMap(text => [...text.matchAll(/\b(get|post)\(['`](\/[^'`$]*)['`]/g)].map(match => ({ method: match[1]!.toUpperCase(), path: match[2]! })))
  .filter(({ path }) => !path.startsWith('/items/') && !path.startsWith('/style'));
/** Every name by which a route's schema asks for something. */
const keys = [...new Set(sources.flatMap(text => [...text.matchAll(/\b([a-z_]+): z\.|\bquery\.([a-z_]+)/g)].map(match => match[1] ?? match[2]!)))];

async function failures(addresses: readonly { method: string; path: string; body?: unknown }[], as: Cast['worker'] | null): Promise<string[]> {
  const bad: string[] = [];
  for (let at = 0; at < addresses.length; at += 20) {
    await Promise.all(addresses.slice(at, at + 20).map(async ({ method, path, body }) => {
      const { status, body: said } = await wangge.request(method, path, { as, ...body === undefined ? {} : { body } });
      if (status >= 500)
        bad.push(`${method} ${path.slice(0, 120)}: ${JSON.stringify(said).slice(0, 200)}`);
    }));
  }
  return bad;
}

it('the public page', async () => {
  const { notice } = await publishedNotice(wangge.db, { grid: community.place.patches[0], title: '路灯' });
  const paths = [
    ...PARTS.flatMap(part => [`/notices/${part}`, `/notices/${notice}/photos/${part}`, `/notices/${part}/photos/1`, `/notices/${notice}/${part}`]),
    ...['q', 'grid', 'subdistrict', 'category', 'month', 'before', 'after', 'lang', 'thanks'].flatMap(key => VALUES.flatMap(value => FORMS.map(form => form(key, value))))
      .flatMap((query, at) => [`/notices${['', '/counts', '/feed.xml', `/${notice}`][at % 4]}?${query}`]),
    `/notices?before=999999999999999_${notice}`,
    `/notices?after=999999999999999_${notice}`,
    `/notices?q=${encodeURIComponent('路 '.repeat(200))}`,
  ];
  expect(await failures(paths.map(path => ({ method: 'GET', path })), null)).toEqual([]);
  const form = (body: string) => fetch(`${wangge.url}/notices/${notice}/feedback`, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  for (const said of ['resolved=yes&rating=5&comment=%00', 'resolved=yes&rating=%E0%A4%A', 'resolved[]=yes', '%', `resolved=yes&rating=${HUGE}`, 'resolved=no&rating=5&comment=%ED%A0%80%00'])
    expect((await form(said)).status, said).toBeLessThan(500);
});

it('says what is wrong with an address, in words', async () => {
  const { status, errors } = await wangge.request('GET', '/notices/%E0%A4%A');
  expect([status, errors[0]?.message]).toEqual([400, '网址不完整或有误，请核对后重新打开。']);
});

it('our routes of the Studio', async () => {
  expect(routes.length).toBeGreaterThan(40);
  expect(keys.length).toBeGreaterThan(30);
  const filled = (path: string, part: string): string => path.replaceAll(/:\w+/g, part);
  const asked = routes.flatMap(({ method, path }, at) => [
    ...(path.includes(':') ? PARTS : []).map(part => ({ method, path: `/wangge${filled(path, part)}`, ...method === 'POST' ? { body: {} } : {} })),
    ...VALUES.map((value, n) => ({ method, path: `/wangge${filled(path, community.place.patches[0].id)}?${keys.map((key, k) => FORMS[(k + n) % FORMS.length]!(key, value)).slice((at + n) % 3 * 20, (at + n) % 3 * 20 + 20).join('&').slice(0, 8_000)}`, ...method === 'POST' ? { body: {} } : {} })),
    ...method === 'POST' ? [[], 'x', null, { ids: ['\0'] }, Object.fromEntries(keys.map(key => [key, '\0'])), Object.fromEntries(keys.map(key => [key, [{ a: HUGE }]])), Object.fromEntries(keys.map(key => [key, Number(HUGE)]))].map(body => ({ method, path: `/wangge${filled(path, community.place.patches[0].id)}`, body })) : [],
  ]);
  expect(await failures(asked, wangge.admin)).toEqual([]);
  expect(await failures(asked.filter((_, at) => at % 5 === 0), community.worker)).toEqual([]);
});
