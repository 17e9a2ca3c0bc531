/** Doors beside signing in: made-up tokens, tokens of every kind, routes that Directus opens to anybody. */
import { Buffer } from 'node:buffer';
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isForAdministrators } from '../../extensions/wangge/src/accounts/door-rules.ts';
import { isOurs, isOutdated } from '../../extensions/wangge/src/accounts/token-rules.ts';

const SECRET = 'a secret of this installation, long enough';
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(claims: object, secret = SECRET, head: object = { alg: 'HS256', typ: 'JWT' }): string {
  const text = `${encoded(head)}.${encoded(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

describe('of a token that somebody made up nothing is said', () => {
  const claims = { email: 'wang@example.cn', scope: 'password-reset', iss: 'directus' };
  it('one that was signed here is looked at', () => expect(isOurs(token(claims), SECRET)).toBe(true));
  it.each([
    token(claims, 'another secret'),
    `${encoded({ alg: 'none' })}.${encoded(claims)}.`,
    `${encoded({ alg: 'none' })}.${encoded(claims)}`,
    `${token(claims).split('.')[0]}.${encoded({ ...claims, email: 'li@example.cn' })}.${token(claims).split('.')[2]}`,
    '..',
    '',
  ])('not %s', given => expect(isOurs(given, SECRET)).toBe(false));
});

describe('tokens that no session stands behind', () => {
  it('say how often the password had been set', () => {
    expect(isOutdated(token({ iss: 'directus', id: 'x', password_changes: 1 }), 1)).toBe(false);
    expect(isOutdated(token({ iss: 'directus', id: 'x', password_changes: 1 }), 2)).toBe(true);
    // From before passwords were counted.
    expect(isOutdated(token({ iss: 'directus', id: 'x' }), 0)).toBe(false);
    expect(isOutdated(token({ iss: 'directus', id: 'x', session: 's' }), 2)).toBe(false);
  });

  it.each([null, 'fixed', 'fixed.with.points', 'a.bnVsbA.c', `a.${encoded({ id: 'x' })}.c`])('the fixed one %s says nothing of it', fixed => expect(isOutdated(fixed, 2)).toBe(false));
});

describe('for administrators alone', () => {
  it.each(['/users/invite', '/Users/Invite/', '/utils/hash/generate', '/utils/HASH/verify/'])('%s', path => expect(isForAdministrators(path)).toBe(true));
  it.each(['/users/invite/accept', '/users', '/users/me', '/utils/random/string'])('not %s', path => expect(isForAdministrators(path)).toBe(false));
});
