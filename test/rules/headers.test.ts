/** What answers say to browsers and to what lies between. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { cacheControl, withoutAnyHost } from '../../extensions/wangge/src/accounts/header-rules.ts';
import { cookiesFor } from '../../scripts/start/cookies.mjs';

describe('how long an answer may be kept', () => {
  test.prop([fc.webPath(), fc.option(fc.constantFrom('no-cache', 'public, max-age=60', 'max-age=31536000'))])('nowhere, what somebody got by their rights; but files that are the same for all', (path, said) => {
    const answer = cacheControl({ path, signedIn: true, said });
    expect(answer).toBe(/^\/(?:admin|assets|extensions\/sources|notices)(?:\/|$)/i.test(path) ? said : 'no-store');
  });
  it.each([
    ['/items/issues', true, 'no-cache', 'no-store'],
    ['/wangge/grids/1/board.pdf', true, null, 'no-store'],
    ['/AUTH/login', false, 'no-cache', 'no-store'],
    ['/items/issues', false, 'no-cache', 'no-cache'],
    ['/admin/assets/index.js', true, 'max-age=31536000, immutable', 'max-age=31536000, immutable'],
    ['/notices', true, 'public, max-age=15', 'public, max-age=15'],
    ['/noticesx', true, 'public', 'no-store'],
  ] as const)('%s, signed in %s, said %s: %s', (path, signedIn, said, expected) => expect(cacheControl({ path, signedIn, said })).toBe(expected));
});

describe('a content security policy', () => {
  it('loses what stands for any host', () => {
    expect(withoutAnyHost('default-src \'self\';connect-src \'self\' https://* wss://*;img-src \'self\' data: https: https://tiles.example.com;font-src *'))
      .toBe('default-src \'self\';connect-src \'self\';img-src \'self\' data: https://tiles.example.com;font-src \'none\'');
  });
  test.prop([fc.array(fc.constantFrom('\'self\'', 'https://*', 'wss://*', '*', 'http:', 'data:', 'https://a.cn', 'blob:'))])('and nothing else', (sources) => {
    expect(withoutAnyHost(`connect-src ${sources.join(' ')}`).split(' ').slice(1).filter(source => source !== '\'none\'')).toEqual(sources.filter(source => ['\'self\'', 'data:', 'https://a.cn', 'blob:'].includes(source)));
  });
});

describe('cookies', () => {
  it('over https never go without it', () => {
    expect(cookiesFor('https://wg.example.cn')).toEqual({ SESSION_COOKIE_NAME: '__Host-wangge_session', REFRESH_TOKEN_COOKIE_NAME: '__Host-wangge_refresh', SESSION_COOKIE_SECURE: 'true', REFRESH_TOKEN_COOKIE_SECURE: 'true' });
    expect(cookiesFor('HTTPS://wg.example.cn', '.example.cn').SESSION_COOKIE_NAME).toBe('__Secure-wangge_session');
    expect(cookiesFor('http://10.1.2.3:8055')).toMatchObject({ SESSION_COOKIE_NAME: 'wangge_session', SESSION_COOKIE_SECURE: 'false' });
    expect(cookiesFor(undefined)).toMatchObject({ SESSION_COOKIE_SECURE: 'false' });
  });
});
