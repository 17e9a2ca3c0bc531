/** Too much load: who is refused, in which words, and when it is over. */
import type { Request, Response } from 'express';
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { overloadGate } from '../../extensions/wangge/src/kernel/overload-gate.ts';
import { BUSY, isAlwaysAnswered, isOverloaded } from '../../extensions/wangge/src/kernel/overload-rules.ts';

interface Said { status: number; headers: Record<string, string>; body: unknown; passed: boolean }

/** What a gate says to a request, as express would send it. */
function ask(gate: ReturnType<typeof overloadGate>['gate'], path: string, headers: Record<string, string> = {}, method = 'GET'): Said {
  const said: Said = { status: 200, headers: {}, body: null, passed: false };
  const response = {
    status: (status: number) => Object.assign(said, { status }) && response,
    set: (set: Record<string, string>) => Object.assign(said.headers, set) && response,
    type: () => response,
    send: (body: unknown) => void (said.body = body),
    json: (body: unknown) => void (said.body = body),
  };
  const request = { method, path, headers, accepts: () => headers.accept?.startsWith('text/html') === true ? 'html' : 'json' };
  gate(request as unknown as Request, response as unknown as Response, () => void (said.passed = true));
  return said;
}

describe('overload', () => {
  test.prop([fc.double({ min: 0, max: 5000, noNaN: true }), fc.boolean()])('begins above the limit and ends below half of it', (delay, before) => {
    const now = isOverloaded(before, delay, 500);
    if (delay > 500 || delay <= 250)
      expect(now).toBe(delay > 500);
    else
      expect(now).toBe(before);
  });
  test('refuses with words and Retry-After, until the load is gone', () => {
    let delay = 0;
    const { gate, look } = overloadGate(() => delay, 500);
    expect(ask(gate, '/items/issues').passed).toBe(true);
    delay = 900;
    look();
    // That may have been one task.
    expect(ask(gate, '/items/issues').passed).toBe(true);
    look();
    const said = ask(gate, '/items/issues');
    expect(said).toMatchObject({ status: 503, passed: false, headers: { 'Retry-After': '5' }, body: { errors: [{ message: BUSY['zh-CN'], extensions: { code: 'WANGGE_BUSY' } }] } });
    expect(ask(gate, '/graphql', { 'accept-language': 'en-GB,en;q=0.9' }).body).toMatchObject({ errors: [{ message: BUSY['en-US'] }] });
    const page = { accept: 'text/html,*/*' };
    for (const path of ['/notices', '/admin/content/issues', '/admin'])
      expect(ask(gate, path, page).body).toMatch(/http-equiv="refresh" content="5".*页面暂时打不开.*5 秒/);
    const form = ask(gate, '/notices/7/feedback', page, 'POST').body;
    expect(form).toContain(BUSY['zh-CN']);
    expect(form).not.toContain('refresh');
    expect(ask(gate, '/admin/assets/index.js', page).passed).toBe(true);
    delay = 300;
    look();
    expect(ask(gate, '/items/issues').status).toBe(503);
    delay = 100;
    look();
    expect(ask(gate, '/items/issues').passed).toBe(true);
  });
  test.each(['/', '/admin', '/admin/login', '/Admin/assets/index.js', '/extensions/sources/index.js', '/auth/refresh', '/auth/login', '/server/ping', '/server/info', '/collections', '/fields/', '/permissions/me', '/users/me', '/extensions'])('%s is answered always', (path) => {
    expect(isAlwaysAnswered('GET', path, false)).toBe(true);
  });
  test.each(['/items/issues', '/administration', '/authors', '/server/health', '/wangge/territory/map', '/users', '/fields/issues', '/graphql', '/assets/x'])('%s is not', (path) => {
    expect(isAlwaysAnswered('GET', path, false)).toBe(false);
  });
  test('what the Studio asks before a page is answered where it only asks', () => {
    expect(isAlwaysAnswered('PATCH', '/users/me', false)).toBe(false);
    expect(isAlwaysAnswered('POST', '/fields', false)).toBe(false);
  });
});
