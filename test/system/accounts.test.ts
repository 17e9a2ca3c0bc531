/** Signing in and passwords: every way in which a password is written, and what is open to whom before it is changed. */
import type { Account } from './harness.ts';
import { getSimpleHash } from '@directus/utils';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { server } from './harness.ts';
import { authenticatorCode, signedToken } from './tokens.ts';

const wangge = await server();
const OLD = 'lantern in the harbour';
const NEW = '梧桐树下 second tea';

// All tests come from one address, which would be slowed down.
afterEach(async () => {
  await wangge.db('wangge_sign_in_attempts').delete();
});

let n = 0;
async function someone(role: 'level_3' | 'office' | 'administrator' = 'level_3'): Promise<Account> {
  return wangge.createUser({ role, password: OLD, name: `某某${++n}号` });
}

const signIn = async (email: string, password: string, more: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  wangge.request('POST', '/auth/login', { body: { email, password, ...more }, headers });
const tokenOf = async (email: string, password: string): Promise<string> => (await signIn(email, password)).body.data.access_token;
const hashOf = async (id: string): Promise<string> => (await wangge.db('directus_users').where({ id }).first('password')).password;
const mutation = (field: string, body: string, returns = '{ id }') => ({ query: `mutation { ${field}${body} ${returns} }` });

describe('a password is written by its owner, on the page that asks for the current one', () => {
  it('and by no other way', async () => {
    const person = await someone();
    const before = await hashOf(person.id);
    const other = await someone();
    const doors = [
      () => wangge.request('PATCH', '/users/me', { as: person, body: { password: NEW } }),
      () => wangge.request('PATCH', `/users/${person.id}`, { as: person, body: { password: NEW } }),
      () => wangge.request('PATCH', `/users/${person.id}`, { as: other, body: { password: NEW } }),
      () => wangge.request('PATCH', '/users', { as: person, body: { keys: [person.id], data: { password: NEW } } }),
      () => wangge.request('PATCH', '/users', { as: person, body: [{ id: person.id, password: NEW }] }),
      () => wangge.request('PATCH', '/users', { as: person, body: { query: { filter: { id: { _eq: person.id } } }, data: { password: NEW } } }),
      () => wangge.request('POST', '/graphql/system', { as: person, body: mutation('update_users_me', `(data: { password: "${NEW}" })`) }),
      () => wangge.request('POST', '/graphql/system', { as: person, body: mutation('update_users_item', `(id: "${person.id}", data: { password: "${NEW}" })`) }),
      // An administrator's own, too; and together with somebody else's.
      () => wangge.request('PATCH', '/users/me', { as: wangge.admin, body: { password: NEW } }),
      () => wangge.request('PATCH', '/users', { as: wangge.admin, body: { keys: [person.id, wangge.admin.id], data: { password: NEW } } }),
      () => wangge.request('PATCH', `/users/${wangge.admin.id}`, { as: wangge.admin, body: { password: NEW } }),
      () => wangge.request('PATCH', `/users/${wangge.admin.id.toUpperCase()}`, { as: wangge.admin, body: { password: NEW } }),
    ];
    for (const door of doors) {
      const { status, errors } = await door();
      // GraphQL knows no such field for most, and says no with 200 to the others.
      expect([String(door), status === 403 || errors.length > 0]).toEqual([String(door), true]);
    }
    expect(await hashOf(person.id)).toBe(before);
    const form = new FormData();
    form.set('file', new Blob([JSON.stringify([{ id: person.id, password: NEW }])], { type: 'application/json' }), 'users.json');
    expect((await wangge.request('POST', '/utils/import/directus_users', { as: person, body: form })).status).toBe(403);
    expect(await hashOf(person.id)).toBe(before);
  });

  it('says in words where', async () => {
    const { errors } = await wangge.request('PATCH', '/users/me', { as: await someone(), body: { password: NEW } });
    expect(errors[0]!.message).toContain('/wangge/account');
  });

  it('nested in a department, neither', async () => {
    const person = await someone();
    const before = await hashOf(person.id);
    const { status } = await wangge.request('PATCH', `/roles/${(await wangge.db('directus_users').where({ id: person.id }).first('role')).role}`, { as: person, body: { users: { create: [], update: [{ id: person.id, password: NEW }], delete: [] } } });
    expect(status).toBe(403);
    expect(await hashOf(person.id)).toBe(before);
  });

  it('the login address is the administrator’s to change, the second factor is taken off with a code', async () => {
    const person = await someone();
    expect((await wangge.request('PATCH', '/users/me', { as: person, body: { email: 'thief@example.com' } })).status).toBe(403);
    // Whether an address is somebody's, or this person's, is not to be tried.
    const other = await someone();
    for (const [path, email] of [['/users/me', other.email], [`/users/${other.id}`, other.email], [`/users/${other.id}`, 'nobody-at-all@example.com']] as const)
      expect((await wangge.request('PATCH', path, { as: person, body: { email } })).errors[0]!.extensions).toMatchObject({ rule: 'email_by_administrator' });
    expect((await wangge.request('PATCH', `/users/${other.id}`, { body: { password: `${other.email} and more` } })).errors[0]!.extensions).toMatchObject({ rule: 'password_by_page' });
    expect((await wangge.request('PATCH', '/users/me', { as: person, body: { tfa_secret: null } })).status).toBe(400);
    expect((await wangge.request('PATCH', '/users/me', { as: person, body: { language: 'en-US' } })).status).toBe(200);
  });

  it('is changed with the current one; every other session ends, and tokens that no session stands behind', async () => {
    const person = await someone();
    const session = async (): Promise<string> => /wangge_session=[^;]+/.exec((await signIn(person.email, OLD, { mode: 'session' })).headers.get('set-cookie')!)![0];
    const [mine, elsewhere] = [await session(), await session()];
    const bare = await tokenOf(person.email, OLD);
    const as = (cookie: string) => wangge.request('GET', '/users/me', { headers: { cookie } });
    expect((await as(elsewhere)).status).toBe(200);
    const change = (body: object) => wangge.request('POST', '/wangge/account/password', { body, headers: { cookie: mine } });
    expect((await change({ current: 'not this one at all', password: NEW })).errors[0]!.extensions).toMatchObject({ field: 'current', rule: 'current_wrong' });
    expect((await change({ current: OLD, password: OLD })).errors[0]!.extensions).toMatchObject({ rule: 'password_same' });
    expect((await change({ current: OLD, password: 'password123' })).errors[0]!.extensions).toMatchObject({ field: 'password', rule: 'password_common' });
    expect((await change({ current: OLD, password: NEW })).status).toBe(200);
    expect((await as(mine)).status).toBe(200);
    expect((await as(elsewhere)).status).toBe(401);
    expect((await wangge.request('GET', '/users/me', { as: bare })).status).toBe(401);
    expect((await signIn(person.email, OLD)).status).toBe(401);
    expect((await wangge.request('GET', '/users/me', { as: await tokenOf(person.email, NEW) })).status).toBe(200);
  });

  it('guesses at the current one are slowed down', async () => {
    const person = await someone();
    const change = () => wangge.request('POST', '/wangge/account/password', { as: person, body: { current: 'not this one at all', password: NEW } });
    for (let tries = 0; tries < 5; tries++)
      expect((await change()).errors[0]!.extensions).toMatchObject({ rule: 'current_wrong' });
    expect((await change()).errors[0]!.extensions).toMatchObject({ rule: 'wait_seconds' });
    expect((await wangge.request('POST', '/users/me/tfa/generate', { as: person, body: { password: OLD } })).status).toBe(429);
  });
});

describe('a first password', () => {
  type Giving = (id: string) => Promise<string>;
  it.each<[string, Giving]>([
    ['on a slip', async (id: string) => (await wangge.request('POST', `/wangge/accounts/${id}/first-password`, { as: wangge.admin })).body.data.password as string],
    ['typed by an administrator', async (id: string) => {
      await wangge.request('PATCH', `/users/${id}`, { as: wangge.admin, body: { password: NEW } });
      return NEW;
    }],
    ['of an imported account', async (id: string) => {
      const form = new FormData();
      form.set('file', new Blob([JSON.stringify([{ id, password: NEW }])], { type: 'application/json' }), 'users.json');
      await wangge.request('POST', '/utils/import/directus_users', { as: wangge.admin, body: form });
      return NEW;
    }],
  ])('%s opens nothing but its change', async (_, give) => {
    const person = await someone('office');
    const session: string = await tokenOf(person.email, OLD);
    const first = await give(person.id);
    // What was open is closed.
    expect((await wangge.request('GET', '/users/me', { as: session })).status).toBe(401);
    const token = await tokenOf(person.email, first);
    const closed: [string, string, unknown?][] = [
      ['GET', '/users/me'],
      ['GET', '/items/issues'],
      ['SEARCH', '/items/issues', { query: {} }],
      ['POST', '/graphql', { query: '{ issues { id } }' }],
      ['POST', '/graphql/system', { query: '{ users_me { id } }' }],
      ['GET', '/assets/00000000-0000-4000-8000-000000000000'],
      ['GET', '/fields'],
      ['GET', '/collections'],
      ['GET', '/server/info'],
      ['GET', '/wangge/issues/00000000-0000-4000-8000-000000000000/situation'],
      ['GET', '/WANGGE/grids/map'],
      ['GET', '/wangge/accounts/1/slip'],
      ['GET', '/wangge/accountsx'],
      ['POST', '/users/me/tfa/generate', { password: first }],
      ['PATCH', '/users/me', { language: 'en-US' }],
      ['POST', '/utils/cache/clear'],
      ['GET', '/nothing/of/the/kind'],
    ];
    for (const [method, path, body] of closed)
      expect([path, ...(await wangge.request(method, path, { as: token, body })).errors.map(({ extensions }) => extensions.code)]).toEqual([path, 'PASSWORD_CHANGE_REQUIRED']);
    expect((await wangge.request('GET', '/notices', { as: token })).status).toBe(200);
    expect((await wangge.request('GET', '/wangge/account', { as: token })).status).toBe(200);
    expect((await wangge.request('POST', '/wangge/account/password', { as: token, body: { current: first, password: 'seven quiet rivers' } })).status).toBe(200);
    expect((await wangge.request('GET', '/items/issues', { as: await tokenOf(person.email, 'seven quiet rivers') })).status).toBe(200);
  });

  it('is made by administrators alone, not for themselves, not for whoever was suspended, and is over after a week', async () => {
    const person = await someone();
    expect((await wangge.request('POST', `/wangge/accounts/${person.id}/first-password`, { as: await someone('office') })).status).toBe(403);
    expect((await wangge.request('POST', `/wangge/accounts/${wangge.admin.id}/first-password`, { as: wangge.admin })).errors[0]!.extensions).toMatchObject({ rule: 'own_slip' });
    const { password } = (await wangge.request('POST', `/wangge/accounts/${person.id}/first-password`, { as: wangge.admin })).body.data;
    await wangge.db('wangge_passwords').where({ person: person.id }).update({ valid_until: '2026-01-01T00:00:00Z' });
    expect((await signIn(person.email, password)).errors[0]!.extensions.code).toBe('INVALID_CREDENTIALS');
    await wangge.request('PATCH', `/users/${person.id}`, { as: wangge.admin, body: { status: 'suspended' } });
    expect((await wangge.request('POST', `/wangge/accounts/${person.id}/first-password`, { as: wangge.admin })).status).toBe(409);
  });

  it('on the command line, for the administrator whom nobody can help', async () => {
    const person = await someone('administrator');
    const { stdout, code } = await wangge.cli('wangge', 'first-password', person.email);
    expect(code).toBe(0);
    const token = await tokenOf(person.email, stdout.split(`${person.email}: `)[1]!.split('\n')[0]!);
    expect((await wangge.request('GET', '/users', { as: token })).errors[0]!.extensions.code).toBe('PASSWORD_CHANGE_REQUIRED');
  }, 60_000);

  it('an administrator’s, too, is none that everybody tries first', async () => {
    const person = await someone();
    expect((await wangge.request('PATCH', `/users/${person.id}`, { as: wangge.admin, body: { password: 'password123' } })).errors[0]!.extensions).toMatchObject({ rule: 'password_common' });
    expect((await wangge.request('POST', '/users', { as: wangge.admin, body: { email: `zhao${n}@example.com`, first_name: '赵云龙', password: '赵云龙的第一个密码呢' } })).errors[0]!.extensions).toMatchObject({ rule: 'password_named' });
  });
});

describe('by a token', () => {
  it('an invitation is accepted with a password that may be chosen, and nothing is due then', async () => {
    const person = await someone();
    await wangge.db('directus_users').where({ id: person.id }).update({ status: 'invited', password: null });
    const token = signedToken({ email: person.email, scope: 'invite' }, wangge.environment.SECRET!);
    const accept = (password: string) => wangge.request('POST', '/users/invite/accept', { body: { token, password } });
    expect((await accept('password123')).errors[0]!.extensions).toMatchObject({ rule: 'password_common' });
    expect((await accept(NEW)).status).toBe(204);
    expect((await wangge.request('GET', '/users/me', { as: await tokenOf(person.email, NEW) })).status).toBe(200);
    expect((await accept(OLD)).status).toBeGreaterThanOrEqual(400);
  });

  it('a link from a letter is followed likewise', async () => {
    const person = await someone();
    const token = signedToken({ email: person.email, scope: 'password-reset', hash: getSimpleHash(await hashOf(person.id)) }, wangge.environment.SECRET!);
    const reset = (password: string) => wangge.request('POST', '/auth/password/reset', { body: { token, password } });
    expect((await reset('password123')).errors[0]!.extensions).toMatchObject({ rule: 'password_common' });
    expect((await wangge.request('POST', '/auth/password/reset', { body: { token: `${token.slice(0, -4)}AAAA`, password: NEW } })).status).toBe(403);
    // In a browser in which they are signed in still, too.
    expect((await wangge.request('POST', '/auth/password/reset', { as: person, body: { token, password: NEW } })).status).toBe(204);
    expect((await reset(OLD)).status).toBe(403);
    expect((await wangge.request('GET', '/users/me', { as: await tokenOf(person.email, NEW) })).status).toBe(200);
  });

  it('that somebody made up says nothing: neither whether there is such an account, nor whose name it has', async () => {
    const person = await someone();
    const said = [];
    for (const email of [person.email, 'nobody-at-all@example.com']) {
      for (const [path, scope] of [['/auth/password/reset', 'password-reset'], ['/users/invite/accept', 'invite']] as const) {
        const { status, errors } = await wangge.request('POST', path, { body: { token: signedToken({ email, scope, hash: 'x' }, 'another secret'), password: `${person.email} 某某${n}号` } });
        said.push([status, errors[0]!.extensions.code]);
      }
    }
    expect(new Set(said.map(one => JSON.stringify(one)))).toEqual(new Set([JSON.stringify(said[0])]));
  });

  it('is asked for by administrators alone, and nobody else makes the server compute digests', async () => {
    const person = await someone();
    for (const as of [{}, { as: person }]) {
      for (const email of [person.email, 'nobody-at-all@example.com'])
        expect((await wangge.request('POST', '/users/invite', { ...as, body: { email, role: crypto.randomUUID() } })).errors[0]!.extensions).toMatchObject({ rule: 'administrators_only' });
      expect((await wangge.request('POST', '/utils/hash/generate', { ...as, body: { string: 'x' } })).errors[0]!.extensions).toMatchObject({ rule: 'administrators_only' });
      expect((await wangge.request('POST', '/graphql/system', { ...as, body: mutation('utils_hash_generate', '(string: "x")', '') })).status).toBe(403);
    }
  });

  it('and not by GraphQL', async () => {
    expect((await wangge.request('POST', '/graphql/system', { body: mutation('users_invite_accept', `(token: "x", password: "abc")`, '') })).status).toBe(403);
  });
});

describe('a second factor', () => {
  const enable = async (as: Account, secret: string) => wangge.request('POST', '/users/me/tfa/enable', { as, body: { secret, otp: authenticatorCode(secret) } });
  const generate = async (as: Account): Promise<string> => (await wangge.request('POST', '/users/me/tfa/generate', { as, body: { password: OLD } })).body.data.secret;

  it('is none that whoever holds a session brought along', async () => {
    const person = await someone();
    const other = await someone();
    const listed = await wangge.request('POST', '/users/me/tfa/enable', { as: person, body: { secret: ['JBSWY3DPEHPK3PXP'], otp: authenticatorCode('JBSWY3DPEHPK3PXP') } });
    expect(listed.errors[0]!.extensions).toMatchObject({ rule: 'secret_unknown' });
    for (const secret of ['JBSWY3DPEHPK3PXP', await generate(other)])
      expect((await enable(person, secret)).errors[0]!.extensions).toMatchObject({ rule: 'secret_unknown', field: 'secret' });
    const [earlier, last] = [await generate(person), await generate(person)];
    expect((await enable(person, earlier)).errors[0]!.extensions).toMatchObject({ rule: 'secret_unknown' });
    await wangge.db('wangge_factor_offers').where({ person: person.id }).update({ offered_at: '2026-01-01T00:00:00Z' });
    expect((await enable(person, last)).errors[0]!.extensions).toMatchObject({ rule: 'secret_unknown' });
    expect((await wangge.db('directus_users').where({ id: person.id }).first('tfa_secret'))!.tfa_secret).toBeNull();
    expect((await enable(person, await generate(person))).status).toBe(204);
  });
});

describe('a second factor that a role asks for', () => {
  let person: Account;
  beforeAll(async () => {
    const policy = (await wangge.request('POST', '/policies', { as: wangge.admin, body: { name: '须双重验证', enforce_tfa: true, app_access: true } })).body.data.id;
    person = await someone();
    await wangge.request('POST', '/access', { as: wangge.admin, body: { user: person.id, policy } });
  });

  it('opens nothing before it is set up, by Directus’ own routes or on the page', async () => {
    const token = await tokenOf(person.email, OLD);
    for (const path of ['/users/me', '/items/grids', '/fields', '/wangge/grids/map'])
      expect((await wangge.request('GET', path, { as: token })).errors[0]!.extensions.code).toBe('SECOND_FACTOR_REQUIRED');
    expect((await wangge.request('GET', '/users/me', { as: person })).errors[0]!.extensions.code).toBe('SECOND_FACTOR_REQUIRED');
    const page = await wangge.request<string>('GET', '/wangge/account', { as: token });
    expect(page.body).toContain('须启用双重验证');
    const { secret } = (await wangge.request('POST', '/users/me/tfa/generate', { as: token, body: { password: OLD } })).body.data;
    const otp = authenticatorCode(secret);
    expect((await wangge.request('POST', '/users/me/tfa/enable', { as: token, body: { secret, otp } })).status).toBe(204);
    expect((await wangge.request('GET', '/users/me', { as: token })).status).toBe(200);
    expect((await signIn(person.email, OLD)).errors[0]!.extensions.code).toBe('INVALID_OTP');
    expect((await signIn(person.email, OLD, { otp: authenticatorCode(secret) })).status).toBe(200);
  });
});

describe('wrong passwords', () => {
  it('make the next attempt wait, whether or not there is such an account, in the same words', async () => {
    const person = await someone();
    const said = [];
    for (const email of [person.email, `nobody${n}@example.com`]) {
      const answers = [];
      for (let tries = 0; tries < 6; tries++)
        answers.push(await signIn(email, 'not this one at all'));
      said.push(answers.map(({ status, errors }) => [status, errors[0]!.message, errors[0]!.extensions.code]));
      expect(Number(answers.at(-1)!.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(said[0]!.map(([status]) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    expect(said[0]).toEqual(said[1]);
    expect((await wangge.db('directus_users').where({ id: person.id }).first('status')).status).toBe('active');
    // An administrator's slip opens it at once.
    const { password } = (await wangge.request('POST', `/wangge/accounts/${person.id}/first-password`, { as: wangge.admin })).body.data;
    expect((await signIn(person.email, password)).status).toBe(200);
  });

  it('of strangers do not keep somebody out of the device that they signed in from', async () => {
    const person = await someone();
    const first = await signIn(person.email, OLD);
    const cookie = /wangge_device=[^;]+/.exec(first.headers.get('set-cookie')!)![0];
    for (let tries = 0; tries < 6; tries++)
      await signIn(person.email, 'not this one at all');
    expect((await signIn(person.email, OLD)).status).toBe(429);
    expect((await signIn(person.email, OLD, {}, { cookie })).status).toBe(200);
  });

  it('many at once are no way round', async () => {
    const person = await someone();
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => signIn(person.email, `not this one at all ${n}`)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(25);
  });

  it('by GraphQL are not looked at, and nobody is suspended for ever any more', async () => {
    expect((await wangge.request('POST', '/graphql/system', { body: { query: 'mutation { a: auth_login(email: "a@b.cn", password: "x") { access_token } b: auth_login(email: "a@b.cn", password: "y") { access_token } }' } })).status).toBe(403);
    expect((await wangge.db('directus_settings').first('auth_login_attempts')).auth_login_attempts).toBeNull();
    expect((await wangge.request('PATCH', '/settings', { as: wangge.admin, body: { auth_login_attempts: 25 } })).errors[0]!.extensions).toMatchObject({ rule: 'attempts_by_time' });
  });

  it('with what is in no text are no failure of the server', async () => {
    expect((await signIn('a\u0000@example.com', 'not this one at all')).status).toBe(400);
  });

  it('letters with a link are few, to whomever', async () => {
    const ask = () => wangge.request('POST', '/auth/password/request', { body: { email: 'nobody-gets-letters@example.com' } });
    expect([(await ask()).status, (await ask()).status, (await ask()).status, (await ask()).status]).toEqual([204, 204, 204, 429]);
  });
});

describe('every answer', () => {
  it.each(['/admin/', '/admin/assets/none.js', '/server/ping', '/server/info', '/items/issues', '/nothing', '/notices', '/notices/feed.xml', '/wangge/account', '/assets/00000000-0000-4000-8000-000000000000', '/extensions/sources/index.js'])('%s says what browsers should not do', async (path) => {
    const { headers } = await wangge.request('GET', path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toMatch(/same-origin|strict-origin-when-cross-origin/);
    expect(headers.get('x-frame-options')).toMatch(/SAMEORIGIN|DENY/);
    expect(headers.get('content-security-policy') ?? '').not.toMatch(/https:\/\/\*|wss:\/\/\*/);
  });

  it('that somebody got by their rights is kept nowhere', async () => {
    const place = await wangge.createSubdistrict();
    const person = await wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[0]!.id }] });
    for (const path of ['/users/me', '/items/issues', '/items/issues?export=csv', '/wangge/grids/map', '/fields', '/nothing'])
      expect([path, (await wangge.request('GET', path, { as: person })).headers.get('cache-control')]).toEqual([path, 'no-store']);
    expect((await wangge.request('POST', '/graphql', { as: person, body: { query: '{ grids { id } }' } })).headers.get('cache-control')).toBe('no-store');
  });
});
